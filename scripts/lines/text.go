package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// minPart is how long the parts of a divided string are at least, in bytes.
const minPart = 25

// seams are the places a string may be divided behind, the best first: the end of a line, before a translation, the end
// of a sentence or a part of one, between the clauses of a query, between words, between fields of JSON.
var seams = []*regexp.Regexp{
	regexp.MustCompile(`\\n`),
	regexp.MustCompile(` ?(?:\(|（)`),
	regexp.MustCompile(`[。；！？]|[.;!?] `),
	regexp.MustCompile(` (?:FROM|JOIN|LEFT JOIN|WHERE|GROUP BY|ORDER BY|HAVING|UNION|VALUES|ON CONFLICT|RETURNING) `),
	regexp.MustCompile(`[，、：]|[,:] `),
	regexp.MustCompile(` (?:AND|OR) `),
	regexp.MustCompile(` `),
	regexp.MustCompile(`,`),
}

// offerInString offers to divide a string.
func (s *search) offerInString(n *ast.BasicLit) {
	if n.Kind != token.STRING || !s.isOnLine(n.Pos()) || !s.isOnLine(n.End()) || !s.mayDivideString(n) {
		return
	}
	quote := n.Value[:1]
	join := quote + " +\n" + quote
	if all := s.endsOfLinesIn(n); len(all) > 1 {
		inserts := make([]insert, len(all))
		for i, at := range all {
			inserts[i] = insert{n.Pos() + token.Pos(at), join}
		}
		s.offerBreak(priceString-5, inserts...)
	}
	start := s.at.LineStart(s.number)
	for rank, seam := range seams {
		last := 0
		for _, m := range seam.FindAllStringIndex(n.Value, -1) {
			at := m[1]
			if first := n.Value[m[0]]; first == ' ' && at > m[0]+1 { // the seam begins the second part
				at = m[0] + 1
			}
			if strings.HasSuffix(n.Value[m[0]:m[1]], "（") || n.Value[m[0]] == '(' {
				at = m[0]
			}
			line := s.src[s.at.Offset(start) : s.at.Offset(n.Pos())+at]
			if at >= minPart && len(n.Value)-at >= minPart && lengthInRunes(line)+len(quote+" +") <= maxColumns {
				last = at
			}
		}
		if last > 0 {
			s.offerBreak(priceString+float64(rank), insert{n.Pos() + token.Pos(last), join})
		}
	}
}

// endsOfLinesIn are the places behind the line ends in a string of several lines, but for one at its end.
func (s *search) endsOfLinesIn(n *ast.BasicLit) []int {
	var all []int
	if n.Value[0] != '"' {
		return nil
	}
	for _, m := range seams[0].FindAllStringIndex(n.Value, -1) {
		if m[0] > len(`\n`) && m[1] < len(n.Value)-1 && !strings.HasPrefix(n.Value[m[1]:], `\n`) {
			all = append(all, m[1])
		}
	}
	return all
}

// mayDivideString says whether a string may stand as a sum where it stands.
func (s *search) mayDivideString(n *ast.BasicLit) bool {
	switch above := s.above[len(s.above)-2].(type) {
	case *ast.Field, *ast.ImportSpec, *ast.IndexExpr, *ast.SliceExpr:
		return false
	case *ast.KeyValueExpr:
		return above.Key != n
	}
	return true
}
