package policy_test

import (
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// A seat can lie above a unit: in the nearest one up the tree where somebody may take it.
func TestASeatAboveAUnit(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, "leader: {title: 负责人, level: 2, sees: all}",
		"leader: {title: 负责人, level: 2, sees: all, per: unit}",
		"title: 受理\n    by: [clerk]", "title: 受理\n    by: [leader above responsible_unit]"))
	if err != nil {
		t.Fatal(err)
	}
	units := map[complaint.UnitID]complaint.Unit{
		"shop":   {ID: "shop", Parent: "branch"},
		"branch": {ID: "branch", Parent: "region"},
		"region": {ID: "region", Parent: "head"},
		"head":   {ID: "head"},
		"island": {ID: "island", Parent: "island"}, // a directory may be wrong
	}
	leaderIn := func(unit complaint.UnitID) complaint.Person {
		return complaint.Person{
			ID:     complaint.UserID("leader of " + unit),
			Unit:   unit,
			Roles:  []complaint.RoleID{p.RoleID("leader")},
			Active: true,
		}
	}
	for _, c := range []struct {
		complainedOf complaint.UnitID
		leaders      []complaint.UnitID
		accused      complaint.UserID
		want         complaint.UnitID
	}{
		{"shop", []complaint.UnitID{"shop", "branch", "region"}, "", "branch"},
		{"shop", []complaint.UnitID{"shop", "region", "head"}, "", "region"},
		{"shop", []complaint.UnitID{"branch", "head"}, "leader of branch", "head"},
		{"island", []complaint.UnitID{"island"}, "", ""},
		{"head", []complaint.UnitID{"head", "branch"}, "", ""},
	} {
		people := map[complaint.UserID]complaint.Person{}
		for _, unit := range c.leaders {
			people[leaderIn(unit).ID] = leaderIn(unit)
		}
		parties := []complaint.Party{
			{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
			{
				ID:   "r1",
				Role: complaint.Respondent,
				Kind: complaint.KindUnit,
				Unit: c.complainedOf,
			},
		}
		if c.accused != "" {
			parties = append(parties, complaint.Party{
				ID:   "r2",
				Role: complaint.Respondent,
				Kind: complaint.KindPerson,
				User: c.accused,
			})
		}
		start := time.Date(2026, 3, 2, 9, 0, 0, 0, weekends.Location())
		e, err := scenario.NewEngine(p, weekends, complaint.Directory{People: people, Units: units}, complaint.Filing{
			Case: "c",
			By:   "clerk",
			Filed: complaint.Filed{
				Kind:       "claim",
				Source:     "desk",
				Channel:    "counter",
				Category:   "goods",
				Severity:   "plain",
				Parties:    parties,
				Data:       map[string]any{"route": "slow"},
				ReceivedAt: complaint.Instant(start),
			},
			FiledAt: start,
		})
		if err != nil {
			t.Fatal(err)
		}
		got := complaint.UnitID("")
		if seats := e.Case.Tasks[0].Seats; len(seats) > 0 {
			got = seats[0].Unit
		}
		if got != c.want {
			t.Errorf("%s with leaders in %v, %q accused: %q, want %q",
				c.complainedOf, c.leaders, c.accused, got, c.want)
		}
	}
}
