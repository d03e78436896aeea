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
	Cluster    = "duban/standalone/prove/cluster"
	Duban      = "duban/cmd/duban"
)

// Build builds programs of this tree into a folder, each under the last part of its name.
func Build(ctx context.Context, folder string, programs ...string) error {
	for _, program := range programs {
		if err := build(ctx, program, "-o", folder+"/"); err != nil {
			return err
		}
	}
	return nil
}

// BuildOver builds one program of this tree with some of its files replaced, as a JSON file says in the form of
// go build's -overlay.
func BuildOver(ctx context.Context, binary, overlay, program string) error {
	return build(ctx, program, "-overlay", overlay, "-o", binary)
}

// build builds a program in its own module: the sums of what only duban needs are not in the nested one's.
func build(ctx context.Context, program string, flags ...string) error {
	cmd := exec.CommandContext(ctx, "go", append(append([]string{"build"}, flags...), program)...)
	cmd.Dir = Tree()
	if program != Duban {
		cmd.Dir = module()
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// module is the folder of the nested module.
func module() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}

// Tree is the folder of the whole tree.
func Tree() string { return filepath.Dir(module()) }
