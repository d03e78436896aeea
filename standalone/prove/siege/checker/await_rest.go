package checker

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"golang.org/x/sync/errgroup"
)

// dueWithin is how long ago a rung must have fallen due to be missed when it has not fired.
const dueWithin = 5 * time.Second

// awaitRest reads the record until the program has come to rest: every filing is a case, every case that is not
// archived has one open workflow whose state is the folded journal (I12, I16), the register shows the same, and
// everything due has fired (I6). What has not come about when patience ends is violated. A case that has come to rest
// is not looked at again: it takes long to ask many, and meanwhile the clocks of the rest go on.
func (c *check) awaitRest(ctx context.Context) error {
	if c.Patience == 0 {
		c.Patience = time.Minute
	}
	temporal, err := client.DialContext(ctx, client.Options{
		HostPort: c.Temporal, Namespace: c.Namespace, Logger: sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer temporal.Close()
	var began time.Time          // patience begins when all were asked once
	var restless map[string]bool // nil: all of them
	for {
		c.readAt = c.Now()
		if c.dump, err = readDump(ctx, c.Driver, c.DSN); err != nil {
			return err
		}
		found, err := c.listUnfinished(ctx, temporal, restless)
		if err != nil {
			return err
		}
		if restless == nil {
			began = c.Now()
		}
		if took := c.Now().Sub(began); len(found) == 0 || took > c.Patience {
			c.report.Violations = append(c.report.Violations, found...)
			c.addFigure("settled after %s", took.Round(100*time.Millisecond))
			return nil
		}
		restless = map[string]bool{}
		for _, v := range found {
			restless[v.Case] = true
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// listUnfinished lists what has not come about yet; restless are the cases to look at, nil for all.
func (c *check) listUnfinished(
	ctx context.Context, temporal client.Client, restless map[string]bool,
) ([]Violation, error) {
	running, err := runningCases(ctx, temporal)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var found []Violation
	report := func(invariant, id, format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		found = append(found, Violation{invariant, id, fmt.Sprintf(format, args...)})
	}
	var group errgroup.Group
	group.SetLimit(8)
	for id := range c.filings {
		if restless != nil && !restless[id] {
			continue
		}
		group.Go(func() error {
			c.examineCase(ctx, temporal, id, running[id], report)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for id := range running {
		if c.filings[id] == nil {
			report("I12", id, "a workflow runs for a case that was never filed")
		}
	}
	if c.pending > 0 {
		report("I12", "", "%d filings wait to be started", c.pending)
	}
	return found, nil
}

// examineCase compares one case with its workflow and with the register.
func (c *check) examineCase(
	ctx context.Context, temporal client.Client, id string, runs bool, report func(string, string, string, ...any),
) {
	folded, err := foldJournal(c.journal[id])
	if err != nil {
		report("I5", id, "%v", err)
		return
	}
	if shown := c.rows[id]; shown == nil {
		report("I16", id, "the register does not show it")
	} else if diff := shown.differenceFrom(folded); diff != "" {
		report("I16", id, "the register differs from the journal: %s", diff)
	}
	c.examineDue(id, folded, report)
	archived := folded.Status == "archived"
	if archived == runs {
		report("I12", id, "status %s, workflow open: %t", folded.Status, runs)
		return
	}
	if archived {
		return
	}
	value, err := temporal.QueryWorkflow(ctx, "case-"+id, "", "state")
	var raw json.RawMessage
	if err == nil {
		err = value.Get(&raw)
	}
	if err != nil {
		report("I16", id, "its workflow does not answer: %v", err)
		return
	}
	var held state
	if err := json.Unmarshal(raw, &held); err != nil {
		report("I16", id, "its workflow answers what is no case: %v", err)
		return
	}
	if diff := folded.differenceFrom(&held); diff != "" {
		report("I16", id, "the journal differs from the workflow: %s", diff)
	}
}

// examineDue looks for rungs that should have fired by the case's clock.
func (c *check) examineDue(id string, s *state, report func(string, string, string, ...any)) {
	row := c.rows[id]
	if row == nil || s.Status == "archived" || s.Seq == 0 {
		return
	}
	now := c.readAt.Add(row.Offset)
	for _, d := range s.Deadlines {
		if d.isEnded() {
			continue
		}
		for _, r := range d.Rungs {
			if at := parseInstant(r.At); !r.Fired && !r.Skipped && now.Sub(at) > dueWithin {
				report("I6", id, "rung %s of %s was due %s and has not fired; the case's clock says %s",
					r.ID, d.ID, at, now)
			}
		}
	}
}

// differenceFrom says in what the register differs from the folded journal, "" if in nothing.
func (r *row) differenceFrom(s *state) string {
	shown := fmt.Sprintf("seq %d number %s severity %s status %s step %s",
		r.Seq, r.Number, r.Severity, r.Status, r.Step)
	if want := fmt.Sprintf("seq %d number %s severity %s status %s step %s",
		s.Seq, s.Number, s.Severity, s.Status, s.Step); s.Seq > 0 && shown != want {
		return shown + " against " + want
	}
	live := map[string]string{}
	for _, t := range s.Tasks {
		if t.isLive() {
			live[t.ID] = t.State + " " + t.Assignee
		}
	}
	slips := map[string]string{}
	for _, s := range s.Slips {
		slips[s.ID] = s.State
	}
	if fmt.Sprint(r.Tasks) != fmt.Sprint(live) {
		return fmt.Sprintf("tasks %v against %v", r.Tasks, live)
	}
	if fmt.Sprint(r.Slips) != fmt.Sprint(slips) {
		return fmt.Sprintf("slips %v against %v", r.Slips, slips)
	}
	return ""
}
