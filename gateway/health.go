package gateway

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"duban/complaint"
	"duban/record"
)

// HealthStore tells how the database is.
type HealthStore interface {
	Ping(ctx context.Context) error
	// TryWrite commits something small, which a full disk or a replica does not let through.
	TryWrite(ctx context.Context) error
	CountVitals(ctx context.Context) (record.Vitals, error)
}

// States of the gateway, as /readyz tells them.
const (
	stateReady = "ready"
	// stateDegraded: reading works, acting does not.
	stateDegraded = "degraded"
	stateDown     = "down"
	stateStopping = "stopping"
)

const (
	// readyPatience bounds the whole look at all conditions.
	readyPatience = 2 * time.Second
	// healthFor is how long a finding is told again: probes, however many, must not load what they ask about.
	healthFor = time.Second
	// mostLag is how long a recorded filing may wait for its workflow before something is wrong with the relay.
	mostLag = time.Minute
)

// Names of the gateway's own conditions; Options.Ready adds others.
const (
	canRead  = "store"
	canWrite = "store_writes"
	relayed  = "relay"
)

// health is the last finding.
type health struct {
	mu      sync.Mutex
	asked   time.Time
	missing []string
}

// answerHealthz says that the process is alive, and nothing else.
func (g *Gateway) answerHealthz(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// answerReadyz says whether people can read and act now, and if not, what is missing.
func (g *Gateway) answerReadyz(c *gin.Context) { g.answerReadiness(c, stateReady) }

// answerReadyzReads also answers 200 while only reading works. A load balancer should ask this: when what all gateways
// share fails, taking them all away would only take reading away too.
func (g *Gateway) answerReadyzReads(c *gin.Context) { g.answerReadiness(c, stateReady, stateDegraded) }

func (g *Gateway) answerReadiness(c *gin.Context, enough ...string) {
	state, missing := g.readinessAndMissing(c.Request.Context())
	if slices.Contains(enough, state) {
		c.JSON(http.StatusOK, gin.H{"status": state, "missing": missing})
		return
	}
	p := requestOf(c.Request.Context()).problemOfRefusal(complaint.Refuse(complaint.Unavailable,
		"server.not_ready", nil))
	p.State, p.Missing = state, missing
	p.writeTo(c.Writer)
}

func (g *Gateway) readinessAndMissing(ctx context.Context) (readinessAndMissing string, missing []string) {
	if g.stopping.Load() {
		return stateStopping, []string{stateStopping}
	}
	missing = g.missingConditions(ctx)
	switch {
	case len(missing) == 0:
		return stateReady, []string{}
	case slices.Contains(missing, canRead):
		return stateDown, missing
	}
	return stateDegraded, missing
}

// missingConditions names what does not work. All who ask at once share one look.
func (g *Gateway) missingConditions(ctx context.Context) []string {
	g.health.mu.Lock()
	defer g.health.mu.Unlock()
	if g.health.missing != nil && g.Now().Sub(g.health.asked) < healthFor {
		return g.health.missing
	}
	// Whoever asked first may go; the finding is for all.
	g.health.missing = g.failedConditions(context.WithoutCancel(ctx))
	g.health.asked = g.Now()
	return g.health.missing
}

// failedConditions tries every condition at the same time.
func (g *Gateway) failedConditions(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, readyPatience)
	defer cancel()
	conditions := map[string]func(context.Context) error{
		canRead: g.Store.Ping, canWrite: g.Store.TryWrite, relayed: g.checkRelay,
	}
	maps.Copy(conditions, g.Ready)
	var mu sync.Mutex
	var wg sync.WaitGroup
	missing := []string{}
	for name, check := range conditions {
		wg.Go(func() {
			if err := check(ctx); err != nil {
				g.log.Warn("not ready", "missing", name, "error", err)
				mu.Lock()
				defer mu.Unlock()
				missing = append(missing, name)
			}
		})
	}
	wg.Wait()
	slices.Sort(missing)
	return missing
}

var errLag = errors.New("a filing waits too long for its workflow")

// checkRelay fails when what was filed does not get to Temporal.
func (g *Gateway) checkRelay(ctx context.Context) error {
	v, err := g.Store.CountVitals(ctx)
	if err == nil && v.Lag > mostLag {
		err = errLag
	}
	return err
}

// waitUnlessDone waits, but not beyond ctx.
func waitUnlessDone(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
