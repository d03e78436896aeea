package policies_test

import (
	"fmt"
	"slices"
)

// putSlipsByHand makes up the kinds of slip that are issued by hand.
func (d *draft) putSlipsByHand(all, may block) {
	for _, name := range d.byHand {
		b := d.numberFormat()
		if !slices.Contains(b.keys(), "title") {
			b.put("title", "督办单")
		}
		if !d.oneIn(64) {
			b.put("reply", "2wd")
		}
		if d.flip() {
			b.put("most", pick(d, []string{"3wd", "5wd"}))
		}
		if name != "instruction" {
			b.put("grounds", d.grounds())
		}
		if d.oneIn(4) {
			b.put("ladder", d.ladder())
		}
		d.putSeries(name, may, b)
		all.put(name, b)
	}
}

// putSeries makes up whose series a kind of slip is numbered in, how it is set, and whether one issued by hand uses up
// a rung.
func (d *draft) putSeries(name string, may, b block) {
	if d.oneIn(4) {
		b.put("series", "organisation")
	}
	if d.oneIn(4) {
		b.put("layout", d.layoutBlock())
	}
	byHand := slices.Contains(d.byHand, name) || name == "urge" && slices.Contains(may.keys(), "urge")
	b.put("uses_rung", byHand && slices.Contains(d.onRungs, name) && d.flip() || d.oneIn(256))
}

// isForAddressee reports whether a command is given by whoever a slip is for.
func isForAddressee(command string) bool { return command == "reply_slip" || command == "receive_slip" }

// grounds are why slips are issued by hand.
func (d *draft) grounds() block {
	all := newBlock()
	for i := range d.between(1, 2) {
		b := newBlock("title", fmt.Sprintf("事由%d", i+1))
		if d.flip() {
			b.put("by", someOf(d, d.roles))
		}
		d.maybeCite(b)
		all.put(fmt.Sprintf("ground_%d", i+1), b)
	}
	return all
}

// needsForSlips reports whether a command issues or answers slips by hand that the file has.
func (d *draft) needsForSlips(command string) bool {
	return command == "reply_slip" && len(d.byHand) > 0 ||
		command == "issue_slip" && slices.Contains(d.byHand, "supervision") ||
		command == "instruct" && slices.Contains(d.byHand, "instruction")
}

// leavesOutSlips leaves out, mostly, a command that has nothing to issue.
func (d *draft) leavesOutSlips(command string) bool {
	return (command == "issue_slip" || command == "instruct") && !d.needsForSlips(command) && !d.oneIn(16)
}
