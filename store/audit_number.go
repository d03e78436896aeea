package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// serials are the numbers of one counter that were found, and how often.
type serials map[int64]int

// collectNumbers collects the numbers that a case's events carry.
func (a *audit) collectNumbers(ctx context.Context, id complaint.CaseID, events []complaint.Event) {
	var p *policy.Policy
	var zone *time.Location
	kind := ""
	for _, e := range events {
		under := complaint.PolicyRef{}
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others name no version
		case complaint.Filed:
			under, kind = f.Policy, f.Kind
		case complaint.VersionAdopted:
			under = f.To
		default:
		}
		if under.ID != "" {
			if p, zone = a.policyOf(ctx, under); p != nil {
				p = p.ReadingNumbersOf(kind)
			}
		}
		if p == nil {
			continue // the policy's absence is a finding of its own
		}
		n, serial, err := p.SerialOfEvent(e, zone)
		switch {
		case err != nil:
			a.reportFinding(CheckNumber, id, "第 %d 条的编号不是制度规定的写法 (event %d): %v", e.Seq, e.Seq, err)
		case n != nil:
			if a.numbers[n.Counter] == nil {
				a.numbers[n.Counter] = serials{}
			}
			a.numbers[n.Counter][serial]++
			if _, shared := policy.SharedSeries(n.Series); shared {
				a.sharedSeries[n.Counter] = *n
			} else {
				a.ownNumbers[n.What()+" "+n.NumberForSerial(serial)] = true
			}
		}
	}
}

// checkCounters: of each, the numbers 1…N were given, each once.
func (a *audit) checkCounters(ctx context.Context) error {
	var rows []struct {
		Name  string `db:"name"`
		Value int64  `db:"value"`
	}
	if err := a.allRows(ctx, &rows,
		`SELECT name, value FROM counters WHERE name <> ? ORDER BY name`, directoryCounter); err != nil {
		return fmt.Errorf("counters: %w", err)
	}
	if err := a.collectPublications(ctx); err != nil {
		return err
	}
	for _, row := range rows {
		given := a.numbers[row.Name]
		delete(a.numbers, row.Name)
		for n := int64(1); n <= row.Value; n++ {
			switch times := given[n]; {
			case times > 1:
				a.reportFinding(CheckNumber, "", "编号器 %s 的第 %d 号用了 %d 次 (number %d was given %d times)",
					row.Name, n, times, n, times)
			case times == 0 && !a.unread && !a.passedBy(row.Name, n):
				a.reportFinding(CheckNumber, "", "编号器 %s 缺第 %d 号 (number %d is missing)", row.Name, n, n)
			}
			delete(given, n)
		}
		a.checkUnreached(row.Name, row.Value, given)
	}
	for _, name := range slices.Sorted(maps.Keys(a.numbers)) {
		a.checkUnreached(name, 0, a.numbers[name])
	}
	return nil
}

// collectPublications collects the numbers in the series of published figures.
func (a *audit) collectPublications(ctx context.Context) error {
	var given []int64
	if err := a.allRows(ctx, &given, `SELECT sequence FROM publications`); err != nil {
		return fmt.Errorf("publications: %w", err)
	}
	for _, n := range given {
		if a.numbers[publicationCounter] == nil {
			a.numbers[publicationCounter] = serials{}
		}
		a.numbers[publicationCounter][n]++
	}
	return nil
}

// checkUnreached: numbers a counter has not reached will be given again.
func (a *audit) checkUnreached(counter string, value int64, given serials) {
	if len(given) > 0 {
		a.reportFinding(CheckNumber, "", "编号器 %s 停在 %d，却已有 %d 号 (the counter stands at %d, but number %d was given)",
			counter, value, slices.Max(slices.Collect(maps.Keys(given))), value,
			slices.Max(slices.Collect(maps.Keys(given))))
	}
}

// passedBy reports whether a number of a series that regulations share was left out because one of them had given it in
// a series of its own before.
func (a *audit) passedBy(counter string, serial int64) bool {
	n, shared := a.sharedSeries[counter]
	return shared && a.ownNumbers[n.What()+" "+n.NumberForSerial(serial)]
}
