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
// was in force before is kept. A file that does not parse is refused with all its findings.
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
		found, err := c.find(ctx, &newest, query, id, year.Year)
		if err != nil || found && newest.SHA256 == hash {
			return err
		}
		return c.insert(ctx, "calendars", `id, year, revision, sha256, file, source, published_at`,
			[]any{id, year.Year, newest.Revision + 1, hash, file, string(data), micros(s.now())})
	})
}

// Calendar implements [activities.ReadTx].
func (t *transaction) Calendar(ctx context.Context, id string) (*calendar.Calendar, error) {
	return t.store.calendarIn(ctx, t.conn, id)
}

// Calendar is the official calendar as published now; NotFound if no year of it was ever published.
func (s *Store) Calendar(ctx context.Context, id string) (*calendar.Calendar, error) {
	var made *calendar.Calendar
	err := s.read(ctx, fmt.Sprintf("calendar %s", id), func(c conn) (err error) {
		made, err = s.calendarIn(ctx, c, id)
		return err
	})
	return made, err
}

// yearsInForce is the condition on a row k of calendars.
const yearsInForce = `k.id = ? AND k.revision =
	(SELECT MAX(n.revision) FROM calendars n WHERE n.id = k.id AND n.year = k.year)`

func (s *Store) calendarIn(ctx context.Context, c conn, id string) (*calendar.Calendar, error) {
	var hashes []string
	err := c.all(ctx, &hashes, `SELECT k.sha256 FROM calendars k WHERE `+yearsInForce+` ORDER BY k.year`, id)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	if len(hashes) == 0 {
		return nil, complaint.Refuse(complaint.NotFound, "没有发布过这个日历 (calendar not published)")
	}
	key := strings.Join(hashes, " ")
	if made := s.calendars.get(id, key); made != nil {
		return made, nil
	}
	var rows []struct{ File, Source string }
	err = c.all(ctx, &rows, `SELECT k.file, k.source FROM calendars k WHERE `+yearsInForce+` ORDER BY k.year`, id)
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
