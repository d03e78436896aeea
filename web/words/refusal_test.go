package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/web/words"
)

// refused is one place in the source where something is refused.
type refused struct {
	at string
	// id is "" where the source does not say it as a constant.
	id string
	// args are the names of the arguments; they are known where the call lists them or gives none.
	args  []string
	known bool
}

// Every refusal that the programs can give has words in every language, which leave blank just what the refusal
// fills in; and no such word is left that nobody says.
func TestEveryRefusalHasWords(t *testing.T) {
	said := map[string]bool{}
	for _, r := range refusals(t, "../..") {
		if r.id == "" {
			t.Errorf("%s: the id of a refusal is a constant, so that its words can be found", r.at)
			continue
		}
		key := "refusal." + r.id
		said[key] = true
		for _, l := range words.All() {
			if !slices.Contains(l.Keys(), key) {
				t.Errorf("%s: %s has no words in %s", r.at, key, l.ID)
				continue
			}
			if got := blanks(l.Text(key, nil)); r.known && !fills(r.args, got) {
				t.Errorf("%s: %s has the blanks %v in %s, and is given %v", r.at, key, got, l.ID, r.args)
			}
		}
	}
	if len(said) < 100 {
		t.Fatalf("only %d refusals were found in the source", len(said))
	}
	for _, key := range words.Default().Keys() {
		if strings.HasPrefix(key, "refusal.") && !said[pluralForm.ReplaceAllString(key, "")] {
			t.Errorf("nobody says %s", key)
		}
	}
}

// pluralForm ends the key of a word that is said of some numbers only.
var pluralForm = regexp.MustCompile(`_(zero|one|two|few|many)$`)

// fills reports whether the arguments are what is left blank; a count may stand for choosing the plural only.
func fills(args, blanks []string) bool {
	rest := slices.DeleteFunc(slices.Clone(args), func(name string) bool { return slices.Contains(blanks, name) })
	return len(args)-len(rest) == len(blanks) &&
		!slices.ContainsFunc(rest, func(name string) bool { return name != "count" })
}

// refusals are the calls of complaint.Refuse in the Go files of a folder, tests aside.
func refusals(t *testing.T, root string) []refused {
	t.Helper()
	var all []refused
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() &&
			(name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && path != root):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(source), "Refuse(") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		inComplaint := file.Name.Name == "complaint"
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 3 && refuses(call.Fun, inComplaint) {
				r := read(call)
				r.at = files.Position(call.Pos()).String()
				all = append(all, r)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func refuses(function ast.Expr, inComplaint bool) bool {
	switch f := function.(type) {
	case *ast.Ident:
		return inComplaint && f.Name == "Refuse"
	case *ast.SelectorExpr:
		of, ok := f.X.(*ast.Ident)
		return ok && of.Name == "complaint" && f.Sel.Name == "Refuse"
	}
	return false
}

func read(call *ast.CallExpr) refused {
	var r refused
	if id, ok := call.Args[1].(*ast.BasicLit); ok {
		r.id, _ = strconv.Unquote(id.Value) // the parser has read it
	}
	switch args := call.Args[2].(type) {
	case *ast.Ident:
		r.known = args.Name == "nil"
	case *ast.CompositeLit:
		names := map[string]bool{}
		r.known = true
		for _, e := range args.Elts {
			pair, _ := e.(*ast.KeyValueExpr)
			key, ok := pair.Key.(*ast.BasicLit)
			if !ok {
				r.known = false
				break
			}
			name, _ := strconv.Unquote(key.Value)
			names[name] = true
		}
		r.args = slices.Sorted(maps.Keys(names))
	}
	return r
}
