// Package lists measures how the inbox, the register and the overview answer when an organisation has very many cases:
// end to end through the gateway, with the wall, on SQLite and PostgreSQL.
package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"duban/internal/lookup"
	"duban/store"
)

// few are the cases that many are compared with; many are copies of few.
const few = 1000

// mostCopies of each case there can be: see multiply.
const mostCopies = 4096

// MeasureLists prints, for the kind of database, how much slower the 95th percentile of each list is with many cases
// than with few. Two empty databases are filled and asked by turns, so that a busy neighbour disturbs both.
func MeasureLists(ctx context.Context, out io.Writer, cases int, small, large store.Options) error {
	copies := cases / few
	if copies < 2 || copies > mostCopies {
		return fmt.Errorf("%d cases: not from %d to %d", cases, 2*few, mostCopies*few)
	}
	name := string(small.Dialect)
	before, err := newOffice(ctx, small, copies)
	if err != nil {
		return err
	}
	after, err := newOffice(ctx, large, copies)
	if err != nil {
		return errors.Join(err, before.closeOffice())
	}
	began := time.Now()
	if err = multiplyCases(ctx, large, copies); err == nil {
		fmt.Fprintf(out, "# %s: %d cases copied in %s\n", name, few*copies, time.Since(began).Round(time.Second))
		err = errors.Join(before.open(ctx), after.open(ctx), analyseDatabase(ctx, small), analyseDatabase(ctx, large))
	}
	if err == nil {
		err = tellSizeOfIndex(ctx, out, large, few*copies)
	}
	if err == nil {
		err = errors.Join(compareDesks(ctx, out, name, few*copies, before.desk, after.desk),
			after.desk.measureExport(ctx, out, name))
	}
	return errors.Join(err, before.closeOffice(), after.closeOffice())
}

// office is a database with an organisation in it and people at their desks.
type office struct {
	store *store.Store
	org   *organisation
	desk  *desk
}

// newOffice has few cases, filed so far apart that copies fit between them.
func newOffice(ctx context.Context, o store.Options, copies int) (*office, error) {
	o.Now = time.Now
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	f := &office{store: s}
	key, err := lookup.NewKey(secretOfDesks)
	if err == nil {
		err = s.KeepSearchIndex(ctx, key)
	}
	if err == nil {
		f.org, err = newOrganisation(ctx, s)
	}
	if err == nil {
		err = f.org.fileCases(ctx, few, copies)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the organisation: %w", err), s.Close())
	}
	return f, nil
}

// open files one more case, which has what no other has, and lets people in.
func (f *office) open(ctx context.Context) (err error) {
	if err = f.org.fileRareCase(ctx); err == nil {
		f.desk, err = newDesk(ctx, f.store, f.org)
	}
	return err
}

func (f *office) closeOffice() error { return f.store.Close() }

// compareDesks asks both desks everything by turns. Like is compared with like: a page that has more rows in one of
// them, because there are too few cases for it in the other, is left out.
func compareDesks(ctx context.Context, out io.Writer, name string, many int, small, large *desk) error {
	before, after := answers{}, answers{}
	for range times {
		for i := range small.questions {
			for _, person := range small.questions[i].by {
				b, err := small.askQuestion(ctx, small.questions[i], person)
				if err != nil {
					return err
				}
				a, err := large.askQuestion(ctx, large.questions[i], person)
				if err != nil {
					return err
				}
				if q := small.questions[i].name; a.rows == b.rows {
					before[q], after[q] = append(before[q], b.took), append(after[q], a.took)
				}
			}
		}
	}
	for _, list := range []string{"inbox", "register", "search", "overview"} {
		var b, a []time.Duration
		for _, q := range small.questions {
			if q.list != list {
				continue
			}
			b, a = append(b, before[q.name]...), append(a, after[q.name]...)
			fmt.Fprintf(out, "# %s %s: p50 and p95 %s and %s with %d cases, %s and %s with %d\n", name, q.name,
				percentileOf(before[q.name], 50), percentileOf(before[q.name], 95), few,
				percentileOf(after[q.name], 50), percentileOf(after[q.name], 95), many)
		}
		fmt.Fprintf(out, "%s_%s_p95_%d_of_1000_cases ratio %.2f\n", list, name, many,
			percentileOf(a, 95).Seconds()/percentileOf(b, 95).Seconds())
	}
	return nil
}

func percentileOf(took []time.Duration, percent int) time.Duration {
	took = slices.Sorted(slices.Values(took))
	return took[len(took)*percent/100].Round(10 * time.Microsecond)
}
