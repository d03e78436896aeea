package policy

import "slices"

// proveNeededCommands: what a matter cannot do without can be done in every case. What a command must meet is then of
// its own form, which can be filled in to suit. Where a party is served through a representative or not at all, one can
// be recorded; where demands are answered before closing, each can be.
func (v *prover) proveNeededCommands() {
	needed := func(way Entry[RepresentationRule]) bool { return way.Value.Needed.Text != "" }
	someNeeded := func(role Entry[PartyRule]) bool {
		return slices.ContainsFunc(role.Value.Represented.Entries, needed)
	}
	if slices.ContainsFunc(v.p.Doc.Parties.Entries, someNeeded) {
		if at, name := v.mustBeyondForm(recordRepresentation); name != "" {
			v.cannotProve(at, "may."+recordRepresentation, "proof.represented_blocked", args{"name": name})
		}
	}
	if v.p.Doc.Demands != nil {
		if at, name := v.mustBeyondForm(answerDemandCommand); name != "" {
			v.cannotProve(at, "may."+answerDemandCommand, "proof.demand_blocked", args{"name": name})
		}
	}
}

// mustBeyondForm is the first condition that a command must meet which reads something beside its form, and what it
// reads; "" where none does.
func (v *prover) mustBeyondForm(command string) (at Pos, name string) {
	rule, ok := v.p.Doc.May.Get(command)
	if !ok {
		return Pos{}, ""
	}
	for _, m := range rule.Must {
		for _, name := range v.p.variablesRead[m.That.Pos] {
			if !rule.Form.Has(name) {
				return m.That.Pos, name
			}
		}
	}
	return Pos{}, ""
}
