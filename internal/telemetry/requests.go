package telemetry

import (
	"context"
	"net/http"
	"strconv"
)

// methods is the closed set of labels; anything else a client sends is "other".
var methods = map[string]bool{
	http.MethodGet:     true,
	http.MethodHead:    true,
	http.MethodPost:    true,
	http.MethodPut:     true,
	http.MethodPatch:   true,
	http.MethodDelete:  true,
	http.MethodOptions: true,
}

// BeginRequest implements gateway.Observer.
func (t *Telemetry) BeginRequest(r *http.Request, trusted bool) (context.Context, func(route string, status int)) {
	method := r.Method
	if !methods[method] {
		method = "other"
	}
	began := t.now()
	ctx, end := t.spans.startRequestSpan(r, method, trusted)
	return ctx, func(route string, status int) {
		t.metrics.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
		t.metrics.requestSeconds.WithLabelValues(route, method).Observe(t.now().Sub(began).Seconds())
		end(route, status)
	}
}

// ReportGate implements gateway.Observer.
func (t *Telemetry) ReportGate(name string, inside, waiting int) {
	t.metrics.underWay.WithLabelValues(name).Set(float64(inside))
	t.metrics.waiting.WithLabelValues(name).Set(float64(waiting))
}

// CountTurnedAway implements gateway.Observer.
func (t *Telemetry) CountTurnedAway(name string) { t.metrics.turnedAway.WithLabelValues(name).Inc() }
