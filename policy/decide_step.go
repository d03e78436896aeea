package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// advanceTo moves the case on to all of the next steps, then past whatever waited for this branch.
func (t *turn) advanceTo(next []Word) error {
	for _, w := range next {
		if err := t.enterStep(complaint.StepID(w.Text)); err != nil {
			return err
		}
	}
	return t.enterReadyJoins()
}

// enterStep moves the case to a step, or past it when its condition does not hold. A step that joins branches
// waits until the others have come, and is asked about its condition then.
func (t *turn) enterStep(id complaint.StepID) error {
	for range len(t.p.Doc.Steps.Entries) + 1 {
		if id == archiveStep {
			return nil // this branch is done; when it was the last, the case is archived
		}
		s := t.p.step(id)
		if s.Join && !t.writesPlainEvents() {
			t.reachJoin(id)
			return nil
		}
		holds, err := t.conditionHolds(s.When)
		if err != nil {
			return fmt.Errorf("enter step %s: %w", id, err)
		}
		switch {
		case !holds:
			id = complaint.StepID(s.Else.Text)
		case s.Join:
			t.reachJoin(id)
			return nil
		default:
			return t.beginStep(id, s)
		}
	}
	return fmt.Errorf("enter step %s: its `else` goes round", id) // the proof `ends` has refused such a file
}

// reachJoin notes that a branch has come to a joining step.
func (t *turn) reachJoin(id complaint.StepID) {
	if !slices.Contains(t.joinsReached, id) {
		t.joinsReached = append(t.joinsReached, id)
	}
}

// enterReadyJoins enters the joining steps that nothing more can come to, notes those that still wait, and archives the
// case when no branch is left. One that is passed by can lead to the next.
func (t *turn) enterReadyJoins() error {
	reached := t.joinsReached
	for _, id := range t.c.Awaited {
		if !slices.Contains(reached, id) {
			reached = append(reached, id)
		}
	}
	t.joinsReached = nil
	for _, id := range reached {
		s := t.p.step(id)
		var err error
		switch {
		case !t.canStillReach(id, reached):
			err = t.enterJoin(id, s)
		case !slices.Contains(t.c.Awaited, id):
			err = t.emit(complaint.StepAwaited{Step: id}, t.p.reasonCiting(s.Cites, "awaited"))
		}
		if err != nil {
			return err
		}
	}
	if len(t.joinsReached) > 0 {
		return t.enterReadyJoins()
	}
	return t.archiveWhenNothingOwed()
}

// enterJoin enters a joining step to which every branch has come, or goes on past it.
func (t *turn) enterJoin(id complaint.StepID, s *Step) error {
	holds, err := t.conditionHolds(s.When)
	if err != nil {
		return fmt.Errorf("enter step %s: %w", id, err)
	}
	if holds || t.writesPlainEvents() {
		return t.beginStep(id, s)
	}
	if err := t.emit(complaint.StepPassed{Step: id}, t.p.reasonCiting(s.Cites, "step_passed")); err != nil {
		return err
	}
	return t.enterStep(complaint.StepID(s.Else.Text))
}

// archiveWhenNothingOwed archives the case when no branch is left, no slip waits for an answer that is owed and no
// report to be published.
func (t *turn) archiveWhenNothingOwed() error {
	if len(t.c.LiveProcedureTasks()) > 0 || t.c.Status == complaint.StatusArchived {
		return nil
	}
	if t.c.Status == complaint.StatusOpen {
		if err := t.closeCase(t.c.Disposition, &complaint.Reason{ID: "done"}); err != nil {
			return err
		}
	}
	if err := t.dropUndecidableEntries(); err != nil {
		return err
	}
	if t.c.AwaitsSlipReply() || t.awaitsAnswer() || t.c.AwaitsEntry() || t.c.AwaitsPublication() {
		return nil
	}
	return t.archiveCase()
}

// canStillReach reports whether some open task, or another step just reached, can still lead to the step.
func (t *turn) canStillReach(id complaint.StepID, reached []complaint.StepID) bool {
	before := func(other complaint.StepID) bool { return t.p.leadsTo(other, id) && !t.p.leadsTo(id, other) }
	return slices.ContainsFunc(reached, before) ||
		slices.ContainsFunc(t.c.LiveTasks(), func(task *complaint.Task) bool {
			return task.Step == id || t.p.leadsTo(task.Step, id)
		})
}

// beginStep enters a step: its notice is due, its tasks are open, their clocks run.
func (t *turn) beginStep(id complaint.StepID, s *Step) error {
	if err := t.emit(complaint.StepEntered{
		Step:  id,
		Title: s.Title.Text,
	}, t.p.reasonCiting(s.Cites, "step_entered")); err != nil {
		return err
	}
	if err := t.issueNotices(id, s); err != nil {
		return err
	}
	parts, err := t.partsOfStep(id, s)
	if err != nil {
		return err
	}
	for _, one := range parts {
		if err := t.openTask(id, s, one); err != nil {
			return err
		}
	}
	return t.beginForEachJoined(id)
}

// issueNotices says what a notice step owes: one notice, or one to each party.
func (t *turn) issueNotices(id complaint.StepID, s *Step) error {
	if s.Kind.Text != noticeKind {
		return nil
	}
	says, err := t.saidBy(s)
	if err != nil {
		return err
	}
	to := []complaint.PartyID{t.noticeParty(s.To.Text)}
	if len(s.ForEach) > 0 {
		to = t.partiesOfStep(id, s)
	}
	for _, party := range to {
		fact := complaint.NoticeIssued{
			Notice: complaint.NoticeID(fmt.Sprintf("n%d", t.nextSeq())),
			Step:   id,
			To:     party,
			Says:   says,
		}
		if err := t.emit(fact, t.p.reasonCiting(s.Cites, "notice_owed")); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) openTask(step complaint.StepID, s *Step, one part) error {
	task := complaint.TaskID(fmt.Sprintf("t%d", t.nextSeq()))
	called, err := t.seatsMeant(s.Attend)
	if err != nil {
		return err
	}
	if err := t.emit(complaint.TaskOpened{
		Task:   task,
		Step:   step,
		Title:  s.Title.Text,
		Seats:  one.seats,
		Attend: called,
		Party:  one.party,
	}, one.reason); err != nil {
		return err
	}
	switch {
	case s.LapsesByItself() && s.Kind.Text == windowKind:
		return t.openReviewWindow(step, task, s)
	case s.hasLimit():
		return t.setStepDeadline(step, task, s)
	}
	return nil
}

// finishTaskOfStep ends the task's own limit and, when the step is decided, reaches its milestones, closes the case if
// the step does, and goes on.
func (t *turn) finishTaskOfStep(task *complaint.Task, s *Step) error {
	if complaint.IsForJoined(task.Step) {
		return t.finishForJoined(task, s)
	}
	if err := t.endTaskDeadlines(task.ID, t.markDeadlineMet); err != nil {
		return err
	}
	o, decided := s.Outcomes.Get(t.decidedOutcome(task, s))
	if !decided {
		return t.raisePartsLeftToNobody(task, s)
	}
	for _, other := range t.openTasksOfRound(task) {
		if err := t.withdrawTask(other, t.p.reasonCiting(s.Cites, "not_needed")); err != nil {
			return err
		}
	}
	if format, _ := t.p.numberFormatOf(t.c.Kind); t.c.Number == "" && reaches(format.At, string(task.Step)) {
		if err := t.drawCaseNumber(); err != nil {
			return err
		}
	}
	for _, mark := range slices.Concat(s.Sets, o.Sets) {
		if err := t.reachMilestone(mark.Text); err != nil {
			return err
		}
	}
	if err := t.issueDocuments(task.Step, o.Issues); err != nil {
		return err
	}
	if err := t.publishCirculars(task.Step, o.Publishes); err != nil {
		return err
	}
	for _, closing := range []*Closing{s.Closes, o.Closes} {
		if err := t.closeCaseAs(closing, s, t.decidedOutcome(task, s)); err != nil {
			return err
		}
	}
	return t.advanceTo(t.wayOn(task.Step, t.decidedOutcome(task, s), o))
}

// raisePartsLeftToNobody gives the parts of a step that nobody can do any more, since each has done another part, to
// the level above as well (all-self).
func (t *turn) raisePartsLeftToNobody(task *complaint.Task, s *Step) error {
	if len(s.All) == 0 {
		return nil
	}
	var doers []complaint.UserID
	for _, other := range t.c.Tasks {
		if other.Round == task.Round && other.Step == task.Step && other.State == complaint.TaskDone {
			doers = append(doers, other.Assignee)
		}
	}
	for _, other := range t.openTasksOfRound(task) {
		if other.Step != task.Step || len(other.Seats) == 0 || t.anySeatHeld(other.Seats, doers...) {
			continue
		}
		above := t.seatsAbove(other.Seats, doers...)
		if len(above) == 0 {
			above = t.everySeat(other.Seats)
		}
		if err := t.emit(complaint.Escalated{To: above, Tasks: []complaint.TaskID{other.ID}},
			t.p.reasonCiting(s.Cites, "task_opened_above")); err != nil {
			return err
		}
	}
	return nil
}

// openTasksOfRound are the open tasks of the same round of the same step.
func (t *turn) openTasksOfRound(task *complaint.Task) []*complaint.Task {
	return slices.DeleteFunc(t.c.LiveTasks(), func(other *complaint.Task) bool {
		return other.Round != task.Round || complaint.IsForJoined(other.Step) || complaint.IsForJoined(task.Step)
	})
}

// withdrawTask withdraws a task nobody need do any more, with its limit.
func (t *turn) withdrawTask(task *complaint.Task, r *complaint.Reason) error {
	if err := t.emit(complaint.TaskWithdrawn{Task: task.ID}, r); err != nil {
		return err
	}
	return t.endTaskDeadlines(task.ID, t.cancelDeadline)
}

func (t *turn) endTaskDeadlines(task complaint.TaskID, end func(*complaint.Deadline) error) error {
	for i := range t.c.Deadlines {
		if d := &t.c.Deadlines[i]; d.Task == task && !d.IsEnded() {
			if err := end(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeCaseAs closes the case with what a closing says of it, which may depend on the outcome.
func (t *turn) closeCaseAs(closing *Closing, s *Step, outcome string) error {
	if closing == nil || t.c.Status != complaint.StatusOpen {
		return nil
	}
	scope := t.scope()
	scope.outcome = outcome
	v, err := t.p.evaluate(closing.Disposition, scope)
	if err != nil {
		return fmt.Errorf("decide: disposition: %w", err)
	}
	disposition, _ := v.(string)
	return t.closeCase(disposition, t.p.reasonCiting(s.Cites, "closed"))
}
