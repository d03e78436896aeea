// Package play plays scenarios on the real program: over HTTP, as the people of the demonstration organisation, with
// the case's own clock. It knows the program by its address only.
package play

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Player is a [scenario.Player] on a program in rehearsal.
type Player struct {
	// ctx is that of the whole play: the methods of a player take none.
	ctx    context.Context
	people *People
	policy *policy.Policy
	// cases are those the play has been in, in the order of coming to them; id is where it is.
	cases       []string
	id, receipt string
	// script is what is played; first is the case before the matter was filed again.
	script scenario.Script
	first  string
	// seen is how much of a case's journal was looked at.
	seen map[string]int
	// files are the ids of the attachments handed in, by name.
	files map[string]string
}

// NewPlayer is about to play one scenario of a regulation that the program has in force.
func NewPlayer(ctx context.Context, people *People, p *policy.Policy) *Player {
	return &Player{
		ctx:    ctx,
		people: people,
		policy: p,
		seen:   map[string]int{},
		files:  map[string]string{},
	}
}

func (p *Player) signedInAs(role string) (*Person, error) {
	return p.people.SignIn(p.ctx, p.policy.Doc.Policy+"."+role)
}

// readerOfAll may read every case: the highest role that sees all.
func (p *Player) readerOfAll() (*Person, error) {
	role, level := "", 0
	for _, e := range p.policy.Doc.Roles.Entries {
		if e.Value.Sees.Text == "all" && e.Value.Level > level {
			role, level = e.Key, e.Value.Level
		}
	}
	return p.signedInAs(role)
}

// readCase is how the case stands for the reader of all.
func (p *Player) readCase() (Reply, error) {
	reader, err := p.readerOfAll()
	if err != nil {
		return Reply{}, err
	}
	r, err := reader.Get(p.ctx, "/api/v1/cases/"+p.id)
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("read case: %d %s", r.Status, r.Raw)
	}
	return r, err
}

func (p *Player) readJournal(id string) ([]map[string]any, error) {
	reader, err := p.readerOfAll()
	if err != nil {
		return nil, err
	}
	return reader.ReadJournal(p.ctx, id)
}

// FileCase registers the matter.
func (p *Player) FileCase(s scenario.Script) scenario.Outcome {
	p.script = s
	by, err := p.signedInAs(roleThatFiles(p.policy, s))
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	r, err := by.Post(p.ctx, "/api/v1/cases", "", p.filingBody(s))
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	if p.id, p.receipt = r.TextAt("id"), r.TextAt("receipt"); p.id != "" {
		p.cases = append(p.cases, p.id)
	}
	return p.outcomeOfReply(r, http.StatusCreated)
}

// roleThatFiles is the role that registers the scenario's matter.
func roleThatFiles(p *policy.Policy, s scenario.Script) string {
	if s.File.By != "" {
		return s.File.By
	}
	return p.Doc.Intake.By[0].Text
}

// partyBody names a party as a client does.
func (p *Player) partyBody(party scenario.Party) map[string]any {
	body := map[string]any{"role": party.Role, "kind": "text", "name": "李四"}
	switch {
	case party.Unit != "":
		body["kind"], body["id"] = "unit", p.demoUnitID(party.Unit)
	case party.Person != "":
		body["kind"], body["id"] = "person", p.demoUserID(party.Person)
	}
	return body
}

func (p *Player) filingBody(s scenario.Script) map[string]any {
	var parties []map[string]any
	for _, party := range s.File.AllParties()[1:] {
		parties = append(parties, p.partyBody(party))
	}
	body := map[string]any{
		"policy":      p.policy.Doc.Policy,
		"channel":     s.File.Channel,
		"category":    s.File.Category,
		"subject":     s.Name,
		"content":     "情形演练",
		"complainant": map[string]any{"name": "张三", "phone": "13800000000"},
		"parties":     parties,
		"clock":       s.Clock.Format(time.RFC3339),
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
	return body
}

// PlayStep lets time pass and does what the step says.
func (p *Player) PlayStep(st scenario.Step) scenario.Outcome {
	if st.In != "" {
		if err := p.switchCase(st.In); err != nil {
			return scenario.Outcome{Err: err}
		}
	}
	if !st.At.IsZero() {
		if err := p.advanceClock(st.At); err != nil {
			return scenario.Outcome{Err: err}
		}
	}
	act, want := p.giveCommand, http.StatusOK
	switch st.Does {
	case "":
		events, err := p.newEventTypes()
		return scenario.Outcome{Events: events, Err: err}
	case scenario.Attach:
		act, want = p.attachFile, http.StatusCreated
	case scenario.File:
		return p.fileSameMatterAgain(st)
	}
	r, err := act(st)
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	return p.outcomeOfReply(r, want)
}

func (p *Player) giveCommand(st scenario.Step) (Reply, error) {
	body := map[string]any{"command": st.Does}
	data, err := p.resolveNames(st)
	if err != nil {
		return Reply{}, err
	}
	if data != nil {
		body["data"] = data
	}
	if st.Outcome != "" {
		body["outcome"] = st.Outcome
	}
	if st.By == "complainant" {
		return NewVisitor(p.people.address).Post(p.ctx, "/api/v1/public/complaints/"+p.receipt+"/commands", "", body)
	}
	by, err := p.signedInAs(st.By)
	if err != nil {
		return Reply{}, err
	}
	if st.Task != "" {
		if body["task"], err = p.openTaskOf(st, by); err != nil {
			return Reply{}, err
		}
	}
	return by.Post(p.ctx, "/api/v1/cases/"+p.id+"/commands", "", body)
}

// attachFile hands in a file under the name by which the scenario means it.
func (p *Player) attachFile(st scenario.Step) (Reply, error) {
	by, err := p.signedInAs(st.By)
	if err != nil {
		return Reply{}, err
	}
	name, original := fmt.Sprint(st.Data["name"]), st.Data["original"] == true
	var field []string
	if named, ok := st.Data["field"].(string); ok {
		field = append(field, named)
	}
	r, err := by.UploadFile(p.ctx, "/api/v1/cases/"+p.id+"/attachments", name,
		[]byte("%PDF-1.4 "+name), original, field...)
	if err == nil && r.Status == http.StatusCreated {
		p.files[name] = r.TextAt("id")
	}
	return r, err
}

// openTaskOf finds the open task of the step that is meant: one the person may complete, or else the first.
func (p *Player) openTaskOf(st scenario.Step, person *Person) (string, error) {
	r, err := person.Get(p.ctx, "/api/v1/cases/"+p.id)
	if err != nil {
		return "", err
	}
	first := ""
	for _, task := range r.ObjectsAt("tasks") {
		if st.Party != "" && task["party"] != st.Party {
			continue
		}
		if task["step"] != st.Task || task["state"] != "open" && task["state"] != "claimed" {
			continue
		}
		for _, action := range asObjects(task["actions"]) {
			if action["command"] == "complete" && action["allowed"] == true {
				return textOfJSON(task["id"]), nil
			}
		}
		if first == "" {
			first = textOfJSON(task["id"])
		}
	}
	return first, nil
}

// outcomeOfReply turns an answer into what the scenario compares.
func (p *Player) outcomeOfReply(r Reply, wantedStatus int) scenario.Outcome {
	if r.Status == wantedStatus {
		events, err := p.newEventTypes()
		return scenario.Outcome{Events: events, Err: err}
	}
	if r.TextAt("code") == "" {
		return scenario.Outcome{Err: fmt.Errorf("%d %s", r.Status, r.Raw)}
	}
	return scenario.Outcome{Err: &complaint.Error{
		Code:    complaint.Code(r.TextAt("code")),
		Detail:  r.TextAt("detail"),
		Field:   r.TextAt("field"),
		Clause:  r.TextAt("clause"),
		Setting: r.TextAt("setting"),
	}}
}

// newEventTypes are the types of the events since the last look.
func (p *Player) newEventTypes() ([]string, error) {
	journal, err := p.readJournal(p.id)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, e := range journal[p.seen[p.id]:] {
		names = append(names, textOfJSON(e["type"]))
	}
	p.seen[p.id] = len(journal)
	return names, nil
}
