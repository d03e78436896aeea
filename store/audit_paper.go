package store

import (
	"context"

	"duban/complaint"
)

// keptPaper is which paper of a case, and which copy of it.
type keptPaper struct {
	paper complaint.PaperID
	no    int
}

// readPapers reads the papers of some cases and holds the bytes of each against its hash.
func (a *audit) readPapers(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	var rows []struct {
		Case   complaint.CaseID  `db:"case_id"`
		Paper  complaint.PaperID `db:"paper"`
		Copy   int               `db:"copy"`
		SHA256 string            `db:"sha256"`
	}
	err := a.allRows(ctx, &rows, `SELECT case_id, paper, copy, sha256 FROM papers WHERE case_id IN (`+
		parameterList(len(ids))+`)`, asArguments(ids)...)
	if err != nil {
		return wrapError("papers", err)
	}
	for _, row := range rows {
		var kept paperRow // one at a time: a file is large
		if _, err := a.findRow(ctx, &kept, paperColumns, row.Case, row.Paper, row.Copy); err != nil {
			return wrapError("papers", err)
		}
		if sumOf(kept.PDF) != row.SHA256 {
			a.reportFinding(CheckPaper, row.Case,
				"文书 %s 第 %d 联的内容与其哈希不符 (paper %s, copy %d, is not what its hash says)",
				row.Paper, row.Copy, row.Paper, row.Copy)
		}
		files[row.Case].papers[keptPaper{row.Paper, row.Copy}] = row.SHA256
	}
	return nil
}

// checkPapers: each copy of a document, and each slip and notice, of which the journal has the hash is kept, with that
// hash.
func (a *audit) checkPapers(e *evidence, events []complaint.Event) {
	check := func(id complaint.PaperID, no int, sum string) {
		kept := e.papers[keptPaper{id, no}]
		if sum != "" && kept != sum {
			a.reportFinding(CheckPaper, e.id, "文书 %s 第 %d 联不是出具时的那一份 (paper %s, copy %d, is not the one issued)",
				id, no, id, no)
		}
	}
	for _, event := range events {
		switch f := event.Fact.(type) { //nolint:gochecksumtype // those that keep papers
		case complaint.DocumentIssued:
			check(complaint.PaperID(f.Document), 0, f.SHA256)
			for _, one := range f.Copies {
				check(complaint.PaperID(f.Document), one.No, one.SHA256)
			}
		case complaint.SlipIssued:
			check(complaint.PaperID(f.Slip), 0, f.SHA256)
		case complaint.Served:
			check(complaint.PaperID(f.Notice), 0, f.SHA256)
		}
	}
}
