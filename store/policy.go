package store

import (
	"context"
	"fmt"
	"sync"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// policyCache holds compiled policies by content. A published policy never changes, so neither does an entry.
type policyCache struct {
	mu   sync.Mutex
	held map[string]*policy.Policy
}

func (p *policyCache) get(sha256 string) *policy.Policy {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held[sha256]
}

func (p *policyCache) keep(sha256 string, compiled *policy.Policy) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil {
		p.held = map[string]*policy.Policy{}
	}
	p.held[sha256] = compiled
}

// published is a policy's row without its source.
type published struct {
	SHA256  string `db:"sha256"`
	ID      string `db:"id"`
	Version int    `db:"version"`
}

const publishedColumns = `sha256, id, version`

// PublishPolicy makes a policy file available for ever. The same file again changes nothing; the same id and version
// with other content is a Conflict; a file that has findings without its proofs is refused with all of them. The
// highest version of an id that is not withdrawn is in force.
func (s *Store) PublishPolicy(ctx context.Context, file string, data []byte) (complaint.PolicyRef, error) {
	compiled, err := policy.Load(file, data)
	if err != nil {
		return complaint.PolicyRef{}, err //nolint:wrapcheck // findings, each with its place
	}
	_, wrong := policy.LoadNew(file, data) // says nothing against what has been published already
	ref := compiled.Ref()
	err = s.write(ctx, fmt.Sprintf("publish policy %s version %d", ref.ID, ref.Version), func(c conn) error {
		var before published
		found, err := c.findRow(ctx, &before, `SELECT `+publishedColumns+` FROM policies WHERE id = ? AND version = ?`,
			ref.ID, ref.Version)
		if err != nil {
			return err
		}
		if found && before.SHA256 == ref.SHA256 {
			return nil
		}
		if found {
			return complaint.Refuse(complaint.Conflict, "policy.published_otherwise", complaint.Args{
				"policy": ref.ID, "version": ref.Version, "file": file,
			}).At("version")
		}
		if wrong != nil {
			return wrong
		}
		if err := s.insertPolicy(ctx, c, ref, file, string(data)); err != nil {
			return err
		}
		return s.journalPublication(ctx, c, ref)
	})
	if err != nil {
		return complaint.PolicyRef{}, err
	}
	return ref, nil
}

// journalPublication enters in the administration's journal that the program itself published a version, as a new
// release does; what it publishes before any case has been filed is how it was set up.
func (s *Store) journalPublication(ctx context.Context, c conn, ref complaint.PolicyRef) error {
	setUp, err := c.nothingFiled(ctx)
	if err != nil || setUp {
		return err
	}
	ch := record.PolicyChange{
		Kind:    record.PublishVersion,
		Ref:     ref,
		AskedBy: complaint.System,
		DueAt:   s.nowRounded(),
	}
	return s.recordAdministration(ctx, c, complaint.System, journalEntryOf(actionOf[ch.Kind], ch))
}

// HeldBackPolicies are those of the regulations coming with the program that it must not publish: a version of the same
// number is the organisation's own, or the version in force is and would be put aside. What people published stands
// until people publish another.
func (s *Store) HeldBackPolicies(
	ctx context.Context, released []record.ReleasedFile,
) (held []record.HeldBackPolicy, err error) {
	err = s.read(ctx, "policies held back", func(c conn) error {
		for _, file := range released {
			compiled, err := policy.Load(file.File, []byte(file.Source))
			if err != nil {
				return err //nolint:wrapcheck // findings, each with its place
			}
			h := record.HeldBackPolicy{ReleasedFile: file, Ref: compiled.Ref()}
			isHeld, err := c.holdsBack(ctx, &h)
			if err != nil {
				return err
			}
			if isHeld {
				held = append(held, h)
			}
		}
		return nil
	})
	return held, err
}

// holdsBack reports whether the organisation's own versions keep a file from being published, and fills in which is in
// force.
func (c conn) holdsBack(ctx context.Context, h *record.HeldBackPolicy) (bool, error) {
	var versions []struct {
		published
		InForce bool `db:"in_force"`
		Own     bool `db:"own"`
	}
	err := c.allRows(ctx, &versions, `SELECT `+publishedColumns+`, in_force, EXISTS (SELECT 1 FROM policy_changes ch
		WHERE ch.sha256 = policies.sha256 AND ch.kind = ? AND ch.state = ? AND ch.source <> '') AS own
		FROM policies WHERE id = ? ORDER BY version`, record.PublishVersion, record.ChangeInForce, h.Ref.ID)
	if err != nil {
		return false, wrapError("versions of a policy", err)
	}
	held := false
	for _, v := range versions {
		if v.SHA256 == h.Ref.SHA256 {
			return false, nil // published already
		}
		if v.Own && (v.Version == h.Ref.Version || v.InForce && v.Version < h.Ref.Version) {
			held = true
		}
		if v.InForce {
			h.InForce = complaint.PolicyRef{ID: v.ID, Version: v.Version, SHA256: v.SHA256}
		}
		h.Next = max(h.Next, v.Version+1)
	}
	h.Next = max(h.Next, h.Ref.Version)
	return held, nil
}

// insertPolicy adds a version; one that is there stays as it is.
func (s *Store) insertPolicy(ctx context.Context, c conn, ref complaint.PolicyRef, file, source string) error {
	_, err := c.exec(ctx, `INSERT INTO policies (sha256, id, version, file, source, published_at, in_force, edition)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`,
		ref.SHA256, ref.ID, ref.Version, file, source, microsOf(s.nowRounded()), false, complaint.Edition)
	if err != nil {
		return wrapError("publish policy", err)
	}
	return c.putNewestInForce(ctx, ref.ID)
}

// Policy implements [record.ReadTx].
func (t *transaction) Policy(ctx context.Context, ref complaint.PolicyRef) (*policy.Policy, error) {
	if held := t.store.policies.get(ref.SHA256); held != nil && held.Ref() == ref {
		return held, nil // published once is published for ever
	}
	return t.store.policyWhere(ctx, t.conn, `sha256 = ? AND id = ? AND version = ?`, ref.SHA256, ref.ID, ref.Version)
}

// PolicyVersion is a published policy by id and version, compiled; version 0 means the one in force. NotFound if
// there is none.
func (s *Store) PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error) {
	var compiled *policy.Policy
	err := s.read(ctx, "policy by version", func(c conn) (err error) {
		if version == 0 {
			compiled, err = s.policyWhere(ctx, c, `id = ? AND in_force`, id)
		} else {
			compiled, err = s.policyWhere(ctx, c, `id = ? AND version = ?`, id, version)
		}
		return err
	})
	return compiled, err
}

// PolicyInForce is the policy under which new cases are filed, compiled. NotFound if there is none of that id.
func (s *Store) PolicyInForce(ctx context.Context, id string) (*policy.Policy, error) {
	return s.PolicyVersion(ctx, id, 0)
}

// PolicyVersions are the published versions of a policy, newest first.
func (s *Store) PolicyVersions(ctx context.Context, id string) ([]record.PublishedPolicy, error) {
	var rows []struct {
		published
		PublishedAt int64 `db:"published_at"`
		InForce     bool  `db:"in_force"`
		Withdrawn   bool  `db:"withdrawn"`
	}
	err := s.read(ctx, "versions of policy "+id, func(c conn) error {
		return c.allRows(ctx, &rows,
			`SELECT `+publishedColumns+
				`, published_at, in_force, withdrawn FROM policies WHERE id = ? ORDER BY version DESC`, id)
	})
	if err != nil {
		return nil, err
	}
	versions := make([]record.PublishedPolicy, len(rows))
	for i, r := range rows {
		versions[i] = record.PublishedPolicy{
			Ref:         complaint.PolicyRef{ID: r.ID, Version: r.Version, SHA256: r.SHA256},
			PublishedAt: instantOfMicros(r.PublishedAt),
			InForce:     r.InForce,
			Withdrawn:   r.Withdrawn,
		}
	}
	return versions, nil
}

// PolicySource is the file of a published policy. It is NotFound if there is none.
func (s *Store) PolicySource(ctx context.Context, ref complaint.PolicyRef) (string, error) {
	var source string
	err := s.read(ctx, "source of policy "+ref.ID, func(c conn) error {
		found, err := c.findRow(ctx, &source, `SELECT source FROM policies WHERE sha256 = ?`, ref.SHA256)
		if err == nil && !found {
			return complaint.Refuse(complaint.NotFound, "policy.not_published", nil)
		}
		return err
	})
	return source, err
}

// PoliciesInForce are the policies new cases can be filed under, by id.
func (s *Store) PoliciesInForce(ctx context.Context) ([]*policy.Policy, error) {
	var policies []*policy.Policy
	err := s.read(ctx, "policies in force", func(c conn) error {
		var rows []published
		if err := c.allRows(ctx, &rows,
			`SELECT `+publishedColumns+` FROM policies WHERE in_force ORDER BY id`); err != nil {
			return err
		}
		for _, r := range rows {
			compiled, err := s.compilePublished(ctx, c, r)
			if err != nil {
				return err
			}
			policies = append(policies, compiled)
		}
		return nil
	})
	return policies, err
}

func (s *Store) policyWhere(ctx context.Context, c conn, where string, args ...any) (*policy.Policy, error) {
	var row published
	found, err := c.findRow(ctx, &row, `SELECT `+publishedColumns+` FROM policies WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	if !found {
		return nil, complaint.Refuse(complaint.NotFound, "policy.not_published", nil)
	}
	return s.compilePublished(ctx, c, row)
}

// compilePublished is the row's policy, from the cache or from its source.
func (s *Store) compilePublished(ctx context.Context, c conn, row published) (*policy.Policy, error) {
	if held := s.policies.get(row.SHA256); held != nil {
		return held, nil
	}
	var stored struct {
		File, Source string
		Edition      int
	}
	if err := c.getRow(ctx, &stored,
		`SELECT file, source, edition FROM policies WHERE sha256 = ?`, row.SHA256); err != nil {
		return nil, fmt.Errorf("policy source: %w", err)
	}
	compiled, err := policy.LoadPublished(stored.File, []byte(stored.Source), stored.Edition)
	if err != nil {
		return nil, fmt.Errorf("policy %s version %d: %w", row.ID, row.Version, err)
	}
	if compiled.Ref().SHA256 != row.SHA256 {
		return nil, fmt.Errorf("policy %s version %d is not what was published", row.ID, row.Version)
	}
	s.policies.keep(row.SHA256, compiled)
	return compiled, nil
}
