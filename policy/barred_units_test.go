package policy_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// barring is the small policy in which claims keep out the people of the unit complained about.
var barring = []string{"claim:   {title: 诉求, clauses: [\"1\"]}", "claim:   {title: 诉求, clauses: [\"1\"], bars: units}"}

// aboutUnit is a case about the unit east, in an organisation where east has a part and is part of the bureau.
func aboutUnit(t *testing.T, kind string, passages ...string) *scenario.Engine {
	t.Helper()
	return aboutParties(t, kind, []complaint.Party{{
		ID:   "respondent-1",
		Role: complaint.Respondent,
		Kind: complaint.KindUnit,
		Unit: "east",
	}}, passages...)
}

// aboutParties is such a case about these respondents.
func aboutParties(
	t *testing.T, kind string, respondents []complaint.Party, passages ...string,
) *scenario.Engine {
	t.Helper()
	p, err := policy.Load("small.yaml", rewritten(t, append(slices.Clone(barring), passages...)...))
	if err != nil {
		t.Fatal(err)
	}
	dir := complaint.Directory{
		People: map[complaint.UserID]complaint.Person{},
		Units: map[complaint.UnitID]complaint.Unit{
			"east":      {ID: "east", Parent: "bureau"},
			"east-desk": {ID: "east-desk", Parent: "east"},
			"west":      {ID: "west", Parent: "bureau"},
			"bureau":    {ID: "bureau"},
		},
	}
	for id, seat := range map[complaint.UserID]complaint.Seat{
		"of-east":   {Role: p.RoleID("clerk"), Unit: "east"},
		"of-part":   {Role: p.RoleID("clerk"), Unit: "east-desk"},
		"of-west":   {Role: p.RoleID("clerk"), Unit: "west"},
		"of-bureau": {Role: p.RoleID("leader"), Unit: "bureau"},
	} {
		dir.People[id] = complaint.Person{
			ID:     id,
			Unit:   seat.Unit,
			Above:  dir.UnitsAbove(seat.Unit),
			Roles:  []complaint.RoleID{seat.Role},
			Active: true,
		}
	}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, weekends.Location())
	e, err := scenario.NewEngine(p, weekends, dir, complaint.Filing{
		Case:    "c",
		By:      "of-west",
		FiledAt: start,
		Filed: complaint.Filed{
			Kind:       kind,
			Severity:   "plain",
			Source:     "desk",
			Channel:    "counter",
			Category:   "goods",
			ReceivedAt: complaint.Instant(start),
			Data:       map[string]any{"route": "slow"},
			Parties: append([]complaint.Party{
				{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
			}, respondents...),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The people of a unit complained about, and of its parts, neither read nor act; those of the unit it is part of do,
// and in other kinds of matter everybody does.
func TestPeopleOfABarredUnitStayOut(t *testing.T) {
	for _, kind := range []string{"claim", "inquiry"} {
		for user, barred := range map[complaint.UserID]bool{
			"of-east":   true,
			"of-part":   true,
			"of-west":   false,
			"of-bureau": false,
		} {
			e := aboutUnit(t, kind)
			person := e.Directory.People[user]
			barred = barred && kind == "claim"
			if got := !e.Policy.Wall(e.Case).Admits(person); got != barred {
				t.Errorf("%s: the wall keeps %s out: %v", kind, user, got)
			}
			if user == "of-bureau" {
				continue // of another role
			}
			refusal := complaint.RefusalIn(give(e, complaint.Actor{Person: person},
				complaint.Claim{Task: e.Case.Tasks[0].ID}))
			if got := refusal != nil && refusal.ID == "recusal.unit_complained_about" &&
				refusal.Clause == "small-1"; got != barred {
				t.Errorf("%s: %s may not act: %+v", kind, user, refusal)
			}
		}
	}
}

// A unit that a step finds responsible, where nobody complained about one, handles the matter: its people read and act.
func TestAUnitFoundResponsibleIsNotBarred(t *testing.T) {
	e := aboutParties(t, "claim", nil,
		"    outcomes:\n      accepted:", "    form: {responsible_unit: {type: unit, title: 承办单位, required: true}}\n"+
			"    outcomes:\n      accepted:", "title: 调查\n    by: [clerk]\n",
		"title: 调查\n    by: [clerk of responsible_unit]\n    otherwise: {by: [leader], setting: urging}\n")
	west, east := e.Directory.People["of-west"], e.Directory.People["of-east"]
	if err := gives(t, e, complaint.Actor{Person: west}, "accepted",
		map[string]any{"responsible_unit": "east"}); err != nil {
		t.Fatal(err)
	}
	if e.Case.ResponsibleUnit() != "east" || !e.Policy.Wall(e.Case).Admits(east) {
		t.Fatalf("%s handles it; the wall keeps out %v", e.Case.ResponsibleUnit(), e.Policy.Wall(e.Case).BarredUnits)
	}
	if err := give(e, complaint.Actor{Person: east},
		complaint.Claim{Task: e.Case.LiveTasks()[0].ID}); err != nil {
		t.Errorf("whose unit handles it may not act: %v", err)
	}
}

// Nobody stands in for somebody of the unit, or from it for anybody.
func TestStandingInPassesNoBarredUnit(t *testing.T) {
	e := aboutUnit(t, "claim")
	east, west := e.Directory.People["of-east"], e.Directory.People["of-west"]
	bureau := e.Directory.People["of-bureau"]
	stranger := complaint.Person{ID: "stranger", Active: true, StandsIn: []complaint.Person{east}}
	east.StandsIn = []complaint.Person{west, bureau}
	wall := e.Policy.Wall(e.Case)
	if wall.Admits(stranger) || wall.Admits(east) {
		t.Errorf("admitted: %v, %v", wall.Admits(stranger), wall.Admits(east))
	}
	stranger.StandsIn = []complaint.Person{bureau}
	if !wall.Admits(stranger) {
		t.Error("whoever stands in for somebody of another unit is kept out")
	}
}

// A step of the responsible unit is done by others where that is the unit complained about: whom the file names, or the
// next level. A file that names nobody is told.
func TestABarredUnitsStepIsOthers(t *testing.T) {
	const ofUnit = "title: 调查\n    by: [clerk of responsible_unit]\n"
	for _, otherwise := range []string{"", "    otherwise: {by: [leader], setting: urging}\n"} {
		passages := []string{"title: 调查\n    by: [clerk]\n", ofUnit + otherwise}
		e := aboutUnit(t, "claim", passages...)
		if err := gives(t, e, complaint.Actor{Person: e.Directory.People["of-west"]}, "accepted", nil); err != nil {
			t.Fatal(err)
		}
		if seats := e.Case.LiveTasks()[0].Seats; len(seats) != 1 || seats[0].Role != "small.leader" {
			t.Errorf("the step is offered to %v", seats)
		}
		told := slices.ContainsFunc(e.Policy.Prove("small.yaml", weekends), func(f policy.Finding) bool {
			return f.ID == "proof.barred_unit" && f.Element == "investigate"
		})
		if told != (otherwise == "") {
			t.Errorf("%q: told %v", otherwise, told)
		}
	}
}
