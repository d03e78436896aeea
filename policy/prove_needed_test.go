package policy_test

import (
	"slices"
	"strings"
	"testing"

	"duban/policy"
)

// A demand that a condition over the case keeps from being answered keeps the case from closing; one over the command's
// own form can be met.
func TestADemandCanBeAnsweredInEveryCase(t *testing.T) {
	const demands = "demands: {clauses: [\"1\"]}\nmay:\n  record_demand: {by: [clerk], clauses: [\"1\"]}\n" +
		"  answer_demand: {by: [clerk], clauses: [\"1\"], form: {sure: {type: bool, title: 核对过, required: true}}, " +
		"must: [{that: 'MUST', say: 先核对, clauses: [\"1\"]}]}\n"
	for must, told := range map[string]bool{"sure": false, "route == \"fast\"": true} {
		may := strings.ReplaceAll(demands, "MUST", must)
		found := policy.Check("small.yaml", rewritten(t, "\ndeadlines:\n", "\n"+may+"deadlines:\n"), weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool {
			return f.ID == "proof.demand_blocked"
		}); got != told {
			t.Errorf("%s: %v", must, found)
		}
	}
}

// Steps whose days roll to the next working day can take longer together than they say: 27 days and three come to 30,
// and each can end on a rest day.
func TestRolledStepsCanTakeLonger(t *testing.T) {
	for counting, told := range map[string]bool{"": true, "counting: {roll: none}\n": false} {
		data := rewritten(t, "settings:\n", counting+"settings:\n",
			"limit: 5wd", "limit: 27d", "limit: 2wd", "limit: 3d")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == "proof.fits" }); got != told {
			t.Errorf("%q: %v", counting, found)
		}
	}
}

// A `must` that asks whether somebody speaks for a party can be met where there surely is such a party, by recording
// it; that nobody does, where it can be ended.
func TestARepresentativeThatAFormAsksForCanBeRecorded(t *testing.T) {
	for _, c := range []struct {
		role, must, more string
		told             bool
	}{
		{"complainant", "represented.agent", "", false},
		{"respondent", "represented.agent", "", true},
		{"respondent: {required: true, ", "represented.agent", "", false},
		{"complainant", "!represented.agent", "", true},
		{"complainant", "!represented.agent", "  end_representation: {by: [clerk], clauses: [\"1\"]}\n", false},
	} {
		role := c.role
		if !strings.Contains(role, ":") {
			role += ": {"
		}
		data := rewritten(t, "\ndeadlines:\n", "\nparties: {"+role+"represented: {agent: {title: 代理人}}}}\nmay:\n"+
			"  record_representation: {by: [clerk], clauses: [\"1\"]}\n"+c.more+"deadlines:\n",
			"    limit: 2wd\n    sets: answered",
			"    limit: 2wd\n    sets: answered\n    must: [{that: '"+c.must+"', say: 须有代理人, clauses: [\"1\"]}]")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool {
			return f.ID == "proof.blocked"
		}); got != c.told {
			t.Errorf("%+v: %v", c, found)
		}
	}
}

// Somebody can be named in what a command asks for that a matter cannot do without.
func TestSomebodyCanBeNamedInANeededCommand(t *testing.T) {
	for except, told := range map[string]bool{"leader": false, "{seat: clerk, when: route == \"fast\"}": true} {
		data := rewritten(t, "\ndeadlines:\n", "\ndemands: {clauses: [\"1\"]}\nmay:\n"+
			"  record_demand: {by: [clerk], clauses: [\"1\"]}\n"+
			"  answer_demand: {by: [clerk], clauses: [\"1\"], form: {who: {type: person, title: 承办人, required: true, "+
			"holds: [clerk], except: ["+except+"]}}}\ndeadlines:\n")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool {
			return f.ID == "proof.nobody_fits"
		}); got != told {
			t.Errorf("%s: %v", except, found)
		}
	}
}

// The time for a review is part of what a way takes.
func TestTheTimeForAReviewIsCounted(t *testing.T) {
	for within, told := range map[string]bool{"5d": false, "40d": true} {
		data := rewritten(t, "    sets: answered\n    outcomes:\n      answered: {title: 已答复, next: archive}",
			"    kind: notice\n"+
				"    to: complainant\n"+
				"    served: {letter: 信函}\n"+
				"    closes: {disposition: '\"upheld\"'}\n"+
				"    outcomes:\n      answered: {title: 已答复, next: wait}\n"+
				"  wait:\n    kind: window\n    title: 等待\n    clauses: [\"1\"]\n    sets: answered\n"+
				"    outcomes: {over: {title: 期满, next: archive}}\n"+
				"may:\n  request_review: {by: [clerk], within: "+within+", clauses: [\"1\"], begins: {kind: inquiry}}")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == "proof.fits" }); got != told {
			t.Errorf("%s: %v", within, found)
		}
	}
}

// A seat of a unit in a matter that begins from others is somebody's where each of those has named the unit, though it
// reads it no more itself.
func TestALinkedMatterNeedsTheUnitThatItReads(t *testing.T) {
	for form, told := range map[string]bool{
		"": true,
		"      responsible_unit: {type: unit, title: 责任单位, required: true}\n": false,
	} {
		data := rewritten(t, "level: 1, sees: all, identity: true}", "level: 1, sees: all, identity: true, per: unit}",
			"inquiry: {title: 查询,", "other: {title: 另案, first: other, linked: true, "+
				"clauses: [\"1\"]}\n  inquiry: {title: 查询,",
			"      fault: {type: bool, title: 是否有责, required: true}\n",
			"      fault: {type: bool, title: 是否有责, required: true}\n"+form,
			"answered: {title: 已答复, next: archive}",
			"answered: {title: 已答复, next: archive, begins: {kind: other, clauses: [\"1\"]}}\n"+
				"  other:\n"+
				"    title: 另行处理\n"+
				"    by: [clerk of responsible_unit]\n"+
				"    clauses: [\"1\"]\n"+
				"    limit: 2wd\n"+
				"    outcomes: {done: {title: 已处理, next: archive}}")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool {
			return f.ID == "proof.assigned"
		}); got != told {
			t.Errorf("%q: %v", form, found)
		}
	}
}

// A message that is owed an answer keeps a case from the archive, so what its answer must meet is of the answer alone.
func TestAMessageCanBeAnsweredInEveryCase(t *testing.T) {
	for must, told := range map[string]bool{"sure": false, "route == \"fast\"": true} {
		data := rewritten(t, "\ndeadlines:\n", "\nmessages:\n  reply: {title: 答复, from: "+
			"organisation, clauses: [\"1\"]}\n"+
			"  letter: {title: 来信, from: complainant, answer: 2wd, clauses: [\"1\"]}\nmay:\n"+
			"  message: {by: [clerk, complainant], clauses: [\"1\"], form: {sure: {type: bool, title: "+
			"核对过, required: true}}, "+
			"must: [{that: '"+must+"', say: 先核对, clauses: [\"1\"]}]}\ndeadlines:\n")
		found := policy.Check("small.yaml", data, weekends).Findings
		if got := slices.ContainsFunc(found, func(f policy.Finding) bool {
			return f.ID == "proof.needed_blocked"
		}); got != told {
			t.Errorf("%s: %v", must, found)
		}
	}
}
