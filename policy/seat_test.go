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

// A level above is that of the unit which a matter is in, whether a rung or a recusal brings it there: of a role held
// for each unit, nobody of another unit gets to it; where none is above, it goes to a role that is not held for a unit.
func TestALevelAboveIsOfTheMattersUnit(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t,
		"leader: {title: 负责人, level: 2, sees: all}",
		"worker: {title: 承办, level: 1, sees: unit, per: unit}\n"+
			"  leader: {title: 负责人, level: 2, sees: unit, per: unit}\n  board: {title: 委员会, level: 3, sees: all}",
		"    by: [clerk]\n    clauses: [\"1\"]\n    limit: 1wd",
		"    by: [worker of responsible_unit]\n    clauses: [\"1\"]\n    limit: 1wd",
		"ladder:\n  - {at: limit, slip: urge, to: holder, setting: urging}",
		"ladder:\n  - {at: limit, escalate: leader, setting: urging}"))
	if err != nil {
		t.Fatal(err)
	}
	units := map[complaint.UnitID]complaint.Unit{
		"shop":   {ID: "shop", Parent: "branch"},
		"branch": {ID: "branch"},
		"other":  {ID: "other"},
	}
	person := func(role string, unit complaint.UnitID) complaint.Person {
		return complaint.Person{
			ID:     complaint.UserID(role + " of " + string(unit)),
			Unit:   unit,
			Roles:  []complaint.RoleID{p.RoleID(role)},
			Active: true,
		}
	}
	for name, c := range map[string]struct {
		people  []complaint.Person
		accused complaint.UserID
		wait    time.Duration
		want    complaint.Seat
	}{
		"a rung, of the unit": {
			[]complaint.Person{person("worker", "shop"), person("leader", "shop"), person("leader", "other")},
			"", 72 * time.Hour,
			complaint.Seat{Role: p.RoleID("leader"), Unit: "shop"},
		},
		"a rung, of the unit above": {
			[]complaint.Person{person("worker", "shop"), person("leader", "branch"), person("leader", "other")},
			"", 72 * time.Hour,
			complaint.Seat{Role: p.RoleID("leader"), Unit: "branch"},
		},
		"a recusal, of the unit above": {
			[]complaint.Person{person("worker", "shop"), person("leader", "branch"), person("leader", "other")},
			"worker of shop", 0,
			complaint.Seat{Role: p.RoleID("leader"), Unit: "branch"},
		},
		"a recusal, past another unit": {
			[]complaint.Person{person("worker", "shop"), person("leader", "other"), person("board", "")},
			"worker of shop", 0,
			complaint.Seat{Role: p.RoleID("board")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			people := map[complaint.UserID]complaint.Person{}
			for _, one := range c.people {
				people[one.ID] = one
			}
			parties := []complaint.Party{
				{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
				{
					ID:   "r1",
					Role: complaint.Respondent,
					Kind: complaint.KindUnit,
					Unit: "shop",
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
			e, err := scenario.NewEngine(p, weekends, complaint.Directory{
				People: people,
				Units:  units,
			}, complaint.Filing{
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
			if err == nil && c.wait > 0 {
				err = e.AdvanceTo(start.Add(c.wait))
			}
			if err != nil {
				t.Fatal(err)
			}
			seats := e.Case.Tasks[0].Seats
			if len(seats) == 0 || seats[len(seats)-1] != c.want {
				t.Errorf("it goes to %v, want %v", seats, c.want)
			}
		})
	}
}
