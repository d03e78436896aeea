package policy

// Step is a node of the procedure.
type Step struct {
	Cites `yaml:",inline"`
	Moves `yaml:",inline"`
	Kind  Word   `yaml:"kind" set:"step_kind"`
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
	OnBehalf  *OnBehalf  `yaml:"on_behalf_of"`
	// Attend: somebody of each of these seats must have been at the meeting.
	Attend []SeatRule `yaml:"attend"`
	// Votes says how the body decides that meets, or whose members vote each at their desk.
	Votes *VotesRule `yaml:"votes"`
	To    Word       `yaml:"to" set:"party"`
	// Of is the party a survey asks, or the step whose proposal an approval decides on.
	Of       []Word       `yaml:"of"`
	Form     Map[Field]   `yaml:"form"`
	Served   Map[string]  `yaml:"served"`
	Outcomes Map[Outcome] `yaml:"outcomes,required"`
	// Must are conditions over the case, the form and the outcome that the form has to meet.
	Must  []Requirement `yaml:"must"`
	Limit LimitRef      `yaml:"limit"`
	// Limits stand instead of Limit where it depends on the case; the first whose condition holds counts.
	Limits []LimitChoice `yaml:"limits"`
	// From is what the limit counts from: received, a milestone or "field <date>"; absent, when the step is entered.
	From Word `yaml:"from"`
	// Lapses is the outcome with which the step ends by itself at its limit. Nobody is late then.
	Lapses Word `yaml:"lapses"`
	// Target is when it should be done, before the limit.
	Target *LimitRef  `yaml:"target"`
	Ladder []RungRule `yaml:"ladder"`
	// Sets are the milestones that are reached when the step is done.
	Sets     []Word   `yaml:"sets"`
	Closes   *Closing `yaml:"closes"`
	Guidance []Word   `yaml:"guidance"`
}

// Requirement is a condition a form must meet, and what to say where it does not.
type Requirement struct {
	Cites `yaml:",inline"`
	That  Expr   `yaml:"that,required"`
	Say   string `yaml:"say,required"`
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
	Body  string `yaml:"body,required"`
	Proof Word   `yaml:"proof,required"`
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
	Sets   []Word   `yaml:"sets"`
	Closes *Closing `yaml:"closes"`
	// NotBefore and NotAfter are how long after the step was entered the outcome can be given.
	NotBefore LimitRef `yaml:"not_before"`
	NotAfter  LimitRef `yaml:"not_after"`
	// Issues are documents made with this outcome.
	Issues []Word `yaml:"issues"`
	// Staff: only staff can record it, e.g. that nobody answered the telephone.
	Staff bool `yaml:"staff"`
	// Begins is the linked case that this outcome begins.
	Begins *Beginning `yaml:"begins"`
}

// Closing says that completing the step closes the case, and with which disposition (a CEL string).
type Closing struct {
	Disposition Expr `yaml:"disposition,required" cel:"string"`
}
