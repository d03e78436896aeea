package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/store"
)

var errOfTest = errors.New("deliberate")

func testWriteIsAtomic(b *bench) {
	b.fileCase("c1", open)
	err := b.Write(b.ctx, "c1", func(tx record.Tx) error {
		n, err := tx.DrawNumber(b.ctx, "logistics/2026")
		b.mustSucceed(err)
		wantEqual(b, "first number", n, 1)
		recorded, err := tx.Append(b.ctx,
			b.unrecordedEvents("c1", 0, b.filedFact("c1"), complaint.Registered{Number: "1"}))
		b.mustSucceed(err)
		k := complaint.NewCase("c1")
		for _, e := range recorded {
			b.mustSucceed(k.Apply(e))
		}
		b.mustSucceed(tx.ProjectToLists(b.ctx, k, complaint.Wall{}, nil))
		b.mustSucceed(tx.SaveAnswer(b.ctx, complaint.Order{ID: "u/k", Actor: "u"}, complaint.Answer{Seq: 2, From: 1}))
		b.mustSucceed(tx.SetClockOffset(b.ctx, time.Hour))
		return errOfTest
	})
	if !errors.Is(err, errOfTest) {
		b.Fatalf("got %v, want the error of the function", err)
	}
	events, err := b.JournalEvents(b.ctx, "c1", 0, 0)
	b.mustSucceed(err)
	wantEqual(b, "events", len(events), 0)
	row, err := b.CaseRow(b.ctx, "c1")
	b.mustSucceed(err)
	wantEqual(b, "status", row.Status, complaint.StatusReceived)
	wantEqual(b, "clock", row.ClockOffset, 0)
	may, err := b.MayRead(b.ctx, agent, "c1")
	b.mustSucceed(err)
	wantEqual(b, "grant kept", may, true)
	answer, err := b.StoredAnswer(b.ctx, "c1", "u/k")
	b.mustSucceed(err)
	wantEqual(b, "answer", answer, nil)
	testPanicLeavesNoTransaction(b)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		n, err := tx.DrawNumber(b.ctx, "logistics/2026")
		wantEqual(b, "number after the undone draw", n, 1)
		return err
	}))
}

// testPanicLeavesNoTransaction leaves no transaction behind.
func testPanicLeavesNoTransaction(b *bench) {
	defer func() { wantEqual(b, "panic", recover(), any("deliberate")) }()
	_ = b.Write(b.ctx, "c1", func(tx record.Tx) error {
		_, err := tx.DrawNumber(b.ctx, "logistics/2026")
		b.mustSucceed(err)
		panic("deliberate")
	})
}

func testReadSeesOneState(b *bench) {
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"))
	b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
		before, err := tx.Events(b.ctx, 0)
		b.mustSucceed(err)
		b.recordFacts("c1", open, complaint.Registered{Number: "7"})
		after, err := tx.Events(b.ctx, 0)
		b.mustSucceed(err)
		wantEqual(b, "events within one read", len(after), len(before))
		f, err := tx.Filing(b.ctx)
		b.mustSucceed(err)
		wantSamePrinted(b, "filing", f, b.newIntake("c1").Filing)
		return nil
	}))
	b.mustRefuse(b.Read(b.ctx, "nobody", func(tx record.ReadTx) error {
		_, err := tx.Filing(b.ctx)
		return err
	}), complaint.NotFound)
}

func testNumbersAreGivenOnce(b *bench) {
	b.fileCase("c1", open)
	b.fileCase("c2", open)
	claim := func(id complaint.CaseID, series string, end error) (free bool) {
		err := b.Write(b.ctx, id, func(tx record.Tx) (err error) {
			free, err = tx.ClaimNumber(b.ctx, series, "T1")
			return errors.Join(err, end)
		})
		if !errors.Is(err, end) {
			b.Fatal(err)
		}
		return free
	}
	wantEqual(b, "undone with its transaction", claim("c1", "p/number", errOfTest), true)
	wantEqual(b, "the first time", claim("c1", "p/number", nil), true)
	wantEqual(b, "by another case", claim("c2", "p/number", nil), false)
	wantEqual(b, "in another series", claim("c2", "p/slips.urge", nil), true)
	wantEqual(b, "in the series that regulations share", claim("c2", "*/slips.urge", nil), false)
	wantEqual(b, "in the shared series of another kind", claim("c2", "*/slips.inquiry", nil), true)

	none, err := b.NumbersGivenTwice(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "doubles", len(none), 0)
	for _, id := range []complaint.CaseID{"c1", "c2"} { // as was possible before numbers were claimed
		b.recordFacts(id, open, b.filedFact(id), complaint.Registered{Number: "T2"})
	}
	doubles, err := b.NumbersGivenTwice(b.ctx)
	b.mustSucceed(err)
	if len(doubles) != 1 || doubles[0].Number != "T2" || doubles[0].Times != 2 {
		b.Errorf("doubles: %+v", doubles)
	}
}

func testNumbersHaveNoGaps(b *bench) {
	const writers, each = 8, 12
	var mu sync.Mutex
	var drawn []int64
	var wg sync.WaitGroup
	for w := range writers {
		id := complaint.CaseID(fmt.Sprintf("c%d", w))
		b.fileCase(id, open)
		wg.Go(func() {
			for i := range each {
				var n int64
				err := b.Write(b.ctx, id, func(tx record.Tx) (err error) {
					if n, err = tx.DrawNumber(b.ctx, "logistics/20260302"); err == nil && i%3 == 1 {
						err = errOfTest
					}
					return err
				})
				if err == nil {
					mu.Lock()
					drawn = append(drawn, n)
					mu.Unlock()
				} else if !errors.Is(err, errOfTest) {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	slices.Sort(drawn)
	wantEqual(b, "numbers", len(drawn), writers*each*2/3)
	for i, n := range drawn {
		wantEqual(b, "number in order", n, int64(i+1))
	}
}

func testWritesTakeTurns(b *bench) {
	const writers, each = 6, 5
	b.fileCase("c1", open)
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				err := b.Write(b.ctx, "c1", func(tx record.Tx) error {
					before, err := tx.Events(b.ctx, 0)
					if err == nil {
						_, err = tx.Append(b.ctx, b.unrecordedEvents("c1", len(before), complaint.Noted{Text: "x"}))
					}
					return err
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	events, err := b.JournalEvents(b.ctx, "c1", 0, 0)
	b.mustSucceed(err)
	wantEqual(b, "events", len(events), writers*each)
	b.mustSucceed(store.VerifyChain(events))
}
