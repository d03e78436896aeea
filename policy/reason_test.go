package policy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/web/words"
)

// reasonsGiven are the ids of reasons that the engine's files name, found by the calls and fields that take one.
func reasonsGiven(t *testing.T) (ids []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	add := func(e ast.Expr) {
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING && literal.Value != `""` {
			id, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if slices.Contains([]string{
					"reasonCiting", "reasonCitingMayRule", "reasonCitingStepOf", "endExtensionRequest",
					"reasonCitingDeadline", "reasonCalled",
				}, called(n)) {
					add(n.Args[1])
				}
			case *ast.CompositeLit:
				addID(n, add)
			case *ast.AssignStmt:
				if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "ID" {
					add(n.Rhs[0])
				}
			}
			return true
		})
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// called is the name of the function or method of a call.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// addID adds the id of a literal complaint.Reason.
func addID(literal *ast.CompositeLit, add func(ast.Expr)) {
	made, ok := literal.Type.(*ast.SelectorExpr)
	if !ok || made.Sel.Name != "Reason" {
		return
	}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && pair.Key.(*ast.Ident).Name == "ID" {
			add(pair.Value)
		}
	}
}

// Each reason the engine gives has words, and each word is the reason of something.
func TestEveryReasonHasWords(t *testing.T) {
	var worded []string
	for _, key := range words.DefaultLanguage().Keys() {
		if id, ok := strings.CutPrefix(key, "reason."); ok {
			worded = append(worded, id)
		}
	}
	given := reasonsGiven(t)
	for _, id := range given {
		if !slices.Contains(worded, id) {
			t.Errorf("reason.%s has no words", id)
		}
	}
	for _, id := range worded {
		if !slices.Contains(given, id) {
			t.Errorf("reason.%s is the reason of nothing", id)
		}
	}
}
