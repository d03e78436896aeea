package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// called is a command line of ours in a document: up to the end of its line, or of its code.
var called = regexp.MustCompile("(?m)(?:^|`)duban ([a-z][^`\n#]*)")

// handbooks are one page in two languages.
var handbooks = []string{"../../docs/operations.md", "../../docs/operations.zh-CN.md"}

// block is what is to be copied from a page.
var block = regexp.MustCompile("(?s)```\n(.*?)```")

// What one handbook has people type, the other has too, in the same order, and each section of one has its twin.
func TestTheHandbooksAreTwins(t *testing.T) {
	var typed, sections [2][]string
	for i, file := range handbooks {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range block.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(b[1]) {
				command, _, _ := strings.Cut(line, "#")
				typed[i] = append(typed[i], strings.TrimSpace(command))
			}
		}
		for line := range strings.Lines(string(text)) {
			if level := len(line) - len(strings.TrimLeft(line, "#")); level > 0 {
				sections[i] = append(sections[i], line[:level])
			}
		}
	}
	if len(typed[0]) < 10 || !slices.Equal(typed[0], typed[1]) {
		t.Errorf("%s\n%q\n%s\n%q", handbooks[0], typed[0], handbooks[1], typed[1])
	}
	if len(sections[0]) < 10 || !slices.Equal(sections[0], sections[1]) {
		t.Errorf("the sections of %s are %q, of %s %q", handbooks[0], sections[0], handbooks[1], sections[1])
	}
}

// Every command and flag that the handbook and the README tell people to type exists.
func TestTheHandbookCanBeTyped(t *testing.T) {
	typed := 0
	for _, file := range append([]string{"../../README.md", "../../README.zh-CN.md"}, handbooks...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range called.FindAllStringSubmatch(string(text), -1) {
			words := strings.Fields(line[1])
			cmd, rest, err := newRootCommand().Find(words)
			if err != nil || cmd.HasSubCommands() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
				t.Errorf("%s: duban %s: %v", file, line[1], err)
				continue
			}
			typed++
			for _, word := range rest {
				name, isFlag := strings.CutPrefix(word, "--")
				name, _, _ = strings.Cut(name, "=")
				if isFlag && cmd.Flags().Lookup(name) == nil {
					t.Errorf("%s: %s has no flag --%s", file, cmd.CommandPath(), name)
				}
			}
		}
	}
	if typed < 10 {
		t.Errorf("only %d command lines were found", typed)
	}
}
