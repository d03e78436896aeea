package complaint

import "time"

// Overview is what a supervisor asks first: what waits and with whom, and how the months have gone. It counts only
// cases whose wall admits the reader.
type Overview struct {
	Waiting  []Waiting
	Received []Received
	Ended    []Ended
	Rated    []Rated
}

// Waiting counts live tasks of one unit's cases with one person; nobody's if Assignee is empty.
type Waiting struct {
	Policy   string
	Unit     UnitID
	Assignee UserID
	Tasks    int
	// Late have passed their limit, Soon will within the span asked for, by their cases' clocks.
	Late, Soon int
}

// Received counts the cases of one category that came in during a month; Month is its place in [OverviewQuery].
type Received struct {
	Policy, Category string
	Month            int
	Cases            int
}

// Ended counts limits that were met in time, or missed, in a month.
type Ended struct {
	Policy      string
	Month       int
	Met, Missed int
}

// Rated counts how often a survey ended with an outcome in a month.
type Rated struct {
	Survey
	Month int
	Times int
}

// Survey names an outcome of a step that asks a party.
type Survey struct {
	Policy  string
	Step    StepID
	Outcome string
}

// OverviewQuery says which months are counted and what is soon.
type OverviewQuery struct {
	// Months are the first instants of successive months, the last one the end of the last month counted.
	Months  []time.Time
	Soon    time.Duration
	Surveys []Survey
}
