package policy

import "duban/complaint"

// Vet says what Decide would refuse about a command before anything is recorded, with its texts still inline
// as the client wrote them: permission first, then the outcome, then the form. data is the command's data, or the step's form
// for complete. Decide itself sees ids in place of texts and judges the rest.
func (p *Policy) Vet(c *complaint.Case, cmd complaint.Command, data map[string]any, a complaint.Actor, f Facts) *complaint.Error {
	t, settled, refusal := p.permitted(c, cmd, a, f)
	if refusal != nil {
		return refusal
	}
	done, completes := settled.(complaint.Complete)
	if completes {
		if refusal := t.checkOutcome(done); refusal != nil {
			return refusal
		}
	}
	form := p.Form(p.FormOf(t.c, settled))
	if form == nil {
		return nil
	}
	refusal = form.Check("data", data)
	if completes && refusal != nil {
		return refusal.Because(*t.stepReason(done.Task, ""))
	}
	return refusal
}

// SealedFields are the fields of any step's form whose values are texts; one name has one type in a policy.
func (p *Policy) SealedFields() map[string]bool {
	sealed := map[string]bool{}
	for _, e := range p.Doc.Steps.Entries {
		for _, name := range p.forms[e.Key].Sealed() {
			sealed[name] = true
		}
	}
	return sealed
}
