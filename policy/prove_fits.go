package policy

import (
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/web/words"
)

// Fit compares the limit of the whole case with the limits of the steps on the longest way through it.
type Fit struct {
	Deadline string `json:"deadline"`
	// Kind is the kind of matter the way is of.
	Kind  string `json:"kind"`
	Limit string `json:"limit"`
	// Days is the case limit, Needed what the steps can take at worst, both in a unit: that of the limit where the
	// steps are counted alike, else calendar days.
	Days   int    `json:"days"`
	Needed int    `json:"needed"`
	Unit   string `json:"unit" doc:"What days and needed count: d, or the unit of the limit where the steps are counted in the same"`
	// Way are the steps that have a limit; Loops the ways back, each counted once; Without the titles of the steps on
	// the way that have no limit.
	Way     []FitStep `json:"way" nullable:"false"`
	Loops   []FitLoop `json:"loops" nullable:"false"`
	Without []string  `json:"without" nullable:"false"`
}

type (
	// FitStep is a step on the longest way, by its title, with its limit, such as 3wd.
	FitStep struct {
		Title string `json:"title"`
		Limit string `json:"limit"`
	}
	// FitLoop is a way back, by the titles of the steps.
	FitLoop struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
)

// In is the comparison with the titles of a language of [Policy.In].
func (f Fit) In(l words.Language) Fit {
	f.Kind, f.Way, f.Loops, f.Without = l.SayValue(f.Kind), slices.Clone(f.Way), slices.Clone(f.Loops),
		slices.Clone(f.Without)
	for i, s := range f.Way {
		f.Way[i].Title = l.SayValue(s.Title)
	}
	for i, loop := range f.Loops {
		f.Loops[i] = FitLoop{From: l.SayValue(loop.From), To: l.SayValue(loop.To)}
	}
	for i, title := range f.Without {
		f.Without[i] = l.SayValue(title)
	}
	return f
}

// Holds reports whether the steps fit in.
func (f Fit) Holds() bool { return f.Needed <= f.Days }

// Word is the comparison in one line.
func (f Fit) Word() (key string, blanks map[string]any) {
	way, loops, without := any(""), any(""), any("")
	for i, s := range f.Way {
		step := complaint.Phrase{Key: "fit.step", Args: args{"step": s.Title, "limit": complaint.Span(s.Limit)}}
		if i == 0 {
			way = step
		} else {
			way = complaint.Phrase{Key: "fit.then", Args: args{"way": way, "step": step}}
		}
	}
	if len(f.Loops) > 0 {
		each := make([]any, len(f.Loops))
		for i, l := range f.Loops {
			each[i] = complaint.Phrase{Key: "fit.then", Args: args{"way": l.From, "step": l.To}}
		}
		loops = complaint.Phrase{Key: "fit.loops", Args: args{"loops": each}}
	}
	if len(f.Without) > 0 {
		without = complaint.Phrase{Key: "fit.without", Args: args{"steps": f.Without}}
	}
	line := "fit.line"
	if len(f.Way) == 0 {
		line = "fit.unlimited"
	}
	return line, args{
		"kind":    f.Kind,
		"limit":   complaint.Span(f.Limit),
		"days":    complaint.SpanOf(f.Days, f.Unit),
		"needed":  complaint.SpanOf(f.Needed, f.Unit),
		"way":     way,
		"loops":   loops,
		"without": without,
	}
}

// phrase is the comparison as part of a finding.
func (f Fit) phrase() complaint.Phrase {
	key, blanks := f.Word()
	return complaint.Phrase{Key: key, Args: blanks}
}

// Fits compares each case limit with the longest way of each kind of matter that it applies to. A limit from a date
// that somebody names is compared with nothing: the date says nothing of when the steps after it begin.
func (p *Policy) Fits(cal *calendar.Calendar) []Fit {
	return newProcedure(p).fitsOfLimits(p.inOffice(cal))
}

func (x *procedure) fitsOfLimits(cal *calendar.Calendar) []Fit {
	fits := []Fit{}
	for i := range x.p.Doc.Deadlines.Entries {
		d := &x.p.Doc.Deadlines.Entries[i]
		if strings.HasPrefix(d.Value.From.Text, fieldPrefix) {
			continue
		}
		for _, kind := range x.p.kindsOfDeadline(&d.Value) {
			limits, longest := x.longestWithin(&d.Value, kind)
			for _, limit := range limits {
				fits = append(fits, newFit(d.Key, x.p.KindTitle(kind), limit, longest[limit], cal))
			}
		}
	}
	return fits
}

// longestWithin are the limits that a deadline can have in matters of a kind, each with the longest way on which it has
// it.
func (x *procedure) longestWithin(d *DeadlineRule, kind string) ([]calendar.Limit, map[calendar.Limit]*longestTime) {
	w := newWalker(x, d.Until.Text, kind)
	var limits []calendar.Limit
	longest := map[calendar.Limit]*longestTime{}
	for _, start := range x.placesWhereItStarts(d, kind) {
		way := w.longestFrom(walked{at: start})
		if way == nil {
			continue
		}
		possible, _ := x.possibleLimits(d.Limit, start.known)
		for _, limit := range possible {
			if longest[limit] == nil {
				limits = append(limits, limit)
			}
			longest[limit] = longerOf(longest[limit], way.inAll())
		}
	}
	return limits, longest
}

// placesWhereItStarts are the places at which a deadline begins to run in matters of a kind.
func (x *procedure) placesWhereItStarts(d *DeadlineRule, kind string) []place {
	first := x.placesAtOpening(kind)
	starts := x.p.outcomesThatStart(d)
	if starts == nil {
		return first
	}
	var places []place
	if field, ok := strings.CutPrefix(d.From.Text, fieldPrefix); ok && x.p.Doc.Intake.Form.Has(field) {
		places = first
	}
	r := route{x: x, avoid: starts}
	for _, at := range x.reachable(slices.Concat(first, x.placesCommandsLeadTo(kind))) {
		for _, w := range x.waysOnFrom(at) {
			if r.avoids(at, w) {
				places = append(places, w.next...)
			}
		}
	}
	return places
}

// possibleLimits are the limits that are possible where that is known of the case, and whether no choice may hold. That
// the file says `none` is a choice too, and no limit.
func (x *procedure) possibleLimits(all []LimitChoice, k known) (possible []calendar.Limit, missed bool) {
	if len(all) == 0 || len(all) == 1 && all[0].When.Text == "" {
		for _, choice := range all {
			if !choice.Is.IsNone() {
				possible = append(possible, choice.Is.Length)
			}
		}
		return possible, len(all) == 0
	}
	conditions := make([]Expr, len(all))
	for i, choice := range all {
		conditions[i] = choice.When
	}
	for i, choice := range all {
		first := x.can(k, conditions[:i+1], func(holds []bool) bool { return slices.Index(holds, true) == i })
		if first && !choice.Is.IsNone() && !slices.Contains(possible, choice.Is.Length) {
			possible = append(possible, choice.Is.Length)
		}
	}
	return possible, x.can(k, conditions, allFail)
}

func allFail(holds []bool) bool { return !slices.Contains(holds, true) }

func newFit(deadline, kind string, limit calendar.Limit, longest *longestTime, cal *calendar.Calendar) Fit {
	fit := Fit{
		Deadline: deadline,
		Kind:     kind,
		Limit:    limit.String(),
		Unit:     string(calendar.CalendarDays),
		Days:     limitInCalendarDays(limit, cal, false),
		Needed:   longest.calendarDaysAtWorst(cal),
		Way:      append([]FitStep{}, longest.way...),
		Loops:    append([]FitLoop{}, longest.loops...),
		Without:  append([]string{}, uniqueInOrder(longest.without)...),
	}
	if total, alike := longest.totalIn(limit.Unit); alike {
		fit.Days, fit.Needed, fit.Unit = limit.N, total, string(limit.Unit)
	}
	return fit
}

// proveStepLimitsFit: along every path the step limits fit inside the case limit.
func (v *prover) proveStepLimitsFit() {
	v.fits = v.procedure.fitsOfLimits(v.cal)
	for _, f := range v.fits {
		if !f.Holds() {
			i := slices.Index(v.p.Doc.Deadlines.Keys(), f.Deadline)
			v.cannotProve(v.p.Doc.Deadlines.Entries[i].Pos, f.Deadline, "proof.fits", args{"fit": f.phrase()})
		}
	}
}

// limitInCalendarDays converts a limit to calendar days: at the worst run of the official calendars, or at the best.
func limitInCalendarDays(l calendar.Limit, cal *calendar.Calendar, worst bool) int {
	switch l.Unit {
	case calendar.WorkingDays:
		shortest, longest := cal.CalendarDaysOfWorkingDays(l.N)
		if worst {
			return longest
		}
		return shortest
	case calendar.Months:
		if worst {
			return l.N * longestMonth
		}
		return l.N * 28
	case calendar.Minutes, calendar.Hours, calendar.OfficeHours:
		shortest, longest := cal.CalendarDaysOfTime(l)
		if worst {
			return longest
		}
		return shortest
	case calendar.CalendarDays:
	}
	return l.N
}

func uniqueInOrder(words []string) []string {
	var all []string
	for _, w := range words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}
