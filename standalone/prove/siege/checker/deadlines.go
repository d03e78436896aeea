package checker

import (
	"fmt"
	"time"
)

// remindBefore, escalateAfter and replyWithin are the ladder of the setting "urging".
const (
	remindBefore  = 4 * time.Hour
	escalateAfter = 1
	replyWithin   = 1
)

// The usual office, in which reminders come.
const (
	opensAt  = 9 * time.Hour
	closesAt = 18 * time.Hour
)

// checkDeadlines works out every deadline, rung and duty to reply anew, with its own calendar (I7).
func (c *check) checkDeadlines() {
	judged := 0
	for id, journal := range c.journal {
		s := &state{}
		for _, e := range journal {
			if err := s.applyEvent(e); err != nil {
				c.addViolation("I5", id, "event %d: %v", e.Seq, err)
				break
			}
			switch e.Type {
			case "deadline_set":
				judged++
				c.checkDeadline(s, e, s.Deadlines[len(s.Deadlines)-1])
			case "deadline_met":
				c.checkMet(s, e)
			case "slip_issued":
				if due := DueAfterTerm(e.happenedAt(), replyWithin); isKnownDay(due) &&
					parseInstant(e.textAt("reply_due")) != due.UTC() {
					c.addViolation("I7", id, "event %d: reply due %s, should be %s", e.Seq, e.textAt("reply_due"), due)
				}
			}
		}
	}
	c.addFigure("deadlines: %d worked out anew", judged)
}

func parseInstant(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func (c *check) checkDeadline(s *state, e *event, d deadline) {
	n, started := c.Terms.ofStep(d.Name), e.happenedAt()
	if d.Name == "handling" {
		n, started = c.Terms.OfHandling(s.Category, s.Severity), parseInstant(s.ReceivedAt)
	}
	last := LastDayOfTerm(started, n)
	due := last.AddDate(0, 0, 1)
	wrong := func(what string, got, want any) {
		c.addViolation("I7", e.Case, "deadline %s (%s, %s from %s): %s is %v, should be %v",
			d.ID, d.Name, d.Limit, d.Started, what, got, want)
	}
	switch {
	case !isKnownDay(due):
		return // beyond the years this calendar has
	case d.Limit != fmt.Sprintf("%dwd", n):
		wrong("limit", d.Limit, fmt.Sprintf("%dwd", n))
	case !parseInstant(d.Started).Equal(started):
		wrong("start", d.Started, started)
	case d.LastDay != last.Format(time.DateOnly):
		wrong("last day", d.LastDay, last.Format(time.DateOnly))
	case !parseInstant(d.Due).Equal(due):
		wrong("due", d.Due, due)
	}
	want := map[string]time.Time{"limit": due}
	if d.Name == "handling" {
		want["1"], want["2"], want["3"] = due.Add(-remindBefore), due, DueAfterTerm(last, escalateAfter)
		if want["1"].Before(started) {
			want["1"] = started
		}
		if at := lastMinuteInOffice(want["1"]); at.After(e.happenedAt()) && !at.Before(started) {
			want["1"] = at
		}
	}
	for _, r := range d.Rungs {
		if at, ok := want[r.ID]; !ok || !parseInstant(r.At).Equal(at) {
			wrong("rung "+r.ID, r.At, at)
		}
		delete(want, r.ID)
	}
	for rung, at := range want {
		wrong("rung "+rung, "missing", at)
	}
}

// lastMinuteInOffice is an instant itself if somebody is at work then, from nine to six on working days, else the last
// minute before it in which somebody is.
func lastMinuteInOffice(at time.Time) time.Time {
	day := midnightOf(at)
	if isWorkingDay(day) && !at.Before(day.Add(opensAt)) {
		if evening := day.Add(closesAt); !at.Before(evening) {
			return evening.Add(-time.Minute)
		}
		return at
	}
	for day = day.AddDate(0, 0, -1); !isWorkingDay(day); {
		day = day.AddDate(0, 0, -1)
	}
	return day.Add(closesAt - time.Minute)
}

// checkMet: done in time and done late are told apart by the instant of the act.
func (c *check) checkMet(s *state, e *event) {
	d := s.deadlineByID(e.textAt("deadline"))
	late, _ := e.fields["late"].(bool)
	if in := e.happenedAt().Before(parseInstant(d.Due)); in == late {
		c.addViolation("I6", e.Case, "event %d: done at %s, due %s, late: %t", e.Seq, e.happenedAt(), d.Due, late)
	}
}
