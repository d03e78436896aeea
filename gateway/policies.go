package gateway

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	speech "duban/web/words"
)

// PolicyStore reads published regulations.
type PolicyStore interface {
	PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	PolicyInForce(ctx context.Context, id string) (*policy.Policy, error)
	// PolicyVersion is a published version; 0, as where an address names none, means the one in force.
	PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
	PolicyVersions(ctx context.Context, id string) ([]record.PublishedPolicy, error)
	PolicySource(ctx context.Context, ref complaint.PolicyRef) (string, error)
}

type (
	// PolicyPath says which version of which policy is meant.
	PolicyPath struct {
		ID      string `path:"id"`
		Version int    `query:"version" minimum:"0" maximum:"2147483647" doc:"0 or absent: the one in force"`
	}
	policyReadInput struct {
		PolicyPath
		Language string `query:"language" maxLength:"20" doc:"Of the sentences that say what the program does, in place of Accept-Language: an id such as zh or en"`
	}
	policyOutput struct{ Body policyDetail }
)

func (g *Gateway) routePolicies() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-policies",
		Method:      http.MethodGet,
		Path:        "/policies",
		Summary:     "现行的制度",
		Middlewares: huma.Middlewares{onlyIfChanged},
	}, func(ctx context.Context, _ record.Account, _ *struct{}) (*pageOutput[PolicyView], error) {
		policies, err := g.Store.PoliciesInForce(ctx)
		if err != nil {
			return nil, err
		}
		views := make([]PolicyView, len(policies))
		for i, p := range policies {
			views[i] = policyViewOf(p, requestOf(ctx).language)
		}
		return pageOf(views, ""), nil
	})
	registerForStaff(g, huma.Operation{
		OperationID: "get-policy",
		Method:      http.MethodGet,
		Path:        "/policies/{id}",
		Summary:     "一项制度",
		Middlewares: huma.Middlewares{onlyIfChanged},
	}, func(ctx context.Context, _ record.Account, in *policyReadInput) (*policyOutput, error) {
		p, err := g.Store.PolicyVersion(ctx, in.ID, in.Version)
		if err != nil {
			return nil, err
		}
		language := requestOf(ctx).language
		if in.Language != "" {
			var known bool
			if language, known = speech.AllLanguages().ByID(in.Language); !known {
				return nil, complaint.Refuse(complaint.Invalid, "value.wrong",
					complaint.Args{"field": "language"}).At("language")
			}
		}
		detail, err := g.policyDetailOf(ctx, p, language)
		if err != nil {
			return nil, err
		}
		return &policyOutput{Body: *detail}, nil
	})
	registerForStaff(g, huma.Operation{
		OperationID: "get-policy-source",
		Method:      http.MethodGet,
		Path:        "/policies/{id}/source",
		Summary:     "制度文件原文",
		Middlewares: huma.Middlewares{onlyIfChanged},
		Description: "Two versions of it show what changed.",
	}, func(ctx context.Context, _ record.Account, in *PolicyPath) (*policySourceOutput, error) {
		p, err := g.Store.PolicyVersion(ctx, in.ID, in.Version)
		if err != nil {
			return nil, err
		}
		source, err := g.Store.PolicySource(ctx, p.Ref())
		if err != nil {
			return nil, err
		}
		return &policySourceOutput{Body: policySourceView{
			ID:      p.Ref().ID,
			Version: p.Ref().Version,
			SHA256:  p.Ref().SHA256,
			Source:  source,
		}}, nil
	})
}

func fullClauseID(p *policy.Policy, short string) string { return p.Doc.Policy + "-" + short }

// fullClauseIDs are the ids of all clauses an element cites.
func fullClauseIDs(p *policy.Policy, c policy.Cites) []string {
	ids := []string{}
	if c.Clause.Text != "" {
		ids = append(ids, fullClauseID(p, c.Clause.Text))
	}
	for _, w := range c.Clauses {
		ids = append(ids, fullClauseID(p, w.Text))
	}
	return ids
}

func fullSettingID(p *policy.Policy, name string) *string {
	if name == "" {
		return nil
	}
	return orNull(p.Doc.Policy + "." + name)
}

// codeViews lists a vocabulary in the order of the file.
func codeViews(l speech.Language, m policy.Map[policy.Text], prefix string) []CodeView {
	views := make([]CodeView, 0, len(m.Entries))
	for _, e := range m.Entries {
		views = append(views, CodeView{Code: prefix + e.Key, Title: l.SayValue(e.Value), Clauses: []string{}})
	}
	return views
}

func textsOfWords(all []policy.Word) []string {
	texts := make([]string, 0, len(all))
	for _, w := range all {
		texts = append(texts, w.Text)
	}
	return texts
}

func textsOfSeatRules(rules []policy.SeatRule) []string {
	texts := make([]string, 0, len(rules))
	for _, r := range rules {
		texts = append(texts, r.Text)
	}
	return texts
}

func roleViews(p *policy.Policy, l speech.Language) []roleView {
	views := make([]roleView, 0, len(p.Doc.Roles.Entries))
	for _, e := range p.Doc.Roles.Entries {
		r := e.Value
		views = append(views, roleView{
			ID:       p.RoleID(e.Key),
			Title:    l.SayValue(r.Title),
			Level:    r.Level,
			Sees:     r.Sees.Text,
			PerUnit:  r.IsPerUnit(),
			Identity: r.Identity,
		})
	}
	return views
}

func kindViews(p *policy.Policy, l speech.Language) []kindView {
	views := make([]kindView, 0, len(p.Doc.Kinds.Entries))
	for _, e := range p.Doc.Kinds.Entries {
		views = append(views, kindView{
			CodeView: CodeView{Code: e.Key, Title: l.SayValue(e.Value.Title), Clauses: fullClauseIDs(p, e.Value.Cites)},
			First:    p.FirstStep(e.Key),
			Linked:   e.Value.Linked,
			Each:     p.PeriodShapeOf(e.Key),
			Final:    e.Value.Final,
		})
	}
	return views
}

// kindViewsByCode are the kinds of matter with these codes.
func kindViewsByCode(p *policy.Policy, l speech.Language, codes []string) []CodeView {
	views := make([]CodeView, 0, len(codes))
	for _, code := range codes {
		k, _ := p.Doc.Kinds.Get(code)
		views = append(views, CodeView{Code: code, Title: l.SayValue(k.Title), Clauses: fullClauseIDs(p, k.Cites)})
	}
	return views
}

// partyRuleViews are the roles of parties with what the policy says of each.
func partyRuleViews(p *policy.Policy, l speech.Language) []partyRuleView {
	views := make([]partyRuleView, 0, len(p.PartyRoles()))
	for _, role := range p.PartyRoles() {
		v := partyRuleView{Role: role, Title: l.SayValue(p.PartyRoleTitle(role)), Represented: []CodeView{}}
		if rule, own := p.Doc.Parties.Get(role); own {
			v.Many, v.Required, v.Own = rule.Many, rule.Required, own
			for _, way := range rule.Represented.Entries {
				v.Represented = append(v.Represented, CodeView{
					Code:    way.Key,
					Title:   l.SayValue(way.Value.Title),
					Clauses: fullClauseIDs(p, way.Value.Cites),
				})
			}
		}
		views = append(views, v)
	}
	return views
}

func dispositionViews(p *policy.Policy, l speech.Language) []CodeView {
	views := make([]CodeView, 0, len(p.Doc.Dispositions.Entries))
	for _, e := range p.Doc.Dispositions.Entries {
		views = append(views, CodeView{Code: e.Key, Title: l.SayValue(e.Value.Title), Clauses: []string{}})
	}
	return views
}

func sourceViews(p *policy.Policy, l speech.Language) []sourceView {
	views := make([]sourceView, 0, len(p.Doc.Intake.Sources.Entries))
	for _, e := range p.Doc.Intake.Sources.Entries {
		code := CodeView{Code: e.Key, Title: l.SayValue(e.Value.Title), Clauses: fullClauseIDs(p, e.Value.Cites)}
		by := e.Value.By
		if len(by) == 0 {
			by = p.Doc.Intake.By
		}
		views = append(views, sourceView{
			CodeView: code,
			Channels: codeViews(l, e.Value.Channels, ""),
			By:       roleIDsNamed(p, by),
		})
	}
	return views
}

// roleIDsNamed are the roles a policy file names.
func roleIDsNamed(p *policy.Policy, named []policy.Word) []complaint.RoleID {
	ids := make([]complaint.RoleID, 0, len(named))
	for _, w := range named {
		ids = append(ids, p.RoleID(w.Text))
	}
	return ids
}

func channelViews(p *policy.Policy, l speech.Language) []channelView {
	views := []channelView{}
	for _, s := range sourceViews(p, l) {
		for _, c := range s.Channels {
			views = append(views, channelView{CodeView: c, Source: s.Code})
		}
	}
	return views
}

func categoryViews(p *policy.Policy, l speech.Language) []categoryView {
	views := make([]categoryView, 0, len(p.Doc.Intake.Categories.Entries))
	for _, e := range p.Doc.Intake.Categories.Entries {
		code := CodeView{Code: e.Key, Title: l.SayValue(e.Value.Title), Clauses: fullClauseIDs(p, e.Value.Cites)}
		views = append(views, categoryView{CodeView: code, Kinds: codeViews(l, e.Value.Kinds, e.Key+".")})
	}
	return views
}

func intakeViewOf(p *policy.Policy, l speech.Language) intakeView {
	in := p.Doc.Intake
	v := intakeView{
		By:       roleIDsNamed(p, in.By),
		Kinds:    kindViewsByCode(p, l, p.KindsPeopleFile()),
		Clauses:  fullClauseIDs(p, in.Cites),
		Public:   in.Public != nil,
		Guidance: guidanceViews(p, l, in.Guidance),
	}
	if in.Backdate.IsSet() {
		v.BackdateDays = &in.Backdate.Length.N
	}
	return v
}

// guidanceViews is the material of the named clauses.
func guidanceViews(p *policy.Policy, l speech.Language, named []policy.Word) []guidanceView {
	return slices.DeleteFunc(allGuidanceViews(p, l), func(v guidanceView) bool {
		return !slices.ContainsFunc(named, func(w policy.Word) bool { return fullClauseID(p, w.Text) == v.Clause })
	})
}

func allGuidanceViews(p *policy.Policy, l speech.Language) []guidanceView {
	views := []guidanceView{}
	for _, e := range p.Doc.Guidance.Entries {
		v := guidanceView{Clause: fullClauseID(p, e.Key), Title: l.SayValue(e.Value.Title), Show: []string{}}
		for _, text := range e.Value.Show {
			v.Show = append(v.Show, l.SayValue(text))
		}
		views = append(views, v)
	}
	return views
}

func messageKindViews(p *policy.Policy, l speech.Language) []messageKindView {
	views := make([]messageKindView, 0, len(p.Doc.Messages.Entries))
	for _, e := range p.Doc.Messages.Entries {
		code := CodeView{Code: e.Key, Title: l.SayValue(e.Value.Title), Clauses: fullClauseIDs(p, e.Value.Cites)}
		views = append(views, messageKindView{CodeView: code, From: e.Value.From.Text})
	}
	return views
}

func permissionViews(p *policy.Policy, l speech.Language) []permissionView {
	views := make([]permissionView, 0, len(p.Doc.May.Entries))
	for _, e := range p.Doc.May.Entries {
		v := permissionView{
			Command: e.Key,
			Title:   policy.CommandTitle(l, e.Key),
			By:      textsOfWords(e.Value.By),
			Clauses: fullClauseIDs(p, e.Value.Cites),
			Setting: fullSettingID(p, e.Value.Setting.Text),
			Begins:  []string{},
			Decided: orNull(e.Value.DecidedBy.Text),
			LeadsTo: []string{},
		}
		if e.Value.Within.IsSet() {
			v.Within = orNull(e.Value.Within.Length.String())
		}
		for _, o := range e.Value.LeadsTo {
			v.LeadsTo = append(v.LeadsTo, o.Step.Text)
		}
		for _, b := range e.Value.Begins {
			v.Begins = append(v.Begins, b.Kind.Text)
		}
		if form := "command." + e.Key; p.Form(form) != nil {
			v.Form = &form
		}
		views = append(views, v)
	}
	return views
}
