package gateway

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
	"duban/record"
	"duban/web/words"
)

type (
	trialInput struct {
		ID      string `path:"id"`
		Number  int    `path:"number" minimum:"1" maximum:"2147483647" doc:"Of the scenario, counted from 1"`
		Version int    `query:"version" minimum:"0" maximum:"2147483647" doc:"0 or absent: the one in force"`
	}
	trialOutput struct{ Body trialView }
	// ScenarioView is a scenario that stands beside a regulation.
	ScenarioView struct {
		Number  int      `json:"number"`
		Name    string   `json:"name"`
		Clauses []string `json:"clauses" nullable:"false" doc:"Those it shows"`
	}
	trialView struct {
		ScenarioView
		Frames []frameView `json:"frames" nullable:"false" doc:"The filing, then each step"`
	}
	// frameView is one step of a scenario: who did what, what came of it, and how the matter stood then.
	frameView struct {
		Case    int            `json:"case" doc:"0 is the matter filed, from 1 on those it led to"`
		At      time.Time      `json:"at"`
		By      *string        `json:"by" doc:"User, or complainant; null where only time passes"`
		ByName  *string        `json:"by_name"`
		Command *string        `json:"command" doc:"file for the filing"`
		Task    *string        `json:"task" doc:"The step whose task it is"`
		Outcome *string        `json:"outcome"`
		Data    map[string]any `json:"data" nullable:"false"`
		Refusal *refusalView   `json:"refusal,omitempty"`
		Events  []eventView    `json:"events" nullable:"false"`

		Status      complaint.Status `json:"status" enum:"received,open,closed,archived"`
		Number      *string          `json:"number"`
		Disposition *string          `json:"disposition"`
		Tasks       []TaskView       `json:"tasks" nullable:"false" doc:"Those that wait"`
		Deadlines   []deadlineView   `json:"deadlines" nullable:"false"`
	}
)

func (g *Gateway) routeTrials() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-scenarios",
		Method:      http.MethodGet,
		Path:        "/policies/{id}/scenarios",
		Summary:     "一项制度的情形",
	}, g.listScenarios)
	registerForStaff(g, huma.Operation{
		OperationID: "try-scenario",
		Method:      http.MethodGet,
		Path:        "/policies/{id}/scenarios/{number}",
		Summary:     "按制度逐步演示一个情形",
		Description: "Played on the engine with people of its own; nothing is recorded.",
	}, g.tryScenario)
}

func (g *Gateway) listScenarios(
	ctx context.Context, _ record.Account, in *PolicyPath,
) (*pageOutput[ScenarioView], error) {
	p, err := g.Store.PolicyVersion(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	scripts, err := g.scenarioScripts(p)
	if err != nil {
		return nil, err
	}
	views := make([]ScenarioView, len(scripts))
	for i, s := range scripts {
		views[i] = scenarioViewOf(p, i+1, s)
	}
	return pageOf(views, ""), nil
}

func (g *Gateway) tryScenario(ctx context.Context, _ record.Account, in *trialInput) (*trialOutput, error) {
	p, err := g.Store.PolicyVersion(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	scripts, err := g.scenarioScripts(p)
	if err != nil {
		return nil, err
	}
	if in.Number > len(scripts) {
		return nil, notFoundError()
	}
	cal, err := g.Store.Calendar(ctx, p.Doc.Calendar)
	if err != nil {
		return nil, err
	}
	s := scripts[in.Number-1]
	frames, err := g.playScenario(ctx, p, cal, s)
	if err != nil {
		return nil, fmt.Errorf("try scenario %d of %s: %w", in.Number, in.ID, err)
	}
	return &trialOutput{Body: trialView{ScenarioView: scenarioViewOf(p, in.Number, s), Frames: frames}}, nil
}

// scenarioScripts are the scenarios that stand beside a regulation, in the order of their files.
func (g *Gateway) scenarioScripts(p *policy.Policy) ([]scenario.Script, error) {
	if g.Scenarios == nil {
		return nil, nil
	}
	files, err := fs.Glob(g.Scenarios, p.Doc.Policy+"/scenarios/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("scenarios of %s: %w", p.Doc.Policy, err)
	}
	var scripts []scenario.Script
	for _, file := range files {
		data, err := fs.ReadFile(g.Scenarios, file)
		if err != nil {
			return nil, fmt.Errorf("scenarios of %s: %w", p.Doc.Policy, err)
		}
		some, err := scenario.ReadScripts(file, data)
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, some...)
	}
	return scripts, nil
}

func scenarioViewOf(p *policy.Policy, number int, s scenario.Script) ScenarioView {
	v := ScenarioView{Number: number, Name: s.Name, Clauses: []string{}}
	for _, c := range s.Clauses {
		v.Clauses = append(v.Clauses, fullClauseID(p, c))
	}
	return v
}

// playScenario takes a scenario step by step. It ends where the filing is refused.
func (g *Gateway) playScenario(
	ctx context.Context, p *policy.Policy, cal *calendar.Calendar, s scenario.Script,
) ([]frameView, error) {
	t := trial{
		g:        g,
		player:   &scenario.EnginePlayer{Policy: p, Calendar: cal},
		people:   scenario.OrganisationOf(p, s).People,
		language: p.In(requestOf(ctx).language),
	}
	if f := scenario.PlayBefore(s, t.player); f != nil {
		return nil, fmt.Errorf("what was before: %v", f)
	}
	out := t.player.FileCase(s)
	filing := scenario.Step{
		At:   s.Clock,
		By:   s.FiledBy(p),
		Does: "file",
		Data: s.File.Data,
	}
	if err := t.addFrame(filing, out); err != nil || out.Err != nil {
		return t.frames, err
	}
	for _, step := range s.Steps {
		if err := t.addFrame(step, t.player.PlayStep(step)); err != nil {
			return nil, err
		}
	}
	return t.frames, nil
}

// trial is a scenario being played: its cases in the order of their opening, and how much of each has been told.
type trial struct {
	g           *Gateway
	player      *scenario.EnginePlayer
	people      map[complaint.UserID]complaint.Person
	language    words.Language
	cases       []*scenario.Engine
	eventsShown []int
	frames      []frameView
}

// addFrame adds what a step has come to.
func (t *trial) addFrame(s scenario.Step, out scenario.Outcome) error {
	refused := complaint.RefusalIn(out.Err)
	if out.Err != nil && refused == nil {
		return out.Err
	}
	f := frameView{
		At:        t.g.localTime(s.At),
		By:        orNull(s.By),
		ByName:    orNull(t.people[complaint.UserID(s.By)].Name),
		Command:   orNull(s.Does),
		Task:      orNull(s.Task),
		Outcome:   orNull(s.Outcome),
		Data:      map[string]any{},
		Events:    []eventView{},
		Tasks:     []TaskView{},
		Deadlines: []deadlineView{},
		Status:    complaint.StatusReceived,
	}
	maps.Copy(f.Data, s.Data)
	if refused != nil {
		f.Refusal = refusalViewOf(refused, t.language)
	}
	if t.player.Engine != nil {
		t.fillStanding(&f)
	}
	t.frames = append(t.frames, f)
	return nil
}

// fillStanding says how the case that the player is in stands, and what has happened in it since it was last told.
func (t *trial) fillStanding(f *frameView) {
	e := t.player.Engine
	f.Case = t.numberCase(e)
	o := &opened{
		Opened:   &record.Opened{Policy: e.Policy, Facts: policy.Facts{Directory: e.Directory, Calendar: e.Calendar}},
		c:        e.Case,
		now:      e.Now,
		language: t.language,
	}
	events := e.Journal[t.eventsShown[f.Case]:]
	t.eventsShown[f.Case] = len(e.Journal)
	f.At, f.Events, f.Deadlines = t.g.localTime(e.Now),
		t.g.eventViews(t.language, events, e.Directory), t.g.deadlineViews(o)
	f.Status, f.Number, f.Disposition = e.Case.Status, orNull(e.Case.Number), orNull(e.Case.Disposition)
	for _, task := range t.g.taskViews(o, nil) {
		if task.State == complaint.TaskOpen || task.State == complaint.TaskTaken {
			f.Tasks = append(f.Tasks, task)
		}
	}
	for _, event := range events {
		if done, ok := event.Fact.(complaint.TaskCompleted); ok && f.Task == nil {
			f.Task = orNull(string(done.Step))
		}
	}
}

// numberCase is the case's number among those of the trial, from 0; a case not seen before gets the next.
func (t *trial) numberCase(e *scenario.Engine) int {
	for i, one := range t.cases {
		if one == e {
			return i
		}
	}
	t.cases, t.eventsShown = append(t.cases, e), append(t.eventsShown, 0)
	return len(t.cases) - 1
}
