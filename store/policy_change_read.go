package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// PolicyChanges are the changes asked for, those pending first, then the latest.
func (s *Store) PolicyChanges(ctx context.Context) (all []record.PolicyChange, err error) {
	err = s.read(ctx, "policy changes", func(c conn) error {
		all, err = s.policyChanges(ctx, c, `1 = 1`)
		return err
	})
	slices.SortStableFunc(all, func(a, b record.PolicyChange) int {
		pending := func(ch record.PolicyChange) int { return int(asWhole(ch.State != record.ChangePending)) }
		return pending(a) - pending(b)
	})
	return all, err
}

// PolicyChange is one of them; NotFound if there is none.
func (s *Store) PolicyChange(ctx context.Context, id string) (ch record.PolicyChange, err error) {
	err = s.read(ctx, "policy change", func(c conn) error {
		ch, err = s.onePolicyChange(ctx, c, id)
		return err
	})
	return ch, err
}

func (s *Store) onePolicyChange(ctx context.Context, c conn, id string) (record.PolicyChange, error) {
	all, err := s.policyChanges(ctx, c, `id = ?`, id)
	if err == nil && len(all) == 0 {
		err = complaint.Refuse(complaint.NotFound, "policy_change.unknown", nil)
	}
	if err != nil {
		return record.PolicyChange{}, err
	}
	return all[0], nil
}

func (s *Store) policyChanges(ctx context.Context, c conn, where string, args ...any) ([]record.PolicyChange, error) {
	var rows []changeRow
	err := c.allRows(ctx, &rows, `SELECT `+changeColumns+` FROM policy_changes WHERE `+where+
		` ORDER BY asked_at DESC, id`, args...)
	if err != nil {
		return nil, wrapError("policy changes", err)
	}
	all := make([]record.PolicyChange, len(rows))
	for i, r := range rows {
		if all[i], err = r.change(); err != nil {
			return nil, err
		}
		if err := c.allRows(ctx, &all[i].Cases,
			`SELECT case_id FROM policy_change_cases WHERE change_id = ? ORDER BY case_id`, r.ID); err != nil {
			return nil, wrapError("cases of a policy change", err)
		}
		if all[i].Kind.IsOfAccess() {
			all[i].Agreeing, err = s.rolesThatAgreeToAccess(ctx, c, all[i].Access)
		} else {
			all[i].Agreeing, err = s.rolesThatAgree(ctx, c, r)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// PolicyChange implements [record.ReadTx].
func (t *transaction) PolicyChange(ctx context.Context, id string) (record.PolicyChange, error) {
	return t.store.onePolicyChange(ctx, t.conn, id)
}

func (r changeRow) change() (record.PolicyChange, error) {
	ch := record.PolicyChange{
		ID:        r.ID,
		Kind:      record.PolicyChangeKind(r.Kind),
		Ref:       complaint.PolicyRef{ID: r.Policy, Version: r.Version, SHA256: r.SHA256},
		File:      r.File,
		Source:    r.Source,
		Reason:    r.Reason,
		AskedBy:   complaint.UserID(r.AskedBy),
		AskedAt:   instantOfMicros(r.AskedAt),
		State:     record.PolicyChangeState(r.State),
		DecidedBy: complaint.UserID(r.DecidedBy),
	}
	if r.DueAt != 0 {
		ch.DueAt = instantOfMicros(r.DueAt)
	}
	if r.Access != "" {
		if err := json.Unmarshal([]byte(r.Access), &ch.Access); err != nil {
			return ch, fmt.Errorf("policy change %s: %w", r.ID, err)
		}
	}
	if r.DecidedAt != 0 {
		ch.DecidedAt = instantOfMicros(r.DecidedAt)
	}
	if r.Failure != "" {
		if err := json.Unmarshal([]byte(r.Failure), &ch.Failure); err != nil {
			return ch, fmt.Errorf("policy change %s: %w", r.ID, err)
		}
	}
	return ch, nil
}

// rolesThatAgree are the highest roles of the regulation in force, so that no version names its own judge; of one that
// is the first of its regulation, its own.
func (s *Store) rolesThatAgree(ctx context.Context, c conn, r changeRow) ([]complaint.RoleID, error) {
	p, err := s.policyWhere(ctx, c, `id = ? AND in_force`, r.Policy)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
		if r.Source == "" {
			p, err = s.policyWhere(ctx, c, `id = ? AND version = ?`, r.Policy, r.Version)
		} else {
			p, err = policy.LoadPublished(r.File, []byte(r.Source), complaint.Edition)
		}
	}
	if err != nil {
		return nil, err
	}
	return p.HighestRoles(), nil
}
