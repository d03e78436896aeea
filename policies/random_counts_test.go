package policies_test

import "duban/policy"

// nameCounts names the numbers of other cases that conditions may read.
func (d *draft) nameCounts() {
	if d.oneIn(2) {
		d.counts.put("others", newBlock("title", "另有几件"))
	}
}

// fillCounts says what is counted, when all that it may name is there.
func (d *draft) fillCounts() {
	if !d.countsRead && !d.oneIn(32) {
		d.counts.Content = nil
	}
	for i := 1; i < len(d.counts.Content); i += 2 {
		c := d.cited("title", "另有几件", "within", pick(d, []string{"30d", "3m"}))
		if !d.oneIn(8) {
			c.put("same", someOf(d, policy.ClosedSet("common")))
		}
		if d.flip() {
			c.put("kinds", someOf(d, d.filed))
		}
		if d.flip() {
			c.put("ended", []string{"upheld"})
		}
		if s := pick(d, d.stages); len(s.outcomes) > 0 && d.flip() {
			c.put("outcomes", []string{s.id + "." + pick(d, s.outcomes)})
		}
		d.counts.Content[i] = c.Node
	}
}
