package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/policy/amendment"
	"duban/policy/calendar"
	"duban/record"
	"duban/web/words"
)

type (
	// PolicyVersionBody names a version: a file that is not published yet, or one that is.
	PolicyVersionBody struct {
		File    string `json:"file,omitempty" maxLength:"400000" doc:"A policy file (YAML)"`
		Policy  string `json:"policy,omitempty" maxLength:"50"`
		Version int    `json:"version,omitempty" minimum:"0" maximum:"2147483647" doc:"With policy: one that has been published"`
	}
	policyCheckInput struct {
		Body struct {
			File string `json:"file" minLength:"1" maxLength:"400000" doc:"A policy file (YAML)"`
		}
	}
	policyCheckView struct {
		Policy      string               `json:"policy" doc:"Empty where the file cannot be read"`
		Title       string               `json:"title"`
		Version     int                  `json:"version"`
		SHA256      string               `json:"sha256"`
		Before      int                  `json:"before" doc:"The version in force, 0 if there is none"`
		Findings    []policy.ToldFinding `json:"findings" nullable:"false"`
		NotRun      []string             `json:"not_run" nullable:"false" doc:"Proofs that were not run, because something is wrong of what they rest on"`
		Differences []policy.Difference  `json:"differences" nullable:"false" doc:"From the version in force, by meaning, in words"`
	}
	policyCheckOutput    struct{ Body policyCheckView }
	policyRehearsalInput struct{ Body PolicyVersionBody }
	moveTrialInput       struct {
		Body struct {
			Policy  string             `json:"policy" maxLength:"50"`
			Version int                `json:"version" minimum:"1" maximum:"2147483647" doc:"To which the cases would be moved"`
			From    int                `json:"from,omitempty" minimum:"0" maximum:"2147483647" doc:"Every case that runs under this version"`
			Cases   []complaint.CaseID `json:"cases,omitempty" maxItems:"10000"`
		}
	}
	runningView struct {
		Version int               `json:"version"`
		Count   int               `json:"count" doc:"Cases that run under it"`
		Cases   []runningCaseView `json:"cases" nullable:"false" doc:"Those that the reader may read"`
		Hidden  int               `json:"hidden" doc:"How many more there are"`
	}
	runningCaseView struct {
		ID     complaint.CaseID `json:"id"`
		Number *string          `json:"number"`
	}
	// TrialLine is a line of an answer that tells how far it has come, or what came of it.
	TrialLine struct {
		Done      int64          `json:"done"`
		All       int64          `json:"all"`
		Rehearsal *rehearsalView `json:"rehearsal,omitempty"`
		Moves     *movedView     `json:"moves,omitempty"`
		Problem   *Problem       `json:"problem,omitempty"`
	}
	rehearsalView struct {
		Version       int                       `json:"version"`
		Before        []int                     `json:"before" nullable:"false" doc:"The versions under which the cases are"`
		Cases         int                       `json:"cases"`
		Open          int                       `json:"open"`
		Differ        int                       `json:"differ"`
		LateBefore    int                       `json:"late_before"`
		LateAfter     int                       `json:"late_after"`
		NewlyLate     int                       `json:"newly_late"`
		NoLongerLate  int                       `json:"no_longer_late"`
		NotReproduced int                       `json:"not_reproduced" doc:"Come out otherwise even under their own version: people or the calendar have changed"`
		Deadlines     []amendment.DeadlineCount `json:"deadlines" nullable:"false"`
		Roles         []roleChangeView          `json:"roles" nullable:"false" doc:"Steps that others would have done"`
		WithoutPlace  []actCountView            `json:"without_place" nullable:"false" doc:"Acts that the version does not take as they were done"`
		Differing     []differingCaseView       `json:"differing" nullable:"false" doc:"Cases in which something is otherwise, as far as the reader may read them"`
		Hidden        int                       `json:"hidden" doc:"How many more there are"`
	}
	roleChangeView struct {
		Step   string   `json:"step"`
		Before []string `json:"before" nullable:"false"`
		After  []string `json:"after" nullable:"false"`
		Count  int      `json:"count"`
	}
	actCountView struct {
		Command string `json:"command"`
		Step    string `json:"step"`
		Why     string `json:"why"`
		Count   int    `json:"count"`
	}
	differingCaseView struct {
		ID           complaint.CaseID `json:"id"`
		Number       *string          `json:"number"`
		Open         bool             `json:"open"`
		LateBefore   bool             `json:"late_before"`
		LateAfter    bool             `json:"late_after"`
		Deadlines    int              `json:"deadlines"`
		Roles        int              `json:"roles"`
		WithoutPlace int              `json:"without_place"`
	}
)

func (g *Gateway) routePolicyTrials() {
	registerForAdministrators(g, huma.Operation{
		OperationID: "check-policy-file",
		Method:      http.MethodPost,
		Path:        "/policy-checks",
		Summary:     "检查一份制度文件，并与现行的一版比较",
		Description: "Changes nothing, so it takes no key.",
	}, g.checkPolicyFile)
	registerForAdministrators(g, huma.Operation{
		OperationID: "rehearse-policy",
		Method:      http.MethodPost,
		Path:        "/policy-rehearsals",
		Summary:     "在已有案件上演练一版制度",
		Description: "Changes nothing. The answer is a line of JSON after the other " +
			"(application/x-ndjson): done and all as it goes " +
			"on, the last with the rehearsal.",
		Responses: trialResponses(g),
	}, g.rehearsePolicy)
	registerForAdministrators(g, huma.Operation{
		OperationID: "try-move",
		Method:      http.MethodPost,
		Path:        "/policy-moves/trials",
		Summary:     "在办案件改用一版制度之前，看哪些能改、哪些不能、为什么",
		Description: "Changes nothing. The answer is a line of JSON after the other, the last with the cases.",
		Responses:   trialResponses(g),
	}, g.tryMove)
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-running-cases",
		Method:      http.MethodGet,
		Path:        "/policies/{id}/running",
		Summary:     "各版制度下还有多少案件在办",
	}, g.listRunningCases)
}

// trialResponses describes answers of many lines.
func trialResponses(g *Gateway) map[string]*huma.Response {
	line := g.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[TrialLine](), true, "")
	return map[string]*huma.Response{"200": {
		Description: "OK",
		Content:     map[string]*huma.MediaType{ndjson: {Schema: line}},
	}}
}

const ndjson = "application/x-ndjson"

func (g *Gateway) checkPolicyFile(
	ctx context.Context, _ record.Account, in *policyCheckInput,
) (*policyCheckOutput, error) {
	l := requestOf(ctx).language
	v := policyCheckView{NotRun: []string{}, Findings: []policy.ToldFinding{}, Differences: []policy.Difference{}}
	data := []byte(in.Body.File)
	loaded, err := policy.Load(policyFile, data)
	cal, calErr := g.calendarOf(ctx, loaded)
	if calErr != nil {
		return nil, calErr
	}
	checked := policy.Check(policyFile, data, cal)
	v.NotRun = append(v.NotRun, checked.NotRun...)
	if err != nil {
		v.Findings = append(v.Findings, checked.Findings.Tell(l)...)
		return &policyCheckOutput{Body: v}, nil //nolint:nilerr // what is wrong is the answer
	}
	v.Policy, v.Version, v.SHA256 = loaded.Ref().ID, loaded.Ref().Version, loaded.Ref().SHA256
	v.Title = loaded.In(l).SayValue(loaded.Doc.Title.Text)
	v.Findings = append(v.Findings, checked.Findings.Tell(loaded.In(l))...)
	v.Differences, v.Before, err = g.differencesFromInForce(ctx, loaded)
	return &policyCheckOutput{Body: v}, err
}

// calendarOf is the calendar of a regulation; of a file that cannot be read, the first that is published.
func (g *Gateway) calendarOf(ctx context.Context, p *policy.Policy) (*calendar.Calendar, error) {
	if p != nil {
		return g.Store.Calendar(ctx, p.Doc.Calendar)
	}
	years, err := g.Store.CalendarYearsInForce(ctx)
	if err != nil || len(years) == 0 {
		return calendar.New("", g.Location), err
	}
	return g.Store.Calendar(ctx, years[0].Calendar)
}

// refusePolicyFile refuses a policy file; the findings stay with the refusal, for its problem to list.
func refusePolicyFile(err error) error {
	var found policy.Findings
	if !errors.As(err, &found) || len(found) == 0 {
		return err
	}
	return errors.Join(complaint.Refuse(complaint.Invalid, "policy.file_wrong",
		complaint.Args{"count": len(found)}).At("file"), found)
}

// versionNamed is the version that a body names.
func (g *Gateway) versionNamed(ctx context.Context, b PolicyVersionBody) (*policy.Policy, error) {
	if b.File == "" {
		return g.Store.PolicyVersion(ctx, b.Policy, b.Version)
	}
	p, err := policy.Load(policyFile, []byte(b.File))
	return p, refusePolicyFile(err)
}

// trialInterval is how often a trial tells how far it has come.
const trialInterval = 200 * time.Millisecond

// streamTrial answers with a line now and then while something is tried, and with what came of it. One trial runs at a
// time, because each takes what cores there are; the next is told to come again.
func (g *Gateway) streamTrial(
	ctx context.Context, try func(ctx context.Context, progress func(done, all int64)) (TrialLine, error),
) (*huma.StreamResponse, error) {
	if !g.trying.TryLock() {
		return nil, complaint.Refuse(busy, "policy.trial_runs", nil)
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer g.trying.Unlock()
		out.SetHeader("Content-Type", ndjson)
		out.SetHeader("X-Accel-Buffering", "no")
		w := out.BodyWriter()
		answer, _ := w.(http.ResponseWriter)
		control := http.NewResponseController(answer)
		_ = control.SetWriteDeadline(time.Time{}) // a long trial is no slow reader
		lines, told := json.NewEncoder(w), time.Time{}
		send := func(line TrialLine) {
			_ = lines.Encode(line) // whoever has gone is told nothing
			_ = control.Flush()
		}
		last, err := try(ctx, func(done, all int64) {
			if now := g.Now(); now.Sub(told) >= trialInterval {
				told = now
				send(TrialLine{Done: done, All: all})
			}
		})
		if err != nil {
			problem, ok := errors.AsType[*Problem](g.problemOfError(ctx, err))
			if !ok {
				problem = requestOf(ctx).problemOfRefusal(complaint.Refuse(internal, "server.internal", nil))
			}
			last = TrialLine{Problem: problem}
		}
		send(last)
	}}, nil
}

func (g *Gateway) rehearsePolicy(
	ctx context.Context, who record.Account, in *policyRehearsalInput,
) (*huma.StreamResponse, error) {
	p, err := g.versionNamed(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	return g.streamTrial(ctx, func(ctx context.Context, progress func(done, all int64)) (TrialLine, error) {
		report, err := amendment.RehearseAll(ctx, g.Store, p, progress)
		if err != nil {
			return TrialLine{}, err
		}
		ids := make([]complaint.CaseID, len(report.Outcomes))
		for i, o := range report.Outcomes {
			ids[i] = o.Case
		}
		readable, err := g.Store.ReadableCases(ctx, who.Person, ids)
		all := int64(report.Cases)
		return TrialLine{
			Done:      all,
			All:       all,
			Rehearsal: rehearsalViewOf(report, p, readable, p.In(requestOf(ctx).language)),
		}, err
	})
}

func rehearsalViewOf(
	r *amendment.Report, p *policy.Policy, readable map[complaint.CaseID]bool, l words.Language,
) *rehearsalView {
	v := &rehearsalView{
		Version:       r.After.Version,
		Before:        []int{},
		Cases:         r.Cases,
		Open:          r.Open,
		Differ:        r.Differ,
		LateBefore:    r.LateBefore,
		LateAfter:     r.LateAfter,
		NewlyLate:     r.NewlyLate,
		NoLongerLate:  r.NoLongerLate,
		NotReproduced: r.NotReproduced,
		Deadlines:     []amendment.DeadlineCount{},
		Roles:         []roleChangeView{},
		WithoutPlace:  []actCountView{},
		Differing:     []differingCaseView{},
	}
	for _, ref := range r.Before {
		v.Before = append(v.Before, ref.Version)
	}
	for _, d := range r.Deadlines {
		d.Title = l.SayValue(d.Title)
		v.Deadlines = append(v.Deadlines, d)
	}
	titles := func(roles []complaint.RoleID) []string {
		all := []string{}
		for _, role := range roles {
			all = append(all, l.SayValue(p.RoleTitle(role)))
		}
		return all
	}
	for _, c := range r.Roles {
		v.Roles = append(v.Roles, roleChangeView{
			Step:   l.SayValue(p.StepTitle(string(c.Step))),
			Before: titles(c.Before),
			After:  titles(c.After),
			Count:  c.Count,
		})
	}
	for _, a := range r.WithoutPlace {
		v.WithoutPlace = append(v.WithoutPlace, actCountView{
			Command: l.SayValue(policy.CommandTitle(l, a.Command)),
			Step:    l.SayValue(p.StepTitle(string(a.Step))),
			Why:     a.Why,
			Count:   a.Count,
		})
	}
	for _, o := range r.Outcomes {
		if !readable[o.Case] || len(v.Differing) == mostListed {
			v.Hidden++
			continue
		}
		v.Differing = append(v.Differing, differingCaseView{
			ID:           o.Case,
			Number:       orNull(o.Number),
			Open:         o.Open,
			LateBefore:   o.LateBefore,
			LateAfter:    o.LateAfter,
			Deadlines:    len(o.Deadlines),
			Roles:        len(o.Roles),
			WithoutPlace: len(o.WithoutPlace),
		})
	}
	return v
}

func (g *Gateway) tryMove(ctx context.Context, who record.Account, in *moveTrialInput) (*huma.StreamResponse, error) {
	to, err := g.Store.PolicyVersion(ctx, in.Body.Policy, in.Body.Version)
	if err != nil {
		return nil, err
	}
	cases, err := g.casesToMove(ctx, who.Person, in.Body.Policy, in.Body.From, in.Body.Cases)
	if err != nil {
		return nil, err
	}
	running, err := g.Store.RunningCases(ctx, in.Body.Policy)
	if err != nil {
		return nil, err
	}
	numbers := make(map[complaint.CaseID]string, len(running))
	for _, k := range running {
		numbers[k.Case] = k.Number
	}
	return g.streamTrial(ctx, func(ctx context.Context, progress func(done, all int64)) (TrialLine, error) {
		readable, err := g.Store.ReadableCases(ctx, who.Person, cases)
		if err != nil {
			return TrialLine{}, err
		}
		all := int64(len(cases))
		last := TrialLine{Done: all, All: all, Moves: newMovedView()}
		for i, id := range cases {
			refusal, err := record.TryMove(ctx, g.Store, id, to, g.Now())
			if err != nil {
				return TrialLine{}, err
			}
			tried := record.MovedCase{
				Case:    id,
				Number:  numbers[id],
				Done:    true,
				Refusal: refusal,
			}
			last.Moves.count(tried, readable[id], requestOf(ctx).language)
			progress(int64(i+1), all)
		}
		return last, nil
	})
}

func (g *Gateway) listRunningCases(
	ctx context.Context, who record.Account, in *PolicyPath,
) (*pageOutput[runningView], error) {
	running, err := g.Store.RunningCases(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]complaint.CaseID, len(running))
	for i, k := range running {
		ids[i] = k.Case
	}
	readable, err := g.Store.ReadableCases(ctx, who.Person, ids)
	if err != nil {
		return nil, err
	}
	views := []runningView{}
	for _, k := range running {
		if len(views) == 0 || views[len(views)-1].Version != k.Version {
			views = append(views, runningView{Version: k.Version, Cases: []runningCaseView{}})
		}
		v := &views[len(views)-1]
		if v.Count++; readable[k.Case] && len(v.Cases) < mostListed {
			v.Cases = append(v.Cases, runningCaseView{ID: k.Case, Number: orNull(k.Number)})
		} else {
			v.Hidden++
		}
	}
	return pageOf(views, ""), nil
}
