package gateway

import (
	"time"
)

// caseReportView is a report that the matter of a period publishes, on its page.
type caseReportView struct {
	Report    string    `json:"report"`
	Title     string    `json:"title"`
	Period    string    `json:"period"`
	OrderedAt time.Time `json:"ordered_at"`
	Edition   *int      `json:"edition" doc:"null: not published yet"`
	Sequence  *int64    `json:"sequence"`
	Version   *int      `json:"version" doc:"The version of the regulation by which it was counted"`
	Withheld  bool      `json:"withheld" doc:"Its stock and flow do not balance; it is tried again"`
	Row       *string   `json:"row" doc:"Where they do not; null for the total"`
	Readable  bool      `json:"readable" doc:"You may read the report"`
}

// reportsOfCase are those that the case has ordered.
func (o *opened) reportsOfCase(local func(time.Time) time.Time) []caseReportView {
	views := make([]caseReportView, 0, len(o.c.Reports))
	for _, r := range o.c.Reports {
		rule := o.Policy.Report(r.Report)
		v := caseReportView{
			Report:    r.Report,
			Title:     o.say(r.Title),
			Period:    r.Period,
			OrderedAt: local(r.OrderedAt.Time),
			Withheld:  r.Withheld,
			Row:       orNull(r.Row),
			Readable:  rule != nil && readsReport(o.Actor.Person, rule),
		}
		if r.IsPublished() {
			v.Edition, v.Sequence, v.Version = &r.Edition, &r.Sequence, &r.Version
		}
		views = append(views, v)
	}
	return views
}
