package main

import (
	"go/ast"
	"go/token"
	"math"
	"slices"
	"strings"
)

// candidate is one way to break a line. Its price says how little it reads like what one would write by hand.
type candidate struct {
	price   float64
	inserts []insert
}

// What a break costs; each list or literal that the place is inside of adds deeper.
const (
	priceComment    = 3  // a comment behind code moves above it
	priceLogic      = 4  // behind && or ||
	priceFields     = 2  // a keyed literal gets a line for each field
	priceElements   = 8  // other elements go on lines of their own
	priceBody       = 5  // the body of a function that stood on one line
	priceSignature  = 6  // the parameters go on lines of their own
	priceList       = 10 // between the arguments of a call
	priceOpened     = 1  // in a list whose brackets are on lines of their own
	priceArguments  = 13 // the arguments go on lines of their own
	priceSeveral    = 7  // between values that are returned, assigned or compared
	priceJoined     = 9  // behind the + between strings
	priceChain      = 12 // behind the dot of a method called on what another returned
	priceOperator   = 16 // behind any other operator
	priceString     = 25 // inside a string
	priceResults    = 24 // the results of a function go on lines of their own
	deeper          = 3.0
	perLine         = 0.5 // for each line more
	perLongLine     = 20  // for each line that is still too long, besides one for each column
	besideFormatted = 4   // gained by a break behind the format of a message, lost by one that leaves a short tail
	minTail         = 20  // in bytes
)

// breakLines breaks the lines that are too long, each in the cheapest way, until no break makes it better.
func breakLines(src string) (string, error) {
	givenUp := map[string]bool{}
	for {
		p, err := parseSource(src)
		if err != nil {
			return "", err
		}
		number, text := p.nextLongLine(givenUp)
		if number == 0 {
			return src, nil
		}
		better, ok := p.cheapestBreak(p.breakCandidates(number))
		if !ok {
			givenUp[text] = true
			continue
		}
		src = better
	}
}

// nextLongLine is the first line that is too long and not given up; 0 when there is none.
func (p *parsed) nextLongLine(givenUp map[string]bool) (number int, text string) {
	for line := range strings.SplitSeq(p.src, "\n") {
		number++
		if text = strings.TrimSpace(line); lengthInRunes(line) > maxColumns && !givenUp[text] &&
			!strings.HasPrefix(text, "//") {
			return number, text
		}
	}
	return 0, ""
}

// cheapestBreak makes the break that costs least among those that leave less too long.
func (p *parsed) cheapestBreak(all []candidate) (best string, ok bool) {
	excess, _ := columnsTooMany(p.src)
	height, least := strings.Count(p.src, "\n"), math.Inf(1)
	for _, c := range all {
		src, err := p.withInserts(c.inserts)
		if err != nil {
			continue // this place takes no break
		}
		left, long := columnsTooMany(src)
		if left >= excess {
			continue
		}
		price := c.price + perLine*float64(strings.Count(src, "\n")-height) + float64(left) + perLongLine*float64(long)
		if price < least {
			best, least = src, price
		}
	}
	return best, !math.IsInf(least, 1)
}

// search collects the ways to break one line.
type search struct {
	*parsed
	number int
	found  []candidate
	above  []ast.Node
}

func (p *parsed) breakCandidates(number int) []candidate {
	s := &search{parsed: p, number: number}
	if s.offerMovingComments() {
		return s.found
	}
	ast.Inspect(p.file, func(n ast.Node) bool {
		if n == nil {
			s.above = s.above[:len(s.above)-1]
			return true
		}
		s.above = append(s.above, n)
		if p.lineOf(n.Pos()) <= number && number <= p.lineOf(n.End()) {
			s.offerInNode(n)
		}
		return true
	})
	return s.found
}

// isOnLine says whether a place is on the line to be broken.
func (s *search) isOnLine(pos token.Pos) bool { return s.lineOf(pos) == s.number }

// nestingDepth is how many lists and literals that begin on the line the node at hand is inside of.
func (s *search) nestingDepth() float64 {
	n := 0
	for _, a := range s.above[:max(len(s.above)-1, 0)] {
		switch a := a.(type) {
		case *ast.CallExpr:
			if s.isOnLine(a.Lparen) {
				n++
			}
		case *ast.CompositeLit:
			if s.isOnLine(a.Lbrace) {
				n++
			}
		case *ast.FuncLit:
			if s.isOnLine(a.Body.Lbrace) {
				n++
			}
		}
	}
	return deeper * float64(n)
}

func (s *search) offerBreak(price float64, inserts ...insert) {
	if len(inserts) > 0 {
		s.found = append(s.found, candidate{price + s.nestingDepth(), inserts})
	}
}

func (s *search) offerInNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		s.offerInCall(n)
	case *ast.CompositeLit:
		s.offerInLiteral(n)
	case *ast.FuncType:
		s.offerInSignature(n)
	case *ast.FuncLit:
		s.offerInBody(n.Body)
	case *ast.FuncDecl:
		s.offerInBody(n.Body)
	case *ast.StructType:
		if f := n.Fields; len(f.List) > 0 && s.isOnLine(f.Opening) && s.isOnLine(f.Closing) {
			s.offerBreak(priceBody, insert{f.Opening + 1, "\n"}, insert{f.Closing, "\n"})
		}
	case *ast.BinaryExpr:
		s.offerAtOperator(n)
	case *ast.SelectorExpr:
		if _, ok := n.X.(*ast.CallExpr); ok && s.isOnLine(n.Sel.Pos()) && s.isOnLine(n.X.End()-1) {
			s.offerBreak(priceChain, insert{n.Sel.Pos(), "\n"})
		}
	case *ast.ReturnStmt:
		s.offerBetweenExpressions(n.Results)
	case *ast.CaseClause:
		s.offerBetweenExpressions(n.List)
	case *ast.ValueSpec:
		s.offerBetweenExpressions(n.Values)
	case *ast.AssignStmt:
		s.offerBetweenExpressions(n.Rhs)
	case *ast.BasicLit:
		s.offerInString(n)
	}
}

// offerBetweenExpressions offers a break in front of each expression but the first.
func (s *search) offerBetweenExpressions(list []ast.Expr) { s.offerBetween(list, priceSeveral) }

// offerBetween offers a break in front of each element of a list but the first. The later, the better, unless a message
// has its format right before: then what goes into it stands together.
func (s *search) offerBetween(list []ast.Expr, price float64) {
	for i := 1; i < len(list); i++ {
		if !s.isOnLine(list[i].Pos()) || !s.isOnLine(list[i-1].End()-1) {
			continue
		}
		at := price + float64(len(list)-i)/10
		if isFormat(list[i-1]) {
			at -= besideFormatted
		}
		if end := list[len(list)-1].End(); !s.isOnLine(list[i].End()) ||
			s.isOnLine(end) && end-list[i].Pos() < minTail {
			at += besideFormatted
		}
		s.offerBreak(at, insert{list[i].Pos(), "\n"})
	}
}

func isFormat(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING && strings.Contains(lit.Value, "%")
}

func (s *search) offerInCall(n *ast.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	if s.lineOf(n.Lparen) < s.lineOf(n.Args[0].Pos()) {
		s.offerBetween(n.Args, priceOpened)
		return
	}
	s.offerBetween(n.Args, priceList)
	if s.isOnLine(n.Lparen) {
		s.offerBreak(priceArguments+priceOfLoneElement(len(n.Args)), s.openBrackets(n.Lparen, n.Rparen, n.Args)...)
	}
}

// priceOfLoneElement is what it costs more to give a single element lines of its own.
func priceOfLoneElement(elements int) float64 {
	if elements == 1 {
		return 12
	}
	return 0
}

func (s *search) offerInLiteral(n *ast.CompositeLit) {
	switch {
	case len(n.Elts) == 0:
	case isKeyed(n):
		if s.isOnLine(n.Lbrace) || slices.ContainsFunc(n.Elts, func(e ast.Expr) bool { return s.isOnLine(e.Pos()) }) {
			s.offerBreak(priceFields+2*priceOfLoneElement(len(n.Elts)), s.spreadElements(n)...)
		}
	case s.lineOf(n.Lbrace) < s.lineOf(n.Elts[0].Pos()):
		s.offerBetween(n.Elts, priceOpened)
	case s.isOnLine(n.Lbrace):
		inserts := s.openBrackets(n.Lbrace, n.Rbrace, n.Elts)
		if _, nested := n.Elts[0].(*ast.CompositeLit); nested { // rows: one a line
			inserts = s.spreadElements(n)
		}
		s.offerBreak(priceElements+priceOfLoneElement(len(n.Elts)), inserts...)
		for i := 1; i < len(n.Elts); i++ {
			if s.isOnLine(n.Elts[i].Pos()) && s.isOnLine(n.Elts[i-1].End()-1) {
				halves := append(slices.Clone(inserts), insert{n.Elts[i].Pos(), "\n"})
				s.offerBreak(priceElements+float64(len(n.Elts)-i)/10, halves...)
			}
		}
	}
}

func (s *search) offerInSignature(n *ast.FuncType) {
	if list := n.Params.List; len(list) > 0 {
		if s.lineOf(n.Params.Opening) < s.lineOf(list[0].Pos()) {
			s.offerBetweenFields(list)
		} else if s.isOnLine(n.Params.Opening) {
			s.offerBreak(priceSignature,
				s.openBracketsRange(n.Params.Opening, n.Params.Closing, list[0].Pos(), list[len(list)-1].End())...)
		}
	}
	if n.Results == nil || !n.Results.Opening.IsValid() || !s.isOnLine(n.Results.Opening) {
		return
	}
	list := n.Results.List
	s.offerBreak(priceResults,
		s.openBracketsRange(n.Results.Opening, n.Results.Closing, list[0].Pos(), list[len(list)-1].End())...)
}

func (s *search) offerBetweenFields(list []*ast.Field) {
	for i := 1; i < len(list); i++ {
		if s.isOnLine(list[i].Pos()) && s.isOnLine(list[i-1].End()-1) {
			s.offerBreak(priceOpened+float64(len(list)-i)/10, insert{list[i].Pos(), "\n"})
		}
	}
}

// offerInBody offers to open a function that stands on one line.
func (s *search) offerInBody(b *ast.BlockStmt) {
	if b != nil && len(b.List) > 0 && s.isOnLine(b.Lbrace) && s.isOnLine(b.Rbrace) {
		s.offerBreak(priceBody, insert{b.Lbrace + 1, "\n"}, insert{b.Rbrace, "\n"})
	}
}

func (s *search) offerAtOperator(n *ast.BinaryExpr) {
	if !s.isOnLine(n.OpPos) || !s.isOnLine(n.Y.Pos()) {
		return
	}
	price := float64(priceOperator)
	switch {
	case n.Op == token.LOR:
		price = priceLogic
	case n.Op == token.LAND:
		price = priceLogic + s.priceInsideOperand(token.LOR)
	case n.Op == token.ADD && (isString(n.Y) || isString(n.X)):
		price = priceJoined
	}
	// Of the operators of one chain the last stands outermost.
	s.offerBreak(price+s.priceInsideOperand(n.Op)/10, insert{n.Y.Pos(), "\n"})
}

// priceInsideOperand is what it costs more to break an operand of the operator.
func (s *search) priceInsideOperand(op token.Token) float64 {
	cost := 0.0
	for i := len(s.above) - 2; i >= 0; i-- {
		b, ok := s.above[i].(*ast.BinaryExpr)
		if !ok {
			break
		}
		if b.Op == op {
			cost++
		}
	}
	return cost
}

func isString(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// offerMovingComments offers to put a comment that stands behind code above it: one for a linter too, which there
// covers all of what the line becomes. It says whether there is one that must go before the line may be broken.
func (s *search) offerMovingComments() (first bool) {
	start := s.at.LineStart(s.number)
	for _, group := range s.file.Comments {
		c := group.List[0]
		isDirective := strings.HasPrefix(c.Text, "//nolint")
		if !s.isOnLine(c.Pos()) || len(group.List) > 1 || !strings.HasPrefix(c.Text, "// ") && !isDirective {
			continue
		}
		before := s.src[s.at.Offset(start):s.at.Offset(c.Pos())]
		code := strings.TrimSpace(before)
		if code == "" || strings.HasPrefix(code, "}") || strings.HasPrefix(code, ")") {
			continue
		}
		indent := before[:len(before)-len(strings.TrimLeft(before, "\t"))]
		s.offerBreak(priceComment, insert{start, indent + c.Text + "\n"}, insert{c.Pos(), cut})
		first = isDirective
	}
	return first
}
