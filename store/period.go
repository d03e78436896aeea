package store

import (
	"context"
	"errors"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// errOpenedBefore undoes a filing for a period that has its matter.
var errOpenedBefore = errors.New("the period has its matter")

// FilePeriod implements [record.Periods].
func (s *Store) FilePeriod(ctx context.Context, in record.Intake, w complaint.Wall) (complaint.CaseID, error) {
	f := in.Filing.Filed
	if f.Period == nil {
		return "", fmt.Errorf("file case %s for a period: it has none", in.Filing.Case)
	}
	if id, err := s.periodMatter(ctx, f); id != "" || err != nil {
		return id, err
	}
	err := s.write(ctx, fmt.Sprintf("file case %s for a period", in.Filing.Case), func(c conn) error {
		if err := c.insertFiling(ctx, in); err != nil {
			return err
		}
		n, err := c.exec(ctx, `INSERT INTO period_matters (policy, kind, period, case_id) VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, f.Policy.ID, f.Kind, f.Period.Name, in.Filing.Case)
		if err != nil {
			return wrapError("take period", err)
		}
		if n == 0 {
			return errOpenedBefore
		}
		if err := c.insertTexts(ctx, in.Texts, microsOf(s.nowRounded())); err != nil {
			return err
		}
		if err := s.newTransaction(c, in.Filing.Case).registerFiling(ctx, in.Filing, w); err != nil {
			return err
		}
		return c.addErrand(ctx, newStartErrand(in.Filing.Case), s.nowRounded(), 0)
	})
	if errors.Is(err, errOpenedBefore) {
		return s.periodMatter(ctx, f)
	}
	if err != nil {
		return "", err
	}
	return in.Filing.Case, nil
}

// periodMatter is the case that was opened for the period of a filing, "" if there is none.
func (s *Store) periodMatter(ctx context.Context, f complaint.Filed) (id complaint.CaseID, err error) {
	err = s.read(ctx, "matter of a period", func(c conn) error {
		_, err := c.findRow(ctx, &id, `SELECT case_id FROM period_matters WHERE policy = ? AND kind = ? AND period = ?`,
			f.Policy.ID, f.Kind, f.Period.Name)
		return err
	})
	return id, err
}

// PeriodMatters implements [record.Periods].
func (s *Store) PeriodMatters(
	ctx context.Context, policy, kind string,
) (map[string]complaint.CaseID, error) {
	var rows []struct {
		Period string `db:"period"`
		Case   string `db:"case_id"`
	}
	err := s.read(ctx, "matters of periods", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT period, case_id FROM period_matters WHERE policy = ? AND kind = ?`,
			policy, kind)
	})
	matters := make(map[string]complaint.CaseID, len(rows))
	for _, r := range rows {
		matters[r.Period] = complaint.CaseID(r.Case)
	}
	return matters, err
}
