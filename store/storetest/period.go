package storetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

const periodicPolicy = `policy: periodic
title: 期间
version: 1
calendar: cn
number: {format: "P{YYYY}-{serial:3}", restarts: yearly, clauses: ["1"]}
slips: {urge: {title: 催办单, format: "U{YYYY}-{serial:3}", restarts: yearly}}
clauses: {"1": {kind: enforced, gist: 登记}, "2": {kind: enforced, gist: 每月十日前汇总}}
roles: {office: {title: 办公室, level: 1, sees: all, identity: true}, head: {title: 主管, level: 2, sees: all}}
kinds:
  complaint: {title: 投诉, clauses: ["1"]}
  monthly:
    title: 月报
    clauses: ["2"]
    first: collect
    each: {period: month, number: {format: "M{YYYY}-{serial:2}", restarts: yearly}}
intake:
  by: [office]
  clauses: ["1"]
  sources: {people: {title: 来访, channels: {visit: 来访}}}
  categories: {any: {title: 任何}}
deadlines:
  monthly:
    title: 汇总日
    for: [monthly]
    from: received
    until: closed
    limit: [{is: day 10, clause: "2"}]
    ladder: [{at: limit, slip: urge, to: holder, clause: "2"}]
ladder: [{at: limit, slip: urge, to: holder, clause: "1"}]
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
    clauses: ["2"]
    closes: {disposition: '"reported"'}
    outcomes: {collected: {title: 已汇总, next: archive}}
`

// publishPeriodic publishes a policy that opens a matter for each month.
func (b *bench) publishPeriodic() {
	b.Helper()
	_, err := b.PublishPolicy(b.ctx, "periodic.yaml", []byte(periodicPolicy))
	b.mustSucceed(err)
}

// Whoever opens the matters of periods, and however many do at once: each closed period has one, in the register under
// its name, and none is opened for a period that is not over or was over before the policy was published.
func testPeriodsHaveOneMatterEach(b *bench) {
	b.publishPeriodic()
	published := b.clock.now()
	b.clock.advance(100 * 24 * time.Hour)
	var want []string
	month, err := policy.ParsePeriodShape("month")
	b.mustSucceed(err)
	for period := month.PeriodAt(published, b.Location()); period.IsClosedAt(b.clock.now()); period = period.Next() {
		want = append(want, period.Name)
	}
	_, err = b.RaiseEdition(b.ctx, complaint.Edition)
	b.mustSucceed(err)
	lacking, err := record.PeriodsLacking(b.ctx, b.Store, b.clock.now())
	b.mustSucceed(err)
	wantEqual(b, "lacking", len(lacking), len(want))
	var group sync.WaitGroup
	failed := make([]error, 8)
	for i := range failed {
		group.Go(func() { _, failed[i] = record.OpenLackingPeriods(b.ctx, b.Store, b.clock.now()) })
	}
	group.Wait()
	for _, err := range failed {
		b.mustSucceed(err)
	}
	matters, err := b.PeriodMatters(b.ctx, "periodic", "monthly")
	b.mustSucceed(err)
	var got []string
	for name, id := range matters {
		got = append(got, name)
		row, err := b.CaseRow(b.ctx, id)
		b.mustSucceed(err)
		wantEqual(b, "period of the row", row.Period, name)
		wantEqual(b, "kind of the row", row.Kind, "monthly")
	}
	slices.Sort(got)
	wantEqual(b, "periods", fmt.Sprint(got), fmt.Sprint(want))
	reader := newPerson("u-office", "east", "periodic.office")
	b.mustSucceed(b.SaveUnit(b.ctx, complaint.Unit{ID: "east", Name: "东区"}))
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(reader)))
	rows, _, err := b.ListRegister(b.ctx, reader, record.Query{Policy: "periodic"})
	b.mustSucceed(err)
	wantEqual(b, "rows of the register", len(rows), len(want))
	errands, err := b.TakeErrands(b.ctx, complaint.StartErrand, 100, time.Minute)
	b.mustSucceed(err)
	wantEqual(b, "starts", len(errands), len(want))
	opened, err := record.OpenLackingPeriods(b.ctx, b.Store, b.clock.now())
	b.mustSucceed(err)
	wantEqual(b, "opened again", opened, 0)
	again, err := record.OpenPeriod(b.ctx, b.Store, lacking[0], b.clock.now(), 0)
	b.mustSucceed(err)
	wantEqual(b, "the same matter", again, matters[lacking[0].Period.Name])
}
