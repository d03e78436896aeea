package storetest

import (
	"fmt"
	"testing"
	"time"

	"duban/activities"
	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/store"
)

// fillAsUsed fills the database as the program would: people, regulations, and two cases that were filed, opened by the
// policy, reminded, urged and escalated, with a command done and one refused; and one that is only filed.
func (b *bench) fillAsUsed() {
	b.Helper()
	ref := publishPolicyAndYear(b)
	b.mustSucceed(b.SaveUnit(b.ctx, complaint.Unit{ID: "east", Name: "东区", Parent: "hq"}))
	b.mustSucceed(b.SaveAccount(b.ctx,
		newAccount(newPerson("u-agent", "east", "logistics.agent", "logistics.supervisor"))))
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(newPerson("u-other", "east"))))
	admin := b.AdministrationBy("u-agent")
	b.mustSucceed(admin.AddSubstitution(b.ctx, complaint.Substitution{
		ID:     "s1",
		Absent: "u-agent",
		By:     "u-other",
		From:   b.clock.now().AddDate(1, 0, 0),
		Until:  b.clock.now().AddDate(2, 0, 0),
	}))
	b.mustSucceed(admin.AddTie(b.ctx, complaint.Tie{
		ID:     "t1",
		Person: "u-agent",
		Name:   "张三",
		Ground: "亲属",
	}))
	b.mustSucceed(b.SetMeta(b.ctx, "rehearsal", "true"))
	p, err := b.PolicyVersion(b.ctx, ref.ID, ref.Version)
	b.mustSucceed(err)
	acts := &activities.Acts{Journal: b.Store, Now: b.clock.now}
	for i := range 3 {
		id := complaint.CaseID(fmt.Sprintf("case-%d", i))
		b.fileCaseUnder(p, id)
		b.clock.advance(time.Minute)
		if i == 2 {
			continue
		}
		l := &living{
			bench: b,
			acts:  acts,
			id:    id,
			wake:  nil,
		}
		l.giveOrder("system/open", complaint.System, complaint.Open{})
		for l.wake != nil {
			b.clock.advance(l.wake.At.Sub(b.clock.now()))
			l.giveOrder("system/due/"+string(l.wake.Deadline)+"/"+string(l.wake.Rung), complaint.System,
				complaint.Due{Deadline: l.wake.Deadline, Rung: l.wake.Rung})
		}
		prior, err := b.AcceptRequest(b.ctx, record.Request{
			Actor:      "u-agent",
			Key:        "note-" + string(id),
			BodySHA256: "b1",
			Case:       id,
			Command:    complaint.CommandID("u-agent/note-" + string(id)),
			At:         b.clock.now(),
		}, []complaint.Text{newText(id, "note", "备注 𠮷")})
		if err != nil || prior != nil {
			b.Fatalf("accept: %v, %v", prior, err)
		}
		l.giveOrder("u-agent/note-"+string(id), "u-agent", complaint.Note{Text: newText(id, "note", "备注 𠮷").ID})
		l.giveOrder("u-agent/refused-"+string(id), "u-agent", complaint.Claim{Task: "none"})
	}
	_, err = b.PublishReport(b.ctx, record.Publishing{
		Policy: ref,
		Report: "service",
		Period: "2026-03",
		Case:   "case-0",
		Seq:    1,
	})
	b.mustSucceed(err)
	b.issueReceipt("case-0")
}

// issueReceipt gives a case another receipt.
func (b *bench) issueReceipt(id complaint.CaseID) {
	b.Helper()
	again := record.Receipt{
		Hash:     "another of " + string(id),
		Case:     id,
		IssuedBy: "u-agent",
		IssuedAt: b.clock.now(),
		CodeHash: "of six digits",
	}
	issued, err := b.IssueReceipt(b.ctx, again, record.Request{
		Actor:      "u-agent",
		Key:        "receipt",
		BodySHA256: "b2",
		Case:       id,
		At:         b.clock.now(),
	})
	if err != nil || issued != nil {
		b.Fatalf("issue a receipt: %v, %v", issued, err)
	}
}

// fileCaseUnder files a case as the policy wants it.
func (b *bench) fileCaseUnder(p *policy.Policy, id complaint.CaseID) {
	b.Helper()
	in := b.newIntake(id)
	f := &in.Filing.Filed
	f.Policy, f.Kind, f.Source, f.Channel, f.Severity = p.Ref(), "", "", "hotline", "severe"
	f.Parties = append(f.Parties, complaint.Party{
		ID:   "respondent-2",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "u-accused",
	})
	in.Texts[0].Salt = nil // a text without salt is kept as such
	in.Texts[0].ID = complaint.TextCommitment(nil, in.Texts[0].Body)
	f.Subject = in.Texts[0].ID
	p.FillFilingOmissions(f)
	k := complaint.NewCase(id)
	b.mustSucceed(k.Apply(complaint.Event{
		Case: id,
		Seq:  1,
		At:   b.clock.now(),
		Fact: *f,
	}))
	prior, err := b.FileCase(b.ctx, in, p.Wall(k))
	if err != nil || prior != nil {
		b.Fatalf("file: %v, %v", prior, err)
	}
}

// living is a case whose shell is played by the test.
type living struct {
	*bench
	acts *activities.Acts
	id   complaint.CaseID
	seq  int
	wake *complaint.Wake
}

func (l *living) giveOrder(id string, actor complaint.UserID, cmd complaint.Command) {
	l.Helper()
	result, err := l.acts.Act(l.ctx, activities.ActRequest{
		Case:     l.id,
		Expected: l.seq,
		Order:    complaint.Order{ID: complaint.CommandID(id), Actor: actor, Command: cmd},
		At:       complaint.Instant(l.clock.now()),
		Clock:    complaint.Instant(l.clock.now()),
	})
	l.mustSucceed(err)
	l.seq, l.wake = result.Answer.Seq, result.Orders.Wake
}

// FilledStore fills an empty database as the program would, for tests of what is done to whole records: two cases with
// a history and one only filed.
func FilledStore(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	b := newBench(t, func(*testing.T) store.Options { return o })
	b.fillAsUsed()
	return b.Store
}
