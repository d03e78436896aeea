package policy

import (
	"reflect"
	"slices"
	"strings"
)

// proveEveryElementUsed: what the file describes, something in it uses: a document is issued, a circular published, an
// authority table decides, a message can be written.
func (v *prover) proveEveryElementUsed() {
	issued, published := map[string]bool{}, map[string]bool{}
	known := true // what only follows from a misspelt name is not found again
	for _, s := range v.p.Doc.Steps.Entries {
		for _, o := range s.Value.Outcomes.Entries {
			for _, w := range o.Value.Issues {
				issued[w.Text], known = true, known && v.p.Doc.Documents.Has(w.Text)
			}
			for _, w := range o.Value.Publishes {
				published[w.Text], known = true, known && v.p.Doc.Circulars.Has(w.Text)
			}
		}
	}
	tables := tablesNamed(reflect.ValueOf(v.p.Doc).Elem())
	for _, table := range tables {
		known = known && v.p.Doc.Authority.Has(table)
	}
	if !known {
		return
	}
	for _, e := range v.p.Doc.Documents.Entries {
		element := "documents." + e.Key
		if !issued[e.Key] {
			v.cannotProve(e.Pos, element, "proof.document_unused", args{"element": element})
		}
		if len(e.Value.At) > 0 {
			v.cannotProve(e.Pos, element, "proof.document_numbered", args{"element": element})
		}
	}
	for _, e := range v.p.Doc.Circulars.Entries {
		if element := "circulars." + e.Key; !published[e.Key] {
			v.cannotProve(e.Pos, element, "proof.circular_unused", args{"element": element})
		}
	}
	for _, e := range v.p.Doc.Authority.Entries {
		if element := "authority." + e.Key; !slices.Contains(tables, e.Key) {
			v.cannotProve(e.Pos, element, "proof.authority_unused", args{"element": element})
		}
	}
	for _, e := range v.p.Doc.Messages.Entries {
		if element := "messages." + e.Key; !v.p.Doc.May.Has("message") {
			v.cannotProve(e.Pos, element, "proof.message_unused", args{"element": element})
		}
	}
}

// tablesNamed are the authority tables that seats anywhere in a value name.
func tablesNamed(v reflect.Value) []string {
	var all []string
	if seat, ok := reflect.TypeAssert[SeatRule](v); ok {
		if table, is := strings.CutPrefix(seat.Text, authoritySeat); is {
			return []string{table}
		}
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			all = tablesNamed(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, tablesNamed(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = append(all, tablesNamed(v.Field(i))...)
			}
		}
	}
	return all
}
