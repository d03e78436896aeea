package policies_test

import (
	"fmt"
	"slices"
	"strings"
)

// sureAt are the fields that whoever comes to a stage has surely filled in.
func (d *draft) sureAt(at *stage) []field {
	all := slices.Clone(d.intake)
	for _, s := range d.stages {
		if at != nil && s.order < at.order {
			all = append(all, s.fields...)
		}
	}
	return slices.DeleteFunc(all, func(f field) bool { return !f.sure && !d.oneIn(128) })
}

func (d *draft) fieldsAt(at *stage, kinds ...string) []field {
	return slices.DeleteFunc(d.sureAt(at), func(f field) bool { return !slices.Contains(kinds, f.kind) })
}

// condition is one that holds in some cases; outcomes are those of the form it stands in, own its fields.
func (d *draft) condition(at *stage, own []field, outcomes []string) string {
	one := d.comparison(at, own, outcomes)
	switch d.below(8) {
	case 0:
		return "!(" + one + ")"
	case 1:
		return one + " && " + d.comparison(at, own, outcomes)
	case 2:
		return one + " || " + d.comparison(at, own, outcomes)
	}
	return one
}

func (d *draft) comparison(at *stage, own []field, outcomes []string) string {
	fields := append(d.sureAt(at), own...)
	if len(outcomes) > 0 && d.flip() {
		return d.among("outcome", outcomes)
	}
	if len(fields) > 0 && d.flip() {
		return d.comparisonOfField(pick(d, fields))
	}
	switch d.below(8) {
	case 0, 1:
		if len(d.severities) > 0 {
			return d.among("severity", d.severities)
		}
	case 2:
		return d.among("category", d.categories)
	case 3:
		return d.among("kind", slices.Concat(d.filed, d.linked))
	case 4:
		return d.among("channel", d.sources[pick(d, d.sourceNames)])
	case 5:
		switch {
		case len(d.ways) > 0 && d.flip():
			return pick(d, []string{"", "!"}) + "represented." + pick(d, d.ways)
		case d.flip():
			return d.eachOutcome(at)
		}
		return "respondents > " + d.number()
	case 6:
		if names := d.counts.keys(); len(names) > 0 && at != nil {
			d.countsRead = true
			return "counted." + pick(d, names) + " > " + d.number()
		}
		return `responsible_unit != ""`
	}
	return d.among("source", d.sourceNames)
}

func (d *draft) number() string {
	if d.oneIn(4) {
		return "setting." + d.setting(pick(d, []string{"1", "3%"}))
	}
	return fmt.Sprint(d.below(3))
}

func (d *draft) among(name string, words []string) string {
	word := pick(d, words)
	switch d.below(16) {
	case 0:
		return fmt.Sprintf(`%s in ["%s"]`, name, strings.Join(someOf(d, words), `", "`))
	case 1:
		return fmt.Sprintf("%s != %q", name, word)
	case 2:
		if d.oneIn(16) {
			word += "x" // no such word
		}
	}
	return fmt.Sprintf("%s == %q", name, word)
}

func (d *draft) comparisonOfField(f field) string {
	switch f.kind {
	case "bool":
		return pick(d, []string{"", "!"}) + f.name
	case "choice":
		return d.among(f.name, f.options)
	case "int", "money":
		return f.name + " > " + d.number()
	case "people", "attachments":
		return "size(" + f.name + ") > 0"
	case "date", "datetime", "unit", "person", "attachment":
		return f.name + ` != ""`
	}
	return `kind != ""` // sealed, or the case's own
}

// seat is somebody who can be found at a stage.
func (d *draft) seat(at *stage) string {
	role := pick(d, d.roles[:len(d.roles)-1]) // the highest approves
	if d.oneIn(16) {
		role = pick(d, d.roles)
	}
	switch d.below(16) {
	case 0:
		if units := d.fieldsAt(at, "unit"); len(units) > 0 {
			return role + " of " + pick(d, units).name
		}
	case 1, 2:
		if people := d.fieldsAt(at, "person", "people"); len(people) > 0 {
			return "person " + pick(d, people).name
		}
	case 3:
		if before := d.stagesBefore(at); len(before) > 0 {
			return "doer of " + pick(d, before).id
		}
	case 4:
		if len(d.tables) > 0 {
			return "authority " + pick(d, d.tables)
		}
	case 5:
		return role + " or " + pick(d, d.roles)
	case 6:
		if d.oneIn(8) {
			return role + " of responsible_unit"
		}
	}
	return role
}

// stagesBefore are those that whoever comes to a stage has surely done.
func (d *draft) stagesBefore(at *stage) []*stage {
	var before []*stage
	for _, s := range d.stages {
		if at != nil && s.order < at.order && s.kind != "window" && !s.skippable {
			before = append(before, s)
		}
	}
	return before
}

// seats are who does something at a stage: where some do it under a condition only, mostly others do it else.
func (d *draft) seats(at *stage) []any {
	seats := []any{d.seat(at)}
	if d.oneIn(4) {
		seats = append(seats, d.seat(at))
	}
	if d.oneIn(8) {
		when := d.condition(at, nil, nil)
		seats = []any{newBlock("seat", d.seat(at), "when", when)}
		if !d.oneIn(8) {
			seats = append(seats, newBlock("seat", d.seat(at), "when", "!("+when+")"))
		}
	}
	return seats
}

// seatsOrConditional is somebody, in a few cases under a condition only.
func (d *draft) seatsOrConditional(seat string, at *stage) []any {
	if d.oneIn(8) {
		return []any{newBlock("seat", seat, "when", d.condition(at, nil, nil))}
	}
	return []any{seat}
}

// parts are who each do their own part, different roles where there are enough.
func (d *draft) parts(at *stage) []any {
	parts := slices.Clone(d.roles)
	if len(parts) > 2 && d.flip() {
		parts = parts[1:]
	}
	if d.oneIn(4) {
		parts = append(parts[1:], d.seat(at))
	}
	all := d.seatsOrConditional(parts[0], at)
	for _, role := range parts[1:] {
		all = append(all, role)
	}
	return all
}
