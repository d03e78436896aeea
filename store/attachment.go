package store

import (
	"context"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// RecordAttachment records an attachment with the text of its name. When the actor has used the key before, nothing is
// written and the request of then comes back. The content must be on the disk by then.
func (s *Store) RecordAttachment(
	ctx context.Context, r record.Request, a complaint.Attachment, name complaint.Text,
) (prior *record.Request, err error) {
	err = s.write(ctx, fmt.Sprintf("attach to case %s", r.Case), func(c conn) error {
		if prior, err = c.acceptRequest(ctx, r); err != nil || prior != nil {
			return err
		}
		if err := c.insertTexts(ctx, []complaint.Text{name}, microsOf(s.nowRounded())); err != nil {
			return err
		}
		err := c.insertRows(ctx, "attachments",
			`id, case_id, author, scope, name, type, size, sha256, salt, file, original, added_at`,
			[]any{
				a.ID, a.Case, a.Author, a.Scope, a.Name, a.Type, a.Size, a.SHA256, a.Salt, a.File, a.StandsForOriginal,
				microsOf(a.AddedAt),
			})
		if err != nil {
			return err
		}
		return s.newTransaction(c, a.Case).indexAnew(ctx) // it is found by the file's name from now on
	})
	return prior, err
}

// ofCase are the attachments of a case: those handed in for it, and for the duplicates that go on in it.
const ofCase = `(case_id = ? OR id IN (SELECT attachment_id FROM shared_attachments WHERE case_id = ?))`

// AttachmentsOfCase are those of the case, oldest first.
func (s *Store) AttachmentsOfCase(ctx context.Context, id complaint.CaseID) ([]complaint.Attachment, error) {
	var all []complaint.Attachment
	err := s.read(ctx, fmt.Sprintf("attachments of case %s", id), func(c conn) (err error) {
		all, err = c.attachmentsWhere(ctx, ofCase+` ORDER BY added_at, id`, id, id)
		return err
	})
	return all, err
}

// Attachments implements [record.ReadTx].
func (t *transaction) Attachments(ctx context.Context, ids []complaint.AttachmentID) ([]complaint.Attachment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return t.attachmentsWhere(ctx, ofCase+` AND id IN (`+parameterList(len(ids))+`)`,
		append([]any{t.id, t.id}, asArguments(ids)...)...)
}

// AllAttachments implements [record.ReadTx].
func (t *transaction) AllAttachments(ctx context.Context) ([]complaint.Attachment, error) {
	return t.attachmentsWhere(ctx, ofCase+` ORDER BY added_at, id`, t.id, t.id)
}

func (c conn) attachmentsWhere(ctx context.Context, where string, args ...any) ([]complaint.Attachment, error) {
	var rows []struct {
		ID       string `db:"id"`
		Case     string `db:"case_id"`
		Author   string `db:"author"`
		Scope    string `db:"scope"`
		Name     string `db:"name"`
		Type     string `db:"type"`
		Size     int64  `db:"size"`
		SHA256   string `db:"sha256"`
		Salt     []byte `db:"salt"`
		File     string `db:"file"`
		Original bool   `db:"original"`
		AddedAt  int64  `db:"added_at"`
	}
	err := c.allRows(ctx,
		&rows, `SELECT id, case_id, author, scope, name, type, size, sha256, salt, file, original, added_at
		FROM attachments WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("attachments: %w", err)
	}
	all := make([]complaint.Attachment, len(rows))
	for i, r := range rows {
		all[i] = complaint.Attachment{
			ID:                complaint.AttachmentID(r.ID),
			Case:              complaint.CaseID(r.Case),
			Author:            complaint.UserID(r.Author),
			Scope:             complaint.TextScope(r.Scope),
			Name:              complaint.TextID(r.Name),
			Type:              r.Type,
			Size:              r.Size,
			SHA256:            r.SHA256,
			Salt:              r.Salt,
			File:              r.File,
			StandsForOriginal: r.Original,
			AddedAt:           instantOfMicros(r.AddedAt),
		}
	}
	return all, nil
}

// AttachedFiles tells which of these files an attachment names.
func (s *Store) AttachedFiles(ctx context.Context, names []string) (map[string]bool, error) {
	named := make(map[string]bool, len(names))
	if len(names) == 0 {
		return named, nil
	}
	var found []string
	err := s.read(ctx, "files of attachments", func(c conn) error {
		return c.allRows(ctx, &found,
			`SELECT file FROM attachments WHERE file IN (`+parameterList(len(names))+`)`, asArguments(names)...)
	})
	for _, name := range found {
		named[name] = true
	}
	return named, err
}

// EachAttachment hands over all attachments of the record, in no order.
func (s *Store) EachAttachment(ctx context.Context, fn func(complaint.Attachment) error) error {
	after := ""
	for {
		var some []complaint.Attachment
		err := s.read(ctx, "all attachments", func(c conn) (err error) {
			some, err = c.attachmentsWhere(ctx, `id > ? ORDER BY id LIMIT ?`, after, insertBatch)
			return err
		})
		if err != nil || len(some) == 0 {
			return err
		}
		for _, a := range some {
			if err := fn(a); err != nil {
				return err
			}
		}
		after = string(some[len(some)-1].ID)
	}
}
