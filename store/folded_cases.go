package store

import (
	lru "container/list"
	"context"
	"fmt"
	"sync"

	"duban/complaint"
)

// mostFolded is how many cases are remembered, some kilobytes each.
const mostFolded = 512

// foldedCases remembers cases as they were folded last, so that the next command need not read a long journal again.
// What is remembered is never believed: it is a beginning, valid only if the journal, read in the transaction that
// needs the case, has the very event it ends with. That event's hash covers all before it.
type foldedCases struct {
	mu   sync.Mutex
	held map[complaint.CaseID]*lru.Element
	// recent has the held cases, *complaint.Case each, the last used first.
	recent lru.List
}

// get is a copy of the remembered case, or a new one.
func (f *foldedCases) get(id complaint.CaseID) *complaint.Case {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := f.held[id]
	if held == nil {
		return complaint.NewCase(id)
	}
	f.recent.MoveToFront(held)
	return held.Value.(*complaint.Case).Clone()
}

func (f *foldedCases) keep(k *complaint.Case) {
	k = k.Clone()
	f.mu.Lock()
	defer f.mu.Unlock()
	if held := f.held[k.ID]; held != nil {
		held.Value = k
		f.recent.MoveToFront(held)
		return
	}
	if f.held == nil {
		f.held = map[complaint.CaseID]*lru.Element{}
	}
	f.held[k.ID] = f.recent.PushFront(k)
	if f.recent.Len() > mostFolded {
		oldest := f.recent.Remove(f.recent.Back())
		delete(f.held, oldest.(*complaint.Case).ID)
	}
}

// Case implements [record.ReadTx].
func (t *transaction) Case(ctx context.Context) (*complaint.Case, error) {
	k, err := t.foldedCase(ctx)
	if err == nil && t.writing {
		t.head = &head{Seq: k.Seq, Hash: k.LastHash}
	}
	return k, err
}

// OtherCase implements [record.ReadTx].
func (t *transaction) OtherCase(ctx context.Context, id complaint.CaseID) (*complaint.Case, error) {
	other := t.store.newTransaction(t.conn, id)
	if t.writing {
		if err := other.lockCase(ctx); err != nil {
			return nil, fmt.Errorf("lock other case: %w", err)
		}
	}
	return other.foldedCase(ctx)
}

func (t *transaction) foldedCase(ctx context.Context) (*complaint.Case, error) {
	if t.k != nil {
		return t.k.Clone(), nil
	}
	k := t.store.folded.get(t.id)
	rows, err := t.journalEntries(ctx, t.id, k.Seq-1, 0)
	if err != nil {
		return nil, err
	}
	if k, err = t.store.foldOnto(k, rows); k != nil || err != nil {
		return k, err
	}
	if rows, err = t.journalEntries(ctx, t.id, 0, 0); err != nil { // it was another journal
		return nil, err
	}
	return t.store.foldOnto(complaint.NewCase(t.id), rows)
}

// foldOnto folds the journal's rows from k's last event on, that event among them. Nothing comes back if it is not the
// event that k ends with.
func (s *Store) foldOnto(k *complaint.Case, rows []entry) (*complaint.Case, error) {
	if k.Seq > 0 {
		if len(rows) == 0 || rows[0].Seq != k.Seq || rows[0].Hash != k.LastHash {
			return nil, nil //nolint:nilnil // nothing is known of this journal
		}
		rows = rows[1:]
	}
	for _, row := range rows {
		e, err := row.decodeEvent()
		if err != nil {
			return nil, fmt.Errorf("fold: %w", err)
		}
		if err := k.Apply(e); err != nil {
			return nil, fmt.Errorf("fold: %w", err)
		}
	}
	if len(rows) > 0 {
		s.folded.keep(k)
	}
	return k, nil
}
