package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Who stands in for whom, and who is tied to whom, is added, listed by name, and ended.
func TestSubstitutesAndTies(t *testing.T) {
	data := t.TempDir()
	for username, name := range map[string]string{"zhang.san": "张三", "li.si": "李四"} {
		if out, err := runCommand(t, newUserCommand(), "add", username, "--name", name, "--data", data); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for what, one := range map[string]struct {
		command func() *cobra.Command
		add     []string
		listed  []string
	}{
		"substitute": { // in the organisation's time, whatever the machine's
			command: newSubstituteCommand,
			add:     []string{"--by", "li.si", "--from", "2998-12-01", "--until", "2999-01-01"},
			listed:  []string{"张三", "李四", "2998-12-01 00:00:00", "2999-01-02 00:00:00"},
		},
		"tie":      {newTieCommand, []string{"--with", "li.si", "--ground", "夫妻"}, []string{"张三", "李四", "夫妻"}},
		"outsider": {newTieCommand, []string{"--name", "王五", "--ground", "亲属"}, []string{"张三", "王五", "亲属"}},
	} {
		id, err := runCommand(t, one.command(), append([]string{"add", "zhang.san", "--data", data}, one.add...)...)
		if err != nil {
			t.Fatalf("%s: %v: %s", what, err, id)
		}
		id = strings.TrimSpace(id)
		list, err := runCommand(t, one.command(), "list", "--data", data)
		for _, expected := range append(one.listed, id) {
			if err != nil || !strings.Contains(list, expected) {
				t.Errorf("%s: %v, no %s: %s", what, err, expected, list)
			}
		}
		if out, err := runCommand(t, one.command(), "end", id, "--data", data); err != nil {
			t.Errorf("%s: %v: %s", what, err, out)
		}
		if out, err := runCommand(t, one.command(), "end", "nothing", "--data", data); err == nil {
			t.Errorf("%s: ended nothing: %s", what, out)
		}
	}
	for what, args := range map[string][]string{
		"no such user": {"add", "nobody", "--name", "王五", "--ground", "亲属"},
		"no ground":    {"add", "zhang.san", "--name", "王五"},
		"two others":   {"add", "zhang.san", "--name", "王五", "--with", "li.si", "--ground", "亲属"},
	} {
		if out, err := runCommand(t, newTieCommand(), append(args, "--data", data)...); err == nil {
			t.Errorf("%s: %s", what, out)
		}
	}
	for what, args := range map[string][]string{
		"nobody": {"--until", "2999-01-01"},
		"no end": {"--by", "li.si"},
		"no day": {"--by", "li.si", "--until", "soon"},
	} {
		_, err := runCommand(t, newSubstituteCommand(),
			append([]string{"add", "zhang.san", "--data", data}, args...)...)
		if err == nil || !strings.Contains(err.Error(), "--until") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
