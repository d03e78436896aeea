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
