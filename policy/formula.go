package policy

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"duban/complaint"
)

// Formula is a condition of a report over the facts of a matter, in a form that a database can work out: a fact, a
// value, or an operation on others.
type Formula struct {
	Op FormulaOp `json:"op"`
	// Fact is the name of a fact, as conditions have it; a field's begins with [FieldFact]. Type is what it is.
	Fact string   `json:"fact,omitempty"`
	Type FactType `json:"type,omitempty"`
	// Value is a literal: string, int64 or bool.
	Value any       `json:"value,omitempty"`
	Of    []Formula `json:"of,omitempty"`
}

// FormulaOp is what a formula does.
type FormulaOp string

// The closed set of operations.
const (
	OpFact           FormulaOp = "fact"
	OpValue          FormulaOp = "value"
	OpAnd            FormulaOp = "and"
	OpOr             FormulaOp = "or"
	OpNot            FormulaOp = "not"
	OpEquals         FormulaOp = "="
	OpDiffers        FormulaOp = "<>"
	OpLess           FormulaOp = "<"
	OpLessOrEqual    FormulaOp = "<="
	OpGreater        FormulaOp = ">"
	OpGreaterOrEqual FormulaOp = ">="
	// OpAmong: the first is one of the others.
	OpAmong FormulaOp = "in"
)

// FactType is what a fact is.
type FactType string

// The closed set of types of facts.
const (
	TextFact  FactType = "text"
	WholeFact FactType = "whole"
	TruthFact FactType = "truth"
)

// How the names of facts begin besides those of conditions.
const (
	FieldFact    = "field."
	TimesFact    = timesVariable
	LastFact     = lastVariable
	DeadlineFact = "deadline."
	ReachedFact  = "reached."
	SlipsFact    = "slips."
	CountedFact  = countedVariable
	matterFact   = "matter."
)

// The facts of a matter besides those that conditions know of a case.
const (
	// FactOpen: the case is not closed. FactLate: a limit of the case, or of the slip or deadline, has passed unmet.
	FactOpen = matterFact + "open"
	FactLate = matterFact + "late"
	// FactDisposition and FactGroup are how the case was closed, and the group its category belongs to.
	FactDisposition = matterFact + "disposition"
	FactGroup       = matterFact + "group"
	// FactName is which step, slip or deadline it is; FactState the outcome of the step, or how the other stands.
	FactName  = matterFact + "name"
	FactState = matterFact + "state"
)

// matterFacts are the facts that begin with matter, with their zero values.
var matterFacts = map[string]any{
	FactOpen:        false,
	FactLate:        false,
	FactDisposition: "",
	FactGroup:       "",
	FactName:        "",
	FactState:       "",
}

// factsOfCase are the variables of conditions that a matter has as a fact.
var factsOfCase = []string{"kind", "source", "channel", "category", "severity", responsibleUnit}

// declareMatterFacts adds what conditions of reports know besides the variables of all conditions.
func (c *checker) declareMatterFacts(env *cel.Env) (*cel.Env, error) {
	var options []cel.EnvOption
	declare := func(name string, zero any) {
		c.p.zeroValues[name] = zero
		options = append(options, cel.Variable(name, celTypeOf(zero)))
	}
	for name, zero := range matterFacts {
		declare(name, zero)
	}
	for _, name := range slices.Concat(c.doc.Deadlines.Keys(), c.doc.Steps.Keys()) {
		if _, twice := c.p.zeroValues[DeadlineFact+name]; !twice {
			declare(DeadlineFact+name, "")
		}
	}
	for _, name := range c.doc.Slips.Keys() {
		declare(SlipsFact+name, int64(0))
	}
	marks := c.milestoneNames()
	slices.Sort(marks)
	for _, name := range slices.Compact(marks) {
		declare(ReachedFact+name, false)
	}
	return env.Extend(options...) //nolint:wrapcheck // the finding says where
}

// formulaOf is a compiled condition of a report as a formula; what no database can work out is a finding.
func (c *checker) formulaOf(e Expr) *Formula {
	compiled := c.p.asts[e.Pos]
	if e.Text == "" || compiled == nil {
		return nil
	}
	f, wrong := c.p.translateFormula(compiled.NativeRep().Expr())
	if wrong != "" {
		c.f.add(e.Pos, "report.fact", args{"what": wrong})
		return nil
	}
	return &f
}

var formulaOps = map[string]FormulaOp{
	operators.LogicalAnd:    OpAnd,
	operators.LogicalOr:     OpOr,
	operators.LogicalNot:    OpNot,
	operators.Equals:        OpEquals,
	operators.NotEquals:     OpDiffers,
	operators.Less:          OpLess,
	operators.LessEquals:    OpLessOrEqual,
	operators.Greater:       OpGreater,
	operators.GreaterEquals: OpGreaterOrEqual,
	operators.In:            OpAmong,
}

// translateFormula is an expression as a formula; wrong is what of it is none.
func (p *Policy) translateFormula(e ast.Expr) (f Formula, wrong string) {
	switch e.Kind() {
	case ast.IdentKind:
		return p.factFormula(e.AsIdent())
	case ast.LiteralKind:
		switch v := e.AsLiteral().Value().(type) {
		case string, int64, bool:
			return Formula{Op: OpValue, Value: v}, ""
		}
	case ast.CallKind:
		call := e.AsCall()
		op, ok := formulaOps[call.FunctionName()]
		if !ok {
			return f, operatorSign(call.FunctionName())
		}
		parts := call.Args()
		if op == OpAmong {
			if parts[1].Kind() != ast.ListKind {
				return f, "in"
			}
			parts = append([]ast.Expr{parts[0]}, parts[1].AsList().Elements()...)
		}
		f.Op = op
		for _, part := range parts {
			one, wrong := p.translateFormula(part)
			if wrong != "" {
				return f, wrong
			}
			f.Of = append(f.Of, one)
		}
		return f, ""
	default:
	}
	return f, "…"
}

// factFormula is a variable as a fact of matters, or the value of a setting.
func (p *Policy) factFormula(name string) (f Formula, wrong string) {
	zero := p.zeroValues[name]
	if strings.HasPrefix(name, settingVariable) {
		return Formula{Op: OpValue, Value: zero}, ""
	}
	f = Formula{Op: OpFact, Fact: name, Type: factTypeOf(zero)}
	head, rest, dotted := strings.Cut(name, ".")
	switch {
	case !dotted && p.isFieldFact(name):
		f.Fact = FieldFact + name
		return f, ""
	case slices.Contains(factsOfCase, name):
		return f, ""
	case dotted && slices.Contains([]string{DeadlineFact, ReachedFact, SlipsFact, LastFact, matterFact}, head+"."):
		return f, ""
	case dotted && head+"." == CountedFact && p.countsRecorded[rest]:
		return f, ""
	case dotted && head+"." == TimesFact && p.Doc.Steps.Has(rest):
		return f, ""
	}
	return f, name
}

// isFieldFact reports whether a variable is a field whose value a matter has as a fact: yes or no, a number, an amount,
// a day or a choice. Who or what else a field names is none.
func (p *Policy) isFieldFact(name string) bool {
	if _, builtin := builtins[name]; builtin && !p.isHidden(name) {
		return false
	}
	f, _ := p.fieldNamed(name)
	return f != nil && isFactKind(FieldKind(f.Type.Text))
}

func isFactKind(kind FieldKind) bool {
	return slices.Contains([]FieldKind{BoolField, IntField, MoneyField, DateField, ChoiceField}, kind)
}

func factTypeOf(zero any) FactType {
	switch zero.(type) {
	case bool:
		return TruthFact
	case int64:
		return WholeFact
	}
	return TextFact
}

// closedSetOfFact lists the words that a fact of matters can be, nil where the file closes none.
func (p *Policy) closedSetOfFact(name string) []string {
	switch {
	case name == FactDisposition:
		return slices.Concat(p.Doc.Dispositions.Keys(), commonDispositions)
	case name == FactGroup:
		return p.Doc.Intake.Categories.Keys()
	case strings.HasPrefix(name, DeadlineFact):
		return []string{
			string(complaint.StateRunning), string(complaint.StateSuspended), string(complaint.StateMet),
			string(complaint.StateMissed), string(complaint.StateCancelled),
		}
	}
	return nil
}
