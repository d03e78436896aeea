package policy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
)

// Matter is what of a case figures are worked out from, as the case stands.
type Matter struct {
	Case  complaint.CaseID
	Group string
	// Open: it is not closed. Late: a limit of it has passed unmet.
	Open, Late bool
	// Corrections is how often the record has been put right.
	Corrections int
	// Registered, Closed and Archived are when it was; nil before.
	Registered, Closed, Archived *time.Time
	// Facts are the rest, by the names of the facts in conditions: text, whole numbers, and 1 for what holds.
	// Milestones are microseconds since the epoch, under [MilestoneFact]. What is as in any case is left out.
	Facts map[string]any
	Items []MatterItem
}

// MilestoneFact begins the names of the instants at which a case first came to milestones.
const MilestoneFact = "at."

// MatterItem is a step done, a slip, a deadline, a passing on, or how long a case was one unit's and of one category.
type MatterItem struct {
	Grain, ID string
	// Name is which step, slip or deadline it is, State the outcome or how it stands; of a stay how it began and ended,
	// of a passing on the command.
	Name, State string
	Late        bool
	// At places it in a period. Begun is when it began, Ended when it ended, nil before.
	At    time.Time
	Begun time.Time
	Ended *time.Time
	// Unit is that of a stay, that which passed the matter on, or that which had it when a step was done; Category is
	// that of a stay. Role is who did a step.
	Unit     complaint.UnitID
	Category string
	Role     complaint.RoleID
}

// StayGrain is how long a case was one unit's and of one category: what stock and flow are counted from.
const StayGrain = "stay"

// How stays begin and end.
const (
	StayReceived    = "received"
	StayMoved       = "moved"
	StayClosed      = "closed"
	StayWithdrawn   = "withdrawn"
	StayTransferred = "transferred"
	StayMerged      = "merged"
	StayLasts       = ""
)

// dispositionTransferred is that of a matter which another body has taken over.
const dispositionTransferred = "transferred"

// Matter is what of the case figures are worked out from, read by the version of the regulation that the case follows.
func (p *Policy) Matter(c *complaint.Case) Matter {
	m := Matter{
		Case:  c.ID,
		Group: GroupOfCategory(c.Category),
		Open:  c.Status == complaint.StatusOpen || c.Status == complaint.StatusReceived,
		Facts: map[string]any{},
	}
	p.addEvents(c, &m)
	p.addFields(c, &m)
	for _, n := range c.Counts {
		m.Facts[CountedFact+n.Count] = int64(n.Number)
	}
	m.addDeadlines(c)
	m.addSlips(c)
	p.addPassings(c, &m)
	m.addStays(c)
	return m
}

// GroupOfCategory is the group that a category belongs to.
func GroupOfCategory(category string) string {
	group, _, _ := strings.Cut(category, ".")
	return group
}

func (p *Policy) addEvents(c *complaint.Case, m *Matter) {
	marks := p.milestoneMarks()
	had := complaint.UnitID("") // who has the matter
	for i, r := range c.Results {
		at := r.At.Time
		switch r.Kind {
		case complaint.NumberedResult:
			m.Registered = firstOf(m.Registered, at)
		case complaint.ClosedResult:
			m.Closed = firstOf(m.Closed, at)
		case complaint.ArchivedResult:
			m.Archived = firstOf(m.Archived, at)
		case complaint.CorrectedResult:
			m.Corrections++
		case complaint.TaskResult:
			m.addStep(c, i, r, had)
			for _, milestone := range marks[string(r.Step)+"/"+r.Outcome] {
				if name := MilestoneFact + milestone; m.Facts[name] == nil {
					m.Facts[name] = at.UnixMicro()
				}
			}
		case complaint.MovedResult: // after the step that did so
			had = r.Unit
		case complaint.LimitMet, complaint.LimitMissed, complaint.PassedResult:
		}
	}
}

func firstOf(before *time.Time, at time.Time) *time.Time {
	if before != nil {
		return before
	}
	return &at
}

// milestoneMarks are the milestones that each outcome of a step reaches, by "step/outcome".
func (p *Policy) milestoneMarks() map[string][]string {
	marks := map[string][]string{}
	for _, e := range p.Doc.Steps.Entries {
		for _, o := range e.Value.Outcomes.Entries {
			marks[e.Key+"/"+o.Key] = append(textsOfWords(e.Value.Sets), textsOfWords(o.Value.Sets)...)
		}
	}
	return marks
}

// addStep adds a step done, and which unit had the matter until then.
func (m *Matter) addStep(c *complaint.Case, i int, r complaint.Result, had complaint.UnitID) {
	step := string(r.Step)
	times, _ := m.Facts[TimesFact+step].(int64)
	m.Facts[TimesFact+step], m.Facts[LastFact+step] = times+1, r.Outcome
	item := MatterItem{
		Grain: StepGrain,
		ID:    strconv.Itoa(i),
		Name:  step,
		State: r.Outcome,
		At:    r.At.Time,
		Begun: r.At.Time,
		Unit:  had,
	}
	if t := c.Task(r.Task); t != nil {
		item.Begun = t.OpenedAt.Time
		if len(t.Seats) > 0 {
			item.Role = t.Seats[0].Role
		}
	}
	m.Items = append(m.Items, item)
}

// addFields adds what forms have filled in, as far as conditions of reports can read it.
func (p *Policy) addFields(c *complaint.Case, m *Matter) {
	for name, value := range c.Data {
		kind := p.kindOfFieldNamed(name)
		if !isFactKind(kind) {
			continue
		}
		switch v := asConditionValue(value, kind.fieldTypeOfKind().zero).(type) {
		case string:
			m.Facts[FieldFact+name] = v
		case int64:
			m.Facts[FieldFact+name] = v
		case int:
			m.Facts[FieldFact+name] = int64(v)
		case bool:
			if v {
				m.Facts[FieldFact+name] = int64(1)
			}
		}
	}
}

// gravity is which of several deadlines of one name stands for them: one that was missed before all others.
var gravity = []complaint.DeadlineState{
	complaint.StateMissed, complaint.StateSuspended, complaint.StateRunning, complaint.StateMet,
	complaint.StateCancelled,
	complaint.StateSuperseded,
}

func (m *Matter) addDeadlines(c *complaint.Case) {
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.Slip != "" || d.IsWindow() {
			continue
		}
		name := strings.TrimSuffix(d.Name, ".limit")
		before, _ := m.Facts[DeadlineFact+name].(string)
		rank := func(state string) int { return slices.Index(gravity, complaint.DeadlineState(state)) }
		if before == "" || rank(string(d.State)) < rank(before) {
			m.Facts[DeadlineFact+name] = string(d.State)
		}
		late := d.State == complaint.StateMissed
		m.Late = m.Late || late
		if d.State != complaint.StateCancelled && d.State != complaint.StateSuperseded {
			m.Items = append(m.Items, MatterItem{
				Grain: DeadlineGrain,
				ID:    string(d.ID),
				Name:  name,
				State: string(d.State),
				Late:  late,
				At:    d.Due.Time,
				Begun: d.Started.Time,
			})
		}
	}
}

func (m *Matter) addSlips(c *complaint.Case) {
	for _, s := range c.Slips {
		times, _ := m.Facts[SlipsFact+s.Kind].(int64)
		m.Facts[SlipsFact+s.Kind] = times + 1
		item := MatterItem{
			Grain: SlipGrain,
			ID:    string(s.ID),
			Name:  s.Kind,
			State: string(s.State),
			At:    s.IssuedAt.Time,
			Begun: s.IssuedAt.Time,
		}
		for i := range c.Deadlines {
			if d := &c.Deadlines[i]; d.Slip == s.ID && d.State == complaint.StateMissed {
				item.Late = true
			}
		}
		m.Items = append(m.Items, item)
	}
}

// addPassings adds each time that the matter was passed on or handed back, since when the unit that did so had it:
// since it became responsible, or since the matter was given out to it once more.
func (p *Policy) addPassings(c *complaint.Case, m *Matter) {
	var had complaint.Result
	handedBack := false
	for i, r := range c.Results {
		switch {
		case r.Kind == complaint.MovedResult && (r.Unit != had.Unit || had.At.IsZero()):
			had, handedBack = r, false
		case r.Kind == complaint.TaskResult && handedBack && p.isOnTheWay(r.Step):
			had.At, handedBack = r.At, false
		case r.Kind == complaint.PassedResult:
			m.Items = append(m.Items, MatterItem{
				Grain: PassingGrain,
				ID:    strconv.Itoa(i),
				Name:  r.Outcome,
				At:    r.At.Time,
				Begun: had.At.Time,
				Unit:  had.Unit,
			})
			handedBack = true
		}
	}
}

// isOnTheWay reports whether a step is one of the procedure and not beside it.
func (p *Policy) isOnTheWay(step complaint.StepID) bool {
	return p.Doc.Steps.Has(string(step)) && !slices.Contains(p.sideSteps(), step)
}

// addStays follows the case from unit to unit and from category to category until it was over.
func (m *Matter) addStays(c *complaint.Case) {
	over, how := m.Closed, StayClosed
	if over == nil || m.Archived != nil && m.Archived.Before(*over) {
		over = m.Archived
	}
	switch c.Disposition {
	case complaint.DispositionWithdrawn:
		how = StayWithdrawn
	case complaint.DispositionMerged:
		how = StayMerged
	case dispositionTransferred:
		how = StayTransferred
	}
	began := StayReceived
	for i, r := range c.Results {
		if r.Kind != complaint.MovedResult || began != StayReceived && over != nil && !r.At.Before(*over) {
			continue // after it was over it moves nowhere
		}
		if n := len(m.Items); began != StayReceived {
			last := &m.Items[n-1]
			ended := r.At.Time
			last.Ended, last.State = &ended, StayMoved
		}
		m.Items = append(m.Items, MatterItem{
			Grain:    StayGrain,
			ID:       strconv.Itoa(i),
			Name:     began,
			At:       r.At.Time,
			Begun:    r.At.Time,
			Unit:     r.Unit,
			Category: r.Category,
		})
		began = StayMoved
	}
	if n := len(m.Items); over != nil && began != StayReceived {
		m.Items[n-1].Ended, m.Items[n-1].State = over, how
	}
	slices.SortStableFunc(m.Items, func(a, b MatterItem) int {
		return cmp.Or(cmp.Compare(a.Grain, b.Grain), cmp.Compare(a.ID, b.ID))
	})
}
