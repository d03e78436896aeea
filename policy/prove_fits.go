package policy

import (
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

// Fit compares the limit of the whole case with the limits of the steps on the longest way through it.
type Fit struct {
	Deadline string `json:"deadline"`
	// Kind is the kind of matter the way is of.
	Kind  string `json:"kind"`
	Limit string `json:"limit"`
	// Days is the case limit in calendar days, Needed what the steps can take at worst.
	Days   int `json:"days"`
	Needed int `json:"needed"`
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
	return "fit.line", args{
		"kind":    f.Kind,
		"limit":   complaint.Span(f.Limit),
		"days":    f.Days,
		"needed":  f.Needed,
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

// Fits compares each case limit with the longest way of each kind of matter that it applies to.
func (p *Policy) Fits(cal *calendar.Calendar) []Fit {
	fits := []Fit{}
	for _, d := range p.Doc.Deadlines.Entries {
		for _, k := range p.Doc.Kinds.Entries {
			w := newPathFinder(p, d.Value.Until.Text)
			longest, found := w.longestPathFromAny(w.stepsThatStart(&d.Value, k.Key))
			if !found {
				continue
			}
			for _, limit := range p.limitsOf(&d.Value, k.Key) {
				fit := Fit{
					Deadline: d.Key,
					Kind:     k.Value.Title,
					Limit:    limit.String(),
					Days:     limitInCalendarDays(limit, cal, false),
					Needed:   longest.calendarDaysAtWorst(cal),
					Way:      append([]FitStep{}, longest.way...),
					Loops:    append([]FitLoop{}, longest.loops...),
					Without:  append([]string{}, longest.without...),
				}
				// counted alike, nothing to convert
				if limit.Unit == calendar.WorkingDays && longest.onlyWorkingDays() {
					fit.Days, fit.Needed = limit.N, longest.sum[calendar.WorkingDays]
				}
				fits = append(fits, fit)
			}
		}
	}
	return fits
}

// proveStepLimitsFit: along every path the step limits fit inside the case limit.
func (v *prover) proveStepLimitsFit() {
	for _, f := range v.p.Fits(v.cal) {
		if !f.Holds() {
			i := slices.Index(v.p.Doc.Deadlines.Keys(), f.Deadline)
			v.cannotProve(v.p.Doc.Deadlines.Entries[i].Pos, f.Deadline, "proof.fits", args{"fit": f.phrase()})
		}
	}
}

// limitsOf are the limits a deadline can have for a kind of matter, whatever its source, category and severity.
func (p *Policy) limitsOf(d *DeadlineRule, kind string) []calendar.Limit {
	var limits []calendar.Limit
	c := complaint.NewCase("")
	c.Kind = kind
	orNone := func(codes []string) []string {
		if len(codes) == 0 {
			return []string{""}
		}
		return codes
	}
	for _, c.Source = range orNone(p.Doc.Intake.Sources.Keys()) {
		for _, c.Severity = range orNone(p.Doc.Intake.Severities.Keys()) {
			for _, c.Category = range orNone(p.CategoryCodes()) {
				if l, ok := p.limitFor(d, c); ok && !slices.Contains(limits, l) {
					limits = append(limits, l)
				}
			}
		}
	}
	return limits
}

func (p *Policy) limitFor(d *DeadlineRule, c *complaint.Case) (calendar.Limit, bool) {
	for _, choice := range d.Limit {
		if holds, err := p.conditionHolds(choice.When, scope{p: p, c: c}); err == nil && holds {
			return choice.Is.Length, true
		}
	}
	return calendar.Limit{}, false
}

// limitInCalendarDays converts a limit to calendar days: at the worst run of the official calendars, or at the best.
func limitInCalendarDays(l calendar.Limit, cal *calendar.Calendar, atWorst bool) int {
	switch l.Unit {
	case calendar.WorkingDays:
		shortest, longest := cal.CalendarDaysOfWorkingDays(l.N)
		if atWorst {
			return longest
		}
		return shortest
	case calendar.Months:
		if atWorst {
			return l.N * 31
		}
		return l.N * 28
	case calendar.Hours:
		if atWorst {
			return (l.N + 23) / 24
		}
		return l.N / 24
	case calendar.CalendarDays:
	}
	return l.N
}
