package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	speech "duban/web/words"
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

// outcome is how a code looks over HTTP.
type outcome struct {
	status int
	title  string
	// retry is the Retry-After in seconds, 0 for none.
	retry int
}

// outcomes is the one table from code to HTTP.
var outcomes = map[complaint.Code]outcome{
	unauthenticated:       {http.StatusUnauthorized, "请先登录 (unauthorized)", 0},
	complaint.Forbidden:   {http.StatusForbidden, "不能这样做 (forbidden)", 0},
	complaint.NotFound:    {http.StatusNotFound, "没有找到 (not found)", 0},
	methodNotAllowed:      {http.StatusMethodNotAllowed, "不支持这种方法 (method not allowed)", 0},
	complaint.Conflict:    {http.StatusConflict, "现在不行 (conflict)", 0},
	tooLarge:              {http.StatusRequestEntityTooLarge, "内容过大 (too large)", 0},
	unsupported:           {http.StatusUnsupportedMediaType, "格式不支持 (unsupported media type)", 0},
	complaint.Invalid:     {http.StatusUnprocessableEntity, "内容有误 (invalid)", 0},
	tooMany:               {http.StatusTooManyRequests, "请求过于频繁 (too many requests)", 10},
	internal:              {http.StatusInternalServerError, "服务器出错 (internal error)", 0},
	busy:                  {http.StatusServiceUnavailable, "系统繁忙 (busy)", 2},
	complaint.Unavailable: {http.StatusServiceUnavailable, "暂时无法办理 (unavailable)", 2},
}

// Problem is an RFC 9457 problem document. It repeats nothing that was sent, but of a calendar file what is wrong in it.
type Problem struct {
	Type      string   `json:"type" doc:"URN of the code"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Code      string   `json:"code" doc:"forbidden, not_found, conflict, invalid, …"`
	Detail    string   `json:"detail" doc:"For people, Chinese first"`
	Field     string   `json:"field,omitempty" doc:"Path of the offending datum in the request"`
	Clause    string   `json:"clause,omitempty" doc:"The clause the refusal rests on, e.g. logistics-4.1a"`
	Setting   string   `json:"setting,omitempty" doc:"The organisation's setting, <policy>.<name>"`
	State     string   `json:"state,omitempty" doc:"degraded (reading works), down or stopping (/readyz)"`
	Missing   []string `json:"missing,omitempty" doc:"What is not ready (/readyz)"`
	RequestID string   `json:"request_id,omitempty" doc:"Absent from 404, whose bytes never vary"`

	Findings []findingView `json:"findings,omitempty" doc:"All that is wrong with a file that was sent, in its order"`
}

// notFoundDetail stands in every 404: what is not there and what may not be read look the same.
const notFoundDetail = "没有这一项，或者您无权查看 (not found)"

func problemOf(e *complaint.Error, requestID string) *Problem {
	o, ok := outcomes[e.Code]
	if !ok {
		o, e = outcomes[internal], complaint.Refuse(internal, "服务器出错，请稍候再试 (internal error)")
	}
	p := &Problem{Type: "urn:duban:problem:" + string(e.Code), Title: o.title, Status: o.status, Code: string(e.Code)}
	if e.Code == complaint.NotFound {
		p.Detail = notFoundDetail
		return p
	}
	p.Detail, p.Field, p.Clause, p.Setting, p.RequestID = sentence(e), e.Field, e.Clause, e.Setting, requestID
	return p
}

// sentence is the refusal for people.
func sentence(e *complaint.Error) string {
	if e.ID == "" {
		return e.Detail
	}
	return speech.Default().Text(e.Word())
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

// write sends the document.
func (p *Problem) write(w http.ResponseWriter) {
	h := w.Header()
	maps.Copy(h, p.GetHeaders())
	h.Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // the client may be gone
}

// refusal makes any error of a handler into what the client is told. Trouble of ours is logged, once, here.
func (g *Gateway) refusal(ctx context.Context, err error) *complaint.Error {
	if e := complaint.Refused(err); e != nil {
		return e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		g.log.Warn("request given up", "request_id", requestOf(ctx).id, "error", err)
		return complaint.Refuse(complaint.Unavailable, "系统繁忙，请稍候再试 (busy)")
	}
	if unreachable(err) {
		g.log.Warn("database unreachable", "request_id", requestOf(ctx).id, "error", err)
		return complaint.Refuse(complaint.Unavailable, "暂时办理不了，请稍候再试 (the database does not answer)")
	}
	g.log.Error("request failed", "request_id", requestOf(ctx).id, "error", err)
	return complaint.Refuse(internal, "服务器出错，请稍候再试 (internal error)")
}

func (g *Gateway) problem(ctx context.Context, err error) *Problem {
	p := problemOf(g.refusal(ctx, err), requestOf(ctx).id)
	p.Findings = findingsOf(err)
	return p
}

func notFound() error { return complaint.Refuse(complaint.NotFound, notFoundDetail) }

// humaProblem takes the place of huma's own errors, which repeat what the client sent.
func humaProblem(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	id := ""
	if ctx != nil {
		id = requestOf(ctx.Context()).id
	}
	code := complaint.Invalid
	switch {
	case status == http.StatusRequestEntityTooLarge:
		code = tooLarge
	case status == http.StatusUnsupportedMediaType:
		code = unsupported
	case status >= http.StatusInternalServerError:
		return problemOf(complaint.Refuse(internal, "服务器出错，请稍候再试 (internal error)"), id)
	}
	field, text := "", "请求的内容不符合接口的要求 (malformed request)"
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			field, text = explain(d.ErrorDetail())
			break
		}
	}
	return problemOf(complaint.Refuse(code, "%s", text).At(field), id)
}

// explain words a validation error. The names it gives are the schema's; what the client sent is left out, even
// the name of an unknown field.
func explain(d *huma.ErrorDetail) (field, text string) {
	path := d.Location
	for _, where := range []string{"body.", "query.", "path.", "header."} {
		path = strings.TrimPrefix(path, where)
	}
	if path == "body" {
		path = ""
	}
	message, _, _ := strings.Cut(d.Message, ": ") // what follows a colon may be the value
	switch {
	case strings.HasPrefix(message, "unexpected property"), strings.HasPrefix(message, "unknown query"):
		parent, _, nested := cutLast(path, ".")
		if !nested {
			parent = ""
		}
		return parent, "有接口里没有的字段 (unknown field)"
	case strings.HasPrefix(message, "expected required property"):
		name := strings.TrimSuffix(strings.TrimPrefix(message, "expected required property "), " to be present")
		return strings.Trim(path+"."+name, "."), "请填写 " + name + " (required)"
	case strings.HasPrefix(message, "required"):
		return path, "请填写 " + path + " (required)"
	case strings.HasPrefix(message, "expected"):
		return path, path + " 的格式或取值不对 (" + message + ")"
	}
	return path, "请求的内容不是有效的 JSON，或格式不对 (malformed)"
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
