package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

// monthly opens a matter for each month; each and limit are its own, step is another key of its step.
func monthly(each, limit, step string) []string {
	return []string{
		"kinds:\n", "kinds:\n  monthly: {title: 月报, clauses: [\"1\"], " + each + "}\n",
		"deadlines:\n",
		"deadlines:\n  monthly: {title: 汇总日, for: [monthly], from: received, until: closed, limit: [" + limit +
			"], clauses: [\"1\"], ladder: [{after: 1d, escalate: leader, clause: \"1\"}]}\n",
		"  investigate:\n", "  collect:\n" +
			"    title: 汇总\n" +
			"    by: [clerk]\n" +
			"    clauses: [\"1\"]\n" +
			"    closes: {disposition: '\"reported\"'}\n" +
			step + "    outcomes: {collected: {title: 已汇总, next: archive}}\n  investigate:\n",
	}
}

const (
	eachMonth = "first: collect, each: {period: month}"
	byTenth   = "{is: day 10}"
)

// What is wrong with a kind that the program opens is told.
func TestWhatIsWrongWithMattersOfPeriods(t *testing.T) {
	for _, x := range []struct{ each, limit, step, id string }{
		{eachMonth, byTenth, "", ""},
		{eachMonth, "{is: 5wd}", "    when: 'period != \"2026-03\"'\n    else: archive\n", ""},
		{"first: collect, each: {period: month from 5}", byTenth, "", ""},
		{"first: collect, each: {period: fortnight}", "{is: 5d}", "", "period.malformed"},
		{"each: {period: month}", byTenth, "", "period.first"},
		{eachMonth + ", linked: true", byTenth, "", "period.filed"},
		{eachMonth + ", by: [clerk]", byTenth, "", "period.filed"},
		{eachMonth, byTenth, "    for_each: [complainant]\n", "period.party"},
		{eachMonth, "{is: day 31}", "", "period.day"},
		{"first: collect, each: {period: month from 19}", byTenth, "", "period.day_alone"},
		{"first: collect, each: {period: day}", byTenth, "", "period.day_alone"},
		{eachMonth, byTenth + ", {is: 5d}", "", "period.day_counted"},
	} {
		found := policy.Check("small.yaml", rewritten(t, monthly(x.each, x.limit, x.step)...), weekends).Findings
		told := slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == x.id })
		if x.id == "" && len(found) > 0 || x.id != "" && !told {
			t.Errorf("each %s, limit %s: %v", x.each, x.limit, found)
		}
	}
}

// The matter of a period is received at its end; its fixed day does not roll; nobody files it, and commands about a
// complaint are not provided in it.
func TestTheMatterOfAPeriod(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, monthly(eachMonth, byTenth, "")...))
	if err != nil {
		t.Fatal(err)
	}
	if kinds := p.KindsPeopleFile(); slices.Contains(kinds, "monthly") ||
		!slices.Equal(p.PeriodicKinds(), []string{"monthly"}) {
		t.Errorf("people file %v", kinds)
	}
	zone := weekends.Location()
	period, ok := p.PeriodNamed("monthly", "2026-04", zone)
	if _, other := p.PeriodNamed("claim", "2026-04", zone); !ok || other {
		t.Fatal("only the kind that is opened for periods has them")
	}
	late := period.Until.Add(50 * time.Hour) // the program was down
	c := complaint.NewCase("c")
	drafts, err := p.Decide(c, complaint.Order{Actor: complaint.System, Command: complaint.Open{}},
		complaint.Actor{System: true}, policy.Facts{Now: late, Calendar: weekends, Filing: &complaint.Filing{
			Case:    "c",
			By:      complaint.System,
			Filed:   p.FilingOfPeriod("monthly", period),
			FiledAt: late,
		}})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		if err := c.Apply(d.Event); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprintf("%s %t %s", c.PeriodName(), c.ReceivedAt.Equal(period.Until),
		drafts[0].Event.Actor); got != "2026-04 true system" {
		t.Error(got)
	}
	d := c.Deadlines[0]
	if d.LastDay != "2026-05-10" || !d.Due.Equal(time.Date(2026, 5, 11, 0, 0, 0, 0, zone)) { // a Sunday
		t.Errorf("due %s, last day %s", d.Due, d.LastDay)
	}
	filed := complaint.Filed{
		Kind:     "monthly",
		Source:   "desk",
		Channel:  "counter",
		Category: "goods",
	}
	if refusal := p.CheckFiling(filed, nil, late, weekends, complaint.Directory{}); refusal == nil ||
		refusal.ID != "filing.periodic_kind" {
		t.Errorf("filed by hand: %v", refusal)
	}
}

// Of a kind that has been there since an instant, each period that has ended after it is closed, once.
func TestClosedPeriods(t *testing.T) {
	p, err := policy.Load("small.yaml", rewritten(t, monthly(eachMonth, byTenth, "")...))
	if err != nil {
		t.Fatal(err)
	}
	zone := weekends.Location()
	since := time.Date(2025, 11, 15, 12, 0, 0, 0, zone)
	for _, x := range []struct {
		now  time.Time
		want []string
	}{
		{since, nil},
		{time.Date(2025, 11, 30, 23, 59, 59, 0, zone), nil},
		{time.Date(2025, 12, 1, 0, 0, 0, 0, zone), []string{"2025-11"}},
		{time.Date(2026, 2, 1, 0, 0, 0, 0, zone), []string{"2025-11", "2025-12", "2026-01"}},
	} {
		var names []string
		for _, period := range p.ClosedPeriods("monthly", since, x.now, zone) {
			names = append(names, period.Name)
		}
		if !slices.Equal(names, x.want) {
			t.Errorf("%s: %v", x.now, names)
		}
	}
}
