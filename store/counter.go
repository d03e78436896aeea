package store

import (
	"context"
	"fmt"
)

// directoryCounter counts the changes of the directory. No policy can name it: policies' counters begin with
// the policy's id, which has no slash.
const directoryCounter = "/directory"

// DrawNumber implements [record.Tx]. The row is locked until the transaction ends, so numbers have no gaps.
func (t *transaction) DrawNumber(ctx context.Context, counter string) (int64, error) {
	n, err := t.drawNumber(ctx, counter)
	if err != nil {
		return 0, fmt.Errorf("draw %s: %w", counter, err)
	}
	return n, nil
}

func (c conn) drawNumber(ctx context.Context, counter string) (int64, error) {
	var n int64
	err := c.getRow(ctx, &n, `INSERT INTO counters (name, value) VALUES (?, 1)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value`, counter)
	return n, err
}
