package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
)

// searchVector is what the index of PostgreSQL is over: the words of a case s, and the numbers of the blocks it is in,
// of a thousand cases and of sixteen thousand.
const searchVector = `CAST(s.words || ' 0' || CAST(s.id >> 10 AS text) || ' 1' || CAST(s.id >> 14 AS text) AS tsvector)`

// reach is how far back a search looks at a time: over so many blocks of two to the power of bits cases, whose numbers
// begin with the digit.
type reach struct {
	digit        string
	bits, blocks int64
}

// reaches follow one another; after the last all earlier cases are looked at, among which what is looked for is rare
// then: each step costs as much as a small page.
var reaches = []reach{{"0", 10, 4}, {"1", 14, 8}}

// lookBack goes backwards through the cases in the order of filing. PostgreSQL's inverted index finds all that matches,
// in no order: what very many cases have is looked for among the latest thousands first, and only then among more.
// SQLite's has an order.
type lookBack struct {
	// before is the place before which is looked for, down to from.
	before, from int64
	step         int
	ordered      bool
	past         bool
}

// lookBackFrom begins after a page, or with the latest case.
func (s *Store) lookBackFrom(ctx context.Context, c conn, after *cursor) (*lookBack, error) {
	b := &lookBack{before: math.MaxInt64, ordered: s.dialect == SQLite}
	switch {
	case after != nil:
		b.before = after.At
	case !b.ordered:
		if err := c.getRow(ctx, &b.before, `SELECT COALESCE(MAX(id), 0) + 1 FROM case_search`); err != nil {
			return nil, fmt.Errorf("latest case: %w", err)
		}
	}
	b.settle()
	return b, nil
}

// settle says down to where is looked now: to the beginning of a block.
func (b *lookBack) settle() {
	b.from = 0
	if b.ordered || b.step >= len(reaches) {
		return
	}
	r := reaches[b.step]
	b.from = max(0, (b.before-r.blocks<<r.bits)>>r.bits<<r.bits)
}

// blocks are the marks of the blocks that are looked at; none if all cases are.
func (b *lookBack) blocks() []string {
	if b.ordered || b.step >= len(reaches) {
		return nil
	}
	r := reaches[b.step]
	var names []string
	for n := (b.before - 1) >> r.bits; n >= b.from>>r.bits; n-- {
		names = append(names, r.digit+strconv.FormatInt(n, 10))
	}
	return names
}

// goFurther leaves what was looked at behind: nothing more is found there.
func (b *lookBack) goFurther() {
	b.past = b.from == 0
	b.before = b.from
	b.step++
	b.settle()
}
