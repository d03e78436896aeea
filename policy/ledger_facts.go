package policy

import (
	"slices"
	"time"

	"duban/complaint"
	"duban/web/words"
)

// EntryFacts are the values of the case on which an entry of the ledger rests, in the order of its rule; in a language,
// with the names of the directory and in the organisation's zone.
func (p *Policy) EntryFacts(
	l words.Language, e *complaint.LedgerEntry, d complaint.Directory, zone *time.Location,
) []FieldLine {
	rule := p.LedgerRule(e.Rule)
	if rule == nil {
		return []FieldLine{}
	}
	return p.fieldLines(l, rule.Facts, e.Facts, d, zone)
}

// LedgerRule is a rule of the ledger by its name, nil where the file has none such.
func (p *Policy) LedgerRule(name string) *LedgerRule {
	if p.Doc.Ledger == nil {
		return nil
	}
	rule, ok := p.Doc.Ledger.Rules.Get(name)
	if !ok {
		return nil
	}
	return rule
}

// MeasureTitle is what the file calls a measure of its ledger, the code where it has none such.
func (p *Policy) MeasureTitle(code string) string {
	if p.Doc.Ledger != nil {
		if title, ok := p.Doc.Ledger.Measures.Get(code); ok {
			return title.Text
		}
	}
	return code
}

// PapersOfEntry are the documents by which a decision on an entry of the ledger is told: issued by the approval that
// decides it and, where a copy is somebody's own, theirs.
func (p *Policy) PapersOfEntry(c *complaint.Case, e *complaint.LedgerEntry) []complaint.Document {
	rule := p.LedgerRule(e.Rule)
	if rule == nil || rule.DecidedIn.Text == "" || e.DecidedAt == nil {
		return nil
	}
	step := p.step(complaint.StepID(rule.DecidedIn.Text))
	if step == nil {
		return nil
	}
	var papers []complaint.Document
	for _, d := range c.Documents {
		issued := slices.ContainsFunc(step.Outcomes.Entries, func(o Entry[Outcome]) bool {
			return reaches(o.Value.Issues, d.Kind)
		})
		others := slices.ContainsFunc(d.Copies, func(x complaint.Copy) bool { return x.To.User != "" }) &&
			!slices.ContainsFunc(d.Copies, func(x complaint.Copy) bool { return x.To.User == e.Against.User })
		if issued && !others {
			papers = append(papers, d)
		}
	}
	return papers
}
