package telemetry

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const docs = "../../docs"

func readPage(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(docs, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var (
	ownMetric = regexp.MustCompile(`\bduban_[a-z_]+`)
	series    = regexp.MustCompile(`_(bucket|sum|count)$`)
	alertRow  = regexp.MustCompile("(?m)^\\| `(Duban[A-Za-z]+)` \\|")
)

// handbooks are one page in two languages.
var handbooks = []string{"operations.md", "operations.zh-CN.md"}

// ownMetrics are the metrics of ours that a text names. A file or a database may have such a name too.
func ownMetrics(text string) []string {
	var names []string
	for _, name := range ownMetric.FindAllString(text, -1) {
		names = append(names, series.ReplaceAllString(name, ""))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// What dashboards, alerts and the handbook name exists; and the handbook tells of every metric there is.
func TestWhatIsDocumentedExists(t *testing.T) {
	exist := newMetrics().Names()
	for _, file := range append([]string{"dashboards/duban.json", "dashboards/alerts.yaml"}, handbooks...) {
		for _, name := range ownMetrics(readPage(t, file)) {
			if !slices.Contains(exist, name) {
				t.Errorf("%s: there is no metric %s", file, name)
			}
		}
	}
	for _, file := range handbooks {
		told := ownMetrics(readPage(t, file))
		for _, name := range exist {
			if !slices.Contains(told, name) {
				t.Errorf("%s does not tell of %s", file, name)
			}
		}
	}
}

// Each alert has a section that says what it means and what to do.
func TestEveryAlertIsExplained(t *testing.T) {
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations struct{ Summary string }
			}
		}
	}
	if err := yaml.Unmarshal([]byte(readPage(t, "dashboards/alerts.yaml")), &rules); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			known[rule.Alert] = true
			if rule.Expr == "" || rule.Annotations.Summary == "" {
				t.Errorf("alert %s says nothing", rule.Alert)
			}
		}
	}
	for _, file := range handbooks {
		explained := map[string]bool{}
		for _, row := range alertRow.FindAllStringSubmatch(readPage(t, file), -1) {
			explained[row[1]] = true
		}
		if !maps.Equal(explained, known) {
			t.Errorf("%s explains %v, the alerts are %v", file, explained, known)
		}
	}
	if len(known) < 10 {
		t.Errorf("only %d alerts were read", len(known))
	}
}

func TestTheDashboardReads(t *testing.T) {
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(readPage(t, "dashboards/duban.json")), &board); err != nil {
		t.Fatal(err)
	}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			if strings.Count(target.Expr, "(") != strings.Count(target.Expr, ")") || target.Expr == "" {
				t.Errorf("%s: %s", p.Title, target.Expr)
			}
		}
	}
	if len(board.Panels) < 12 {
		t.Errorf("%d panels", len(board.Panels))
	}
}
