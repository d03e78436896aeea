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
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"duban/complaint"
	"duban/record"
)

const (
	apiPath  = "/api/v1"
	mostBody = 1 << 20
	// mostPublicBody bounds what somebody sends who has not signed in: it is read before anything is known of them.
	mostPublicBody = 64 << 10
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
	registerForSignedIn(g, op, handle)
}

// registerForSignedIn registers an operation for those of them whom every further condition lets through: rights are
// judged before anything that was sent.
func registerForSignedIn[I, O any](
	g *Gateway, op huma.Operation, handle func(ctx context.Context, who record.Account, in *I) (*O, error),
	further ...func(huma.Context, func(huma.Context)),
) {
	op.Security = []map[string][]string{{cookieScheme: {}}}
	op.BodyReadTimeout = noDeadline
	before := append(huma.Middlewares{g.requireSession}, further...)
	before = append(before, g.refuseNoText, g.takeBody, g.admitWhenRoom)
	op.Middlewares = append(before, op.Middlewares...)
	huma.Register(g.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, *requestOf(ctx).account, in)
		if err != nil {
			return nil, g.problemOfError(ctx, err)
		}
		return out, nil
	})
}

// registerForEverybody registers an operation for everybody. Every condition of first is judged before anything of the
// body is read.
func registerForEverybody[I, O any](
	g *Gateway, op huma.Operation, handle func(ctx context.Context, in *I) (*O, error),
	first ...func(huma.Context, func(huma.Context)),
) {
	op.BodyReadTimeout = noDeadline
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = mostPublicBody
	}
	before := append(append(huma.Middlewares{}, first...), g.refuseNoText, g.takeBody, g.admitWhenRoom)
	op.Middlewares = append(before, op.Middlewares...)
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

// refuseNoText is the door for what stands in an address, whichever database is behind it: a path that is no text names
// nothing, and a parameter that is none is refused.
func (g *Gateway) refuseNoText(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	query := c.Request.URL.Query()
	for _, p := range ctx.Operation().Parameters {
		if p.In == "path" && !isText(ctx.Param(p.Name)) {
			g.answerRefusal(c, notFoundError())
			return
		}
		if p.In == "query" && slices.ContainsFunc(query[p.Name], func(value string) bool { return !isText(value) }) {
			g.answerRefusal(c, complaint.Refuse(complaint.Invalid, "request.not_text", nil).At("query."+p.Name))
			return
		}
	}
	next(ctx)
}

// isText reports whether something is what a text can be made of.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

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
	most := ctx.Operation().MaxBodyBytes
	if most == 0 {
		most = mostBody
	}
	body, err := readJSON(c.Request, most)
	if err != nil {
		g.answerRefusal(c, err)
		return
	}
	requestOf(ctx.Context()).body = body
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	next(ctx)
}

func readJSON(r *http.Request, most int64) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, complaint.Refuse(unsupported, "request.json_expected", nil)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, most))
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
	case bytes.Contains(body, []byte(`\u0000`)):
		return body, refuseNUL(body)
	}
	return body, nil
}

// refuseNUL names the field of a JSON body that has a NUL in it, if there is one: no database keeps it as text.
func refuseNUL(body []byte) error {
	var all any
	if err := json.Unmarshal(body, &all); err != nil {
		return complaint.Refuse(complaint.Invalid, "request.not_json", nil)
	}
	if where, found := findNUL(all, ""); found {
		return complaint.Refuse(complaint.Invalid, "text.control_characters", nil).At(where)
	}
	return nil
}

// findNUL is where in a decoded value, which stands at a place, a NUL is.
func findNUL(value any, at string) (where string, found bool) {
	switch v := value.(type) {
	case string:
		return at, strings.ContainsRune(v, 0)
	case []any:
		for i, one := range v {
			if where, found = findNUL(one, fmt.Sprintf("%s[%d]", at, i)); found {
				return where, true
			}
		}
	case map[string]any:
		for name, one := range v {
			if strings.ContainsRune(name, 0) {
				return at, true
			}
			if where, found = findNUL(one, strings.TrimPrefix(at+"."+name, ".")); found {
				return where, true
			}
		}
	}
	return "", false
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
	g.routeReceiptIssue()
	g.routeCases()
	g.routeCommands()
	g.routeJournal()
	g.routeAttachments()
	g.routePapers()
	g.routeCaseFiles()
	g.routeDrafts()
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
	g.routeReceiptSession()
	g.routeDesk()
	g.routeRehearsal()
	g.routePeriods()
	g.routeAdministration()
	g.routeNotices()
	g.routeExports()
	g.routeFeed()
	g.routeSecurity()
	g.routeSessions()
	g.routePassword()
	g.routeAccountLinks()
	g.routeSecondSignIn()
	g.routeSecondFactor()
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
