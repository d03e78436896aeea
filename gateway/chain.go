package gateway

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"

	"duban/complaint"
	"duban/web/words"
)

// beginRequest gives the request its id, in which the client has no say, and the language that the client asks for.
func (g *Gateway) beginRequest(c *gin.Context) {
	r := &request{
		id:       newRequestID(),
		tls:      c.Request.TLS != nil,
		address:  networkOfAddress(c.ClientIP()),
		device:   deviceOfUserAgent(c.Request.UserAgent()),
		language: words.MatchLanguage(c.GetHeader("Accept-Language")),
	}
	if cookie, err := c.Request.Cookie(complaintCookie); err == nil {
		r.complaintToken = cookie.Value
	}
	if cookie, err := c.Request.Cookie(knownDeviceCookie); err == nil {
		r.knownDevice = cookie.Value
	}
	if cookie, err := c.Request.Cookie(cookieName); err == nil {
		r.token = cookie.Value
	}
	c.Request = c.Request.WithContext(withRequest(c.Request.Context(), r))
	c.Header("X-Request-Id", r.id)
	c.Next()
}

// recoverPanic answers for a handler that panicked. The panic's value may hold data, so only its type is logged.
func (g *Gateway) recoverPanic(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler { //nolint:errorlint,err113 // the value itself, by convention of net/http
			panic(v)
		}
		r := requestOf(c.Request.Context())
		g.log.Error("handler panicked", "request_id", r.id, "type", fmt.Sprintf("%T", v), "stack",
			string(debug.Stack()))
		if !c.Writer.Written() {
			r.problemOfRefusal(complaint.Refuse(internal, "server.internal", nil)).writeTo(c.Writer)
		}
		c.Abort()
	}()
	c.Next()
}

const contentPolicy = "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'"

// setSecurityHeaders sets what every answer carries and refuses posts from other sites' pages.
func (g *Gateway) setSecurityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if g.stopping.Load() {
		h.Set("Connection", "close") // so that the next request finds a gateway that stays
	}
	if g.SecureCookies || c.Request.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if !strings.HasPrefix(c.Request.URL.Path, "/temporal") { // the Temporal UI has a policy of its own
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Frame-Options", "DENY")
	}
	if err := g.origins.Check(c.Request); err != nil {
		g.answerRefusal(c, complaint.Refuse(complaint.Forbidden, "request.cross_origin", nil))
		return
	}
	c.Next()
}

func (g *Gateway) answerRefusal(c *gin.Context, err error) {
	g.problemOfError(c.Request.Context(), err).writeTo(c.Writer)
	c.Abort()
}

func (g *Gateway) answerMethodNotAllowed(c *gin.Context) {
	g.answerRefusal(c, complaint.Refuse(methodNotAllowed, "request.method_not_allowed", nil))
}
