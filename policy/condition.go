package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"

	"duban/complaint"
)

// settingVariable begins the name under which a condition sees a setting that is a number: setting.tolerance.
const settingVariable = "setting."

// number is the value of a setting that conditions can count with: a whole number, or whole per cent.
func (s Setting) number() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSuffix(s.Value.Text, "%"), 10, 64)
	return n, err == nil
}

// conditionCost bounds the evaluation of one condition, in CEL's cost units.
const conditionCost = 10_000

// compileConditions type-checks every condition of the file over the declared fields.
func (c *checker) compileConditions() {
	options := dateDeclarations()
	c.p.zeroValues = map[string]any{}
	declare := func(name string, of *cel.Type, zero any) {
		c.p.zeroValues[name] = zero
		options = append(options, cel.Variable(name, of))
	}
	fields := c.typesOfAllFields()
	for name, value := range builtins {
		if _, own := fields[name]; own && slices.Contains(youngBuiltins, name) {
			continue
		}
		zero := value(scope{p: c.p, c: complaint.NewCase("")})
		declare(name, celTypeOf(zero), zero)
	}
	for name, kind := range fields {
		if _, taken := c.p.zeroValues[name]; taken {
			continue
		}
		if row := kind.fieldTypeOfKind(); row.cel != nil { // no condition can depend on the others
			declare(name, row.cel, row.zero)
		}
	}
	for _, e := range c.doc.Settings.Entries {
		if n, ok := e.Value.number(); ok {
			declare(settingVariable+e.Key, cel.IntType, n)
		}
	}
	for _, name := range c.doc.Counts.Keys() {
		declare(countedVariable+name, cel.IntType, int64(0))
	}
	for _, step := range c.doc.Steps.Keys() {
		declare(timesVariable+step, cel.IntType, int64(0))
		declare(lastVariable+step, cel.StringType, "")
		declare(eachVariable+step, cel.ListType(cel.StringType), []string{})
	}
	for _, e := range c.doc.May.Entries {
		if passesOn(e.Key) && !c.doc.Steps.Has(e.Key) {
			declare(timesVariable+e.Key, cel.IntType, int64(0))
		}
	}
	for _, role := range c.doc.partyRoles() {
		declare(partiesVariable+role, cel.IntType, int64(0))
	}
	for _, way := range c.doc.waysOfAllRoles().Keys() {
		declare(representedVariable+way, cel.BoolType, false)
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		c.f.add(Pos{1, 1}, "condition.wrong", args{"condition": "", "problem": err.Error()})
		return
	}
	c.p.environment = env
	c.doc.eachCondition(func(in conditionPlace, e *Expr) {
		want := cel.BoolType
		if in.names {
			want = cel.StringType
		}
		if in.element.under("reports") {
			return // over other facts: compileReports
		}
		if in.element.under("intake.form") {
			c.compileIntakeCondition(env, in.element.String(), e)
			c.refuseCounts(*e)
			return
		}
		c.compileCondition(env, in.element.String(), *e, want)
	})
}

// celTypeOf is the type that conditions see a builtin in.
func celTypeOf(zero any) *cel.Type {
	switch zero.(type) {
	case int64:
		return cel.IntType
	case bool:
		return cel.BoolType
	}
	return cel.StringType
}

// compileIntakeCondition compiles one of the form filled in at filing. Files have been published whose conditions there
// are none: there it is left out, and the proof `conditions` tells.
func (c *checker) compileIntakeCondition(env *cel.Env, where string, e *Expr) {
	binding := c.f
	c.f = &findings{file: binding.file}
	c.compileCondition(env, where, *e, cel.BoolType)
	if len(c.f.all) > 0 {
		c.p.uncompiled = append(c.p.uncompiled, c.f.all...)
		*e = Expr{}
	}
	c.f = binding
}

// compileCondition compiles one condition; where is the element it belongs to.
func (c *checker) compileCondition(env *cel.Env, where string, e Expr, want *cel.Type) {
	if e.Text == "" {
		return
	}
	ast, issues := env.Compile(e.Text)
	if issues.Err() != nil {
		for _, problem := range issues.Errors() {
			at := Pos{e.Pos.Line, e.Pos.Col + problem.Location.Column()}
			c.noteWrongCondition(at, e.Text, problem.Message)
			if celSyntax.MatchString(problem.Message) {
				break // what does not parse breaks in several places
			}
		}
		return
	}
	if !ast.OutputType().IsExactType(want) {
		c.f.add(e.Pos, "condition.type", args{
			"condition": e.Text, "want": typeInWords(want.String()), "got": typeInWords(ast.OutputType().String()),
		})
		return
	}
	for _, length := range wrongLengths(ast) {
		c.f.add(e.Pos, "condition.length", args{"length": length})
		return
	}
	program, err := env.Program(ast, cel.CostLimit(conditionCost))
	if err != nil {
		c.f.add(e.Pos, "condition.wrong", args{"condition": e.Text, "problem": err.Error()})
		return
	}
	c.p.programs[e.Pos], c.p.asts[e.Pos] = program, ast
	for _, ref := range ast.NativeRep().ReferenceMap() {
		if len(ref.OverloadIDs) == 0 && ref.Name != "" {
			c.p.variablesRead[e.Pos] = append(c.p.variablesRead[e.Pos], ref.Name)
			if name, ok := strings.CutPrefix(ref.Name, settingVariable); ok {
				c.p.restingOn[name] = append(c.p.restingOn[name], where)
			}
		}
	}
}

// conditionHolds evaluates a condition; an absent one holds.
func (p *Policy) conditionHolds(e Expr, in scope) (bool, error) {
	if e.Text == "" {
		return true, nil
	}
	v, err := p.evaluate(e, in)
	if err != nil {
		return false, err
	}
	b, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("condition %q is not a bool", e.Text)
	}
	return b, nil
}

// scope is the case as it stands, at the turn's instant.
func (t *turn) scope() scope {
	return scope{
		p:        t.p,
		c:        t.c,
		now:      t.now,
		calendar: t.f.Calendar,
		counts:   t.counts,
	}
}

// conditionHolds evaluates a condition over the case as it stands.
func (t *turn) conditionHolds(e Expr) (bool, error) {
	return t.p.conditionHolds(e, t.scope())
}

func (p *Policy) evaluate(e Expr, in scope) (any, error) {
	program, ok := p.programs[e.Pos]
	if !ok {
		return nil, fmt.Errorf("condition %q was not compiled", e.Text)
	}
	out, _, err := program.Eval(in)
	if err != nil {
		return nil, fmt.Errorf("condition %q: %w", e.Text, err)
	}
	return out.Value(), nil
}
