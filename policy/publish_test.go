package policy_test

import (
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
)

const publishing = `policy: publishing
title: 期间发布
version: 1
calendar: cn
number: {format: "P{YYYY}-{serial:3}", restarts: yearly, clauses: ["1"]}
settings: {chosen: {title: 自定, value: 自定, why: 未规定}}
clauses: {"1": {kind: enforced, gist: 统计}}
roles: {office: {title: 办公室, level: 1, sees: all, identity: true}}
kinds:
  complaint: {title: 投诉, clauses: ["1"]}
  monthly: {title: 月报, clauses: ["1"], first: collect, each: {EACH}}
intake:
  by: [office]
  clauses: ["1"]
  sources: {people: {title: 来访, channels: {visit: 来访}}}
  categories: {any: {title: 任何}}
reports:
  work: {title: 统计, clauses: ["1"], readers: [office], period: month, columns: {all: {title: 件数, count: 'true'}}}
steps:
  look:
    title: 查看
    by: [office]
    clauses: ["1"]
    closes: {disposition: '"upheld"'}
    outcomes: {seen: {title: 已看, next: archive}}
  collect:
    title: 汇总
    by: [office]
    clauses: ["1"]
    sets: collected
    closes: {disposition: '"reported"'}
    outcomes: {collected: {title: 已汇总, next: archive}}
`

// What a matter publishes is a report of its own periods, at a milestone to which it comes.
func TestReportsOfPeriodsAreChecked(t *testing.T) {
	for each, finding := range map[string]string{
		"period: month, reports: [work]":                "",
		"period: month, reports: [work], at: closed":    "",
		"period: month, reports: [work], at: collected": "",
		"period: month, reports: [nothing]":             "name.unknown",
		"period: quarter, reports: [work]":              "period.report",
		"period: month, at: collected":                  "period.at_alone",
		"period: month, reports: [work], at: looked":    "period.at",
	} {
		_, err := policy.Load("publishing.yaml", []byte(strings.Replace(publishing, "EACH", each, 1)))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if findings, ok := err.(policy.Findings); ok { //nolint:errorlint // Load gives nothing else
			got = findings[0].ID
		}
		if got != finding {
			t.Errorf("%s: %q, not %q", each, got, finding)
		}
	}
}

// A matter that has ordered a report is archived when it is published, and not before; that it does not balance stands
// in the journal once.
func TestAMatterWaitsForItsReport(t *testing.T) {
	p, err := policy.Load("publishing.yaml",
		[]byte(strings.Replace(publishing, "EACH", "period: month, reports: [work]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	period, ok := p.PeriodNamed("monthly", "2026-03", time.UTC)
	if !ok {
		t.Fatal("no such period")
	}
	clerk := complaint.Actor{Person: complaint.Person{
		ID:     "clerk",
		Active: true,
		Roles:  []complaint.RoleID{"publishing.office"},
	}}
	c := complaint.NewCase("c")
	facts := policy.Facts{Now: period.Until, Calendar: weekends, Directory: complaint.Directory{
		People: map[complaint.UserID]complaint.Person{"clerk": clerk.Person},
	}}
	act := func(o complaint.Order, a complaint.Actor, f policy.Facts) (types []string) {
		t.Helper()
		drafts, err := p.Decide(c, o, a, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drafts {
			types = append(types, d.Event.Type())
			if err := c.Apply(d.Event); err != nil {
				t.Fatal(err)
			}
		}
		return types
	}
	system := complaint.Actor{System: true}
	filing := facts
	filing.Filing = &complaint.Filing{
		Case:    "c",
		By:      complaint.System,
		Filed:   p.FilingOfPeriod("monthly", period),
		FiledAt: period.Until,
	}
	act(complaint.Order{Actor: complaint.System, Command: complaint.Open{}}, system, filing)
	want := func(what string, got []string, types ...string) {
		t.Helper()
		if strings.Join(got, " ") != strings.Join(types, " ") {
			t.Errorf("%s: %v, not %v", what, got, types)
		}
	}
	done := complaint.Order{Actor: "clerk", Command: complaint.Complete{Task: c.Tasks[0].ID, Outcome: "collected"}}
	want("done", act(done, clerk, facts), "task_claimed", "task_completed", "report_ordered", "closed")
	ordered := c.Reports[0].Ordered
	withheld := complaint.Order{
		Actor:   complaint.System,
		Command: complaint.NoteWithheld{Ordered: ordered, Report: "work", Row: "east"},
	}
	want("withheld", act(withheld, system, facts), "report_withheld")
	want("withheld again", act(withheld, system, facts))
	if r := c.Reports[0]; !r.Withheld || r.Row != "east" || c.Status != complaint.StatusClosed {
		t.Errorf("withheld: %+v, %s", r, c.Status)
	}
	published := complaint.Order{Actor: complaint.System, Command: complaint.NotePublished{
		Ordered:  ordered,
		Report:   "work",
		Edition:  1,
		Sequence: 4,
	}}
	want("published", act(published, system, facts), "report_published", "archived")
	want("published again", act(published, system, facts))
	if r := c.Reports[0]; r.Withheld || r.Edition != 1 || r.Sequence != 4 {
		t.Errorf("published: %+v", r)
	}
}

// A report counts with numbers of other cases only where a decision of the procedure has put them into the record.
func TestReportsReadRecordedCounts(t *testing.T) {
	file := strings.Replace(publishing, "EACH", "period: month, reports: [work]", 1)
	file = strings.Replace(file, "count: 'true'", "count: counted.earlier > 0", 1)
	file = strings.Replace(file, "steps:\n",
		"counts: {earlier: {title: 同一事项, same: [category], within: 30d, clauses: [\"1\"]}}\nsteps:\n", 1)
	_, err := policy.Load("publishing.yaml", []byte(file))
	//nolint:errorlint // nothing else
	if findings, ok := err.(policy.Findings); !ok || findings[0].ID != "report.fact" {
		t.Errorf("a number that nothing records: %v", err)
	}
	read := strings.Replace(file, "    title: 查看\n",
		"    title: 查看\n    when: counted.earlier < 100\n    else: archive\n", 1)
	if _, err := policy.Load("publishing.yaml", []byte(read)); err != nil {
		t.Errorf("a number that a step has recorded: %v", err)
	}
}
