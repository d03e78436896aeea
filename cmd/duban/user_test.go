package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"duban/record"
	"duban/store"
)

// runCommand runs a command line of ours and returns what it printed.
func runCommand(t *testing.T, cmd *cobra.Command, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&bytes.Buffer{})
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestUsers(t *testing.T) {
	data := t.TempDir()
	user := func(args ...string) (string, error) {
		return runCommand(t, newUserCommand(), append(args, "--data", data)...)
	}
	first, err := user("add", "zhang.san", "--name", "张三", "--unit", "unit-east", "--unit-name", "华东")
	if err != nil || !strings.Contains(first, "password: ") {
		t.Fatalf("%v: %s", err, first)
	}
	second, err := user("password", "zhang.san")
	if err != nil || second == first || !strings.Contains(second, "password: ") {
		t.Errorf("%v: %s", err, second)
	}
	link, err := user("link", "zhang.san")
	if err != nil || !strings.Contains(link, "/activate#") {
		t.Errorf("%v: %s", err, link)
	}
	if out, err := user("second-factor", "zhang.san", "--remove"); err == nil {
		t.Errorf("there was no second factor: %s", out)
	}
	if err := enrolBehind(t, data, "zhang.san"); err != nil {
		t.Fatal(err)
	}
	if out, err := user("second-factor", "zhang.san"); err == nil {
		t.Errorf("without saying so: %s", out)
	}
	if _, err := user("second-factor", "zhang.san", "--remove"); err != nil {
		t.Error(err)
	}
	if _, err := user("deactivate", "zhang.san"); err != nil {
		t.Error(err)
	}
	list, err := user("list")
	if err != nil || !strings.Contains(list, "zhang.san") || !strings.Contains(list, "unit-east") ||
		!strings.Contains(list, "停用") {
		t.Errorf("%v: %s", err, list)
	}
	for name, args := range map[string][]string{
		"taken":        {"add", "zhang.san", "--name", "张三"},
		"taken, blank": {"add", "zhang.san ", "--name", "张三"},
		"unseen":       {"add", "\u200b", "--name", "张三"},
		"part unseen":  {"add", "li.\u200bsi", "--name", "李四"},
		"no name":      {"add", "li.si"},
		"no such role": {"add", "li.si", "--name", "李四", "--role", "logistics.emperor"},
		"no such unit": {"add", "li.si", "--name", "李四", "--unit", "unit-west"},
		"nobody":       {"password", "li.si"},
		"nobody, link": {"link", "li.si"},
	} {
		if out, err := user(args...); err == nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// enrolBehind gives somebody a second factor in the record of a data folder.
func enrolBehind(t *testing.T, data, username string) error {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(data, "duban.db"), Now: time.Now})
	if err != nil {
		return err
	}
	id, err := findUserID(t.Context(), s, username)
	return errors.Join(err, s.BeginSecondFactor(t.Context(), id, "sealed"),
		s.ConfirmSecondFactor(t.Context(), id, "sealed", 1, []string{"hash"}, record.Origin{}), s.Close())
}

// An upgrade that this program has finished already has nothing to finish.
func TestUpgrade(t *testing.T) {
	data := t.TempDir()
	for _, args := range [][]string{{"--data", data}, {"finish", "--data", data}} {
		if out, err := runCommand(t, newUpgradeCommand(), args...); err != nil || out == "" {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
}
