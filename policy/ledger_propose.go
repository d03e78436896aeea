package policy

import (
	"fmt"

	"duban/complaint"
)

const proposeEntryCommand = "propose_entry"

// rulesByHand are the rules by which somebody proposes an entry by hand, with their titles.
func (d *Document) rulesByHand() Map[Text] {
	var rules Map[Text]
	if d.Ledger != nil {
		for _, e := range d.Ledger.Rules.Entries {
			if len(e.Value.By) > 0 {
				rules.Entries = append(rules.Entries, Entry[Text]{Key: e.Key, Value: e.Value.Title})
			}
		}
	}
	return rules
}

// proposeEntryForm is nil where nothing is proposed by hand.
func proposeEntryForm(c *checker) []Entry[Field] {
	rules := c.doc.rulesByHand()
	if len(rules.Entries) == 0 {
		return nil
	}
	var fields []Entry[Field]
	if len(rules.Entries) > 1 {
		fields = append(fields, c.newChoiceField("rule", "entry_rule", true, rules))
	}
	return append(fields, c.newField("person", PersonField, "entry_person", false),
		c.newField("unit", UnitField, "entry_unit", false),
		c.newField("amount", MoneyField, "entry_amount", false), c.textField())
}

// fillProposalOmissions: where only one rule is by hand it need not be named.
func (t *turn) fillProposalOmissions(c complaint.ProposeEntry) (complaint.ProposeEntry, *complaint.Error) {
	if rules := t.p.Doc.rulesByHand(); c.Rule == "" && len(rules.Entries) == 1 {
		c.Rule = rules.Entries[0].Key
	}
	return c, nil
}

// permitProposal: whom the regulation names, by some rule.
func (t *turn) permitProposal(c complaint.ProposeEntry) *complaint.Error {
	rules := t.p.Doc.rulesByHand()
	if t.writesPlainEvents() || len(rules.Entries) == 0 {
		return t.refuseNotProvided(c)
	}
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	var refusal *complaint.Error
	for _, e := range rules.Entries {
		if refusal = t.permitRuleByHand(e.Key); refusal == nil {
			return nil
		}
	}
	return refusal
}

// permitRuleByHand: `by` at a rule says who proposes by it.
func (t *turn) permitRuleByHand(name string) *complaint.Error {
	rule, _ := t.p.Doc.Ledger.Rules.Get(name)
	if t.p.holdsRole(t.a.Person, rule.By) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "not_your_role", complaint.Args{"roles": t.p.titlesOfRoles(rule.By)}).
		Because(*t.p.reasonCiting(rule.Cites, ""))
}

// checkProposal: by a rule that is by hand, in a case of its condition, about somebody, and not twice while undecided.
func (t *turn) checkProposal(c complaint.ProposeEntry) *complaint.Error {
	rules := t.p.Doc.rulesByHand()
	if !rules.Has(c.Rule) {
		return complaint.Refuse(complaint.Invalid, "entry.rule_unknown",
			complaint.Args{"rules": codesWithTitles(rules)}).At("data.rule")
	}
	if refusal := t.permitRuleByHand(c.Rule); refusal != nil {
		return refusal.At("data.rule")
	}
	rule, _ := t.p.Doc.Ledger.Rules.Get(c.Rule)
	why := *t.p.reasonCiting(rule.Cites, "")
	if holds, err := t.conditionHolds(rule.When); err != nil || !holds {
		return complaint.Refuse(complaint.Conflict, "entry.not_in_this_case",
			complaint.Args{"rule": rule.Title.Text}).Because(why)
	}
	if refusal := t.checkNamed(c, rule); refusal != nil {
		return refusal
	}
	against := t.seatsAgainst(rule, t.occasionByHand(c))
	if len(against) == 0 {
		return complaint.Refuse(complaint.Invalid, "entry.nobody_named", nil).At("data.person").Because(why)
	}
	for _, e := range t.c.Entries {
		if e.Rule == c.Rule && e.State == complaint.EntryProposed && e.Against == against[0] {
			return complaint.Refuse(complaint.Conflict, "entry.already_proposed",
				complaint.Args{"entry": e.Number}).Because(why)
		}
	}
	if c.Amount != nil && *c.Amount < 0 {
		return complaint.Refuse(complaint.Invalid, "entry.amount_negative", nil).At("data.amount")
	}
	return requireText(c.Text, "text")
}

// checkNamed: the person or the unit is there, one of them where the rule is against whom the command names.
func (t *turn) checkNamed(c complaint.ProposeEntry, rule *LedgerRule) *complaint.Error {
	if _, ok := t.f.Directory.People[c.Person]; c.Person != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "person.unknown", nil).At("data.person")
	}
	if _, ok := t.f.Directory.Units[c.Unit]; c.Unit != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "unit_unknown", nil).At("data.unit")
	}
	if named := (c.Person != "") != (c.Unit != ""); reaches(rule.Against, againstNamed) && !named {
		return complaint.Refuse(complaint.Invalid, "entry.person_or_unit", nil).At("data.person").
			Because(*t.p.reasonCiting(rule.Cites, ""))
	}
	return nil
}

// occasionByHand is somebody's word that an entry rests on; each time it is said is a fact of its own.
func (t *turn) occasionByHand(c complaint.ProposeEntry) occasion {
	named := complaint.Seat{Unit: c.Unit, User: c.Person}
	if c.Person != "" {
		named.Unit = t.f.Directory.People[c.Person].Unit
	}
	return occasion{
		named:  named,
		fact:   fmt.Sprintf("word %d", t.nextSeq()),
		source: t.nextSeq(),
		by:     t.actingPeople(),
		text:   c.Text,
		amount: c.Amount,
	}
}

// proposeByHand puts what somebody says to the ledger.
func (t *turn) proposeByHand(c complaint.ProposeEntry) error {
	rule, _ := t.p.Doc.Ledger.Rules.Get(c.Rule)
	return t.proposeEntries(c.Rule, rule, t.occasionByHand(c))
}
