package policies_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"duban/policy"
	"duban/policy/calendar"
)

// mutant is a regulation's file with one passage weakened or left out, and the clauses that passage cites: what a
// scenario of those clauses has to notice.
type mutant struct {
	what string
	rows []string
	doc  *policy.Document
}

// unread are the keys that no mutant is made of: those that only say something (titles, hints, citations, conditions
// inside what is left out whole), the words no clause stands behind (settings, roles, the head), and what is the
// organisation's own or shown elsewhere: how long a reply may take, that numbers cannot be negative, the public's
// defaults, whom a rung is for (there is only "holder"), the period of a number (TestNumbersOfAMonth), at which step
// a copy is acknowledged (the case's page), who reads what is sealed (TestASealedFieldIsSealed), and which rows without
// a case a report has, and its stock and flow (storetest, reports), and how papers are set (papers).
var unread = []string{
	"policy", "title", "version", "effective", "calendar", "settings", "clauses", "clause", "setting", "roles",
	"guidance", "accepted",
	"hint", "say", "gist", "why", "show", "type", "field", "default_severity", "disposition", "backdate", "that",
	"public", "min",
	"to", "receipt", "restarts", "reply", "sealed",
	"units", "stock", "layout",
}

// everywhere are the keys behind which a row stands that is no organisation's own (docs/clauses.md): what is built into
// the program does nothing but where a file asks for it, and may rest on a setting.
var everywhere = map[string]string{
	"ladder":     "all-clock",
	"suspension": "all-wait",
	"regrade":    "all-regrade",
	"approve":    "all-self",
}

// rowsAt are the rows behind a passage: those that it cites, or else the one that stands behind its key everywhere.
func rowsAt(path string, cited []string) []string {
	if len(cited) > 0 {
		return cited
	}
	for key := range strings.SplitSeq(path, ".") {
		if row, ok := everywhere[key]; ok {
			return []string{row}
		}
	}
	return nil
}

// breeder walks a document, and for each passage makes it weaker, keeps a copy and puts it back.
type breeder struct {
	doc    *policy.Document
	anyone []string
	bred   []mutant
}

// mutants are all that can be made of a document with one change each.
func mutants(doc *policy.Document) []mutant {
	b := &breeder{doc: doc, anyone: doc.Roles.Keys()}
	b.fields(reflect.ValueOf(doc).Elem(), "", nil)
	return b.bred
}

// change keeps a copy of the document as it is while v holds something else.
func (b *breeder) change(v reflect.Value, to any, rows []string, what string, args ...any) {
	if rows = rowsAt(strings.Fields(fmt.Sprintf(what, args...))[0], rows); len(rows) == 0 {
		return
	}
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	v.Set(reflect.ValueOf(to))
	b.keep(rows, what, args...)
	v.Set(was)
}

func (b *breeder) keep(rows []string, what string, args ...any) {
	doc := clone(reflect.ValueOf(b.doc)).Interface().(*policy.Document)
	for i := range doc.Clauses.Entries { // a clause that nothing serves any more shall not be what refuses the file
		doc.Clauses.Entries[i].Value.Later.Text = "mutant"
	}
	b.bred = append(b.bred, mutant{what: fmt.Sprintf(what, args...), rows: rows, doc: doc})
}

// fields walks the keys of one element; what cites nothing itself stands under what the element around it cites.
func (b *breeder) fields(v reflect.Value, path string, rows []string) {
	if cites := v.FieldByName("Cites"); cites.IsValid() {
		rows = own(cites.Interface().(policy.Cites), rows)
	}
	if step, ok := reflect.TypeAssert[*policy.Step](v.Addr()); ok {
		b.step(step, path, rows)
	}
	for i := range v.NumField() {
		key, rest, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		switch {
		case rest == "inline" && v.Type().Field(i).Name != "Cites":
			b.fields(v.Field(i), path, rows)
		case key != "" && !slices.Contains(unread, key):
			b.value(v.Field(i), strings.Trim(path+"."+key, "."), rows, rest == "required")
		}
	}
}

// own are the clauses an element cites itself, or those around it if it cites nothing; none, if it rests on a setting.
func own(c policy.Cites, around []string) []string {
	words := c.Clauses
	if c.Clause.Text != "" {
		words = append(slices.Clip(words), c.Clause)
	}
	switch {
	case len(words) > 0:
		return texts(words)
	case c.Setting.Text != "":
		return nil
	}
	return around
}

func texts(words []policy.Word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.Text
	}
	return all
}

// step makes the changes that are not of one key: the step is passed by, or never; an approval is a step like others.
func (b *breeder) step(s *policy.Step, path string, rows []string) {
	was := *s
	if next := s.Outcomes.Entries[0].Value.Next[0]; !strings.HasSuffix(path, "."+next.Text) {
		s.When, s.Else = policy.Expr{Word: policy.Word{Text: "false", Pos: policy.Pos{Line: -1}}}, next
		b.keepIf(rows, "%s is passed by", path)
		*s = was
	}
	if s.When.Text != "" {
		s.When, s.Else = policy.Expr{}, policy.Word{}
		b.keepIf(rows, "%s is never passed by", path)
		*s = was
	}
	if s.Kind.Text == "approval" {
		s.Kind, s.Of = policy.Word{}, nil
		if len(rows) == 0 {
			rows = []string{"all-self"}
		}
		b.keepIf(rows, "%s approves nothing", path)
		*s = was
	}
}

func (b *breeder) keepIf(rows []string, what string, args ...any) {
	if len(rows) > 0 {
		b.keep(rows, what, args...)
	}
}

// value makes what stands at a key weaker or takes it away, and walks what stands inside. What a file must have cannot
// be left out.
func (b *breeder) value(v reflect.Value, path string, rows []string, required bool) {
	if v.IsZero() {
		return
	}
	switch x := v.Interface().(type) {
	case policy.LimitRef:
		b.limit(v, x, path, rows)
		return
	case policy.Word, policy.Text, policy.Expr, policy.Money, string:
		if !required {
			b.change(v, reflect.Zero(v.Type()).Interface(), rows, "%s left out", path)
		}
		return
	case bool:
		b.change(v, false, rows, "%s no longer holds", path)
		return
	case int:
		b.change(v, x+1, rows, "%s one more", path)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		b.list(v, path, rows, required)
	case reflect.Pointer:
		b.change(v, reflect.Zero(v.Type()).Interface(), rows, "%s left out", path)
		b.pointed(v.Elem(), path, rows)
	case reflect.Struct:
		if entries := v.FieldByName("Entries"); entries.IsValid() {
			b.list(entries, path, rows, required)
			return
		}
		b.fields(v, path, rows)
	default:
	}
}

func (b *breeder) pointed(v reflect.Value, path string, rows []string) {
	if n, ok := reflect.TypeAssert[int64](v); ok {
		b.change(v, n+1, rows, "%s one more", path)
		return
	}
	b.value(v, path, rows, true)
}

// limit is one longer. A length that is a setting is the organisation's own choice; that there is one at all is the
// clause's.
func (b *breeder) limit(v reflect.Value, l policy.LimitRef, path string, rows []string) {
	b.change(v, policy.LimitRef{}, rows, "%s left out", path)
	var day int
	if n, _ := fmt.Sscanf(l.Text, "day %d", &day); n == 1 {
		l.Text = fmt.Sprintf("day %d", day+1)
		b.change(v, l, rows, "%s one later", path)
	}
	if length, err := calendar.ParseLimit(l.Text); err == nil {
		length.N++
		l.Text = length.String()
		b.change(v, l, rows, "%s one longer", path)
	}
}

// list leaves out each of its members in turn, lets anyone do what some may, and walks the members.
func (b *breeder) list(v reflect.Value, path string, rows []string, required bool) {
	for i := range v.Len() {
		name, inside, under := strconv.Itoa(i+1), v.Index(i), rows
		if key := inside.FieldByName("Key"); key.IsValid() {
			name, inside = key.String(), inside.FieldByName("Value")
		}
		if inside.Kind() == reflect.Struct {
			if cites := inside.FieldByName("Cites"); cites.IsValid() {
				under = own(cites.Interface().(policy.Cites), rows)
			}
		}
		less := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i))
		less = reflect.AppendSlice(less, v.Slice(i+1, v.Len()))
		if !required || v.Len() > 1 {
			b.change(v, less.Interface(), under, "%s.%s left out", path, name)
		}
		if inside.Kind() == reflect.Struct && inside.FieldByName("Text") == (reflect.Value{}) {
			b.fields(inside, path+"."+name, rows)
		}
	}
	key := path[strings.LastIndex(path, ".")+1:]
	if key != "by" && key != "approve" || v.Len() == len(b.anyone) {
		return // or everybody may already
	}
	switch v.Interface().(type) {
	case []policy.Word:
		var all []policy.Word
		for _, role := range b.anyone {
			all = append(all, policy.Word{Text: role})
		}
		b.change(v, all, rows, "%s anyone", path)
	case []policy.SeatRule:
		var all []policy.SeatRule
		for _, role := range b.anyone {
			all = append(all, policy.SeatRule{Word: policy.Word{Text: role}})
		}
		b.change(v, all, rows, "%s anyone", path)
	}
}

// clone copies a value to its last pointer: what is compiled is changed by it.
func clone(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(clone(v.Elem()))
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(clone(v.Index(i)))
		}
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			c.Field(i).Set(clone(v.Field(i)))
		}
		return c
	default:
		return v
	}
}
