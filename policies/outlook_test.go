package policies_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// outlookMatters is how many random matters are asked what comes next; `make long` asks ten thousand.
var outlookMatters = flag.Int("matters", 400, "how many random matters to ask what comes next")

// What each matter answers to "why has nothing been issued yet, what comes next, and when" is what the clock then does
// if nobody acts: the rung, its instant, what it brings and whom it is for, and nothing before.
func TestTheOutlookAgreesWithTheClock(t *testing.T) {
	files := everyPolicy(t)
	each := (*outlookMatters + len(files) - 1) / len(files)
	if testing.Short() {
		each = max(1, each/4)
	}
	checked := 0
	for i, file := range files {
		p := load(t, file)
		cal := cn(t)
		old := map[string]string{}
		for name, value := range map[string]any{
			"checks":     each,
			"seed":       *randomSeed + uint64(i)<<32,
			"nofailfile": true,
		} {
			old[name] = flag.Lookup("rapid." + name).Value.String()
			if err := flag.Set("rapid."+name, fmt.Sprint(value)); err != nil {
				t.Fatal(err)
			}
		}
		rapid.Check(t, func(rt *rapid.T) {
			l := begin(rt, p, cal)
			for range rapid.IntRange(0, 12).Draw(rt, "acts") {
				l.act(rapid.SampledFrom(l.actors).Draw(rt, "actor"))
				pause := time.Duration(rapid.IntRange(0, 60).Draw(rt, "hours")) * time.Hour
				if err := l.AdvanceTo(l.Now.Add(pause)); err != nil {
					rt.Fatal(err)
				}
			}
			l.leaveSomeRolesEmpty()
			checked += l.checkOutlook()
		})
		for name, value := range old {
			_ = flag.Set("rapid."+name, value)
		}
	}
	if checked < *outlookMatters/4 && !testing.Short() {
		t.Errorf("only %d answers were compared", checked)
	}
	t.Logf("%d answers compared in %d matters", checked, each*len(files))
}

// leaveSomeRolesEmpty lets whoever holds one role leave, in some matters.
func (l *life) leaveSomeRolesEmpty() {
	if rapid.IntRange(0, 3).Draw(l.t, "somebody leaves") > 0 {
		return
	}
	role := l.Policy.RoleID(rapid.SampledFrom(l.Policy.Doc.Roles.Keys()).Draw(l.t, "empty role"))
	people := map[complaint.UserID]complaint.Person{}
	for id, person := range l.Directory.People {
		person.Active = person.Active && !person.HoldsRole(role)
		people[id] = person
	}
	l.Directory.People = people
}

// checkOutlook lets all the time pass that there is and compares; it gives how many answers it compared.
func (l *life) checkOutlook() int {
	facts := policy.Facts{Now: l.Now, Calendar: l.Calendar, Directory: l.Directory}
	outlooks, err := l.Policy.Outlooks(l.Case, facts)
	if err != nil {
		l.t.Fatal(err)
	}
	if live := l.liveDeadlines(); len(outlooks) != live {
		l.t.Fatalf("%d deadlines are not over, %d have an answer", live, len(outlooks))
	}
	began := len(l.Journal)
	before := l.Case.Clone()
	last := l.Now
	for _, o := range outlooks {
		l.checkLight(before.Deadline(o.Deadline), o)
		if o.At.After(last) {
			last = o.At.Time
		}
	}
	if err := l.AdvanceTo(last.AddDate(1, 0, 0)); err != nil {
		l.t.Fatal(err)
	}
	for _, o := range outlooks {
		l.checkAnswer(before.Deadline(o.Deadline), o, l.Journal[began:])
	}
	return len(outlooks)
}

func (l *life) liveDeadlines() int {
	n := 0
	for i := range l.Case.Deadlines {
		if !l.Case.Deadlines[i].IsEnded() && l.Case.Status != complaint.StatusArchived {
			n++
		}
	}
	return n
}

// checkLight: late exactly where the limit has passed and the clock runs, near where the calendar leaves a day at most.
func (l *life) checkLight(d *complaint.Deadline, o policy.Outlook) {
	want := policy.LightCalm
	switch {
	case d.State == complaint.StateSuspended:
		want = policy.LightStill
	case !l.Now.Before(d.Due.Time) && !d.IsWindow():
		want = policy.LightLate
	case l.Calendar.WorkingDaysLeft(l.Now, d.Due.Time) <= 1:
		want = policy.LightSoon
	}
	if o.Light != want {
		l.t.Fatalf("deadline %s: the light is %s, the calendar says %s", d.ID, o.Light, want)
	}
}

// checkAnswer compares what was answered of a deadline with what happened.
func (l *life) checkAnswer(d *complaint.Deadline, o policy.Outlook, happened []complaint.Event) {
	first := slices.IndexFunc(happened, func(e complaint.Event) bool {
		id, rung := rungOf(e.Fact)
		return id == o.Deadline && rung != ""
	})
	switch o.Why {
	case policy.WaitsForTime:
		if o.Action == complaint.RungLapse {
			l.checkLapse(d, o, happened)
			return
		}
		if first < 0 {
			l.t.Fatalf("deadline %s: %s was to come at %s and did not\n%s", o.Deadline, o.Action, o.At, l.story())
		}
		e := happened[first]
		if _, rung := rungOf(e.Fact); rung != o.Rung || !e.At.Equal(later(o.At.Time, l.Journal[0].At)) {
			l.t.Fatalf("deadline %s: rung %s was to come at %s; rung %s came at %s", o.Deadline, o.Rung, o.At, rung,
				e.At)
		}
		l.checkWhatCame(o, e)
	case policy.WaitsForClock, policy.WaitsForNothing, policy.WaitsForEnd:
		if first >= 0 && happened[first].At.Before(o.At.Time) || first >= 0 && o.At.IsZero() {
			l.t.Fatalf("deadline %s: nothing was to come (%s), and %s came\n%s", o.Deadline, o.Why,
				happened[first].Type(), l.story())
		}
	}
}

// later is the later of two instants: a rung that lay before the filing fires with it.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// checkLapse: a step that ends by itself does so then.
func (l *life) checkLapse(d *complaint.Deadline, o policy.Outlook, happened []complaint.Event) {
	ended := l.Case.Deadline(d.ID)
	then := func(e complaint.Event) bool { return e.At.Equal(o.At.Time) }
	if !ended.IsEnded() || !slices.ContainsFunc(happened, then) {
		l.t.Fatalf("deadline %s was to end by itself at %s and has not\n%s", d.ID, o.At, l.story())
	}
}

// checkWhatCame compares what a rung brought.
func (l *life) checkWhatCame(o policy.Outlook, e complaint.Event) {
	var action complaint.RungAction
	var to []complaint.Seat
	var holder complaint.UserID
	var slip string
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others come from no rung
	case complaint.Reminded:
		action, to, holder = complaint.RungRemind, f.To, f.Assignee
	case complaint.SlipIssued:
		action, to, slip = complaint.RungSlip, f.To, f.Kind
	case complaint.Escalated:
		action, to = complaint.RungEscalate, f.To
	case complaint.DeadlineMissed:
		action, to = complaint.RungExpire, o.To // for nobody in particular
	}
	if action != o.Action || slip != o.Slip || holder != o.Assignee || !slices.Equal(to, o.To) {
		l.t.Fatalf("deadline %s: %s %s for %v (%s) was to come; %s %s for %v (%s) came", o.Deadline, o.Action, o.Slip,
			o.To, o.Assignee, action, slip, to, holder)
	}
}

// Where nobody holds a role any more, what it owes goes to the level above at the next rung, which may then do it.
func TestUnheldWorkGoesToTheLevelAbove(t *testing.T) {
	rng := rand.New(rand.NewPCG(*randomSeed, 3))
	p := load(t, "logistics/policy.yaml")
	for range 20 {
		e, task := caseHeldByNobody(t, p, rng)
		if task == nil {
			continue
		}
		facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
		outlooks, err := p.Outlooks(e.Case, facts)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(outlooks, func(o policy.Outlook) bool { return o.Vacant })
		if i < 0 {
			t.Fatalf("%s: nobody holds it, and the answer does not say so: %+v", task.Step, outlooks)
		}
		if err := e.AdvanceTo(outlooks[i].At.Time); err != nil {
			t.Fatal(err)
		}
		if !somebodySitsIn(e, e.Case.Task(task.ID).Seats) {
			t.Fatalf("%s: still nobody can do it", task.Step)
		}
		last := e.Journal[len(e.Journal)-1]
		if !slices.ContainsFunc(e.Journal, func(e complaint.Event) bool {
			return e.Reason != nil && e.Reason.ID == "nobody_holds" && e.At.Equal(last.At)
		}) {
			t.Fatal("the journal does not say why it goes to the level above")
		}
	}
}

func somebodySitsIn(e *scenario.Engine, seats []complaint.Seat) bool {
	for _, person := range e.Directory.People {
		if slices.ContainsFunc(seats, func(s complaint.Seat) bool { return s.FitsPerson(person) }) {
			return true
		}
	}
	return false
}

// caseHeldByNobody files a matter, after which everybody leaves who could do its first task.
func caseHeldByNobody(t *testing.T, p *policy.Policy, rng *rand.Rand) (*scenario.Engine, *complaint.Task) {
	t.Helper()
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, china).Add(time.Duration(rng.IntN(1000)) * time.Hour)
	dir := scenario.DemoOrganisation(p)
	filed := complaint.Filed{
		Source:     p.Doc.Intake.Sources.Keys()[0],
		Channel:    p.Doc.Intake.Sources.Entries[0].Value.Channels.Keys()[0],
		Category:   p.CategoryCodes()[0],
		ReceivedAt: complaint.Instant(at),
		Data:       map[string]any{},
	}
	p.FillFilingOmissions(&filed)
	e, err := scenario.NewEngine(p, cn(t), dir, complaint.Filing{
		Case:    "c",
		By:      "advisor",
		Filed:   filed,
		FiledAt: at,
	})
	if err != nil {
		t.Fatal(err)
	}
	tasks := e.Case.LiveTasks()
	if len(tasks) == 0 {
		return e, nil
	}
	people := map[complaint.UserID]complaint.Person{}
	for id, person := range dir.People {
		fits := func(s complaint.Seat) bool { return s.FitsPerson(person) }
		person.Active = person.Active && !slices.ContainsFunc(tasks[0].Seats, fits)
		if !person.Active {
			person.Roles = nil
		}
		people[id] = person
	}
	e.Directory.People = people
	return e, tasks[0]
}
