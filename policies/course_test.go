package policies_test

import (
	"flag"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/proofexamples"
)

// followed is how far a case came on the course of a finding, and whether the finding was met there.
type followed struct{ toItsEnd, met bool }

// meetsOnCourse lets a case follow the course of a finding, made up otherwise each time, until what is found comes
// about.
func meetsOnCourse(t *testing.T, text string, f policy.Finding, tries uint64) followed {
	t.Helper()
	p, err := policy.Load("policy.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var done followed
	for seed := uint64(1); seed <= tries && !done.met; seed++ {
		failed := failing(t, seed, func(rt *rapid.T) {
			w := &walk{life: newLife(rt, p, cnCalendar(), walkBegins), numbers: numbersIn(text)}
			filed, refusal := w.fileOnCourse(f.Course)
			if !filed {
				done.met = done.met || refusal != nil && refusal.ID == "filing.no_limit" && f.ID == "proof.limits"
				return
			}
			if !w.followCourse(f.Course) {
				return
			}
			done.toItsEnd = true
			if w.meets(f) {
				done.met = true
				return
			}
			w.toTheEnd()
			done.met = f.Proof == "ends" && w.Case.Status != complaint.StatusArchived
		})
		done.met = done.met || failed
	}
	return done
}

// fileOnCourse files what the course says, as far as it says it.
func (w *walk) fileOnCourse(c *policy.Course) (bool, *complaint.Error) {
	said := func(name, otherwise string) string {
		if value, ok := c.Filed[name]; ok {
			return value
		}
		return otherwise
	}
	var refusal *complaint.Error
	for range 12 {
		sources := w.Policy.Doc.Intake.Sources
		source := said("source", rapid.SampledFrom(sources.Keys()).Draw(w.t, "source"))
		from, ok := sources.Get(source)
		if !ok {
			return false, nil
		}
		filed := complaint.Filed{
			Kind:       c.Kind,
			Source:     source,
			Channel:    said("channel", rapid.SampledFrom(from.Channels.Keys()).Draw(w.t, "channel")),
			Category:   said("category", rapid.SampledFrom(w.Policy.CategoryCodes()).Draw(w.t, "category")),
			Severity:   said("severity", rapid.SampledFrom(severitiesOf(w.Policy)).Draw(w.t, "severity")),
			Subject:    "s",
			Content:    "c",
			ReceivedAt: complaint.Instant(w.Now),
			Parties:    w.parties(),
		}
		filed.Data = w.fillOnCourse(policy.Offer{}, w.Policy.Form(policy.IntakeForm), c.Filed)
		if refusal = w.Policy.CheckFiling(filed, filed.Data, w.Now, w.Calendar, w.Directory); refusal == nil {
			w.open(filed)
			return true, nil
		}
	}
	return false, refusal
}

// fillOnCourse fills in a form with what the course knows of its fields afterwards.
func (w *walk) fillOnCourse(o policy.Offer, form *policy.Form, known map[string]string) map[string]any {
	data := w.fill(o, form)
	if form == nil {
		return data
	}
	for _, e := range form.Fields.Entries {
		if _, isNumber := data[e.Key].(int64); isNumber && len(w.numbers) > 0 && rapid.Bool().Draw(w.t, "beside") {
			data[e.Key] = rapid.SampledFrom(w.numbers).Draw(w.t, "number") + rapid.Int64Range(-1, 1).Draw(w.t, "by")
		}
	}
	for name, value := range known {
		f, ok := form.Fields.Get(name)
		switch {
		case !ok:
		case value == "" || value == "false" && !f.Required:
			delete(data, name)
		case f.Type.Text == "bool":
			data[name] = value == "true"
		default:
			data[name] = value
		}
	}
	return data
}

// followCourse takes a case along a course, and reports whether it came to the end of it.
func (w *walk) followCourse(c *policy.Course) bool {
	for i, at := range c.Steps {
		last := i == len(c.Steps)-1
		if at.Outcome == "" && !last {
			continue // it is passed by
		}
		for range 8 { // the other branches first, where it waits for them
			if at.Step == "archive" && w.Case.Status == complaint.StatusArchived || w.stands(at.Step) {
				break
			}
			if w.Case.Status == complaint.StatusArchived || !w.work() {
				break
			}
		}
		if at.Step == "archive" {
			return w.Case.Status == complaint.StatusArchived
		}
		if !w.stands(at.Step) {
			return false
		}
		if at.Outcome == "" {
			return true
		}
		known := map[string]string{}
		if !last {
			known = c.Steps[i+1].Known
		}
		if !w.takes(at, known) {
			return false
		}
	}
	return true
}

// stands reports whether a step is open.
func (w *walk) stands(step string) bool {
	if s := w.Policy.Step(complaint.StepID(step)); s != nil && s.Kind.Text == "window" {
		return slices.ContainsFunc(w.Journal, entersStep(step)) // where its time is over at once, nothing is left open
	}
	return slices.ContainsFunc(w.Case.LiveTasks(), func(t *complaint.Task) bool { return string(t.Step) == step })
}

func entersStep(step string) func(complaint.Event) bool {
	return func(e complaint.Event) bool {
		entered, ok := e.Fact.(complaint.StepEntered)
		return ok && string(entered.Step) == step
	}
}

// takes does a step with an outcome, or lets it come by time, and reports whether it came.
func (w *walk) takes(at policy.CourseStep, known map[string]string) bool {
	for range 24 {
		if at.ByTime && !w.rates(at.Step) && !w.timeGoesOn() || !at.ByTime && !w.completes(at, known) {
			return false
		}
		if !w.stands(at.Step) || w.doneWith(at) {
			return true
		}
	}
	return false
}

// doneWith reports whether the last round of a step came to an outcome.
func (w *walk) doneWith(at policy.CourseStep) bool {
	for _, e := range slices.Backward(w.Journal) {
		if entersStep(at.Step)(e) {
			return true
		}
		if done, ok := e.Fact.(complaint.TaskCompleted); ok && string(done.Step) == at.Step {
			return done.Outcome == at.Outcome
		}
	}
	return false
}

// rates lets the complainant answer what a step asks, if it asks them.
func (w *walk) rates(step string) bool {
	for _, o := range w.offers(w.actors[0]) {
		if o.Allowed && o.Command == "rate" && w.stands(step) && w.give(offered{o, w.actors[0]}) {
			return true
		}
	}
	return false
}

// completes lets somebody do their part of a step with an outcome.
func (w *walk) completes(at policy.CourseStep, known map[string]string) bool {
	for range 12 {
		for _, a := range w.actors {
			for _, o := range w.offers(a) {
				if !o.Allowed || o.Command != "complete" || o.Outcome != at.Outcome ||
					string(w.Case.Task(o.Task).Step) != at.Step {
					continue
				}
				data := w.fillOnCourse(o, w.Policy.Form(o.Form), known)
				err := w.GiveOrder(a, w.orderWith(o, data))
				if err == nil {
					return true
				}
				if complaint.RefusalIn(err) == nil {
					w.t.Fatal(err)
				}
			}
		}
		w.letTimePassTo(w.Now.Add(24 * 60 * 60 * 1e9))
	}
	return false
}

// meets reports whether what is found is seen where the course ends. What is seen only later, or as an error, the walk
// that goes on from there meets.
func (w *walk) meets(f policy.Finding) bool {
	step := f.Course.Steps[len(f.Course.Steps)-1].Step
	switch f.Proof {
	case "assigned":
		field, _ := f.Args["field"].(string)
		return !w.isSet(field)
	case "approver":
		return w.onlyProposersAreLeft(step)
	case "seats":
		return !w.somebodyIsOffered(step)
	case "notice":
		return w.servedUnapproved(step, f)
	case "window":
		return w.windowIsEarly(step, f.ID == "proof.window_open_case")
	case "votes":
		return w.votesDecideNothing(step)
	case "start":
		return w.endsWithoutStart(step, f.Element)
	case "until":
		return w.archivedWithout(f.Element)
	}
	return false
}

// isSet reports whether a case has what a condition or seat reads.
func (w *walk) isSet(name string) bool {
	if step, ok := strings.CutPrefix(name, "doer of "); ok {
		return slices.ContainsFunc(w.Journal, func(e complaint.Event) bool {
			done, ok := e.Fact.(complaint.TaskCompleted)
			return ok && string(done.Step) == step && e.Actor != ""
		})
	}
	value, ok := w.Case.Data[name]
	return ok && value != ""
}

func (w *walk) somebodyIsOffered(step string) bool {
	for _, a := range w.actors {
		for _, o := range w.offers(a) {
			if o.Allowed && o.Command == "complete" && string(w.Case.Task(o.Task).Step) == step {
				return true
			}
		}
	}
	return false
}

// onlyProposersAreLeft reports whether nobody may approve but who holds a seat of the proposal.
func (w *walk) onlyProposersAreLeft(step string) bool {
	s := w.Policy.Step(complaint.StepID(step))
	for _, of := range s.Of {
		proposal := w.Policy.Step(complaint.StepID(of.Text))
		seats := []string{"doer of " + of.Text}
		for _, r := range slices.Concat(proposal.By, proposal.All) {
			seats = append(seats, r.Text)
		}
		own := func(r policy.SeatRule) bool { return slices.Contains(seats, r.Text) }
		if slices.ContainsFunc(s.All, own) ||
			len(s.By) > 0 && !slices.ContainsFunc(s.By, func(r policy.SeatRule) bool { return !own(r) }) {
			return w.stands(step)
		}
	}
	return false
}

// servedUnapproved reports whether a notice is open while the last proposal has not been approved.
func (w *walk) servedUnapproved(notice string, f policy.Finding) bool {
	proposal, _ := f.Args["of"].(string)
	approval, _ := f.Args["approval"].(string)
	if !w.stands(notice) {
		return false
	}
	for _, e := range slices.Backward(w.Journal) {
		done, ok := e.Fact.(complaint.TaskCompleted)
		if ok && string(done.Step) == approval {
			return false
		}
		if ok && string(done.Step) == proposal {
			return true
		}
	}
	return false
}

// windowIsEarly reports whether the time for a review began before anything was served, or the case was closed.
func (w *walk) windowIsEarly(step string, closed bool) bool {
	before := "served"
	if closed {
		before = "closed"
	}
	opened := slices.IndexFunc(w.Journal, entersStep(step))
	return opened >= 0 && !slices.ContainsFunc(w.Journal[:opened], func(e complaint.Event) bool {
		return e.Type() == before
	})
}

// votesDecideNothing lets those who vote give different outcomes in turn, or a meeting not carry what it votes on. It
// reports whether that cannot be recorded; where it can, and decides nothing, the check of the votes tells.
func (w *walk) votesDecideNothing(step string) bool {
	s := w.Policy.Step(complaint.StepID(step))
	outcomes := s.Outcomes.Keys()
	for turn := range 12 {
		if !w.stands(step) {
			break
		}
		at := policy.CourseStep{Step: step, Outcome: outcomes[turn%len(outcomes)]}
		if s.Kind.Text == "meeting" {
			return !w.recordsLostVotes(at, outcomes)
		}
		w.completes(at, nil)
	}
	w.checkVotes()
	return false
}

// recordsLostVotes reports whether a meeting that votes against all can be recorded with an outcome.
func (w *walk) recordsLostVotes(at policy.CourseStep, outcomes []string) bool {
	for _, at.Outcome = range outcomes {
		for _, a := range w.actors {
			for _, o := range w.offers(a) {
				if !o.Allowed || o.Outcome != at.Outcome || string(w.Case.Task(o.Task).Step) != at.Step {
					continue
				}
				data := w.fill(o, w.Policy.Form(o.Form))
				present, _ := data["attendance"].([]complaint.UserID)
				data["votes_for"], data["votes_against"], data["votes_abstain"] = 0, len(present), 0
				if w.GiveOrder(a, w.orderWith(o, data)) == nil {
					return true
				}
			}
		}
	}
	return false
}

// numbersIn are the numbers with which a file compares.
func numbersIn(text string) []int64 {
	var all []int64
	for _, digits := range regexp.MustCompile(`[<>=] *(\d+)`).FindAllStringSubmatch(text, -1) {
		if n, err := strconv.ParseInt(digits[1], 10, 64); err == nil && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// endsWithoutStart reports whether a step that ends a limit is done, and the limit has never begun.
func (w *walk) endsWithoutStart(step, deadline string) bool {
	for range 8 {
		if !w.stands(step) {
			break
		}
		w.work()
	}
	return !w.stands(step) && !slices.ContainsFunc(w.Case.Deadlines, func(d complaint.Deadline) bool {
		return d.Name == deadline
	})
}

// archivedWithout reports whether a case is archived with a limit that was set and nothing met.
func (w *walk) archivedWithout(deadline string) bool {
	if w.Case.Status != complaint.StatusArchived {
		return false
	}
	return slices.ContainsFunc(w.Case.Deadlines, func(d complaint.Deadline) bool {
		return d.Name == deadline && slices.Contains(w.cancelledAtTheArchive(), d.ID)
	})
}

// keepRapidFlags puts the flags of rapid back at the end of a test.
func keepRapidFlags(t *testing.T) {
	t.Helper()
	for _, f := range []string{"checks", "seed", "nofailfile", "shrinktime"} {
		old := flag.Lookup("rapid." + f).Value.String()
		t.Cleanup(func() { _ = flag.Set("rapid."+f, old) })
	}
}

// Each example of a proof about ways has a course, and a case that follows it meets what is found.
func TestEachExampleIsMetOnItsCourse(t *testing.T) {
	keepRapidFlags(t)
	withCourse := 0
	for _, e := range proofexamples.All {
		broken, err := e.Broken()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range policy.Check("example.yaml", []byte(broken), cnCalendar()).Findings {
			if f.Course == nil {
				continue
			}
			withCourse++
			t.Run(e.Proof+" "+f.Element, func(t *testing.T) {
				if done := meetsOnCourse(t, broken, f, 40); !done.met {
					t.Errorf("followed %+v: to its end: %t, not met: %v", f.Course, done.toItsEnd, f)
				}
			})
		}
	}
	if withCourse < 9 {
		t.Errorf("only %d findings have a course", withCourse)
	}
}

// What is found of random policies comes about on its course too. A course says only what conditions over closed sets
// decide, so that not each try at one is a hit.
func TestWhatIsFoundIsMetOnItsCourse(t *testing.T) {
	keepRapidFlags(t)
	made := min(*randomPolicies, 150)
	if testing.Short() {
		made /= 5
	}
	texts := map[string]bool{}
	for seed := *randomSeed; seed < *randomSeed+uint64(made); seed++ {
		failing(t, seed, func(rt *rapid.T) { texts[string(randomPolicy(rt))] = true })
	}
	courses, met := map[string]int{}, map[string]int{}
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		p, err := policy.Load("random.yaml", []byte(text))
		if err != nil {
			continue
		}
		for _, f := range p.Prove("random.yaml", cnCalendar()) {
			if f.Course == nil || !slices.Contains(p.KindsPeopleFile(), f.Course.Kind) || courses[f.Proof] == 20 {
				continue
			}
			courses[f.Proof]++
			if meetsOnCourse(t, text, f, 12).met {
				met[f.Proof]++
			} else if testing.Verbose() {
				t.Logf("not met: %v on %+v", f, *f.Course)
			}
		}
	}
	t.Logf("%d policies; courses %v, met %v", len(texts), courses, met)
	all, hit := 0, 0
	for proof, n := range courses {
		all, hit = all+n, hit+met[proof]
		if n >= 5 && met[proof] == 0 {
			t.Errorf("%s: none of %d courses comes to what is found", proof, n)
		}
	}
	if hit*2 < all {
		t.Errorf("%d of %d courses come to what is found", hit, all)
	}
}

// followFindings follows the courses of what is found in a policy, and fails where it is met.
func followFindings(rt *rapid.T, p *policy.Policy, text string) {
	for _, f := range p.Prove("random.yaml", cnCalendar()) {
		if f.Course == nil || !slices.Contains(p.KindsPeopleFile(), f.Course.Kind) {
			continue
		}
		w := &walk{life: newLife(rt, p, cnCalendar(), walkBegins), numbers: numbersIn(text)}
		if filed, _ := w.fileOnCourse(f.Course); filed && w.followCourse(f.Course) && w.meets(f) {
			rt.Fatalf("met: %v", f)
		}
	}
}
