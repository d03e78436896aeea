package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// publishes asks in the administrator's name that a version of the embedded policy be published.
func (b *bench) publishes(id string, version int) record.PolicyChange {
	b.Helper()
	ch, err := b.AdministrationBy("u-admin").AskPolicyChange(b.ctx, record.PolicyChange{
		ID:     id,
		Kind:   record.PublishVersion,
		File:   logistics,
		Source: string(policyFileOfVersion(b, version, "")),
		Reason: "修订第 3.2 条",
	})
	b.mustSucceed(err)
	return ch
}

func (b *bench) asks(
	id string, kind record.PolicyChangeKind, version int, cases ...complaint.CaseID,
) record.PolicyChange {
	b.Helper()
	ch, err := b.AdministrationBy("u-admin").AskPolicyChange(b.ctx, record.PolicyChange{
		ID:     id,
		Kind:   kind,
		Ref:    complaint.PolicyRef{ID: "logistics", Version: version},
		Cases:  cases,
		Reason: "因为",
	})
	b.mustSucceed(err)
	return ch
}

// inForce is the version of the policy in force, 0 for none.
func (b *bench) inForce() int {
	b.Helper()
	p, err := b.PolicyInForce(b.ctx, "logistics")
	if refusal := complaint.RefusalIn(err); refusal != nil {
		return 0
	}
	b.mustSucceed(err)
	return p.Ref().Version
}

func (b *bench) carriesOut(want int) {
	b.Helper()
	done, err := b.CarryOutDuePolicyChanges(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "changes that took effect", done, want)
}

// administrated is what the administration's journal says of regulations, as lines of who did what to what, the oldest
// first.
func (b *bench) administrated() string {
	b.Helper()
	entries, _, err := b.AdministrationEntries(b.ctx, "", 100)
	b.mustSucceed(err)
	var lines []string
	for _, e := range slices.Backward(entries) {
		if e.Action == "save_account" {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Actor, e.Action, e.Object))
		if strings.HasSuffix(e.Action, "_policy") && !strings.Contains(e.Data, `"sha256":"`) {
			b.Errorf("entry without the content's hash: %s", e.Data)
		}
	}
	return strings.Join(lines, "\n")
}

// saveAgreeing saves an administrator who holds the highest role too, and a second person who holds it.
func (b *bench) saveAgreeing() {
	b.Helper()
	for _, id := range []complaint.UserID{"u-admin", "u-head"} {
		b.mustSucceed(b.SaveAccount(b.ctx, record.Account{
			Username:     string(id),
			PasswordHash: "x",
			Person: complaint.Person{
				ID:     id,
				Name:   string(id),
				Roles:  []complaint.RoleID{"logistics.ceo_office"},
				Active: true,
			},
		}))
	}
	b.mustSucceed(b.SaveAccount(b.ctx, record.Account{
		Username:     "u-low",
		PasswordHash: "x",
		Person: complaint.Person{
			ID:     "u-low",
			Name:   "low",
			Roles:  []complaint.RoleID{"logistics.agent"},
			Active: true,
		},
	}))
}

// testPolicyChanges: what one person asks for waits a day, by the clock of whoever looks, or for a second person;
// before any case it takes effect at once. What is pending can be taken back. All of it stands in the administration's
// journal.
func testPolicyChanges(b *bench) {
	publishPolicyAndYear(b)
	b.saveAgreeing()
	wantEqual(b, "before any case", b.publishes("first", 2).State, record.ChangeInForce)
	wantEqual(b, "in force", b.inForce(), 2)

	b.fileCase("c1", open)
	third := b.publishes("third", 3)
	wantEqual(b, "alone", third.State, record.ChangePending)
	wantEqual(b, "due", third.DueAt, b.clock.now().Add(24*time.Hour))
	wantEqual(b, "who agrees", fmt.Sprint(third.Agreeing), "[logistics.ceo_office]")
	wantEqual(b, "the same again", b.publishes("third", 3).AskedAt, third.AskedAt)
	_, err := b.AdministrationBy("u-admin").AskPolicyChange(b.ctx, record.PolicyChange{
		ID:     "third",
		Kind:   record.WithdrawVersion,
		Ref:    complaint.PolicyRef{ID: "logistics", Version: 2},
		Reason: "别的",
	})
	b.mustRefuse(err, complaint.Invalid)
	b.clock.advance(24*time.Hour - time.Second)
	b.carriesOut(0)
	wantEqual(b, "a second before", b.inForce(), 2)
	b.clock.advance(time.Second)
	other := b.openAgain() // whoever asked may be gone
	done, err := other.CarryOutDuePolicyChanges(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "took effect", done, 1)
	b.carriesOut(0)
	wantEqual(b, "a day later", b.inForce(), 3)

	b.mustNeedAnother()

	b.asks("withdraw", record.WithdrawVersion, 4)
	taken, err := b.AdministrationBy("u-admin").TakeBackPolicyChange(b.ctx, "withdraw")
	b.mustSucceed(err)
	wantEqual(b, "taken back", taken.State, record.ChangeTakenBack)
	b.clock.advance(25 * time.Hour)
	b.carriesOut(0)
	b.asks("withdraw-2", record.WithdrawVersion, 4)
	b.clock.advance(25 * time.Hour)
	b.carriesOut(1)
	wantEqual(b, "after the withdrawal", b.inForce(), 3)
	b.mustKeepWithdrawn()
	b.asks("again", record.PublishVersion, 4)
	_, err = b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "again")
	b.mustSucceed(err)
	wantEqual(b, "published again", b.inForce(), 4)

	b.publishes("fifth", 5)
	_, err = b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 5, "\n# otherwise\n"))
	b.mustSucceed(err)
	b.clock.advance(25 * time.Hour)
	b.carriesOut(1)
	failed, err := b.PolicyChange(b.ctx, "fifth")
	b.mustSucceed(err)
	if failed.State != record.ChangeFailed || failed.Failure == nil ||
		failed.Failure.ID != "policy.published_otherwise" {
		b.Errorf("published otherwise meanwhile: %+v", failed)
	}
	wantEqual(b, "journal", b.administrated(), strings.TrimSpace(`
u-admin publish_policy logistics@2
u-admin ask_publish_policy logistics@3
system publish_policy logistics@3
u-admin ask_publish_policy logistics@4
u-head publish_policy logistics@4
u-admin ask_withdraw_policy logistics@4
u-admin take_back_policy_change logistics@4
u-admin ask_withdraw_policy logistics@4
system withdraw_policy logistics@4
u-admin ask_publish_policy logistics@4
u-head publish_policy logistics@4
u-admin ask_publish_policy logistics@5
system publish_policy logistics@5
system fail_policy_change logistics@5`))
	b.mustRefuseBadFile()
}

// mustNeedAnother: who agrees holds the highest role and has not asked; what is agreed to is in force at once.
func (b *bench) mustNeedAnother() {
	b.Helper()
	b.publishes("fourth", 4)
	for by, code := range map[complaint.UserID]complaint.Code{
		"u-admin": complaint.Forbidden, "u-low": complaint.Forbidden, "nobody": complaint.Forbidden,
	} {
		_, err := b.AdministrationBy(by).AgreeToPolicyChange(b.ctx, "fourth")
		b.mustRefuse(err, code)
	}
	agreed, err := b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "fourth")
	b.mustSucceed(err)
	wantEqual(b, "agreed by", agreed.DecidedBy, "u-head")
	wantEqual(b, "at once", b.inForce(), 4)
	_, err = b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "fourth")
	b.mustSucceed(err) // asked again
	_, err = b.AdministrationBy("u-admin").TakeBackPolicyChange(b.ctx, "fourth")
	b.mustRefuse(err, complaint.Conflict)
}

// mustKeepWithdrawn: under a version withdrawn nothing is filed, a start of the program does not bring it back, and
// cases that run under it find it.
func (b *bench) mustKeepWithdrawn() {
	b.Helper()
	fourth, err := b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 4, ""))
	b.mustSucceed(err)
	wantEqual(b, "after a start", b.inForce(), 3)
	in := b.newIntake("c4")
	in.Filing.Filed.Policy = fourth
	_, err = b.FileCase(b.ctx, in, open)
	b.mustRefuse(err, complaint.Conflict)
	b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
		_, err := tx.Policy(b.ctx, fourth)
		return err
	}))
	versions, err := b.PolicyVersions(b.ctx, "logistics")
	b.mustSucceed(err)
	if v := versions[0]; v.Ref.Version != 4 || !v.Withdrawn || v.InForce {
		b.Errorf("versions: %+v", versions)
	}
}

// mustRefuseBadFile: what a check finds in a file is told, and nothing is asked.
func (b *bench) mustRefuseBadFile() {
	b.Helper()
	_, err := b.AdministrationBy("u-admin").AskPolicyChange(b.ctx, record.PolicyChange{
		ID:     "bad",
		Kind:   record.PublishVersion,
		File:   logistics,
		Source: strings.Replace(string(policyFileOfVersion(b, 9, "")), "level:", "rank:", 1),
		Reason: "因为",
	})
	if _, ok := errors.AsType[policy.Findings](err); !ok {
		b.Errorf("a file with a slip: %v, want findings", err)
	}
	_, err = b.PolicyChange(b.ctx, "bad")
	b.mustRefuse(err, complaint.NotFound)
}

// testMovesAreOrdered: of the cases that a change moves each that is not archived gets its order once, and tells by its
// answer what became of it.
func testMovesAreOrdered(b *bench) {
	publishPolicyAndYear(b)
	b.saveAgreeing()
	for _, id := range []complaint.CaseID{"c1", "c2", "c3"} {
		b.fileCase(id, open)
		b.recordFacts(id, open, b.filedFact(id))
	}
	b.recordFacts("c3", open, complaint.Archived{})
	b.publishes("second", 2)
	_, err := b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "second")
	b.mustSucceed(err)
	_, err = b.AdministrationBy("u-admin").AskPolicyChange(b.ctx, record.PolicyChange{
		ID:     "unknown",
		Kind:   record.MoveCases,
		Ref:    complaint.PolicyRef{ID: "logistics", Version: 2},
		Cases:  []complaint.CaseID{"c1", "c9"},
		Reason: "因为",
	})
	b.mustRefuse(err, complaint.NotFound)
	b.asks("move", record.MoveCases, 2, "c3", "c1", "c2", "c1")
	wantEqual(b, "before", len(b.takeErrands(complaint.AdoptErrand, 10)), 0)
	_, err = b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "move")
	b.mustSucceed(err)
	errands := b.takeErrands(complaint.AdoptErrand, 10)
	wantEqual(b, "cases to be moved", len(errands), 2)
	for _, e := range errands {
		order, err := e.Order()
		b.mustSucceed(err)
		wantEqual(b, "order", order.ID, complaint.Adopt{Change: "move"}.OrderID())
		answer := complaint.Answer{}
		if e.Case == "c2" {
			answer.Refusal = complaint.Refuse(complaint.Conflict, "adopt.edition", nil)
		}
		b.mustSucceed(b.Write(b.ctx, e.Case, func(tx record.Tx) error { return tx.SaveAnswer(b.ctx, order, answer) }))
	}
	b.clock.advance(time.Hour)
	wantEqual(b, "after the answers", len(b.takeErrands(complaint.AdoptErrand, 10)), 0)
	cases, err := b.MovedCases(b.ctx, "move")
	b.mustSucceed(err)
	told := map[complaint.CaseID]string{}
	for _, k := range cases {
		told[k.Case] = fmt.Sprint(k.Done)
		if k.Refusal != nil {
			told[k.Case] += " " + k.Refusal.ID
		}
	}
	wantEqual(b, "c1", told["c1"], "true")
	wantEqual(b, "c2", told["c2"], "true adopt.edition")
	wantEqual(b, "c3", told["c3"], "true archived")
}

// testOwnVersionStands: a version that people have published is neither replaced nor put aside by what a release
// brings; one that a release has brought is followed by the next release's, and what people published newer ends the
// offer.
func testOwnVersionStands(b *bench) {
	publishPolicyAndYear(b)
	b.saveAgreeing()
	b.fileCase("c1", open)
	b.recordFacts("c1", open, b.filedFact("c1"))
	held := func(version int, otherwise string) string {
		b.Helper()
		all, err := b.HeldBackPolicies(b.ctx, []record.ReleasedFile{{
			File: logistics, Source: string(policyFileOfVersion(b, version, otherwise)),
		}})
		b.mustSucceed(err)
		if len(all) == 0 {
			return "published"
		}
		h := all[0]
		return fmt.Sprintf("held back, offered %t, in force %d, next %d", h.IsOffered(), h.InForce.Version, h.Next)
	}
	first := b.inForce()
	const other = "\n# otherwise\n"
	wantEqual(b, "a release's own text of then", held(first, ""), "published")
	wantEqual(b, "another text under a release's number", held(first, other), "published") // and then refused
	wantEqual(b, "the next release", held(first+1, ""), "published")

	b.publishes("own", first+1)
	wantEqual(b, "asked for only", held(first+1, other), "published")
	_, err := b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "own")
	b.mustSucceed(err)
	own := fmt.Sprintf("held back, offered true, in force %d, next ", first+1)
	wantEqual(b, "the same text", held(first+1, ""), "published")
	wantEqual(b, "the same number", held(first+1, other), fmt.Sprint(own, first+2))
	wantEqual(b, "a newer one", held(first+3, ""), fmt.Sprint(own, first+3))
	_, err = b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, first+1, other))
	b.mustRefuse(err, complaint.Conflict) // whoever tries all the same

	b.publishes("looked", first+2)
	_, err = b.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, "looked")
	b.mustSucceed(err)
	wantEqual(b, "looked at", held(first+1, other),
		fmt.Sprintf("held back, offered false, in force %d, next %d", first+2, first+3))
	wantEqual(b, "in force", b.inForce(), first+2)
	b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
		k, err := tx.Case(b.ctx)
		if err == nil {
			wantEqual(b, "the case", k.Policy.Version, first)
		}
		return err
	}))
}
