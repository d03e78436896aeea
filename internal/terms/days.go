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
	// Open and Close are the hours of the office, from midnight; AllDays: on days off as well.
	Open, Close time.Duration
	AllDays     bool
}

const day = 24 * time.Hour

// term is a limit counted out.
type term struct {
	start, due time.Time
	// last is noon of the last day.
	last time.Time
	// clock is "wd" or "oh" if every stretch is in that unit, so that only its hours count as time left.
	clock  string
	unsure bool
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

// parseLength reads 15d, 3wd, 4h, 2oh or 30min.
func parseLength(text string) (n int, unit string) {
	digits := strings.TrimRight(text, "hdwomin")
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(fmt.Sprintf("length %q: %s", text, err))
	}
	return n, text[len(digits):]
}

// firstTerm counts a limit from its start: the next day is the first, the last counts whole.
func (d *Days) firstTerm(start time.Time, text string, roll bool) term {
	n, unit := parseLength(text)
	t := term{start: start, due: start, clock: unit}
	if isOfTime(unit) {
		return d.addTime(t, n, unit)
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
	if unit != t.clock {
		more.clock = ""
	}
	if isOfTime(unit) {
		return d.addTime(more, n, unit)
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
	if t.clock != "wd" && t.clock != "oh" {
		return t.due.Sub(at)
	}
	var sum time.Duration
	var unsure bool
	for at.Before(t.due) {
		next, counts := d.nextChange(at, t.clock, &unsure)
		if next.After(t.due) {
			next = t.due
		}
		if counts {
			sum += next.Sub(at)
		}
		at = next
	}
	return sum
}

func isOfTime(unit string) bool { return unit == "min" || unit == "h" || unit == "oh" }

// addTime moves a term's end by minutes or hours.
func (d *Days) addTime(t term, n int, unit string) term {
	switch unit {
	case "min":
		t.due = t.due.Add(time.Duration(n) * time.Minute)
	case "h":
		t.due = t.due.Add(time.Duration(n) * time.Hour)
	case "oh":
		t.due = d.passTime(t.due, time.Duration(n)*time.Hour, unit, &t.unsure)
	}
	t.last = noonOf(t.due.Add(-1))
	return t
}

// nextChange says whether time counts in a unit at an instant, and when that may be otherwise: at midnight, or when the
// office opens or closes.
func (d *Days) nextChange(at time.Time, unit string, unsure *bool) (next time.Time, counts bool) {
	midnight := midnightOf(at)
	if unit == "wd" {
		return midnight.Add(day), d.isWorking(at, unsure)
	}
	if !d.AllDays && !d.isWorking(at, unsure) {
		return midnight.Add(day), false
	}
	for _, change := range []time.Duration{d.Open, d.Close, day} {
		if next = midnight.Add(change); at.Before(next) {
			return next, change == d.Close
		}
	}
	return next, false
}

// passTime is the instant at which so much time has counted since another.
func (d *Days) passTime(at time.Time, left time.Duration, unit string, unsure *bool) time.Time {
	for {
		next, counts := d.nextChange(at, unit, unsure)
		if counts {
			if span := next.Sub(at); left <= span {
				return at.Add(left)
			}
			left -= next.Sub(at)
		}
		at = next
	}
}

// resumeTerm is the term that has so much left at an instant.
func (d *Days) resumeTerm(t term, until time.Time, left time.Duration) term {
	t.due = until.Add(left)
	if t.clock == "wd" || t.clock == "oh" {
		t.due = d.passTime(until, left, t.clock, &t.unsure)
	}
	t.last = noonOf(t.due.Add(-1))
	return t
}

// instantBefore is an instant that lies text before the end, never before the start.
func (d *Days) instantBefore(t term, text string) (at time.Time, unsure bool) {
	n, unit := parseLength(text)
	switch unit {
	case "min":
		at = t.due.Add(-time.Duration(n) * time.Minute)
	case "h":
		at = t.due.Add(-time.Duration(n) * time.Hour)
	case "oh":
		at = d.instantWithLeft(t.due, time.Duration(n)*time.Hour, &unsure)
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

// instantWithLeft is the latest instant with so much office time left until the end, found by halving: a day before is
// either too late or early enough.
func (d *Days) instantWithLeft(end time.Time, left time.Duration, unsure *bool) time.Time {
	if left == 0 {
		return end
	}
	leftAt := func(at time.Time) time.Duration {
		return d.timeLeft(term{start: at, due: end, clock: "oh"}, at)
	}
	early, late := midnightOf(end), end
	for leftAt(early) < left {
		early, late = early.Add(-day), early
	}
	for late.Sub(early) > time.Microsecond {
		if middle := early.Add(late.Sub(early) / 2).Truncate(time.Microsecond); leftAt(middle) < left {
			late = middle
		} else {
			early = middle
		}
	}
	if leftAt(late) >= left {
		early = late
	}
	for at := midnightOf(early); !at.After(end); at = at.Add(day) {
		if !d.AllDays {
			d.isWorking(at, unsure) // every day on the way was asked
		}
	}
	return early
}
