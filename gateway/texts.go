package gateway

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// TextStore reads sealed texts by id.
type TextStore interface {
	TextsByID(ctx context.Context, ids []complaint.TextID) (map[complaint.TextID]complaint.Text, error)
}

// visible are the texts of one case that one reader may see, by id.
type visible map[complaint.TextID]string

// visibleTexts are those of the texts that the reader of a case may see.
func (g *Gateway) visibleTexts(
	ctx context.Context, id complaint.CaseID, sight policy.Sight, ids ...complaint.TextID,
) (visible, error) {
	texts, err := g.Store.TextsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	seen := visible{}
	for t, text := range texts {
		if text.IsReadableIn(id) && sight.Sees(text.Scope, text.Author) {
			seen[t] = text.Body
		}
	}
	return seen, nil
}

// subjectsOfCases say what the cases of a list are about, as whoever may read them may know it.
func (g *Gateway) subjectsOfCases(ctx context.Context, rows []record.CaseRow) (map[complaint.CaseID]*string, error) {
	ids := make([]complaint.TextID, len(rows))
	for i, r := range rows {
		ids[i] = r.Subject
	}
	texts, err := g.Store.TextsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	subjects := make(map[complaint.CaseID]*string, len(rows))
	for _, r := range rows {
		if t, ok := texts[r.Subject]; ok && t.IsReadableIn(r.ID) && t.Scope == complaint.ScopeCase {
			subjects[r.ID] = &t.Body
		}
	}
	return subjects, nil
}

// textOrNil is the text, nil if there is none or it may not be seen.
func (v visible) textOrNil(id complaint.TextID) *string {
	if body, ok := v[id]; ok {
		return &body
	}
	return nil
}

// dataWithTexts is a case's data with texts in place of their ids, null where the text may not be seen.
func (v visible) dataWithTexts(p *policy.Policy, dataWithTexts map[string]any) map[string]any {
	shown, sealed := make(map[string]any, len(dataWithTexts)), p.SealedFields()
	for name, value := range dataWithTexts {
		if id, ok := value.(string); ok && sealed[name] {
			value = v.textOrNil(complaint.TextID(id))
		}
		shown[name] = value
	}
	return shown
}

// textIDsNamedIn are the texts that values of the program's own types name: where the type says so, and in the data of
// forms where the form does. How a value looks says nothing: the hash of a file looks like a text's id.
func textIDsNamedIn(p *policy.Policy, values ...any) []complaint.TextID {
	finder := textFinder{sealed: p.SealedFields(), found: map[complaint.TextID]bool{}}
	for _, value := range values {
		finder.findIn(reflect.ValueOf(value))
	}
	delete(finder.found, "")
	return slices.Collect(maps.Keys(finder.found))
}

type textFinder struct {
	// sealed are the names of fields whose values are texts.
	sealed map[string]bool
	found  map[complaint.TextID]bool
}

func (f textFinder) findIn(v reflect.Value) {
	if v.IsValid() && v.Type() == reflect.TypeFor[complaint.TextID]() {
		f.found[complaint.TextID(v.String())] = true
		return
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		f.findIn(v.Elem())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f.findIn(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				f.findIn(v.Field(i))
			}
		}
	case reflect.Map:
		for name, value := range v.Seq2() {
			text := value
			for text.Kind() == reflect.Interface {
				text = text.Elem()
			}
			if name.Kind() == reflect.String && f.sealed[name.String()] && text.Kind() == reflect.String {
				f.found[complaint.TextID(text.String())] = true
				continue
			}
			f.findIn(value)
		}
	}
}
