package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"time"

	"duban/complaint"
	"duban/policy"
)

// Reports count rows that are kept for it, as the record had them at each time: a row holds from when it was recorded
// until another takes its place. So figures as of an instant are the rows that held then, and the same whenever they
// are asked for. What the rows say is [policy.Matter]; what they were is worked out from the journal alone, act by act
// (rebuildFigures), or from the act just recorded (projectFigures), which comes to the same.

// stillKnown is known_to of what the record has now.
const stillKnown = math.MaxInt64

// stillKnownInSQL is stillKnown in a statement that others share.
const stillKnownInSQL = "9223372036854775807"

// figureCase is a row of figure_cases. What it shares with others is in the row of figure_traits that it names.
type figureCase struct {
	Case        string        `db:"case_id"`
	KnownFrom   int64         `db:"known_from"`
	KnownTo     int64         `db:"known_to"`
	Policy      string        `db:"policy"`
	Version     int64         `db:"version"`
	Unit        string        `db:"unit"`
	Traits      int64         `db:"traits"`
	Corrections int64         `db:"corrections"`
	Received    int64         `db:"received"`
	Registered  sql.NullInt64 `db:"registered"`
	Closed      sql.NullInt64 `db:"closed"`
	Archived    sql.NullInt64 `db:"archived"`
	Facts       string        `db:"facts"`
}

const figureCaseColumns = `case_id, known_from, known_to, policy, version, unit, traits, corrections, received,
	registered, closed, archived, facts`

func (r figureCase) values() []any {
	return []any{
		r.Case, r.KnownFrom, r.KnownTo, r.Policy, r.Version, r.Unit, r.Traits, r.Corrections, r.Received, r.Registered,
		r.Closed, r.Archived, r.Facts,
	}
}

// figureItem is a row of figure_items.
type figureItem struct {
	Case      string        `db:"case_id"`
	Grain     string        `db:"grain"`
	Item      string        `db:"item"`
	KnownFrom int64         `db:"known_from"`
	KnownTo   int64         `db:"known_to"`
	Policy    string        `db:"policy"`
	Name      string        `db:"name"`
	State     string        `db:"state"`
	Late      int64         `db:"late"`
	At        int64         `db:"at"`
	Begun     int64         `db:"begun"`
	Ended     sql.NullInt64 `db:"ended"`
	Unit      string        `db:"unit"`
	Category  string        `db:"category"`
	Role      string        `db:"role"`
}

const figureItemColumns = `case_id, grain, item, known_from, known_to, policy, name, state, late, at, begun, ended,
	unit, category, role`

func (r figureItem) values() []any {
	return []any{
		r.Case, r.Grain, r.Item, r.KnownFrom, r.KnownTo, r.Policy, r.Name, r.State, r.Late, r.At, r.Begun, r.Ended,
		r.Unit, r.Category, r.Role,
	}
}

// figureRows are the rows of one case, by what they are of; the case's own has the key "". Traits are those that the
// rows name.
type figureRows struct {
	traits map[int64]figureTraits
	cases  map[string]figureCase
	items  map[string]figureItem
}

func newFigureRows() figureRows {
	return figureRows{map[int64]figureTraits{}, map[string]figureCase{}, map[string]figureItem{}}
}

func maybeMicros(t *time.Time) sql.NullInt64 {
	if t == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: microsOf(*t), Valid: true}
}

func asWhole(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// figureRowsOf are the rows of the case as it stands, known from an instant on.
func figureRowsOf(p *policy.Policy, k *complaint.Case, from int64) (figureRows, error) {
	rows := newFigureRows()
	if k.Period != nil {
		return rows, nil // a report on matters is none
	}
	m := p.Matter(k)
	traits, own, err := traitsOf(k, &m)
	if err != nil {
		return rows, err
	}
	rows.traits[traits.ID] = traits
	rows.cases[""] = figureCase{
		Case:        string(k.ID),
		KnownFrom:   from,
		KnownTo:     stillKnown,
		Policy:      k.Policy.ID,
		Version:     int64(k.Policy.Version),
		Unit:        string(k.ResponsibleUnit()),
		Traits:      traits.ID,
		Corrections: int64(m.Corrections),
		Received:    microsOf(k.ReceivedAt.Time),
		Registered:  maybeMicros(m.Registered),
		Closed:      maybeMicros(m.Closed),
		Archived:    maybeMicros(m.Archived),
		Facts:       own,
	}
	for _, i := range m.Items {
		rows.items[i.Grain+" "+i.ID] = figureItem{
			Case:      string(k.ID),
			Grain:     i.Grain,
			Item:      i.ID,
			KnownFrom: from,
			KnownTo:   stillKnown,
			Policy:    k.Policy.ID,
			Name:      i.Name,
			State:     i.State,
			Late:      asWhole(i.Late),
			At:        microsOf(i.At),
			Begun:     microsOf(i.Begun),
			Ended:     maybeMicros(i.Ended),
			Unit:      string(i.Unit),
			Category:  i.Category,
			Role:      string(i.Role),
		}
	}
	return rows, nil
}

// projectFigures brings the case's rows up to date after an act; before is the event up to which they go.
func (t *transaction) projectFigures(ctx context.Context, k *complaint.Case, before int) error {
	if k.Seq == 0 || before == k.Seq {
		return nil
	}
	if t.appended.at == 0 || t.appended.after != before {
		events, err := t.Events(ctx, 0)
		if err != nil {
			return err
		}
		return t.rebuildFigures(ctx, events)
	}
	p, err := t.policyOfFigures(ctx, k)
	if err != nil {
		return err
	}
	if p == nil {
		return t.setFiguresSeq(ctx, k.Seq)
	}
	at := t.appended.at
	now, err := figureRowsOf(p, k, at)
	if err != nil {
		return err
	}
	held, err := t.figureRowsHeld(ctx, at)
	if err != nil {
		return err
	}
	if err := t.replaceFigures(ctx, at, held, now); err != nil {
		return wrapError("figures", err)
	}
	return t.setFiguresSeq(ctx, k.Seq)
}

// policyOfFigures is the regulation that the case follows, nil if it is not here: then nothing is counted of the case.
func (t *transaction) policyOfFigures(ctx context.Context, k *complaint.Case) (*policy.Policy, error) {
	p, err := t.Policy(ctx, k.Policy)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
		return nil, nil //nolint:nilnil // there is none
	}
	return p, err
}

func (t *transaction) setFiguresSeq(ctx context.Context, seq int) error {
	_, err := t.exec(ctx, `UPDATE cases SET figures_seq = ? WHERE id = ?`, seq, t.id)
	return wrapError("figures", err)
}

// figureRowsHeld are the rows as they were just before an instant, and any that hold from it on.
func (t *transaction) figureRowsHeld(ctx context.Context, at int64) (figureRows, error) {
	held := newFigureRows()
	var cases []figureCase
	err := t.allRows(ctx, &cases, `SELECT `+figureCaseColumns+` FROM figure_cases WHERE case_id = ? AND known_to >= ?`,
		t.id, at)
	if err != nil {
		return held, wrapError("figures", err)
	}
	for _, r := range cases {
		if r.KnownFrom < at {
			held.cases[""] = r
		}
	}
	var items []figureItem
	err = t.allRows(ctx, &items, `SELECT `+figureItemColumns+` FROM figure_items WHERE case_id = ? AND known_to >= ?`,
		t.id, at)
	for _, r := range items {
		if r.KnownFrom < at {
			held.items[r.Grain+" "+r.Item] = r
		}
	}
	return held, wrapError("figures", err)
}

// replaceFigures lets the case's rows from an instant on be the given ones. held were the rows just before.
func (t *transaction) replaceFigures(ctx context.Context, at int64, held, now figureRows) error {
	for _, table := range []string{"figure_cases", "figure_items"} {
		if _, err := t.exec(ctx, `DELETE FROM `+table+` WHERE case_id = ? AND known_from = ?`, t.id, at); err != nil {
			return err
		}
	}
	var cases, items [][]any
	for key, before := range held.cases {
		until := at
		if after, ok := now.cases[key]; ok && sameCase(before, after) {
			until = stillKnown
			delete(now.cases, key)
		}
		if before.KnownTo == until {
			continue
		}
		if _, err := t.exec(ctx, `UPDATE figure_cases SET known_to = ? WHERE case_id = ? AND known_from = ?`,
			until, t.id, before.KnownFrom); err != nil {
			return err
		}
	}
	for key, before := range held.items {
		until := at
		if after, ok := now.items[key]; ok && sameItem(before, after) {
			until = stillKnown
			delete(now.items, key)
		}
		if before.KnownTo == until {
			continue
		}
		if _, err := t.exec(ctx, `UPDATE figure_items SET known_to = ?
			WHERE case_id = ? AND grain = ? AND item = ? AND known_from = ?`,
			until, t.id, before.Grain, before.Item, before.KnownFrom); err != nil {
			return err
		}
	}
	for _, r := range now.cases {
		if held.cases[""].Traits == r.Traits {
			clear(now.traits)
		}
		cases = append(cases, r.values())
	}
	for _, r := range now.items {
		items = append(items, r.values())
	}
	if len(cases) > 0 {
		if err := t.keepTraits(ctx, now.traits); err != nil {
			return err
		}
	}
	if err := t.insertRows(ctx, "figure_cases", figureCaseColumns, cases...); err != nil {
		return err
	}
	return t.insertRows(ctx, "figure_items", figureItemColumns, items...)
}

// sameCase reports whether two rows say the same, whenever they held.
func sameCase(a, b figureCase) bool {
	a.KnownFrom, a.KnownTo, b.KnownFrom, b.KnownTo = 0, 0, 0, 0
	return a == b
}

func sameItem(a, b figureItem) bool {
	a.KnownFrom, a.KnownTo, b.KnownFrom, b.KnownTo = 0, 0, 0, 0
	return a == b
}

// figureHistory are the rows of a case that its journal makes, those that hold no more among them, each as the version
// counts it under which the case was then; and the traits that they name.
func figureHistory(
	under func(complaint.PolicyRef) (*policy.Policy, error), id complaint.CaseID, events []complaint.Event,
) (cases, items [][]any, traits map[int64]figureTraits, err error) {
	k := complaint.NewCase(id)
	held, traits := newFigureRows(), map[int64]figureTraits{}
	for i, e := range events {
		if err := k.Apply(e); err != nil {
			return nil, nil, nil, fmt.Errorf("figures: %w", err)
		}
		if i+1 < len(events) && events[i+1].RecordedAt.Equal(e.RecordedAt) {
			continue
		}
		p, err := under(k.Policy)
		if err != nil {
			return nil, nil, nil, err
		}
		now, err := figureRowsOf(p, k, microsOf(e.RecordedAt))
		if err != nil {
			return nil, nil, nil, err
		}
		maps.Copy(traits, now.traits)
		for key, before := range held.cases {
			if after, ok := now.cases[key]; ok && sameCase(before, after) {
				now.cases[key] = before
				continue
			}
			before.KnownTo = microsOf(e.RecordedAt)
			cases = append(cases, before.values())
		}
		for key, before := range held.items {
			if after, ok := now.items[key]; ok && sameItem(before, after) {
				now.items[key] = before
				continue
			}
			before.KnownTo = microsOf(e.RecordedAt)
			items = append(items, before.values())
		}
		held = now
	}
	for _, r := range held.cases {
		cases = append(cases, r.values())
	}
	for _, r := range held.items {
		items = append(items, r.values())
	}
	return cases, items, traits, nil
}

// rebuildFigures makes the case's rows anew from its journal.
func (t *transaction) rebuildFigures(ctx context.Context, events []complaint.Event) error {
	for _, table := range []string{"figure_cases", "figure_items"} {
		if _, err := t.exec(ctx, `DELETE FROM `+table+` WHERE case_id = ?`, t.id); err != nil {
			return wrapError("figures", err)
		}
	}
	k, err := complaint.Fold(t.id, events)
	if err != nil || k.Seq == 0 {
		return err
	}
	p, err := t.policyOfFigures(ctx, k)
	if err != nil {
		return err
	}
	if p != nil {
		under := func(ref complaint.PolicyRef) (*policy.Policy, error) { return t.Policy(ctx, ref) }
		cases, items, traits, err := figureHistory(under, t.id, events)
		if err != nil {
			return err
		}
		if err := t.keepTraits(ctx, traits); err != nil {
			return err
		}
		if err := t.insertRows(ctx, "figure_cases", figureCaseColumns, cases...); err != nil {
			return err
		}
		if err := t.insertRows(ctx, "figure_items", figureItemColumns, items...); err != nil {
			return err
		}
	}
	return t.setFiguresSeq(ctx, k.Seq)
}

// catchUpFigures makes the rows of those cases anew that a program without them wrote last.
func (s *Store) catchUpFigures(ctx context.Context) error {
	const behind = `SELECT c.id FROM cases c WHERE c.figures_seq < c.seq AND c.id > ? ORDER BY c.id LIMIT ?`
	for after := ""; ; {
		var ids []string
		if err := s.read(ctx, "figures behind", func(c conn) error {
			return c.allRows(ctx, &ids, behind, after, rebuildBatch)
		}); err != nil || len(ids) == 0 {
			return err
		}
		err := s.write(ctx, "catch up figures", func(c conn) error {
			for _, id := range ids {
				t := s.newTransaction(c, complaint.CaseID(id))
				t.writing = true
				if err := t.lockCase(ctx); err != nil {
					return err
				}
				events, err := t.Events(ctx, 0)
				if err != nil {
					return err
				}
				if err := t.rebuildFigures(ctx, events); err != nil {
					return fmt.Errorf("case %s: %w", id, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}
