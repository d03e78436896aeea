package activities_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
)

const classText = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"

// newSchool is a desk whose one case is an appeal under a regulation that knows corrections and reviews.
func newSchool(t *testing.T) *desk {
	t.Helper()
	ctx := context.Background()
	now := func() time.Time { return monday }
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "duban.db"), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d := &desk{t: t, Acts: &activities.Acts{Journal: s, Now: now, Rehearsal: true}, store: s}
	if err := seed.PublishRegulations(ctx, s); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/review.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ref, err := s.PublishPolicy(ctx, "review.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	clerk := complaint.Person{
		ID:     "u-clerk",
		Name:   "经办",
		Roles:  []complaint.RoleID{"school.clerk"},
		Active: true,
	}
	if err := s.SaveAccount(ctx, record.Account{Username: "clerk", PasswordHash: "x", Person: clerk}); err != nil {
		t.Fatal(err)
	}
	filed := complaint.Filed{
		Policy:     ref,
		Kind:       "appeal",
		Source:     "school",
		Channel:    "desk",
		Category:   "marks",
		Subject:    "s",
		Content:    "c",
		ReceivedAt: complaint.Instant(monday),
		Data:       map[string]any{"class": classText},
		Parties: []complaint.Party{{
			ID:       complaint.Complainant,
			Role:     complaint.Complainant,
			Kind:     complaint.KindText,
			Identity: "i",
		}},
	}
	if _, err := s.FileCase(ctx, record.Intake{
		Filing: complaint.Filing{
			Case:    "c",
			By:      "u-clerk",
			Filed:   filed,
			FiledAt: monday,
		},
		Texts: []complaint.Text{{
			ID:    classText,
			Case:  "c",
			Scope: complaint.ScopeCase,
			Body:  "三班",
		}},
		Request: record.Request{
			Actor: "a",
			Key:   "k",
			Case:  "c",
			At:    monday,
		},
	}, complaint.Wall{}); err != nil {
		t.Fatal(err)
	}
	return d
}

// actAhead gives an order when the case's clock is so far ahead of the wall.
func (d *desk) actAhead(
	id complaint.CaseID, ahead time.Duration, expected int, o complaint.Order,
) activities.ActResult {
	d.t.Helper()
	at := complaint.Instant(monday.Add(ahead))
	r, err := d.Act(context.Background(), activities.ActRequest{
		Case:     id,
		Expected: expected,
		Order:    o,
		At:       at,
		Clock:    at,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if r.Answer != nil && r.Answer.Refusal != nil {
		d.t.Fatalf("refused: %v", r.Answer.Refusal)
	}
	return r
}

// linkedCase is the case that these events opened.
func (d *desk) linkedCase(events []complaint.Event) complaint.CaseID {
	d.t.Helper()
	var id complaint.CaseID
	for _, e := range events {
		if l, ok := e.Fact.(complaint.Linked); ok {
			if id != "" || !l.Link.Opened {
				d.t.Fatalf("unexpected %+v", l)
			}
			id = l.Link.Case
		}
	}
	if id == "" {
		d.t.Fatal("no case was opened")
	}
	return id
}

// filedAs opens the linked case as its workflow would, and returns how it was filed.
func (d *desk) filedAs(id complaint.CaseID, ahead time.Duration) (complaint.Filed, complaint.StepID) {
	d.t.Helper()
	r := d.actAhead(id, ahead, 0, openOrder())
	c := complaint.NewCase(id)
	for _, e := range r.Events {
		if err := c.Apply(e); err != nil {
			d.t.Fatal(err)
		}
	}
	return r.Events[0].Fact.(complaint.Filed), c.Step
}

// A decision opens another case in its own transaction: whatever happens to the worker, there is one.
func TestAnOutcomeOpensALinkedCase(t *testing.T) {
	d := newSchool(t)
	const skipped = 100 * 24 * time.Hour
	first := d.actAhead("c", 0, 0, openOrder())
	order := complaint.Order{ID: "u-clerk/1", Actor: "u-clerk", Command: complaint.Complete{
		Outcome: "faulty", Data: map[string]any{"fault": true, "finding": "f", "remark": "r"},
	}}
	done := d.actAhead("c", skipped, first.Answer.Seq, order)
	id := d.linkedCase(done.Events)
	if again := d.linkedCase(d.actAhead("c", skipped, first.Answer.Seq, order).Events); again != id {
		t.Errorf("carried out again, the order opened %s beside %s", again, id)
	}
	pending, err := d.store.TakeErrands(context.Background(), complaint.StartErrand, 10, time.Minute)
	if err != nil || len(pending) != 1 || pending[0].Case != id {
		t.Errorf("pending: %+v, %v", pending, err)
	}
	filed, step := d.filedAs(id, skipped)
	if filed.Kind != "correction" || step != "correct" || filed.Origin == nil || filed.Origin.Case != "c" ||
		filed.Origin.Opened {
		t.Errorf("filed %+v, at step %s", filed, step)
	}
	if len(filed.Data) != 2 || filed.Data["class"] != classText || filed.Data["finding"] != "f" {
		t.Errorf("carried %v", filed.Data)
	}
	if !filed.ReceivedAt.Equal(monday.Add(skipped)) || len(filed.Parties) != 1 {
		t.Errorf("received at %s, parties %v", filed.ReceivedAt, filed.Parties)
	}
	texts, err := d.store.TextsByID(context.Background(), []complaint.TextID{classText})
	if err != nil || !texts[classText].IsReadableIn(id) {
		t.Errorf("the text is not to be read in the new case: %v", err)
	}
	row, err := d.store.CaseRow(context.Background(), id)
	if err != nil || row.ClockOffset != skipped {
		t.Errorf("the new case's clock is %s ahead, %v", row.ClockOffset, err)
	}
}

// A review is asked for when the case is closed, not before; the request's reason is what it is about.
func TestAReviewOpensALinkedCase(t *testing.T) {
	d := newSchool(t)
	ask := complaint.Order{ID: "p/1", Party: complaint.Complainant, Command: complaint.RequestReview{Reason: "why"}}
	seq := d.actAhead("c", 0, 0, openOrder()).Answer.Seq
	at := complaint.Instant(monday)
	early, err := d.Act(context.Background(), activities.ActRequest{
		Case:     "c",
		Expected: seq,
		Order:    ask,
		At:       at,
		Clock:    at,
	})
	if err != nil || early.Answer.Refusal == nil || early.Answer.Refusal.Code != complaint.Conflict ||
		early.Answer.Refusal.Clause != "school-3" {
		t.Fatalf("too early: %+v, %v", early.Answer, err)
	}
	seq = d.actAhead("c", 0, seq, complaint.Order{ID: "u-clerk/1", Actor: "u-clerk", Command: complaint.Complete{
		Outcome: "answered", Data: map[string]any{"fault": false, "finding": "f"},
	}}).Answer.Seq
	ask.ID = "p/2"
	id := d.linkedCase(d.actAhead("c", 0, seq, ask).Events)
	filed, step := d.filedAs(id, 0)
	if filed.Kind != "review" || step != "again" || filed.Content != "why" || filed.Subject != "s" {
		t.Errorf("filed %+v, at step %s", filed, step)
	}
}
