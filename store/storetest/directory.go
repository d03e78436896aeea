package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

func newAccount(p complaint.Person) record.Account {
	return record.Account{Person: p, Username: "login-" + string(p.ID), PasswordHash: "hash-" + string(p.ID)}
}

func testDirectoryNeverStale(b *bench) {
	other := b.openAgain() // another process, with a cache of its own
	agree := func(what string, want complaint.Directory) {
		b.Helper()
		got, err := b.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		wantSamePrinted(b, what, got, want)
		got, err = other.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		wantSamePrinted(b, what+", elsewhere", got, want)
		b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
			got, err := tx.DirectoryNow(b.ctx)
			wantSamePrinted(b, what+", deciding", got, want)
			return err
		}))
	}
	want := complaint.Directory{
		People: map[complaint.UserID]complaint.Person{},
		Units:  map[complaint.UnitID]complaint.Unit{},
	}
	agree("empty", want)
	b.mustSucceed(b.SaveUnit(b.ctx, complaint.Unit{ID: "east", Name: "东区", Parent: "hq"}))
	want.Units["east"] = complaint.Unit{ID: "east", Name: "东区", Parent: "hq"}
	agree("with a unit", want)
	p := newPerson("u1", "east", "agent", "head")
	p.Above = []complaint.UnitID{"hq"}
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(p)))
	want.People["u1"] = p
	agree("with a person", want)
	p.Roles = []complaint.RoleID{"head"}
	a := newAccount(p)
	a.Person.Roles = []complaint.RoleID{"head", "head"}
	b.mustSucceed(other.SaveAccount(b.ctx, a))
	want.People["u1"] = p
	agree("with a role less", want)
	p.Active = false
	b.mustSucceed(b.SetActive(b.ctx, "u1", false))
	want.People["u1"] = p
	agree("inactive", want)
	p.Active, p.Roles = true, nil
	b.mustSucceed(other.SaveAccount(b.ctx, newAccount(p)))
	want.People["u1"] = p
	agree("without roles", want)
	units, err := b.AllUnits(b.ctx)
	b.mustSucceed(err)
	wantSamePrinted(b, "units", units, []complaint.Unit{want.Units["east"]})
}

// testDecisionHoldsDirectory: whoever is removed while a decision is being made is removed after it.
func testDecisionHoldsDirectory(b *bench) {
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(newPerson("u1", "east", "agent"))))
	removed := make(chan error, 1)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		d, err := tx.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		wantEqual(b, "active", d.People["u1"].Active, true)
		go func() { removed <- b.SetActive(b.ctx, "u1", false) }()
		select {
		case err := <-removed:
			removed <- err
			b.Error("the directory changed under a decision")
		case <-time.After(150 * time.Millisecond):
		}
		return nil
	}))
	b.mustSucceed(<-removed)
	d, err := b.DirectoryNow(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "active afterwards", d.People["u1"].Active, false)
}

func testAccounts(b *bench) {
	p := newPerson("u1", "east", "agent")
	p.Name = "王_五"
	a := newAccount(p)
	a.Administers = true
	b.mustSucceed(b.SaveAccount(b.ctx, a))
	got, err := b.AccountByUsername(b.ctx, a.Username)
	b.mustSucceed(err)
	wantSamePrinted(b, "account", got, a)
	a.PasswordHash = ""
	a.Person.Name = "王 五"
	b.mustSucceed(b.SaveAccount(b.ctx, a))
	got, err = b.AccountByID(b.ctx, "u1")
	b.mustSucceed(err)
	wantEqual(b, "kept password", got.PasswordHash, "hash-u1")
	wantEqual(b, "changed name", got.Person.Name, "王 五")
	b.mustSucceed(b.SetPassword(b.ctx, "u1", "new"))
	got, err = b.AccountByID(b.ctx, "u1")
	b.mustSucceed(err)
	wantEqual(b, "changed password", got.PasswordHash, "new")

	taken := newAccount(newPerson("u2", ""))
	taken.Username = a.Username
	b.mustRefuse(b.SaveAccount(b.ctx, taken), complaint.Conflict)
	b.mustRefuse(b.SaveAccount(b.ctx, newAccount(newPerson(complaint.System, ""))), complaint.Invalid)
	b.mustRefuse(b.SetPassword(b.ctx, "u9", "x"), complaint.NotFound)
	b.mustRefuse(b.SetActive(b.ctx, "u9", true), complaint.NotFound)
	_, err = b.AccountByUsername(b.ctx, "nobody")
	b.mustRefuse(err, complaint.NotFound)
	n, err := b.CountAccounts(b.ctx)
	b.mustSucceed(err)
	wantEqual(b, "accounts", n, 1)

	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(newPerson("u3", ""))))
	testSearchPeople(b)
}

func testSearchPeople(b *bench) {
	for q, want := range map[string]string{
		"":         "u3 u1",
		"王":        "u1",
		"LOGIN-U3": "u3",
		"%":        "",
		"nobody":   "",
	} {
		people, err := b.SearchPeople(b.ctx, q)
		b.mustSucceed(err)
		var ids []string
		for _, p := range people {
			ids = append(ids, string(p.ID))
		}
		wantEqual(b, fmt.Sprintf("people %q", q), strings.Join(ids, " "), want)
	}
}
