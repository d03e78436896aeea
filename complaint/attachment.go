package complaint

import "time"

// AttachmentID names an attachment by its commitment: hex SHA-256 of a salt and the content's own hash. An event that
// names it thereby proves the content and gives nothing of it away (docs/decisions/0011-attachments.md).
type AttachmentID string

// Attachment is a file somebody handed in for a case: written once, never changed. Its content lies outside the
// database.
type Attachment struct {
	ID     AttachmentID
	Case   CaseID
	Author UserID
	// Scope says who may see it, as for a text.
	Scope TextScope
	// Name is the sealed text of the file's name: people put anything into it.
	Name TextID
	// Type is the media type as the content itself shows it, Size is in bytes.
	Type   string
	Size   int64
	SHA256 string
	Salt   []byte
	// File names the content where contents are kept; the server makes it.
	File string
	// Original says that it stands for an original that is kept (lawfirm-1.4).
	StandsForOriginal bool
	AddedAt           time.Time
}

// AttachmentCommitment is the id of an attachment with this content.
func AttachmentCommitment(salt []byte, sha256 string) AttachmentID {
	return AttachmentID(TextCommitment(salt, sha256))
}
