package policy

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"duban/policy/calendar"
)

// infixes are the operators between two values that have words of their own: condition.<word>.
var infixes = map[string]string{
	operators.Less:          "less",
	operators.LessEquals:    "at_most",
	operators.Greater:       "more",
	operators.GreaterEquals: "at_least",
	operators.Equals:        "equals",
	operators.NotEquals:     "differs",
	operators.Add:           "plus",
	operators.Subtract:      "minus",
	operators.Multiply:      "times",
	operators.Divide:        "divided",
	operators.Modulo:        "modulo",
	operators.LogicalAnd:    "and",
	operators.LogicalOr:     "or",
}

// describeCondition puts a condition into words; one that did not compile stays as it is.
func (r reading) describeCondition(e Expr) string {
	condition := r.p.asts[e.Pos]
	if condition == nil {
		return e.Text
	}
	return r.describeExpr(condition.NativeRep().Expr())
}

func (r reading) describeExpr(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind, ast.SelectKind:
		return r.describeVariable(variableIn(e))
	case ast.LiteralKind:
		if text, ok := e.AsLiteral().Value().(string); ok {
			return r.quoteTitle(text)
		}
		return fmt.Sprint(e.AsLiteral().Value())
	case ast.ListKind:
		var all []string
		for _, element := range e.AsList().Elements() {
			all = append(all, r.describeExpr(element))
		}
		return r.joinTitles(all)
	case ast.CallKind:
		return r.describeCall(e.AsCall())
	case ast.UnspecifiedExprKind, ast.ComprehensionKind, ast.MapKind, ast.StructKind:
	}
	return "" // the checker of conditions knows no such thing
}

// variableIn is the name of a variable, with dots such as setting.tolerance; "" for anything else.
func variableIn(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent()
	case ast.SelectKind:
		if head := variableIn(e.AsSelect().Operand()); head != "" {
			return head + "." + e.AsSelect().FieldName()
		}
	}
	return ""
}

// describeVariable is what a variable is called; one that is yes or no stands for its being yes.
func (r reading) describeVariable(name string) string {
	title := r.titleOfVariable(name)
	if _, answers := r.p.zeroValues[name].(bool); answers {
		return r.say("condition.yes", blanks{"field": title})
	}
	return title
}

func (r reading) titleOfVariable(name string) string {
	head, rest, _ := strings.Cut(name, ".")
	switch head + "." {
	case matterFact:
		return r.say("report.fact."+rest, nil)
	case DeadlineFact:
		if d, ok := r.p.Doc.Deadlines.Get(rest); ok {
			return r.quoteTitle(d.Title.Text)
		}
		return r.say("report.fact.limit", blanks{"step": r.stepTitle(rest)})
	case ReachedFact:
		return r.say("report.fact.reached", blanks{"milestone": r.milestoneInWords(rest)})
	case SlipsFact:
		slip, _ := r.p.Doc.Slips.Get(rest)
		return r.say("report.fact.slips", blanks{"slip": slip.Title.Text})
	case settingVariable:
		if s, ok := r.p.Doc.Settings.Get(rest); ok {
			return r.quoteTitle(s.Title.Text)
		}
	case countedVariable:
		if count, ok := r.p.Doc.Counts.Get(rest); ok {
			return r.quoteTitle(count.Title.Text)
		}
	case timesVariable:
		if passesOn(rest) && !r.p.Doc.Steps.Has(rest) {
			return r.say("condition.times_passed", blanks{"command": r.commandTitle(rest)})
		}
		return r.say("condition.times_done", blanks{"step": r.stepTitle(rest)})
	case eachVariable:
		return r.say("condition.each_outcome", blanks{"step": r.stepTitle(rest)})
	case partiesVariable:
		return r.say("condition.parties", blanks{"role": r.language().SayValue(r.p.PartyRoleTitle(rest))})
	case representedVariable:
		ways := r.p.Doc.waysOfAllRoles()
		if title, ok := ways.Get(rest); ok {
			return r.say("condition.represented", blanks{"way": title.Text})
		}
	case lastVariable:
		return r.say("condition.last_outcome", blanks{"step": r.stepTitle(rest)})
	}
	return r.fieldTitle(name)
}

func (r reading) describeCall(call ast.CallExpr) string {
	args := call.Args()
	name := call.FunctionName()
	switch {
	case name == operators.LogicalNot:
		if _, answers := r.p.zeroValues[variableIn(args[0])].(bool); answers {
			return r.say("condition.no", blanks{"field": r.titleOfVariable(variableIn(args[0]))})
		}
		return r.say("condition.not", blanks{"what": r.describeExpr(args[0])})
	case name == operators.Conditional:
		return r.say("condition.chooses", blanks{
			"condition": r.describeExpr(args[0]),
			"then":      r.describeExpr(args[1]),
			"otherwise": r.describeExpr(args[2]),
		})
	case name == operators.In && r.isListOfOutcomes(args[1]):
		words, _ := wordsIn(args[0])
		title := r.quoteTitle(r.p.codeTitle(variableIn(args[1]), strings.Join(words, "")))
		return r.say("condition.among", blanks{"one": title, "other": r.describeExpr(args[1])})
	case name == operators.In:
		return r.describeComparison("condition.one_of", args[0], args[1])
	case infixes[name] == "and" || infixes[name] == "or":
		return r.describeOperand(name, args[0]) + r.say("condition."+
			infixes[name], nil) + r.describeOperand(name, args[1])
	case infixes[name] != "":
		return r.describeComparison("condition."+infixes[name], args[0], args[1])
	}
	if f, ok := dateFunctionNamed(name); ok {
		to := r.describeExpr(args[1])
		if f.ofLength {
			words, _ := wordsIn(args[1])
			length, _ := calendar.ParseLimit(strings.Join(words, "")) // it compiled
			to = r.limitInWords(length)
		}
		return r.say("condition."+f.name, blanks{"from": r.describeExpr(args[0]), "to": to})
	}
	all := make([]string, len(args))
	for i, arg := range args {
		all[i] = r.describeExpr(arg)
	}
	return name + "（" + r.joinTitles(all) + "）"
}

// isListOfOutcomes reports whether an expression is what those who did a step came to.
func (r reading) isListOfOutcomes(e ast.Expr) bool {
	return strings.HasPrefix(variableIn(e), eachVariable)
}

// describeOperand puts what an operator joins into brackets where it joins by another one itself.
func (r reading) describeOperand(operator string, e ast.Expr) string {
	text := r.describeExpr(e)
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() == operator {
		return text
	}
	if inner := infixes[e.AsCall().FunctionName()]; inner == "and" || inner == "or" {
		return r.say("condition.group", blanks{"what": text})
	}
	return text
}

// describeComparison holds two values against each other: words of a closed set by their titles, and "" as not filled
// in.
func (r reading) describeComparison(key string, one, other ast.Expr) string {
	variable := variableIn(one)
	if words, ok := wordsIn(other); ok && variable != "" && len(words) > 0 {
		if words[0] == "" && len(words) == 1 && (key == "condition.equals" || key == "condition.differs") {
			return r.say(map[string]string{
				"condition.equals":  "condition.unset",
				"condition.differs": "condition.set",
			}[key],
				blanks{"field": r.titleOfVariable(variable)})
		}
		titles := make([]string, len(words))
		for i, word := range words {
			title := r.p.codeTitle(variable, word)
			if strings.HasPrefix(variable, "deadline.") && title == word {
				title = r.language().Text("deadline."+word, nil)
			}
			titles[i] = r.quoteTitle(title)
		}
		return r.say(key, blanks{"one": r.titleOfVariable(variable), "other": r.joinTitles(titles)})
	}
	if r.isCondition(one) && r.isCondition(other) {
		key = map[string]string{
			"condition.equals":  "condition.exactly_when",
			"condition.differs": "condition.exactly_unless",
		}[key]
	}
	return r.say(key, blanks{"one": r.describeOperand("", one), "other": r.describeValue(variable, other)})
}

// describeValue is what a variable is compared with: an amount of money in yuan.
func (r reading) describeValue(variable string, e ast.Expr) string {
	fen, whole := int64(0), false
	if e.Kind() == ast.LiteralKind {
		fen, whole = e.AsLiteral().Value().(int64)
	}
	isMoney := slices.ContainsFunc(append([]string{IntakeForm}, r.p.Doc.Steps.Keys()...), func(form string) bool {
		f, ok := r.p.formOf(form).Get(variable)
		return ok && f.kind() == MoneyField
	})
	if whole && isMoney {
		return r.say("condition.yuan", blanks{"amount": fmt.Sprintf("%d.%02d", fen/100, fen%100)})
	}
	return r.describeOperand("", e)
}

// isCondition reports whether an expression is yes or no.
func (r reading) isCondition(e ast.Expr) bool {
	if _, answers := r.p.zeroValues[variableIn(e)].(bool); answers {
		return true
	}
	if e.Kind() != ast.CallKind {
		return false
	}
	switch e.AsCall().FunctionName() {
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals,
		operators.NotEquals, operators.In, operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot:
		return true
	}
	return false
}
