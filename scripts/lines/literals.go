package main

import (
	"go/ast"
	"go/token"
)

// minSpread is from how many fields on a keyed literal has one field a line.
const minSpread = 4

// spreadLiterals gives each field of a long keyed literal its line.
func spreadLiterals(src string) (string, error) {
	p, err := parseSource(src)
	if err != nil {
		return "", err
	}
	var inserts []insert
	ast.Inspect(p.file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok && p.isCrowded(lit) {
			inserts = append(inserts, p.spreadElements(lit)...)
		}
		return true
	})
	if inserts == nil {
		return src, nil
	}
	return p.withInserts(inserts)
}

// isCrowded says whether a literal has many keyed fields, two of which share a line.
func (p *parsed) isCrowded(lit *ast.CompositeLit) bool {
	if len(lit.Elts) < minSpread || !isKeyed(lit) {
		return false
	}
	for i, e := range lit.Elts[1:] {
		if p.lineOf(lit.Elts[i].End()) == p.lineOf(e.Pos()) {
			return true
		}
	}
	return false
}

func isKeyed(lit *ast.CompositeLit) bool {
	if len(lit.Elts) == 0 {
		return false
	}
	_, ok := lit.Elts[0].(*ast.KeyValueExpr)
	return ok
}

// spreadElements puts each element, and the closing brace, on a line of its own.
func (p *parsed) spreadElements(lit *ast.CompositeLit) []insert {
	inserts := p.openBrackets(lit.Lbrace, lit.Rbrace, lit.Elts)
	for i, e := range lit.Elts[1:] {
		if p.lineOf(lit.Elts[i].End()) == p.lineOf(e.Pos()) {
			inserts = append(inserts, insert{e.Pos(), "\n"})
		}
	}
	return inserts
}

// openBrackets puts what stands between two brackets on lines of its own.
func (p *parsed) openBrackets(left, right token.Pos, list []ast.Expr) []insert {
	return p.openBracketsRange(left, right, list[0].Pos(), list[len(list)-1].End())
}

func (p *parsed) openBracketsRange(left, right, from, to token.Pos) []insert {
	var inserts []insert
	if p.lineOf(left) == p.lineOf(from) {
		inserts = append(inserts, insert{left + 1, "\n"})
	}
	if p.lineOf(to) == p.lineOf(right) {
		inserts = append(inserts, insert{right, ",\n"})
	}
	return inserts
}
