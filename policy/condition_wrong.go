package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"

	"duban/complaint"
)

// What the CEL library says of the mistakes that people make; it says it in English only.
var (
	celUndeclared = regexp.MustCompile(`^undeclared reference to '([^']+)'`)
	celOperator   = regexp.MustCompile(`^found no matching overload for '([^']+)' applied to '(.*)'$`)
	celSyntax     = regexp.MustCompile(`^Syntax error: `)
	celNear       = regexp.MustCompile(`'([^']+)'`)
)

// noteWrongCondition says in words what the CEL library found at a place.
func (c *checker) noteWrongCondition(at Pos, condition, problem string) {
	text := strings.Join(strings.Fields(condition), " ")
	if m := celUndeclared.FindStringSubmatch(problem); m != nil {
		c.noteUnreadable(at, m[1])
		return
	}
	if m := celOperator.FindStringSubmatch(problem); m != nil {
		c.f.add(at, "condition.operator", args{
			"condition": text, "operator": operatorSign(m[1]), "operands": operandWords(m[2]),
		})
		return
	}
	if celSyntax.MatchString(problem) {
		if wrong, right := wrongSign(condition); wrong != "" {
			c.f.add(at, "condition.sign", args{"condition": text, "wrong": wrong, "right": right})
			return
		}
		near := any("")
		if m := celNear.FindStringSubmatch(problem); m != nil && m[1] != "<EOF>" {
			near = complaint.Phrase{Key: "suggestion.near", Args: args{"near": strings.TrimSpace(m[1])}}
		}
		c.f.add(at, "condition.syntax", args{"condition": text, "near": near})
		return
	}
	c.f.add(at, "condition.wrong", args{"condition": text, "problem": problem})
}

// noteUnreadable notes a name that no condition can read: because its field is sealed, or because there is none.
func (c *checker) noteUnreadable(at Pos, name string) {
	switch kind := c.p.kindOfFieldNamed(name); {
	case kind.Sealed():
		c.f.add(at, "condition.sealed", args{"field": name})
	case kind != "":
		c.f.add(at, "condition.not_asked", args{"field": name, "type": string(kind)})
	case strings.HasPrefix(name, settingVariable) && c.doc.Settings.Has(strings.TrimPrefix(name, settingVariable)):
		c.f.add(at, "condition.setting_no_number", args{"setting": strings.TrimPrefix(name, settingVariable)})
	case slices.Contains(c.codes(), name):
		c.f.add(at, "condition.unquoted", args{"word": name, "quoted": strconv.Quote(name)})
	default:
		known := make([]string, 0, len(c.p.zeroValues))
		for one := range c.p.zeroValues {
			known = append(known, one)
		}
		slices.Sort(known)
		c.f.add(at, "condition.undeclared", args{"name": name, "instead": suggestClosest(name, known)})
	}
}

// signs are what people write in place of the signs of conditions.
var signs = []struct{ wrong, right string }{
	{"=>", ">="},
	{"=<", "<="},
	{"≥", ">="},
	{"≤", "<="},
	{"≠", "!="},
	{"<>", "!="},
	{"＝", "=="},
	{"＞", ">"},
	{"＜", "<"},
	{"（", "("},
	{"）", ")"},
	{"“", `"`},
	{"”", `"`},
	{"，", ","},
	{" and ", "&&"},
	{" or ", "||"},
}

var quoted = regexp.MustCompile(`"[^"]*"|'[^']*'`)

// wrongSign is the first of them in a condition, outside of its texts, and what to write instead.
func wrongSign(condition string) (wrong, right string) {
	outside := quoted.ReplaceAllString(condition, `""`)
	for _, s := range signs {
		if strings.Contains(outside, s.wrong) {
			return strings.TrimSpace(s.wrong), s.right
		}
	}
	return "", ""
}

// codes are the words that a condition can compare something with.
func (c *checker) codes() []string {
	in := c.doc.Intake
	all := slices.Concat(in.Severities.Keys(), in.Sources.Keys(), in.Categories.Keys(), c.doc.Kinds.Keys())
	for _, e := range c.doc.Steps.Entries {
		all = append(all, e.Value.Outcomes.Keys()...)
	}
	for _, form := range c.doc.forms() {
		for _, e := range form.Entries {
			all = append(all, e.Value.Options.Keys()...)
		}
	}
	return all
}

// operatorSign is how an operator is written: _==_ is ==.
func operatorSign(function string) string {
	return strings.Trim(strings.NewReplacer("_?_:_", "?:", "_[_]", "[…]").Replace(function), "_")
}

// operandWords name types, such as (int, string).
func operandWords(types string) []any {
	var all []any
	for t := range strings.SplitSeq(strings.Trim(types, "()"), ", ") {
		all = append(all, typeInWords(t))
	}
	return all
}

// typeInWords is what a CEL type is called.
func typeInWords(name string) any {
	if strings.HasPrefix(name, "list(") {
		return complaint.Term("datum.list")
	}
	switch name {
	case cel.BoolType.String():
		return complaint.Term("datum.truth")
	case cel.IntType.String(), cel.UintType.String(), cel.DoubleType.String():
		return complaint.Term("datum.number")
	case cel.StringType.String():
		return complaint.Term("datum.text")
	}
	return name
}
