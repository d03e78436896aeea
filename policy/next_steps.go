package policy

import "duban/complaint"

// leadsTo reports whether a case at one step can still come to another. It is what a joining step asks of the
// other branches.
func (p *Policy) leadsTo(from, to complaint.StepID) bool { return p.followers[from][to] }

// findFollowers finds, for each step, every step that can follow it, however long after.
func findFollowers(doc *Document) map[complaint.StepID]map[complaint.StepID]bool {
	all := map[complaint.StepID]map[complaint.StepID]bool{}
	for _, e := range doc.Steps.Entries {
		seen := map[complaint.StepID]bool{}
		var walk func(s *Step)
		walk = func(s *Step) {
			for _, w := range s.nextSteps() {
				id := complaint.StepID(w.Text)
				if seen[id] {
					continue
				}
				seen[id] = true
				if next, ok := doc.Steps.Get(w.Text); ok {
					walk(next)
				}
			}
		}
		walk(&e.Value)
		all[complaint.StepID(e.Key)] = seen
	}
	return all
}

// nextSteps are the steps a step can be followed by: where its outcomes lead, and where the case goes instead when
// its condition does not hold.
func (s *Step) nextSteps() []Word {
	var ways []Word
	for _, o := range s.Outcomes.Entries {
		for _, next := range o.Value.waysOn() {
			ways = append(ways, next...)
		}
	}
	if s.Else.Text != "" {
		ways = append(ways, s.Else)
	}
	return ways
}
