package temporal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const lockFile = "temporal.lock"

// dirLock is a file descriptor and not an [os.File], which would be closed, and the lock lost, when a program that
// runs until it is killed keeps no reference to its server.
type dirLock int

// lockDir creates the directory when it is missing and makes sure that one process at a time opens the store: two
// would each believe that they own every shard and overwrite each other. The kernel drops the lock with the
// process, however it dies.
func lockDir(dir string) (dirLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, fmt.Errorf("create the data directory: %w", err)
	}
	path := filepath.Join(dir, lockFile)
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return 0, fmt.Errorf("lock the data directory: open %s: %w", path, err)
	}
	lock := dirLock(fd)
	err = syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("数据目录正在使用：先停下那个程序，或另选 --data "+
			"(%s is in use%s: stop that program first, or choose another --data)", dir, holderOfLock(path))
	}
	if err == nil {
		err = lock.writePID()
	}
	if err != nil {
		return 0, errors.Join(err, lock.releaseLock())
	}
	return lock, nil
}

// writePID leaves the process's number for the message that the next one gets; the lock itself does not rest on it.
func (l dirLock) writePID() error {
	if err := syscall.Ftruncate(int(l), 0); err != nil {
		return err
	}
	_, err := syscall.Write(int(l), []byte(strconv.Itoa(os.Getpid())+"\n"))
	return err
}

// unlocked holds nothing.
const unlocked dirLock = -1

func (l dirLock) releaseLock() error {
	if l == unlocked {
		return nil
	}
	return syscall.Close(int(l))
}

func holderOfLock(path string) string {
	data, err := os.ReadFile(path)
	if pid := strings.TrimSpace(string(data)); err == nil && pid != "" {
		return " by process " + pid
	}
	return ""
}
