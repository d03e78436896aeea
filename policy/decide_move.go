package policy

import (
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

// movableDeadline finds the deadline a command is about, with what its policy says of moving it. A policy that provides
// the command for no deadline refuses it as such (all-wait).
func (t *turn) movableDeadline(
	cmd complaint.Command, id complaint.DeadlineID, provided func(Moves) bool,
) (*complaint.Deadline, Moves, *complaint.Error) {
	switch {
	case !t.p.anyDeadlineProvides(provided):
		return nil, Moves{}, t.refuseNotProvided(cmd)
	case id == "":
		return nil, Moves{}, t.refuseUnnamedDeadline(provided)
	}
	d := t.c.Deadline(id)
	if d == nil {
		return nil, Moves{}, complaint.Refuse(complaint.Invalid, "deadline.unknown", nil).At("data.deadline")
	}
	moves := t.moveRulesOf(d)
	if !provided(moves) {
		return nil, Moves{}, t.refuseNotProvided(cmd)
	}
	if !provided(t.moveRulesInForce(moves)) {
		return nil, Moves{}, complaint.Refuse(complaint.Conflict, "deadline.not_in_this_case",
			complaint.Args{"deadline": d.Title}).Because(*t.p.reasonCiting(moves.citesOf(cmd), ""))
	}
	return d, moves, nil
}

// moveRulesInForce are the ways to move that hold in the case as it stands.
func (t *turn) moveRulesInForce(m Moves) Moves {
	holds := func(e Expr) bool { ok, err := t.conditionHolds(e); return ok && err == nil }
	if m.Suspension != nil && !holds(m.Suspension.When) {
		m.Suspension = nil
	}
	if m.Extension != nil && !holds(m.Extension.When) {
		m.Extension = nil
	}
	return m
}

func (t *turn) moveRulesOf(d *complaint.Deadline) Moves {
	return t.p.moveRulesOfDeadlineNamed(d.Name, t.p.step(d.Step))
}

func (t *turn) refuseUnnamedDeadline(provided func(Moves) bool) *complaint.Error {
	if len(t.unendedDeadlines(provided)) == 0 {
		return complaint.Refuse(complaint.Conflict, "deadline.none_applies", nil)
	}
	return complaint.Refuse(complaint.Invalid, "deadline.name_it", nil).At("data.deadline")
}

// unendedDeadlines are the deadlines not done with for which the policy provides something.
func (t *turn) unendedDeadlines(provided func(Moves) bool) []complaint.DeadlineID {
	var ids []complaint.DeadlineID
	for i := range t.c.Deadlines {
		if d := &t.c.Deadlines[i]; !d.IsEnded() && provided(t.moveRulesInForce(t.moveRulesOf(d))) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func idsOrBlank(ids []complaint.DeadlineID) []complaint.DeadlineID {
	if len(ids) == 0 {
		return []complaint.DeadlineID{""}
	}
	return ids
}

// deadlineMeant fills in the deadline a person means when they name none: the only one they may move, or else
// the only one there is.
func (t *turn) deadlineMeant(
	id complaint.DeadlineID, provided func(Moves) bool, permit func(complaint.DeadlineID) *complaint.Error,
) complaint.DeadlineID {
	if id != "" {
		return id
	}
	all := t.unendedDeadlines(provided)
	mine := slices.DeleteFunc(slices.Clone(all), func(id complaint.DeadlineID) bool { return permit(id) != nil })
	switch {
	case len(mine) == 1:
		return mine[0]
	case len(all) == 1:
		return all[0]
	}
	return ""
}

func (t *turn) actorSitsIn(rules []SeatRule) bool {
	return t.a.Party == "" && !t.a.System && sitsInAny(t.a.Person, t.seatsOrNone(rules))
}

// seatsOrNone are the seats, none where a condition cannot be evaluated: then nobody may.
func (t *turn) seatsOrNone(rules []SeatRule) []complaint.Seat {
	seats, err := t.seatsMeant(rules)
	if err != nil {
		return nil
	}
	return seats
}

// permitClockChange is what suspending and resuming have in common: who may, on which deadline.
func (t *turn) permitClockChange(
	cmd complaint.Command, id complaint.DeadlineID,
) (*complaint.Deadline, *complaint.Reason, *complaint.Error) {
	d, moves, refusal := t.movableDeadline(cmd, id, providesSuspension)
	if refusal != nil {
		return nil, nil, refusal
	}
	rule := moves.Suspension
	why := t.p.reasonCiting(rule.Cites, "")
	if !t.actorSitsIn(rule.By) {
		return nil, nil, complaint.Refuse(complaint.Forbidden, "suspension.not_your_role",
			complaint.Args{"seats": t.p.titlesOfSeats(t.seatsOrNone(rule.By))}).Because(*why)
	}
	return d, why, nil
}

// moveDeadline gives the deadline the instants of a term that went on from the recorded one; seen are the steps that
// were there before.
func (t *turn) moveDeadline(d *complaint.Deadline, term calendar.Term, stepsExplained int) error {
	d.Provisional = d.Provisional || term.Provisional
	for _, s := range term.Steps[stepsExplained:] {
		d.Computation = append(slices.Clip(d.Computation), t.explainCountingStep(s))
	}
	return t.rearmLadder(d, term)
}
