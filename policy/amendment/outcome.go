package amendment

import (
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// Outcome is what is otherwise in one case. It names steps, roles, deadlines and instants, and nobody.
type Outcome struct {
	Case   complaint.CaseID `json:"case"`
	Number string           `json:"number"`
	Open   bool             `json:"open"`
	// LateBefore and LateAfter say whether any limit was or would have been missed.
	LateBefore bool             `json:"late_before"`
	LateAfter  bool             `json:"late_after"`
	Deadlines  []DeadlineChange `json:"deadlines,omitempty"`
	Roles      []RoleChange     `json:"roles,omitempty"`
	// WithoutPlace are acts that the version does not take as they were done.
	WithoutPlace ActsWithoutPlace `json:"without_place,omitempty"`
	// EndsBefore and EndsAfter say where the case stands, where that is otherwise.
	EndsBefore string `json:"ends_before,omitempty"`
	EndsAfter  string `json:"ends_after,omitempty"`
	// Reproduced: decided anew by its own version the case comes out as recorded. Where it does not, the organisation
	// or the calendar has changed since, and NotReproduced says in what.
	Reproduced    bool     `json:"reproduced"`
	NotReproduced []string `json:"not_reproduced,omitempty"`
}

// DeadlineChange is a deadline that is otherwise; Before or After is nil where there is none.
type DeadlineChange struct {
	Name       string     `json:"name"`
	Title      string     `json:"title"`
	Before     *time.Time `json:"before"`
	After      *time.Time `json:"after"`
	LateBefore bool       `json:"late_before"`
	LateAfter  bool       `json:"late_after"`
}

// RoleChange is a task that others would have done.
type RoleChange struct {
	Step   complaint.StepID   `json:"step"`
	Before []complaint.RoleID `json:"before"`
	After  []complaint.RoleID `json:"after"`
}

// ActsWithoutPlace are the acts of one case or of many.
type ActsWithoutPlace []policy.ActWithoutPlace

func (a ActsWithoutPlace) kinds() []string {
	var all []string
	for _, one := range a {
		all = append(all, fmt.Sprintf("%s %s: %s", one.Command, one.Step, one.Why))
	}
	return all
}

// Differs reports whether anything is otherwise.
func (o Outcome) Differs() bool {
	return o.LateBefore != o.LateAfter || len(o.Deadlines)+len(o.Roles)+len(o.WithoutPlace) > 0 ||
		o.EndsBefore != o.EndsAfter
}

// kinds say in what the case is otherwise, without instants.
func (o Outcome) kinds() []string {
	var all []string
	for _, d := range o.Deadlines {
		all = append(all, "deadline "+d.Name)
	}
	for _, r := range o.Roles {
		all = append(all, "role "+string(r.Step))
	}
	if o.EndsBefore != o.EndsAfter {
		all = append(all, "end")
	}
	return all
}

// compareCourses tells what is otherwise in the later course.
func compareCourses(before, after *course) Outcome {
	o := Outcome{LateBefore: before.isLate(), LateAfter: after.isLate()}
	o.Deadlines = compareDeadlines(before, after)
	o.Roles = compareRoles(before.Case, after.Case)
	if was, is := before.standing(), after.standing(); was != is {
		o.EndsBefore, o.EndsAfter = was, is
	}
	return o
}

// standing is where a case stands: its status, its step and how it ended.
func (c *course) standing() string {
	return fmt.Sprintf("%s %s %s", c.Case.Status, c.Case.Step, c.Case.Disposition)
}

// isMissed reports whether a limit was missed until the end of the course.
func (c *course) isMissed(d *complaint.Deadline) bool {
	return d.State == complaint.StateMissed || d.IsOverdue(c.Now)
}

func (c *course) isLate() bool {
	return slices.ContainsFunc(c.Case.Deadlines, func(d complaint.Deadline) bool {
		return d.Slip == "" && c.isMissed(&d)
	})
}

type keyed[T any] struct {
	key  string
	item *T
}

// numbered are the items that count, each by its name and which one of that name it is.
func numbered[T any](all []T, named nameOf[T]) []keyed[T] {
	times := map[string]int{}
	var list []keyed[T]
	for i := range all {
		if name, counts := named(&all[i]); counts {
			list = append(list, keyed[T]{fmt.Sprintf("%s#%d", name, times[name]), &all[i]})
			times[name]++
		}
	}
	return list
}

func find[T any](all []keyed[T], key string) *T {
	for _, k := range all {
		if k.key == key {
			return k.item
		}
	}
	return nil
}

func compareDeadlines(before, after *course) []DeadlineChange {
	old, now := numbered(before.Case.Deadlines, deadlineName), numbered(after.Case.Deadlines, deadlineName)
	var changes []DeadlineChange
	change := func(was, is *complaint.Deadline) {
		c := DeadlineChange{}
		if was != nil {
			at := was.Due.Time
			c.Name, c.Title, c.Before, c.LateBefore = was.Name, was.Title, &at, before.isMissed(was)
		}
		if is != nil {
			at := is.Due.Time
			c.Name, c.Title, c.After, c.LateAfter = is.Name, is.Title, &at, after.isMissed(is)
		}
		if was == nil || is == nil || !was.Due.Equal(is.Due.Time) || c.LateBefore != c.LateAfter {
			changes = append(changes, c)
		}
	}
	for _, k := range old {
		change(k.item, find(now, k.key))
	}
	for _, k := range now {
		if find(old, k.key) == nil {
			change(nil, k.item)
		}
	}
	return changes
}

// compareRoles tells which tasks others would have been asked to do.
func compareRoles(before, after *complaint.Case) []RoleChange {
	old, now := numbered(before.Tasks, taskName), numbered(after.Tasks, taskName)
	var changes []RoleChange
	for _, k := range old {
		is := find(now, k.key)
		if is == nil {
			continue
		}
		if was, now := rolesOf(k.item), rolesOf(is); !slices.Equal(was, now) {
			changes = append(changes, RoleChange{Step: k.item.Step, Before: was, After: now})
		}
	}
	return changes
}

func rolesOf(t *complaint.Task) []complaint.RoleID {
	roles := []complaint.RoleID{}
	for _, s := range t.Seats {
		if s.Role != "" {
			roles = append(roles, s.Role)
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}
