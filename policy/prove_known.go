package policy

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
)

// known is what a proof knows of a case at one place: the values of variables that have one of a few values. Of a
// variable that is not there nothing is known.
type known map[string]any

// something is the value of a variable of which only is known that it has been filled in.
const something = "\x00something"

// asKey is equal for equal knowledge.
func (k known) asKey() string {
	names := make([]string, 0, len(k))
	for name := range k {
		names = append(names, name)
	}
	slices.Sort(names)
	var buffer [256]byte
	key := buffer[:0]
	for _, name := range names {
		key = appendKnown(key, name, k[name])
	}
	return string(key)
}

// appendKnown writes the value of a variable so that other values are written otherwise.
func appendKnown(key []byte, name string, value any) []byte {
	key = append(append(key, name...), '=')
	switch value := value.(type) {
	case string:
		key = append(key, value...)
	case bool:
		key = strconv.AppendBool(key, value)
	default:
		key = fmt.Append(key, value)
	}
	return append(key, ';')
}

// withValue is the knowledge with one value more, or another.
func (k known) withValue(name string, value any) known {
	other := maps.Clone(k)
	if other == nil {
		other = known{}
	}
	other[name] = value
	return other
}

// verdict is what is known of a condition: that it can hold, that it can fail, or both.
type verdict struct{ canHold, canFail bool }

// valuesToldApart are the values that proofs tell apart of a variable: the words of a closed set, yes and no, or filled
// in and not; nil where they are too many.
func (p *Policy) valuesToldApart(name string) []any {
	if slices.Contains(changeByTime, name) && !p.hasField(name) {
		return nil
	}
	if step, ok := strings.CutPrefix(name, eachVariable); ok {
		return p.outcomesToldApart(complaint.StepID(step))
	}
	if set := p.closedSetOfVariable(name); len(set) > 0 {
		if _, always := builtins[name]; always {
			return asAnySlice(set)
		}
		return append(asAnySlice(set), "")
	}
	switch zero := p.zeroValues[name].(type) {
	case bool:
		return []any{false, true}
	case string:
		if _, always := builtins[name]; always && name != responsibleUnit {
			return []any{something}
		}
		return []any{zero, something}
	}
	return nil
}

// closedSetOfVariable lists the words that a variable can have as its value, nil where the file closes none.
func (p *Policy) closedSetOfVariable(name string) []string {
	in := p.Doc.Intake
	if set := p.closedSetOfFact(name); len(set) > 0 {
		return set
	}
	for _, ofStep := range []string{lastVariable, eachVariable} {
		if step, ok := strings.CutPrefix(name, ofStep); ok {
			if s, found := p.Doc.Steps.Get(step); found {
				return s.Outcomes.Keys()
			}
		}
	}
	switch name {
	case "kind":
		return p.Doc.Kinds.Keys()
	case "source":
		return in.Sources.Keys()
	case "channel":
		return p.channelCodes()
	case complaint.CategoryField:
		return p.CategoryCodes()
	case complaint.SeverityField:
		return in.Severities.Keys()
	}
	var codes []string
	for _, form := range p.compiledForms() {
		if f, ok := form.Get(name); ok && f.kind() == ChoiceField {
			codes = append(codes, f.Options.Keys()...)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (p *Policy) channelCodes() []string {
	var codes []string
	for _, s := range p.Doc.Intake.Sources.Entries {
		codes = append(codes, s.Value.Channels.Keys()...)
	}
	return codes
}

func asAnySlice(words []string) []any {
	all := make([]any, len(words))
	for i, w := range words {
		all[i] = w
	}
	return all
}
