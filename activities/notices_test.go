package activities

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/record"
)

// A reminder that waited for the office's hours beyond the limit it reminds of would remind of nothing.
func TestAReminderDoesNotWaitBeyondItsLimit(t *testing.T) {
	due := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	deadline := complaint.Deadline{ID: "d2", Due: complaint.Instant(due), State: complaint.StateRunning}
	events := []complaint.Event{
		{Seq: 1, Fact: complaint.Filed{}},
		{Seq: 2, Fact: complaint.DeadlineSet{Deadline: deadline}},
		{Seq: 3, Fact: complaint.Reminded{Deadline: "d2", Rung: "1"}},
	}
	if isOverBefore(due.Add(-time.Hour), "case", events) {
		t.Error("there is time to wait")
	}
	if !isOverBefore(due.Add(9*time.Hour), "case", events) {
		t.Error("it is over in the morning")
	}
	if isOverBefore(due.Add(9*time.Hour), "case", events[:2]) {
		t.Error("a limit that is set reminds nobody")
	}
}

// Whoever is on leave is told in the application and not outside; who stands in for them is.
func TestNobodyOnLeaveIsToldOutside(t *testing.T) {
	absent := complaint.Person{ID: "li", Roles: []complaint.RoleID{"r"}, Active: true}
	substitute := complaint.Person{ID: "wang", Active: true, StandsIn: []complaint.Person{absent}}
	dir := complaint.Directory{People: map[complaint.UserID]complaint.Person{
		"li":   absent,
		"wang": substitute,
		"zhao": {ID: "zhao", Roles: []complaint.RoleID{"r"}, Active: true},
	}}
	told := complaint.Addressees{Seats: []complaint.Seat{{Role: "r"}}}.ActivePeopleIn(dir)
	slices.Sort(told)
	if want := []complaint.UserID{"li", "wang", "zhao"}; !slices.Equal(told, want) {
		t.Errorf("told: %v, want %v", told, want)
	}
	if outside := notOnLeave(told, dir); !slices.Equal(outside, []complaint.UserID{"wang", "zhao"}) {
		t.Errorf("told outside: %v", outside)
	}
}

// A robot speaks where somebody of its role is told, in its unit if it has one; who is told by name is no group's
// business.
func TestWhichRobotsSpeak(t *testing.T) {
	n := &Notices{Robots: []record.GroupRobot{
		{Name: "all", Role: "p.r"}, {Name: "east", Role: "p.r", Unit: "east"}, {Name: "other", Role: "p.other"},
	}}
	for _, c := range []struct {
		told complaint.Addressees
		want []string
	}{
		{complaint.Addressees{Seats: []complaint.Seat{{Role: "p.r"}}}, []string{"all", "east"}},
		{complaint.Addressees{Seats: []complaint.Seat{{Role: "p.r", Unit: "west"}}}, []string{"all"}},
		{complaint.Addressees{Seats: []complaint.Seat{{Role: "p.r", Unit: "east"}}}, []string{"all", "east"}},
		{complaint.Addressees{Users: []complaint.UserID{"li"}}, nil},
	} {
		if got := n.robotsOf(c.told); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.told, got, c.want)
		}
	}
}
