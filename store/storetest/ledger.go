package storetest

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// newEntryProposal is an entry that costs 200 yuan.
func newEntryProposal(id complaint.EntryID, against complaint.Seat) complaint.EntryProposal {
	fen := int64(20000)
	return complaint.EntryProposal{
		Entry:   id,
		Number:  "奖惩" + string(id),
		Rule:    "loss",
		Kind:    complaint.SanctionEntry,
		Title:   "造成损失",
		Against: against,
		Unit:    against.Unit,
		Fact:    "step evaluate 1",
		Charge:  complaint.Charge{Measure: "fine", Amount: &fen},
	}
}

func newEntryTask(
	id complaint.TaskID, step complaint.StepID, entry complaint.EntryID, seats ...complaint.Seat,
) complaint.TaskOpened {
	return complaint.TaskOpened{
		Task:  id,
		Step:  step,
		Title: "陈述",
		Seats: seats,
		Entry: entry,
	}
}

// showingEntry is a wall that admits heads and agents, bars u-x, and shows an entry to heads and to u-x.
func showingEntry(ids ...complaint.EntryID) complaint.Wall {
	w := complaint.Wall{Grants: []string{"role:head", "role:agent"}, Barred: []complaint.UserID{"u-x"}}
	for _, id := range ids {
		w.Entries = append(w.Entries, complaint.EntryWall{
			Entry:     id,
			Readers:   []string{"role:head", "role:auditor"},
			Concerned: []string{"user:u-x"},
		})
	}
	return w
}

// readLedger are the entries that a person sees, in short, page by page.
func (b *bench) readLedger(p complaint.Person, q record.LedgerQuery) string {
	b.Helper()
	q.Limit = 2
	rows := readAllPages(b, q.Limit, func(cursor string) ([]record.LedgerRow, string, error) {
		q.Cursor = cursor
		return b.ListLedger(b.ctx, p, q)
	})
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = fmt.Sprintf("%s/%s", r.Case, r.Entry.ID)
		if !r.Readable {
			names[i] += "(own)"
		}
	}
	has, err := b.HasLedger(b.ctx, p)
	b.mustSucceed(err)
	if len(rows) > 0 && !has {
		b.Errorf("%s sees %v and is said to see nothing", p.ID, names)
	}
	return strings.Join(names, " ")
}

// testLedger: readers of the ledger see the entries of the cases that they may read, whom one concerns sees it wherever
// the wall stands, and nobody else learns that there is any.
func testLedger(b *bench) {
	east, west := complaint.Seat{User: "u-x", Unit: "east"}, complaint.Seat{Unit: "west"}
	amount := int64(5000)
	b.clock.advance(24 * time.Hour) // 2 March 2026 and later
	first := b.clock.now()
	b.fileCase("c1", showingEntry())
	b.recordFacts("c1", showingEntry("e1"), b.filedFact("c1"), newEntryProposal("e1", east))
	b.clock.advance(time.Hour)
	b.recordFacts("c1", showingEntry("e1", "e2"), newEntryProposal("e2", west))
	b.clock.advance(time.Hour)
	b.fileCase("c2", showingEntry())
	b.recordFacts("c2", showingEntry("e1"), b.filedFact("c2"), newEntryProposal("e1", east),
		complaint.EntryDecision{
			Entry:   "e1",
			Outcome: complaint.EntryChanged,
			Charge:  complaint.Charge{Measure: "fine", Amount: &amount},
			Final:   true,
		})
	april := time.Date(2026, 4, 1, 0, 0, 0, 0, zone)
	b.clock.advance(april.Sub(b.clock.now()))
	b.fileCase("c3", showingEntry())
	b.recordFacts("c3", showingEntry("e1", "e2"), b.filedFact("c3"),
		newEntryProposal("e1", east), complaint.EntryFell{Entry: "e1"},
		newEntryProposal("e2", east), complaint.EntryDecision{
			Entry:   "e2",
			Outcome: complaint.EntryDropped,
			Final:   true,
		})
	head, agent := newPerson("u-head", "hq", "head"), newPerson("u-agent", "east", "agent")
	accused, auditor := newPerson("u-x", "east", "head"), newPerson("u-auditor", "hq", "auditor")
	all := "c3/e2 c3/e1 c2/e1 c1/e2 c1/e1"
	wantEqual(b, "a reader's", b.readLedger(head, record.LedgerQuery{}), all)
	wantEqual(b, "of somebody who reads the cases and not the ledger", b.readLedger(agent, record.LedgerQuery{}), "")
	wantEqual(b, "of a reader whom no case admits", b.readLedger(auditor, record.LedgerQuery{}), "")
	wantEqual(b, "of whom they concern, barred",
		b.readLedger(accused, record.LedgerQuery{}), "c3/e2(own) c3/e1(own) c2/e1(own) c1/e2(own) c1/e1(own)")
	standIn := newPerson("u-stand-in", "hq", "agent")
	standIn.StandsIn = []complaint.Person{accused}
	standIn.StandsIn[0].Roles = []complaint.RoleID{"head"}
	wantEqual(b, "of who stands in for the barred and may read the cases",
		b.readLedger(standIn, record.LedgerQuery{}), "c3/e2 c3/e1 c2/e1 c1/e2 c1/e1")
	gone := accused
	gone.Active = false
	wantEqual(b, "of somebody who left", b.readLedger(gone, record.LedgerQuery{}), "")
	if has, err := b.HasLedger(b.ctx, agent); err != nil || has {
		b.Errorf("somebody who sees nothing has something: %v, %v", has, err)
	}
	for name, one := range map[string]struct {
		q    record.LedgerQuery
		want string
	}{
		"case":      {record.LedgerQuery{Case: "c2"}, "c2/e1"},
		"unit":      {record.LedgerQuery{Unit: "west"}, "c1/e2"},
		"person":    {record.LedgerQuery{Person: "u-x"}, "c3/e2 c3/e1 c2/e1 c1/e1"},
		"state":     {record.LedgerQuery{State: complaint.EntryFinal}, "c3/e2 c2/e1"},
		"fallen":    {record.LedgerQuery{State: complaint.EntryFallen}, "c3/e1"},
		"kind":      {record.LedgerQuery{Kind: complaint.CommendationEntry}, ""},
		"policy":    {record.LedgerQuery{Policy: "logistics"}, all},
		"another":   {record.LedgerQuery{Policy: "dealer"}, ""},
		"from":      {record.LedgerQuery{From: first.Add(time.Hour)}, "c3/e2 c3/e1 c2/e1 c1/e2"},
		"until":     {record.LedgerQuery{Until: first.Add(time.Hour)}, "c1/e1"},
		"all of it": {record.LedgerQuery{Policy: "logistics", Unit: "east", State: "proposed"}, "c1/e1"},
	} {
		wantEqual(b, name, b.readLedger(head, one.q), one.want)
	}
	b.wantLedgerSums(head, "2026-04 east sanction fine 0/0/1 0 0", "2026-04 east sanction  0/0/1 0 0",
		"2026-03 east sanction fine 1/1/0 5000 20000", "2026-03 west sanction fine 0/1/0 0 20000")
	b.wantLedgerSums(agent)
}

// wantLedgerSums: unit, kind and measure; how many stand, are open and are gone; what these come to. In any order.
func (b *bench) wantLedgerSums(p complaint.Person, want ...string) {
	b.Helper()
	sums, err := b.SumLedger(b.ctx, p, record.LedgerQuery{})
	b.mustSucceed(err)
	got := map[string]bool{}
	for _, s := range sums {
		got[fmt.Sprintf("%s %s %s %s %d/%d/%d %d %d", s.Month, s.Unit, s.Kind, s.Measure, s.Standing, s.Open,
			s.Gone, s.Amount, s.OpenAmount)] = true
	}
	wanted := map[string]bool{}
	for _, one := range want {
		wanted[one] = true
	}
	if !maps.Equal(got, wanted) {
		b.Errorf("sums of %s: got %v, want %v", p.ID, got, wanted)
	}
}

// wantLedgerObeysWalls wants the ledger to show the person exactly the entries that walls show them.
func (b *bench) wantLedgerObeysWalls(p complaint.Person, walls map[complaint.CaseID]complaint.Wall) {
	b.Helper()
	listed := map[complaint.CaseID]bool{}
	for _, r := range readAllPages(b, 7, func(cursor string) ([]record.LedgerRow, string, error) {
		return b.ListLedger(b.ctx, p, record.LedgerQuery{Cursor: cursor, Limit: 7})
	}) {
		listed[r.Case] = true
		if r.Readable != walls[r.Case].Admits(p) {
			b.Fatalf("%+v: %s is said to be readable: %v", p, r.Case, r.Readable)
		}
	}
	shown := map[complaint.CaseID]bool{}
	for id, w := range walls {
		b.mustSucceed(b.Read(b.ctx, id, func(tx record.ReadTx) error {
			c, err := tx.Case(b.ctx)
			if err == nil && len(c.Entries) > 0 && w.ShowsEntry(p, "e1") {
				shown[id] = true
			}
			return err
		}))
	}
	if !maps.Equal(listed, shown) {
		b.Fatalf("ledger of %+v: got %v, want %v", p, listed, shown)
	}
}
