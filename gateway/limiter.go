package gateway

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter keeps one bucket per key. It never holds more than mostBuckets.
type limiter struct {
	rate    Rate
	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

const mostBuckets = 10_000

func newLimiter(r Rate) *limiter {
	return &limiter{rate: r, buckets: map[string]*rate.Limiter{}}
}

func (l *limiter) bucketOf(key string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.buckets[key]; ok {
		return b
	}
	if len(l.buckets) >= mostBuckets {
		l.forgetFullBuckets(now)
	}
	b := rate.NewLimiter(rate.Every(l.rate.Every), l.rate.Burst)
	l.buckets[key] = b
	return b
}

// forgetFullBuckets drops the buckets that are full again, which a new one would equal; if a flood has left none, all.
func (l *limiter) forgetFullBuckets(now time.Time) {
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.rate.Burst) {
			delete(l.buckets, key)
		}
	}
	if len(l.buckets) >= mostBuckets {
		clear(l.buckets)
	}
}

// takeToken uses one token; giveBack undoes it. ok is false when none is left.
func (l *limiter) takeToken(key string, now time.Time) (giveBack func(), ok bool) {
	r := l.bucketOf(key, now).ReserveN(now, 1)
	if !r.OK() || r.DelayFrom(now) > 0 {
		r.CancelAt(now)
		return func() {}, false
	}
	return func() { r.CancelAt(now) }, true
}

// networkOfAddress is the address, or for IPv6 the /64 that one customer usually has.
func networkOfAddress(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || !ip.Is6() || ip.Is4In6() {
		return address
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
