package campaign

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// freezeOneProcess stops one process for a while: alive, and silent.
func (s *Siege) freezeOneProcess(ctx context.Context, rng *rand.Rand, a time.Duration) error {
	p := s.house.Parts[rng.IntN(len(s.house.Parts))]
	pid := p.PID()
	if pid == 0 {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("freeze %s: %w", p.Name, err)
	}
	s.holdFaultFor(ctx, a, p.Name+" frozen")
	if err := syscall.Kill(pid, syscall.SIGCONT); err != nil {
		return fmt.Errorf("thaw %s: %w", p.Name, err)
	}
	return nil
}

// lockRecord holds what blocks every writer of the record.
func (s *Siege) lockRecord(ctx context.Context, a time.Duration) error {
	db, err := sql.Open(s.house.Driver, s.house.DSN)
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer conn.Close() //nolint:errcheck // nothing was written
	begin := []string{"BEGIN EXCLUSIVE"}
	if s.house.Driver == "postgres" {
		begin = []string{"BEGIN", "LOCK TABLE journal IN EXCLUSIVE MODE"}
	}
	for _, statement := range begin {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("lock: %w", err)
		}
	}
	s.holdFaultFor(ctx, a, "database locked")
	if _, err := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return nil
}

// fillDisk leaves the program no room: the small disk is filled up, or, where none could be mounted, no file of the
// program may grow any more.
func (s *Siege) fillDisk(ctx context.Context, a time.Duration) error {
	if s.house.Filling == "" {
		return s.limitFileSize(ctx, a)
	}
	path := filepath.Join(s.house.Filling, "filler")
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	defer os.Remove(path) //nolint:errcheck // gone already
	defer f.Close()       //nolint:errcheck // its content does not matter
	block := make([]byte, 64<<10)
	for err == nil {
		_, err = f.Write(block)
		if err != nil && len(block) > 512 {
			block, err = block[:len(block)/2], nil
		}
	}
	s.holdFaultFor(ctx, a, "disk full")
	return os.Remove(path)
}

// limitFileSize sets the limit of file sizes to what the record has, so that nothing can be appended.
func (s *Siege) limitFileSize(ctx context.Context, a time.Duration) error {
	for _, p := range s.house.Parts {
		pid := p.PID()
		if pid == 0 {
			continue
		}
		var before unix.Rlimit
		if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{
			Cur: 64 << 10,
			Max: unix.RLIM_INFINITY,
		}, &before); err != nil {
			return fmt.Errorf("limit files of %s: %w", p.Name, err)
		}
		defer func() { _ = unix.Prlimit(pid, unix.RLIMIT_FSIZE, &before, nil) }() // it may have been killed
	}
	s.holdFaultFor(ctx, a, "no file may grow")
	return nil
}

// mountSmallDisk mounts a small file system in memory on a folder. Who may not mount does without.
func mountSmallDisk(folder string) (umount func() error, ok bool) {
	const size = "size=768m"
	if err := unix.Mount("siege", folder, "tmpfs", 0, size); err != nil {
		return nil, false
	}
	return func() error { return unix.Unmount(folder, unix.MNT_DETACH) }, true
}
