package store

import (
	"context"
	"errors"
	"fmt"

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
	n, err := c.exec(ctx, `INSERT INTO requests (actor, key, body_sha256, case_id, command_id, at)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (actor, key) DO NOTHING`,
		r.Actor, r.Key, r.BodySHA256, r.Case, r.Command, microsOf(r.At))
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
	}
	const query = `SELECT body_sha256, case_id, command_id, at FROM requests WHERE actor = ? AND key = ?`
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
	}, nil
}

// RequestByKey is what the actor's idempotency key was used for, or nil.
func (s *Store) RequestByKey(ctx context.Context, actor complaint.UserID, key string) (*record.Request, error) {
	var r *record.Request
	err := s.read(ctx, "request by key", func(c conn) (err error) {
		r, err = c.requestByKey(ctx, actor, key)
		return err
	})
	return r, err
}
