package worker

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"duban/complaint"
	"duban/notices"
	"duban/record"
)

// provider is a sender that answers as a test says.
type provider struct {
	answer error
	sent   []notices.Message
}

func (p *provider) Send(_ context.Context, m notices.Message) error {
	if p.answer == nil {
		p.sent = append(p.sent, m)
	}
	return p.answer
}

// carries is a relay that carries by the provider, with the house's clock.
func (h *house) carries(p *provider) *relay {
	r := h.relay()
	r.kinds = []complaint.ErrandKind{complaint.DispatchErrand}
	r.courier = &notices.Courier{
		Record:  h.store,
		Senders: map[record.Channel]notices.Sender{record.Mail: p},
		Site:    "https://duban.example.org",
		Now:     h.now,
		Log:     quiet,
	}
	return r
}

// wantDispatch compares what has become of the only word to somebody.
func (h *house) wantDispatch(user complaint.UserID, state record.DispatchState, answer string) {
	h.t.Helper()
	list, err := h.store.LatestDispatches(h.t.Context(), user, 10)
	h.ok(err)
	if len(list) != 1 || list[0].State != state || list[0].Answer != answer {
		h.t.Errorf("dispatches: %+v, want one that is %s, %q", list, state, answer)
	}
}

var supervisors = complaint.Wall{Grants: []string{complaint.Seat{Role: "logistics.supervisor"}.Subject()}}

// Word does not leave to whoever has read the notice, is on leave, has gone, no longer wants it or may no longer read
// the case, and no reminder of what is over.
func TestWordThatDoesNotLeave(t *testing.T) {
	due := monday.Add(4 * time.Hour)
	running := complaint.DeadlineSet{Deadline: complaint.Deadline{
		ID:    "d1",
		State: complaint.StateRunning,
		Due:   complaint.Instant(due),
	}}
	for name, c := range map[string]struct {
		meanwhile func(h *house, user complaint.UserID)
		want      record.DispatchState
	}{
		"nothing happened": {func(*house, complaint.UserID) {}, record.DispatchSent},
		"the last moment": {
			func(h *house, _ complaint.UserID) { h.clock = due.Add(-time.Second) }, record.DispatchSent,
		},
		"the limit is over": {
			func(h *house, _ complaint.UserID) { h.clock = due },
			record.DispatchOver,
		},
		"the limit is met": {
			func(h *house, _ complaint.UserID) {
				h.records("c", supervisors, complaint.DeadlineMet{Deadline: "d1"})
			},
			record.DispatchOver,
		},
		"read": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.MarkNoticesRead(h.t.Context(), user, h.clock))
			},
			record.DispatchRead,
		},
		"recused": {
			func(h *house, user complaint.UserID) {
				barred := supervisors
				barred.Barred = []complaint.UserID{user}
				h.records("c", barred, complaint.Noted{})
			},
			record.DispatchUnwanted,
		},
		"on leave": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.AdministrationBy(complaint.System).AddSubstitution(h.t.Context(), complaint.Substitution{
					ID:     "s",
					Absent: user,
					By:     h.hires("wang"),
					From:   h.clock,
					Until:  h.clock.Add(24 * time.Hour),
				}))
			},
			record.DispatchUnwanted,
		},
		"no longer wanted": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.SaveNoticeWishes(h.t.Context(), user, nil))
			},
			record.DispatchUnwanted,
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			li := h.hires("li")
			h.files("c")
			h.records("c", supervisors, complaint.Filed{}, running, complaint.Reminded{Deadline: "d1"})
			h.tells("c", 3, record.Reminders, li)
			c.meanwhile(h, li)
			p := &provider{}
			h.ok(h.carries(p).runDueErrands(t.Context()))
			h.wantDispatch(li, c.want, "")
			if sent := len(p.sent); (sent == 1) != (c.want == record.DispatchSent) {
				t.Errorf("%d left", sent)
			}
			h.clock = h.clock.Add(time.Hour)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			if len(p.sent) > 1 {
				t.Error("left twice")
			}
		})
	}
}

// What a provider puts off is tried again later; what it refuses for good is not, and administrators are told; what
// nobody takes for three days is given up.
func TestWordThatIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		answer  error
		after   time.Duration
		want    record.DispatchState
		refused int
	}{
		"put off":     {notices.Failure{Answer: "451 4.7.1"}, time.Hour, record.DispatchWaiting, 0},
		"unreachable": {os.ErrDeadlineExceeded, time.Hour, record.DispatchWaiting, 0},
		"refused":     {notices.Failure{Answer: "550 5.1.1", Final: true}, 0, record.DispatchRefused, 1},
		"given up":    {notices.Failure{Answer: "451 4.7.1"}, 73 * time.Hour, record.DispatchGivenUp, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			li := h.hires("li")
			h.files("c")
			h.records("c", supervisors, complaint.Filed{}, complaint.Noted{})
			h.tells("c", 2, record.Work, li)
			p := &provider{answer: c.answer}
			for range 5 {
				h.ok(h.carries(p).runDueErrands(t.Context()))
				h.clock = h.clock.Add(time.Minute)
			}
			h.clock = h.clock.Add(c.after)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			answer := "unreachable"
			if f, is := errors.AsType[notices.Failure](c.answer); is {
				answer = f.Answer
			}
			h.wantDispatch(li, c.want, answer)
			troubles, err := h.store.DispatchTroubles(t.Context())
			h.ok(err)
			if len(troubles) != 1 || troubles[0].Answer != answer || len(troubles[0].People) != c.refused ||
				troubles[0].Waiting+troubles[0].Refused+troubles[0].GivenUp != 1 {
				t.Errorf("administrators are told %+v", troubles)
			}
			p.answer = nil
			h.clock = h.clock.Add(6 * time.Minute)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			if left := len(p.sent) == 1; left != (c.want == record.DispatchWaiting) {
				t.Errorf("left when the provider took it: %v", left)
			}
			troubles, err = h.store.DispatchTroubles(t.Context())
			h.ok(err)
			if (len(troubles) == 0) != (c.want == record.DispatchWaiting) {
				t.Errorf("afterwards they are told %+v", troubles)
			}
		})
	}
}

// Only what a person asked for by topic leaves, and only once.
func TestOnlyWhatIsWantedLeaves(t *testing.T) {
	h := newHouse(t)
	li := h.hires("li")
	h.ok(h.store.SaveNoticeWishes(t.Context(), li, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "li@example.org",
		Topics:  []record.Topic{record.Slips},
	}}))
	h.files("c")
	h.records("c", supervisors, complaint.Filed{}, complaint.Noted{}, complaint.Noted{})
	h.tells("c", 2, record.Work, li)
	h.tells("c", 3, record.Slips, li)
	h.tells("c", 3, record.Slips, li)
	p := &provider{}
	h.ok(h.carries(p).runDueErrands(t.Context()))
	if len(p.sent) != 1 || p.sent[0].To != "li@example.org" {
		t.Errorf("left: %+v", p.sent)
	}
}
