package gateway

import (
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// pagePolicy is contentPolicy with what the component library needs: styles made at run time and inline images.
const pagePolicy = contentPolicy + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'"

// page serves the web application: a file if there is one, else for a page's address the index. Everything else
// that nobody answers is not found.
func (g *Gateway) page(c *gin.Context) {
	name, ok := g.pageFile(c.Request)
	if !ok {
		g.refuse(c, notFound())
		return
	}
	data, err := fs.ReadFile(g.Web, name)
	if errors.Is(err, fs.ErrNotExist) {
		g.refuse(c, notFound())
		return
	}
	if err != nil {
		g.refuse(c, err)
		return
	}
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") { // their names hold a hash of their content
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, strings.NewReader(string(data)))
}

// pageFile names the file to serve. Addresses without an extension are pages of the application.
func (g *Gateway) pageFile(r *http.Request) (string, bool) {
	if g.Web == nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return "", false
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case name == "api" || strings.HasPrefix(name, "api/") || name == "temporal" || strings.HasPrefix(name, "temporal/"):
		return "", false
	case path.Ext(name) == "":
		return "index.html", true
	}
	return name, fs.ValidPath(name)
}
