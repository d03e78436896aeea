package storetest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"duban/complaint"
)

// newFilledFact is a fact of the type with nothing left empty.
func newFilledFact(b *bench, eventType string) complaint.Fact {
	b.Helper()
	empty, err := complaint.DecodeFact(eventType, []byte("{}"))
	b.mustSucceed(err)
	v := reflect.New(reflect.TypeOf(empty)).Elem()
	n := 0
	fillWithValues(v, &n)
	return v.Interface().(complaint.Fact)
}

func fillWithValues(v reflect.Value, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[complaint.Time]() {
		v.Set(reflect.ValueOf(complaint.Instant(start.Add(time.Duration(*n) * time.Microsecond))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("值 %d <&> \u2028 \" 𠮷", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillWithValues(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillWithValues(v.Index(0), n)
		fillWithValues(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{
			"fen":    int64(123456789012),
			"rate":   0.1,
			"big":    1e21,
			"名":      "𠮷",
			"list":   []string{"b", "a"},
			"nested": map[string]any{"z": nil, "a": true, "é": 1.5e-7},
		}))
	case reflect.Struct:
		for _, field := range v.Fields() {
			fillWithValues(field, n)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	default:
		panic("no value for " + v.Type().String())
	}
}

// factThroughJSON is the fact as any JSON reader sees it.
func factThroughJSON(b *bench, f complaint.Fact) any {
	b.Helper()
	text, err := json.Marshal(f)
	b.mustSucceed(err)
	var v any
	b.mustSucceed(json.Unmarshal(text, &v))
	return v
}

// eventThroughJSON is the event after another journey through JSON, as through Temporal.
func eventThroughJSON(b *bench, e complaint.Event) complaint.Event {
	b.Helper()
	text, err := json.Marshal(e)
	b.mustSucceed(err)
	var again complaint.Event
	b.mustSucceed(json.Unmarshal(text, &again))
	return again
}
