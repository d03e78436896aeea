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

// wayOn are the steps to which an outcome just given leads.
func (t *turn) wayOn(step complaint.StepID, code string, o *Outcome) []Word {
	if o.AtMost != nil && t.c.TimesDoneWith(step, code) > o.AtMost.Times {
		return []Word{o.AtMost.Then}
	}
	return o.Next
}

// refuseOutcomeTooOften refuses an outcome that was given as often as the file permits.
func (t *turn) refuseOutcomeTooOften(task *complaint.Task, code string) *complaint.Error {
	o, ok := t.p.step(task.Step).Outcomes.Get(code)
	if !ok || o.AtMost == nil {
		return nil
	}
	most := o.AtMost.Times
	if o.AtMost.Then.Text != "" {
		most++
	}
	if t.c.TimesDoneWith(task.Step, code) < most {
		return nil
	}
	about := complaint.Args{"outcome": o.Title.Text, "times": most}
	return complaint.Refuse(complaint.Conflict, "outcome.too_often", about).
		Because(*t.reasonCitingFirst(o.AtMost.Cites, o.Cites, t.p.step(task.Step).Cites))
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
		c.noteCites("steps."+e.Key+".outcomes."+o.Key+".at_most", most.Cites)
		if most.Then.Text != "" {
			c.checkStepName(most.Then)
		}
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
