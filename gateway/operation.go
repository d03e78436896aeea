package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"duban/complaint"
	"duban/record"
)

const (
	apiPath  = "/api/v1"
	mostBody = 1 << 20
	// cookieScheme is the name of the cookie's security scheme in the OpenAPI document.
	cookieScheme = "session"
)

// noDeadline keeps huma from setting a deadline for reading the body, which takeBody has read by then within the
// server's own. Left alone it sets five seconds from there, and whoever waits longer for an answer finds not only
// this request cancelled but every later one on the same connection.
const noDeadline = -1

// registerForStaff registers an operation for people who are signed in. Who acts is an argument of the handler.
func registerForStaff[I, O any](
	g *Gateway, op huma.Operation, handle func(ctx context.Context, who record.Account, in *I) (*O, error),
) {
	op.Security = []map[string][]string{{cookieScheme: {}}}
	op.BodyReadTimeout = noDeadline
	op.Middlewares = huma.Middlewares{g.requireSession, g.takeBody, g.admitWhenRoom}
	huma.Register(g.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, *requestOf(ctx).account, in)
		if err != nil {
			return nil, g.problemOfError(ctx, err)
		}
		return out, nil
	})
}

// registerForEverybody registers an operation for everybody.
func registerForEverybody[I, O any](
	g *Gateway, op huma.Operation, handle func(ctx context.Context, in *I) (*O, error),
) {
	op.BodyReadTimeout = noDeadline
	op.Middlewares = huma.Middlewares{g.takeBody, g.admitWhenRoom}
	huma.Register(g.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, g.problemOfError(ctx, err)
		}
		return out, nil
	})
}

// requireSession comes before anything of the request is looked at: without a session everything is 401.
func (g *Gateway) requireSession(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	signed, account, err := g.findSignedIn(ctx.Context())
	if err == nil && account == nil {
		err = complaint.Refuse(unauthenticated, "signin.first", nil)
	}
	if err != nil {
		g.answerRefusal(c, err)
		return
	}
	requestOf(signed).account = account
	next(huma.WithContext(ctx, signed))
}

// takeBody reads the body once, keeps it as sent and refuses what is no JSON of valid UTF-8.
func (g *Gateway) takeBody(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	if c.Request.Body == nil || ctx.Operation().RequestBody == nil {
		next(ctx)
		return
	}
	if ctx.Operation().RequestBody.Content[multipart] != nil {
		g.takeUpload(ctx, next)
		return
	}
	body, err := readJSON(c.Request)
	if err != nil {
		g.answerRefusal(c, err)
		return
	}
	requestOf(ctx.Context()).body = body
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	next(ctx)
}

func readJSON(r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, complaint.Refuse(unsupported, "request.json_expected", nil)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, mostBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, complaint.Refuse(tooLarge, "request.too_large", nil)
	case err != nil:
		return nil, complaint.Refuse(complaint.Invalid, "request.incomplete", nil)
	case !utf8.Valid(body):
		return nil, complaint.Refuse(complaint.Invalid, "request.not_utf8", nil)
	case !json.Valid(body):
		return nil, complaint.Refuse(complaint.Invalid, "request.not_json", nil)
	}
	return body, nil
}

// newAPI describes the interface as a whole.
func (g *Gateway) newAPI() huma.API {
	config := huma.DefaultConfig("Duban 督办", "1")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Info.Description = "投诉案件的登记、办理、督办与查询。错误一律为 RFC 9457 problem；时间为 RFC 3339；金额为整数分；句子按 Accept-Language，默认中文。"
	config.Servers = []*huma.Server{{URL: apiPath}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		cookieScheme: {Type: "apiKey", In: "cookie", Name: cookieName},
	}
	return humagin.NewWithGroup(g.engine, g.engine.Group(apiPath, setContentLanguage), config)
}

// routeAPI registers every operation.
func (g *Gateway) routeAPI() {
	g.api = g.newAPI()
	g.routeSession()
	g.routePolicies()
	g.routeTrials()
	g.routeDirectory()
	g.routeFiling()
	g.routeCases()
	g.routeCommands()
	g.routeJournal()
	g.routeAttachments()
	g.routeReadings()
	g.routeCasePage()
	g.routeInbox()
	g.routeRegister()
	g.routeSlips()
	g.routeCirculars()
	g.routeLedger()
	g.routePeriodCases()
	g.routeOverview()
	g.routeReports()
	g.routePublic()
	g.routeDesk()
	g.routeRehearsal()
	g.routePeriods()
	g.routeAdministration()
}

// OpenAPI is the document of the whole interface, as /api/v1/openapi.json serves it. It needs no server.
func OpenAPI() ([]byte, error) {
	g := &Gateway{Options: Options{}.withDefaults()}
	g.log = g.Logger
	if err := g.addRoutes(); err != nil {
		return nil, err
	}
	return g.document, nil
}

func encodeDocument(doc *huma.OpenAPI) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("encode OpenAPI: %w", err)
	}
	return b.Bytes(), nil
}
