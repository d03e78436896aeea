package record

import (
	"time"

	"duban/complaint"
)

// Request is one accepted POST that creates or acts: the memory behind Idempotency-Key.
type Request struct {
	// Actor scopes the key; Key is the client's.
	Actor complaint.UserID
	Key   string
	// BodySHA256 is of the method, path and canonical body, hex.
	BodySHA256 string
	Case       complaint.CaseID
	Command    complaint.CommandID
	// OrderSHA256 is of the order made of it: see [complaint.Order.SHA256]; "" where it orders nothing, and of a
	// program before edition 2.
	OrderSHA256 string
	At          time.Time
}

// Intake is a filing with everything that is committed together with it, in one transaction: the filing
// itself, its texts and identities, the request that made it, and the outbox row that starts the case.
type Intake struct {
	Filing  complaint.Filing
	Texts   []complaint.Text
	People  []complaint.Identity
	Request Request
	// ReceiptHash is hex SHA-256 of the receipt; the receipt itself is not kept.
	ReceiptHash string
	// CodeHash is of the six digits that go with it, "" where it opens by itself or with a telephone on file.
	CodeHash string
}
