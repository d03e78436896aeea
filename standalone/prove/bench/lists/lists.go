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

	"duban/store"
)

// Few and many are the numbers of cases compared; many is few copied.
const (
	few    = 1000
	copies = 100
)

// MeasureLists prints, for the kind of database, how much slower the 95th percentile of each list is with many cases
// than with few. Two empty databases are filled and asked by turns, so that a busy neighbour disturbs both.
func MeasureLists(ctx context.Context, out io.Writer, small, large store.Options) error {
	name := string(small.Dialect)
	before, err := newOffice(ctx, small)
	if err != nil {
		return err
	}
	after, err := newOffice(ctx, large)
	if err != nil {
		return errors.Join(err, before.closeOffice())
	}
	began := time.Now()
	if err = multiplyCases(ctx, large); err == nil {
		fmt.Fprintf(out, "# %s: %d cases copied in %s\n", name, few*copies, time.Since(began).Round(time.Second))
		err = errors.Join(analyseDatabase(ctx, small), analyseDatabase(ctx, large))
	}
	if err == nil {
		err = compareDesks(ctx, out, name, before.desk, after.desk)
	}
	return errors.Join(err, before.closeOffice(), after.closeOffice())
}

// office is a database with an organisation in it and people at their desks.
type office struct {
	store *store.Store
	desk  *desk
}

func newOffice(ctx context.Context, o store.Options) (*office, error) {
	o.Now = time.Now
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	f := &office{store: s}
	org, err := newOrganisation(ctx, s)
	if err == nil {
		err = org.fileCases(ctx, few)
	}
	if err == nil {
		f.desk, err = newDesk(ctx, s, org)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the organisation: %w", err), s.Close())
	}
	return f, nil
}

func (f *office) closeOffice() error { return f.store.Close() }

// compareDesks asks both desks everything by turns. Like is compared with like: a page that has more rows in one of
// them, because there are too few cases for it in the other, is left out.
func compareDesks(ctx context.Context, out io.Writer, name string, small, large *desk) error {
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
				percentileOf(after[q.name], 50), percentileOf(after[q.name], 95), few*copies)
		}
		fmt.Fprintf(out, "%s_%s_p95_100000_of_1000_cases ratio %.2f\n", list, name,
			percentileOf(a, 95).Seconds()/percentileOf(b, 95).Seconds())
	}
	return nil
}

func percentileOf(took []time.Duration, percent int) time.Duration {
	took = slices.Sorted(slices.Values(took))
	return took[len(took)*percent/100].Round(10 * time.Microsecond)
}
