package policy

import "duban/complaint"

// taskMeant finds the task a person means when they name none: the only one they could do.
func (t *turn) taskMeant(id complaint.TaskID) (complaint.TaskID, *complaint.Error) {
	if id != "" {
		return id, nil
	}
	var mine []complaint.TaskID
	live := t.c.LiveTasks()
	for _, task := range live {
		if t.isCandidate(task) {
			mine = append(mine, task.ID)
		}
	}
	switch {
	case len(mine) == 1:
		return mine[0], nil
	case len(mine) > 1:
		return "", complaint.Refuse(complaint.Invalid, "task.several_fit", nil).At("task")
	case len(live) == 1:
		return live[0].ID, nil // refused by permit, with that task's reason
	}
	return "", refuseNoOpenTask()
}

// openTaskMeant finds the task an order to assign means: the only one open.
func (t *turn) openTaskMeant(id complaint.TaskID) (complaint.TaskID, *complaint.Error) {
	live := t.c.LiveTasks()
	switch {
	case id != "":
		return id, nil
	case len(live) == 1:
		return live[0].ID, nil
	case len(live) == 0:
		return "", refuseNoOpenTask()
	}
	return "", complaint.Refuse(complaint.Invalid, "task.name_it", nil).At("task")
}

func refuseNoOpenTask() *complaint.Error {
	return complaint.Refuse(complaint.Conflict, "task.none_open", nil)
}

func (t *turn) onlyOutcomeOfTask(id complaint.TaskID) (string, *complaint.Error) {
	task := t.c.Task(id)
	if task == nil {
		return "", nil
	}
	outcomes := t.p.step(task.Step).choices()
	if len(outcomes) == 1 {
		return outcomes[0].Key, nil
	}
	return "", complaint.Refuse(complaint.Invalid, "task.choose_outcome", nil).At("outcome")
}

// isCandidate reports whether the actor may take or do the task: they sit in a seat that it is offered to. Whoever took
// it and has lost that seat since has no part in it.
func (t *turn) isCandidate(task *complaint.Task) bool {
	if t.a.Party != "" || t.a.System {
		return false
	}
	return sitsInAny(t.a.Person, task.Seats)
}

// findLiveTask refuses what is not there or no longer to be done.
func (t *turn) findLiveTask(id complaint.TaskID) (*complaint.Task, *complaint.Error) {
	task := t.c.Task(id)
	if task == nil {
		return nil, complaint.Refuse(complaint.Invalid, "task.unknown", nil).At("task")
	}
	if !task.IsLive() {
		return nil, complaint.Refuse(complaint.Conflict, "task.already_done", complaint.Args{"task": task.Title})
	}
	return task, nil
}

// refuseNonCandidate refuses those whom the regulation gives no part in the step (all-why: with the clause).
func (t *turn) refuseNonCandidate(task *complaint.Task) *complaint.Error {
	if t.isCandidate(task) {
		return nil
	}
	if t.p.step(task.Step).LapsesByItself() && task.Entry == "" {
		return complaint.Refuse(complaint.Conflict, "task.lapses_by_itself", complaint.Args{"task": task.Title}).
			Because(*t.reasonCitingStepOf(task.ID, ""))
	}
	return complaint.Refuse(complaint.Forbidden, "task.not_yours",
		complaint.Args{"task": task.Title, "seats": t.p.titlesOfSeats(task.Seats)}).
		Because(*t.reasonCitingStepOf(task.ID, ""))
}

func (t *turn) fillClaimOmissions(c complaint.Claim) (complaint.Claim, *complaint.Error) {
	var refusal *complaint.Error
	c.Task, refusal = t.taskMeant(c.Task)
	return c, refusal
}

func (t *turn) claimTask(c complaint.Claim) error {
	fact := complaint.TaskClaimed{Task: c.Task, Assignee: t.a.Person.ID, For: t.a.Person.For}
	return t.emit(fact, t.reasonCitingStepOf(c.Task, "claimed"))
}

func (t *turn) permitClaim(c complaint.Claim) *complaint.Error {
	task, refusal := t.findLiveTask(c.Task)
	if refusal != nil {
		return refusal
	}
	if refusal := t.refuseNonCandidate(task); refusal != nil {
		return refusal
	}
	if task.State == complaint.TaskTaken && task.Assignee == t.a.Person.ID && t.holdsTask(task) {
		return complaint.Refuse(complaint.Conflict, "task.already_yours", complaint.Args{"task": task.Title})
	}
	if task.State == complaint.TaskTaken && !t.holdsTask(task) && !t.outranksHolder(task) {
		return refuseTakenTask(task)
	}
	return t.permitUnlessOwnMatter(task, t.a.Person)
}

// outranksHolder: after escalation the higher level is a candidate too and may take over; until it does the holder
// stays, for as long as they sit in a seat that the task is offered to.
func (t *turn) outranksHolder(task *complaint.Task) bool {
	holder, holds := task.HolderIn(t.f.Directory)
	return !holds || t.highestLevelAmongSeats(t.a.Person, task.Seats) > t.highestLevelAmongSeats(holder, task.Seats)
}

// highestLevelAmongSeats is the highest level among the person's fitting seats, 0 if none fits.
func (t *turn) highestLevelAmongSeats(p complaint.Person, seats []complaint.Seat) int {
	level := 0
	for _, s := range seats {
		if s.FitsPerson(p) {
			for _, e := range t.p.Doc.Roles.Entries {
				if t.p.RoleID(e.Key) == s.Role {
					level = max(level, e.Value.Level)
				}
			}
		}
	}
	return level
}

func refuseTakenTask(task *complaint.Task) *complaint.Error {
	return complaint.Refuse(complaint.Conflict, "task.claimed_by_other", complaint.Args{"task": task.Title})
}

func (t *turn) fillReleaseOmissions(c complaint.Release) (complaint.Release, *complaint.Error) {
	var refusal *complaint.Error
	c.Task, refusal = t.taskMeant(c.Task)
	return c, refusal
}

func (t *turn) releaseTask(c complaint.Release) error {
	if !t.a.System {
		return t.emit(complaint.TaskReleased(c), t.reasonCitingStepOf(c.Task, "released"))
	}
	reason := t.reasonCitingStepOf(c.Task, "seat_lost")
	if err := t.emit(complaint.TaskReleased(c), reason); err != nil {
		return err
	}
	task := t.c.Task(c.Task)
	return t.passUpUnlessHeld(task, task.Seats, reason)
}

func (t *turn) permitRelease(c complaint.Release) *complaint.Error {
	task, refusal := t.findLiveTask(c.Task)
	if refusal != nil {
		return refusal
	}
	if t.a.System { // it frees what nobody holds any more
		if _, holds := task.HolderIn(t.f.Directory); holds || task.State != complaint.TaskTaken {
			return refuseTakenTask(task)
		}
		return nil
	}
	if refusal := t.refuseNonCandidate(task); refusal != nil {
		return refusal
	}
	if task.State != complaint.TaskTaken {
		return complaint.Refuse(complaint.Conflict, "task.not_claimed", complaint.Args{"task": task.Title})
	}
	if task.Assignee != t.a.Person.ID {
		return refuseTakenTask(task)
	}
	return nil
}

func (t *turn) permitComplete(c complaint.Complete) *complaint.Error {
	task, refusal := t.findLiveTask(c.Task)
	if refusal != nil {
		return refusal
	}
	if refusal := t.refuseNonCandidate(task); refusal != nil {
		return refusal
	}
	if _, held := task.HolderIn(t.f.Directory); held && !t.holdsTask(task) {
		return refuseTakenTask(task)
	}
	if refusal := t.refuseWhileReviewWindowOpen(task); refusal != nil {
		return refusal
	}
	if refusal := t.refuseOutcomeOutOfTime(task, c.Outcome); refusal != nil {
		return refusal
	}
	if refusal := t.refuseOutcomeTooOften(task, c.Outcome); refusal != nil {
		return refusal
	}
	if refusal := t.permitUnlessOwnMatter(task, t.a.Person); refusal != nil {
		return refusal
	}
	if refusal := t.refuseBeforeHearing(task, c.Outcome); refusal != nil {
		return refusal
	}
	return t.permitExtensionApproval(c)
}

func (t *turn) fillAssignOmissions(c complaint.Assign) (complaint.Assign, *complaint.Error) {
	var refusal *complaint.Error
	c.Task, refusal = t.openTaskMeant(c.Task)
	return c, refusal
}

func (t *turn) assignTask(c complaint.Assign) error {
	return t.emit(complaint.TaskAssigned{Task: c.Task, Assignee: c.To}, t.reasonCitingMayRule("assign", "assigned"))
}

func (t *turn) permitAssign(c complaint.Assign) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	_, refusal := t.findLiveTask(c.Task)
	return refusal
}

func (t *turn) checkAssign(c complaint.Assign) *complaint.Error {
	task := t.c.Task(c.Task)
	if c.To == "" {
		return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": "to"}).At("data.to")
	}
	person, ok := t.f.Directory.People[c.To]
	if !ok || !sitsInAny(person, task.Seats) || t.staysAway(c.To) {
		return complaint.Refuse(complaint.Invalid, "task.not_a_candidate",
			complaint.Args{"task": task.Title, "seats": t.p.titlesOfSeats(task.Seats)}).
			At("data.to").Because(*t.reasonCitingStepOf(c.Task, ""))
	}
	if refusal := t.permitUnlessOwnMatter(task, complaint.Person{ID: c.To}); refusal != nil {
		return refusal
	}
	if task.Assignee == c.To {
		return complaint.Refuse(complaint.Conflict, "task.already_assigned", complaint.Args{"task": task.Title})
	}
	return nil
}
