package policy_test

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// told is a step at which the other side is told that a complaint was withdrawn.
const told = "  tell:\n    title: 告知对方\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 2wd\n" +
	"    outcomes: {told: {title: 已告知, next: archive}}\n"

const judged = "  judge:\n    title: 决定是否准许撤回\n    by: [leader]\n    clauses: [\"1\"]\n    limit: 2wd\n" +
	"    outcomes:\n      granted: {title: 准许, next: archive}\n      refused: {title: 不准, next: archive}\n"

func mayWithdraw(keys string) string {
	return "may: {withdraw: {by: [complainant, clerk], clauses: [\"1\"]" + keys + "}}\ndeadlines:\n"
}

var complainant = complaint.Actor{Party: complaint.Complainant}

func give(e *scenario.Engine, a complaint.Actor, cmd complaint.Command) error {
	return e.GiveOrder(a, complaint.Order{Actor: a.ID(), Command: cmd})
}

func openSteps(c *complaint.Case) []complaint.StepID {
	steps := []complaint.StepID{}
	for _, task := range c.LiveTasks() {
		steps = append(steps, task.Step)
	}
	return steps
}

// A withdrawal leads to a step, and the limits whose end cannot come any more fall away.
func TestWithdrawalLeadsToAStep(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"deadlines:\n", mayWithdraw(", leads_to: tell"), "  answer:\n    title: 答复\n", told+
			"  answer:\n    title: 答复\n")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := give(e, complainant, complaint.Withdraw{Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"tell"}) || e.Case.Status != "open" {
		t.Errorf("%s, open: %v", e.Case.Status, got)
	}
	for _, d := range e.Case.Deadlines {
		if d.Name != "tell.limit" && !d.IsEnded() {
			t.Errorf("%s still runs", d.Name)
		}
	}
	refusal := complaint.RefusalIn(give(e, complainant, complaint.Withdraw{Reason: "r"}))
	if refusal == nil || refusal.ID != "withdrawal.already_made" || refusal.Clause != "small-1" {
		t.Errorf("once more: %+v", refusal)
	}
	if err := gives(t, e, clerk, "told", nil); err != nil {
		t.Fatal(err)
	}
	if e.Case.Status != complaint.StatusArchived || e.Case.Disposition != complaint.DispositionWithdrawn {
		t.Errorf("%s as %q", e.Case.Status, e.Case.Disposition)
	}
}

// Whoever withdraws may be refused; until that is decided the work goes on.
func TestWithdrawalIsDecided(t *testing.T) {
	for _, c := range []struct {
		keys, outcome string
		status        complaint.Status
		open          []complaint.StepID
	}{
		{", decided_by: judge", "refused", complaint.StatusOpen, []complaint.StepID{"investigate"}},
		{", decided_by: judge", "granted", complaint.StatusArchived, []complaint.StepID{}},
		{", decided_by: judge, leads_to: tell", "granted", complaint.StatusOpen, []complaint.StepID{"tell"}},
		{
			`, decided_by: judge, leads_to: {step: tell, when: 'kind == "inquiry"'}`,
			"granted",
			complaint.StatusArchived,
			[]complaint.StepID{},
		},
	} {
		steps := judged + told
		if !slices.Contains(c.open, "tell") && len(c.keys) == len(", decided_by: judge") {
			steps = judged
		}
		e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
			"deadlines:\n", mayWithdraw(c.keys), "  answer:\n    title: 答复\n", steps+"  answer:\n    title: 答复\n")
		if err := gives(t, e, clerk, "accepted", nil); err != nil {
			t.Fatal(err)
		}
		if err := give(e, complainant, complaint.Withdraw{Reason: "why"}); err != nil {
			t.Fatal(err)
		}
		if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"investigate", "judge"}) {
			t.Errorf("%s: open before the decision: %v", c.keys, got)
		}
		refusal := complaint.RefusalIn(give(e, complainant, complaint.Withdraw{Reason: "why"}))
		if refusal == nil || refusal.ID != "withdrawal.already_asked" {
			t.Errorf("asked twice: %+v", refusal)
		}
		judge := e.Case.LiveTasks()[1].ID
		if err := give(e, clerk, complaint.Complete{Task: judge, Outcome: c.outcome}); err != nil {
			t.Fatal(err)
		}
		if got := openSteps(e.Case); e.Case.Status != c.status || !slices.Equal(got, c.open) {
			t.Errorf("%s, %s: %s, open: %v", c.keys, c.outcome, e.Case.Status, got)
		}
		withdrew := slices.IndexFunc(e.Journal, func(ev complaint.Event) bool {
			fact, is := ev.Fact.(complaint.Withdrew)
			return is && fact.Reason == "why"
		}) >= 0
		if withdrew != (c.outcome == "granted") {
			t.Errorf("%s, %s: withdrawn is %t", c.keys, c.outcome, withdrew)
		}
	}
}

// Regrading that changes the way: what was to be done on the old one falls away, with what its branches waited for.
func TestRegradingChangesTheWay(t *testing.T) {
	const report = "  report:\n" +
		"    title: 查处\n" +
		"    by: [clerk]\n" +
		"    clauses: [\"1\"]\n" +
		"    limit: 2wd\n" +
		"    sets: answered\n" +
		"    outcomes: {done: {title: 已查处, next: archive}}\n"
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"deadlines:\n", "may: {regrade: {by: [leader], leads_to: {step: report, when: 'severity == \"grave\"'}, "+
			"clauses: [\"2\"]}}\ndeadlines:\n",
		"next: investigate, sets: accepted", "next: [investigate, rest], sets: accepted",
		"  answer:\n    title: 答复\n", "  rest:\n    title: 静候\n    clauses: [\"1\"]\n    limit: 1d\n    lapses: over\n"+
			"    outcomes: {over: {title: 期满, next: answer}}\n"+report+"  answer:\n    title: 答复\n    join: true\n")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 3)
	if len(e.Case.Awaited) != 1 {
		t.Fatalf("nothing waits for the other branch: %+v", e.Case.Awaited)
	}
	if err := give(e, clerk, complaint.Regrade{Severity: "grave", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"report"}) || len(e.Case.Awaited) > 0 {
		t.Errorf("open: %v, awaited: %v", got, e.Case.Awaited)
	}
	if d := e.Case.Deadlines[0]; d.Name != "accept.limit" {
		t.Errorf("%+v", d)
	}
	answer := slices.IndexFunc(e.Case.Deadlines, func(d complaint.Deadline) bool {
		return d.Name == "answer" && d.State == complaint.StateRunning
	})
	if answer < 0 {
		t.Error("the limit of the answer, which the report ends, runs no more")
	}
	if err := give(e, clerk, complaint.Regrade{Severity: "plain", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"report"}) {
		t.Errorf("back to plain: %v", got)
	}
}

// What a command leads to is part of the ways that are proven, and belongs to some commands only.
func TestWhatCommandsLeadToIsProven(t *testing.T) {
	stuck := "  tell:\n    title: 告知对方\n    by: [clerk of unit]\n    clauses: [\"1\"]\n" +
		"    outcomes: {again: {title: 再告知, next: tell}}\n"
	for _, c := range []struct {
		passages []string
		want     []string
	}{
		{[]string{"deadlines:\n", mayWithdraw(", leads_to: tell")}, []string{"name.unknown"}},
		{[]string{
			"deadlines:\n", mayWithdraw(", leads_to: tell"), "  answer:\n    title: 答复\n",
			told + "  answer:\n    title: 答复\n",
		}, nil},
		{[]string{"  answer:\n    title: 答复\n", told + "  answer:\n    title: 答复\n"}, []string{"proof.reachable"}},
		{[]string{
			"deadlines:\n", mayWithdraw(", leads_to: tell"), "  answer:\n    title: 答复\n",
			stuck + "  answer:\n    title: 答复\n",
			"fault: {type: bool", "unit: {type: unit, title: 单位, required: true}\n      fault: {type: bool",
			"{title: 经办, level: 1,", "{title: 经办, level: 1, per: unit,",
		}, []string{"proof.assigned", "proof.ends"}},
		{[]string{
			"deadlines:\n", mayWithdraw(", decided_by: answer"),
		}, []string{"may.withdraw_decided"}},
		{[]string{
			"deadlines:\n", "may: {note: {by: [clerk], clauses: [\"1\"], leads_to: answer}}\ndeadlines:\n",
		}, []string{"may.not_led"}},
	} {
		checked := policy.Check("small.yaml", rewritten(t, c.passages...), weekends)
		var got []string
		for _, f := range checked.Findings {
			if f.ID != "seat.not_per_unit" {
				got = append(got, f.ID)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%v\nwant %v", c.passages[1], got, c.want)
		}
	}
}
