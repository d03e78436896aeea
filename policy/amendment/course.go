package amendment

import (
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// course is what a case came to: in the record, or under a version.
type course struct {
	Case    *complaint.Case
	Journal []complaint.Event
	// Now is until when it was followed.
	Now          time.Time
	withoutPlace ActsWithoutPlace
}

// recordedCourse is the course that the record has.
func recordedCourse(r Recorded) (*course, error) {
	if len(r.Journal) == 0 {
		return nil, fmt.Errorf("a case without a first event cannot be rehearsed")
	}
	c, err := complaint.Fold(r.Journal[0].Case, r.Journal)
	if err != nil {
		return nil, err
	}
	now := c.LastAt.Time
	if c.Status != complaint.StatusArchived && r.Now.After(now) {
		now = r.Now
	}
	return &course{Case: c, Journal: r.Journal, Now: now}, nil
}

// runner decides a recorded case anew.
type runner struct {
	*course
	p        *policy.Policy
	in       Surroundings
	recorded *course
	files    []complaint.Attachment
	counted  map[string][]complaint.CaseID
	// links are the cases that the recorded act opened, in order.
	links []complaint.CaseID
	// versions are those to which the case was moved; nil where it is tried under one version throughout.
	versions map[complaint.PolicyRef]*policy.Policy
}

// runCourse is the course that a case takes under a version: every act at its instant, and every rung that falls due
// before it. Where versions are given, it goes on under those to which it was moved.
func runCourse(
	r Recorded, recorded *course, p *policy.Policy, versions map[complaint.PolicyRef]*policy.Policy, in Surroundings,
) (*course, error) {
	w := &runner{
		course:   &course{Case: complaint.NewCase(recorded.Case.ID), Now: recorded.Now},
		p:        p,
		in:       in,
		recorded: recorded,
		files:    r.Attachments,
		counted:  map[string][]complaint.CaseID{},
		versions: versions,
	}
	acts := r.Acts
	if len(acts) == 0 || acts[0].First != 1 {
		return nil, fmt.Errorf("case %s: its first act is missing", recorded.Case.ID)
	}
	for i, act := range acts {
		events := r.Journal[act.First-1 : act.Last]
		w.readCounts(events)
		var err error
		if i == 0 {
			err = w.open(events)
		} else {
			err = w.repeat(act, events)
		}
		if err != nil {
			return nil, fmt.Errorf("case %s, event %d: %w", recorded.Case.ID, act.First, err)
		}
	}
	return w.course, w.advanceTo(w.Now)
}

// readCounts takes over which other cases were counted, and which were opened.
func (w *runner) readCounts(events []complaint.Event) {
	w.links = nil
	for _, e := range events {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others tell nothing of other cases
		case complaint.CasesCounted:
			w.counted[f.Count] = f.Cases
		case complaint.Linked:
			w.links = append(w.links, f.Link.Case)
		default:
		}
	}
}

func (w *runner) open(events []complaint.Event) error {
	filed, ok := events[0].Fact.(complaint.Filed)
	if !ok {
		return fmt.Errorf("the first event is a %s", events[0].Type())
	}
	filed.Policy = w.p.Ref()
	filing := complaint.Filing{
		Case:    events[0].Case,
		By:      events[0].Actor,
		Filed:   filed,
		FiledAt: events[0].At,
	}
	facts := policy.Facts{Filing: &filing}
	for _, e := range events {
		if asked, ok := e.Fact.(complaint.RecusalAsked); ok {
			facts.Tied = append(facts.Tied, asked.Person)
		}
	}
	if missing := w.unknownOfFiling(filed); missing != "" {
		w.note(events[0], "open", "", missing)
	}
	order := complaint.Order{Actor: complaint.System, Command: complaint.Open{}}
	return w.decide(order, complaint.Actor{System: true}, facts, events[0].At)
}

// unknownOfFiling is what the version does not know of a filing, "" if it knows it all.
func (w *runner) unknownOfFiling(f complaint.Filed) string {
	switch {
	case !w.p.Doc.Kinds.Has(f.Kind):
		return "filing.kind"
	case !w.p.Doc.Intake.Sources.Has(f.Source):
		return "filing.source"
	case f.Category != "" && !slices.Contains(w.p.CategoryCodes(), f.Category):
		return "filing.category"
	case f.Severity != "" && !w.p.Doc.Intake.Severities.Has(f.Severity):
		return "filing.severity"
	}
	return ""
}

// repeat does one recorded act again. What time did by itself it does by itself again.
func (w *runner) repeat(act Act, events []complaint.Event) error {
	at := events[0].At
	// What falls due at the very instant has its place among the acts: the record has it before or after.
	byTime := events[0].Actor == complaint.System
	if err := w.advance(func(rung time.Time) bool { return rung.Before(at) || byTime && rung.Equal(at) }); err != nil {
		return err
	}
	order, known := orderBehind(act.ID, events)
	if !known || order.Actor == complaint.System && isOfTime(order) {
		if !known && events[0].Actor != complaint.System {
			w.note(events[0], events[0].Type(), "", "act.unknown")
		}
		return nil
	}
	if adopt, ok := order.Command.(complaint.Adopt); ok {
		return w.adopt(order, adopt, events)
	}
	order = translated(order, w.recorded.Case, w.Case)
	facts := policy.Facts{Attachments: w.files}
	if done, completes := order.Command.(complaint.Complete); completes {
		facts.PeriodCases = w.p.CasesInRows(done.Data) // which there were then, what was accepted says
	}
	if merge, ok := order.Command.(complaint.Merge); ok {
		into := w.Case.Clone() // stands for the other case, which is not looked at
		into.ID, into.Status = merge.Into, complaint.StatusOpen
		facts.Other = into
	}
	actor := w.actor(order, events)
	err := w.decide(order, actor, facts, at)
	refusal := complaint.RefusalIn(err)
	if refusal != nil && refusal.Code == complaint.Forbidden {
		if lent, ok := w.withSeatsOf(order.Command, actor); ok {
			err = w.decide(order, lent, facts, at)
			refusal = complaint.RefusalIn(err)
		}
	}
	if refusal != nil {
		w.note(events[0], complaint.NameOf(order.Command), w.stepOf(events), refusal.ID)
		return nil //nolint:nilerr // a refusal is what was looked for
	}
	return err
}

// adopt moves the case to the version to which it was moved then, unless it is tried under one throughout.
func (w *runner) adopt(o complaint.Order, cmd complaint.Adopt, events []complaint.Event) error {
	for _, e := range events {
		adopted, ok := e.Fact.(complaint.VersionAdopted)
		if !ok || w.versions == nil {
			continue
		}
		to := w.versions[adopted.To]
		if to == nil {
			return fmt.Errorf("version %d is not there", adopted.To.Version)
		}
		facts := policy.Facts{Adoption: &policy.Adoption{
			Policy:   to,
			Change:   cmd.Change,
			AskedBy:  adopted.AskedBy,
			AgreedBy: adopted.AgreedBy,
			Counted:  w.counted,
		}}
		err := w.decide(o, complaint.Actor{System: true}, facts, e.At)
		if refusal := complaint.RefusalIn(err); refusal != nil {
			w.note(events[0], complaint.NameOf(cmd), "", refusal.ID)
			return nil //nolint:nilerr // a refusal is what was looked for
		}
		w.p = to
		return err
	}
	return nil
}

// isOfTime reports whether an order of the system is a rung, which comes again by itself.
func isOfTime(o complaint.Order) bool {
	switch o.Command.(type) { //nolint:gochecksumtype // the others are rungs, told by what they bring about
	case complaint.Recalculate, complaint.Absorb, complaint.Adopt, complaint.OutsideCancel, complaint.NotePublished,
		complaint.NoteWithheld:
		return false
	default:
		return true
	}
}

// actor is who acted, as the directory has them, in whose place they did. Somebody who has left acts with the roles of
// the seats that they took.
func (w *runner) actor(o complaint.Order, events []complaint.Event) complaint.Actor {
	if o.Actor == complaint.System {
		return complaint.Actor{System: true}
	}
	if w.recorded.Case.Party(complaint.PartyID(o.Actor)) != nil || o.Actor == complaint.UserID(complaint.Complainant) {
		return complaint.Actor{Party: complaint.PartyID(o.Actor)}
	}
	person, ok := w.in.Directory.People[o.Actor]
	if !ok {
		person = complaint.Person{ID: o.Actor}
	}
	person.Active, person.StandsIn = true, nil
	for _, e := range events {
		if stood, ok := e.Fact.(complaint.StoodIn); ok {
			absent := w.in.Directory.People[stood.For]
			absent.ID, absent.Active = stood.For, true
			person.StandsIn = []complaint.Person{absent}
		}
	}
	return complaint.Actor{Person: person}
}

// withSeatsOf lends an actor the seats of the task that an order is about: who acts there under this version is another
// role, which is told by the task, and the case goes on.
func (w *runner) withSeatsOf(cmd complaint.Command, a complaint.Actor) (complaint.Actor, bool) {
	var id complaint.TaskID
	switch c := cmd.(type) { //nolint:gochecksumtype // the others are about no task
	case complaint.Claim:
		id = c.Task
	case complaint.Complete:
		id = c.Task
	default:
		return a, false
	}
	task := w.Case.Task(id)
	if task == nil || len(task.Seats) == 0 || a.Party != "" || a.System {
		return a, false
	}
	seat := task.Seats[0]
	if seat.User != "" {
		return a, false
	}
	a.Person.Roles = append(slices.Clone(a.Person.Roles), seat.Role)
	if seat.Unit != "" {
		a.Person.Unit = seat.Unit
	}
	return a, true
}

// stepOf is the step that a recorded act was about, "" for none.
func (w *runner) stepOf(events []complaint.Event) complaint.StepID {
	for _, e := range events {
		var id complaint.TaskID
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others are about no task
		case complaint.TaskCompleted:
			return f.Step
		case complaint.TaskClaimed:
			id = f.Task
		case complaint.TaskReleased:
			id = f.Task
		case complaint.TaskAssigned:
			id = f.Task
		default:
			continue
		}
		if k := w.recorded.Case.Task(id); k != nil {
			return k.Step
		}
	}
	return ""
}

func (w *runner) note(e complaint.Event, command string, step complaint.StepID, why string) {
	w.withoutPlace = append(w.withoutPlace, policy.ActWithoutPlace{
		Case:    e.Case,
		Seq:     e.Seq,
		Command: command,
		Step:    step,
		Why:     why,
	})
}

// mostAtOneInstant is how many rungs fire at one instant before the case counts as one that goes round.
const mostAtOneInstant = 1000

// advanceTo lets time pass; every rung that falls due on the way fires, in order.
func (w *runner) advanceTo(to time.Time) error {
	return w.advance(func(rung time.Time) bool { return !rung.After(to) })
}

// advance fires rungs, in order, as long as their time has come. A rung of a limit that had passed when it was set
// comes at the instant of the last event.
func (w *runner) advance(hasCome func(rung time.Time) bool) error {
	for range mostAtOneInstant {
		d, r := w.Case.NextRung()
		if r == nil || w.Case.Status == complaint.StatusArchived {
			return nil
		}
		at := r.At.Time
		if w.Case.LastAt.After(at) {
			at = w.Case.LastAt.Time
		}
		if !hasCome(at) {
			return nil
		}
		order := complaint.Order{Actor: complaint.System, Command: complaint.Due{Deadline: d.ID, Rung: r.ID}}
		before := w.Case.Seq
		if err := w.decide(order, complaint.Actor{System: true}, policy.Facts{}, r.At.Time); err != nil {
			return err
		}
		if w.Case.Seq == before {
			return fmt.Errorf("rung %s of deadline %s is due and does nothing", r.ID, d.ID)
		}
	}
	return fmt.Errorf("a case that goes round")
}

func (w *runner) decide(o complaint.Order, a complaint.Actor, f policy.Facts, at time.Time) error {
	f.Now, f.Calendar, f.Directory, f.Counted = at, w.in.Calendar, w.in.Directory, w.counted
	drafts, err := w.p.Decide(w.Case, o, a, f)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		e := d.Event
		if d.Number != nil {
			if e.Fact, err = policy.WithNumber(e.Fact, "-"); err != nil {
				return err
			}
		}
		if d.Begins != nil {
			linked := complaint.CaseID("rehearsed")
			if len(w.links) > 0 {
				linked, w.links = w.links[0], w.links[1:]
			}
			if e.Fact, err = policy.WithLinkedCase(e.Fact, linked); err != nil {
				return err
			}
		}
		if err := w.Case.Apply(e); err != nil {
			return err
		}
		w.Journal = append(w.Journal, e)
	}
	return nil
}
