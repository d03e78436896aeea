package activities_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
)

var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// desk is Act on a real journal with one filed case.
type desk struct {
	t *testing.T
	*activities.Acts
	store *store.Store
	path  string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	ctx := context.Background()
	now := func() time.Time { return monday }
	path := filepath.Join(t.TempDir(), "duban.db")
	s, err := store.Open(ctx, store.Options{Path: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := seed.PublishRegulations(ctx, s); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.AddFirstAccounts(ctx, s, "pw", true); err != nil {
		t.Fatal(err)
	}
	logistics, err := s.PolicyInForce(ctx, "logistics")
	if err != nil {
		t.Fatal(err)
	}
	filed := complaint.Filed{
		Policy:     logistics.Ref(),
		Channel:    "hotline",
		Category:   "other",
		Severity:   "general",
		ReceivedAt: complaint.Instant(monday),
		Parties: []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: seed.DemoUnitID("logistics", "branch"),
		}},
	}
	logistics.FillFilingOmissions(&filed)
	if _, err := s.FileCase(ctx, record.Intake{
		Filing: complaint.Filing{
			Case:    "c",
			By:      seed.DemoUserID("logistics.agent"),
			Filed:   filed,
			FiledAt: monday,
		},
		Request: record.Request{
			Actor: "a",
			Key:   "k",
			Case:  "c",
			At:    monday,
		}, ReceiptHash: "r",
	}, complaint.Wall{}); err != nil {
		t.Fatal(err)
	}
	return &desk{
		t:     t,
		Acts:  &activities.Acts{Journal: s, Now: now},
		store: s,
		path:  path,
	}
}

func (d *desk) act(expected int, o complaint.Order) activities.ActResult {
	d.t.Helper()
	at := complaint.Instant(monday)
	r, err := d.Act(context.Background(), activities.ActRequest{
		Case:     "c",
		Expected: expected,
		Order:    o,
		At:       at,
		Clock:    at,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// accepts has a gateway accept an order, as the newest edition asks.
func (d *desk) accepts(o complaint.Order) {
	d.t.Helper()
	scope, key := o.KeyOfRequest("c")
	hash, err := o.SHA256()
	if err != nil {
		d.t.Fatal(err)
	}
	prior, err := d.store.AcceptRequest(context.Background(), record.Request{
		Actor:       scope,
		Key:         key,
		BodySHA256:  "b",
		Case:        "c",
		Command:     o.ID,
		OrderSHA256: hash,
		At:          o.ReceivedAt,
	}, nil)
	if err != nil || prior != nil {
		d.t.Fatalf("accept: %v, %v", prior, err)
	}
}

func openOrder() complaint.Order {
	return complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}}
}

func claimOrder(user string) complaint.Order {
	id := seed.DemoUserID("logistics." + user)
	return complaint.Order{ID: complaint.CommandID(string(id) + "/1"), Actor: id, Command: complaint.Claim{}}
}

func TestARepeatedOrderGetsItsFirstAnswer(t *testing.T) {
	d := newDesk(t)
	first := d.act(0, openOrder())
	claimed := d.act(first.Answer.Seq, claimOrder("branch"))
	again := d.act(first.Answer.Seq, claimOrder("branch"))
	if *again.Answer != *claimed.Answer || len(again.Events) != 1 {
		t.Errorf("first %+v, again %+v with %d events", claimed.Answer, again.Answer, len(again.Events))
	}
	refused := d.act(claimed.Answer.Seq, claimOrder("branch2"))
	if refused.Answer.Refusal == nil {
		t.Fatal("two people hold one task")
	}
	if said := refused.Answer.Refusal; said.ID != "task.claimed_by_other" || !strings.HasSuffix(said.Detail, "已由他人领取") {
		t.Errorf("recorded: %+v", said)
	}
	d.act(claimed.Answer.Seq, complaint.Order{
		ID:      "x/release",
		Actor:   seed.DemoUserID("logistics.branch"),
		Command: complaint.Release{},
	})
	still := d.act(claimed.Answer.Seq, claimOrder("branch2"))
	if still.Answer.Refusal == nil || still.Answer.Refusal.Code != refused.Answer.Refusal.Code {
		t.Error("a refused order was decided again")
	}
}

// A caller behind the journal decides nothing; one ahead of it is obsolete.
func TestBehindAndAhead(t *testing.T) {
	d := newDesk(t)
	d.act(0, openOrder())
	behind := d.act(0, claimOrder("branch"))
	if !behind.Retry || behind.Answer != nil || len(behind.Events) != 5 {
		t.Errorf("behind: %+v", behind)
	}
	ahead := d.act(9, claimOrder("branch"))
	if !ahead.Obsolete || ahead.Answer != nil {
		t.Errorf("ahead: %+v", ahead)
	}
	events, err := d.store.JournalEvents(context.Background(), "c", 0, 100)
	if err != nil || len(events) != 5 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

// Sync reads the journal and decides nothing, whatever the caller has seen.
func TestSync(t *testing.T) {
	d := newDesk(t)
	d.act(0, openOrder())
	r := d.act(2, complaint.Order{ID: "s", Actor: complaint.System, Command: complaint.Sync{}})
	if r.Answer == nil || r.Answer.Seq != 5 || len(r.Events) != 3 {
		t.Errorf("%+v", r)
	}
}

// A number that somebody bears already is passed over, whatever counter it comes from.
func TestNoNumberIsGivenTwice(t *testing.T) {
	first := newDesk(t)
	first.act(0, openOrder())
	number := first.numberOfCase()
	second := newDesk(t)
	if err := second.store.Write(t.Context(), "c", func(tx record.Tx) error {
		_, err := tx.ClaimNumber(t.Context(), "logistics/number", number)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	second.act(0, openOrder())
	if got := second.numberOfCase(); got == number || got == "" {
		t.Errorf("%q was given again", got)
	}
}

func (d *desk) numberOfCase() string {
	d.t.Helper()
	row, err := d.store.CaseRow(d.t.Context(), "c")
	if err != nil {
		d.t.Fatal(err)
	}
	return row.Number
}

// An act that is tried again after a while does not put the case's clock back: what a page showed as now has been.
func TestAClockIsNeverPutBack(t *testing.T) {
	d := newDesk(t)
	d.Rehearsal = true
	d.act(0, openOrder())
	sync := complaint.Order{ID: "s", Actor: complaint.System, Command: complaint.Sync{}}
	request := activities.ActRequest{
		Case:     "c",
		Expected: 5,
		Order:    sync,
		Clock:    complaint.Instant(monday.Add(time.Hour)),
	}
	for _, late := range []time.Duration{0, 10 * time.Second} {
		d.Now = func() time.Time { return monday.Add(late) }
		if _, err := d.Act(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		if row, err := d.store.CaseRow(t.Context(), "c"); err != nil || row.ClockOffset != time.Hour {
			t.Errorf("tried %s later: %s ahead, %v", late, row.ClockOffset, err)
		}
	}
}

// Only the system fires rungs, and only when they are due.
func TestADueRungNeverFiresEarly(t *testing.T) {
	d := newDesk(t)
	first := d.act(0, openOrder())
	due := complaint.Due{Deadline: first.Orders.Wake.Deadline, Rung: first.Orders.Wake.Rung}
	early := d.act(5, complaint.Order{ID: "early", Actor: complaint.System, Command: due})
	if early.Answer.Seq != 5 {
		t.Error("a rung fired before its time")
	}
	forged := d.act(5, complaint.Order{ID: "forged", Actor: seed.DemoUserID("logistics.ceo_office"), Command: due})
	if forged.Answer.Refusal == nil || forged.Answer.Refusal.Code != complaint.Forbidden {
		t.Errorf("forged: %+v", forged.Answer)
	}
}

// Rights bite at the very next act: they are read in its transaction.
func TestAPersonWhoLeavesActsNoMore(t *testing.T) {
	d := newDesk(t)
	d.act(0, openOrder())
	if err := d.store.SetActive(context.Background(), seed.DemoUserID("logistics.branch"), false); err != nil {
		t.Fatal(err)
	}
	if r := d.act(5, claimOrder("branch")); r.Answer.Refusal == nil {
		t.Error("somebody who left took a task")
	}
}

// Trouble of the database is an error and leaves nothing behind.
func TestTroubleRecordsNothing(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	at := complaint.Instant(monday)
	_, err := d.Act(ctx, activities.ActRequest{
		Case:  "c",
		Order: openOrder(),
		At:    at,
		Clock: at,
	})
	if err == nil || complaint.RefusalIn(err) != nil {
		t.Fatalf("want trouble, got %v", err)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is lost: %v", err)
	}
	if r := d.act(0, openOrder()); r.Answer.Seq != 5 {
		t.Errorf("after trouble: %+v", r.Answer)
	}
}

// A worker does not load a case of an edition that it does not know: what it would do, others could not read.
func TestANewerEditionIsNotLoaded(t *testing.T) {
	d := newDesk(t)
	if _, err := d.store.RaiseEdition(context.Background(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	loaded, err := d.Load(context.Background(), activities.LoadRequest{Case: "c"})
	if err != nil || loaded.Edition != complaint.Edition {
		t.Fatalf("edition %d: %v", loaded.Edition, err)
	}
	if _, err := d.store.RaiseEdition(context.Background(), complaint.Edition+1); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Load(context.Background(), activities.LoadRequest{Case: "c"}); err == nil ||
		complaint.RefusalIn(err) != nil {
		t.Errorf("want trouble, got %v", err)
	}
}
