package process

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// The programs there are.
const (
	Standalone = "duban/standalone"
	Cluster    = "duban/standalone/cluster"
	Duban      = "duban/cmd/duban"
)

// Build builds programs of this tree into a folder, each under the last part of its name.
func Build(ctx context.Context, folder string, programs ...string) error {
	return build(ctx, append([]string{"-o", folder + "/"}, programs...))
}

// BuildOver builds one program of this tree with some of its files replaced, as a JSON file says in the form of
// go build's -overlay.
func BuildOver(ctx context.Context, binary, overlay, program string) error {
	return build(ctx, []string{"-overlay", overlay, "-o", binary, program})
}

func build(ctx context.Context, args []string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"build"}, args...)...)
	cmd.Dir = module()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// module is the folder of the nested module, from which both modules' programs can be built.
func module() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(file))
}

// Tree is the folder of the whole tree.
func Tree() string { return filepath.Dir(module()) }
