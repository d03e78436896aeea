package telemetry

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const docs = "../../docs"

func document(t *testing.T, name string) string {
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
)

// own are the metrics of ours that a text names. A file or a database may have such a name too.
func own(text string) []string {
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
	for _, file := range []string{"dashboards/duban.json", "dashboards/alerts.yaml", "operations.md"} {
		for _, name := range own(document(t, file)) {
			if !slices.Contains(exist, name) {
				t.Errorf("%s: there is no metric %s", file, name)
			}
		}
	}
	handbook := own(document(t, "operations.md"))
	for _, name := range exist {
		if !slices.Contains(handbook, name) {
			t.Errorf("operations.md does not tell of %s", name)
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
	if err := yaml.Unmarshal([]byte(document(t, "dashboards/alerts.yaml")), &rules); err != nil {
		t.Fatal(err)
	}
	handbook, known := document(t, "operations.md"), map[string]bool{}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			known[rule.Alert] = true
			if rule.Expr == "" || rule.Annotations.Summary == "" || !strings.Contains(handbook, "| `"+rule.Alert+"` |") {
				t.Errorf("alert %s is not explained", rule.Alert)
			}
		}
	}
	for _, named := range regexp.MustCompile("\\| `(Duban[A-Za-z]+)` \\|").FindAllStringSubmatch(handbook, -1) {
		if !known[named[1]] {
			t.Errorf("operations.md explains %s, which is no alert", named[1])
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
	if err := json.Unmarshal([]byte(document(t, "dashboards/duban.json")), &board); err != nil {
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
