package complaint

import "slices"

// EntryID names an entry of the ledger, e.g. "e12".
type EntryID string

// EntryState is where an entry of the ledger stands.
type EntryState string

// The closed set of states of an entry.
const (
	// EntryProposed: the person concerned is heard, or somebody decides.
	EntryProposed EntryState = "proposed"
	// EntryDecided: the person concerned may still object.
	EntryDecided EntryState = "decided"
	// EntryContested: others decide on the objection.
	EntryContested EntryState = "contested"
	// EntryFinal: nothing is owed.
	EntryFinal EntryState = "final"
	// EntryFallen: the fact on which it was proposed fell away.
	EntryFallen EntryState = "fallen"
)

// What an entry can be.
const (
	SanctionEntry     = "sanction"
	CommendationEntry = "commendation"
	DeductionEntry    = "deduction"
)

// What becomes of a proposal, and of a decision that was objected to.
const (
	EntryUpheld  = "upheld"
	EntryChanged = "changed"
	EntryDropped = "dropped"
)

// Charge is what an entry says: what is proposed, or what was decided.
type Charge struct {
	// Measure is the code of a measure of the policy, "" where none is named.
	Measure string `json:"measure,omitempty"`
	// Amount is in fen, nil where none is named.
	Amount *int64 `json:"amount,omitempty"`
}

// LedgerEntry is a sanction, a commendation or a deduction (奖惩台账): proposed by rule or by hand, decided by people.
type LedgerEntry struct {
	ID     EntryID `json:"id"`
	Number string  `json:"number"`
	Rule   string  `json:"rule"`
	Kind   string  `json:"kind"`
	Title  string  `json:"title"`
	// Against is a person (user), a unit, or whoever holds a role. Unit is that of the person, or the unit itself.
	Against Seat   `json:"against"`
	Unit    UnitID `json:"unit,omitempty"`
	// Fact is what it rests on, so that one fact makes one entry; Source is the event that recorded the fact.
	Fact   string `json:"fact"`
	Source int    `json:"source"`
	// Deadline is the limit that was missed, Due its instant and DoneAt when what was due was done.
	Deadline DeadlineID `json:"deadline,omitempty"`
	Due      *Time      `json:"due,omitempty"`
	DoneAt   *Time      `json:"done_at,omitempty"`
	// Facts are values of the case at that time, by the names of their fields.
	Facts      map[string]any `json:"facts,omitempty"`
	Proposed   Charge         `json:"proposed"`
	ProposedAt Time           `json:"proposed_at"`
	// ProposedBy are the people on whose word it rests; none where it follows from time.
	ProposedBy []UserID `json:"proposed_by,omitempty"`
	// Text says why, where somebody proposed it by hand.
	Text   TextID  `json:"text,omitempty"`
	Reason *Reason `json:"reason,omitempty"`

	State EntryState `json:"state"`
	// View is what the person concerned said before the decision.
	View TextID `json:"view,omitempty"`
	// Outcome is what was decided last, with its reason, by whom and when.
	Outcome   string   `json:"outcome,omitempty"`
	Decided   Charge   `json:"decided"`
	Why       TextID   `json:"why,omitempty"`
	DecidedBy []UserID `json:"decided_by,omitempty"`
	DecidedAt *Time    `json:"decided_at,omitempty"`
	// Objection is what the person concerned objected.
	Objection TextID `json:"objection,omitempty"`
	FellAt    *Time  `json:"fell_at,omitempty"`
}

// IsOpen reports whether something of the entry is still owed.
func (e *LedgerEntry) IsOpen() bool { return e.State != EntryFinal && e.State != EntryFallen }

// ChargeInForce is what the entry comes to as it stands: what was decided last, or else what is proposed.
func (e *LedgerEntry) ChargeInForce() Charge {
	if e.Outcome != "" {
		return e.Decided
	}
	return e.Proposed
}

// Entry finds an entry of the ledger by id, or nil.
func (c *Case) Entry(id EntryID) *LedgerEntry {
	return findIn(c.Entries, func(e *LedgerEntry) bool { return e.ID == id })
}

// EntryOfDeadline is the entry of which the deadline limits a task, nil for any other deadline.
func (c *Case) EntryOfDeadline(d *Deadline) *LedgerEntry {
	if task := c.Task(d.Task); task != nil && task.Entry != "" {
		return c.Entry(task.Entry)
	}
	return nil
}

// AwaitsEntry reports whether an entry of the ledger is undecided, or may still be objected to; a case is not archived
// before.
func (c *Case) AwaitsEntry() bool {
	return slices.ContainsFunc(c.Entries, func(e LedgerEntry) bool { return e.IsOpen() })
}

// applyEntryEvent folds what happens to an entry of the ledger.
func (c *Case) applyEntryEvent(e Event) {
	at := Time{e.At}
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about entries
	case EntryProposal:
		c.Entries = append(c.Entries, LedgerEntry{
			ID:         f.Entry,
			Number:     f.Number,
			Rule:       f.Rule,
			Kind:       f.Kind,
			Title:      f.Title,
			Against:    f.Against,
			Unit:       f.Unit,
			Fact:       f.Fact,
			Source:     f.Source,
			Deadline:   f.Deadline,
			Due:        f.Due,
			Facts:      f.Facts,
			Proposed:   f.Charge,
			ProposedAt: at,
			ProposedBy: f.By,
			Text:       f.Text,
			Reason:     e.Reason,
			State:      EntryProposed,
		})
	case EntryHeard:
		c.changeEntry(f.Entry, func(x *LedgerEntry) { x.View = f.View })
	case EntryDecision:
		c.changeEntry(f.Entry, func(x *LedgerEntry) {
			x.Outcome, x.Decided, x.Why, x.DecidedAt = f.Outcome, f.Charge, f.Reason, &at
			x.DecidedBy = append(slices.Clip(x.DecidedBy), f.By...)
			x.State = EntryDecided
			if f.Final {
				x.State = EntryFinal
			}
		})
	case EntryObjected:
		c.changeEntry(f.Entry, func(x *LedgerEntry) { x.Objection, x.State = f.Reason, EntryContested })
	case EntrySettled:
		c.changeEntry(f.Entry, func(x *LedgerEntry) { x.State = EntryFinal })
	case EntryFell:
		c.changeEntry(f.Entry, func(x *LedgerEntry) { x.State, x.FellAt = EntryFallen, &at })
	}
}

func (c *Case) changeEntry(id EntryID, change func(*LedgerEntry)) {
	if x := c.Entry(id); x != nil {
		change(x)
	}
}

// noteDoneInEntries notes when what was due is done in the entries that rest on the deadline.
func (c *Case) noteDoneInEntries(id DeadlineID, at Time) {
	for i := range c.Entries {
		if x := &c.Entries[i]; x.Deadline == id && x.DoneAt == nil {
			x.DoneAt = &at
		}
	}
}
