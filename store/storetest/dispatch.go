package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

// testDispatches: one word for each event, person and channel that is wanted; a try of which nobody learnt the outcome
// is counted; the first end stands and ends the errand.
func testDispatches(b *bench) {
	b.mustSucceed(b.AdministrationBy(complaint.System).SaveAccount(b.ctx, record.Account{
		Username: "agent",
		Person:   agent,
	}))
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Noted{})
	b.mustSucceed(b.SaveNoticeWishes(b.ctx, agent.ID, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "agent@example.org",
		Topics:  []record.Topic{record.Work, record.Slips},
		Pace:    record.AtOnce,
	}}))
	wishes, err := b.NoticeWishesOf(b.ctx, agent.ID)
	b.mustSucceed(err)
	wantSamePrinted(b, "wishes", wishes, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "agent@example.org",
		Topics:  []record.Topic{record.Work, record.Slips},
		Pace:    record.AtOnce,
	}})
	order := func(seq int, topic record.Topic, channels ...record.Channel) {
		b.Helper()
		b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
			to := []complaint.UserID{agent.ID, "u-other"}
			if err := tx.DeliverNotice(b.ctx, seq, to); err != nil {
				return err
			}
			return tx.OrderDispatches(b.ctx, record.Word{
				Seq:      seq,
				Topic:    topic,
				To:       to,
				Channels: channels,
			})
		}))
	}
	order(1, record.Reminders, record.Mail)
	order(1, record.Work)
	wantEqual(b, "not wanted, or no way out", len(b.takeErrands(complaint.DispatchErrand, 10)), 0)
	order(2, record.Work, record.Mail)
	order(2, record.Work, record.Mail)
	wantEqual(b, "waits for office hours or a provider, and is no lag", b.errandLag(), 0)
	ordered := b.takeErrands(complaint.DispatchErrand, 10)
	wantEqual(b, "ordered", len(ordered), 1)
	id := ordered[0].Item

	now, err := b.DispatchNow(b.ctx, id)
	b.mustSucceed(err)
	wantEqual(b, "event", now.Seq, 2)
	wantEqual(b, "address", now.Address, "agent@example.org")
	wantEqual(b, "unread", now.Unread, 2)
	wantEqual(b, "readable", now.Readable, true)
	try := func() {
		b.Helper()
		begun, err := b.BeginDispatchTry(b.ctx, id)
		b.mustSucceed(err)
		wantEqual(b, "begun", begun, true)
	}
	try()
	try() // the first was killed
	b.mustSucceed(b.FailDispatchTry(b.ctx, id, "421", false))
	try()
	b.mustSucceed(b.FailDispatchTry(b.ctx, id, "cut off", true))
	try()
	b.mustSucceed(b.EndDispatch(b.ctx, id, record.DispatchSent, ""))
	b.mustSucceed(b.EndDispatch(b.ctx, id, record.DispatchRefused, "550"))
	begun, err := b.BeginDispatchTry(b.ctx, id)
	b.mustSucceed(err)
	wantEqual(b, "begun after its end", begun, false)
	list, err := b.LatestDispatches(b.ctx, agent.ID, 10)
	b.mustSucceed(err)
	wantEqual(b, "words", len(list), 1)
	wantEqual(b, "state", list[0].State, record.DispatchSent)
	wantEqual(b, "tries", list[0].Tries, 4)
	wantEqual(b, "of which unknown", list[0].Unknown, 2)
	b.clock.advance(time.Hour)
	wantEqual(b, "errands left", len(b.takeErrands(complaint.DispatchErrand, 10)), 0)
	troubles, err := b.DispatchTroubles(b.ctx)
	b.mustSucceed(err)
	wantSamePrinted(b, "troubles", troubles, []record.DispatchTrouble{{Channel: record.Mail, Unknown: 2}})
}

// testDigests: the first event of a digest is the word that leaves, once its time has come; others are gathered in it,
// and those of another morning are another word.
func testDigests(b *bench) {
	b.mustSucceed(b.AdministrationBy(complaint.System).SaveAccount(b.ctx, record.Account{
		Username: "agent",
		Person:   agent,
	}))
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Noted{}, complaint.Noted{})
	b.mustSucceed(b.SaveNoticeWishes(b.ctx, agent.ID, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "agent@example.org",
		Topics:  record.Topics(),
		Pace:    record.Daily,
	}}))
	morning := b.clock.now().Add(time.Hour)
	for _, w := range []record.Word{
		{Seq: 1, DigestAt: morning},
		{Seq: 2, DigestAt: morning},
		{Seq: 2, DigestAt: morning},
		{Seq: 3, DigestAt: morning.Add(24 * time.Hour)},
		{Seq: 3},
	} {
		w.Topic, w.To, w.Channels = record.Work, []complaint.UserID{agent.ID}, record.Channels()
		b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
			if err := tx.DeliverNotice(b.ctx, w.Seq, w.To); err != nil {
				return err
			}
			return tx.OrderDispatches(b.ctx, w)
		}))
	}
	wantEqual(b, "before its time", len(b.takeErrands(complaint.DispatchErrand, 10)), 0)
	list, err := b.LatestDispatches(b.ctx, agent.ID, 10)
	b.mustSucceed(err)
	states := map[record.DispatchState]int{}
	for _, d := range list {
		states[d.State]++
	}
	wantSamePrinted(b, "states", states, map[record.DispatchState]int{
		record.DispatchWaiting: 2, record.DispatchGathered: 1,
	})
	b.clock.advance(time.Hour)
	due := b.takeErrands(complaint.DispatchErrand, 10)
	wantEqual(b, "in the morning", len(due), 1)
	now, err := b.DispatchNow(b.ctx, due[0].Item)
	b.mustSucceed(err)
	wantEqual(b, "unread", now.Unread, 3)
	wantEqual(b, "readable", now.Readable, true)
	b.mustSucceed(b.MarkNoticesRead(b.ctx, agent.ID, b.clock.now()))
	now, err = b.DispatchNow(b.ctx, due[0].Item)
	b.mustSucceed(err)
	wantEqual(b, "read", now.Read, true)
}
