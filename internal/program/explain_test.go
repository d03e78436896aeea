package program

import (
	"errors"
	"fmt"
	"testing"

	"duban/complaint"
)

func TestExplain(t *testing.T) {
	unknown := complaint.Refuse(complaint.NotFound, "account.unknown", nil)
	for want, err := range map[string]error{
		"没有这个用户 (There is no such user)": fmt.Errorf("set password: %w", unknown),
		"没有这个用户 (no such user)":          &complaint.Error{Code: complaint.NotFound, Detail: "没有这个用户 (no such user)"},
		"listen: taken":                  fmt.Errorf("listen: %w", errors.New("taken")),
	} {
		if got := ExplainError(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
}
