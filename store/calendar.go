package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// calendarCache holds calendars with the hashes of the years they were made of.
type calendarCache struct {
	mu   sync.Mutex
	held map[string]cachedCalendar
}

type cachedCalendar struct {
	years string
	made  *calendar.Calendar
}

func (k *calendarCache) get(id, years string) *calendar.Calendar {
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.held[id]; c.years == years {
		return c.made
	}
	return nil
}

func (k *calendarCache) keep(id, years string, made *calendar.Calendar) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil {
		k.held = map[string]cachedCalendar{}
	}
	k.held[id] = cachedCalendar{years, made}
}

// PublishCalendar makes a year file the one in force for its year. The file in force again changes nothing. What
// was in force before is kept. A file that does not parse is refused with all its findings. Where the year was not
// officially known before, each case with a running deadline that counts on it is ordered, in the same transaction,
// to count anew.
func (s *Store) PublishCalendar(ctx context.Context, id, file string, data []byte) error {
	year, err := calendar.ParseYear(file, data)
	if err != nil {
		return err //nolint:wrapcheck // findings, each with its place
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	return s.write(ctx, fmt.Sprintf("publish calendar %s %d", id, year.Year), func(c conn) error {
		var newest struct {
			Revision int    `db:"revision"`
			SHA256   string `db:"sha256"`
		}
		const query = `SELECT revision, sha256 FROM calendars WHERE id = ? AND year = ? ORDER BY revision DESC LIMIT 1`
		found, err := c.findRow(ctx, &newest, query, id, year.Year)
		if err != nil || found && newest.SHA256 == hash {
			return err
		}
		known, err := s.isYearOfficial(ctx, c, id, year.Year)
		if err != nil {
			return err
		}
		err = c.insertRows(ctx, "calendars", `id, year, revision, sha256, file, source, published_at`,
			[]any{id, year.Year, newest.Revision + 1, hash, file, string(data), microsOf(s.nowRounded())})
		if err != nil || known {
			return err
		}
		return s.orderRecounts(ctx, c, id, year.Year, newest.Revision+1)
	})
}

// isYearOfficial reports whether the year in force now is official, not provisional and not missing.
func (s *Store) isYearOfficial(ctx context.Context, c conn, id string, year int) (bool, error) {
	var sources []string
	err := c.allRows(ctx, &sources,
		`SELECT source FROM calendars WHERE id = ? AND year = ? ORDER BY revision DESC LIMIT 1`, id, year)
	if err != nil || len(sources) == 0 {
		return false, wrapError("calendar before", err)
	}
	before, err := calendar.ParseYear(id, []byte(sources[0]))
	return before.Status == calendar.Official, wrapError("calendar before", err)
}

// CasesToRecount is how many cases the publication of the year would order to count anew.
func (s *Store) CasesToRecount(ctx context.Context, id string, year int) (int, error) {
	total := 0
	err := s.read(ctx, fmt.Sprintf("cases that count on %s %d", id, year), func(c conn) error {
		known, err := s.isYearOfficial(ctx, c, id, year)
		if err != nil || known {
			return err
		}
		return s.eachPolicyCountingOn(ctx, c, id, year, func(where predicate) error {
			var n int
			err := c.getRow(ctx, &n, `SELECT COUNT(*) FROM cases WHERE `+where.sql, where.args...)
			total += n
			return err
		})
	})
	return total, err
}

// orderRecounts orders the cases that count on the year to count anew. Whether it makes a difference to them is for the
// policy to find.
func (s *Store) orderRecounts(ctx context.Context, c conn, id string, year, revision int) error {
	now := microsOf(s.nowRounded())
	publication := complaint.Recalculate{Calendar: id, Year: year, Revision: revision}.PublicationName()
	return s.eachPolicyCountingOn(ctx, c, id, year, func(where predicate) error {
		_, err := c.exec(ctx, `INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries)
			SELECT ?, id, ?, ?, ?, 0 FROM cases WHERE `+where.sql,
			append([]any{complaint.RecalculateErrand, publication, now, now}, where.args...)...)
		return wrapError("order new counts", err)
	})
}

// eachPolicyCountingOn finds, policy by policy of this calendar, the cases with a running deadline provisionally due
// after the year began.
func (s *Store) eachPolicyCountingOn(
	ctx context.Context, c conn, id string, year int, each func(where predicate) error,
) error {
	var rows []published
	if err := c.allRows(ctx, &rows, `SELECT `+publishedColumns+` FROM policies`); err != nil {
		return fmt.Errorf("policies: %w", err)
	}
	begins := calendar.Date{Year: year, Month: time.January, Day: 1}.StartOfDay(s.location)
	for _, row := range rows {
		p, err := s.compilePublished(ctx, c, row)
		if err != nil {
			return err
		}
		if p.Doc.Calendar != id {
			continue
		}
		err = each(predicate{
			`provisional_until > ? AND policy = ? AND version = ?`, []any{microsOf(begins), row.ID, row.Version},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CalendarYearsInForce are the years in force of all calendars, in order.
func (s *Store) CalendarYearsInForce(ctx context.Context) ([]calendar.Published, error) {
	var rows []struct {
		ID       string `db:"id"`
		Revision int    `db:"revision"`
		File     string `db:"file"`
		Source   string `db:"source"`
		At       int64  `db:"published_at"`
	}
	err := s.read(ctx, "years of calendars", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT id, revision, file, source, published_at FROM calendars k WHERE revision =
			(SELECT MAX(revision) FROM calendars n WHERE n.id = k.id AND n.year = k.year) ORDER BY id, year`)
	})
	if err != nil {
		return nil, err
	}
	years := make([]calendar.Published, len(rows))
	for i, r := range rows {
		y, err := calendar.ParseYear(r.File, []byte(r.Source))
		if err != nil {
			return nil, fmt.Errorf("calendar %s: %w", r.ID, err)
		}
		years[i] = calendar.Published{
			Calendar:    r.ID,
			Year:        y,
			Revision:    r.Revision,
			PublishedAt: instantOfMicros(r.At),
		}
	}
	return years, nil
}

// Calendar implements [record.ReadTx].
func (t *transaction) Calendar(ctx context.Context, id string) (*calendar.Calendar, error) {
	if made := t.around.calendars[id]; made != nil {
		return made, nil
	}
	made, err := t.store.readCalendar(ctx, t.conn, id)
	if err == nil {
		t.around.calendars[id] = made
	}
	return made, err
}

// Calendar is the official calendar as published now; NotFound if no year of it was ever published.
func (s *Store) Calendar(ctx context.Context, id string) (*calendar.Calendar, error) {
	var made *calendar.Calendar
	err := s.read(ctx, fmt.Sprintf("calendar %s", id), func(c conn) (err error) {
		made, err = s.readCalendar(ctx, c, id)
		return err
	})
	return made, err
}

// yearsInForce is the condition on a row k of calendars.
const yearsInForce = `k.id = ? AND k.revision =
	(SELECT MAX(n.revision) FROM calendars n WHERE n.id = k.id AND n.year = k.year)`

func (s *Store) readCalendar(ctx context.Context, c conn, id string) (*calendar.Calendar, error) {
	var hashes []string
	err := c.allRows(ctx, &hashes, `SELECT k.sha256 FROM calendars k WHERE `+yearsInForce+` ORDER BY k.year`, id)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	if len(hashes) == 0 {
		return nil, complaint.Refuse(complaint.NotFound, "calendar.not_published", nil)
	}
	key := strings.Join(hashes, " ")
	if made := s.calendars.get(id, key); made != nil {
		return made, nil
	}
	var rows []struct{ File, Source string }
	err = c.allRows(ctx, &rows, `SELECT k.file, k.source FROM calendars k WHERE `+yearsInForce+` ORDER BY k.year`, id)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	years := make([]calendar.Year, len(rows))
	for i, r := range rows {
		if years[i], err = calendar.ParseYear(r.File, []byte(r.Source)); err != nil {
			return nil, fmt.Errorf("calendar %s: %w", id, err)
		}
	}
	made := calendar.New(id, s.location, years...)
	s.calendars.keep(id, key, made)
	return made, nil
}
