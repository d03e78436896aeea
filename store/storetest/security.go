package storetest

import (
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// testSecurityJournal: entries are listed by what is asked for, page by page, the latest first; what others did is news
// until it is acknowledged; and nothing of it can be changed.
func testSecurityJournal(b *bench) {
	note := func(user, actor complaint.UserID, action record.SecurityAction, result record.SecurityResult) {
		b.Helper()
		b.clock.advance(time.Minute)
		b.mustSucceed(b.NoteSecurity(b.ctx, record.SecurityEntry{
			User:   user,
			Actor:  actor,
			Action: action,
			Result: result,
			Origin: record.Origin{Address: "192.0.2.7", Device: "Firefox"},
		}))
	}
	began := b.clock.now()
	note("", "", record.SignIn, record.UnknownName)
	note("u-a", "", record.SignIn, record.WrongPassword)
	note("u-a", "u-a", record.SignIn, record.Done)
	first := b.clock.now()
	note("u-a", "u-admin", record.ResetPassword, record.Done)
	note("u-b", "u-b", record.SignIn, record.Done)
	list := func(q record.SecurityQuery) (all []record.SecurityEntry) {
		b.Helper()
		for cursor := ""; ; {
			page, next, err := b.SecurityEntries(b.ctx, q, cursor, 2)
			b.mustSucceed(err)
			all = append(all, page...)
			if cursor = next; next == "" {
				return all
			}
		}
	}
	all := list(record.SecurityQuery{})
	wantEqual(b, "entries", len(all), 5)
	wantEqual(b, "the latest", all[0].User, "u-b")
	wantEqual(b, "the first", all[4].Result, record.UnknownName)
	wantEqual(b, "its instant", all[4].At.Equal(began.Add(time.Minute)), true)
	wantEqual(b, "its address", all[4].Address, "192.0.2.7")
	wantEqual(b, "of one", len(list(record.SecurityQuery{User: "u-a"})), 3)
	wantEqual(b, "signing in", len(list(record.SecurityQuery{Action: record.SignIn})), 4)
	wantEqual(b, "failed", len(list(record.SecurityQuery{User: "u-a", Result: record.WrongPassword})), 1)
	wantEqual(b, "since", len(list(record.SecurityQuery{From: first})), 3)
	wantEqual(b, "before", len(list(record.SecurityQuery{Until: first})), 2)

	last, err := b.SignInBefore(b.ctx, "u-a", b.clock.now())
	b.mustSucceed(err)
	wantEqual(b, "last sign-in", last.At.Equal(first), true)
	if none, err := b.SignInBefore(b.ctx, "u-a", first); err != nil || none != nil {
		b.Errorf("a sign-in before the first: %v %v", none, err)
	}
	news := func(want int) {
		b.Helper()
		got, err := b.SecurityNews(b.ctx, "u-a")
		b.mustSucceed(err)
		wantEqual(b, "news", len(got), want)
	}
	news(1)
	note("u-a", "u-a", record.Acknowledge, record.Done)
	news(0)
	note("u-a", complaint.System, record.ResetPassword, record.Done)
	news(1)
	b.wantImmutable(`UPDATE security_journal SET actor = 'x'`, `DELETE FROM security_journal`)
}

// testAccountLinks: a link sets a password once, until another is made or its time is over, and only from when on it is
// good.
func testAccountLinks(b *bench) {
	b.mustSucceed(b.SaveAccount(b.ctx, record.Account{
		Username: "a",
		Person:   complaint.Person{ID: "u-a", Name: "甲", Active: true},
	}))
	admin := b.AdministrationBy("u-admin")
	isRefused := func(what string, err error, id string) {
		b.Helper()
		if refusal := complaint.RefusalIn(err); refusal == nil || refusal.ID != id {
			b.Errorf("%s: %v", what, err)
		}
	}
	_, err := admin.MakeLink(b.ctx, "u-nobody", "x")
	isRefused("nobody's link", err, "account.unknown")
	for _, hash := range []string{"first", "second", "first"} { // the last is a repeated request
		_, err := admin.MakeLink(b.ctx, "u-a", hash)
		b.mustSucceed(err)
	}
	isRefused("void", b.UseLink(b.ctx, "first", "hash", record.Origin{}), "link.not_good")
	isRefused("made up", b.UseLink(b.ctx, "third", "hash", record.Origin{}), "link.not_good")
	link, err := b.GoodLink(b.ctx, "second")
	b.mustSucceed(err)
	wantEqual(b, "whose", link.User, "u-a")
	b.mustSucceed(b.UseLink(b.ctx, "second", "hash", record.Origin{Address: "192.0.2.7"}))
	isRefused("used", b.UseLink(b.ctx, "second", "hash 2", record.Origin{}), "link.not_good")
	account, err := b.AccountByID(b.ctx, "u-a")
	b.mustSucceed(err)
	wantEqual(b, "password", account.PasswordHash, "hash")
	_, err = admin.MakeLink(b.ctx, "u-a", "fourth")
	b.mustSucceed(err)
	b.clock.advance(record.LinkLifetime)
	isRefused("late", b.UseLink(b.ctx, "fourth", "hash 3", record.Origin{}), "link.not_good")
	_, err = admin.MakeLink(b.ctx, "u-a", "fifth")
	b.mustSucceed(err)
	b.mustSucceed(admin.SetPassword(b.ctx, "u-a", "hash 5"))
	isRefused("older than the password", b.UseLink(b.ctx, "fifth", "hash 6", record.Origin{}), "link.not_good")
	_, err = admin.MakeLink(b.ctx, "u-a", "sixth")
	b.mustSucceed(err)
	b.mustSucceed(b.SetActive(b.ctx, "u-a", false))
	isRefused("of somebody who has left", b.UseLink(b.ctx, "sixth", "hash 4", record.Origin{}), "link.not_good")
	entries, _, err := b.SecurityEntries(b.ctx, record.SecurityQuery{User: "u-a"}, "", 0)
	b.mustSucceed(err)
	var told strings.Builder
	for _, e := range entries {
		told.WriteString(string(e.Action) + " " + string(e.Actor) + ", ")
	}
	const made = "make_link u-admin, make_link u-admin, "
	wantEqual(b, "journal", told.String(),
		"change_rights system, make_link u-admin, reset_password u-admin, "+made+"use_link u-a, "+made)
}

// testSecondFactor: a secret counts once it is confirmed; a code counts once, and none before it; so do recovery codes.
func testSecondFactor(b *bench) {
	b.mustSucceed(b.SaveAccount(b.ctx, record.Account{
		Username: "a",
		Person:   complaint.Person{ID: "u-a", Name: "甲", Active: true},
	}))
	conflict := func(what string, err error) {
		b.Helper()
		if refusal := complaint.RefusalIn(err); refusal == nil || refusal.ID != "factor.already" {
			b.Errorf("%s: %v", what, err)
		}
	}
	have := func() bool {
		b.Helper()
		all, err := b.PeopleWithSecondFactor(b.ctx)
		b.mustSucceed(err)
		return all["u-a"]
	}
	b.mustSucceed(b.BeginSecondFactor(b.ctx, "u-a", "first"))
	b.mustSucceed(b.BeginSecondFactor(b.ctx, "u-a", "second"))
	conflict("another's place", b.ConfirmSecondFactor(b.ctx, "u-a", "first", 7, nil, record.Origin{}))
	wantEqual(b, "counts", have(), false)
	b.mustSucceed(b.ConfirmSecondFactor(b.ctx, "u-a", "second", 7, []string{"x", "y"}, record.Origin{}))
	wantEqual(b, "counts", have(), true)
	conflict("begun again", b.BeginSecondFactor(b.ctx, "u-a", "third"))
	for _, c := range []struct {
		step int64
		want bool
	}{{7, false}, {8, true}, {8, false}, {7, false}, {9, true}} {
		taken, err := b.TakeFactorStep(b.ctx, "u-a", c.step)
		b.mustSucceed(err)
		wantEqual(b, "step taken", taken, c.want)
	}
	for _, want := range []bool{true, false} {
		taken, err := b.TakeRecoveryCode(b.ctx, "u-a", "x")
		b.mustSucceed(err)
		wantEqual(b, "recovery code taken", taken, want)
	}
	factor, err := b.SecondFactor(b.ctx, "u-a")
	b.mustSucceed(err)
	wantEqual(b, "codes left", factor.RecoveryCodes, 1)
	b.mustSucceed(b.AdministrationBy("u-admin").RemoveSecondFactor(b.ctx, "u-a"))
	wantEqual(b, "counts", have(), false)
	news, err := b.SecurityNews(b.ctx, "u-a")
	b.mustSucceed(err)
	wantEqual(b, "news", news[0].Action, record.RemoveFactor)
}

// testAffectedAreTold: whoever's rights are changed by another, or who is to stand in, finds it among their news; what
// changes nothing, and what they did themselves, is none.
func testAffectedAreTold(b *bench) {
	save := func(by, id complaint.UserID, unit complaint.UnitID, roles ...complaint.RoleID) {
		b.Helper()
		b.mustSucceed(b.AdministrationBy(by).SaveAccount(b.ctx, record.Account{
			Username: string(id),
			Person: complaint.Person{
				ID:     id,
				Name:   "甲",
				Unit:   unit,
				Roles:  roles,
				Active: true,
			},
		}))
	}
	news := func(id complaint.UserID) (told string) {
		b.Helper()
		all, err := b.SecurityNews(b.ctx, id)
		b.mustSucceed(err)
		for _, e := range all {
			told += string(e.Action) + " "
		}
		return told
	}
	save("u-admin", "u-a", "", "p.head", "p.agent")
	save("u-admin", "u-a", "", "p.agent", "p.head")
	wantEqual(b, "news of nothing", news("u-a"), "")
	save("u-admin", "u-a", "", "p.agent")
	wantEqual(b, "a role taken away", news("u-a"), "change_rights ")
	save("u-admin", "u-a", "unit-x", "p.agent")
	b.mustSucceed(b.AdministrationBy("u-admin").SetActive(b.ctx, "u-a", true))
	wantEqual(b, "moved and let in", news("u-a"), "change_rights change_rights change_rights ")
	save("u-b", "u-b", "")
	save("u-b", "u-b", "", "p.head")
	wantEqual(b, "their own doing", news("u-b"), "")
	standIn := complaint.Substitution{
		ID:     "s",
		Absent: "u-a",
		By:     "u-b",
		From:   b.clock.now(),
		Until:  b.clock.now().Add(time.Hour),
	}
	for range 2 {
		b.mustSucceed(b.AdministrationBy("u-admin").AddSubstitution(b.ctx, standIn))
	}
	wantEqual(b, "who stands in", news("u-b"), "name_stand_in ")
	wantEqual(b, "for whom", news("u-a"), "name_stand_in change_rights change_rights change_rights ")
}
