package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"duban/complaint"
	"duban/record"
)

// AcceptRequest records a command's request with its texts, before the command is sent. When the actor has used the
// key before, nothing is written and the request of then comes back.
func (s *Store) AcceptRequest(
	ctx context.Context, r record.Request, texts []complaint.Text,
) (prior *record.Request, err error) {
	err = s.write(ctx, fmt.Sprintf("accept request for case %s", r.Case), func(c conn) error {
		if prior, err = c.acceptRequest(ctx, r); err != nil || prior != nil {
			return err
		}
		return c.insertTexts(ctx, texts, microsOf(s.nowRounded()))
	})
	return prior, err
}

// acceptRequest writes the request, or writes nothing and returns the one that has its key. It comes first in its
// transaction, so that of two equal requests at once the second waits here and then finds the first.
func (c conn) acceptRequest(ctx context.Context, r record.Request) (*record.Request, error) {
	n, err := c.exec(ctx, `INSERT INTO requests (actor, key, body_sha256, case_id, command_id, at, order_sha256)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (actor, key) DO NOTHING`,
		r.Actor, r.Key, r.BodySHA256, r.Case, r.Command, microsOf(r.At), r.OrderSHA256)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	if n == 1 {
		return nil, nil //nolint:nilnil // no prior request
	}
	prior, err := c.requestByKey(ctx, r.Actor, r.Key)
	if err == nil && prior == nil {
		err = errors.New("request: neither written nor there")
	}
	return prior, err
}

func (c conn) requestByKey(ctx context.Context, actor complaint.UserID, key string) (*record.Request, error) {
	var row struct {
		Body    string `db:"body_sha256"`
		Case    string `db:"case_id"`
		Command string `db:"command_id"`
		At      int64  `db:"at"`
		Order   string `db:"order_sha256"`
	}
	const query = `SELECT body_sha256, case_id, command_id, at, order_sha256 FROM requests WHERE actor = ? AND key = ?`
	if found, err := c.findRow(ctx, &row, query, actor, key); err != nil || !found {
		return nil, wrapError("request", err)
	}
	return &record.Request{
		Actor:      actor,
		Key:        key,
		BodySHA256: row.Body,
		Case:       complaint.CaseID(row.Case),
		Command:    complaint.CommandID(row.Command),
		At:         instantOfMicros(row.At),

		OrderSHA256: row.Order,
	}, nil
}

// AcceptedRequest implements [record.ReadTx].
func (t *transaction) AcceptedRequest(ctx context.Context, o complaint.Order) (*record.Request, error) {
	scope, key := o.KeyOfRequest(t.id)
	if key == "" {
		return nil, nil //nolint:nilnil // no request has such an order
	}
	r, err := t.requestByKey(ctx, scope, key)
	if err != nil || r == nil || r.Case != t.id || r.Command != o.ID {
		return nil, err
	}
	return r, nil
}

// NoteMadeUp implements [record.Tx].
func (t *transaction) NoteMadeUp(ctx context.Context, o complaint.Order) error {
	var told int
	err := t.getRow(ctx, &told, `SELECT COUNT(*) FROM security_journal WHERE action = ? AND at > ?`,
		record.MadeUpCommand, microsOf(t.store.nowRounded().Add(-toldOfMadeUp)))
	if err != nil || told > 0 {
		return wrapError("made-up commands", err)
	}
	var people []complaint.UserID
	err = t.allRows(ctx, &people, `SELECT id FROM users WHERE active AND (administers OR id = ?) ORDER BY id`, o.Actor)
	if err != nil {
		return wrapError("whom to tell", err)
	}
	for _, user := range people {
		err := t.store.noteSecurity(ctx, t.conn, record.SecurityEntry{
			User:   user,
			Actor:  complaint.System,
			Action: record.MadeUpCommand,
			Result: record.NotAccepted,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// toldOfMadeUp: a flood of made-up commands is told of once a minute.
const toldOfMadeUp = time.Minute

// RequestByKey is what the actor's idempotency key was used for, or nil.
func (s *Store) RequestByKey(ctx context.Context, actor complaint.UserID, key string) (*record.Request, error) {
	var r *record.Request
	err := s.read(ctx, "request by key", func(c conn) (err error) {
		r, err = c.requestByKey(ctx, actor, key)
		return err
	})
	return r, err
}
