// Command figures measures how the source reads: it prints lines `name value`, always the same names in the same order,
// for the tree it is started in or the one named, so that two states of the tree can be held against each other.
// Generated files count nowhere, and Go's packages cannot import each other in a circle. What it prints are measures,
// not limits: make check holds those.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

const (
	maxColumns = 120
	tabColumns = 4
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := printFigures(root, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

// figure is one line of what is printed.
type figure struct {
	name  string
	value any
}

func printFigures(root string, out io.Writer) error {
	goFiles, web, err := readSources(root)
	if err != nil {
		return err
	}
	figures, err := goFigures(goFiles)
	if err != nil {
		return err
	}
	for _, f := range append(figures, webFigures(web)...) {
		if _, err := fmt.Fprintln(out, f.name, f.value); err != nil {
			return err
		}
	}
	return nil
}

// source is a file; its path is relative to the root, with slashes.
type source struct{ path, text string }

// readSources returns the sources that people wrote: those of Go, and those of the web in TypeScript.
func readSources(root string) (goFiles, web []source, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != root && isForeignFolder(entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		extension := filepath.Ext(path)
		if extension != ".go" && extension != ".ts" && extension != ".tsx" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		switch file := (source{filepath.ToSlash(relative), string(text)}); {
		case err != nil:
			return err
		case isGenerated(file):
		case extension == ".go":
			goFiles = append(goFiles, file)
		default:
			web = append(web, file)
		}
		return nil
	})
	return goFiles, web, err
}

// isForeignFolder says whether a folder of this name holds what others wrote or a program makes.
func isForeignFolder(name string) bool {
	switch name {
	case "node_modules", "testdata", "bin", "data", "dist", "tmp":
		return true
	}
	return strings.HasPrefix(name, ".")
}

func isGenerated(file source) bool {
	head, _, _ := strings.Cut(file.text, "\npackage ")
	return strings.HasPrefix(head, "// Code generated ") || strings.Contains(head, "\n// Code generated ") ||
		strings.HasSuffix(file.path, "api/schema.ts")
}

func countLines(text string) int { return strings.Count(text, "\n") }

// countLongLines counts the lines that are longer than 120 columns.
func countLongLines(files []source) (count int) {
	for _, file := range files {
		for line := range strings.SplitSeq(file.text, "\n") {
			if utf8.RuneCountInString(line)+(tabColumns-1)*strings.Count(line, "\t") > maxColumns {
				count++
			}
		}
	}
	return count
}
