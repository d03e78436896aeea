package policy_test

import (
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Slips that are issued by hand: on one of two grounds, one of which is the leader's only; and instructions.
const (
	supervising = "slips:\n  supervision:\n    title: 督办单\n    format: \"督{YYYY}-{serial:3}\"\n    restarts: yearly\n" +
		"    clauses: [\"2\"]\n    reply: 3wd\n    most: 5wd\n" +
		"    grounds: {poor: {title: 答复质量差}, leader: {title: 领导批示, by: [leader], clauses: [\"1\"]}}\n" +
		"  instruction: {title: 批示, format: \"批{YYYY}-{serial:3}\", restarts: yearly, reply: 5wd, clauses: [\"2\"]" +
		", ladder: [{at: 1d before, remind: holder, setting: urging}, {after: 1wd, escalate: " +
		"leader, setting: urging}]}\n"
	mayIssue = `issue_slip: {by: [clerk], clauses: ["2"]}, instruct: {by: [leader], clauses: ["2"]}, ` +
		`reply_slip: {clauses: ["2"]}`
)

// byHand lets slips be issued by hand in a matter that a unit investigates.
func byHand(slips, may string) []string { return append(byUnits(may), "slips:\n", slips) }

// supervised is a case that branch east has, in which slips are issued by hand.
func supervised(t *testing.T) (*scenario.Engine, map[string]complaint.Actor) {
	t.Helper()
	return supervisedBy(t, supervising)
}

func supervisedBy(t *testing.T, slips string) (*scenario.Engine, map[string]complaint.Actor) {
	t.Helper()
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, byHand(slips, mayIssue)...)
	who := withBranches(e)
	clerk.Person.Roles = []complaint.RoleID{"small.clerk"}
	boss := complaint.Person{ID: "boss", Roles: []complaint.RoleID{"small.leader"}, Active: true}
	outside := complaint.Person{ID: "outside", Active: true}
	for _, p := range []complaint.Person{clerk.Person, boss, outside} {
		e.Directory.People[p.ID] = p
	}
	who["clerk"], who["boss"] = clerk, complaint.Actor{Person: boss}
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "routed", map[string]any{"responsible_unit": "east"}); err != nil {
		t.Fatal(err)
	}
	return e, who
}

// Whoever may act on none of the grounds is told so before they fill in anything.
func TestASlipIsNotOfferedWithoutAGround(t *testing.T) {
	e, who := supervisedBy(t, strings.Replace(supervising, "{title: 答复质量差}", "{title: 答复质量差, by: [leader]}", 1))
	offers := e.Policy.Offers(e.Case, who["clerk"], policy.Facts{
		Now:       e.Now,
		Calendar:  e.Calendar,
		Directory: e.Directory,
	})
	i := slices.IndexFunc(offers, func(o policy.Offer) bool { return o.Command == "issue_slip" })
	if i < 0 || offers[i].Allowed || offers[i].Refusal.ID != "not_your_role" || offers[i].Refusal.Field != "" {
		t.Errorf("offered: %+v", offers)
	}
}

// A slip by hand has its number, its ground and its addressee, who can read the case; each of these is asked, and who
// may issue it.
func TestASlipIsIssuedOnAGround(t *testing.T) {
	e, who := supervised(t)
	slip := complaint.IssueSlip{Ground: "poor", Role: "branch", Text: "x"}
	with := func(change func(*complaint.IssueSlip)) complaint.IssueSlip { c := slip; change(&c); return c }
	refusedAs(t, give(e, who["boss"], slip), "not_your_role")
	for id, c := range map[string]complaint.IssueSlip{
		"required":                   with(func(c *complaint.IssueSlip) { c.Ground = "" }),
		"slip.ground_unknown":        with(func(c *complaint.IssueSlip) { c.Ground = "late" }),
		"slip.kind_unknown":          with(func(c *complaint.IssueSlip) { c.Kind = "urge" }),
		"slip.one_addressee":         with(func(c *complaint.IssueSlip) { c.To = "east-1" }),
		"slip.role_unknown":          with(func(c *complaint.IssueSlip) { c.Role = "branches" }),
		"slip.addressee_cannot_read": with(func(c *complaint.IssueSlip) { c.Role, c.To = "", "west-1" }),
		"person.unknown":             with(func(c *complaint.IssueSlip) { c.Role, c.To = "", "nobody" }),
		"slip.too_long":              with(func(c *complaint.IssueSlip) { c.Within = "6wd" }),
		"extension.length_malformed": with(func(c *complaint.IssueSlip) { c.Within = "soon" }),
		"not_your_role":              with(func(c *complaint.IssueSlip) { c.Ground = "leader" }),
	} {
		if refusal := complaint.RefusalIn(give(e, who["clerk"], c)); refusal == nil || refusal.ID != id {
			t.Errorf("%+v: %v, want %s", c, refusal, id)
		}
	}
	if err := give(e, who["clerk"], slip); err != nil {
		t.Fatal(err)
	}
	slip.Within = "5wd"
	if err := give(e, who["clerk"], slip); err != nil {
		t.Fatal(err)
	}
	first, second := e.Case.Slips[0], e.Case.Slips[1]
	if first.Number != "督2026-001" || second.Number != "督2026-002" || first.Ground != "poor" || first.Text != "x" ||
		first.To[0] != (complaint.Seat{Role: "small.branch", Unit: "east"}) {
		t.Errorf("%+v\n%+v", first, second)
	}
	if !second.ReplyDue.After(first.ReplyDue.Time) {
		t.Errorf("to be answered by %s and %s", first.ReplyDue, second.ReplyDue)
	}
	refusedAs(t, give(e, who["west"], complaint.ReplySlip{Slip: first.ID, Text: "y"}), "slip.not_addressed_to_you")
	if err := give(e, who["east"], complaint.ReplySlip{Slip: first.ID, Text: "y"}); err != nil {
		t.Fatal(err)
	}
	if d := e.Case.DeadlineOfSlip(first.ID); d.State != complaint.StateMet {
		t.Errorf("answered, and its limit is %s", d.State)
	}
	refusedAs(t, give(e, who["east"], complaint.ReplySlip{Slip: first.ID, Text: "y"}), "slip.closed")
}

// An instruction that is not answered is reminded of and goes up, by its own ladder; the case is not archived before it
// is answered, and no figure counts its limit as one of the case.
func TestAnInstructionIsOwedAnAnswer(t *testing.T) {
	e, who := supervised(t)
	refusedAs(t, give(e, who["clerk"], complaint.Instruct{To: "east-1", Text: "x"}), "not_your_role")
	refusedAs(t, give(e, who["boss"], complaint.Instruct{To: "east-1", Text: "x", Within: "6wd"}), "slip.too_long")
	if err := give(e, who["boss"], complaint.Instruct{To: "east-1", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, who["east"], "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, who["clerk"], "answered", nil); err != nil {
		t.Fatal(err)
	}
	if e.Case.Status != complaint.StatusClosed {
		t.Fatalf("with an instruction unanswered it is %s", e.Case.Status)
	}
	mustAdvance(t, e, 14)
	var told []string
	for _, event := range e.Journal {
		switch f := event.Fact.(type) { //nolint:gochecksumtype // what its ladder does
		case complaint.Reminded:
			told = append(told, "reminded "+string(f.To[0].User))
		case complaint.DeadlineMissed:
			told = append(told, "missed")
		case complaint.Escalated:
			told = append(told, "escalated "+string(f.To[0].Role))
		}
	}
	if want := []string{"reminded east-1", "missed", "escalated small.leader"}; !slices.Equal(told, want) {
		t.Errorf("%v, want %v", told, want)
	}
	for _, r := range e.Case.Results {
		if r.Kind == complaint.LimitMissed {
			t.Error("the limit of an answer is counted as a limit of the case")
		}
	}
	slip := e.Case.Slips[0]
	if slip.Number != "批2026-001" {
		t.Errorf("it is numbered %s", slip.Number)
	}
	if err := give(e, who["boss"], complaint.ReplySlip{Slip: slip.ID, Text: "y"}); err != nil {
		t.Fatal(err)
	}
	if e.Case.Status != complaint.StatusArchived {
		t.Errorf("answered it is %s", e.Case.Status)
	}
	refusal := complaint.RefusalIn(give(e, who["boss"], complaint.Instruct{To: "east-1", Text: "x"}))
	if refusal == nil || refusal.ID != "archived" {
		t.Errorf("instructed when it is archived: %v", refusal)
	}
}

// Whoever stays away from a case is given no slip in it.
func TestWhoStaysAwayIsGivenNoSlip(t *testing.T) {
	e, who := supervised(t)
	e.Case.Recused = append(e.Case.Recused, "east-1")
	refusedAs(t, give(e, who["boss"], complaint.Instruct{To: "east-1", Text: "x"}), "slip.addressee_stays_away")
	refusedAs(t, give(e, who["boss"], complaint.Instruct{Role: "branch", Text: "x"}), "slip.nobody_there")
}

// What is wrong with slips by hand is found.
func TestSlipsByHandAreChecked(t *testing.T) {
	swap := func(old, other string) string {
		if !strings.Contains(supervising, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(supervising, old, other, 1)
	}
	for _, c := range []struct {
		slips, may string
		want       []string
	}{
		{supervising, mayIssue, nil},
		{swap("    reply: 3wd\n    most: 5wd\n", ""), mayIssue, []string{"slip.no_limit"}},
		{swap("most: 5wd", "most: 2wd"), mayIssue, []string{"slip.most"}},
		{swap("most: 5wd", "most: 5d"), mayIssue, []string{"slip.most"}},
		{swap("by: [leader], ", "by: [lader], "), mayIssue, []string{"name.unknown"}},
		{swap("instruction: {", "instruction: {grounds: {x: {title: 某}}, "), mayIssue, []string{"slip.grounds"}},
		{supervising, strings.Replace(mayIssue, "issue_slip", "note", 1), []string{"proof.never_issued"}},
		{"slips:\n", mayIssue, []string{"proof.no_grounds", "proof.no_slip"}},
		{supervising, strings.Replace(mayIssue, "reply_slip", "note", 1), []string{"proof.no_reply", "proof.no_reply"}},
		{
			"slips:\n  note: {title: 通报, format: \"N{serial:3}\", restarts: never, most: 2wd}\n",
			"note: {by: [clerk], clauses: [\"2\"]}",
			[]string{"proof.never_issued", "proof.effect"},
		},
	} {
		var got []string
		for _, f := range policy.Check("small.yaml", rewritten(t, byHand(c.slips, c.may)...), weekends).Findings {
			got = append(got, f.ID)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n%s:\n%v\nwant %v", c.slips, c.may, got, c.want)
		}
	}
}
