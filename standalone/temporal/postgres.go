package temporal

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	"go.temporal.io/server/tools/common/schema"
	sqltool "go.temporal.io/server/tools/sql"
)

const (
	// shards of histories; fixed when the store is made. Four keep two cores and one disk busy.
	shards = 4
	// connections per database; the server's services share them.
	connections        = 24
	connectionLifetime = time.Hour
	visibilitySuffix   = "_visibility"
)

// openPostgres makes the two databases ready for the server: created if missing, their schemas at this server's
// version. The schemas and the tool that applies them are the server's own.
func openPostgres(o Options) (*config.Persistence, error) {
	store, err := postgresConfig(o.Postgres)
	if err != nil {
		return nil, err
	}
	visibility := *store
	visibility.DatabaseName += visibilitySuffix
	tool := newServerLog(o.Logger, slog.LevelWarn)
	for name, cfg := range map[string]config.SQL{
		"postgresql/v12/temporal":   *store,
		"postgresql/v12/visibility": visibility,
	} {
		if err := prepareDatabase(cfg, name, tool); err != nil {
			return nil, fmt.Errorf("prepare database %s: %w", cfg.DatabaseName, err)
		}
	}
	return &config.Persistence{
		DefaultStore:     store.DatabaseName,
		VisibilityStore:  visibility.DatabaseName,
		NumHistoryShards: shards,
		DataStores: map[string]config.DataStore{
			store.DatabaseName: {SQL: store}, visibility.DatabaseName: {SQL: &visibility},
		},
	}, nil
}

// postgresConfig takes a URL apart as the server wants it, which puts it together again.
func postgresConfig(dsn string) (*config.SQL, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errors.New("the URL of PostgreSQL cannot be read") // the error would quote the password
	}
	database := strings.TrimPrefix(u.Path, "/")
	if u.Scheme != "postgres" || u.User == nil || database == "" {
		return nil, errors.New("the URL of PostgreSQL must be like postgres://user:password@host:5432/database")
	}
	password, _ := u.User.Password()
	attributes := map[string]string{}
	for key := range u.Query() {
		attributes[key] = u.Query().Get(key)
	}
	return &config.SQL{
		PluginName:        postgresql.PluginNamePGX,
		ConnectAddr:       u.Host,
		User:              u.User.Username(),
		Password:          password,
		DatabaseName:      database,
		ConnectAttributes: attributes,
		MaxConns:          connections,
		MaxIdleConns:      connections,
		MaxConnLifetime:   connectionLifetime,
	}, nil
}

func prepareDatabase(cfg config.SQL, schemaName string, log serverLog) error {
	elsewhere := cfg
	if err := sqltool.DoCreateDatabase(&elsewhere, "postgres", log); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	db, err := sqltool.NewConnection(&cfg, log)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer db.Close()
	// A version that is there already is kept.
	if err := schema.NewSetupSchemaTask(db, &schema.SetupConfig{InitialVersion: "0.0"}, log).Run(); err != nil {
		return fmt.Errorf("set up schema: %w", err)
	}
	if err := schema.NewUpdateSchemaTask(db, &schema.UpdateConfig{SchemaName: schemaName}, log).Run(); err != nil {
		return fmt.Errorf("update schema: %w", err)
	}
	return nil
}
