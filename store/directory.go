package store

import (
	"context"
	"fmt"
	"sync"

	"duban/complaint"
)

// directoryCache holds the directory as of one version. It is asked only together with the version that the
// same transaction reads, so it is never stale.
type directoryCache struct {
	mu      sync.Mutex
	version int64
	held    *complaint.Directory
}

func (d *directoryCache) at(version int64) *complaint.Directory {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.version != version {
		return nil
	}
	return d.held
}

func (d *directoryCache) keep(version int64, held *complaint.Directory) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if version >= d.version {
		d.version, d.held = version, held
	}
}

// Directory implements [activities.ReadTx]. In a writing transaction nobody changes the directory before the
// transaction ends. The directory is shared: whoever gets it must not change it.
func (t *transaction) Directory(ctx context.Context) (complaint.Directory, error) {
	if t.around.directory != nil {
		return *t.around.directory, nil
	}
	lock := ""
	if t.writing {
		lock = t.store.dialect.forShare()
	}
	d, err := t.store.directoryIn(ctx, t.conn, lock)
	if err == nil {
		t.around.directory = &d
	}
	return d, err
}

// Directory is who works where and in which role now. It is shared: whoever gets it must not change it.
func (s *Store) Directory(ctx context.Context) (complaint.Directory, error) {
	var d complaint.Directory
	err := s.read(ctx, "directory", func(c conn) (err error) {
		d, err = s.directoryIn(ctx, c, "")
		return err
	})
	return d, err
}

func (s *Store) directoryIn(ctx context.Context, c conn, lock string) (complaint.Directory, error) {
	var version int64
	if err := c.get(ctx, &version, `SELECT value FROM counters WHERE name = ?`+lock, directoryCounter); err != nil {
		return complaint.Directory{}, fmt.Errorf("directory version: %w", err)
	}
	if held := s.directory.at(version); held != nil {
		return *held, nil
	}
	d, err := c.directory(ctx)
	if err != nil {
		return complaint.Directory{}, fmt.Errorf("directory: %w", err)
	}
	s.directory.keep(version, &d)
	return d, nil
}

func (c conn) directory(ctx context.Context) (complaint.Directory, error) {
	d := complaint.Directory{People: map[complaint.UserID]complaint.Person{}, Units: map[complaint.UnitID]complaint.Unit{}}
	units, err := c.units(ctx)
	if err != nil {
		return d, err
	}
	for _, u := range units {
		d.Units[u.ID] = u
	}
	people, err := c.people(ctx, `1 = 1`)
	for _, p := range people {
		d.People[p.ID] = p
	}
	return d, err
}

// changeDirectory runs fn and counts the change, first, so that on PostgreSQL the version's row keeps out
// whoever decides by the directory.
func (s *Store) changeDirectory(ctx context.Context, operation string, fn func(conn) error) error {
	return s.write(ctx, operation, func(c conn) error {
		if _, err := c.draw(ctx, directoryCounter); err != nil {
			return fmt.Errorf("directory version: %w", err)
		}
		return fn(c)
	})
}

// Units are all units by name.
func (s *Store) Units(ctx context.Context) ([]complaint.Unit, error) {
	var units []complaint.Unit
	err := s.read(ctx, "units", func(c conn) (err error) {
		units, err = c.units(ctx)
		return err
	})
	return units, err
}

func (c conn) units(ctx context.Context) ([]complaint.Unit, error) {
	var rows []struct{ ID, Name, Parent string }
	if err := c.all(ctx, &rows, `SELECT id, name, parent FROM units ORDER BY name, id`); err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	units := make([]complaint.Unit, len(rows))
	for i, r := range rows {
		units[i] = complaint.Unit{ID: complaint.UnitID(r.ID), Name: r.Name, Parent: complaint.UnitID(r.Parent)}
	}
	return units, nil
}

// SaveUnit adds a unit or changes its name and parent.
func (s *Store) SaveUnit(ctx context.Context, u complaint.Unit) error {
	if u.ID == "" {
		return complaint.Refuse(complaint.Invalid, "单位缺少编号 (unit without id)").At("id")
	}
	return s.changeDirectory(ctx, fmt.Sprintf("save unit %s", u.ID), func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO units (id, name, parent) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent`, u.ID, u.Name, u.Parent)
		return err
	})
}
