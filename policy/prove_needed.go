package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// proveNeededCommands: what a matter cannot do without can be done in every case. What a command must meet is then of
// its own form, which can be filled in to suit. Where a party is served through a representative or not at all, one can
// be recorded; where demands are answered before closing, each can be; and so can messages and slips that keep a case
// from the archive.
func (v *prover) proveNeededCommands() {
	for _, command := range []string{recordRepresentation, answerDemandCommand, messageCommand, replySlipCommand} {
		if !v.isNeeded(command) {
			continue
		}
		at, name := v.p.mustBeyondForm(command)
		if name == "" {
			continue
		}
		switch element := "may." + command; command {
		case recordRepresentation:
			v.cannotProve(at, element, "proof.represented_blocked", args{"name": name})
		case answerDemandCommand:
			v.cannotProve(at, element, "proof.demand_blocked", args{"name": name})
		default:
			v.cannotProve(at, element, "proof.needed_blocked", args{"command": command, "name": name})
		}
	}
}

// The commands by which a party's message and a slip are answered.
const (
	messageCommand   = "message"
	replySlipCommand = "reply_slip"
)

// isNeeded reports whether there can be a matter that goes on only after a command.
func (v *prover) isNeeded(command string) bool {
	switch command {
	case recordRepresentation:
		needed := func(way Entry[RepresentationRule]) bool { return way.Value.Needed.Text != "" }
		return slices.ContainsFunc(v.p.Doc.Parties.Entries, func(role Entry[PartyRule]) bool {
			return slices.ContainsFunc(role.Value.Represented.Entries, needed)
		})
	case answerDemandCommand:
		return v.p.Doc.Demands != nil
	case messageCommand:
		return slices.ContainsFunc(v.p.Doc.Messages.Entries, func(e Entry[MessageKind]) bool {
			return e.Value.Answer.IsSet()
		})
	case replySlipCommand:
		return slices.ContainsFunc(v.p.Doc.Slips.Entries, func(e Entry[SlipRule]) bool {
			return e.Key == complaint.InquirySlip || v.p.Doc.isByHand(e.Key, &e.Value)
		})
	}
	return false
}

// reachableAnswers are those to which people can bring some where the case stands: that somebody speaks for a party can
// be recorded at any time where there surely is such a party, and be ended where the file has who does.
func (x *procedure) reachableAnswers(given map[string]bool) []map[string]bool {
	all := []map[string]bool{given}
	for question, holds := range given {
		way, asksForWay := strings.CutPrefix(question, representedVariable)
		if !asksForWay || holds && !x.p.Doc.May.Has(endRepresentation) || !holds && !x.canSurelyBeRepresented(way) {
			continue
		}
		for _, one := range slices.Clone(all) {
			other := maps.Clone(one)
			other[question] = !holds
			all = append(all, other)
		}
	}
	return all
}

// canSurelyBeRepresented reports whether in each case somebody can be recorded who speaks so for a party.
func (x *procedure) canSurelyBeRepresented(way string) bool {
	rule, may := x.p.Doc.May.Get(recordRepresentation)
	if !may || rule.After.Text != "" {
		return false
	}
	if _, name := x.p.mustBeyondForm(recordRepresentation); name != "" {
		return false
	}
	return slices.ContainsFunc(x.p.Doc.Parties.Entries, func(e Entry[PartyRule]) bool {
		return (e.Key == complaint.Complainant || e.Value.Required) && e.Value.Represented.Has(way)
	})
}

// mustBeyondForm is the first condition that a command must meet which reads something beside its form, and what it
// reads; "" where none does.
func (p *Policy) mustBeyondForm(command string) (at Pos, name string) {
	rule, ok := p.Doc.May.Get(command)
	if !ok {
		return Pos{}, ""
	}
	for _, m := range rule.Must {
		for _, name := range p.variablesRead[m.That.Pos] {
			if !rule.Form.Has(name) {
				return m.That.Pos, name
			}
		}
	}
	return Pos{}, ""
}
