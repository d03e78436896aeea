package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// testCirculars: who a circular is for reads it whether they may read its case or not, and acknowledges it once; nobody
// else learns that it is there.
func testCirculars(b *bench) {
	nobody := complaint.Wall{Grants: []string{complaint.UserSubject("u-none")}}
	publish := func(id complaint.CaseID, circular complaint.CircularID, to ...complaint.RoleID) {
		b.recordFacts(id, nobody, complaint.CircularPublished{
			Circular: circular,
			Kind:     "bulletin",
			Title:    "通报 " + string(circular),
			Step:     "publish",
			To:       to,
			Data:     map[string]any{"upheld": true},
		})
		b.clock.advance(time.Minute)
	}
	for _, id := range []complaint.CaseID{"c1", "c2"} {
		b.fileCase(id, nobody)
		b.recordFacts(id, nobody, b.filedFact(id))
	}
	publish("c1", "cir2")
	publish("c1", "cir3", "branch")
	publish("c2", "cir2", "agent", "branch")
	seen := func(p complaint.Person, waiting bool) string {
		var ids []string
		cursor := ""
		for {
			page, next, err := b.ListCirculars(b.ctx, p, record.CircularQuery{
				Waiting: waiting,
				Cursor:  cursor,
				Limit:   1,
			})
			b.mustSucceed(err)
			for _, c := range page {
				ids = append(ids, fmt.Sprintf("%s/%s", c.Case, c.Circular.ID))
			}
			if cursor = next; next == "" {
				return strings.Join(ids, " ")
			}
		}
	}
	both := newPerson("u-both", "east", "branch", "agent")
	wantEqual(b, "a branch's, the latest first", seen(east, false), "c2/cir2 c1/cir3 c1/cir2")
	wantEqual(b, "of two roles, each once", seen(both, false), "c2/cir2 c1/cir3 c1/cir2")
	wantEqual(b, "an agent's", seen(agent, false), "c2/cir2 c1/cir2")
	gone := agent
	gone.Active = false
	wantEqual(b, "of somebody who left", seen(gone, false), "")

	b.mustSucceed(b.AcknowledgeCircular(b.ctx, east, "c1", "cir3"))
	at := b.clock.now()
	b.clock.advance(time.Hour)
	b.mustSucceed(b.AcknowledgeCircular(b.ctx, east, "c1", "cir3"))
	wantEqual(b, "what waits for the branch", seen(east, true), "c2/cir2 c1/cir2")
	wantEqual(b, "what waits for the other", seen(both, true), "c2/cir2 c1/cir3 c1/cir2")
	read, err := b.Circular(b.ctx, east, "c1", "cir3")
	b.mustSucceed(err)
	wantEqual(b, "acknowledged the first time", *read.AcknowledgedAt, at)
	wantEqual(b, "what it says", read.Circular.Data["upheld"], any(true))
	who, err := b.AcknowledgementsOf(b.ctx, "c1", "cir3")
	b.mustSucceed(err)
	wantSamePrinted(b, "who acknowledged", who, []record.Acknowledgement{{User: "u-east", At: at}})

	_, err = b.Circular(b.ctx, agent, "c1", "cir3")
	b.mustRefuse(err, complaint.NotFound)
	b.mustRefuse(b.AcknowledgeCircular(b.ctx, agent, "c1", "cir3"), complaint.NotFound)
	for _, change := range []string{
		`UPDATE circular_acknowledgements SET at = 0`, `DELETE FROM circular_acknowledgements`,
	} {
		if b.runSQLBehindStore(change) == nil {
			b.Errorf("%s is not refused", change)
		}
	}
}
