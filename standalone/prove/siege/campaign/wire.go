package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// Wire is a TCP link that can be cut, slowed and reset.
type Wire struct {
	// Name is what the clients' log calls it, Addr where it listens.
	Name, Addr string
	proxy      *toxiproxy.Proxy
}

// NewWire listens on a free port and leads to the upstream address.
func NewWire(name, upstream string) (*Wire, error) {
	zerolog.SetGlobalLevel(zerolog.Disabled) // some faults write to the library's global logger
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, name, "127.0.0.1:0", upstream)
	if err := proxy.Start(); err != nil {
		return nil, fmt.Errorf("wire %s: %w", name, err)
	}
	return &Wire{Name: name, Addr: proxy.Listen, proxy: proxy}, nil
}

// poison is a fault of a link.
type poison struct {
	kind, stream string
	attributes   map[string]any
}

// linkPoisons are the ways a link fails: slow, thin, reset, silent, and cut after the request was written but before
// or in the middle of the answer.
func linkPoisons(rng *rand.Rand) []poison {
	return []poison{
		{"latency", "downstream", map[string]any{"latency": 50 + rng.IntN(700), "jitter": 200}},
		{"bandwidth", "downstream", map[string]any{"rate": 2 + rng.IntN(20)}},
		{"reset_peer", "downstream", map[string]any{"timeout": 0}},
		{"reset_peer", "upstream", map[string]any{"timeout": rng.IntN(20)}},
		{"timeout", "downstream", map[string]any{"timeout": 1000 + rng.IntN(3000)}},
		{"limit_data", "downstream", map[string]any{"bytes": rng.IntN(2) * (1 + rng.IntN(400))}},
		{"limit_data", "downstream", map[string]any{"bytes": 0}},
		{"limit_data", "upstream", map[string]any{"bytes": 1 + rng.IntN(700)}},
	}
}

// addAnyFault adds any fault and returns what it did, for the log.
func (w *Wire) addAnyFault(rng *rand.Rand) (string, error) {
	all := linkPoisons(rng)
	p, toxicity := all[rng.IntN(len(all))], 0.3+0.7*rng.Float64()
	what := fmt.Sprintf("%s: %s %s %v on %.0f %%", w.Name, p.kind, p.stream, p.attributes, 100*toxicity)
	return what, w.addFault(p, toxicity)
}

// addFault spoils a share of the connections.
func (w *Wire) addFault(p poison, toxicity float64) error {
	toxic, err := json.Marshal(map[string]any{
		"name":       p.kind,
		"type":       p.kind,
		"stream":     p.stream,
		"toxicity":   toxicity,
		"attributes": p.attributes,
	})
	if err == nil {
		_, err = w.proxy.Toxics.AddToxicJson(bytes.NewReader(toxic))
	}
	if err != nil {
		return fmt.Errorf("wire %s: %w", w.Name, err)
	}
	return nil
}

// removeFaults takes all faults away.
func (w *Wire) removeFaults(ctx context.Context) { w.proxy.Toxics.ResetToxics(ctx) }
