package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// testShares: what somebody did, filed or was told of is listed once a case, the latest first, in pages, filtered and
// searched, and only while they may read the case.
func testShares(b *bench) {
	for i := range 7 {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		b.clock.advance(time.Minute)
		b.fileCase(id, open, func(in *record.Intake) {
			if i%2 == 1 {
				in.Filing.By = "u-east"
			}
		})
		b.recordFacts(id, open, b.filedFact(id), newTaskOpened("t1", "a", agentSeat),
			newTaskOpened("t2", "b", agentSeat))
	}
	complete := func(id complaint.CaseID, by complaint.UserID, task complaint.TaskID) {
		b.clock.advance(time.Minute)
		b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error {
			before, err := tx.Events(b.ctx, 0)
			if err != nil {
				return err
			}
			events := b.unrecordedEvents(id, len(before), complaint.TaskCompleted{Task: task})
			events[0].Actor = by
			_, err = tx.Append(b.ctx, events)
			return err
		}))
	}
	for _, id := range []complaint.CaseID{"c3", "c1", "c5"} {
		complete(id, agent.ID, "t1")
	}
	complete("c4", "u-east", "t1")
	complete("c3", agent.ID, "t2") // the last thing done, in a case done before
	for _, seq := range []int{2, 3} {
		b.clock.advance(time.Minute)
		for _, id := range []complaint.CaseID{"c6", "c2"} {
			b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error {
				return tx.DeliverNotice(b.ctx, seq, []complaint.UserID{agent.ID})
			}))
		}
	}
	for share, want := range map[record.Share]string{
		record.DoneByMe:  "c3 c5 c1",
		record.FiledByMe: "c6 c4 c2 c0",
		record.ToldToMe:  "c6 c2",
	} {
		for _, limit := range []int{0, 1, 2} {
			q := record.Query{Mine: share, Limit: limit}
			wantEqual(b, fmt.Sprintf("%s, pages of %d", share, limit), b.idsFoundInRegister(agent, q), want)
		}
		q := record.Query{Mine: share, Search: "of " + want[:2]}
		wantEqual(b, string(share)+", searched", b.idsFoundInRegister(agent, q), want[:2])
		wantEqual(b, string(share)+", of no such regulation", b.idsFoundInRegister(agent,
			record.Query{Mine: share, Policy: "none"}), "")
		for _, r := range b.readRegister(agent, record.Query{Mine: share}) {
			wantEqual(b, "instant known", r.MineAt != nil && r.MineAt.After(start), true)
		}
		gone := agent
		gone.Active = false
		wantEqual(b, "of somebody inactive", b.idsFoundInRegister(gone, record.Query{Mine: share}), "")
	}
	_, _, err := b.ListRegister(b.ctx, agent, record.Query{Mine: "everything"})
	b.mustRefuse(err, complaint.Invalid)
	b.recordFacts("c3", everybodyBut(agent.ID), complaint.Noted{})
	wantEqual(b, "behind the wall", b.idsFoundInRegister(agent, record.Query{Mine: record.DoneByMe}), "c5 c1")
}

// everybodyBut is the open wall with a bar.
func everybodyBut(user complaint.UserID) complaint.Wall {
	return complaint.Wall{Grants: open.Grants, Barred: []complaint.UserID{user}}
}

// testOwnTasksFirst: what somebody holds comes before what is offered to them, in pages too; words find tasks by their
// cases, and what waits is counted up to a bound.
func testOwnTasksFirst(b *bench) {
	for i := range 5 {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		b.fileCase(id, everybody)
		facts := []complaint.Fact{
			b.filedFact(id), newTaskOpened("t1", "a", agentSeat),
			newDeadlineSet("d1", "t1", "a", time.Duration(i+1)*time.Hour),
		}
		if i%2 == 1 {
			facts = append(facts, complaint.TaskClaimed{Task: "t1", Assignee: agent.ID})
		}
		b.recordFacts(id, everybody, facts...)
	}
	seen := func(q record.TaskQuery) string {
		return strings.ReplaceAll(taskKeys(b.readInboxPages(agent, q)), "/t1", "")
	}
	for _, limit := range []int{0, 1, 2, 3} {
		wantEqual(b, fmt.Sprintf("in pages of %d", limit), seen(record.TaskQuery{Limit: limit}), "c1 c3 c0 c2 c4")
		wantEqual(b, "found", seen(record.TaskQuery{Limit: limit, Search: "of c2"}), "c2")
		wantEqual(b, "all found", seen(record.TaskQuery{Limit: limit, Search: "受潮"}), "c1 c3 c0 c2 c4")
	}
	wantEqual(b, "nothing found", seen(record.TaskQuery{Search: "没有这个词"}), "")
	b.clock.advance(2 * time.Hour)
	b.mustSucceed(b.Write(b.ctx, "c0", func(tx record.Tx) error {
		return tx.DeliverNotice(b.ctx, 2, []complaint.UserID{agent.ID})
	}))
	for most, want := range map[int]record.InboxCount{
		100: {Tasks: 5, Late: 2, Notices: 1},
		3:   {Tasks: 3, Late: 2, Notices: 1},
		1:   {Tasks: 1, Late: 1, Notices: 1},
	} {
		count, err := b.CountInbox(b.ctx, agent, most)
		b.mustSucceed(err)
		wantEqual(b, fmt.Sprintf("counted up to %d", most), count, want)
	}
	b.mustSucceed(b.MarkNoticesRead(b.ctx, agent.ID, b.clock.now()))
	count, err := b.CountInbox(b.ctx, agent, 100)
	b.mustSucceed(err)
	wantEqual(b, "notices after reading", count.Notices, 0)
}

// testSlipsToAnswer: a slip waits on top for whoever sits where it is addressed, until it is answered.
func testSlipsToAnswer(b *bench) {
	b.fileCase("c1", everybody)
	b.recordFacts("c1", everybody, b.filedFact("c1"),
		complaint.SlipIssued{Slip: "s1", Kind: complaint.UrgeSlip, To: []complaint.Seat{eastSeat}},
		complaint.SlipIssued{Slip: "s2", Kind: complaint.UrgeSlip, To: []complaint.Seat{agentSeat}})
	waiting := func(p complaint.Person) string {
		rows, err := b.SlipsToAnswer(b.ctx, p, 10)
		b.mustSucceed(err)
		var ids []string
		for _, r := range rows {
			ids = append(ids, string(r.Slip.ID))
		}
		return strings.Join(ids, " ")
	}
	wantEqual(b, "for the branch", waiting(east), "s1")
	wantEqual(b, "for the agent", waiting(agent), "s2")
	wantEqual(b, "for another branch", waiting(west), "")
	b.recordFacts("c1", everybody, complaint.SlipReplied{Slip: "s1"})
	wantEqual(b, "after the answer", waiting(east), "")
}
