package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// insufficientPrivilege is PostgreSQL's code for what a role may not do.
const insufficientPrivilege = "42501"

// newest stands for the highest version of the schema this program knows.
const newest int64 = 0

// migrate brings the schema up to the version. Several programs may start at once: on PostgreSQL a lock of the
// session lets one migrate and the others wait.
func (s *Store) migrate(ctx context.Context, version int64) error {
	provider, err := s.migrationProvider()
	if err != nil {
		return err
	}
	if version == newest {
		version = newestMigration(provider)
	}
	done, err := provider.UpTo(ctx, version)
	if refused := (*pq.Error)(nil); errors.As(err, &refused) && refused.Code == insufficientPrivilege {
		return fmt.Errorf("migrate: 库的结构要升级，而连接数据库的角色不能改结构：先由库的所有者运行 duban migrate "+
			"(the schema is older than this program, and this role may not change it: "+
			"its owner runs duban migrate first): %w",
			err)
	}
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, m := range done {
		s.log.InfoContext(ctx, "migrated", "version", m.Source.Version, "dialect", string(s.dialect))
	}
	return nil
}

func (s *Store) migrationProvider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+string(s.dialect))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	// out of order: a program between two releases may have left out a number that was still being worked on
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true),
	}
	if s.dialect == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, s.writer.DB, files, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return provider, nil
}

// newestMigration is the highest version of the schema this program has a migration for.
func newestMigration(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}
