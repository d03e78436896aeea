package storetest

import (
	"time"

	"duban/record"
)

// testPapersFrozen: whoever prints a paper first decides its bytes, each copy for itself.
func testPapersFrozen(b *bench) {
	b.fillAsUsed()
	_, found, err := b.FrozenPaper(b.ctx, "case-0", "doc9", 1)
	b.mustSucceed(err)
	wantEqual(b, "found before it was printed", found, false)
	freeze := func(no int, pdf string) string {
		p, err := b.FreezePaper(b.ctx, record.Paper{
			Case:      "case-0",
			ID:        "doc9",
			Copy:      no,
			PDF:       []byte(pdf),
			Gaps:      no - 1,
			PrintedAt: b.clock.now(),
		})
		b.mustSucceed(err)
		return string(p.PDF)
	}
	at := b.clock.now()
	wantEqual(b, "the first", freeze(1, "%PDF one\x00\xff"), "%PDF one\x00\xff")
	wantEqual(b, "the second", freeze(1, "%PDF two"), "%PDF one\x00\xff")
	wantEqual(b, "another copy", freeze(2, "%PDF two"), "%PDF two")
	p, found, err := b.FrozenPaper(b.ctx, "case-0", "doc9", 1)
	b.mustSucceed(err)
	wantEqual(b, "found", found, true)
	wantEqual(b, "bytes", string(p.PDF), "%PDF one\x00\xff")
	wantEqual(b, "hash", p.SHA256, "5761ff699ced42433289daf0ffbef94a0195a30e0a0f0af035187acdccb190e0")
	wantEqual(b, "printed at", p.PrintedAt.Equal(at.Truncate(time.Microsecond)), true)
	gappy, err := b.GappyPapers(b.ctx)
	b.mustSucceed(err)
	wantSamePrinted(b, "with boxes", gappy, []record.GappyPapers{{Case: "case-0", Papers: 1, Gaps: 1}})
	b.wantImmutable(`UPDATE papers SET copy = 9`, `DELETE FROM papers`)
}
