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

// said is one place in the source where something is said by its id.
type said struct {
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
	haveWords(t, "refusal.", callsOf(t, "../..", "Refuse(", 1, refuses))
}

// The same of what is found wrong with a policy file or a year file; a proof that cannot be given is a finding.
func TestEveryFindingHasWords(t *testing.T) {
	finds := func(of, name string, call *ast.CallExpr) bool {
		return name == "add" && of == "f" && len(call.Args) == 3
	}
	compares := func(_, name string, call *ast.CallExpr) bool { return name == "found" && len(call.Args) == 2 }
	proves := func(_, name string, _ *ast.CallExpr) bool { return name == "cannotProve" || name == "noteFinding" }
	all := append(callsOf(t, "../../policy", "f.add(", 1, finds),
		callsOf(t, "../../policy", "(", 2, proves)...)
	changes := func(_, name string, _ *ast.CallExpr) bool { return name == "noteChange" }
	all = append(all, callsOf(t, "../../policy", "(", 1, changes)...)
	all = append(all, callsOf(t, "../../policy/scenario", ".found(", 0, compares)...)
	haveWords(t, "finding.", append(all,
		said{
			at:    "policy/finding.go",
			id:    "also",
			args:  []string{"lines", "what"},
			known: true,
		},
		said{
			at:    "policy/finding.go",
			id:    "of_proof",
			args:  []string{"element", "proof", "what"},
			known: true,
		},
		said{
			at:    "policy/finding.go",
			id:    "on_course",
			args:  []string{"course", "what"},
			known: true,
		}))
}

// haveWords holds the words under a prefix against the places that say them.
func haveWords(t *testing.T, prefix string, all []said) {
	t.Helper()
	given := map[string]bool{}
	for _, r := range all {
		if r.id == "" {
			t.Errorf("%s: the id is a constant, so that its words can be found", r.at)
			continue
		}
		key := prefix + r.id
		given[key] = true
		for _, l := range words.AllLanguages() {
			if !slices.Contains(l.Keys(), key) {
				t.Errorf("%s: %s has no words in %s", r.at, key, l.ID)
				continue
			}
			if got := blanks(l.Text(key, nil)); r.known && !fills(r.args, got) {
				t.Errorf("%s: %s has the blanks %v in %s, and is given %v", r.at, key, got, l.ID, r.args)
			}
		}
	}
	if len(given) < 80 {
		t.Fatalf("only %d places were found in the source", len(given))
	}
	for _, key := range words.DefaultLanguage().Keys() {
		if strings.HasPrefix(key, prefix) && !given[pluralForm.ReplaceAllString(key, "")] {
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

// callsOf are the calls in the Go files of a folder, tests aside, that say something: an id at a place among the
// arguments, then what fills its blanks. Only files with the text are read.
func callsOf(t *testing.T, root, text string, at int, says func(of, name string, call *ast.CallExpr) bool) []said {
	t.Helper()
	var all []said
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
		if err != nil || !strings.Contains(string(source), text) {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if of, name := called(call.Fun, file.Name.Name); says(of, name, call) {
					r := read(call, at)
					r.at = files.Position(call.Pos()).String()
					all = append(all, r)
				}
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

func refuses(of, name string, call *ast.CallExpr) bool {
	return of == "complaint" && name == "Refuse" && len(call.Args) == 3
}

// called is the name of a function, and the last name of what it is of: f in c.f.add.
func called(function ast.Expr, inPackage string) (of, name string) {
	switch f := function.(type) {
	case *ast.Ident:
		return inPackage, f.Name
	case *ast.SelectorExpr:
		switch x := f.X.(type) {
		case *ast.Ident:
			return x.Name, f.Sel.Name
		case *ast.SelectorExpr:
			return x.Sel.Name, f.Sel.Name
		}
		return "", f.Sel.Name
	}
	return "", ""
}

func read(call *ast.CallExpr, at int) said {
	var r said
	if id, ok := call.Args[at].(*ast.BasicLit); ok {
		r.id, _ = strconv.Unquote(id.Value) // the parser has read it
	}
	switch args := call.Args[at+1].(type) {
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
