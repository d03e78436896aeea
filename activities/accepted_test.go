package activities_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
)

// A case acts for people only on what a gateway accepted: an order in somebody's name that none has, one with other
// data or at another instant, and one under another's key are refused, stand nowhere in the case and are told to
// administrators. What the gateway accepts later under the same id is carried out. Before the upgrade is finished
// orders of older programs are taken.
func TestNothingIsDoneThatWasNotAccepted(t *testing.T) {
	d := newDesk(t)
	ctx := context.Background()
	seq := d.act(0, openOrder()).Answer.Seq
	claim := claimOrder("branch")
	claim.ReceivedAt = monday
	taken := d.act(seq, claim)
	if taken.Answer.Refusal != nil {
		t.Fatalf("before the upgrade is finished: %v", taken.Answer.Refusal)
	}
	seq = taken.Answer.Seq
	if _, err := d.store.RaiseEdition(ctx, complaint.Edition); err != nil {
		t.Fatal(err)
	}
	note := func(key, text string) complaint.Order {
		actor := seed.DemoUserID("logistics.branch")
		return complaint.Order{
			ID:         complaint.CommandID(string(actor) + "/" + key),
			Actor:      actor,
			ReceivedAt: monday,
			Command:    complaint.Note{Text: complaint.TextID(text)},
		}
	}
	refused := func(why string, o complaint.Order) {
		t.Helper()
		r := d.act(seq, o)
		if r.Answer == nil || r.Answer.Refusal == nil || r.Answer.Refusal.ID != "command.not_accepted" {
			t.Errorf("%s: %+v", why, r.Answer)
		}
		if kept, err := d.store.StoredAnswer(ctx, "c", o.ID); err != nil || kept != nil {
			t.Errorf("%s: kept %v, %v", why, kept, err)
		}
	}
	made := note("made-up", "t1")
	refused("made up", made)
	anonymous := made
	anonymous.ID = "no-request"
	refused("without a key", anonymous)
	d.accepts(note("real", "t1"))
	refused("other data", note("real", "t2"))
	later := note("real", "t1")
	later.ReceivedAt = monday.Add(-time.Hour)
	refused("another instant", later)
	later.ReceivedAt = time.Time{}
	refused("no instant", later)
	other := note("real", "t1")
	other.Actor = seed.DemoUserID("logistics.supervisor")
	refused("another's key", other)

	if r := d.act(seq, note("real", "t1")); r.Answer.Refusal != nil {
		t.Errorf("accepted: %v", r.Answer.Refusal)
	} else {
		seq = r.Answer.Seq
	}
	d.accepts(made)
	if r := d.act(seq, made); r.Answer.Refusal != nil {
		t.Errorf("accepted later: %v", r.Answer.Refusal)
	}
	admin, err := d.store.AccountByUsername(ctx, seed.AdminName)
	if err != nil {
		t.Fatal(err)
	}
	news, err := d.store.SecurityNews(ctx, admin.Person.ID)
	if err != nil || len(news) == 0 || news[0].Action != record.MadeUpCommand {
		t.Errorf("told: %v, %v", news, err)
	}
	d.verifiesAccepted()
}

// verifiesAccepted: the check of the record finds nothing, and then an act that nobody has accepted.
func (d *desk) verifiesAccepted() {
	d.t.Helper()
	ctx := context.Background()
	found := func() (found bool) {
		findings, err := d.store.Audit(ctx, nil)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, f := range findings {
			found = found || strings.Contains(f.Detail, "没有受理的记录")
		}
		return found
	}
	if found() {
		d.t.Error("found where everything has been accepted")
	}
	later, err := store.Open(ctx, store.Options{Path: d.path, Now: func() time.Time { return monday.Add(time.Hour) }})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = later.Close() })
	err = later.Write(ctx, "c", func(tx record.Tx) error {
		actor := seed.DemoUserID("logistics.branch")
		return tx.SaveAnswer(ctx, complaint.Order{ID: complaint.CommandID(string(actor) + "/slipped"), Actor: actor},
			complaint.Answer{Seq: 1, From: 2})
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if !found() {
		d.t.Error("an act that nobody has accepted is not found")
	}
}
