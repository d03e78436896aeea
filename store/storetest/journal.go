package storetest

import (
	"errors"
	"slices"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/store"
)

func testAppendFollowsHead(b *bench) {
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Registered{Number: "1"})
	for name, events := range map[string][]complaint.Event{
		"again":      b.unrecordedEvents("c1", 1, complaint.Archived{}),
		"with a gap": b.unrecordedEvents("c1", 3, complaint.Archived{}),
		"other case": b.unrecordedEvents("c2", 2, complaint.Archived{}),
		"gap later on": append(b.unrecordedEvents("c1", 2, complaint.Archived{}),
			b.unrecordedEvents("c1", 3, complaint.Archived{}, complaint.Archived{})[1]),
	} {
		err := b.Write(b.ctx, "c1", func(tx record.Tx) error {
			_, err := tx.Append(b.ctx, events)
			return err
		})
		if !errors.Is(err, store.ErrOutOfSequence) {
			b.Fatalf("%s: got %v, want ErrOutOfSequence", name, err)
		}
	}
	b.clock.advance(time.Minute)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		recorded, err := tx.Append(b.ctx, b.unrecordedEvents("c1", 2, complaint.Archived{}))
		b.mustSucceed(err)
		wantEqual(b, "recorded at", recorded[0].RecordedAt, b.clock.now())
		stored, err := tx.Events(b.ctx, 2)
		wantSamePrinted(b, "as recorded", stored, recorded)
		return err
	}))
	some, err := b.JournalEvents(b.ctx, "c1", 1, 1)
	b.mustSucceed(err)
	wantEqual(b, "page of the journal", len(some), 1)
	wantEqual(b, "page's event", some[0].Seq, 2)
}

func testEveryEventRehashes(b *bench) {
	b.fileCase("c1", open)
	var facts []complaint.Fact
	for _, name := range complaint.EventTypes() {
		empty, err := complaint.DecodeFact(name, []byte("{}"))
		b.mustSucceed(err)
		facts = append(facts, empty, newFilledFact(b, name))
	}
	events := b.unrecordedEvents("c1", 0, facts...)
	for i := range events {
		if i%2 == 0 {
			events[i].Reason = &complaint.Reason{Clause: "logistics-2.4a", Text: "超过 <时限> & \u2028 𠮷"}
		}
		if i%4 == 0 {
			events[i].Reason.ID = "limit"
			events[i].Reason.Args = complaint.Args{
				"length": complaint.Span("3wd"),
				"n":      2,
				"titles": []any{"<甲>", complaint.Term("disposition.upheld")},
			}
		}
		events[i].Actor = "u-agent"
		events[i].At = start.Add(time.Duration(i) * 1234567 * time.Nanosecond)
	}
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		recorded, err := tx.Append(b.ctx, events)
		b.mustSucceed(err)
		for i, e := range recorded {
			wantSamePrinted(b, "fact as written", factThroughJSON(b, e.Fact), factThroughJSON(b, events[i].Fact))
		}
		return store.VerifyChain(recorded)
	}))
	read, err := b.JournalEvents(b.ctx, "c1", 0, 0)
	b.mustSucceed(err)
	wantEqual(b, "events", len(read), len(events))
	b.mustSucceed(store.VerifyChain(read))
	b.mustSucceed(b.VerifyJournal(b.ctx, "c1"))
	for i, e := range read {
		again := eventThroughJSON(b, e)
		hash, err := store.EventHash(hashOfEventBefore(read, i), again)
		b.mustSucceed(err)
		wantEqual(b, e.Type(), hash, e.Hash)
	}
}

func hashOfEventBefore(events []complaint.Event, i int) string {
	if i == 0 {
		return ""
	}
	return events[i-1].Hash
}

func testTamperingBreaksChain(b *bench) {
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"), complaint.Registered{Number: "1"},
		complaint.Closed{Disposition: "upheld"})
	good, err := b.JournalEvents(b.ctx, "c1", 0, 0)
	b.mustSucceed(err)
	b.mustSucceed(store.VerifyChain(good))
	for name, tamper := range map[string]func(e []complaint.Event) []complaint.Event{
		"fact": func(e []complaint.Event) []complaint.Event {
			e[1].Fact = complaint.Registered{Number: "2"}
			return e
		},
		"actor": func(e []complaint.Event) []complaint.Event { e[2].Actor = "u-other"; return e },
		"at": func(e []complaint.Event) []complaint.Event {
			e[1].At = e[1].At.Add(time.Microsecond)
			return e
		},
		"recorded at": func(e []complaint.Event) []complaint.Event { e[2].RecordedAt = start.Add(time.Hour); return e },
		"reason":      func(e []complaint.Event) []complaint.Event { e[0].Reason = &complaint.Reason{}; return e },
		"hash":        func(e []complaint.Event) []complaint.Event { e[1].Hash = e[2].Hash; return e },
		"order":       func(e []complaint.Event) []complaint.Event { e[1], e[2] = e[2], e[1]; return e },
		"first cut":   func(e []complaint.Event) []complaint.Event { return e[1:] },
		"one cut":     func(e []complaint.Event) []complaint.Event { return append(e[:1], e[2]) },
	} {
		if store.VerifyChain(tamper(slices.Clone(good))) == nil {
			b.Errorf("%s: not noticed", name)
		}
	}
	b.mustSucceed(b.VerifyJournal(b.ctx, "c1"))
	b.dropRecordTriggers()
	b.mustSucceed(b.runSQLBehindStore(`UPDATE journal SET data = '{"number":"2"}' WHERE seq = 2`))
	if b.VerifyJournal(b.ctx, "c1") == nil {
		b.Error("changed row not noticed")
	}
}

func testRecordCannotBeChanged(b *bench) {
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"))
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		return tx.SaveAnswer(b.ctx, complaint.Order{ID: "u/k", Actor: "u"}, complaint.Answer{})
	}))
	publishPolicyAndYear(b)
	fileLinkedCase(b, "c1", "c2")
	b.wantImmutable(
		`UPDATE journal SET actor = 'x'`, `DELETE FROM journal`,
		`UPDATE texts SET body = 'x'`, `DELETE FROM texts`,
		`UPDATE shared_texts SET case_id = 'c1'`, `DELETE FROM shared_texts`,
		`UPDATE filings SET filed_by = 'x'`, `DELETE FROM filings`,
		`UPDATE commands SET seq = 9`, `DELETE FROM commands`,
		`UPDATE requests SET key = 'x'`, `DELETE FROM requests`,
		`UPDATE policies SET source = 'x'`, `DELETE FROM policies`,
		`UPDATE calendars SET source = 'x'`, `DELETE FROM calendars`,
	)
}

// wantImmutable says that the database itself refuses these.
func (b *bench) wantImmutable(queries ...string) {
	b.Helper()
	for _, query := range queries {
		if b.runSQLBehindStore(query) == nil {
			b.Errorf("%s: not refused", query)
		}
	}
}

func testReopeningKeepsAll(b *bench) {
	b.fileCase("c1", open)
	k := b.recordFacts("c1", open, b.filedFact("c1"), complaint.Registered{Number: "1"})
	b.mustSucceed(b.SetMeta(b.ctx, "rehearsal", "true"))
	second := b.openAgain() // the first one is still open, as after a crash of its process
	events, err := second.JournalEvents(b.ctx, "c1", 0, 0)
	b.mustSucceed(err)
	b.mustSucceed(store.VerifyChain(events))
	wantEqual(b, "head", events[len(events)-1].Hash, k.LastHash)
	value, err := second.MetaValue(b.ctx, "rehearsal")
	b.mustSucceed(err)
	wantEqual(b, "meta", value, "true")
	err = second.Write(b.ctx, "c1", func(tx record.Tx) error {
		_, err := tx.Append(b.ctx, b.unrecordedEvents("c1", k.Seq, complaint.Archived{}))
		return err
	})
	b.mustSucceed(err)
	b.mustSucceed(b.VerifyJournal(b.ctx, "c1"))
}
