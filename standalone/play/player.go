// Package play plays scenarios on the real program: over HTTP, as the people of the demonstration organisation, with
// the case's own clock. It knows the program by its address only.
package play

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

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
	// cases are those the play has been in, in the order of coming to them; id is where it is. Receipt is the one that
	// the complainant has of the matter filed last.
	cases []string
	// filed is the case that was filed last, earlier those of the scenario's `before`, in its order.
	filed       string
	earlier     []string
	id, receipt string
	// lastDigits are those of the complainant's telephone, which a receipt that staff hand on wants besides.
	lastDigits string
	// script is what is played; filedAfter is the case in which a matter was filed again, by the one that came of it.
	script     scenario.Script
	filedAfter map[string]string
	// mark tells this play's people from those of others on the same program; own are the scenario's own.
	mark string
	own  ownOrganisation
	// seen is how much of a case's journal was looked at.
	seen map[string]int
	// files are the ids of the attachments handed in, by name.
	files map[string]string
	// figuresBefore are what reports showed before the play, by report, period and reader.
	figuresBefore map[string]scenario.Table
}

// NewPlayer is about to play one scenario of a regulation that the program has in force.
func NewPlayer(ctx context.Context, people *People, p *policy.Policy) *Player {
	return &Player{
		ctx:    ctx,
		people: people,
		policy: p,
		seen:   map[string]int{},
		files:  map[string]string{},

		filedAfter: map[string]string{},
		mark:       uuid.NewString()[:8],
	}
}

// signedInAs is a user of a role, as scenarios name them, or one of the scenario's own people.
func (p *Player) signedInAs(name string) (*Person, error) {
	if m, ok := p.own.people[name]; ok {
		return p.people.SignIn(p.ctx, m.username)
	}
	return p.people.SignIn(p.ctx, p.policy.Doc.Policy+"."+name)
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
	if err == nil && st.Does == "merge" && r.Status == want {
		err = p.awaitAbsorbed(st)
	}
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
	if st.By == complaint.Complainant {
		by, complaintPath, err := p.asComplainant()
		if err != nil {
			return Reply{}, err
		}
		return by.Post(p.ctx, complaintPath+"/commands", "", body)
	}
	by, err := p.signedInAs(st.By)
	if err != nil {
		return Reply{}, err
	}
	if st.NamesTask() {
		if body["task"], err = p.openTaskOf(st, by); err != nil {
			return Reply{}, err
		}
	}
	return by.Post(p.ctx, "/api/v1/cases/"+p.id+"/commands", "", body)
}

// asComplainant opens the complaint by its receipt and what goes with it in a fresh browser, and tells its address.
func (p *Player) asComplainant() (*Person, string, error) {
	by := NewVisitor(p.people.address)
	r, err := by.Post(p.ctx, "/api/v1/public/session", "", map[string]any{"receipt": p.receipt, "code": p.lastDigits})
	if err == nil && r.Status != http.StatusNoContent {
		err = fmt.Errorf("open complaint: %d %s", r.Status, r.Raw)
	}
	return by, r.Location, err
}

// attachFile hands in a file under the name by which the scenario means it.
func (p *Player) attachFile(st scenario.Step) (Reply, error) {
	by, path, err := (*Person)(nil), "/api/v1/cases/"+p.id, error(nil)
	if st.By == complaint.Complainant {
		by, path, err = p.asComplainant()
	} else {
		by, err = p.signedInAs(st.By)
	}
	if err != nil {
		return Reply{}, err
	}
	path += "/attachments"
	name, original := fmt.Sprint(st.Data["name"]), st.Data["original"] == true
	var field []string
	if named, ok := st.Data["field"].(string); ok {
		field = append(field, named)
	}
	r, err := by.UploadFile(p.ctx, path, name, []byte("%PDF-1.4 "+name), original, field...)
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
	if r.Status == http.StatusNotFound { // who speaks on an entry of the ledger need not read the case
		if r, err = p.readCase(); err != nil {
			return "", err
		}
	}
	first := ""
	for _, task := range r.ObjectsAt("tasks") {
		party, _ := task["party"].(string)
		if !st.MeansTask(textOfJSON(task["step"]), party) || task["state"] != "open" && task["state"] != "claimed" {
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
	journal, err := p.journalWithPublications()
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

// journalWithPublications is the case's journal, once each report that it has ordered is published.
func (p *Player) journalWithPublications() (journal []map[string]any, err error) {
	done := func() bool {
		if journal, err = p.readJournal(p.id); err != nil {
			return true
		}
		owed := 0
		for _, e := range journal {
			switch e["type"] {
			case "report_ordered":
				owed++
			case "report_published":
				owed--
			}
		}
		return owed == 0
	}
	if waited := p.await("the reports of case "+p.id+" to be published", done); waited != nil {
		return nil, waited
	}
	return journal, err
}
