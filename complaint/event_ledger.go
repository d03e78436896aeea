package complaint

// Facts of the ledger (奖惩台账); all from edition 2 on.
type (
	// EntryProposal puts an entry to the ledger: by rule or by hand, never decided by the program.
	EntryProposal struct {
		Entry   EntryID `json:"entry"`
		Number  string  `json:"number"`
		Rule    string  `json:"rule"`
		Kind    string  `json:"kind"`
		Title   string  `json:"title"`
		Against Seat    `json:"against"`
		Unit    UnitID  `json:"unit,omitempty"`
		// Fact is what it rests on; Source is the number of the event that recorded it.
		Fact     string         `json:"fact"`
		Source   int            `json:"source"`
		Deadline DeadlineID     `json:"deadline,omitempty"`
		Due      *Time          `json:"due,omitempty"`
		Facts    map[string]any `json:"facts,omitempty"`
		Charge   Charge         `json:"charge"`
		// By are those on whose word it rests.
		By   []UserID `json:"by,omitempty"`
		Text TextID   `json:"text,omitempty"`
	}
	// EntryHeard is what the person concerned said before the decision.
	EntryHeard struct {
		Entry EntryID `json:"entry"`
		View  TextID  `json:"view"`
	}
	// EntryDecision is what became of the proposal, or of a decision that was objected to.
	EntryDecision struct {
		Entry   EntryID `json:"entry"`
		Task    TaskID  `json:"task"`
		Outcome string  `json:"outcome"`
		Charge  Charge  `json:"charge"`
		Reason  TextID  `json:"reason,omitempty"`
		// By are those who decided.
		By []UserID `json:"by,omitempty"`
		// Final: nobody objects to it any more.
		Final bool `json:"final,omitempty"`
	}
	// EntryObjected says that the person concerned objects to the decision.
	EntryObjected struct {
		Entry  EntryID `json:"entry"`
		Reason TextID  `json:"reason"`
	}
	// EntrySettled says that the time to object is over without an objection.
	EntrySettled struct {
		Entry EntryID `json:"entry"`
	}
	// EntryFell says that the fact on which the entry rests fell away.
	EntryFell struct {
		Entry EntryID `json:"entry"`
	}
)

func (EntryProposal) eventType() string { return "entry_proposed" }
func (EntryHeard) eventType() string    { return "entry_heard" }
func (EntryDecision) eventType() string { return "entry_decided" }
func (EntryObjected) eventType() string { return "entry_objected" }
func (EntrySettled) eventType() string  { return "entry_settled" }
func (EntryFell) eventType() string     { return "entry_fell" }
