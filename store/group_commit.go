package store

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// group commits together what several callers write at the same time. SQLite has one writer, and what a commit
// costs is waiting for the disk: once for all is enough. Each caller's work runs in a savepoint of its own, so it
// can fail alone; everybody is answered after the common commit. What the group could not commit each commits
// alone, so that one caller's trouble is never another's: a caller's function may therefore run twice, and only its
// last run counts.
type group struct {
	db *sqlx.DB
	// turn is held by the one who commits for all who wait.
	turn    chan struct{}
	mu      sync.Mutex
	waiting []*member
}

// member is one caller's work.
type member struct {
	ctx       context.Context //nolint:containedctx // the caller's, for as long as it waits
	operation string
	fn        func(conn) error

	err      error
	panicked any
	done     chan struct{}
}

func newCommitGroup(db *sqlx.DB) *group { return &group{db: db, turn: make(chan struct{}, 1)} }

// writeInGroup returns when fn's work is durable, or with an error when nothing of it is.
func (g *group) writeInGroup(ctx context.Context, operation string, fn func(conn) error) error {
	m := &member{
		ctx:       ctx,
		operation: operation,
		fn:        fn,
		done:      make(chan struct{}),
	}
	g.mu.Lock()
	g.waiting = append(g.waiting, m)
	g.mu.Unlock()
	select {
	case <-m.done: // another caller's commit carried it
	case g.turn <- struct{}{}:
		g.commitTogether(ctx)
	}
	<-m.done
	if m.panicked != nil {
		panic(m.panicked)
	}
	return m.err
}

func (g *group) takeWaiting() []*member {
	g.mu.Lock()
	defer g.mu.Unlock()
	taken := g.waiting
	g.waiting = nil
	return taken
}

// commitTogether does the work of all who wait, and of those who come while it does. That ends, because nobody can come
// again before being answered.
func (g *group) commitTogether(ctx context.Context) {
	var members []*member
	defer func() {
		<-g.turn
		for _, m := range members {
			close(m.done)
		}
	}()
	together := runTransaction(context.WithoutCancel(ctx), g.db, nil, "write together", func(c conn) error {
		c.shared = true
		for came := g.takeWaiting(); len(came) > 0; came = g.takeWaiting() {
			members = append(members, came...)
			for _, m := range came {
				if err := m.runIn(c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if together == nil {
		return
	}
	members = append(members, g.takeWaiting()...)
	for _, m := range members {
		m.runAlone(g.db)
	}
}

// runIn does the work in a savepoint of the common transaction. Its error means that the transaction is lost.
func (m *member) runIn(c conn) error {
	lasting := context.WithoutCancel(m.ctx)
	if _, err := c.exec(lasting, `SAVEPOINT member`); err != nil {
		return err
	}
	m.runGuarded(func() error { return m.fn(c) })
	if m.err != nil || m.panicked != nil {
		m.err = wrapError(m.operation, m.err)
		if _, err := c.exec(lasting, `ROLLBACK TO member`); err != nil {
			return err
		}
	}
	_, err := c.exec(lasting, `RELEASE member`)
	return err
}

// runAlone does the work in a transaction of its own, whatever became of it in the common one.
func (m *member) runAlone(db *sqlx.DB) {
	m.err, m.panicked = nil, nil
	m.runGuarded(func() error { return runTransaction(m.ctx, db, nil, m.operation, m.fn) })
}

// runGuarded keeps a panic for the caller whose it is.
func (m *member) runGuarded(fn func() error) {
	defer func() { m.panicked = recover() }()
	m.err = fn()
}
