package gateway

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

type (
	commandBody struct {
		Command string         `json:"command" maxLength:"100"`
		Task    string         `json:"task,omitempty" maxLength:"100" doc:"May be left out when only one fits"`
		Outcome string         `json:"outcome,omitempty" maxLength:"100"`
		Data    map[string]any `json:"data,omitempty"`
		Comment string         `json:"comment,omitempty"`
	}
	commandInput struct {
		CasePath
		Keyed
		Body commandBody
	}
	// commandView is what became of a command.
	commandView struct {
		State   string      `json:"state" enum:"pending,done,refused"`
		Seq     *int        `json:"seq,omitempty" doc:"The journal's last event after the command"`
		Events  []eventView `json:"events,omitempty" doc:"What the command caused"`
		Problem *Problem    `json:"problem,omitempty"`
	}
	commandOutput struct {
		Status   int
		Location string `header:"Location"`
		Body     commandView
	}
	commandStateInput struct {
		CasePath
		Key string `path:"key" maxLength:"128"`
	}
	commandStateOutput struct{ Body commandView }
)

// States of a command.
const (
	statePending = "pending"
	stateDone    = "done"
	stateRefused = "refused"
)

func (g *Gateway) routeCommands() {
	const path = "/cases/{id}/commands"
	registerForStaff(g, huma.Operation{
		OperationID: "command-case",
		Method:      http.MethodPost,
		Path:        path,
		Summary:     "办理：唯一的操作入口",
		Description: "200 when recorded, 202 when queued (see Location).",
	}, g.takeStaffCommand)
	registerForStaff(g, huma.Operation{
		OperationID: "get-command",
		Method:      http.MethodGet,
		Path:        path + "/{key}",
		Summary:     "一项操作的结果",
	}, g.readCommand)
	describeCommands(g.api.OpenAPI().Paths[path].Post, g.api.OpenAPI(), policy.ClientCommands())
}

func (g *Gateway) takeStaffCommand(ctx context.Context, who record.Account, in *commandInput) (*commandOutput, error) {
	mayNotRead := g.requireMayRead(ctx, who.Person, in.ID)
	if mayNotRead != nil && !g.speaksOnEntry(ctx, who.Person, in) {
		return nil, mayNotRead
	}
	s := sender{
		id:     in.ID,
		actor:  who.Person.ID,
		scope:  who.Person.ID,
		key:    in.Key,
		person: &who.Person,
	}
	out, err := g.submitCommand(ctx, s, in.Body)
	if err == nil && out.Status == http.StatusAccepted {
		out.Location = apiPath + "/cases/" + string(in.ID) + "/commands/" + in.Key
	}
	if err == nil && mayNotRead != nil {
		out.Body.hideCase()
	}
	return out, err
}

// hideCase leaves of what became of a command what its sender may know who may not read the case.
func (v *commandView) hideCase() { v.Seq, v.Events = nil, nil }

// readCommand answers the sender of a command, and nobody else, what became of it.
func (g *Gateway) readCommand(
	ctx context.Context, who record.Account, in *commandStateInput,
) (*commandStateOutput, error) {
	mayNotRead := g.requireMayRead(ctx, who.Person, in.ID)
	if mayNotRead != nil && !g.isHeardInCase(ctx, who.Person, in.ID) {
		return nil, mayNotRead
	}
	r, err := g.Store.RequestByKey(ctx, who.Person.ID, in.Key)
	if err != nil {
		return nil, err
	}
	if r == nil || r.Case != in.ID || r.Command == "" {
		return nil, notFoundError()
	}
	if err := g.speakOfCase(ctx, in.ID); err != nil {
		return nil, err
	}
	answer, err := g.Store.StoredAnswer(ctx, in.ID, r.Command)
	if err != nil {
		return nil, err
	}
	view, err := g.commandViewOf(ctx, in.ID, answer)
	if err != nil {
		return nil, err
	}
	if mayNotRead != nil {
		view.hideCase()
	}
	return &commandStateOutput{Body: *view}, nil
}

// speakOfCase: what the request is told from here on is about the case's policy.
func (g *Gateway) speakOfCase(ctx context.Context, id complaint.CaseID) error {
	row, err := g.Store.CaseRow(ctx, id)
	if err != nil {
		return err
	}
	p, err := g.Store.PolicyVersion(ctx, row.Policy, row.Version)
	if err != nil {
		return err
	}
	requestOf(ctx).speakOf(p)
	return nil
}

func (g *Gateway) commandViewOf(ctx context.Context, id complaint.CaseID, a *complaint.Answer) (*commandView, error) {
	if a == nil {
		return &commandView{State: statePending}, nil
	}
	if refusal := a.Refusal; refusal != nil {
		return &commandView{State: stateRefused, Problem: problemOf(refusal, requestOf(ctx).language)}, nil
	}
	view := &commandView{State: stateDone, Seq: &a.Seq, Events: []eventView{}}
	if a.From > a.Seq {
		return view, nil
	}
	events, err := g.Store.JournalEvents(ctx, id, a.From-1, a.Seq-a.From+1)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	view.Events = g.eventViews(requestOf(ctx).language, events, dir)
	return view, nil
}
