package storetest

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

// A small world, so that random walls and persons meet often.
var (
	someUsers = rapid.SampledFrom([]complaint.UserID{"u1", "u2", "u3"})
	someUnits = rapid.SampledFrom([]complaint.UnitID{"", "east", "west"})
	someRoles = rapid.SampledFrom([]complaint.RoleID{"agent", "head", "a@east"})
	somebody  = rapid.Custom(func(t *rapid.T) complaint.Person {
		return complaint.Person{
			ID:     someUsers.Draw(t, "id"),
			Unit:   someUnits.Draw(t, "unit"),
			Above:  rapid.SliceOfN(someUnits, 0, 1).Draw(t, "above"),
			Active: rapid.IntRange(0, 5).Draw(t, "active") > 0,
			Roles:  rapid.SliceOfN(someRoles, 0, 2).Draw(t, "roles"),
		}
	})
	someGrant = rapid.OneOf(
		rapid.Map(someUsers, complaint.UserSubject),
		rapid.Custom(func(t *rapid.T) string {
			return complaint.Seat{Role: someRoles.Draw(t, "role"), Unit: someUnits.Draw(t, "unit")}.Subject()
		}),
		rapid.SampledFrom([]string{"", "role:", "user:", "u1", "agent", "role:agent@"}),
	)
	someWall = rapid.Custom(func(t *rapid.T) complaint.Wall {
		return complaint.Wall{
			Grants: rapid.SliceOfN(someGrant, 0, 3).Draw(t, "grants"),
			Barred: rapid.SliceOfN(someUsers, 0, 2).Draw(t, "barred"),
			BarredUnits: slices.DeleteFunc(rapid.SliceOfN(someUnits, 0, 1).Draw(t, "barred units"),
				func(u complaint.UnitID) bool { return u == "" }),
			Entries: []complaint.EntryWall{{
				Entry:     "e1",
				Readers:   rapid.SliceOfN(someGrant, 0, 2).Draw(t, "readers"),
				Concerned: rapid.SliceOfN(someGrant, 0, 1).Draw(t, "concerned"),
			}},
		}
	})
)

func testWallInSQLEqualsGo(b *bench) {
	walls := map[complaint.CaseID]complaint.Wall{}
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", len(walls)))
		w := someWall.Draw(t, "wall")
		if rapid.Bool().Draw(t, "acted") {
			b.fileCase(id, someWall.Draw(t, "wall at filing"))
			b.recordFacts(id, w, b.filedFact(id), complaint.TaskOpened{
				Task:  "t1",
				Seats: []complaint.Seat{{Role: "agent"}, {Role: "head"}},
			},
				complaint.SlipIssued{Slip: "s1"}, complaint.EntryProposal{Entry: "e1"})
		} else {
			b.fileCase(id, w)
		}
		walls[id] = w
		for range 4 {
			p := somebody.Draw(t, "person")
			may, err := b.MayRead(b.ctx, p, id)
			b.mustSucceed(err)
			if may != w.Admits(p) {
				t.Fatalf("SQL says %v, Go says %v", may, w.Admits(p))
			}
		}
	})
	for i := range 12 {
		p := somebody.Example(i)
		b.wantListsObeyWalls(p, walls)
	}
}

// wantListsObeyWalls wants each list to show the person exactly the cases whose walls admit them.
func (b *bench) wantListsObeyWalls(p complaint.Person, walls map[complaint.CaseID]complaint.Wall) {
	b.Helper()
	admitted := map[complaint.CaseID]bool{}
	for id, w := range walls {
		if w.Admits(p) {
			admitted[id] = true
		}
	}
	listed := map[complaint.CaseID]bool{}
	for _, r := range b.readRegister(p, record.Query{Limit: 7}) {
		listed[r.ID] = true
	}
	if !maps.Equal(listed, admitted) {
		b.Fatalf("register of %+v: got %v, want %v", p, listed, admitted)
	}
	b.wantRegisterInOrders(p, len(admitted))
	for _, mine := range []record.Share{record.DoneByMe, record.FiledByMe, record.ToldToMe} {
		for _, r := range b.readRegister(p, record.Query{Mine: mine, Limit: 7}) {
			if !admitted[r.ID] {
				b.Fatalf("what %+v had to do with shows case %s", p, r.ID)
			}
		}
	}
	for _, r := range b.readInbox(p, 7) {
		if !admitted[r.Case.ID] ||
			!slices.ContainsFunc(r.Task.Seats, func(s complaint.Seat) bool { return s.FitsPerson(p) }) {
			b.Fatalf("inbox of %+v shows case %s", p, r.Case.ID)
		}
	}
	o, err := b.CountOverview(b.ctx, p, record.OverviewQuery{First: 1970 * 12, Months: 130 * 12})
	b.mustSucceed(err)
	counted := 0
	for _, r := range o.Received {
		counted += r.Cases
	}
	if counted != len(admitted) {
		b.Fatalf("overview of %+v counts %d cases, want %d", p, counted, len(admitted))
	}
	for _, r := range b.readSlips(p, 7) {
		if !admitted[r.Case] {
			b.Fatalf("slips of %+v show case %s", p, r.Case)
		}
	}
	b.wantLedgerObeysWalls(p, walls)
}

// wantRegisterInOrders wants the register to be counted, to be the same from either end and on either side of an
// instant, and to have the limits that run in their order.
func (b *bench) wantRegisterInOrders(p complaint.Person, want int) {
	b.Helper()
	counted, err := b.CountRegister(b.ctx, p, record.Query{}, want)
	b.mustSucceed(err)
	wantEqual(b, "count", counted, want)
	oldest := b.readRegister(p, record.Query{Limit: 7, Order: record.OrderOldest})
	latest := b.readRegister(p, record.Query{Limit: 7})
	slices.Reverse(latest)
	wantEqual(b, "from either end", len(oldest), len(latest))
	for i := range oldest {
		wantEqual(b, "from either end", oldest[i].ID, latest[i].ID)
	}
	if want == 0 {
		return
	}
	middle := oldest[len(oldest)/2].FiledAt
	before := b.readRegister(p, record.Query{Limit: 7, FiledBefore: middle})
	since := b.readRegister(p, record.Query{Limit: 7, FiledFrom: middle, Order: record.OrderOldest})
	wantEqual(b, "on either side", len(before)+len(since), want)
	for i, r := range b.readRegister(p, record.Query{Limit: 7, Order: record.OrderLimit}) {
		if r.Due == nil {
			b.Fatalf("row %d of %+v in the order of limits has none", i, p)
		}
	}
	if n, err := b.CountRegister(b.ctx, p, record.Query{}, want-1); n != want || err != nil {
		b.Fatalf("counted %d (%v), want %d as one more than asked for", n, err, want)
	}
}

// readRegister reads all pages.
func (b *bench) readRegister(p complaint.Person, q record.Query) []record.CaseRow {
	b.Helper()
	return readAllPages(b, q.Limit, func(cursor string) ([]record.CaseRow, string, error) {
		q.Cursor = cursor
		return b.ListRegister(b.ctx, p, q)
	})
}

func (b *bench) readInbox(p complaint.Person, limit int) []record.TaskRow {
	b.Helper()
	return b.readInboxPages(p, record.TaskQuery{Limit: limit})
}

// readInboxPages reads all pages of an inbox.
func (b *bench) readInboxPages(p complaint.Person, q record.TaskQuery) []record.TaskRow {
	b.Helper()
	return readAllPages(b, q.Limit, func(cursor string) ([]record.TaskRow, string, error) {
		q.Cursor = cursor
		return b.readInboxPage(p, q)
	})
}

// readInboxPage reads a page and wants each task to come with its case as the journal has it.
func (b *bench) readInboxPage(p complaint.Person, q record.TaskQuery) (rows []record.TaskRow, next string, err error) {
	next, err = b.EachInboxTask(b.ctx, p, q, func(r record.TaskRow, tx record.ReadTx) error {
		rows = append(rows, r)
		b.readAndCheckCase(tx, r.Case.ID)
		offset, err := tx.ClockOffset(b.ctx)
		wantEqual(b, "clock", offset, r.Case.ClockOffset)
		return err
	})
	return rows, next, err
}

func (b *bench) readSlips(p complaint.Person, limit int) []record.SlipRow {
	b.Helper()
	return readAllPages(b, limit, func(cursor string) ([]record.SlipRow, string, error) {
		return b.ListSlips(b.ctx, p, record.SlipQuery{Cursor: cursor, Limit: limit})
	})
}

func readAllPages[R any](b *bench, limit int, read func(cursor string) ([]R, string, error)) []R {
	b.Helper()
	var all []R
	for cursor := ""; ; {
		rows, next, err := read(cursor)
		b.mustSucceed(err)
		all = append(all, rows...)
		if next == "" {
			return all
		}
		if limit > 0 && len(rows) != limit {
			b.Fatalf("a page of %d rows is not the last", len(rows))
		}
		cursor = next
	}
}
