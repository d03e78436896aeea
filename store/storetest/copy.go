package storetest

import (
	"errors"
	"path/filepath"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/store"
)

// testCopyHoldsAll: into a SQLite file, and from there into a database of the tested kind.
func testCopyHoldsAll(b *bench) {
	b.fillAsUsed()
	fileLinkedCase(b, "case-0", "case-3")
	b.mustSucceed(b.Write(b.ctx, "case-0", func(tx record.Tx) error {
		b.mustSucceed(tx.SetClockOffset(b.ctx, time.Hour))
		return tx.DeliverNotice(b.ctx, 1, []complaint.UserID{"u-agent"})
	}))
	a, name := b.newAttachmentOfCase0("aa/1")
	prior, err := b.RecordAttachment(b.ctx, record.Request{
		Actor:      "u-agent",
		Key:        "scan",
		BodySHA256: "b",
		Case:       "case-0",
		At:         b.clock.now(),
	}, a, name)
	if err != nil || prior != nil {
		b.Fatalf("attach: %v, %v", prior, err)
	}
	b.mustSucceed(b.NoteReading(b.ctx, record.Reading{
		Case: "case-0",
		User: "u-agent",
		Kind: record.ReadCase,
		At:   b.clock.now(),
	}))
	_, err = b.FreezePaper(b.ctx, record.Paper{
		Case:      "case-0",
		ID:        "doc9",
		Copy:      1,
		PDF:       []byte("%PDF"),
		PrintedAt: b.clock.now(),
	})
	b.mustSucceed(err)
	b.recordFacts("case-0", open, complaint.CircularPublished{Circular: "cir1", Kind: "bulletin", Title: "通报"})
	b.recordFacts("case-0", showingEntry("e1"), newEntryProposal("e1", complaint.Seat{User: "u-x", Unit: "east"}))
	b.recordFacts("case-1", open, complaint.PartiesJoined{Case: "case-0", Parties: []complaint.Party{}})
	b.mustSucceed(b.AcknowledgeCircular(b.ctx, newPerson("u-agent", "east", "agent"), "case-0", "cir1"))
	b.mustSucceed(b.runSQLBehindStore(`INSERT INTO period_matters (policy, kind, period, case_id)
		VALUES ('logistics', 'statistics', '2026-03', 'case-0')`))
	b.mustSucceed(
		b.runSQLBehindStore(`INSERT INTO policy_changes (id, kind, policy, version, sha256, file, source, reason,
		asked_by, asked_at, due_at, state, decided_by, decided_at, failure)
		VALUES ('change', 'move', 'logistics', 1, 'x', '', '', '因为', 'u-admin', 1, 2, 'taken_back', 'u-admin', 2, '')`),
	)
	b.mustSucceed(b.runSQLBehindStore(
		`INSERT INTO policy_change_cases (change_id, case_id) VALUES ('change', 'case-0')`))
	b.fillWhatLeaves()
	file := store.Options{Path: filepath.Join(b.TempDir(), "copy.db"), Now: b.clock.now}
	var last, all int64
	want, err := b.CopyTo(b.ctx, file, func(done, of int64) { last, all = done, of })
	b.mustSucceed(err)
	wantEqual(b, "progress", last, all)
	var rows int64
	for name, t := range want.Tables {
		if rows += t.Rows; t.Rows == 0 {
			b.Errorf("table %s: this test copies no row of it", name)
		}
	}
	wantEqual(b, "rows", rows, all)
	wantEqual(b, "cases", want.Cases, 4)
	wantEqual(b, "open cases", want.Open, 4)

	file.ReadOnly, file.Sealed = true, true
	copied := b.openStore(file)
	got, err := copied.SumContents(b.ctx, nil)
	b.mustSucceed(err)
	wantSamePrinted(b, "contents of the file", got, want)

	back := b.empty()
	_, err = copied.CopyTo(b.ctx, back, nil)
	b.mustSucceed(err)
	again := b.openStore(back)
	got, err = again.SumContents(b.ctx, nil)
	b.mustSucceed(err)
	wantSamePrinted(b, "contents of the copy's copy", got, want)
	b.Store, b.options = again, back
	b.workOnInCopy()
	_, err = copied.CopyTo(b.ctx, back, nil)
	if !errors.Is(err, store.ErrNotEmpty) {
		b.Fatalf("a second copy into the same database: got %v", err)
	}
}

// fillWhatLeaves: word to somebody outside, and a workbook.
func (b *bench) fillWhatLeaves() {
	b.Helper()
	b.mustSucceed(b.SaveNoticeWishes(b.ctx, "u-agent", []record.NoticeWish{{
		Channel: record.Mail,
		Address: "agent@example.org",
		Topics:  record.Topics(),
	}}))
	b.mustSucceed(b.Write(b.ctx, "case-0", func(tx record.Tx) error {
		return tx.OrderDispatches(b.ctx, record.Word{
			Seq:      1,
			Topic:    record.Work,
			To:       []complaint.UserID{"u-agent"},
			Channels: record.Channels(),
		})
	}))
	begun, err := b.BeginExport(b.ctx, agent, record.Export{ID: "x", Subject: "register"})
	b.mustSucceed(err)
	wantEqual(b, "begun", begun, true)
	b.mustSucceed(b.SaveFeed(b.ctx, agent.ID, "hash"))
	_, err = b.AdministrationBy(complaint.System).MakeLink(b.ctx, agent.ID, "hash")
	b.mustSucceed(err)
	b.mustSucceed(b.BeginSecondFactor(b.ctx, agent.ID, "sealed"))
	b.mustSucceed(b.ConfirmSecondFactor(b.ctx, agent.ID, "sealed", 1, []string{"hash"}, record.Origin{}))
	b.mustSucceed(b.NoteSecurity(b.ctx, record.SecurityEntry{
		User:   agent.ID,
		Action: record.SignIn,
		Result: record.Done,
	}))
	b.mustSucceed(b.EndExport(b.ctx, "x", 1, []byte("workbook")))
}

func (b *bench) openStore(o store.Options) *store.Store {
	b.Helper()
	s, err := store.Open(b.ctx, o)
	b.mustSucceed(err)
	b.Cleanup(func() { b.mustSucceed(s.Close()) })
	return s
}

// workOnInCopy writes to a copy what the original would have taken.
func (b *bench) workOnInCopy() {
	b.Helper()
	b.recordFacts("case-1", open, complaint.Archived{})
	b.mustSucceed(b.VerifyJournal(b.ctx, "case-1"))
	b.fileCase("another", open)
	b.clock.advance(time.Minute)
	pending := b.takeErrands(complaint.StartErrand, 10)
	wantEqual(b, "pending starts", len(pending), 3)
	if pending[1].ID <= pending[0].ID {
		b.Fatalf("start errand %d after %d", pending[1].ID, pending[0].ID)
	}
}

// testReadOnlyStore: nothing is made, migrated or written.
func testReadOnlyStore(b *bench) {
	reading := b.empty()
	reading.ReadOnly = true
	_, err := store.Open(b.ctx, reading)
	if !errors.Is(err, store.ErrNoRecord) {
		b.Fatalf("nothing there: got %v, want ErrNoRecord", err)
	}
	b.mustSucceed(b.SetMeta(b.ctx, "a", "b"))
	reading = b.options
	reading.ReadOnly = true
	s := b.openStore(reading)
	value, err := s.MetaValue(b.ctx, "a")
	b.mustSucceed(err)
	wantEqual(b, "meta", value, "b")
	if s.SetMeta(b.ctx, "a", "c") == nil {
		b.Fatal("written through a store opened for reading")
	}
}

// testNewerSchemaRefused: a program must not touch what a newer one has changed.
func testNewerSchemaRefused(b *bench) {
	b.mustSucceed(b.runSQLBehindStore(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`))
	for _, reading := range []bool{false, true} {
		o := b.options
		o.ReadOnly = reading
		s, err := store.Open(b.ctx, o)
		if err == nil {
			b.mustSucceed(s.Close())
		}
		if !errors.Is(err, store.ErrNewerSchema) {
			b.Fatalf("read only %v: got %v, want ErrNewerSchema", reading, err)
		}
	}
}
