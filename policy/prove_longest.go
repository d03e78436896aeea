package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

// longestTime is a way through part of the procedure with the limits of its steps.
type longestTime struct {
	sum     map[calendar.Unit]int
	way     []FitStep
	loops   []FitLoop
	without []string
	// rolled are the limits, in calendar days, that end on the next working day where their last day is none.
	rolled []int
	// sinceStart is the longest way that begins with a step whose limit counts from before the step: whatever went
	// before is within that limit, so the way is counted from where the deadline starts. Nil where there is no such
	// step.
	sinceStart *longestTime
}

// roughDays orders times: roughly, in days.
func (t longestTime) roughDays() float64 {
	perDay := map[calendar.Unit]float64{
		calendar.WorkingDays:  1.4,
		calendar.CalendarDays: 1,
		calendar.Months:       31,
		calendar.Minutes:      1.0 / 24 / 60,
		calendar.Hours:        1.0 / 24,
		calendar.OfficeHours:  1.4 / 8,
	}
	weight := 0.0
	for unit, n := range t.sum {
		weight += perDay[unit] * float64(n)
	}
	return weight
}

// calendarDaysAtWorst is what it can take at worst; working days in a row are converted together.
func (t longestTime) calendarDaysAtWorst(cal *calendar.Calendar) int {
	days := 0
	for unit, n := range t.sum {
		days += limitInCalendarDays(calendar.Limit{N: n, Unit: unit}, cal, true)
	}
	return days + cal.DaysAddedByRolling(t.rolled)
}

// totalIn is what it takes in a unit, if no days need to be converted for that. An hour on the clock holds at
// most one of an office.
func (t longestTime) totalIn(unit calendar.Unit) (total int, alike bool) {
	if len(t.rolled) > 0 {
		return 0, false
	}
	minutes := map[calendar.Unit]int{calendar.Minutes: 1, calendar.Hours: 60, calendar.OfficeHours: 60}
	for u, n := range t.sum {
		onTheClock := u == calendar.Minutes || u == calendar.Hours
		if u != unit && (!onTheClock || minutes[unit] == 0) {
			return 0, false
		}
		total += n * max(1, minutes[u])
	}
	whole := max(1, minutes[unit])
	return (total + whole - 1) / whole, true
}

func (t longestTime) plusTime(other longestTime) longestTime {
	sum := maps.Clone(t.sum)
	if sum == nil {
		sum = map[calendar.Unit]int{}
	}
	for unit, n := range other.sum {
		sum[unit] += n
	}
	all := longestTime{
		sum:        sum,
		way:        slices.Concat(t.way, other.way),
		loops:      slices.Concat(t.loops, other.loops),
		without:    slices.Concat(t.without, other.without),
		rolled:     slices.Concat(t.rolled, other.rolled),
		sinceStart: other.sinceStart,
	}
	if t.sinceStart != nil {
		other.sinceStart = nil
		begun := t.sinceStart.plusTime(other)
		all.sinceStart = longerOf(all.sinceStart, &begun)
	}
	return all
}

// inAll is the longest way, however its steps are counted.
func (t *longestTime) inAll() *longestTime { return longerOf(t, t.sinceStart) }

// walker finds the longest way to what ends a deadline. A way back, to a step that the case has been at, is taken once
// at most.
type walker struct {
	x      *procedure
	endsAt map[string]bool
	// archiveEnds: to be archived is an end too.
	archiveEnds bool
	// wayBack are the ways back, "from/to", each with a bit of its own.
	wayBack map[string]uint64
	memo    map[walked]*longestTime
}

// walked is where a walk is, and the ways back it has taken.
type walked struct {
	at   place
	back uint64
}

// newWalker looks for ways to a milestone; "closed" is reached where the case closes.
func newWalker(x *procedure, until, kind string) *walker {
	w := &walker{
		x:       x,
		endsAt:  x.p.outcomesThatReach(until),
		wayBack: map[string]uint64{},
		memo:    map[walked]*longestTime{},
	}
	if until == milestoneClosed {
		w.endsAt, w.archiveEnds = x.p.outcomesThatCloseCase(), true
	}
	w.markLoops(complaint.StepID(x.p.FirstStep(kind)), map[complaint.StepID]bool{}, map[complaint.StepID]bool{})
	return w
}

// outcomesThatCloseCase are the ways of finishing steps that close the case.
func (p *Policy) outcomesThatCloseCase() map[string]bool {
	marks := map[string]bool{}
	for _, e := range p.Doc.Steps.Entries {
		if e.Value.Closes != nil {
			marks[e.Key] = true
		}
		for _, o := range e.Value.Outcomes.Entries {
			if o.Value.Closes != nil {
				marks[e.Key+"/"+o.Key] = true
			}
		}
	}
	return marks
}

// markLoops marks the ways back on the ways from a step. The last of more than 64 share a bit: they are taken once
// together.
func (w *walker) markLoops(id complaint.StepID, seen, open map[complaint.StepID]bool) {
	s := w.x.p.step(id)
	if s == nil || seen[id] {
		return
	}
	seen[id], open[id] = true, true
	for _, word := range s.nextSteps() {
		next := complaint.StepID(word.Text)
		if open[next] {
			w.wayBack[string(id)+"/"+word.Text] = 1 << min(len(w.wayBack), 63)
		}
		w.markLoops(next, seen, open)
	}
	delete(open, id)
}

func longerOf(a, b *longestTime) *longestTime {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	longer := *a
	if b.roughDays() > a.roughDays() {
		longer = *b
	}
	longer.sinceStart = nil
	if a.sinceStart != nil || b.sinceStart != nil {
		longer.sinceStart = longerOf(a.sinceStart, b.sinceStart)
	}
	return &longer
}

// longestFrom is the longest way from a place to an end, nil if none leads there.
func (w *walker) longestFrom(from walked) *longestTime {
	if from.at.step == archiveStep && w.archiveEnds {
		return &longestTime{}
	}
	if known, ok := w.memo[from]; ok {
		return known
	}
	w.memo[from] = nil // an `else` that goes round leads nowhere
	var best *longestTime
	for _, way := range w.x.waysOnFrom(from.at) {
		best = longerOf(best, w.longestBy(from, way))
	}
	w.memo[from] = best
	return best
}

func (w *walker) longestBy(from walked, way way) *longestTime {
	own := longestTime{}
	if way.outcome != "" {
		own = w.x.longestTimeOfStep(from.at)
		step := string(from.at.step)
		if w.endsAt[step] || w.endsAt[step+"/"+way.outcome] {
			return &own
		}
	}
	var best *longestTime
	for _, next := range way.next {
		back := w.wayBack[string(from.at.step)+"/"+string(next.step)]
		if from.back&back != 0 {
			continue
		}
		on := w.longestFrom(walked{next, from.back | back})
		if on == nil {
			continue
		}
		through := own
		if back != 0 {
			loop := FitLoop{From: w.x.p.StepTitle(string(from.at.step)), To: w.x.p.StepTitle(string(next.step))}
			through.loops = append(slices.Clone(own.loops), loop)
		}
		through = through.plusTime(*on)
		best = longerOf(best, &through)
	}
	return best
}

// longestTimeOfStep is what a step takes at most when it is done once. A limit that counts from receipt or a milestone
// adds nothing to what went before; it counts from no later than where the deadline starts, or the way is longer still.
func (x *procedure) longestTimeOfStep(at place) longestTime {
	if at.takes == nil {
		at.takes = x.findLongestTimeOfStep(at)
	}
	return *at.takes
}

// longestMonth is how many days a month has at most.
const longestMonth = 31

func (x *procedure) findLongestTimeOfStep(at place) *longestTime {
	s := x.p.step(at.step)
	own := &longestTime{without: []string{s.Title.Text}}
	if strings.HasPrefix(s.From.Text, fieldPrefix) {
		return own
	}
	var longest *longestTime
	limits, _ := x.possibleLimits(s.LimitChoices(), at.known)
	if within, limited := x.p.reviewTimeLimit(); limited && s.Kind.Text == windowKind && s.LapsesByItself() {
		limits = []calendar.Limit{within.Length} // from the service on, which is before it
	}
	for _, l := range limits {
		takes := longestTime{sum: map[calendar.Unit]int{l.Unit: l.N}, way: []FitStep{{s.Title.Text, l.String()}}}
		if rolls := s.Counting.overrideRule(x.p.counting).Roll; rolls && l.Unit == calendar.CalendarDays {
			takes.rolled = []int{l.N}
		} else if rolls && l.Unit == calendar.Months {
			takes.rolled = []int{l.N * longestMonth}
		}
		longest = longerOf(longest, &takes)
	}
	if s.From.Text != "" {
		own.sinceStart = longest
		return own
	}
	return longerOf(longest, own)
}
