package policy

import "duban/complaint"

// waysOn are the steps to which an outcome can lead: its next ones, or where it goes when it was given too often.
func (o *Outcome) waysOn() [][]Word {
	ways := [][]Word{o.Next}
	if o.AtMost != nil && o.AtMost.Then.Text != "" {
		ways = append(ways, []Word{o.AtMost.Then})
	}
	return ways
}

// isUsedUp reports whether an outcome can have been given as often as the file permits.
func (s *Step) isUsedUp(code string) bool {
	o, ok := s.Outcomes.Get(code)
	return ok && o.AtMost != nil
}

// isPassed reports whether something given so often, the last time included, was given more often than it may be.
func (r *RepeatRule) isPassed(given int) bool { return r != nil && given > r.Times }

// permits reports whether something given so often can be given once more: where it leads elsewhere then, once more
// than it may.
func (r *RepeatRule) permits(given int) bool {
	return r == nil || given < r.Times || given == r.Times && r.Then.Text != ""
}

// wayOn are the steps to which an outcome just given leads.
func (t *turn) wayOn(step complaint.StepID, code string, o *Outcome) []Word {
	if o.AtMost.isPassed(t.c.TimesDoneWith(step, code)) {
		return []Word{o.AtMost.Then}
	}
	return o.Next
}

// refuseOutcomeTooOften refuses an outcome that was given as often as the file permits.
func (t *turn) refuseOutcomeTooOften(task *complaint.Task, code string) *complaint.Error {
	o, ok := t.p.step(task.Step).Outcomes.Get(code)
	if !ok {
		return nil
	}
	given := t.c.TimesDoneWith(task.Step, code)
	if o.AtMost.permits(given) {
		return nil
	}
	return refuseTooOften(o.Title.Text, given).
		Because(*t.reasonCitingFirst(o.AtMost.Cites, o.Cites, t.p.step(task.Step).Cites))
}

// refuseTooOften refuses what was given as often as the file permits; what is what it is called.
func refuseTooOften(what any, given int) *complaint.Error {
	return complaint.Refuse(complaint.Conflict, "outcome.too_often", complaint.Args{"outcome": what, "times": given})
}

// reasonCitingFirst cites the first of some elements that cites anything.
func (t *turn) reasonCitingFirst(elements ...Cites) *complaint.Reason {
	for _, c := range elements {
		if citesAny(c) {
			return t.p.reasonCiting(c, "")
		}
	}
	return &complaint.Reason{}
}

// requireReasonOfOutcome: whoever returns or rejects a proposal says why, and so does who gives an outcome of which the
// file asks that.
func (t *turn) requireReasonOfOutcome(s *Step, c complaint.Complete) *complaint.Error {
	o, _ := s.Outcomes.Get(c.Outcome)
	refuses := s.Kind.Text == approvalKind && c.Outcome != approvedOutcome
	if o == nil || !o.Reason && !refuses {
		return nil
	}
	if reason, _ := c.Data["reason"].(string); reason != "" {
		return nil
	}
	if refuses {
		return complaint.Refuse(complaint.Invalid, "approval.reason_required", nil).
			At("data.reason").Because(*t.reasonCitingStepOf(c.Task, ""))
	}
	return complaint.Refuse(complaint.Invalid, "outcome.reason_required", complaint.Args{"outcome": o.Title.Text}).
		At("data.reason").Because(*t.reasonCitingFirst(o.Cites, s.Cites))
}

// asksReason reports whether an outcome of a step asks for its reason.
func (s *Step) asksReason() bool {
	for _, o := range s.Outcomes.Entries {
		if o.Value.Reason {
			return true
		}
	}
	return s.Kind.Text == approvalKind
}

// checkRepeat: what can be given so often only leaves another way on, and somebody who decides by themselves gives it.
func (c *checker) checkRepeat(e *Entry[Step]) {
	others := 0
	for _, o := range e.Value.Outcomes.Entries {
		if o.Value.AtMost == nil {
			others++
		}
	}
	for _, o := range e.Value.Outcomes.Entries {
		most := o.Value.AtMost
		if most == nil {
			continue
		}
		c.checkRepeatRule("steps."+e.Key+".outcomes."+o.Key, most)
		switch {
		case most.Times < 1:
			c.f.add(o.Pos, "outcome.at_most_times", args{"outcome": o.Key})
		case others == 0:
			c.f.add(o.Pos, "outcome.at_most_all", args{"step": e.Key})
		case e.Value.hasParts() || e.Value.lapseOutcome() == o.Key:
			c.f.add(o.Pos, "outcome.at_most_alone", args{"outcome": o.Key})
		}
	}
}

// checkRepeatRule checks where something leads that was given as often as it may be.
func (c *checker) checkRepeatRule(where string, most *RepeatRule) {
	c.noteCites(where+".at_most", most.Cites)
	if most.Then.Text != "" {
		c.checkStepName(most.Then)
	}
}
