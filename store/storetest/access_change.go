package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/store"
)

// testAccessWaits: what an administrator does by which somebody could open cases waits a day or for a second person;
// what takes something away, what opens nothing, and what is done before any case or by the program itself, is at once.
func testAccessWaits(b *bench) {
	publishPolicyAndYear(b)
	b.saveAgreeing()
	admin, head := b.AdministrationBy("u-admin"), b.AdministrationBy("u-head")
	save := func(by store.Administration, id complaint.UserID, roles ...complaint.RoleID) {
		b.Helper()
		b.mustSucceed(by.SaveAccount(b.ctx, record.Account{
			Username:     string(id),
			PasswordHash: "x",
			Person: complaint.Person{
				ID:     id,
				Name:   string(id),
				Roles:  roles,
				Active: true,
			},
		}))
	}
	has := func(what string, id complaint.UserID, roles ...complaint.RoleID) {
		b.Helper()
		k, err := b.AccountByID(b.ctx, id)
		b.mustSucceed(err)
		wantEqual(b, what, fmt.Sprint(k.Person.Roles), fmt.Sprint(roles))
	}
	save(admin, "u-first", "logistics.agent")
	has("before any case", "u-first", "logistics.agent")
	b.fileCase("c1", open)

	save(admin, "u-new", "logistics.agent")
	has("somebody new", "u-new")
	save(admin, "u-first", "logistics.branch")
	has("one role taken away, another waits", "u-first")
	save(admin, "u-first", "logistics.branch")
	save(admin, "u-first", "logistics.branch", "logistics.supervisor")
	waiting, err := b.WaitingAccess(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "one for each", len(waiting), 2)
	wantEqual(b, "who agrees", fmt.Sprint(waiting[0].Agreeing), "[logistics.ceo_office]")
	for _, ch := range waiting {
		_, err := admin.AgreeToPolicyChange(b.ctx, ch.ID)
		b.mustRefuse(err, complaint.Forbidden)
		_, err = b.AdministrationBy("u-low").RefusePolicyChange(b.ctx, ch.ID)
		b.mustRefuse(err, complaint.Forbidden)
		if ch.Access.Person == "u-first" {
			_, err = head.AgreeToPolicyChange(b.ctx, ch.ID)
			b.mustSucceed(err)
		}
	}
	has("agreed to", "u-first", "logistics.branch", "logistics.supervisor")
	b.clock.advance(24*time.Hour - time.Second)
	b.carriesOut(0)
	has("a second before", "u-new")
	b.clock.advance(time.Second)
	b.carriesOut(1)
	has("a day later", "u-new", "logistics.agent")
	save(head, "u-head", "logistics.ceo_office", "logistics.agent")
	b.refusesOwn(admin)

	b.mustSucceed(b.SetActive(b.ctx, "u-new", false))
	b.mustSucceed(admin.SetActive(b.ctx, "u-new", true))
	k, err := b.AccountByID(b.ctx, "u-new")
	b.mustSucceed(err)
	wantEqual(b, "let in again at once", k.Person.Active, false)
	b.relationsWait(admin)
	if said := b.administrated(); !strings.Contains(said, "u-admin ask_give_rights u-new") ||
		!strings.Contains(said, "system give_rights u-new") || !strings.Contains(said, "u-head give_rights u-first") {
		b.Errorf("journal: %s", said)
	}
}

// refusesOwn: whoever gains by a change cannot agree to it, whatever role they hold, nor end it.
func (b *bench) refusesOwn(admin store.Administration) {
	b.Helper()
	waiting, err := b.WaitingAccess(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "waiting", len(waiting), 1)
	head := b.AdministrationBy("u-head")
	_, err = head.AgreeToPolicyChange(b.ctx, waiting[0].ID)
	b.mustRefuse(err, complaint.Forbidden)
	refused, err := admin.RefusePolicyChange(b.ctx, waiting[0].ID)
	b.mustSucceed(err)
	wantEqual(b, "refused", refused.State, record.ChangeRefused)
	_, err = admin.AgreeToPolicyChange(b.ctx, waiting[0].ID)
	b.mustRefuse(err, complaint.Conflict)
}

// relationsWait: the head of a unit, a stand-in and the end of a tie wait too; a stand-in begins when it takes effect.
func (b *bench) relationsWait(admin store.Administration) {
	b.Helper()
	east := complaint.Unit{ID: "u-east", Name: "东"}
	b.mustSucceed(admin.SaveUnit(b.ctx, east))
	east.Manager, east.Name = "u-admin", "东区"
	b.mustSucceed(admin.SaveUnit(b.ctx, east))
	b.mustSucceed(b.AdministrationBy(complaint.System).AddTie(b.ctx, complaint.Tie{
		ID:     "tie-1",
		Person: "u-low",
		Name:   "外人",
		Ground: "亲属",
	}))
	b.mustSucceed(admin.EndTie(b.ctx, "tie-1"))
	standIn := complaint.Substitution{
		ID:     "stand-in",
		Absent: "u-head",
		By:     "u-low",
		From:   b.clock.now(),
		Until:  b.clock.now().Add(48 * time.Hour),
	}
	for range 2 {
		b.mustSucceed(admin.AddSubstitution(b.ctx, standIn))
	}
	here := func(what string, heads, ties, standIns int) {
		b.Helper()
		d, err := b.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		wantEqual(b, what+": name of the unit", d.Units["u-east"].Name, "东区")
		wantEqual(b, what+": heads", len(strings.Fields(string(d.Units["u-east"].Manager))), heads)
		wantEqual(b, what+": ties", len(d.Ties), ties)
		all, err := b.AllSubstitutions(b.ctx)
		b.mustSucceed(err)
		wantEqual(b, what+": stand-ins", len(all), standIns)
	}
	here("at once", 0, 1, 0)
	b.clock.advance(24 * time.Hour)
	b.carriesOut(4) // with the account that is let in again
	here("a day later", 1, 0, 1)
	all, err := b.AllSubstitutions(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "begins when it takes effect", all[0].From, b.clock.now())
}

// testTwoAlways: with the profile mlps3 what opens cases waits for a second person however long it takes, and so does
// a version.
func testTwoAlways(b *bench) {
	publishPolicyAndYear(b)
	b.saveAgreeing()
	b.fileCase("c1", open)
	b.options.Profile = record.MLPS3
	strict := b.openAgain()
	admin := strict.AdministrationBy("u-admin")
	link, err := admin.MakeLink(b.ctx, "u-low", "hash-of-a-link")
	b.mustSucceed(err)
	b.clock.advance(30 * 24 * time.Hour)
	done, err := strict.CarryOutDuePolicyChanges(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "took effect in time", done, 0)
	_, err = strict.GoodLink(b.ctx, link.Hash)
	b.mustRefuse(err, complaint.Conflict)
	waiting, err := strict.WaitingAccess(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "due", waiting[0].DueAt.IsZero(), true)
	_, err = strict.AdministrationBy("u-head").AgreeToPolicyChange(b.ctx, waiting[0].ID)
	b.mustSucceed(err)
	good, err := strict.GoodLink(b.ctx, link.Hash)
	b.mustSucceed(err)
	wantEqual(b, "whose", good.User, "u-low")
}
