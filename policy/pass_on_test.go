package policy_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// byUnits lets a unit investigate that the acceptance names; may is what else the file says of passing it on.
func byUnits(may string) []string {
	return []string{
		"deadlines:\n", "may: {" + may + "}\ndeadlines:\n",
		"next: investigate, sets: accepted", "next: route, sets: accepted",
		"  investigate:\n", "  route:\n    title: 分办\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 1wd\n" +
			"    form:\n      responsible_unit: {type: unit, title: 承办单位, required: true}\n" +
			"    outcomes: {routed: {title: 已分办, next: investigate}}\n  investigate:\n",
		"    title: 调查\n    by: [clerk]\n", "    title: 调查\n    by: [branch of responsible_unit]\n",
		"roles:\n", "roles:\n  branch: {title: 承办, level: 1, sees: unit, per: unit}\n",
	}
}

// unitsOpened is a case that branch east has, with the people of the branches; passages are what else is rewritten.
func unitsOpened(t *testing.T, may string, passages ...string) (*scenario.Engine, map[string]complaint.Actor) {
	t.Helper()
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, append(byUnits(may), passages...)...)
	who := withBranches(e)
	who["clerk"] = clerk
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "routed", map[string]any{"responsible_unit": "east"}); err != nil {
		t.Fatal(err)
	}
	return e, who
}

// withBranches adds the people of two branches.
func withBranches(e *scenario.Engine) map[string]complaint.Actor {
	who := map[string]complaint.Actor{}
	for _, unit := range []complaint.UnitID{"east", "west"} {
		person := complaint.Person{
			ID:     complaint.UserID(unit) + "-1",
			Unit:   unit,
			Roles:  []complaint.RoleID{"small.branch"},
			Active: true,
		}
		e.Directory.People[person.ID] = person
		if e.Directory.Units == nil {
			e.Directory.Units = map[complaint.UnitID]complaint.Unit{}
		}
		e.Directory.Units[unit] = complaint.Unit{Name: string(unit)}
		who[string(unit)] = complaint.Actor{Person: person}
	}
	return who
}

func refusedAs(t *testing.T, err error, id string) {
	t.Helper()
	refusal := complaint.RefusalIn(err)
	if refusal == nil || refusal.ID != id {
		t.Errorf("%v, want it refused as %s", err, id)
	} else if refusal.Clause != "small-2" && refusal.Field == "" {
		t.Errorf("%s cites %q", id, refusal.Clause)
	}
}

// seatUnits are the units whose people have work to do.
func seatUnits(c *complaint.Case) (units []complaint.UnitID) {
	for _, task := range c.LiveTasks() {
		for _, s := range task.Seats {
			units = append(units, s.Unit)
		}
	}
	return units
}

// A matter is passed on to another unit, which has to do from then on what the unit before had to; its limits count
// from receipt all the while. So often and no more.
func TestAMatterIsRedirected(t *testing.T) {
	e, who := unitsOpened(t, `redirect: {by: [branch], at_most: {times: 2, clause: "2"}, clauses: ["2"]}`)
	due := answering(e).Due
	to := func(unit complaint.UnitID) complaint.Redirect { return complaint.Redirect{To: unit, Reason: "r"} }
	refusedAs(t, give(e, who["west"], to("west")), "passing.other_unit")
	refusedAs(t, give(e, who["clerk"], to("west")), "not_your_role")
	refusedAs(t, give(e, who["east"], to("east")), "redirect.same_unit")
	refusedAs(t, give(e, who["east"], to("north")), "unit_unknown")
	refusedAs(t, give(e, who["east"], complaint.Redirect{To: "west"}), "required")
	mustAdvance(t, e, 1)
	if err := give(e, who["east"], to("west")); err != nil {
		t.Fatal(err)
	}
	if units := seatUnits(e.Case); e.Case.ResponsibleUnit() != "west" || e.Case.Step != "investigate" ||
		!slices.Equal(units, []complaint.UnitID{"west"}) {
		t.Fatalf("it is at %s with %s: %v", e.Case.Step, e.Case.ResponsibleUnit(), units)
	}
	if d := answering(e); d.Due != due || d.State != complaint.StateRunning {
		t.Errorf("the limit moved from %s to %s", due, d.Due)
	}
	refusedAs(t, give(e, who["east"], to("west")), "passing.other_unit")
	if err := give(e, who["west"], to("east")); err != nil {
		t.Fatal(err)
	}
	refusedAs(t, give(e, who["east"], to("west")), "outcome.too_often")
	if err := gives(t, e, who["east"], "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	if n := e.Case.TimesPassed("redirect"); n != 2 {
		t.Errorf("passed on %d times", n)
	}
}

// Passed on too often, a matter goes to somebody above, once; and where the file says where it goes on, it goes there.
func TestARedirectLeadsOn(t *testing.T) {
	e, who := unitsOpened(t, `redirect: {by: [branch, clerk], leads_to: {step: route, when: times.redirect == 0}, `+
		`at_most: {times: 1, then: answer}, clauses: ["2"]}`)
	if err := give(e, who["clerk"], complaint.Redirect{To: "west", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if e.Case.Step != "route" || e.Case.ResponsibleUnit() != "west" {
		t.Fatalf("it is at %s with %s", e.Case.Step, e.Case.ResponsibleUnit())
	}
	if err := give(e, who["west"], complaint.Redirect{To: "east", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"answer"}) {
		t.Fatalf("passed on too often it is at %v", got)
	}
	refusedAs(t, give(e, who["clerk"], complaint.Redirect{To: "west", Reason: "r"}), "outcome.too_often")
}

// Whoever has a matter hands it back to the step that gives it out.
func TestAMatterIsHandedBack(t *testing.T) {
	e, who := unitsOpened(t, `return: {by: [branch], leads_to: route, at_most: {times: 1}, clauses: ["2"]}`)
	due := answering(e).Due
	refusedAs(t, give(e, who["west"], complaint.Return{Reason: "r"}), "passing.other_unit")
	refusedAs(t, give(e, who["east"], complaint.Return{}), "required")
	if err := give(e, who["east"], complaint.Return{Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"route"}) {
		t.Fatalf("handed back it is at %v", got)
	}
	if err := gives(t, e, who["clerk"], "routed", map[string]any{"responsible_unit": "west"}); err != nil {
		t.Fatal(err)
	}
	if d := answering(e); d.Due != due || d.State != complaint.StateRunning {
		t.Errorf("the limit moved from %s to %s", due, d.Due)
	}
	refusedAs(t, give(e, who["west"], complaint.Return{Reason: "r"}), "outcome.too_often")
}

// A redirect to where nothing is known but the unit is part of the ways that are proven, and what cannot be is found.
func TestPassingOnIsProven(t *testing.T) {
	for _, c := range []struct {
		may  string
		want []string
	}{
		{`redirect: {by: [branch], clauses: ["2"], leads_to: investigate}`, nil},
		{`return: {by: [branch], clauses: ["2"], leads_to: investigate}`, []string{"proof.assigned"}},
		{`return: {by: [branch], clauses: ["2"], leads_to: route}`, nil},
		{`return: {by: [branch], clauses: ["2"]}`, []string{"may.return_nowhere"}},
		{
			`return: {by: [branch], clauses: ["2"], leads_to: {step: route, when: overdue}}`,
			[]string{"may.return_nowhere"},
		},
		{`redirect: {by: [branch], clauses: ["2"], at_most: {times: 0}}`, []string{"may.at_most_times"}},
		{`redirect: {by: [branch], clauses: ["2"], at_most: {times: 1, then: acept}}`, []string{"name.unknown"}},
		{`note: {by: [clerk], clauses: ["2"], at_most: {times: 1}}`, []string{"proof.effect"}},
		{
			`regrade: {by: [clerk], clauses: ["2"], leads_to: {step: accept, when: times.redirect > 0}}`,
			[]string{"condition.undeclared"},
		},
	} {
		var got []string
		for _, f := range policy.Check("small.yaml", rewritten(t, byUnits(c.may)...), weekends).Findings {
			got = append(got, f.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%v\nwant %v", c.may, got, c.want)
		}
	}
}

// The clock of what is begun anew begins anew, unless it counts from receipt.
func TestWhatIsPassedOnBeginsAnew(t *testing.T) {
	e, who := unitsOpened(t, `redirect: {by: [branch], clauses: ["2"]}`)
	limit := func() time.Time { return e.Case.Deadlines[len(e.Case.Deadlines)-1].Due.Time }
	before := limit()
	mustAdvance(t, e, 1)
	if err := give(e, who["east"], complaint.Redirect{To: "west", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if !limit().After(before) {
		t.Errorf("the new unit has until %s, the unit before had until %s", limit(), before)
	}
}
