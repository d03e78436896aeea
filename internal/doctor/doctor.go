// Package doctor looks at a running Duban and says in plain words what is wrong and what to do about it. It changes
// nothing and reads no personal data.
package doctor

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"

	"duban/record"
	"duban/store"
	"duban/store/files"
	"duban/workflows/namespace"
)

// Level says how bad something is.
type Level string

// The levels of a finding.
const (
	// OK: as it must be.
	OK Level = "ok"
	// Warning: it works, and will not for ever, or not for everybody.
	Warning Level = "warning"
	// Bad: something does not work now.
	Bad Level = "bad"
)

// Result is what one look found.
type Result struct {
	// Check names what was looked at, e.g. "database".
	Check string `json:"check"`
	Level Level  `json:"level"`
	// Detail says what was found, and Advice what to do about it; "" if nothing is to be done.
	Detail string `json:"detail"`
	Advice string `json:"advice,omitempty"`
}

// Patient is what is looked at. Record is nil where it cannot be opened; then RecordErr says why.
type Patient struct {
	Record    *store.Store
	RecordErr error
	// Files holds what is attached to cases; nil if it is not to be looked at.
	Files *files.Folder
	// SecretErr is why the secret of receipts cannot be used, nil if it can.
	SecretErr error
	// MovedErr is not nil if the cases of the record go on elsewhere.
	MovedErr error
	// Released are the regulations that come with the program; nil if they are not to be looked at.
	Released  []record.ReleasedFile
	Temporal  client.Client
	Namespace namespace.Options
	// Ways are the channels by which word leaves.
	Ways []Way
	// Door is how people come in.
	Door Door
	// Data is the folder whose disk must not fill up.
	Data string
	// Backups is the folder of backups, "" if it is not to be looked at.
	Backups  string
	Now      func() time.Time
	Location *time.Location
}

// examination collects results.
type examination struct {
	Patient
	results []Result
}

func (e *examination) addOK(check, format string, args ...any) {
	e.addResult(check, OK, "", format, args...)
}

func (e *examination) addWarning(check, advice, format string, args ...any) {
	e.addResult(check, Warning, advice, format, args...)
}

func (e *examination) addBad(check, advice, format string, args ...any) {
	e.addResult(check, Bad, advice, format, args...)
}

func (e *examination) addResult(check string, level Level, advice, format string, args ...any) {
	e.results = append(e.results, Result{
		Check:  check,
		Level:  level,
		Detail: fmt.Sprintf(format, args...),
		Advice: advice,
	})
}

// Examine looks at everything it can reach. What it cannot reach is a result too.
func Examine(ctx context.Context, p Patient) []Result {
	e := &examination{Patient: p}
	e.checkDisk()
	e.checkDoor()
	if e.checkDatabase(ctx) {
		e.checkSecret()
		e.checkAttachments(ctx)
		e.checkNumbers(ctx)
		e.checkCalendars(ctx)
		e.checkPeople(ctx)
		e.checkPeriods(ctx)
		e.checkReleased(ctx)
		e.checkDispatches(ctx)
		e.checkPapers(ctx)
		e.checkProfile(ctx)
	}
	if e.checkTemporal(ctx) && e.Record != nil {
		e.checkWorkflows(ctx)
	}
	e.checkWays(ctx)
	e.checkBackups()
	return e.results
}

// WorstLevel is the worst level among the results.
func WorstLevel(results []Result) Level {
	worst := OK
	for _, r := range results {
		if r.Level == Bad || worst == OK {
			worst = r.Level
		}
	}
	return worst
}
