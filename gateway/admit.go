package gateway

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"duban/complaint"
)

// gateOfOperation says at which gate an operation waits. Signing in has a bound of its own (passwordsAtOnce), and
// moving a rehearsal's clock takes minutes of waiting and no work.
func (g *Gateway) gateOfOperation(op *huma.Operation) *gate {
	switch {
	case op.Path == sessionPath, strings.HasPrefix(op.Path, rehearsalPath):
		return nil
	case op.Method == http.MethodGet, op.Path == searchPath, op.Path == searchPeoplePath, op.Path == searchInboxPath:
		return g.reads
	}
	return g.writes
}

// admitWhenRoom lets a request with its whole body in when there is room. It comes before anything is recorded.
func (g *Gateway) admitWhenRoom(ctx huma.Context, next func(huma.Context)) {
	gate := g.gateOfOperation(ctx.Operation())
	if gate == nil {
		next(ctx)
		return
	}
	r := requestOf(ctx.Context())
	key := r.address
	if r.account != nil {
		key = string(r.account.Person.ID)
	}
	if err := gate.takePlace(ctx.Context(), key); err != nil {
		if errors.Is(err, errBusy) {
			err = complaint.Refuse(busy, "server.turned_away", nil)
		}
		g.answerRefusal(humagin.Unwrap(ctx), err)
		return
	}
	defer gate.releasePlace()
	next(ctx)
}
