package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// Check names a rule that a record must keep.
type Check string

// The rules [Store.Audit] holds a record against.
const (
	// CheckFile: the database reads its own pages and references.
	CheckFile Check = "file"
	// CheckJournal: each journal is 1…N without a gap, every entry has the hash that follows from what is written, and
	// folds.
	CheckJournal Check = "journal"
	// CheckAnswer: each event was recorded by exactly one command, and no answer points beside its journal.
	CheckAnswer Check = "answer"
	// CheckText: each text is what its id commits to, and no event names one that is not there.
	CheckText Check = "text"
	// CheckNumber: of each counter the numbers 1…N were given, each once.
	CheckNumber Check = "number"
	// CheckList: what lists show of a case is what its journal says. `duban rebuild` mends it.
	CheckList Check = "list"
	// CheckStart: a case without a first act has its order to start.
	CheckStart Check = "start"
	// CheckPaper: each document is kept that the journal has the hash of, and the bytes of each paper are those of its
	// hash.
	CheckPaper Check = "paper"
	// CheckAttachment: the content of each attachment is there and is what was handed in.
	CheckAttachment Check = "attachment"
	// CheckPolicy: each published regulation and calendar is what was published, and this program reads it.
	CheckPolicy Check = "policy"
)

// Finding is something in a record that is not as it must be. It holds no personal data.
type Finding struct {
	Check Check `json:"check"`
	// Case is the case in question, "" if it is none in particular.
	Case complaint.CaseID `json:"case,omitempty"`
	// Detail says what is wrong, in Chinese and English.
	Detail string `json:"detail"`
}

func (f Finding) String() string {
	if f.Case == "" {
		return fmt.Sprintf("[%s] %s", f.Check, f.Detail)
	}
	return fmt.Sprintf("[%s] 案件 case %s：%s", f.Check, f.Case, f.Detail)
}

// mostFindings is how many findings an audit collects: who has that many needs a backup and not a longer list.
const mostFindings = 1000

// Audit holds everything in the database against the rules above, at one instant and beside people at work. An error
// means that it could not be read to the end. progress hears of cases.
func (s *Store) Audit(ctx context.Context, progress Progress) ([]Finding, error) {
	a := &audit{
		store:        s,
		numbers:      map[string]serials{},
		sharedSeries: map[string]policy.Numbering{},
		ownNumbers:   map[string]bool{},
	}
	err := s.read(ctx, "audit", func(c conn) error {
		a.conn = c
		return a.checkAll(ctx, progress)
	})
	return a.found, err
}

// audit is one reading of the record.
type audit struct {
	conn
	store  *Store
	tables map[string]table
	found  []Finding
	// numbers are those that events carry, by counter.
	numbers map[string]serials
	// sharedSeries are the counters that regulations share, with how they write a number; ownNumbers are those given in
	// a regulation's own series, after what they number.
	sharedSeries map[string]policy.Numbering
	ownNumbers   map[string]bool
	// unread: some event could not be read, so numbers may be missing for that reason alone.
	unread bool
}

func (a *audit) reportFinding(check Check, id complaint.CaseID, format string, args ...any) {
	if len(a.found) < mostFindings {
		a.found = append(a.found, Finding{Check: check, Case: id, Detail: fmt.Sprintf(format, args...)})
	}
}

// auditBatch is how many cases are read with one round of queries.
const auditBatch = 100

func (a *audit) checkAll(ctx context.Context, progress Progress) error {
	tables, err := a.store.tablesKept(ctx, a.conn)
	if err != nil {
		return err
	}
	a.tables = make(map[string]table, len(tables))
	for _, t := range tables {
		a.tables[t.name] = t
	}
	if err := a.checkSQLiteFile(ctx); err != nil {
		return err
	}
	if err := a.checkPublished(ctx); err != nil {
		return err
	}
	if err := a.checkCircles(ctx); err != nil {
		return err
	}
	var ids []complaint.CaseID
	if err := a.allRows(ctx, &ids, `SELECT case_id FROM filings ORDER BY case_id`); err != nil {
		return fmt.Errorf("list cases: %w", err)
	}
	for done := 0; done < len(ids); done = min(done+auditBatch, len(ids)) {
		if err := a.checkCases(ctx, ids[done:min(done+auditBatch, len(ids))]); err != nil {
			return err
		}
		if progress != nil {
			progress(int64(min(done+auditBatch, len(ids))), int64(len(ids)))
		}
	}
	return a.checkCounters(ctx)
}

// checkSQLiteFile asks SQLite to check its own pages and references. PostgreSQL has no such question.
func (a *audit) checkSQLiteFile(ctx context.Context) error {
	if a.store.dialect != SQLite {
		return nil
	}
	var lines []string
	if err := a.allRows(ctx, &lines, `SELECT integrity_check FROM pragma_integrity_check`); err != nil {
		return fmt.Errorf("integrity check: %w", err)
	}
	for _, line := range lines {
		if line != "ok" {
			a.reportFinding(CheckFile, "", "SQLite：%s (integrity check)", line)
		}
	}
	var tables []string
	if err := a.allRows(ctx, &tables, `SELECT DISTINCT "table" FROM pragma_foreign_key_check`); err != nil {
		return fmt.Errorf("reference check: %w", err)
	}
	for _, t := range tables {
		a.reportFinding(CheckFile, "", "表 %s 里有行指向不存在的行 (rows refer to what is not there)", t)
	}
	return nil
}

// checkPublished holds each published file against its hash, and reads each policy.
func (a *audit) checkPublished(ctx context.Context) error {
	var files []struct {
		SHA256 string `db:"sha256"`
		File   string `db:"file"`
		Source string `db:"source"`
	}
	err := a.allRows(ctx, &files,
		`SELECT sha256, file, source FROM policies UNION ALL SELECT sha256, file, source FROM calendars`)
	if err != nil {
		return fmt.Errorf("published files: %w", err)
	}
	for _, f := range files {
		if sum := sha256.Sum256([]byte(f.Source)); hex.EncodeToString(sum[:]) != f.SHA256 {
			a.reportFinding(CheckPolicy, "", "%s 的内容与发布时的哈希不符 (is not what was published)", f.File)
		}
	}
	var rows []published
	if err := a.allRows(ctx, &rows, `SELECT `+publishedColumns+` FROM policies ORDER BY id, version`); err != nil {
		return fmt.Errorf("policies: %w", err)
	}
	for _, row := range rows {
		if _, err := a.store.compilePublished(ctx, a.conn, row); err != nil {
			a.reportFinding(CheckPolicy, "", "制度 %s 第 %d 版本程序读不了 (this program does not read it): %v",
				row.ID, row.Version, err)
		}
	}
	return nil
}

// checkCircles holds each circle against its name, which is that of its seats, and wants all that cases name to be
// known.
func (a *audit) checkCircles(ctx context.Context) error {
	if _, known := a.tables["circles"]; !known {
		return nil // of a later version than this database
	}
	var rows []struct{ Circle, Subject string }
	if err := a.allRows(ctx, &rows, `SELECT circle, subject FROM circles`); err != nil {
		return fmt.Errorf("circles: %w", err)
	}
	seats := map[string][]string{circleName(nil): nil}
	for _, r := range rows {
		seats[r.Circle] = append(seats[r.Circle], r.Subject)
	}
	var named []string
	if err := a.allRows(ctx, &named, `SELECT DISTINCT circle FROM case_months`); err != nil {
		return fmt.Errorf("circles: %w", err)
	}
	for _, name := range sortedUnique(append(named, slices.Collect(maps.Keys(seats))...)) {
		if circleName(sortedUnique(seats[name])) != name {
			a.reportFinding(CheckList, "", "总览的可见范围 %s 与其名不符 (a circle of readers is not what it is named after)", name)
		}
	}
	return nil
}

// policyOf are the case's policy and the zone its numbers are dated in; nil where that was found to be unreadable.
func (a *audit) policyOf(ctx context.Context, ref complaint.PolicyRef) (*policy.Policy, *time.Location) {
	p, err := a.store.policyWhere(ctx, a.conn, `sha256 = ? AND id = ? AND version = ?`, ref.SHA256, ref.ID, ref.Version)
	if err != nil {
		return nil, nil
	}
	cal, err := a.store.readCalendar(ctx, a.conn, p.Doc.Calendar)
	if err != nil {
		return nil, nil
	}
	return p, cal.Location()
}

// CheckContinuesFrom holds this record against the heads of an older one: of each journal the older head must stand
// where it stood. That shows what no chain shows by itself: events cut off at the end, and whole cases that are gone.
func (s *Store) CheckContinuesFrom(ctx context.Context, older []Head) ([]Finding, error) {
	var found []Finding
	err := s.read(ctx, "compare heads", func(c conn) error {
		for _, head := range older {
			var hash string
			_, err := c.findRow(ctx, &hash,
				`SELECT hash FROM journal WHERE case_id = ? AND seq = ?`, head.Case, head.Seq)
			if err != nil {
				return err
			}
			if hash != head.Hash && len(found) < mostFindings {
				found = append(found, Finding{Check: CheckJournal, Case: head.Case, Detail: fmt.Sprintf(
					"备份里的第 %d 条不在这里 (event %d of the backup is not here)", head.Seq, head.Seq)})
			}
		}
		return nil
	})
	return found, err
}
