package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

// stretch is a way through part of the procedure with the limits of its steps.
type stretch struct {
	sum     map[calendar.Unit]int
	way     []FitStep
	loops   []FitLoop
	without []string
}

// roughDays orders stretches: roughly, in days.
func (s stretch) roughDays() float64 {
	perDay := map[calendar.Unit]float64{
		calendar.WorkingDays:  1.4,
		calendar.CalendarDays: 1,
		calendar.Months:       31,
		calendar.Hours:        1.0 / 24,
	}
	weight := 0.0
	for unit, n := range s.sum {
		weight += perDay[unit] * float64(n)
	}
	return weight
}

// calendarDaysAtWorst is what the stretch can take at worst; working days in a row are converted together.
func (s stretch) calendarDaysAtWorst(cal *calendar.Calendar) int {
	days := 0
	for unit, n := range s.sum {
		days += limitInCalendarDays(calendar.Limit{N: n, Unit: unit}, cal, true)
	}
	return days
}

// onlyWorkingDays reports whether only working days are counted.
func (s stretch) onlyWorkingDays() bool {
	return !slices.ContainsFunc(slices.Collect(maps.Keys(s.sum)), func(u calendar.Unit) bool {
		return u != calendar.WorkingDays
	})
}

func (s stretch) addStretch(other stretch) stretch {
	sum := maps.Clone(s.sum)
	if sum == nil {
		sum = map[calendar.Unit]int{}
	}
	for unit, n := range other.sum {
		sum[unit] += n
	}
	return stretch{
		sum, slices.Concat(s.way, other.way), slices.Concat(s.loops, other.loops),
		slices.Concat(s.without, other.without),
	}
}

// pathFinder finds the longest way to what ends a deadline. Ways back are cut out of it, and each is counted once at
// the step it starts from.
type pathFinder struct {
	p      *Policy
	endsAt map[string]bool
	// wayBack are the ways back, "from/to".
	wayBack map[string]bool
	memo    map[string]*stretch
}

// newPathFinder looks for ways to a milestone; "closed" is reached where the case closes.
func newPathFinder(p *Policy, milestone string) *pathFinder {
	w := &pathFinder{
		p:       p,
		endsAt:  p.outcomesThatReach(milestone),
		wayBack: map[string]bool{},
		memo:    map[string]*stretch{},
	}
	if milestone == milestoneClosed {
		w.endsAt = p.outcomesThatCloseCase()
	}
	seen, open := map[string]bool{}, map[string]bool{}
	for _, k := range p.Doc.Kinds.Keys() {
		w.markLoops(p.FirstStep(k), seen, open)
	}
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

func (w *pathFinder) markLoops(id string, seen, open map[string]bool) {
	s := w.p.step(complaint.StepID(id))
	if s == nil || seen[id] {
		return
	}
	seen[id], open[id] = true, true
	for _, next := range s.nextSteps() {
		if open[next.Text] {
			w.wayBack[id+"/"+next.Text] = true
		}
		w.markLoops(next.Text, seen, open)
	}
	delete(open, id)
}

// stepsThatStart are the steps at which a deadline begins to run in a matter of the kind.
func (w *pathFinder) stepsThatStart(d *DeadlineRule, kind string) []string {
	first := w.p.FirstStep(kind)
	if d.From.Text == milestoneReceived {
		return []string{first}
	}
	marks := w.p.outcomesThatReach(d.From.Text)
	if field, ok := strings.CutPrefix(d.From.Text, fieldPrefix); ok {
		marks = w.p.stepsThatSet(field, "")
	}
	var starts []string
	for _, e := range w.p.Doc.Steps.Entries {
		if e.Key != first && !w.p.leadsTo(complaint.StepID(first), complaint.StepID(e.Key)) {
			continue
		}
		for _, o := range e.Value.Outcomes.Entries {
			if marks[e.Key] || marks[e.Key+"/"+o.Key] {
				starts = append(starts, textsOfWords(o.Value.Next)...)
			}
		}
	}
	return starts
}

func (w *pathFinder) longestPathFromAny(starts []string) (stretch, bool) {
	var best *stretch
	for _, id := range starts {
		best = longerOf(best, w.longestPathFrom(id))
	}
	if best == nil {
		return stretch{}, false
	}
	return *best, true
}

func longerOf(a, b *stretch) *stretch {
	if a == nil || b != nil && b.roughDays() > a.roughDays() {
		return b
	}
	return a
}

// longestPathFrom is the longest way from a step to the end, nil if none leads there.
func (w *pathFinder) longestPathFrom(id string) *stretch {
	if known, ok := w.memo[id]; ok {
		return known
	}
	w.memo[id] = nil
	s := w.p.step(complaint.StepID(id))
	if s == nil {
		return nil
	}
	var best *stretch
	for _, o := range s.Outcomes.Entries {
		if w.endsAt[id] || w.endsAt[id+"/"+o.Key] {
			best = longerOf(best, &stretch{})
			continue
		}
		for _, next := range o.Value.Next {
			if !w.wayBack[id+"/"+next.Text] {
				best = longerOf(best, w.longestPathFrom(next.Text))
			}
		}
	}
	if best != nil {
		through := w.ownStretchWithLoops(id, s).addStretch(*best)
		best = &through
	}
	if s.Else.Text != "" && !w.wayBack[id+"/"+s.Else.Text] {
		best = longerOf(best, w.longestPathFrom(s.Else.Text))
	}
	w.memo[id] = best
	return best
}

// ownStretchWithLoops is what the step itself takes, with each way back from it once.
func (w *pathFinder) ownStretchWithLoops(id string, s *Step) stretch {
	own := s.ownStretchOnce()
	for _, next := range s.nextSteps() {
		if !w.wayBack[id+"/"+next.Text] {
			continue
		}
		round := &pathFinder{
			p:       w.p,
			endsAt:  map[string]bool{id: true},
			wayBack: w.wayBack,
			memo:    map[string]*stretch{},
		}
		if again := round.longestPathWithoutLoops(next.Text); again != nil {
			again.loops = []FitLoop{{From: s.Title, To: w.p.StepTitle(next.Text)}}
			again.way, again.without = nil, nil
			own = own.addStretch(*again)
		}
	}
	return own
}

// longestPathWithoutLoops is the longest way to the end without counting ways back again.
func (w *pathFinder) longestPathWithoutLoops(id string) *stretch {
	if known, ok := w.memo[id]; ok {
		return known
	}
	w.memo[id] = nil
	s := w.p.step(complaint.StepID(id))
	if s == nil {
		return nil
	}
	own := s.ownStretchOnce()
	if w.endsAt[id] {
		w.memo[id] = &own
		return &own
	}
	var best *stretch
	for _, next := range s.nextSteps() {
		if !w.wayBack[id+"/"+next.Text] {
			best = longerOf(best, w.longestPathWithoutLoops(next.Text))
		}
	}
	if best != nil {
		through := own.addStretch(*best)
		best = &through
	}
	w.memo[id] = best
	return best
}

// ownStretchOnce is what a step takes when it is done once.
func (s *Step) ownStretchOnce() stretch {
	if !s.Limit.IsSet() {
		return stretch{without: []string{s.Title}}
	}
	l := s.Limit.Length
	return stretch{sum: map[calendar.Unit]int{l.Unit: l.N}, way: []FitStep{{s.Title, l.String()}}}
}
