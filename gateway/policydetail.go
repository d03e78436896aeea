package gateway

import (
	"context"
	"time"

	"duban/policy"
	speech "duban/web/words"
)

type (
	// policyDetail is all that a page needs to show a regulation with what serves each of its clauses.
	policyDetail struct {
		PolicyView
		Authority []authorityView `json:"authority" nullable:"false"`
		Documents []documentRule  `json:"documents" nullable:"false"`
		Slips     []documentRule  `json:"slip_kinds" nullable:"false"`
		Measures  []measureView   `json:"measures" nullable:"false"`
		Counting  countingView    `json:"counting"`
		Ladder    []rungView      `json:"ladder" nullable:"false" doc:"Of every step's limit that has none of its own"`
		Elements  []elementView   `json:"elements" nullable:"false" doc:"What serves a clause or rests on a setting, in a sentence each"`
		Proofs    []proofView     `json:"proofs" nullable:"false"`
		Fits      []policy.Fit    `json:"fits" nullable:"false" doc:"Each limit of the whole case against the longest way through it"`
		Versions  []versionView   `json:"versions" nullable:"false" doc:"Published versions, newest first"`
	}
	proofView struct {
		Name     string               `json:"name"`
		Title    string               `json:"title"`
		Findings []policy.ToldFinding `json:"findings" nullable:"false" doc:"Where it fails"`
		Accepted []policy.Exception   `json:"accepted" nullable:"false" doc:"Where it fails and the file accepts it, with the organisation's reason"`
	}
	authorityView struct {
		ID      string               `json:"id"`
		Title   string               `json:"title"`
		On      string               `json:"on" doc:"The field by which the table grades"`
		OnTitle string               `json:"on_title"`
		Clauses []string             `json:"clauses" nullable:"false"`
		Setting *string              `json:"setting"`
		Levels  []authorityLevelView `json:"levels" nullable:"false"`
	}
	authorityLevelView struct {
		UpTo  *int64   `json:"up_to" doc:"Fen, inclusive; null in the last row"`
		Is    []string `json:"is" nullable:"false" doc:"Codes, where the table grades by a choice"`
		By    []string `json:"by" nullable:"false"`
		Title string   `json:"title"`
	}
	documentRule struct {
		ID       string   `json:"id"`
		Title    string   `json:"title"`
		Format   string   `json:"format"`
		Restarts string   `json:"restarts" enum:"daily,monthly,yearly,never"`
		Copies   []string `json:"copies" nullable:"false" doc:"Seats, in the order of the copies' numbers"`
		Clauses  []string `json:"clauses" nullable:"false"`
		Setting  *string  `json:"setting"`
	}
	measureView struct {
		ID      string   `json:"id"`
		Title   string   `json:"title"`
		Until   string   `json:"until"`
		Clauses []string `json:"clauses" nullable:"false"`
	}
	countingView struct {
		Start string `json:"start" doc:"next_day or same_day"`
		End   string `json:"end" doc:"end_of_day or same_time"`
		Roll  string `json:"roll" doc:"next_working_day or none"`
	}
	elementView struct {
		Path     string   `json:"path"`
		Says     string   `json:"says"`
		Clauses  []string `json:"clauses" nullable:"false"`
		Settings []string `json:"settings" nullable:"false"`
	}
	versionView struct {
		Version     int       `json:"version"`
		SHA256      string    `json:"sha256"`
		PublishedAt time.Time `json:"published_at"`
		InForce     bool      `json:"in_force"`
		Withdrawn   bool      `json:"withdrawn" doc:"It takes no new cases; those that run under it stay"`
	}
	policySourceOutput struct{ Body policySourceView }
	policySourceView   struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		SHA256  string `json:"sha256"`
		Source  string `json:"source" doc:"The file as published"`
	}
	// MovesView says how a limit can be moved.
	MovesView struct {
		Suspension *suspensionView `json:"suspension,omitempty"`
		Extension  *extensionView  `json:"extension,omitempty"`
	}
	suspensionView struct {
		By      []string   `json:"by" nullable:"false"`
		Grounds []CodeView `json:"grounds" nullable:"false"`
		Clause  *string    `json:"clause"`
		Setting *string    `json:"setting"`
	}
	extensionView struct {
		By      []string `json:"by" nullable:"false"`
		Approve []string `json:"approve" nullable:"false"`
		Most    string   `json:"most"`
		Times   int      `json:"times"`
		Clause  *string  `json:"clause"`
		Setting *string  `json:"setting"`
	}
)

// policyDetailOf is the policy with all that a page about the regulation shows.
func (g *Gateway) policyDetailOf(
	ctx context.Context, p *policy.Policy, language speech.Language,
) (*policyDetail, error) {
	d := p.Doc
	language = p.In(language)
	cal, err := g.Store.Calendar(ctx, d.Calendar)
	if err != nil {
		return nil, err
	}
	v := &policyDetail{
		PolicyView: policyViewOf(p, language),
		Authority:  authorityViews(p, language),
		Documents:  []documentRule{},
		Slips:      []documentRule{},
		Measures:   []measureView{},
		Counting:   countingView{d.Counting.Start.Text, d.Counting.End.Text, d.Counting.Roll.Text},
		Ladder:     rungViews(p, d.Ladder),
		Elements:   elementViews(p, language),
		Proofs:     proofViews(p.Proofs(cal), language),
		Fits:       p.Fits(cal),
		Versions:   []versionView{},
	}
	for i, fit := range v.Fits {
		v.Fits[i] = fit.In(language)
	}
	for _, e := range d.Documents.Entries {
		v.Documents = append(v.Documents, documentRuleOf(p, language, e.Key, e.Value.NumberFormat, e.Value.Copies))
	}
	for _, e := range d.Slips.Entries {
		v.Slips = append(v.Slips, documentRuleOf(p, language, e.Key, e.Value.NumberFormat, nil))
	}
	for _, e := range d.Measures.Entries {
		v.Measures = append(v.Measures,
			measureView{e.Key, language.SayValue(e.Value.Title), e.Value.Until.Text, fullClauseIDs(p, e.Value.Cites)})
	}
	published, err := g.Store.PolicyVersions(ctx, d.Policy)
	if err != nil {
		return nil, err
	}
	for _, one := range published {
		v.Versions = append(v.Versions,
			versionView{one.Ref.Version, one.Ref.SHA256, g.localTime(one.PublishedAt), one.InForce, one.Withdrawn})
	}
	return v, nil
}

func documentRuleOf(
	p *policy.Policy, l speech.Language, id string, n policy.NumberFormat, copies []policy.SeatRule,
) documentRule {
	return documentRule{
		ID:       id,
		Title:    l.SayValue(n.Title),
		Format:   n.Format.Text,
		Restarts: n.Restarts.Text,
		Copies:   textsOfSeatRules(copies),
		Clauses:  fullClauseIDs(p, n.Cites),
		Setting:  fullSettingID(p, n.Setting.Text),
	}
}

func authorityViews(p *policy.Policy, language speech.Language) []authorityView {
	views := make([]authorityView, 0, len(p.Doc.Authority.Entries))
	for _, e := range p.Doc.Authority.Entries {
		a := e.Value
		v := authorityView{
			ID:      e.Key,
			Title:   language.SayValue(a.Title),
			On:      a.On.Text,
			OnTitle: p.FieldTitle(language, a.On.Text),
			Clauses: fullClauseIDs(p, a.Cites),
			Setting: fullSettingID(p, a.Setting.Text),
			Levels:  []authorityLevelView{},
		}
		for _, l := range a.Levels {
			level := authorityLevelView{
				Is:    textsOfWords(l.Is),
				By:    textsOfWords(l.By),
				Title: p.RoleTitles(language, l.By),
			}
			if l.UpTo.Text != "" {
				level.UpTo = &l.UpTo.Fen
			}
			v.Levels = append(v.Levels, level)
		}
		views = append(views, v)
	}
	return views
}

func rungViews(p *policy.Policy, rungs []policy.RungRule) []rungView {
	views := make([]rungView, 0, len(rungs))
	for _, r := range rungs {
		views = append(views, rungViewOf(p, r))
	}
	return views
}

// elementViews lists each element once, with the clauses it serves and the settings it rests on.
func elementViews(p *policy.Policy, language speech.Language) []elementView {
	views, at := []elementView{}, map[string]int{}
	element := func(path string) *elementView {
		if _, ok := at[path]; !ok {
			at[path] = len(views)
			views = append(views, elementView{
				Path:     path,
				Says:     p.SentenceForElement(path, language),
				Clauses:  []string{},
				Settings: []string{},
			})
		}
		return &views[at[path]]
	}
	for _, c := range p.Doc.Clauses.Entries {
		for _, path := range p.ElementsServingClause(c.Key) {
			e := element(path)
			e.Clauses = append(e.Clauses, fullClauseID(p, c.Key))
		}
	}
	for _, s := range p.Doc.Settings.Keys() {
		for _, path := range p.ElementsRestingOnSetting(s) {
			e := element(path)
			e.Settings = append(e.Settings, p.Doc.Policy+"."+s)
		}
	}
	return views
}

// movesViewOf says how a deadline may be suspended and extended.
func movesViewOf(p *policy.Policy, l speech.Language, m policy.Moves) MovesView {
	v := MovesView{}
	if s := m.Suspension; s != nil {
		v.Suspension = &suspensionView{
			By:      textsOfSeatRules(s.By),
			Grounds: codeViews(l, s.Grounds, ""),
			Clause:  firstClauseID(p, s.Cites),
			Setting: fullSettingID(p, s.Setting.Text),
		}
	}
	if e := m.Extension; e != nil {
		v.Extension = &extensionView{
			By:      textsOfSeatRules(e.By),
			Approve: textsOfSeatRules(e.Approve),
			Most:    e.Most.Length.String(),
			Times:   max(e.Times, 1),
			Clause:  firstClauseID(p, e.Cites),
			Setting: fullSettingID(p, e.Setting.Text),
		}
	}
	return v
}

func proofViews(proofs []policy.Proof, language speech.Language) []proofView {
	views := make([]proofView, len(proofs))
	for i, p := range proofs {
		views[i] = proofView{
			Name:     p.Name,
			Title:    language.Text("regulation.proof."+p.Name, nil),
			Findings: p.Findings.Tell(language),
			Accepted: p.Accepted,
		}
		for j, accepted := range p.Accepted {
			views[i].Accepted[j].Why = language.SayValue(accepted.Why)
		}
	}
	return views
}
