package process

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	_ "github.com/lib/pq" // the driver "postgres"
)

// Postgres is a PostgreSQL server of its own, as durable as PostgreSQL is by default.
type Postgres struct {
	Process
	address, folder string
}

// StartPostgres makes an empty server in a temporary folder and starts it. It returns once the server is ready.
func StartPostgres(ctx context.Context, logFile string) (*Postgres, error) {
	s, err := NewPostgres(ctx, logFile)
	if err != nil {
		return nil, err
	}
	if err := s.Start(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.WaitReady(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// NewPostgres makes an empty server in a temporary folder and does not start it. Close removes the folder.
func NewPostgres(ctx context.Context, logFile string) (*Postgres, error) {
	bin, err := postgresProgramsFolder()
	if err != nil {
		return nil, err
	}
	s := &Postgres{}
	if s.address, err = FreeAddress(ctx); err != nil {
		return nil, err
	}
	if s.folder, err = os.MkdirTemp("", "duban-postgres-"); err != nil {
		return nil, fmt.Errorf("new PostgreSQL: %w", err)
	}
	owner, err := s.serverUser()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("new PostgreSQL: %w", err), s.Close())
	}
	data := filepath.Join(s.folder, "data")
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...) //nolint:noctx // the server is ended by Kill or Stop
		cmd.Dir, cmd.SysProcAttr = s.folder, &syscall.SysProcAttr{Credential: owner}
		return cmd
	}
	// The empty server need not survive a power cut before it is started.
	out, err := command("initdb", "--pgdata="+data, "--username=duban", "--auth=trust", "--encoding=UTF8",
		"--locale=C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("new PostgreSQL: %w\n%s", err, out), s.Close())
	}
	s.Name, s.LogFile, s.Ready = "postgres", logFile, s.ping
	_, port, err := net.SplitHostPort(s.address)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("new PostgreSQL: %w", err), s.Close())
	}
	s.Command = func() *exec.Cmd {
		return command("postgres", "-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1",
			"-c", "unix_socket_directories="+s.folder, "-c", "max_connections=400")
	}
	return s, nil
}

// postgresProgramsFolder is the newest installed server's folder of programs.
func postgresProgramsFolder() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		initdb, err := exec.LookPath("initdb")
		if err != nil {
			return "", fmt.Errorf("no PostgreSQL server is installed (scripts/setup installs one): %w", err)
		}
		return filepath.Dir(initdb), nil
	}
	return filepath.Dir(slices.Max(found)), nil
}

// serverUser is whom the server runs as: PostgreSQL refuses to be root. The folder becomes theirs.
func (s *Postgres) serverUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nobody else is meant
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(s.folder, int(uid), int(gid))
}

// DatabaseURL names a database of the server.
func (s *Postgres) DatabaseURL(database string) string {
	return databaseURL("duban", s.address, database)
}

func databaseURL(role, address, database string) string {
	return "postgres://" + role + "@" + address + "/" + database + "?sslmode=disable"
}

// DumpDatabase writes a database as SQL into a file.
func (s *Postgres) DumpDatabase(ctx context.Context, database, file string) error {
	bin, err := postgresProgramsFolder()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "pg_dump"), "--no-owner", "--no-privileges",
		"--file="+file, s.DatabaseURL(database))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("dump %s: %w\n%s", database, err, out)
	}
	return nil
}

// RestoreDatabase runs the SQL of a dump in a database.
func (s *Postgres) RestoreDatabase(ctx context.Context, database, file string) error {
	bin, err := postgresProgramsFolder()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1",
		"--file="+file, s.DatabaseURL(database))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("restore %s: %w\n%s", database, err, out)
	}
	return nil
}

// CreateDatabase makes an empty database.
func (s *Postgres) CreateDatabase(ctx context.Context, database string) error {
	return s.exec(ctx, "CREATE DATABASE "+database)
}

// CreateRole makes a role that signs in and may do nothing yet.
func (s *Postgres) CreateRole(ctx context.Context, role string) error {
	return s.exec(ctx, "CREATE ROLE "+role+" LOGIN")
}

func (s *Postgres) ping(ctx context.Context) error { return s.exec(ctx, "SELECT 1") }

func (s *Postgres) exec(ctx context.Context, statement string) error {
	db, err := sql.Open("postgres", s.DatabaseURL("postgres"))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// Close kills the server, if it runs, and removes its folder.
func (s *Postgres) Close() error { return errors.Join(s.Kill(), os.RemoveAll(s.folder)) }
