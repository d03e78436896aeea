package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"duban/complaint"
	"duban/store"
	"duban/store/files"
)

// attachmentsFolder is the set's folder of what is attached to cases.
const attachmentsFolder = "attachments"

// CheckAttachments holds the contents in a folder against the record: each attachment is there and is what was handed
// in. What is found is named; an error means that it could not look.
func CheckAttachments(ctx context.Context, record *store.Store, contents *files.Folder) ([]store.Finding, error) {
	var found []store.Finding
	err := record.EachAttachment(ctx, func(a complaint.Attachment) error {
		size, hash, err := contents.SizeAndHashOf(ctx, a.File)
		switch {
		case errors.Is(err, files.ErrMissing):
			found = append(found, missingAttachmentFinding(a))
		case err != nil:
			return err
		case size != a.Size || hash != a.SHA256:
			found = append(found, store.Finding{Check: store.CheckAttachment, Case: a.Case, Detail: fmt.Sprintf(
				"附件 %s 的内容不是交来时的样子 (is not what was handed in)", a.File)})
		}
		return nil
	})
	return found, err
}

func missingAttachmentFinding(a complaint.Attachment) store.Finding {
	return store.Finding{
		Check:  store.CheckAttachment,
		Case:   a.Case,
		Detail: fmt.Sprintf("缺附件 %s (an attachment is missing)", a.File),
	}
}

// CopyAttachments copies what the record's attachments name from one folder into another. What is missing is named and
// left out: a copy of a damaged record is better than none.
func CopyAttachments(ctx context.Context, record *store.Store, from, to *files.Folder) ([]store.Finding, error) {
	var found []store.Finding
	err := record.EachAttachment(ctx, func(a complaint.Attachment) (err error) {
		content, err := from.OpenFile(ctx, a.File)
		if errors.Is(err, files.ErrMissing) {
			found = append(found, missingAttachmentFinding(a))
			return nil
		}
		if err != nil {
			return err
		}
		return errors.Join(to.PutFile(ctx, a.File, content), content.Close())
	})
	return found, err
}

// openAttachments opens the set's folder of attachments.
func (s Set) openAttachments() (*files.Folder, error) {
	return files.OpenFolder(filepath.Join(s.Dir, attachmentsFolder))
}

// copyAttachmentsIntoSet copies what the set's own record names, so that both are of one instant: no attachment is ever
// changed or deleted.
func (s *Set) copyAttachmentsIntoSet(ctx context.Context, o Original) (err error) {
	record, err := s.openRecord(ctx, o.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	to, err := s.openAttachments()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if o.Files == nil {
		return nil
	}
	if s.Manifest.Findings, err = CopyAttachments(ctx, record, o.Files, to); err != nil {
		return err
	}
	return record.EachAttachment(ctx, func(a complaint.Attachment) error {
		name := attachmentsFolder + "/" + a.File
		f, err := measureFile(filepath.Join(s.Dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it is among the findings
		}
		s.Manifest.Files[name] = f
		return err
	})
}

// CopyAttachmentsOut copies the set's attachments to where the settings want them. It is part of finishing a restored
// record.
func (s Set) CopyAttachmentsOut(ctx context.Context, record *store.Store, to *files.Folder) (err error) {
	from, err := s.openAttachments()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	_, err = CopyAttachments(ctx, record, from, to)
	return err
}
