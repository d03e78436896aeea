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

// lackingCharacter is why an order of staff is refused that would issue a paper with a character which no font has: it
// names the character and the field. What the clock or a party issues is never stopped.
func (w *act) lackingCharacter(ctx context.Context, drafts []policy.Draft) (*complaint.Error, error) {
	if !w.keepsPapers() || w.req.Order.Actor == complaint.System || w.req.Order.Party != "" {
		return nil, nil
	}
	events := make([]complaint.Event, len(drafts))
	for i, d := range drafts {
		events[i] = d.Event
	}
	for i, e := range events {
		if w.paperOf(e.Fact) == "" {
			continue
		}
		issued, reader, err := w.issuedBy(ctx, events[:i+1])
		if err != nil {
			return nil, err
		}
		err = w.Press.Check(issued, reader)
		if lacking, ok := errors.AsType[*documents.LackingError](err); ok {
			return complaint.Refuse(complaint.Invalid, "paper.lacks_character", complaint.Args{
				"character": papers.NameCharacter(lacking.Character), "field": lacking.Field,
			}), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// paperOf is the paper that a fact issues: a document, a slip, or a notice that is served for the first time; "" if it
// issues none.
func (w *act) paperOf(fact complaint.Fact) complaint.PaperID {
	switch f := fact.(type) { //nolint:gochecksumtype // those by which papers come about
	case complaint.DocumentIssued:
		return complaint.PaperID(f.Document)
	case complaint.SlipIssued:
		return complaint.PaperID(f.Slip)
	case complaint.Served:
		if n := w.c.Notice(f.Notice); n == nil || n.ServedAt == nil {
			return complaint.PaperID(f.Notice)
		}
	}
	return ""
}

// keepPapers prints each copy of the papers that events issue, keeps the bytes and writes their hashes into the events.
func (w *act) keepPapers(ctx context.Context, events []complaint.Event) error {
	if !w.keepsPapers() {
		return nil
	}
	for i, e := range events {
		if w.paperOf(e.Fact) == "" {
			continue
		}
		issued, reader, err := w.issuedBy(ctx, events[:i+1])
		if err != nil {
			return err
		}
		if events[i].Fact, err = w.keepCopies(ctx, issued, reader, e.Fact); err != nil {
			return err
		}
	}
	return nil
}

// keepCopies keeps the paper that a fact issues, each copy of it; the fact with the hashes.
func (w *act) keepCopies(
	ctx context.Context, issued *papers.Issued, reader papers.Reader, fact complaint.Fact,
) (complaint.Fact, error) {
	var err error
	switch f := fact.(type) { //nolint:gochecksumtype // those that paperOf knows
	case complaint.DocumentIssued:
		if len(f.Copies) == 0 {
			f.SHA256, err = w.keepCopy(ctx, issued, 0, reader)
		}
		for k := range f.Copies {
			if f.Copies[k].SHA256, err = w.keepCopy(ctx, issued, f.Copies[k].No, reader); err != nil {
				return nil, err
			}
		}
		return f, err
	case complaint.SlipIssued:
		f.SHA256, err = w.keepCopy(ctx, issued, 0, reader)
		return f, err
	case complaint.Served:
		f.SHA256, err = w.keepCopy(ctx, issued, 0, reader)
		return f, err
	}
	return fact, nil
}

func (w *act) keepCopy(ctx context.Context, issued *papers.Issued, no int, reader papers.Reader) (string, error) {
	printed, err := w.Press.Issue(issued, no, reader)
	if err != nil {
		return "", fmt.Errorf("print paper %s: %w", issued.ID, err)
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

// issuedBy is the paper that the last of some events issues, which are not recorded yet, for whoever may see all of it.
func (w *act) issuedBy(ctx context.Context, events []complaint.Event) (*papers.Issued, papers.Reader, error) {
	journal, err := w.tx.Events(ctx, 0)
	if err != nil {
		return nil, papers.Reader{}, err
	}
	issued, err := papers.Find(w.req.Case, append(journal, events...), w.paperOf(events[len(events)-1].Fact))
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
