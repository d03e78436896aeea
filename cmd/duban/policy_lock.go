package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"duban/policy"
)

func newPolicyLockCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lock FILE…",
		Short: "发布时把制度的版本和哈希记进 published.lock (note what is released: version and hash)",
		Long: "发布一版程序之前运行一次。记进去的版本，内容不再改；\n" +
			"以后改了制度而没有增大 version，policy check 会指出来。" +
			"published.lock 在各制度文件夹的旁边。\n\n" +
			"Run once before a release. What is noted keeps its text: a later change without a higher version\n" +
			"is a finding of policy check. The lock lies beside the folders of the regulations.",
		Example: "  duban policy lock policies/*/policy.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			locks := map[string]policy.Lock{}
			sound := true
			for _, file := range files {
				found, err := addPolicyToLock(locks, file)
				if err != nil {
					return err
				}
				if len(found) > 0 {
					printPolicyFindings(cmd.OutOrStdout(), language, file, found)
					sound = false
				}
			}
			if !sound {
				return errFindings
			}
			for path, lock := range locks {
				// Read by everybody, like the regulations.
				if err := os.WriteFile(path, lock.Bytes(), 0o644); err != nil {
					return failure{fmt.Errorf("write lock: %w", err)}
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s：已发布 %d 个版本 (released versions)\n", path, len(lock))
			}
			return nil
		},
	}
}

// addPolicyToLock adds a policy file to the lock beside its folder; locks holds those read so far, by path.
func addPolicyToLock(locks map[string]policy.Lock, file string) (policy.Findings, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	var found policy.Findings
	p, err := policy.Load(file, data)
	if errors.As(err, &found) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	path := lockPath(file)
	lock, ok := locks[path]
	if !ok {
		if lock, err = readPolicyLock(path); errors.As(err, &found) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
	}
	found = lock.Check(file, data, p.Ref())
	locks[path] = lock.WithReleased(p.Ref())
	return found, nil
}

// lockPath is where the lock of a policy file lies: beside the file's folder.
func lockPath(file string) string { return filepath.Join(filepath.Dir(file), "..", policy.LockFile) }

// readPolicyLock is what has been released; nothing, where there is no lock.
func readPolicyLock(path string) (policy.Lock, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read lock: %w", err)
	}
	return policy.ReadLock(path, data)
}

// checkReleasedPolicy finds whether a policy file was changed after its version had been released: by the lock beside
// its folder, or by the published files that it is compared with.
func checkReleasedPolicy(
	file string, data []byte, p *policy.Policy, against []publishedPolicy,
) (policy.Findings, error) {
	lock, err := readPolicyLock(lockPath(file))
	if found, ok := errors.AsType[policy.Findings](err); ok {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	for _, published := range against {
		lock = lock.WithReleased(published.ref)
	}
	return lock.Check(file, data, p.Ref()), nil
}
