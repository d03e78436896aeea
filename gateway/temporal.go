package gateway

import (
	"context"
	"net/http"

	"duban/record"

	"github.com/gin-gonic/gin"
)

// supervising is the level from which a role looks after other people's cases.
const supervising = 2

// serveTemporal shows Temporal's own pages to who supervises or administers. To all others there is no such page.
func (g *Gateway) serveTemporal(c *gin.Context) {
	ctx, account, err := g.findSignedIn(c.Request.Context())
	if err == nil && account != nil {
		var may bool
		if may, err = g.isSupervisor(ctx, *account); err == nil && may {
			serveReadOnlyUI(g.TemporalUI, c.Writer, c.Request.WithContext(ctx))
			return
		}
	}
	if err == nil {
		err = notFoundError()
	}
	g.answerRefusal(c, err)
}

// serveReadOnlyUI lets through the methods that a page which only shows needs; the pages refuse the rest themselves.
func serveReadOnlyUI(ui http.Handler, w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		w.Header().Del("Cache-Control")
		ui.ServeHTTP(w, r)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
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
