package policy

import (
	"slices"

	"duban/complaint"
)

// The commands by which a matter is passed on to another unit, or handed back to the step that gives it out.
const (
	redirectCommand = "redirect"
	returnCommand   = "return"
)

// permitRedirect: the unit that has the matter can pass it on, and whom the file names besides; not where nobody has it
// yet, nor once the case is closed.
func (t *turn) permitRedirect(c complaint.Redirect) *complaint.Error {
	if refusal := t.permitPassing(c); refusal != nil {
		return refusal
	}
	because := *t.reasonCitingMayRule(redirectCommand, "")
	switch rule, _ := t.p.Doc.May.Get(redirectCommand); {
	case t.c.ResponsibleUnit() == "":
		return complaint.Refuse(complaint.Conflict, "redirect.no_unit", nil).Because(because)
	case len(rule.LeadsTo) == 0 && len(t.stepsOfUnit(t.c.ResponsibleUnit())) == 0:
		return complaint.Refuse(complaint.Conflict, "redirect.no_work", nil).Because(because)
	}
	return nil
}

// permitPassing: who may, as long as the case is not closed, and as often as the file permits.
func (t *turn) permitPassing(cmd complaint.Command) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(cmd)
	}
	if refusal := t.permitByMayRules(cmd); refusal != nil {
		return refusal
	}
	name := complaint.NameOf(cmd)
	rule, _ := t.p.Doc.May.Get(name)
	given := t.c.TimesPassed(name)
	switch {
	case !t.hasMatter(rule.By):
		return complaint.Refuse(complaint.Forbidden, "passing.other_unit", nil).
			Because(*t.reasonCitingMayRule(name, ""))
	case t.c.Status == complaint.StatusClosed:
		return complaint.Refuse(complaint.Conflict, "passing.case_closed", nil).
			Because(*t.reasonCitingMayRule(name, ""))
	case !rule.AtMost.permits(given):
		return refuseTooOften(complaint.Term("command."+name), given).
			Because(*t.reasonCitingFirst(rule.AtMost.Cites, rule.Cites))
	}
	return nil
}

// hasMatter reports whether the actor holds one of the roles; one that is held for a unit, in the responsible unit.
func (t *turn) hasMatter(by []Word) bool {
	return slices.ContainsFunc(by, func(w Word) bool {
		role, ok := t.p.Doc.Roles.Get(w.Text)
		if !ok {
			return false
		}
		seat := complaint.Seat{Role: t.p.RoleID(w.Text)}
		if role.IsPerUnit() {
			if seat.Unit = t.c.ResponsibleUnit(); seat.Unit == "" {
				return false
			}
		}
		return seat.FitsPerson(t.a.Person)
	})
}

func (t *turn) checkRedirect(c complaint.Redirect) *complaint.Error {
	if _, ok := t.f.Directory.Units[c.To]; !ok {
		return complaint.Refuse(complaint.Invalid, "unit_unknown", nil).At("data.to")
	}
	if c.To == t.c.ResponsibleUnit() {
		return complaint.Refuse(complaint.Conflict, "redirect.same_unit", nil).At("data.to")
	}
	return requireText(c.Reason, "reason")
}

func (t *turn) checkReturn(c complaint.Return) *complaint.Error {
	return requireText(c.Reason, "reason")
}

// redirect makes another unit responsible. The case goes on where the file says; where it says nothing, what the unit
// before had to do is begun anew, and other work goes on. The limits of the case count on.
func (t *turn) redirect(c complaint.Redirect) error {
	next, err := t.onwardAfter(redirectCommand, map[string]any{responsibleUnit: string(c.To)})
	if err != nil {
		return err
	}
	fact := complaint.Redirected{
		From:    t.c.ResponsibleUnit(),
		To:      c.To,
		Reason:  c.Reason,
		LeadsTo: next,
	}
	anew := t.stepsOfUnit(fact.From)
	why := t.reasonCitingMayRule(redirectCommand, "redirected")
	if err := t.emit(fact, why); err != nil {
		return err
	}
	if next != "" {
		return t.goOnAt(next, why)
	}
	for _, step := range anew {
		if err := t.beginAnew(step, why); err != nil {
			return err
		}
	}
	return nil
}

// handBack lets the case go on at the step from which the matter is given out.
func (t *turn) handBack(c complaint.Return) error {
	next, err := t.onwardAfter(returnCommand, nil)
	if err != nil {
		return err
	}
	why := t.reasonCitingMayRule(returnCommand, "handed_back")
	if err := t.emit(complaint.HandedBack{Reason: c.Reason, LeadsTo: next}, why); err != nil {
		return err
	}
	return t.goOnAt(next, why)
}

// stepsOfUnit are the steps of the procedure in which a unit has work to do.
func (t *turn) stepsOfUnit(unit complaint.UnitID) []complaint.StepID {
	var steps []complaint.StepID
	beside := t.p.sideSteps()
	for _, task := range t.c.LiveProcedureTasks() {
		theirs := slices.ContainsFunc(task.Seats, func(s complaint.Seat) bool { return s.Unit == unit })
		if theirs && !slices.Contains(beside, task.Step) && !slices.Contains(steps, task.Step) {
			steps = append(steps, task.Step)
		}
	}
	return steps
}

// beginAnew withdraws what is to be done in a step and enters it once more.
func (t *turn) beginAnew(step complaint.StepID, why *complaint.Reason) error {
	for _, task := range t.c.LiveTasks() {
		if task.Step != step {
			continue
		}
		if err := t.withdrawTask(task, why); err != nil {
			return err
		}
	}
	return t.beginStep(step, t.p.step(step))
}

// passesOn reports whether a command passes a matter on or hands it back.
func passesOn(command string) bool { return command == redirectCommand || command == returnCommand }

// checkPassing: what is handed back comes somewhere in every case, and so often is once at least.
func (c *checker) checkPassing(e *Entry[Permission]) {
	m := &e.Value
	everywhere := slices.ContainsFunc(m.LeadsTo, func(o Onward) bool { return o.When.Text == "" })
	if e.Key == returnCommand && !everywhere {
		c.f.add(e.Pos, "may.return_nowhere", nil)
	}
	if m.AtMost == nil {
		return
	}
	c.checkRepeatRule("may."+e.Key, m.AtMost)
	if m.AtMost.Times < 1 {
		c.f.add(e.Pos, "may.at_most_times", args{"command": e.Key})
	}
}
