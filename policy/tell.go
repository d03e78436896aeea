package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// toldBy is the step in which the party is told of a move of a deadline, "" where the file does not ask for that.
func (m Moves) toldBy(kind complaint.ChangeKind) Word {
	switch {
	case kind == complaint.ChangeExtended && m.Extension != nil:
		return m.Extension.Tells
	case kind == complaint.ChangeSuspended && m.Suspension != nil:
		return m.Suspension.Tells
	}
	return Word{}
}

// allMoves are the ways in which each deadline of the file may move.
func (p *Policy) allMoves() []Moves {
	var all []Moves
	for _, e := range p.Doc.Deadlines.Entries {
		all = append(all, e.Value.Moves)
	}
	for _, e := range p.Doc.Steps.Entries {
		all = append(all, e.Value.Moves)
	}
	return all
}

// stepsThatTell are the steps in which parties are told of moves.
func (p *Policy) stepsThatTell() []complaint.StepID {
	var steps []complaint.StepID
	for _, m := range p.allMoves() {
		for _, kind := range []complaint.ChangeKind{complaint.ChangeExtended, complaint.ChangeSuspended} {
			if w := m.toldBy(kind); w.Text != "" {
				steps = append(steps, complaint.StepID(w.Text))
			}
		}
	}
	return steps
}

// tellOfMove opens the step in which the party is told, beside the procedure. Its limit is what the moved one was
// before: the same start, length and ledger.
func (t *turn) tellOfMove(before complaint.Deadline, tells Word, cites Cites) error {
	if tells.Text == "" {
		return nil
	}
	id := complaint.StepID(tells.Text)
	s := t.p.step(id)
	if err := t.beginStep(id, s); err != nil {
		return err
	}
	d := before
	d.ID = complaint.DeadlineID(fmt.Sprintf("d%d", t.nextSeq()))
	d.Name, d.Title, d.Step, d.Task = stepDeadlineName(id), s.Title.Text, id, t.c.Tasks[len(t.c.Tasks)-1].ID
	d.State, d.SuspendedAt, d.Request, d.Rungs = complaint.StateRunning, nil, nil, nil
	d.Target, d.TargetLimit = nil, ""
	if err := t.recountDeadline(&d); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, t.p.reasonCiting(cites, "tell_in_time"))
}

// movedDeadline is the running deadline of whose move a step's limit is, and which of its moves that is: the first that
// the limit, which is a copy of what was before, does not have. Its length stands for a suspension that still lasts.
func (t *turn) movedDeadline(told *complaint.Deadline) (moved *complaint.Deadline, entry int) {
	entry = len(told.Ledger)
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		if d.IsEnded() || d.ID == told.ID || !d.Started.Equal(told.Started.Time) || len(d.Ledger) < entry {
			continue
		}
		kind := complaint.ChangeSuspended
		if len(d.Ledger) > entry {
			kind = d.Ledger[entry].Kind
		} else if d.State != complaint.StateSuspended {
			continue
		}
		if t.moveRulesOf(d).toldBy(kind).Text == string(told.Step) {
			return d, entry
		}
	}
	return nil, 0
}

// undoMoveNotTold: a move of which the party was not told before the old limit passed does not hold. The limit is what
// it was; the dates that it had stay in the journal.
func (t *turn) undoMoveNotTold(told *complaint.Deadline) error {
	if !slices.Contains(t.p.stepsThatTell(), told.Step) {
		return nil
	}
	moved, entry := t.movedDeadline(told)
	if moved == nil {
		return nil
	}
	old, fresh := *moved, moved.Successor()
	fresh.Clause, fresh.Setting = old.Clause, old.Setting
	fresh.Limit, fresh.TargetLimit = old.Limit, old.TargetLimit
	if entry < len(old.Ledger) {
		fresh.Ledger = slices.Delete(slices.Clone(old.Ledger), entry, entry+1)
	} else {
		fresh.State, fresh.SuspendedAt = complaint.StateRunning, nil
	}
	if err := t.recountDeadline(&fresh); err != nil {
		return err
	}
	why := t.reasonCitingStepOf(told.Task, "not_told")
	return t.supersedeDeadline(old, fresh, why, why)
}

// undoMoveUnserved does the same where the notice has ended without reaching the party and stands for no service.
func (t *turn) undoMoveUnserved(task *complaint.Task, o *Outcome) error {
	if !o.Unserved || o.OpensWindow {
		return nil
	}
	for i := range t.c.Deadlines {
		if d := t.c.Deadlines[i]; d.Task == task.ID && d.State == complaint.StateRunning {
			return t.undoMoveNotTold(&d)
		}
	}
	return nil
}

// endTelling: when what was due is over, nobody need be told any more that it had moved.
func (t *turn) endTelling(over *complaint.Deadline) error {
	moves := t.moveRulesOf(over)
	for _, kind := range []complaint.ChangeKind{complaint.ChangeExtended, complaint.ChangeSuspended} {
		w := moves.toldBy(kind)
		for _, task := range t.c.LiveTasks() {
			if w.Text == "" || string(task.Step) != w.Text {
				continue
			}
			if err := t.withdrawTask(task, t.p.reasonCiting(t.p.step(task.Step).Cites, "not_needed")); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuseWithoutTimeToTell refuses to move a limit when less than the file asks for is left of it.
func (t *turn) refuseWithoutTimeToTell(d *complaint.Deadline, ahead LimitRef) *complaint.Error {
	if !ahead.IsSet() || d.State == complaint.StateSuspended {
		return nil
	}
	term, err := t.recordedLimitTerm(d)
	if err == nil {
		latest, _, wrong := t.f.Calendar.RungBefore(term, ahead.Length)
		if wrong == nil && t.now.Before(latest) {
			return nil
		}
	}
	return complaint.Refuse(complaint.Conflict, "deadline.too_late_ahead", complaint.Args{
		"deadline": d.Title,
		"length":   complaint.Span(ahead.Length.String()),
	})
}

// checkTelling: the party can be told in time, by a notice that has the old limit and no other, and that reaches them.
func (c *checker) checkTelling(where string, tells Word, ahead *LimitRef, counting Counting) {
	c.checkFixedLimit(where+".ahead", ahead)
	if tells.Text == "" {
		return
	}
	c.mustBeOneOf(tells, c.doc.Steps.Keys())
	s, ok := c.doc.Steps.Get(tells.Text)
	if !ok {
		return
	}
	serves := slices.ContainsFunc(s.Outcomes.Entries, func(o Entry[Outcome]) bool {
		return !o.Value.Unserved && !o.Value.NotBefore.IsSet()
	})
	if s.Kind.Text != "notice" || !serves || s.hasLimit() || s.When.Text != "" || s.Join {
		c.f.add(tells.Pos, "deadline.tells_notice", args{"step": tells.Text})
	}
	if !ahead.IsSet() {
		c.f.add(tells.Pos, "deadline.tells_ahead", nil)
	}
	if s.Counting.words() != counting.words() {
		c.f.add(tells.Pos, "deadline.tells_counting", args{"step": tells.Text})
	}
}

func (k Counting) words() [3]string { return [3]string{k.Start.Text, k.End.Text, k.Roll.Text} }
