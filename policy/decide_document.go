package policy

import (
	"fmt"

	"duban/complaint"
)

// issueDocuments makes the numbered documents of an outcome, with their numbered copies.
func (t *turn) issueDocuments(step complaint.StepID, kinds []Word) error {
	for _, w := range kinds {
		rule, ok := t.p.Doc.Documents.Get(w.Text)
		if !ok {
			return fmt.Errorf("decide: policy has no document %s", w.Text)
		}
		fact := complaint.DocumentIssued{
			Document: complaint.DocumentID(fmt.Sprintf("doc%d", t.nextSeq())),
			Kind:     w.Text,
			Title:    rule.Title.Text,
			Step:     step,
			Copies:   []complaint.Copy{},
		}
		for _, holder := range rule.Copies {
			copies, err := t.copiesFor(holder)
			if err != nil {
				return fmt.Errorf("decide: copies of document %s: %w", w.Text, err)
			}
			fact.Copies = append(fact.Copies, copies...)
		}
		for i := range fact.Copies {
			fact.Copies[i].No = i + 1
		}
		number := t.p.numberingAt("documents."+w.Text, rule.NumberFormat, t.localNow())
		if err := t.emitNumbered(fact,
			t.p.reasonCiting(rule.Cites, "document").With(complaint.Args{"title": rule.Title.Text}),
			number); err != nil {
			return err
		}
	}
	return nil
}
