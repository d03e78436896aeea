package checker

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	_ "github.com/lib/pq"  // the driver "postgres"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// event is a row of the journal, as it lies in the database.
type event struct {
	Case       string
	Seq        int
	At         int64
	RecordedAt int64
	Actor      string
	Type       string
	Data       string
	Reason     *string
	Hash       string

	fields map[string]any
}

// textAt reads the event's data by a path of keys; "" where there is nothing.
func (e *event) textAt(path ...string) string {
	var v any = e.fields
	for _, k := range path {
		m, _ := v.(map[string]any)
		v = m[k]
	}
	s, _ := v.(string)
	return s
}

func (e *event) happenedAt() time.Time { return time.UnixMicro(e.At).UTC() }
func (e *event) recordedAt() time.Time { return time.UnixMicro(e.RecordedAt).UTC() }

// command is a row of commands: what became of one order.
type command struct {
	Case, ID, Actor string
	Seq, From       int
	Refusal         *string
}

// filing is what a case was made from, and which request made it.
type filing struct {
	Case, By, Receipt string
	Offset            time.Duration
	Actor, Key        string
}

// row is a case in the register.
type row struct {
	Case                           string
	Seq                            int
	Number, Severity, Status, Step string
	Offset                         time.Duration
	Tasks                          map[string]string
	Slips                          map[string]string
}

// dump is the database as one transaction saw it.
type dump struct {
	journal  map[string][]*event
	commands map[string]map[string]*command
	filings  map[string]*filing
	requests map[string]string // case by actor/key
	rows     map[string]*row
	texts    map[string][]string // ids of the texts with that body
	counters map[string]int64
	pending  int // starts not done
}

// readDump reads everything in one transaction.
func readDump(ctx context.Context, driver, dsn string) (*dump, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	defer db.Close() //nolint:errcheck // read only
	options := &sql.TxOptions{ReadOnly: true}
	if driver == "postgres" {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // read only
	d := &dump{
		journal:  map[string][]*event{},
		commands: map[string]map[string]*command{},
		filings:  map[string]*filing{},
		requests: map[string]string{},
		rows:     map[string]*row{},
		texts:    map[string][]string{},
		counters: map[string]int64{},
	}
	for _, read := range []func(context.Context, *sql.Tx) error{
		d.readJournal, d.readCommands, d.readFilings, d.readRows, d.readParts, d.readTexts, d.readCounters,
	} {
		if err := read(ctx, tx); err != nil {
			return nil, fmt.Errorf("dump: %w", err)
		}
	}
	return d, nil
}

// eachRow calls scan for every row of a query.
func eachRow(ctx context.Context, tx *sql.Tx, query string, scan func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (d *dump) readJournal(ctx context.Context, tx *sql.Tx) error {
	const query = `SELECT case_id, seq, at, recorded_at, actor, type, data, reason, hash ` +
		`FROM journal ORDER BY case_id, seq`
	return eachRow(ctx, tx, query, func(r *sql.Rows) error {
		e := &event{}
		if err := r.Scan(&e.Case, &e.Seq, &e.At, &e.RecordedAt, &e.Actor, &e.Type,
			&e.Data, &e.Reason, &e.Hash); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(e.Data), &e.fields); err != nil {
			return fmt.Errorf("case %s event %d: %w", e.Case, e.Seq, err)
		}
		d.journal[e.Case] = append(d.journal[e.Case], e)
		return nil
	})
}

func (d *dump) readCommands(ctx context.Context, tx *sql.Tx) error {
	const query = `SELECT case_id, command_id, actor, seq, from_seq, refusal FROM commands`
	return eachRow(ctx, tx, query, func(r *sql.Rows) error {
		c := &command{}
		if err := r.Scan(&c.Case, &c.ID, &c.Actor, &c.Seq, &c.From, &c.Refusal); err != nil {
			return err
		}
		if d.commands[c.Case] == nil {
			d.commands[c.Case] = map[string]*command{}
		}
		d.commands[c.Case][c.ID] = c
		return nil
	})
}

func (d *dump) readFilings(ctx context.Context, tx *sql.Tx) error {
	const filings = `SELECT case_id, filed_by, coalesce(receipt_hash, ''), clock_offset FROM filings`
	err := eachRow(ctx, tx, filings, func(r *sql.Rows) error {
		f, micros := &filing{}, int64(0)
		if err := r.Scan(&f.Case, &f.By, &f.Receipt, &micros); err != nil {
			return err
		}
		f.Offset = time.Duration(micros) * time.Microsecond
		d.filings[f.Case] = f
		return nil
	})
	if err != nil {
		return err
	}
	const requests = `SELECT actor, key, case_id, command_id FROM requests`
	return eachRow(ctx, tx, requests, func(r *sql.Rows) error {
		var actor, key, id, command string
		if err := r.Scan(&actor, &key, &id, &command); err != nil {
			return err
		}
		d.requests[actor+"/"+key] = id
		if f := d.filings[id]; f != nil && command == "" {
			f.Actor, f.Key = actor, key
		}
		return nil
	})
}

func (d *dump) readRows(ctx context.Context, tx *sql.Tx) error {
	const query = `SELECT id, seq, number, severity, status, step, clock_offset FROM cases`
	return eachRow(ctx, tx, query, func(r *sql.Rows) error {
		c, micros := &row{Tasks: map[string]string{}, Slips: map[string]string{}}, int64(0)
		if err := r.Scan(&c.Case, &c.Seq, &c.Number, &c.Severity, &c.Status, &c.Step, &micros); err != nil {
			return err
		}
		c.Offset = time.Duration(micros) * time.Microsecond
		d.rows[c.Case] = c
		return nil
	})
}

func (d *dump) readParts(ctx context.Context, tx *sql.Tx) error {
	err := eachRow(ctx, tx, `SELECT case_id, task_id, state, assignee FROM case_tasks`, func(r *sql.Rows) error {
		var id, task, state, assignee string
		if err := r.Scan(&id, &task, &state, &assignee); err != nil {
			return err
		}
		d.rows[id].Tasks[task] = state + " " + assignee
		return nil
	})
	if err != nil {
		return err
	}
	return eachRow(ctx, tx, `SELECT case_id, slip_id, state FROM case_slips`, func(r *sql.Rows) error {
		var id, slip, state string
		if err := r.Scan(&id, &slip, &state); err != nil {
			return err
		}
		d.rows[id].Slips[slip] = state
		return nil
	})
}

func (d *dump) readTexts(ctx context.Context, tx *sql.Tx) error {
	return eachRow(ctx, tx, `SELECT id, body FROM texts`, func(r *sql.Rows) error {
		var id, body string
		if err := r.Scan(&id, &body); err != nil {
			return err
		}
		d.texts[body] = append(d.texts[body], id)
		return nil
	})
}

func (d *dump) readCounters(ctx context.Context, tx *sql.Tx) error {
	err := eachRow(ctx, tx, `SELECT name, value FROM counters`, func(r *sql.Rows) error {
		var name string
		var value int64
		if err := r.Scan(&name, &value); err != nil {
			return err
		}
		d.counters[name] = value
		return nil
	})
	if err != nil {
		return err
	}
	return eachRow(ctx, tx, `SELECT count(*) FROM outbox WHERE kind = 'start'`, func(r *sql.Rows) error {
		return r.Scan(&d.pending)
	})
}
