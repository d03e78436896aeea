package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"duban/policy/calendar"
)

// mapEntry is an entry of a [Map] of any type.
type mapEntry struct {
	key   string
	value reflect.Value
}

func isMap(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 1 && t.Field(0).Name == "Entries"
}

func entriesOf(list reflect.Value) []mapEntry {
	all := make([]mapEntry, list.Len())
	for i := range all {
		e := list.Index(i)
		all[i] = mapEntry{e.FieldByName("Key").String(), e.FieldByName("Value")}
	}
	return all
}

func hasKey(all []mapEntry, key string) bool { return valueOfKey(all, key).IsValid() }

func valueOfKey(all []mapEntry, key string) reflect.Value {
	for _, e := range all {
		if e.key == key {
			return e.value
		}
	}
	return reflect.Value{}
}

// wholeTypes are values that are compared and told whole.
var wholeTypes = []reflect.Type{
	reflect.TypeFor[Word](), reflect.TypeFor[Text](), reflect.TypeFor[Expr](), reflect.TypeFor[LimitRef](),
	reflect.TypeFor[Money](), reflect.TypeFor[[]Word](), reflect.TypeFor[[]SeatRule](), reflect.TypeFor[[]Text](),
}

func isSaidWhole(t reflect.Type) bool { return slices.Contains(wholeTypes, t) }

func isSaidInOneSentence(t reflect.Type) bool {
	return t == reflect.TypeFor[RungRule]() || t == reflect.TypeFor[LimitChoice]() || t == reflect.TypeFor[Onward]() ||
		isSaidWhole(t)
}

// normalForm writes a value so that two that mean the same are the same: without its place in the file, what can be
// written in several ways in one, the keys of an element by name.
func normalForm(v reflect.Value) string {
	var b strings.Builder
	writeNormalForm(&b, v)
	return b.String()
}

func writeNormalForm(b *strings.Builder, v reflect.Value) {
	switch value := v.Interface().(type) {
	case Word:
		fmt.Fprintf(b, "%q", value.Text)
		return
	case Text:
		fmt.Fprintf(b, "%q", value.Text)
		for _, id := range languageIDs() {
			if said, ok := value.Translations[id]; ok {
				fmt.Fprintf(b, "%s%q", id, said.Text)
			}
		}
		return
	case Expr:
		fmt.Fprintf(b, "%q", strings.Join(strings.Fields(value.Text), " "))
		return
	case LimitRef:
		fmt.Fprintf(b, "%q", value.inNormalForm())
		return
	case Money:
		fmt.Fprintf(b, "%q", fmt.Sprint(value.Text != "", value.Fen))
		return
	case Cites:
		fmt.Fprintf(b, "%q", citedBy(value))
		return
	case Pos:
		return
	}
	switch {
	case isMap(v.Type()):
		entries := entriesOf(v.Field(0))
		slices.SortStableFunc(entries, func(x, y mapEntry) int { return strings.Compare(x.key, y.key) })
		if len(entries) > 0 && v.Type() == reflect.TypeFor[Map[Step]]() {
			fmt.Fprintf(b, "first %q", v.Field(0).Index(0).FieldByName("Key").String())
		}
		for _, e := range entries {
			fmt.Fprintf(b, "%q:", e.key)
			writeNormalForm(b, e.value)
		}
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			b.WriteString("*")
			writeNormalForm(b, v.Elem())
		}
	case v.Kind() == reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			writeNormalForm(b, v.Index(i))
			b.WriteString(",")
		}
		b.WriteString("]")
	case v.Kind() == reflect.Struct:
		b.WriteString("{")
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fmt.Fprintf(b, "%d:", i)
				writeNormalForm(b, v.Field(i))
			}
		}
		b.WriteString("}")
	default:
		fmt.Fprintf(b, "%q", fmt.Sprint(v.Interface()))
	}
}

// inNormalForm is the length that counts, and where it comes from.
func (l LimitRef) inNormalForm() string {
	switch {
	case !l.IsSet():
		return ""
	case l.IsNone():
		return noLimit
	case l.Length.Unit == "":
		return l.Text
	}
	return strings.TrimSpace(l.Length.String() + " " + l.FieldName + " " + l.SettingName)
}

// itemPair is an item of one list beside one of the other; -1 where it has none there.
type itemPair struct{ before, after int }

// alignedItems puts the items of two lists beside each other: the longest run of equal ones in order, and what lies
// between them in pairs as far as there are two. Equal ones are left out.
func alignedItems(a, b reflect.Value) []itemPair {
	n, m := a.Len(), b.Len()
	x, y := make([]string, n), make([]string, m)
	for i := range n {
		x[i] = normalForm(a.Index(i))
	}
	for j := range m {
		y[j] = normalForm(b.Index(j))
	}
	longest := make([][]int, n+1)
	for i := range longest {
		longest[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if x[i] == y[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	var pairs []itemPair
	var gone, added []int
	flush := func() {
		for k := range max(len(gone), len(added)) {
			p := itemPair{-1, -1}
			if k < len(gone) {
				p.before = gone[k]
			}
			if k < len(added) {
				p.after = added[k]
			}
			pairs = append(pairs, p)
		}
		gone, added = nil, nil
	}
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && x[i] == y[j]:
			flush()
			i, j = i+1, j+1
		case j == m || i < n && longest[i+1][j] >= longest[i][j+1]:
			gone, i = append(gone, i), i+1
		default:
			added, j = append(added, j), j+1
		}
	}
	flush()
	return pairs
}

// titleOfEntry is what an element of a section is called.
func (r reading) titleOfEntry(section, key string, v reflect.Value) string {
	switch section {
	case "accepted":
		return key
	case "may":
		return r.commandTitle(key)
	}
	if text, ok := reflect.TypeAssert[Text](v); ok {
		return r.sayTitle(text.Text)
	}
	if v.Kind() == reflect.Struct {
		if title := v.FieldByName("Title"); title.IsValid() {
			if text, ok := reflect.TypeAssert[Text](title); ok && text.Text != "" {
				return r.sayTitle(text.Text)
			}
		}
	}
	return key
}

// elementInWords is what is said of an element that is new or gone, besides its title; "" for nothing.
func (r reading) elementInWords(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case Clause:
		return r.sayTitle(value.Gist.Text)
	case Setting:
		return r.sayTitle(value.Value.Text)
	case Permission:
		return r.roleTitles(value.By)
	case DeadlineRule:
		return r.describeLimitChoices(value.Limit)
	case Step:
		if choices := value.LimitChoices(); len(choices) > 0 {
			return r.describeLimitChoices(choices)
		}
	}
	return ""
}

// valueInWords says a value as it stands under a key.
func (r reading) valueInWords(key string, v reflect.Value) string {
	switch value := v.Interface().(type) {
	case Word:
		return r.wordInWords(key, value.Text)
	case Text:
		if length, err := calendar.ParseLimit(value.Text); key == "value" && err == nil {
			return r.limitInWords(length)
		}
		return r.sayTitle(value.Text) + translationsInWords(value)
	case Expr:
		if value.Text == "" {
			return ""
		}
		return r.describeCondition(value)
	case LimitRef:
		return r.limitRefInWords(value)
	case Money:
		return value.Text
	case []Word:
		titles := make([]string, len(value))
		for i, w := range value {
			titles[i] = r.wordInWords(key, w.Text)
		}
		return r.joinTitles(titles)
	case []Text:
		titles := make([]string, len(value))
		for i, t := range value {
			titles[i] = r.sayTitle(t.Text)
		}
		return r.joinTitles(titles)
	case []SeatRule:
		return r.describeSeats(value)
	case SeatRule:
		return r.describeSeats([]SeatRule{value})
	case LimitChoice:
		return r.describeLimitChoices([]LimitChoice{value})
	case RungRule:
		return r.describeRung([]RungRule{value}, "ladder[1]", r.language().Text("difference.key.limit", nil))
	case Onward:
		return r.describeOnward(&value)
	case Requirement:
		return r.describeCondition(value.That)
	case AuthorityLevel:
		said := []string{value.UpTo.Text, r.joinTitles(textsOfWords(value.Is)), r.roleTitles(value.By)}
		return strings.Join(slices.DeleteFunc(said, func(part string) bool { return part == "" }), " ")
	case int:
		if value == 0 {
			return ""
		}
	case bool:
		if value {
			return r.language().Text("difference.yes", nil)
		}
		return r.language().Text("difference.no", nil)
	}
	switch v.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Map:
		return ""
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return r.valueInWords(key, v.Elem())
	default:
		return fmt.Sprint(v.Interface())
	}
}

func translationsInWords(t Text) string {
	var said strings.Builder
	for _, id := range languageIDs() {
		if text, ok := t.Translations[id]; ok && text.Text != t.Text {
			fmt.Fprintf(&said, " (%s: %s)", id, text.Text)
		}
	}
	return said.String()
}

// limitRefInWords is a length in words, with where it comes from.
func (r reading) limitRefInWords(l LimitRef) string {
	if !l.IsSet() {
		return ""
	}
	said := r.describeLimitWithTarget(l, nil)
	if s, ok := r.p.Doc.Settings.Get(l.SettingName); ok {
		said = r.language().Text("difference.by_setting", blanks{"length": said, "setting": r.sayTitle(s.Title.Text)})
	}
	return said
}

// wordInWords is a word of the file: a step, a role or a code by its title, as far as it has one.
func (r reading) wordInWords(key, text string) string {
	switch key {
	case "by", "escalate", "copies", "sealed", "for_each":
		return r.titleOfSeatWord(text)
	case "next", "else", "first", "decided_by", "then", "tells", "receipt", "step", "at", "of":
		return r.stepTitle(text)
	case "from", "until", "after", "before", "sets":
		return r.describeOrigin(text)
	}
	return text
}
