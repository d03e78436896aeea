package gateway

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"duban/activities"
	"duban/complaint"
	"duban/gateway/session"
	"duban/internal/lookup"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
	"duban/store/files"
	"duban/store/storetest"
)

// monday is a working day, 10:00 in the organisation's zone.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

const password = "correct horse battery staple"

// template is the file of a seeded organisation, made once: hashing passwords is slow on purpose. firstTemplate is the
// same as programs of the first edition have it.
var template, firstTemplate string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "duban-gateway-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	template, firstTemplate = filepath.Join(dir, "duban.db"), filepath.Join(dir, "first.db")
	ctx := context.Background()
	for _, path := range []string{template, firstTemplate} {
		s, err := store.Open(ctx, store.Options{Path: path, Now: func() time.Time { return monday }})
		if err != nil {
			panic(err)
		}
		err = fillHouse(ctx, s)
		if path == template { // as a new record is begun
			_, raised := s.RaiseEdition(ctx, complaint.Edition)
			err = errors.Join(err, raised)
		}
		if err := errors.Join(err, s.Close()); err != nil {
			panic(err)
		}
	}
	return m.Run()
}

// fillHouse adds the administrator and the regulations to an empty store; others come with [house.addEverybody].
func fillHouse(ctx context.Context, s *store.Store) error {
	_, err := seed.AddFirstAccounts(ctx, s, password, false)
	return errors.Join(seed.PublishRegulations(ctx, s), err)
}

// house is a gateway on a real store, with the workflows replaced by bench.
type house struct {
	t     *testing.T
	g     *Gateway
	store *store.Store
	cases *fakeCases
	logs  *bytes.Buffer
	files *files.Folder
	// dir holds what the house keeps.
	dir   string
	mu    sync.Mutex
	clock time.Time
	// door lets one in at a time.
	door sync.Mutex
	// hash is of every account's password.
	hash string
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *house) passTime(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(by)
}

// newHouse opens a house; change may alter its options.
func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	return newHouseLike(t, template, change...)
}

// newHouseOfFirstEdition opens one whose record programs of the first edition write too, until it is raised.
func newHouseOfFirstEdition(t *testing.T) *house {
	t.Helper()
	return newHouseLike(t, firstTemplate)
}

func newHouseLike(t *testing.T, template string, change ...func(*Options)) *house {
	t.Helper()
	data, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "duban.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return newHouseIn(t, store.Options{Path: path}, change...)
}

// newHouseOnPostgres opens one on PostgreSQL, where there is a server, as a role that may do no more than programs at
// work.
func newHouseOnPostgres(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	dsn := storetest.NewSchema(t, storetest.Postgres(t))
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{
		Dialect: store.Postgres,
		DSN:     dsn,
		Now:     func() time.Time { return monday },
	})
	if err != nil {
		t.Fatal(err)
	}
	role := storetest.NewRole(t, dsn)
	_, raised := s.RaiseEdition(ctx, complaint.Edition)
	if err := errors.Join(raised, fillHouse(ctx, s), s.GrantWork(ctx, role), s.Close()); err != nil {
		t.Fatal(err)
	}
	return newHouseIn(t, store.Options{Dialect: store.Postgres, DSN: storetest.AsRole(t, dsn, role)}, change...)
}

// newHouseIn opens a house in a store that has been filled.
func newHouseIn(t *testing.T, in store.Options, change ...func(*Options)) *house {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	h := &house{
		t:     t,
		clock: monday,
		logs:  &bytes.Buffer{},
		dir:   dir,
	}
	in.Now = h.now
	var err error
	if h.store, err = store.Open(ctx, in); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	key, err := lookup.NewKey([]byte("secret of a house in tests"))
	if err == nil {
		err = h.store.KeepSearchIndex(ctx, key)
	}
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := session.Open(ctx, session.Options{Path: filepath.Join(dir, "sessions.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sessions.Close() })
	if h.files, err = files.OpenFolder(filepath.Join(dir, "attachments")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.files.Close() })
	h.cases = &fakeCases{store: h.store, now: h.now, queued: map[complaint.CaseID][]complaint.Order{}}
	o := Options{
		Administer: func(by complaint.UserID, from record.Origin) Administration {
			return h.store.AdministrationBy(by).From(from)
		},
		Store:     h.store,
		Cases:     h.cases,
		Rehearsal: h.cases,
		Now:       h.now,
		Sessions:  sessions,
		Patience:  time.Minute, // a loaded machine is no reason to answer "pending"
		Files:     h.files,
		Secret:    bytes.Repeat([]byte{7}, 32),
		Logger:    slog.New(slog.NewJSONHandler(h.logs, nil)),
	}
	for _, c := range change {
		c(&o)
	}
	h.cases.acts = activities.Acts{Journal: h.store, Now: h.now, Rehearsal: o.Rehearsal != nil}
	if h.g, err = New(o); err != nil {
		t.Fatal(err)
	}
	h.addEverybody(ctx)
	return h
}

// addEverybody makes two people for each role, as the demonstration organisation has them, and a second branch.
func (h *house) addEverybody(ctx context.Context) {
	h.t.Helper()
	admin, err := h.store.AccountByUsername(ctx, seed.AdminName)
	if err != nil {
		h.t.Fatal(err)
	}
	h.hash = admin.PasswordHash
	policies, err := h.store.PoliciesInForce(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range policies {
		if p.Ref().ID != "logistics" {
			continue
		}
		for _, role := range p.Doc.Roles.Entries {
			h.addStaff("logistics."+role.Key, seed.DemoUnitID("logistics", role.Key), p.RoleID(role.Key))
			h.addStaff("logistics."+role.Key+"2", seed.DemoUnitID("logistics", role.Key), p.RoleID(role.Key))
		}
	}
	h.addStaff("elsewhere", "unit-elsewhere", "logistics.branch")
	h.addStaff("nobody", "unit-elsewhere")
}

func (h *house) addStaff(username string, unit complaint.UnitID, roles ...complaint.RoleID) {
	h.t.Helper()
	ctx := context.Background()
	if err := h.store.SaveUnit(ctx, complaint.Unit{ID: unit, Name: "单位" + string(unit)}); err != nil {
		h.t.Fatal(err)
	}
	err := h.store.SaveAccount(ctx, record.Account{
		Username: username, PasswordHash: h.hash,
		Person: complaint.Person{
			ID:     seed.DemoUserID(username),
			Name:   "员工" + username,
			Unit:   unit,
			Roles:  roles,
			Active: true,
		},
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
