package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

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
// was in force before is kept. A file that does not parse is refused with all its findings. Where some day is now
// worked that was not, or the other way round, or a year is officially known that was not, each case with a running
// deadline that counts on such a day is ordered, in the same transaction, to count anew.
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
		from, changes, err := s.firstDayChangedBy(ctx, c, id, year)
		if err != nil {
			return err
		}
		err = c.insertRows(ctx, "calendars", `id, year, revision, sha256, file, source, published_at`,
			[]any{id, year.Year, newest.Revision + 1, hash, file, string(data), microsOf(s.nowRounded())})
		if err != nil || !changes {
			return err
		}
		return s.orderRecounts(ctx, c, complaint.Recalculate{
			Calendar: id,
			Year:     year.Year,
			Revision: newest.Revision + 1,
		}, from)
	})
}

// firstDayChangedBy is the first day of which the calendar would say something else with this year in force; false
// where it would say the same of all.
func (s *Store) firstDayChangedBy(
	ctx context.Context, c conn, id string, year calendar.Year,
) (calendar.Date, bool, error) {
	years, err := s.yearsOfCalendar(ctx, c, id)
	if err != nil {
		return calendar.Date{}, false, err
	}
	before := calendar.New(id, s.location, years...)
	day, changes := before.FirstDifference(calendar.New(id, s.location, append(years, year)...))
	return day, changes, nil
}

// CasesToRecount is how many cases the publication of the year would order to count anew.
func (s *Store) CasesToRecount(ctx context.Context, id string, year calendar.Year) (int, error) {
	total := 0
	err := s.read(ctx, fmt.Sprintf("cases that count on %s %d", id, year.Year), func(c conn) error {
		from, changes, err := s.firstDayChangedBy(ctx, c, id, year)
		if err != nil || !changes {
			return err
		}
		return s.eachPolicyCountingOn(ctx, c, id, from, func(where predicate) error {
			var n int
			err := c.getRow(ctx, &n, `SELECT COUNT(*) FROM cases WHERE `+where.sql, where.args...)
			total += n
			return err
		})
	})
	return total, err
}

// orderRecounts orders the cases that count on a day or a later one to count anew. Whether it makes a difference to
// them is for the policy to find.
func (s *Store) orderRecounts(ctx context.Context, c conn, because complaint.Recalculate, from calendar.Date) error {
	now := microsOf(s.nowRounded())
	return s.eachPolicyCountingOn(ctx, c, because.Calendar, from, func(where predicate) error {
		_, err := c.exec(ctx, `INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries)
			SELECT ?, id, ?, ?, ?, 0 FROM cases WHERE `+where.sql,
			append([]any{complaint.RecalculateErrand, because.PublicationName(), now, now}, where.args...)...)
		return wrapError("order new counts", err)
	})
}

// eachPolicyCountingOn finds, policy by policy of this calendar, the cases with a running deadline that was counted
// over a day or a later one.
func (s *Store) eachPolicyCountingOn(
	ctx context.Context, c conn, id string, from calendar.Date, each func(where predicate) error,
) error {
	var rows []published
	if err := c.allRows(ctx, &rows, `SELECT `+publishedColumns+` FROM policies`); err != nil {
		return fmt.Errorf("policies: %w", err)
	}
	begins := microsOf(from.StartOfDay(s.location))
	for _, row := range rows {
		p, err := s.compilePublished(ctx, c, row)
		if err != nil {
			return err
		}
		if p.Doc.Calendar != id {
			continue
		}
		err = each(predicate{
			`policy = ? AND version = ? AND
				(counted_until > ? OR due > ? OR counted_until IS NULL AND due IS NOT NULL)`,
			[]any{row.ID, row.Version, begins, begins},
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
	years, err := s.yearsOfCalendar(ctx, c, id)
	if err != nil {
		return nil, err
	}
	made := calendar.New(id, s.location, years...)
	s.calendars.keep(id, key, made)
	return made, nil
}

// yearsOfCalendar are the years of a calendar that are in force, in order.
func (s *Store) yearsOfCalendar(ctx context.Context, c conn, id string) ([]calendar.Year, error) {
	var rows []struct{ File, Source string }
	err := c.allRows(ctx, &rows, `SELECT k.file, k.source FROM calendars k WHERE `+yearsInForce+` ORDER BY k.year`, id)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	years := make([]calendar.Year, len(rows))
	for i, r := range rows {
		if years[i], err = calendar.ParseYear(r.File, []byte(r.Source)); err != nil {
			return nil, fmt.Errorf("calendar %s: %w", id, err)
		}
	}
	return years, nil
}
