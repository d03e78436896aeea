package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// Engine is one case on the pure engine with a clock of its own: what the workflow, the journal and Act do
// together, without any of them.
type Engine struct {
	Policy    *policy.Policy
	Calendar  *calendar.Calendar
	Directory complaint.Directory
	Case      *complaint.Case
	Journal   []complaint.Event
	Now       time.Time
	// Opened are the cases that came after this one, linked or filed of the same matter again; Opener is the one that
	// this one came after.
	Opened []*Engine
	Opener *Engine
	// Attachments are the files handed in so far.
	Attachments []complaint.Attachment
	// Others are the cases there are besides, for what the regulation counts.
	Others []*complaint.Case
	// Edition is the one by which events are written, 0 the newest.
	Edition int

	counters map[string]int64
}

// NewEngine opens a case from a filing at the given instant.
func NewEngine(p *policy.Policy, cal *calendar.Calendar, dir complaint.Directory, f complaint.Filing) (*Engine, error) {
	e := &Engine{
		Policy:    p,
		Calendar:  cal,
		Directory: dir,
		counters:  map[string]int64{},
	}
	return e, e.openCase(f)
}

// openCase opens the engine's case from a filing.
func (e *Engine) openCase(f complaint.Filing) error {
	e.Case, e.Now = complaint.NewCase(f.Case), f.FiledAt
	f.Filed.Policy = e.Policy.Ref()
	order := complaint.Order{Actor: complaint.System, Command: complaint.Open{}}
	return e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{Filing: &f}, e.Now)
}

// GiveOrder gives an order now. A refusal comes back as *complaint.Error.
func (e *Engine) GiveOrder(a complaint.Actor, o complaint.Order) error {
	return e.decideAndRecord(o, a, policy.Facts{}, e.Now)
}

// AdoptVersion lets the case go on under another version now. A refusal comes back as *complaint.Error.
func (e *Engine) AdoptVersion(a policy.Adoption) error {
	under := *e
	under.Policy = a.Policy
	var f policy.Facts
	if err := under.countOtherCases(&f); err != nil {
		return err
	}
	a.Counted = f.Counted
	order := complaint.Order{Actor: complaint.System, Command: complaint.Adopt{Change: a.Change}}
	err := e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{Adoption: &a}, e.Now)
	if err == nil {
		e.Policy = a.Policy
	}
	return err
}

// mostAtOneInstant is how many rungs fire at one instant before the case counts as one that goes round.
const mostAtOneInstant = 1000

// AdvanceTo lets time pass until the given instant; every rung that falls due on the way fires, in order.
func (e *Engine) AdvanceTo(to time.Time) error {
	for fired, last := 0, (time.Time{}); ; fired++ {
		d, r := e.Case.NextRung()
		if r == nil || r.At.After(to) || e.Case.Status == complaint.StatusArchived {
			break
		}
		if !r.At.Equal(last) {
			fired, last = 0, r.At.Time
		}
		if fired > mostAtOneInstant {
			return fmt.Errorf("step %s goes round at %s", d.Step, last)
		}
		order := complaint.Order{Actor: complaint.System, Command: complaint.Due{Deadline: d.ID, Rung: r.ID}}
		before := e.Case.Seq
		if err := e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{}, r.At.Time); err != nil {
			return err
		}
		if e.Case.Seq == before {
			return fmt.Errorf("rung %s of deadline %s is due and does nothing", r.ID, d.ID)
		}
	}
	if to.After(e.Now) {
		e.Now = to
	}
	return nil
}

func (e *Engine) decideAndRecord(o complaint.Order, a complaint.Actor, f policy.Facts, at time.Time) error {
	f.Now, f.Calendar, f.Directory, f.Attachments, f.Edition = at, e.Calendar, e.Directory, e.Attachments, e.Edition
	survivor := e.survivorOf(o)
	if survivor != nil {
		f.Other = survivor.Case
	}
	if err := e.countOtherCases(&f); err != nil {
		return err
	}
	if o.Command != nil && e.Policy.AsksForCases(e.Case, o.Command) {
		f.PeriodCases = e.casesOfPeriod(a.Person)
	}
	drafts, err := e.Policy.Decide(e.Case, o, a, f)
	if err != nil {
		return err
	}
	if err := e.recordDrafts(drafts, at); err != nil {
		return err
	}
	if err := e.publishReports(at); err != nil || survivor == nil {
		return err
	}
	absorb := complaint.Order{Actor: complaint.System, Command: complaint.Absorb{Duplicate: e.Case.ID}}
	return survivor.decideAndRecord(absorb, complaint.Actor{System: true}, policy.Facts{Other: e.Case}, at)
}

// publishReports publishes what the case has ordered, as the program does at once.
func (e *Engine) publishReports(at time.Time) error {
	for _, r := range slices.Clone(e.Case.Reports) {
		if r.IsPublished() {
			continue
		}
		edition := "publication/" + r.Report + "/" + r.Period
		e.counters["publication"]++
		e.counters[edition]++
		note := complaint.NotePublished{
			Ordered:  r.Ordered,
			Report:   r.Report,
			Edition:  int(e.counters[edition]),
			Sequence: e.counters["publication"],
			Version:  e.Policy.Doc.Version,
		}
		order := complaint.Order{ID: note.OrderID(), Actor: complaint.System, Command: note}
		if err := e.decideAndRecord(order, complaint.Actor{System: true}, policy.Facts{}, at); err != nil {
			return err
		}
	}
	return nil
}

// survivorOf is the case into which an order merges this one, if it is beside it.
func (e *Engine) survivorOf(o complaint.Order) *Engine {
	m, merges := o.Command.(complaint.Merge)
	if !merges {
		return nil
	}
	beside := e.Opened
	if e.Opener != nil {
		beside = append([]*Engine{e.Opener}, beside...)
	}
	for _, other := range beside {
		if other.Case.ID == m.Into {
			return other
		}
	}
	return nil
}

// recordDrafts applies what was decided, with its numbers and linked cases.
func (e *Engine) recordDrafts(drafts []policy.Draft, at time.Time) error {
	for _, d := range drafts {
		ev := d.Event
		if d.Number != nil {
			e.counters[d.Number.Counter]++
			numbered, err := policy.WithNumber(ev.Fact, d.Number.NumberForSerial(e.counters[d.Number.Counter]))
			if err != nil {
				return err
			}
			ev.Fact = numbered
		}
		if d.Begins != nil {
			id, err := e.openLinked(*d.Begins, ev.Actor, at)
			if err != nil {
				return err
			}
			if ev.Fact, err = policy.WithLinkedCase(ev.Fact, id); err != nil {
				return err
			}
		}
		if err := e.Case.Apply(ev); err != nil {
			return err
		}
		e.Journal = append(e.Journal, ev)
	}
	return nil
}

// casesOfPeriod are those of the cases beside this one that the reports of its period count and a person may read.
func (e *Engine) casesOfPeriod(reader complaint.Person) []complaint.CaseID {
	var ids []complaint.CaseID
	for _, r := range e.Policy.ReportsPublishedBy(e.Case.Kind) {
		period, err := r.Shape.ParsePeriod(e.Case.Period.Name, e.Calendar.Location())
		if err != nil {
			continue // reports of another shape have no such period
		}
		for _, c := range r.CasesCounted(e.Policy, e.Others, period) {
			if e.Policy.Wall(c).Admits(reader) && !slices.Contains(ids, c.ID) && len(ids) < policy.MostCaseRows {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// countOtherCases finds the cases with which the regulation's conditions count. Whoever complains is the same where the
// text that names them is.
func (e *Engine) countOtherCases(f *policy.Facts) error {
	if len(e.Policy.Doc.Counts.Entries) == 0 {
		return nil
	}
	c := e.Case
	if f.Filing != nil {
		var err error
		if c, err = f.Filing.CaseAsFiled(); err != nil {
			return err
		}
	}
	f.Counted = map[string][]complaint.CaseID{}
	for name, asked := range e.Policy.CasesToCount(c, f.Now, e.Calendar.Location()) {
		var found []*complaint.Case
		for _, other := range e.Others {
			same := !asked.Complainant || complainantOf(other).Identity == complainantOf(c).Identity
			if same && asked.Finds(other) {
				found = append(found, other)
			}
		}
		slices.SortFunc(found, func(a, b *complaint.Case) int {
			return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt.Time), cmp.Compare(a.ID, b.ID))
		})
		ids := make([]complaint.CaseID, min(len(found), complaint.MostAlike))
		for i := range ids {
			ids[i] = found[i].ID
		}
		f.Counted[name] = ids
	}
	return nil
}

func complainantOf(c *complaint.Case) complaint.Party {
	for _, p := range c.Parties {
		if p.Role == complaint.Complainant {
			return p
		}
	}
	return complaint.Party{}
}

// openLinked begins a linked case beside this one.
func (e *Engine) openLinked(f complaint.Filed, by complaint.UserID, at time.Time) (complaint.CaseID, error) {
	id := complaint.CaseID(fmt.Sprintf("%s-linked-%d", e.Case.ID, len(e.Opened)+1))
	linked := e.engineBeside()
	if err := linked.openCase(complaint.Filing{
		Case:    id,
		By:      by,
		Filed:   f,
		FiledAt: at,
	}); err != nil {
		return "", fmt.Errorf("open linked case: %w", err)
	}
	e.Opened = append(e.Opened, linked)
	return id, nil
}

// engineBeside is an engine in the same record, for a case that comes after this one.
func (e *Engine) engineBeside() *Engine {
	return &Engine{
		Policy:    e.Policy,
		Calendar:  e.Calendar,
		Directory: e.Directory,
		Opener:    e,
		Others:    e.Others,
		Edition:   e.Edition,
		counters:  e.counters,
	}
}
