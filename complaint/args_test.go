package complaint_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"duban/complaint"
)

// What fills a sentence comes back from JSON as it was, and nobody guesses what is a length.
func TestArgsComeBack(t *testing.T) {
	args := complaint.Args{
		"title": "3wd",
		"n":     2,
		"most":  complaint.Span("15d"),
		"how":   complaint.Term("disposition.upheld"),
		"all":   []any{"甲", complaint.Span("1m")},
		"hint":  complaint.Phrase{Key: "suggestion.closest", Args: complaint.Args{"word": "step"}},
	}
	data, err := json.Marshal(complaint.Refuse(complaint.Invalid, "x", args))
	if err != nil {
		t.Fatal(err)
	}
	var back complaint.Error
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back.Args, args) {
		t.Errorf("%#v", back.Args)
	}
	if json.Unmarshal([]byte(`{"x": {"neither": "one"}}`), &complaint.Args{}) == nil {
		t.Error("an argument of no known form was read")
	}
}

func TestSpanWords(t *testing.T) {
	for span, want := range map[complaint.Span]string{
		"3wd":  "length.working_day",
		"14d":  "length.day",
		"4h":   "length.hour",
		"1m":   "length.month",
		"soon": "soon",
	} {
		if key, _ := span.Word(); key != want {
			t.Errorf("%s: %s, want %s", span, key, want)
		}
	}
}
