package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

type (
	substitutionView struct {
		ID         string           `json:"id"`
		Absent     complaint.UserID `json:"absent"`
		AbsentName *string          `json:"absent_name"`
		By         complaint.UserID `json:"by"`
		ByName     *string          `json:"by_name"`
		From       time.Time        `json:"from"`
		Until      time.Time        `json:"until" doc:"The first instant at which it no longer holds"`
		State      string           `json:"state" enum:"coming,active,past"`
		Reason     *string          `json:"reason" doc:"Why it began on a day that was over when it was named; null where it did not"`
	}
	substitutionInput struct {
		Keyed
		Body struct {
			Absent complaint.UserID `json:"absent" minLength:"1" maxLength:"100"`
			By     complaint.UserID `json:"by" minLength:"1" maxLength:"100" doc:"Acts with the absent person's authority and no more"`
			From   *time.Time       `json:"from,omitempty" doc:"Now if absent"`
			Until  time.Time        `json:"until" doc:"At most a year after it begins"`
			Reason string           `json:"reason,omitempty" maxLength:"200" doc:"Why it begins on a day that is over"`
		}
	}
)

// routeSubstitutions: administrators arrange who stands in for whom; everybody else sees what names them, and arranges
// who stands in for themselves.
func (g *Gateway) routeSubstitutions() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-substitutions",
		Method:      http.MethodGet,
		Path:        "/substitutions",
		Summary:     "代理：谁在何时代谁",
		Description: "All for administrators; for others those of which they are one of the two.",
	}, g.listSubstitutions)
	registerForStaff(g, huma.Operation{
		OperationID:   "add-substitution",
		Method:        http.MethodPost,
		Path:          "/substitutions",
		Summary:       "指定代理人",
		DefaultStatus: http.StatusCreated,
		Description: "Others than administrators name who stands in for themselves: " +
			"somebody who has all their roles, and so gains no authority.",
	}, g.addSubstitution)
	registerForStaff(g, huma.Operation{
		OperationID:   "end-substitution",
		Method:        http.MethodPost,
		Path:          "/substitutions/{id}/end",
		Summary:       "提前结束代理",
		DefaultStatus: http.StatusNoContent,
		Description:   "Others than administrators end those in which somebody stands in for themselves.",
	}, g.endSubstitution)
}

func (g *Gateway) listSubstitutions(
	ctx context.Context, who record.Account, in *PageInput,
) (*pageOutput[substitutionView], error) {
	all := func(s Store, ctx context.Context) ([]complaint.Substitution, error) {
		rows, err := s.AllSubstitutions(ctx)
		return slices.DeleteFunc(rows, func(s complaint.Substitution) bool {
			return !who.Administers && s.Absent != who.Person.ID && s.By != who.Person.ID
		}), err
	}
	return pageHandlerOf(g, all, g.substitutionViewOf, func(v substitutionView) string { return v.ID })(ctx, who, in)
}

func (g *Gateway) substitutionViewOf(s complaint.Substitution, dir complaint.Directory) substitutionView {
	now, state := g.Now(), "active"
	switch {
	case !now.Before(s.Until):
		state = "past"
	case now.Before(s.From):
		state = "coming"
	}
	return substitutionView{
		ID:         s.ID,
		Absent:     s.Absent,
		AbsentName: orNull(dir.NameOf(s.Absent)),
		By:         s.By,
		ByName:     orNull(dir.NameOf(s.By)),
		From:       g.localTime(s.From),
		Until:      g.localTime(s.Until),
		State:      state,
		Reason:     orNull(s.Reason),
	}
}

func (g *Gateway) addSubstitution(ctx context.Context, who record.Account, in *substitutionInput) (*madeOutput, error) {
	b := in.Body
	reason, err := cleanLine(b.Reason, "reason", mostValue)
	if err != nil {
		return nil, err
	}
	s := complaint.Substitution{
		ID:     g.deriveKey("substitution", who, in.Key),
		Absent: b.Absent,
		By:     b.By,
		From:   complaint.Instant(g.Now()).Time,
		Until:  complaint.Instant(b.Until).Time,
		Reason: reason,
	}
	if b.From != nil {
		s.From = complaint.Instant(*b.From).Time
	}
	out := &madeOutput{Body: madeView{s.ID}}
	all, err := g.Store.AllSubstitutions(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := g.Store.WaitingAccess(ctx)
	if err != nil {
		return nil, err
	}
	for _, ch := range waiting {
		if ch.Access.StandIn != nil {
			all = append(all, *ch.Access.StandIn)
		}
	}
	if i := slices.IndexFunc(all, func(made complaint.Substitution) bool { return made.ID == s.ID }); i >= 0 {
		made := all[i]
		ended := !g.Now().Before(made.Until) // perhaps before its time, so that its end says nothing of what was asked
		if made.Absent != s.Absent || made.By != s.By || b.From != nil && !made.From.Equal(s.From) ||
			!ended && !made.Until.Equal(s.Until) {
			return nil, refuseReusedKey()
		}
		return out, nil
	}
	if err := g.requireMayArrange(ctx, who, s); err != nil {
		return nil, err
	}
	return out, g.administerFor(ctx, who).AddSubstitution(ctx, s)
}

// requireMayArrange refuses somebody who is no administrator another's substitution, and a substitute who would gain
// authority by it.
func (g *Gateway) requireMayArrange(ctx context.Context, who record.Account, s complaint.Substitution) error {
	if who.Administers {
		return nil
	}
	absent := complaint.Reason{Clause: "all-absent"}
	if s.Absent != who.Person.ID {
		return complaint.Refuse(complaint.Forbidden, "standin.only_for_yourself", nil).Because(absent)
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return err
	}
	if by := dir.People[s.By]; !by.Active || !by.HasAllRolesOf(dir.People[s.Absent]) {
		return complaint.Refuse(complaint.Invalid, "standin.same_roles", nil).
			Because(absent).At("by")
	}
	return nil
}

func (g *Gateway) endSubstitution(ctx context.Context, who record.Account, in *endInput) (*nothingOutput, error) {
	if !who.Administers {
		all, err := g.Store.AllSubstitutions(ctx)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(s complaint.Substitution) bool {
			return s.ID == in.ID && s.Absent == who.Person.ID
		}) {
			return nil, notFoundError()
		}
	}
	return g.handlerThatEnds(Administration.EndSubstitution)(ctx, who, in)
}
