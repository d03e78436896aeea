package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// idsFoundInRegister are the ids of the cases a query finds.
func (b *bench) idsFoundInRegister(p complaint.Person, q record.Query) string {
	b.Helper()
	var ids []string
	for _, r := range b.readRegister(p, q) {
		ids = append(ids, string(r.ID))
	}
	return strings.Join(ids, " ")
}

func testRegisterFilters(b *bench) {
	for i, id := range []complaint.CaseID{"c1", "c2", "c3", "c4"} {
		b.clock.advance(time.Second)
		b.fileCase(id, open, func(in *record.Intake) {
			if i == 3 {
				in.Filing.Filed.Policy.ID = "land"
			}
		})
	}
	filed := b.filedFact("c1")
	filed.Data = map[string]any{complaint.ResponsibleUnitField: "west"}
	b.recordFacts("c1", open, filed, complaint.StepEntered{
		Step:  "cause",
		Title: "查因",
	}, newDeadlineSet("d1", "", "", time.Hour),
		newTaskOpened("t1", "cause", eastSeat), complaint.TaskClaimed{Task: "t1", Assignee: "u-east"},
		newTaskOpened("t2", "cause", agentSeat), complaint.TaskClaimed{
			Task:     "t2",
			Assignee: "u-agent",
		}, complaint.TaskCompleted{Task: "t2"})
	b.recordFacts("c2", open, b.filedFact("c2"), newDeadlineSet("d1", "", "", time.Hour),
		complaint.Closed{Disposition: "upheld"},
		complaint.DeadlineMet{Deadline: "d1"})
	b.recordFacts("c3", open, b.filedFact("c3"), newDeadlineSet("d1", "", "", 10*time.Hour))
	yes, no := true, false
	for name, want := range map[string]struct {
		query record.Query
		ids   string
	}{
		"all, latest first":         {record.Query{}, "c4 c3 c2 c1"},
		"policy":                    {record.Query{Policy: "land"}, "c4"},
		"status":                    {record.Query{Status: complaint.StatusOpen}, "c3 c1"},
		"step":                      {record.Query{Step: "cause"}, "c1"},
		"unit":                      {record.Query{Unit: "west"}, "c1"},
		"another unit":              {record.Query{Unit: "east"}, "c4 c3 c2"},
		"assignee":                  {record.Query{Assignee: "u-east"}, "c1"},
		"whose task is done":        {record.Query{Assignee: "u-agent"}, ""},
		"assignee and words":        {record.Query{Assignee: "u-east", Search: "受潮"}, "c1"},
		"soon":                      {record.Query{Soon: 3 * time.Hour}, "c1"},
		"later, the earliest first": {record.Query{Soon: 11 * time.Hour}, "c1 c3"},
		"two filters":               {record.Query{Step: "cause", Status: complaint.StatusClosed}, ""},
		"overdue: not yet":          {record.Query{Overdue: &yes}, ""},
		"in time: also none":        {record.Query{Overdue: &no}, "c4 c3 c2 c1"},
	} {
		wantEqual(b, name, b.idsFoundInRegister(agent, want.query), want.ids)
	}
	testOverdueByOwnClock(b)
}

// testOverdueByOwnClock goes on where testRegisterFilters ends.
func testOverdueByOwnClock(b *bench) {
	yes, no := true, false
	b.clock.advance(start.Add(time.Hour - time.Microsecond).Sub(b.clock.now()))
	wantEqual(b, "overdue just before", b.idsFoundInRegister(agent, record.Query{Overdue: &yes}), "")
	b.clock.advance(time.Microsecond) // the first instant too late
	wantEqual(b, "overdue", b.idsFoundInRegister(agent, record.Query{Overdue: &yes}), "c1")
	wantEqual(b, "in time", b.idsFoundInRegister(agent, record.Query{Overdue: &no}), "c4 c3 c2")
	wantEqual(b, "soon no more", b.idsFoundInRegister(agent, record.Query{Soon: 3 * time.Hour}), "")
	for after, want := range map[time.Duration][]complaint.CaseID{0: nil, time.Microsecond: {"c1"}} {
		due, err := b.CasesDue(b.ctx, b.clock.now().Add(after), 10)
		b.mustSucceed(err)
		wantSamePrinted(b, "cases due", due, want)
	}
	b.mustSucceed(b.Write(b.ctx, "c3", func(tx record.Tx) error { return tx.SetClockOffset(b.ctx, 9*time.Hour) }))
	wantEqual(b, "overdue by its own clock", b.idsFoundInRegister(agent, record.Query{Overdue: &yes}), "c1 c3")
	row, err := b.CaseRow(b.ctx, "c3")
	b.mustSucceed(err)
	wantEqual(b, "overdue row", row.Overdue, true)
	wantEqual(b, "step's title", b.readRegister(agent, record.Query{Step: "cause"})[0].StepTitle, "查因")
}

func testRegisterPages(b *bench) {
	var want []string
	for i := range 11 {
		id := complaint.CaseID(fmt.Sprintf("c%02d", i))
		w := open
		if i%5 == 4 {
			w = complaint.Wall{}
		} else {
			want = append([]string{string(id)}, want...)
		}
		b.fileCase(id, w)
		if i%3 == 0 { // the others share their instant with the next
			b.clock.advance(time.Second)
		}
	}
	wantEqual(b, "register", b.idsFoundInRegister(agent, record.Query{Limit: 2}), strings.Join(want, " "))
	wantEqual(b, "one page", b.idsFoundInRegister(agent, record.Query{}), strings.Join(want, " "))
	wantEqual(b, "a stranger's", b.idsFoundInRegister(newPerson("u-x", "", "head"), record.Query{}), "")
}
