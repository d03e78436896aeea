package policies_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
)

// cnCalendar is the official calendar, read once.
var cnCalendar = sync.OnceValue(func() *calendar.Calendar {
	files, _ := policies.CalendarFiles("cn")
	var years []calendar.Year
	for _, file := range files {
		data, _ := policies.Files.ReadFile(file)
		if year, err := calendar.ParseYear(file, data); err == nil {
			years = append(years, year)
		}
	}
	return calendar.New("cn", time.FixedZone("CST", 8*60*60), years...)
})

// walk is a case of a random policy, in which people do what they are offered until it is archived.
type walk struct {
	*life
	// refused is why what was tried last was refused.
	refused []string
	// numbers are those that the file compares with, so that amounts come to lie on either side of them.
	numbers []int64
}

// walkEveryFiling files a matter of each kind from each source in each severity, and walks it to its end.
func walkEveryFiling(t *rapid.T, p *policy.Policy) {
	for _, kind := range p.KindsPeopleFile() {
		for _, source := range p.Doc.Intake.Sources.Entries {
			for _, severity := range severitiesOf(p) {
				w := &walk{life: newLife(t, p, cnCalendar(), walkBegins)}
				if w.file(kind, source, severity) {
					w.toTheEnd()
				}
			}
			w := &walk{life: newLife(t, p, cnCalendar(), walkBegins)}
			if len(p.Doc.Deadlines.Entries) > 0 && w.file(kind, source, severitiesOf(p)[0]) {
				w.atTheLastMoment()
			}
		}
	}
	for _, kind := range p.PeriodicKinds() {
		for _, walkOn := range []func(*walk){(*walk).toTheEnd, (*walk).atTheLastMoment} {
			w := &walk{life: newLife(t, p, cnCalendar(), walkBegins)}
			w.openPeriod(kind)
			walkOn(w)
		}
	}
}

// openPeriod opens the matter of the period that is over when the walk begins.
func (w *walk) openPeriod(kind string) {
	closed := w.Policy.ClosedPeriods(kind, walkBegins.AddDate(-2, 0, 0), walkBegins, w.Calendar.Location())
	last := closed[len(closed)-1]
	w.Now = last.Until
	w.open(w.Policy.FilingOfPeriod(kind, last))
}

var walkBegins = time.Date(2026, 3, 2, 10, 0, 0, 0, time.FixedZone("CST", 8*60*60))

// file files a matter, unless nobody fills in the form as it must be.
func (w *walk) file(kind string, source policy.Entry[policy.Source], severity string) bool {
	filed := complaint.Filed{
		Kind:       kind,
		Source:     source.Key,
		Channel:    rapid.SampledFrom(source.Value.Channels.Keys()).Draw(w.t, "channel"),
		Category:   rapid.SampledFrom(w.Policy.CategoryCodes()).Draw(w.t, "category"),
		Severity:   severity,
		Subject:    "s",
		Content:    "c",
		ReceivedAt: complaint.Instant(w.Now),
	}
	var refusal *complaint.Error
	for range 8 {
		filed.Parties = w.parties()
		filed.Data = w.fill(policy.Offer{}, w.Policy.Form(policy.IntakeForm))
		refusal = w.Policy.CheckFiling(filed, filed.Data, w.Now, w.Calendar, w.Directory)
		if refusal == nil {
			w.open(filed)
			return true
		}
		if refusal.ID == "filing.no_limit" {
			w.t.Fatal(refusal)
		}
	}
	return false
}

// parties are the complainant and, in some cases, whom they complain about and others, as many as the file provides
// for.
func (w *walk) parties() []complaint.Party {
	all := []complaint.Party{{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText}}
	add := func(role string, party complaint.Party) {
		n := 1
		for _, other := range all {
			if other.Role == role {
				n++
			}
		}
		party.ID, party.Role = complaint.PartyIDFor(role, n), role
		all = append(all, party)
	}
	if rapid.Bool().Draw(w.t, "unit known") {
		unit := rapid.SampledFrom(slices.Sorted(maps.Keys(w.Directory.Units))).Draw(w.t, "unit")
		add(complaint.Respondent, complaint.Party{Kind: complaint.KindUnit, Unit: unit})
	}
	if rapid.IntRange(0, 7).Draw(w.t, "somebody accused") == 7 {
		accused := rapid.SampledFrom(slices.Sorted(maps.Keys(w.Directory.People))).Draw(w.t, "accused")
		add(complaint.Respondent, complaint.Party{Kind: complaint.KindPerson, User: accused})
	}
	for _, e := range w.Policy.Doc.Parties.Entries {
		for range rapid.IntRange(0, 2).Draw(w.t, "more parties") {
			add(e.Key, complaint.Party{Kind: complaint.KindText})
		}
	}
	return all
}

// fill fills in a form: what is required, and some of the rest.
func (w *walk) fill(o policy.Offer, form *policy.Form) map[string]any {
	data := map[string]any{}
	if form == nil {
		return data
	}
	for _, e := range form.Fields.Entries {
		if e.Value.Required || rapid.Bool().Draw(w.t, "filled in") {
			if data[e.Key] = w.value(o, form, e.Key); e.Key == "through" && data[e.Key] == "" {
				delete(data, e.Key)
			}
		}
	}
	if present, ok := data["attendance"].([]complaint.UserID); ok && form.Fields.Has("votes_for") {
		left := len(present)
		for _, votes := range []string{"votes_for", "votes_against"} {
			n := rapid.IntRange(0, left).Draw(w.t, votes)
			data[votes], left = n, left-n
		}
		data["votes_abstain"] = left
	}
	return data
}

// toTheEnd lets people do what they are offered, then what they must, until the case is archived.
func (w *walk) toTheEnd() {
	for range rapid.IntRange(2, 12).Draw(w.t, "acts") {
		if w.Case.Status == complaint.StatusArchived {
			break
		}
		if rapid.Bool().Draw(w.t, "any command") {
			w.doAnything(rapid.SampledFrom(w.actors).Draw(w.t, "actor"))
		} else {
			w.work()
		}
		w.rest()
	}
	for range 40 {
		if w.Case.Status == complaint.StatusArchived {
			break
		}
		if !w.work() && !w.somebodyCanWork() && !w.timeGoesOn() {
			if w.hire() {
				continue
			}
			w.t.Fatalf("%s: nobody can do anything, and nothing will happen by time: %v\n%s", w.Case.Step,
				slices.Compact(slices.Sorted(slices.Values(w.refused))), w.story())
		}
		w.checkOwner()
		w.checkRunning()
	}
	w.checkJournal()
	w.checkApprovals()
	w.checkSelf()
	w.checkReasons()
	w.checkLimits()
	w.checkVotes()
	w.checkStarts()
	for _, linked := range w.Opened {
		linked.Attachments = w.Attachments
		next := &walk{life: &life{
			t:          w.t,
			Engine:     linked,
			actors:     w.actors,
			manyPeople: true,
		}}
		if len(linked.Case.ID) < 20 {
			next.toTheEnd()
		}
	}
}

// doAnything lets somebody do anything that is offered to them. Only one person leaves a case: a demonstration
// organisation has two people to a role.
func (w *walk) doAnything(a complaint.Actor) {
	away := len(w.Case.Questions) > 0 ||
		slices.ContainsFunc(w.actors, func(a complaint.Actor) bool { return w.Case.StaysAway(a.Person.ID) })
	offers := slices.DeleteFunc(w.offers(a), func(o policy.Offer) bool {
		return !o.Allowed || o.Command == "recuse" && away
	})
	if len(offers) > 0 {
		w.give(offered{rapid.SampledFrom(offers).Draw(w.t, "offer"), a})
	}
}

// rest lets time pass: some hours, or until something falls due.
func (w *walk) rest() {
	hours := rapid.IntRange(0, 40).Draw(w.t, "hours")
	if hours == 40 {
		w.timeGoesOn()
	} else if err := w.AdvanceTo(w.Now.Add(time.Duration(hours) * time.Hour)); err != nil {
		w.t.Fatal(err)
	}
	w.checkOwner()
	w.checkRunning()
}

// timeGoesOn reports whether something happens by time, and lets it.
func (w *walk) timeGoesOn() bool {
	_, r := w.Case.NextRung()
	at := w.Now
	switch {
	case r != nil && r.At.After(at):
		at = r.At.Time
	case r == nil && w.awaitsTime():
		at = at.AddDate(0, 1, 0)
	case r == nil:
		return false
	}
	if err := w.AdvanceTo(at); err != nil {
		w.t.Fatal(err)
	}
	return true
}

// awaitsTime reports whether somebody can do a task only when a time is over: that for a review, or that of an outcome.
func (w *walk) awaitsTime() bool {
	isTooEarly := func(o policy.Entry[policy.Outcome]) bool { return o.Value.NotBefore.IsSet() }
	return slices.ContainsFunc(w.Case.LiveTasks(), func(task *complaint.Task) bool {
		s := w.Policy.Step(task.Step)
		return w.Now.Before(task.OpenedAt.AddDate(0, 2, 0)) &&
			(s.Kind.Text == "window" || slices.ContainsFunc(s.Outcomes.Entries, isTooEarly))
	})
}

// work lets somebody do an open task in one of the ways there are, and reports whether they could.
func (w *walk) work() bool {
	offers := w.worksOffered()
	if len(offers) == 0 {
		return false
	}
	o := rapid.SampledFrom(offers).Draw(w.t, "work")
	return w.give(o)
}

// offered is what somebody can do.
type offered struct {
	policy.Offer
	by complaint.Actor
}

// worksOffered are all ways in which somebody may do what the case waits for.
func (w *walk) worksOffered() []offered {
	var all []offered
	for _, a := range w.actors {
		for _, o := range w.offers(a) {
			answers := a.Party == "" && (o.Command == "message" && w.Case.AwaitsMessageAnswer() ||
				o.Command == "answer_demand" && len(w.Case.UnansweredDemands()) > 0)
			if o.Allowed && (o.Command == "complete" || o.Command == "reply_slip" || answers) {
				all = append(all, offered{o, a})
			}
		}
	}
	return all
}

func (w *walk) give(o offered) bool {
	err := w.GiveOrder(o.by, w.orderWith(o.Offer, w.fill(o.Offer, w.Policy.Form(o.Form))))
	if refusal := complaint.RefusalIn(err); refusal != nil {
		w.refused = append(w.refused, fmt.Sprintf("%s %s: %s %s", o.Command, o.Outcome, refusal.ID, refusal.Field))
	} else if err != nil {
		w.t.Fatal(err)
	}
	return err == nil
}

// somebodyCanWork tries all that is offered, with forms filled in again and again, until one is accepted.
func (w *walk) somebodyCanWork() bool {
	w.refused = nil
	for _, before := range []func(){func() {}, w.recordRepresentatives, w.endRepresentations} {
		before()
		offers := w.worksOffered() // which stay the same while all are refused
		for range 40 {
			if slices.ContainsFunc(offers, w.give) {
				return true
			}
		}
	}
	return false
}

// How many random policies are made up, and from which number on. `make long` asks for more.
var (
	randomPolicies = flag.Int("policies", fewRandomPolicies, "how many random policies to make up")
	randomShrink   = flag.String("shrink", "20s", "how long to look for a smaller policy that fails")
	randomSeed     = flag.Uint64("seed", 1, "the seed from which they are made up")
)

// eachRandomPolicy makes up policies, a hundred to a test of its own, so that one that fails hides no other. Of a
// hundred rapid takes the seeds up to 4950 beyond the first: those of one test are no other's.
func eachRandomPolicy(t *testing.T, check func(*rapid.T, []byte)) {
	const batch, apart = 100, 10_000
	n := *randomPolicies
	if testing.Short() {
		n /= 5
	}
	for _, f := range []string{"checks", "seed", "nofailfile", "shrinktime"} {
		old := flag.Lookup("rapid." + f).Value.String()
		defer func() { _ = flag.Set("rapid."+f, old) }()
	}
	for i := range (n + batch - 1) / batch {
		seed := *randomSeed + apart*uint64(i)
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			for name, value := range map[string]any{
				"checks":     batch,
				"seed":       seed,
				"nofailfile": true,
				"shrinktime": *randomShrink,
			} {
				if err := flag.Set("rapid."+name, fmt.Sprint(value)); err != nil {
					t.Fatal(err)
				}
			}
			rapid.Check(t, func(rt *rapid.T) { check(rt, randomPolicy(rt)) })
		})
	}
}

// Whatever is called sound can be walked: no error of the program's own, no state in which nobody can act and nothing
// will happen, no journal that rests on nothing. What is refused because something never happens is walked too.
func TestSoundPoliciesCanBeWalked(t *testing.T) {
	made, sound, never := 0, 0, map[string]int{}
	eachRandomPolicy(t, func(rt *rapid.T, text []byte) {
		made++
		p, err := policy.Load("random.yaml", text)
		if err != nil {
			return
		}
		found := p.Prove("random.yaml", cnCalendar())
		if !onlyNever(found) {
			return
		}
		defer func() {
			if rt.Failed() {
				rt.Logf("%s", text)
			}
		}()
		if len(found) > 0 {
			never[found[0].ID]++
			walkWhatNeverHappens(rt, p, found)
			return
		}
		sound++
		walkEveryFiling(rt, p)
	})
	t.Logf("%d policies made up, %d sound (%d %%); refused for what never happens, and it does not: %v", made, sound,
		100*sound/max(made, 1), never)
	if made >= 2000 && sound*10 < made*3 && !t.Failed() {
		t.Error("fewer than 30 % of them are sound: there is too little to walk")
	}
}
