package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

// movable finds the deadline a command is about, with what its policy says of moving it. A policy that provides
// the command for no deadline refuses it as such (all-wait).
func (t *turn) movable(cmd complaint.Command, id complaint.DeadlineID, provided func(Moves) bool) (*complaint.Deadline, Moves, *complaint.Error) {
	switch {
	case !t.p.anyMoves(provided):
		return nil, Moves{}, t.notProvided(cmd)
	case id == "":
		return nil, Moves{}, t.unnamed(provided)
	}
	d := t.c.Deadline(id)
	if d == nil {
		return nil, Moves{}, complaint.Refuse(complaint.Invalid, "本案没有这项期限 (no such deadline)").At("data.deadline")
	}
	moves := t.movesOf(d)
	if !provided(moves) {
		return nil, Moves{}, t.notProvided(cmd)
	}
	if !provided(t.inForce(moves)) {
		return nil, Moves{}, complaint.Refuse(complaint.Conflict, "本案的“%s”不适用这项操作 (not in this case)", d.Title).Because(*t.p.reason(moves.citesOf(cmd), ""))
	}
	return d, moves, nil
}

// inForce are the ways to move that hold in the case as it stands.
func (t *turn) inForce(m Moves) Moves {
	holds := func(e Expr) bool { ok, err := t.applies(e); return ok && err == nil }
	if m.Suspension != nil && !holds(m.Suspension.When) {
		m.Suspension = nil
	}
	if m.Extension != nil && !holds(m.Extension.When) {
		m.Extension = nil
	}
	return m
}

func (t *turn) movesOf(d *complaint.Deadline) Moves { return t.p.moves(d.Name, t.p.step(d.Step)) }

func (t *turn) unnamed(provided func(Moves) bool) *complaint.Error {
	if len(t.unended(provided)) == 0 {
		return complaint.Refuse(complaint.Conflict, "现在没有适用这项操作的期限 (no such deadline runs)")
	}
	return complaint.Refuse(complaint.Invalid, "请指明是哪一项期限 (name the deadline)").At("data.deadline")
}

// unended are the deadlines not done with for which the policy provides something.
func (t *turn) unended(provided func(Moves) bool) []complaint.DeadlineID {
	var ids []complaint.DeadlineID
	for i := range t.c.Deadlines {
		if d := &t.c.Deadlines[i]; !d.Ended() && provided(t.inForce(t.movesOf(d))) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// settleDeadline fills in the deadline a person means when they name none: the only one they may move, or else
// the only one there is.
func (t *turn) settleDeadline(id complaint.DeadlineID, provided func(Moves) bool, permit func(complaint.DeadlineID) *complaint.Error) complaint.DeadlineID {
	if id != "" {
		return id
	}
	all := t.unended(provided)
	mine := slices.DeleteFunc(slices.Clone(all), func(id complaint.DeadlineID) bool { return permit(id) != nil })
	switch {
	case len(mine) == 1:
		return mine[0]
	case len(all) == 1:
		return all[0]
	}
	return ""
}

func suspends(m Moves) bool { return m.Suspension != nil }

func (t *turn) seated(rules []SeatRule) bool {
	return t.a.Party == "" && !t.a.System && fits(t.a.Person, t.seatsOr(rules))
}

// seatsOr are the seats, none where a condition cannot be evaluated: then nobody may.
func (t *turn) seatsOr(rules []SeatRule) []complaint.Seat {
	seats, err := t.seats(rules)
	if err != nil {
		return nil
	}
	return seats
}

// permitClock is what suspending and resuming have in common: who may, on which deadline.
func (t *turn) permitClock(cmd complaint.Command, id complaint.DeadlineID) (*complaint.Deadline, *complaint.Reason, *complaint.Error) {
	d, moves, refusal := t.movable(cmd, id, suspends)
	if refusal != nil {
		return nil, nil, refusal
	}
	rule := moves.Suspension
	why := t.p.reason(rule.Cites, "")
	if !t.seated(rule.By) {
		return nil, nil, complaint.Refuse(complaint.Forbidden, "中止和恢复期限限于%s (not your role)", t.p.SeatTitles(t.seatsOr(rule.By))).Because(*why)
	}
	return d, why, nil
}

func (t *turn) permitSuspend(c complaint.Suspend) *complaint.Error {
	d, why, refusal := t.permitClock(c, c.Deadline)
	switch {
	case refusal != nil:
		return refusal
	case d.State == complaint.Suspended:
		return complaint.Refuse(complaint.Conflict, "“%s”已经中止 (already suspended)", d.Title).Because(*why)
	case d.State != complaint.Running || d.Late(t.now):
		return complaint.Refuse(complaint.Conflict, "“%s”已经届满或终结，不能中止 (too late)", d.Title).Because(*why)
	case t.now.Before(d.Started.Time):
		return complaint.Refuse(complaint.Conflict, "“%s”还没有起算 (not started yet)", d.Title).Because(*why)
	}
	return nil
}

func (t *turn) checkSuspend(c complaint.Suspend) *complaint.Error {
	rule := t.movesOf(t.c.Deadline(c.Deadline)).Suspension
	if !rule.Grounds.Has(c.Ground) {
		return complaint.Refuse(complaint.Invalid, "中止要有规定的事由；可选：%s", titles(rule.Grounds)).At("data.ground").Because(*t.p.reason(rule.Cites, ""))
	}
	return nil
}

// suspend stops the clock and records what remains, to the microsecond.
func (t *turn) suspend(c complaint.Suspend) error {
	d := t.c.Deadline(c.Deadline)
	rule := t.movesOf(d).Suspension
	term, err := t.recorded(d)
	if err != nil {
		return err
	}
	fact := complaint.DeadlineSuspended{
		Deadline: d.ID, Ground: c.Ground, Comment: t.comment, Left: complaint.LengthOf(t.f.Calendar.Remaining(term, t.now)),
	}
	if d.Target != nil {
		if term, err = t.recordedTarget(d); err != nil {
			return err
		}
		fact.TargetLeft = complaint.LengthOf(t.f.Calendar.Remaining(term, t.now))
	}
	return t.emit(fact, t.p.reason(rule.Cites, "中止："+titleOf(rule.Grounds, c.Ground)))
}

func (t *turn) permitResume(c complaint.Resume) *complaint.Error {
	d, why, refusal := t.permitClock(c, c.Deadline)
	if refusal == nil && d.State != complaint.Suspended {
		refusal = complaint.Refuse(complaint.Conflict, "“%s”没有中止，无从恢复 (not suspended)", d.Title).Because(*why)
	}
	return refusal
}

// resume starts the clock again with exactly what remained; rungs not yet fired move with the limit.
func (t *turn) resume(c complaint.Resume) error {
	d := *t.c.Deadline(c.Deadline)
	term, err := t.recorded(&d)
	if err != nil {
		return err
	}
	before := len(term.Steps)
	if term, err = t.goOn(&d, term, d.Left); err != nil {
		return err
	}
	if d.Target != nil {
		target, err := t.recordedTarget(&d)
		if err == nil {
			target, err = t.goOn(&d, target, d.TargetLeft)
		}
		if err != nil {
			return err
		}
		at := complaint.Instant(target.Due)
		d.Target, d.Provisional = &at, d.Provisional || target.Provisional
	}
	until := complaint.Instant(t.now)
	d.Ledger = append(slices.Clip(d.Ledger), complaint.Change{Kind: complaint.ChangeSuspended, At: *d.SuspendedAt, Until: &until})
	d.State, d.SuspendedAt, d.Left, d.TargetLeft = complaint.Running, nil, "", ""
	if err := t.moveTo(&d, term, before); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineResumed{Deadline: d}, t.p.reason(t.movesOf(&d).Suspension.Cites, "恢复计算，余下的期限不变"))
}

// goOn is the term after the suspension that ends now; one that was over before is not moved.
func (t *turn) goOn(d *complaint.Deadline, term calendar.Term, left complaint.Length) (calendar.Term, error) {
	if !d.SuspendedAt.Before(term.Due) {
		return term, nil
	}
	remaining, err := left.Duration()
	if err != nil {
		return term, err
	}
	return t.f.Calendar.ResumeTerm(term, d.SuspendedAt.Time, t.now, remaining)
}

// recorded is the deadline's term as the journal has it: what moves it further counts from there, so that a
// calendar published meanwhile moves nothing by the way.
func (t *turn) recorded(d *complaint.Deadline) (calendar.Term, error) {
	term, err := recordedTerm(d.Started, d.Limit, d.Due, d.LastDay)
	term.Provisional = d.Provisional
	for _, c := range d.Ledger {
		if c.Kind == complaint.ChangeExtended && err == nil {
			var by calendar.Limit
			by, err = calendar.ParseLimit(c.By)
			term.Steps = append(term.Steps, calendar.Step{Date: term.LastDay, Kind: calendar.StepExtended, N: by.N, Unit: by.Unit})
		}
	}
	if err != nil {
		return calendar.Term{}, fmt.Errorf("deadline %s as recorded: %w", d.ID, err)
	}
	return term, nil
}

func (t *turn) recordedTarget(d *complaint.Deadline) (calendar.Term, error) {
	last := calendar.DateOf(d.Target.Time, t.f.Calendar.Location())
	term, err := recordedTerm(d.Started, d.TargetLimit, *d.Target, last.String())
	if err != nil {
		return calendar.Term{}, fmt.Errorf("target of deadline %s as recorded: %w", d.ID, err)
	}
	return term, nil
}

func recordedTerm(started complaint.Time, limit string, due complaint.Time, lastDay string) (calendar.Term, error) {
	length, err := calendar.ParseLimit(limit)
	if err != nil {
		return calendar.Term{}, err
	}
	last, err := calendar.ParseDate(lastDay)
	if err != nil {
		return calendar.Term{}, err
	}
	return calendar.Term{Started: started.Time, Limit: length, LastDay: last, Due: due.Time}, nil
}

// moveTo gives the deadline the instants of a term that went on from the recorded one; seen are the steps that
// were there before.
func (t *turn) moveTo(d *complaint.Deadline, term calendar.Term, seen int) error {
	d.Provisional = d.Provisional || term.Provisional
	for _, s := range term.Steps[seen:] {
		d.Computation = append(slices.Clip(d.Computation), counted(s))
	}
	return t.rearm(d, term)
}
