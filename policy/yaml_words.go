package policy

import (
	"reflect"

	"go.yaml.in/yaml/v4"

	"duban/policy/calendar"
)

// Word is a scalar that remembers where it stands.
type Word struct {
	Text string
	Pos  Pos
}

// String is the word itself.
func (w Word) String() string { return w.Text }

// Text is what people read, such as a title: written as it is in Chinese, or in several languages, {zh: …, en: …}. The
// case and its journal hold the Chinese; whoever shows it says it in the reader's language ([Policy.In]).
type Text struct {
	Word
	// Translations are what it is in other languages than the default one, by the language.
	Translations map[string]Word
}

// MarshalText is what the record has of a text: the Chinese.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.Text), nil }

// textOf is a text that no file has, in the default language.
func textOf(text string) Text { return Text{Word: Word{Text: text}} }

// Expr is a CEL condition over the case's fields.
type Expr struct{ Word }

// SeatRule says who: "role", "role of <field of type unit>", "person <field>" (who a form named), "doer of
// <step>" or "authority <table>"; alone, or as {seat, when} for a seat that counts under a condition only.
type SeatRule struct {
	Word
	When Expr
}

type seatRuleForm struct {
	Seat Word `yaml:"seat,required"`
	When Expr `yaml:"when"`
}

func (s *SeatRule) readNode(r reader, n *node) {
	if n.Kind != yaml.MappingNode {
		s.Word.readNode(r, n)
		return
	}
	var form seatRuleForm
	r.readValue(n, reflect.ValueOf(&form).Elem())
	s.Word, s.When = form.Seat, form.When
}

// Money is an amount in fen, written "5000元" or "12.50元".
type Money struct {
	Word
	Fen int64
}

// LimitRef is a length such as 3wd, "setting <name>" whose value is one, or "field <name> <unit>": a number a
// person fills in, such as field days wd.
type LimitRef struct {
	Word
	// Length, SettingName and FieldName are filled when the file is validated. With a field, Length is the most
	// that the field takes.
	Length      calendar.Limit
	SettingName string
	FieldName   string
}

// IsSet reports whether the file gives the limit at all.
func (l LimitRef) IsSet() bool { return l.Text != "" }

// noLimit is written among the choices of a limit for cases that have none.
const noLimit = "none"

// IsNone reports whether the file says that there is no limit here.
func (l LimitRef) IsNone() bool { return l.Text == noLimit }

// Map is a YAML mapping in the order of the file.
type Map[T any] struct{ Entries []Entry[T] }

// Entry is one key of a [Map].
type Entry[T any] struct {
	Key   string
	Pos   Pos
	Value T
}

// Get finds the value of a key.
func (m Map[T]) Get(key string) (*T, bool) {
	for i := range m.Entries {
		if m.Entries[i].Key == key {
			return &m.Entries[i].Value, true
		}
	}
	return nil, false
}

// Has reports whether the key is there.
func (m Map[T]) Has(key string) bool {
	_, ok := m.Get(key)
	return ok
}

// Keys lists the keys in the order of the file.
func (m Map[T]) Keys() []string {
	keys := make([]string, len(m.Entries))
	for i, e := range m.Entries {
		keys[i] = e.Key
	}
	return keys
}
