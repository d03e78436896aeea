package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"duban/complaint"
)

// ErrOutOfSequence says that the events given to Append do not follow the journal's last one: the caller's
// case is not the journal's.
var ErrOutOfSequence = errors.New("events do not follow the journal")

// entry is a row of the journal.
type entry struct {
	Case       string  `db:"case_id"`
	Seq        int     `db:"seq"`
	At         int64   `db:"at"`
	RecordedAt int64   `db:"recorded_at"`
	Actor      string  `db:"actor"`
	Type       string  `db:"type"`
	Data       string  `db:"data"`
	Reason     *string `db:"reason"`
	Hash       string  `db:"hash"`
}

const entryColumns = `case_id, seq, at, recorded_at, actor, type, data, reason, hash`

func (e entry) columnValues() []any {
	return []any{e.Case, e.Seq, e.At, e.RecordedAt, e.Actor, e.Type, e.Data, e.Reason, e.Hash}
}

func (e entry) decodeReason() (*complaint.Reason, error) {
	if e.Reason == nil {
		return nil, nil //nolint:nilnil // an event without a reason
	}
	r := &complaint.Reason{}
	if err := json.Unmarshal([]byte(*e.Reason), r); err != nil {
		return nil, fmt.Errorf("event %d: reason: %w", e.Seq, err)
	}
	return r, nil
}

// decodeEvent reads the row back. An event type unknown to this version is an error.
func (e entry) decodeEvent() (complaint.Event, error) {
	fact, err := complaint.DecodeFact(e.Type, []byte(e.Data))
	if err != nil {
		return complaint.Event{}, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	reason, err := e.decodeReason()
	if err != nil {
		return complaint.Event{}, err
	}
	return complaint.Event{
		Case:       complaint.CaseID(e.Case),
		Seq:        e.Seq,
		At:         instantOfMicros(e.At),
		RecordedAt: instantOfMicros(e.RecordedAt),
		Actor:      complaint.UserID(e.Actor),
		Fact:       fact,
		Reason:     reason,
		Hash:       e.Hash,
	}, nil
}

// computeHash is the hash of the stored bytes.
func (e entry) computeHash(prev string) (string, error) {
	reason, err := e.decodeReason()
	if err != nil {
		return "", err
	}
	return chainLink{
		Prev:       prev,
		Case:       complaint.CaseID(e.Case),
		Seq:        e.Seq,
		At:         complaint.Instant(instantOfMicros(e.At)),
		RecordedAt: complaint.Instant(instantOfMicros(e.RecordedAt)),
		Actor:      complaint.UserID(e.Actor),
		Type:       e.Type,
		Data:       json.RawMessage(e.Data),
		Reason:     reason,
	}.hashOfLink()
}

// chainedRow writes the event as a row chained to prev.
func chainedRow(prev string, e complaint.Event, now time.Time) (entry, error) {
	data, err := canonicalJSON(e.Fact)
	if err != nil {
		return entry{}, err
	}
	row := entry{
		Case:       string(e.Case),
		Seq:        e.Seq,
		At:         microsOf(e.At),
		RecordedAt: microsOf(now),
		Actor:      string(e.Actor),
		Type:       e.Type(),
		Data:       string(data),
	}
	if e.Reason != nil {
		reason, err := canonicalJSON(e.Reason)
		if err != nil {
			return entry{}, err
		}
		text := string(reason)
		row.Reason = &text
	}
	if row.Hash, err = row.computeHash(prev); err != nil {
		return entry{}, err
	}
	return row, nil
}

// readBackEvent reads a sealed row back at once, so that whoever wrote the event folds exactly what a later reader
// will, and refuses a fact that would not read back the same.
func (e entry) readBackEvent() (complaint.Event, error) {
	event, err := e.decodeEvent()
	if err != nil {
		return complaint.Event{}, err
	}
	again, err := canonicalJSON(event.Fact)
	if err != nil {
		return complaint.Event{}, err
	}
	if !bytes.Equal(again, []byte(e.Data)) {
		return complaint.Event{}, fmt.Errorf("a %s fact does not read back as written", e.Type)
	}
	return event, nil
}

// Append implements [record.Tx]. Events must be the case's and follow its last one without a gap
// ([ErrOutOfSequence]). What comes back is decoded from what was stored.
func (t *transaction) Append(ctx context.Context, events []complaint.Event) ([]complaint.Event, error) {
	start, err := t.readHead(ctx)
	if err != nil {
		return nil, fmt.Errorf("append: head: %w", err)
	}
	now, prev := t.store.nowRounded(), start.Hash
	rows, recorded := make([][]any, 0, len(events)), make([]complaint.Event, 0, len(events))
	for i, e := range events {
		if e.Case != t.id || e.Seq != start.Seq+1+i {
			return nil, fmt.Errorf("append event %d after %d: %w", e.Seq, start.Seq+i, ErrOutOfSequence)
		}
		row, err := chainedRow(prev, e, now)
		if err != nil {
			return nil, fmt.Errorf("append event %d: %w", e.Seq, err)
		}
		back, err := row.readBackEvent()
		if err != nil {
			return nil, fmt.Errorf("append event %d: %w", e.Seq, err)
		}
		rows, recorded, prev = append(rows, row.columnValues()), append(recorded, back), row.Hash
	}
	if err := t.insertRows(ctx, "journal", entryColumns, rows...); err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	if err := t.correctIdentities(ctx, recorded); err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	if err := t.shareWhatJoined(ctx, recorded); err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	t.head = &head{Seq: start.Seq + len(events), Hash: prev}
	if t.appended.at != microsOf(now) {
		t.appended = appended{after: start.Seq, at: microsOf(now)}
	}
	return recorded, nil
}

// head is where a journal ends.
type head struct {
	Seq  int    `db:"seq"`
	Hash string `db:"hash"`
}

func (t *transaction) readHead(ctx context.Context) (head, error) {
	if t.head != nil {
		return *t.head, nil
	}
	var last head
	_, err := t.findRow(ctx, &last, `SELECT seq, hash FROM journal WHERE case_id = ? ORDER BY seq DESC LIMIT 1`, t.id)
	return last, err
}

// Events implements [record.ReadTx].
func (t *transaction) Events(ctx context.Context, after int) ([]complaint.Event, error) {
	return t.journalEvents(ctx, t.id, after, 0)
}

func (c conn) journalEntries(ctx context.Context, id complaint.CaseID, after, limit int) ([]entry, error) {
	query, args := `SELECT `+entryColumns+` FROM journal WHERE case_id = ? AND seq > ? ORDER BY seq`, []any{id, after}
	if limit > 0 {
		query, args = query+` LIMIT ?`, append(args, limit)
	}
	var rows []entry
	if err := c.allRows(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return rows, nil
}

func (c conn) journalEvents(ctx context.Context, id complaint.CaseID, after, limit int) ([]complaint.Event, error) {
	rows, err := c.journalEntries(ctx, id, after, limit)
	if err != nil {
		return nil, err
	}
	events := make([]complaint.Event, len(rows))
	for i, row := range rows {
		if events[i], err = row.decodeEvent(); err != nil {
			return nil, fmt.Errorf("journal: %w", err)
		}
	}
	return events, nil
}

// JournalEvents are a case's events with Seq > after, in order, at most limit of them; 0 means all. It asks no wall.
func (s *Store) JournalEvents(ctx context.Context, id complaint.CaseID, after, limit int) ([]complaint.Event, error) {
	var events []complaint.Event
	err := s.read(ctx, fmt.Sprintf("events of case %s", id), func(c conn) (err error) {
		events, err = c.journalEvents(ctx, id, after, limit)
		return err
	})
	return events, err
}

// VerifyJournal checks the case's chain over the bytes as stored, whichever version of the program wrote them. The
// error names the first event that does not fit.
func (s *Store) VerifyJournal(ctx context.Context, id complaint.CaseID) error {
	return s.read(ctx, fmt.Sprintf("verify case %s", id), func(c conn) error {
		rows, err := c.journalEntries(ctx, id, 0, 0)
		if err != nil {
			return err
		}
		prev := ""
		for i, row := range rows {
			hash, err := row.computeHash(prev)
			if err != nil {
				return err
			}
			if row.Seq != i+1 || row.Hash != hash {
				return fmt.Errorf("event %d does not match its hash or place", row.Seq)
			}
			prev = row.Hash
		}
		return nil
	})
}
