package amendment

import (
	"cmp"
	"slices"

	"duban/complaint"
	"duban/policy"
)

// Report is what is otherwise in many cases: numbers, and in which cases.
type Report struct {
	// Before are the versions under which the cases are, After is the one that was tried.
	Before []complaint.PolicyRef `json:"before"`
	After  complaint.PolicyRef   `json:"after"`

	Cases  int `json:"cases"`
	Open   int `json:"open"`
	Differ int `json:"differ"`
	// LateBefore and LateAfter are cases in which a limit was or would have been missed; the other two are those that
	// only one of them has.
	LateBefore   int `json:"late_before"`
	LateAfter    int `json:"late_after"`
	NewlyLate    int `json:"newly_late"`
	NoLongerLate int `json:"no_longer_late"`
	// NotReproduced are cases that come out otherwise even under their own version.
	NotReproduced int `json:"not_reproduced"`

	Deadlines    []DeadlineCount `json:"deadlines"`
	Roles        []RoleCount     `json:"roles"`
	WithoutPlace []ActCount      `json:"without_place"`
	// Acts are all that have no place, each.
	Acts ActsWithoutPlace `json:"acts"`
	// Outcomes are the cases in which something is otherwise.
	Outcomes []Outcome `json:"outcomes"`
}

// DeadlineCount is how often a deadline is otherwise.
type DeadlineCount struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Earlier and Later are due otherwise; Gone and New are there under one version only.
	Earlier int `json:"earlier"`
	Later   int `json:"later"`
	Gone    int `json:"gone"`
	New     int `json:"new"`
}

// RoleCount is how often others would have been asked to do a step.
type RoleCount struct {
	RoleChange
	Count int `json:"count"`
}

// ActCount is how many acts of one sort have no place, for one reason.
type ActCount struct {
	Command string           `json:"command"`
	Step    complaint.StepID `json:"step,omitempty"`
	Why     string           `json:"why"`
	Count   int              `json:"count"`
}

// NewReport is a report of no case yet.
func NewReport(after complaint.PolicyRef) *Report {
	return &Report{
		Before:       []complaint.PolicyRef{},
		After:        after,
		Deadlines:    []DeadlineCount{},
		Roles:        []RoleCount{},
		WithoutPlace: []ActCount{},
		Acts:         ActsWithoutPlace{},
		Outcomes:     []Outcome{},
	}
}

// Add counts a case that is under a version.
func (r *Report) Add(under complaint.PolicyRef, o Outcome) {
	if !slices.Contains(r.Before, under) {
		r.Before = append(r.Before, under)
		slices.SortFunc(r.Before, func(a, b complaint.PolicyRef) int { return cmp.Compare(a.Version, b.Version) })
	}
	count := func(n *int, when bool) {
		if when {
			*n++
		}
	}
	r.Cases++
	count(&r.Open, o.Open)
	count(&r.Differ, o.Differs())
	count(&r.LateBefore, o.LateBefore)
	count(&r.LateAfter, o.LateAfter)
	count(&r.NewlyLate, o.LateAfter && !o.LateBefore)
	count(&r.NoLongerLate, o.LateBefore && !o.LateAfter)
	count(&r.NotReproduced, !o.Reproduced)
	for _, d := range o.Deadlines {
		r.addDeadline(d)
	}
	for _, change := range o.Roles {
		r.addRole(change)
	}
	for _, act := range o.WithoutPlace {
		r.addAct(act)
	}
	if o.Differs() {
		r.Outcomes = append(r.Outcomes, o)
	}
}

func (r *Report) addDeadline(d DeadlineChange) {
	i := slices.IndexFunc(r.Deadlines, func(c DeadlineCount) bool { return c.Name == d.Name })
	if i < 0 {
		i, r.Deadlines = len(r.Deadlines), append(r.Deadlines, DeadlineCount{Name: d.Name, Title: d.Title})
	}
	c := &r.Deadlines[i]
	switch {
	case d.Before == nil:
		c.New++
	case d.After == nil:
		c.Gone++
	case d.After.Before(*d.Before):
		c.Earlier++
	case d.After.After(*d.Before):
		c.Later++
	}
}

func (r *Report) addRole(change RoleChange) {
	i := slices.IndexFunc(r.Roles, func(c RoleCount) bool {
		return c.Step == change.Step && slices.Equal(c.Before, change.Before) && slices.Equal(c.After, change.After)
	})
	if i < 0 {
		i, r.Roles = len(r.Roles), append(r.Roles, RoleCount{RoleChange: change})
	}
	r.Roles[i].Count++
}

func (r *Report) addAct(a policy.ActWithoutPlace) {
	r.Acts = append(r.Acts, a)
	i := slices.IndexFunc(r.WithoutPlace, func(c ActCount) bool {
		return c.Command == a.Command && c.Step == a.Step && c.Why == a.Why
	})
	if i < 0 {
		i, r.WithoutPlace = len(r.WithoutPlace), append(r.WithoutPlace,
			ActCount{Command: a.Command, Step: a.Step, Why: a.Why})
	}
	r.WithoutPlace[i].Count++
}
