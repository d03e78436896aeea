package policies_test

import (
	"os"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Faults that walks of random policies have met, each in the small policy.

// beginSmall opens a case of the small policy with passages rewritten, about a person if one is named.
func beginSmall(t *testing.T, accused complaint.UserID, passages ...string) (*scenario.Engine, error) {
	t.Helper()
	data, err := os.ReadFile("../policy/proofexamples/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(passages...).Replace(string(data))
	p, err := policy.Load("small.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	filed := complaint.Filed{
		Kind:       "claim",
		Source:     "desk",
		Channel:    "counter",
		Category:   "goods",
		Severity:   "plain",
		ReceivedAt: complaint.Instant(walkBegins),
		Data:       map[string]any{"route": "fast"},
	}
	if accused != "" {
		filed.Parties = []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindPerson,
			User: accused,
		}}
	}
	return scenario.NewEngine(p, cnCalendar(), scenario.DemoOrganisation(p), complaint.Filing{
		Case:    "c",
		By:      "clerk",
		Filed:   filed,
		FiledAt: walkBegins,
	})
}

// approvalByLeaders lets the leaders investigate, and approve what one of them has found.
var approvalByLeaders = []string{
	"title: 调查\n    by: [clerk]", "title: 调查\n    by: [leader]",
	"title: 答复\n    by: [clerk]", "title: 答复\n    kind: approval\n    of: investigate\n    by: [leader]",
	"answered: {title: 已答复, next: archive}", "approved: {title: 同意, next: archive}",
}

// as gives a command as somebody, and fails the test if it is refused.
func as(t *testing.T, e *scenario.Engine, who complaint.UserID, cmd complaint.Command) {
	t.Helper()
	if err := e.GiveOrder(complaint.Actor{Person: e.Directory.People[who]}, complaint.Order{Command: cmd}); err != nil {
		t.Fatal(err)
	}
}

func TestAnApprovalGoesOnWhereOnlyTheProposerIsLeft(t *testing.T) {
	e, err := beginSmall(t, "leader2", approvalByLeaders...)
	if err != nil {
		t.Fatal(err)
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted", Data: map[string]any{}})
	as(t, e, "leader", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true}})
	as(t, e, "clerk", complaint.Complete{Outcome: "approved", Data: map[string]any{}})
	if e.Case.Status != complaint.StatusArchived {
		t.Errorf("the case is %s", e.Case.Status)
	}
}

func TestAnApprovalIsNotAssignedToTheProposer(t *testing.T) {
	e, err := beginSmall(t, "", append([]string{
		"steps:\n  accept", "may: {assign: {by: [clerk], setting: urging}}\nsteps:\n  accept",
	}, approvalByLeaders...)...)
	if err != nil {
		t.Fatal(err)
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted", Data: map[string]any{}})
	as(t, e, "leader", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true}})
	err = e.GiveOrder(complaint.Actor{Person: e.Directory.People["clerk"]},
		complaint.Order{Command: complaint.Assign{To: "leader"}})
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.ID != "self.own_proposal" {
		t.Errorf("assigned to the proposer: %v", err)
	}
	as(t, e, "clerk", complaint.Assign{To: "leader2"})
}

func TestAnElseThatGoesRoundIsAnError(t *testing.T) {
	_, err := beginSmall(t, "",
		"title: 受理\n", "title: 受理\n    when: respondents > 5\n    else: investigate\n",
		"title: 调查\n", "title: 调查\n    when: respondents > 5\n    else: accept\n")
	if err == nil || complaint.RefusalIn(err) != nil {
		t.Errorf("the case opened: %v", err)
	}
}

// Who has decided on more time for a step that several do has done no part of it, and can do theirs.
func TestDecidingOnMoreTimeIsNoPartOfTheStep(t *testing.T) {
	e, err := beginSmall(t, "", "title: 调查\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 5wd\n",
		"title: 调查\n    all: [clerk, leader]\n    clauses: [\"1\"]\n    limit: 5wd\n"+
			"    extension: {by: [clerk], approve: [leader], most: 5wd, times: 1, clause: \"2\"}\n")
	if err != nil {
		t.Fatal(err)
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted"})
	limit := e.Case.Deadlines[len(e.Case.Deadlines)-2].ID
	as(t, e, "clerk", complaint.RequestExtension{Deadline: limit, By: "2wd", Reason: "r"})
	approval := e.Case.LiveTasks()[2].ID
	as(t, e, "leader", complaint.Complete{Task: approval, Outcome: "approved"})
	found := map[string]any{"fault": true}
	as(t, e, "leader", complaint.Complete{Task: e.Case.LiveTasks()[1].ID, Outcome: "done", Data: found})
}

// decidedInApproval has the leader approve what was found, and by that decide on an entry against whoever found it. The
// case is closed before.
var decidedInApproval = []string{
	"done: {title: 查明, next: answer}", "done: {title: 查明, next: approve, closes: {disposition: '\"upheld\"'}}",
	"  answer:\n    title: 答复\n    by", `  approve:
    kind: approval
    of: investigate
    title: 批准
    by: [leader]
    clauses: ["1"]
    outcomes:
      approved: {title: 同意, next: answer}
      rejected: {title: 不同意, next: archive}
  answer:
    title: 答复
    by`,
	"steps:\n  accept", `ledger:
  number: {format: "E{serial:4}", restarts: never}
  hearing: {within: 3d, clause: "1"}
  objection: {within: 3d, by: [leader], limit: 3d, clause: "1"}
  rules:
    found:
      {kind: sanction, title: 处罚, outcomes: [investigate.done], against: [doer of investigate],
       decided_in: approve, clause: "1"}
    late:
      {kind: deduction, title: 扣分, outcomes: [answer.answered], against: [doer of answer],
       decided_in: approve, clause: "1"}
may: {withdraw: {by: [clerk], setting: urging}}
steps:
  accept`,
}

// A step that decides on an entry and upholds or drops it for good leads on all the same.
func TestDecidingOnAnEntryInAStepLeadsOn(t *testing.T) {
	e, err := beginSmall(t, "", decidedInApproval...)
	if err != nil {
		t.Fatal(err)
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted"})
	as(t, e, "clerk", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true}})
	hearing := e.Case.LiveTasks()[0].ID
	as(t, e, "clerk", complaint.Complete{Task: hearing, Outcome: "silent"})
	as(t, e, "leader", complaint.Complete{Outcome: "approved"})
	if open := e.Case.LiveProcedureTasks(); len(open) != 1 || open[0].Step != "answer" {
		t.Errorf("after the approval the case is %s and there is to do: %v", e.Case.Status, open)
	}
}

// What a step was to decide falls away where the procedure ends without it: nothing keeps the case from the archive.
func TestAnEntryThatNobodyDecidesFallsAway(t *testing.T) {
	for name, ends := range map[string]func(*scenario.Engine){
		"proposed after the step": func(e *scenario.Engine) {
			as(t, e, "leader", complaint.Complete{Outcome: "approved"})
			as(t, e, "clerk2", complaint.Complete{Outcome: "answered"})
		},
		"withdrawn": func(e *scenario.Engine) { as(t, e, "clerk", complaint.Withdraw{Reason: "r"}) },
	} {
		t.Run(name, func(t *testing.T) {
			e, err := beginSmall(t, "", decidedInApproval...)
			if err != nil {
				t.Fatal(err)
			}
			as(t, e, "clerk", complaint.Complete{Outcome: "accepted"})
			as(t, e, "clerk", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true}})
			as(t, e, "clerk", complaint.Complete{Task: e.Case.LiveTasks()[0].ID, Outcome: "silent"})
			ends(e)
			if err := e.AdvanceTo(e.Now.AddDate(0, 0, 30)); err != nil {
				t.Fatal(err)
			}
			if last := e.Case.Entries[len(e.Case.Entries)-1]; last.State != complaint.EntryFallen ||
				e.Case.Status != complaint.StatusArchived {
				t.Errorf("the entry is %s, the case %s", last.State, e.Case.Status)
			}
		})
	}
}

// How a case was closed may depend on the outcome with which the step that closes it is done.
func TestClosingAsksTheOutcome(t *testing.T) {
	for outcome, want := range map[string]string{"refused": "inadmissible", "accepted": "upheld"} {
		e, err := beginSmall(t, "",
			"title: 受理\n    by: [clerk]\n",
			"title: 受理\n    by: [clerk]\n    closes: {disposition: 'outcome == \"refused\" ? "+
				"\"inadmissible\" : \"upheld\"'}\n",
			", closes: {disposition: '\"inadmissible\"'}", "")
		if err != nil {
			t.Fatal(err)
		}
		as(t, e, "clerk", complaint.Complete{Outcome: outcome})
		if e.Case.Disposition != want {
			t.Errorf("%s: closed as %s, want %s", outcome, e.Case.Disposition, want)
		}
	}
}

// What a form asks of who speaks for a party it asks as of that day; a survey and an objection say through whom.
func TestAFormAsksWhetherSomebodySpeaksForAParty(t *testing.T) {
	e, err := beginSmall(t, "",
		"steps:\n  accept", "parties: {complainant: {represented: {agent: {title: 代理人}}}}\n"+
			"may:\n  record_representation: {by: [clerk], setting: urging}\n"+
			"  object: {by: [clerk], decided_by: objection, setting: urging}\n"+
			"steps:\n  accept",
		"answered: {title: 已答复, next: archive}", "answered: {title: 已答复, next: archive}\n"+
			"  objection:\n    title: 异议\n    by: [leader]\n    setting: urging\n    limit: 1wd\n"+
			"    outcomes: {kept: {title: 维持, next: archive}}",
		"title: 答复\n    by: [clerk]", "title: 答复\n    kind: survey\n    of: complainant\n    by: [clerk]\n"+
			"    must: [{that: represented.agent, say: 须有代理人}]")
	if err != nil {
		t.Fatal(err)
	}
	e.Case.Parties = append(e.Case.Parties, complaint.Party{
		ID:   complaint.Complainant,
		Role: complaint.Complainant,
		Kind: complaint.KindText,
	})
	clerk := complaint.Actor{Person: e.Directory.People["clerk"]}
	refusedAs := func(cmd complaint.Command, want string) {
		t.Helper()
		refusal := complaint.RefusalIn(e.GiveOrder(clerk, complaint.Order{Command: cmd}))
		if refusal == nil || refusal.ID != want {
			t.Errorf("want %s, got %v", want, refusal)
		}
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted"})
	as(t, e, "clerk", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true}})
	answered := complaint.Complete{Task: e.Case.LiveTasks()[0].ID, Outcome: "answered"}
	refusedAs(answered, "policy.says")
	as(t, e, "clerk", complaint.RecordRepresentation{
		Party: complaint.Complainant,
		As:    "agent",
		Name:  "t",
		Until: "2026-03-02",
	})
	through := e.Case.Representations[0].ID
	object := complaint.Object{Party: complaint.Complainant, Through: through, Reason: "t"}
	as(t, e, "clerk", object)
	if objected := e.Journal[len(e.Journal)-4].Fact; objected != (complaint.Objected{
		Party:   complaint.Complainant,
		Through: through,
		Reason:  "t",
	}) {
		t.Errorf("the journal says %+v", objected)
	}
	if err := e.AdvanceTo(e.Now.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	refusedAs(answered, "policy.says") // the authority is over
	refusedAs(object, "representation.not_in_force")
	as(t, e, "clerk", complaint.RecordRepresentation{Party: complaint.Complainant, As: "agent", Name: "t"})
	answered.Data = map[string]any{"through": string(through)}
	refusedAs(answered, "representation.not_in_force")
	answered.Data["through"] = string(e.Case.Representations[1].ID)
	as(t, e, "clerk", answered)
}

// Who is named for a part of a step and does another leaves theirs to the level above, not to nobody.
func TestAPartWhoseDoerDidAnotherGoesUp(t *testing.T) {
	e, err := beginSmall(t, "",
		"fault: {type: bool, title: 是否有责, required: true}",
		"fault: {type: bool, title: 是否有责, required: true}\n      expert: {type: person, title: 专家, required: true}",
		"title: 答复\n    by: [clerk]", "title: 答复\n    all: [clerk, person expert]")
	if err != nil {
		t.Fatal(err)
	}
	as(t, e, "clerk", complaint.Complete{Outcome: "accepted"})
	as(t, e, "clerk", complaint.Complete{Outcome: "done", Data: map[string]any{"fault": true, "expert": "clerk2"}})
	parts := e.Case.LiveTasks()
	as(t, e, "clerk2", complaint.Complete{Task: parts[0].ID, Outcome: "answered"})
	as(t, e, "leader", complaint.Complete{Task: parts[1].ID, Outcome: "answered"})
	if e.Case.Status != complaint.StatusArchived {
		t.Errorf("the case is %s", e.Case.Status)
	}
}
