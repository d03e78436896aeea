package policy

import (
	"slices"

	"duban/complaint"
)

// surveyKind is the kind of a step that asks a party how content they are.
const surveyKind = "survey"

// openSurveyTask is the open survey the complainant may answer, or nil: each who joined the case has their own.
func (t *turn) openSurveyTask() (*complaint.Task, *Step) {
	for _, task := range t.c.LiveTasks() {
		if complaint.IsForJoined(task.Step) && task.Party != t.a.Party ||
			!complaint.IsForJoined(task.Step) && t.a.Party != "" && t.a.Party != complaint.Complainant {
			continue
		}
		s := t.p.step(task.Step)
		for _, w := range s.Of {
			if s.Kind.Text == surveyKind && w.Text == complaint.Complainant {
				return task, s
			}
		}
	}
	return nil, nil
}

// canBeRated reports whether the complainant can finish a step in one of its ways by rating, without its form.
func (p *Policy) canBeRated(s *Step, outcome string) bool {
	o, ok := s.Outcomes.Get(outcome)
	return ok && !o.Staff && s.Kind.Text == surveyKind && p.Doc.May.Has("rate") &&
		slices.ContainsFunc(s.Of, func(w Word) bool { return w.Text == complaint.Complainant })
}

func (t *turn) permitRate(c complaint.Rate) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if task, _ := t.openSurveyTask(); task == nil {
		return complaint.Refuse(complaint.Conflict,
			"rating.nothing_to_rate", nil).Because(*t.reasonCitingMayRule("rate", ""))
	}
	return nil
}

func (t *turn) checkRate(c complaint.Rate) *complaint.Error {
	_, s := t.openSurveyTask()
	if o, ok := s.Outcomes.Get(c.Outcome); !ok || o.Staff {
		return complaint.Refuse(complaint.Invalid, "rating.choose", nil).At("data.outcome")
	}
	return nil
}

// rateBySurvey is the complainant's own answer to the survey; it completes the task like the visitor's record would.
func (t *turn) rateBySurvey(c complaint.Rate) error {
	task, _ := t.openSurveyTask()
	t.comment = c.Text
	return t.completeTask(complaint.Complete{Task: task.ID, Outcome: c.Outcome})
}

// SurveySteps are the steps that ask a party how content they are.
func (p *Policy) SurveySteps() []complaint.StepID {
	var all []complaint.StepID
	for _, e := range p.Doc.Steps.Entries {
		if e.Value.Kind.Text == surveyKind {
			all = append(all, complaint.StepID(e.Key))
			if id := complaint.StepForJoined(complaint.StepID(e.Key)); p.addedSteps[id] != nil {
				all = append(all, id)
			}
		}
	}
	return all
}
