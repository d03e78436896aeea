package record

import (
	"fmt"
	"time"

	"duban/complaint"
)

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
	Unit     complaint.UnitID
	Assignee complaint.UserID
	Tasks    int
	// Late have passed their limit, Soon will within the span asked for, by their cases' clocks.
	Late, Soon int
}

// Received counts the cases of one category that came in during a month; Month is its place among those asked for.
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
	Step    complaint.StepID
	Outcome string
}

// OverviewQuery says which months are counted, what is soon, and which answers to surveys are told.
type OverviewQuery struct {
	// First is the first month counted and Months how many are, by the organisation's zone.
	First   Month
	Months  int
	Soon    time.Duration
	Surveys []Survey
}

// PeriodQuery says which period is counted: from the one instant on and before the other; of one regulation, or of all
// if Policy is "".
type PeriodQuery struct {
	From, Before time.Time
	Policy       string
}

// PeriodCounts are what came in and was closed in a period, how long the closed ones took on average from receipt, and
// how many limits that fell due in it were met and missed.
type PeriodCounts struct {
	Received, Closed, Met, Missed int
	Took                          time.Duration
}

// Month is a month of the common calendar, counted from January of the year 0.
type Month int

// MonthOf is the month of an instant in the zone.
func MonthOf(t time.Time, zone *time.Location) Month {
	t = t.In(zone)
	return Month(t.Year()*12 + int(t.Month()) - 1)
}

// Begin is the month's first instant in the zone.
func (m Month) Begin(zone *time.Location) time.Time {
	return time.Date(int(m/12), time.Month(m%12+1), 1, 0, 0, 0, 0, zone)
}

// String is the month as in 2026-03.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }
