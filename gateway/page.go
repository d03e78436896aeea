package gateway

import (
	"bytes"
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

// The two applications: addresses under /p are the complainants', all others the staff's.
const (
	staffIndex  = "index.html"
	publicIndex = "public.html"
)

// notBuilt is what a browser reads where the program was compiled without its applications.
const notBuilt = "网页还没有构建，请运行 make build 后重新启动。\nThe web application is not built: run make build and start again.\n"

// servePage serves the web applications: a file if there is one, else for a page's address the index. Everything else
// that nobody answers is not found.
func (g *Gateway) servePage(c *gin.Context) {
	name, ok := g.pageFileName(c.Request)
	if !ok {
		g.answerRefusal(c, notFoundError())
		return
	}
	data, compressed, err := g.readPageFile(name, strings.Contains(c.GetHeader("Accept-Encoding"), "gzip"))
	switch {
	case errors.Is(err, fs.ErrNotExist) && (name == staffIndex || name == publicIndex):
		c.String(http.StatusServiceUnavailable, notBuilt)
	case errors.Is(err, fs.ErrNotExist):
		g.answerRefusal(c, notFoundError())
	case err != nil:
		g.answerRefusal(c, err)
	default:
		setPageHeaders(c.Writer.Header(), name, compressed)
		http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(data))
	}
}

func setPageHeaders(h http.Header, name string, compressed bool) {
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") { // their names hold a hash of their content
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if compressed {
		h.Set("Content-Encoding", "gzip")
	}
}

// readPageFile reads a file, or its gzipped copy if there is one and the browser takes it.
func (g *Gateway) readPageFile(name string, gzip bool) (data []byte, compressed bool, err error) {
	if gzip {
		if data, err = fs.ReadFile(g.Web, name+".gz"); err == nil {
			return data, true, nil
		}
	}
	data, err = fs.ReadFile(g.Web, name)
	return data, false, err
}

// pageFileName names the file to serve. Addresses without an extension are pages of the applications.
func (g *Gateway) pageFileName(r *http.Request) (string, bool) {
	if g.Web == nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return "", false
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case isUnder("api", name) || isUnder("temporal", name):
		return "", false
	case path.Ext(name) != "":
		return name, fs.ValidPath(name)
	case isUnder("p", name):
		return publicIndex, true
	}
	return staffIndex, true
}

// isUnder reports whether a path is that folder or in it.
func isUnder(folder, name string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
