package storetest

import (
	"time"

	"duban/complaint"
	"duban/record"
)

func testVitals(b *bench) {
	b.fileCase("waiting", open)
	b.clock.advance(time.Minute)
	b.fileCase("acted", open)
	b.recordFacts("acted", open, b.filedFact("acted"), complaint.Registered{Number: "N1"})
	v, err := b.CountVitals(b.ctx)
	b.mustSucceed(err)
	wantSamePrinted(b, "vitals", v, record.Vitals{Open: 2, Pending: 1, Lag: time.Minute})
	b.mustSucceed(b.TryWrite(b.ctx))
	b.mustSucceed(b.TryWrite(b.ctx))
	wantEqual(b, "writers", b.PoolStats()["writer"].MaxOpenConnections > 0, true)
}
