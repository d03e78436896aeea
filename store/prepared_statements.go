package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
)

// mostPrepared is how many statements a connection remembers. Lists of parameters of many lengths make more
// statements than are ever needed again; those beyond are simply not remembered.
const mostPrepared = 128

// preparing makes connections that prepare each statement with parameters once and remember it. On SQLite that
// saves parsing it again, on PostgreSQL a round trip.
type preparing struct{ driver.Connector }

// Connect implements [driver.Connector].
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	plain, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // database/sql tells some errors by their identity
	}
	full, ok := plain.(fullConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("driver %T: connection lacks an interface", p.Driver()), plain.Close())
	}
	return &preparedConn{fullConn: full, held: map[string]fullStmt{}}, nil
}

// fullConn and fullStmt are what both drivers' connections and statements can do.
type (
	fullConn interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.ExecerContext
		driver.QueryerContext
		driver.Pinger
		driver.SessionResetter
		driver.Validator
	}
	fullStmt interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
)

// preparedConn is used by one goroutine at a time, as database/sql promises. Whoever uses it reads a query's rows
// to their end before the next query, as conn does.
type preparedConn struct {
	fullConn
	held map[string]fullStmt
}

// preparedStatement is the query prepared; nil if it is not to be remembered.
func (c *preparedConn) preparedStatement(
	ctx context.Context, query string, args []driver.NamedValue,
) (fullStmt, error) {
	if s := c.held[query]; s != nil || len(args) == 0 || len(c.held) >= mostPrepared {
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err //nolint:wrapcheck // see Connect
	}
	full, ok := s.(fullStmt)
	if !ok {
		return nil, s.Close() //nolint:wrapcheck // see Connect
	}
	c.held[query] = full
	return full, nil
}

// ExecContext implements [driver.ExecerContext].
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.preparedStatement(ctx, query, args)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return c.fullConn.ExecContext(ctx, query, args) //nolint:wrapcheck // see Connect
	}
	return s.ExecContext(ctx, args) //nolint:wrapcheck // see Connect
}

// QueryContext implements [driver.QueryerContext].
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.preparedStatement(ctx, query, args)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return c.fullConn.QueryContext(ctx, query, args) //nolint:wrapcheck // see Connect
	}
	return s.QueryContext(ctx, args) //nolint:wrapcheck // see Connect
}

// CheckNamedValue implements [driver.NamedValueChecker] as far as the driver does.
func (c *preparedConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.fullConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v) //nolint:wrapcheck // see Connect
	}
	return driver.ErrSkip
}

// Close implements [driver.Conn]. The statements go first, unless they went with a connection that broke.
func (c *preparedConn) Close() error {
	var errs []error
	if c.IsValid() {
		for _, s := range c.held {
			errs = append(errs, s.Close())
		}
	}
	clear(c.held)
	return errors.Join(append(errs, c.fullConn.Close())...)
}

// Unwrap shows the driver's own connection.
func (c *preparedConn) Unwrap() driver.Conn { return c.fullConn }

// planStatementsOnce lets the statements of the transaction that follow be planned once for whatever parameters they
// get: for those whose way through the indexes is the same for all. PostgreSQL would otherwise plan a page of the
// register each time it is asked for, which takes longer than reading it, and the longer the more the database knows
// about its tables.
func (c conn) planStatementsOnce(ctx context.Context, d Dialect) error {
	if d != Postgres {
		return nil
	}
	_, err := c.exec(ctx, `SET LOCAL plan_cache_mode = force_generic_plan`)
	return err
}
