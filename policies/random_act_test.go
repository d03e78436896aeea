package policies_test

import (
	"fmt"
	"slices"

	"duban/policy"
)

// asksWith adds what is asked with a command: a form, and conditions that it must meet. Whoever comes by receipt is not
// asked to name somebody of the organisation.
func (d *draft) asksWith(act string, byReceipt bool, b block) {
	d.acts++
	act = fmt.Sprintf("%s_%d", act, d.acts)
	form := newBlock()
	var fields []field
	for range d.between(1, 4) {
		f, own := d.fieldOfAct(act, byReceipt, fields)
		if slices.Contains(form.keys(), f.name) {
			continue
		}
		form.put(f.name, own)
		fields = append(fields, f)
	}
	b.put("form", form)
	if d.flip() {
		b.put("must", d.mustsOfAct(fields))
	}
}

// fieldOfAct makes up a field of its own, or one that a step's form has too.
func (d *draft) fieldOfAct(act string, byReceipt bool, before []field) (field, block) {
	if d.oneIn(8) {
		for _, s := range d.stages {
			for _, f := range s.fields {
				if f.kind == "bool" || f.kind == "choice" {
					options := newBlock()
					for _, code := range f.options {
						options.put(code, "选项"+code)
					}
					return f, newBlock("type", f.kind, "title", "字段", "options", options)
				}
			}
		}
	}
	kinds := slices.DeleteFunc(policy.ClosedSet("field_type"), func(kind string) bool {
		return slices.Contains([]string{"category", "severity"}, kind) && (len(d.severities) == 0 || !d.oneIn(16)) ||
			kind == "cases" && !d.oneIn(8) ||
			byReceipt && slices.Contains([]string{"person", "people", "unit"}, kind)
	})
	kind := pick(d, kinds)
	f, b := d.fieldOf(nil, act, kind, before, nil)
	if (kind == "person" || kind == "people") && !slices.Contains(b.keys(), "except") && d.oneIn(4) {
		b.put("except", []any{newBlock("seat", d.roles[0], "when", d.condition(nil, nil, nil))})
	}
	if f.name != kind {
		f.name = kind + "_" + act // and no responsible unit
	}
	return f, b
}

func (d *draft) mustsOfAct(own []field) []block {
	var musts []block
	for range d.between(1, 2) {
		m := newBlock("that", d.condition(nil, own, nil), "say", "不符合规定")
		if len(own) > 0 && d.flip() {
			m.put("field", pick(d, own).name)
		}
		d.maybeCite(m)
		musts = append(musts, m)
	}
	return musts
}

// pathOfAct is the one path at which all forms and conditions of commands are told of, because they are of one kind
// wherever they stand; "" for any other key.
func pathOfAct(parent, key string) string {
	if (key == "form" || key == "must") && parent != ".intake" && parent != ".steps" {
		return ".act." + key
	}
	return ""
}
