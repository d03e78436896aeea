package record

import (
	"time"

	"duban/complaint"
)

// LedgerQuery selects entries of the ledger; what is empty selects all.
type LedgerQuery struct {
	Policy string
	// Kind is what an entry is: a sanction, a commendation or a deduction.
	Kind  string
	State complaint.EntryState
	Unit  complaint.UnitID
	// Person selects entries that concern one person.
	Person complaint.UserID
	Case   complaint.CaseID
	// From and Until bound the instants at which they were proposed, by their cases' clocks; until excluded.
	From, Until time.Time
	Cursor      string
	Limit       int
}

// LedgerRow is one entry of the ledger that its reader sees.
type LedgerRow struct {
	Case   complaint.CaseID
	Number string
	Policy complaint.PolicyRef
	// Entry has what lists show: no texts, no facts, nobody who proposed or decided.
	Entry complaint.LedgerEntry
	// Readable: the reader may read the case, and not just what is said of themselves.
	Readable bool
}

// LedgerSum is what the entries of one month, unit, kind and measure come to. Each entry is counted in one of Standing,
// Open and Gone.
type LedgerSum struct {
	// Month is that in which they were proposed.
	Month Month
	// Unit is "" for entries about whoever holds a role in any unit.
	Unit complaint.UnitID
	Kind string
	// Measure is a code of the ledger of Policy, "" where none is named.
	Policy, Measure string
	// Standing are final and stand; Open are not decided, or may still be objected to; Gone were dropped, or their fact
	// fell away.
	Standing, Open, Gone int
	// Amount is what those that stand come to, OpenAmount what those that are open do, in fen.
	Amount, OpenAmount int64
}
