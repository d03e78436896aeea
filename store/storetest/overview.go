package storetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/record"
)

var (
	zone      = time.FixedZone("", 8*60*60)
	march     = record.MonthOf(start, zone)
	satisfied = record.Survey{Policy: "logistics", Step: "visit", Outcome: "satisfied"}
	inTwo     = record.OverviewQuery{
		First:   march,
		Months:  2,
		Soon:    time.Hour,
		Surveys: []record.Survey{satisfied},
	}
	someHappen = rapid.SampledFrom([]complaint.Fact{
		complaint.DeadlineMet{Deadline: "d1"},
		complaint.DeadlineMet{Deadline: "d1", Late: true},
		complaint.DeadlineMissed{Deadline: "d1"},
		complaint.TaskCompleted{Task: "t1", Step: "visit", Outcome: "satisfied"},
		complaint.TaskCompleted{Task: "t1", Step: "visit", Outcome: "no_answer"},
		complaint.TaskCompleted{Task: "t1", Step: "cause", Outcome: "satisfied"},
		complaint.TaskCompleted{Task: "t1", Step: "cause", Data: map[string]any{complaint.CategoryField: "delay"}},
		complaint.Noted{},
	})
	// someReader may stand in for somebody.
	someReader = rapid.Custom(func(t *rapid.T) complaint.Person {
		p := somebody.Draw(t, "reader")
		p.StandsIn = rapid.SliceOfN(somebody, 0, 2).Draw(t, "stands in for")
		return p
	})
)

// known is a case as the test knows it.
type known struct {
	wall     complaint.Wall
	received time.Time
	filed    complaint.Filed
	journal  []complaint.Event
}

// testOverviewCountsTheJournal holds overviews against a plain look at every journal, whoever asks, whatever has
// happened to the walls meanwhile, and whichever program wrote the lists.
func testOverviewCountsTheJournal(b *bench) {
	cases := map[complaint.CaseID]*known{}
	rapid.Check(b.T, func(t *rapid.T) {
		id := complaint.CaseID(fmt.Sprintf("c%d", rapid.IntRange(0, 12).Draw(t, "case")))
		b.clock.advance(time.Duration(rapid.IntRange(0, 36).Draw(t, "hours later")) * time.Hour)
		k := cases[id]
		if k == nil {
			k = &known{wall: someWall.Draw(t, "wall"), filed: b.filedFact(id), received: b.clock.now().Add(-time.Hour)}
			b.fileCase(id, k.wall, func(in *record.Intake) { in.Filing.Filed = k.filed })
			cases[id] = k
		} else {
			b.letSomethingHappen(t, id, k)
		}
		if rapid.IntRange(0, 3).Draw(t, "by an older program") == 0 {
			b.mustSucceed(b.runSQLBehindStore(`UPDATE case_months SET met = met + 5, missed = 3 WHERE case_id = '` +
				string(id) +
				`'`))
			b.mustSucceed(b.runSQLBehindStore(`UPDATE cases SET lists = SUBSTR(lists, 1, 101) WHERE id = '` +
				string(id) + `'`))
		}
		p := someReader.Draw(t, "reader")
		got, err := b.CountOverview(b.ctx, p, inTwo)
		b.mustSucceed(err)
		wantSamePrinted(b, fmt.Sprintf("overview of %+v", p), got, b.overviewCountedByHand(p, cases))
	})
}

// letSomethingHappen lets something happen in the case.
func (b *bench) letSomethingHappen(t *rapid.T, id complaint.CaseID, k *known) {
	facts := rapid.SliceOfN(someHappen, 1, 3).Draw(t, "facts")
	if len(k.journal) == 0 {
		facts = append([]complaint.Fact{
			k.filed, newTaskOpened("t1", "visit", agentSeat), newDeadlineSet("d1", "", "", time.Hour),
		}, facts...)
	}
	if rapid.Bool().Draw(t, "another wall") {
		k.wall = someWall.Draw(t, "wall")
	}
	k.journal = append(k.journal, b.unrecordedEvents(id, len(k.journal), facts...)...)
	b.recordFacts(id, k.wall, facts...)
}

// overviewCountedByHand is the overview by a look at everything.
func (b *bench) overviewCountedByHand(p complaint.Person, cases map[complaint.CaseID]*known) (o record.Overview) {
	b.Helper()
	came, ended, rated := map[string][2]int{}, [2]record.Ended{}, [2]int{}
	month := func(at time.Time) int { return int(record.MonthOf(at, zone) - march) }
	in := func(at time.Time) bool { return month(at) == 0 || month(at) == 1 }
	waiting := record.Waiting{Policy: "logistics", Unit: "east"}
	for id, k := range cases {
		if !k.wall.Admits(p) {
			continue
		}
		folded, err := complaint.Fold(id, k.journal)
		b.mustSucceed(err)
		category := folded.Category
		if folded.Seq == 0 {
			category = k.filed.Category
		}
		if in(k.received) {
			n := came[category]
			n[month(k.received)]++
			came[category] = n
		}
		for range folded.LiveTasks() {
			waiting.Tasks++
			if due := runningLimitOf(folded); due != nil && !due.After(b.clock.now()) {
				waiting.Late++
			} else if due != nil && !due.After(b.clock.now().Add(inTwo.Soon)) {
				waiting.Soon++
			}
		}
		for _, e := range k.journal {
			if !in(e.At) {
				continue
			}
			switch f := e.Fact.(type) { //nolint:gochecksumtype // no other is counted in a month
			case complaint.DeadlineMet:
				if !f.Late {
					ended[month(e.At)].Met++
				}
			case complaint.DeadlineMissed:
				ended[month(e.At)].Missed++
			case complaint.TaskCompleted:
				if f.Step == satisfied.Step && f.Outcome == satisfied.Outcome {
					rated[month(e.At)]++
				}
			}
		}
	}
	if waiting.Tasks > 0 {
		o.Waiting = append(o.Waiting, waiting)
	}
	for _, category := range []string{"damage.wet", "delay"} {
		for m, n := range came[category] {
			if n > 0 {
				o.Received = append(o.Received, record.Received{
					Policy:   "logistics",
					Category: category,
					Month:    m,
					Cases:    n,
				})
			}
		}
	}
	for m, e := range ended {
		if e.Met+e.Missed > 0 {
			e.Policy, e.Month = "logistics", m
			o.Ended = append(o.Ended, e)
		}
		if rated[m] > 0 {
			o.Rated = append(o.Rated, record.Rated{Survey: satisfied, Month: m, Times: rated[m]})
		}
	}
	return o
}

// runningLimitOf is when the case's only limit passes, if it runs.
func runningLimitOf(k *complaint.Case) *time.Time {
	if d := k.NextDueDeadline(); d != nil {
		return &d.Due.Time
	}
	return nil
}
