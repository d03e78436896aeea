// Command lines keeps the lines of Go files short: none is longer than 120 columns, a tab counting four, and a keyed
// literal of four fields or more has one field a line. With -w it rewrites the files of the folders named; without, it
// lists what it would rewrite and ends with status 1 when there is something. What no line break can shorten, such as
// the tag of a field, it leaves to the linter lll, which knows the exceptions.
//
// A break changes no meaning: before a file is written its tokens are compared with those it had.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	rewrite := flag.Bool("w", false, "rewrite the files instead of listing what is wrong")
	flag.Parse()
	folders := flag.Args()
	if len(folders) == 0 {
		folders = []string{"."}
	}
	found, err := checkFolders(folders, *rewrite, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lines:", err)
		os.Exit(2)
	}
	if found && !*rewrite {
		fmt.Fprintln(os.Stderr, "write them with: make format")
		os.Exit(1)
	}
}

// checkFolders says whether any file of the folders was not as it should be.
func checkFolders(folders []string, rewrite bool, out io.Writer) (found bool, err error) {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && path != folder && isForeignFolder(entry.Name()):
				return filepath.SkipDir
			case entry.IsDir() || !strings.HasSuffix(path, ".go"):
				return nil
			}
			changed, err := checkFile(path, rewrite, out)
			found = found || changed
			return err
		})
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// isForeignFolder says whether a folder of this name holds what others wrote or a program makes.
func isForeignFolder(name string) bool {
	return name == "node_modules" || name == "testdata" || name == "bin" || name == "data" || name == "tmp" ||
		strings.HasPrefix(name, ".")
}

func checkFile(path string, rewrite bool, out io.Writer) (changed bool, err error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	if isGenerated(source) {
		return false, nil
	}
	better, err := shortenLines(source)
	if err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	if bytes.Equal(source, better) {
		return false, nil
	}
	if rewrite {
		return true, os.WriteFile(path, better, 0o644)
	}
	_, err = fmt.Fprintf(out, "%s:%d: a line is too long, or fields share one\n", path, firstDifference(source, better))
	return true, err
}

// isGenerated follows the convention of go.dev/s/generatedcode.
func isGenerated(source []byte) bool {
	for line := range bytes.Lines(source) {
		line = bytes.TrimRight(line, "\r\n")
		if bytes.HasPrefix(line, []byte("// Code generated ")) && bytes.HasSuffix(line, []byte(" DO NOT EDIT.")) {
			return true
		}
		if bytes.HasPrefix(line, []byte("package ")) {
			return false
		}
	}
	return false
}

// firstDifference is the number of the first line, counted from 1, in which two texts differ.
func firstDifference(a, b []byte) int {
	there, here := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range there {
		if i >= len(here) || !bytes.Equal(there[i], here[i]) {
			return i + 1
		}
	}
	return len(there)
}
