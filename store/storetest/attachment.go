package storetest

import (
	"slices"
	"time"

	"duban/complaint"
	"duban/record"
)

// newAttachmentOfCase0 is an attachment of case-0 with the text of its name.
func (b *bench) newAttachmentOfCase0(file string) (complaint.Attachment, complaint.Text) {
	const id = "case-0"
	name := newText(id, "name of "+file, "现场 𠮷.jpg")
	return complaint.Attachment{
		ID:                complaint.AttachmentCommitment([]byte("salt"), file),
		Case:              id,
		Author:            "u-agent",
		Scope:             complaint.ScopeIdentity,
		Name:              name.ID,
		Type:              "image/jpeg",
		Size:              7,
		SHA256:            file,
		Salt:              []byte("salt"),
		File:              file,
		StandsForOriginal: true,
		AddedAt:           b.clock.now(),
	}, name
}

func testAttachmentsKeptOnce(b *bench) {
	b.fillAsUsed()
	first, name := b.newAttachmentOfCase0("aa/1")
	request := record.Request{
		Actor:      "u-agent",
		Key:        "k",
		BodySHA256: "b",
		Case:       "case-0",
		At:         b.clock.now(),
	}
	prior, err := b.RecordAttachment(b.ctx, request, first, name)
	if err != nil || prior != nil {
		b.Fatalf("attach: %v, %v", prior, err)
	}
	twin, twinName := b.newAttachmentOfCase0("aa/2")
	if prior, err = b.RecordAttachment(b.ctx, request, twin, twinName); err != nil || prior == nil {
		b.Errorf("the same key twice: %v, %v", prior, err)
	}
	b.clock.advance(time.Second)
	second, secondName := b.newAttachmentOfCase0("aa/3")
	request.Key = "k2"
	if prior, err = b.RecordAttachment(b.ctx, request, second, secondName); err != nil || prior != nil {
		b.Fatalf("attach: %v, %v", prior, err)
	}
	all, err := b.AttachmentsOfCase(b.ctx, "case-0")
	b.mustSucceed(err)
	if len(all) != 2 || all[0].ID != first.ID || all[0].Name != name.ID || !all[0].StandsForOriginal ||
		!all[0].AddedAt.Equal(first.AddedAt) || all[1].File != "aa/3" {
		b.Errorf("attachments: %+v", all)
	}
	b.mustSucceed(b.Read(b.ctx, "case-0", func(tx record.ReadTx) error {
		some, err := tx.Attachments(b.ctx, []complaint.AttachmentID{second.ID, "canary"})
		if err == nil && (len(some) != 1 || some[0].ID != second.ID) {
			b.Errorf("named attachments: %+v", some)
		}
		return err
	}))
	b.mustSucceed(b.Read(b.ctx, "case-1", func(tx record.ReadTx) error {
		some, err := tx.Attachments(b.ctx, []complaint.AttachmentID{second.ID})
		if err == nil && len(some) != 0 {
			b.Errorf("another case's attachments: %+v", some)
		}
		return err
	}))
	named, err := b.AttachedFiles(b.ctx, []string{"aa/1", "aa/2", "aa/3"})
	if err != nil || !named["aa/1"] || named["aa/2"] || !named["aa/3"] {
		b.Errorf("files: %v, %v", named, err)
	}
	var each []string
	b.mustSucceed(b.EachAttachment(b.ctx, func(a complaint.Attachment) error {
		each = append(each, a.File)
		return nil
	}))
	if slices.Sort(each); !slices.Equal(each, []string{"aa/1", "aa/3"}) {
		b.Errorf("each: %v", each)
	}
	b.wantImmutable(`UPDATE attachments SET size = 9`, `DELETE FROM attachments`)
}

func testReadingsNotedOnce(b *bench) {
	b.fillAsUsed()
	at := b.clock.now().Truncate(record.ReadingSpan)
	for _, r := range []record.Reading{
		{User: "u-agent", Kind: record.ReadCase, At: at},
		{User: "u-agent", Kind: record.ReadCase, At: at.Add(time.Minute)}, // within the span
		{User: "u-agent", Kind: record.ReadJournal, At: at.Add(time.Minute)},
		{User: "u-other", Kind: record.ReadCase, At: at.Add(time.Minute)},
		{
			User:       "u-agent",
			Kind:       record.ReadAttachment,
			Attachment: "a1",
			At:         at.Add(2 * time.Minute),
		},
		{
			User:       "u-agent",
			Kind:       record.ReadAttachment,
			Attachment: "a2",
			At:         at.Add(2 * time.Minute),
		},
		{
			User:  "u-agent",
			Kind:  record.ReadPaper,
			Paper: "doc7",
			At:    at.Add(3 * time.Minute),
		},
		{User: "u-agent", Kind: record.ReadCase, At: at.Add(record.ReadingSpan)},
	} {
		r.Case = "case-0"
		b.mustSucceed(b.NoteReading(b.ctx, r))
	}
	var got []string
	for next, page := "", 0; page == 0 || next != ""; page++ {
		some, after, err := b.ReadingsOfCase(b.ctx, "case-0", next, 2)
		b.mustSucceed(err)
		for _, r := range some {
			got = append(got,
				string(r.User)+" "+string(r.Kind)+string(r.Attachment)+string(r.Paper)+" "+r.At.Sub(at).String())
		}
		next = after
	}
	want := []string{
		"u-agent case 15m0s", "u-agent paperdoc7 3m0s", "u-agent attachmenta2 2m0s", "u-agent attachmenta1 2m0s",
		"u-other case 1m0s",
		"u-agent journal 1m0s", "u-agent case 0s",
	}
	if !slices.Equal(got, want) {
		b.Errorf("readings: %v", got)
	}
	b.wantImmutable(`UPDATE readings SET at = 9`, `DELETE FROM readings`)
}
