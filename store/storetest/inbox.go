package storetest

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

var (
	agentSeat = complaint.Seat{Role: "agent"}
	eastSeat  = complaint.Seat{Role: "branch", Unit: "east"}
	everybody = complaint.Wall{Grants: []string{
		agentSeat.Subject(), eastSeat.Subject(), complaint.UserSubject("u-east"), complaint.UserSubject("u-west"),
	}}
	east = newPerson("u-east", "east", "branch")
	west = newPerson("u-west", "west", "branch")
)

func newTaskOpened(id complaint.TaskID, step complaint.StepID, seats ...complaint.Seat) complaint.TaskOpened {
	return complaint.TaskOpened{
		Task:  id,
		Step:  step,
		Title: "任务 " + string(id),
		Seats: seats,
	}
}

// newDeadlineSet is a running deadline due so long after the start of the test.
func newDeadlineSet(
	id complaint.DeadlineID, task complaint.TaskID, step complaint.StepID, after time.Duration,
) complaint.DeadlineSet {
	due := complaint.Instant(start.Add(after))
	return complaint.DeadlineSet{Deadline: complaint.Deadline{
		ID:    id,
		Task:  task,
		Step:  step,
		State: complaint.StateRunning,
		Due:   due,
		Rungs: []complaint.Rung{{ID: "1", At: due, Action: complaint.RungExpire}},
	}}
}

func testInbox(b *bench) {
	b.fileCase("c1", everybody)
	b.recordFacts("c1", everybody, b.filedFact("c1"),
		newTaskOpened("t1", "accept", agentSeat), newTaskOpened("t2", "cause", eastSeat),
		newTaskOpened("t3", "visit", agentSeat),
		newDeadlineSet("d1", "", "", 3*time.Hour), newDeadlineSet("d2", "",
			"cause", 2*time.Hour), newDeadlineSet("d3", "t3", "visit", 5*time.Hour),
		complaint.TaskClaimed{Task: "t3", Assignee: "u-west"},
		newTaskOpened("t4", "done", agentSeat), complaint.TaskCompleted{Task: "t4"},
	)
	seen := func(p complaint.Person) string {
		var ids []string
		for _, r := range b.readInbox(p, 2) {
			ids = append(ids, string(r.Task.ID))
		}
		return strings.Join(ids, " ")
	}
	wantEqual(b, "agent's tasks, earliest limit first", seen(agent), "t1 t3")
	wantEqual(b, "the branch's", seen(east), "t2")
	wantEqual(b, "of a holder without a seat", seen(west), "")
	gone := east
	gone.Active = false
	wantEqual(b, "an inactive person's", seen(gone), "")

	barred := complaint.Wall{Grants: everybody.Grants, Barred: []complaint.UserID{"u-east"}}
	b.clock.advance(2 * time.Hour)
	testInboxRow(b)
	b.recordFacts("c1", barred, complaint.SlipIssued{Slip: "s1", Kind: complaint.UrgeSlip})
	wantEqual(b, "after the recusal", seen(east), "")
	wantEqual(b, "urged", b.readInbox(agent, 0)[0].Urged, true)

	b.recordFacts("c1", barred, newEntryTask("t5", "ledger.loss.hear", "e1", complaint.Seat{User: "u-east"}),
		newEntryTask("t6", "ledger.loss.decide", "e1", complaint.Seat{User: "u-east"}))
	wantEqual(b, "only what they are heard on, behind the wall", seen(east), "t5")
	wantEqual(b, "of an inactive person who would be heard", seen(gone), "")
	wantEqual(b, "of others", seen(agent), "t1 t3")
}

func testInboxRow(b *bench) {
	row := b.readInbox(east, 0)[0]
	wantSamePrinted(b, "task", row.Task, complaint.Task{
		ID:       "t2",
		Step:     "cause",
		Title:    "任务 t2",
		Seats:    []complaint.Seat{eastSeat},
		State:    complaint.TaskOpen,
		OpenedAt: complaint.Instant(start),
	})
	wantEqual(b, "due", *row.Due, start.Add(2*time.Hour))
	wantEqual(b, "overdue at the first instant too late", row.Overdue, true)
	wantEqual(b, "urged", row.Urged, false)
	wantEqual(b, "case", row.Case.ID, "c1")
	wantEqual(b, "case's due", *row.Case.Due, start.Add(2*time.Hour))
	held := b.readInbox(agent, 0)[1]
	wantEqual(b, "holder", held.Task.Assignee, "u-west")
	wantEqual(b, "not overdue", held.Overdue, false)
}

func testInboxPages(b *bench) {
	want := map[string]bool{}
	for i := range 13 {
		id := complaint.CaseID(fmt.Sprintf("c%02d", i))
		b.fileCase(id, everybody)
		facts := []complaint.Fact{
			b.filedFact(id), newTaskOpened("t1", "a", agentSeat), newTaskOpened("t2", "b", agentSeat, agentSeat),
		}
		if i%4 != 0 { // several share an instant, some have none
			facts = append(facts, newDeadlineSet("d1", "t1", "a", time.Duration(i%3)*time.Hour))
		}
		b.recordFacts(id, everybody, facts...)
		want[string(id)+"t1"], want[string(id)+"t2"] = true, true
	}
	last := start
	for _, r := range b.readInbox(agent, 3) {
		key := string(r.Case.ID) + string(r.Task.ID)
		if !want[key] {
			b.Fatalf("%s is listed twice or should not be", key)
		}
		delete(want, key)
		due := start.Add(1000 * time.Hour)
		if r.Due != nil {
			due = *r.Due
		}
		if due.Before(last) {
			b.Fatalf("%s is out of order", key)
		}
		last = due
	}
	wantEqual(b, "missing", len(want), 0)
}

func testSlips(b *bench) {
	due := complaint.Instant(start.Add(time.Hour))
	for i := range 5 {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		b.fileCase(id, everybody)
		b.recordFacts(id, everybody, b.filedFact(id),
			complaint.SlipIssued{
				Slip:     "s1",
				Kind:     complaint.UrgeSlip,
				Number:   fmt.Sprintf("催-%d", i),
				To:       []complaint.Seat{eastSeat},
				ReplyDue: &due,
			},
			complaint.SlipIssued{Slip: "s2", Kind: complaint.InquirySlip},
			complaint.SlipReplied{Slip: "s2", Text: "x"})
		b.clock.advance(time.Minute)
	}
	b.fileCase("hidden", complaint.Wall{})
	b.recordFacts("hidden", complaint.Wall{}, b.filedFact("hidden"), complaint.SlipIssued{Slip: "s1"})
	rows := b.readSlips(east, 3)
	wantEqual(b, "slips", len(rows), 10)
	for i, r := range rows {
		wantEqual(b, "newest first", r.Case, complaint.CaseID(fmt.Sprintf("c%d", 4-i/2)))
		wantEqual(b, "overdue", r.Overdue, false)
	}
	waiting := readAllPages(b, 2, func(cursor string) ([]record.SlipRow, string, error) {
		return b.ListSlips(b.ctx, east, record.SlipQuery{Unanswered: true, Cursor: cursor, Limit: 2})
	})
	wantEqual(b, "unanswered", len(waiting), 5)
	for _, r := range waiting {
		wantEqual(b, "waits for its reply", r.Slip.State, complaint.SlipOpen)
	}
	b.clock.advance(time.Hour)
	rows = b.readSlips(east, 0)
	wantSamePrinted(b, "slip", *rows[1].Slip.ReplyDue, due)
	wantEqual(b, "number", rows[1].Slip.Number, "催-4")
	wantSamePrinted(b, "to", rows[1].Slip.To, []complaint.Seat{eastSeat})
	wantEqual(b, "state", rows[0].Slip.State, complaint.SlipAnswered)
	wantEqual(b, "replied is never overdue", rows[0].Overdue, false)
	wantEqual(b, "unanswered is overdue", rows[1].Overdue, true)
	wantEqual(b, "a stranger's", len(b.readSlips(newPerson("u-x", ""), 0)), 0)
}

func testBadCursorsRefused(b *bench) {
	b.fileCase("c1", everybody)
	b.recordFacts("c1", everybody, b.filedFact("c1"), newTaskOpened("t1", "a", agentSeat),
		newTaskOpened("t2", "a", agentSeat))
	_, good, err := b.readInboxPage(agent, record.TaskQuery{Limit: 1})
	b.mustSucceed(err)
	encode := base64.RawURLEncoding.EncodeToString
	for _, bad := range []string{
		"x", "%", good + "A", good[:len(good)-2], encode([]byte(`{}`)), encode([]byte(`null`)),
		encode([]byte(`{"l":"inbox","t":"1","c":"c1"}`)), encode([]byte(`{"l":"inbox","t":1,"c":"c1","x":1}`)),
		encode([]byte(`{"l":"inbox","t":1,"c":"c\u0000"}`)), encode([]byte(`{"l":"inbox","t":1,"c":"c"}{}`)),
		strings.Repeat("A", 4000),
	} {
		_, _, err := b.readInboxPage(agent, record.TaskQuery{Cursor: bad, Limit: 1})
		b.mustRefuse(err, complaint.Invalid)
		wantEqual(b, "field", complaint.RefusalIn(err).Field, "cursor")
		_, _, err = b.ListRegister(b.ctx, agent, record.Query{Cursor: bad})
		b.mustRefuse(err, complaint.Invalid)
		_, _, err = b.ListSlips(b.ctx, agent, record.SlipQuery{Cursor: bad})
		b.mustRefuse(err, complaint.Invalid)
	}
	_, _, err = b.ListSlips(b.ctx, agent, record.SlipQuery{Cursor: good})
	b.mustRefuse(err, complaint.Invalid)
	forged := encode([]byte(`{"l":"inbox","t":0,"c":"' OR 1=1 --"}`))
	rows, _, err := b.readInboxPage(newPerson("u-x", "", "agent2"), record.TaskQuery{Cursor: forged, Limit: 1})
	b.mustSucceed(err)
	wantEqual(b, "rows of a forged cursor", len(rows), 0)
}
