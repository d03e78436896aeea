package policy

import (
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

// identification is the name of the term after which whoever can say who an accused named in words is gets reminded. It
// is nobody's limit: a case whose accused nobody has identified is worked on in time.
const identification = "identification"

// reminderOfIdentification is the length of that term.
var reminderOfIdentification = calendar.Limit{N: 1, Unit: calendar.WorkingDays}

// compareAccused takes over whom respondents may be who are named in words, where the case does not hold it yet: they
// stay away from the moment on in which it is known.
func (t *turn) compareAccused() {
	if t.writesPlainEvents() || t.c.Status == complaint.StatusArchived {
		return
	}
	for i := range t.c.Parties { // which are this turn's own
		p := &t.c.Parties[i]
		if like, ok := t.f.Resembled[p.ID]; ok && p.AwaitsComparison() {
			p.Resembles = &like
			t.compared = append(t.compared, p.ID)
		}
	}
}

// recordComparison records what compareAccused has taken over, and frees what those hold who stay away now.
func (t *turn) recordComparison() error {
	if len(t.compared) == 0 {
		return nil
	}
	why := &complaint.Reason{ID: "accused_compared"}
	for _, party := range t.compared {
		fact := complaint.AccusedCompared{Party: party, Resembles: t.f.Resembled[party]}
		if err := t.emit(fact, why); err != nil {
			return err
		}
	}
	t.compared = nil
	if err := t.startIdentification(); err != nil {
		return err
	}
	return t.freeTasksOfAbsent(why)
}

// startIdentification lets the reminder come in its time, where somebody has to say who an accused is.
func (t *turn) startIdentification() error {
	if !t.c.AwaitsIdentification() || t.runningDeadline(identification) != nil {
		return nil
	}
	d := complaint.Deadline{
		Name:    identification,
		Title:   t.p.titleOfIdentification.Text,
		Step:    identification,
		State:   complaint.StateRunning,
		Started: complaint.Instant(t.now),
	}
	why, err := t.computeDeadline(&d, LimitRef{Length: reminderOfIdentification}, nil, Cites{})
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, why)
}

// isIdentification reports whether a deadline is the term after which somebody is reminded to identify the accused.
func isIdentification(d *complaint.Deadline) bool { return d.Name == identification }

// remindToIdentify is the reminder itself.
func (t *turn) remindToIdentify(d *complaint.Deadline, rung complaint.RungID) error {
	fact := complaint.Reminded{Deadline: d.ID, Rung: rung, To: t.seatsIdentifying()}
	return t.emit(fact, reasonCitingDeadline(d, "reminded").With(complaint.Args{"title": d.Title}))
}

// seatsIdentifying are the seats from which somebody says who an accused is: those that register matters, or those of
// the next level where nobody is left in them who may read the case.
func (t *turn) seatsIdentifying() []complaint.Seat {
	seats := t.seatsOfRoles(t.p.Doc.Intake.By)
	wall := t.p.Wall(t.c)
	for id, person := range t.f.Directory.People {
		if sitsInAny(person, seats) && !t.staysAway(id) && wall.Admits(person) {
			return seats
		}
	}
	return t.seatsAbove(seats)
}

// permitIdentify: whoever registers matters, of those who do not stay away; else the next level.
func (t *turn) permitIdentify(c complaint.Identify) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	seats := t.seatsIdentifying()
	if t.a.Party == "" && sitsInAny(t.a.Person, seats) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "not_your_role",
		complaint.Args{"roles": t.p.titlesOfSeats(seats)}).Because(*t.p.reasonCiting(t.p.Doc.Intake.Cites, ""))
}

// offerIdentify: where a respondent is named in words, whether the words resemble anybody's name or not.
func (t *turn) offerIdentify() []complaint.Identify {
	if !slices.ContainsFunc(t.c.Parties, isNamedInWords) {
		return nil
	}
	return make([]complaint.Identify, 1)
}

func isNamedInWords(p complaint.Party) bool { return p.IsNamedInWords() }

// fillIdentifyOmissions: the only one of whom it is to be said, or the only one named in words.
func (t *turn) fillIdentifyOmissions(c complaint.Identify) (complaint.Identify, *complaint.Error) {
	if c.Party != "" {
		return c, nil
	}
	waits := func(p complaint.Party) bool { return p.AwaitsIdentification() }
	for _, meant := range []func(complaint.Party) bool{waits, isNamedInWords} {
		var named []complaint.PartyID
		for _, p := range t.c.Parties {
			if meant(p) {
				named = append(named, p.ID)
			}
		}
		if len(named) == 1 {
			c.Party = named[0]
			return c, nil
		}
	}
	return c, nil
}

func (t *turn) checkIdentify(c complaint.Identify) *complaint.Error {
	party := t.c.Party(c.Party)
	switch {
	case c.Party == "":
		return complaint.Refuse(complaint.Invalid, "identify.name_party", nil).At("data.party")
	case party == nil || !party.IsNamedInWords():
		return complaint.Refuse(complaint.Invalid, "identify.not_in_words", nil).At("data.party")
	case c.Person != "" && c.Unit != "":
		return complaint.Refuse(complaint.Invalid, "identify.one", nil).At("data.unit")
	}
	if _, ok := t.f.Directory.People[c.Person]; c.Person != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "recusal.unknown_person", nil).At("data.person")
	}
	if _, ok := t.f.Directory.Units[c.Unit]; c.Unit != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "unit_unknown", nil).At("data.unit")
	}
	named := c.Person != "" || c.Unit != ""
	if named && party.User == c.Person && party.Unit == c.Unit {
		return complaint.Refuse(complaint.Conflict, "identify.already", nil)
	}
	return nil
}

// identifyAccused records who a respondent is. Who may have been meant and is not works again; who is meant is out of
// the case, and those are looked for whom that makes partial.
func (t *turn) identifyAccused(c complaint.Identify) error {
	accused := func(id complaint.UserID) bool {
		return id != "" && (id == c.Person ||
			t.p.BarsUnits(t.c.Kind) && t.f.Directory.People[id].BelongsTo(c.Unit))
	}
	fact := complaint.Identified{Party: c.Party, Person: c.Person, Unit: c.Unit}
	for _, task := range t.c.Tasks {
		if task.State == complaint.TaskDone && (accused(task.Assignee) || accused(task.For)) {
			fact.Tasks = append(fact.Tasks, task.ID)
		}
	}
	why := t.p.reasonCiting(t.p.Doc.Intake.Cites, "identified")
	if err := t.emit(fact, why); err != nil {
		return err
	}
	if d := t.runningDeadline(identification); d != nil && !t.c.AwaitsIdentification() {
		if err := t.markDeadlineMet(d); err != nil {
			return err
		}
	}
	if err := t.freeTasksOfAbsent(why); err != nil {
		return err
	}
	return t.askRecusalOfPeopleInConflict([]complaint.Party{*t.c.Party(c.Party)})
}

// freeTasksOfAbsent frees what those hold who stay away now, and passes on what nobody is left to do.
func (t *turn) freeTasksOfAbsent(why *complaint.Reason) error {
	for _, task := range t.c.LiveTasks() {
		if task.Assignee != "" && (t.staysAway(task.Assignee) || task.For != "" && t.staysAway(task.For)) {
			if err := t.emit(complaint.TaskReleased{Task: task.ID}, why); err != nil {
				return err
			}
		}
	}
	for _, task := range t.c.LiveTasks() {
		if len(task.Seats) == 0 || IsOfConcerned(task.Step) {
			continue // a window: nobody's to do
		}
		if err := t.passUpUnlessHeld(task, task.Seats, why); err != nil {
			return err
		}
	}
	return nil
}
