package scenario

import (
	"cmp"
	"maps"
	"time"

	"duban/complaint"
	"duban/policy"
)

// Script is one scenario: a filing, then steps, then how the case must stand.
type Script struct {
	// Path is the file the scenario stands in, Pos where.
	Path string     `yaml:"-"`
	Pos  policy.Pos `yaml:"-"`
	Name string     `yaml:"name,required"`
	// Clauses are the rows of the clause table the scenario shows.
	Clauses []string `yaml:"clauses,required"`
	// People are there besides the two of each role, by the names that the scenario gives them.
	People map[string]Member `yaml:"people"`
	// Before are cases that there are already, each worked as far as its steps go: for what the regulation counts.
	Before []Earlier `yaml:"before"`
	Clock  time.Time `yaml:"clock,required"`
	File   Filing    `yaml:"file,required"`
	Steps  []Step    `yaml:"steps"`
	Ends   State     `yaml:"ends"`
	// Figures are what reports show of the scenario's cases then.
	Figures []FiguresExpected `yaml:"figures"`
}

// Earlier is a case that was filed before the scenario's own, and what was done in it.
type Earlier struct {
	Clock time.Time `yaml:"clock,required"`
	File  Filing    `yaml:"file,required"`
	Steps []Step    `yaml:"steps"`
}

// Filing is what the front desk registers, or what somebody without an account files. Unit is a role's name: the unit
// that role's demonstration users belong to; or that of some of the scenario's own people.
type Filing struct {
	Pos      policy.Pos `yaml:"-"`
	Kind     string     `yaml:"kind"`
	Channel  string     `yaml:"channel"`
	Source   string     `yaml:"source"`
	Category string     `yaml:"category"`
	Severity string     `yaml:"severity"`
	Unit     string     `yaml:"unit"`
	Person   string     `yaml:"person"`
	// Complainant is who complains, by any name; the same one where there is none.
	Complainant string `yaml:"complainant"`
	// Parties are further parties, each of a role: unit and person as above, or anybody else.
	Parties    []Party   `yaml:"parties"`
	ReceivedAt time.Time `yaml:"received_at"`
	// Period is the one whose matter, of Kind, the program opens at its end, where nobody files anything: 2026-10.
	Period string `yaml:"period"`
	// By is who registers it; "complainant": nobody does, it comes by the public form, which knows its own source,
	// channel and severity.
	By   string         `yaml:"by"`
	Data map[string]any `yaml:"data"`
	// Refused is set where the filing itself must be refused.
	Refused *Refusal `yaml:"refused"`
}

// Party is one of the parties that a matter names: a unit or a person of the organisation, somebody whom it names in
// words, or somebody outside the organisation.
type Party struct {
	Role   string `yaml:"role,required"`
	Unit   string `yaml:"unit"`
	Person string `yaml:"person"`
	Named  string `yaml:"named"`
}

// AllParties are the parties of a filing in their order, the complainant first: those named by Unit and Person are
// respondents.
func (f Filing) AllParties() []Party {
	all := []Party{{Role: complaint.Complainant}}
	if f.Unit != "" {
		all = append(all, Party{Role: complaint.Respondent, Unit: f.Unit})
	}
	if f.Person != "" {
		all = append(all, Party{Role: complaint.Respondent, Person: f.Person})
	}
	return append(all, f.Parties...)
}

// The two ways to another case: to the last one that came after this, which this one opened or whose matter was filed
// again here; to the one that this came after.
const (
	Opened = "opened"
	Opener = "opener"
)

// Step lets time pass until At, then By does something, then what came of it is compared.
type Step struct {
	Pos policy.Pos `yaml:"-"`
	// attempt says how the step is varied, where it is written out from one of the file.
	attempt any
	// In goes over to another case first: "opened", the last one that came after this case, or "opener", the one
	// that this came after. What follows is done there.
	In string    `yaml:"in"`
	At time.Time `yaml:"at"`
	// By is a role's name, with 2 for its second user, one of the scenario's own people, or "complainant".
	By string `yaml:"by"`
	// Does is a command, or "attach": hand in a file called data.name, by which later data mean it, for the sealed
	// field data.field if given; or "file": file the same matter again, by By, of data.category and through
	// data.channel if given, and go over to that case. A merge into "opener" is into the first, from there into
	// "opened" into the second.
	Does string `yaml:"does"`
	// Task is the step whose open task is meant, where the actor could do more than one.
	Task string `yaml:"task"`
	// Party is the one whose task or notice is meant, where each has their own: respondent-2.
	Party   string `yaml:"party"`
	Outcome string `yaml:"outcome"`
	// Data may name the newest notice by its step, slip and document by its kind and deadline by its name, and who
	// speaks for a party by the way in which they do: agent, or "agent of respondent-1".
	Data map[string]any `yaml:"data"`
	// Needs are fields of data without any one of which the same is refused, NotBy people for whom the same is; both
	// are tried first. AndBy are people who do the same afterwards.
	Needs []string `yaml:"needs"`
	NotBy []string `yaml:"not_by"`
	AndBy []string `yaml:"and_by"`
	// Gives are the types of the events that appear, in order; nil compares nothing.
	Gives   []string `yaml:"gives"`
	Refused *Refusal `yaml:"refused"`
}

// expandAttempts are the step with what is tried before and done after it written out.
func (st Step) expandAttempts() []Step {
	var all []Step
	for _, who := range st.NotBy {
		other := st
		other.By, other.Gives, other.Refused = who, nil, &Refusal{Code: "forbidden|not_found"}
		other.attempt = complaint.Term("played.not_by")
		all = append(all, other)
	}
	for _, field := range st.Needs {
		without := st
		without.Data = maps.Clone(st.Data)
		delete(without.Data, field)
		without.Gives, without.Refused = nil, &Refusal{Code: "invalid", Field: "data." + field}
		without.attempt = complaint.Phrase{Key: "played.without", Args: complaint.Args{"field": field}}
		all = append(all, without)
	}
	all = append(all, st)
	for _, who := range st.AndBy {
		again := st
		again.By, again.Gives, again.attempt = who, nil, complaint.Term("played.and_by")
		all = append(all, again)
	}
	for i := range all[1:] { // time passes, and another case is entered, once
		all[i+1].In, all[i+1].At = "", time.Time{}
	}
	return all
}

// NamesTask reports whether the step says which open task it means: by the task's step, or by its party.
func (st Step) NamesTask() bool { return st.Task != "" || st.Does == "complete" && st.Party != "" }

// MeansTask reports whether it may be that task of a step, for a party where it is done for each.
func (st Step) MeansTask(step, party string) bool {
	return st.NamesTask() && (st.Task == "" || st.Task == step) && (st.Party == "" || st.Party == party)
}

// FiledAgain is the script with the filing that a step repeats.
func (s Script) FiledAgain(st Step, now time.Time) Script {
	s.Clock = now
	if st.By != "" {
		s.File.By = st.By
	}
	if category, ok := st.Data["category"].(string); ok {
		s.File.Category = category
	}
	if channel, ok := st.Data["channel"].(string); ok {
		s.File.Channel = channel
	}
	return s
}

// FiledBy is who files the script's matter.
func (s Script) FiledBy(p *policy.Policy) string {
	return cmp.Or(s.File.By, p.Doc.Intake.By[0].Text)
}

// Refusal is what a refusal must say.
type Refusal struct {
	// Code may name several, any of which will do: forbidden|not_found.
	Code    string `yaml:"code"`
	Field   string `yaml:"field"`
	Clause  string `yaml:"clause"`
	Setting string `yaml:"setting"`
}

// State is how a case must stand. Empty fields compare nothing.
type State struct {
	Pos         policy.Pos `yaml:"-"`
	Status      string     `yaml:"status"`
	Step        string     `yaml:"step"`
	Disposition string     `yaml:"disposition"`
	// Deadlines are "state last_day clause-or-setting" by name, the newest of that name.
	Deadlines map[string]string `yaml:"deadlines"`
	// Targets are the first instants after the targets of deadlines, by name.
	Targets map[string]time.Time `yaml:"targets"`
	// Counts are how often an event type stands in the whole journal.
	Counts map[string]int `yaml:"counts"`
	// Number is a pattern of the case's number: 2603??.
	Number string `yaml:"number"`
	// Has are fields that forms have given the case.
	Has []string `yaml:"has"`
	// Circulars are whom each circular of the case was for, everybody or roles, and what it told, in that order; the
	// newest of its kind.
	Circulars map[string][]string `yaml:"circulars"`
	// Registers are the columns that registers tell of the case, those filled in, by register.
	Registers map[string][]string `yaml:"registers"`
	// Copies are the holders of a document's copies in the order of their numbers, roles as the file names them or
	// "person", by the kind of the document last issued.
	Copies map[string][]string `yaml:"copies"`
	// Says are words that the notice last issued by a step must say, by the step.
	Says map[string]string `yaml:"says"`
	// Entries are those of the ledger in their order, each by its rule, whom it is against (a person, or "unit" or
	// "role" and its name), its state and, once decided, the outcome, the measure and the amount: late cr_manager final
	// upheld fine 500元, and its facts: loss=70000. Words at the end may be left out.
	Entries []string `yaml:"entries"`
}

// ReadScripts reads a scenario file. All that is wrong with it comes back as [policy.Findings].
func ReadScripts(file string, data []byte) ([]Script, error) {
	var scripts []Script
	if err := policy.ReadYAML(file, data, &scripts); err != nil {
		return nil, err //nolint:wrapcheck // findings, each with its place
	}
	for i := range scripts {
		s := &scripts[i]
		s.Path = file
		s.File.Data, s.Steps = datesAsStrings(s.File.Data), expanded(s.Steps)
		for j := range s.Before {
			before := &s.Before[j]
			before.File.Data, before.Steps = datesAsStrings(before.File.Data), expanded(before.Steps)
		}
	}
	return scripts, nil
}

// expanded are steps with what is tried before and done after each, and their data as a client sends it.
func expanded(steps []Step) []Step {
	var all []Step
	for _, st := range steps {
		st.Data = datesAsStrings(st.Data)
		all = append(all, st.expandAttempts()...)
	}
	return all
}

// datesAsStrings turns the dates and instants of a YAML file into the strings that a client sends: a midnight of UTC
// without more was written as a day.
func datesAsStrings(data map[string]any) map[string]any {
	for k, v := range data {
		at, ok := v.(time.Time)
		if !ok {
			continue
		}
		if data[k] = at.Format(time.RFC3339); at.Equal(at.Truncate(24*time.Hour)) && at.Location() == time.UTC {
			data[k] = at.Format(time.DateOnly)
		}
	}
	return data
}

// Outcome is what a player saw after one step.
type Outcome struct {
	Events []string
	// Err is a [complaint.Error] where the step was refused.
	Err error
}

// Player plays steps on a real case: the engine, or the whole program over HTTP.
type Player interface {
	// FileCase registers the matter with its clock at the given instant.
	FileCase(s Script) Outcome
	// PlayStep lets time pass until st.At and does what the step says.
	PlayStep(st Step) Outcome
	// State is how the case stands now.
	State() (State, error)
	// Figures are those of a report over the cases that the play has come to, for somebody who reads it.
	Figures(f FiguresExpected, by string) (*policy.Report, Table, error)
}
