package main

import (
	"encoding/json"
	"fmt"
	"io"

	"duban/store"
)

// printFindings tells what is wrong with a record; errFindings if anything is.
func printFindings(out io.Writer, found []store.Finding, asJSON bool) error {
	if asJSON {
		if found == nil {
			found = []store.Finding{}
		}
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"findings": found}); err != nil {
			return fmt.Errorf("print findings: %w", err)
		}
	} else {
		for _, f := range found {
			fmt.Fprintln(out, f)
		}
	}
	if len(found) > 0 {
		return errFindings
	}
	return nil
}
