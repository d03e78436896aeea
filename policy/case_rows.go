package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
	"duban/web/words"
)

// A field of type cases has a row for each of several cases: those of the period whose matter the case is, as its
// reports count them. A value is a list of objects that hold, beside the columns of the field, the id of the case under
// [CaseOfRow]. What a row says is for whoever may read both the matter and the case of the row: see [RowsReadable].

// CaseOfRow is the key of a row under which its case stands.
const CaseOfRow = "case"

// MostCaseRows is how many cases such a field is about: the latest received of the period.
const MostCaseRows = 500

// field is the column as a field of a form.
func (col RowColumn) field() Field {
	return Field{
		Cites:    col.Cites,
		Type:     col.Type,
		Title:    col.Title,
		Hint:     col.Hint,
		Required: col.Required,
		Options:  col.Options,
	}
}

// columnTypeNames are the types that columns of rows can have.
func columnTypeNames() []string {
	var names []string
	for _, t := range fieldTypes {
		if t.inRows {
			names = append(names, string(t.kind))
		}
	}
	return names
}

// schemaOfRows is the JSON Schema of the rows of a field in a language.
func (f Field) schemaOfRows(l words.Language) map[string]any {
	properties := map[string]any{CaseOfRow: schemaOfID(CaseOfRow)}
	required, order := []any{CaseOfRow}, []any{CaseOfRow}
	for _, col := range f.Columns.Entries {
		properties[col.Key] = col.Value.field().schema(l)
		order = append(order, col.Key)
		if col.Value.Required {
			required = append(required, col.Key)
		}
	}
	return schemaOfObject(properties, required, order)
}

// rowsIn are the rows that a field holds.
func rowsIn(value any) []map[string]any {
	list, _ := value.([]any)
	rows := make([]map[string]any, 0, len(list))
	for _, one := range list {
		if row, ok := one.(map[string]any); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

func caseOfRow(row map[string]any) complaint.CaseID {
	id, _ := row[CaseOfRow].(string)
	return complaint.CaseID(id)
}

// hasCaseRows reports whether a form has rows of cases.
func (f *Form) hasCaseRows() bool {
	return f != nil && slices.ContainsFunc(f.Fields.Entries, func(e Entry[Field]) bool {
		return e.Value.kind() == CasesField
	})
}

// AsksForCases reports whether the form of a command can have rows of cases, so that judging it takes
// [Facts.PeriodCases]: that of a step of which the case has a task.
func (p *Policy) AsksForCases(c *complaint.Case, cmd complaint.Command) bool {
	_, completes := cmd.(complaint.Complete) // whose task may not be named
	return completes && c.Period != nil && slices.ContainsFunc(c.LiveTasks(), func(t *complaint.Task) bool {
		return p.Form(string(t.Step)).hasCaseRows()
	})
}

// CasesInRows are the cases of which the data of forms have rows, each once.
func (p *Policy) CasesInRows(data map[string]any) []complaint.CaseID {
	var ids []complaint.CaseID
	for name, value := range data {
		if p.kindOfFieldNamed(name) != CasesField {
			continue
		}
		for _, row := range rowsIn(value) {
			if id := caseOfRow(row); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// RowsReadable is the data of a form with empty rows in place of those whose case its reader may not read: how many
// there are is no secret.
func (p *Policy) RowsReadable(data map[string]any, readable func(complaint.CaseID) bool) map[string]any {
	shown := make(map[string]any, len(data))
	for name, value := range data {
		shown[name] = value
		if p.kindOfFieldNamed(name) != CasesField {
			continue
		}
		rows := []any{}
		for _, row := range rowsIn(value) {
			if !readable(caseOfRow(row)) {
				row = map[string]any{}
			}
			rows = append(rows, row)
		}
		shown[name] = rows
	}
	return shown
}

// checkCaseRows: each row is of another case of the period that whoever fills them in may read, its columns name units
// and people that there are, and where the field asks for all cases none is missing.
func (t *turn) checkCaseRows(e Entry[Field], value any) *complaint.Error {
	rows, seen := rowsIn(value), map[complaint.CaseID]bool{}
	because := *t.p.reasonCiting(e.Value.Cites, "")
	title := complaint.Args{"field": e.Value.Title.Text}
	for i, row := range rows {
		id, at := caseOfRow(row), fmt.Sprintf("%s.%d.", e.Key, i)
		switch {
		case !slices.Contains(t.f.PeriodCases, id):
			return complaint.Refuse(complaint.Invalid, "rows.not_of_period", title).At("data." + at + CaseOfRow).
				Because(because)
		case seen[id]:
			return complaint.Refuse(complaint.Invalid, "rows.twice", title).At("data." + at + CaseOfRow).
				Because(because)
		}
		seen[id] = true
		for _, col := range e.Value.Columns.Entries {
			column := Entry[Field]{Key: at + col.Key, Pos: col.Pos, Value: col.Value.field()}
			if refusal := t.checkNamedPeopleAndUnits(column, row[col.Key]); refusal != nil {
				return refusal
			}
		}
	}
	if missing := len(t.f.PeriodCases) - len(seen); e.Value.AllCases && missing > 0 {
		return complaint.Refuse(complaint.Invalid, "rows.missing", complaint.Args{
			"field": e.Value.Title.Text,
			"count": missing,
			"of":    len(t.f.PeriodCases),
		}).At("data." + e.Key).Because(because)
	}
	return nil
}

// checkColumns: only rows of cases have columns, and they have at least one.
func (c *checker) checkColumns(where string, e Entry[Field]) {
	isRows := e.Value.kind() == CasesField
	if !isRows {
		if len(e.Value.Columns.Entries) > 0 || e.Value.AllCases {
			c.f.add(e.Pos, "field.columns", args{"field": e.Key})
		}
		return
	}
	if len(e.Value.Columns.Entries) == 0 {
		c.f.add(e.Pos, "field.no_columns", args{"field": e.Key})
	}
	if e.Value.Required {
		c.f.add(e.Pos, "field.rows_required", args{"field": e.Key})
	}
	for _, col := range e.Value.Columns.Entries {
		c.noteCites(where+"."+e.Key+"."+col.Key, col.Value.Cites)
		c.mustBeOfClosedSet(col.Value.Type, setColumnTypes)
		if col.Value.field().kind() == ChoiceField && len(col.Value.Options.Entries) == 0 {
			c.f.add(col.Pos, "field.options", args{"field": col.Key})
		}
		if reservedFields[col.Key] != "" || col.Key == CaseOfRow {
			c.f.add(col.Pos, "field.column_name", args{"field": col.Key})
		}
	}
}

// checkCaseRowsStand: rows of cases stand in steps to which only matters of periods come that publish reports; what
// people file, and what commands and the intake ask for, has no period.
func (c *checker) checkCaseRowsStand() {
	c.refuseCaseRows(c.doc.Intake.Form)
	for _, a := range c.doc.acts() {
		c.refuseCaseRows(a.asks.Form)
	}
	without := map[string]bool{} // steps to which other matters come
	for _, k := range c.doc.Kinds.Entries {
		if k.Value.Each == nil || len(k.Value.Each.Reports) == 0 {
			first := k.Value.First
			if first.Text == "" && len(c.doc.Steps.Entries) > 0 {
				first.Text = c.doc.Steps.Entries[0].Key
			}
			c.addStepsFrom(first, without)
		}
	}
	for _, s := range c.doc.Steps.Entries {
		if without[s.Key] {
			c.refuseCaseRows(s.Value.Form)
		}
	}
}

func (c *checker) addStepsFrom(w Word, seen map[string]bool) {
	s, ok := c.doc.Steps.Get(w.Text)
	if !ok || seen[w.Text] {
		return
	}
	seen[w.Text] = true
	for _, next := range s.nextSteps() {
		c.addStepsFrom(next, seen)
	}
}

func (c *checker) refuseCaseRows(form Map[Field]) {
	for _, e := range form.Entries {
		if e.Value.kind() == CasesField {
			c.f.add(e.Pos, "field.no_period", args{"field": e.Key})
		}
	}
}
