package gateway

import (
	"database/sql/driver"
	"errors"
	"net"
	"strings"
)

// isUnreachable says that a database elsewhere did not answer, or not yet: it was away, is starting, or has no
// connection left. Nothing is wrong here, and the same request can be sent again.
func isUnreachable(err error) bool {
	if errors.Is(err, driver.ErrBadConn) {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	state, ok := errors.AsType[sqlState](err)
	return ok && (strings.HasPrefix(state.SQLState(), "08") || strings.HasPrefix(state.SQLState(), "57P") ||
		state.SQLState() == "53300")
}

// sqlState is an error with a code of the SQL standard, as PostgreSQL's are: 08 connections, 57P the server stops or
// starts, 53300 too many connections.
type sqlState interface {
	error
	SQLState() string
}
