package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
)

// The words with which `against` begins.
const (
	againstHolder       = "holder"
	againstUnitOfHolder = "unit of holder"
	againstHeadOfHolder = "head of holder"
	againstRespondent   = "respondent"
	againstNamed        = "named"
	againstUnit         = "unit "
	againstHead         = "head of "
	againstRole         = "role "
)

// occasion is what an entry of the ledger rests on: a limit that was missed, an outcome, the closing, or somebody's
// word.
type occasion struct {
	deadline *complaint.Deadline
	named    complaint.Seat
	// fact names it in the case, source is the number of the event that recorded it.
	fact   string
	source int
	by     []complaint.UserID
	text   complaint.TextID
	amount *int64
}

// eachLedgerRule visits the rules that some occasion concerns, where their condition holds.
func (t *turn) eachLedgerRule(concerns func(*LedgerRule) bool, visit func(string, *LedgerRule) error) error {
	if t.p.Doc.Ledger == nil || t.writesPlainEvents() {
		return nil
	}
	for i := range t.p.Doc.Ledger.Rules.Entries {
		e := &t.p.Doc.Ledger.Rules.Entries[i]
		if !concerns(&e.Value) {
			continue
		}
		holds, err := t.conditionHolds(e.Value.When)
		if err == nil && holds {
			err = visit(e.Key, &e.Value)
		}
		if err != nil {
			return fmt.Errorf("ledger rule %s: %w", e.Key, err)
		}
	}
	return nil
}

// proposeForMissed proposes what a missed limit brings to the ledger.
func (t *turn) proposeForMissed(id complaint.DeadlineID, unanswered bool) error {
	d := t.c.Deadline(id)
	if d == nil {
		return nil
	}
	name := strings.TrimSuffix(d.Name, stepDeadlineName(""))
	concerns := func(r *LedgerRule) bool { return reaches(r.Missed, name) && r.Unanswered == unanswered }
	source := t.c.Seq
	return t.eachLedgerRule(concerns, func(name string, r *LedgerRule) error {
		return t.proposeEntries(name, r, occasion{
			deadline: t.c.Deadline(id),
			fact:     "deadline " + string(id),
			source:   source,
		})
	})
}

// proposeForUnanswered proposes what slips bring that were not answered in their time.
func (t *turn) proposeForUnanswered() error {
	if t.p.Doc.Ledger == nil || t.c.Status == complaint.StatusArchived {
		return nil
	}
	for i := range t.c.Slips {
		s := &t.c.Slips[i]
		if s.Deadline == "" || s.State != complaint.SlipOpen || s.ReplyDue == nil || t.now.Before(s.ReplyDue.Time) {
			continue
		}
		if err := t.proposeForMissed(s.Deadline, true); err != nil {
			return err
		}
	}
	return nil
}

// proposeForOutcome proposes what the outcome of a task brings to the ledger.
func (t *turn) proposeForOutcome(task *complaint.Task, outcome string) error {
	code, round, step, source := string(task.Step)+"."+outcome, task.Round, task.Step, t.c.Seq
	concerns := func(r *LedgerRule) bool { return reaches(r.Outcomes, code) }
	return t.eachLedgerRule(concerns, func(name string, r *LedgerRule) error {
		return t.proposeEntries(name, r, occasion{
			fact:   fmt.Sprintf("step %s %d", step, round),
			source: source,
			by:     t.c.LastDoersOf(step),
		})
	})
}

// proposeForClosing proposes what the closing brings to the ledger.
func (t *turn) proposeForClosing() error {
	source := t.c.Seq
	concerns := func(r *LedgerRule) bool { return r.Closing }
	return t.eachLedgerRule(concerns, func(name string, r *LedgerRule) error {
		return t.proposeEntries(name, r, occasion{fact: "closed", source: source})
	})
}

// proposeEntries puts an entry to the ledger for each whom a rule is against, once for each fact.
func (t *turn) proposeEntries(name string, r *LedgerRule, o occasion) error {
	known := func(against complaint.Seat) bool {
		return slices.ContainsFunc(t.c.Entries, func(e complaint.LedgerEntry) bool {
			return e.Rule == name && e.Fact == o.fact && e.Against == against
		})
	}
	for _, against := range t.seatsAgainst(r, o) {
		if known(against) {
			continue
		}
		if err := t.proposeEntry(name, r, o, against); err != nil {
			return err
		}
	}
	return nil
}

// proposeEntry puts one entry to the ledger, and opens the hearing or, where nobody is heard, the decision.
func (t *turn) proposeEntry(name string, r *LedgerRule, o occasion, against complaint.Seat) error {
	charge, err := t.chargeProposed(r, o)
	if err != nil {
		return err
	}
	fact := complaint.EntryProposal{
		Entry:   complaint.EntryID(fmt.Sprintf("e%d", t.nextSeq())),
		Rule:    name,
		Kind:    r.Kind.Text,
		Title:   r.Title.Text,
		Against: against,
		Unit:    against.Unit,
		Fact:    o.fact,
		Source:  o.source,
		Facts:   t.factsOfEntry(r),
		Charge:  charge,
		By:      o.by,
		Text:    o.text,
	}
	if d := o.deadline; d != nil {
		due := d.Due
		fact.Deadline, fact.Due = d.ID, &due
	}
	numbering := t.p.numberingAt(ledgerSeries, t.p.Doc.Ledger.Number, t.localNow())
	why := t.p.reasonCiting(r.Cites, "entry_proposed").With(complaint.Args{"title": r.Title.Text})
	if err := t.emitNumbered(fact, why, numbering); err != nil {
		return err
	}
	return t.openEntryTask(fact.Entry, t.firstEntryStep(name, r))
}

// ledgerSeries is the series in which entries are numbered.
const ledgerSeries = "ledger"

// factsOfEntry are the values of the case that a rule keeps with an entry.
func (t *turn) factsOfEntry(r *LedgerRule) map[string]any {
	facts := map[string]any{}
	for _, w := range r.Facts {
		if value, filled := t.c.Data[w.Text]; filled {
			facts[w.Text] = value
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return facts
}

// chargeProposed is the measure and the amount that a rule proposes in the case as it stands.
func (t *turn) chargeProposed(r *LedgerRule, o occasion) (complaint.Charge, error) {
	charge := complaint.Charge{Amount: o.amount}
	if fen, filled := t.moneyIn(r.Amount.Text); filled && charge.Amount == nil {
		charge.Amount = &fen
	}
	if r.Scale == nil {
		return charge, nil
	}
	on, filled := t.moneyIn(r.Scale.On.Text)
	if r.Scale.On.Text != "" && !filled {
		return charge, nil
	}
	for i := range r.Scale.Rows {
		row := &r.Scale.Rows[i]
		holds, err := t.conditionHolds(row.When)
		if err != nil {
			return charge, err
		}
		if !holds || row.UpTo.Text != "" && on > row.UpTo.Fen {
			continue
		}
		charge.Measure = row.Measure.Text
		if row.Amount.Text != "" {
			fen := row.Amount.Fen
			charge.Amount = &fen
		}
		break
	}
	return charge, nil
}

// moneyIn is the amount that a field of the case holds, and whether it has been filled in.
func (t *turn) moneyIn(field string) (int64, bool) {
	switch n := t.c.Data[field].(type) {
	case float64:
		return int64(n), true
	case int64:
		return n, true
	case int:
		return int64(n), true
	}
	return 0, false
}

// seatsAgainst are whom a rule is against, each once. The head of a unit that nobody heads is the unit.
func (t *turn) seatsAgainst(r *LedgerRule, o occasion) []complaint.Seat {
	var all []complaint.Seat
	for _, w := range r.Against {
		for _, s := range t.seatsAgainstOne(w.Text, o) {
			if s != (complaint.Seat{}) && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

func (t *turn) seatsAgainstOne(against string, o occasion) []complaint.Seat {
	switch against {
	case againstHolder:
		return t.holdersOf(o.deadline)
	case againstUnitOfHolder, againstHeadOfHolder:
		var units []complaint.Seat
		for _, s := range t.holdersOf(o.deadline) {
			units = append(units, t.unitOrHead(s.Unit, against == againstHeadOfHolder))
		}
		return units
	case againstRespondent:
		return t.respondentSeats()
	case againstNamed:
		return []complaint.Seat{o.named}
	}
	if field, ok := strings.CutPrefix(against, personSeat); ok {
		return t.seatsOfPeople(peopleIn(t.c.Data[field])...)
	}
	if step, ok := strings.CutPrefix(against, doerSeat); ok {
		return t.seatsOfPeople(t.c.LastDoersOf(complaint.StepID(step))...)
	}
	if role, ok := strings.CutPrefix(against, againstRole); ok {
		return t.seatsOfRoles([]Word{{Text: role}})
	}
	if field, ok := strings.CutPrefix(against, againstHead); ok {
		return []complaint.Seat{t.unitOrHead(t.unitInField(field), true)}
	}
	return []complaint.Seat{t.unitOrHead(t.unitInField(strings.TrimPrefix(against, againstUnit)), false)}
}

// unitOrHead is a unit, or whoever heads it.
func (t *turn) unitOrHead(unit complaint.UnitID, head bool) complaint.Seat {
	if manager := t.f.Directory.Units[unit].Manager; head && manager != "" {
		return complaint.Seat{Unit: unit, User: manager}
	}
	return complaint.Seat{Unit: unit}
}

// respondentSeats are the people and units that the case is about.
func (t *turn) respondentSeats() []complaint.Seat {
	var all []complaint.Seat
	for i := range t.c.Parties {
		p := &t.c.Parties[i]
		switch {
		case p.Role != complaint.Respondent:
		case p.User != "":
			all = append(all, t.seatsOfPeople(p.User)...)
		case p.Unit != "":
			all = append(all, complaint.Seat{Unit: p.Unit})
		}
	}
	return all
}

// holdersOf are who held what a limit was about: a person where one had taken it, was named for it or alone could have
// taken it; else the seat to which it was given first, and not to which it was escalated.
func (t *turn) holdersOf(d *complaint.Deadline) []complaint.Seat {
	if d == nil {
		return nil
	}
	tasks := t.owingTasks(d)
	if own := t.c.Task(d.Task); own != nil {
		tasks = []*complaint.Task{own}
	}
	var all []complaint.Seat
	for _, task := range tasks {
		switch {
		case task.Assignee != "":
			all = append(all, t.seatsOfPeople(task.Assignee)...)
		case len(task.Seats) > 0:
			all = append(all, t.onlyHolderOf(task.Seats[0]))
		}
	}
	return all
}

// onlyHolderOf is the person who alone sits in a seat, or else the seat.
func (t *turn) onlyHolderOf(seat complaint.Seat) complaint.Seat {
	var only complaint.UserID
	for id, person := range t.f.Directory.People {
		if !seat.FitsPerson(person) {
			continue
		}
		if only != "" {
			return seat
		}
		only = id
	}
	if only == "" {
		return seat
	}
	return t.seatsOfPeople(only)[0]
}

// dropFallenEntries notes the entries whose fact fell away: the limit is not missed after all.
func (t *turn) dropFallenEntries() error {
	return t.dropEntriesWhere(&complaint.Reason{ID: "entry_not_missed"}, func(e *complaint.LedgerEntry) bool {
		d := t.c.Deadline(e.Deadline)
		return d != nil && d.State != complaint.StateMissed
	})
}

// dropEntriesRestingOn notes the entries that rest on an event which was mistaken.
func (t *turn) dropEntriesRestingOn(seq int) error {
	return t.dropEntriesWhere(t.reasonCitingMayRule("correct", "entry_corrected"),
		func(e *complaint.LedgerEntry) bool { return e.Source == seq })
}

// dropUndecidableEntries drops, when the procedure is over, the entries that a step of it should have decided: it did
// not come, or had been done before, and nobody else decides them.
func (t *turn) dropUndecidableEntries() error {
	for _, e := range slices.Clone(t.c.Entries) {
		rule, ok := t.p.Doc.Ledger.rule(e.Rule)
		if !ok || rule.DecidedIn.Text == "" || e.State != complaint.EntryProposed {
			continue
		}
		if err := t.dropEntry(e.ID, t.p.reasonCiting(rule.Cites, "entry_undecided")); err != nil {
			return err
		}
	}
	return nil
}

// rule is the one of that name; false if there is none.
func (l *LedgerRules) rule(name string) (*LedgerRule, bool) {
	if l == nil {
		return nil, false
	}
	return l.Rules.Get(name)
}

// dropEntriesWhere drops entries, and archives the case where it waited for nothing else.
func (t *turn) dropEntriesWhere(why *complaint.Reason, falls func(*complaint.LedgerEntry) bool) error {
	dropped := false
	for i := range t.c.Entries {
		e := t.c.Entries[i]
		if e.State == complaint.EntryFallen || !falls(&e) {
			continue
		}
		if err := t.dropEntry(e.ID, why); err != nil {
			return err
		}
		dropped = true
	}
	if dropped && t.c.Status == complaint.StatusClosed {
		return t.archiveWhenNothingOwed()
	}
	return nil
}

// dropEntry says that the fact of an entry fell away. The entry stays, and what was still to be done about it ends.
func (t *turn) dropEntry(id complaint.EntryID, why *complaint.Reason) error {
	if err := t.emit(complaint.EntryFell{Entry: id}, why); err != nil {
		return err
	}
	return t.withdrawEntryTasks(id, why)
}

// withdrawEntryTasks ends what is still to be done about an entry.
func (t *turn) withdrawEntryTasks(id complaint.EntryID, why *complaint.Reason) error {
	for _, task := range t.c.LiveTasks() {
		if task.Entry == id {
			if err := t.withdrawTask(task, why); err != nil {
				return err
			}
		}
	}
	return nil
}
