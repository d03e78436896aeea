package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// called is a command line of ours in a document: up to the end of its line, or of its code.
var called = regexp.MustCompile("(?m)(?:^|`)duban ([a-z][^`\n#]*)")

// Every command and flag that the handbook and the README tell people to type exists.
func TestTheHandbookCanBeTyped(t *testing.T) {
	typed := 0
	for _, file := range []string{"../../docs/operations.md", "../../README.md", "../../README.zh-CN.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range called.FindAllStringSubmatch(string(text), -1) {
			words := strings.Fields(line[1])
			cmd, rest, err := newRoot().Find(words)
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
