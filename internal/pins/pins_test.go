package pins

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	root       = "../../go.mod"
	standalone = "../../standalone/go.mod"
	tools      = "../../tools.mod"
)

const goVersion = "1.26.8"

// pin is a module that may stand in a go.mod at one version only, or up to it.
type pin struct {
	module, version string
	// upTo: lower versions are fine too.
	upTo bool
	// in lists the files that must name the module; wherever else it stands the version holds as well.
	in     []string
	reason string
}

const (
	needsGo  = "the next release wants Go 1.26.10, the toolchain is " + goVersion
	otelWall = "go.temporal.io/server v1.32.1 compiles only with otel/log v0.20.0, hence otel up to v1.46.0; " +
		"goose v3.29.0, otelhttp v0.72 and otelslog lift them (undefined: log.KeyValue)"
	sqlitePair = "modernc.org/sqlite runs correctly only with the modernc.org/libc of its own go.mod: v1.62.0 with " +
		"v1.80.1; goose v3.29.0 breaks the pair without a word"
)

var pins = []pin{
	{
		module:  "go.temporal.io/server",
		version: "v1.32.1",
		in:      []string{standalone},
		reason:  needsGo,
	},
	{
		module:  "github.com/temporalio/ui-server/v2",
		version: "v2.54.1",
		in:      []string{standalone},
		reason:  needsGo,
	},
	{
		module:  "go.temporal.io/sdk",
		version: "v1.50.0",
		in:      []string{root, standalone},
		reason:  "the version known to work with go.temporal.io/server v1.32.1",
	},
	{
		module:  "go.opentelemetry.io/otel/log",
		version: "v0.20.0",
		in:      []string{standalone},
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel",
		version: "v1.46.0",
		upTo:    true,
		in:      []string{standalone},
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel/metric",
		version: "v1.46.0",
		upTo:    true,
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel/sdk",
		version: "v1.46.0",
		upTo:    true,
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel/sdk/metric",
		version: "v1.46.0",
		upTo:    true,
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel/trace",
		version: "v1.46.0",
		upTo:    true,
		reason:  otelWall,
	},
	{
		module:  "go.opentelemetry.io/otel/exporters/otlp/otlptrace",
		version: "v1.43.0",
		in:      []string{root, standalone},
		reason:  "the version go.temporal.io/server v1.32.1 asks for; a later one builds the whole server anew",
	},
	{
		module:  "modernc.org/sqlite",
		version: "v1.62.0",
		in:      []string{root, standalone},
		reason:  sqlitePair,
	},
	{
		module:  "modernc.org/libc",
		version: "v1.80.1",
		in:      []string{root, standalone},
		reason:  sqlitePair,
	},
	{
		module:  "gocloud.dev",
		version: "v0.45.0",
		in:      []string{root},
		reason: "v0.46.0 lifts the AWS clients that go.temporal.io/server uses, " +
			"v0.47.0 OpenTelemetry and otlptrace: the server would be built anew",
	},
	{
		module:  "github.com/pressly/goose/v3",
		version: "v3.27.1",
		in:      []string{root},
		reason:  "goose v3.29.0 lifts OpenTelemetry over the server's ceiling and modernc.org/libc out of its pair",
	},
}

// barred are modules that may stand in no go.mod.
var barred = map[string]string{
	"github.com/glebarez/go-sqlite": `it registers the driver name "sqlite" too and panics beside modernc.org/sqlite`,
}

func TestPinnedVersions(t *testing.T) {
	t.Parallel()
	for _, file := range []string{root, standalone} {
		m := parse(t, file)
		for _, p := range pins {
			got, there := m.requires[p.module]
			switch {
			case !there && slices.Contains(p.in, file):
				t.Errorf("%s: %s is missing; want %s: %s", file, p.module, p.version, p.reason)
			case there && !p.allows(t, got):
				t.Errorf("%s: %s is %s, want %s: %s", file, p.module, got, p.version, p.reason)
			}
		}
		for module, reason := range barred {
			if got, there := m.requires[module]; there {
				t.Errorf("%s: %s %s must not be there: %s", file, module, got, reason)
			}
		}
		for old, stand := range m.replaces {
			if old != "duban" {
				t.Errorf("%s: %s is replaced by %s, so its version above says nothing", file, old, stand)
			}
		}
	}
}

func TestGoVersion(t *testing.T) {
	t.Parallel()
	for _, file := range []string{root, standalone, tools} {
		if m := parse(t, file); m.golang != goVersion || m.toolchain != "" {
			t.Errorf("%s: go %s, toolchain %q; "+
				"want go %s and no toolchain line: a later one cannot be fetched where this runs",
				file, m.golang, m.toolchain, goVersion)
		}
	}
}

func (p pin) allows(t *testing.T, version string) bool {
	t.Helper()
	if !p.upTo {
		return version == p.version
	}
	return slices.Compare(numbers(t, version), numbers(t, p.version)) <= 0
}

// numbers reads "v1.46.0" as 1, 46, 0. A pre-release counts as its release.
func numbers(t *testing.T, version string) []int {
	t.Helper()
	n := make([]int, 3)
	if _, err := fmt.Sscanf(version, "v%d.%d.%d", &n[0], &n[1], &n[2]); err != nil {
		t.Fatalf("version %q: %v", version, err)
	}
	return n
}

// module is what a go.mod says. Such a file names each module of the build, direct or not.
type module struct {
	golang, toolchain string
	requires          map[string]string
	// replaces maps a module to what stands for it.
	replaces map[string]string
}

// parse reads a go.mod as `go mod tidy` writes it. It opens the file itself, because a file that a `go mod edit` opens
// does not count for the cache of test results.
func parse(t *testing.T, file string) module {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := module{requires: map[string]string{}, replaces: map[string]string{}}
	block := ""
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == ")":
			block = ""
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		case block != "":
			m.add(block, words)
		default:
			m.add(words[0], words[1:])
		}
	}
	return m
}

func (m *module) add(directive string, words []string) {
	switch directive {
	case "go":
		m.golang = words[0]
	case "toolchain":
		m.toolchain = words[0]
	case "require":
		m.requires[words[0]] = words[1]
	case "replace":
		m.replaces[words[0]] = words[len(words)-1]
	}
}
