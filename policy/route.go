package policy

import (
	"slices"

	"duban/complaint"
)

// route asks whether cases can come from some places to others without certain steps ("step") or outcomes
// ("step/outcome") having been done. Where branches run side by side and the target lies behind both, each of them must
// have come there, or have ended, without them too.
type route struct {
	x     *procedure
	avoid map[string]bool
	// filling: a step that has lapsed or been rated is not avoided, for nobody filled in its form.
	filling bool
	// passing: past a step by its `else` is by it: the file says which cases do without.
	passing bool
	// alone: one branch coming there is enough, wherever the others are.
	alone bool
}

// isAtStep is the target of a route that ends at a step.
func isAtStep(id complaint.StepID) func(place) bool {
	return func(at place) bool { return at.step == id }
}

func (r route) canReach(from []place, target func(place) bool) bool {
	return slices.ContainsFunc(from, isMemberOf(r.placesComing(from, target)))
}

// placesComing are the places, of those that can be reached from some, from which the route comes to the target.
func (r route) placesComing(from []place, target func(place) bool) map[place]bool {
	places := r.x.reachable(from)
	leads, arrives, rests := map[place]bool{}, map[place]bool{}, map[place]bool{}
	if !slices.ContainsFunc(places, target) {
		return nil
	}
	for _, at := range places {
		if target(at) {
			leads[at], arrives[at], rests[at] = true, true, true
		}
		if at.step == archiveStep {
			rests[at] = true
		}
	}
	r.x.growSet(places, leads, func(_ place, w way) bool { return slices.ContainsFunc(w.next, isMemberOf(leads)) })
	r.x.growSet(places, rests, func(at place, w way) bool { return !r.avoids(at, w) && allIn(w.next, rests) })
	r.x.growSet(places, arrives, func(at place, w way) bool {
		stays := func(next place) bool { return r.alone || rests[next] || !leads[next] }
		return !r.avoids(at, w) && slices.ContainsFunc(w.next, isMemberOf(arrives)) && allHold(w.next, stays)
	})
	return arrives
}

// avoids reports whether a way is by a step or an outcome that the route avoids; past a step by its `else` is not,
// mostly.
func (r route) avoids(at place, w way) bool {
	if r.filling && w.unfilled {
		return false
	}
	if w.outcome == "" {
		return r.passing && r.avoid[string(at.step)]
	}
	return r.avoid[string(at.step)] || r.avoid[string(at.step)+"/"+w.outcome]
}

// growSet adds candidates to a set for as long as some way from one of them lets it join.
func (x *procedure) growSet(candidates []place, set map[place]bool, joins func(place, way) bool) {
	for grown := true; grown; {
		grown = false
		for _, at := range slices.Backward(candidates) {
			lets := func(w way) bool { return joins(at, w) }
			if !set[at] && slices.ContainsFunc(x.waysOnFrom(at), lets) {
				set[at], grown = true, true
			}
		}
	}
}

func isMemberOf(set map[place]bool) func(place) bool { return func(at place) bool { return set[at] } }

func allHold(places []place, holds func(place) bool) bool {
	return !slices.ContainsFunc(places, func(at place) bool { return !holds(at) })
}

func allIn(places []place, set map[place]bool) bool { return allHold(places, isMemberOf(set)) }
