package policy

import (
	"cel.dev/cel-go/cel"

	"duban/complaint"
)

// responsibleUnit is the variable and the seat word for the respondent of kind unit.
const responsibleUnit = complaint.ResponsibleUnitField

// outcomeVariable is the outcome being given, in a field's `required_when`; "" elsewhere.
const outcomeVariable = "outcome"

// builtins are what every condition may read besides the fields of forms.
var builtins = map[string]func(*complaint.Case) any{
	"kind":          func(c *complaint.Case) any { return c.Kind },
	"source":        func(c *complaint.Case) any { return c.Source },
	"channel":       func(c *complaint.Case) any { return c.Channel },
	"category":      func(c *complaint.Case) any { return c.Category },
	"severity":      func(c *complaint.Case) any { return c.Severity },
	"respondents":   func(c *complaint.Case) any { return countRespondents(c) },
	responsibleUnit: func(c *complaint.Case) any { return string(c.ResponsibleUnit()) },
	outcomeVariable: func(*complaint.Case) any { return "" },
}

// countRespondents is how many persons, units or others the complaint names.
func countRespondents(c *complaint.Case) int64 {
	n := int64(0)
	for _, p := range c.Parties {
		if p.Role == complaint.Respondent {
			n++
		}
	}
	return n
}

// scope is what conditions see: the case's own values, the fields of its forms, and the zero of a field not yet set. A
// value is looked up when a condition reads it.
type scope struct {
	p *Policy
	c *complaint.Case
	// form is being completed, with an outcome; its values go before the case's.
	form    map[string]any
	outcome string
}

var _ cel.Activation = scope{}

// Parent implements [cel.Activation].
func (s scope) Parent() cel.Activation { return nil }

// ResolveName implements [cel.Activation].
func (s scope) ResolveName(name string) (any, bool) {
	zero, known := s.p.zeroValues[name]
	if !known {
		return nil, false
	}
	if name == outcomeVariable {
		return s.outcome, true
	}
	if value, filled := s.form[name]; filled {
		return asConditionValue(value, zero), true
	}
	if own, ok := builtins[name]; ok {
		return own(s.c), true
	}
	if value, filled := s.c.Data[name]; filled {
		return asConditionValue(value, zero), true
	}
	return zero, true
}

// asConditionValue is a form's value in the type that conditions know: JSON has one kind of number.
func asConditionValue(value, zero any) any {
	if _, whole := zero.(int64); whole {
		if f, isFloat := value.(float64); isFloat {
			return int64(f)
		}
	}
	return value
}
