package storetest

import (
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

// caseIsNeverStale has two processes act on one case, each remembering it, with acts that fail after they have
// read what they wrote. Whatever came before, the case read is the journal folded.
func caseIsNeverStale(b *bench) {
	processes := []record.Journal{b.Store, b.reopen()}
	cases := 0
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", cases))
		cases++
		b.files(id, open)
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
				if _, err := tx.Append(b.ctx, b.events(id, b.caseIn(tx, id).Seq, fact)); err != nil {
					return err
				}
				b.caseIn(tx, id)
				return ending
			})
			if !errors.Is(err, ending) {
				t.Fatalf("got %v, want %v", err, ending)
			}
			for _, p := range processes {
				b.mustSucceed(p.Read(b.ctx, id, func(tx record.ReadTx) error {
					b.caseIn(tx, id)
					return nil
				}))
			}
		}
	})
}

// caseIn reads the case and wants it to be the journal folded, all by itself.
func (b *bench) caseIn(tx record.ReadTx, id complaint.CaseID) *complaint.Case {
	b.Helper()
	events, err := tx.Events(b.ctx, 0)
	b.mustSucceed(err)
	want := complaint.NewCase(id)
	for _, e := range events {
		b.mustSucceed(want.Apply(e))
	}
	got, err := tx.Case(b.ctx)
	b.mustSucceed(err)
	same(b, "case", *got, *want)
	got.Number, got.Data["changed"] = "changed", true // it is the caller's own
	return want
}

// anotherJournal is what a restored backup looks like to a process that still remembers: the same case, as far
// on, with another past.
func anotherJournal(b *bench) {
	b.files("c1", open)
	b.acts("c1", open, b.filed("c1"), complaint.Registered{Number: "1"})
	read := func() {
		b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
			b.caseIn(tx, "c1")
			return nil
		}))
	}
	read()
	b.dropSeals()
	b.mustSucceed(b.tamper(`UPDATE journal SET data = '{"number":"2"}', hash = 'another' WHERE seq = 2`))
	read()
	b.mustSucceed(b.tamper(`DELETE FROM journal WHERE seq = 2`))
	read()
}

// listsFollowTheCase has two processes project one case in turn; each list is what the last projection said, also
// where nothing seems to have changed for the one who projects.
func listsFollowTheCase(b *bench) {
	other := &bench{
		T:       b.T,
		Store:   b.reopen(),
		clock:   b.clock,
		options: b.options,
		ctx:     b.ctx,
	}
	b.files("c1", open)
	k := b.acts("c1", open, b.filed("c1"), complaint.TaskOpened{Task: "t1", Seats: []complaint.Seat{{Role: "agent"}}})
	shows := func(want int) {
		b.Helper()
		equal(b, "tasks in the inbox", len(b.inbox(agent, 7)), want)
		equal(b, "cases in the register", len(b.register(agent, record.Query{Limit: 7})), want)
	}
	shows(1)
	closed := k.Clone()
	closed.Tasks = nil
	for range 2 {
		other.projects(closed, complaint.Wall{})
		shows(0)
		b.projects(k, open)
		shows(1)
	}
	b.mustSucceed(b.tamper(`DELETE FROM task_seats`))
	b.mustSucceed(b.tamper(`UPDATE cases SET lists = ''`))
	b.projects(k, open)
	shows(1)
}

func (b *bench) projects(k *complaint.Case, w complaint.Wall) {
	b.Helper()
	b.mustSucceed(b.Write(b.ctx, k.ID, func(tx record.Tx) error { return tx.ProjectToLists(b.ctx, k, w, nil) }))
}
