package policy_test

import (
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// toldOfMoves lets the answer's limit move, and the complainant be told of that before it passes as it was.
func toldOfMoves(notice string) []string {
	return []string{
		"    until: answered\n", "    until: answered\n" +
			"    extension: {by: [clerk], approve: [leader], most: 10d, ahead: 2wd, tells: tell, clause: \"2\"}\n" +
			"    suspension: {by: [clerk], grounds: {expert: 鉴定}, ahead: 2wd, tells: tell, clause: \"2\"}\n",
		"  answer:\n    title: 答复\n",
		"  tell:\n    kind: notice\n    to: complainant\n    title: 告知\n    by: [clerk]\n" +
			"    clauses: [\"2\"]\n    served: {letter: 信函}\n" + notice + "  answer:\n    title: 答复\n",
	}
}

const tellsBySomeLetter = "    outcomes:\n      told: {title: 已告知, next: archive}\n" +
	"      away: {title: 联系不上, next: archive, unserved: true}\n"

// movable is a case whose answer is due on 1 April 2026, and who asks for more time and who grants it.
func movable(t *testing.T) (e *scenario.Engine, clerk, leader complaint.Actor) {
	t.Helper()
	e, clerk = opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, toldOfMoves(tellsBySomeLetter)...)
	boss := complaint.Person{ID: "wang", Roles: []complaint.RoleID{"small.leader"}, Active: true}
	boss.Roles = append(boss.Roles, clerk.Person.Roles...)
	e.Directory.People["wang"] = boss
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	return e, clerk, complaint.Actor{Person: boss}
}

func command(e *scenario.Engine, a complaint.Actor, c complaint.Command) error {
	return e.GiveOrder(a, complaint.Order{Actor: a.ID(), Command: c})
}

// limitNamed is the newest deadline of a name.
func limitNamed(e *scenario.Engine, name string) complaint.Deadline {
	var last complaint.Deadline
	for _, d := range e.Case.Deadlines {
		if d.Name == name {
			last = d
		}
	}
	return last
}

func taskOfStep(e *scenario.Engine, step complaint.StepID) complaint.TaskID {
	for _, task := range e.Case.LiveTasks() {
		if task.Step == step {
			return task.ID
		}
	}
	return ""
}

// extend asks for ten days more and grants them.
func extend(t *testing.T, e *scenario.Engine, clerk, leader complaint.Actor) {
	t.Helper()
	if err := command(e, clerk, complaint.RequestExtension{By: "10d", Reason: "t"}); err != nil {
		t.Fatal(err)
	}
	grant := complaint.Complete{Task: taskOfStep(e, "extension.answer"), Outcome: "approved"}
	if err := command(e, leader, grant); err != nil {
		t.Fatal(err)
	}
}

// The party is told of an extension before the limit passes as it was; until then that is a duty with this very limit,
// and what they are not told of in time does not hold.
func TestAnExtensionIsToldInTime(t *testing.T) {
	at := map[string]any{"at": "2026-03-02T09:00:00+08:00", "how": "letter"}
	for name, c := range map[string]struct {
		outcome      string
		data         map[string]any
		state, last  string // of the answer's limit, in April
		tellingState complaint.DeadlineState
	}{
		"told":   {"told", at, "running", "2026-04-13", complaint.StateMet},
		"away":   {"away", nil, "missed", "2026-04-01", complaint.StateMet},
		"nobody": {"", nil, "missed", "2026-04-01", complaint.StateMissed},
	} {
		e, clerk, leader := movable(t)
		old := limitNamed(e, "answer")
		extend(t, e, clerk, leader)
		telling := limitNamed(e, "tell.limit")
		if telling.Due != old.Due || telling.State != complaint.StateRunning {
			t.Fatalf("%s: to be told by %s, the limit was %s", name, telling.Due, old.Due)
		}
		if c.outcome != "" {
			done := complaint.Complete{Task: taskOfStep(e, "tell"), Outcome: c.outcome, Data: c.data}
			if err := command(e, clerk, done); err != nil {
				t.Fatal(name, err)
			}
		}
		mustAdvance(t, e, 32) // 3 April
		if d := limitNamed(e, "answer"); string(d.State) != c.state || d.LastDay != c.last {
			t.Errorf("%s: the limit is %s, %s", name, d.State, d.LastDay)
		}
		if d := limitNamed(e, "tell.limit"); d.State != c.tellingState {
			t.Errorf("%s: telling is %s", name, d.State)
		}
	}
}

// So is a suspension; one that the party was not told of has stopped nothing.
func TestASuspensionIsToldInTime(t *testing.T) {
	e, clerk, _ := movable(t)
	if err := command(e, clerk, complaint.Suspend{Ground: "expert", Deadline: limitNamed(e, "answer").ID}); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 32)
	if d := limitNamed(e, "answer"); d.State != complaint.StateMissed || d.LastDay != "2026-04-01" ||
		len(d.Ledger) > 0 {
		t.Errorf("%+v", d)
	}
}

// Nothing is moved so late that there is no time to tell, and what is over need not be told.
func TestTimeToTell(t *testing.T) {
	e, clerk, leader := movable(t)
	extend(t, e, clerk, leader)
	found := complaint.Complete{
		Task:    taskOfStep(e, "investigate"),
		Outcome: "done",
		Data:    map[string]any{"fault": true},
	}
	if err := command(e, clerk, found); err != nil {
		t.Fatal(err)
	}
	if err := command(e, clerk, complaint.Complete{Task: taskOfStep(e, "answer"), Outcome: "answered"}); err != nil {
		t.Fatal(err)
	}
	if task := taskOfStep(e, "tell"); task != "" || e.Case.Status != complaint.StatusArchived {
		t.Errorf("answered, and still to be told (%s)", e.Case.Status)
	}
	e, clerk, _ = movable(t)
	mustAdvance(t, e, 29) // 31 March, 1 April is the last day
	refusal := complaint.RefusalIn(command(e, clerk, complaint.RequestExtension{By: "10d", Reason: "t"}))
	if refusal == nil || refusal.ID != "deadline.too_late_ahead" || refusal.Clause != "small-2" {
		t.Errorf("asked for too late: %v", refusal)
	}
}

// The notice can be served in time: it has no other limit, and there is time for it.
func TestTellingIsProven(t *testing.T) {
	all := toldOfMoves(tellsBySomeLetter)
	for id, passages := range map[string][]string{
		"deadline.tells_notice": toldOfMoves("    limit: 1wd\n" + tellsBySomeLetter),
		"deadline.tells_ahead": {
			all[0],
			"    until: answered\n    extension: {by: [clerk], approve: [leader], most: 10d, " +
				"tells: tell, clause: \"2\"}\n",
			all[2], all[3],
		},
		"deadline.tells_counting": toldOfMoves("    counting: {roll: none}\n" + tellsBySomeLetter),
	} {
		_, err := policy.Load("small.yaml", rewritten(t, passages...))
		if !findsID(err, id) {
			t.Errorf("%s is not found: %v", id, err)
		}
	}
}
