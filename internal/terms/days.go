// Package terms reads a case's journal as plain JSON and counts every deadline in it again, by a routine of its
// own: it imports nothing of the product and walks day by day. Tests hold the engine against it.
package terms

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Days are the days of an official calendar as a newspaper would print them, written 20060102.
type Days struct {
	// Free are days off from Monday to Friday, Worked the weekend days that are worked.
	Free, Worked map[string]bool
	// Official are the years that have been published; what rests on another year is provisional.
	Official map[int]bool
}

const day = 24 * time.Hour

// term is a limit counted out.
type term struct {
	start, due time.Time
	// last is noon of the last day.
	last time.Time
	// working: every stretch is in working days, so only their hours count as time left.
	working bool
	unsure  bool
}

func (d *Days) isWorking(at time.Time, unsure *bool) bool {
	if !d.Official[at.Year()] {
		*unsure = true
	}
	key := at.Format("20060102")
	if d.Worked[key] {
		return true
	}
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !d.Free[key]
}

func noonOf(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, at.Location())
}

func midnightOf(at time.Time) time.Time { return noonOf(at).Add(-day / 2) }

// parseLength reads 15d, 3wd or 4h.
func parseLength(text string) (n int, unit string) {
	digits := strings.TrimRight(text, "hdw")
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(fmt.Sprintf("length %q: %s", text, err))
	}
	return n, text[len(digits):]
}

// firstTerm counts a limit from its start: the next day is the first, the last counts whole.
func (d *Days) firstTerm(start time.Time, text string, roll bool) term {
	n, unit := parseLength(text)
	t := term{start: start, working: unit == "wd"}
	if unit == "h" {
		t.due = start.Add(time.Duration(n) * time.Hour)
		t.last = noonOf(t.due.Add(-1))
		return t
	}
	t.last, t.unsure = d.lastDayAfter(noonOf(start), n, unit, roll)
	t.due = t.last.Add(day / 2)
	return t
}

// lastDayAfter walks n days on from noon of the day of the event.
func (d *Days) lastDayAfter(at time.Time, n int, unit string, roll bool) (last time.Time, unsure bool) {
	for n > 0 {
		at = at.Add(day)
		if unit == "d" || d.isWorking(at, &unsure) {
			n--
		}
	}
	for unit == "d" && roll && !d.isWorking(at, &unsure) {
		at = at.Add(day)
	}
	return at, unsure
}

// extendTerm counts one more stretch from the last day of a term.
func (d *Days) extendTerm(t term, text string, roll bool) (more term) {
	n, unit := parseLength(text)
	more = t
	more.working = t.working && unit == "wd"
	if unit == "h" {
		more.due = t.due.Add(time.Duration(n) * time.Hour)
		more.last = noonOf(more.due.Add(-1))
		return more
	}
	var unsure bool
	more.last, unsure = d.lastDayAfter(t.last, n, unit, roll)
	more.due, more.unsure = more.last.Add(day/2), t.unsure || unsure
	return more
}

// timeLeft is the time from at to the end that counts.
func (d *Days) timeLeft(t term, at time.Time) time.Duration {
	if at.Before(t.start) {
		at = t.start
	}
	if !at.Before(t.due) {
		return 0
	}
	if !t.working {
		return t.due.Sub(at)
	}
	var sum time.Duration
	var unsure bool
	for at.Before(t.due) {
		end := midnightOf(at).Add(day)
		if end.After(t.due) {
			end = t.due
		}
		if d.isWorking(at, &unsure) {
			sum += end.Sub(at)
		}
		at = end
	}
	return sum
}

// resumeTerm is the term that has so much left at an instant.
func (d *Days) resumeTerm(t term, until time.Time, left time.Duration) term {
	if !t.working {
		t.due = until.Add(left)
		t.last = noonOf(t.due.Add(-1))
		return t
	}
	at := until
	for {
		end := midnightOf(at).Add(day)
		if d.isWorking(at, &t.unsure) {
			if span := end.Sub(at); left <= span {
				t.due, t.last = at.Add(left), noonOf(at)
				return t
			}
			left -= end.Sub(at)
		}
		at = end
	}
}

// instantBefore is an instant that lies text before the end, never before the start.
func (d *Days) instantBefore(t term, text string) (at time.Time, unsure bool) {
	n, unit := parseLength(text)
	switch unit {
	case "h":
		at = t.due.Add(-time.Duration(n) * time.Hour)
	case "d":
		at = midnightOf(t.last.Add(-time.Duration(n) * day))
	case "wd":
		back := t.last
		for n > 0 {
			back = back.Add(-day)
			if d.isWorking(back, &unsure) {
				n--
			}
		}
		at = midnightOf(back)
	}
	if at.Before(t.start) {
		at = t.start
	}
	return at, unsure
}
