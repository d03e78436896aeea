package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// EnginePlayer plays scenarios on the pure engine with the demonstration organisation: two people for each
// role, who share a unit.
type EnginePlayer struct {
	Policy   *policy.Policy
	Calendar *calendar.Calendar
	Engine   *Engine
	// Edition is the one by which events are written, 0 the newest.
	Edition int
	// others are the cases there are besides, counters the numbers drawn in the record of all of them.
	others []*complaint.Case
	// earlier are the cases of the scenario's `before`, in its order.
	earlier  []complaint.CaseID
	counters map[string]int64
	// published are the figures of what was published, by report, period and edition.
	published map[string]Table
	// script is what is played, for the matter to be filed again.
	script Script
}

// ErrNoCase says that a step goes over to a case that there is not.
var ErrNoCase = errors.New("no such case")

// caseNamed is another case: the last one that came after this, or the one that this came after; nil if there is none.
func (ep *EnginePlayer) caseNamed(name string) *Engine {
	switch n := len(ep.Engine.Opened); {
	case name == Opener:
		return ep.Engine.Opener
	case name == Opened && n > 0:
		return ep.Engine.Opened[n-1]
	}
	return nil
}

// enterCase goes over to another case.
func (ep *EnginePlayer) enterCase(where string) error {
	next := ep.caseNamed(where)
	if next == nil {
		return ErrNoCase
	}
	if ep.Engine.Now.After(next.Now) {
		if err := next.AdvanceTo(ep.Engine.Now); err != nil {
			return err
		}
	}
	ep.Engine = next
	return nil
}

// FileCase opens the case.
func (ep *EnginePlayer) FileCase(s Script) Outcome {
	ep.script = s
	if ep.counters == nil {
		ep.counters = map[string]int64{}
	}
	if ep.Engine != nil {
		family := ep.Engine.family()
		ep.others, ep.earlier = append(ep.others, family...), append(ep.earlier, family[0].ID)
	}
	return ep.fileScript(s, strings.Repeat("earlier-", len(ep.others))+"case", &Engine{
		Policy:    ep.Policy,
		Calendar:  ep.Calendar,
		Directory: OrganisationOf(ep.Policy, s),
		Edition:   ep.Edition,
		Others:    ep.others,
		counters:  ep.counters,
	})
}

// fileSameMatterAgain files the same matter once more, now, and goes over to it.
func (ep *EnginePlayer) fileSameMatterAgain(st Step) Outcome {
	first := ep.Engine
	id := string(first.Case.ID) + "-again"
	if n := len(first.Opened); n > 0 {
		id = fmt.Sprintf("%s-%d", id, n+1)
	}
	again := first.engineBeside()
	again.Others = append(slices.Clone(first.Others), first.Case)
	out := ep.fileScript(ep.script.FiledAgain(st, first.Now), id, again)
	if out.Err == nil {
		first.Opened, first.Others = append(first.Opened, again), append(slices.Clone(first.Others), again.Case)
	}
	return out
}

// fileScript files a script's matter in an engine, and goes over to it where it is taken in.
func (ep *EnginePlayer) fileScript(s Script, id string, e *Engine) Outcome {
	if s.File.Period != "" {
		return ep.openPeriod(s.File, id, e)
	}
	by := complaint.UserID(s.FiledBy(ep.Policy))
	received := s.File.ReceivedAt
	if received.IsZero() {
		received = s.Clock
	}
	filed := complaint.Filed{
		Kind:       s.File.Kind,
		Channel:    s.File.Channel,
		Source:     s.File.Source,
		Category:   s.File.Category,
		Severity:   s.File.Severity,
		Subject:    "subject",
		Content:    "content",
		ReceivedAt: complaint.Instant(received),
		Data:       s.File.Data,
		Parties:    ep.comparedParties(s.File, e.Directory),
	}
	if refusal := ep.permitFiling(&filed, by, e.Directory); refusal != nil {
		return Outcome{Err: refusal}
	}
	if refusal := ep.Policy.CheckFiling(filed, s.File.Data, s.Clock, ep.Calendar, e.Directory); refusal != nil {
		return Outcome{Err: refusal}
	}
	if err := e.openCase(complaint.Filing{
		Case:    complaint.CaseID(id),
		By:      by,
		Filed:   filed,
		FiledAt: s.Clock,
	}); err != nil {
		return Outcome{Err: err}
	}
	ep.Engine = e
	return Outcome{Events: typesOfEvents(e.Journal)}
}

// openPeriod opens the matter of a period, at the end of it, and goes over to it.
func (ep *EnginePlayer) openPeriod(f Filing, id string, e *Engine) Outcome {
	period, ok := ep.Policy.PeriodNamed(f.Kind, f.Period, ep.Calendar.Location())
	if !ok {
		return Outcome{Err: complaint.Refuse(complaint.Invalid, "period.unknown", nil).At("period")}
	}
	if err := e.openCase(complaint.Filing{
		Case:    complaint.CaseID(id),
		By:      complaint.System,
		Filed:   ep.Policy.FilingOfPeriod(f.Kind, period),
		FiledAt: period.Until,
	}); err != nil {
		return Outcome{Err: err}
	}
	ep.Engine = e
	return Outcome{Events: typesOfEvents(e.Journal)}
}

// permitFiling fills in what a filing leaves out, and decides whether it may be filed by a member of staff, or by
// whoever has no account.
func (ep *EnginePlayer) permitFiling(
	f *complaint.Filed, by complaint.UserID, dir complaint.Directory,
) *complaint.Error {
	if by == complaint.Complainant {
		ep.Policy.FillPublicFilingOmissions(f)
		return ep.Policy.PermitPublicFiling(*f)
	}
	ep.Policy.FillFilingOmissions(f)
	if refusal := ep.Policy.PermitFiling(dir.People[by]); refusal != nil {
		return refusal
	}
	return ep.Policy.PermitFiled(dir.People[by], *f)
}

// comparedParties are the parties of a filing, those named in words compared with the organisation as a filing is.
func (ep *EnginePlayer) comparedParties(f Filing, dir complaint.Directory) []complaint.Party {
	parties := partiesOf(f)
	for i, named := range f.AllParties() {
		if named.Named != "" && named.Role == complaint.Respondent {
			like := ep.Policy.Resembling(f.Kind, dir, named.Named)
			parties[i].Resembles = &like
		}
	}
	return parties
}

// partiesOf are the parties of a filing: of each role one after another.
func partiesOf(f Filing) []complaint.Party {
	inRole := map[string]int{}
	var all []complaint.Party
	for _, p := range f.AllParties() {
		inRole[p.Role]++
		party := complaint.Party{
			ID:   complaint.PartyIDFor(p.Role, inRole[p.Role]),
			Role: p.Role,
			Kind: complaint.KindText,
		}
		switch {
		case p.Unit != "":
			party.Kind, party.Unit = complaint.KindUnit, complaint.UnitID(p.Unit)
		case p.Person != "":
			party.Kind, party.User = complaint.KindPerson, complaint.UserID(p.Person)
		case p.Named != "":
			party.Identity = complaint.TextID(p.Named)
		default:
			party.Identity = complaint.TextID("identity" + f.Complainant)
		}
		all = append(all, party)
	}
	return all
}

func typesOfEvents(events []complaint.Event) []string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.Type()
	}
	return names
}

// PlayStep does one step.
func (ep *EnginePlayer) PlayStep(st Step) Outcome {
	out := ep.playStep(st)
	if err := ep.keepPublished(); err != nil {
		return Outcome{Err: err}
	}
	return out
}

func (ep *EnginePlayer) playStep(st Step) Outcome {
	if st.In != "" {
		if err := ep.enterCase(st.In); err != nil {
			return Outcome{Err: err}
		}
	}
	before := len(ep.Engine.Journal)
	if !st.At.IsZero() {
		if err := ep.Engine.AdvanceTo(st.At); err != nil {
			return Outcome{Err: err}
		}
	}
	if st.Does == File {
		return ep.fileSameMatterAgain(st)
	}
	if st.Does != "" {
		actor := complaint.Actor{Person: ep.Engine.Directory.People[complaint.UserID(st.By)]}
		if st.By == complaint.Complainant {
			actor = complaint.Actor{Party: complaint.Complainant}
		}
		if st.Does == Attach {
			return ep.attachFile(actor, st)
		}
		st.Data = ep.withIDsOfNames(st)
		order, err := orderOf(st, ep.openTaskOf(st, actor.Person))
		if err != nil {
			return Outcome{Err: err}
		}
		if actor.Party == "" && !ep.Policy.Wall(ep.Engine.Case).Admits(actor.Person) &&
			!policy.SpeaksOnEntry(ep.Engine.Case, actor.Person, order.Command) {
			return Outcome{Err: complaint.Refuse(complaint.NotFound, "not_found", nil)}
		}
		if err := ep.Engine.GiveOrder(actor, order); err != nil {
			return Outcome{Err: err}
		}
	}
	return Outcome{Events: typesOfEvents(ep.Engine.Journal[before:])}
}

// What a step does that is no command: hand in a file; file the same matter again and go over to that case, which the
// first has then opened.
const (
	Attach = "attach"
	File   = "file"
)

// attachFile hands in a file; on the engine its name is its id.
func (ep *EnginePlayer) attachFile(a complaint.Actor, st Step) Outcome {
	e := ep.Engine
	if a.Party == "" && !ep.Policy.Wall(e.Case).Admits(a.Person) {
		return Outcome{Err: complaint.Refuse(complaint.NotFound, "not_found", nil)}
	}
	facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
	if refusal := ep.Policy.PermitAttachment(e.Case, a, facts); refusal != nil {
		return Outcome{Err: refusal}
	}
	name, _ := st.Data["name"].(string)
	original, _ := st.Data["original"].(bool)
	field, _ := st.Data["field"].(string)
	scope := ep.Policy.ScopeOfField(field)
	if a.Party != "" && ep.Policy.SealsAttachments() {
		scope = complaint.ScopeIdentity
	}
	e.Attachments = append(e.Attachments, complaint.Attachment{
		ID:                complaint.AttachmentID(name),
		Case:              e.Case.ID,
		Author:            a.ID(),
		Scope:             scope,
		StandsForOriginal: original,
	})
	return Outcome{}
}

// openTaskOf finds the open task of the step that is meant: the person's own part, or else the first.
func (ep *EnginePlayer) openTaskOf(st Step, person complaint.Person) complaint.TaskID {
	var first complaint.TaskID
	for _, task := range ep.Engine.Case.LiveTasks() {
		if !st.MeansTask(string(task.Step), string(task.Party)) {
			continue
		}
		for _, seat := range task.Seats {
			if seat.FitsPerson(person) {
				return task.ID
			}
		}
		if first == "" {
			first = task.ID
		}
	}
	return first
}

// orderOf builds the step's order the way the gateway does from a client's body.
func orderOf(st Step, task complaint.TaskID) (complaint.Order, error) {
	body, form := map[string]any{}, map[string]any(nil)
	if st.Does == "complete" {
		body["outcome"], body["data"] = st.Outcome, st.Data
	} else {
		body, form = complaint.DivideData(st.Does, st.Data)
	}
	if task != "" {
		body["task"] = task
	}
	data, err := json.Marshal(map[string]any{"command": st.Does, "data": body, "form": form})
	if err != nil {
		return complaint.Order{}, fmt.Errorf("step data: %w", err)
	}
	var order complaint.Order
	if err := order.UnmarshalJSON(data); err != nil {
		return complaint.Order{}, err
	}
	return order, nil
}

// State reads the engine's case.
func (ep *EnginePlayer) State() (State, error) {
	if ep.Engine == nil {
		return State{}, fmt.Errorf("no case was filed")
	}
	c := ep.Engine.Case
	s := State{
		Status:      string(c.Status),
		Step:        string(c.Step),
		Disposition: c.Disposition,
		Number:      c.Number,
		Has:         slices.Collect(maps.Keys(c.Data)),
		Deadlines:   map[string]string{},
		Counts:      map[string]int{},
		Copies:      map[string][]string{},
		Circulars:   map[string][]string{},
		Registers:   map[string][]string{},
		Says:        map[string]string{},
		Targets:     map[string]time.Time{},
	}
	for _, d := range c.Documents {
		s.Copies[d.Kind] = CopyHolders(ep.Policy, d)
	}
	for _, one := range c.Circulars {
		s.Circulars[one.Kind] = CircularTells(ep.Policy, one)
	}
	for _, register := range ep.Policy.Doc.Registers.Keys() {
		s.Registers[register] = ep.Policy.FilledColumns(register, c)
	}
	for _, n := range c.Notices {
		s.Says[string(n.Step)] = n.Says
	}
	for _, d := range c.Deadlines {
		if d.Target != nil {
			s.Targets[d.Name] = d.Target.Time
		}
		s.Deadlines[d.Name] = strings.Join([]string{string(d.State), d.LastDay, d.Clause + d.Setting}, " ")
	}
	for i := range c.Entries {
		s.Entries = append(s.Entries, EntryInShort(&c.Entries[i], strings.TrimPrefix(string(c.Entries[i].Against.Role),
			string(ep.Policy.RoleID("")))))
	}
	for _, name := range typesOfEvents(ep.Engine.Journal) {
		s.Counts[name]++
	}
	return s, nil
}

// EntryInShort is an entry of the ledger as scenarios write it; role is that which it is against, as the file names it.
func EntryInShort(e *complaint.LedgerEntry, role string) string {
	against := string(e.Against.User)
	switch {
	case against != "":
	case role != "":
		against = "role " + role
	default:
		against = "unit " + string(e.Against.Unit)
	}
	charge := e.ChargeInForce()
	words := []string{e.Rule, against, string(e.State), e.Outcome, charge.Measure, InYuan(charge.Amount)}
	for _, name := range slices.Sorted(maps.Keys(e.Facts)) {
		words = append(words, fmt.Sprintf("%s=%v", name, e.Facts[name]))
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// InYuan is an amount in fen as regulations write it: 500元; "" for none.
func InYuan(fen *int64) string {
	switch {
	case fen == nil:
		return ""
	case *fen%100 == 0:
		return fmt.Sprintf("%d元", *fen/100)
	}
	return fmt.Sprintf("%d.%02d元", *fen/100, *fen%100)
}

// CopyHolders name who holds a document's copies as scenarios do.
func CopyHolders(p *policy.Policy, d complaint.Document) []string {
	names := make([]string, len(d.Copies))
	for i, c := range d.Copies {
		names[i] = strings.TrimPrefix(string(c.To.Role), string(p.RoleID("")))
		switch {
		case c.Party != "":
			names[i] = string(c.Party)
		case c.To.User != "":
			names[i] = "person"
		}
	}
	return names
}

// CircularTells names whom a circular is for, "everybody" or roles as the file names them, and what it tells.
func CircularTells(p *policy.Policy, c complaint.Circular) []string {
	tells := []string{complaint.EverybodySubject}
	if len(c.To) > 0 {
		tells = nil
	}
	for _, role := range c.To {
		tells = append(tells, strings.TrimPrefix(string(role), string(p.RoleID(""))))
	}
	return append(tells, slices.Sorted(maps.Keys(c.Data))...)
}
