// Package program wires Duban's parts from its settings. Both mains stand on it: cmd/duban runs each half as a
// process of its own, standalone runs them together around an embedded Temporal server. It knows no server and
// no command line.
package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"duban/config"
	"duban/internal/telemetry"
	"duban/record"
	"duban/store"
)

// Program is one process of Duban: its settings and the clock and logger that everything in it uses.
type Program struct {
	Config config.Config
	Logger *slog.Logger
	// Now is the wall clock.
	Now func() time.Time
	// Telemetry is what the process shows; nil for nothing. See [Program.WithTelemetry].
	Telemetry *telemetry.Telemetry
}

// Location is the organisation's zone.
func (p Program) Location() *time.Location { return time.FixedZone("", p.Config.TimeZone*60*60) }

// RecordFile is the SQLite database in the data directory.
const RecordFile = "duban.db"

// StoreOptions is where the settings say the record is kept: PostgreSQL if the setting database names one, else SQLite
// in the data directory.
func (p Program) StoreOptions() store.Options {
	o := store.Options{
		Now:      p.Now,
		Location: p.Location(),
		Demo:     p.Config.Demo,
		Profile:  record.Profile(p.Config.Profile),
		Logger:   p.Logger,
	}
	if p.Config.Database != "" {
		o.Dialect, o.DSN = store.Postgres, p.Config.Database
	} else {
		o.Path = filepath.Join(p.Config.Data, RecordFile)
	}
	return o
}

// OpenStore opens the record. Whoever lets cases go on in it must also call CheckSettingsAgree.
func (p Program) OpenStore(ctx context.Context) (*store.Store, error) {
	if p.Config.Database == "" {
		if err := p.makeDataFolder(); err != nil {
			return nil, err
		}
	}
	s, err := store.Open(ctx, p.StoreOptions())
	if err != nil {
		return nil, fmt.Errorf("open records: %w", err)
	}
	return s, nil
}

// OpenStoreForReading opens the record that is there for reading, beside whoever works on it.
func (p Program) OpenStoreForReading(ctx context.Context) (*store.Store, error) {
	o := p.StoreOptions()
	o.ReadOnly = true
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	return s, nil
}

// movedTo is the fact in the database that tells where its cases went on, so that they do not go on in two places.
const movedTo = "moved_to"

// ErrMoved says that the cases of this record go on elsewhere.
var ErrMoved = errors.New("these cases have moved")

// rehearsal is the fact in the database that tells whether its cases have clocks of their own.
const rehearsal = "rehearsal"

// CheckSettingsAgree holds the settings against what all processes on a database must agree on, and refuses others. A
// database made for rehearsal is only for rehearsal, and the other way round: its clocks may be wrong.
func (p Program) CheckSettingsAgree(ctx context.Context, s *store.Store) error {
	if err := RefuseMoved(ctx, s); err != nil {
		return err
	}
	made, err := s.SetMetaOnce(ctx, rehearsal, strconv.FormatBool(p.Config.Rehearsal))
	if err != nil {
		return fmt.Errorf("agree with the database: %w", err)
	}
	if made != strconv.FormatBool(p.Config.Rehearsal) {
		return fmt.Errorf("setting rehearsal: 这个库建立时定的是 rehearsal=%s，以后不能改：照样启动（--rehearsal，或环境变量 "+
			"DUBAN_REHEARSAL=%s），或另选 --data、--database (the database was made so: start so, or choose another one)",
			made, made)
	}
	return refuseNewerEdition(ctx, s)
}

// RefuseMoved refuses a record whose cases go on elsewhere ([ErrMoved]).
func RefuseMoved(ctx context.Context, s *store.Store) error {
	where, err := s.MetaValue(ctx, movedTo)
	if err != nil {
		return fmt.Errorf("agree with the database: %w", err)
	}
	if where != "" {
		return fmt.Errorf("%w：案件已于 %s 搬走并在那里继续办理。要回到一台机器：duban backup 备份新库，再 duban restore 到一个新目录 "+
			"(they go on at %s; the way back: duban backup there, duban restore into a new directory)",
			ErrMoved, where, where)
	}
	return nil
}

// MarkMoved marks the record as one whose cases go on elsewhere.
func MarkMoved(ctx context.Context, s *store.Store, where string) error {
	return s.SetMeta(ctx, movedTo, where)
}

// UnmarkMoved makes a copy of a record that had moved one that can be worked on.
func UnmarkMoved(ctx context.Context, s *store.Store) error {
	where, err := s.MetaValue(ctx, movedTo)
	if err != nil || where == "" {
		return err
	}
	return s.SetMeta(ctx, movedTo, "")
}

func (p Program) makeDataFolder() error {
	if err := os.MkdirAll(p.Config.Data, 0o700); err != nil {
		return fmt.Errorf("setting data: 建不了数据目录，看路径和权限对不对 (the data directory cannot be made): %w", err)
	}
	return nil
}
