package campaign

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"duban/policies"
	"duban/standalone/prove/siege/checker"
)

// RunTrial besieges a house, has the checker judge and closes the house. The logs, and the evidence if something is
// violated, are left in the folder.
func RunTrial(
	ctx context.Context, h *House, folder string, o Options,
) (outcome Outcome, report checker.Report, err error) {
	defer func() {
		if len(report.Violations) > 0 && h.Data != "" {
			err = errors.Join(err, h.Parts[0].Stop(), os.CopyFS(filepath.Join(folder, "evidence"), os.DirFS(h.Data)))
		}
		err = errors.Join(err, h.Close())
	}()
	path := filepath.Join(folder, "clients.jsonl")
	log, err := checker.CreateLog(path)
	if err != nil {
		return outcome, report, err
	}
	terms, err := readTerms()
	if err != nil {
		return outcome, report, errors.Join(err, log.Close())
	}
	outcome, err = RunSiege(ctx, h, log, terms, o)
	if err := errors.Join(err, log.Close()); err != nil {
		return outcome, report, err
	}
	if h.Dump != nil {
		if err := h.Dump(ctx); err != nil {
			return outcome, report, err
		}
	}
	report, err = checker.CheckEvidence(ctx, checker.Evidence{
		Log:       path,
		Terms:     terms,
		Driver:    h.Driver,
		DSN:       h.DSN,
		Temporal:  h.Temporal,
		Namespace: "duban",
		Logs:      h.Logs,
		Stores:    h.Stores,
		Magic:     outcome.Magic,
		Now:       o.Now,
		Patience:  o.Patience,
	})
	return outcome, report, err
}

// readTerms reads the limits of the regulation that is besieged off its file.
func readTerms() (checker.Terms, error) {
	file, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		return nil, err
	}
	return checker.ReadTerms(file)
}
