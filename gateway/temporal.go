package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"duban/complaint"
	"duban/record"
)

const (
	// supervising is the level from which a role looks after other people's cases.
	supervising = 2

	temporalPath = "/temporal"
	// temporalCalls is where Temporal's pages call for data.
	temporalCalls = temporalPath + "/api/v1"
	// temporalNamespace is the only namespace that can be asked for.
	temporalNamespace = "duban"
	temporalCases     = temporalCalls + "/namespaces/" + temporalNamespace
	// temporalQueue is the only task queue shown.
	temporalQueue = "cases"
	// workflowOfCase precedes a case's id in the id of its workflow.
	workflowOfCase = "case-"
)

// serveTemporal shows Temporal's own pages to who supervises or administers, of the cases that they may read. To all
// others there is no such page; of a case that may not be read, as of anything else than cases, there is nothing.
// What is asked for is taken apart and asked anew, so that the server sees only what was judged here.
func (g *Gateway) serveTemporal(c *gin.Context) {
	ctx, account, err := g.findSignedIn(c.Request.Context())
	if err == nil && account != nil {
		var may bool
		if may, err = g.isSupervisor(ctx, *account); err == nil && may {
			v := temporalVisit{g, *account, c.Writer, c.Request.WithContext(ctx)}
			err = v.answer()
		} else if err == nil {
			err = notFoundError()
		}
	} else if err == nil {
		err = notFoundError()
	}
	if err != nil {
		g.answerRefusal(c, err)
	}
}

func (g *Gateway) isSupervisor(ctx context.Context, a record.Account) (bool, error) {
	if a.Administers {
		return true, nil
	}
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return false, err
	}
	for _, p := range policies {
		for _, e := range p.Doc.Roles.Entries {
			if e.Value.Level >= supervising && a.Person.HoldsRole(p.RoleID(e.Key)) {
				return true, nil
			}
		}
	}
	return false, nil
}

// temporalVisit is one request to Temporal's pages by somebody who supervises or administers.
type temporalVisit struct {
	*Gateway
	who record.Account
	w   http.ResponseWriter
	r   *http.Request
}

// answer sends the answer, or says why there is none.
func (v *temporalVisit) answer() error {
	where := path.Clean(v.r.URL.Path)
	if !isUnder(strings.TrimPrefix(temporalPath+"/api", "/"), strings.TrimPrefix(where, "/")) {
		return v.answerPage(where)
	}
	var parts []string // as they were sent, each on its own: an escaped slash separates nothing
	for part := range strings.SplitSeq(strings.TrimPrefix(v.r.URL.EscapedPath(), temporalCalls+"/"), "/") {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return notFoundError()
		}
		parts = append(parts, plain)
	}
	return v.answerCall(parts)
}

// answerPage sends the page itself, the same whatever it will ask for, or a file of it.
func (v *temporalVisit) answerPage(where string) error {
	if v.r.Method != http.MethodGet && v.r.Method != http.MethodHead {
		return complaint.Refuse(methodNotAllowed, "request.method_not_allowed", nil)
	}
	namespace, named := strings.CutPrefix(where, temporalPath+"/namespaces/")
	switch {
	case strings.HasPrefix(where, temporalPath+"/_app/") || where == temporalPath+"/favicon.ico":
		v.w.Header().Del("Cache-Control")
	case named && !isUnder(temporalNamespace, namespace):
		return notFoundError()
	default:
		where = temporalPath + "/"
	}
	page := v.r.Clone(v.r.Context())
	page.URL, page.RequestURI = &url.URL{Path: where}, where
	v.TemporalUI.ServeHTTP(v.w, page)
	return nil
}

// answerCall finds the call among those there are.
func (v *temporalVisit) answerCall(parts []string) error {
	reads := v.r.Method == http.MethodGet || v.r.Method == http.MethodHead
	called := strings.Join(parts, "/")
	switch {
	case !reads && v.r.Method != http.MethodPost:
		return complaint.Refuse(methodNotAllowed, "request.method_not_allowed", nil)
	case reads && called == "namespaces":
		return v.listNamespaces()
	case reads && (called == "settings" || called == "system-info" || called == "cluster-info"):
		return v.pass(temporalCalls+"/"+called, nil)
	case len(parts) < 2 || parts[0] != "namespaces" || parts[1] != temporalNamespace:
		return notFoundError()
	}
	inNamespace := parts[2:]
	switch called := strings.Join(inNamespace, "/"); {
	case len(inNamespace) > 1 && inNamespace[0] == "workflows":
		return v.answerOfCase(reads, inNamespace[1], inNamespace[2:])
	case !reads:
		return notFoundError()
	case called == "" || called == "search-attributes":
		return v.pass(path.Join(temporalCases, called), nil)
	case called == "task-queues/"+temporalQueue:
		return v.pass(temporalCases+"/"+called, v.parameters("taskQueueType"))
	case called == "workflows":
		return v.listWorkflows()
	case called == "workflow-count":
		return v.countWorkflows()
	}
	return notFoundError()
}

// ask asks the server, with nothing of what the visitor sent but what is given here.
func (v *temporalVisit) ask(method, where string, query url.Values, body []byte) *temporalReply {
	r := v.r.Clone(v.r.Context())
	r.URL = &url.URL{Path: where, RawQuery: query.Encode()}
	r.Method, r.RequestURI = method, r.URL.RequestURI()
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header = http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	reply := &temporalReply{header: http.Header{}, status: http.StatusOK}
	v.TemporalUI.ServeHTTP(reply, r)
	return reply
}

// send sends what the server said.
func (v *temporalVisit) send(reply *temporalReply) error {
	h := v.w.Header()
	h.Set("Content-Type", reply.header.Get("Content-Type"))
	v.w.WriteHeader(reply.status)
	_, _ = v.w.Write(reply.body.Bytes()) // the client may be gone
	return nil
}

// sendJSON sends what was made of what the server said.
func (v *temporalVisit) sendJSON(value any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode for Temporal's pages: %w", err)
	}
	reply := &temporalReply{header: http.Header{"Content-Type": {"application/json"}}, status: http.StatusOK}
	reply.body.Write(encoded)
	return v.send(reply)
}

// pass answers a call that is about no case.
func (v *temporalVisit) pass(where string, query url.Values) error {
	return v.send(v.ask(http.MethodGet, where, query, nil))
}

// parameters are those of the names that the visitor gave, each once.
func (v *temporalVisit) parameters(names ...string) url.Values {
	given, kept := v.r.URL.Query(), url.Values{}
	for _, name := range names {
		if given.Has(name) {
			kept.Set(name, given.Get(name))
		}
	}
	return kept
}

// listNamespaces lists the one there is.
func (v *temporalVisit) listNamespaces() error {
	reply := v.ask(http.MethodGet, temporalCases, nil, nil)
	if reply.status != http.StatusOK {
		return v.send(reply)
	}
	return v.sendJSON(map[string]any{"namespaces": []json.RawMessage{reply.body.Bytes()}})
}

// temporalReply is what the server said, kept until it is known whether it may be told.
type temporalReply struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *temporalReply) Header() http.Header { return r.header }

// Write implements http.ResponseWriter.
func (r *temporalReply) Write(b []byte) (int, error) { return r.body.Write(b) }

// WriteHeader implements http.ResponseWriter.
func (r *temporalReply) WriteHeader(status int) { r.status = status }
