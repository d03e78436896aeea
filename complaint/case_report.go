package complaint

// CaseReport is a report that the matter of a period publishes.
type CaseReport struct {
	Report string `json:"report"`
	Title  string `json:"title"`
	Period string `json:"period"`
	// Ordered is the event by which it was ordered, OrderedAt its instant.
	Ordered   int  `json:"ordered"`
	OrderedAt Time `json:"ordered_at"`
	// Edition, Sequence and Version are those of the publication, 0 before it.
	Edition  int   `json:"edition,omitempty"`
	Sequence int64 `json:"sequence,omitempty"`
	Version  int   `json:"version,omitempty"`
	// Withheld: it does not balance; Row is where, "" for the total.
	Withheld bool   `json:"withheld,omitempty"`
	Row      string `json:"row,omitempty"`
}

// IsPublished reports whether it has been.
func (r CaseReport) IsPublished() bool { return r.Edition > 0 }

// Publication is the report that an event has ordered, nil if it has ordered none of that name.
func (c *Case) Publication(ordered int, report string) *CaseReport {
	return findIn(c.Reports, func(r *CaseReport) bool { return r.Ordered == ordered && r.Report == report })
}

// AwaitsPublication reports whether a report that was ordered is not published yet; a case is not archived before.
func (c *Case) AwaitsPublication() bool {
	return findIn(c.Reports, func(r *CaseReport) bool { return !r.IsPublished() }) != nil
}

// applyReportEvent folds what becomes of the reports that the matter publishes.
func (c *Case) applyReportEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about reports
	case ReportOrdered:
		c.Reports = append(c.Reports, CaseReport{
			Report:    f.Report,
			Title:     f.Title,
			Period:    f.Period,
			Ordered:   e.Seq,
			OrderedAt: Time{e.At},
		})
	case ReportPublished:
		if r := c.Publication(f.Ordered, f.Report); r != nil {
			r.Edition, r.Sequence, r.Version, r.Withheld, r.Row = f.Edition, f.Sequence, f.Version, false, ""
		}
	case ReportWithheld:
		if r := c.Publication(f.Ordered, f.Report); r != nil {
			r.Withheld, r.Row = true, f.Row
		}
	}
}
