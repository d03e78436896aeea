package storetest

import (
	"context"
	"fmt"
	"sync"

	"duban/complaint"
	"duban/record"
)

// fate is how one write of testWritersAtOnce is meant to end.
type fate int

const (
	succeeds fate = iota
	fails
	panicsInside
	gaveUp     // its caller left before the end
	breaksRule // refused by the database when it commits
	fates
)

// testWritersAtOnce has many callers write at the same time, some of whom fail in every way there is. Whoever is told
// of success finds the work durable at once, through another process's eyes; of all others nothing stays.
func testWritersAtOnce(b *bench) {
	const writers, each = 16, 2 * int(fates)
	other := b.openAgain()
	var wg sync.WaitGroup
	for w := range writers {
		id := complaint.CaseID(fmt.Sprintf("c%d", w))
		b.fileCase(id, open)
		wg.Go(func() {
			recorded := 0
			for i := range each {
				end := fate((i + w) % int(fates))
				err := b.appendEventAndEnd(id, recorded, end)
				if (err == nil) != (end == succeeds) {
					b.Errorf("a write that %d: %v", end, err)
				}
				if err == nil {
					recorded++
				}
				events, err := other.JournalEvents(b.ctx, id, 0, 0)
				if err != nil || len(events) != recorded {
					b.Errorf("case %s has %d events, %v; acknowledged were %d", id, len(events), err, recorded)
				}
			}
		})
	}
	wg.Wait()
	for w := range writers {
		b.mustSucceed(b.VerifyJournal(b.ctx, complaint.CaseID(fmt.Sprintf("c%d", w))))
	}
	unknown, err := b.RequestByKey(b.ctx, "u", "k")
	b.mustSucceed(err)
	wantEqual(b, "request for no case", unknown, nil)
}

// appendEventAndEnd appends one event after seq and then ends as told.
func (b *bench) appendEventAndEnd(id complaint.CaseID, seq int, end fate) (err error) {
	if end == breaksRule {
		_, err := b.AcceptRequest(b.ctx, record.Request{
			Actor: "u",
			Key:   "k",
			Case:  "no such case",
			At:    b.clock.now(),
		}, nil)
		return err
	}
	ctx, leave := context.WithCancel(b.ctx)
	defer leave()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return b.Write(ctx, id, func(tx record.Tx) error {
		if _, err := tx.Append(ctx, b.unrecordedEvents(id, seq, complaint.Noted{Text: "x"})); err != nil {
			return err
		}
		switch end {
		case fails:
			return errOfTest
		case panicsInside:
			panic("deliberate")
		case gaveUp:
			leave()
			_, err := tx.DrawNumber(ctx, "never")
			return err
		case succeeds, breaksRule, fates:
		}
		return nil
	})
}
