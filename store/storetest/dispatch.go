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
	}}))
	wishes, err := b.NoticeWishesOf(b.ctx, agent.ID)
	b.mustSucceed(err)
	wantSamePrinted(b, "wishes", wishes, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "agent@example.org",
		Topics:  []record.Topic{record.Work, record.Slips},
	}})
	order := func(seq int, topic record.Topic, channels ...record.Channel) {
		b.Helper()
		b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
			to := []complaint.UserID{agent.ID, "u-other"}
			if err := tx.DeliverNotice(b.ctx, seq, to); err != nil {
				return err
			}
			return tx.OrderDispatches(b.ctx, seq, topic, to, channels)
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
