package policy

import "strings"

// describeReportOrPart reads a report, one of its columns or a ground on which matters are left out.
func (r reading) describeReportOrPart(name, part string) string {
	rule, ok := r.p.Doc.Reports.Get(name)
	if !ok {
		return name
	}
	kind, id, _ := strings.Cut(part, ".")
	switch kind {
	case "columns":
		if col, found := rule.Columns.Get(id); found {
			return r.say("report.column", blanks{
				"report": rule.Title.Text,
				"column": r.describeReportColumn(rule, col),
			})
		}
	case "excluded":
		if x, found := rule.Excluded.Get(id); found {
			return r.say("report.excluded", blanks{
				"report":    rule.Title.Text,
				"ground":    x.Title.Text,
				"condition": r.describeCondition(x.When),
			})
		}
	}
	columns := make([]string, len(rule.Columns.Entries))
	for i := range rule.Columns.Entries {
		columns[i] = r.describeReportColumn(rule, &rule.Columns.Entries[i].Value)
	}
	text := r.say("report", blanks{
		"title":   rule.Title.Text,
		"period":  r.say("report.period."+string(rule.Period.Unit), nil),
		"grain":   r.say("report.grain."+orElse(rule.Grain.Text, CaseGrain), nil),
		"columns": strings.Join(columns, r.say("mark.each", nil)),
		"readers": r.roleTitles(rule.Readers),
	})
	if rule.Where.Text != "" {
		text += r.say("report.where", blanks{"condition": r.describeCondition(rule.Where)})
	}
	if len(rule.Rows) > 0 {
		rows := make([]string, len(rule.Rows))
		for i, w := range rule.Rows {
			rows[i] = r.say("report.by."+w.Text, nil)
		}
		text += r.say("report.rows", blanks{"rows": r.joinTitles(rows)})
	}
	return text
}

func (r reading) describeReportColumn(rule *ReportRule, col *ReportColumn) string {
	key, about := "report.made", blanks{"title": col.Title.Text}
	switch {
	case col.Count.Text == "true":
		key = "report.count_all"
	case col.Count.Text != "":
		key, about["condition"] = "report.count", r.describeCondition(col.Count)
	case col.Share.Text != "":
		key, about["condition"] = "report.share", r.describeCondition(col.Share)
	case col.Sum.Text != "":
		key, about["field"] = "report.sum", r.fieldTitle(col.Sum.Text)
	case col.Take.Text != "" && orElse(rule.Grain.Text, CaseGrain) != CaseGrain:
		key = "report.own_time"
		about["take"] = r.say("report.take."+col.Take.Text, nil)
	case col.Take.Text != "":
		key = "report.time"
		about["take"] = r.say("report.take."+col.Take.Text, nil)
		about["from"] = r.eventInWords(orElse(col.From.Text, EventReceived))
		about["until"] = r.eventInWords(orElse(col.Until.Text, EventClosed))
	}
	return r.say(key, about)
}

// eventInWords is what an event that a case has once is called.
func (r reading) eventInWords(event string) string {
	if event == EventRegistered || event == EventArchived {
		return r.say("report.event."+event, nil)
	}
	return r.milestoneInWords(event)
}
