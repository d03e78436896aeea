package policy

import (
	"fmt"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/functions"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"duban/policy/calendar"
)

// dateFunction is something that conditions can ask of a date and a second argument. Dates are strings such as
// 2026-03-02, or instants as a form has them.
type dateFunction struct {
	name   string
	result *cel.Type
	// ofLength: the second argument is a length of days such as 3wd, 10d or 18m; otherwise it is a date.
	ofLength bool
	// answer is asked only where both are filled in; where they are not, the answer is 0 or "".
	answer func(c *calendar.Calendar, from calendar.Date, to argument) ref.Val
}

// argument is the second argument of a date function.
type argument struct {
	date   calendar.Date
	length calendar.Limit
}

var dateFunctions = []dateFunction{
	{
		name:     "later",
		result:   cel.StringType,
		ofLength: true,
		answer:   dateLater(1),
	},
	{
		name:     "earlier",
		result:   cel.StringType,
		ofLength: true,
		answer:   dateLater(-1),
	},
	{
		name:   "days",
		result: cel.IntType,
		answer: func(_ *calendar.Calendar, from calendar.Date, to argument) ref.Val {
			return types.Int(calendar.DaysBetween(from, to.date))
		},
	},
	{
		name:   "workdays",
		result: cel.IntType,
		answer: func(c *calendar.Calendar, from calendar.Date, to argument) ref.Val {
			return types.Int(c.WorkingDaysBetween(from, to.date))
		},
	},
	{
		name:   "months",
		result: cel.IntType,
		answer: func(_ *calendar.Calendar, from calendar.Date, to argument) ref.Val {
			return types.Int(calendar.MonthsBetween(from, to.date))
		},
	},
}

func dateLater(sign int) func(*calendar.Calendar, calendar.Date, argument) ref.Val {
	return func(c *calendar.Calendar, from calendar.Date, by argument) ref.Val {
		day, err := c.AddToDate(from, by.length, sign)
		if err != nil {
			return types.NewErr("%s", err)
		}
		return types.String(day.String())
	}
}

// dateDeclarations declare the functions to the language of conditions; [scope] brings what they need.
func dateDeclarations() []cel.EnvOption {
	options := make([]cel.EnvOption, len(dateFunctions))
	for i, f := range dateFunctions {
		arguments := []*cel.Type{cel.StringType, cel.StringType}
		options[i] = cel.Function(f.name, cel.Overload(f.name, arguments, f.result, cel.LateFunctionBinding()))
	}
	return options
}

func dateFunctionNamed(name string) (dateFunction, bool) {
	for _, f := range dateFunctions {
		if f.name == name {
			return f, true
		}
	}
	return dateFunction{}, false
}

// ResolveFunction implements [cel.FunctionActivation].
func (s scope) ResolveFunction(name string) (functions.LateBoundOp, bool) {
	f, ok := dateFunctionNamed(name)
	if !ok {
		return nil, false
	}
	return func(_ string, args ...ref.Val) ref.Val { return s.askDates(f, args) }, true
}

func (s scope) askDates(f dateFunction, args []ref.Val) ref.Val {
	texts := make([]string, len(args))
	for i, arg := range args {
		text, ok := arg.Value().(string)
		if !ok {
			return types.NewErr("%s takes texts", f.name)
		}
		texts[i] = text
	}
	if s.calendar == nil || texts[0] == "" || texts[1] == "" {
		if f.result == cel.IntType {
			return types.Int(0)
		}
		return types.String("")
	}
	from, err := s.dateIn(texts[0])
	if err != nil {
		return types.WrapErr(err)
	}
	var to argument
	if f.ofLength {
		to.length, err = calendar.ParseLimit(texts[1])
	} else {
		to.date, err = s.dateIn(texts[1])
	}
	if err != nil {
		return types.WrapErr(err)
	}
	return f.answer(s.calendar, from, to)
}

// dateIn reads a date, or the day of an instant in the organisation's zone.
func (s scope) dateIn(text string) (calendar.Date, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return day, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return calendar.Date{}, fmt.Errorf("%q is no date", text)
	}
	return calendar.DateOf(at, s.calendar.Location()), nil
}

// dayOf is the day of an instant; "" where there are no dates.
func (s scope) dayOf(at time.Time) string {
	if s.calendar == nil || at.IsZero() {
		return ""
	}
	return calendar.DateOf(at, s.calendar.Location()).String()
}
