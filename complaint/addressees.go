package complaint

import (
	"slices"
)

// Addressees are the people of the organisation who are told about an event: whoever sits in the seats when the notice
// leaves, and persons by name.
type Addressees struct {
	Seats []Seat
	Users []UserID
}

// None reports whether no notice leaves.
func (a Addressees) None() bool { return len(a.Seats) == 0 && len(a.Users) == 0 }

// ActivePeopleIn lists the active people of the directory who are told, each once, in no order: substitutes along with
// those they stand in for.
func (a Addressees) ActivePeopleIn(dir Directory) []UserID {
	told := map[UserID]bool{}
	for _, p := range dir.People {
		for _, as := range p.CapacitiesToActIn() {
			fits := func(s Seat) bool { return s.FitsPerson(as) }
			if as.Active && slices.ContainsFunc(a.Users, as.IsOrStandsInFor) || slices.ContainsFunc(a.Seats, fits) {
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

// AddresseesOf says who is told about an event that has just been applied to the case. A holder is told in place of the
// seats they hold the task from.
func (c *Case) AddresseesOf(e Event) Addressees {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // of the others nobody is told
	case Reminded:
		if f.Assignee != "" {
			return Addressees{Users: []UserID{f.Assignee}}
		}
		return Addressees{Seats: f.To}
	case DeadlineMissed:
		return c.addresseesOwing(f.Deadline)
	case SlipIssued:
		return Addressees{Seats: append(append([]Seat{}, f.To...), f.Copies...)}
	case SlipVoided:
		if s := c.Slip(f.Slip); s != nil {
			return Addressees{Seats: s.To}
		}
	case Escalated:
		return Addressees{Seats: f.To}
	case VersionAdopted:
		return c.addresseesOwing("")
	case TaskReleased:
		if t := c.Task(f.Task); t != nil && e.Actor == System { // nobody has given it back
			return Addressees{Seats: t.Seats}
		}
	case TaskAssigned:
		if f.Assignee != e.Actor {
			return Addressees{Users: []UserID{f.Assignee}}
		}
	}
	return Addressees{}
}

// addresseesOwing are those who owe what the deadline is about.
func (c *Case) addresseesOwing(id DeadlineID) Addressees {
	var owers Addressees
	d := c.Deadline(id)
	for _, task := range c.LiveTasks() {
		switch {
		case d == nil || d.Task != "" && d.Task != task.ID:
		case task.Assignee != "":
			owers.Users = append(owers.Users, task.Assignee)
		default:
			owers.Seats = append(owers.Seats, task.Seats...)
		}
	}
	return owers
}
