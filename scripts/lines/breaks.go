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
		p, err := parse(src)
		if err != nil {
			return "", err
		}
		number, text := p.nextLong(givenUp)
		if number == 0 {
			return src, nil
		}
		better, ok := p.cheapest(p.candidates(number))
		if !ok {
			givenUp[text] = true
			continue
		}
		src = better
	}
}

// nextLong is the first line that is too long and not given up; 0 when there is none.
func (p *parsed) nextLong(givenUp map[string]bool) (number int, text string) {
	for line := range strings.SplitSeq(p.src, "\n") {
		number++
		if text = strings.TrimSpace(line); columns(line) > maxColumns && !givenUp[text] &&
			!strings.HasPrefix(text, "//") {
			return number, text
		}
	}
	return 0, ""
}

// cheapest makes the break that costs least among those that leave less too long.
func (p *parsed) cheapest(all []candidate) (best string, ok bool) {
	excess, _ := overflow(p.src)
	height, least := strings.Count(p.src, "\n"), math.Inf(1)
	for _, c := range all {
		src, err := p.with(c.inserts)
		if err != nil {
			continue // this place takes no break
		}
		left, long := overflow(src)
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

func (p *parsed) candidates(number int) []candidate {
	s := &search{parsed: p, number: number}
	if s.comments() {
		return s.found
	}
	ast.Inspect(p.file, func(n ast.Node) bool {
		if n == nil {
			s.above = s.above[:len(s.above)-1]
			return true
		}
		s.above = append(s.above, n)
		if p.line(n.Pos()) <= number && number <= p.line(n.End()) {
			s.node(n)
		}
		return true
	})
	return s.found
}

// on says whether a place is on the line to be broken.
func (s *search) on(pos token.Pos) bool { return s.line(pos) == s.number }

// depth is how many lists and literals that begin on the line the node at hand is inside of.
func (s *search) depth() float64 {
	n := 0
	for _, a := range s.above[:max(len(s.above)-1, 0)] {
		switch a := a.(type) {
		case *ast.CallExpr:
			if s.on(a.Lparen) {
				n++
			}
		case *ast.CompositeLit:
			if s.on(a.Lbrace) {
				n++
			}
		case *ast.FuncLit:
			if s.on(a.Body.Lbrace) {
				n++
			}
		}
	}
	return deeper * float64(n)
}

func (s *search) offer(price float64, inserts ...insert) {
	if len(inserts) > 0 {
		s.found = append(s.found, candidate{price + s.depth(), inserts})
	}
}

func (s *search) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		s.call(n)
	case *ast.CompositeLit:
		s.literal(n)
	case *ast.FuncType:
		s.signature(n)
	case *ast.FuncLit:
		s.body(n.Body)
	case *ast.FuncDecl:
		s.body(n.Body)
	case *ast.StructType:
		if f := n.Fields; len(f.List) > 0 && s.on(f.Opening) && s.on(f.Closing) {
			s.offer(priceBody, insert{f.Opening + 1, "\n"}, insert{f.Closing, "\n"})
		}
	case *ast.BinaryExpr:
		s.operator(n)
	case *ast.SelectorExpr:
		if _, ok := n.X.(*ast.CallExpr); ok && s.on(n.Sel.Pos()) && s.on(n.X.End()-1) {
			s.offer(priceChain, insert{n.Sel.Pos(), "\n"})
		}
	case *ast.ReturnStmt:
		s.several(n.Results)
	case *ast.CaseClause:
		s.several(n.List)
	case *ast.ValueSpec:
		s.several(n.Values)
	case *ast.AssignStmt:
		s.several(n.Rhs)
	case *ast.BasicLit:
		s.text(n)
	}
}

// several offers a break in front of each expression but the first.
func (s *search) several(list []ast.Expr) { s.between(list, priceSeveral) }

// between offers a break in front of each element of a list but the first. The later, the better, unless a message
// has its format right before: then what goes into it stands together.
func (s *search) between(list []ast.Expr, price float64) {
	for i := 1; i < len(list); i++ {
		if !s.on(list[i].Pos()) || !s.on(list[i-1].End()-1) {
			continue
		}
		at := price + float64(len(list)-i)/10
		if isFormat(list[i-1]) {
			at -= besideFormatted
		}
		if end := list[len(list)-1].End(); !s.on(list[i].End()) || s.on(end) && end-list[i].Pos() < minTail {
			at += besideFormatted
		}
		s.offer(at, insert{list[i].Pos(), "\n"})
	}
}

func isFormat(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING && strings.Contains(lit.Value, "%")
}

func (s *search) call(n *ast.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	if s.line(n.Lparen) < s.line(n.Args[0].Pos()) {
		s.between(n.Args, priceOpened)
		return
	}
	s.between(n.Args, priceList)
	if s.on(n.Lparen) {
		s.offer(priceArguments+lonely(len(n.Args)), s.open(n.Lparen, n.Rparen, n.Args)...)
	}
}

// lonely is what it costs more to give a single element lines of its own.
func lonely(elements int) float64 {
	if elements == 1 {
		return 12
	}
	return 0
}

func (s *search) literal(n *ast.CompositeLit) {
	switch {
	case len(n.Elts) == 0:
	case isKeyed(n):
		if s.on(n.Lbrace) || slices.ContainsFunc(n.Elts, func(e ast.Expr) bool { return s.on(e.Pos()) }) {
			s.offer(priceFields+2*lonely(len(n.Elts)), s.spread(n)...)
		}
	case s.line(n.Lbrace) < s.line(n.Elts[0].Pos()):
		s.between(n.Elts, priceOpened)
	case s.on(n.Lbrace):
		inserts := s.open(n.Lbrace, n.Rbrace, n.Elts)
		if _, nested := n.Elts[0].(*ast.CompositeLit); nested { // rows: one a line
			inserts = s.spread(n)
		}
		s.offer(priceElements+lonely(len(n.Elts)), inserts...)
		for i := 1; i < len(n.Elts); i++ {
			if s.on(n.Elts[i].Pos()) && s.on(n.Elts[i-1].End()-1) {
				halves := append(slices.Clone(inserts), insert{n.Elts[i].Pos(), "\n"})
				s.offer(priceElements+float64(len(n.Elts)-i)/10, halves...)
			}
		}
	}
}

func (s *search) signature(n *ast.FuncType) {
	if list := n.Params.List; len(list) > 0 {
		if s.line(n.Params.Opening) < s.line(list[0].Pos()) {
			s.fields(list)
		} else if s.on(n.Params.Opening) {
			s.offer(priceSignature,
				s.openRange(n.Params.Opening, n.Params.Closing, list[0].Pos(), list[len(list)-1].End())...)
		}
	}
	if n.Results == nil || !n.Results.Opening.IsValid() || !s.on(n.Results.Opening) {
		return
	}
	list := n.Results.List
	s.offer(priceResults, s.openRange(n.Results.Opening, n.Results.Closing, list[0].Pos(), list[len(list)-1].End())...)
}

func (s *search) fields(list []*ast.Field) {
	for i := 1; i < len(list); i++ {
		if s.on(list[i].Pos()) && s.on(list[i-1].End()-1) {
			s.offer(priceOpened+float64(len(list)-i)/10, insert{list[i].Pos(), "\n"})
		}
	}
}

// body offers to open a function that stands on one line.
func (s *search) body(b *ast.BlockStmt) {
	if b != nil && len(b.List) > 0 && s.on(b.Lbrace) && s.on(b.Rbrace) {
		s.offer(priceBody, insert{b.Lbrace + 1, "\n"}, insert{b.Rbrace, "\n"})
	}
}

func (s *search) operator(n *ast.BinaryExpr) {
	if !s.on(n.OpPos) || !s.on(n.Y.Pos()) {
		return
	}
	price := float64(priceOperator)
	switch {
	case n.Op == token.LOR:
		price = priceLogic
	case n.Op == token.LAND:
		price = priceLogic + s.inside(token.LOR)
	case n.Op == token.ADD && (isString(n.Y) || isString(n.X)):
		price = priceJoined
	}
	// Of the operators of one chain the last stands outermost.
	s.offer(price+s.inside(n.Op)/10, insert{n.Y.Pos(), "\n"})
}

// inside is what it costs more to break an operand of the operator.
func (s *search) inside(op token.Token) float64 {
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

// comments offers to put a comment that stands behind code above it: one for a linter too, which there covers all of
// what the line becomes. It says whether there is one that must go before the line may be broken.
func (s *search) comments() (first bool) {
	start := s.at.LineStart(s.number)
	for _, group := range s.file.Comments {
		c := group.List[0]
		isDirective := strings.HasPrefix(c.Text, "//nolint")
		if !s.on(c.Pos()) || len(group.List) > 1 || !strings.HasPrefix(c.Text, "// ") && !isDirective {
			continue
		}
		before := s.src[s.at.Offset(start):s.at.Offset(c.Pos())]
		code := strings.TrimSpace(before)
		if code == "" || strings.HasPrefix(code, "}") || strings.HasPrefix(code, ")") {
			continue
		}
		indent := before[:len(before)-len(strings.TrimLeft(before, "\t"))]
		s.offer(priceComment, insert{start, indent + c.Text + "\n"}, insert{c.Pos(), cut})
		first = isDirective
	}
	return first
}
