package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
)

// question is part of a condition that is not taken apart any more. There is one of each text.
type question struct {
	text string
	// reads are the variables that it reads, sorted, without settings: those have their values.
	reads    []string
	settings map[string]any
	// plain: it compares variables and values as they are, so that where nothing is known nothing decides it.
	plain bool
	// program evaluates it, nil where it cannot be; it is made when first needed.
	program  func() cel.Program
	compiled *cel.Ast
	// asksWhetherSet are those of reads of which it asks only whether they have been filled in.
	asksWhetherSet map[string]bool
	// verdicts are what has been found over what was known of reads.
	verdicts map[string]verdict
}

// unclear is the verdict of what nothing decides.
var unclear = verdict{canHold: true, canFail: true}

// ask makes a question of part of a condition.
func (x *procedure) ask(e ast.Expr, in *cel.Ast) *statement {
	text, err := parser.Unparse(e, in.NativeRep().SourceInfo())
	if err != nil {
		text = fmt.Sprintf("question %p", e) // equal to no other
	}
	if q, ok := x.questions[text]; ok {
		return &statement{asks: text, reads: q.reads, question: q}
	}
	q := &question{
		text:     text,
		plain:    isPlain(e),
		settings: map[string]any{},
		verdicts: map[string]verdict{},
	}
	names, references := map[string]bool{}, in.NativeRep().ReferenceMap()
	ast.PostOrderVisit(e, ast.NewExprVisitor(func(part ast.Expr) {
		if ref := references[part.ID()]; ref != nil && len(ref.OverloadIDs) == 0 && ref.Name != "" {
			names[ref.Name] = true
		}
	}))
	for name := range names {
		key, isSetting := strings.CutPrefix(name, settingVariable)
		if !isSetting {
			continue
		}
		if s, ok := x.p.Doc.Settings.Get(key); ok {
			if n, isNumber := s.number(); isNumber {
				q.settings[name] = n
			}
		}
	}
	q.reads = slices.Sorted(maps.Keys(names))
	if e == in.NativeRep().Expr() {
		q.compiled = in
	}
	x.questions[text] = q
	return &statement{asks: text, reads: q.reads, question: q}
}

// isPlain reports whether an expression is a call on nothing but names and values.
func isPlain(e ast.Expr) bool {
	return e.Kind() == ast.CallKind && !slices.ContainsFunc(e.AsCall().Args(), func(of ast.Expr) bool {
		return of.Kind() != ast.IdentKind && of.Kind() != ast.LiteralKind && of.Kind() != ast.SelectKind
	})
}

// compile makes a question ready to be evaluated, once; it reports whether it can be.
func (x *procedure) compile(q *question) bool {
	if q.program != nil {
		return q.program() != nil
	}
	var program cel.Program
	q.program = func() cel.Program { return program }
	if q.compiled == nil {
		compiled, issues := x.p.environment.Compile(q.text)
		if issues.Err() != nil {
			return false
		}
		q.compiled = compiled
	}
	ready, err := x.p.environment.Program(q.compiled,
		cel.EvalOptions(cel.OptPartialEval), cel.CostLimit(conditionCost))
	if err != nil {
		return false
	}
	program = ready
	q.asksWhetherSet = map[string]bool{}
	for _, name := range q.reads {
		q.asksWhetherSet[name] = onlyAsksWhetherSet(q.compiled, name)
	}
	return true
}

// answer is what is known of a question: it holds, it fails, or neither is known.
func (x *procedure) answer(q *question, k known) verdict {
	var buffer [128]byte
	key := buffer[:0]
	for _, name := range q.reads {
		if value, ok := k[name]; ok {
			key = appendKnown(key, name, value)
		}
	}
	if len(key) == 0 && q.plain && len(q.reads) > 0 && len(q.settings) == 0 {
		return unclear
	}
	v, ok := q.verdicts[string(key)]
	if !ok {
		v = x.evaluate(q, k)
		q.verdicts[string(key)] = v
	}
	return v
}

func (x *procedure) evaluate(q *question, k known) verdict {
	if !x.compile(q) {
		return unclear
	}
	values := maps.Clone(q.settings)
	for _, name := range q.reads {
		if value, ok := k[name]; ok && (value != something || q.asksWhetherSet[name]) {
			values[name] = value
		}
	}
	partial, err := x.p.environment.PartialVars(values)
	if err != nil {
		return unclear
	}
	out, _, err := q.program().Eval(partial)
	switch {
	case err != nil:
		return unclear
	case out == types.True:
		return verdict{canHold: true}
	case out == types.False:
		return verdict{canFail: true}
	}
	return unclear
}
