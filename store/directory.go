package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"duban/complaint"
	"duban/internal/fold"
)

// directoryCache holds the directory as of one version and the instant until which nothing of it changes by itself. It
// is asked only together with the version that the same transaction reads, so it is never stale.
type directoryCache struct {
	mu      sync.Mutex
	version int64
	held    *complaint.Directory
	// until is when somebody begins or ceases to stand in; zero if never.
	until time.Time
}

func (d *directoryCache) get(version int64, now time.Time) *complaint.Directory {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.version != version || !d.until.IsZero() && !now.Before(d.until) {
		return nil
	}
	return d.held
}

func (d *directoryCache) keep(version int64, held *complaint.Directory, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if version >= d.version {
		d.version, d.held, d.until = version, held, until
	}
}

// DirectoryNow implements [record.ReadTx]. In a writing transaction nobody changes the directory before the
// transaction ends. The directory is shared: whoever gets it must not change it.
func (t *transaction) DirectoryNow(ctx context.Context) (complaint.Directory, error) {
	if t.around.directory != nil {
		return *t.around.directory, nil
	}
	lock := ""
	if t.writing {
		lock = t.store.dialect.forShareClause()
	}
	d, edition, err := t.store.readDirectory(ctx, t.conn, lock)
	if err == nil {
		t.around.directory, t.around.edition = &d, edition
	}
	return d, err
}

// DirectoryNow is who works where and in which role now. It is shared: whoever gets it must not change it.
func (s *Store) DirectoryNow(ctx context.Context) (complaint.Directory, error) {
	var d complaint.Directory
	err := s.read(ctx, "directory", func(c conn) (err error) {
		d, _, err = s.readDirectory(ctx, c, "")
		return err
	})
	return d, err
}

// readDirectory is the directory and, as every decision needs both, the edition in force.
func (s *Store) readDirectory(
	ctx context.Context, c conn, lock string,
) (d complaint.Directory, edition int, err error) {
	var now struct {
		Version int64   `db:"value"`
		Edition *string `db:"edition"`
	}
	err = c.getRow(ctx, &now, `SELECT value, (SELECT value FROM meta WHERE key = '`+editionKey+`') AS edition
		FROM counters WHERE name = ?`+lock, directoryCounter)
	if err == nil {
		edition, err = parseEdition(now.Edition)
	}
	if err != nil {
		return d, 0, fmt.Errorf("directory version: %w", err)
	}
	d, err = s.readDirectoryOfVersion(ctx, c, now.Version)
	return d, edition, err
}

// readDirectoryOfVersion is the directory of the version that the same transaction has read.
func (s *Store) readDirectoryOfVersion(ctx context.Context, c conn, version int64) (complaint.Directory, error) {
	now := s.nowRounded()
	if held := s.directory.get(version, now); held != nil {
		return *held, nil
	}
	d, err := c.readDirectoryTables(ctx)
	if err != nil {
		return complaint.Directory{}, fmt.Errorf("directory: %w", err)
	}
	all, err := c.substitutionsWhere(ctx, `until_at > ?`, microsOf(now))
	if err != nil {
		return complaint.Directory{}, fmt.Errorf("directory: %w", err)
	}
	s.directory.keep(version, &d, fillInStandIns(d, all, now))
	return d, nil
}

func (c conn) readDirectoryTables(ctx context.Context) (complaint.Directory, error) {
	d := complaint.Directory{
		People: map[complaint.UserID]complaint.Person{},
		Units:  map[complaint.UnitID]complaint.Unit{},
	}
	units, err := c.allUnits(ctx)
	if err != nil {
		return d, err
	}
	for _, u := range units {
		d.Units[u.ID] = u
	}
	people, err := c.peopleWhere(ctx, `1 = 1`)
	if err != nil {
		return d, err
	}
	for _, p := range people {
		p.Above = d.UnitsAbove(p.Unit)
		d.People[p.ID] = p
	}
	if d.ToldApart, err = c.tellApart(ctx, d); err != nil {
		return d, err
	}
	d.Ties, err = c.tiesInForce(ctx)
	return d, err
}

// tellApart finds what tells people of one name apart: the unit, or the name by which they sign in where that is the
// same too, or they have none.
func (c conn) tellApart(ctx context.Context, d complaint.Directory) (map[complaint.UserID]string, error) {
	type place struct {
		name string
		unit complaint.UnitID
	}
	named, there := map[string]int{}, map[place]int{}
	for _, p := range d.People {
		name := fold.Name(p.Name)
		named[name]++
		there[place{name, p.Unit}]++
	}
	if len(named) == len(d.People) {
		return nil, nil
	}
	var users []struct {
		ID       complaint.UserID `db:"id"`
		Username string           `db:"username"`
	}
	if err := c.allRows(ctx, &users, `SELECT id, username FROM users`); err != nil {
		return nil, fmt.Errorf("user names: %w", err)
	}
	told := map[complaint.UserID]string{}
	for _, u := range users {
		p := d.People[u.ID]
		name, beside := fold.Name(p.Name), d.Units[p.Unit].Name
		if p.ID == "" || named[name] < 2 {
			continue
		}
		if beside == "" || there[place{name, p.Unit}] > 1 {
			beside = u.Username
		}
		told[u.ID] = p.Name + "（" + beside + "）"
	}
	return told, nil
}

// AllUnits are all units by name.
func (s *Store) AllUnits(ctx context.Context) ([]complaint.Unit, error) {
	var units []complaint.Unit
	err := s.read(ctx, "units", func(c conn) (err error) {
		units, err = c.allUnits(ctx)
		return err
	})
	return units, err
}

func (c conn) allUnits(ctx context.Context) ([]complaint.Unit, error) {
	var rows []struct {
		ID, Name, Parent, Manager string
		Closed                    bool
	}
	if err := c.allRows(ctx, &rows,
		`SELECT id, name, parent, manager, closed FROM units ORDER BY name, id`); err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	units := make([]complaint.Unit, len(rows))
	for i, r := range rows {
		units[i] = complaint.Unit{
			ID:      complaint.UnitID(r.ID),
			Name:    r.Name,
			Parent:  complaint.UnitID(r.Parent),
			Manager: complaint.UserID(r.Manager),
			Closed:  r.Closed,
		}
	}
	return units, nil
}

// SaveUnit is [Administration.SaveUnit] by the program itself.
func (s *Store) SaveUnit(ctx context.Context, u complaint.Unit) error {
	return s.AdministrationBy(complaint.System).SaveUnit(ctx, u)
}
