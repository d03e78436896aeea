// Command bench measures Duban against a reference in the same run, on the same machine and server: absolute
// times on shared machines mean nothing, ratios do. It prints lines "<name> ratio <number>", and lines that begin
// with # for what cannot be a ratio. docs/benchmarks.md says what each means and what it should be.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"duban/standalone/prove/bench/lists"
	"duban/store"
)

// part is one thing measured.
type part struct {
	name string
	run  func(context.Context) error
}

var parts = []part{
	{"throughput", measureThroughput},
	{"deadlines", measureDeadlines},
	{"lists", measureLists},
	{"reports", measureReports},
	{"rehearsal", measureRehearsals},
	{"memory", measureMemory},
}

var (
	cases = flag.Int("cases", 100_000,
		"how many cases lists show and a report counts: 1000000 takes a quarter of an hour to fill")
	rehearsed = flag.Int("rehearsed", 5_000, "how many closed cases an amendment is rehearsed on")
)

func partNames() string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

func main() {
	if len(os.Args) > 5 && os.Args[1] == serveArgument {
		exitOnError(serveProgram(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == spinArgument {
		spinOneCore()
	}
	only := flag.String("only", "", "run just the part of this name: "+partNames())
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := runMeasurements(ctx, *only)
	stop()
	exitOnError(err)
}

func exitOnError(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func runMeasurements(ctx context.Context, onlyNamed string) error {
	found := false
	for _, p := range parts {
		if onlyNamed != "" && onlyNamed != p.name {
			continue
		}
		found = true
		if err := p.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if !found {
		return fmt.Errorf("no part %q", onlyNamed)
	}
	return nil
}

// measureLists measures on SQLite, and on the PostgreSQL that DUBAN_TEST_POSTGRES names.
func measureLists(ctx context.Context) error {
	err := inTemporaryDirectory(func(dir string) error {
		file := func(name string) store.Options {
			return store.Options{Dialect: store.SQLite, Path: filepath.Join(dir, name)}
		}
		return lists.MeasureLists(ctx, os.Stdout, *cases, file("small.db"), file("large.db"))
	})
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if err != nil || server == "" {
		return err
	}
	small, err := newPostgresSchema(ctx, server, "small")
	if err != nil {
		return err
	}
	large, err := newPostgresSchema(ctx, server, "large")
	if err != nil {
		return err
	}
	return lists.MeasureLists(ctx, os.Stdout, *cases, small, large)
}

// newPostgresSchema makes an empty schema on the server.
func newPostgresSchema(ctx context.Context, server, name string) (store.Options, error) {
	db, err := sql.Open("postgres", server)
	if err != nil {
		return store.Options{}, err
	}
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+name); err != nil {
		return store.Options{}, errors.Join(err, db.Close())
	}
	u, err := url.Parse(server)
	if err != nil {
		return store.Options{}, errors.Join(err, db.Close())
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return store.Options{Dialect: store.Postgres, DSN: u.String()}, db.Close()
}
