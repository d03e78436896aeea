package gateway

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// awaitedRights is what was asked for with an account and does not hold yet.
type awaitedRights struct {
	Change string             `json:"change" doc:"Id of the change: see /policy-changes"`
	Roles  []complaint.RoleID `json:"roles" nullable:"false"`
	Unit   *complaint.UnitID  `json:"unit" doc:"Where the person is to work; null if nothing changes"`
	Name   *string            `json:"name"`
	Active bool               `json:"active" doc:"They are to be let in again"`
	DueAt  *time.Time         `json:"due_at" doc:"When it takes effect if nobody agrees before; null where somebody must"`
}

func (g *Gateway) routeChangeRefusal() {
	registerForStaff(g, huma.Operation{
		OperationID: "refuse-policy-change",
		Method:      http.MethodPost,
		Path:        "/policy-changes/{change}/refusal",
		Summary:     "不同意一项变更，它不再生效",
		Description: "By who could agree to it, and by whose place or way in it would give to others.",
	}, g.refusePolicyChange)
}

func (g *Gateway) refusePolicyChange(
	ctx context.Context, who record.Account, in *policyChangeAct,
) (*policyChangeOutput, error) {
	return g.judgePolicyChange(ctx, who, in, g.administerFor(ctx, who).RefusePolicyChange)
}

// judgePolicyChange lets somebody whom a change concerns agree or not; nobody else learns that there is one.
func (g *Gateway) judgePolicyChange(
	ctx context.Context, who record.Account, in *policyChangeAct,
	judge func(context.Context, string) (record.PolicyChange, error),
) (*policyChangeOutput, error) {
	ch, err := g.Store.PolicyChange(ctx, in.Change)
	if err != nil {
		return nil, err
	}
	if !concernsPolicyChange(who, ch) {
		return nil, notFoundError()
	}
	if ch, err = judge(ctx, in.Change); err != nil {
		return nil, err
	}
	return g.policyChangeOutput(ctx, who, ch)
}

// tellFor is how long whoever could have agreed is shown what took effect without them.
const tellFor = 7 * 24 * time.Hour

// isToKnow reports whether somebody is still to be shown that a change has taken effect without a second person.
func (g *Gateway) isToKnow(p complaint.Person, ch record.PolicyChange) bool {
	return ch.State == record.ChangeInForce && ch.DecidedBy == complaint.System && ch.IsJudgedBy(p) &&
		g.Now().Sub(ch.DecidedAt) < tellFor
}

// sayAccess says what a change of access lets come about, and which roles agree to it.
func (g *Gateway) sayAccess(
	ctx context.Context, v *PolicyChangeView, ch record.PolicyChange, dir complaint.Directory,
) error {
	a := ch.Access
	titles, err := g.roleTitles(ctx)
	if err != nil {
		return err
	}
	l := requestOf(ctx).language
	for _, role := range ch.Agreeing {
		v.Agreeing = append(v.Agreeing, titles(role))
	}
	unit := func(id complaint.UnitID) string {
		return cmp.Or(dir.Units[id].Name, l.Text("administration.access.none", nil))
	}
	name := func(id complaint.UserID) string {
		return cmp.Or(dir.NameOf(id), l.Text("administration.access.none", nil))
	}
	args := complaint.Args{"name": name(a.Person)}
	var said []string
	say := func(what string) { said = append(said, l.Text("administration.access."+what, args)) }
	switch {
	case a.StandIn != nil:
		args["by"] = name(a.StandIn.By)
		args["from"] = g.localTime(a.StandIn.From).Format(time.DateTime)
		args["until"] = g.localTime(a.StandIn.Until).Format(time.DateTime)
		say("stand_in")
	case a.Unit != nil:
		args["unit"], args["parent"], args["manager"] = a.Unit.Name, unit(a.Unit.Parent), name(a.Unit.Manager)
		say("unit")
	case a.Tie != "", a.Hash != "":
		say(string(v.Kind))
	}
	if len(a.Roles) > 0 {
		var roles []string
		for _, role := range a.Roles {
			roles = append(roles, titles(role))
		}
		args["roles"] = strings.Join(roles, l.Text("mark.and", nil))
		say("roles")
	}
	if a.MoveTo != nil {
		args["unit"] = unit(*a.MoveTo)
		say("move")
	}
	if a.Name != "" {
		args["new"] = a.Name
		say("rename")
	}
	if a.Active {
		say("active")
	}
	if others := namesakesOf(dir, a.Person, cmp.Or(a.Name, dir.People[a.Person].Name)); len(others) > 0 &&
		a.Hash == "" {
		args["n"] = len(others)
		say("namesakes")
	}
	v.Said = strings.Join(said, l.Text("mark.semicolon", nil))
	return nil
}

// roleTitles gives roles their titles, each with its regulation's.
func (g *Gateway) roleTitles(ctx context.Context) (func(complaint.RoleID) string, error) {
	all, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	l := requestOf(ctx).language
	return func(id complaint.RoleID) string {
		name, _, _ := strings.Cut(string(id), ".")
		for _, p := range all {
			if p.Ref().ID == name {
				in := p.In(l)
				return l.Text("administration.access.role",
					complaint.Args{"role": in.SayValue(p.RoleTitle(id)), "title": in.SayValue(p.Doc.Title.Text)})
			}
		}
		return l.Text("administration.access.none", nil)
	}, nil
}

// namesakesOf are the others who have the name, also those who have left.
func namesakesOf(dir complaint.Directory, id complaint.UserID, name string) []complaint.Person {
	var others []complaint.Person
	for _, p := range dir.People {
		if p.ID != id && id != "" && name != "" && fold.Name(p.Name) == fold.Name(name) {
			others = append(others, p)
		}
	}
	slices.SortFunc(others, func(a, b complaint.Person) int { return cmp.Compare(a.ID, b.ID) })
	return others
}

// waitingRights is what is asked for with accounts and does not hold yet, by account.
func (g *Gateway) waitingRights(ctx context.Context) (map[complaint.UserID]record.PolicyChange, error) {
	waiting, err := g.Store.WaitingAccess(ctx)
	rights := map[complaint.UserID]record.PolicyChange{}
	for _, ch := range waiting {
		if ch.Kind == record.GiveRights {
			rights[ch.Access.Person] = ch
		}
	}
	return rights, err
}

func (g *Gateway) awaitedRightsOf(ch record.PolicyChange) *awaitedRights {
	if ch.ID == "" {
		return nil
	}
	v := &awaitedRights{
		Change: ch.ID,
		Roles:  append([]complaint.RoleID{}, ch.Access.Roles...),
		Unit:   ch.Access.MoveTo,
		Name:   orNull(ch.Access.Name),
		Active: ch.Access.Active,
	}
	if !ch.DueAt.IsZero() {
		at := g.localTime(ch.DueAt)
		v.DueAt = &at
	}
	return v
}

// withWaiting is the account as it was asked for, with what does not hold yet.
func withWaiting(k record.Account, ch record.PolicyChange) record.Account {
	k.Person.Roles = append(slices.Clone(k.Person.Roles), ch.Access.Roles...)
	if ch.Access.MoveTo != nil {
		k.Person.Unit = *ch.Access.MoveTo
	}
	k.Person.Name = cmp.Or(ch.Access.Name, k.Person.Name)
	k.Person.Active = k.Person.Active || ch.Access.Active
	return k
}

// requireOnePerson refuses another account for a name that somebody has, unless it is said to be another person: an
// account is tied to a person once, so that whoever is kept out of a case has no second way in. It is not asked where
// what opens cases holds at once.
func (g *Gateway) requireOnePerson(ctx context.Context, id complaint.UserID, name string, another bool) error {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return err
	}
	if dir.People[id].Name == name || another || len(namesakesOf(dir, id, name)) == 0 {
		return nil
	}
	if atOnce, err := g.Store.ChangesAtOnce(ctx); err != nil || atOnce {
		return err
	}
	return complaint.Refuse(complaint.Conflict, "account.same_name", complaint.Args{"name": name}).At("name")
}
