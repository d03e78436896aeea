package policy

// LedgerRules are the ledger of sanctions, commendations and deductions (奖惩台账): what is proposed for it, by rule or by
// hand, and who hears, decides and decides on objections. The program proposes and never decides.
type LedgerRules struct {
	Cites `yaml:",inline"`
	// Number is how entries are numbered.
	Number NumberFormat `yaml:"number,required"`
	// Readers are the roles that read the ledger over all cases and its sums: the entries of the cases that they may
	// read. Whoever decides an entry sees it there too, and whom it concerns sees what is said of themselves.
	Readers []Word `yaml:"readers"`
	// Measures are what can be decided, by code, such as warning; absent, an entry names no measure.
	Measures Map[Text] `yaml:"measures"`
	// Hearing is how the person concerned is heard before anybody decides. A rule can have its own.
	Hearing *HearingRule `yaml:"hearing"`
	// Decision is who decides on an entry. A rule can have its own.
	Decision *EntryDecisionRule `yaml:"decision"`
	// Objection is how the person concerned objects, and who decides then. A rule can have its own.
	Objection *EntryObjectionRule `yaml:"objection"`
	// Rules say what is proposed, each by its name.
	Rules Map[LedgerRule] `yaml:"rules,required"`
}

// HearingRule says how long the person concerned has to state their view, before anybody decides.
type HearingRule struct {
	Cites `yaml:",inline"`
	// Within is how long, from when it was proposed; silence ends it.
	Within LimitRef `yaml:"within,required"`
}

// EntryDecisionRule says who decides on an entry: never whom it concerns, nor on whose word it was proposed.
type EntryDecisionRule struct {
	Cites `yaml:",inline"`
	// By are the seats of which one decides.
	By []SeatRule `yaml:"by,required"`
	// Otherwise is who decides where nobody of its seats may; the next higher level, if absent.
	Otherwise *Fallback `yaml:"otherwise"`
	// Limit is how long the decision may take.
	Limit LimitRef `yaml:"limit,required"`
	// Ladder is what happens around that limit, instead of the file's.
	Ladder []RungRule `yaml:"ladder"`
}

// EntryObjectionRule says how long the person concerned may object to a decision, and who decides on that: nobody who
// decided before.
type EntryObjectionRule struct {
	Cites `yaml:",inline"`
	// Within is how long, from the decision; silence ends it.
	Within LimitRef `yaml:"within,required"`
	// By are the seats of which one decides on the objection.
	By []SeatRule `yaml:"by,required"`
	// Otherwise is who decides where nobody of its seats may; the next higher level, if absent.
	Otherwise *Fallback `yaml:"otherwise"`
	// Limit is how long that decision may take.
	Limit LimitRef `yaml:"limit,required"`
	// Ladder is what happens around that limit, instead of the file's.
	Ladder []RungRule `yaml:"ladder"`
}

// LedgerRule says what is proposed for the ledger, when, against whom and with what. One fact makes one entry for each
// whom it is against.
type LedgerRule struct {
	Cites `yaml:",inline"`
	// Kind is what it is: a sanction is heard and can be objected to.
	Kind Word `yaml:"kind,required" set:"entry_kind"`
	// Title is what it is for.
	Title Text `yaml:"title,required"`
	// Missed are the steps and deadlines at whose missed limit it is proposed.
	Missed []Word `yaml:"missed"`
	// Unanswered: only where the slip that the missed limit brought was not answered in its time either.
	Unanswered bool `yaml:"unanswered"`
	// Outcomes are those of steps at which it is proposed, such as conclude.upheld.
	Outcomes []Word `yaml:"outcomes"`
	// Closing: it is proposed when the case closes.
	Closing bool `yaml:"closing"`
	// By are the roles that propose it by hand, with propose_entry, which may lists.
	By []Word `yaml:"by"`
	// When says in which cases; in all, if absent.
	When Expr `yaml:"when"`
	// Against are whom it concerns: "holder" (who held what was late), "person <field>", "unit <field>", "role <role>",
	// "doer of <step>", "respondent", "named" (whom propose_entry names); and "unit of holder", "head of holder", "head
	// of <unit field>".
	Against []Word `yaml:"against,required"`
	// Facts are fields whose values are kept with it; not texts, files or people.
	Facts []Word `yaml:"facts"`
	// Amount is the money field that holds what it comes to.
	Amount Word `yaml:"amount"`
	// Scale says which measure and amount are proposed.
	Scale *EntryScale `yaml:"scale"`
	// DecidedIn is the approval of the procedure that decides it, in place of the ledger's own decision: approved
	// upholds it, rejected drops it, returned takes the proposal back.
	DecidedIn Word `yaml:"decided_in"`
	// Hearing is how the person concerned is heard, instead of the ledger's. At a commendation or a deduction nobody is
	// heard without it.
	Hearing *HearingRule `yaml:"hearing"`
	// Decision is who decides, instead of the ledger's.
	Decision *EntryDecisionRule `yaml:"decision"`
	// Objection is how the person concerned objects, instead of the ledger's. To a commendation or a deduction nobody
	// objects without it.
	Objection *EntryObjectionRule `yaml:"objection"`
}

// EntryScale grades what is proposed, by an amount or by conditions.
type EntryScale struct {
	Cites `yaml:",inline"`
	// On is the money field that up_to compares, such as the loss.
	On Word `yaml:"on"`
	// Rows are the grades; the first that fits counts, and where none does no measure is proposed.
	Rows []ScaleRow `yaml:"rows,required"`
}

// ScaleRow is one grade.
type ScaleRow struct {
	Cites `yaml:",inline"`
	// UpTo is the largest amount of the row, included, such as 5000元; without it the row has what is above.
	UpTo Money `yaml:"up_to"`
	// When says in which cases; in all, if absent.
	When Expr `yaml:"when"`
	// Measure is what is proposed, of the ledger's measures.
	Measure Word `yaml:"measure"`
	// Amount is what is proposed, such as 200元; the rule's amount, if absent.
	Amount Money `yaml:"amount"`
}
