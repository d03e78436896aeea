package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"duban/complaint"
	"duban/internal/lookup"
	"duban/record"
	"duban/store"
)

// start is when every test begins: Monday, 2 March 2026, 9:00 in China.
var start = time.Date(2026, 3, 2, 1, 0, 0, 123456000, time.UTC)

// clock is a wall clock that moves when told.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// bench is one database under test.
type bench struct {
	*testing.T
	*store.Store
	clock   *clock
	options store.Options
	// empty names another database with nothing in it, of the same kind.
	empty func() store.Options
	ctx   context.Context //nolint:containedctx // of the test
}

func newBench(t *testing.T, empty func(t *testing.T) store.Options) *bench {
	t.Helper()
	b := &bench{T: t, clock: &clock{at: start}, ctx: t.Context()}
	b.empty = func() store.Options {
		o := empty(t)
		o.Now, o.Location = b.clock.now, zone
		return o
	}
	b.options = b.empty()
	b.Store = b.openAgain()
	return b
}

// searchKey marks the words of all databases under test.
var searchKey = func() *lookup.Key {
	key, err := lookup.NewKey([]byte("a secret of 32 bytes for storetest"))
	if err != nil {
		panic(err)
	}
	return key
}()

// openAgain opens the same database once more, as another process would.
func (b *bench) openAgain() *store.Store {
	b.Helper()
	s, err := store.Open(b.ctx, b.options)
	b.mustSucceed(err)
	b.mustSucceed(s.KeepSearchIndex(b.ctx, searchKey))
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// runSQLBehindStore runs SQL behind the store's back.
func (b *bench) runSQLBehindStore(query string) error {
	b.Helper()
	db := b.rawDatabase()
	defer func() { b.mustSucceed(db.Close()) }()
	_, err := db.ExecContext(b.ctx, query)
	return err
}

// rawDatabase is the database without the store.
func (b *bench) rawDatabase() *sqlx.DB {
	b.Helper()
	driver, dsn := "sqlite", "file:"+filepath.ToSlash(b.options.Path)+"?_pragma=busy_timeout(5000)"
	if b.options.Dialect == store.Postgres {
		driver, dsn = "postgres", b.options.DSN
	}
	db, err := sqlx.Open(driver, dsn)
	b.mustSucceed(err)
	return db
}

// dumpTables is every row of the tables, as text.
func (b *bench) dumpTables(tables ...string) string {
	b.Helper()
	db := b.rawDatabase()
	defer func() { b.mustSucceed(db.Close()) }()
	var lines []string
	for _, table := range tables {
		lines = append(lines, b.rowsAsText(db, table)...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func (b *bench) rowsAsText(db *sqlx.DB, table string) (lines []string) {
	b.Helper()
	rows, err := db.QueryxContext(b.ctx, `SELECT * FROM `+table)
	b.mustSucceed(err)
	defer rows.Close() //nolint:errcheck // Err tells
	for rows.Next() {
		row := map[string]any{}
		b.mustSucceed(rows.MapScan(row))
		lines = append(lines, fmt.Sprintf("%s %v", table, row)) // fmt sorts a map's keys
	}
	b.mustSucceed(rows.Err())
	return lines
}

func (b *bench) mustSucceed(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// mustRefuse wants a refusal of the code.
func (b *bench) mustRefuse(err error, code complaint.Code) {
	b.Helper()
	if r := complaint.RefusalIn(err); r == nil || r.Code != code {
		b.Fatalf("got %v, want a refusal %s", err, code)
	}
}

func wantEqual[T comparable](b *bench, what string, got, want T) {
	b.Helper()
	if got != want {
		b.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// wantSamePrinted compares anything by how it prints.
func wantSamePrinted(b *bench, what string, got, want any) {
	b.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		b.Fatalf("%s: got\n%s\nwant\n%s", what, g, w)
	}
}

// newPerson is an active member of the organisation.
func newPerson(id complaint.UserID, unit complaint.UnitID, roles ...complaint.RoleID) complaint.Person {
	return complaint.Person{
		ID:     id,
		Name:   "N" + string(id),
		Unit:   unit,
		Roles:  roles,
		Active: true,
	}
}

// open lets everybody with the role agent read.
var open = complaint.Wall{Grants: []string{complaint.Seat{Role: "agent"}.Subject()}}

var agent = newPerson("u-agent", "east", "agent")

// newIntake is a complete filing; the case's id makes everything in it its own.
func (b *bench) newIntake(id complaint.CaseID) record.Intake {
	subject, content := newText(id, "subject", "货物受潮 of "+string(id)), newText(id, "content", "正文")
	name := newText(id, "name", "张三")
	name.Scope = complaint.ScopeIdentity
	return record.Intake{
		Filing: complaint.Filing{
			Case:    id,
			By:      "u-agent",
			FiledAt: b.clock.now(),
			Filed: complaint.Filed{
				Policy:   complaint.PolicyRef{ID: "logistics", Version: 1, SHA256: "ab"},
				Kind:     "complaint",
				Source:   "customer",
				Channel:  "phone",
				Category: "damage.wet",
				Severity: "C",
				Subject:  subject.ID,
				Content:  content.ID,
				Parties: []complaint.Party{
					{
						ID:       "complainant",
						Role:     complaint.Complainant,
						Kind:     complaint.KindText,
						Identity: name.ID,
					},
					{
						ID:   "respondent-1",
						Role: complaint.Respondent,
						Kind: complaint.KindUnit,
						Unit: "east",
					},
				},
				ReceivedAt: complaint.Instant(b.clock.now().Add(-time.Hour)),
				Data:       map[string]any{"amount": 120000.0},
			},
		},
		Texts:  []complaint.Text{subject, content, name},
		People: []complaint.Identity{{Party: "complainant", Name: "张三", Phone: "13800000000"}},
		Request: record.Request{
			Actor:      "u-agent",
			Key:        "file-" + string(id),
			BodySHA256: "b0",
			Case:       id,
			At:         b.clock.now(),
		},
		ReceiptHash: "receipt-" + string(id),
	}
}

func newText(id complaint.CaseID, what, body string) complaint.Text {
	salt := []byte(string(id) + what + "\x00\xff")
	return complaint.Text{
		ID:     complaint.TextCommitment(salt, body),
		Case:   id,
		Author: "u-agent",
		Scope:  complaint.ScopeCase,
		Salt:   salt,
		Body:   body,
	}
}

// surveys are the steps whose outcomes overviews count: those of the logistics regulation.
var surveys = []complaint.StepID{"visit"}

// fileCase files the case behind the wall.
func (b *bench) fileCase(id complaint.CaseID, w complaint.Wall, change ...func(*record.Intake)) {
	b.Helper()
	in := b.newIntake(id)
	for _, c := range change {
		c(&in)
	}
	prior, err := b.FileCase(b.ctx, in, w)
	b.mustSucceed(err)
	if prior != nil {
		b.Fatalf("case %s was filed before", id)
	}
}

// takeErrands takes up what is due.
func (b *bench) takeErrands(kind complaint.ErrandKind, limit int) []complaint.Errand {
	b.Helper()
	errands, err := b.TakeErrands(b.ctx, kind, limit, time.Minute)
	b.mustSucceed(err)
	return errands
}

// recordFacts records facts by the system, folds them and projects the case.
func (b *bench) recordFacts(id complaint.CaseID, w complaint.Wall, facts ...complaint.Fact) *complaint.Case {
	b.Helper()
	k := complaint.NewCase(id)
	b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error {
		before, err := tx.Events(b.ctx, 0)
		if err != nil {
			return err
		}
		recorded, err := tx.Append(b.ctx, b.unrecordedEvents(id, len(before), facts...))
		if err != nil {
			return err
		}
		for _, e := range append(before, recorded...) {
			if err := k.Apply(e); err != nil {
				return err
			}
		}
		return tx.ProjectToLists(b.ctx, k, w, surveys)
	}))
	return k
}

// unrecordedEvents are facts after seq, not yet recorded.
func (b *bench) unrecordedEvents(id complaint.CaseID, seq int, facts ...complaint.Fact) []complaint.Event {
	events := make([]complaint.Event, len(facts))
	for i, f := range facts {
		events[i] = complaint.Event{
			Case:  id,
			Seq:   seq + 1 + i,
			At:    b.clock.now(),
			Actor: complaint.System,
			Fact:  f,
		}
	}
	return events
}

// filedFact is the first fact of a case filed as intake says.
func (b *bench) filedFact(id complaint.CaseID) complaint.Filed { return b.newIntake(id).Filing.Filed }
