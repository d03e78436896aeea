package scenario

import (
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
)

// Script is one scenario: a filing, then steps, then how the case must stand.
type Script struct {
	Name string `yaml:"name"`
	// Clauses are the rows of the clause table the scenario shows.
	Clauses []string  `yaml:"clauses"`
	Clock   time.Time `yaml:"clock"`
	File    Filing    `yaml:"file"`
	Steps   []Step    `yaml:"steps"`
	Ends    State     `yaml:"ends"`
}

// Filing is what the front desk registers. Unit is a role's name: the unit that role's demonstration users
// belong to.
type Filing struct {
	Kind       string         `yaml:"kind"`
	Channel    string         `yaml:"channel"`
	Source     string         `yaml:"source"`
	Category   string         `yaml:"category"`
	Severity   string         `yaml:"severity"`
	Unit       string         `yaml:"unit"`
	Person     string         `yaml:"person"`
	ReceivedAt time.Time      `yaml:"received_at"`
	By         string         `yaml:"by"`
	Data       map[string]any `yaml:"data"`
	// Refused is set where the filing itself must be refused.
	Refused *Refusal `yaml:"refused"`
}

// The two ways to another case.
const (
	Opened = "opened"
	Opener = "opener"
)

// Step lets time pass until At, then By does something, then what came of it is compared.
type Step struct {
	// In goes over to another case first: "opened", the one that this case has opened last, or "opener", the one
	// that opened this. What follows is done there.
	In string    `yaml:"in"`
	At time.Time `yaml:"at"`
	// By is a role's name, with 2 for its second user, or "complainant".
	By string `yaml:"by"`
	// Does is a command, or "attach": hand in a file called data.name, by which later data mean it; or "file": file the
	// same matter again, of data.category and through data.channel if given, and go over to that case. A merge into
	// "opener" is into the first.
	Does string `yaml:"does"`
	// Task is the step whose open task is meant, where the actor could do more than one.
	Task    string `yaml:"task"`
	Outcome string `yaml:"outcome"`
	// Data may name the newest notice by its step, slip by its kind and deadline by its name.
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
		all = append(all, other)
	}
	for _, field := range st.Needs {
		without := st
		without.Data = maps.Clone(st.Data)
		delete(without.Data, field)
		without.Gives, without.Refused = nil, &Refusal{Code: "invalid", Field: "data." + field}
		all = append(all, without)
	}
	all = append(all, st)
	for _, who := range st.AndBy {
		again := st
		again.By, again.Gives = who, nil
		all = append(all, again)
	}
	for i := range all[1:] { // time passes, and another case is entered, once
		all[i+1].In, all[i+1].At = "", time.Time{}
	}
	return all
}

// FiledAgain is the script with the filing that a step repeats.
func (s Script) FiledAgain(st Step, now time.Time) Script {
	s.Clock = now
	if category, ok := st.Data["category"].(string); ok {
		s.File.Category = category
	}
	if channel, ok := st.Data["channel"].(string); ok {
		s.File.Channel = channel
	}
	return s
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
	Status      string `yaml:"status"`
	Step        string `yaml:"step"`
	Disposition string `yaml:"disposition"`
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
	// Copies are the holders of a document's copies in the order of their numbers, roles as the file names them or
	// "person", by the kind of the document last issued.
	Copies map[string][]string `yaml:"copies"`
}

// ReadScripts reads a scenario file. Unknown keys are errors.
func ReadScripts(file string, data []byte) ([]Script, error) {
	var scripts []Script
	if err := yaml.Load(data, &scripts, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i := range scripts {
		s := &scripts[i]
		if s.Name == "" || len(s.Clauses) == 0 || s.Clock.IsZero() {
			return nil, fmt.Errorf("%s: every scenario has a name, clauses and a clock (%q)", file, s.Name)
		}
		var steps []Step
		for _, st := range s.Steps {
			steps = append(steps, st.expandAttempts()...)
		}
		s.Steps = steps
	}
	return scripts, nil
}

// Outcome is what a player saw after one step.
type Outcome struct {
	Events []string
	// Err is a [complaint.Error] where the step was refused.
	Err error
}

// Player plays steps on a real case: the engine, or the whole program over HTTP.
type Player interface {
	// File registers the matter with its clock at the given instant.
	FileCase(s Script) Outcome
	// Play lets time pass until st.At and does what the step says.
	PlayStep(st Step) Outcome
	// State is how the case stands now.
	State() (State, error)
}

// PlayScript runs a whole scenario and returns everything that went otherwise than written.
func PlayScript(s Script, p Player) []error { return slices.Collect(Mismatches(s, p)) }

// Mismatches runs a scenario, as far as somebody wants to hear, and yields what went otherwise than written.
func Mismatches(s Script, p Player) iter.Seq[error] {
	return func(yield func(error) bool) {
		out := p.FileCase(s)
		if err := compareOutcome(out, s.File.Refused, nil); err != nil {
			yield(fmt.Errorf("filing: %w", err))
			return
		}
		if s.File.Refused != nil {
			return
		}
		for i, st := range s.Steps {
			if err := compareOutcome(p.PlayStep(st), st.Refused, st.Gives); err != nil &&
				!yield(fmt.Errorf("step %d (%s %s): %w", i+1, st.By, st.Does, err)) {
				return
			}
		}
		state, err := p.State()
		if err != nil {
			yield(err)
			return
		}
		for _, err := range s.Ends.differencesFrom(state) {
			if !yield(err) {
				return
			}
		}
	}
}

func compareOutcome(out Outcome, want *Refusal, gives []string) error {
	refused := complaint.Refused(out.Err)
	switch {
	case want == nil && out.Err != nil:
		return out.Err
	case want != nil && refused == nil:
		return fmt.Errorf("want a refusal (%s %s%s), got %w", want.Code, want.Clause, want.Setting, out.Err)
	case want != nil:
		return want.DifferenceFrom(refused)
	}
	if gives != nil && strings.Join(gives, " ") != strings.Join(out.Events, " ") {
		return fmt.Errorf("want events %v, got %v", gives, out.Events)
	}
	return nil
}

// DifferenceFrom says how a refusal is another than the wanted one, nil if it is not.
func (want Refusal) DifferenceFrom(got *complaint.Error) error {
	if want.Code != "" && !slices.Contains(strings.Split(want.Code, "|"), string(got.Code)) {
		return fmt.Errorf("refusal's code: want %q, got %q", want.Code, got.Code)
	}
	for _, f := range [][3]string{
		{"field", want.Field, got.Field},
		{"clause", want.Clause, got.Clause},
		{"setting", want.Setting, got.Setting},
	} {
		if f[1] != "" && f[1] != f[2] {
			return fmt.Errorf("refusal's %s: want %q, got %q", f[0], f[1], f[2])
		}
	}
	return nil
}

func (want State) differencesFrom(got State) []error {
	var wrong []error
	text := func(what, want, got string) {
		if want != "" && want != got {
			wrong = append(wrong, fmt.Errorf("at the end, %s: want %q, got %q", what, want, got))
		}
	}
	text("status", want.Status, got.Status)
	text("step", want.Step, got.Step)
	text("disposition", want.Disposition, got.Disposition)
	for name, d := range want.Deadlines {
		text("deadline "+name, d, got.Deadlines[name])
	}
	for name, at := range want.Targets {
		text("target of "+name, at.UTC().String(), got.Targets[name].UTC().String())
	}
	if matches, err := path.Match(want.Number, got.Number); want.Number != "" && (err != nil || !matches) {
		wrong = append(wrong, fmt.Errorf("at the end, number: want %q, got %q", want.Number, got.Number))
	}
	for _, field := range want.Has {
		if !slices.Contains(got.Has, field) {
			wrong = append(wrong, fmt.Errorf("at the end, the case has no %s", field))
		}
	}
	for document, holders := range want.Copies {
		text("copies of "+document, strings.Join(holders, " "), strings.Join(got.Copies[document], " "))
	}
	for event, n := range want.Counts {
		if got.Counts[event] != n {
			wrong = append(wrong, fmt.Errorf("at the end, %s: want %d times, got %d", event, n, got.Counts[event]))
		}
	}
	return wrong
}
