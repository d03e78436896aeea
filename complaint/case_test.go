package complaint_test

import (
	"testing"
	"time"

	"duban/complaint"
)

func person(id complaint.UserID, unit complaint.UnitID, roles ...complaint.RoleID) complaint.Person {
	return complaint.Person{
		ID:     id,
		Unit:   unit,
		Roles:  roles,
		Active: true,
	}
}

func TestAGapInTheJournalIsAnError(t *testing.T) {
	c := complaint.NewCase("c")
	if err := c.Apply(complaint.Event{Seq: 2, Fact: complaint.Noted{}}); err == nil {
		t.Fatal("an event was applied that does not follow")
	}
	if c.Seq != 0 {
		t.Error("a refused event changed the case")
	}
}

func TestWall(t *testing.T) {
	w := complaint.Wall{
		Grants: []string{"role:p.boss", "role:p.branch@u1", "user:filer"}, Barred: []complaint.UserID{"accused"},
	}
	inactive := person("x", "u1", "p.boss")
	inactive.Active = false
	for _, try := range []struct {
		who  complaint.Person
		want bool
	}{
		{person("a", "u9", "p.boss"), true},
		{person("b", "u1", "p.branch"), true},
		{person("c", "u2", "p.branch"), false},
		{person("filer", "u2"), true},
		{person("accused", "u1", "p.boss"), false},
		{person("d", "u1"), false},
		{inactive, false},
	} {
		if got := w.Admits(try.who); got != try.want {
			t.Errorf("%s: %v", try.who.ID, got)
		}
	}
}

func TestAMissedDeadlineStaysMissed(t *testing.T) {
	due := complaint.Instant(time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC))
	c := complaint.NewCase("c")
	for i, f := range []complaint.Fact{
		complaint.DeadlineSet{Deadline: complaint.Deadline{
			ID:    "d1",
			State: complaint.StateRunning,
			Due:   due,
			Rungs: []complaint.Rung{{ID: "limit", At: due}},
		}},
		complaint.DeadlineMissed{Deadline: "d1", Rung: "limit"},
		complaint.DeadlineMet{Deadline: "d1", Late: true},
	} {
		if err := c.Apply(complaint.Event{Seq: i + 1, Fact: f}); err != nil {
			t.Fatal(err)
		}
		d := c.Deadline("d1")
		if i == 1 && (d.State != complaint.StateMissed || d.IsEnded() || !d.IsOverdue(due.Time)) {
			t.Errorf("missed: %+v", d)
		}
	}
	if d := c.Deadline("d1"); d.State != complaint.StateMissed || !d.IsEnded() || d.IsOverdue(due.Add(time.Hour)) {
		t.Errorf("done late: %+v", d)
	}
}

func TestCloneSharesNothingAFoldChanges(t *testing.T) {
	c := complaint.NewCase("c")
	facts := []complaint.Fact{
		complaint.TaskOpened{Task: "t1", Seats: []complaint.Seat{{Role: "p.a"}}},
		complaint.DeadlineSet{Deadline: complaint.Deadline{
			ID:    "d2",
			State: complaint.StateRunning,
			Rungs: []complaint.Rung{{ID: "1"}},
		}},
	}
	for i, f := range facts {
		if err := c.Apply(complaint.Event{Seq: i + 1, Fact: f}); err != nil {
			t.Fatal(err)
		}
	}
	d := c.Clone()
	for i, f := range []complaint.Fact{
		complaint.TaskCompleted{Task: "t1", Data: map[string]any{"k": 1}},
		complaint.Escalated{
			Deadline: "d2",
			Rung:     "1",
			To:       []complaint.Seat{{Role: "p.b"}},
			Tasks:    []complaint.TaskID{"t1"},
		},
	} {
		if err := d.Apply(complaint.Event{Seq: len(facts) + i + 1, Fact: f}); err != nil {
			t.Fatal(err)
		}
	}
	if c.Task("t1").State != complaint.TaskOpen || len(c.Data) != 0 || c.Deadlines[0].Rungs[0].Fired ||
		len(c.Task("t1").Seats) != 1 {
		t.Errorf("the original changed: %+v", c)
	}
}
