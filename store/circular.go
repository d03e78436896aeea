package store

import (
	"context"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// circularRows are the circulars of the case, a row for each subject that one is for.
func circularRows(k *complaint.Case) caseRows {
	l := caseRows{table: "case_circulars", columns: `case_id, circular, subject, seq, published_at`}
	for _, c := range k.Circulars {
		for _, subject := range sortedUnique(c.Subjects()) {
			l.rows = append(l.rows, []any{k.ID, c.ID, subject, c.Seq, microsOf(c.PublishedAt.Time)})
		}
	}
	return l
}

// circularRow is a circular with its event and its reader's acknowledgement.
type circularRow struct {
	Case           string `db:"case_id"`
	Circular       string `db:"circular"`
	Policy         string `db:"policy"`
	Version        int    `db:"version"`
	Seq            int    `db:"seq"`
	PublishedAt    int64  `db:"published_at"`
	Type           string `db:"type"`
	Data           string `db:"data"`
	AcknowledgedAt *int64 `db:"acknowledged_at"`
}

// subjectsOfReader are the names under which circulars are for a person: themselves, and nobody they stand in for,
// since everybody acknowledges for themselves.
func subjectsOfReader(p complaint.Person) []string {
	if !p.Active {
		return nil
	}
	return append(p.AdmittingSubjectsOfOneCapacity(), complaint.EverybodySubject)
}

// ListCirculars lists the circulars that are for the person, the latest first, and the cursor of the next page, "" on
// the last. The wall of their cases is not asked: a circular says what its regulation lets it say to those it is for. A
// bad cursor is Invalid.
func (s *Store) ListCirculars(
	ctx context.Context, p complaint.Person, q record.CircularQuery,
) ([]record.CircularRow, string, error) {
	from, err := parseCursor(circularList, q.Cursor)
	if err != nil {
		return nil, "", err
	}
	size, f := pageSize(q.Limit), filters{}
	if q.Waiting {
		f.addCondition(`a.at IS NULL`)
	}
	if from != nil {
		f.addCondition(`(x.published_at, x.case_id, x.circular) < (?, ?, ?)`, from.At, from.Case, from.Item)
	}
	rows, err := s.circularsWhere(ctx, p, f, size+1)
	if err != nil {
		return nil, "", err
	}
	rows, next := cutToPage(rows, size, func(r circularRow) cursor {
		return cursor{
			List: circularList,
			At:   r.PublishedAt,
			Case: r.Case,
			Item: r.Circular,
		}
	})
	all := make([]record.CircularRow, len(rows))
	for i, r := range rows {
		if all[i], err = r.asCircular(); err != nil {
			return nil, "", err
		}
	}
	return all, next, nil
}

// Circular finds a circular that is for the person; NotFound for any other.
func (s *Store) Circular(
	ctx context.Context, p complaint.Person, id complaint.CaseID, circular complaint.CircularID,
) (record.CircularRow, error) {
	f := filters{{`x.case_id = ?`, []any{id}}, {`x.circular = ?`, []any{circular}}}
	rows, err := s.circularsWhere(ctx, p, f, 1)
	if err != nil {
		return record.CircularRow{}, err
	}
	if len(rows) == 0 {
		return record.CircularRow{}, noCaseError()
	}
	return rows[0].asCircular()
}

// circularsWhere are the circulars for a person that meet conditions on the rows x and the acknowledgement a, each
// once.
func (s *Store) circularsWhere(
	ctx context.Context, p complaint.Person, f filters, most int,
) (rows []circularRow, err error) {
	subjects := subjectsOfReader(p)
	if len(subjects) == 0 {
		return nil, nil
	}
	f = append(filters{{`x.subject IN (` + parameterList(len(subjects)) + `)`, asArguments(subjects)}}, f...)
	where := f.joinConditions(" AND ")
	args := append(append([]any{p.ID}, where.args...), most)
	err = s.read(ctx, "circulars", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT DISTINCT x.case_id, x.circular, c.policy, c.version, x.seq, x.published_at,
				j.type, j.data, a.at AS acknowledged_at
			FROM case_circulars x JOIN cases c ON c.id = x.case_id
			JOIN journal j ON j.case_id = x.case_id AND j.seq = x.seq
			LEFT JOIN circular_acknowledgements a
				ON a.case_id = x.case_id AND a.circular = x.circular AND a.user_id = ?
			WHERE `+where.sql+` ORDER BY x.published_at DESC, x.case_id DESC, x.circular DESC LIMIT ?`, args...)
	})
	return rows, err
}

func (r circularRow) asCircular() (record.CircularRow, error) {
	fact, err := complaint.DecodeFact(r.Type, []byte(r.Data))
	if err != nil {
		return record.CircularRow{}, fmt.Errorf("circular %s: %w", r.Circular, err)
	}
	said, ok := fact.(complaint.CircularPublished)
	if !ok {
		return record.CircularRow{}, fmt.Errorf("circular %s: event %d is %s", r.Circular, r.Seq, r.Type)
	}
	one := record.CircularRow{
		Case:   complaint.CaseID(r.Case),
		Policy: complaint.PolicyRef{ID: r.Policy, Version: r.Version},
		Circular: complaint.Circular{
			ID:          said.Circular,
			Kind:        said.Kind,
			Title:       said.Title,
			PublishedAt: complaint.Instant(instantOfMicros(r.PublishedAt)),
			To:          said.To,
			Data:        said.Data,
			Seq:         r.Seq,
		},
		AcknowledgedAt: maybeInstantOfMicros(r.AcknowledgedAt),
	}
	return one, nil
}

// AcknowledgeCircular records that the person has taken note of a circular that is for them, once: who does so again
// changes nothing. NotFound for any other.
func (s *Store) AcknowledgeCircular(
	ctx context.Context, p complaint.Person, id complaint.CaseID, circular complaint.CircularID,
) error {
	if _, err := s.Circular(ctx, p, id, circular); err != nil {
		return err
	}
	return s.write(ctx, "acknowledge circular", func(c conn) error {
		_, err := c.exec(
			ctx, `INSERT INTO circular_acknowledgements (case_id, circular, user_id, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (case_id, circular, user_id) DO NOTHING`, id, circular, p.ID, microsOf(s.nowRounded()),
		)
		return err
	})
}

// AcknowledgementsOf are who has acknowledged a circular, the first first. Who may see them is for the caller to judge.
func (s *Store) AcknowledgementsOf(
	ctx context.Context, id complaint.CaseID, circular complaint.CircularID,
) ([]record.Acknowledgement, error) {
	var rows []struct {
		User complaint.UserID `db:"user_id"`
		At   int64            `db:"at"`
	}
	err := s.read(ctx, "acknowledgements", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT user_id, at FROM circular_acknowledgements
			WHERE case_id = ? AND circular = ? ORDER BY at, user_id`, id, circular)
	})
	all := make([]record.Acknowledgement, len(rows))
	for i, r := range rows {
		all[i] = record.Acknowledgement{User: r.User, At: instantOfMicros(r.At)}
	}
	return all, err
}
