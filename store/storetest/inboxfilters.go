package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// testInboxFilters: every filter, alone or with others, in pages or at once, selects what it says of the whole inbox.
func testInboxFilters(b *bench) {
	publishPolicyAndYear(b)
	_, err := b.PublishPolicy(b.ctx, "land.yaml",
		[]byte(strings.Replace(string(policyFileOfVersion(b, 1, "")), "policy: logistics", "policy: land", 1)))
	b.mustSucceed(err)
	openTasksOfAllKinds(b)
	cal, err := b.Calendar(b.ctx, "cn")
	b.mustSucceed(err)
	all := b.readInbox(agent, 0)
	wantEqual(b, "tasks", len(all), 45)
	for _, policy := range []string{"", "logistics", "land", "none"} {
		for _, holder := range []record.Holder{"", record.HeldByMe, record.HeldByNobody, record.HeldByOthers} {
			for _, light := range []record.Light{"", record.LightLate, record.LightSoon, record.LightCalm} {
				q := record.TaskQuery{Policy: policy, Holder: holder, Light: light}
				var want []record.TaskRow
				for _, r := range all {
					if (policy == "" || r.Case.Policy == policy) && (holder == "" || holderOf(r) == holder) &&
						(light == "" || lightOf(b, cal, r) == light) {
						want = append(want, r)
					}
				}
				for _, q.Limit = range []int{0, 1, 4} {
					wantEqual(b, fmt.Sprintf("%+v", q), taskKeys(b.readInboxPages(agent, q)), taskKeys(want))
				}
			}
		}
	}
}

// openTasksOfAllKinds are tasks with limits before and around the beginning of Wednesday, up to which a Monday's are
// near, of every holder and under two policies; some cases' own clock shows a Friday, or last year.
func openTasksOfAllKinds(b *bench) {
	wednesday := time.Date(2026, 3, 4, 0, 0, 0, 0, start.Location()).Add(-8 * time.Hour).Sub(start)
	limits := []time.Duration{
		-time.Hour, 0, time.Hour, wednesday, wednesday + 1000, 7 * 24 * time.Hour, 30 * 24 * time.Hour,
	}
	offsets := map[int]time.Duration{4: 4 * 24 * time.Hour, 9: -300 * 24 * time.Hour}
	holders := []complaint.UserID{"", agent.ID, "u-west"}
	for i := range 15 {
		id := complaint.CaseID(fmt.Sprintf("c%02d", i))
		b.fileCase(id, everybody, func(in *record.Intake) {
			if i%2 == 1 {
				in.Filing.Filed.Policy.ID = "land"
			}
		})
		filed := b.filedFact(id)
		if i%2 == 1 {
			filed.Policy.ID = "land"
		}
		facts := []complaint.Fact{filed}
		for j, holder := range holders {
			task := complaint.TaskID(fmt.Sprintf("t%d", j))
			facts = append(facts, newTaskOpened(task, "a", agentSeat))
			if n := (i*len(holders) + j) % (len(limits) + 1); n < len(limits) {
				facts = append(facts, newDeadlineSet(complaint.DeadlineID("d"+string(task)), task, "a", limits[n]))
			}
			if holder != "" {
				facts = append(facts, complaint.TaskClaimed{Task: task, Assignee: holder})
			}
		}
		b.recordFacts(id, everybody, facts...)
		if offset, own := offsets[i]; own {
			b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error { return tx.SetClockOffset(b.ctx, offset) }))
		}
	}
}

func holderOf(r record.TaskRow) record.Holder {
	if r.Task.Assignee == "" {
		return record.HeldByNobody
	}
	if r.Task.Assignee == agent.ID {
		return record.HeldByMe
	}
	return record.HeldByOthers
}

func lightOf(b *bench, cal *calendar.Calendar, r record.TaskRow) record.Light {
	switch {
	case r.Due == nil:
		return record.LightCalm
	case r.Overdue:
		return record.LightLate
	case cal.WorkingDaysLeft(b.clock.now().Add(r.Case.ClockOffset), *r.Due) <= 1:
		return record.LightSoon
	}
	return record.LightCalm
}

func taskKeys(rows []record.TaskRow) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = string(r.Case.ID) + "/" + string(r.Task.ID)
	}
	return strings.Join(all, " ")
}
