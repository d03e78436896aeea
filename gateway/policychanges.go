package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// PolicyChangeStore reads what was asked for with versions of regulations, and what becomes of it.
type PolicyChangeStore interface {
	PolicyChanges(ctx context.Context) ([]record.PolicyChange, error)
	PolicyChange(ctx context.Context, id string) (record.PolicyChange, error)
	MovedCases(ctx context.Context, id string) ([]record.MovedCase, error)
	RunningCases(ctx context.Context, policy string) ([]record.RunningCase, error)
	HeldBackPolicies(ctx context.Context, released []record.ReleasedFile) ([]record.HeldBackPolicy, error)
	// WaitingAccess is what was asked for by which somebody will be able to open cases.
	WaitingAccess(ctx context.Context) ([]record.PolicyChange, error)
	// ReadableCases are those of the given cases that the person may read.
	ReadableCases(ctx context.Context, p complaint.Person, ids []complaint.CaseID) (map[complaint.CaseID]bool, error)
}

type (
	// PolicyChangeView is what somebody asks for with a version of a regulation.
	PolicyChangeView struct {
		ID          string                   `json:"id"`
		Kind        record.PolicyChangeKind  `json:"kind" enum:"publish,withdraw,move,rights,stand_in,link,password,unit,tie" doc:"The last six let somebody open cases"`
		Said        string                   `json:"said" doc:"What is asked for, in a sentence"`
		Policy      string                   `json:"policy" doc:"Empty where it is about who opens cases"`
		Title       string                   `json:"title" doc:"Of the regulation"`
		Version     int                      `json:"version" doc:"The one published, withdrawn or moved to"`
		SHA256      string                   `json:"sha256"`
		Reason      string                   `json:"reason"`
		AskedBy     complaint.UserID         `json:"asked_by"`
		AskedByName *string                  `json:"asked_by_name"`
		AskedAt     time.Time                `json:"asked_at"`
		DueAt       *time.Time               `json:"due_at" doc:"When it takes effect if nobody agrees before and it is not taken back; null where somebody must agree"`
		State       record.PolicyChangeState `json:"state" enum:"pending,in_force,taken_back,refused,failed"`
		DecidedBy   *complaint.UserID        `json:"decided_by" doc:"Who agreed or took it back; system where its time came"`
		DecidedName *string                  `json:"decided_by_name"`
		DecidedAt   *time.Time               `json:"decided_at"`
		Failure     *refusalView             `json:"failure,omitempty" doc:"Why it could not take effect"`
		Agreeing    []string                 `json:"agreeing" nullable:"false" doc:"Titles of the roles whose holders can agree: the highest of the regulation in force"`
		CanAgree    bool                     `json:"can_agree" doc:"The reader can"`
		CanRefuse   bool                     `json:"can_refuse" doc:"The reader can: who could agree, and whose place or way in it would give to others"`
		CanTakeBack bool                     `json:"can_take_back"`
		ToKnow      bool                     `json:"to_know" doc:"It took effect in the last seven days without a second person, and the reader holds a role that could have agreed"`
		Cases       int                      `json:"cases" doc:"How many are to be moved"`
	}
	// movedView is what became of the cases of a change, as far as the reader may read them.
	movedView struct {
		Moved   int             `json:"moved"`
		Waiting int             `json:"waiting"`
		Refused []refusedMoves  `json:"refused" nullable:"false" doc:"Why, and how many"`
		Cases   []movedCaseView `json:"cases" nullable:"false" doc:"Those that the reader may read"`
		Hidden  int             `json:"hidden" doc:"How many more there are"`
	}
	refusedMoves struct {
		Why   string `json:"why"`
		Count int    `json:"count"`
	}
	movedCaseView struct {
		ID      complaint.CaseID `json:"id"`
		Number  *string          `json:"number"`
		Done    bool             `json:"done" doc:"False while it waits to be moved"`
		Refusal *refusalView     `json:"refusal,omitempty"`
	}
	policyChangeDetail struct {
		PolicyChangeView
		Differences []policy.Difference `json:"differences" nullable:"false" doc:"Of a version to be published, from the one in force"`
		Moves       *movedView          `json:"moves,omitempty"`
	}
	policyChangeInput struct {
		Keyed
		Body struct {
			Kind    record.PolicyChangeKind `json:"kind" enum:"publish,withdraw,move"`
			File    string                  `json:"file,omitempty" maxLength:"400000" doc:"The policy file to be published (YAML)"`
			Policy  string                  `json:"policy,omitempty" maxLength:"50"`
			Version int                     `json:"version,omitempty" minimum:"0" maximum:"2147483647" doc:"With policy: one that has been published"`
			From    int                     `json:"from,omitempty" minimum:"0" maximum:"2147483647" doc:"To move: every case that runs under this version"`
			Cases   []complaint.CaseID      `json:"cases,omitempty" maxItems:"10000" doc:"To move: these; each must be one that you may read"`
			Reason  string                  `json:"reason" minLength:"1" maxLength:"2000"`
		}
	}
	policyOfferView struct {
		Policy      string              `json:"policy"`
		Title       string              `json:"title"`
		Version     int                 `json:"version" doc:"The number that the file of the release has"`
		InForce     int                 `json:"in_force" doc:"The version that the organisation goes by; 0 where all are withdrawn"`
		Next        int                 `json:"next" doc:"The lowest number under which it can be published"`
		File        string              `json:"file" doc:"The file of the release (YAML)"`
		Differences []policy.Difference `json:"differences" nullable:"false" doc:"From the version in force"`
	}
	// PolicyChangePath names the change in the path of an operation.
	PolicyChangePath struct {
		Change string `path:"change" maxLength:"100"`
	}
	policyChangeAct struct {
		PolicyChangePath
		Keyed
	}
	policyChangeOutput       struct{ Body PolicyChangeView }
	policyChangeDetailOutput struct{ Body policyChangeDetail }
)

func (g *Gateway) routePolicyChanges() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-policy-changes",
		Method:      http.MethodGet,
		Path:        "/policy-changes",
		Summary:     "要两个人的变更：制度版本的发布、撤回、改用，谁能看案件",
		Description: "All of them for administrators; " +
			"for others those that their roles can agree to, or that are about them.",
	}, g.listPolicyChanges)
	registerForStaff(g, huma.Operation{
		OperationID: "get-policy-change",
		Method:      http.MethodGet,
		Path:        "/policy-changes/{change}",
		Summary:     "一项变更，以及它的案件现在怎样",
	}, g.getPolicyChange)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "ask-policy-change",
		Method:        http.MethodPost,
		Path:          "/policy-changes",
		Summary:       "提出发布、撤回一版制度，或者让在办案件改用它",
		DefaultStatus: http.StatusCreated,
		Description: "It takes effect after 24 hours, " +
			"or at once when a second person agrees who holds the highest role of the " +
			"regulation in force; at once where no case has been filed yet, and in a demonstration. " +
			"What a check finds in the " +
			"file is told with the refusal.",
	}, g.askPolicyChange)
	registerForStaff(g, huma.Operation{
		OperationID: "agree-to-policy-change",
		Method:      http.MethodPost,
		Path:        "/policy-changes/{change}/agreement",
		Summary:     "同意一项变更，随即生效",
	}, g.agreeToPolicyChange)
	registerForAdministrators(g, huma.Operation{
		OperationID: "take-back-policy-change",
		Method:      http.MethodPost,
		Path:        "/policy-changes/{change}/taking-back",
		Summary:     "收回一项尚未生效的变更",
	}, g.takeBackPolicyChange)
	g.routeChangeRefusal()
	g.routePolicyTrials()
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-policy-offers",
		Method:      http.MethodGet,
		Path:        "/policy-offers",
		Summary:     "程序带来而没有启用的制度：本单位有自己的一版",
		Description: "What the organisation has published itself stays in force. " +
			"A release's file of the same or a newer number " +
			"waits here until somebody publishes it under the next number, or another version.",
	}, g.listPolicyOffers)
}

// listPolicyOffers lists the regulations of the program that are not in force because the organisation goes by its own.
func (g *Gateway) listPolicyOffers(
	ctx context.Context, _ record.Account, _ *struct{},
) (*pageOutput[policyOfferView], error) {
	released, err := g.Released()
	if err != nil {
		return nil, err
	}
	held, err := g.Store.HeldBackPolicies(ctx, released)
	if err != nil {
		return nil, err
	}
	views := []policyOfferView{}
	for _, h := range held {
		if !h.IsOffered() {
			continue
		}
		p, err := policy.Load(h.File, []byte(h.Source))
		if err != nil {
			return nil, err
		}
		l := p.In(requestOf(ctx).language)
		v := policyOfferView{
			Policy:  h.Ref.ID,
			Title:   l.SayValue(p.Doc.Title.Text),
			Version: h.Ref.Version,
			InForce: h.InForce.Version,
			Next:    h.Next,
			File:    h.Source,
		}
		if v.Differences, _, err = g.differencesFromInForce(ctx, p); err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return pageOf(views, ""), nil
}

// concernsPolicyChange reports whether somebody may know of a change: administrators, and who can hold it up or let it
// through by a role, and those whose account or place it is about.
func concernsPolicyChange(who record.Account, ch record.PolicyChange) bool {
	return who.Administers || ch.IsJudgedBy(who.Person) || slices.Contains(ch.Access.Affected(), who.Person.ID)
}

func (g *Gateway) listPolicyChanges(
	ctx context.Context, who record.Account, _ *struct{},
) (*pageOutput[PolicyChangeView], error) {
	all, err := g.Store.PolicyChanges(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	views := []PolicyChangeView{}
	for _, ch := range all {
		if !concernsPolicyChange(who, ch) {
			continue
		}
		v, err := g.policyChangeViewOf(ctx, who, ch, dir)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return pageOf(views, ""), nil
}

func (g *Gateway) policyChangeViewOf(
	ctx context.Context, who record.Account, ch record.PolicyChange, dir complaint.Directory,
) (PolicyChangeView, error) {
	l := requestOf(ctx).language
	v := PolicyChangeView{
		ID:          ch.ID,
		Kind:        ch.Kind,
		Policy:      ch.Ref.ID,
		Version:     ch.Ref.Version,
		SHA256:      ch.Ref.SHA256,
		Reason:      ch.Reason,
		AskedBy:     ch.AskedBy,
		AskedByName: orNull(dir.NameOf(ch.AskedBy)),
		AskedAt:     g.localTime(ch.AskedAt),
		State:       ch.State,
		DecidedBy:   orNull(ch.DecidedBy),
		DecidedName: orNull(dir.NameOf(ch.DecidedBy)),
		Agreeing:    []string{},
		CanAgree:    ch.CanBeAgreedToBy(who.Person),
		CanRefuse:   ch.CanBeRefusedBy(who.Person),
		ToKnow:      g.isToKnow(who.Person, ch),
		CanTakeBack: who.Administers && ch.State == record.ChangePending,
		Cases:       len(ch.Cases),
	}
	if !ch.DecidedAt.IsZero() {
		at := g.localTime(ch.DecidedAt)
		v.DecidedAt = &at
	}
	if ch.Failure != nil {
		v.Failure = refusalViewOf(ch.Failure, l)
	}
	if !ch.DueAt.IsZero() {
		at := g.localTime(ch.DueAt)
		v.DueAt = &at
	}
	if ch.Kind.IsOfAccess() {
		return v, g.sayAccess(ctx, &v, ch, dir)
	}
	p, err := g.policyOfChange(ctx, ch)
	if err != nil {
		return v, err
	}
	v.Title = p.In(l).SayValue(p.Doc.Title.Text)
	v.Said = l.Text("administration.version.kind."+string(ch.Kind),
		complaint.Args{"title": v.Title, "version": ch.Ref.Version, "n": len(ch.Cases)})
	for _, role := range ch.Agreeing {
		v.Agreeing = append(v.Agreeing, p.In(l).SayValue(p.RoleTitle(role)))
	}
	return v, nil
}

// policyOfChange is the regulation in force that a change is about; where there is none, what the change brings.
func (g *Gateway) policyOfChange(ctx context.Context, ch record.PolicyChange) (*policy.Policy, error) {
	p, err := g.Store.PolicyInForce(ctx, ch.Ref.ID)
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Code != complaint.NotFound {
		return p, err
	}
	if ch.Source == "" {
		return g.Store.PolicyVersion(ctx, ch.Ref.ID, ch.Ref.Version)
	}
	return policy.LoadPublished(ch.File, []byte(ch.Source), complaint.Edition)
}

func (g *Gateway) getPolicyChange(
	ctx context.Context, who record.Account, in *PolicyChangePath,
) (*policyChangeDetailOutput, error) {
	ch, err := g.Store.PolicyChange(ctx, in.Change)
	if err != nil {
		return nil, err
	}
	if !concernsPolicyChange(who, ch) {
		return nil, notFoundError()
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	out := &policyChangeDetailOutput{Body: policyChangeDetail{Differences: []policy.Difference{}}}
	if out.Body.PolicyChangeView, err = g.policyChangeViewOf(ctx, who, ch, dir); err != nil {
		return nil, err
	}
	if ch.Kind == record.MoveCases {
		out.Body.Moves, err = g.movedView(ctx, who, ch)
		return out, err
	}
	if ch.Kind == record.PublishVersion && ch.State == record.ChangePending && ch.Source != "" {
		p, err := policy.LoadPublished(ch.File, []byte(ch.Source), complaint.Edition)
		if err != nil {
			return nil, err
		}
		if out.Body.Differences, _, err = g.differencesFromInForce(ctx, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// differencesFromInForce are those of a version from the one in force; none and 0 where there is none in force.
func (g *Gateway) differencesFromInForce(ctx context.Context, p *policy.Policy) ([]policy.Difference, int, error) {
	before, err := g.Store.PolicyInForce(ctx, p.Ref().ID)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
		return []policy.Difference{}, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return policy.DifferencesBetween(before, p, requestOf(ctx).language), before.Ref().Version, nil
}

func (g *Gateway) movedView(ctx context.Context, who record.Account, ch record.PolicyChange) (*movedView, error) {
	cases, err := g.Store.MovedCases(ctx, ch.ID)
	if err != nil {
		return nil, err
	}
	readable, err := g.Store.ReadableCases(ctx, who.Person, ch.Cases)
	if err != nil {
		return nil, err
	}
	l := requestOf(ctx).language
	v := newMovedView()
	for _, k := range cases {
		v.count(k, readable[k.Case], l)
	}
	return v, nil
}

func newMovedView() *movedView {
	return &movedView{Refused: []refusedMoves{}, Cases: []movedCaseView{}}
}

// count counts a case; one that the reader may read is listed too.
func (v *movedView) count(k record.MovedCase, readable bool, l words.Language) {
	shown := movedCaseView{ID: k.Case, Number: orNull(k.Number), Done: k.Done}
	switch {
	case !k.Done:
		v.Waiting++
	case k.Refusal == nil:
		v.Moved++
	default:
		shown.Refusal = refusalViewOf(k.Refusal, l)
		why := refusalInShort(k.Refusal, l)
		i := slices.IndexFunc(v.Refused, func(r refusedMoves) bool { return r.Why == why })
		if i < 0 {
			i, v.Refused = len(v.Refused), append(v.Refused, refusedMoves{Why: why})
		}
		v.Refused[i].Count++
	}
	if readable && len(v.Cases) < mostListed {
		v.Cases = append(v.Cases, shown)
	} else {
		v.Hidden++
	}
}

// refusalInShort is why a case is not moved, without what is the case's own: those who may not read it are told no
// more.
func refusalInShort(r *complaint.Error, l words.Language) string {
	if key := "adopt.short." + r.ID; l.HasWords(key) {
		return l.Text(key, nil)
	}
	return l.Text(r.Word())
}

// mostListed is how many cases or acts are listed one by one; the others are counted.
const mostListed = 200

func (g *Gateway) askPolicyChange(
	ctx context.Context, who record.Account, in *policyChangeInput,
) (*policyChangeOutput, error) {
	reason, err := cleanText(in.Body.Reason, "reason", mostReason)
	if err != nil {
		return nil, err
	}
	ch := record.PolicyChange{
		ID:     "change-" + g.deriveKey("policy-change", who, in.Key),
		Kind:   in.Body.Kind,
		Ref:    complaint.PolicyRef{ID: in.Body.Policy, Version: in.Body.Version},
		Source: in.Body.File,
		Reason: reason,
	}
	if ch.Source != "" {
		if ch.Kind != record.PublishVersion {
			return nil, complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": "file"}).At("file")
		}
		ch.File = policyFile
	}
	if ch.Kind == record.MoveCases {
		if ch.Cases, err = g.casesToMove(ctx, who.Person, in.Body.Policy, in.Body.From, in.Body.Cases); err != nil {
			return nil, err
		}
	}
	if ch, err = g.administerFor(ctx, who).AskPolicyChange(ctx, ch); err != nil {
		return nil, refusePolicyFile(err)
	}
	return g.policyChangeOutput(ctx, who, ch)
}

// mostReason is the longest reason, in characters.
const mostReason = 2000

// policyFile is what a policy file is called that came without a name.
const policyFile = "policy.yaml"

// casesToMove are the cases that run under a version, or those named, each of which the person must be able to read.
func (g *Gateway) casesToMove(
	ctx context.Context, p complaint.Person, policy string, from int, named []complaint.CaseID,
) ([]complaint.CaseID, error) {
	readable, err := g.Store.ReadableCases(ctx, p, named)
	if err != nil {
		return nil, err
	}
	for _, id := range named {
		if !readable[id] {
			return nil, complaint.Refuse(complaint.Invalid, "case.unknown", nil).At("cases")
		}
	}
	if from == 0 {
		return named, nil
	}
	running, err := g.Store.RunningCases(ctx, policy)
	if err != nil {
		return nil, err
	}
	for _, k := range running {
		if k.Version == from && !readable[k.Case] {
			named = append(named, k.Case)
		}
	}
	return named, nil
}

func (g *Gateway) policyChangeOutput(
	ctx context.Context, who record.Account, ch record.PolicyChange,
) (*policyChangeOutput, error) {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	v, err := g.policyChangeViewOf(ctx, who, ch, dir)
	return &policyChangeOutput{Body: v}, err
}

func (g *Gateway) agreeToPolicyChange(
	ctx context.Context, who record.Account, in *policyChangeAct,
) (*policyChangeOutput, error) {
	return g.judgePolicyChange(ctx, who, in, g.administerFor(ctx, who).AgreeToPolicyChange)
}

func (g *Gateway) takeBackPolicyChange(
	ctx context.Context, who record.Account, in *policyChangeAct,
) (*policyChangeOutput, error) {
	ch, err := g.administerFor(ctx, who).TakeBackPolicyChange(ctx, in.Change)
	if err != nil {
		return nil, err
	}
	return g.policyChangeOutput(ctx, who, ch)
}
