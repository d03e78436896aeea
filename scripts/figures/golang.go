package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// counts is what is counted over the Go files one by one.
type counts struct {
	set                          *token.FileSet
	crowded                      int
	exported, documented         int
	examples, oneWord            int
	functionsOver40, functions80 int
}

func goFigures(files []source) ([]figure, error) {
	c := counts{set: token.NewFileSet()}
	var lengths []int
	total := 0
	for _, file := range files {
		parsed, err := parser.ParseFile(c.set, file.path, file.text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.countFile(parsed, strings.HasSuffix(file.path, "_test.go"))
		lengths = append(lengths, countLines(file.text))
		total += countLines(file.text)
	}
	slices.Sort(lengths)
	return []figure{
		{"go_files", len(files)},
		{"go_lines", total},
		{"go_lines_over_120_columns", countLongLines(files)},
		{"go_keyed_literals_of_4_with_fields_sharing_a_line", c.crowded},
		{"go_exported_names", c.exported},
		{"go_exported_names_documented", percentOf(c.documented, c.exported)},
		{"go_examples", c.examples},
		{"go_file_lines_median", quantileOf(lengths, 50)},
		{"go_file_lines_p90", quantileOf(lengths, 90)},
		{"go_file_lines_max", quantileOf(lengths, 100)},
		{"go_functions_over_40_lines", c.functionsOver40},
		{"go_functions_over_80_lines", c.functions80},
		{"go_functions_named_by_one_word", c.oneWord},
	}, nil
}

func percentOf(part, whole int) string {
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(max(whole, 1)))
}

// quantileOf of sorted numbers, in percent.
func quantileOf(sorted []int, percent int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100]
}

func (c *counts) countFile(file *ast.File, test bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok && c.isCrowded(lit) {
			c.crowded++
		}
		return true
	})
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			c.countFunction(d, test)
		case *ast.GenDecl:
			if !test {
				c.countDeclaration(d)
			}
		}
	}
}

// isCrowded says whether two of four or more keyed fields share a line.
func (c *counts) isCrowded(lit *ast.CompositeLit) bool {
	if len(lit.Elts) < 4 {
		return false
	}
	if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); !keyed {
		return false
	}
	for i, e := range lit.Elts[1:] {
		if c.lineOf(lit.Elts[i].End()) == c.lineOf(e.Pos()) {
			return true
		}
	}
	return false
}

func (c *counts) lineOf(pos token.Pos) int { return c.set.Position(pos).Line }

func (c *counts) countFunction(d *ast.FuncDecl, test bool) {
	name := d.Name.Name
	switch length := c.lineOf(d.End()) - c.lineOf(d.Pos()) + 1; {
	case length > 80:
		c.functions80++
		c.functionsOver40++
	case length > 40:
		c.functionsOver40++
	}
	switch {
	case test && strings.HasPrefix(name, "Example"):
		c.examples++
	case test:
	case d.Name.IsExported() && (d.Recv == nil || isExportedType(d.Recv.List[0].Type)):
		c.countName(d.Doc != nil)
	}
	if !test && name != "main" && name != "init" && strings.IndexFunc(name[1:], unicode.IsUpper) < 0 {
		c.oneWord++
	}
}

// isExportedType says whether the receiver's type has an exported name.
func isExportedType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StarExpr:
		return isExportedType(e.X)
	case *ast.IndexExpr:
		return isExportedType(e.X)
	case *ast.Ident:
		return e.IsExported()
	}
	return false
}

// countDeclaration counts exported types, constants and variables. The comment of a group speaks for its members.
func (c *counts) countDeclaration(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() {
				c.countName(cmp.Or(d.Doc, spec.Doc, spec.Comment) != nil)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() {
					c.countName(cmp.Or(d.Doc, spec.Doc, spec.Comment) != nil)
				}
			}
		}
	}
}

func (c *counts) countName(documented bool) {
	c.exported++
	if documented {
		c.documented++
	}
}
