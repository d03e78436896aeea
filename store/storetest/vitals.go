package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

func vitals(b *bench) {
	b.files("waiting", open)
	b.clock.advance(time.Minute)
	b.files("acted", open)
	b.acts("acted", open, b.filed("acted"), complaint.Registered{Number: "N1"})
	v, err := b.CountVitals(b.ctx)
	b.mustSucceed(err)
	same(b, "vitals", v, record.Vitals{Open: 2, Pending: 1, Lag: time.Minute})
	b.mustSucceed(b.TryWrite(b.ctx))
	b.mustSucceed(b.TryWrite(b.ctx))
	equal(b, "writers", b.PoolStats()["writer"].MaxOpenConnections > 0, true)
}
