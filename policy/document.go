package policy

// Document is a policy file as written. Every element may cite the clauses it serves, or the setting that stands in
// where the regulation is silent.
type Document struct {
	// Policy is the regulation's id, such as bank. It stands before its clauses, settings and roles outside the file
	// (bank-4.3) and never changes.
	Policy string `yaml:"policy,required"`
	// Title is what the regulation is called.
	Title Text `yaml:"title,required"`
	// Version is a whole number, from 1. A published version keeps its text: whoever changes the text raises it by
	// one.
	Version int `yaml:"version,required"`
	// Effective is the day from which the regulation is in force, such as 2026-03-01. It is shown; nothing is decided
	// by it.
	Effective string `yaml:"effective"`
	// Calendar names the calendar of working days, such as cn.
	Calendar string `yaml:"calendar,required"`
	// Number is how cases are numbered.
	Number NumberFormat `yaml:"number,required"`
	// Slips are the kinds of slip (催办单) that ladders and closing issue, each with its own numbers.
	Slips Map[SlipRule] `yaml:"slips"`
	// Documents are the kinds of numbered document that outcomes issue.
	Documents Map[DocumentRule] `yaml:"documents"`
	// Circulars are what outcomes publish to people of the organisation, who each acknowledge it (通报).
	Circulars Map[CircularRule] `yaml:"circulars"`
	// Registers are books of the cases with columns of their own (登记簿). Each is read by whoever may read the cases.
	Registers Map[RegisterRule] `yaml:"registers"`
	// Counting is how the terms of the whole file are counted; a step or deadline can say otherwise for its own.
	Counting Counting `yaml:"counting"`
	// Office are the hours in which the office is open: those in which limits in oh count and reminders come. Reminders
	// come from 09:00 to 18:00 on working days, if absent.
	Office *OfficeRule `yaml:"office"`
	// Settings are what the organisation chose where the regulation is silent. Elements rest on one by name, a length
	// may be its value.
	Settings Map[Setting] `yaml:"settings"`
	// Clauses are the operative clauses of the regulation, by number. Each is served by an element that cites it, a
	// builtin or what comes later.
	Clauses Map[Clause] `yaml:"clauses,required"`
	// Roles are the functions that people hold, by the names under which seats call them.
	Roles Map[Role] `yaml:"roles,required"`
	// Authority are the tables by which an amount or a code finds the level that decides (核决权限); a seat names one:
	// authority <table>.
	Authority Map[AuthorityTable] `yaml:"authority"`
	// Kinds are the kinds of matter that come in or begin from another case.
	Kinds Map[Kind] `yaml:"kinds,required"`
	// Intake is how a matter comes in: by whom, from where, with what form.
	Intake Intake `yaml:"intake,required"`
	// Parties say how many parties of each role a matter can name: complainants, respondents, and roles of the file's
	// own.
	Parties Map[PartyRule] `yaml:"parties"`
	// Dispositions are the organisation's own codes of how a case was closed, besides the common ones.
	Dispositions Map[DispositionTitle] `yaml:"dispositions"`
	// Counts are numbers of other cases, such as those of the same complainant in a month, which conditions read as
	// counted.<name>.
	Counts Map[CountRule] `yaml:"counts"`
	// Deadlines are the limits of the whole case, beside those of its steps.
	Deadlines Map[DeadlineRule] `yaml:"deadlines"`
	// Ladder is that of every step's limit that has none of its own.
	Ladder []RungRule `yaml:"ladder"`
	// Measures are times that are recorded of each case and bind nobody.
	Measures Map[MeasureRule] `yaml:"measures"`
	// Reports are tables of figures over the matters of a period (统计报表).
	Reports Map[ReportRule] `yaml:"reports"`
	// Steps are the procedure. A case begins with the first one, unless its kind names another.
	Steps Map[Step] `yaml:"steps,required"`
	// May says who gives the commands that no step offers. What is not listed here is not provided for, and refused.
	May Map[Permission] `yaml:"may" keys:"permission"`
	// Messages are the kinds of message between the organisation and a party.
	Messages Map[MessageKind] `yaml:"messages"`
	// Demands let what the complainant asks for be a numbered list, each of which is answered before the case is
	// closed.
	Demands *DemandRule `yaml:"demands"`
	// Guidance is text shown where a step or the intake names it; a clause of kind guidance is served that way.
	Guidance Map[GuidanceMaterial] `yaml:"guidance"`
	// Ledger is that of sanctions, commendations and deductions (奖惩台账).
	Ledger *LedgerRules `yaml:"ledger"`
	// Accepted are proofs that cannot be given, by "<proof> <element>", each with the reason why that is accepted.
	Accepted Map[Text] `yaml:"accepted"`
}

// Cites is what an element rests on: the clauses that it serves, or a setting.
type Cites struct {
	// Clauses are the clauses that the element serves. Refusals, deadlines and the journal name them.
	Clauses []Word `yaml:"clauses"`
	// Clause is the same for one clause.
	Clause Word `yaml:"clause"`
	// Setting names what stands in where the regulation is silent.
	Setting Word `yaml:"setting"`
}

// NumberFormat writes a number: {YYYY}, {MM}, {DD} and {serial:N} digits, restarting with the period.
type NumberFormat struct {
	Cites `yaml:",inline"`
	// Title is what the document or slip is called. A case's own number has none.
	Title Text `yaml:"title"`
	// Format is the number as written: {YYYY} or {YY}, {MM}, {DD} and {serial:N}, a serial of at least N digits.
	// Anything else stands as it is.
	Format Word `yaml:"format,required"`
	// Restarts says when the serial begins again at 1. The format must name that period, or numbers repeat.
	Restarts Word `yaml:"restarts,required" set:"period"`
	// At names the steps that number the case; it is numbered at filing, if absent. Slips and documents are numbered
	// when they are issued.
	At []Word `yaml:"at"`
}

// SlipRule is a kind of slip. One issued on closing goes to each unit that was late, which must reply.
type SlipRule struct {
	NumberFormat `yaml:",inline"`
	// Series is organisation where all regulations of the organisation that say so draw the numbers of this kind from
	// one series, so that no two papers bear one number; the regulation's own series, if absent.
	Series Word `yaml:"series" set:"series"`
	// UsesRung: a slip of this kind that somebody issues by hand uses up the next rung that would issue one, which the
	// clock then passes by; and none is issued by hand while one issued around that limit waits for its answer. Without
	// it the clock goes on by itself.
	UsesRung bool `yaml:"uses_rung"`
	// OnClosing: one goes to each unit that was late when the case closes (查办单), and the case is not archived before
	// it is answered.
	OnClosing bool `yaml:"on_closing"`
	// Reply is within how long it is answered, from issue. A rung that issues it can give another.
	Reply LimitRef `yaml:"reply"`
	// Grounds are why such a slip is issued by hand (issue_slip), each by its code; one of them is always named. The
	// kind instruction (批示) has none.
	Grounds Map[SlipGround] `yaml:"grounds"`
	// Most is the longest time for the answer that whoever issues it by hand can set; no more than reply, if absent.
	Most LimitRef `yaml:"most"`
	// Ladder is what happens around that limit, instead of the file's. It does nothing where none is issued by hand.
	Ladder []RungRule `yaml:"ladder"`
	// Layout is how it is printed; the program's own slip, if absent.
	Layout *LayoutRule `yaml:"layout"`
}

// SlipGround is a reason for which a slip is issued by hand.
type SlipGround struct {
	Cites `yaml:",inline"`
	// Title is the reason in a few words.
	Title Text `yaml:"title,required"`
	// By are the only roles that act on it; whoever may issue slips, if absent.
	By []Word `yaml:"by"`
}

// DocumentRule is a numbered document; its copies are numbered in the order of the file.
type DocumentRule struct {
	NumberFormat `yaml:",inline"`
	// Copies are whom each copy is for: a role, a person whom a form names, or a role of parties, each of whom gets one
	// and acknowledges it by acknowledge_copy.
	Copies []SeatRule `yaml:"copies"`
	// Receipt names the step at which each holder of a copy acknowledges it.
	Receipt Word `yaml:"receipt"`
	// Layout is how it is printed; the case, its parties and the fields of the form that issues it, if absent.
	Layout *LayoutRule `yaml:"layout"`
}

// CircularRule is what an outcome publishes to people of the organisation (通报): fields of the case's forms, chosen one
// by one, and nothing else. Each acknowledges it.
type CircularRule struct {
	Cites `yaml:",inline"`
	// Title is its heading.
	Title Text `yaml:"title,required"`
	// To are the roles whose holders it is for; everybody who has an account, if absent.
	To []Word `yaml:"to"`
	// Shows are the fields of the forms of steps that it says. One that is sealed, a file, and what a complainant has
	// written cannot be among them.
	Shows []Word `yaml:"shows,required"`
}

// RegisterRule is a book of the cases (登记簿): what it tells of each beside number, subject and state. Whoever reads
// it finds the cases they may read, a department those of its own.
type RegisterRule struct {
	Cites `yaml:",inline"`
	// Title is what the book is called.
	Title Text `yaml:"title,required"`
	// Columns are fields of forms, in order. Files cannot be among them; what is sealed shows to its readers only.
	Columns []Word `yaml:"columns,required"`
}

// Counting are the three rules by which terms are counted (docs/clauses.md, Counting).
type Counting struct {
	// Start is the first day that counts: the day after, if absent, or the same day.
	Start Word `yaml:"start" set:"counting_start"`
	// End is when the last day is over: at its end, if absent, or at the time of day at which the term began.
	End Word `yaml:"end" set:"counting_end"`
	// Roll moves an end on a day off to the next working day, if absent, or leaves it there.
	Roll Word `yaml:"roll" set:"counting_roll"`
}

// OfficeRule says when the office is open: the hours in which limits in office hours count.
type OfficeRule struct {
	// Opens is when the office opens, such as 08:00.
	Opens Word `yaml:"opens,required"`
	// Closes is when it closes, later on the same day.
	Closes Word `yaml:"closes,required"`
	// Days are all, or working: on days that are no working days it stays closed.
	Days Word `yaml:"days,required" set:"office_days"`
}

// Setting is what the organisation chose where the text is silent.
type Setting struct {
	// Title is what is chosen, in a few words.
	Title Text `yaml:"title,required"`
	// Value is the choice: a length such as 2wd where a length names the setting, a number where a condition does, or
	// words.
	Value Text `yaml:"value,required"`
	// Why says why it was chosen, and that the regulation is silent.
	Why Text `yaml:"why,required"`
}

// Clause is one operative clause of the regulation.
type Clause struct {
	// Kind says what becomes of it: enforced (others are refused), recorded (noted only) or guidance (shown).
	Kind Word `yaml:"kind,required" set:"clause_kind"`
	// Gist is the clause in short, in the regulation's words.
	Gist Text `yaml:"gist,required"`
	// Builtin names the guarantee of the program itself that serves the clause.
	Builtin Word `yaml:"builtin" set:"builtin"`
	// Later names the part of the program that will serve the clause and is not there yet.
	Later Text `yaml:"later"`
}

// Role is a function people hold.
type Role struct {
	// Title is what people call it.
	Title Text `yaml:"title,required"`
	// Level is its rank, a whole number: where nobody of a seat may act the step goes to the next higher level.
	Level int `yaml:"level,required"`
	// Sees says which cases the role may read: all, those of its unit, or those in which it has or had a task, also if
	// absent.
	Sees Word `yaml:"sees" set:"sight"`
	// Identity: whoever holds it may know who complained.
	Identity bool `yaml:"identity"`
	// Per is "unit" where the role is held for one unit.
	Per Word `yaml:"per" set:"role_scope"`
	// Covers names roles held per unit: each unit in which one of them is held has somebody of this role too, such as
	// the person named to receive complaints. Where a unit has nobody, doctor tells.
	Covers []Word `yaml:"covers"`
}

// Kind is a kind of matter (事项类型).
type Kind struct {
	Cites `yaml:",inline"`
	// Title is what it is called.
	Title Text `yaml:"title,required"`
	// First names the step a matter of this kind begins with; the first step of the file if absent.
	First Word `yaml:"first"`
	// Each opens such a matter by itself, one for each period when it is over; nobody files it.
	Each *PeriodicRule `yaml:"each"`
	// Linked: such a matter begins from another case only, and nobody files it.
	Linked bool `yaml:"linked"`
	// Final: no review is requested of it.
	Final bool `yaml:"final"`
	// By are the only roles, of those that the intake names, that register it; all of them, if absent.
	By []Word `yaml:"by"`
	// Sources are the only ones it comes from; any, if absent.
	Sources []Word `yaml:"sources"`
	// Channels are the only ones it comes by; any, if absent.
	Channels []Word `yaml:"channels"`
	// Bars is "units" where the people of a unit complained about are kept out as a person complained about is: they
	// neither read nor act. A unit that a form finds responsible is not.
	Bars Word `yaml:"bars" set:"barred"`
}

// DispositionTitle is what a disposition is called.
type DispositionTitle struct {
	// Title is what such a case is said to be.
	Title Text `yaml:"title,required"`
}

// AuthorityTable says which level decides, by an amount or by a code (核决权限).
type AuthorityTable struct {
	Cites `yaml:",inline"`
	// Title is what the table is called.
	Title Text `yaml:"title,required"`
	// On is a field of type money or choice, or "severity".
	On Word `yaml:"on,required"`
	// Levels are its rows, from the smallest amount up, or one for each code; no gap and no overlap.
	Levels []AuthorityLevel `yaml:"levels,required"`
}

// AuthorityLevel is one row: amounts up to and including its up_to (the last row has none), or its codes.
type AuthorityLevel struct {
	Cites `yaml:",inline"`
	// UpTo is the largest amount of the row, included, such as 5000元; the last row has none and takes what is above.
	UpTo Money `yaml:"up_to"`
	// Is are the codes of the row, where the table is by a choice or the severity.
	Is []Word `yaml:"is"`
	// By are the roles that decide.
	By []Word `yaml:"by,required"`
}

// Permission says who may give a command that no task offers.
type Permission struct {
	Cites   `yaml:",inline"`
	ActForm `yaml:",inline"`
	// DecidedBy names the step that decides on what recuse or withdraw asks for, or answers what object says.
	DecidedBy Word `yaml:"decided_by"`
	// LeadsTo is the step at which the case goes on after withdraw, regrade, redirect or return; what else was to be
	// done falls away. Without it a redirect begins anew what the unit before had to do.
	LeadsTo []Onward `yaml:"leads_to"`
	// AtMost is how often redirect or return can be given in a case; as often as one likes, if absent. At other
	// commands it does nothing.
	AtMost *RepeatRule `yaml:"at_most"`
	// Found says by what recuse finds conflicts by itself when a case opens: declared ties, line managers.
	Found []Word `yaml:"found" set:"conflict"`
	// By are the roles that may give it, and complainant for whoever holds the receipt. At reply_slip it does nothing:
	// whom the slip is for answers it.
	By []Word `yaml:"by"`
	// After is the milestone before which the command is too early.
	After Word `yaml:"after"`
	// Reply is within how long an urge by hand is answered. At other commands it does nothing.
	Reply LimitRef `yaml:"reply"`
	// Every is how long the complainant waits before urging: from receipt, and from when they urged last. At other
	// commands it does nothing.
	Every LimitRef `yaml:"every"`
	// Within is how long after the last service a review may be requested. At other commands it does nothing.
	Within LimitRef `yaml:"within"`
	// Once names the setting by which each party requests a review once only; absent, as often as the time allows. At
	// other commands it does nothing.
	Once Word `yaml:"once"`
	// Begins are the cases that request_review can begin, and only it; where several can, the person chooses.
	Begins []Beginning `yaml:"begins"`
}

// Onward is a step at which a case goes on, alone or as {step, when} for some cases only; the first whose condition
// holds counts.
type Onward struct {
	Cites `yaml:",inline"`
	// Step is where it goes on.
	Step Word `yaml:"step,required"`
	// When says in which cases; in all others, if absent.
	When Expr `yaml:"when"`
}

// MessageKind is a kind of message between the organisation and a party.
type MessageKind struct {
	Cites `yaml:",inline"`
	// Title is what it is called.
	Title Text `yaml:"title,required"`
	// From is who writes it.
	From Word `yaml:"from,required" set:"message_origin"`
	// Before is the milestone until which it is allowed.
	Before Word `yaml:"before"`
	// After is the milestone from which on it is allowed.
	After Word `yaml:"after"`
	// Answer is within how long a message of the complainant's is answered by one of the organisation's, from the first
	// that waits for it. The case is not archived before. It does nothing at messages of the organisation.
	Answer LimitRef `yaml:"answer"`
	// Ladder is what happens around that limit, instead of the file's.
	Ladder []RungRule `yaml:"ladder"`
}

// DemandRule says how demands are answered: record_demand and answer_demand under may say by whom they are recorded and
// answered, and a step that closes the case is refused while one has no answer.
type DemandRule struct {
	Cites `yaml:",inline"`
	// Answers are all that can be answered, each by its code: supported, partly, explained, refused.
	Answers Map[Text] `yaml:"answers,required"`
}

// GuidanceMaterial is shown to whom a step or the intake names it.
type GuidanceMaterial struct {
	// Title is its heading.
	Title Text `yaml:"title,required"`
	// Show are its paragraphs.
	Show []Text `yaml:"show,required"`
}
