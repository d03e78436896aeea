package storetest

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

func account(p complaint.Person) record.Account {
	return record.Account{Person: p, Username: "login-" + string(p.ID), PasswordHash: "hash-" + string(p.ID)}
}

func directoryNeverStale(b *bench) {
	other := b.reopen() // another process, with a cache of its own
	agree := func(what string, want complaint.Directory) {
		b.Helper()
		got, err := b.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		same(b, what, got, want)
		got, err = other.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		same(b, what+", elsewhere", got, want)
		b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
			got, err := tx.DirectoryNow(b.ctx)
			same(b, what+", deciding", got, want)
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
	p := person("u1", "east", "agent", "head")
	b.mustSucceed(b.SaveAccount(b.ctx, account(p)))
	want.People["u1"] = p
	agree("with a person", want)
	p.Roles = []complaint.RoleID{"head"}
	a := account(p)
	a.Person.Roles = []complaint.RoleID{"head", "head"}
	b.mustSucceed(other.SaveAccount(b.ctx, a))
	want.People["u1"] = p
	agree("with a role less", want)
	p.Active = false
	b.mustSucceed(b.SetActive(b.ctx, "u1", false))
	want.People["u1"] = p
	agree("inactive", want)
	p.Active, p.Roles = true, nil
	b.mustSucceed(other.SaveAccount(b.ctx, account(p)))
	want.People["u1"] = p
	agree("without roles", want)
	units, err := b.AllUnits(b.ctx)
	b.mustSucceed(err)
	same(b, "units", units, []complaint.Unit{want.Units["east"]})
}

// decisionHoldsDirectory: whoever is removed while a decision is being made is removed after it.
func decisionHoldsDirectory(b *bench) {
	b.mustSucceed(b.SaveAccount(b.ctx, account(person("u1", "east", "agent"))))
	removed := make(chan error, 1)
	b.mustSucceed(b.Write(b.ctx, "c1", func(tx record.Tx) error {
		d, err := tx.DirectoryNow(b.ctx)
		b.mustSucceed(err)
		equal(b, "active", d.People["u1"].Active, true)
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
	equal(b, "active afterwards", d.People["u1"].Active, false)
}

func accounts(b *bench) {
	p := person("u1", "east", "agent")
	p.Name = "王_五"
	a := account(p)
	a.Administers = true
	b.mustSucceed(b.SaveAccount(b.ctx, a))
	got, err := b.AccountByUsername(b.ctx, a.Username)
	b.mustSucceed(err)
	same(b, "account", got, a)
	a.PasswordHash = ""
	a.Person.Name = "王 五"
	b.mustSucceed(b.SaveAccount(b.ctx, a))
	got, err = b.AccountByID(b.ctx, "u1")
	b.mustSucceed(err)
	equal(b, "kept password", got.PasswordHash, "hash-u1")
	equal(b, "changed name", got.Person.Name, "王 五")
	b.mustSucceed(b.SetPassword(b.ctx, "u1", "new"))
	got, err = b.AccountByID(b.ctx, "u1")
	b.mustSucceed(err)
	equal(b, "changed password", got.PasswordHash, "new")

	taken := account(person("u2", ""))
	taken.Username = a.Username
	b.mustRefuse(b.SaveAccount(b.ctx, taken), complaint.Conflict)
	b.mustRefuse(b.SaveAccount(b.ctx, account(person(complaint.System, ""))), complaint.Invalid)
	b.mustRefuse(b.SetPassword(b.ctx, "u9", "x"), complaint.NotFound)
	b.mustRefuse(b.SetActive(b.ctx, "u9", true), complaint.NotFound)
	_, err = b.AccountByUsername(b.ctx, "nobody")
	b.mustRefuse(err, complaint.NotFound)
	n, err := b.CountAccounts(b.ctx)
	b.mustSucceed(err)
	equal(b, "accounts", n, 1)

	b.mustSucceed(b.SaveAccount(b.ctx, account(person("u3", ""))))
	peopleFound(b)
}

func peopleFound(b *bench) {
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
		equal(b, fmt.Sprintf("people %q", q), strings.Join(ids, " "), want)
	}
}
