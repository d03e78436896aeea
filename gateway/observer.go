package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// Observer looks on; see package telemetry. It is called on every request and must not block.
type Observer interface {
	// BeginRequest comes before anything is done for a request, which goes on with the context returned. trusted: it
	// came through a proxy of ours, so the trace it names counts. answered is called with the route's template, never
	// the path, and the status.
	BeginRequest(r *http.Request, trusted bool) (ctx context.Context, answered func(route string, status int))
	// ReportGate tells how many are inside a gate and how many wait before it; CountTurnedAway that one of them may not
	// enter.
	ReportGate(name string, inside, waiting int)
	CountTurnedAway(name string)
}

// nobody is the Observer where nobody looks.
type nobody struct{}

func (nobody) BeginRequest(r *http.Request, _ bool) (context.Context, func(string, int)) {
	return r.Context(), func(string, int) {}
}
func (nobody) ReportGate(string, int, int) {}
func (nobody) CountTurnedAway(string)      {}

// logRequest writes one line for each request, and tells the observer. It names the route and never the path or the
// query, which may hold a receipt or a name.
func (g *Gateway) logRequest(c *gin.Context) {
	began := g.Now()
	ctx, answered := g.Observer.BeginRequest(c.Request, g.isOwnProxy(c.RemoteIP()))
	c.Request = c.Request.WithContext(ctx)
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "other"
	}
	answered(route, c.Writer.Status())
	g.log.Info("request", "request_id", requestOf(c.Request.Context()).id, "method", c.Request.Method, "route", route,
		"status", c.Writer.Status(), "duration_ms", g.Now().Sub(began).Milliseconds())
}

// isOwnProxy reports whether an address is one of our own proxies'.
func (g *Gateway) isOwnProxy(address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, proxy := range g.proxies {
		if proxy.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// parseNetworks reads addresses and networks (CIDR).
func parseNetworks(networks []string) ([]netip.Prefix, error) {
	all := make([]netip.Prefix, len(networks))
	for i, n := range networks {
		var err error
		if strings.Contains(n, "/") {
			all[i], err = netip.ParsePrefix(n)
		} else {
			var ip netip.Addr
			ip, err = netip.ParseAddr(n)
			all[i] = netip.PrefixFrom(ip, ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("trusted proxies: %w", err)
		}
	}
	return all, nil
}
