package activities

import (
	"testing"
	"time"

	"duban/complaint"
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
