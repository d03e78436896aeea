package policy

import (
	"fmt"
	"strings"

	"duban/complaint"
)

// saidBy is what the file has a notice say in this case, "" where nothing.
func (t *turn) saidBy(s *Step) (string, error) {
	for _, said := range s.Says {
		holds, err := t.conditionHolds(said.When)
		if err != nil {
			return "", fmt.Errorf("decide: what the notice says: %w", err)
		}
		if holds {
			return said.Text.Text, nil
		}
	}
	return "", nil
}

// checkSays: a notice for which the file has texts is not served without one of them.
func (t *turn) checkSays(task *complaint.Task, s *Step) *complaint.Error {
	i := t.noticeToServe(task)
	if len(s.Says) == 0 || i < 0 || t.c.Notices[i].Says != "" || t.writesPlainEvents() {
		return nil
	}
	return complaint.Refuse(complaint.Conflict, "notice.says_nothing", complaint.Args{"step": s.Title.Text}).
		Because(*t.reasonCitingStepOf(task.ID, ""))
}

// describeSays reads what a notice says, by case.
func (r reading) describeSays(s *Step) string {
	var text strings.Builder
	text.WriteString(r.say("step.says", blanks{"step": s.Title.Text}))
	for i, said := range s.Says {
		if i > 0 {
			text.WriteString(r.say("mark.then", nil))
		}
		text.WriteString(r.describeConditionBefore(said.When) + r.sayTitle(said.Text.Text))
	}
	return text.String()
}

// proveSays: whatever a case is in which a notice is issued, one of the texts that it has holds.
func (v *prover) proveSays(e *Entry[Step]) {
	choices := make([]LimitChoice, len(e.Value.Says))
	for i, said := range e.Value.Says {
		choices[i].When = said.When
	}
	for _, kind := range v.p.Doc.Kinds.Keys() {
		k, start := v.procedure.findCaseWithoutLimit(choices, v.entered(e.Key, kind), kind)
		if start != nil {
			v.along(v.procedure.courseWith(kind, start, k)).cannotProve(e.Pos, e.Key, "proof.says",
				args{"step": e.Key, "kind": v.p.describeCase(kind, k)})
			return
		}
	}
}
