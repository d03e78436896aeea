package policy_test

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
)

// covering is the small policy with a role that each branch must have.
var covering = []string{
	"roles:\n", "roles:\n  branch: {title: 承办, level: 1, sees: unit, per: unit}\n" +
		"  receiver: {title: 接待专人, level: 1, sees: unit, per: unit, covers: [branch]}\n",
}

// A unit lacks the role that it must have until somebody in it, or in a part of it, holds it and is active; of a closed
// unit nothing is wanted.
func TestUnitsNotCovered(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, covering...))
	if err != nil {
		t.Fatal(err)
	}
	dir := complaint.Directory{
		People: map[complaint.UserID]complaint.Person{},
		Units: map[complaint.UnitID]complaint.Unit{
			"east":      {ID: "east"},
			"west":      {ID: "west"},
			"west-desk": {ID: "west-desk", Parent: "west"},
			"old":       {ID: "old", Closed: true},
		},
	}
	employ := func(id complaint.UserID, role string, unit complaint.UnitID, active bool) {
		dir.People[id] = complaint.Person{
			ID:     id,
			Unit:   unit,
			Above:  dir.UnitsAbove(unit),
			Roles:  []complaint.RoleID{p.RoleID(role)},
			Active: active,
		}
	}
	for _, unit := range []complaint.UnitID{"east", "west", "old"} {
		employ(complaint.UserID(unit), "branch", unit, true)
	}
	wantLacking := func(want ...complaint.UnitID) {
		t.Helper()
		if got := p.UnitsNotCovered("receiver", dir); !slices.Equal(got, want) {
			t.Errorf("not covered: %v, want %v", got, want)
		}
	}
	wantLacking("east", "west")
	employ("left", "receiver", "east", false)
	wantLacking("east", "west")
	employ("desk", "receiver", "west-desk", true)
	wantLacking("east")
	employ("here", "receiver", "east", true)
	wantLacking()
	if got := p.UnitsNotCovered("branch", dir); got != nil {
		t.Errorf("a role that covers none lacks %v", got)
	}
}

// What a role covers, and the role, are held per unit.
func TestOnlyRolesPerUnitCover(t *testing.T) {
	for _, wrong := range []string{
		"  receiver: {title: 接待专人, level: 1, sees: unit, covers: [branch]}\n",
		"  receiver: {title: 接待专人, level: 1, sees: unit, per: unit, covers: [clerk]}\n",
		"  receiver: {title: 接待专人, level: 1, sees: unit, per: unit, covers: [receiver]}\n",
	} {
		found := policy.Check("small.yaml", rewritten(t, "roles:\n",
			"roles:\n  branch: {title: 承办, level: 1, sees: unit, per: unit}\n"+wrong), weekends).Findings
		if !slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == "role.covers" }) {
			t.Errorf("%s: %v", wrong, found)
		}
	}
}
