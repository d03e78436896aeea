package scenario

import (
	"maps"
	"strconv"
	"strings"

	"duban/policy"
)

// withIDsOfNames replaces what a scenario names by the ids of the case: a notice by its step, a slip by its kind, a
// deadline by its name, the newest of each, and another case by how it is come to.
func (ep *EnginePlayer) withIDsOfNames(st Step) map[string]any {
	data, c := st.Data, ep.Engine.Case
	out := maps.Clone(data)
	for _, n := range c.Notices {
		if data["notice"] == string(n.Step) && (st.Party == "" || st.Party == string(n.To)) {
			out["notice"] = string(n.ID)
		}
	}
	for _, s := range c.Slips {
		if data["slip"] == s.Kind {
			out["slip"] = string(s.ID)
		}
	}
	for _, d := range c.Deadlines {
		if data["deadline"] == d.Name {
			out["deadline"] = string(d.ID)
		}
	}
	for _, d := range c.Documents {
		if data["document"] == d.Kind {
			out["document"] = string(d.ID)
		}
	}
	for _, r := range c.Representations {
		for _, field := range []string{"through", "representation"} {
			if MeansRepresentation(data[field], string(r.Party), r.As, st.Party) {
				out[field] = string(r.ID)
			}
		}
	}
	if name, ok := data["into"].(string); ok {
		if other := ep.caseNamed(name); other != nil {
			out["into"] = string(other.Case.ID)
		}
	}
	for name, value := range out { // of rows of cases, those of `before`
		if rows := RowsOfCases(value, func(n int) string {
			return string(ep.earlier[n-1])
		}, len(ep.earlier)); rows != nil {
			out[name] = rows
		}
	}
	return out
}

// MeansRepresentation reports whether a step names a representation: by the way in which somebody speaks for a party,
// agent, or by that and the party, "agent of respondent-1"; by the way alone one of the step's own party, if it has
// one.
func MeansRepresentation(name any, party, way, ofStep string) bool {
	return name == way && (ofStep == "" || ofStep == party) || name == way+" of "+party
}

// EarlierCase begins the name of a case of `before` in the rows of a form: earlier-1 is the first.
const EarlierCase = "earlier-"

// RowsOfCases are the rows of a form with the ids of the cases that a scenario names in them, of so many earlier ones;
// nil of what are no rows. A name that there is not stays.
func RowsOfCases(value any, idOf func(n int) string, earlier int) []any {
	list, _ := value.([]any)
	var rows []any
	for _, one := range list {
		row, ok := one.(map[string]any)
		if !ok {
			return nil
		}
		row = maps.Clone(row)
		name, _ := row[policy.CaseOfRow].(string)
		n, err := strconv.Atoi(strings.TrimPrefix(name, EarlierCase))
		if err == nil && strings.HasPrefix(name, EarlierCase) && n >= 1 && n <= earlier {
			row[policy.CaseOfRow] = idOf(n)
		}
		rows = append(rows, row)
	}
	return rows
}
