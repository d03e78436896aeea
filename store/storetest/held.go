package storetest

import (
	"fmt"
	"strings"

	"duban/complaint"
	"duban/record"
)

// testHeld: of each task that somebody holds it is known who holds it and in whose place.
func testHeld(b *bench) {
	b.fileCase("c1", everybody)
	b.recordFacts("c1", everybody, b.filedFact("c1"),
		newTaskOpened("t1", "accept", agentSeat), newTaskOpened("t2", "cause", eastSeat),
		newTaskOpened("t3", "visit", agentSeat),
		complaint.TaskClaimed{Task: "t3", Assignee: "u-west"},
		complaint.TaskClaimed{Task: "t1", Assignee: "u-east", For: "u-agent"},
	)
	var held []string
	for last := (record.HeldTask{}); ; {
		page, err := b.TasksHeld(b.ctx, last, 1)
		b.mustSucceed(err)
		if len(page) == 0 {
			break
		}
		last = page[0]
		held = append(held, fmt.Sprintf("%s/%s by %s for %q at %d of %s",
			last.Case, last.Task.ID, last.Task.Assignee, last.Task.For, last.Seq, last.Task.Seats[0].Subject()))
	}
	wantEqual(b, "held", strings.Join(held, "\n"), strings.Join([]string{
		`c1/t1 by u-east for "u-agent" at 6 of role:agent`,
		`c1/t3 by u-west for "" at 6 of role:agent`,
	}, "\n"))
	b.recordFacts("c1", everybody, complaint.TaskReleased{Task: "t1"})
	page, err := b.TasksHeld(b.ctx, record.HeldTask{}, 10)
	b.mustSucceed(err)
	wantEqual(b, "held after it was given back", len(page), 1)
}
