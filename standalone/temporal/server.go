// Package temporal runs a whole Temporal server and its web UI inside this process, on a SQLite file or on
// PostgreSQL, so that the standalone program needs nothing installed beside it. On a real deployment none of this
// is linked: the worker and the gateway dial a cluster instead.
package temporal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	_ "time/tzdata" // schedules name time zones, and a container may have no zone files

	"go.temporal.io/server/temporal"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"duban/workflows/namespace"
)

// Options says where the server keeps its data, where it listens and what the namespace must offer.
type Options struct {
	// Dir is the data directory; it is created when missing. The files in it that begin with "temporal" are ours.
	Dir string
	// Postgres is the URL of a PostgreSQL database; with it the store is there and Dir is not used. The database and
	// its neighbour for visibility, with _visibility after its name, are created when missing.
	Postgres string
	// Addr is host:port of the frontend, on a loopback address: the server asks nobody who they are.
	// Port 0 picks a free one.
	Addr string
	// Namespace is created on first start; search attributes missing in an existing store are added.
	Namespace namespace.Options
	// Rehearsal lets the clocks of single workflows be moved (see [Rehearsal]). It is fixed when Dir is created.
	Rehearsal bool
	// LongHistory is how many events of one run are enough for it to go on in a new one; 0 means the server's 4,096.
	LongHistory int
	// CodecEndpoint is where the UI's page sends payloads to be decoded, on the gateway's own origin; empty for none.
	CodecEndpoint string
	// Logger receives what the server says. Nil discards.
	Logger *slog.Logger
	// LogLevel is the least level of the server's own messages that is passed on. Nil means warnings; only
	// errors while it starts and nothing while it stops, when its parts complain of losing each other. At Info it
	// writes hundreds of lines.
	LogLevel slog.Leveler
}

// Server is a running Temporal server. Stop it after the workers and clients that use it.
type Server struct {
	addr      string
	lock      dirLock
	server    temporal.Server
	conn      *grpc.ClientConn
	ui        *webUI
	rehearsal *Rehearsal
	stop      sync.Once
	logger    *slog.Logger
	level     *logLevel
}

// StartServer opens the store in o.Dir and returns when the server is ready: its frontend answers, the namespace is
// there and the search attributes are known, so that workers can start at once. It fails with advice when the
// address or the directory is taken, or when the store was made by another version or for the other mode. Nothing
// is left running or locked after an error.
func StartServer(ctx context.Context, o Options) (*Server, error) {
	if err := o.checkAndDefault(); err != nil {
		return nil, err
	}
	s := &Server{lock: unlocked, logger: o.Logger, level: newLogLevel(o.LogLevel)}
	if o.Postgres == "" {
		var err error
		if s.lock, err = lockDir(o.Dir); err != nil {
			return nil, err
		}
	}
	if err := s.startServer(ctx, o); err != nil {
		s.Stop()
		return nil, fmt.Errorf("embedded Temporal server: %w", err)
	}
	s.level.level.Set(whileRunning)
	return s, nil
}

func (s *Server) startServer(ctx context.Context, o Options) error {
	services, err := chooseAddrs(ctx, o.Addr)
	if err != nil {
		return err
	}
	s.addr = services.frontend.String()
	open := openSQLite
	if o.Postgres != "" {
		open = openPostgres
	}
	store, err := open(o)
	if err != nil {
		return err
	}
	server, err := temporal.NewServer(serverOptions(o, store, services, newServerLog(o.Logger, s.level))...)
	if err != nil {
		return err
	}
	s.server = server
	if err := server.Start(); err != nil {
		return err
	}
	s.conn, err = grpc.NewClient(s.addr, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	if err := WaitReady(ctx, s.conn, o.Namespace); err != nil {
		return err
	}
	if s.ui, err = newWebUI(s.conn, s.addr, o); err != nil {
		return err
	}
	if o.Rehearsal {
		s.rehearsal = newRehearsal(s.conn, o.Namespace.Name)
	}
	return nil
}

// HostPort is the address that workers and clients dial.
func (s *Server) HostPort() string { return s.addr }

// UIHandler serves the web UI to requests whose path begins with [PublicPath]. It only shows: see [webUI]. It knows no
// users; whoever mounts it decides who may look.
func (s *Server) UIHandler() http.Handler { return s.ui }

// Rehearsal moves the clocks of workflows. It is nil unless the server was started for rehearsal.
func (s *Server) Rehearsal() *Rehearsal { return s.rehearsal }

// Stop ends the UI, then the server, and releases the directory. It takes about a second and may be called more
// than once. The server's library keeps its connection to the SQLite file until the process ends, so a copy of the
// file must include temporal.db-wal.
func (s *Server) Stop() {
	s.stop.Do(func() {
		s.level.level.Set(whileStopping)
		s.ui.close()
		var errs []error
		if s.conn != nil {
			errs = append(errs, s.conn.Close())
		}
		if s.server != nil {
			errs = append(errs, s.server.Stop())
		}
		errs = append(errs, s.lock.releaseLock())
		if err := errors.Join(errs...); err != nil {
			s.logger.Warn("the embedded Temporal server did not stop cleanly", "error", err)
		}
	})
}

// checkAndDefault fills in what may be left out and refuses what cannot work.
func (o *Options) checkAndDefault() error {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	switch {
	case o.Dir == "" && o.Postgres == "":
		return errors.New("the embedded Temporal server needs a data directory")
	case o.Rehearsal && o.Postgres != "":
		return errors.New(
			"the Temporal server rehearses on SQLite only: clocks that were moved would stay in a shared store",
		)
	case o.Namespace.Name == "":
		return errors.New("the embedded Temporal server needs a namespace")
	case o.Namespace.Retention <= 0:
		return errors.New("the embedded Temporal server needs a retention above zero")
	}
	return nil
}
