package policy

import (
	"fmt"
	"slices"
	"time"

	"duban/complaint"
)

// Outlook answers for one deadline why nothing more has been issued, what comes next if nobody acts, and when.
type Outlook struct {
	Deadline complaint.DeadlineID
	// Why is why nothing comes now.
	Why Waiting
	// At is when the next rung falls due, or when the deadline falls away with another one; zero where neither comes.
	At complaint.Time
	// Rung is the next to fire, Action what it does: a reminder, a slip of a kind, an escalation, the limit itself.
	Rung   complaint.RungID
	Action complaint.RungAction
	Slip   string
	// To are the seats it is for, and Assignee the holder where one has taken the task.
	To       []complaint.Seat
	Assignee complaint.UserID
	// Vacant: nobody is left who could do what is owed, so the level above is given it then as well.
	Vacant bool
	// Provisional: the instant was counted over a year without an official calendar yet, and may move.
	Provisional bool
	// Issued are the slips that this deadline has brought, those by hand that used up a rung among them; Fired is how
	// many of its rungs have been.
	Issued []complaint.SlipID
	ByHand int
	Fired  int
	Light  Light
}

// Waiting is why nothing comes now.
type Waiting string

// The closed set of why nothing comes now.
const (
	// WaitsForTime: the next rung's instant has not come.
	WaitsForTime Waiting = "time"
	// WaitsForClock: the clock stands.
	WaitsForClock Waiting = "suspended"
	// WaitsForNothing: all that the ladder has is done, nothing more comes by time.
	WaitsForNothing Waiting = "exhausted"
	// WaitsForEnd: another limit ends first and takes this one away with it.
	WaitsForEnd Waiting = "falls_away"
)

// Light says how near a limit is.
type Light string

// The closed set of lights.
const (
	LightLate  Light = "late"
	LightSoon  Light = "soon"
	LightCalm  Light = "calm"
	LightStill Light = "still"
)

// SoonDays are how many working days after today are left when a limit is near.
const SoonDays = 1

// lightOf is the light of a deadline: by the official calendar, and late by its own clock.
func (t *turn) lightOf(d *complaint.Deadline, now time.Time) Light {
	switch {
	case d.State == complaint.StateSuspended:
		return LightStill
	case d.IsOverdue(now):
		return LightLate
	case t.f.Calendar.WorkingDaysLeft(now, d.Due.Time) <= SoonDays:
		return LightSoon
	}
	return LightCalm
}

// mostForeseen is how many rungs are looked ahead at most.
const mostForeseen = 300

// Outlooks are what comes next of each deadline that is not over. The clock itself is asked: a copy of the case is
// taken from rung to rung as it would be if nobody acted, and what each brings is what [Policy.Decide] decides then.
func (p *Policy) Outlooks(c *complaint.Case, f Facts) ([]Outlook, error) {
	if c.Status == complaint.StatusArchived {
		return nil, nil
	}
	now := p.newTurn(c, complaint.Actor{System: true}, f)
	var all []Outlook
	waiting := map[complaint.DeadlineID]int{}
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.IsEnded() {
			continue
		}
		o := now.outlookOf(d)
		if d.NextRung() != nil {
			waiting[d.ID] = len(all)
		}
		all = append(all, o)
	}
	ahead := c.Clone()
	for n := 0; len(waiting) > 0 && n < mostForeseen; n++ {
		d, r := ahead.NextRung()
		if r == nil || ahead.Status == complaint.StatusArchived {
			break
		}
		id, rung, due := d.ID, *r, *d
		drafts, err := p.fireAhead(ahead, id, rung, f)
		if err != nil {
			return nil, err
		}
		if i, asked := waiting[id]; asked {
			all[i].foresee(&due, rung, drafts)
			all[i].Slip = now.slipOfRung(&due, &rung)
			delete(waiting, id)
		}
		for id, i := range waiting {
			if gone := ahead.Deadline(id); gone == nil || gone.IsEnded() || ahead.Status == complaint.StatusArchived {
				all[i].Why, all[i].At = WaitsForEnd, rung.At
				delete(waiting, id)
			}
		}
	}
	for _, i := range waiting { // too far ahead to say what comes, not when
		if r := c.Deadline(all[i].Deadline).NextRung(); r != nil {
			all[i].Rung, all[i].At, all[i].Action = r.ID, r.At, r.Action
		}
	}
	return all, nil
}

// outlookOf is what is known of a deadline before anything is foreseen.
func (t *turn) outlookOf(d *complaint.Deadline) Outlook {
	o := Outlook{Deadline: d.ID, Why: WaitsForNothing, Light: t.lightOf(d, t.now)}
	if d.State == complaint.StateSuspended {
		o.Why = WaitsForClock
	}
	for _, r := range d.Rungs {
		if r.Fired {
			o.Fired++
		}
	}
	for i := range t.c.Slips {
		s := &t.c.Slips[i]
		if s.Deadline != d.ID {
			continue
		}
		o.Issued = append(o.Issued, s.ID)
		if s.Hand {
			o.ByHand++
		}
	}
	return o
}

// fireAhead lets a rung fire in a copy of the case, at its instant.
func (p *Policy) fireAhead(
	ahead *complaint.Case, d complaint.DeadlineID, r complaint.Rung, f Facts,
) ([]Draft, error) {
	f.Now = r.At.Time
	order := complaint.Order{Actor: complaint.System, Command: complaint.Due{Deadline: d, Rung: r.ID}}
	drafts, err := p.Decide(ahead, order, complaint.Actor{System: true}, f)
	if err != nil {
		return nil, fmt.Errorf("outlook: %w", err)
	}
	if len(drafts) == 0 {
		return nil, fmt.Errorf("outlook: rung %s of deadline %s would do nothing", r.ID, d)
	}
	for _, draft := range drafts {
		if err := ahead.Apply(draft.Event); err != nil {
			return nil, fmt.Errorf("outlook: %w", err)
		}
	}
	return drafts, nil
}

// foresee notes what a deadline's next rung brings.
func (o *Outlook) foresee(d *complaint.Deadline, r complaint.Rung, drafts []Draft) {
	o.Why, o.Rung, o.At, o.Action = WaitsForTime, r.ID, r.At, r.Action
	o.Provisional = r.Provisional || d.Provisional
	for _, draft := range drafts {
		switch f := draft.Event.Fact.(type) { //nolint:gochecksumtype // the others are for nobody
		case complaint.Reminded:
			o.To, o.Assignee = f.To, f.Assignee
		case complaint.SlipIssued:
			if f.Rung != "" {
				o.To = f.To
			}
		case complaint.Escalated:
			o.Vacant = o.Vacant || f.Rung == ""
			if f.Rung != "" || len(o.To) == 0 {
				o.To = f.To
			}
		}
	}
}

// raiseUnheld gives what is owed to the level above as well where nobody is left who could do it.
func (t *turn) raiseUnheld(d *complaint.Deadline) error {
	if t.writesPlainEvents() {
		return nil
	}
	var tasks []complaint.TaskID
	var unheld []complaint.Seat
	for _, task := range t.owingTasks(d) {
		if len(task.Seats) > 0 && !t.anySeatHeld(task.Seats) {
			tasks, unheld = append(tasks, task.ID), append(unheld, task.Seats...)
		}
	}
	if s := t.c.Slip(d.Slip); s != nil && !t.anySeatHeld(s.To) {
		unheld = s.To
	}
	if len(unheld) == 0 {
		return nil
	}
	above := slices.DeleteFunc(t.seatsAbove(unheld), func(s complaint.Seat) bool { return slices.Contains(unheld, s) })
	if len(above) == 0 {
		return nil
	}
	return t.emit(complaint.Escalated{
		Deadline: d.ID,
		To:       above,
		Tasks:    tasks,
	}, reasonCitingDeadline(d, "nobody_holds").With(complaint.Args{"title": d.Title}))
}
