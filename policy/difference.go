package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"duban/web/words"
)

// Difference is what one version of a regulation has otherwise than another, by what it means and not by how it is
// written: order of keys, comments and ways of writing the same do not count, and a limit that is the value of a
// setting differs when the setting does.
type Difference struct {
	// Path is the element, such as steps.examine.limit; list items count from 1.
	Path string `json:"path"`
	// Sort is the part of the regulation it belongs to: see [DifferenceSorts].
	Sort string `json:"sort"`
	// What is added, removed, changed, renamed or order.
	What string `json:"what"`
	// Before and After are what stood there and what stands there, in words; "" for none.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Said is all of it in a sentence.
	Said string `json:"said"`
}

// What becomes of an element between two versions.
const (
	differenceAdded   = "added"
	differenceRemoved = "removed"
	differenceChanged = "changed"
	differenceRenamed = "renamed"
	differenceOrder   = "order"
)

// DifferenceSorts are the parts into which differences are sorted, in the order in which they are told.
func DifferenceSorts() []string {
	return []string{"clause", "setting", "step", "limit", "ladder", "role", "form", "permission", "intake", "other"}
}

// DifferencesBetween lists what the later version has otherwise than the earlier one, part by part, in a language.
func DifferencesBetween(before, after *Policy, l words.Language) []Difference {
	c := &comparer{before: before.readIn(l), after: after.readIn(l), all: []Difference{}}
	c.compareStruct(spot{}, reflect.ValueOf(before.Doc).Elem(), reflect.ValueOf(after.Doc).Elem())
	sorts := DifferenceSorts()
	slices.SortStableFunc(c.all, func(a, b Difference) int {
		return slices.Index(sorts, a.Sort) - slices.Index(sorts, b.Sort)
	})
	return c.all
}

// comparer compares two documents element by element.
type comparer struct {
	before, after reading
	all           []Difference
}

// spot is where an element stands: its path, and the same in words.
type spot struct {
	path  []string
	words []string
}

func (at spot) within(key, said string) spot {
	return spot{append(slices.Clip(at.path), key), append(slices.Clip(at.words), said)}
}

func (c *comparer) text(key string, fill blanks) string {
	return c.after.language().Text("difference."+key, fill)
}

// keyInWords is what a key of a file is called; the key itself where it has no words of its own yet.
func (c *comparer) keyInWords(key string) string {
	if l := c.after.language(); l.HasWords("difference.key." + key) {
		return l.Text("difference.key."+key, nil)
	}
	return key
}

// placeInWords joins the words of a place, the whole first.
func (c *comparer) placeInWords(at spot) string {
	said := ""
	for _, part := range at.words {
		switch {
		case said == "":
			said = part
		case part != "":
			said = c.text("of", blanks{"whole": said, "part": part})
		}
	}
	return said
}

func (c *comparer) note(at spot, what, before, after string) {
	d := Difference{
		Path:   strings.Join(at.path, "."),
		Sort:   sortOfPlace(at.path),
		What:   what,
		Before: before,
		After:  after,
	}
	key, in := what, blanks{"where": c.placeInWords(at), "before": before, "after": after}
	switch {
	case what == differenceChanged && before == "":
		key = "set"
	case what == differenceChanged && after == "":
		key = "unset"
	case before == "" && after == "" && (what == differenceAdded || what == differenceRemoved):
		key = what + "_named"
	}
	d.Said = c.text(key, in)
	c.all = append(c.all, d)
}

// keySorts are the parts to which keys belong wherever they stand; what they do not tell, the head of the path does.
var keySorts = map[string]string{
	"limit":      "limit",
	"limits":     "limit",
	"target":     "limit",
	"from":       "limit",
	"lapses":     "limit",
	"suspension": "limit",
	"extension":  "limit",
	"counting":   "limit",
	"not_before": "limit",
	"not_after":  "limit",
	"reply":      "limit",
	"within":     "limit",
	"most":       "limit",
	"every":      "limit",
	"ladder":     "ladder",
	"form":       "form",
	"must":       "form",
	"served":     "form",
	"by":         "role",
	"all":        "role",
	"attend":     "role",
	"otherwise":  "role",
	"need":       "role",
}

var headSorts = map[string]string{
	"clauses":   "clause",
	"settings":  "setting",
	"roles":     "role",
	"authority": "role",
	"steps":     "step",
	"may":       "permission",
	"deadlines": "limit",
	"ladder":    "ladder",
	"counting":  "limit",
	"office":    "limit",
	"intake":    "intake",
	"kinds":     "intake",
	"parties":   "intake",
}

func sortOfPlace(path []string) string {
	for _, key := range path[min(1, len(path)):] {
		if s, ok := keySorts[key]; ok && path[0] != "clauses" && path[0] != "settings" && path[0] != "may" {
			return s
		}
	}
	if s, ok := headSorts[path[0]]; ok {
		return s
	}
	return "other"
}

// compareStruct compares two elements key by key. What stands for the same (inline) is compared in place.
func (c *comparer) compareStruct(at spot, a, b reflect.Value) {
	if _, ok := reflect.TypeAssert[Cites](a); ok {
		c.compareCites(at, a.Interface().(Cites), b.Interface().(Cites))
		return
	}
	for i := range a.NumField() {
		field := a.Type().Field(i)
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case !field.IsExported() || len(at.path) == 0 && (key == "version" || key == "policy"):
		case field.Anonymous:
			c.compareStruct(at, a.Field(i), b.Field(i))
		case key != "" && key != "-":
			c.compareValue(at.within(key, c.keyInWords(key)), a.Field(i), b.Field(i))
		}
	}
}

func (c *comparer) compareCites(at spot, a, b Cites) {
	before, after := citedBy(a), citedBy(b)
	if !slices.Equal(before, after) {
		c.note(at.within("clauses", c.keyInWords("clauses")), differenceChanged,
			c.before.joinTitles(before), c.after.joinTitles(after))
	}
}

// citedBy is what an element rests on, however that is written.
func citedBy(c Cites) []string {
	cited := textsOfWords(c.Clauses)
	if c.Clause.Text != "" {
		cited = append(cited, c.Clause.Text)
	}
	if c.Setting.Text != "" {
		cited = append(cited, c.Setting.Text)
	}
	slices.Sort(cited)
	return slices.Compact(cited)
}

// compareValue compares what two versions have under one key.
func (c *comparer) compareValue(at spot, a, b reflect.Value) {
	if normalForm(a) == normalForm(b) {
		return
	}
	if isMap(a.Type()) {
		c.compareMaps(at, a.Field(0), b.Field(0))
		return
	}
	key := at.path[len(at.path)-1]
	switch {
	case isSaidWhole(a.Type()):
		c.note(at, differenceChanged, c.before.valueInWords(key, a), c.after.valueInWords(key, b))
	case a.Kind() == reflect.Pointer:
		switch {
		case a.IsNil():
			c.note(at, differenceAdded, "", c.after.valueInWords(key, b.Elem()))
		case b.IsNil():
			c.note(at, differenceRemoved, c.before.valueInWords(key, a.Elem()), "")
		default:
			c.compareValue(at, a.Elem(), b.Elem())
		}
	case a.Kind() == reflect.Slice:
		c.compareLists(at, a, b)
	case a.Kind() == reflect.Struct:
		c.compareStruct(at, a, b)
	default:
		c.note(at, differenceChanged, c.before.valueInWords(key, a), c.after.valueInWords(key, b))
	}
}

// compareMaps compares elements by their keys. One that is gone and one that is new with the same title are one that is
// called otherwise in the file.
func (c *comparer) compareMaps(at spot, a, b reflect.Value) {
	old, now := entriesOf(a), entriesOf(b)
	section := at.path[len(at.path)-1]
	named := func(r reading, key string, v reflect.Value) spot {
		inside := at
		inside.words = slices.Clone(at.words[:len(at.words)-1])
		return inside.within(key, c.text("named", blanks{
			"kind":  c.keyInWords(section),
			"title": r.titleOfEntry(section, key, v),
		}))
	}
	gone := slices.DeleteFunc(slices.Clone(old), func(e mapEntry) bool { return hasKey(now, e.key) })
	for _, e := range now {
		if was := valueOfKey(old, e.key); was.IsValid() {
			c.compareValue(named(c.after, e.key, e.value), was, e.value)
			continue
		}
		i := slices.IndexFunc(gone, func(g mapEntry) bool {
			title := c.before.titleOfEntry(section, g.key, g.value)
			return title != g.key && title == c.after.titleOfEntry(section, e.key, e.value)
		})
		if i < 0 {
			c.note(named(c.after, e.key, e.value), differenceAdded, "", c.after.elementInWords(e.value))
			continue
		}
		c.note(named(c.after, e.key, e.value), differenceRenamed, gone[i].key, e.key)
		c.compareValue(named(c.after, e.key, e.value), gone[i].value, e.value)
		gone = slices.Delete(gone, i, i+1)
	}
	for _, g := range gone {
		c.note(named(c.before, g.key, g.value), differenceRemoved, c.before.elementInWords(g.value), "")
	}
	c.compareOrder(at, section, old, now)
}

// compareOrder tells of steps in another order, since a case begins with the first; elsewhere order says nothing.
func (c *comparer) compareOrder(at spot, section string, old, now []mapEntry) {
	if section != "steps" || len(old) == 0 || len(now) == 0 || old[0].key == now[0].key {
		return
	}
	c.note(at, differenceOrder, c.before.titleOfEntry(section, old[0].key, old[0].value),
		c.after.titleOfEntry(section, now[0].key, now[0].value))
}

// compareLists compares lists of elements: those that are the same in both stay beside each other, and what stands
// between them is compared one by one.
func (c *comparer) compareLists(at spot, a, b reflect.Value) {
	pairs := alignedItems(a, b)
	key := at.path[len(at.path)-1]
	for _, p := range pairs {
		item := func(n int) spot {
			inside := at
			inside.words = slices.Clone(at.words[:len(at.words)-1])
			return inside.within(fmt.Sprint(n+1), c.text("nth", blanks{"kind": c.keyInWords(key), "n": n + 1}))
		}
		switch {
		case p.before < 0:
			c.note(item(p.after), differenceAdded, "", c.after.valueInWords(key, b.Index(p.after)))
		case p.after < 0:
			c.note(item(p.before), differenceRemoved, c.before.valueInWords(key, a.Index(p.before)), "")
		default:
			c.compareItem(item(p.after), key, a.Index(p.before), b.Index(p.after))
		}
	}
}

// compareItem compares two items of a list: those that one sentence says are told whole.
func (c *comparer) compareItem(at spot, key string, a, b reflect.Value) {
	before, after := c.before.valueInWords(key, a), c.after.valueInWords(key, b)
	if isSaidInOneSentence(a.Type()) && before != after {
		c.note(at, differenceChanged, before, after)
		return
	}
	c.compareValue(at, a, b)
}
