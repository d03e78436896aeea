package worker

import (
	"context"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/notices"
	"duban/record"
)

// hiresWhoReadsInTheMorning is somebody who wants one mail a day.
func (h *house) hiresWhoReadsInTheMorning(name string) complaint.UserID {
	h.t.Helper()
	id := h.hires(name)
	h.ok(h.store.SaveNoticeWishes(h.t.Context(), id, []record.NoticeWish{{
		Channel: record.Mail,
		Address: name + "@example.org",
		Topics:  record.Topics(),
		Pace:    record.Daily,
	}}))
	return id
}

// Whoever wants one word a day gets one in the morning that counts what is left to read, none if nothing is, and the
// next morning another; the record says of each event in which word it was told.
func TestOneWordEachMorning(t *testing.T) {
	h := newHouse(t)
	li, wang := h.hiresWhoReadsInTheMorning("li"), h.hiresWhoReadsInTheMorning("wang")
	h.files("c")
	h.records("c", supervisors, complaint.Filed{}, complaint.Noted{}, complaint.Noted{}, complaint.Noted{})
	for seq := 1; seq <= 3; seq++ {
		h.tells("c", seq, record.Work, li, wang)
		h.tells("c", seq, record.Work, li, wang)
	}
	p := &provider{}
	h.ok(h.carries(p).runDueErrands(t.Context()))
	if len(p.sent) > 0 {
		t.Fatalf("%d left on the day before", len(p.sent))
	}
	h.ok(h.store.MarkNoticesRead(t.Context(), wang, h.clock))
	h.clock = h.morning
	h.ok(h.carries(p).runDueErrands(t.Context()))
	if len(p.sent) != 1 || p.sent[0].To != "li@example.org" || !strings.Contains(p.sent[0].Text, "有 3 条通知") {
		t.Fatalf("in the morning there left %+v", p.sent)
	}
	states := map[record.DispatchState]int{}
	for _, d := range h.dispatchesOf(li, wang) {
		states[d.State]++
	}
	if states[record.DispatchSent] != 1 || states[record.DispatchRead] != 1 || states[record.DispatchGathered] != 4 {
		t.Errorf("the record says %v", states)
	}
	h.morning = h.morning.Add(24 * time.Hour)
	h.tells("c", 4, record.Work, li)
	h.clock = h.morning
	h.ok(h.carries(p).runDueErrands(t.Context()))
	if len(p.sent) != 2 || p.sent[1].ID == p.sent[0].ID || !strings.Contains(p.sent[1].Text, "有 4 条通知") {
		t.Errorf("the morning after there left %+v", p.sent[1:])
	}
}

// A word of the morning is put off and given up like another, counted from the morning and not from the event: one of a
// long holiday leaves after it.
func TestTheMorningAfterAHoliday(t *testing.T) {
	h := newHouse(t)
	li := h.hiresWhoReadsInTheMorning("li")
	h.files("c")
	h.records("c", supervisors, complaint.Filed{})
	h.morning = monday.Add(8 * 24 * time.Hour)
	h.tells("c", 1, record.Work, li)
	h.clock = h.morning
	p := &provider{}
	h.ok(h.carries(p).runDueErrands(t.Context()))
	h.wantDispatch(li, record.DispatchSent, "")
}

// Who wants nothing outside for now keeps the address and is told nothing; who no longer wants the morning's word
// does not get the one that was ordered.
func TestToldInsideAlone(t *testing.T) {
	h := newHouse(t)
	li := h.hiresWhoReadsInTheMorning("li")
	h.files("c")
	h.records("c", supervisors, complaint.Filed{}, complaint.Noted{})
	h.tells("c", 1, record.Work, li)
	wishes, err := h.store.NoticeWishesOf(t.Context(), li)
	h.ok(err)
	wishes[0].Pace = record.Inside
	h.ok(h.store.SaveNoticeWishes(t.Context(), li, wishes))
	h.tells("c", 2, record.Work, li)
	h.clock = h.morning
	p := &provider{}
	h.ok(h.carries(p).runDueErrands(t.Context()))
	h.wantDispatch(li, record.DispatchUnwanted, "")
	if len(p.sent) > 0 {
		t.Errorf("left: %+v", p.sent)
	}
}

// A robot says in its group how many events came since, once for all of them, and names nobody.
func TestARobotTellsItsGroup(t *testing.T) {
	h := newHouse(t)
	h.files("c")
	h.records("c", supervisors, complaint.Filed{}, complaint.Noted{}, complaint.Noted{})
	at := h.clock.Add(5 * time.Minute)
	for seq := 1; seq <= 3; seq++ {
		for range 2 {
			h.writes("c", func(ctx context.Context, tx record.Tx) error {
				return tx.OrderDispatches(ctx, record.Word{Seq: seq, Robots: []string{"主管群"}, RobotsAt: at})
			})
		}
	}
	p := &provider{}
	r := h.carries(p)
	r.courier = &notices.Courier{
		Record:  h.store,
		Senders: map[record.Channel]notices.Sender{record.Robot: p},
		Site:    "https://duban.example.org",
		Now:     h.now,
		Log:     quiet,
	}
	h.ok(r.runDueErrands(t.Context()))
	h.clock = at
	h.ok(r.runDueErrands(t.Context()))
	if len(p.sent) != 1 || p.sent[0].To != "主管群" || !strings.Contains(p.sent[0].Line, "新增 3 条通知") {
		t.Errorf("said: %+v", p.sent)
	}
}
