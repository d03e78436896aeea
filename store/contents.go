package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"

	"duban/complaint"
)

// Contents say what a database held at one instant; the same on SQLite and PostgreSQL.
type Contents struct {
	// Schema is the version of the schema.
	Schema int64 `json:"schema"`
	// Cases are all cases, Open those not archived.
	Cases int64 `json:"cases"`
	Open  int64 `json:"open"`
	// Heads is hex SHA-256 over the last event of each journal: lines "<case> <seq> <hash>", by case.
	Heads  string                   `json:"heads"`
	Tables map[string]TableContents `json:"tables"`
}

// TableContents are one table's rows: how many, and hex SHA-256 over all of them in the order of the primary key.
type TableContents struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// DifferencesFrom names what is not the same in both, nil if all is.
func (c Contents) DifferencesFrom(other Contents) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c.Tables)) {
		if c.Tables[name] != other.Tables[name] {
			names = append(names, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(other.Tables)) {
		if _, ok := c.Tables[name]; !ok {
			names = append(names, name)
		}
	}
	if c.Heads != other.Heads {
		names = append(names, "journal heads")
	}
	return names
}

// Progress hears how many rows of how many are done. It may be nil.
type Progress func(done, all int64)

// SumContents reads everything in the database, at one instant.
func (s *Store) SumContents(ctx context.Context, progress Progress) (Contents, error) {
	var contents Contents
	err := s.read(ctx, "contents", func(c conn) (err error) {
		contents, err = s.walkTables(ctx, c, progress, func(table, []any) error { return nil })
		return err
	})
	return contents, err
}

// walkTables hands over every row of the kept tables, each table after those it refers to, and sums them up.
func (s *Store) walkTables(
	ctx context.Context, c conn, progress Progress, row func(table, []any) error,
) (Contents, error) {
	contents := Contents{Tables: map[string]TableContents{}}
	var err error
	if contents.Schema, err = s.schemaVersion(ctx, c); err != nil {
		return contents, err
	}
	tables, err := s.tablesKept(ctx, c)
	if err != nil {
		return contents, err
	}
	count, err := newRowCounter(ctx, c, tables, progress)
	if err != nil {
		return contents, err
	}
	for _, t := range tables {
		sum := newTableSum(t)
		err := t.eachRow(ctx, c, func(values []any) error {
			sum.addRow(values)
			count()
			return row(t, values)
		})
		if err != nil {
			return contents, fmt.Errorf("table %s: %w", t.name, err)
		}
		contents.Tables[t.name] = sum.tableContents()
	}
	heads, err := c.journalHeads(ctx)
	if err != nil {
		return contents, err
	}
	contents.Heads = hashOfHeads(heads)
	const cases = `SELECT COUNT(*) AS cases, COALESCE(SUM` +
		`(CASE WHEN status <> ? THEN 1 ELSE 0 END), 0) AS open FROM cases`
	return contents, c.getRow(ctx, &contents, cases, complaint.StatusArchived)
}

// newRowCounter is a function to be called at each row. It reports every thousandth.
func newRowCounter(ctx context.Context, c conn, tables []table, progress Progress) (func(), error) {
	if progress == nil {
		return func() {}, nil
	}
	var done, all int64
	for _, t := range tables {
		var n int64
		if err := c.getRow(ctx, &n, `SELECT COUNT(*) FROM `+t.name); err != nil {
			return nil, fmt.Errorf("count %s: %w", t.name, err)
		}
		all += n
	}
	return func() {
		if done++; done%1000 == 0 || done == all {
			progress(done, all)
		}
	}, nil
}

// eachRow reads the table's rows by primary key. A value is nil, string, int64, bool or []byte; fn must not keep the
// slice.
func (t table) eachRow(ctx context.Context, c conn, fn func(values []any) error) error {
	return t.eachRowWhere(ctx, c, `1 = 1 ORDER BY `+t.keyColumns(), nil, fn)
}

// eachRowWhere is each for the rows that meet a condition.
func (t table) eachRowWhere(
	ctx context.Context, c conn, condition string, args []any, fn func(values []any) error,
) error {
	rows, err := c.tx.QueryContext(ctx,
		c.tx.Rebind(`SELECT `+t.columnNames()+` FROM `+t.name+` WHERE `+condition), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what it could say, Err has said
	cells, values := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i, column := range t.columns {
		cells[i] = column.newCell()
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		for i, cell := range cells {
			values[i] = cellValue(cell)
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// newCell is where a value of the column is read into.
func (c column) newCell() any {
	switch c.valueKind() {
	case wholeKind:
		return &sql.NullInt64{}
	case truthKind:
		return &sql.NullBool{}
	case bytesKind:
		return &[]byte{}
	case textKind:
	}
	return &sql.NullString{}
}

// cellValue is what the cell holds now.
func cellValue(cell any) any {
	switch v := cell.(type) {
	case *sql.NullInt64:
		if v.Valid {
			return v.Int64
		}
	case *sql.NullBool:
		if v.Valid {
			return v.Bool
		}
	case *sql.NullString:
		if v.Valid {
			return v.String
		}
	case *[]byte:
		return append([]byte{}, *v...) // never nil: see [column.canBeCopied]
	}
	return nil
}

// sum is a running checksum over rows. Each value is preceded by its kind and length, so that no two lists of
// values look alike.
type sum struct {
	hash hash.Hash
	rows int64
}

func newTableSum(t table) *sum {
	s := &sum{hash: sha256.New()}
	for _, c := range t.columns {
		s.addValue(c.Name)
		s.addValue(string(c.valueKind()))
	}
	return s
}

func (s *sum) addRow(values []any) {
	s.rows++
	for _, v := range values {
		s.addValue(v)
	}
}

func (s *sum) addValue(v any) {
	switch v := v.(type) {
	case string:
		s.addPart('s', []byte(v))
	case []byte:
		s.addPart('b', v)
	case int64:
		s.addPart('i', binary.BigEndian.AppendUint64(nil, uint64(v))) //nolint:gosec // the bits, not the number
	case bool:
		b := byte(0)
		if v {
			b = 1
		}
		s.addPart('t', []byte{b})
	default:
		s.addPart('n', nil)
	}
}

func (s *sum) addPart(kind byte, value []byte) {
	s.hash.Write(binary.BigEndian.AppendUint64([]byte{kind}, uint64(len(value))))
	s.hash.Write(value)
}

func (s *sum) tableContents() TableContents {
	return TableContents{Rows: s.rows, SHA256: hex.EncodeToString(s.hash.Sum(nil))}
}

// Head is the last event of a case's journal.
type Head struct {
	Case complaint.CaseID `db:"case_id"`
	Seq  int              `db:"seq"`
	Hash string           `db:"hash"`
}

// JournalHeads are the last events of all journals.
func (s *Store) JournalHeads(ctx context.Context) ([]Head, error) {
	var heads []Head
	err := s.read(ctx, "heads", func(c conn) (err error) {
		heads, err = c.journalHeads(ctx)
		return err
	})
	return heads, err
}

func (c conn) journalHeads(ctx context.Context) ([]Head, error) {
	var heads []Head
	const query = `SELECT case_id, seq, hash FROM journal
		WHERE (case_id, seq) IN (SELECT case_id, MAX(seq) FROM journal GROUP BY case_id)`
	if err := c.allRows(ctx, &heads, query); err != nil {
		return nil, fmt.Errorf("journal heads: %w", err)
	}
	return heads, nil
}

// hashOfHeads is hex SHA-256 of the heads by case.
func hashOfHeads(heads []Head) string {
	slices.SortFunc(heads, func(a, b Head) int { return cmp.Compare(a.Case, b.Case) })
	digest := sha256.New()
	for _, h := range heads {
		_, _ = fmt.Fprintf(digest, "%s %d %s\n", h.Case, h.Seq, h.Hash) // a hash takes everything
	}
	return hex.EncodeToString(digest.Sum(nil))
}
