package policies_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
)

// check holds what must be true of any case after any command, as far as it needs no database: the journal has no gap
// and gives reasons, memory equals journal, rungs fire once, terms move by events only, and whoever must stay away
// writes nothing.
func (l *life) check() {
	l.checkJournal()
	l.checkApprovals()
	l.checkOwner()
	l.checkClocks()
	l.checkSelf()
}

func (l *life) checkJournal() {
	fired := map[string]int{}
	folded := complaint.NewCase(l.Case.ID)
	speaking := false
	for i, e := range l.Journal {
		if e.Seq != i+1 || e.Reason == nil || e.Reason.Text == "" || i > 0 && e.At.Before(l.Journal[i-1].At) {
			l.t.Fatalf("event %d %s: out of order or without reason", e.Seq, e.Type())
		}
		before, stands := termsOf(folded), suspended(folded, e.Fact)
		l.roundTrip(e, folded)
		l.checkMove(before, stands, e, folded)
		l.checkRung(e, fired)
		goesOn := i > 0 && e.Actor == l.Journal[i-1].Actor && e.At.Equal(l.Journal[i-1].At)
		speaking = speaksOnEntry(e, folded) || speaking && goesOn
		if folded.IsBarred(e.Actor) && e.Type() != "filed" && !declares(e, folded) && !speaking {
			l.t.Fatalf("somebody who must stay away wrote %s", e.Type())
		}
	}
	for rung, n := range fired {
		if n > 1 {
			l.t.Fatalf("rung %s fired %d times", rung, n)
		}
	}
	got, _ := json.Marshal(folded)
	want, _ := json.Marshal(l.Case)
	if string(got) != string(want) {
		l.t.Fatalf("folding the journal again gives another case:\n%s\n%s", got, want)
	}
}

// checkApprovals: nobody decided on what they proposed themselves (all-self).
func (l *life) checkApprovals() {
	folded := complaint.NewCase(l.Case.ID)
	for _, e := range l.Journal {
		if err := folded.Apply(e); err != nil {
			l.t.Fatal(err)
		}
		var of complaint.StepID
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others decide about nobody's work
		case complaint.Approved:
			of = f.Of
		case complaint.Returned:
			of = f.Of
		case complaint.Rejected:
			of = f.Of
		default:
			continue
		}
		if slices.Contains(folded.LastDoersOf(of), e.Actor) {
			l.t.Fatalf("%s decided on their own %s", e.Actor, of)
		}
	}
}

// speaksOnEntry: whom an entry of the ledger concerns is heard on it and may object, wherever else they stay away.
func speaksOnEntry(e complaint.Event, folded *complaint.Case) bool {
	var about complaint.TaskID
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others are no part of a task's work
	case complaint.TaskClaimed:
		about = f.Task
	case complaint.TaskReleased:
		about = f.Task
	case complaint.TaskCompleted:
		about = f.Task
	default:
		return false
	}
	task := folded.Task(about)
	return task != nil && task.Entry != "" && policy.IsOfConcerned(task.Step)
}

// declares: who takes themselves out of the case still writes what follows from it.
func declares(e complaint.Event, folded *complaint.Case) bool {
	return len(folded.Recused) > 0 && folded.Recused[len(folded.Recused)-1] == e.Actor &&
		slices.Contains([]string{"recused", "task_released", "escalated"}, e.Type())
}

func (l *life) roundTrip(e complaint.Event, folded *complaint.Case) {
	raw, err := json.Marshal(e)
	if err != nil {
		l.t.Fatal(err)
	}
	var back complaint.Event
	if err := json.Unmarshal(raw, &back); err != nil {
		l.t.Fatal(err)
	}
	if err := folded.Apply(back); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) checkRung(e complaint.Event, fired map[string]int) {
	d, r := rungOf(e.Fact)
	if d == "" || r == "" {
		return
	}
	if e.Actor != complaint.System { // a slip by hand that uses up a rung
		fired[fmt.Sprintf("%s/%s", d, r)]++
		return
	}
	fired[fmt.Sprintf("%s/%s", d, r)]++
	for _, rung := range l.Case.Deadline(d).Rungs {
		if rung.ID == r && e.At.Before(rung.At.Time) {
			l.t.Fatalf("rung %s of %s fired early", r, d)
		}
	}
}

// checkOwner: every case not archived has an open task that somebody can do.
func (l *life) checkOwner() {
	if l.Case.Status == complaint.StatusArchived {
		if len(l.Case.LiveTasks()) > 0 || l.Case.NextDueDeadline() != nil {
			l.t.Fatalf("archived with something still to do\n%s", l.story())
		}
		return
	}
	owned := false
	for _, task := range l.Case.LiveTasks() {
		owned = owned || l.waits(task)
		for id, person := range l.Directory.People {
			fits := func(s complaint.Seat) bool { return s.FitsPerson(person) }
			owned = owned || !l.Case.IsBarred(id) && slices.ContainsFunc(task.Seats, fits)
		}
	}
	if !owned && l.hire() {
		l.checkOwner()
		return
	}
	if !owned && !l.Case.AwaitsSlipReply() && !l.Case.AwaitsMessageAnswer() { // only a late unit's answer is missing
		for _, task := range l.Case.LiveTasks() {
			l.t.Logf("%s waits for %v", task.Step, task.Seats)
		}
		l.t.Fatalf("%s: nobody can act; kept out are %v, the units %v\n%s", l.Case.Step, l.Case.Excluded,
			l.Policy.Wall(l.Case).BarredUnits, l.story())
	}
}

// hire lets one more person come to each role, in a unit of their own, up to three times: where all that there are must
// stay away from what waits. Else it is the file, or the program, that leaves it to nobody.
func (l *life) hire() bool {
	keptOut := func(task *complaint.Task) bool {
		s := l.Policy.Step(task.Step)
		return task.Entry != "" || len(s.All) > 0 || len(task.Seats) == 0 && !s.LapsesByItself()
	}
	short := len(l.Policy.Wall(l.Case).BarredUnits) > 0 || l.manyPeople && len(l.Case.Excluded) > 0 ||
		slices.ContainsFunc(l.Case.LiveTasks(), keptOut)
	if !short || l.hired == 3 {
		return false
	}
	l.hired++
	for _, role := range l.Policy.Doc.Roles.Keys() {
		name := fmt.Sprint(role, 2+l.hired)
		id, unit := complaint.UserID(name), complaint.UnitID(name)
		l.Directory.Units[unit] = complaint.Unit{ID: unit, Name: string(unit)}
		l.Directory.People[id] = complaint.Person{
			ID:     id,
			Name:   string(id),
			Unit:   unit,
			Roles:  []complaint.RoleID{l.Policy.RoleID(role)},
			Active: true,
		}
		l.actors = append(l.actors, complaint.Actor{Person: l.Directory.People[id]})
	}
	return true
}

// waits reports whether nobody need do the task, because it ends by itself at an instant still to come.
func (l *life) waits(task *complaint.Task) bool {
	return slices.ContainsFunc(l.Case.Deadlines, func(d complaint.Deadline) bool {
		return d.Task == task.ID && d.IsWindow() && d.NextRung() != nil
	})
}

// story is what has happened, and what is still to do.
func (l *life) story() string {
	var lines []string
	for _, e := range l.Journal {
		fact, _ := json.Marshal(e.Fact)
		lines = append(lines, fmt.Sprintf("%s %s %s %s", e.At.Format(time.DateTime), e.Actor, e.Type(), fact))
	}
	return strings.Join(lines, "\n")
}
