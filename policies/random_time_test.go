package policies_test

import (
	"fmt"
	"slices"
	"strings"

	"duban/policy"
)

// timeOf gives a stage its limit and what belongs to it.
func (d *draft) timeOf(s *stage, b block) {
	if d.oneIn(4) {
		return
	}
	limit := d.length("1wd", "2wd", "3wd", "5d", "4h")
	if days := slices.DeleteFunc(d.fieldsAt(s, "int"), func(f field) bool { return f.max == 0 }); len(days) > 0 {
		limit = "field " + pick(d, days).name + " " + pick(d, []string{"wd", "d", "h"})
	}
	if d.oneIn(8) {
		b.put("limits", d.limitChoices(s))
	} else {
		b.put("limit", limit)
		if d.oneIn(4) {
			b.put("target", d.length("2h", "1wd"))
		}
	}
	if d.oneIn(16) {
		b.put("from", d.origin(s))
	}
	if d.oneIn(16) {
		without := slices.DeleteFunc(slices.Clone(s.outcomes), func(code string) bool {
			return slices.Contains(s.limited, code)
		})
		b.put("lapses", pick(d, without))
		s.skippable = true // nobody fills it in then
	}
	if d.oneIn(4) {
		b.put("ladder", d.ladder())
	}
	d.moves(s, b)
}

// moves are the ways in which a limit can move.
func (d *draft) moves(at *stage, b block) {
	counting := newBlock()
	if d.oneIn(8) {
		counting = d.counting()
	}
	b.put("counting", counting)
	if d.oneIn(8) {
		m := d.cited("by", d.seats(at), "grounds", newBlock("papers", "等待材料"))
		if d.oneIn(4) {
			m.put("when", d.condition(at, nil, nil))
		}
		d.tell(m, counting)
		if d.flip() {
			d.asksWith("suspend", false, m)
		}
		if d.flip() {
			ends := d.cited()
			d.asksWith("resume", false, ends)
			m.put("ends", ends)
		}
		b.put("suspension", m)
	}
	if d.oneIn(8) {
		m := d.cited("by", d.seats(at), "approve", d.seatsOrConditional(d.roles[len(d.roles)-1], at),
			"most", d.length("3d", "5wd", "12d"))
		if d.oneIn(4) {
			m.put("when", d.condition(at, nil, nil))
		}
		if d.flip() {
			m.put("times", d.between(1, 2))
		}
		d.tell(m, counting)
		if d.flip() {
			d.asksWith("extend", false, m)
		}
		if d.flip() {
			d.acts++
			proof := fmt.Sprintf("proof_extension_%d", d.acts)
			m.put("on_behalf_of", d.cited("body", "上级机关", "proof", proof))
		}
		b.put("extension", m)
	}
}

// tellingStep is how the steps are called in which a party is told of a move.
const tellingStep = "tell_"

// tell has the party told of a move before the old limit passes, in some cases, by a notice that is counted alike.
func (d *draft) tell(move, counting block) {
	if !d.oneIn(4) {
		if d.flip() {
			move.put("ahead", d.length("1d", "4h"))
		}
		return
	}
	outcomes := newBlock("told", newBlock("title", "已告知", "next", []string{"archive"}))
	if d.flip() {
		outcomes.put("out", newBlock("title", "联系不上", "next", []string{"archive"}, "unserved", true,
			"opens_window", d.flip()))
	}
	id := fmt.Sprint(tellingStep, len(d.aside.keys())+1)
	d.aside.put(id, d.cited("kind", "notice", "title", "告知变动", "to", d.partyRole(), "by", []any{pick(d, d.roles)},
		"served", newBlock("letter", "书面"), "counting", counting, "outcomes", outcomes))
	move.put("ahead", d.length("1d", "4h"))
	move.put("tells", id)
}

func (d *draft) counting() block {
	b := newBlock()
	for _, key := range []string{"start", "end", "roll"} {
		if !d.oneIn(4) {
			b.put(key, pick(d, policy.ClosedSet("counting_"+key)))
		}
	}
	return b
}

// ladder is what happens around a limit; at the limit or after it something does, mostly.
func (d *draft) ladder() []block {
	var rungs []block
	if d.flip() {
		rungs = append(rungs,
			newBlock("at", pick(d, []string{"4h before", "1wd before", "1d before"}), "remind", "holder"))
	}
	late := len(d.slips) > 0 && !d.oneIn(4)
	if late {
		name := pick(d, d.slips)
		if len(d.byHand) > 0 && d.oneIn(4) {
			name = pick(d, d.byHand)
		}
		d.onRungs = append(d.onRungs, name)
		slip := newBlock("at", "limit", "slip", name, "to", pick(d, []string{"", "holder"}))
		if d.flip() {
			slip.put("reply", d.length("1wd", "2d"))
		}
		if d.flip() {
			slip.put("copies", someOf(d, d.roles))
		}
		rungs = append(rungs, slip)
	}
	if len(rungs) == 0 || d.flip() || !late && !d.oneIn(64) {
		rungs = append(rungs, newBlock("after", d.length("1wd", "1d", "6h"), "escalate", pick(d, d.roles)))
	}
	for _, r := range rungs {
		d.maybeCite(r)
	}
	return rungs
}

// milestones are those that cases surely reach before a stage; all for nil.
func (d *draft) milestones(before *stage) []string {
	var marks []string
	for _, s := range d.stages {
		if before == nil || s.order < before.order {
			marks = append(marks, s.milestones...)
		}
	}
	return marks
}

// deadlines are limits of the whole case.
func (d *draft) deadlines() block {
	all := newBlock()
	for i := range d.below(3) {
		b := newBlock("title", "期限")
		if !d.oneIn(64) {
			d.cite(b)
		}
		if len(d.linked) > 0 || d.oneIn(4) {
			b.put("for", someOf(d, d.filed))
		}
		from := d.origin(d.stages[len(d.stages)-1])
		until := "closed"
		if marks := d.marksOfTheEnd(); len(marks) > 0 && d.flip() {
			until = pick(d, marks)
		}
		b.put("from", from)
		b.put("restart", from != "received" && d.oneIn(4) || d.oneIn(64))
		b.put("until", until)
		b.put("limit", d.limitChoices(nil))
		if !d.oneIn(16) {
			b.put("ladder", d.ladder())
		}
		d.moves(nil, b)
		all.put(fmt.Sprintf("limit_%d", i+1), b)
	}
	if d.period != "" && d.flip() {
		all.put("summary", d.periodicDeadline())
	}
	return all
}

// marksOfTheEnd are the milestones of the last stage; mostly those only that every case surely reaches.
func (d *draft) marksOfTheEnd() []string {
	end := d.stages[len(d.stages)-1]
	if d.oneIn(16) {
		return end.milestones
	}
	if d.leaves || end.skippable {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(end.milestones), func(mark string) bool { return mark != "reached_"+end.id })
}

// origin is what a limit can count from at a stage.
func (d *draft) origin(at *stage) string {
	if dates := d.fieldsAt(at, "date", "datetime"); len(dates) > 0 && d.flip() {
		return "field " + pick(d, dates).name
	}
	if marks := d.milestones(at); len(marks) > 0 && d.flip() {
		return pick(d, marks)
	}
	return "received"
}

// limitChoices are lengths that together cover each case, mostly: those of a stage, or of the whole case.
func (d *draft) limitChoices(at *stage) []block {
	lengths := []string{"120d", "200d", "6m", "90wd", "150d", "12m", "100wd", "12d"}
	if at != nil {
		lengths = []string{"1wd", "3wd", "5d", "4h"}
	}
	choice := func(when string) block {
		b := newBlock("when", when)
		if d.oneIn(16) {
			b.put("is", "none")
		} else {
			length := d.length(lengths...)
			if at == nil && strings.HasSuffix(length, "oh") { // the steps take longer
				length = lengths[0]
			}
			b.put("is", length)
			if d.oneIn(4) {
				b.put("target", d.length("10d", "5wd"))
			}
		}
		d.maybeCite(b)
		return b
	}
	var choices []block
	switch {
	case d.flip():
		return []block{choice("")}
	case d.flip() && len(d.severities) > 0:
		for _, s := range d.severities {
			choices = append(choices, choice(fmt.Sprintf("severity == %q", s)))
		}
	case d.flip():
		for _, s := range d.sourceNames {
			choices = append(choices, choice(fmt.Sprintf("source == %q", s)))
		}
	default:
		choices = []block{choice(d.condition(at, nil, nil))}
		if !d.oneIn(4) {
			choices = append(choices, choice(""))
		}
	}
	return choices
}

// measures are spans that the organisation wants to know.
func (d *draft) measures() block {
	all := newBlock()
	for i := range d.below(2) {
		all.put(fmt.Sprintf("span_%d", i+1),
			d.cited("title", "用时", "until", pick(d, append(d.milestones(nil), "closed"))))
	}
	return all
}
