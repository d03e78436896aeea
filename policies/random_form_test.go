package policies_test

import (
	"fmt"
	"slices"

	"duban/policy"
)

// fieldOf makes up a field of a form; own are those before it in the form, outcomes those it may depend on.
func (d *draft) fieldOf(at *stage, step, kind string, own []field, outcomes []string) (field, block) {
	f := field{name: kind + "_" + step, kind: kind}
	if kind == "cases" {
		return f, d.caseRows(f.name, false)
	}
	if slices.Contains([]string{"category", "severity"}, kind) {
		f.name = kind
	}
	if kind == "unit" && d.flip() {
		f.name = "responsible_unit"
	}
	b := newBlock("type", kind, "title", "字段", "hint", pick(d, []string{"", "", "", "提示"}))
	switch kind {
	case "choice":
		options := newBlock("one", "甲", "two", "乙")
		if d.flip() {
			options.put("three", "丙")
		}
		f.options = options.keys()
		b.put("options", options)
	case "int", "money":
		f.max = d.between(4, 12) // more than conditions compare with
		if d.flip() {
			b.put("min", 1)
			b.put("max", f.max)
		} else {
			f.max = 0
		}
	case "person", "people":
		d.restrictPeople(at, b)
	case "attachment", "attachments":
		b.put("original", d.flip())
	}
	if slices.Contains([]string{"text", "longtext", "attachment", "attachments"}, kind) && d.oneIn(8) {
		b.put("sealed", someOf(d, d.roles))
		f.sealed = true
	}
	switch d.below(8) {
	case 0, 1, 2, 3, 4:
		b.put("required", true)
		f.sure = true
	case 5, 6:
		b.put("required_when", d.condition(at, own, outcomes))
	}
	d.maybeCite(b)
	return f, b
}

// caseRows make up rows of cases, which stand in the steps of a period's matter only.
func (d *draft) caseRows(name string, inPeriod bool) block {
	columns := newBlock()
	for i, kind := range policy.ClosedSet("column_type") {
		if inPeriod && !d.oneIn(3) {
			continue
		}
		col := newBlock("type", kind, "title", "列", "hint", pick(d, []string{"", "提示"}), "required", d.flip())
		if kind == "choice" {
			col.put("options", newBlock("one", "甲", "two", "乙"))
		}
		d.maybeCite(col)
		columns.put(fmt.Sprintf("%s_%d", name, i), col)
	}
	if len(columns.keys()) == 0 {
		columns.put(name+"_unit", newBlock("type", "unit", "title", "单位"))
	}
	b := newBlock("type", "cases", "title", "各案", "columns", columns, "all_cases", d.flip())
	d.maybeCite(b)
	return b
}

// canBeTold reports whether a circular can say what a field holds.
func (f field) canBeTold() bool {
	return !f.sealed && !slices.Contains([]string{"attachment", "attachments", "cases", "category", "severity"}, f.kind)
}

// restrictPeople says who can be named.
func (d *draft) restrictPeople(at *stage, b block) {
	if d.flip() {
		holds := []any{pick(d, d.roles)}
		if d.oneIn(4) {
			holds = append(holds, newBlock("seat", pick(d, d.roles), "when", d.condition(at, nil, nil)))
		}
		b.put("holds", holds)
	}
	if at == nil && d.flip() || d.oneIn(4) {
		b.put("except", d.seatsOrConditional(d.roles[len(d.roles)-1], at))
	}
}

// form makes up a form; its fields have names that no other form has, or those of an earlier one.
func (d *draft) form(at *stage, step string, outcomes []string) ([]field, block) {
	form := newBlock()
	var fields []field
	for range d.below(4) {
		kind := pick(d, d.fieldKinds(step))
		f, b := d.fieldOf(at, step, kind, fields, outcomes)
		if slices.Contains(form.keys(), f.name) {
			continue
		}
		form.put(f.name, b)
		fields = append(fields, f)
	}
	return fields, form
}

// fieldKinds are the types that a form can have.
func (d *draft) fieldKinds(step string) []string {
	return slices.DeleteFunc(policy.ClosedSet("field_type"), func(kind string) bool {
		atFiling := step == policy.IntakeForm
		return atFiling && slices.Contains([]string{"attachment", "attachments"}, kind) && !d.oneIn(8) ||
			atFiling && slices.Contains([]string{"category", "severity"}, kind) && !d.oneIn(8) ||
			kind == "cases" && !d.oneIn(8) ||
			kind == "severity" && len(d.severities) == 0
	})
}

// musts are conditions that a form must meet, mostly about its own fields and the outcome.
func (d *draft) musts(at *stage, own []field, outcomes []string) []block {
	var musts []block
	for range d.below(2) + d.below(2) {
		that := d.comparison(at, own, outcomes) + " || " + d.comparison(at, own, outcomes)
		if !d.oneIn(16) {
			that += fmt.Sprintf(" || outcome == %q", outcomes[0])
		}
		m := newBlock("that", that, "say", "不符合规定")
		if len(own) > 0 && d.flip() {
			m.put("field", pick(d, own).name)
		}
		d.maybeCite(m)
		musts = append(musts, m)
	}
	return musts
}
