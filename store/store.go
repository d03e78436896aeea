package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"

	"duban/activities"
)

// Options say where the database is and which clock stamps what is written.
type Options struct {
	// Dialect is the kind of database; "" means SQLite.
	Dialect Dialect
	// Path is the file of a SQLite database; it is created, readable by its owner only.
	Path string
	// DSN is the connection string of a PostgreSQL database. For SQLite it replaces Path and everything the
	// store would set by itself; Open still refuses what would not be durable.
	DSN string
	// Now is the wall clock. It is required: the store never reads the time by itself.
	Now func() time.Time
	// Location is the organisation's zone, for calendars; nil means +08:00.
	Location *time.Location
	// Logger may be nil.
	Logger *slog.Logger
}

// Store is one open database. It can be used from many goroutines.
type Store struct {
	dialect  Dialect
	writer   *sqlx.DB
	reader   *sqlx.DB
	clock    func() time.Time
	location *time.Location
	log      *slog.Logger

	directory directoryCache
	policies  policyCache
	calendars calendarCache
}

var _ activities.Journal = (*Store)(nil)

// Open connects, checks that what is committed is durable, and brings the schema up to date. It refuses a
// database that would lose acknowledged commands in a crash.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		return nil, errors.New("open store: Options.Now is missing")
	}
	if o.Dialect == "" {
		o.Dialect = SQLite
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Store{dialect: o.Dialect, clock: o.Now, location: o.Location, log: o.Logger}
	if err := s.connect(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), s.Close())
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context, o Options) error {
	var err error
	if s.writer, s.reader, err = o.Dialect.open(o); err != nil {
		return err
	}
	if err := o.Dialect.checkDurable(ctx, s.writer); err != nil {
		return err
	}
	return s.migrate(ctx)
}

// Close lets go of the database. What was committed stays.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sqlx.DB{s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, "ping", func(c conn) error {
		var one int
		return c.get(ctx, &one, `SELECT 1`)
	})
}

// now is the wall clock in the precision both databases keep.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
