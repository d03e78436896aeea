package policies_test

import (
	"slices"

	"duban/policy"
)

// may is what no task offers.
func (d *draft) may() block {
	all := newBlock()
	for _, command := range policy.ClosedSet("permission") {
		if command == "request_review" {
			if d.reviews {
				all.put(command, d.reviewRule())
			}
			continue
		}
		likely := command == "reply_slip" && slices.Contains(d.slips, "inquiry") && !d.oneIn(16) ||
			command == "record_representation" && d.represented && !d.oneIn(16) ||
			command == "message" && d.conversing && !d.oneIn(16) ||
			d.needsForSlips(command) && !d.oneIn(64) || d.isAboutDemands(command) && d.demanding && !d.oneIn(64)
		if !likely && !d.oneIn(4) || command == "urge" && !slices.Contains(d.slips, "urge") && !d.oneIn(4) {
			continue
		}
		if d.leavesOutRepresentation(command) || d.leavesOutSlips(command) ||
			d.isAboutDemands(command) && !d.demanding && !d.oneIn(64) {
			continue
		}
		b := newBlock()
		by := someOf(d, d.roles)
		if slices.Contains(policy.ComplainantCommands(), command) && d.flip() {
			by = append(by, "complainant")
		}
		if !isForAddressee(command) || d.oneIn(128) {
			b.put("by", by)
		}
		if marks := d.milestones(nil); len(marks) > 0 && !isForAddressee(command) &&
			(command != "record_representation" && command != "answer_demand" || d.oneIn(8)) &&
			(command != "message" || !d.conversing) && d.oneIn(4) {
			b.put("after", pick(d, marks))
		}
		switch command {
		case "urge":
			b.put("reply", d.length("2wd", "1d"))
			if slices.Contains(by, "complainant") && !d.oneIn(4) {
				b.put("every", d.length("1wd", "2d"))
			}
		case "recuse":
			b.put("decided_by", "decide_recusal")
			if d.flip() {
				b.put("found", someOf(d, policy.ClosedSet("conflict")))
			}
			d.aside.put("decide_recusal", d.sideStep("recusal", "granted", "refused"))
		case "object":
			b.put("decided_by", "answer_objection")
			d.aside.put("answer_objection", d.sideStep("", "kept", "changed"))
		}
		if (command == "withdraw" || command == "regrade" || command == "redirect") && d.oneIn(4) {
			b.put("leads_to", d.onward())
		}
		if command == "return" {
			b.put("leads_to", append(d.onward(), d.goesOnAt()))
		}
		if (command == "redirect" || command == "return") && d.flip() {
			b.put("at_most", d.atMost(d.goesOnAt()))
		}
		if !isForAddressee(command) && command != "record_representation" && d.oneIn(4) {
			d.asksWith(command, slices.Contains(by, "complainant"), b)
		}
		d.cite(b)
		all.put(command, b)
	}
	return all
}

// isAboutDemands reports whether a command records or answers what a complainant asks for.
func (d *draft) isAboutDemands(command string) bool {
	return command == "record_demand" || command == "answer_demand"
}

// mainLine are the steps of the main line at which a case can go on.
func (d *draft) mainLine() []string {
	var line []string
	for _, s := range d.stages {
		if s.order%2 == 0 && !s.join && s.kind != "window" {
			line = append(line, s.id)
		}
	}
	return line
}

// goesOnAt is a step of the main line to which a command takes a case: mostly the first, for of what was to be filled
// in before another nothing is known there.
func (d *draft) goesOnAt() string {
	line := d.mainLine()
	if d.oneIn(4) {
		return pick(d, line)
	}
	return line[0]
}

// atMost says how often something can be given, and to which of some steps it may lead then.
func (d *draft) atMost(then ...string) block {
	most := newBlock("times", d.between(1, 2))
	if d.flip() {
		most.put("then", pick(d, then))
	}
	d.maybeCite(most)
	return most
}

// onward is where a case goes on that a command takes out of its way: at a step of the main line.
func (d *draft) onward() []any {
	step := d.goesOnAt()
	if d.flip() {
		return []any{step}
	}
	return []any{d.cited("step", step, "when", d.among("kind", d.filed))}
}

func (d *draft) reviewRule() block {
	b := d.cited("by", append(someOf(d, d.roles), "complainant"), "within", d.length("15d", "10wd"))
	if d.flip() {
		b.put("once", d.setting(""))
	}
	end := d.stages[len(d.stages)-1]
	begins := []block{d.beginning(end)}
	if d.oneIn(4) {
		begins = append(begins, d.beginning(end))
	}
	b.put("begins", begins)
	if d.oneIn(4) {
		d.asksWith("request_review", true, b)
	}
	return b
}
