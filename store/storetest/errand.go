package storetest

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

func testStartErrandWaitsForGateway(b *bench) {
	b.fileCase("c1", open)
	b.fileCase("c2", open)
	wantEqual(b, "while the gateway may be starting them", len(b.takeErrands(complaint.StartErrand, 10)), 0)
	b.recordFacts("c1", open, b.filedFact("c1"))
	b.clock.advance(5 * time.Second)
	left := b.takeErrands(complaint.StartErrand, 10)
	wantEqual(b, "after the gateway's patience", len(left), 1)
	wantSamePrinted(b, "errand", left[0], complaint.Errand{
		ID:        left[0].ID,
		Kind:      complaint.StartErrand,
		Case:      "c2",
		Tries:     1,
		CreatedAt: b.clock.now().Add(-5 * time.Second),
	})
}

func (b *bench) errandLag() time.Duration {
	b.Helper()
	v, err := b.CountVitals(b.ctx)
	b.mustSucceed(err)
	return v.Lag
}

// orderNoticeOf records an event that people are told of.
func (b *bench) orderNoticeOf(id complaint.CaseID, seq int) {
	b.Helper()
	b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error { return tx.OrderNotice(b.ctx, seq) }))
}

func testErrandLease(b *bench) {
	for i := range 3 {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		b.fileCase(id, open)
		b.recordFacts(id, open, b.filedFact(id))
		b.orderNoticeOf(id, 1)
		b.clock.advance(time.Second)
	}
	first := b.takeErrands(complaint.NoticeErrand, 2)
	wantEqual(b, "batch", len(first), 2)
	wantEqual(b, "oldest first", first[0].Case, "c0")
	wantEqual(b, "item", first[0].Item, "1")
	second := b.takeErrands(complaint.NoticeErrand, 10)
	wantEqual(b, "the other relay's", len(second), 1)
	wantEqual(b, "none is given twice", second[0].Case, "c2")
	wantEqual(b, "all taken up", b.errandLag(), 0)

	b.mustSucceed(b.PutOffErrand(b.ctx, first[0].ID, 0)) // failed: again soon
	again := b.takeErrands(complaint.NoticeErrand, 10)
	wantEqual(b, "put off until now", len(again), 1)
	wantEqual(b, "tries", again[0].Tries, 2)
	b.mustSucceed(b.PutOffErrand(b.ctx, first[0].ID, time.Hour))
	b.clock.advance(time.Minute) // the leases of the others are over: their relay died
	b.clock.advance(time.Second)
	wantEqual(b, "due again since", b.errandLag(), time.Second)
	wantEqual(b, "after the leases", len(b.takeErrands(complaint.NoticeErrand, 10)), 2)
	b.mustSucceed(b.DropErrand(b.ctx, first[0].ID))
	b.mustSucceed(b.DropErrand(b.ctx, first[0].ID))
	b.clock.advance(2 * time.Hour)
	wantEqual(b, "dropped", len(b.takeErrands(complaint.NoticeErrand, 10)), 2)
}

func testRelaysNeverShareErrand(b *bench) {
	const errands, relays = 40, 4
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"))
	for seq := range errands {
		b.orderNoticeOf("c1", seq+1)
	}
	var mu sync.Mutex
	taken := map[int64]int{}
	var wg sync.WaitGroup
	for range relays {
		wg.Go(func() {
			for {
				batch, err := b.TakeErrands(b.ctx, complaint.NoticeErrand, 3, time.Minute)
				if err != nil {
					b.Error(err)
					return
				}
				if len(batch) == 0 {
					return
				}
				mu.Lock()
				for _, e := range batch {
					taken[e.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range taken {
		wantEqual(b, fmt.Sprintf("errand %d taken", id), n, 1)
	}
	// those a relay passed over while another held them
	for _, e := range b.takeErrands(complaint.NoticeErrand, errands) {
		taken[e.ID]++
	}
	wantEqual(b, "errands taken", len(taken), errands)
}

func testErrandEndsWithEffect(b *bench) {
	b.fileCase("c1", open)
	b.fileCase("c2", open)
	b.recordFacts("c1", open, b.filedFact("c1"))
	b.orderNoticeOf("c1", 1)
	b.orderNoticeOf("c1", 1)
	sent := b.takeErrands(complaint.NoticeErrand, 10)
	wantEqual(b, "one errand for one event", len(sent), 1)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error { return tx.DeliverNotice(b.ctx, 1, nil) }))
	b.clock.advance(time.Hour)
	wantEqual(b, "nobody was there to be told", len(b.takeErrands(complaint.NoticeErrand, 10)), 0)
}

// testMergeTellsSurvivingCase: the case into which a duplicate is merged is told so, until it has answered.
func testMergeTellsSurvivingCase(b *bench) {
	for _, id := range []complaint.CaseID{"c1", "c2", "c3"} {
		b.fileCase(id, open)
		b.recordFacts(id, open, b.filedFact(id))
	}
	for _, duplicate := range []complaint.CaseID{"c1", "c2"} {
		b.mustSucceed(b.Write(b.ctx, duplicate, func(tx record.Tx) error { return tx.OrderAbsorbing(b.ctx, "c3") }))
	}
	told := b.takeErrands(complaint.AbsorbErrand, 10)
	wantEqual(b, "told", len(told), 2)
	for i, duplicate := range []complaint.CaseID{"c1", "c2"} {
		order, err := told[i].Order()
		b.mustSucceed(err)
		wantEqual(b, "the survivor", told[i].Case, "c3")
		wantSamePrinted(b, "what it is told", order.Command, complaint.Command(complaint.Absorb{Duplicate: duplicate}))
	}
	order, err := told[0].Order()
	b.mustSucceed(err)
	b.mustSucceed(b.Write(b.ctx, "c3", func(tx record.Tx) error {
		return tx.SaveAnswer(b.ctx, order, complaint.Answer{})
	}))
	b.clock.advance(time.Hour)
	left := b.takeErrands(complaint.AbsorbErrand, 10)
	wantEqual(b, "not answered yet", len(left), 1)
	wantEqual(b, "the other duplicate", left[0].Item, "c2")
}

// testPublishedYearRecounts: the publication of a year, or of a correction, orders each case with a limit that runs
// past a day that it changes, and no other, to count anew, in whichever order the years are published.
func testPublishedYearRecounts(b *bench) {
	ref := publishPolicyAndYear(b)
	set := func(id complaint.CaseID, state complaint.DeadlineState, due time.Time, more ...complaint.Fact) {
		b.fileCase(id, open, func(in *record.Intake) { in.Filing.Filed.Policy = ref })
		filed := b.filedFact(id)
		filed.Policy = ref
		b.recordFacts(id, open, append([]complaint.Fact{filed, complaint.DeadlineSet{Deadline: complaint.Deadline{
			ID:    "d1",
			State: state,
			Due:   complaint.Instant(due),
		}}}, more...)...)
	}
	newYear := time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // in China
	set("c1", complaint.StateRunning, newYear.Add(time.Hour))
	set("c2", complaint.StateRunning, newYear) // its last day is in 2026
	set("c3", complaint.StateSuspended, newYear.Add(-240*time.Hour))
	set("c4", complaint.StateRunning, newYear.Add(time.Hour), complaint.DeadlineMet{Deadline: "d1"})
	set("c5", complaint.StateRunning, newYear.Add(time.Hour))
	set("c6", complaint.StateRunning, newYear.Add(-240*time.Hour))
	told := func(what string, want ...complaint.CaseID) {
		b.Helper()
		var ids []complaint.CaseID
		for _, e := range b.takeErrands(complaint.RecalculateErrand, 10) {
			ids = append(ids, e.Case)
			b.mustSucceed(b.Write(b.ctx, e.Case, func(tx record.Tx) error {
				order, err := e.Order()
				b.mustSucceed(err)
				return tx.SaveAnswer(b.ctx, order, complaint.Answer{})
			}))
		}
		wantSamePrinted(b, what, ids, want)
		b.clock.advance(time.Hour)
		wantEqual(b, what+": answered", len(b.takeErrands(complaint.RecalculateErrand, 10)), 0)
	}
	publish := func(what, id, file string, want ...complaint.CaseID) {
		b.Helper()
		year, err := calendar.ParseYear("year.yaml", []byte(file))
		b.mustSucceed(err)
		n, err := b.CasesToRecount(b.ctx, id, year)
		b.mustSucceed(err)
		wantEqual(b, what+": foretold", n, len(want))
		b.mustSucceed(b.PublishCalendar(b.ctx, id, "year.yaml", []byte(file)))
		told(what, want...)
	}
	provisional := string(calendarYearFile(b, 2027))
	publish("another calendar", "other", provisional)
	publish("a year missing before", "cn", provisional, "c1", "c3", "c5")
	publish("the same file again", "cn", provisional)
	official := strings.Replace(provisional, "status: provisional", "status: official\nwork: []", 1)
	publish("a year provisional before", "cn", official, "c1", "c3", "c5")
	publish("another text for the same days", "cn", official+"\n# corrected\n")
	december := strings.Replace(official, "off:\n", "off:\n  2026-12-31: 元旦\n", 1)
	publish("a day of the year before", "cn", december, "c1", "c2", "c3", "c5")
	year, err := calendar.ParseYear("2026.yaml", calendarYearFile(b, 2026))
	b.mustSucceed(err)
	n, err := b.CasesToRecount(b.ctx, "cn", year)
	b.mustSucceed(err)
	wantEqual(b, "the year before as it is", n, 0)
	corrected := strings.Replace(string(calendarYearFile(b, 2026)), "work:\n", "  12-31: 岁末\nwork:\n", 1)
	publish("what both years say", "cn", corrected)
	corrected = strings.Replace(corrected, "  12-31: 岁末\n", "  12-01: 某日\n", 1)
	publish("the year before, corrected after", "cn", corrected, "c1", "c2", "c3", "c5", "c6")
}

func testNotices(b *bench) {
	deliver := func(id complaint.CaseID, seq int, to ...complaint.UserID) {
		b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error { return tx.DeliverNotice(b.ctx, seq, to) }))
	}
	for _, id := range []complaint.CaseID{"c1", "c2"} {
		b.fileCase(id, open)
		b.recordFacts(id, open, b.filedFact(id), complaint.Reminded{Deadline: "d1"})
		b.orderNoticeOf(id, 2)
	}
	deliver("c1", 2, agent.ID, "u-other")
	b.clock.advance(time.Minute)
	deliver("c1", 2, agent.ID) // the activity ran again
	deliver("c2", 2, agent.ID)
	wantEqual(b, "errands left", len(b.takeErrands(complaint.NoticeErrand, 10)), 0)
	rows, err := b.NoticesFor(b.ctx, agent)
	b.mustSucceed(err)
	wantEqual(b, "notices", len(rows), 2)
	wantEqual(b, "newest first", rows[0].Case.ID, "c2")
	wantEqual(b, "delivered when it first came", rows[1].DeliveredAt, start)
	wantEqual(b, "event", rows[1].Seq, 2)
	wantEqual(b, "type", rows[1].Type, "reminded")
	others, err := b.NoticesFor(b.ctx, newPerson("u-other", "west"))
	b.mustSucceed(err)
	wantEqual(b, "told, but outside the wall", len(others), 0)
	b.recordFacts("c1", complaint.Wall{Grants: open.Grants, Barred: []complaint.UserID{agent.ID}}, complaint.Noted{})
	rows, err = b.NoticesFor(b.ctx, agent)
	b.mustSucceed(err)
	wantEqual(b, "after the recusal", len(rows), 1)
	b.clock.advance(8 * 24 * time.Hour)
	rows, err = b.NoticesFor(b.ctx, agent)
	b.mustSucceed(err)
	wantEqual(b, "unread after a week", len(rows), 1)
	b.mustSucceed(b.MarkNoticesRead(b.ctx, agent.ID, rows[0].DeliveredAt.Add(-time.Microsecond)))
	b.mustSucceed(b.MarkNoticesRead(b.ctx, "u-other", rows[0].DeliveredAt))
	rows, err = b.NoticesFor(b.ctx, agent)
	b.mustSucceed(err)
	wantEqual(b, "told later, or another's to read", len(rows), 1)
	b.mustSucceed(b.MarkNoticesRead(b.ctx, agent.ID, rows[0].DeliveredAt))
	rows, err = b.NoticesFor(b.ctx, agent)
	b.mustSucceed(err)
	wantEqual(b, "read, after a week", len(rows), 0)
}

func testCasesDueAndUnarchived(b *bench) {
	for _, id := range []complaint.CaseID{"c1", "c2", "c3", "c4"} {
		b.fileCase(id, open)
	}
	b.recordFacts("c1", open, b.filedFact("c1"))
	b.clock.advance(11 * time.Minute)
	b.recordFacts("c2", open, b.filedFact("c2"), complaint.Archived{})
	b.clock.advance(5 * time.Minute)
	b.recordFacts("c3", open, b.filedFact("c3"))
	b.clock.advance(time.Hour) // how long nobody worked does not matter
	ids, err := b.CasesWrittenLately(b.ctx, 10*time.Minute)
	b.mustSucceed(err)
	wantSamePrinted(b, "written last, archived ones too", ids, []complaint.CaseID{"c2", "c3"})
	ids, err = b.CasesUnarchived(b.ctx, "", 2)
	b.mustSucceed(err)
	wantSamePrinted(b, "unarchived", ids, []complaint.CaseID{"c1", "c3"})
	ids, err = b.CasesUnarchived(b.ctx, "c3", 2)
	b.mustSucceed(err)
	wantSamePrinted(b, "next page", ids, []complaint.CaseID{"c4"})
	archived, err := b.AreCasesArchived(b.ctx, []complaint.CaseID{"c1", "c2", "nobody"})
	b.mustSucceed(err)
	wantSamePrinted(b, "archived", archived, map[complaint.CaseID]bool{"c1": false, "c2": true})
}
