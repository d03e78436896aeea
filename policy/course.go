package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// Course is a way of a case on which what a proof finds comes about: whoever files such a matter and does the steps so
// meets it. Where branches run side by side it is of one of them; the others go on as they may.
type Course struct {
	Kind string `json:"kind" doc:"The kind of matter that begins so"`
	// Filed is what the filing says, by the names of fields and built-in variables.
	Filed map[string]string `json:"filed,omitempty" doc:"What the filing says, as far as it matters"`
	Steps []CourseStep      `json:"steps" nullable:"false"`
	// told is the course in words.
	told complaint.Phrase
}

// CourseStep is a step on a course. The last is where the case stands when what is found comes about, with the outcome
// by which it does, or none.
type CourseStep struct {
	Step string `json:"step"`
	// Outcome is "" where the step is passed by.
	Outcome string `json:"outcome,omitempty" doc:"None where the step is passed by, or is the last"`
	// ByTime: time gives the outcome, or the complainant by rating.
	ByTime bool `json:"by_time,omitempty" doc:"Time gives the outcome, or the complainant by rating"`
	// Known is what the case has brought along when it comes to the step.
	Known map[string]string `json:"known,omitempty" doc:"What is known of the case there, as far as it matters"`
}

// heading is how a course has come to a place, by which way from where.
type heading struct {
	from place
	by   way
}

// courseTo is the shortest course on which cases come to a place: of a kind that people file rather than of one that
// begins from others, by ways that are not avoided. Nil where only commands lead there.
func (x *procedure) courseTo(r route, target func(place) bool) *Course {
	kinds := x.p.KindsPeopleFile()
	for _, kind := range x.p.Doc.Kinds.Keys() {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	for _, kind := range kinds {
		if c := x.courseOfKind(kind, r, target); c != nil {
			return c
		}
	}
	return nil
}

func (x *procedure) courseOfKind(kind string, r route, target func(place) bool) *Course {
	return x.courseFrom(kind, x.placesAtOpening(kind), r, target)
}

func (x *procedure) courseFrom(kind string, begins []place, r route, target func(place) bool) *Course {
	trail := x.trail(begins, r, target)
	if trail == nil {
		return nil
	}
	c := &Course{Kind: kind, Filed: spell(trail[0].from.known)}
	return c.then(trail)
}

// trail are the shortest headings from one of some places to a target, the last without a way on; nil where none leads
// there.
func (x *procedure) trail(from []place, r route, target func(place) bool) []heading {
	came := map[place]*heading{}
	queue := slices.Clone(from)
	for _, at := range from {
		came[at] = nil
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if target(at) {
			return traceBack(came, at)
		}
		for _, w := range x.waysOnFrom(at) {
			if r.avoids(at, w) {
				continue
			}
			for _, next := range w.next {
				if _, seen := came[next]; !seen {
					came[next] = &heading{at, w}
					queue = append(queue, next)
				}
			}
		}
	}
	return nil
}

func traceBack(came map[place]*heading, to place) []heading {
	trail := []heading{{from: to}}
	for h := came[to]; h != nil; h = came[h.from] {
		trail = append(trail, *h)
	}
	slices.Reverse(trail)
	return trail
}

// tell puts a course into words: the kind of matter, and what is done one after the other.
func (p *Policy) tell(c *Course) complaint.Phrase {
	all := make([]any, 0, len(c.Steps))
	for i, at := range c.Steps {
		s := p.step(complaint.StepID(at.Step))
		switch {
		case at.Outcome == "" && i < len(c.Steps)-1: // it is passed by
		case at.Step == archiveStep:
			all = append(all, complaint.Phrase{Key: "step.archive"})
		case s == nil:
		case at.Outcome == "":
			all = append(all, s.Title.Text)
		default:
			o, _ := s.Outcomes.Get(at.Outcome)
			all = append(all, complaint.Phrase{
				Key:  "course.step",
				Args: args{"step": s.Title.Text, "outcome": o.Title.Text},
			})
		}
	}
	way := all[0]
	for _, next := range all[1:] {
		way = complaint.Phrase{Key: "course.then", Args: args{"way": way, "step": next}}
	}
	return complaint.Phrase{Key: "course.line", Args: args{"kind": p.KindTitle(c.Kind), "way": way}}
}

// then is the course with a trail after the way by which its last step was finished.
func (c *Course) then(trail []heading) *Course {
	if c == nil {
		return nil
	}
	for _, h := range trail {
		c.Steps = append(c.Steps, CourseStep{
			Step:    string(h.from.step),
			Outcome: h.by.outcome,
			ByTime:  h.by.unfilled,
			Known:   spell(h.from.known),
		})
	}
	return c
}

// spell writes down what is known, without what says nothing.
func spell(k known) map[string]string {
	var all map[string]string
	for name, value := range k {
		if value == something || name == "kind" {
			continue
		}
		if all == nil {
			all = map[string]string{}
		}
		all[name] = fmt.Sprint(value)
	}
	return all
}

// courseTo is the shortest course to a step, at a place of a sort; any place at which it is entered for nil.
func (v *prover) courseTo(step string, sort func(place) bool) *Course {
	x, id := v.procedure, complaint.StepID(step)
	if sort == nil {
		sort = x.canEnter(id)
	}
	return x.courseTo(route{x: x}, func(at place) bool { return at.step == id && sort(at) })
}

// finishedWith is the course with an outcome of its last step, by which what is found comes about.
func (c *Course) finishedWith(outcome string) *Course {
	if c != nil {
		c.Steps[len(c.Steps)-1].Outcome = outcome
	}
	return c
}

// courseWithoutEnding is a course on which a limit of the whole case has begun and comes to the archive without one of
// its ends.
func (x *procedure) courseWithoutEnding(kind string, limit begun, ends map[string]bool) *Course {
	round := route{x: x, avoid: ends}
	if limit.starts == nil {
		limited := slices.DeleteFunc(slices.Clone(x.placesAtOpening(kind)), func(at place) bool {
			return !x.canHaveLimit(limit.limit, at.known)
		})
		return x.courseFrom(kind, limited, round, isAtStep(archiveStep))
	}
	var by way
	var rest []heading
	c := x.courseOfKind(kind, route{x: x}, func(at place) bool {
		for _, w := range x.waysOnFrom(at) {
			if limit.by(x, at, w) && !round.avoids(at, w) {
				by, rest = w, x.trail(w.next, round, isAtStep(archiveStep))
			}
			if rest != nil {
				return true
			}
		}
		return false
	})
	return c.finishedWith(by.outcome).then(rest)
}
