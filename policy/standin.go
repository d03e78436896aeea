package policy

import "duban/complaint"

// turnsOfActor are the turns an actor could take: as themselves, and in place of each absent person they stand in for
// (all-absent).
func (p *Policy) turnsOfActor(c *complaint.Case, a complaint.Actor, f Facts) []*turn {
	ways := []*turn{p.newTurn(c, a, f)}
	if a.Party != "" || a.System {
		return ways
	}
	for _, as := range a.Person.CapacitiesToActIn()[1:] {
		ways = append(ways, p.newTurn(c, complaint.Actor{Person: as}, f))
	}
	return ways
}

// firstPermittedTurn is the first way in which the actor may give the command, with what the command leaves out filled
// in. If there is none, the refusal says why.
func (p *Policy) firstPermittedTurn(
	c *complaint.Case, cmd complaint.Command, a complaint.Actor, f Facts,
) (*turn, complaint.Command, *complaint.Error) {
	var why *complaint.Error
	for _, t := range p.turnsOfActor(c, a, f) {
		filled, refusal := t.fillOmissions(cmd)
		if refusal == nil {
			refusal = t.permitCommand(filled)
		}
		if refusal == nil {
			return t, filled, nil
		}
		why = moreTellingRefusal(why, refusal)
	}
	return nil, nil, why
}

// moreTellingRefusal is the more telling of the refusals of two ways: to whoever has no right of their own, why
// another's place does not help.
func moreTellingRefusal(before, refusal *complaint.Error) *complaint.Error {
	if before != nil && (before.Code != complaint.Forbidden || before.Clause == ownMatter.Clause) {
		return before
	}
	return refusal
}

// recordStandIn records in whose place the actor does what follows.
func (t *turn) recordStandIn() error {
	if t.a.Person.For == "" {
		return nil
	}
	return t.emit(complaint.StoodIn{For: t.a.Person.For}, &complaint.Reason{Clause: absentClause, ID: "stood_in"})
}

// absentClause is the row of the clause table by which a substitute acts.
const absentClause = "all-absent"

// holdsTask reports whether the task is in the actor's hands, in the capacity in which they act. What a substitute took
// falls back to the absent person, who may take it up again.
func (t *turn) holdsTask(task *complaint.Task) bool {
	p := t.a.Person
	if task.For != "" {
		return p.ID == task.For || p.ID == task.Assignee && p.For == task.For
	}
	return p.IsOrStandsInFor(task.Assignee)
}
