package policy

import (
	"strings"

	"duban/complaint"
)

// Precheck says what Decide would refuse about a command before anything is recorded, with its texts still inline
// as the client wrote them: permission first, then the outcome, then the form. data is the command's data, or the
// step's form for complete. Decide itself sees ids in place of texts and judges the rest.
func (p *Policy) Precheck(
	c *complaint.Case, cmd complaint.Command, data map[string]any, a complaint.Actor, f Facts,
) *complaint.Error {
	t, filled, refusal := p.firstPermittedTurn(c, cmd, a, f)
	if refusal != nil {
		return refusal
	}
	done, completes := filled.(complaint.Complete)
	if completes {
		if refusal := t.checkOutcome(done); refusal != nil {
			return refusal
		}
	}
	form := p.Form(p.FormNameOf(t.c, filled))
	if form == nil {
		return nil
	}
	if refusal := form.Check("data", data); refusal != nil {
		return t.citeRule(filled, refusal)
	}
	return nil
}

// citeRule is a refusal of a command's data with the rule it rests on, where it names none yet: that of the field, else
// that of the step or of the permission to give the command (all-why).
func (t *turn) citeRule(cmd complaint.Command, refusal *complaint.Error) *complaint.Error {
	if refusal.Clause != "" || refusal.Setting != "" {
		return refusal
	}
	if form := t.p.Form(t.p.FormNameOf(t.c, cmd)); form != nil {
		field, ok := form.Fields.Get(strings.TrimPrefix(refusal.Field, "data."))
		if ok && citesAny(field.Cites) {
			return refusal.Because(*t.p.reasonCiting(field.Cites, ""))
		}
	}
	if done, completes := cmd.(complaint.Complete); completes {
		return refusal.Because(*t.reasonCitingStepOf(done.Task, ""))
	}
	return refusal.Because(*t.reasonCitingAct(cmd))
}

// SealedFields are the fields of any form, and the columns of its rows, whose values are texts, those of steps that no
// file writes included: what somebody says in a hearing. One name has one type in a policy.
func (p *Policy) SealedFields() map[string]bool {
	sealed, forms := map[string]bool{}, p.compiledForms()
	for id := range p.addedSteps {
		forms = append(forms, p.formOf(string(id)))
	}
	for _, form := range forms {
		for _, e := range form.Entries {
			if e.Value.kind().Sealed() {
				sealed[e.Key] = true
			}
			for _, col := range e.Value.Columns.Entries {
				if col.Value.field().kind().Sealed() {
					sealed[col.Key] = true
				}
			}
		}
	}
	return sealed
}
