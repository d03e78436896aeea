package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"duban/config"
)

func load(t *testing.T, args ...string) (config.Config, error) {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	config.DeclareFlags(flags, "data", "database", "secret_file", "http", "temporal", "metrics", "otlp", "acts")
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
	if want := config.DefaultConfig(); !reflect.DeepEqual(got, want) {
		t.Errorf("the example says\n%+v\nthe defaults are\n%+v", got, want)
	}
	data, err := os.ReadFile("duban.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range config.SettingNames() {
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
	t.Setenv("DUBAN_SECRET_FILE", "environment")
	got, err := load(t, "--config", file, "--http", "127.0.0.1:3", "--secret-file", "flag")
	if err != nil {
		t.Fatal(err)
	}
	if got.HTTP != "127.0.0.1:3" || got.Data != "environment" || got.Temporal != "127.0.0.1:1" ||
		got.SecretFile != "flag" {
		t.Errorf("%+v", got)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	for name, args := range map[string][]string{
		"http":     {"--http", "8080"},
		"data":     {"--data", ""},
		"temporal": {"--temporal", "here"},
		"metrics":  {"--metrics", "9090"},
		"otlp":     {"--otlp", "collector"},
		"acts":     {"--acts", "-1"},
	} {
		if _, err := load(t, args...); err == nil || !strings.Contains(err.Error(), "setting "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is said of the door is looked at, each in its own words.
func TestWrongSettingsOfTheDoorAreNamed(t *testing.T) {
	for name, wrong := range map[string][]string{
		"profile":         {"", "strict"},
		"trusted_proxies": {"proxy", "10.0.0.0/33", "10.0.0.0/8,nobody"},
		"trusted_origins": {"forms.example.org", "https://forms.example.org/path", "https://a.example.org,b"},
	} {
		for _, value := range wrong {
			c := config.DefaultConfig()
			switch name {
			case "profile":
				c.Profile = value
			case "trusted_proxies":
				c.TrustedProxies = value
			default:
				c.TrustedOrigins = value
			}
			if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "setting "+name) {
				t.Errorf("%s %q: %v", name, value, err)
			}
		}
	}
	c := config.DefaultConfig()
	c.Profile, c.TrustedProxies, c.TrustedOrigins = "mlps3", "10.0.0.0/8, 2001:db8::7", "https://forms.example.org"
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if got := config.List(c.TrustedProxies); len(got) != 2 || got[1] != "2001:db8::7" {
		t.Errorf("proxies: %q", got)
	}
}

// A file that is not there, and one without an ending, are told as what they are.
func TestTheConfigFileIsNamedAsOneLikes(t *testing.T) {
	dir := t.TempDir()
	if _, err := load(t, "--config", filepath.Join(dir, "nothing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	file := filepath.Join(dir, "settings")
	if err := os.WriteFile(file, []byte("acts: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := load(t, "--config", file); err != nil || got.Acts != 3 {
		t.Errorf("%+v: %v", got, err)
	}
}

// Every setting is read from the environment, whether or not it has a flag.
func TestEverySettingHasAVariable(t *testing.T) {
	for _, name := range config.SettingNames() {
		t.Setenv("DUBAN_"+strings.ToUpper(name), "?")
	}
	_, err := load(t)
	if err == nil {
		t.Fatal("no variable was read")
	}
	for _, name := range []string{
		"acts", "cases", "admission", "rehearsal", "demo", "time_zone", "secure_cookies", "stop_timeout", "stop_linger",
	} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("DUBAN_%s was not read: %v", strings.ToUpper(name), err)
		}
	}
}

// Who sends word outside gives what it takes, and nothing secret goes over the network in the clear.
func TestWrongSettingsOfChannelsAreNamed(t *testing.T) {
	site := func(c *config.Config) { c.Site = "https://duban.example.org" }
	robot := config.Robot{
		Name: "g",
		Role: "p.r",
		Kind: "wecom",
		URL:  "https://example.org/send?key=hidden",
	}
	for name, change := range map[string]func(c *config.Config){
		"site":          func(c *config.Config) { c.Site, c.WeComCorp = "", "corp" },
		"wecom_":        func(c *config.Config) { c.WeComCorp, c.WeComAgent = "corp", "1" },
		"dingtalk_":     func(c *config.Config) { c.DingTalkApp, c.DingTalkSecret = "app", "s" },
		"feishu_secret": func(c *config.Config) { c.FeishuApp = "app" },
		"feishu_api": func(c *config.Config) {
			c.FeishuApp, c.FeishuSecret, c.FeishuAPI = "a", "s", "http://example.org"
		},
		"sms_secret": func(c *config.Config) { c.SMSURL = "https://sms.example.org" },
		"sms_url":    func(c *config.Config) { c.SMSURL, c.SMSSecret = "http://sms.example.org", "s" },
		"robots":     func(c *config.Config) { c.Robots = []config.Robot{robot, robot} },
	} {
		c := config.DefaultConfig()
		site(&c)
		change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "setting "+name) {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), "hidden") {
			t.Errorf("a key is shown: %v", err)
		}
	}
	for _, change := range []func(*config.Robot){
		func(r *config.Robot) { r.Role = "supervisor" }, func(r *config.Robot) { r.Kind = "irc" },
		func(r *config.Robot) { r.URL = "http://example.org/send?key=hidden" }, func(r *config.Robot) { r.Name = "" },
	} {
		c, r := config.DefaultConfig(), robot
		site(&c)
		change(&r)
		c.Robots = []config.Robot{r}
		if err := c.Validate(); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// Robots are read from the file.
func TestRobotsAreRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "duban.yaml")
	text := "site: https://duban.example.org\nrobots:\n" +
		"  - {name: 主管群, role: logistics.supervisor, kind: feishu, url: \"https://open.feishu.cn/hook/x\", secret: s}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := load(t, "--config", file)
	want := []config.Robot{{
		Name:   "主管群",
		Role:   "logistics.supervisor",
		Kind:   "feishu",
		URL:    "https://open.feishu.cn/hook/x",
		Secret: "s",
	}}
	if err != nil || !reflect.DeepEqual(got.Robots, want) {
		t.Errorf("%+v: %v", got.Robots, err)
	}
}
