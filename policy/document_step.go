package policy

// Step is a node of the procedure.
type Step struct {
	Cites `yaml:",inline"`
	Moves `yaml:",inline"`
	// Kind is what sort of step it is; task, if absent.
	Kind Word `yaml:"kind" set:"step_kind"`
	// Title is what is to be done.
	Title Text `yaml:"title,required"`
	// When is in which cases the step is entered; the others go to else. Both stand together.
	When Expr `yaml:"when"`
	// Else is the step where the case goes on if the condition does not hold, or archive.
	Else Word `yaml:"else"`
	// Join: the step waits until every branch that can still lead to it has come. It does nothing where branches never
	// meet.
	Join bool `yaml:"join"`
	// By are the seats of which one does the step. A step has by or all; one that only waits has neither.
	By []SeatRule `yaml:"by"`
	// All are seats each of which does its own part; only at tasks and approvals. Nobody does two.
	All []SeatRule `yaml:"all"`
	// ForEach are roles of parties for each of whom the step is done: each has a task of their own, with their own
	// notice, time and outcome, and the step is left when all are done. It stands at tasks, notices and windows only.
	ForEach []Word `yaml:"for_each"`
	// Need is how many parts of the same outcome are enough, fewer than all lists; all of them, if absent.
	Need int `yaml:"need"`
	// Otherwise is who does it where nobody of its seats may; the next higher level, if absent.
	Otherwise *Fallback `yaml:"otherwise"`
	// OnBehalf names the body outside the organisation for which the step is done.
	OnBehalf *OnBehalf `yaml:"on_behalf_of"`
	// Attend: somebody of each of these seats must have been at the meeting. It stands at meetings only.
	Attend []SeatRule `yaml:"attend"`
	// Votes says how the body decides that meets, or whose members vote each at their desk.
	Votes *VotesRule `yaml:"votes"`
	// To is the role of the party that a notice is for, of several the first named. It stands at notices only.
	To Word `yaml:"to"`
	// Of is the party that a survey asks, or the step whose proposal an approval decides on. It stands at these only.
	Of []Word `yaml:"of"`
	// Form is what is filled in; the case keeps it under the fields' names. A step that only waits has none.
	Form Map[Field] `yaml:"form"`
	// Served are the ways in which a notice can be served: code and title. They stand at notices only.
	Served Map[Text] `yaml:"served"`
	// Says is what a notice says whatever staff write beside it, by case: the first whose condition holds when it is
	// issued. Where none holds it is not served. It stands at notices only.
	Says []SaidText `yaml:"says"`
	// Layout is how the notice is printed; the program's own letter, if absent. It stands at notices only.
	Layout *LayoutRule `yaml:"layout"`
	// Outcomes are the ways in which the step can end.
	Outcomes Map[Outcome] `yaml:"outcomes,required"`
	// Must are conditions over the case, the form and the outcome that the form has to meet.
	Must []Requirement `yaml:"must"`
	// Limit is how long it may take. A window that ends by itself has the time of the review instead.
	Limit LimitRef `yaml:"limit"`
	// Limits stand instead of limit where it depends on the case; the first whose condition holds counts.
	Limits []LimitChoice `yaml:"limits"`
	// From is what the limit counts from: received, a milestone or "field <date>"; absent, when the step is entered.
	From Word `yaml:"from"`
	// Lapses is the outcome with which the step ends by itself at its limit. Nobody is late then.
	Lapses Word `yaml:"lapses"`
	// Target is when it should be done, before the limit: a warning. Without a limit there is none.
	Target *LimitRef `yaml:"target"`
	// Ladder is what happens around the limit, instead of the file's; it does nothing without a limit.
	Ladder []RungRule `yaml:"ladder"`
	// Sets are the milestones that are reached when the step is done.
	Sets []Word `yaml:"sets"`
	// Closes ends the main procedure when the step is done, with a disposition. What follows is owed after closing. At
	// a window it does nothing.
	Closes *Closing `yaml:"closes"`
	// Guidance is shown to whoever does it.
	Guidance []Word `yaml:"guidance"`
}

// SaidText is what a notice says in some cases, such as the legal way that stands open where a matter is not taken in.
type SaidText struct {
	Cites `yaml:",inline"`
	// When says in which cases; in all, if absent.
	When Expr `yaml:"when"`
	// Text is what the party is told.
	Text Text `yaml:"text,required"`
}

// Requirement is a condition a form must meet, and what to say where it does not.
type Requirement struct {
	Cites `yaml:",inline"`
	// That is what must hold.
	That Expr `yaml:"that,required"`
	// Say is what whoever fills it in is told where it does not.
	Say Text `yaml:"say,required"`
	// Field is the one the refusal names.
	Field Word `yaml:"field"`
}

// LimitChoices are the limits that the step can have, by its case.
func (s *Step) LimitChoices() []LimitChoice {
	if s.Limit.IsSet() {
		return []LimitChoice{{Is: s.Limit, Target: s.Target}}
	}
	return s.Limits
}

func (s *Step) hasLimit() bool { return len(s.LimitChoices()) > 0 }

// LimitInShort is the step's limit such as 3wd; "" where it has none, or not the same in every case.
func (s *Step) LimitInShort() string {
	if !s.Limit.IsSet() {
		return ""
	}
	return s.Limit.Length.String()
}

// OnBehalf is a body outside the organisation, for which whoever does the step acts: it has no accounts, and what it
// said or did is handed in as proof, in that field of attachments of the step's form.
type OnBehalf struct {
	Cites `yaml:",inline"`
	// Body is what it is called.
	Body Text `yaml:"body,required"`
	// Proof names the required field of attachments, in the step's form, that holds what it said.
	Proof Word `yaml:"proof,required"`
}

// Fallback is who takes a step whose own roles nobody holds.
type Fallback struct {
	Cites `yaml:",inline"`
	// By are the seats that do it then.
	By []SeatRule `yaml:"by,required"`
}

// Outcome is a way to finish a step, and where the case goes then.
type Outcome struct {
	Cites `yaml:",inline"`
	// Title is what it is called.
	Title Text `yaml:"title,required"`
	// Next is where the case goes; several steps begin side by side.
	Next []Word `yaml:"next,required"`
	// Reason: whoever gives this outcome says why. Outcomes of an approval but approved need it anyway.
	Reason bool `yaml:"reason"`
	// AtMost is how often it can be given in a case, such as how often a matter may be passed on; as often as one
	// likes, if absent.
	AtMost *RepeatRule `yaml:"at_most"`
	// Sets are the milestones that this outcome reaches, besides the step's.
	Sets []Word `yaml:"sets"`
	// Closes ends the main procedure with this outcome.
	Closes *Closing `yaml:"closes"`
	// NotBefore is how long after the step was entered it can be given at the earliest.
	NotBefore LimitRef `yaml:"not_before"`
	// NotAfter is how long after the step was entered it can be given at the latest.
	NotAfter LimitRef `yaml:"not_after"`
	// Unserved: the notice has not reached the party; the form then asks for nothing of a service.
	Unserved bool `yaml:"unserved"`
	// OpensWindow: the time for a review counts from this outcome of an unserved notice, as if from a service.
	OpensWindow bool `yaml:"opens_window"`
	// Issues are documents made with this outcome.
	Issues []Word `yaml:"issues"`
	// Publishes are circulars that go out with this outcome.
	Publishes []Word `yaml:"publishes"`
	// Staff: only staff can record it, e.g. that nobody answered the telephone. It does something in surveys of the
	// complainant only.
	Staff bool `yaml:"staff"`
	// Begins is the linked case that this outcome begins.
	Begins *Beginning `yaml:"begins"`
}

// RepeatRule says how often an outcome, or a command that passes a matter on, can be given in a case. Without then it
// is refused after that.
type RepeatRule struct {
	Cites `yaml:",inline"`
	// Times is how often it leads where it otherwise does.
	Times int `yaml:"times,required"`
	// Then is the step to which it leads once more after that, for somebody above to decide; then it is refused.
	Then Word `yaml:"then"`
}

// Closing says that completing the step closes the case, and with which disposition (a CEL string).
type Closing struct {
	// Disposition gives the code of how the case ended: a common one or one that dispositions lists, such as
	// '"upheld"'.
	Disposition Expr `yaml:"disposition,required" cel:"string"`
}
