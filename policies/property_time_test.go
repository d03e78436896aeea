package policies_test

import (
	"fmt"

	"duban/complaint"
)

// termsOf are the dates of a case's deadlines, as far as somebody could rely on them.
func termsOf(c *complaint.Case) map[complaint.DeadlineID]string {
	all := map[complaint.DeadlineID]string{}
	for _, d := range c.Deadlines {
		text := fmt.Sprint(d.Due, d.LastDay, d.Started, d.Limit)
		if d.Target != nil {
			text += d.Target.String()
		}
		for _, r := range d.Rungs {
			text += fmt.Sprint(r.ID, r.At)
		}
		all[d.ID] = text
	}
	return all
}

// checkMove holds one event to the rules of time: only an event that says so moves a term, and what stands
// does not fire.
func (l *life) checkMove(
	before map[complaint.DeadlineID]string, suspended bool, e complaint.Event, after *complaint.Case,
) {
	var moved complaint.DeadlineID
	switch f := e.Fact.(type) { //nolint:gochecksumtype // no other may move a term: that is tested here
	case complaint.DeadlineExtended:
		moved = f.Deadline.ID
	case complaint.DeadlineResumed:
		moved = f.Deadline.ID
	case complaint.DeadlineSet:
		moved = f.Deadline.ID
		if _, known := before[moved]; known {
			l.t.Fatalf("event %d sets deadline %s anew", e.Seq, moved)
		}
	}
	for id, term := range termsOf(after) {
		if id != moved && term != before[id] {
			l.t.Fatalf("event %d %s moves deadline %s: %s → %s", e.Seq, e.Type(), id, before[id], term)
		}
	}
	if d, r := rungOf(e.Fact); r != "" && suspended {
		l.t.Fatalf("event %d fires rung %s of %s, whose clock stands", e.Seq, r, d)
	}
}

// rungOf is the rung that an event fired, if any.
func rungOf(f complaint.Fact) (complaint.DeadlineID, complaint.RungID) {
	switch f := f.(type) { //nolint:gochecksumtype // the others come from no rung
	case complaint.Reminded:
		return f.Deadline, f.Rung
	case complaint.DeadlineMissed:
		return f.Deadline, f.Rung
	case complaint.SlipIssued:
		return f.Deadline, f.Rung
	case complaint.Escalated:
		return f.Deadline, f.Rung
	}
	return "", ""
}

// suspended reports whether the deadline that the event fires a rung of stands.
func suspended(c *complaint.Case, f complaint.Fact) bool {
	id, _ := rungOf(f)
	d := c.Deadline(id)
	return d != nil && d.State == complaint.StateSuspended
}

// checkClocks: one duty has one clock, and a clock that stands says what is left.
func (l *life) checkClocks() {
	live := map[string]complaint.DeadlineID{}
	for _, d := range l.Case.Deadlines {
		if d.IsEnded() {
			continue
		}
		duty := d.Name + string(d.Task)
		if other, twice := live[duty]; twice {
			l.t.Fatalf("deadlines %s and %s run for one duty", other, d.ID)
		}
		live[duty] = d.ID
		if (d.State == complaint.StateSuspended) != (d.SuspendedAt != nil) ||
			(d.State == complaint.StateSuspended) != (d.Left != "") {
			l.t.Fatalf("deadline %s is %s, stopped at %v, left %q", d.ID, d.State, d.SuspendedAt, d.Left)
		}
		if d.Request != nil && (l.Case.Task(d.Request.Task) == nil || !l.Case.Task(d.Request.Task).IsLive()) {
			l.t.Fatalf("deadline %s: nobody decides on the request %+v", d.ID, d.Request)
		}
	}
	// a case in which nothing is left but the answer to an inquiry slip waits by the slip's own term
	waits := len(l.Case.LiveTasks()) == 0 && l.Case.AwaitsSlipReply()
	if len(live) == 0 && l.Case.Status != complaint.StatusArchived && !waits {
		l.t.Fatalf("%s: no clock", l.Case.Step)
	}
}

// checkSelf: nobody decides what they asked for.
func (l *life) checkSelf() {
	askers := map[complaint.TaskID]complaint.UserID{}
	for _, e := range l.Journal {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others neither ask nor decide
		case complaint.ExtensionRequested:
			askers[f.Task] = e.Actor
		case complaint.TaskCompleted:
			if askers[f.Task] == e.Actor {
				l.t.Fatalf("event %d: %s decides their own request", e.Seq, e.Actor)
			}
		}
	}
}
