package recipes_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
)

const root = "../.."

func contributing(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each file and each test that CONTRIBUTING names is there.
func TestWhatIsNamedIsThere(t *testing.T) {
	tests := testNames(t)
	for _, m := range regexp.MustCompile("`([^`\n]+)`|\\]\\(([^)]+)\\)").FindAllStringSubmatch(contributing(t), -1) {
		name := m[1] + m[2]
		switch {
		case strings.HasPrefix(name, "Test"):
			if !tests[name] {
				t.Errorf("there is no test %s", name)
			}
		case strings.Contains(name, "/") && !strings.ContainsAny(name, " :"):
			pattern := regexp.MustCompile(`<[a-z]+>`).ReplaceAllString(strings.TrimSuffix(name, "/"), "*")
			if found, err := filepath.Glob(filepath.Join(root, pattern)); err != nil || len(found) == 0 {
				t.Errorf("there is no %s", name)
			}
		}
	}
}

// What the threat model says is shown by a test is: the test is there.
func TestTheThreatModelNamesTests(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs/threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, named := testNames(t), 0
	_, attacks, _ := strings.Cut(string(text), "## Attacks and defences")
	for _, row := range regexp.MustCompile(`(?m)^\| [a-z].*$`).FindAllString(attacks, -1) {
		of := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(row, -1)
		if len(of) == 0 && !strings.HasPrefix(row, "| attacker") {
			t.Errorf("no test stands in %s", row)
		}
		for _, m := range of {
			if named++; !tests[m[1]] {
				t.Errorf("there is no test %s", m[1])
			}
		}
	}
	if named < 40 {
		t.Errorf("%d tests are named", named)
	}
}

// A newcomer's change touches few files: each number of a recipe is one, and there are no more of them than these.
func TestRecipesTouchFewFiles(t *testing.T) {
	most := map[string]int{
		"Change a limit":               2,
		"Add a type of form field":     2,
		"Add a command":                5,
		"Add a column to the register": 1,
		"Add a language":               2,
	}
	for _, section := range strings.Split(contributing(t), "\n### ")[1:] {
		title, text, _ := strings.Cut(section, "\n")
		steps := regexp.MustCompile("(?m)^[0-9]+\\. `[^`]+/[^`]*`: ").FindAllString(text, -1)
		numbers := regexp.MustCompile(`(?m)^[0-9]+\. `).FindAllString(text, -1)
		if len(steps) != len(numbers) {
			t.Errorf("%s: a step does not begin with its file", title)
		}
		if len(steps) == 0 || len(steps) > most[title] {
			t.Errorf("%s takes %d files, want 1 to %d", title, len(steps), most[title])
		}
		delete(most, title)
	}
	for title := range most {
		t.Errorf("there is no recipe %q", title)
	}
}

// testNames are the names of all tests of the root module.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(source, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// "Add a type of form field": each format that a schema asks for has a row in the web; one without would be shown as
// text.
func TestEachFormatHasARow(t *testing.T) {
	rows, err := os.ReadFile(filepath.Join(root, "web/src/parts/formats.ts"))
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := os.ReadFile(filepath.Join(root, "policy/form_kind.go"))
	if err != nil {
		t.Fatal(err)
	}
	formats := regexp.MustCompile(`(?:"format":\s*|schemaOfID\(|schemaOfIDList\()"([^"]+)"`).FindAllSubmatch(kinds, -1)
	if len(formats) < 8 {
		t.Fatalf("only %d formats found in policy/form_kind.go", len(formats))
	}
	for _, m := range formats {
		if !regexp.MustCompile(`(?m)^  '?` + regexp.QuoteMeta(string(m[1])) + `'?: \{`).Match(rows) {
			t.Errorf("web/src/parts/formats.ts has no row for %s", m[1])
		}
	}
}

// "Change a limit": the file alone; where its version has been released, its check says to raise it, and is content
// then.
func TestChangeALimit(t *testing.T) {
	const file = "logistics/policy.yaml"
	source, err := policies.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	released, err := policy.Load(file, source)
	if err != nil {
		t.Fatal(err)
	}
	lock := policy.Lock{}.WithReleased(released.Ref())
	changed := withAnotherLimit(t, source)
	if found := lock.Check(file, changed, load(t, file, changed)); len(found) != 1 {
		t.Errorf("another text under a released version: %v", found)
	}
	next := strconv.Itoa(released.Ref().Version + 1)
	raised := replaceOnce(t, changed, "version: "+strconv.Itoa(released.Ref().Version), "version: "+next)
	if found := lock.Check(file, raised, load(t, file, raised)); len(found) != 0 {
		t.Errorf("with the version raised: %v", found)
	}
}

// withAnotherLimit is a policy file with the first limit that rests on a clause a day longer.
func withAnotherLimit(t *testing.T, source []byte) []byte {
	t.Helper()
	m := regexp.MustCompile(`is: (\d+)wd, clause`).FindSubmatch(source)
	if m == nil {
		t.Fatal("no limit in working days rests on a clause")
	}
	days, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return replaceOnce(t, source, string(m[0]), "is: "+strconv.Itoa(days+1)+"wd, clause")
}

func load(t *testing.T, file string, source []byte) complaint.PolicyRef {
	t.Helper()
	p, err := policy.Load(file, source)
	if err != nil {
		t.Fatal(err)
	}
	return p.Ref()
}

func replaceOnce(t *testing.T, source []byte, from, to string) []byte {
	t.Helper()
	if bytes.Count(source, []byte(from)) == 0 {
		t.Fatalf("there is no %q", from)
	}
	return bytes.Replace(source, []byte(from), []byte(to), 1)
}
