package temporal

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
	_ "modernc.org/sqlite" // the driver; the server links it too

	"duban/workflows/namespace"
)

const (
	databaseFile = "temporal.db"
	recordFile   = "temporal.json"
	clusterName  = "active"
)

// record is kept beside the SQLite file. The server has no migrations for SQLite, so a file must be opened by the
// minor version that made it; and clocks that were moved cannot be moved back, so a directory is either for
// rehearsal or not.
type record struct {
	ServerVersion string `json:"temporal_server"`
	Rehearsal     bool   `json:"rehearsal"`
}

// openSQLite makes the SQLite file in the locked directory ready for the server, creating it on first use.
func openSQLite(o Options) (*config.Persistence, error) {
	database := filepath.Join(o.Dir, databaseFile)
	exists, err := fileExists(database)
	if err != nil {
		return nil, err
	}
	if err := checkModeAndVersion(o, exists); err != nil {
		return nil, err
	}
	if err := writeModeAndVersion(o); err != nil {
		return nil, err
	}
	if !exists {
		if err := createDatabase(database); err != nil {
			return nil, fmt.Errorf("create %s: %w", database, err)
		}
	}
	cfg := sqlConfig(database)
	if err := createNamespace(cfg, o.Namespace); err != nil {
		return nil, fmt.Errorf("create namespace %s: %w", o.Namespace.Name, err)
	}
	return &config.Persistence{
		DefaultStore:     sqliteplugin.PluginName,
		VisibilityStore:  sqliteplugin.PluginName,
		NumHistoryShards: 1, // one connection, one writer: more shards would only wait for each other
		DataStores:       map[string]config.DataStore{sqliteplugin.PluginName: {SQL: cfg}},
	}, nil
}

// checkModeAndVersion refuses a directory that was made for the other mode, and a database of another minor version.
func checkModeAndVersion(o Options, databaseExists bool) error {
	path := filepath.Join(o.Dir, recordFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if databaseExists {
			return fmt.Errorf("%s has a %s but no %s, so nobody knows which version made it: %s",
				o.Dir, databaseFile, recordFile, discardAdvice)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	var found record
	if err := json.Unmarshal(data, &found); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if found.Rehearsal != o.Rehearsal {
		return wrongModeError(o.Dir, found.Rehearsal)
	}
	if databaseExists && minorVersion(found.ServerVersion) != minorVersion(headers.ServerVersion) {
		return fmt.Errorf("流程库是另一版 Temporal 建的：换用原来的程序，或把 temporal.db* 移出目录再启动，未归档的案件会从日志接着办 (%s was made by "+
			"Temporal server %s and this program holds %s, which cannot read it: "+
			"start the program that made it, or %s)",
			filepath.Join(o.Dir, databaseFile), found.ServerVersion, headers.ServerVersion, discardAdvice)
	}
	return nil
}

// discardAdvice is safe because the journal, not Temporal, is the record: every open case can be started from it.
const discardAdvice = "move temporal.db* out of the directory and start again; the journal restarts every open case"

func wrongModeError(dir string, rehearsal bool) error {
	if rehearsal {
		return fmt.Errorf("这个目录是演练用的，时钟可能不准：加 --rehearsal 启动，或另选 --data (%s was created for rehearsal, "+
			"so its clocks may be wrong: start with --rehearsal, or choose another --data)", dir)
	}
	return fmt.Errorf("这个目录不是演练用的：去掉 --rehearsal 启动，或另选 --data 演练 "+
		"(%s was created without --rehearsal: start without it, or choose another --data to rehearse in)", dir)
}

// minorVersion is the "1.32" of "1.32.1".
func minorVersion(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

func writeModeAndVersion(o Options) error {
	data, err := json.MarshalIndent(record{ServerVersion: headers.ServerVersion, Rehearsal: o.Rehearsal}, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(o.Dir, recordFile)
	if err := os.WriteFile(path+".new", append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(path+".new", path)
}

// createDatabase writes the schema into a file of another name and renames it when it is whole: a start that is
// killed half-way leaves nothing that looks like a store. It opens the draft itself, because the server's own pool
// never closes a connection again.
func createDatabase(database string) error {
	draft := database + ".new"
	for _, suffix := range []string{"", "-journal"} {
		if err := os.Remove(draft + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	db, err := sql.Open("sqlite", "file:"+uriPath(draft)+"?_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	err = sqlite.SetupSchemaOnDB(schemaWriter{db: db})
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return os.Rename(draft, database)
}

// schemaWriter is as much of the server's database interface as setting up a schema needs.
type schemaWriter struct {
	sqlplugin.AdminDB
	db *sql.DB
}

// Exec runs one statement of the schema.
func (w schemaWriter) Exec(statement string, args ...any) error {
	_, err := w.db.Exec(statement, args...) //nolint:noctx // the interface of the server has no context
	return err
}

// createNamespace does nothing when the namespace is there.
func createNamespace(cfg *config.SQL, o namespace.Options) error {
	row, err := sqlite.NewNamespaceConfig(clusterName, o.Name, false, o.SearchAttributes)
	if err != nil {
		return err
	}
	row.Detail.Config.Retention = durationpb.New(o.Retention) // the helper's own is a day
	return sqlite.CreateNamespaces(cfg, row)
}

// sqlConfig opens the file with one connection, so writes queue in the program instead of failing in SQLite, and
// with synchronous FULL, so that what the server acknowledged survives a power cut.
func sqlConfig(database string) *config.SQL {
	return &config.SQL{
		PluginName:   sqliteplugin.PluginName,
		DatabaseName: uriPath(database), // the server puts it into a file: URI as it is
		MaxConns:     1,
		ConnectAttributes: map[string]string{
			"mode":         "rwc",
			"journal_mode": "wal",
			"synchronous":  "2",
			"busy_timeout": "5000",
		},
	}
}

func fileExists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func uriPath(path string) string { return (&url.URL{Path: path}).EscapedPath() }
