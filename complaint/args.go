package complaint

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Args fill the blanks of a sentence that is put into words where it is shown. A value is a string (a title of the
// regulation, which stands in every language as it is), an int, a [Span], a [Term], a [Phrase], or a list of these
// ([]string, []any).
type Args map[string]any

// Span is a length of time as a policy writes it, such as 3wd; it is said in the reader's language.
type Span string

// Term is a word of a closed set by its key among the words, such as disposition.upheld.
type Term string

// Phrase is part of a sentence, such as a suggestion at its end: a key among the words, with what fills their blanks.
type Phrase struct {
	Key  string
	Args Args
}

// SpanOf is n of a unit: min, h, oh, wd, d or m.
func SpanOf(n int, unit string) Span { return Span(strconv.Itoa(n) + unit) }

// spanWords are the keys of the words for each unit of length.
var spanWords = map[string]string{
	"min": "length.minute",
	"h":   "length.hour",
	"oh":  "length.office_hour",
	"wd":  "length.working_day",
	"d":   "length.day",
	"m":   "length.month",
}

// Word is the key of the span's words and what fills their blanks; what is no span stands for itself.
func (s Span) Word() (key string, blanks map[string]any) {
	unit := strings.TrimLeft(string(s), "0123456789")
	n, err := strconv.Atoi(strings.TrimSuffix(string(s), unit))
	if key, ok := spanWords[unit]; ok && err == nil {
		return key, map[string]any{"n": n, "count": n}
	}
	return string(s), nil
}

// Word is the term's key.
func (t Term) Word() (key string, blanks map[string]any) { return string(t), nil }

// Word is the phrase's key and what fills its blanks.
func (p Phrase) Word() (key string, blanks map[string]any) { return p.Key, p.Args }

// Spans, terms and phrases are objects in JSON, so that nobody has to guess them from how they look.
type (
	spanJSON struct {
		Length string `json:"length"`
	}
	termJSON struct {
		Word string `json:"word"`
		Args Args   `json:"args,omitempty"`
	}
)

// MarshalJSON writes {"length": "3wd"}.
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal(spanJSON{Length: string(s)}) }

// MarshalJSON writes {"word": "disposition.upheld"}.
func (t Term) MarshalJSON() ([]byte, error) { return json.Marshal(termJSON{Word: string(t)}) }

// MarshalJSON writes {"word": "suggestion.closest", "args": {"word": "step"}}.
func (p Phrase) MarshalJSON() ([]byte, error) {
	return json.Marshal(termJSON{Word: p.Key, Args: p.Args})
}

// UnmarshalJSON reads what was written: whole numbers as int, spans, terms and phrases as such.
func (a *Args) UnmarshalJSON(data []byte) error {
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	args := make(Args, len(raw))
	for name, value := range raw {
		v, err := decodeArg(value)
		if err != nil {
			return fmt.Errorf("argument %s: %w", name, err)
		}
		args[name] = v
	}
	*a = args
	return nil
}

func decodeArg(value any) (any, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case float64:
		return int(v), nil
	case []any:
		list := make([]any, len(v))
		for i, one := range v {
			arg, err := decodeArg(one)
			if err != nil {
				return nil, err
			}
			list[i] = arg
		}
		return list, nil
	case map[string]any:
		if length, ok := v["length"].(string); ok {
			return Span(length), nil
		}
		if word, ok := v["word"].(string); ok {
			return phraseOf(word, v["args"])
		}
	}
	return nil, fmt.Errorf("%T is no argument of a sentence", value)
}

// phraseOf is a phrase where there are arguments, else a term.
func phraseOf(word string, blanks any) (any, error) {
	given, ok := blanks.(map[string]any)
	if !ok {
		return Term(word), nil
	}
	phrase := Phrase{Key: word, Args: make(Args, len(given))}
	for name, value := range given {
		arg, err := decodeArg(value)
		if err != nil {
			return nil, err
		}
		phrase.Args[name] = arg
	}
	return phrase, nil
}
