package e2e

import "os"

// newTemporaryFolder is removed after the last test.
func newTemporaryFolder(name string) (string, error) {
	folder, err := os.MkdirTemp("", name)
	deployed = append(deployed, func() error { return os.RemoveAll(folder) })
	return folder, err
}

// deployed is what is to be undone after the last test, the last first.
var deployed []func() error
