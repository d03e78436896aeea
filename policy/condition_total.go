package policy

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"duban/policy/calendar"
)

// askable are the functions and operators of conditions that have an answer whatever a case is. The others of CEL can
// fail while a case is handled: a key that a map does not have, a place beyond the end of a list, a text that is no
// number.
var askable = []string{
	operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.NotStrictlyFalse, operators.Conditional,
	operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater,
	operators.GreaterEquals, operators.In,
	operators.Add, operators.Subtract, operators.Multiply, operators.Negate,
	"size", "startsWith", "endsWith", "contains", "string",
}

// proveConditionAnswers: a condition has an answer in every case, and compares dates with dates.
func (v *prover) proveConditionAnswers(e *Expr, condition *cel.Ast) {
	tree := condition.NativeRep()
	for _, call := range ast.MatchDescendants(ast.NavigateAST(tree), ast.KindMatcher(ast.CallKind)) {
		name, operands := call.AsCall().FunctionName(), operandsOf(call.AsCall())
		at := Pos{e.Pos.Line, e.Pos.Col + tree.SourceInfo().GetStartLocation(call.ID()).Column()}
		_, ofDates := dateFunctionNamed(name)
		switch {
		case ofDates:
			v.requireDates(at, literalWords(operands[:1]))
			if f, _ := dateFunctionNamed(name); !f.ofLength {
				v.requireDates(at, literalWords(operands[1:]))
			}
		case name == operators.Divide || name == operators.Modulo:
			if !isNumberButZero(operands[1]) {
				v.cannotProve(at, operatorSign(name), "proof.divides", args{"operator": operatorSign(name)})
			}
		case !slices.Contains(askable, name):
			v.cannotProve(at, operatorSign(name), "proof.may_fail", args{"operator": operatorSign(name)})
		case v.p.isDate(operands[0]) && len(operands) == 2:
			v.requireDates(at, literalWords(operands[1:]))
		case len(operands) == 2 && v.p.isDate(operands[1]):
			v.requireDates(at, literalWords(operands[:1]))
		}
	}
}

// operandsOf are what a call is given, however it is written: size(x) as x.size().
func operandsOf(call ast.CallExpr) []ast.Expr {
	if call.IsMemberFunction() {
		return append([]ast.Expr{call.Target()}, call.Args()...)
	}
	return call.Args()
}

// requireDates: what a date is compared with is one, as dates are written, or is not filled in.
func (v *prover) requireDates(at Pos, words []string) {
	for _, word := range words {
		if day, err := calendar.ParseDate(word); word != "" && (err != nil || day.String() != word) {
			v.cannotProve(at, word, "proof.no_date", args{"word": word})
		}
	}
}

// isDate reports whether an expression is always a date or "".
func (p *Policy) isDate(e ast.Expr) bool {
	if e.Kind() == ast.CallKind {
		f, ok := dateFunctionNamed(e.AsCall().FunctionName())
		return ok && f.result == cel.StringType
	}
	if e.Kind() != ast.IdentKind {
		return false
	}
	if f, _ := p.fieldNamed(e.AsIdent()); f != nil {
		return f.Type.Text == "date"
	}
	return e.AsIdent() == "received" || e.AsIdent() == "today"
}

// literalWords are the texts that stand among expressions, alone or in lists.
func literalWords(all []ast.Expr) []string {
	var words []string
	for _, e := range all {
		one, _ := wordsIn(e)
		if e.Kind() != ast.LiteralKind || isText(e) {
			words = append(words, one...)
		}
	}
	return words
}

func isText(e ast.Expr) bool {
	_, ok := e.AsLiteral().Value().(string)
	return ok
}

func isNumberButZero(e ast.Expr) bool {
	if e.Kind() != ast.LiteralKind {
		return false
	}
	switch n := e.AsLiteral().Value().(type) {
	case int64:
		return n != 0
	case uint64:
		return n != 0
	case float64:
		return n != 0
	}
	return false
}
