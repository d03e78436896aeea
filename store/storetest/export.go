package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

// testExports: a workbook is written once for an id, is seen by whoever asked for it and nobody else, fails with
// whoever wrote it, and is emptied after an hour.
func testExports(b *bench) {
	state := func(id string, want record.ExportState, rows int) {
		b.Helper()
		e, err := b.ExportOf(b.ctx, agent.ID, id)
		b.mustSucceed(err)
		wantEqual(b, "state of "+id, e.State, want)
		wantEqual(b, "rows of "+id, e.Rows, rows)
	}
	for _, want := range []bool{true, false} {
		begun, err := b.BeginExport(b.ctx, agent, record.Export{ID: "x1", Subject: "register"})
		b.mustSucceed(err)
		wantEqual(b, "begun", begun, want)
	}
	b.mustSucceed(b.NoteExportRows(b.ctx, "x1", 200))
	state("x1", record.ExportWorking, 200)
	if _, err := b.ExportOf(b.ctx, "u-other", "x1"); complaint.RefusalIn(err) == nil {
		b.Errorf("another's workbook: %v", err)
	}
	b.clock.advance(31 * time.Second)
	state("x1", record.ExportFailed, 200) // nothing is heard of its writer
	b.mustSucceed(b.EndExport(b.ctx, "x1", 300, []byte("workbook")))
	state("x1", record.ExportDone, 300)
	file, err := b.ExportFile(b.ctx, "x1")
	b.mustSucceed(err)
	wantEqual(b, "file", string(file), "workbook")
	b.clock.advance(59 * time.Minute)
	b.mustSucceed(b.DropOldExports(b.ctx))
	state("x1", record.ExportDone, 300)
	b.clock.advance(2 * time.Minute)
	b.mustSucceed(b.DropOldExports(b.ctx))
	state("x1", record.ExportGone, 300)
	file, err = b.ExportFile(b.ctx, "x1")
	b.mustSucceed(err)
	wantEqual(b, "bytes kept", len(file), 0)

	_, err = b.BeginExport(b.ctx, agent, record.Export{ID: "x2", Subject: "ledger"})
	b.mustSucceed(err)
	b.mustSucceed(b.EndExport(b.ctx, "x2", 0, nil))
	state("x2", record.ExportFailed, 0)

	barring := complaint.Wall{Grants: open.Grants, Barred: []complaint.UserID{agent.ID}}
	b.fileCase("c1", open)
	b.fileCase("c2", open)
	b.recordFacts("c1", barring, b.filedFact("c1"))
	_, err = b.BeginExport(b.ctx, agent, record.Export{ID: "x3", Subject: "register"})
	b.mustSucceed(err)
	b.clock.advance(time.Second)
	barred := func(what string, want bool) {
		b.Helper()
		got, err := b.IsBarredSinceExport(b.ctx, agent, "x3")
		b.mustSucceed(err)
		wantEqual(b, what, got, want)
	}
	barred("nothing happened", false)
	b.recordFacts("c1", barring, complaint.Noted{})
	barred("a case that kept them out before goes on", false)
	b.fileCase("c3", open)
	b.recordFacts("c3", barring, b.filedFact("c3"))
	barred("a case that was not there", false)
	b.recordFacts("c2", barring, b.filedFact("c2"))
	barred("a case that let them in", true)
}
