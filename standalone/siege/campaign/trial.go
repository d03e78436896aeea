package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"duban/standalone/siege/checker"
)

// Build makes the program in a folder. overlay, if set, names a file for go build -overlay.
func Build(ctx context.Context, folder, overlay string) (binary string, err error) {
	_, here, _, _ := runtime.Caller(0)
	binary = filepath.Join(folder, "standalone")
	args := []string{"build", "-o", binary}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "../..")...)
	cmd.Dir = filepath.Dir(here)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
}

// Trial besieges a house and has the checker judge. Its log and the program's are left in the folder.
func Trial(ctx context.Context, h *House, folder string, o Options) (outcome Outcome, report checker.Report, err error) {
	defer func() {
		err = errors.Join(err, h.Stop())
		if len(report.Violations) > 0 && h.Data != "" {
			err = errors.Join(err, os.CopyFS(filepath.Join(folder, "evidence"), os.DirFS(h.Data)))
		}
		h.Close()
	}()
	path := filepath.Join(folder, "clients.jsonl")
	log, err := checker.CreateLog(path)
	if err != nil {
		return outcome, report, err
	}
	outcome, err = Run(ctx, h, log, o)
	if err := errors.Join(err, log.Close()); err != nil {
		return outcome, report, err
	}
	report, err = checker.Check(ctx, checker.Evidence{
		Log: path, Driver: h.Driver, DSN: h.DSN, Temporal: h.Temporal, Namespace: "duban",
		Logs: h.Logs, Stores: h.Stores, Magic: outcome.Magic, Now: o.Now, Patience: o.Patience,
	})
	return outcome, report, err
}
