package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"duban/config"
)

func load(t *testing.T, args ...string) (config.Config, error) {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	config.Flags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return config.Load(flags)
}

// The example file is the reference of settings: it must say exactly what holds without it.
func TestTheExampleEqualsTheDefaults(t *testing.T) {
	got, err := load(t, "--config", "duban.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := config.Default(); got != want {
		t.Errorf("the example says\n%+v\nthe defaults are\n%+v", got, want)
	}
	data, err := os.ReadFile("duban.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"data", "http", "temporal", "rehearsal", "demo", "demo_password", "time_zone", "secure_cookies", "stop_timeout"} {
		if !strings.Contains(string(data), "\n"+name+":") {
			t.Errorf("the example does not mention %s", name)
		}
	}
}

func TestFlagsBeforeEnvironmentBeforeFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "duban.yaml")
	if err := os.WriteFile(file, []byte("http: 127.0.0.1:1\ndata: file\ntemporal: 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DUBAN_HTTP", "127.0.0.1:2")
	t.Setenv("DUBAN_DATA", "environment")
	got, err := load(t, "--config", file, "--http", "127.0.0.1:3")
	if err != nil {
		t.Fatal(err)
	}
	if got.HTTP != "127.0.0.1:3" || got.Data != "environment" || got.Temporal != "127.0.0.1:1" {
		t.Errorf("%+v", got)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	for name, args := range map[string][]string{
		"http": {"--http", "8080"}, "data": {"--data", ""}, "temporal": {"--temporal", "here"},
	} {
		if _, err := load(t, args...); err == nil || !strings.Contains(err.Error(), "setting "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
