package gateway

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/lib/pq"
)

func TestUnreachableDatabase(t *testing.T) {
	for want, errs := range map[bool][]error{
		true: {
			driver.ErrBadConn, &net.OpError{Op: "dial", Err: errors.New("connection refused")},
			&pq.Error{Severity: "FATAL", Code: "57P03"}, &pq.Error{Code: "53300"}, &pq.Error{Code: "08006"},
		},
		false: {errors.New("something else"), &pq.Error{Code: "23505"}, &pq.Error{Code: "57014"}},
	} {
		for _, err := range errs {
			if got := isUnreachable(fmt.Errorf("read case: %w", err)); got != want {
				t.Errorf("%v: %v, want %v", err, got, want)
			}
		}
	}
}
