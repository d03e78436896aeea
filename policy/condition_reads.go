package policy

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"duban/policy/calendar"
)

// wordComparison is a place of a condition where a variable is held against words that stand there.
type wordComparison struct {
	variable string
	words    []string
	// column is where it stands in the condition, from 0.
	column int
}

// wordComparisons lists those of a condition, by ==, != and in.
func wordComparisons(condition *cel.Ast) []wordComparison {
	var all []wordComparison
	tree := condition.NativeRep()
	for _, call := range ast.MatchDescendants(ast.NavigateAST(tree), ast.KindMatcher(ast.CallKind)) {
		switch call.AsCall().FunctionName() {
		case operators.Equals, operators.NotEquals, operators.In:
		default:
			continue
		}
		args := call.AsCall().Args()
		for i, other := range []int{1, 0} {
			words, ok := wordsIn(args[other])
			if args[i].Kind() == ast.IdentKind && ok {
				at := tree.SourceInfo().GetStartLocation(args[other].ID())
				all = append(all, wordComparison{args[i].AsIdent(), words, at.Column()})
			}
		}
	}
	return all
}

// wordsIn are the words of a literal, or of a list of literals; false for any other expression.
func wordsIn(e ast.Expr) ([]string, bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		word, ok := e.AsLiteral().Value().(string)
		return []string{word}, ok
	case ast.ListKind:
		var all []string
		for _, element := range e.AsList().Elements() {
			words, ok := wordsIn(element)
			if !ok || element.Kind() != ast.LiteralKind {
				return nil, false
			}
			all = append(all, words...)
		}
		return all, true
	}
	return nil, false
}

// wordsItCanGive are the words that a condition can give as its value: those that stand there, and those of a closed
// set that a variable has; false where it can give others as well.
func (p *Policy) wordsItCanGive(condition *cel.Ast) (words []string, all bool) {
	all = true
	var give func(ast.Expr)
	give = func(e ast.Expr) {
		switch {
		case e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.Conditional:
			give(e.AsCall().Args()[1])
			give(e.AsCall().Args()[2])
		case e.Kind() == ast.LiteralKind:
			literal, _ := wordsIn(e)
			words = append(words, literal...)
		case e.Kind() == ast.IdentKind && len(p.closedSetOfVariable(e.AsIdent())) > 0:
			words = append(words, p.closedSetOfVariable(e.AsIdent())...)
		default:
			all = false
		}
	}
	give(condition.NativeRep().Expr())
	return words, all
}

// wrongLengths are the lengths that a condition gives to a date function and that are none.
func wrongLengths(condition *cel.Ast) []string {
	var wrong []string
	for _, call := range ast.MatchDescendants(ast.NavigateAST(condition.NativeRep()), ast.KindMatcher(ast.CallKind)) {
		f, ok := dateFunctionNamed(call.AsCall().FunctionName())
		if !ok || !f.ofLength {
			continue
		}
		words, literal := wordsIn(call.AsCall().Args()[1])
		if length, err := calendar.ParseLimit(strings.Join(words, " ")); !literal || err != nil ||
			!length.Unit.IsOfDays() {
			wrong = append(wrong, strings.Join(words, " "))
		}
	}
	return wrong
}

// onlyAsksWhetherSet reports whether a condition asks of a variable nothing but whether it has been filled in.
func onlyAsksWhetherSet(condition *cel.Ast, variable string) bool {
	isVariable := func(e ast.NavigableExpr) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == variable }
	uses := len(ast.MatchDescendants(ast.NavigateAST(condition.NativeRep()), isVariable))
	for _, c := range wordComparisons(condition) {
		if c.variable == variable && len(c.words) == 1 && c.words[0] == "" {
			uses--
		}
	}
	return uses == 0
}
