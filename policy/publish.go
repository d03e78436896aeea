package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// publishedAt is the milestone at which matters of a kind publish their reports.
func (r *PeriodicRule) publishedAt() string { return orElse(r.At.Text, milestoneClosed) }

// checkReportsOfPeriods: what a matter publishes are reports of its own periods, at a milestone to which it can come.
func (c *checker) checkReportsOfPeriods() {
	for i := range c.doc.Kinds.Entries {
		e := &c.doc.Kinds.Entries[i]
		rule := e.Value.Each
		if rule == nil {
			continue
		}
		for _, w := range rule.Reports {
			c.mustBeOneOf(w, c.doc.Reports.Keys())
			if r, ok := c.doc.Reports.Get(w.Text); ok && r.Period.Shape() != rule.Period.Shape() {
				c.f.add(w.Pos, "period.report", args{"report": w.Text, "kind": e.Key})
			}
		}
		switch at := rule.publishedAt(); {
		case len(rule.Reports) == 0 && rule.At.Text != "":
			c.f.add(rule.At.Pos, "period.at_alone", args{"kind": e.Key})
		case at != milestoneClosed && !slices.Contains(c.milestonesFrom(e.Value.First, map[string]bool{}), at):
			c.f.add(rule.At.Pos, "period.at", args{"kind": e.Key, "milestone": at})
		}
	}
}

// milestonesFrom are those that a matter can come to from a step on.
func (c *checker) milestonesFrom(w Word, seen map[string]bool) []string {
	s, ok := c.doc.Steps.Get(w.Text)
	if !ok || seen[w.Text] {
		return nil
	}
	seen[w.Text] = true
	marks := textsOfWords(s.Sets)
	for _, o := range s.Outcomes.Entries {
		marks = append(marks, textsOfWords(o.Value.Sets)...)
	}
	for _, next := range s.nextSteps() {
		marks = append(marks, c.milestonesFrom(next, seen)...)
	}
	return marks
}

// orderReportsAt orders that the reports of the case's period be published which are when it comes to a milestone.
func (t *turn) orderReportsAt(milestone string) error {
	rule := t.p.periodicRule(t.c.Kind)
	if rule == nil || t.c.Period == nil || rule.publishedAt() != milestone {
		return nil
	}
	for _, w := range rule.Reports {
		r, ok := t.p.Doc.Reports.Get(w.Text)
		if !ok {
			return fmt.Errorf("decide: policy has no report %s", w.Text)
		}
		if err := t.emit(complaint.ReportOrdered{
			Report: w.Text,
			Title:  r.Title.Text,
			Period: t.c.Period.Name,
		}, t.p.reasonCiting(r.Cites, "report_ordered").With(complaint.Args{"title": r.Title.Text})); err != nil {
			return err
		}
	}
	return nil
}

// notePublished notes that a report which the case has ordered is published, once; then nothing may be owed any more.
func (t *turn) notePublished(c complaint.NotePublished) error {
	r := t.c.Publication(c.Ordered, c.Report)
	if r == nil || r.IsPublished() {
		return nil
	}
	if err := t.emit(complaint.ReportPublished{
		Ordered:  c.Ordered,
		Report:   c.Report,
		Title:    r.Title,
		Edition:  c.Edition,
		Sequence: c.Sequence,
		Version:  c.Version,
		SHA256:   c.SHA256,
	}, t.p.reasonCiting(t.citesOfReport(c.Report), "report_published")); err != nil {
		return err
	}
	return t.archiveWhenNothingOwed()
}

// noteWithheld notes, once, that a report is not published because it does not balance.
func (t *turn) noteWithheld(c complaint.NoteWithheld) error {
	r := t.c.Publication(c.Ordered, c.Report)
	if r == nil || r.IsPublished() || r.Withheld {
		return nil
	}
	return t.emit(complaint.ReportWithheld{
		Ordered: c.Ordered,
		Report:  c.Report,
		Title:   r.Title,
		Row:     c.Row,
	}, t.p.reasonCiting(t.citesOfReport(c.Report), "report_withheld"))
}

func (t *turn) citesOfReport(report string) Cites {
	if r, ok := t.p.Doc.Reports.Get(report); ok {
		return r.Cites
	}
	return Cites{}
}

// KindPublishing is the kind of matter that publishes a report of each period; the name itself where it is such a kind,
// or names none.
func (p *Policy) KindPublishing(report string) string {
	if p.isPeriodic(report) {
		return report
	}
	for _, e := range p.Doc.Kinds.Entries {
		if e.Value.Each != nil &&
			slices.ContainsFunc(e.Value.Each.Reports, func(w Word) bool { return w.Text == report }) {
			return e.Key
		}
	}
	return report
}

// ReportsPublishedBy are those that matters of a kind publish.
func (p *Policy) ReportsPublishedBy(kind string) []*Report {
	rule := p.periodicRule(kind)
	if rule == nil {
		return nil
	}
	all := make([]*Report, 0, len(rule.Reports))
	for _, w := range rule.Reports {
		if r := p.Report(w.Text); r != nil {
			all = append(all, r)
		}
	}
	return all
}
