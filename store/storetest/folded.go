package storetest

import (
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

// testCaseIsNeverStale has two processes act on one case, each remembering it, with acts that fail after they have
// read what they wrote. Whatever came before, the case read is the journal folded.
func testCaseIsNeverStale(b *bench) {
	processes := []record.Journal{b.Store, b.openAgain()}
	cases := 0
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", cases))
		cases++
		b.fileCase(id, open)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			p := processes[rapid.IntRange(0, 1).Draw(t, "process")]
			fact := complaint.Fact(complaint.Registered{Number: rapid.SampledFrom([]string{"1", "2"}).Draw(
				t, "number",
			)})
			var ending error
			if rapid.IntRange(0, 3).Draw(t, "fails") == 0 {
				ending = errOfTest
			}
			err := p.Write(b.ctx, id, func(tx record.Tx) error {
				if _, err := tx.Append(b.ctx,
					b.unrecordedEvents(id, b.readAndCheckCase(tx, id).Seq, fact)); err != nil {
					return err
				}
				b.readAndCheckCase(tx, id)
				return ending
			})
			if !errors.Is(err, ending) {
				t.Fatalf("got %v, want %v", err, ending)
			}
			for _, p := range processes {
				b.mustSucceed(p.Read(b.ctx, id, func(tx record.ReadTx) error {
					b.readAndCheckCase(tx, id)
					return nil
				}))
			}
		}
	})
}

// readAndCheckCase reads the case and wants it to be the journal folded, all by itself.
func (b *bench) readAndCheckCase(tx record.ReadTx, id complaint.CaseID) *complaint.Case {
	b.Helper()
	events, err := tx.Events(b.ctx, 0)
	b.mustSucceed(err)
	want := complaint.NewCase(id)
	for _, e := range events {
		b.mustSucceed(want.Apply(e))
	}
	got, err := tx.Case(b.ctx)
	b.mustSucceed(err)
	wantSamePrinted(b, "case", *got, *want)
	got.Number, got.Data["changed"] = "changed", true // it is the caller's own
	return want
}

// testOtherJournalNoticed is what a restored backup looks like to a process that still remembers: the same case, as far
// on, with another past.
func testOtherJournalNoticed(b *bench) {
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Registered{Number: "1"})
	read := func() {
		b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
			b.readAndCheckCase(tx, "c1")
			return nil
		}))
	}
	read()
	b.dropRecordTriggers()
	b.mustSucceed(b.runSQLBehindStore(`UPDATE journal SET data = '{"number":"2"}', hash = 'another' WHERE seq = 2`))
	read()
	b.mustSucceed(b.runSQLBehindStore(`DELETE FROM journal WHERE seq = 2`))
	read()
}

// testListsFollowTheCase has two processes project one case in turn; each list is what the last projection said, also
// where nothing seems to have changed for the one who projects.
func testListsFollowTheCase(b *bench) {
	other := &bench{
		T:       b.T,
		Store:   b.openAgain(),
		clock:   b.clock,
		options: b.options,
		ctx:     b.ctx,
	}
	b.fileCase("c1", open)
	k := b.recordFacts("c1", open, b.filedFact("c1"), complaint.TaskOpened{
		Task:  "t1",
		Seats: []complaint.Seat{{Role: "agent"}},
	})
	shows := func(want int) {
		b.Helper()
		wantEqual(b, "tasks in the inbox", len(b.readInbox(agent, 7)), want)
		wantEqual(b, "cases in the register", len(b.readRegister(agent, record.Query{Limit: 7})), want)
	}
	shows(1)
	closed := k.Clone()
	closed.Tasks = nil
	for range 2 {
		other.projectToLists(closed, complaint.Wall{})
		shows(0)
		b.projectToLists(k, open)
		shows(1)
	}
	b.mustSucceed(b.runSQLBehindStore(`DELETE FROM task_seats`))
	b.mustSucceed(b.runSQLBehindStore(`UPDATE cases SET lists = ''`))
	b.projectToLists(k, open)
	shows(1)
}

func (b *bench) projectToLists(k *complaint.Case, w complaint.Wall) {
	b.Helper()
	b.mustSucceed(b.Write(b.ctx, k.ID, func(tx record.Tx) error { return tx.ProjectToLists(b.ctx, k, w, nil) }))
}
