package play

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"duban/internal/seed"
	"duban/policy"
)

// mostTries bounds how often one form is filled in anew.
const mostTries = 60

// filling is a form being filled in: for each field the values worth trying, and which of them is written now.
type filling struct {
	// given is what does not change.
	given map[string]any
	tries map[string][]any
	at    map[string]int
	// asked are the fields that are filled in: the required ones, and those that a refusal asked for.
	asked map[string]bool
	dice  interface{ IntN(int) int }
	// guesses is how often all of it was drawn anew.
	guesses int
}

// newFilling begins with the fields that the form requires.
func (f *Finisher) newFilling(ctx context.Context, seen Reply, form, given map[string]any) (*filling, error) {
	filled := &filling{
		given: given,
		tries: map[string][]any{},
		at:    map[string]int{},
		asked: map[string]bool{},
		dice:  f.dice,
	}
	required, _ := form["required"].([]any)
	for name, schema := range asObject(form["properties"]) {
		if _, ok := given[name]; ok {
			continue
		}
		values, err := f.likelyValues(ctx, seen, name, asObject(schema))
		if err != nil {
			return nil, err
		}
		filled.tries[name] = values
		filled.asked[name] = slices.Contains(required, any(name))
	}
	f.balanceVotes(filled)
	return filled, nil
}

// balanceVotes makes the votes of a meeting those of its attendance: all for it.
func (f *Finisher) balanceVotes(filled *filling) {
	present, ok := filled.tries["attendance"]
	if !ok || filled.tries["votes_for"] == nil {
		return
	}
	all, _ := present[0].([]string)
	filled.tries["votes_for"] = []any{len(all)}
	filled.tries["votes_against"], filled.tries["votes_abstain"] = []any{0}, []any{0}
}

// valuesNow is what is written now.
func (f *filling) valuesNow() map[string]any {
	data := maps.Clone(f.given)
	if data == nil {
		data = map[string]any{}
	}
	for name, asked := range f.asked {
		if asked && len(f.tries[name]) > 0 {
			data[name] = f.tries[name][f.at[name]%len(f.tries[name])]
		}
	}
	return data
}

// correctField writes something else where the refusal points; a refusal of everything draws everything anew. It is
// false when there is nothing else to write.
func (f *filling) correctField(field string) bool {
	name := strings.TrimPrefix(field, "data.")
	switch {
	case len(f.tries[name]) > 0 && !f.asked[name]:
		f.asked[name] = true
		return true
	case len(f.tries[name]) > 1 && f.at[name] < 2*len(f.tries[name]):
		f.at[name]++
		return true
	}
	f.guesses++
	varied := false
	for _, name := range slices.Sorted(maps.Keys(f.tries)) {
		if n := len(f.tries[name]); n > 1 && f.asked[name] {
			f.at[name], varied = f.dice.IntN(n), true
		}
	}
	return varied && f.guesses < mostTries/2
}

// likelyValues are what is worth writing into a field, the likeliest first.
func (f *Finisher) likelyValues(ctx context.Context, seen Reply, name string, schema map[string]any) ([]any, error) {
	var values []any
	for _, option := range asObjects(schema["oneOf"]) {
		values = append(values, option["const"])
	}
	if len(values) > 0 {
		return values, nil
	}
	if textOfJSON(schema["type"]) == "integer" {
		return likelyNumbers(seen, schema), nil
	}
	switch format := textOfJSON(schema["format"]); textOfJSON(schema["type"]) + " " + format {
	case "boolean ":
		return []any{true, false}, nil
	case "string date":
		return []any{seen.TextAt("now")[:len("2006-01-02")]}, nil
	case "string date-time":
		return []any{seen.TextAt("now")}, nil
	case "string limit":
		return []any{"1d", "1wd"}, nil
	case "string unit":
		for _, m := range f.crew {
			regulation, role, _ := strings.Cut(m.role, ".")
			values = append(values, string(seed.DemoUnitID(regulation, role)))
		}
		return slices.Compact(values), nil
	case "string person":
		return f.personIDs(nil), nil
	case "array people":
		return f.personLists(ctx, seen, name)
	case "string attachment":
		id, err := f.attachFile(ctx)
		return []any{id}, err
	case "array attachments":
		id, err := f.attachFile(ctx)
		return []any{[]string{id}}, err
	case "array cases":
		return f.rowsOfCases(ctx, seen, schema)
	case "string id":
		return nil, nil
	case "string ", "string textarea":
		return []any{"照章办理"}, nil
	default:
		return nil, fmt.Errorf("nobody knows what to write into %s of %v", name, schema)
	}
}

// rowsOfCases are a row for each case of the period, as far as whoever reads the matter first may read them.
func (f *Finisher) rowsOfCases(ctx context.Context, seen Reply, schema map[string]any) ([]any, error) {
	r, err := f.ReadCasePart(ctx, "/api/v1/cases/"+f.id+"/period")
	if err != nil {
		return nil, err
	}
	rows, ids := []any{}, map[any]bool{}
	for _, report := range r.ObjectsAt("reports") {
		for _, one := range asObjects(report["items"]) {
			if ids[one["id"]] {
				continue
			}
			ids[one["id"]] = true
			row := map[string]any{policy.CaseOfRow: one["id"]}
			for name, column := range asObject(asObject(schema["items"])["properties"]) {
				if name == policy.CaseOfRow {
					continue
				}
				values, err := f.likelyValues(ctx, seen, name, asObject(column))
				if err != nil {
					return nil, err
				}
				row[name] = values[0]
			}
			rows = append(rows, row)
		}
	}
	return []any{rows}, nil
}

// likelyNumbers are small ones, and those that the case has already: many fields must equal an earlier one.
func likelyNumbers(seen Reply, schema map[string]any) []any {
	var all []any
	least, bounded := schema["minimum"].(float64)
	most, limited := schema["maximum"].(float64)
	add := func(n float64) {
		if (!bounded || n >= least) && (!limited || n <= most) && !slices.Contains(all, any(n)) {
			all = append(all, n)
		}
	}
	add(1)
	add(0)
	data := asObject(seen.JSON["data"])
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if n, ok := data[name].(float64); ok {
			add(n)
		}
	}
	add(2)
	add(least)
	return all
}

// personIDs are the ids of the crew, without some.
func (f *Finisher) personIDs(without []string) []any {
	var ids []any
	for _, m := range f.crew {
		if id := string(seed.DemoUserID(m.username)); !slices.Contains(without, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// personLists are of one person each; who was at a meeting are all who take part in the case.
func (f *Finisher) personLists(ctx context.Context, seen Reply, name string) ([]any, error) {
	away, err := f.peopleTakingNoPart(ctx, seen)
	if err != nil {
		return nil, err
	}
	var all []string
	var lists []any
	for _, id := range f.personIDs(away) {
		all = append(all, textOfJSON(id))
		lists = append(lists, []string{textOfJSON(id)})
	}
	if name == "attendance" {
		return []any{all}, nil
	}
	return lists, nil
}

// peopleTakingNoPart are those who take no part in the case: who is complained about, and who is or may be recused.
func (f *Finisher) peopleTakingNoPart(ctx context.Context, seen Reply) ([]string, error) {
	var away []string
	for _, party := range seen.ObjectsAt("parties") {
		if party["role"] == "respondent" && party["ref"] != nil {
			away = append(away, textOfJSON(party["ref"]))
		}
	}
	for _, m := range f.crew {
		who, err := f.people.SignIn(ctx, m.username)
		if err != nil {
			return nil, err
		}
		journal, err := who.ReadJournal(ctx, f.id)
		if err != nil {
			continue // they may not read it; somebody may
		}
		for _, event := range journal {
			if event["type"] == "recused" || event["type"] == "recusal_asked" {
				away = append(away, textOfJSON(asObject(event["data"])["person"]))
			}
		}
		break
	}
	return away, nil
}

// attachFile hands in a file that stands for an original, as the first of the crew who may, and gives its id.
func (f *Finisher) attachFile(ctx context.Context) (string, error) {
	if len(f.files) > 0 {
		return f.files[0], nil
	}
	for _, m := range f.crew {
		who, err := f.people.SignIn(ctx, m.username)
		if err != nil {
			return "", err
		}
		r, err := who.UploadFile(ctx, "/api/v1/cases/"+f.id+"/attachments", "原件.pdf", []byte("%PDF-1.4 原件"), true)
		if err != nil {
			return "", err
		}
		if r.Status == http.StatusCreated {
			f.files = append(f.files, r.TextAt("id"))
			return f.files[0], nil
		}
	}
	return "", nil
}
