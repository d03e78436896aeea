// Package lists measures how the inbox and the register answer when an organisation has very many cases: end to end
// through the gateway, with the wall, on SQLite and PostgreSQL.
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

// Run prints, for the database, how much slower the 95th percentile of each list is with many cases than with few.
func Run(ctx context.Context, out io.Writer, o store.Options) (err error) {
	name := string(o.Dialect)
	o.Now = time.Now
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	org, err := found(ctx, s)
	if err != nil {
		return fmt.Errorf("make the organisation: %w", err)
	}
	if err := org.receive(ctx, few); err != nil {
		return fmt.Errorf("make cases: %w", err)
	}
	desk, err := newDesk(ctx, s, org)
	if err != nil {
		return err
	}
	before, err := desk.ask(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := multiply(ctx, o); err != nil {
		return fmt.Errorf("copy cases: %w", err)
	}
	fmt.Fprintf(out, "# %s: %d cases copied in %s\n", name, few*copies, time.Since(began).Round(time.Second))
	after, err := desk.ask(ctx)
	if err != nil {
		return err
	}
	for _, list := range []string{"inbox", "register", "search"} {
		var b, a []time.Duration
		for _, q := range desk.questions {
			if q.list != list {
				continue
			}
			b, a = append(b, before[q.name]...), append(a, after[q.name]...)
			fmt.Fprintf(out, "# %s %s: p95 %s with %d cases, %s with %d\n",
				name, q.name, p95(before[q.name]), few, p95(after[q.name]), few*copies)
		}
		fmt.Fprintf(out, "%s_%s_p95_100000_of_1000_cases ratio %.2f\n", list, name, p95(a).Seconds()/p95(b).Seconds())
	}
	return nil
}

func p95(took []time.Duration) time.Duration {
	took = slices.Sorted(slices.Values(took))
	return took[len(took)*95/100].Round(10 * time.Microsecond)
}
