package storetest

import (
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

const grainsFile = `policy: grains
title: 统计
version: %d
calendar: cn
number: {format: "C{YYYY}-{serial:3}", restarts: yearly, clauses: ["1"]}
slips: {urge: {title: 催办单, format: "U{YYYY}-{serial:3}", restarts: yearly}}
clauses: {"1": {kind: enforced, gist: 统计}}
roles: {desk: {title: 前台, level: 1, sees: all, identity: true}, head: {title: 主管, level: 2, sees: all}}
kinds: {complaint: {title: 投诉, clauses: ["1"]}}
intake:
  by: [desk]
  clauses: ["1"]
  sources: {people: {title: 来访, channels: {visit: 来访}, clauses: ["1"]}}
  categories: {goods: {title: 货物, clauses: ["1"]}}
deadlines:
  handling:
    title: 期限
    from: received
    until: answered
    limit: [{is: 5d, clause: "1"}]
    ladder: [{at: limit, slip: urge, to: holder, reply: 1wd, clause: "1"}, {after: 1d, escalate: head, clause: "1"}]
reports:
  steps:
    title: 步骤
    clauses: ["1"]
    readers: [head]
    period: month
    grain: step
    rows: [step]
    columns: {done: {title: 办了, count: 'true'}, no: {title: 不同意, share: matter.state == "no"}}
  slips:
    title: 督办单
    clauses: ["1"]
    readers: [head]
    period: month
    grain: slip
    rows: [name]
    columns: {issued: {title: 发出, count: 'true'}, answered: {title: 已答复, share: matter.state == "replied"}}
  limits:
    title: 期限
    clauses: ["1"]
    readers: [head]
    period: month
    grain: deadline
    of: [handling]
    columns: {due: {title: 到期, count: 'true'}, met: {title: 未超期, share: matter.state == "met"}}
  passed:
    title: 转办和退回
    clauses: ["1"]
    readers: [head]
    period: month
    grain: passing
    rows: [unit]
    columns:
      times: {title: 次数, count: 'true'}
      back:  {title: 退回, count: matter.name == "return"}
      kept:  {title: 共留天数, take: total, decimals: 3}
      half:  {title: 中位数, take: median, decimals: 3}
  returned:
    title: 退回
    clauses: ["1"]
    readers: [head]
    period: month
    grain: passing
    of: [return]
    columns: {kept: {title: 平均天数, take: mean, decimals: 3}}
  refused:
    title: 各单位的查看
    clauses: ["1"]
    readers: [head]
    period: month
    grain: step
    of: [look]
    rows: [unit]
    columns:
      done: {title: 办了, count: 'true'}
      no:   {title: 不同意, share: matter.state == "no"}
  looking:
    title: 查看用时
    clauses: ["1"]
    readers: [head]
    period: month
    grain: step
    of: [look]
    columns: {days: {title: 共用天数, take: total, decimals: 3}}
  versions:
    title: 各版
    clauses: ["1"]
    readers: [head]
    period: month
    rows: [version]
    columns: {all: {title: 件数, count: 'true'}}
  repeats:
    title: 重复件
    clauses: ["1"]
    readers: [head]
    period: month
    columns:
      second: {title: 第二次, count: counted.earlier == 1}
      third:  {title: 第三次, count: counted.earlier == 2}
      more:   {title: 第四次以上, count: counted.earlier >= 3}
counts: {earlier: {title: 同一事项, same: [category], within: 30d, clauses: ["1"]}}
steps:
  look:
    title: 查看
    when: counted.earlier < 100
    else: answer
    by: [desk]
    clauses: ["1"]
    outcomes: {yes: {title: 同意, next: answer}, no: {title: 不同意, next: answer}}
  answer:
    title: 答复
    by: [desk]
    clauses: ["1"]
    sets: answered
    closes: {disposition: '"upheld"'}
    outcomes: {told: {title: 已答, next: archive}}
`

// testGrains: steps are placed by when they were done, slips by when they were issued, deadlines by their last moment;
// what waits is in no rate; cases are told apart by the version that they follow.
func testGrains(b *bench) {
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", calendarYearFile(b, 2026)))
	c := newGrains(b)
	c.file("a", 0) // looked at twice, answered in time
	c.record("a", complaint.TaskCompleted{Task: "t1", Step: "look", Outcome: "no"})
	c.record("a", complaint.TaskCompleted{Task: "t2", Step: "look", Outcome: "yes"})
	c.record("a", complaint.TaskCompleted{Task: "t3", Step: "answer", Outcome: "told"},
		complaint.DeadlineMet{Deadline: "d1"}, complaint.Closed{Disposition: "upheld"})
	c.file("b", 0) // too late, two slips, one answered
	urge := func(slip complaint.SlipID) complaint.Fact {
		return complaint.SlipIssued{
			Slip:   slip,
			Kind:   complaint.UrgeSlip,
			Number: string(slip),
			To:     []complaint.Seat{},
		}
	}
	c.record("b", complaint.DeadlineMissed{Deadline: "d1"}, urge("s1"))
	c.record("b", complaint.SlipReplied{Slip: "s1"}, urge("s2"))
	c.publish(2)
	c.file("c", 0) // its limit runs
	c.file("d", 40*24*time.Hour)
	c.record("d", complaint.TaskCompleted{Task: "t1", Step: "look", Outcome: "no"}) // done in March, due in April

	for id, n := range map[string]int{
		"a": 1,
		"b": 2,
		"c": 3,
		"d": 7,
	} {
		c.record(id, complaint.CasesCounted{Count: "earlier", Number: n, Cases: []complaint.CaseID{}})
	}
	c.want("repeats", "2026-03", " second 1 third 1 more 2")
	c.want("steps", "2026-03", "look done 3 no 2/3", "answer done 1 no 0/1", " done 4 no 2/4")
	c.want("slips", "2026-03", "urge issued 2 answered 1/1", " issued 2 answered 1/1") // one is open, and in no rate
	c.want("limits", "2026-03", " due 3 met 1/2")
	c.want("limits", "2026-04", " due 1 met 0/0")
	c.want("versions", "2026-03", "1 all 2", "2 all 2", " all 4")
}

// testPassings: who passes a matter on or hands it back had it since it became theirs, or since it was given out to
// them once more; each time is a row of its own unit's in the month in which it was, whatever the case is now.
func testPassings(b *bench) {
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", calendarYearFile(b, 2026)))
	c := newGrains(b)
	after := func(wait time.Duration, id string, facts ...complaint.Fact) {
		c.clock.advance(wait - time.Minute) // one minute goes by with each act
		c.record(id, facts...)
	}
	const hour = time.Hour
	c.file("a", 0)
	give := complaint.FormFilled{Data: map[string]any{complaint.ResponsibleUnitField: "north"}}
	after(hour, "a", give)
	after(48*hour, "a", complaint.Redirected{From: "north", To: "west"}) // 48 hours with the north
	after(3*hour, "a", complaint.HandedBack{LeadsTo: "look"})            // 3 with the west
	opened := newTaskOpened("t1", "look")
	after(hour, "a", opened)
	after(23*hour, "a", complaint.TaskCompleted{Task: "t1", Step: "look", Outcome: "yes"}) // given out again
	after(5*hour, "a", complaint.HandedBack{LeadsTo: "look"})                              // 5 with the west
	c.file("b", 0)
	after(hour, "b", give)
	after(30*24*hour, "b", complaint.HandedBack{LeadsTo: "look"}) // in April

	for range 2 {
		c.want("passed", "2026-03", "north times 1 back 0 kept 2.000 half 2.000",
			"west times 2 back 2 kept 0.333 half 0.167", " times 3 back 2 kept 2.333 half 0.208")
		c.want("passed", "2026-04", "north times 1 back 1 kept 30.000 half 30.000",
			" times 1 back 1 kept 30.000 half 30.000")
		c.want("returned", "2026-03", " kept 0.167")
		c.want("looking", "2026-03", " days 0.958") // 23 hours from when it was open
		_, err := c.RebuildLists(c.ctx, nil)
		c.mustSucceed(err)
	}
}

// testStepsOfUnits: a step is a row of the unit that had the matter until it was done, also where its own form gives it
// to another, whoever has it in the end.
func testStepsOfUnits(b *bench) {
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", calendarYearFile(b, 2026)))
	c := newGrains(b)
	looks := func(id, task, outcome, gives string) {
		done := complaint.TaskCompleted{Task: complaint.TaskID(task), Step: "look", Outcome: outcome}
		if gives != "" {
			done.Data = map[string]any{complaint.ResponsibleUnitField: gives}
		}
		c.record(id, done)
	}
	c.file("a", 0)
	looks("a", "t1", "yes", "north") // the east, which was named when it was filed
	looks("a", "t2", "no", "west")   // the north passes it on to the west
	looks("a", "t3", "no", "south")  // the west to the south
	c.record("a", complaint.Redirected{From: "south", To: "west"})
	looks("a", "t4", "yes", "")
	c.file("b", 0)
	c.record("b", complaint.FormFilled{Data: map[string]any{complaint.ResponsibleUnitField: "north"}})
	looks("b", "t1", "no", "south")
	for range 2 {
		c.want("refused", "2026-03", "east done 1 no 0/1", "north done 2 no 2/2", "west done 2 no 1/2",
			" done 5 no 3/5")
		_, err := c.RebuildLists(c.ctx, nil)
		c.mustSucceed(err)
	}
}

// grains is a record of which such reports are counted.
type grains struct {
	*counting
}

func newGrains(b *bench) grains {
	c := grains{&counting{bench: b, cases: map[string]bool{}, over: map[string]bool{}}}
	c.publish(1)
	return c
}

func (c grains) publish(version int) {
	c.Helper()
	_, err := c.PublishPolicy(c.ctx, "grains.yaml", fmt.Appendf(nil, grainsFile, version))
	c.mustSucceed(err)
	c.p, err = c.PolicyVersion(c.ctx, "grains", version)
	c.mustSucceed(err)
}

// file receives a case now, whose limit ends so much later than five days from now.
func (c grains) file(id string, later time.Duration) {
	filed := complaint.Filed{
		Policy:     c.p.Ref(),
		Kind:       "complaint",
		Source:     "people",
		Channel:    "visit",
		Category:   "goods",
		ReceivedAt: complaint.Instant(c.clock.now()),
		Data:       map[string]any{},
	}
	c.fileCase(caseID(id), wallOfHead, func(in *record.Intake) {
		filed.Parties = in.Filing.Filed.Parties
		filed.Subject, filed.Content = in.Filing.Filed.Subject, in.Filing.Filed.Content
		in.Filing.Filed = filed
	})
	due := newDeadlineSet("d1", "", "", 5*24*time.Hour+later)
	due.Deadline.Name = "handling"
	c.record(id, filed, due)
}

// want compares a report: each row that has a matter, then the total, as key, column, figure.
func (c grains) want(report, period string, rows ...string) {
	c.Helper()
	r := c.p.Report(report)
	in, err := r.Shape.ParsePeriod(period, c.Location())
	c.mustSucceed(err)
	f, err := c.CountReport(c.ctx, record.FigureQuery{Policy: c.p, Report: r, Period: in})
	c.mustSucceed(err)
	told := map[string]bool{}
	for _, row := range append(f.Rows, f.Total) {
		if row.Matters == 0 {
			continue
		}
		key := ""
		if len(row.Keys) > 0 {
			key = row.Keys[0]
		}
		for _, cell := range row.Cells {
			figure := fmt.Sprint(cell.K)
			switch r.Column(cell.Column).Kind {
			case policy.ShareColumn:
				figure = fmt.Sprint(cell.K, "/", cell.N)
			case policy.TimeColumn:
				figure = cell.Value
			case policy.CountColumn, policy.SumColumn, policy.WeightedColumn, policy.ProductColumn:
			}
			key += " " + cell.Column + " " + figure
		}
		told[key] = true
	}
	expected := map[string]bool{}
	for _, row := range rows {
		expected[row] = true
	}
	wantSamePrinted(c.bench, report+" "+period, told, expected)
}
