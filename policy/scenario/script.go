package scenario

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
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
	// Does is a command, or "attach": hand in a file called data.name, by which later data mean it.
	Does string `yaml:"does"`
	// Task is the step whose open task is meant, where the actor could do more than one.
	Task    string         `yaml:"task"`
	Outcome string         `yaml:"outcome"`
	Data    map[string]any `yaml:"data"`
	// Gives are the types of the events that appear, in order; nil compares nothing.
	Gives   []string `yaml:"gives"`
	Refused *Refusal `yaml:"refused"`
}

// Refusal is what a refusal must say.
type Refusal struct {
	Code    string `yaml:"code"`
	Field   string `yaml:"field"`
	Clause  string `yaml:"clause"`
	Setting string `yaml:"setting"`
	// Detail is what the refusal tells people; a script does not say it.
	Detail string `yaml:"-"`
}

// State is how a case must stand. Empty fields compare nothing.
type State struct {
	Status      string `yaml:"status"`
	Step        string `yaml:"step"`
	Disposition string `yaml:"disposition"`
	// Deadlines are "state last_day clause-or-setting" by name, the newest of that name.
	Deadlines map[string]string `yaml:"deadlines"`
	// Counts are how often an event type stands in the whole journal.
	Counts map[string]int `yaml:"counts"`
}

// Read reads a scenario file. Unknown keys are errors.
func Read(file string, data []byte) ([]Script, error) {
	var scripts []Script
	if err := yaml.Load(data, &scripts, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, s := range scripts {
		if s.Name == "" || len(s.Clauses) == 0 || s.Clock.IsZero() {
			return nil, fmt.Errorf("%s: every scenario has a name, clauses and a clock (%q)", file, s.Name)
		}
	}
	return scripts, nil
}

// Outcome is what a player saw after one step.
type Outcome struct {
	Events []string
	Err    error
}

// Player plays steps on a real case: the engine, or the whole program over HTTP.
type Player interface {
	// File registers the matter with its clock at the given instant.
	File(s Script) Outcome
	// Play lets time pass until st.At and does what the step says.
	Play(st Step) Outcome
	// State is how the case stands now.
	State() (State, error)
}

// ErrRefused is how a player reports a refusal, with what it said.
type ErrRefused struct{ Refusal }

// Error implements error.
func (e ErrRefused) Error() string {
	return fmt.Sprintf("refused: %s %s %s %s", e.Code, e.Field, e.Clause, e.Setting)
}

// Play runs a whole scenario and returns everything that went otherwise than written.
func Play(s Script, p Player) []error {
	var wrong []error
	out := p.File(s)
	if err := compare(out, s.File.Refused, nil); err != nil || s.File.Refused != nil {
		return prefixed("filing", err)
	}
	for i, st := range s.Steps {
		what := fmt.Sprintf("step %d (%s %s)", i+1, st.By, st.Does)
		wrong = append(wrong, prefixed(what, compare(p.Play(st), st.Refused, st.Gives))...)
	}
	state, err := p.State()
	if err != nil {
		return append(wrong, err)
	}
	return append(wrong, s.Ends.differ(state)...)
}

func prefixed(what string, err error) []error {
	if err == nil {
		return nil
	}
	return []error{fmt.Errorf("%s: %w", what, err)}
}

func compare(out Outcome, want *Refusal, gives []string) error {
	var refused ErrRefused
	switch {
	case want == nil && out.Err != nil:
		return out.Err
	case want != nil && !errors.As(out.Err, &refused):
		return fmt.Errorf("want a refusal (%s %s%s), got %w", want.Code, want.Clause, want.Setting, out.Err)
	case want != nil:
		return want.differ(refused.Refusal)
	}
	if gives != nil && strings.Join(gives, " ") != strings.Join(out.Events, " ") {
		return fmt.Errorf("want events %v, got %v", gives, out.Events)
	}
	return nil
}

func (want Refusal) differ(got Refusal) error {
	for _, f := range [][3]string{
		{"code", want.Code, got.Code},
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

func (want State) differ(got State) []error {
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
	for event, n := range want.Counts {
		if got.Counts[event] != n {
			wrong = append(wrong, fmt.Errorf("at the end, %s: want %d times, got %d", event, n, got.Counts[event]))
		}
	}
	return wrong
}
