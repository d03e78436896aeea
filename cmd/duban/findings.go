package main

import (
	"encoding/json"
	"fmt"
	"io"

	"duban/store"
)

// printIndented writes a value as JSON that people can read too.
func printIndented(out io.Writer, value any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// printFindings tells what is wrong with a record; errFindings if anything is.
func printFindings(out io.Writer, found []store.Finding, asJSON bool) error {
	if asJSON {
		if found == nil {
			found = []store.Finding{}
		}
		if err := printIndented(out, map[string]any{"findings": found}); err != nil {
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
