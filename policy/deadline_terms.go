package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// recountDeadline computes a deadline's instants, computation and rungs from what the deadline itself says: start,
// limit, ledger, and whether its clock stands. Setting, regrading and recalculating all end here, so a date
// never rests on anything the deadline does not tell. Rungs that fired or were skipped before stay so.
func (t *turn) recountDeadline(d *complaint.Deadline) error {
	term, err := t.countThroughLedger(d, d.Limit, d.Ledger)
	if err != nil {
		return fmt.Errorf("deadline %s: %w", d.Name, err)
	}
	d.Computation = t.explainTerm(term, d)
	d.Provisional, d.Left, d.TargetLeft = term.Provisional, "", ""
	if d.TargetLimit != "" {
		target, err := t.targetTerm(d)
		if err != nil {
			return fmt.Errorf("target of deadline %s: %w", d.Name, err)
		}
		at := complaint.Instant(target.Due)
		d.Target, d.Provisional = &at, d.Provisional || target.Provisional
		d.TargetLeft = t.remainingWhileSuspended(d, target)
	}
	d.Left = t.remainingWhileSuspended(d, term)
	return t.rearmLadder(d, term)
}

// targetTerm counts the target: suspensions move it, extensions do not, for they were granted for the limit.
func (t *turn) targetTerm(d *complaint.Deadline) (calendar.Term, error) {
	var stops []complaint.Change
	for _, c := range d.Ledger {
		if c.Kind == complaint.ChangeSuspended {
			stops = append(stops, c)
		}
	}
	return t.countThroughLedger(d, d.TargetLimit, stops)
}

// countThroughLedger counts a limit from the deadline's start and then each entry of the ledger. A suspension that
// began when the term was over stopped nothing: the term may be shorter than when it was suspended.
func (t *turn) countThroughLedger(
	d *complaint.Deadline, limit string, ledger []complaint.Change,
) (calendar.Term, error) {
	length, err := calendar.ParseLimit(limit)
	if err != nil {
		return calendar.Term{}, err
	}
	cal, counting := t.f.Calendar, t.p.countingRuleOf(d)
	term, err := cal.CountTerm(d.Started.Time, length, counting)
	for _, c := range ledger {
		if err != nil {
			break
		}
		switch c.Kind {
		case complaint.ChangeExtended:
			term, err = t.extendTerm(term, c.By, counting)
		case complaint.ChangeSuspended:
			if c.At.Before(term.Due) {
				term, err = cal.ResumeTerm(term, c.At.Time, c.Until.Time, cal.RemainingTime(term, c.At.Time))
			}
		}
	}
	return term, err
}

// countingRuleOf are the rules by which the deadline is counted.
func (p *Policy) countingRuleOf(d *complaint.Deadline) calendar.Rule {
	return p.moveRulesOfDeadlineNamed(d.Name, p.step(d.Step)).Counting.overrideRule(p.counting)
}

func (t *turn) extendTerm(term calendar.Term, by string, counting calendar.Rule) (calendar.Term, error) {
	length, err := calendar.ParseLimit(by)
	if err != nil {
		return calendar.Term{}, err
	}
	return t.f.Calendar.ExtendTerm(term, length, counting)
}

// remainingWhileSuspended is what remains of a term whose clock stands, "" while it runs.
func (t *turn) remainingWhileSuspended(d *complaint.Deadline, term calendar.Term) complaint.Length {
	if d.State != complaint.StateSuspended {
		return ""
	}
	return complaint.LengthOf(t.f.Calendar.RemainingTime(term, d.SuspendedAt.Time))
}

// rearmLadder computes the instants of the ladder around the term; the limit itself is always a rung. A reminder is
// skipped when a deadline is set after the reminder's instant (a matter registered late), or moved so that the
// limit is past: nobody can be reminded beforehand. A rung that has fired never fires again.
func (t *turn) rearmLadder(d *complaint.Deadline, term calendar.Term) error {
	d.Due, d.LastDay = complaint.Instant(term.Due), term.LastDay.String()
	old := d.Rungs
	ladder := t.ladderOf(d)
	d.Computation = slices.DeleteFunc(slices.Clone(d.Computation), isReminderLine)
	d.Rungs = make([]complaint.Rung, 1, 1+len(ladder))
	d.Rungs[0] = complaint.Rung{
		ID:          limitRung,
		At:          d.Due,
		Action:      t.actionAtLimit(d),
		Provisional: term.Provisional,
	}
	for i, r := range ladder {
		at, provisional, err := t.rungInstant(term, r, t.p.countingRuleOf(d))
		if err != nil {
			return fmt.Errorf("rung %d: %w", i+1, err)
		}
		d.Rungs = append(d.Rungs, complaint.Rung{
			ID:          rungID(i),
			At:          complaint.Instant(at),
			Action:      r.Action(),
			Provisional: term.Provisional || provisional,
		})
	}
	for i := range d.Rungs {
		r := &d.Rungs[i]
		if r.Action != complaint.RungRemind || t.keepFinishedRung(r, old) {
			continue
		}
		if !t.writesPlainEvents() {
			t.bringReminderIntoOffice(d, r)
		}
		r.Skipped = !r.At.After(t.now) && (len(old) == 0 || !d.Due.After(t.now))
	}
	return nil
}

// actionAtLimit is what happens at the limit itself: what lapses ends, what somebody is only reminded of is never late,
// anything else is.
func (t *turn) actionAtLimit(d *complaint.Deadline) complaint.RungAction {
	if isIdentification(d) {
		return complaint.RungRemind
	}
	if s := t.p.step(d.Step); s != nil && s.lapseOutcome() != "" {
		return complaint.RungLapse
	}
	return complaint.RungExpire
}

// keepFinishedRung leaves a rung of that id as it is if it is over, and reports whether it is.
func (t *turn) keepFinishedRung(r *complaint.Rung, old []complaint.Rung) bool {
	for _, o := range old {
		if o.ID == r.ID && (o.Fired || o.Skipped) {
			*r = o
			return true
		}
	}
	return false
}

// LengthBeforeLimit is how long before the limit the rung lies, such as 4h; "" where it does not.
func (r RungRule) LengthBeforeLimit() string {
	before, is := strings.CutSuffix(r.At.Text, " before")
	if !is {
		return ""
	}
	return before
}

// rungInstant is the instant of a rung, and whether the days on the way to it are provisional.
func (t *turn) rungInstant(term calendar.Term, r RungRule, counting calendar.Rule) (time.Time, bool, error) {
	if r.After.IsSet() {
		return t.f.Calendar.RungAfter(term, r.After.Length, counting)
	}
	before := r.LengthBeforeLimit()
	if before == "" {
		return term.Due, false, nil
	}
	length, err := calendar.ParseLimit(before)
	if err != nil {
		return time.Time{}, false, err
	}
	return t.f.Calendar.RungBefore(term, length)
}

// recalculate counts anew what has not ended, now that a year of the calendar has been published or corrected. What is
// suspended keeps its ledger and stays suspended; what is met, missed or cancelled stays. The old dates are kept,
// superseded. Nothing that was in time becomes late by it, and nothing happens that should have happened before
// anybody could know: what would have its instant in the past keeps the one it has.
func (t *turn) recalculate(c complaint.Recalculate) error {
	if c.Calendar != t.p.Doc.Calendar {
		return nil
	}
	for i := range len(t.c.Deadlines) {
		old := t.c.Deadlines[i]
		if old.State != complaint.StateRunning && old.State != complaint.StateSuspended {
			continue
		}
		fresh := old
		if err := t.recountDeadline(&fresh); err != nil {
			return err
		}
		if old.State == complaint.StateRunning {
			if !fresh.Due.After(t.now) {
				continue
			}
			t.keepInstantsPassed(&fresh, old)
		}
		if !isCountedOtherwise(old, fresh) {
			continue
		}
		why := t.recalculationReason(c, old, fresh)
		if err := t.supersedeDeadline(old, fresh, why, why); err != nil {
			return err
		}
	}
	return nil
}

// keepInstantsPassed leaves the rungs of a recounted deadline that can still fire, and whose instant would now be past,
// where they were; a reminder that would come when the limit has passed does not come.
func (t *turn) keepInstantsPassed(fresh *complaint.Deadline, old complaint.Deadline) {
	for i := range fresh.Rungs {
		r := &fresh.Rungs[i]
		if before := old.Rung(r.ID); before != nil && !r.Fired && !r.Skipped && !r.At.After(t.now) {
			r.At, r.Provisional = before.At, before.Provisional
			r.Skipped = r.Action == complaint.RungRemind && !r.At.Before(fresh.Due.Time)
		}
	}
}

// isCountedOtherwise reports whether an instant of a deadline has moved that is still to come, or has become certain.
func isCountedOtherwise(old, fresh complaint.Deadline) bool {
	if old.LastDay != fresh.LastDay || !old.Due.Equal(fresh.Due.Time) || old.Provisional != fresh.Provisional ||
		old.Left != fresh.Left || old.TargetLeft != fresh.TargetLeft ||
		old.Target != nil && fresh.Target != nil && !old.Target.Equal(fresh.Target.Time) {
		return true
	}
	return slices.ContainsFunc(fresh.Rungs, func(r complaint.Rung) bool {
		before := old.Rung(r.ID)
		return before == nil || !before.Fired && !before.Skipped &&
			(!r.At.Equal(before.At.Time) || r.Provisional != before.Provisional)
	})
}

// recalculationReason says why a recalculated deadline is what it is now.
func (t *turn) recalculationReason(c complaint.Recalculate, old, fresh complaint.Deadline) *complaint.Reason {
	args := complaint.Args{
		"calendar": c.Calendar,
		"year":     c.Year,
		"revision": c.Revision,
		"day":      fresh.LastDay,
	}
	if old.LastDay == fresh.LastDay {
		return reasonCitingDeadline(&fresh, "recounted_same").With(args)
	}
	args["before"] = old.LastDay
	return reasonCitingDeadline(&fresh, "recounted_published").With(args)
}

// supersedeDeadline sets a fresh deadline, resting on a rule, in place of an old one, whose dates stay in the journal.
// One that was missed stays missed, whatever takes its place: being late is a fact.
func (t *turn) supersedeDeadline(old, fresh complaint.Deadline, rule, why *complaint.Reason) error {
	fresh.ID = complaint.DeadlineID(fmt.Sprintf("d%d", t.nextSeq()))
	if err := t.emit(complaint.DeadlineSet{Deadline: fresh}, rule); err != nil {
		return err
	}
	if old.State == complaint.StateMissed {
		return t.emit(complaint.DeadlineCancelled{Deadline: old.ID}, why)
	}
	return t.emit(complaint.DeadlineSuperseded{Deadline: old.ID, By: fresh.ID}, why)
}

// sameDeadline compares two deadlines as the first edition's journal would write them: an edition put in force since
// changes how a line of the computation is written, not what it says.
func sameDeadline(a, b complaint.Deadline) (bool, error) {
	for _, d := range []*complaint.Deadline{&a, &b} {
		lines := make([]complaint.Counted, len(d.Computation))
		for i, c := range d.Computation {
			lines[i] = lineOfFirstEdition(c)
		}
		d.Computation = lines
	}
	x, err := json.Marshal(a)
	if err != nil {
		return false, fmt.Errorf("compare deadlines: %w", err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		return false, fmt.Errorf("compare deadlines: %w", err)
	}
	return bytes.Equal(x, y), nil
}
