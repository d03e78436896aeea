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

// changeRow is a row of policy_changes.
type changeRow struct {
	ID        string `db:"id"`
	Kind      string `db:"kind"`
	Policy    string `db:"policy"`
	Version   int    `db:"version"`
	SHA256    string `db:"sha256"`
	File      string `db:"file"`
	Source    string `db:"source"`
	Reason    string `db:"reason"`
	AskedBy   string `db:"asked_by"`
	AskedAt   int64  `db:"asked_at"`
	DueAt     int64  `db:"due_at"`
	State     string `db:"state"`
	DecidedBy string `db:"decided_by"`
	DecidedAt int64  `db:"decided_at"`
	Failure   string `db:"failure"`
	Access    string `db:"access"`
}

const changeColumns = `id, kind, policy, version, sha256, file, source, reason, asked_by, asked_at, due_at, state,
	decided_by, decided_at, failure, access`

// journalledChange is what the administration's journal says of a change.
type journalledChange struct {
	Change  string                  `json:"change"`
	Kind    record.PolicyChangeKind `json:"kind"`
	SHA256  string                  `json:"sha256,omitempty"`
	Cases   int                     `json:"cases,omitempty"`
	Access  *record.Access          `json:"access,omitempty"`
	Reason  string                  `json:"reason"`
	AskedBy complaint.UserID        `json:"asked_by"`
	// AgreedBy is the second person; nil where its time came, or where nobody had to agree.
	AgreedBy *complaint.UserID `json:"agreed_by,omitempty"`
	// Due is nil where only a second person could agree.
	Due     *complaint.Time `json:"due"`
	Failure string          `json:"failure,omitempty"`
}

func journalEntryOf(action string, ch record.PolicyChange) change {
	data := journalledChange{
		Change:  ch.ID,
		Kind:    ch.Kind,
		SHA256:  ch.Ref.SHA256,
		Cases:   len(ch.Cases),
		Reason:  ch.Reason,
		AskedBy: ch.AskedBy,
	}
	if due := complaint.Instant(ch.DueAt); !ch.DueAt.IsZero() {
		data.Due = &due
	}
	if ch.DecidedBy != "" && ch.DecidedBy != complaint.System && ch.DecidedBy != ch.AskedBy {
		data.AgreedBy = &ch.DecidedBy
	}
	if ch.Failure != nil {
		data.Failure = ch.Failure.ID
	}
	if ch.Kind.IsOfAccess() {
		said := ch.Access
		said.Hash = ""
		data.Access = &said
		return change{action, subjectOf(ch.Access), data}
	}
	return change{action, fmt.Sprintf("%s@%d", ch.Ref.ID, ch.Ref.Version), data}
}

// actionOf is what a change that has taken effect is called in the administration's journal.
var actionOf = map[record.PolicyChangeKind]string{
	record.PublishVersion:  "publish_policy",
	record.WithdrawVersion: "withdraw_policy",
	record.MoveCases:       "move_cases",
	record.GiveRights:      "give_rights",
	record.NameSubstitute:  "name_substitute",
	record.OpenLink:        "open_link",
	record.ReplacePassword: "replace_password",
	record.ChangeUnit:      "change_unit",
	record.CloseTie:        "close_tie",
}

// AskPolicyChange asks for a change: Kind, Reason, and File and Source of what is to be published, or Ref.ID and
// Ref.Version of what has been, and Cases. Without a reason nothing is asked that has to wait. It takes effect at once
// before any case has been filed and in a demonstration, else after [record.PolicyChangeDelay] or when somebody agrees.
// The same id again changes nothing. What is to be published is refused with all that a check finds.
func (a Administration) AskPolicyChange(
	ctx context.Context, ch record.PolicyChange,
) (asked record.PolicyChange, err error) {
	if ch.Kind == record.PublishVersion && ch.Source != "" {
		if ch.Ref, err = a.store.checkForPublishing(ctx, ch.File, []byte(ch.Source)); err != nil {
			return ch, err
		}
	}
	ch.AskedBy, ch.AskedAt = a.by, a.store.nowRounded()
	err = a.store.write(ctx, "ask policy change "+ch.ID, func(c conn) error {
		before, err := a.store.policyChanges(ctx, c, `id = ?`, ch.ID)
		if err != nil {
			return err
		}
		if len(before) == 1 {
			asked = before[0]
			return sameChange(asked, ch)
		}
		if err := a.store.checkChange(ctx, c, &ch); err != nil {
			return err
		}
		exempt, err := a.store.changesAtOnce(ctx, c)
		if err != nil {
			return err
		}
		if ch.Reason == "" && !exempt {
			return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": "reason"}).At("reason")
		}
		ch.State, ch.DueAt = record.ChangePending, a.store.whenDue(ch.AskedAt)
		if exempt {
			ch.DueAt = ch.AskedAt
		}
		if err := c.insertChange(ctx, ch); err != nil {
			return err
		}
		if exempt {
			err = a.store.carryOutChange(ctx, c, ch, a.by)
		} else {
			err = a.store.recordAdministration(ctx, c, a.by, journalEntryOf("ask_"+actionOf[ch.Kind], ch))
		}
		if err != nil {
			return err
		}
		asked, err = a.store.onePolicyChange(ctx, c, ch.ID)
		return err
	})
	return asked, err
}

// sameChange refuses an id that somebody has used for another change.
func sameChange(before, again record.PolicyChange) error {
	if before.Kind == again.Kind && before.AskedBy == again.AskedBy && before.Reason == again.Reason &&
		before.Ref.ID == again.Ref.ID && before.Ref.Version == again.Ref.Version && before.Source == again.Source &&
		slices.Equal(before.Cases, slices.Sorted(slices.Values(again.Cases))) {
		return nil
	}
	return complaint.Refuse(complaint.Invalid, "request.key_reused", nil).At("Idempotency-Key")
}

// checkForPublishing refuses a file with all that a check finds in it.
func (s *Store) checkForPublishing(ctx context.Context, file string, data []byte) (complaint.PolicyRef, error) {
	loaded, err := policy.LoadNew(file, data)
	if err != nil {
		return complaint.PolicyRef{}, err //nolint:wrapcheck // findings, each with its place
	}
	cal, err := s.Calendar(ctx, loaded.Doc.Calendar)
	if err != nil {
		return complaint.PolicyRef{}, err
	}
	if checked := policy.Check(file, data, cal); len(checked.Findings) > 0 {
		return complaint.PolicyRef{}, checked.Findings
	}
	return loaded.Ref(), nil
}

// checkChange refuses what cannot be done with the version, and fills in which version it is.
func (s *Store) checkChange(ctx context.Context, c conn, ch *record.PolicyChange) error {
	if ch.Kind.IsOfAccess() {
		return nil // judged when it is done
	}
	var row struct {
		published
		Withdrawn bool `db:"withdrawn"`
	}
	found, err := c.findRow(ctx, &row,
		`SELECT `+publishedColumns+`, withdrawn FROM policies WHERE id = ? AND version = ?`, ch.Ref.ID, ch.Ref.Version)
	if err != nil {
		return err
	}
	args := complaint.Args{"policy": ch.Ref.ID, "version": ch.Ref.Version, "file": ch.File}
	isNew := ch.Kind == record.PublishVersion && ch.Source != ""
	switch {
	case !found && isNew:
		return nil
	case !found:
		return complaint.Refuse(complaint.NotFound, "policy.not_published", nil)
	case isNew && row.SHA256 != ch.Ref.SHA256:
		return complaint.Refuse(complaint.Conflict, "policy.published_otherwise", args).At("version")
	case ch.Kind == record.PublishVersion && !row.Withdrawn:
		return complaint.Refuse(complaint.Conflict, "policy.published_already", args).At("version")
	case ch.Kind == record.WithdrawVersion && row.Withdrawn:
		return complaint.Refuse(complaint.Conflict, "policy.withdrawn_already", args).At("version")
	case ch.Kind == record.MoveCases && row.Withdrawn:
		return complaint.Refuse(complaint.Conflict, "policy.withdrawn", args).At("version")
	case ch.Kind == record.MoveCases && len(ch.Cases) == 0:
		return complaint.Refuse(complaint.Invalid, "policy.no_cases", nil).At("cases")
	}
	ch.Ref.SHA256 = row.SHA256
	return s.checkCasesToMove(ctx, c, ch)
}

// checkCasesToMove refuses cases that are not there or of another regulation.
func (s *Store) checkCasesToMove(ctx context.Context, c conn, ch *record.PolicyChange) error {
	slices.Sort(ch.Cases)
	ch.Cases = slices.Compact(ch.Cases)
	for some := range slices.Chunk(ch.Cases, rebuildBatch) {
		var n int
		err := c.getRow(ctx, &n, `SELECT COUNT(*) FROM cases WHERE policy = ? AND id IN (`+parameterList(len(some))+`)`,
			append([]any{ch.Ref.ID}, asArguments(some)...)...)
		if err != nil {
			return wrapError("cases to move", err)
		}
		if n != len(some) {
			return complaint.Refuse(complaint.NotFound, "case.unknown", nil)
		}
	}
	return nil
}

// ChangesAtOnce reports whether what lets people open cases holds at once: before any case has been filed, and in a
// demonstration.
func (s *Store) ChangesAtOnce(ctx context.Context) (atOnce bool, err error) {
	err = s.read(ctx, "first case", func(c conn) (err error) {
		atOnce, err = s.changesAtOnce(ctx, c)
		return err
	})
	return atOnce, err
}

// changesAtOnce reports whether nobody has to agree: before any case has been filed, and in a demonstration.
func (s *Store) changesAtOnce(ctx context.Context, c conn) (bool, error) {
	if s.demo {
		return true, nil
	}
	return c.nothingFiled(ctx)
}

// nothingFiled reports whether no case has been filed yet: the record is being set up.
func (c conn) nothingFiled(ctx context.Context) (bool, error) {
	var filed int
	err := c.getRow(ctx, &filed, `SELECT COUNT(*) FROM (SELECT 1 FROM filings LIMIT 1) f`)
	return filed == 0, wrapError("filings", err)
}

func (c conn) insertChange(ctx context.Context, ch record.PolicyChange) error {
	access := ""
	if ch.Kind.IsOfAccess() {
		b, err := json.Marshal(ch.Access)
		if err != nil {
			return fmt.Errorf("policy change %s: %w", ch.ID, err)
		}
		access = string(b)
	}
	err := c.insertRows(ctx, "policy_changes", changeColumns+`, subject`, []any{
		ch.ID, ch.Kind, ch.Ref.ID, ch.Ref.Version, ch.Ref.SHA256, ch.File, ch.Source, ch.Reason, ch.AskedBy,
		microsOf(ch.AskedAt), microsOrNone(ch.DueAt), ch.State, "", 0, "", access, subjectOf(ch.Access),
	})
	if err != nil {
		return err
	}
	rows := make([][]any, len(ch.Cases))
	for i, id := range ch.Cases {
		rows[i] = []any{ch.ID, id}
	}
	return c.insertRows(ctx, "policy_change_cases", `change_id, case_id`, rows...)
}

// AgreeToPolicyChange lets a pending change take effect at once. Whoever asked for it cannot, nor who does not hold the
// highest role of the regulation: Forbidden.
func (a Administration) AgreeToPolicyChange(ctx context.Context, id string) (ch record.PolicyChange, err error) {
	err = a.store.write(ctx, "agree to policy change "+id, func(c conn) error {
		if ch, err = a.store.onePolicyChange(ctx, c, id); err != nil {
			return err
		}
		people, err := c.peopleWhere(ctx, `u.id = ?`, a.by)
		if err != nil {
			return err
		}
		switch {
		case ch.State == record.ChangeInForce && ch.DecidedBy == a.by:
			return nil // asked again
		case ch.State != record.ChangePending:
			return complaint.Refuse(complaint.Conflict, "policy_change.not_pending", nil)
		case ch.AskedBy == a.by:
			return complaint.Refuse(complaint.Forbidden, "policy_change.own", nil)
		case slices.Contains(ch.Access.Gaining(), a.by):
			return complaint.Refuse(complaint.Forbidden, "policy_change.gains", nil)
		case len(people) != 1 || !ch.CanBeAgreedToBy(people[0]):
			return complaint.Refuse(complaint.Forbidden, "policy_change.other_role", nil)
		}
		if err := a.store.carryOutChange(ctx, c, ch, a.by); err != nil {
			return err
		}
		ch, err = a.store.onePolicyChange(ctx, c, id)
		return err
	})
	return ch, err
}

// TakeBackPolicyChange ends a change that is still pending; one taken back stays so.
func (a Administration) TakeBackPolicyChange(ctx context.Context, id string) (record.PolicyChange, error) {
	return a.endChange(ctx, id, record.ChangeTakenBack, func(conn, record.PolicyChange) error { return nil })
}

// RefusePolicyChange ends a change that is still pending, in the name of who could have agreed to it or whose place or
// way in it would have given to others; of anybody else it is Forbidden.
func (a Administration) RefusePolicyChange(ctx context.Context, id string) (record.PolicyChange, error) {
	return a.endChange(ctx, id, record.ChangeRefused, func(c conn, ch record.PolicyChange) error {
		people, err := c.peopleWhere(ctx, `u.id = ?`, a.by)
		if err == nil && ch.State == record.ChangePending && (len(people) != 1 || !ch.CanBeRefusedBy(people[0])) {
			err = complaint.Refuse(complaint.Forbidden, "policy_change.not_refused", nil)
		}
		return err
	})
}

// endChange ends a change that will not take effect; one that has ended so stays.
func (a Administration) endChange(
	ctx context.Context, id string, state record.PolicyChangeState, check func(conn, record.PolicyChange) error,
) (ch record.PolicyChange, err error) {
	action := map[record.PolicyChangeState]string{
		record.ChangeTakenBack: "take_back_policy_change", record.ChangeRefused: "refuse_policy_change",
	}[state]
	err = a.store.write(ctx, action+" "+id, func(c conn) error {
		if ch, err = a.store.onePolicyChange(ctx, c, id); err != nil || ch.State == state {
			return err
		}
		if err := check(c, ch); err != nil {
			return err
		}
		if err := a.store.decideChange(ctx, c, &ch, state, a.by); err != nil {
			return err
		}
		if err := a.store.recordAdministration(ctx, c, a.by, journalEntryOf(action, ch)); err != nil {
			return err
		}
		return a.dropAccess(ctx, c, ch)
	})
	return ch, err
}

// decideChange ends a pending change; Conflict where somebody else has meanwhile.
func (s *Store) decideChange(
	ctx context.Context, c conn, ch *record.PolicyChange, state record.PolicyChangeState, by complaint.UserID,
) error {
	ch.State, ch.DecidedBy, ch.DecidedAt = state, by, s.nowRounded()
	failure := ""
	if ch.Failure != nil {
		b, err := json.Marshal(ch.Failure)
		if err != nil {
			return fmt.Errorf("policy change %s: %w", ch.ID, err)
		}
		failure = string(b)
	}
	return c.changeOneRow(ctx, complaint.Refuse(complaint.Conflict, "policy_change.not_pending", nil),
		`UPDATE policy_changes SET state = ?, decided_by = ?, decided_at = ?, failure = ? WHERE id = ? AND state = ?`,
		state, by, microsOf(ch.DecidedAt), failure, ch.ID, record.ChangePending)
}

// CarryOutDuePolicyChanges lets the changes take effect whose time has come, each in a transaction of its own, and says
// how many there were. What cannot be done any more fails, and says why.
func (s *Store) CarryOutDuePolicyChanges(ctx context.Context) (int, error) {
	var due []string
	err := s.read(ctx, "policy changes due", func(c conn) error {
		return c.allRows(ctx, &due, `SELECT id FROM policy_changes 
			WHERE state = ? AND due_at > 0 AND due_at <= ? ORDER BY due_at, id`,
			record.ChangePending, microsOf(s.nowRounded()))
	})
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		err := s.write(ctx, "carry out policy change "+id, func(c conn) error {
			ch, err := s.onePolicyChange(ctx, c, id)
			if err != nil || ch.State != record.ChangePending {
				return err
			}
			return s.carryOutChange(ctx, c, ch, complaint.System)
		})
		if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.Conflict {
			continue // decided by another meanwhile
		}
		if err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// carryOutChange lets a change take effect, because somebody agreed or its time has come.
func (s *Store) carryOutChange(ctx context.Context, c conn, ch record.PolicyChange, by complaint.UserID) error {
	err := s.checkChange(ctx, c, &ch)
	if err == nil {
		err = s.effectChange(ctx, c, ch)
	}
	action, state := actionOf[ch.Kind], record.ChangeInForce
	if err != nil {
		if ch.Failure = complaint.RefusalIn(err); ch.Failure == nil {
			return err
		}
		action, state = "fail_policy_change", record.ChangeFailed
	}
	if err := s.decideChange(ctx, c, &ch, state, by); err != nil {
		return err
	}
	return s.recordAdministration(ctx, c, by, journalEntryOf(action, ch))
}

// effectChange does what a change asks for. What it refuses it refuses before it has changed anything.
func (s *Store) effectChange(ctx context.Context, c conn, ch record.PolicyChange) error {
	switch ch.Kind {
	case record.PublishVersion:
		if ch.Source == "" {
			return c.setWithdrawn(ctx, ch.Ref, false)
		}
		return s.insertPolicy(ctx, c, ch.Ref, ch.File, ch.Source)
	case record.WithdrawVersion:
		return c.setWithdrawn(ctx, ch.Ref, true)
	case record.MoveCases:
		return s.orderMoves(ctx, c, ch)
	case record.GiveRights, record.NameSubstitute, record.OpenLink, record.ReplacePassword, record.ChangeUnit,
		record.CloseTie:
		return s.effectAccess(ctx, c, ch)
	}
	return fmt.Errorf("policy change %s: no such kind: %s", ch.ID, ch.Kind)
}

func (c conn) setWithdrawn(ctx context.Context, ref complaint.PolicyRef, withdrawn bool) error {
	if _, err := c.exec(ctx, `UPDATE policies SET withdrawn = ? WHERE sha256 = ?`, withdrawn, ref.SHA256); err != nil {
		return wrapError("withdraw policy", err)
	}
	return c.putNewestInForce(ctx, ref.ID)
}

// putNewestInForce lets the newest version of a regulation that is not withdrawn take new cases.
func (c conn) putNewestInForce(ctx context.Context, id string) error {
	_, err := c.exec(ctx, `UPDATE policies SET in_force = (NOT withdrawn AND version =
		(SELECT MAX(p.version) FROM policies p WHERE p.id = policies.id AND NOT p.withdrawn)) WHERE id = ?`, id)
	return wrapError("policy in force", err)
}
