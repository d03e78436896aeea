package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

// fileLinkedCase files a case from another, about the same content and parties.
func fileLinkedCase(b *bench, from, id complaint.CaseID) complaint.Filing {
	b.Helper()
	var f complaint.Filing
	b.mustSucceed(b.Read(b.ctx, from, func(tx record.ReadTx) (err error) {
		f, err = tx.Filing(b.ctx)
		return err
	}))
	f.Case, f.By, f.ClockOffset = id, "u-other", time.Hour
	f.Filed.Kind, f.Filed.Origin = "review", &complaint.Link{Case: from, Kind: "review"}
	b.mustSucceed(b.Write(b.ctx, from, func(tx record.Tx) error {
		return tx.FileLinkedCase(b.ctx, f, complaint.Wall{Grants: []string{complaint.UserSubject("u-east")}})
	}))
	return f
}

func testLinkedCase(b *bench) {
	b.fileCase("c1", open)
	comment := newText("c1", "comment", "另外的意见")
	_, err := b.AcceptRequest(b.ctx, record.Request{
		Actor: "u",
		Key:   "k",
		Case:  "c1",
		At:    b.clock.now(),
	}, []complaint.Text{comment})
	b.mustSucceed(err)
	f := fileLinkedCase(b, "c1", "c2")
	fileLinkedCase(b, "c2", "c3") // a chain hands on what it was handed
	in := b.newIntake("c1")
	texts, err := b.TextsByID(b.ctx, []complaint.TextID{in.Texts[0].ID, in.Texts[2].ID, comment.ID})
	b.mustSucceed(err)
	for _, id := range []complaint.CaseID{"c1", "c2", "c3"} {
		wantEqual(b, "subject in "+string(id), texts[in.Texts[0].ID].IsReadableIn(id), true)
		wantEqual(b, "identity in "+string(id), texts[in.Texts[2].ID].IsReadableIn(id), true)
		wantEqual(b, "what the filing does not name, in "+string(id), texts[comment.ID].IsReadableIn(id), id == "c1")
		people, err := b.IdentitiesOfParties(b.ctx, id)
		b.mustSucceed(err)
		wantSamePrinted(b, "identities of "+string(id), people, in.People)
	}
	row, err := b.CaseRow(b.ctx, "c2")
	b.mustSucceed(err)
	wantEqual(b, "status", row.Status, complaint.StatusReceived)
	wantEqual(b, "clock", row.ClockOffset, time.Hour)
	b.mustSucceed(b.Read(b.ctx, "c2", func(tx record.ReadTx) error {
		stored, err := tx.Filing(b.ctx)
		wantSamePrinted(b, "origin", *stored.Filed.Origin, *f.Filed.Origin)
		return err
	}))
	may, err := b.MayRead(b.ctx, east, "c2")
	b.mustSucceed(err)
	wantEqual(b, "behind the new wall", may, true)
	may, err = b.MayRead(b.ctx, agent, "c2")
	b.mustSucceed(err)
	wantEqual(b, "behind the old wall only", may, false)
	started := b.takeErrands(complaint.StartErrand, 10)
	wantEqual(b, "to be started at once", len(started), 2)
	wantEqual(b, "the linked case", started[0].Case, "c2")
}
