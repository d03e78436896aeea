package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// proveEveryConditionSound: each condition is one, and holds what it reads against words that it can be.
func (v *prover) proveEveryConditionSound() {
	for _, f := range v.p.uncompiled {
		v.cannotProveBecause(f, "intake.form")
	}
	for _, name := range youngBuiltins {
		if f, at := v.p.fieldNamed(name); f != nil {
			v.cannotProve(at, name, "proof.hides_variable", args{"field": f.Title.Text, "name": name})
		}
	}
	v.p.Doc.eachCondition(func(in conditionPlace, e *Expr) {
		ast := v.p.asts[e.Pos]
		if ast == nil {
			return
		}
		if slices.Contains(v.p.variablesRead[e.Pos], outcomeVariable) && !in.hasOutcome() {
			v.cannotProve(e.Pos, outcomeVariable, "proof.no_outcome_here", nil)
			return
		}
		if !in.element.under("reports") {
			v.proveConditionAnswers(e, ast)
		}
		if in.names {
			codes, all := v.p.wordsItCanGive(ast)
			v.checkDispositions(e.Pos, codes)
			if !all {
				v.cannotProve(e.Pos, e.Text, "proof.open_disposition", args{"condition": e.Text})
			}
		}
		for _, c := range wordComparisons(ast) {
			at := Pos{e.Pos.Line, e.Pos.Col + c.column}
			for _, word := range c.words {
				v.checkComparedWord(at, in.step, c.variable, word)
			}
		}
	})
}

func (v *prover) checkComparedWord(at Pos, step, variable, word string) {
	known := v.p.closedSetOfVariable(variable)
	if s := v.p.step(complaint.StepID(step)); variable == outcomeVariable && s != nil {
		known = s.Outcomes.Keys()
	}
	switch {
	case word == "" || slices.Contains(known, word):
	case len(known) > 0:
		v.cannotProve(at, variable, "proof.no_such_word", args{
			"field": v.p.titleOfField(variable), "word": word, "instead": suggestClosest(word, known),
		})
	case v.p.inDirectory(variable):
		v.cannotProve(at, variable, "proof.directory_decides", args{"field": v.p.titleOfField(variable), "word": word})
	}
}

// commonDispositions are the codes of how a case was closed that every file may use.
var commonDispositions = []string{
	"upheld", "partly_upheld", "dismissed", "inadmissible", complaint.DispositionWithdrawn,
	"transferred", mergedDisposition, "reported",
}

func (v *prover) checkDispositions(at Pos, codes []string) {
	known := slices.Concat(v.p.Doc.Dispositions.Keys(), commonDispositions)
	for _, code := range codes {
		if !slices.Contains(known, code) {
			v.cannotProve(at, code, "proof.no_such_disposition", args{
				"code":    code,
				"instead": suggestClosest(code, known),
			})
		}
	}
}

// inDirectory reports whether a variable names somebody or something by an id that no file knows.
func (p *Policy) inDirectory(variable string) bool {
	if variable == responsibleUnit {
		return true
	}
	for _, form := range p.compiledForms() {
		if f, ok := form.Get(variable); ok {
			return f.kind().WhatValuesName() != NothingNamed
		}
	}
	return false
}

// proveEveryCaseHasLimits: whatever a case is, one choice of each limit that starts holds.
func (v *prover) proveEveryCaseHasLimits() {
	for i := range v.p.Doc.Deadlines.Entries {
		d := &v.p.Doc.Deadlines.Entries[i]
		for _, kind := range v.p.kindsOfDeadline(&d.Value) {
			starts := v.procedure.placesWhereItStarts(&d.Value, kind)
			if k, start := v.procedure.findCaseWithoutLimit(d.Value.Limit, starts, kind); start != nil {
				v.along(v.procedure.courseWith(kind, start, k)).cannotProve(d.Pos, d.Key, "proof.limits",
					args{"deadline": d.Key, "kind": v.p.describeCase(kind, k)})
			}
		}
	}
	for i := range v.p.Doc.Steps.Entries {
		e := &v.p.Doc.Steps.Entries[i]
		v.proveSays(e)
		for _, kind := range v.p.Doc.Kinds.Keys() {
			entered := v.entered(e.Key, kind)
			if k, start := v.procedure.findCaseWithoutLimit(e.Value.LimitChoices(), entered, kind); start != nil {
				v.along(v.procedure.courseWith(kind, start, k)).cannotProve(e.Pos, e.Key, "proof.limits",
					args{"deadline": e.Key, "kind": v.p.describeCase(kind, k)})
				break
			}
		}
	}
}

// entered are the places at which a case of a kind stands before a step.
func (v *prover) entered(step, kind string) []place {
	return slices.DeleteFunc(slices.Clone(v.procedure.placesOfKind(kind)), func(at place) bool {
		return at.step != complaint.StepID(step)
	})
}

// findCaseWithoutLimit finds a case of a kind in which a limit starts at one of some places and none of its choices
// holds; no place where there is none.
func (x *procedure) findCaseWithoutLimit(choices []LimitChoice, starts []place, kind string) (known, place) {
	if len(choices) == 0 {
		return nil, nil
	}
	var reads []string
	for _, choice := range choices {
		reads = append(reads, x.p.variablesRead[choice.When.Pos]...)
	}
	tried := map[string]bool{}
	for _, start := range starts {
		at := known{}
		for name, value := range start.known {
			if slices.Contains(reads, name) {
				at[name] = value
			}
		}
		key := at.asKey()
		if tried[key] {
			continue
		}
		tried[key] = true
		for _, k := range x.everyCombinationOfValues(at, reads, kind) {
			if _, none := x.possibleLimits(choices, k); none {
				return k, start
			}
		}
	}
	return nil, nil
}

// courseWith is a course of a kind to a place, where the case has brought more along.
func (x *procedure) courseWith(kind string, to place, k known) *Course {
	c := x.courseOfKind(kind, route{x: x}, func(at place) bool { return at == to })
	if c == nil {
		return nil
	}
	last := &c.Steps[len(c.Steps)-1]
	last.Known = spell(k)
	if len(c.Steps) == 1 {
		c.Filed = last.Known
	}
	return c
}

// everyCombinationOfValues is a case with each combination of the values that some variables can have, where nothing is
// known of them.
func (x *procedure) everyCombinationOfValues(k known, names []string, kind string) []known {
	all := []known{k}
	for _, name := range names {
		values := x.valuesOf(name)
		if _, ok := all[0][name]; ok || values == nil {
			continue
		}
		if name == "kind" {
			values = []any{kind}
		}
		var wider []known
		for _, one := range all {
			for _, value := range values {
				wider = append(wider, one.withValue(name, value))
			}
		}
		all = wider
	}
	return all
}

// describeCase says what is known of a case of a kind, in the words of the file.
func (p *Policy) describeCase(kind string, k known) any {
	var all []any
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if code, ok := k[name].(string); ok && code != something && name != "kind" {
			all = append(all, complaint.Phrase{Key: "case_with.value", Args: args{
				"field": p.titleOfField(name), "value": p.codeTitle(name, code),
			}})
		}
	}
	if len(all) == 0 {
		return p.KindTitle(kind)
	}
	return complaint.Phrase{Key: "case_with.kind", Args: args{"kind": p.KindTitle(kind), "case": all}}
}

// proveEveryNumberNew: a number names the period in which its serial begins anew, so that none is given twice.
func (v *prover) proveEveryNumberNew() {
	first := map[string]string{}
	check := func(element string, n NumberFormat) {
		if other, taken := first[n.Format.Text]; taken {
			v.cannotProve(n.Format.Pos, element, "proof.numbers_shared", args{"format": n.Format.Text, "other": other})
		}
		first[n.Format.Text] = element
		needs := map[string][]string{
			"yearly":  {"{YYYY}|{YY}"},
			"monthly": {"{YYYY}|{YY}", "{MM}"},
			"daily":   {"{YYYY}|{YY}", "{MM}", "{DD}"},
		}
		for _, part := range needs[n.Restarts.Text] {
			named := func(one string) bool { return strings.Contains(n.Format.Text, one) }
			if !slices.ContainsFunc(strings.Split(part, "|"), named) {
				v.cannotProve(n.Format.Pos, element, "proof.numbers", args{
					"format": n.Format.Text, "period": n.Restarts.Text, "part": strings.Split(part, "|")[0],
				})
			}
		}
	}
	check("number", v.p.Doc.Number)
	if l := v.p.Doc.Ledger; l != nil {
		check("ledger.number", l.Number)
	}
	for _, e := range v.p.Doc.Kinds.Entries {
		if e.Value.Each != nil && e.Value.Each.Number != nil {
			check("kinds."+e.Key+".each.number", *e.Value.Each.Number)
		}
	}
	for _, e := range v.p.Doc.Slips.Entries {
		check("slips."+e.Key, e.Value.NumberFormat)
	}
	for _, e := range v.p.Doc.Documents.Entries {
		check("documents."+e.Key, e.Value.NumberFormat)
	}
}
