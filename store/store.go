package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"duban/internal/lookup"
	"duban/record"
	"duban/store/folder"
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
	// ReadOnly opens a database that is there and changes nothing in it, not even an older schema.
	ReadOnly bool
	// Sealed, with ReadOnly, says that nobody writes the file of Path any more, as in a backup: it is read without
	// leaving anything beside it.
	Sealed bool
	// Held says that the caller has claimed the folder of Path for itself. Otherwise a store that is written to shares
	// it, so that nobody moves the record away meanwhile.
	Held bool
	// Now is the wall clock. It is required: the store never reads the time by itself.
	Now func() time.Time
	// Location is the organisation's zone, for calendars and the months of overviews; nil means +08:00. The months of
	// what was counted by another are made right by Rebuild.
	Location *time.Location
	// Demo says that this is a demonstration, in which nobody has to agree to what an administrator changes in
	// regulations.
	Demo bool
	// Profile says how much is asked of those who let others in; "" means [record.Office].
	Profile record.Profile
	// Logger may be nil.
	Logger *slog.Logger
}

// Store is one open database. It can be used from many goroutines.
type Store struct {
	dialect  Dialect
	readOnly bool
	// hold is on the folder of a SQLite file that is written to, so that it is not moved away meanwhile.
	hold   *folder.Lock
	writer *sqlx.DB
	reader *sqlx.DB
	// counter is one connection that counts reports: one at a time, and never on a connection that people wait for.
	counter *sqlx.DB
	// group is nil on PostgreSQL, which commits concurrent transactions together by itself.
	group    *group
	clock    func() time.Time
	location *time.Location
	// zoned: the zone is the organisation's, and not only supposed to be.
	zoned bool
	// demo: nobody has to agree to changes of regulations.
	demo    bool
	profile record.Profile
	log     *slog.Logger

	directory directoryCache
	policies  policyCache
	calendars calendarCache
	folded    foldedCases
	// searchKey marks the words of the search index; nil in a program that was not given it.
	searchKey  atomic.Pointer[lookup.Key]
	filledSets atomic.Pointer[filledSets]
}

var _ record.Journal = (*Store)(nil)

// Open connects, checks that what is committed is durable, and brings the schema up to date. It refuses a
// database that would lose acknowledged commands in a crash, and one that a newer program has changed
// ([ErrNewerSchema]).
func Open(ctx context.Context, o Options) (*Store, error) {
	return openAt(ctx, o, newest)
}

// openAt is Open with the schema at a version.
func openAt(ctx context.Context, o Options, version int64) (*Store, error) {
	if o.Now == nil {
		return nil, errors.New("open store: Options.Now is missing")
	}
	if o.Dialect == "" {
		o.Dialect = SQLite
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	zoned := o.Location != nil
	if !zoned {
		o.Location = time.FixedZone("+08:00", 8*60*60)
	}
	s := &Store{
		dialect:  o.Dialect,
		readOnly: o.ReadOnly,
		clock:    o.Now,
		location: o.Location,
		zoned:    zoned,
		demo:     o.Demo,
		profile:  o.Profile,
		log:      o.Logger,
	}
	if err := s.connectPools(ctx, o, version); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), s.Close())
	}
	return s, nil
}

func (s *Store) connectPools(ctx context.Context, o Options, version int64) error {
	var err error
	if s.dialect == SQLite && o.Path != "" && !o.ReadOnly && !o.Held {
		if s.hold, err = folder.LockShared(filepath.Dir(o.Path)); err != nil {
			return err
		}
	}
	if s.writer, s.reader, s.counter, err = o.Dialect.openPools(o); err != nil {
		return err
	}
	if o.Dialect == SQLite {
		s.group = newCommitGroup(s.writer)
	}
	if o.ReadOnly {
		return s.checkSchema(ctx, true)
	}
	if err := s.CheckDurable(ctx); err != nil {
		return err
	}
	if err := s.checkSchema(ctx, false); err != nil {
		return err
	}
	if err := s.migrate(ctx, version); err != nil || version != newest {
		return err
	}
	if err := s.foldIdentities(ctx); err != nil {
		s.log.WarnContext(ctx, "names and telephones not folded", "error", err)
	}
	s.renewOutdated(ctx)
	if err := s.catchUpFigures(ctx); err != nil { // a report tries again
		s.log.WarnContext(ctx, "figures not caught up", "error", err)
	}
	return nil
}

// CheckDurable is nil if the database keeps what it has committed, whatever happens to the machine (reliability rule
// 12).
func (s *Store) CheckDurable(ctx context.Context) error {
	return s.dialect.checkDurable(ctx, s.writer)
}

// Close lets go of the database. What was committed stays.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sqlx.DB{s.counter, s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.hold != nil {
		errs = append(errs, s.hold.Release())
	}
	return errors.Join(errs...)
}

// Location is the organisation's zone, as the options say.
func (s *Store) Location() *time.Location { return s.location }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, "ping", func(c conn) error {
		var one int
		return c.getRow(ctx, &one, `SELECT 1`)
	})
}

// nowRounded is the wall clock in the precision both databases keep.
func (s *Store) nowRounded() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
