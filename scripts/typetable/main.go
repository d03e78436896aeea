// Command typetable prints a page with the table of field types in it made anew, between the lines that mark it; with
// -w it writes the page.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"duban/policy"
)

const (
	begin = "<!-- field types: make generate -->\n"
	end   = "<!-- end of field types -->\n"
)

func main() {
	write := flag.Bool("w", false, "write the page instead of printing it")
	flag.Parse()
	if err := run(flag.Arg(0), *write); err != nil {
		fmt.Fprintln(os.Stderr, "typetable:", err)
		os.Exit(1)
	}
}

func run(file string, write bool) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	made, err := withTable(string(page), policy.FieldTypeTable())
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if write {
		return os.WriteFile(file, []byte(made), 0o644)
	}
	_, err = os.Stdout.WriteString(made)
	return err
}

// withTable is the page with the table between the marks.
func withTable(page, table string) (string, error) {
	before, rest, begun := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		return "", errors.New("nothing marks where the table stands")
	}
	return before + begin + table + end + after, nil
}
