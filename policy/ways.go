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
	way     []string
	loops   []string
	without []string
}

// weight orders stretches: roughly, in days.
func (s stretch) weight() float64 {
	perDay := map[calendar.Unit]float64{calendar.WorkingDays: 1.4, calendar.CalendarDays: 1, calendar.Months: 31, calendar.Hours: 1.0 / 24}
	weight := 0.0
	for unit, n := range s.sum {
		weight += perDay[unit] * float64(n)
	}
	return weight
}

// days is what the stretch can take at worst; working days in a row are converted together.
func (s stretch) days(cal *calendar.Calendar) int {
	days := 0
	for unit, n := range s.sum {
		days += inDays(calendar.Limit{N: n, Unit: unit}, cal, true)
	}
	return days
}

// plain reports whether only working days are counted.
func (s stretch) plain() bool {
	return !slices.ContainsFunc(slices.Collect(maps.Keys(s.sum)), func(u calendar.Unit) bool { return u != calendar.WorkingDays })
}

func (s stretch) then(other stretch) stretch {
	sum := maps.Clone(s.sum)
	if sum == nil {
		sum = map[calendar.Unit]int{}
	}
	for unit, n := range other.sum {
		sum[unit] += n
	}
	return stretch{sum, slices.Concat(s.way, other.way), slices.Concat(s.loops, other.loops), slices.Concat(s.without, other.without)}
}

// ways finds the longest way to what ends a deadline. Ways back are cut out of it, and each is counted once at the
// step it starts from.
type ways struct {
	p    *Policy
	ends map[string]bool
	// back are the ways back, "from/to".
	back map[string]bool
	memo map[string]*stretch
}

// newWays looks for ways to a milestone; "closed" is reached where the case closes.
func newWays(p *Policy, until string) *ways {
	w := &ways{p: p, ends: p.setters(until), back: map[string]bool{}, memo: map[string]*stretch{}}
	if until == milestoneClosed {
		w.ends = p.closers()
	}
	seen, open := map[string]bool{}, map[string]bool{}
	for _, k := range p.Doc.Kinds.Keys() {
		w.findBack(p.FirstStep(k), seen, open)
	}
	return w
}

// closers are the ways of finishing steps that close the case.
func (p *Policy) closers() map[string]bool {
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

func (w *ways) findBack(id string, seen, open map[string]bool) {
	s := w.p.step(complaint.StepID(id))
	if s == nil || seen[id] {
		return
	}
	seen[id], open[id] = true, true
	for _, next := range s.ways() {
		if open[next.Text] {
			w.back[id+"/"+next.Text] = true
		}
		w.findBack(next.Text, seen, open)
	}
	delete(open, id)
}

// starts are the steps at which a deadline begins to run in a matter of the kind.
func (w *ways) starts(d *DeadlineRule, kind string) []string {
	first := w.p.FirstStep(kind)
	if d.From.Text == milestoneReceived {
		return []string{first}
	}
	marks := w.p.setters(d.From.Text)
	if field, ok := strings.CutPrefix(d.From.Text, fieldPrefix); ok {
		marks = w.p.assigns(field, "")
	}
	var starts []string
	for _, e := range w.p.Doc.Steps.Entries {
		if e.Key != first && !w.p.leads(complaint.StepID(first), complaint.StepID(e.Key)) {
			continue
		}
		for _, o := range e.Value.Outcomes.Entries {
			if marks[e.Key] || marks[e.Key+"/"+o.Key] {
				starts = append(starts, wordsOf(o.Value.Next)...)
			}
		}
	}
	return starts
}

func (w *ways) longest(starts []string) (stretch, bool) {
	var best *stretch
	for _, id := range starts {
		best = longer(best, w.from(id))
	}
	if best == nil {
		return stretch{}, false
	}
	return *best, true
}

func longer(a, b *stretch) *stretch {
	if a == nil || b != nil && b.weight() > a.weight() {
		return b
	}
	return a
}

// from is the longest way from a step to the end, nil if none leads there.
func (w *ways) from(id string) *stretch {
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
		if w.ends[id] || w.ends[id+"/"+o.Key] {
			best = longer(best, &stretch{})
			continue
		}
		for _, next := range o.Value.Next {
			if !w.back[id+"/"+next.Text] {
				best = longer(best, w.from(next.Text))
			}
		}
	}
	if best != nil {
		through := w.own(id, s).then(*best)
		best = &through
	}
	if s.Else.Text != "" && !w.back[id+"/"+s.Else.Text] {
		best = longer(best, w.from(s.Else.Text))
	}
	w.memo[id] = best
	return best
}

// own is what the step itself takes, with each way back from it once.
func (w *ways) own(id string, s *Step) stretch {
	own := s.once()
	for _, next := range s.ways() {
		if !w.back[id+"/"+next.Text] {
			continue
		}
		round := &ways{p: w.p, ends: map[string]bool{id: true}, back: w.back, memo: map[string]*stretch{}}
		if again := round.plainFrom(next.Text); again != nil {
			again.loops = []string{s.Title + " → " + w.p.StepTitle(next.Text)}
			again.way, again.without = nil, nil
			own = own.then(*again)
		}
	}
	return own
}

// plainFrom is the longest way to the end without counting ways back again.
func (w *ways) plainFrom(id string) *stretch {
	if known, ok := w.memo[id]; ok {
		return known
	}
	w.memo[id] = nil
	s := w.p.step(complaint.StepID(id))
	if s == nil {
		return nil
	}
	own := s.once()
	if w.ends[id] {
		w.memo[id] = &own
		return &own
	}
	var best *stretch
	for _, next := range s.ways() {
		if !w.back[id+"/"+next.Text] {
			best = longer(best, w.plainFrom(next.Text))
		}
	}
	if best != nil {
		through := own.then(*best)
		best = &through
	}
	w.memo[id] = best
	return best
}

// once is what a step takes when it is done once.
func (s *Step) once() stretch {
	if !s.Limit.Set() {
		return stretch{without: []string{s.Title}}
	}
	l := s.Limit.Length
	return stretch{sum: map[calendar.Unit]int{l.Unit: l.N}, way: []string{s.Title + " " + l.String()}}
}
