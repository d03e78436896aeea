package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"duban/complaint"
	"duban/record"
)

func testAnswerStoredOnce(b *bench) {
	b.fileCase("c1", open)
	order := complaint.Order{ID: "u-agent/k1", Actor: "u-agent", Command: complaint.Claim{}}
	want := complaint.Answer{
		Seq:     4,
		From:    3,
		Refusal: &complaint.Error{Code: complaint.Conflict, Detail: "迟了", Clause: "logistics-4.1a"},
	}
	save := func(a complaint.Answer) error {
		return b.Write(b.ctx, "c1", func(tx record.Tx) error { return tx.SaveAnswer(b.ctx, order, a) })
	}
	b.mustSucceed(save(want))
	if save(complaint.Answer{Seq: 9}) == nil {
		b.Fatal("a second answer was accepted")
	}
	got, err := b.StoredAnswer(b.ctx, "c1", order.ID)
	b.mustSucceed(err)
	wantSamePrinted(b, "answer", *got.Refusal, *want.Refusal)
	wantEqual(b, "seq", got.Seq, want.Seq)
	wantEqual(b, "from", got.From, want.From)
	b.mustSucceed(b.Read(b.ctx, "c2", func(tx record.ReadTx) error {
		other, err := tx.AnswerTo(b.ctx, order.ID)
		wantEqual(b, "answer in another case", other, nil)
		return err
	}))
}

func testRefusedCommandIsTold(b *bench) {
	refuse := func(id complaint.CaseID, key string, a complaint.Answer) {
		b.mustSucceed(b.Write(b.ctx, id, func(tx record.Tx) error {
			return tx.SaveAnswer(b.ctx, complaint.Order{ID: complaint.CommandID("u-agent/" + key), Actor: "u-agent"}, a)
		}))
	}
	no := complaint.Answer{From: 1, Refusal: complaint.Refuse(complaint.Conflict, "archived", nil)}
	b.fileCase("old", open)
	refuse("old", "k0", no)
	b.clock.advance(8 * 24 * time.Hour)
	for _, id := range []complaint.CaseID{"mine", "barred"} {
		b.fileCase(id, open)
	}
	b.recordFacts("mine", complaint.Wall{}, b.filedFact("mine"), complaint.Registered{Number: "N1"})
	b.recordFacts("barred", complaint.Wall{
		Grants: open.Grants,
		Barred: []complaint.UserID{"u-agent"},
	}, b.filedFact("barred"))
	refuse("mine", "done", complaint.Answer{Seq: 1, From: 1})
	refuse("mine", "a/b", no)
	refuse("barred", "k2", no)
	rows, err := b.RefusedCommands(b.ctx, "u-agent")
	b.mustSucceed(err)
	wantEqual(b, "rows", len(rows), 1)
	wantSamePrinted(b, "row", rows[0], record.RefusedRow{
		Case:    "mine",
		Number:  "N1",
		Key:     "a/b",
		Problem: *no.Refusal,
		At:      b.clock.now(),
	})
	rows, err = b.RefusedCommands(b.ctx, "u-other")
	b.mustSucceed(err)
	wantEqual(b, "another's", len(rows), 0)
}

func testFilingOncePerKey(b *bench) {
	b.fileCase("c1", open)
	again := b.newIntake("c2")
	again.Request = record.Request{
		Actor:      "u-agent",
		Key:        "file-c1",
		BodySHA256: "other",
		Case:       "c2",
		At:         b.clock.now().Add(time.Hour),
	}
	prior, err := b.FileCase(b.ctx, again, open)
	b.mustSucceed(err)
	wantSamePrinted(b, "prior", *prior, b.newIntake("c1").Request)
	if _, err := b.CaseRow(b.ctx, "c2"); complaint.RefusalIn(err) == nil {
		b.Fatalf("the second filing was written: %v", err)
	}
	b.clock.advance(time.Minute)
	wantEqual(b, "start errands", len(b.takeErrands(complaint.StartErrand, 10)), 1)
	again.Request.Actor = "u-other" // keys are the actor's own
	prior, err = b.FileCase(b.ctx, again, open)
	b.mustSucceed(err)
	wantEqual(b, "another actor's prior", prior, nil)
	broken := b.newIntake("c3")
	broken.Texts = append(broken.Texts, broken.Texts[0])
	if _, err := b.FileCase(b.ctx, broken, open); err == nil {
		b.Fatal("a text was written twice")
	}
	r, err := b.RequestByKey(b.ctx, "u-agent", "file-c3")
	b.mustSucceed(err)
	wantEqual(b, "request of a failed filing", r, nil)
}

func testEqualFilingsAtOnce(b *bench) {
	const callers = 6
	var wrote atomic.Int32
	var wg sync.WaitGroup
	for i := range callers {
		in := b.newIntake(complaint.CaseID(fmt.Sprintf("c%d", i)))
		in.Request.Key, in.ReceiptHash = "same", "same receipt"
		wg.Go(func() {
			switch prior, err := b.FileCase(b.ctx, in, open); {
			case err != nil:
				b.Error(err)
			case prior == nil:
				wrote.Add(1)
			}
		})
	}
	wg.Wait()
	wantEqual(b, "cases written", wrote.Load(), 1)
}

func testRequestOncePerKey(b *bench) {
	b.fileCase("c1", open)
	request := record.Request{
		Actor:      "u-agent",
		Key:        "k1",
		BodySHA256: "b1",
		Case:       "c1",
		Command:    "u-agent/k1",
		At:         b.clock.now(),
	}
	comment := newText("c1", "comment", "意见")
	prior, err := b.AcceptRequest(b.ctx, request, []complaint.Text{comment})
	b.mustSucceed(err)
	wantEqual(b, "prior", prior, nil)
	other := request
	other.BodySHA256, other.Case = "b2", "nowhere"
	prior, err = b.AcceptRequest(b.ctx, other, []complaint.Text{newText("c1", "second", "x")})
	b.mustSucceed(err)
	wantSamePrinted(b, "prior", *prior, request)
	found, err := b.RequestByKey(b.ctx, "u-agent", "k1")
	b.mustSucceed(err)
	wantSamePrinted(b, "request", *found, request)
	texts, err := b.TextsByID(b.ctx, []complaint.TextID{comment.ID, newText("c1", "second", "").ID})
	b.mustSucceed(err)
	wantEqual(b, "texts written", len(texts), 1)
	other.Key = "k2"
	if _, err := b.AcceptRequest(b.ctx, other, nil); err == nil {
		b.Fatal("a request for a case that does not exist was accepted")
	}
}

func testReceivedCaseIsListed(b *bench) {
	filer := newPerson("u-filer", "west")
	b.fileCase("c1", complaint.Wall{Grants: []string{complaint.UserSubject(filer.ID)}}, func(in *record.Intake) {
		in.Filing.ClockOffset = -48 * time.Hour
	})
	row, err := b.CaseRow(b.ctx, "c1")
	b.mustSucceed(err)
	in := b.newIntake("c1").Filing
	wantSamePrinted(b, "row", row, record.CaseRow{
		ID:          "c1",
		Policy:      "logistics",
		Version:     1,
		Kind:        "complaint",
		Category:    "damage.wet",
		Severity:    "C",
		Status:      complaint.StatusReceived,
		Unit:        "east",
		Subject:     in.Filed.Subject,
		ReceivedAt:  in.Filed.ReceivedAt.Time,
		FiledAt:     in.FiledAt,
		ClockOffset: -48 * time.Hour,
	})
	for p, want := range map[*complaint.Person]bool{&filer: true, &agent: false} {
		may, err := b.MayRead(b.ctx, *p, "c1")
		b.mustSucceed(err)
		wantEqual(b, "may "+p.Name, may, want)
		rows, _, err := b.ListRegister(b.ctx, *p, record.Query{Status: complaint.StatusReceived})
		b.mustSucceed(err)
		wantEqual(b, "listed for "+p.Name, len(rows) == 1, want)
	}
	r, found, err := b.ReceiptByHash(b.ctx, "receipt-c1")
	b.mustSucceed(err)
	wantEqual(b, "receipt found", found, true)
	wantEqual(b, "receipt's case", r.Case, "c1")
	_, found, err = b.ReceiptByHash(b.ctx, "")
	b.mustSucceed(err)
	wantEqual(b, "no receipt", found, false)
	b.triesAndReissues(r)
	b.fileCase("c2", open, func(in *record.Intake) { in.ReceiptHash = "" })
	b.fileCase("c3", open, func(in *record.Intake) { in.ReceiptHash = "" })
}

// triesAndReissues counts wrong second things up to a number, and puts another receipt in force: the newest of a case
// is.
func (b *bench) triesAndReissues(r record.Receipt) {
	b.Helper()
	counted := func() bool {
		ok, err := b.CountReceiptTry(b.ctx, r, 2)
		b.mustSucceed(err)
		return ok
	}
	counted()
	b.mustSucceed(b.ForgetReceiptTries(b.ctx, r.Hash))
	wantEqual(b, "tries", fmt.Sprint(counted(), counted(), counted()), "true true false")
	locked, found, err := b.ReceiptByHash(b.ctx, r.Hash)
	b.mustSucceed(err)
	wantEqual(b, "locked receipt is found", found, true)
	wantEqual(b, "failures", locked.Failures, 2)
	b.clock.advance(time.Second)
	next := record.Receipt{
		Hash:     "next",
		Case:     r.Case,
		IssuedBy: "u-agent",
		IssuedAt: b.clock.now(),
	}
	request := record.Request{
		Actor:      "u-agent",
		Key:        "next",
		BodySHA256: "b",
		Case:       r.Case,
		At:         b.clock.now(),
	}
	for i, first := range []bool{true, false} {
		prior, err := b.IssueReceipt(b.ctx, next, request)
		b.mustSucceed(err)
		wantEqual(b, fmt.Sprintf("issued, time %d", i+1), prior == nil, first)
	}
	for hash, want := range map[string]bool{r.Hash: false, "next": true} {
		_, found, err := b.ReceiptByHash(b.ctx, hash)
		b.mustSucceed(err)
		wantEqual(b, "in force: "+hash, found, want)
	}
}

func testCaseClock(b *bench) {
	b.fileCase("c1", open)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		b.mustSucceed(tx.SetClockOffset(b.ctx, 90*time.Minute))
		offset, err := tx.ClockOffset(b.ctx)
		wantEqual(b, "offset", offset, 90*time.Minute)
		return err
	}))
	b.recordFacts("c1", open, b.filedFact("c1"))
	row, err := b.CaseRow(b.ctx, "c1")
	b.mustSucceed(err)
	wantEqual(b, "offset after an act", row.ClockOffset, 90*time.Minute)
	b.mustRefuse(b.Write(b.ctx, "c9", func(tx record.Tx) error {
		return tx.SetClockOffset(b.ctx, 0)
	}), complaint.NotFound)
	b.mustRefuse(b.Write(b.ctx, "c9", func(tx record.Tx) error {
		return tx.ProjectToLists(b.ctx, complaint.NewCase("c9"), open, nil)
	}), complaint.NotFound)
}

func testTextsReadBack(b *bench) {
	b.fileCase("c1", open)
	in := b.newIntake("c1")
	texts, err := b.TextsByID(b.ctx, []complaint.TextID{in.Texts[0].ID, in.Texts[2].ID, "missing"})
	b.mustSucceed(err)
	wantEqual(b, "texts", len(texts), 2)
	wantSamePrinted(b, "subject", texts[in.Texts[0].ID], in.Texts[0])
	wantSamePrinted(b, "identity", texts[in.Texts[2].ID], in.Texts[2])
	people, err := b.IdentitiesOfParties(b.ctx, "c1")
	b.mustSucceed(err)
	wantSamePrinted(b, "identities", people, in.People)
}

func testMeta(b *bench) {
	value, err := b.MetaValue(b.ctx, "rehearsal")
	b.mustSucceed(err)
	wantEqual(b, "unset", value, "")
	b.mustSucceed(b.SetMeta(b.ctx, "rehearsal", "true"))
	b.mustSucceed(b.SetMeta(b.ctx, "rehearsal", "false"))
	value, err = b.MetaValue(b.ctx, "rehearsal")
	b.mustSucceed(err)
	wantEqual(b, "set", value, "false")
	b.mustSucceed(b.Ping(b.ctx))
}
