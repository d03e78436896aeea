package activities

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
	"duban/policy"
	"duban/record"
)

// firstKeptEdition is the first edition whose journals have the hashes of issued documents.
const firstKeptEdition = 2

// keepsPapers reports whether documents are printed and kept when they are issued.
func (w *act) keepsPapers() bool { return w.Press != nil && w.facts.Edition >= firstKeptEdition }

// lackingCharacter is why somebody's order is refused that would issue a document with a character which no font has:
// it names the character and the field. What the clock issues is never stopped.
func (w *act) lackingCharacter(ctx context.Context, drafts []policy.Draft) (*complaint.Error, error) {
	if !w.keepsPapers() || w.req.Order.Actor == complaint.System {
		return nil, nil
	}
	events := make([]complaint.Event, len(drafts))
	for i, d := range drafts {
		events[i] = d.Event
	}
	for i, e := range events {
		if _, issues := e.Fact.(complaint.DocumentIssued); !issues {
			continue
		}
		issued, reader, err := w.documentOf(ctx, events[:i+1])
		if err != nil {
			return nil, err
		}
		err = w.Press.Check(issued, reader)
		if lacking, ok := errors.AsType[*documents.LackingError](err); ok {
			return complaint.Refuse(complaint.Invalid, "paper.lacks_character", complaint.Args{
				"character": fmt.Sprintf("U+%04X", lacking.Character), "field": lacking.Field,
			}), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// keepPapers prints each copy of the documents that events issue, keeps the bytes and writes their hashes into the
// events.
func (w *act) keepPapers(ctx context.Context, events []complaint.Event) error {
	if !w.keepsPapers() {
		return nil
	}
	for i, e := range events {
		fact, issues := e.Fact.(complaint.DocumentIssued)
		if !issues {
			continue
		}
		issued, reader, err := w.documentOf(ctx, events[:i+1])
		if err != nil {
			return err
		}
		if len(fact.Copies) == 0 {
			if fact.SHA256, err = w.keepCopy(ctx, issued, 0, reader); err != nil {
				return err
			}
		}
		for k := range fact.Copies {
			if fact.Copies[k].SHA256, err = w.keepCopy(ctx, issued, fact.Copies[k].No, reader); err != nil {
				return err
			}
		}
		events[i].Fact = fact
	}
	return nil
}

func (w *act) keepCopy(ctx context.Context, issued *papers.Issued, no int, reader papers.Reader) (string, error) {
	printed, err := w.Press.Issue(issued, no, reader)
	if err != nil {
		return "", fmt.Errorf("print document %s: %w", issued.ID, err)
	}
	digest := sha256.Sum256(printed.PDF)
	return hex.EncodeToString(digest[:]), w.tx.KeepPaper(ctx, record.Paper{
		Case:      w.req.Case,
		ID:        issued.ID,
		Copy:      no,
		PDF:       printed.PDF,
		Gaps:      printed.Gaps,
		PrintedAt: w.Now(),
	})
}

// documentOf is the document that the last of some events issues, which are not recorded yet, for whoever may see all
// of it.
func (w *act) documentOf(ctx context.Context, events []complaint.Event) (*papers.Issued, papers.Reader, error) {
	journal, err := w.tx.Events(ctx, 0)
	if err != nil {
		return nil, papers.Reader{}, err
	}
	document, _ := events[len(events)-1].Fact.(complaint.DocumentIssued)
	issued, err := papers.Find(w.req.Case, append(journal, events...), complaint.PaperID(document.Document))
	if err != nil {
		return nil, papers.Reader{}, err
	}
	issued.Under(w.p)
	reader := papers.Reader{Texts: map[complaint.TextID]string{}, Directory: w.facts.Directory}
	for _, id := range w.p.TextsNamedIn(issued.TextsOf()...) {
		if reader.Texts[id], err = w.tx.Text(ctx, id); err != nil {
			return nil, papers.Reader{}, err
		}
	}
	return issued, reader, nil
}
