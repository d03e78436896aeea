package gateway

import (
	"context"
	"net/http"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

// What somebody was told stands in their inbox, and in nobody else's, as long as they may read the case.
func TestNoticesInTheInbox(t *testing.T) {
	h := newHouse(t)
	id := complaint.CaseID(h.filed())
	deliver := func(user string) {
		t.Helper()
		err := h.store.Write(context.Background(), id, func(tx record.Tx) error {
			return tx.DeliverNotice(context.Background(), 2, []complaint.UserID{seed.DemoUserID(user)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	deliver("logistics.agent")
	deliver("logistics.agent") // the delivery ran twice
	inbox := h.agent().get("/inbox").must(http.StatusOK)
	if n := len(inbox.list("notices")); n != 1 {
		t.Fatalf("%d notices: %s", n, inbox.raw)
	}
	if inbox.text("notices", 0, "case", "id") != string(id) || inbox.text("notices", 0, "type") != "registered" ||
		inbox.text("notices", 0, "clause") != "logistics-2.3" || inbox.text("notices", 0, "case", "subject") == "" {
		t.Errorf("%s", inbox.raw)
	}
	h.branch().do(http.MethodPut, "/api/v1/inbox/notices/read", "",
		map[string]any{"until": h.now()}).must(http.StatusNoContent)
	if r := h.agent().get("/inbox").must(http.StatusOK); r.at("notices", 0, "read") != false {
		t.Errorf("somebody else has read it: %s", r.raw)
	}
	h.agent().do(http.MethodPut, "/api/v1/inbox/notices/read", "",
		map[string]any{"until": inbox.text("notices", 0, "delivered_at")}).must(http.StatusNoContent)
	if r := h.agent().get("/inbox").must(http.StatusOK); r.at("notices", 0, "read") != true {
		t.Errorf("not read: %s", r.raw)
	}
	if n := len(h.branch().get("/inbox").must(http.StatusOK).list("notices")); n != 0 {
		t.Errorf("the branch has somebody else's %d notices", n)
	}
	stranger := h.stranger()
	err := h.store.Write(context.Background(), id, func(tx record.Tx) error {
		for _, p := range h.people() {
			if err := tx.DeliverNotice(context.Background(), 2, []complaint.UserID{p}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(stranger.get("/inbox").must(http.StatusOK).list("notices")); n != 0 {
		t.Errorf("somebody outside the wall reads %d notices", n)
	}
}

// A link is shown to whoever may read the other case too, and to nobody else.
func TestLinksObeyTheOtherWall(t *testing.T) {
	h := newHouse(t)
	id := complaint.CaseID(h.filed())
	var other complaint.CaseID = "22222222-2222-4222-8222-222222222222"
	agent := seed.DemoUserID("logistics.agent")
	err := h.store.Write(context.Background(), id, func(tx record.Tx) error {
		f, err := tx.Filing(context.Background())
		if err != nil {
			return err
		}
		f.Case = other
		f.Filed.Origin = &complaint.Link{Case: id, Kind: f.Filed.Kind}
		return tx.FileLinkedCase(context.Background(), f,
			complaint.Wall{Grants: []string{complaint.UserSubject(agent)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	h.addLink(id, complaint.Link{Case: other, Kind: "complaint", Opened: true})
	seen := h.agent().get("/cases/" + string(id)).must(http.StatusOK)
	if seen.text("links", 0, "case") != string(other) || seen.text("links", 0, "relation") != "opened" {
		t.Errorf("%s", seen.raw)
	}
	if unseen := h.branch().get("/cases/" + string(id)).must(http.StatusOK); len(unseen.list("links")) != 0 {
		t.Errorf("the branch learns of a case it may not read: %s", unseen.raw)
	}
}

// people are all accounts.
func (h *house) people() []complaint.UserID {
	h.t.Helper()
	dir, err := h.store.DirectoryNow(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	var all []complaint.UserID
	for id := range dir.People {
		all = append(all, id)
	}
	return all
}

// addLink records a link as a decision would have.
func (h *house) addLink(id complaint.CaseID, l complaint.Link) {
	h.t.Helper()
	err := h.store.Write(context.Background(), id, func(tx record.Tx) error {
		k, err := tx.Case(context.Background())
		if err != nil {
			return err
		}
		_, err = tx.Append(context.Background(), []complaint.Event{{
			Case:  id,
			Seq:   k.Seq + 1,
			At:    h.now(),
			Actor: complaint.System,
			Fact:  complaint.Linked{Link: l},
		}})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
