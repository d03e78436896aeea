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
	// Dispositions are the organisation's own codes of how a case was closed, besides the common ones.
	Dispositions Map[DispositionTitle] `yaml:"dispositions"`
	Deadlines    Map[DeadlineRule]     `yaml:"deadlines"`
	// Ladder is that of every step's limit that has none of its own.
	Ladder   []RungRule            `yaml:"ladder"`
	Measures Map[MeasureRule]      `yaml:"measures"`
	Steps    Map[Step]             `yaml:"steps,required"`
	May      Map[Permission]       `yaml:"may" keys:"permission"`
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
	Restarts Word   `yaml:"restarts,required" set:"period"`
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

// Counting are the three rules by which terms are counted (docs/clauses.md, Counting).
type Counting struct {
	Start Word `yaml:"start" set:"counting_start"`
	End   Word `yaml:"end" set:"counting_end"`
	Roll  Word `yaml:"roll" set:"counting_roll"`
}

// Setting is what the organisation chose where the text is silent.
type Setting struct {
	Title string `yaml:"title,required"`
	Value Word   `yaml:"value,required"`
	Why   string `yaml:"why,required"`
}

// Clause is one operative clause of the regulation.
type Clause struct {
	Kind Word   `yaml:"kind,required" set:"clause_kind"`
	Gist string `yaml:"gist,required"`
	// Builtin names the guarantee of the program itself that serves the clause; see [Builtins].
	Builtin Word `yaml:"builtin" set:"builtin"`
	// Later names the part of the program that will serve the clause and is not there yet.
	Later string `yaml:"later"`
}

// Role is a function people hold.
type Role struct {
	Title string `yaml:"title,required"`
	Level int    `yaml:"level,required"`
	// Sees says which cases the role may read: all, unit or tasks.
	Sees     Word `yaml:"sees" set:"sight"`
	Identity bool `yaml:"identity"`
	// Per is "unit" where the role is held for one unit.
	Per Word `yaml:"per" set:"role_scope"`
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
	// By narrows who registers it, Sources and Channels where it may come from; absent, they do not.
	By       []Word `yaml:"by"`
	Sources  []Word `yaml:"sources"`
	Channels []Word `yaml:"channels"`
}

// DispositionTitle is what a disposition is called.
type DispositionTitle struct {
	Title string `yaml:"title,required"`
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
	// LeadsTo is the step at which the case goes on after withdraw or regrade; what else was to be done falls away.
	LeadsTo []Onward `yaml:"leads_to"`
	// Found says by what recuse finds conflicts by itself when a case opens: declared ties, line managers.
	Found []Word `yaml:"found" set:"conflict"`
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

// Onward is a step at which a case goes on, alone or as {step, when} for some cases only; the first whose condition
// holds counts.
type Onward struct {
	Cites `yaml:",inline"`
	Step  Word `yaml:"step,required"`
	When  Expr `yaml:"when"`
}

// MessageKind is a kind of message between the organisation and a party.
type MessageKind struct {
	Cites `yaml:",inline"`
	Title string `yaml:"title,required"`
	From  Word   `yaml:"from,required" set:"message_origin"`
	// Before and After are milestones: such a message is allowed only until or once one has been reached.
	Before Word `yaml:"before"`
	After  Word `yaml:"after"`
}

// GuidanceMaterial is shown to whom a step or the intake names it.
type GuidanceMaterial struct {
	Title string   `yaml:"title,required"`
	Show  []string `yaml:"show,required"`
}
