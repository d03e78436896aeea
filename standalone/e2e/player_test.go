package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/policy"
	"duban/policy/scenario"
	"duban/seed"
)

// player plays a scenario on the real program, over HTTP, as the people of the demonstration organisation.
type player struct {
	t       *testing.T
	program *Program
	policy  *policy.Policy
	people  *crowd
	id      string
	receipt string
	// script is what is played; first is the case before the matter was filed again.
	script scenario.Script
	first  string
	// seen is how much of the case's journal was looked at, marks how much of those left behind.
	seen  int
	marks map[string]int
	// files are the ids of the attachments handed in, by name.
	files map[string]string
}

func (p *player) as(role string) *Person { return p.people.as(p.policy.Doc.Policy + "." + role) }

// crowd are the people of all scenarios, each signed in once.
type crowd struct {
	program *Program
	mu      sync.Mutex
	in      map[string]*Person
}

func (c *crowd) as(username string) *Person {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in[username] == nil {
		c.in[username] = c.program.As(username)
	}
	return c.in[username]
}

// reader may read every case: the highest role that sees all.
func (p *player) reader() *Person {
	role, level := "", 0
	for _, e := range p.policy.Doc.Roles.Entries {
		if e.Value.Sees.Text == "all" && e.Value.Level > level {
			role, level = e.Key, e.Value.Level
		}
	}
	return p.as(role)
}

// File registers the matter.
func (p *player) File(s scenario.Script) scenario.Outcome {
	p.script = s
	by := s.File.By
	if by == "" {
		by = p.policy.Doc.Intake.By[0].Text
	}
	var respondents []map[string]any
	if s.File.Unit != "" {
		id := p.unit(s.File.Unit)
		respondents = append(respondents, map[string]any{"kind": "unit", "id": id, "name": s.File.Unit})
	}
	if s.File.Person != "" {
		id := p.user(s.File.Person)
		respondents = append(respondents, map[string]any{"kind": "person", "id": id, "name": s.File.Person})
	}
	body := map[string]any{
		"policy": p.policy.Doc.Policy, "channel": s.File.Channel, "category": s.File.Category, "subject": s.Name,
		"content": "情形演练", "complainant": map[string]any{"name": "张三", "phone": "13800000000"},
		"respondents": respondents, "clock": s.Clock.Format(time.RFC3339),
	}
	for k, v := range map[string]string{"kind": s.File.Kind, "source": s.File.Source, "severity": s.File.Severity} {
		if v != "" {
			body[k] = v
		}
	}
	if s.File.Data != nil {
		body["data"] = s.File.Data
	}
	if !s.File.ReceivedAt.IsZero() {
		body["received_at"] = s.File.ReceivedAt.Format(time.RFC3339)
	}
	r := p.as(by).Post("/api/v1/cases", "", body)
	p.id, p.receipt = r.Text("id"), r.Text("receipt")
	return p.outcome(r, http.StatusCreated)
}

// Play lets time pass and does what the step says.
func (p *player) Play(st scenario.Step) scenario.Outcome {
	if st.In != "" {
		if err := p.enter(st.In); err != nil {
			return scenario.Outcome{Err: err}
		}
	}
	if !st.At.IsZero() {
		if err := p.advance(st.At); err != nil {
			return scenario.Outcome{Err: err}
		}
	}
	if st.Does == "" {
		return scenario.Outcome{Events: p.fresh()}
	}
	switch st.Does {
	case scenario.Attach:
		return p.attach(st)
	case scenario.File:
		return p.again(st)
	}
	body := map[string]any{"command": st.Does}
	if data := p.named(st); data != nil {
		body["data"] = data
	}
	if st.Outcome != "" {
		body["outcome"] = st.Outcome
	}
	if st.By == "complainant" {
		return p.outcome(p.program.Nobody().Post("/api/v1/public/complaints/"+p.receipt+"/commands", "", body), http.StatusOK)
	}
	if st.Task != "" {
		body["task"] = p.task(st.Task, p.as(st.By))
	}
	return p.outcome(p.as(st.By).Post("/api/v1/cases/"+p.id+"/commands", "", body), http.StatusOK)
}

// enter goes over to a linked case: the one this case opened last, or the one that opened it.
func (p *player) enter(where string) error {
	relation := "opened"
	if where == scenario.Opener {
		relation = "opened_by"
	}
	id := ""
	for _, link := range p.reader().Get("/api/v1/cases/" + p.id).List("links") {
		if link["relation"] == relation {
			id = fmt.Sprint(link["case"])
		}
	}
	if id == "" {
		return fmt.Errorf("no case %s", where)
	}
	p.marks[p.id] = p.seen
	p.id, p.seen = id, p.marks[id]
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); { // the relay opens it
		if status := p.reader().Get("/api/v1/cases/" + id).Text("status"); status != "" && status != "received" {
			return nil
		}
		<-time.After(50 * time.Millisecond)
	}
	return fmt.Errorf("case %s was not opened", where)
}

// again files the same matter once more, when the first case's clock stands now, and goes over to it.
func (p *player) again(st scenario.Step) scenario.Outcome {
	first := p.id
	now, err := time.Parse(time.RFC3339, p.reader().Get("/api/v1/cases/"+p.id).Text("now"))
	if err != nil {
		return scenario.Outcome{Err: fmt.Errorf("case's clock: %w", err)}
	}
	p.seen = 0
	out := p.File(p.script.Again(st, now))
	p.first = first
	return out
}

// attach hands in a file under the name by which the scenario means it.
func (p *player) attach(st scenario.Step) scenario.Outcome {
	name, original := fmt.Sprint(st.Data["name"]), st.Data["original"] == true
	r := p.as(st.By).Upload("/api/v1/cases/"+p.id+"/attachments", name, []byte("%PDF-1.4 "+name), original)
	if r.Status == http.StatusCreated {
		p.files[name] = r.Text("id")
	}
	return p.outcome(r, http.StatusCreated)
}

// task finds the open task of a step: one the person may complete, or else the first.
func (p *player) task(step string, by *Person) string {
	first := ""
	for _, task := range by.Get("/api/v1/cases/" + p.id).List("tasks") {
		if task["step"] != step || task["state"] != "open" && task["state"] != "claimed" {
			continue
		}
		actions, _ := task["actions"].([]any)
		for _, a := range actions {
			if action, _ := a.(map[string]any); action["command"] == "complete" && action["allowed"] == true {
				return fmt.Sprint(task["id"])
			}
		}
		if first == "" {
			first = fmt.Sprint(task["id"])
		}
	}
	return first
}

// named replaces the scenario's names of units and people by their ids, as the forms say which is which.
func (p *player) named(st scenario.Step) map[string]any {
	if st.Data == nil {
		return nil
	}
	out := map[string]any{}
	for k, v := range st.Data {
		out[k] = p.idOf(p.kind(st.Does, k), v)
	}
	p.meant(out)
	return out
}

// meant replaces what a scenario names by the ids of the case, as the engine's player does.
func (p *player) meant(data map[string]any) {
	if data["into"] == scenario.Opener {
		data["into"] = p.first
	}
	for field, by := range map[string][2]string{"notice": {"notices", "step"}, "slip": {"slips", "kind"}, "deadline": {"deadlines", "name"}} {
		name, ok := data[field].(string)
		if !ok {
			continue
		}
		for _, one := range p.reader().Get("/api/v1/cases/" + p.id).List(by[0]) {
			if one[by[1]] == name {
				data[field] = one["id"]
			}
		}
	}
}

func (p *player) idOf(kind policy.FieldKind, v any) any {
	if many, ok := v.([]any); ok {
		ids := make([]any, len(many))
		for i, one := range many {
			ids[i] = p.idOf(kind, one)
		}
		return ids
	}
	name, isName := v.(string)
	role := strings.TrimSuffix(name, "2")
	switch {
	case kind == policy.AttachmentField || kind == policy.AttachmentsField:
		if id, ok := p.files[name]; ok {
			return id
		}
		return v
	case !isName || !p.policy.Doc.Roles.Has(role):
		return v
	case kind == policy.UnitField:
		return p.unit(name)
	case kind == policy.PersonField || kind == policy.PeopleField:
		return p.user(name)
	}
	return v
}

// kind is the type of a field: of the command's form, or of whichever step has it.
func (p *player) kind(command, field string) policy.FieldKind {
	names := []string{"command." + command}
	if command == "complete" {
		names = p.policy.Doc.Steps.Keys()
	}
	for _, name := range names {
		form := p.policy.Form(name)
		if form == nil {
			continue
		}
		if f, ok := form.Fields.Get(field); ok {
			return policy.FieldKind(f.Type.Text)
		}
	}
	return ""
}

func (p *player) unit(role string) string { return string(seed.UnitID(p.policy.Doc.Policy, role)) }

func (p *player) user(name string) string {
	return string(seed.UserID(p.policy.Doc.Policy + "." + name))
}

func (p *player) advance(to time.Time) error {
	now, err := time.Parse(time.RFC3339, p.reader().Get("/api/v1/cases/"+p.id).Text("now"))
	if err != nil {
		return fmt.Errorf("case's clock: %w", err)
	}
	if !to.After(now) {
		return nil
	}
	by := fmt.Sprintf("%ds", int(to.Sub(now).Seconds())+1)
	if r := p.reader().Post("/api/v1/rehearsal/cases/"+p.id+"/advance", "", map[string]any{"by": by}); r.Status != http.StatusOK {
		return fmt.Errorf("advance: %d %s", r.Status, r.Raw)
	}
	return nil
}

// outcome turns an answer into what the scenario compares.
func (p *player) outcome(r Reply, want int) scenario.Outcome {
	if r.Status == want {
		return scenario.Outcome{Events: p.fresh()}
	}
	if r.Text("code") == "" {
		return scenario.Outcome{Err: fmt.Errorf("%d %s", r.Status, r.Raw)}
	}
	return scenario.Outcome{Err: scenario.ErrRefused{Refusal: scenario.Refusal{
		Code: r.Text("code"), Field: r.Text("field"), Clause: r.Text("clause"), Setting: r.Text("setting"),
	}}}
}

// fresh are the types of the events since the last look.
func (p *player) fresh() []string {
	journal := p.reader().Journal(p.id)
	names := []string{}
	for _, e := range journal[p.seen:] {
		names = append(names, fmt.Sprint(e["type"]))
	}
	p.seen = len(journal)
	return names
}

// State reads the case as its readers see it.
func (p *player) State() (scenario.State, error) {
	r := p.reader().Get("/api/v1/cases/" + p.id)
	if r.Status != http.StatusOK {
		return scenario.State{}, fmt.Errorf("%d %s", r.Status, r.Raw)
	}
	s := scenario.State{
		Status: r.Text("status"), Step: r.Text("step"), Disposition: r.Text("disposition"),
		Number: r.Text("number"), Deadlines: map[string]string{}, Counts: map[string]int{}, Copies: map[string][]string{}, Targets: map[string]time.Time{},
	}
	if data, ok := r.JSON["data"].(map[string]any); ok {
		s.Has = slices.Collect(maps.Keys(data))
	}
	for _, d := range r.List("documents") {
		s.Copies[fmt.Sprint(d["kind"])] = p.holders(d)
	}
	for _, d := range r.List("deadlines") {
		rule := fmt.Sprint(d["clause"])
		if d["clause"] == nil || rule == "" {
			rule = fmt.Sprint(d["setting"])
		}
		if target, ok := d["target"].(string); ok {
			at, err := time.Parse(time.RFC3339, target)
			if err != nil {
				return scenario.State{}, fmt.Errorf("target of %v: %w", d["name"], err)
			}
			s.Targets[fmt.Sprint(d["name"])] = at
		}
		s.Deadlines[fmt.Sprint(d["name"])] = strings.Join([]string{fmt.Sprint(d["state"]), fmt.Sprint(d["last_day"]), rule}, " ")
	}
	for _, e := range p.reader().Journal(p.id) {
		s.Counts[fmt.Sprint(e["type"])]++
	}
	return s, nil
}

// holders name who holds a document's copies as scenarios do.
func (p *player) holders(document map[string]any) []string {
	names := []string{}
	copies, _ := document["copies"].([]any)
	for _, c := range copies {
		one, _ := c.(map[string]any)
		name := strings.TrimPrefix(fmt.Sprint(one["role"]), p.policy.Doc.Policy+".")
		if name == "" {
			name = "person"
		}
		names = append(names, name)
	}
	return names
}

func load(t *testing.T, file string) *policy.Policy {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The same scenarios as on the engine, on the real program.
func TestScenariosOnTheProgram(t *testing.T) {
	program := Start(t)
	files, err := filepath.Glob("../../policies/*/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	people := &crowd{program: program, in: map[string]*Person{}}
	t.Run("all", func(t *testing.T) { // returns when the parallel ones are done
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			scripts, err := scenario.Read(file, data)
			if err != nil {
				t.Fatal(err)
			}
			regulation := load(t, filepath.Join(filepath.Dir(filepath.Dir(file)), "policy.yaml"))
			for _, s := range scripts {
				t.Run(regulation.Doc.Policy+"/"+s.Name, func(t *testing.T) {
					t.Parallel()
					player := &player{
						t: t, program: program, policy: regulation, people: people, marks: map[string]int{}, files: map[string]string{},
					}
					for _, wrong := range scenario.Play(s, player) {
						t.Error(wrong)
					}
				})
			}
		}
	})
}
