package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// Adoption is a version under which a case is to go on, as somebody asked and maybe somebody agreed to.
type Adoption struct {
	Policy            *Policy
	Change            string
	AskedBy, AgreedBy complaint.UserID
	// WithoutPlace are acts in the case's journal that the version would not have taken as they were done.
	WithoutPlace []ActWithoutPlace
	// Elsewhere are the steps at which the case would stand, had it been under the version from its beginning; nil
	// where they are those at which it stands.
	Elsewhere []complaint.StepID
	// Counted are the other cases that the version's counts have found.
	Counted map[string][]complaint.CaseID
}

// ActWithoutPlace is an act that a version does not take as it was done, and why not: the id of the refusal.
type ActWithoutPlace struct {
	Case    complaint.CaseID `json:"case"`
	Seq     int              `json:"seq"`
	Command string           `json:"command"`
	Step    complaint.StepID `json:"step,omitempty"`
	Why     string           `json:"why"`
}

// mostActsTold is how many acts without a place a refusal names; it counts them all.
const mostActsTold = 5

// checkAdopt refuses a version in which the case has no place: every act of its journal must be one that the version
// takes, the case must stand where it stands, and whatever is open in it must be something that the version knows.
func (t *turn) checkAdopt(complaint.Adopt) *complaint.Error {
	a := t.f.Adoption
	switch {
	case a == nil:
		return complaint.Refuse(complaint.NotFound, "policy_change.unknown", nil)
	case t.writesPlainEvents():
		return complaint.Refuse(complaint.Conflict, "adopt.edition", nil)
	case t.c.Status == complaint.StatusArchived:
		return complaint.Refuse(complaint.Conflict, "archived", nil)
	}
	version := complaint.Args{"version": a.Policy.ref.Version}
	switch {
	case a.Policy.ref.ID != t.p.ref.ID || a.Policy.ref.Version <= t.p.ref.Version:
		return complaint.Refuse(complaint.Conflict, "adopt.not_newer", version)
	case len(a.WithoutPlace) > 0:
		version["count"], version["acts"] = len(a.WithoutPlace), t.tellActs(a.WithoutPlace)
		return complaint.Refuse(complaint.Conflict, "adopt.acts", version)
	case a.Elsewhere != nil:
		version["steps"] = stepTitlesIn(a.Policy, a.Elsewhere)
		return complaint.Refuse(complaint.Conflict, "adopt.elsewhere", version)
	}
	if sort, code := t.lacking(a.Policy); sort != "" {
		version["what"], version["code"] = complaint.Term("adopt.lacks."+sort), code
		return complaint.Refuse(complaint.Conflict, "adopt.lacks", version)
	}
	return nil
}

func (t *turn) tellActs(acts []ActWithoutPlace) []any {
	told := make([]any, 0, mostActsTold)
	for _, act := range acts[:min(mostActsTold, len(acts))] {
		step := any("")
		if act.Step != "" {
			step = t.p.StepTitle(string(act.Step))
		}
		told = append(told, broughtPhrase("adopt_act", blanks{
			"seq":     act.Seq,
			"command": complaint.Term("command." + act.Command),
			"step":    step,
		}))
	}
	return told
}

func stepTitlesIn(p *Policy, steps []complaint.StepID) []any {
	titles := make([]any, len(steps))
	for i, step := range steps {
		titles[i] = p.StepTitle(string(step))
	}
	return titles
}

// lacking is what the case has that a version does not know: which sort of thing, and its code; "" if it knows all.
func (t *turn) lacking(p *Policy) (sort, code string) {
	c, in := t.c, p.Doc.Intake
	source, known := in.Sources.Get(c.Source)
	switch {
	case p.Doc.Calendar != t.p.Doc.Calendar:
		return "calendar", t.p.Doc.Calendar
	case !p.Doc.Kinds.Has(c.Kind):
		return "kind", c.Kind
	case c.Period == nil && !known:
		return "source", c.Source
	case c.Channel != "" && known && !source.Channels.Has(c.Channel):
		return "channel", c.Channel
	case c.Category != "" && !slices.Contains(p.CategoryCodes(), c.Category):
		return "category", c.Category
	case c.Severity != "" && !in.Severities.Has(c.Severity):
		return "severity", c.Severity
	}
	for _, party := range c.Parties {
		if !slices.Contains(p.PartyRoles(), party.Role) {
			return "party", party.Role
		}
	}
	for _, step := range t.openSteps() {
		if p.step(step) == nil {
			return "step", string(step)
		}
	}
	return t.lackingPapers(p)
}

// openSteps are the steps that the case stands at, waits for, or has told a party of.
func (t *turn) openSteps() []complaint.StepID {
	steps := slices.Clone(t.c.Awaited)
	if t.c.Step != "" {
		steps = append(steps, t.c.Step)
	}
	for _, task := range t.c.LiveTasks() {
		steps = append(steps, task.Step)
	}
	for _, n := range t.c.Notices {
		steps = append(steps, n.Step)
	}
	return steps
}

// lackingPapers is the same of roles that are asked for something, and of what has been issued and is not over.
func (t *turn) lackingPapers(p *Policy) (sort, code string) {
	knows := func(seats []complaint.Seat) complaint.RoleID {
		for _, s := range seats {
			if s.Role != "" && !p.Doc.Roles.Has(strings.TrimPrefix(string(s.Role), p.Doc.Policy+".")) {
				return s.Role
			}
		}
		return ""
	}
	for _, task := range t.c.LiveTasks() {
		if role := knows(task.Seats); role != "" {
			return "role", string(role)
		}
	}
	for _, s := range t.c.Slips {
		ownKind := t.p.Doc.Slips.Has(s.Kind)
		if ownKind && s.State == complaint.SlipOpen && !p.Doc.Slips.Has(s.Kind) {
			return "slip", s.Kind
		}
		if role := knows(s.To); s.State == complaint.SlipOpen && role != "" {
			return "role", string(role)
		}
	}
	for _, d := range t.c.Documents {
		if !p.Doc.Documents.Has(d.Kind) {
			return "document", d.Kind
		}
	}
	for _, e := range t.c.Entries {
		if p.Doc.Ledger == nil || !p.Doc.Ledger.Rules.Has(e.Rule) {
			return "entry", e.Rule
		}
	}
	for _, d := range t.c.Deadlines {
		kind, answers := strings.CutPrefix(d.Name, complaint.AnswerLimits)
		if answers && !d.IsEnded() && !p.Doc.Messages.Has(kind) {
			return "message", kind
		}
	}
	return "", ""
}

// recounted is a limit of the case as a version has it, nil where the version has none; rule is what it rests on.
type recounted struct {
	fresh *complaint.Deadline
	rule  *complaint.Reason
}

// adoptVersion lets the case go on under another version from the next act on. Of its limits those are counted anew
// that the version has otherwise, from their original start; what is in time is not made late by it, what is late stays
// late, and no rung fires that lies in the past. Tasks that are open stay with whom they are.
func (t *turn) adoptVersion(complaint.Adopt) error {
	before := make([]recounted, len(t.c.Deadlines))
	for i, d := range t.c.Deadlines {
		var err error
		if d.IsEnded() {
			continue
		}
		if before[i], err = t.recountAsVersionHasIt(d, ""); err != nil {
			return err
		}
	}
	had := t.namesOfLimits()
	old, a := t.p, t.f.Adoption
	fact := complaint.VersionAdopted{
		From:     old.ref,
		To:       a.Policy.ref,
		Change:   a.Change,
		AskedBy:  a.AskedBy,
		AgreedBy: a.AgreedBy,
	}
	why := &complaint.Reason{ID: "adopted"}
	if err := t.emit(fact, why.With(complaint.Args{"version": a.Policy.ref.Version})); err != nil {
		return err
	}
	t.p, t.f.Calendar = a.Policy, a.Policy.inOffice(t.f.Calendar)
	t.counts = &counts{found: a.Counted, read: map[string]bool{}}
	for i, was := range before {
		if t.c.Deadlines[i].IsEnded() {
			continue
		}
		if err := t.adoptDeadline(old, t.c.Deadlines[i], was); err != nil {
			return err
		}
	}
	if err := t.startLimitsBesides(had); err != nil {
		return err
	}
	t.counted = t.countsToRecord()
	t.counts.read = map[string]bool{}
	return t.recordCounts()
}

// recountAsVersionHasIt counts a limit that runs as the turn's version has it, from its start and through its ledger.
// limit, unless "", is the length that it keeps whatever the version says.
func (t *turn) recountAsVersionHasIt(d complaint.Deadline, limit string) (recounted, error) {
	fresh := d.Successor()
	reason, err := t.fillAsVersionHasIt(&fresh, d)
	if err != nil || reason == nil {
		return recounted{}, err
	}
	if limit != "" {
		fresh.Limit, fresh.TargetLimit, fresh.Rungs = limit, d.TargetLimit, nil
		if err := t.recountDeadline(&fresh); err != nil {
			return recounted{}, err
		}
	}
	for i := range fresh.Rungs {
		if r := &fresh.Rungs[i]; r.ID != limitRung && !r.At.After(t.now) {
			r.Skipped = true
		}
	}
	fresh.ID = d.ID
	return recounted{&fresh, reason}, nil
}

// fillAsVersionHasIt fills in a limit as its rule in the turn's version has it; nil where there is no such limit.
func (t *turn) fillAsVersionHasIt(fresh *complaint.Deadline, d complaint.Deadline) (*complaint.Reason, error) {
	if rule, ok := t.p.Doc.Deadlines.Get(d.Name); ok {
		choice, err := t.limitThatHolds(rule.Limit)
		if err != nil || choice == nil || choice.Is.IsNone() || !t.p.isFor(rule, t.c.Kind) {
			return nil, err
		}
		return t.fillCaseDeadline(fresh, rule)
	}
	if d.Slip != "" || isAnswerLimit(&d) {
		fresh.Limit, fresh.TargetLimit, fresh.Clause, fresh.Setting = d.Limit, d.TargetLimit, d.Clause, d.Setting
		return reasonCitingDeadline(&d, "limit").With(complaint.Args{"length": complaint.Span(d.Limit)}),
			t.recountDeadline(fresh)
	}
	s := t.p.step(d.Step)
	if s == nil || d.Name != stepDeadlineName(d.Step) {
		return nil, nil //nolint:nilnil // that there is none is an answer
	}
	if s.Kind.Text == windowKind {
		within, _ := t.p.reviewTimeLimit()
		return t.computeDeadline(fresh, within, nil, s.Cites)
	}
	return t.fillStepDeadline(fresh, s)
}

// adoptDeadline counts a limit anew that the version has otherwise than the one before.
func (t *turn) adoptDeadline(before *Policy, d complaint.Deadline, was recounted) error {
	is, err := t.recountAsVersionHasIt(d, "")
	if err != nil {
		return err
	}
	if was.fresh == nil && is.fresh == nil {
		return nil
	}
	if is.fresh == nil {
		return t.cancelDeadline(t.c.Deadline(d.ID))
	}
	if was.fresh != nil {
		if same, err := sameDeadline(*was.fresh, *is.fresh); err != nil || same {
			return err
		}
	}
	clock := t.now
	if d.State == complaint.StateSuspended && d.SuspendedAt != nil {
		clock = d.SuspendedAt.Time
	}
	why := complaint.Args{"version": t.p.ref.Version, "before": d.LastDay, "day": is.fresh.LastDay}
	if d.State == complaint.StateMissed {
		if is.fresh.Due.After(clock) {
			return t.supersedeDeadline(d, *is.fresh, is.rule, reasonCitingDeadline(is.fresh, "missed_stays"))
		}
		return t.refuseOtherLadder(before, d)
	}
	if !is.fresh.Due.After(clock) { // it would be late at once: it keeps its length
		if is, err = t.recountAsVersionHasIt(d, d.Limit); err != nil {
			return err
		}
		if !is.fresh.Due.After(clock) {
			return complaint.Refuse(complaint.Conflict, "adopt.late",
				complaint.Args{"version": t.p.ref.Version, "title": d.Title})
		}
		why["day"] = is.fresh.LastDay
	}
	return t.supersedeDeadline(d, *is.fresh, is.rule, reasonCitingDeadline(is.fresh, "recounted_adopted").With(why))
}

// refuseOtherLadder refuses the move of a case with a limit that has passed, where the version has another ladder than
// the one that is being climbed: its rungs would be others in the middle of it.
func (t *turn) refuseOtherLadder(before *Policy, d complaint.Deadline) error {
	climbing := turn{p: before, c: t.c}
	here, there := climbing.ladderOf(&d), t.ladderOf(&d)
	same := slices.EqualFunc(here, there, func(a, b RungRule) bool {
		return a.Action() == b.Action() && a.At.Text == b.At.Text && a.After.Text == b.After.Text
	})
	if same || d.NextRung() == nil {
		return nil
	}
	return complaint.Refuse(complaint.Conflict, "adopt.ladder",
		complaint.Args{"version": t.p.ref.Version, "title": d.Title})
}

// namesOfLimits are those of the limits that the turn's version has for the case as it stands, started or not: of the
// whole case by their names, of open tasks by the task.
func (t *turn) namesOfLimits() map[string]bool {
	names := map[string]bool{}
	for _, e := range t.limitsNotStarted() {
		names[e.Key] = true
	}
	for _, task := range t.c.LiveTasks() {
		if s := t.p.step(task.Step); s != nil {
			choice, err := t.limitThatHolds(s.LimitChoices())
			names[string(task.ID)] = err == nil && choice != nil && !choice.Is.IsNone()
		}
	}
	return names
}

// startLimitsBesides starts the limits that the version has for the case and the one before had not.
func (t *turn) startLimitsBesides(had map[string]bool) error {
	for _, e := range t.limitsNotStarted() {
		if had[e.Key] || t.c.Status != complaint.StatusOpen {
			continue
		}
		d := complaint.Deadline{
			Name:    e.Key,
			State:   complaint.StateRunning,
			Started: *t.milestoneInstant(e.Value.From.Text),
		}
		err := t.startInTime(&d, func() (*complaint.Reason, error) { return t.fillCaseDeadline(&d, &e.Value) })
		if err != nil {
			return err
		}
	}
	for _, task := range t.c.LiveTasks() {
		s := t.p.step(task.Step)
		if s == nil || s.Kind.Text == windowKind || had[string(task.ID)] {
			continue
		}
		d, err := t.newStepDeadline(task.Step, task.ID, s)
		if err != nil {
			return err
		}
		if err := t.startInTime(&d, func() (*complaint.Reason, error) {
			return t.fillStepDeadline(&d, s)
		}); err != nil {
			return err
		}
	}
	return nil
}

// startInTime starts a limit, if there is one; one that would have passed already starts at the turn's instant.
func (t *turn) startInTime(d *complaint.Deadline, fill func() (*complaint.Reason, error)) error {
	reason, err := fill()
	if err == nil && reason != nil && !d.Due.After(t.now) {
		d.Started, d.Rungs = complaint.Instant(t.now), nil
		reason, err = fill()
	}
	if err != nil || reason == nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: *d}, reason)
}
