package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// Codes of problems that only the gateway has; the others are complaint's.
const (
	unauthenticated  complaint.Code = "unauthenticated"
	tooMany          complaint.Code = "too_many_requests"
	tooLarge         complaint.Code = "too_large"
	unsupported      complaint.Code = "unsupported_media_type"
	methodNotAllowed complaint.Code = "method_not_allowed"
	internal         complaint.Code = "internal"
	// busy was turned away at the gate: surely nothing was recorded. complaint.Unavailable may have been.
	busy complaint.Code = "busy"
)

// outcome is how a code looks over HTTP; the words problem.<code> are its title.
type outcome struct {
	status int
	// retry is the Retry-After in seconds, 0 for none.
	retry int
}

// outcomes is the one table from code to HTTP.
var outcomes = map[complaint.Code]outcome{
	unauthenticated:       {http.StatusUnauthorized, 0},
	secondFactor:          {http.StatusUnauthorized, 0},
	complaint.Forbidden:   {http.StatusForbidden, 0},
	complaint.NotFound:    {http.StatusNotFound, 0},
	methodNotAllowed:      {http.StatusMethodNotAllowed, 0},
	complaint.Conflict:    {http.StatusConflict, 0},
	tooLarge:              {http.StatusRequestEntityTooLarge, 0},
	unsupported:           {http.StatusUnsupportedMediaType, 0},
	complaint.Invalid:     {http.StatusUnprocessableEntity, 0},
	tooMany:               {http.StatusTooManyRequests, 10},
	internal:              {http.StatusInternalServerError, 0},
	busy:                  {http.StatusServiceUnavailable, 2},
	complaint.Unavailable: {http.StatusServiceUnavailable, 2},
}

// Problem is an RFC 9457 problem document. It repeats nothing that was sent, but of a calendar file what is wrong in
// it.
type Problem struct {
	Type      string         `json:"type" doc:"URN of the code"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code" doc:"forbidden, not_found, conflict, invalid, …"`
	ID        string         `json:"id,omitempty" doc:"Which refusal it is, whatever the language; absent where it was recorded as a sentence"`
	Args      complaint.Args `json:"args,omitempty" doc:"What the sentence is about, by name"`
	Detail    string         `json:"detail" doc:"For people, in the language of Accept-Language"`
	Field     string         `json:"field,omitempty" doc:"Path of the offending datum in the request"`
	Clause    string         `json:"clause,omitempty" doc:"The clause the refusal rests on, e.g. logistics-4.1a"`
	Setting   string         `json:"setting,omitempty" doc:"The organisation's setting, <policy>.<name>"`
	State     string         `json:"state,omitempty" doc:"degraded (reading works), down or stopping (/readyz)"`
	Missing   []string       `json:"missing,omitempty" doc:"What is not ready (/readyz)"`
	Pending   string         `json:"pending,omitempty" doc:"What goes with the code to /session/second (second_factor at sign-in)"`
	RequestID string         `json:"request_id,omitempty" doc:"Absent from 404, whose bytes never vary"`

	Findings []policy.ToldFinding `json:"findings,omitempty" doc:"All that is wrong with a file that was sent, in its order"`

	language words.Language
}

// problemOf is a refusal as its reader is told it. Every 404 is the same one: what is not there and what may not be
// read look alike.
func problemOf(e *complaint.Error, language words.Language) *Problem {
	o, ok := outcomes[e.Code]
	switch {
	case !ok:
		o, e = outcomes[internal], complaint.Refuse(internal, "server.internal", nil)
	case e.Code == complaint.NotFound:
		e = notFoundRefusal()
	}
	return &Problem{
		Type:     "urn:duban:problem:" + string(e.Code),
		Title:    language.Text("problem."+string(e.Code), nil),
		Status:   o.status,
		Code:     string(e.Code),
		ID:       e.ID,
		Args:     e.Args,
		Detail:   language.Text(e.Word()),
		Field:    e.Field,
		Clause:   e.Clause,
		Setting:  e.Setting,
		language: language,
	}
}

// problemOfRefusal is a refusal as the answer to the request.
func (r *request) problemOfRefusal(e *complaint.Error) *Problem {
	p := problemOf(e, r.language)
	if p.Code != string(complaint.NotFound) {
		p.RequestID = r.id
	}
	return p
}

// refusalViewOf is a refusal within an answer that is none itself.
func refusalViewOf(e *complaint.Error, language words.Language) *refusalView {
	return &refusalView{
		Code:    e.Code,
		ID:      e.ID,
		Args:    e.Args,
		Clause:  orNull(e.Clause),
		Setting: orNull(e.Setting),
		Detail:  language.Text(e.Word()),
	}
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if o := outcomes[complaint.Code(p.Code)]; o.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(o.retry))
	}
	return h
}

// writeTo sends the document.
func (p *Problem) writeTo(w http.ResponseWriter) {
	h := w.Header()
	maps.Copy(h, p.GetHeaders())
	h.Set("Content-Type", p.ContentType(""))
	setLanguageHeader(h, p.language)
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // the client may be gone
}

// refusalOfError makes any error of a handler into what the client is told. Trouble of ours is logged, once, here.
func (g *Gateway) refusalOfError(ctx context.Context, err error) *complaint.Error {
	if e := complaint.RefusalIn(err); e != nil {
		return e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		g.log.Warn("request given up", "request_id", requestOf(ctx).id, "error", err)
		return complaint.Refuse(complaint.Unavailable, "server.busy", nil)
	}
	if isUnreachable(err) {
		g.log.Warn("database unreachable", "request_id", requestOf(ctx).id, "error", err)
		return complaint.Refuse(complaint.Unavailable, "server.database_silent", nil)
	}
	g.log.Error("request failed", "request_id", requestOf(ctx).id, "error", err)
	return complaint.Refuse(internal, "server.internal", nil)
}

func (g *Gateway) problemOfError(ctx context.Context, err error) *Problem {
	p := requestOf(ctx).problemOfRefusal(g.refusalOfError(ctx, err))
	p.Findings = findingViews(err, p.language)
	if second, ok := errors.AsType[pendingError](err); ok {
		p.Pending = second.token
	}
	return p
}

// notFoundRefusal is the refusal of every 404.
func notFoundRefusal() *complaint.Error {
	return complaint.Refuse(complaint.NotFound, "not_found", nil)
}

func notFoundError() error { return notFoundRefusal() }
