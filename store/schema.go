package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrNewerSchema says that a newer program has changed the database: this one would misread it.
var ErrNewerSchema = errors.New("the database was changed by a newer program")

// ErrNoRecord says that there is no database of Duban where one was expected.
var ErrNoRecord = errors.New("there is no database of Duban here")

// SchemaVersions is the version of the database's schema, and the newest version this program knows.
func (s *Store) SchemaVersions(ctx context.Context) (found, newest int64, err error) {
	provider, err := s.migrationProvider()
	if err != nil {
		return 0, 0, err
	}
	err = s.read(ctx, "schema version", func(c conn) (err error) {
		found, err = s.schemaVersion(ctx, c)
		return err
	})
	return found, newestMigration(provider), err
}

// versionsTable is where the migrations note what they have done.
const versionsTable = "goose_db_version"

// schemaVersion is the version of the schema; 0 for a database without any.
func (s *Store) schemaVersion(ctx context.Context, c conn) (version int64, err error) {
	names, err := c.tableNames(ctx, s.dialect)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(names, versionsTable) {
		return 0, nil
	}
	err = c.getRow(ctx, &version, `SELECT COALESCE(MAX(version_id), 0) FROM `+versionsTable)
	return version, wrapError("schema version", err)
}

// checkSchema refuses a database that this program would misread, and, if one must be there, a missing one.
func (s *Store) checkSchema(ctx context.Context, mustExist bool) error {
	found, newest, err := s.SchemaVersions(ctx)
	switch {
	case err != nil:
		return err
	case found > newest:
		return fmt.Errorf("%w：数据库结构是第 %d 版，本程序只认得到第 %d 版。请换用改过它的那一版或更新的程序，或恢复升级前的备份 "+
			"(schema %d, this program knows up to %d: use the newer program, "+
			"or restore a backup made before the upgrade)",
			ErrNewerSchema, found, newest, found, newest)
	case found == 0 && mustExist:
		return ErrNoRecord
	}
	return nil
}
