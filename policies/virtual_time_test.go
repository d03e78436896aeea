package policies_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/terms"
	"duban/policy"
	"duban/policy/scenario"
)

// bankRules are the bank's limits as a person reads them in its regulation (testdata/bank/policy.yaml).
var bankRules = map[string]terms.Rule{
	"handling": {
		Limit:  bySeverity("15d", "30wd"),
		Target: bySeverity("10d", "20wd"),
		Roll:   true,
		Ladder: []terms.Rung{{ID: "1", Before: "1wd"}, {ID: "2"}, {ID: "3", After: "2wd"}},
	},
	"payment": {
		Limit: bySeverity("5d", "5d"), From: "promised_on", Ladder: []terms.Rung{{ID: "1", After: "1d"}},
	},
	"verify.limit": {
		Limit:  bySeverity("4h", "4h"),
		Target: bySeverity("2h", "2h"),
		Step:   "verify",
		Roll:   true,
	},
	"opinion.limit": {
		Limit:  func(_ string, data map[string]any) string { return fmt.Sprintf("%vwd", data["section_days"]) },
		Step:   "opinion",
		Roll:   true,
		Ladder: []terms.Rung{{ID: "1", Before: "12h"}},
	},
}

// inOfficeHours is the same regulation with its limits in office hours and minutes, each pair a change of the file.
var inOfficeHours = []string{
	"calendar: cn\n", "calendar: cn\noffice: {opens: \"08:30\", closes: \"17:30\", days: working}\n",
	"is: 15d,  target: 10d", "is: 60oh, target: 40oh",
	"is: 30wd, target: 20wd", "is: 150oh, target: 100oh",
	"most: 30d", "most: 30oh",
	"at: 1wd before", "at: 6oh before",
	"after: 2wd", "after: 12oh",
	"value: 4h", "value: 240min",
	"target: 2h", "target: 90min",
	"field section_days wd", "field section_days oh",
	"most: 5wd", "most: 5oh",
	"at: 12h before", "at: 45min before",
}

// bankRulesInOfficeHours are its limits as a person reads them.
var bankRulesInOfficeHours = map[string]terms.Rule{
	"handling": {
		Limit:  bySeverity("60oh", "150oh"),
		Target: bySeverity("40oh", "100oh"),
		Roll:   true,
		Ladder: []terms.Rung{{ID: "1", Before: "6oh"}, {ID: "2"}, {ID: "3", After: "12oh"}},
	},
	"payment": bankRules["payment"],
	"verify.limit": {
		Limit:  bySeverity("240min", "240min"),
		Target: bySeverity("90min", "90min"),
		Step:   "verify",
		Roll:   true,
	},
	"opinion.limit": {
		Limit:  func(_ string, data map[string]any) string { return fmt.Sprintf("%voh", data["section_days"]) },
		Step:   "opinion",
		Roll:   true,
		Ladder: []terms.Rung{{ID: "1", Before: "45min"}},
	},
}

func bySeverity(plain, complex string) func(string, map[string]any) string {
	return func(severity string, _ map[string]any) string {
		if severity == "complex" {
			return complex
		}
		return plain
	}
}

// sim is one case in virtual time: people act at random instants, nobody waits.
type sim struct {
	*scenario.Engine
	rng     *rand.Rand
	almanac almanac
	// version is the calendar in force; since says from which event on each was. owed is a publication the
	// case has not been told of yet.
	version int
	since   []int
	owed    bool
	refused int
	rules   map[string]terms.Rule
	// more are the units of an extension of the whole case and of a step.
	more [2]string
}

func newSim(p *policy.Policy, dir complaint.Directory, almanacs []almanac, seed uint64) (*sim, error) {
	s := &sim{
		rng:   rand.New(rand.NewPCG(seed, 7)),
		since: []int{0},
		rules: bankRules,
		more:  [2]string{"d", "wd"},
	}
	if p.Doc.Office != nil {
		s.rules, s.more = bankRulesInOfficeHours, [2]string{"oh", "oh"}
	}
	s.almanac = almanacs[s.rng.IntN(len(almanacs))]
	at := time.Date(2026, 7, 1, 0, 0, 0, 0, china).Add(s.upTo(700 * 24 * time.Hour))
	if s.rng.IntN(2) == 0 {
		at = time.Date(2026+s.rng.IntN(2), 12, 10, 0, 0, 0, 0, china).Add(s.upTo(30 * 24 * time.Hour))
	}
	filed := complaint.Filed{
		Source:     "customer",
		Channel:    "phone",
		Category:   "card",
		Severity:   []string{"plain", "complex"}[s.rng.IntN(2)],
		ReceivedAt: complaint.Instant(at.Add(-s.upTo(3 * 24 * time.Hour))),
		Data:       map[string]any{},
	}
	p.FillFilingOmissions(&filed)
	engine, err := scenario.NewEngine(p, s.almanac.engine[0], dir, complaint.Filing{
		Case:    "c",
		By:      "clerk",
		Filed:   filed,
		FiledAt: at,
	})
	s.Engine = engine
	return s, err
}

func (s *sim) upTo(most time.Duration) time.Duration {
	return time.Duration(s.rng.Int64N(int64(most/time.Microsecond))) * time.Microsecond
}

// live plays the case until it is archived or people have had enough of it, then lets every rung come.
func (s *sim) live() error {
	for range 12 + s.rng.IntN(40) {
		if s.Case.Status == complaint.StatusArchived {
			break
		}
		if err := s.AdvanceTo(s.next()); err != nil {
			return err
		}
		if err := s.act(); err != nil && complaint.RefusalIn(err) == nil {
			return err
		} else if err != nil {
			s.refused++
		}
	}
	return s.AdvanceTo(s.Now.AddDate(2, 0, 0))
}

// next is when somebody acts: mostly at any instant, sometimes at the very one of a rung or of midnight.
func (s *sim) next() time.Time {
	at := s.Now.Add(s.upTo(5 * 24 * time.Hour))
	switch s.rng.IntN(8) {
	case 0:
		if _, r := s.Case.NextRung(); r != nil && r.At.Sub(s.Now) < 60*24*time.Hour {
			return r.At.Time
		}
	case 1:
		return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, china)
	}
	return at
}

func (s *sim) act() error {
	if s.owed && s.rng.IntN(5) == 0 {
		return s.recalculate()
	}
	switch n := s.rng.IntN(100); {
	case n < 12:
		return s.complete()
	case n < 30:
		return s.as(complaint.Suspend{Deadline: s.deadline(), Ground: "papers"}, "handler", "section")
	case n < 50:
		return s.as(complaint.Resume{Deadline: s.deadline()}, "handler", "section")
	case n < 68:
		return s.ask()
	case n < 84:
		return s.decide()
	case n < 90:
		return s.as(complaint.Regrade{Severity: []string{"plain", "complex"}[s.rng.IntN(2)], Reason: "t"}, "head")
	case n < 97 && s.version < 2:
		return s.publish()
	}
	return nil
}

// publish puts the next year in force; the case is told at once, or late, or never.
func (s *sim) publish() error {
	s.version++
	s.Calendar = s.almanac.engine[s.version]
	s.since = append(s.since, s.Case.Seq+1)
	if s.rng.IntN(2) == 0 {
		s.owed = true
		return nil
	}
	return s.recalculate()
}

func (s *sim) recalculate() error {
	s.owed = false
	told := complaint.Recalculate{Calendar: "cn", Year: 2026 + s.version, Revision: 1}
	return s.GiveOrder(complaint.Actor{System: true}, complaint.Order{ID: told.OrderID(), Command: told})
}

// as gives a command as somebody of one of the roles.
func (s *sim) as(cmd complaint.Command, roles ...string) error {
	name := roles[s.rng.IntN(len(roles))] + []string{"", "2"}[s.rng.IntN(2)]
	return s.GiveOrder(complaint.Actor{Person: s.Directory.People[complaint.UserID(name)]},
		complaint.Order{Command: cmd})
}

// deadline is mostly one that runs, sometimes any, sometimes left to the engine to find.
func (s *sim) deadline() complaint.DeadlineID {
	id := s.Case.Deadlines[s.rng.IntN(len(s.Case.Deadlines))].ID
	for range 5 * s.rng.IntN(4) {
		if !s.Case.Deadline(id).IsEnded() {
			return id
		}
		id = s.Case.Deadlines[s.rng.IntN(len(s.Case.Deadlines))].ID
	}
	return []complaint.DeadlineID{id, ""}[s.rng.IntN(2)]
}

// ask asks for an extension, mostly of a length that may be given.
func (s *sim) ask() error {
	c := complaint.RequestExtension{Deadline: s.deadline(), By: fmt.Sprint(1+s.rng.IntN(32), s.more[0]), Reason: "t"}
	if d := s.Case.Deadline(c.Deadline); d != nil && d.Step == "opinion" {
		c.By = fmt.Sprint(1+s.rng.IntN(6), s.more[1])
		return s.as(c, "section")
	}
	return s.as(c, "handler", "section", "head")
}

func (s *sim) complete() error {
	work := s.Case.LiveProcedureTasks()
	task := work[s.rng.IntN(len(work))]
	cmd := complaint.Complete{Task: task.ID, Data: map[string]any{}}
	switch task.Step {
	case "verify":
		cmd.Data["section_days"] = float64(1 + s.rng.IntN(10))
	case "opinion":
		cmd.Outcome = []string{"given", "given", "again"}[s.rng.IntN(3)]
		if s.rng.IntN(3) > 0 {
			cmd.Data["promised_on"] = s.Now.In(china).AddDate(0, 0, s.rng.IntN(25)-4).Format(time.DateOnly)
		}
	case "answer":
		cmd.Data["at"], cmd.Data["how"] = s.Now.Format(time.RFC3339), "phone"
		cmd.Data["text"] = "t"
	}
	return s.as(cmd, s.role(task))
}

// decide approves or refuses an extension, if one is asked for.
func (s *sim) decide() error {
	for _, task := range s.Case.LiveTasks() {
		if s.Case.DeadlineOfExtensionTask(task.ID) != nil {
			return s.as(complaint.Complete{
				Task:    task.ID,
				Outcome: []string{"approved", "approved", "refused"}[s.rng.IntN(3)],
			}, s.role(task))
		}
	}
	return nil
}

func (s *sim) role(task *complaint.Task) string {
	return string(task.Seats[s.rng.IntN(len(task.Seats))].Role)[len("bank."):]
}

func (s *sim) check() (terms.Report, error) {
	journal := make([]json.RawMessage, len(s.Journal))
	for i, e := range s.Journal {
		line, err := json.Marshal(e)
		if err != nil {
			return terms.Report{}, err
		}
		journal[i] = line
	}
	days := func(seq int) *terms.Days {
		version := 0
		for i, since := range s.since {
			if since <= seq {
				version = i
			}
		}
		known := *s.almanac.checker[version]
		if s.Policy.Doc.Office == nil { // the usual office
			known.Open, known.Close = 9*time.Hour, 18*time.Hour
		}
		return &known
	}
	return terms.CheckJournal(journal, s.rules, days, china, s.Now), nil
}

// tally is what all cases together showed.
type tally struct {
	sync.Mutex
	cases, terms, rungs, refused int
	events                       map[string]int
	wrong                        []string
}

func (y *tally) add(seed uint64, s *sim, r terms.Report) {
	y.Lock()
	defer y.Unlock()
	y.cases, y.terms, y.rungs, y.refused = y.cases+1, y.terms+r.Terms, y.rungs+r.Rungs, y.refused+s.refused
	for _, e := range s.Journal {
		y.events[e.Type()]++
	}
	for _, text := range r.Wrong {
		y.wrong = append(y.wrong, fmt.Sprintf("case %d: %s", seed, text))
	}
}

// Thousands of lives in virtual time, with publications in the middle, counted again by a routine that shares
// nothing with the engine: no deadline is wrong, and no rung early, late, doubled or after what was due is done.
// Under the race detector a tenth of the cases is played (virtualCases).
func TestVirtualTime(t *testing.T) {
	const file = "testdata/bank/policy.yaml"
	t.Run("days", func(t *testing.T) { liveInVirtualTime(t, load(t, file), virtualCases) })
	t.Run("office hours", func(t *testing.T) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(inOfficeHours); i += 2 {
			if !bytes.Contains(text, []byte(inOfficeHours[i])) {
				t.Fatalf("the regulation does not say %q", inOfficeHours[i])
			}
			text = bytes.ReplaceAll(text, []byte(inOfficeHours[i]), []byte(inOfficeHours[i+1]))
		}
		p, err := policy.Load(file, text)
		if err != nil {
			t.Fatal(err)
		}
		liveInVirtualTime(t, p, virtualCases/4)
	})
}

func liveInVirtualTime(t *testing.T, p *policy.Policy, cases int) {
	t.Helper()
	dir := scenario.DemoOrganisation(p)
	rng := rand.New(rand.NewPCG(1, 2))
	var almanacs []almanac
	for range 40 {
		almanacs = append(almanacs, newAlmanac(t, rng))
	}
	all := &tally{events: map[string]int{}}
	seeds := make(chan uint64)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for seed := range seeds {
				s, err := newSim(p, dir, almanacs, seed)
				if err == nil {
					err = s.live()
				}
				if err != nil {
					t.Errorf("case %d: %v", seed, err)
					continue
				}
				report, err := s.check()
				if err != nil {
					t.Errorf("case %d: %v", seed, err)
				}
				all.add(seed, s, report)
			}
		})
	}
	for seed := range uint64(cases) {
		seeds <- seed
	}
	close(seeds)
	wait.Wait()
	t.Logf("%d cases, %d deadlines and %d rungs compared, %d commands refused, %d wrong",
		all.cases, all.terms, all.rungs, all.refused, len(all.wrong))
	t.Logf("events: %v", all.events)
	slices.Sort(all.wrong)
	for _, text := range all.wrong[:min(10, len(all.wrong))] {
		t.Error(text)
	}
}
