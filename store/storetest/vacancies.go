package storetest

import (
	"strings"

	"duban/complaint"
	"duban/record"
)

// testVacancies: a task offered to no seat, or to seats in which nobody sits, is listed; one that somebody can take is
// not.
func testVacancies(b *bench) {
	ref := publishPolicyAndYear(b)
	b.fileCase("c1", open, func(in *record.Intake) { in.Filing.Filed.Policy = ref })
	filed := b.filedFact("c1")
	filed.Policy = ref
	b.recordFacts("c1", open, filed,
		newTaskOpened("t1", "investigate"), newTaskOpened("t2", "answer", agentSeat),
		newTaskOpened("t3", "visit", eastSeat))
	listed := func(people ...complaint.Person) string {
		d := complaint.Directory{People: map[complaint.UserID]complaint.Person{}}
		for _, p := range people {
			d.People[p.ID] = p
		}
		tasks, err := b.VacantTasks(b.ctx, d, 7)
		b.mustSucceed(err)
		var titles []string
		for _, t := range tasks {
			titles = append(titles, t.Title)
		}
		return strings.Join(titles, " ")
	}
	wantEqual(b, "nobody for any", listed(), "任务 t1 任务 t2 任务 t3")
	wantEqual(b, "nobody for two", listed(east), "任务 t1 任务 t2")
	wantEqual(b, "nobody for none", listed(east, agent), "任务 t1")
}
