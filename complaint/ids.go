package complaint

import (
	"crypto/sha256"
	"encoding/hex"
)

// Ids of things that live outside a case. They are opaque and unguessable.
type (
	// CaseID is a UUID; the case's workflow is called "case-" + CaseID.
	CaseID string
	// UserID names a person of the organisation's directory, or [System].
	UserID string
	// UnitID names an organisational unit.
	UnitID string
	// TextID is the salted commitment of a sealed text: hex SHA-256 of salt and content. Events carry it
	// in place of narrative and personal data, so the journal proves the text without containing it.
	TextID string
	// CommandID is "<actor>/<idempotency key>" and unique in its case.
	CommandID string
)

// TextCommitment is the id of a text: hex SHA-256 of salt and content.
func TextCommitment(salt []byte, body string) TextID {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(body))
	return TextID(hex.EncodeToString(h.Sum(nil)))
}

// Ids of things inside one case. They are derived from the sequence number of the event that made them,
// so a decision needs no source of randomness.
type (
	// TaskID names an open or finished work item, e.g. "t7".
	TaskID string
	// DeadlineID names a running or finished deadline, e.g. "d3".
	DeadlineID string
	// RungID names one step of a deadline's ladder, e.g. "2".
	RungID string
	// SlipID names an urge or inquiry slip, e.g. "s9".
	SlipID string
	// NoticeID names a notice to a party, e.g. "n12".
	NoticeID string
	// DocumentID names a numbered document, e.g. "doc31".
	DocumentID string
	// PaperID is the id of a document, slip or notice.
	PaperID string
	// CircularID names a circular, e.g. "cir33".
	CircularID string
	// PartyID names a party of the case, e.g. "complainant", "respondent-2".
	PartyID string
	// RepresentationID names that somebody speaks for a party, e.g. "rep14".
	RepresentationID string
)

// RoleID names a role of a regulation as "<policy>.<role>", e.g. "logistics.agent".
type RoleID string

// StepID names a step of a policy's procedure.
type StepID string

// System is the actor of everything that happens by itself, such as a rung that falls due.
const System UserID = "system"

// PolicyRef pins a case to one published version of a policy by content.
type PolicyRef struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
}
