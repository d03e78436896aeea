package policy

// Document is a policy file as written. Every element may cite the clauses it serves, or the setting that
// stands in where the regulation is silent.
type Document struct {
	Policy    string              `yaml:"policy,required"`
	Title     string              `yaml:"title,required"`
	Version   int                 `yaml:"version,required"`
	Effective string              `yaml:"effective"`
	Calendar  string              `yaml:"calendar,required"`
	Number    NumberFormat        `yaml:"number,required"`
	Slips     Map[SlipRule]       `yaml:"slips"`
	Documents Map[DocumentRule]   `yaml:"documents"`
	Counting  Counting            `yaml:"counting"`
	Settings  Map[Setting]        `yaml:"settings"`
	Clauses   Map[Clause]         `yaml:"clauses,required"`
	Roles     Map[Role]           `yaml:"roles,required"`
	Authority Map[AuthorityTable] `yaml:"authority"`
	Kinds     Map[Kind]           `yaml:"kinds,required"`
	Intake    Intake              `yaml:"intake,required"`
	Deadlines Map[DeadlineRule]   `yaml:"deadlines"`
	// Ladder is that of every step's limit that has none of its own.
	Ladder   []RungRule            `yaml:"ladder"`
	Measures Map[MeasureRule]      `yaml:"measures"`
	Steps    Map[Step]             `yaml:"steps,required"`
	May      Map[Permission]       `yaml:"may"`
	Messages Map[MessageKind]      `yaml:"messages"`
	Guidance Map[GuidanceMaterial] `yaml:"guidance"`
	// Accepted are proofs that cannot be given, by "<proof> <element>", each with the reason why that is accepted.
	Accepted Map[string] `yaml:"accepted"`
}

// Cites is embedded in each element that can name what it rests on.
type Cites struct {
	Clauses []Word `yaml:"clauses"`
	Clause  Word   `yaml:"clause"`
	Setting Word   `yaml:"setting"`
}

// NumberFormat writes a number: {YYYY}, {MM}, {DD} and {serial:N} digits, restarting with the period.
type NumberFormat struct {
	Cites    `yaml:",inline"`
	Title    string `yaml:"title"`
	Format   Word   `yaml:"format,required"`
	Restarts Word   `yaml:"restarts,required"`
	// At names the steps that number the case; absent, it is numbered at filing.
	At []Word `yaml:"at"`
}

// SlipRule is a kind of slip. One issued on closing goes to each unit that was late, which must reply.
type SlipRule struct {
	NumberFormat `yaml:",inline"`
	OnClosing    bool     `yaml:"on_closing"`
	Reply        LimitRef `yaml:"reply"`
}

// DocumentRule is a numbered document; its copies are numbered in the order of the file.
type DocumentRule struct {
	NumberFormat `yaml:",inline"`
	// Copies are whom each copy is for: a role, or a person whom a form names.
	Copies []SeatRule `yaml:"copies"`
	// Receipt names the step at which each holder of a copy acknowledges it.
	Receipt Word `yaml:"receipt"`
}

// Counting are the three rules by which terms are counted (clauses.md, introduction).
type Counting struct {
	Start Word `yaml:"start"`
	End   Word `yaml:"end"`
	Roll  Word `yaml:"roll"`
}

// Setting is what the organisation chose where the text is silent.
type Setting struct {
	Title string `yaml:"title,required"`
	Value Word   `yaml:"value,required"`
	Why   string `yaml:"why,required"`
}

// Clause is one operative clause of the regulation.
type Clause struct {
	Kind Word   `yaml:"kind,required"`
	Gist string `yaml:"gist,required"`
	// Builtin names the guarantee of the program itself that serves the clause; see [Builtins].
	Builtin Word `yaml:"builtin"`
	// Later names the part of the program that will serve the clause and is not there yet.
	Later string `yaml:"later"`
}

// Role is a function people hold.
type Role struct {
	Title string `yaml:"title,required"`
	Level int    `yaml:"level,required"`
	// Sees says which cases the role may read: all, unit or tasks.
	Sees     Word `yaml:"sees"`
	Identity bool `yaml:"identity"`
	// Per is "unit" where the role is held for one unit.
	Per Word `yaml:"per"`
}

// Kind is a kind of matter (事项类型).
type Kind struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	// First names the step a matter of this kind begins with; the first step of the file if absent.
	First Word `yaml:"first"`
	// Linked: such a matter begins from another case only, and nobody files it.
	Linked bool `yaml:"linked"`
	// Final: no review is requested of it.
	Final bool `yaml:"final"`
}

// Intake says how a matter comes in.
type Intake struct {
	Cites           `yaml:",inline"`
	By              []Word        `yaml:"by,required"`
	Backdate        LimitRef      `yaml:"backdate"`
	Sources         Map[Source]   `yaml:"sources,required"`
	Categories      Map[Category] `yaml:"categories,required"`
	Severities      Map[string]   `yaml:"severities"`
	DefaultSeverity Word          `yaml:"default_severity"`
	Form            Map[Field]    `yaml:"form"`
	// SealedAttachments: what the complainant hands in is seen only by those who may know who complained.
	SealedAttachments bool          `yaml:"sealed_attachments"`
	Public            *PublicIntake `yaml:"public"`
	Guidance          []Word        `yaml:"guidance"`
}

// Source is where matters come from, with the channels it may use.
type Source struct {
	Cites `yaml:",inline"`
	// By narrows who registers what comes from here.
	By       []Word      `yaml:"by"`
	Title    string      `yaml:"title,required"`
	Channels Map[string] `yaml:"channels,required"`
}

// Category is a type of complaint, with finer kinds below it.
type Category struct {
	Cites `yaml:",inline"`
	Title string      `yaml:"title,required"`
	Kinds Map[string] `yaml:"kinds"`
}

// PublicIntake opens the public form and fixes what its user is not asked.
type PublicIntake struct {
	Cites    `yaml:",inline"`
	Source   Word `yaml:"source,required"`
	Channel  Word `yaml:"channel,required"`
	Severity Word `yaml:"severity"`
}

// Field is one field of a form.
type Field struct {
	Cites    `yaml:",inline"`
	Type     Word   `yaml:"type,required"`
	Title    string `yaml:"title,required"`
	Hint     string `yaml:"hint"`
	Required bool   `yaml:"required"`
	// RequiredWhen makes the field required under a condition over the case, this form and `outcome`.
	RequiredWhen Expr        `yaml:"required_when"`
	Options      Map[string] `yaml:"options"`
	// Original: only attachments that stand for a kept original can be named.
	Original bool `yaml:"original"`
	// Holds are the seats a named person must sit in.
	Holds []SeatRule `yaml:"holds"`
	// Except are seats of people who cannot be named.
	Except []SeatRule `yaml:"except"`
	Min    *int64     `yaml:"min"`
	Max    *int64     `yaml:"max"`
}

// DeadlineRule is a limit of the whole case. From is a milestone, or "field <name>" of a date a person fills in.
type DeadlineRule struct {
	Cites  `yaml:",inline"`
	Moves  `yaml:",inline"`
	Title  string        `yaml:"title,required"`
	From   Word          `yaml:"from,required"`
	Until  Word          `yaml:"until,required"`
	Limit  []LimitChoice `yaml:"limit,required"`
	Ladder []RungRule    `yaml:"ladder"`
}

// LimitChoice is a limit under a condition; the first that holds counts.
type LimitChoice struct {
	Cites  `yaml:",inline"`
	When   Expr      `yaml:"when"`
	Is     LimitRef  `yaml:"is,required"`
	Target *LimitRef `yaml:"target"`
}

// RungRule is one step of the ladder around a limit.
type RungRule struct {
	Cites    `yaml:",inline"`
	At       Word     `yaml:"at"`
	After    LimitRef `yaml:"after"`
	Remind   Word     `yaml:"remind"`
	Slip     Word     `yaml:"slip"`
	To       Word     `yaml:"to"`
	Reply    LimitRef `yaml:"reply"`
	Copies   []Word   `yaml:"copies"`
	Escalate Word     `yaml:"escalate"`
}

// Step is a node of the procedure.
type Step struct {
	Cites `yaml:",inline"`
	Moves `yaml:",inline"`
	Kind  Word   `yaml:"kind"`
	Title string `yaml:"title,required"`
	When  Expr   `yaml:"when"`
	Else  Word   `yaml:"else"`
	// Join: the step waits until every branch that can still lead to it has come.
	Join bool `yaml:"join"`
	// By: one of these seats does the step. All: each of them does its own part, or Need of them.
	By        []SeatRule `yaml:"by"`
	All       []SeatRule `yaml:"all"`
	Need      int        `yaml:"need"`
	Otherwise *Fallback  `yaml:"otherwise"`
	// Attend: somebody of each of these seats must have been at the meeting.
	Attend []SeatRule `yaml:"attend"`
	// Votes names the outcome that more than half of those present carry.
	Votes Word `yaml:"votes"`
	To    Word `yaml:"to"`
	// Of is the party a survey asks, or the step whose proposal an approval decides on.
	Of       []Word       `yaml:"of"`
	Form     Map[Field]   `yaml:"form"`
	Served   Map[string]  `yaml:"served"`
	Outcomes Map[Outcome] `yaml:"outcomes,required"`
	// Must are conditions over the case, the form and the outcome that the form has to meet.
	Must     []Requirement `yaml:"must"`
	Limit    LimitRef      `yaml:"limit"`
	Ladder   []RungRule    `yaml:"ladder"`
	Sets     Word          `yaml:"sets"`
	Closes   *Closing      `yaml:"closes"`
	Guidance []Word        `yaml:"guidance"`
}

// Requirement is a condition a form must meet, and what to say where it does not.
type Requirement struct {
	Cites `yaml:",inline"`
	That  Expr   `yaml:"that,required"`
	Say   string `yaml:"say,required"`
	// Field is the one the refusal names.
	Field Word `yaml:"field"`
}

// Fallback is who takes a step whose own roles nobody holds.
type Fallback struct {
	Cites `yaml:",inline"`
	By    []SeatRule `yaml:"by,required"`
}

// Outcome is a way to finish a step, and where the case goes then.
type Outcome struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	// Next is where the case goes; several steps begin side by side.
	Next []Word `yaml:"next,required"`
	// Sets and Closes are as on the step, for this outcome only.
	Sets   Word     `yaml:"sets"`
	Closes *Closing `yaml:"closes"`
	// Issues are documents made with this outcome.
	Issues []Word `yaml:"issues"`
	// Staff: only staff can record it, e.g. that nobody answered the telephone.
	Staff bool `yaml:"staff"`
	// Begins is the linked case that this outcome begins.
	Begins *Beginning `yaml:"begins"`
}

// Closing says that completing the step closes the case, and with which disposition (a CEL string).
type Closing struct {
	Disposition Expr `yaml:"disposition,required"`
}

// MeasureRule is a span from receipt to a milestone that the organisation wants to know of each case.
type MeasureRule struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	Until Word   `yaml:"until,required"`
}

// AuthorityTable says which level decides, by an amount or by a code (核决权限).
type AuthorityTable struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	// On is a field of type money or choice, or "severity".
	On     Word             `yaml:"on,required"`
	Levels []AuthorityLevel `yaml:"levels,required"`
}

// AuthorityLevel is one row: amounts up to and including UpTo (the last row has none), or the codes of Is.
type AuthorityLevel struct {
	Cites `yaml:",inline"`
	UpTo  Money  `yaml:"up_to"`
	Is    []Word `yaml:"is"`
	By    []Word `yaml:"by,required"`
}

// Permission says who may give a command that no task offers.
type Permission struct {
	Cites `yaml:",inline"`
	// DecidedBy names the step that decides on what the command asks for.
	DecidedBy Word `yaml:"decided_by"`
	// Found says by what recuse finds conflicts by itself when a case opens: declared ties, line managers.
	Found []Word `yaml:"found"`
	By    []Word `yaml:"by"`
	// After is the milestone before which the command is too early.
	After Word     `yaml:"after"`
	Reply LimitRef `yaml:"reply"`
	// Within is how long after the last service a review may be requested.
	Within LimitRef `yaml:"within"`
	// Once names the setting by which a review is requested once only; absent, as often as the time allows.
	Once Word `yaml:"once"`
	// Begins are the cases that request_review can begin; where several can, the person chooses.
	Begins []Beginning `yaml:"begins"`
}

// MessageKind is a kind of message between the organisation and a party.
type MessageKind struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	From  Word   `yaml:"from,required"`
	// Before and After are milestones: such a message is allowed only until or once one has been reached.
	Before Word `yaml:"before"`
	After  Word `yaml:"after"`
}

// GuidanceMaterial is shown to whom a step or the intake names it.
type GuidanceMaterial struct {
	Title string   `yaml:"title,required"`
	Show  []string `yaml:"show,required"`
}
