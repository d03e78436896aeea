package policies_test

import (
	"slices"

	"duban/policy"
)

// ledgerBlock makes up the ledger: what is proposed, and who hears, decides and decides on objections.
func (d *draft) ledgerBlock(steps, deadlines, may block) block {
	all := newBlock()
	if !d.flip() {
		return all
	}
	number := d.numberFormat()
	if d.oneIn(8) {
		number.put("at", []string{d.stages[0].id})
	}
	all.put("number", number)
	if d.flip() {
		all.put("readers", someOf(d, d.roles))
	}
	if d.flip() {
		all.put("measures", newBlock("warning", "警告", "fine", "罚款"))
	}
	measured := slices.Contains(all.keys(), "measures")
	rules := newBlock("rule", d.ledgerRule(true, measured, d.limitedNames(steps, deadlines), may))
	if d.flip() {
		rules.put("rule_2", d.ledgerRule(false, measured, d.limitedNames(steps, deadlines), may))
	}
	all.put("hearing", d.cited("within", d.length("3wd", "5d")))
	all.put("decision", d.entryDecision())
	all.put("objection", d.entryObjection())
	all.put("rules", rules)
	d.maybeCite(all)
	return all
}

func (d *draft) entryDecision() block {
	b := newBlock("by", d.deciders(), "limit", d.length("5wd", "10d"))
	if d.flip() {
		b.put("otherwise", d.cited("by", d.deciders()))
	}
	if d.flip() {
		b.put("ladder", d.ladder())
	}
	d.maybeCite(b)
	return b
}

// deciders are roles; one of them in some cases only.
func (d *draft) deciders() []any {
	all := []any{pick(d, d.roles)}
	if d.flip() {
		all = append(all, newBlock("seat", pick(d, d.roles), "when", d.among("kind", d.filed)))
	}
	return all
}

func (d *draft) entryObjection() block {
	b := d.entryDecision()
	b.put("within", d.length("5wd", "7d"))
	return b
}

// limitedNames are the steps and deadlines that can be late.
func (d *draft) limitedNames(steps, deadlines block) []string {
	names := slices.Clone(deadlines.keys())
	for i := 0; i < len(steps.Content); i += 2 {
		keys := block{steps.Content[i+1]}.keys()
		if slices.Contains(keys, "limit") && !slices.Contains(keys, "lapses") {
			names = append(names, steps.Content[i].Value)
		}
	}
	return names
}

// ledgerRule makes up one rule; the first is a sanction by the ledger's own hearing, decision and objection.
func (d *draft) ledgerRule(first, measured bool, limited []string, may block) block {
	kind := "sanction"
	if !first {
		kind = pick(d, policy.ClosedSet("entry_kind"))
	}
	b := d.cited("kind", kind, "title", "奖惩")
	var against []string
	if len(limited) > 0 && d.flip() {
		b.put("missed", someOf(d, limited))
		b.put("unanswered", d.oneIn(4))
		against = append(against, pick(d, []string{"holder", "unit of holder", "head of holder"}))
	}
	if slices.Contains(may.keys(), "propose_entry") {
		b.put("by", someOf(d, d.roles))
		against = append(against, "named")
	}
	b.put("closing", d.oneIn(4) || len(against) == 0)
	if at := pick(d, d.stages); len(at.outcomes) > 0 && d.flip() {
		b.put("outcomes", []string{at.id + "." + pick(d, at.outcomes)})
		against = append(against, "doer of "+at.id)
	}
	if len(against) == 0 || d.oneIn(4) {
		against = append(against, pick(d, []string{"respondent", "unit responsible_unit", "head of responsible_unit"}))
	}
	b.put("against", against)
	if d.oneIn(4) {
		b.put("when", d.among("kind", d.filed))
	}
	d.chargeOf(b, measured)
	if !first && !d.oneIn(4) {
		b.put("hearing", d.cited("within", d.length("3wd", "5d")))
		b.put("objection", d.entryObjection())
		b.put("decision", d.entryDecision())
	}
	for _, s := range d.stages {
		if !first && s.kind == "approval" && !slices.Contains(b.keys(), "decision") {
			b.put("decided_in", s.id)
			break
		}
	}
	return b
}

// chargeOf says what a rule keeps with an entry, and what it proposes.
func (d *draft) chargeOf(b block, measured bool) {
	var money, facts []string
	for _, s := range d.stages {
		for _, f := range s.fields {
			switch f.kind {
			case "money":
				money = append(money, f.name)
				facts = append(facts, f.name)
			case "bool", "int", "date", "choice":
				facts = append(facts, f.name)
			}
		}
	}
	if len(facts) > 0 && d.flip() {
		b.put("facts", []string{pick(d, facts)})
	}
	if len(money) > 0 && d.flip() {
		b.put("amount", pick(d, money))
	}
	if !measured || !d.flip() {
		return
	}
	row, rest := newBlock(), newBlock("measure", "fine", "amount", "200元")
	scale := newBlock()
	if len(money) > 0 && d.flip() {
		scale.put("on", pick(d, money))
		row.put("up_to", "1000元")
	} else {
		row.put("when", d.among("kind", d.filed))
	}
	row.put("measure", "warning")
	d.maybeCite(row)
	scale.put("rows", []block{row, rest})
	d.maybeCite(scale)
	b.put("scale", scale)
}
