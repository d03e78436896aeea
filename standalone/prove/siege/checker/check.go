// Package checker judges a siege. It imports nothing of the program and reads only what outsiders can: the
// clients' own log, the database with SQL of its own, Temporal by its interface, and the program's logs. What the
// program promises it works out again by itself: hash chains, numbers, working days, the folded case, what each
// command may do.
package checker

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Complainant is the actor of whoever acts by receipt, System that of the program itself.
const (
	Complainant = "complainant"
	system      = "system"
)

// Evidence says where to look.
type Evidence struct {
	// Log is the clients' log.
	Log string
	// Terms are the limits that the regulation's file says.
	Terms Terms
	// Driver and DSN open the record.
	Driver, DSN string
	// Temporal is the server's address, Namespace where the cases run.
	Temporal, Namespace string
	// Logs, Stores and Pages are files in which no canary may stand; Magic is in every canary.
	Logs, Stores []string
	Magic        string
	// Now is the wall clock.
	Now func() time.Time
	// Patience is how long the program may take to settle after the siege: catch up what a kill cut off, start
	// what was filed, fire what is due. 0 means a minute.
	Patience time.Duration
}

// Violation is a broken promise with its evidence.
type Violation struct {
	Invariant, Case, Text string
}

func (v Violation) String() string { return fmt.Sprintf("%s case %s: %s", v.Invariant, v.Case, v.Text) }

// Report is what the checker found.
type Report struct {
	Violations []Violation
	// Figures are lines for people: what was examined, and how late.
	Figures []string
}

// CheckEvidence judges everything. An error means that it could not look.
func CheckEvidence(ctx context.Context, ev Evidence) (Report, error) {
	entries, err := ReadLog(ev.Log)
	if err != nil {
		return Report{}, err
	}
	c := &check{Evidence: ev, ops: operationsByKey(entries), entries: entries}
	if err := c.awaitRest(ctx); err != nil {
		return Report{}, err
	}
	for _, judge := range []func(){
		c.checkChains, c.checkEffectsHappenOnce, c.checkEveryEventCaused, c.checkNumbers, c.checkDeadlines,
		c.checkRungs,
		c.learnRoles, c.checkMoves, c.checkLinear, c.checkProbes,
	} {
		judge()
	}
	if err := c.checkCanaries(); err != nil {
		return Report{}, err
	}
	slices.SortFunc(c.report.Violations, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Invariant, b.Invariant), cmp.Compare(a.Case, b.Case))
	})
	return c.report, nil
}

// check is one examination.
type check struct {
	Evidence
	*dump
	// readAt is the wall clock just before the dump was read.
	readAt  time.Time
	entries []Entry
	ops     map[string]*op
	// role and unit are everybody's, by id.
	role, unit map[string]string
	report     Report
}

func (c *check) addViolation(invariant, id, format string, args ...any) {
	c.report.Violations = append(c.report.Violations, Violation{invariant, id, fmt.Sprintf(format, args...)})
}

func (c *check) addFigure(format string, args ...any) {
	c.report.Figures = append(c.report.Figures, fmt.Sprintf(format, args...))
}

// op is one command of one client, from its invocation to what they learnt of it.
type op struct {
	Key string
	Ask
	invoked, ended time.Time
	kind           Kind
	got            Got
	// tries are the answers that left the outcome open.
	tries []Got
}

// operationsByKey puts the lines of the log together by key.
func operationsByKey(entries []Entry) map[string]*op {
	ops := map[string]*op{}
	for _, e := range entries {
		switch e.Kind {
		case Invoke:
			ops[e.Key] = &op{
				Key:     e.Key,
				Ask:     *e.Ask,
				invoked: e.At,
				kind:    Unknown,
			}
		case OK, Fail:
			o := ops[e.Key]
			o.kind, o.ended, o.got = e.Kind, e.At, *e.Got
		case Attempt:
			ops[e.Key].tries = append(ops[e.Key].tries, *e.Got)
		case Unknown, Probe, Advance, Kill, Up, Fault, Mended, Staff:
		}
	}
	return ops
}

// isFiling reports whether the operation makes a case rather than acting on one.
func (o *op) isFiling() bool { return o.Command == FileStaff || o.Command == FilePublic }

func (o *op) String() string {
	return fmt.Sprintf("%s by %s, key %s (%s, status %d, %d tries before)",
		o.Command, o.Role, o.Key, o.kind, o.got.Status, len(o.tries))
}

// caseOfOperation is the case an operation is about, "" if a filing made none.
func (c *check) caseOfOperation(o *op) string {
	if o.isFiling() {
		return c.requests[o.Actor+"/"+o.Key]
	}
	return o.Case
}

// recordOfCommand is what the record says became of a command, nil if nothing.
func (c *check) recordOfCommand(o *op) *command {
	if o.isFiling() {
		return c.commands[c.caseOfOperation(o)]["system/open"]
	}
	return c.commands[o.Case][o.Actor+"/"+o.Key]
}
