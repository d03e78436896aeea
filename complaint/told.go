package complaint

import (
	"slices"
)

// Told are the people of the organisation who are told about an event: whoever sits in the seats when the notice
// leaves, and persons by name.
type Told struct {
	Seats []Seat
	Users []UserID
}

// Nobody reports whether no notice leaves.
func (t Told) Nobody() bool { return len(t.Seats) == 0 && len(t.Users) == 0 }

// Of lists the active people of the directory who are told, each once, in no order: substitutes along with those they stand in for.
func (t Told) Of(dir Directory) []UserID {
	told := map[UserID]bool{}
	for _, p := range dir.People {
		for _, as := range p.Capacities() {
			fits := func(s Seat) bool { return s.Fits(as) }
			if as.Active && slices.ContainsFunc(t.Users, as.Is) || slices.ContainsFunc(t.Seats, fits) {
				told[p.ID] = true
			}
		}
	}
	people := make([]UserID, 0, len(told))
	for u := range told {
		people = append(people, u)
	}
	return people
}

// Told says who is told about an event that has just been applied to the case. A holder is told in place of the
// seats they hold the task from.
func (c *Case) Told(e Event) Told {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // of the others nobody is told
	case Reminded:
		if f.Assignee != "" {
			return Told{Users: []UserID{f.Assignee}}
		}
		return Told{Seats: f.To}
	case DeadlineMissed:
		return c.owersOf(f.Deadline)
	case SlipIssued:
		return Told{Seats: append(append([]Seat{}, f.To...), f.Copies...)}
	case Escalated:
		return Told{Seats: f.To}
	case TaskAssigned:
		if f.Assignee != e.Actor {
			return Told{Users: []UserID{f.Assignee}}
		}
	}
	return Told{}
}

// owersOf are those who owe what the deadline is about.
func (c *Case) owersOf(id DeadlineID) Told {
	var t Told
	d := c.Deadline(id)
	for _, task := range c.LiveTasks() {
		switch {
		case d == nil || d.Task != "" && d.Task != task.ID:
		case task.Assignee != "":
			t.Users = append(t.Users, task.Assignee)
		default:
			t.Seats = append(t.Seats, task.Seats...)
		}
	}
	return t
}
