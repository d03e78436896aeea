package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"duban/complaint"
)

// readyPatience is how long /readyz waits for one condition.
const readyPatience = 3 * time.Second

// healthz says that the process is alive, and nothing else.
func (g *Gateway) healthz(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// readyz says whether requests can be served now, and if not, what is missing.
func (g *Gateway) readyz(c *gin.Context) {
	missing := g.missing(c.Request.Context())
	if len(missing) == 0 {
		c.JSON(http.StatusOK, gin.H{"status": "ready"})
		return
	}
	p := problemOf(complaint.Refuse(complaint.Unavailable, "尚未就绪 (not ready)"), requestOf(c.Request.Context()).id)
	p.Missing = missing
	p.write(c.Writer)
}

func (g *Gateway) missing(ctx context.Context) []string {
	if g.stopping.Load() {
		return []string{"stopping"}
	}
	var missing []string
	ask := func(name string, check func(context.Context) error) {
		ctx, cancel := context.WithTimeout(ctx, readyPatience)
		defer cancel()
		if err := check(ctx); err != nil {
			g.log.Warn("not ready", "missing", name, "error", err)
			missing = append(missing, name)
		}
	}
	ask("store", g.Store.Ping)
	for name, check := range g.Ready {
		ask(name, check)
	}
	slices.Sort(missing)
	return missing
}
