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
	east = person("u-east", "east", "branch")
	west = person("u-west", "west", "branch")
)

func opened(id complaint.TaskID, step complaint.StepID, seats ...complaint.Seat) complaint.TaskOpened {
	return complaint.TaskOpened{
		Task:  id,
		Step:  step,
		Title: "任务 " + string(id),
		Seats: seats,
	}
}

// limit is a running deadline due so long after the start of the test.
func limit(
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

func inbox(b *bench) {
	b.files("c1", everybody)
	b.acts("c1", everybody, b.filed("c1"),
		opened("t1", "accept", agentSeat), opened("t2", "cause", eastSeat), opened("t3", "visit", agentSeat),
		limit("d1", "", "", 3*time.Hour), limit("d2", "",
			"cause", 2*time.Hour), limit("d3", "t3", "visit", 5*time.Hour),
		complaint.TaskClaimed{Task: "t3", Assignee: "u-west"},
		opened("t4", "done", agentSeat), complaint.TaskCompleted{Task: "t4"},
	)
	seen := func(p complaint.Person) string {
		var ids []string
		for _, r := range b.inbox(p, 2) {
			ids = append(ids, string(r.Task.ID))
		}
		return strings.Join(ids, " ")
	}
	equal(b, "agent's tasks, earliest limit first", seen(agent), "t1 t3")
	equal(b, "the branch's", seen(east), "t2")
	equal(b, "the holder's", seen(west), "t3")
	gone := east
	gone.Active = false
	equal(b, "an inactive person's", seen(gone), "")

	barred := complaint.Wall{Grants: everybody.Grants, Barred: []complaint.UserID{"u-east"}}
	b.clock.advance(2 * time.Hour)
	inboxRow(b)
	b.acts("c1", barred, complaint.SlipIssued{Slip: "s1", Kind: complaint.UrgeSlip})
	equal(b, "after the recusal", seen(east), "")
	equal(b, "urged", b.inbox(agent, 0)[0].Urged, true)
}

func inboxRow(b *bench) {
	row := b.inbox(east, 0)[0]
	same(b, "task", row.Task, complaint.Task{
		ID:       "t2",
		Step:     "cause",
		Title:    "任务 t2",
		Seats:    []complaint.Seat{eastSeat},
		State:    complaint.TaskOpen,
		OpenedAt: complaint.Instant(start),
	})
	equal(b, "due", *row.Due, start.Add(2*time.Hour))
	equal(b, "overdue at the first instant too late", row.Overdue, true)
	equal(b, "urged", row.Urged, false)
	equal(b, "case", row.Case.ID, "c1")
	equal(b, "case's due", *row.Case.Due, start.Add(2*time.Hour))
	held := b.inbox(west, 0)[0]
	equal(b, "holder", held.Task.Assignee, "u-west")
	equal(b, "not overdue", held.Overdue, false)
}

func inboxPages(b *bench) {
	want := map[string]bool{}
	for i := range 13 {
		id := complaint.CaseID(fmt.Sprintf("c%02d", i))
		b.files(id, everybody)
		facts := []complaint.Fact{b.filed(id), opened("t1", "a", agentSeat), opened("t2", "b", agentSeat, agentSeat)}
		if i%4 != 0 { // several share an instant, some have none
			facts = append(facts, limit("d1", "t1", "a", time.Duration(i%3)*time.Hour))
		}
		b.acts(id, everybody, facts...)
		want[string(id)+"t1"], want[string(id)+"t2"] = true, true
	}
	last := start
	for _, r := range b.inbox(agent, 3) {
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
	equal(b, "missing", len(want), 0)
}

func slips(b *bench) {
	due := complaint.Instant(start.Add(time.Hour))
	for i := range 5 {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		b.files(id, everybody)
		b.acts(id, everybody, b.filed(id),
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
	b.files("hidden", complaint.Wall{})
	b.acts("hidden", complaint.Wall{}, b.filed("hidden"), complaint.SlipIssued{Slip: "s1"})
	rows := b.slips(east, 3)
	equal(b, "slips", len(rows), 10)
	for i, r := range rows {
		equal(b, "newest first", r.Case, complaint.CaseID(fmt.Sprintf("c%d", 4-i/2)))
		equal(b, "overdue", r.Overdue, false)
	}
	waiting := pages(b, 2, func(cursor string) ([]record.SlipRow, string, error) {
		return b.ListSlips(b.ctx, east, record.SlipQuery{Unanswered: true, Cursor: cursor, Limit: 2})
	})
	equal(b, "unanswered", len(waiting), 5)
	for _, r := range waiting {
		equal(b, "waits for its reply", r.Slip.State, complaint.SlipOpen)
	}
	b.clock.advance(time.Hour)
	rows = b.slips(east, 0)
	same(b, "slip", *rows[1].Slip.ReplyDue, due)
	equal(b, "number", rows[1].Slip.Number, "催-4")
	same(b, "to", rows[1].Slip.To, []complaint.Seat{eastSeat})
	equal(b, "state", rows[0].Slip.State, complaint.SlipAnswered)
	equal(b, "replied is never overdue", rows[0].Overdue, false)
	equal(b, "unanswered is overdue", rows[1].Overdue, true)
	equal(b, "a stranger's", len(b.slips(person("u-x", ""), 0)), 0)
}

func badCursors(b *bench) {
	b.files("c1", everybody)
	b.acts("c1", everybody, b.filed("c1"), opened("t1", "a", agentSeat), opened("t2", "a", agentSeat))
	_, good, err := b.inboxPage(agent, record.TaskQuery{Limit: 1})
	b.mustSucceed(err)
	encode := base64.RawURLEncoding.EncodeToString
	for _, bad := range []string{
		"x", "%", good + "A", good[:len(good)-2], encode([]byte(`{}`)), encode([]byte(`null`)),
		encode([]byte(`{"l":"inbox","t":"1","c":"c1"}`)), encode([]byte(`{"l":"inbox","t":1,"c":"c1","x":1}`)),
		encode([]byte(`{"l":"inbox","t":1,"c":"c\u0000"}`)), encode([]byte(`{"l":"inbox","t":1,"c":"c"}{}`)),
		strings.Repeat("A", 4000),
	} {
		_, _, err := b.inboxPage(agent, record.TaskQuery{Cursor: bad, Limit: 1})
		b.mustRefuse(err, complaint.Invalid)
		equal(b, "field", complaint.Refused(err).Field, "cursor")
		_, _, err = b.ListRegister(b.ctx, agent, record.Query{Cursor: bad}, nil)
		b.mustRefuse(err, complaint.Invalid)
		_, _, err = b.ListSlips(b.ctx, agent, record.SlipQuery{Cursor: bad})
		b.mustRefuse(err, complaint.Invalid)
	}
	_, _, err = b.ListSlips(b.ctx, agent, record.SlipQuery{Cursor: good})
	b.mustRefuse(err, complaint.Invalid)
	forged := encode([]byte(`{"l":"inbox","t":0,"c":"' OR 1=1 --"}`))
	rows, _, err := b.inboxPage(person("u-x", "", "agent2"), record.TaskQuery{Cursor: forged, Limit: 1})
	b.mustSucceed(err)
	equal(b, "rows of a forged cursor", len(rows), 0)
}
