package policy_test

import (
	"errors"
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// passedOn lets whoever investigates hand the matter back to whoever sends it on, so often at most; assign is the step
// in which the leader decides who does it.
func passedOn(atMost, assign string) []string {
	return []string{
		"      done: {title: 查明, next: answer}\n",
		"      done: {title: 查明, next: answer}\n" +
			"      misrouted: {title: 退回, next: route, reason: true, at_most: {" + atMost + "}}\n" +
			"  route:\n    title: 改派\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 1wd\n" +
			"    outcomes: {routed: {title: 已改派, next: investigate}}\n" + assign,
	}
}

const leaderAssigns = "  assign:\n    title: 指定承办\n    by: [leader]\n    clauses: [\"1\"]\n    limit: 1wd\n" +
	"    outcomes: {assigned: {title: 已指定, next: investigate}}\n"

// answering is the latest clock of the whole case.
func answering(e *scenario.Engine) complaint.Deadline {
	var last complaint.Deadline
	for _, d := range e.Case.Deadlines {
		if d.Name == "answer" {
			last = d
		}
	}
	return last
}

// A matter is passed on with its reason, so often and no more, and then somebody above decides; the limit counts from
// receipt all the while.
func TestAMatterIsPassedOnSoOften(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		passedOn("times: 2, then: assign, clause: \"2\"", leaderAssigns)...)
	why := map[string]any{"reason": "不归我们"}
	must := func(outcome string, data map[string]any) {
		t.Helper()
		if err := gives(t, e, clerk, outcome, data); err != nil {
			t.Fatal(err)
		}
	}
	must("accepted", nil)
	due := answering(e).Due
	refusal := complaint.RefusalIn(gives(t, e, clerk, "misrouted", map[string]any{"fault": true}))
	if refusal == nil || refusal.Field != "data.reason" {
		t.Fatalf("passed on without a reason: %v", refusal)
	}
	why["fault"] = false
	for range 2 {
		must("misrouted", why)
		if e.Case.Step != "route" {
			t.Fatalf("passed on to %s", e.Case.Step)
		}
		mustAdvance(t, e, 1)
		must("routed", nil)
	}
	must("misrouted", why)
	if e.Case.Step != "assign" {
		t.Fatalf("passed on once too often it is at %s", e.Case.Step)
	}
	must("assigned", nil)
	refusal = complaint.RefusalIn(gives(t, e, clerk, "misrouted", why))
	if refusal == nil || refusal.ID != "outcome.too_often" || refusal.Clause != "small-2" {
		t.Fatalf("whoever was assigned passed it on: %v", refusal)
	}
	if d := answering(e); d.Due != due || d.State != complaint.StateRunning {
		t.Fatalf("the limit moved from %s to %s", due, d.Due)
	}
	must("done", map[string]any{"fault": true})
}

// Without a step above, it is refused after so often.
func TestAMatterIsNotPassedOnTooOften(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, passedOn("times: 1", "")...)
	for _, outcome := range []string{"accepted", "misrouted", "routed"} {
		data := map[string]any{}
		if outcome == "misrouted" {
			data = map[string]any{"reason": "不归我们", "fault": false}
		}
		if err := gives(t, e, clerk, outcome, data); err != nil {
			t.Fatal(err)
		}
	}
	err := gives(t, e, clerk, "misrouted", map[string]any{"reason": "不归我们", "fault": false})
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.ID != "outcome.too_often" {
		t.Fatal(err)
	}
}

// What can be given so often only is not the only way out, and one person gives it.
func TestOutcomesThatAreUsedUp(t *testing.T) {
	done := "      done: {title: 查明, next: answer}\n"
	for name, passages := range map[string][]string{
		"outcome.at_most_times": {done, done + "      again: {title: 退回, next: accept, at_most: {times: 0}}\n"},
		"outcome.at_most_all":   {done, "      done: {title: 查明, next: answer, at_most: {times: 1}}\n"},
		"outcome.at_most_alone": {
			done, "      done: {title: 查明, next: answer}\n      back: {title: 退回, next: accept, " +
				"at_most: {times: 1}}\n    lapses: back\n",
		},
	} {
		_, err := policy.Load("small.yaml", rewritten(t, passages...))
		if !findsID(err, name) {
			t.Errorf("%s is not found: %v", name, err)
		}
	}
}

// findsID reports whether reading a file has found something of an id.
func findsID(err error, id string) bool {
	var found policy.Findings
	return errors.As(err, &found) && slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == id })
}
