package process

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The programs there are.
const (
	Standalone = "duban/standalone"
	Cluster    = "duban/standalone/prove/cluster"
	Duban      = "duban/cmd/duban"
)

// BuildPrograms builds programs of this tree into a folder, each under the last part of its name.
func BuildPrograms(ctx context.Context, folder string, programs ...string) error {
	for _, program := range programs {
		if err := buildProgram(ctx, program, "-o", folder+"/"); err != nil {
			return err
		}
	}
	return nil
}

// BuildWithOverlay builds one program of this tree with some of its files replaced, as a JSON file says in the form of
// go build's -overlay.
func BuildWithOverlay(ctx context.Context, binary, overlay, program string) error {
	return buildProgram(ctx, program, "-overlay", overlay, "-o", binary)
}

// buildProgram builds a program in its own module: the sums of what only duban needs are not in the nested one's.
func buildProgram(ctx context.Context, program string, flags ...string) error {
	cmd := exec.CommandContext(ctx, "go", append(append([]string{"build"}, flags...), program)...)
	cmd.Dir = TreeFolder()
	if program != Duban {
		cmd.Dir = nestedModuleFolder()
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// nestedModuleFolder is the folder of the nested module.
func nestedModuleFolder() string { return filepath.Join(TreeFolder(), "standalone") }

// TreeFolder is the folder of the whole tree, which the working folder stands in: programs built with -trimpath do not
// know where their sources are. It panics outside the tree.
func TreeFolder() string {
	working, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	for folder := working; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "standalone", "go.mod")); err == nil {
			return folder
		}
	}
	panic("not in the tree: " + working)
}
