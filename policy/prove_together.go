package policy

import (
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// statement is a condition taken apart: what it asks, joined by and, or, not and else.
type statement struct {
	// asks is a question that is not taken apart any more, by its text; "" where the parts are joined.
	asks  string
	reads []string
	// question is what it asks, nil where the parts are joined.
	question *question
	// joined is how the parts are joined; the zero value is for a question, or for one of two truths.
	joined string
	parts  []*statement
	truth  bool
}

// mostFree is how many questions that nothing decides are followed through all their answers.
const mostFree = 10

// opposites are the comparisons that hold where another does not.
var opposites = map[string]string{
	operators.NotEquals:  operators.Equals,
	operators.LessEquals: operators.Greater,
	operators.Less:       operators.GreaterEquals,
}

// takeApart takes a condition of the file apart; nil where it has not been compiled.
func (x *procedure) takeApart(e Expr) *statement {
	if e.Text == "" {
		return &statement{truth: true}
	}
	if known, ok := x.statements[e.Pos]; ok {
		return known
	}
	condition := x.p.asts[e.Pos]
	if condition == nil {
		return nil
	}
	tree := condition.NativeRep()
	s := x.statementOf(tree.Expr(), condition)
	x.statements[e.Pos] = s
	return s
}

func (x *procedure) statementOf(e ast.Expr, in *cel.Ast) *statement {
	if e.Kind() == ast.LiteralKind {
		return &statement{truth: e.AsLiteral() == types.True}
	}
	if e.Kind() == ast.CallKind {
		call := e.AsCall()
		switch name := call.FunctionName(); name {
		case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.Conditional:
			s := &statement{joined: name}
			for _, part := range call.Args() {
				s.parts = append(s.parts, x.statementOf(part, in))
			}
			return s
		case operators.Equals:
			if one, other := call.Args()[0], call.Args()[1]; isYesOrNo(one) || isYesOrNo(other) {
				a, b := x.statementOf(one, in), x.statementOf(other, in)
				return &statement{joined: operators.Equals, parts: []*statement{a, b}}
			}
		case operators.NotEquals, operators.LessEquals, operators.Less:
			other := ast.NewExprFactory().NewCall(e.ID(), opposites[name], call.Args()...)
			return &statement{joined: operators.LogicalNot, parts: []*statement{x.statementOf(other, in)}}
		}
	}
	return x.ask(e, in)
}

// isYesOrNo reports whether an expression is surely one that holds or fails.
func isYesOrNo(e ast.Expr) bool {
	if e.Kind() != ast.CallKind {
		return e.Kind() == ast.LiteralKind && (e.AsLiteral() == types.True || e.AsLiteral() == types.False)
	}
	switch e.AsCall().FunctionName() {
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater,
		operators.GreaterEquals, operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.In:
		return true
	}
	return false
}

// holds evaluates a statement where each of its questions is answered.
func (s *statement) holds(answers map[string]bool) bool {
	switch s.joined {
	case operators.LogicalAnd:
		return s.parts[0].holds(answers) && s.parts[1].holds(answers)
	case operators.LogicalOr:
		return s.parts[0].holds(answers) || s.parts[1].holds(answers)
	case operators.Equals:
		return s.parts[0].holds(answers) == s.parts[1].holds(answers)
	case operators.LogicalNot:
		return !s.parts[0].holds(answers)
	case operators.Conditional:
		if s.parts[0].holds(answers) {
			return s.parts[1].holds(answers)
		}
		return s.parts[2].holds(answers)
	}
	if s.asks == "" {
		return s.truth
	}
	return answers[s.asks]
}

// eachQuestion visits the questions of a statement.
func (s *statement) eachQuestion(visit func(*statement)) {
	if s.asks != "" {
		visit(s)
	}
	for _, part := range s.parts {
		part.eachQuestion(visit)
	}
}

// answers are what is known of the questions of some statements, and which of them may be answered in either way.
func (x *procedure) answersKnown(k known, statements ...*statement) (fixed map[string]bool, free []string) {
	fixed = map[string]bool{}
	for _, s := range statements {
		s.eachQuestion(func(q *statement) {
			if _, ok := fixed[q.asks]; ok || slices.Contains(free, q.asks) {
				return
			}
			v := x.answer(q.question, k)
			if v.canHold && v.canFail {
				free = append(free, q.asks)
			} else {
				fixed[q.asks] = v.canHold
			}
		})
	}
	return fixed, free
}

// eachAnswering visits the ways in which free questions can be answered, beside what is fixed, until one visit is
// content; it reports whether one was.
func eachAnswering(fixed map[string]bool, free []string, isContent func(map[string]bool) bool) bool {
	answers := maps.Clone(fixed)
	var try func(int) bool
	try = func(i int) bool {
		if i == len(free) {
			return isContent(answers)
		}
		for _, holds := range []bool{true, false} {
			answers[free[i]] = holds
			if try(i + 1) {
				return true
			}
		}
		return false
	}
	return try(0)
}

// can reports whether conditions can turn out in a way, all at once, over what is known. What nothing decides may hold
// or fail, but alike wherever it is asked. A condition that cannot be taken apart may turn out in any way.
func (x *procedure) can(k known, conditions []Expr, turnsOut func(holds []bool) bool) bool {
	statements := make([]*statement, len(conditions))
	for i, e := range conditions {
		if statements[i] = x.takeApart(e); statements[i] == nil {
			return true
		}
	}
	fixed, free := x.answersKnown(k, statements...)
	if len(free) > mostFree {
		return true
	}
	return eachAnswering(fixed, free, func(answers map[string]bool) bool {
		holds := make([]bool, len(statements))
		for i, s := range statements {
			holds[i] = s.holds(answers)
		}
		return turnsOut(holds)
	})
}

// judgeCondition decides a condition at a place; an absent one holds.
func (x *procedure) judgeCondition(e Expr, k known) verdict {
	if e.Text == "" {
		return verdict{canHold: true}
	}
	var found verdict
	both := x.can(k, []Expr{e}, func(holds []bool) bool {
		found.canHold, found.canFail = found.canHold || holds[0], found.canFail || !holds[0]
		return found.canHold && found.canFail
	})
	return verdict{canHold: both || found.canHold, canFail: both || found.canFail}
}
