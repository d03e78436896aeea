package policies_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

// cnWith is the official calendar with one year file in place of the shipped one.
func cnWith(t *testing.T, file string) *calendar.Calendar {
	t.Helper()
	return calendar.New("cn", time.FixedZone("CST", 8*60*60), append(shippedYears(t), parseYear(t, file))...)
}

func parseYear(t *testing.T, file string) calendar.Year {
	t.Helper()
	year, err := calendar.ParseYear("year.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return year
}

const (
	shipped2027 = "year: 2027\nstatus: provisional\nsource: x\noff: {01-01: 元旦}\n"
	longNewYear = "year: 2027\nstatus: official\nsource: x\noff: {01-01..01-04: 元旦}\nwork: [01-09]\n"
	asExpected  = "year: 2027\nstatus: official\nsource: x\noff: {01-01..01-03: 元旦}\nwork: []\n"
)

var published = complaint.Recalculate{Calendar: "cn", Year: 2027, Revision: 2}

// logisticsWithThreeDays is the shipped regulation with the limit that these dates were worked out for.
func logisticsWithThreeDays(t *testing.T) *policy.Policy {
	t.Helper()
	source, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	limit := regexp.MustCompile(`(severity == "(medium|severe)", +is: )\d+wd`)
	pinned := limit.ReplaceAllStringFunc(string(source), func(choice string) string {
		m := limit.FindStringSubmatch(choice)
		return m[1] + map[string]string{"medium": "3wd", "severe": "7wd"}[m[2]]
	})
	p, err := policy.Load("logistics/policy.yaml", []byte(pinned))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// yearEnd is a case of three working days that crosses into 2027: Thursday, then Monday and Tuesday.
func yearEnd(t *testing.T) *scenario.Engine {
	t.Helper()
	p := logisticsWithThreeDays(t)
	at := time.Date(2026, 12, 30, 10, 0, 0, 0, time.FixedZone("CST", 8*60*60))
	filed := complaint.Filed{
		Source:     "external",
		Channel:    "hotline",
		Category:   "damage.wet",
		Severity:   "medium",
		ReceivedAt: complaint.Instant(at),
		Parties: []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: "branch",
		}},
	}
	p.FillFilingOmissions(&filed)
	e, err := scenario.NewEngine(p, cnWith(t, shipped2027), scenario.DemoOrganisation(p), complaint.Filing{
		Case:    "c",
		By:      "agent",
		Filed:   filed,
		FiledAt: at,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func day(text string) time.Time {
	at, err := time.Parse("2006-01-02 15:04 -0700", text+" +0800")
	if err != nil {
		panic(err)
	}
	return at
}

func recalculate(t *testing.T, e *scenario.Engine) []string {
	t.Helper()
	before := len(e.Journal)
	if err := e.GiveOrder(complaint.Actor{System: true}, complaint.Order{
		ID:      published.OrderID(),
		Command: published,
	}); err != nil {
		t.Fatal(err)
	}
	return eventTypes(e.Journal[before:])
}

func eventTypes(events []complaint.Event) []string {
	names := []string{}
	for _, e := range events {
		names = append(names, e.Type())
	}
	return names
}

func advance(t *testing.T, e *scenario.Engine, to string) []string {
	t.Helper()
	before := len(e.Journal)
	if err := e.AdvanceTo(day(to)); err != nil {
		t.Fatal(err)
	}
	return eventTypes(e.Journal[before:])
}

func deadlines(e *scenario.Engine) string {
	var all []string
	for _, d := range e.Case.Deadlines {
		mark := ""
		if d.Provisional {
			mark = "?"
		}
		all = append(all, string(d.State)+" "+d.LastDay+mark)
	}
	return strings.Join(all, ", ")
}

func TestAPublishedCalendarMovesNothingByItself(t *testing.T) {
	e := yearEnd(t)
	if got := deadlines(e); got != "running 2027-01-05?" {
		t.Fatal(got)
	}
	e.Calendar = cnWith(t, longNewYear)
	if got := advance(t, e, "2027-01-06 00:00"); !slices.Equal(got,
		[]string{"reminded", "deadline_missed", "slip_issued"}) {
		t.Error(got)
	}
	if got := recalculate(t, e); len(got) != 0 || deadlines(e) != "missed 2027-01-05?" {
		t.Errorf("a missed deadline was touched: %v, %s", got, deadlines(e))
	}
}

func TestRecalculateOnPublication(t *testing.T) {
	e := yearEnd(t)
	if got := advance(t, e, "2027-01-05 20:00"); !slices.Equal(got, []string{"reminded"}) {
		t.Fatal(got)
	}
	e.Calendar = cnWith(t, longNewYear)
	if got := recalculate(t, e); !slices.Equal(got, []string{"deadline_set", "deadline_superseded"}) {
		t.Fatal(got)
	}
	if got := deadlines(e); got != "superseded 2027-01-05?, running 2027-01-06" {
		t.Error(got)
	}
	reason := e.Journal[len(e.Journal)-1].Reason
	if reason.Clause != "logistics-4.1b" || !strings.Contains(reason.Text, "cn 公布 2027 年") ||
		!strings.Contains(reason.Text, "由 2027-01-05 改为 2027-01-06") {
		t.Errorf("%+v", reason)
	}
	if got := recalculate(t, e); len(got) != 0 {
		t.Errorf("told twice: %v", got)
	}
	// The reminder has been given once; the rest of the ladder is that of the new limit.
	if got := advance(t, e, "2027-01-06 23:59"); len(got) != 0 {
		t.Error(got)
	}
	if got := advance(t, e, "2027-01-08 00:00"); !slices.Equal(got,
		[]string{"deadline_missed", "slip_issued", "escalated"}) {
		t.Error(got)
	}
}

func TestRecalculateConfirmsADate(t *testing.T) {
	e := yearEnd(t)
	e.Calendar = cnWith(t, asExpected)
	if got := recalculate(t, e); !slices.Equal(got, []string{"deadline_set", "deadline_superseded"}) {
		t.Fatal(got)
	}
	if got := deadlines(e); got != "superseded 2027-01-05?, running 2027-01-05" {
		t.Error(got)
	}
	if text := e.Journal[len(e.Journal)-1].Reason.Text; !strings.Contains(text, "仍是 2027-01-05") {
		t.Error(text)
	}
	if err := e.GiveOrder(complaint.Actor{Person: e.Directory.People["supervisor"]},
		complaint.Order{Command: complaint.Regrade{Severity: "severe", Reason: "t"}}); err != nil {
		t.Fatal(err)
	}
	if got := deadlines(e); got != "superseded 2027-01-05?, superseded 2027-01-05, running 2027-01-11" {
		t.Errorf("regraded after recalculation: %s", got)
	}
}

// A correction of an official year moves what runs, and says so; nothing that was in time becomes late by it.
func TestACorrectedYearMovesWhatRuns(t *testing.T) {
	e := yearEnd(t)
	e.Calendar = cnWith(t, asExpected)
	recalculate(t, e)
	e.Calendar = cnWith(t, longNewYear)
	if got := recalculate(t, e); !slices.Equal(got, []string{"deadline_set", "deadline_superseded"}) {
		t.Fatalf("a term counted on official days did not move: %v", got)
	}
	const moved = "superseded 2027-01-05?, superseded 2027-01-05, "
	if got := deadlines(e); got != moved+"running 2027-01-06" {
		t.Error(got)
	}
	if got := advance(t, e, "2027-01-05 20:00"); len(got) != 0 {
		t.Error(got)
	}
	// Made shorter again when the day is still to come, the limit is the earlier one.
	e.Calendar = cnWith(t, asExpected)
	recalculate(t, e)
	if got := deadlines(e); got != moved+"superseded 2027-01-06, running 2027-01-05" {
		t.Error(got)
	}
	if got := advance(t, e, "2027-01-05 23:00"); len(got) != 0 {
		t.Errorf("a reminder of the limit that was moved: %v", got)
	}
	// Its last day was Tuesday and is Wednesday; on Wednesday Tuesday cannot be asked of anybody any more.
	e.Calendar = cnWith(t, longNewYear)
	recalculate(t, e)
	if got := advance(t, e, "2027-01-06 09:00"); len(got) != 0 {
		t.Error(got)
	}
	e.Calendar = cnWith(t, asExpected)
	if got := recalculate(t, e); len(got) != 0 {
		t.Errorf("late by a calendar: %v, %s", got, deadlines(e))
	}
	if got := advance(t, e, "2027-01-06 23:59"); len(got) != 0 {
		t.Error(got)
	}
	if got := advance(t, e, "2027-01-07 00:00"); !slices.Equal(got, []string{"deadline_missed", "slip_issued"}) {
		t.Error(got)
	}
}

func TestRecalculateLeavesOtherCalendarsAlone(t *testing.T) {
	e := yearEnd(t)
	e.Calendar = cnWith(t, longNewYear)
	other := complaint.Recalculate{Calendar: "de", Year: 2027, Revision: 1}
	if err := e.GiveOrder(complaint.Actor{System: true}, complaint.Order{Command: other}); err != nil ||
		deadlines(e) != "running 2027-01-05?" {
		t.Errorf("%v %s", err, deadlines(e))
	}
	err := e.GiveOrder(complaint.Actor{Person: e.Directory.People["supervisor"]}, complaint.Order{Command: published})
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Code != complaint.Forbidden {
		t.Errorf("a person recalculates: %v", err)
	}
}
