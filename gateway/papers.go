package gateway

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// PaperStore keeps issued papers as they were printed first.
type PaperStore interface {
	FrozenPaper(
		ctx context.Context, id complaint.CaseID, paper complaint.PaperID, no int,
	) (record.Paper, bool, error)
	FreezePaper(ctx context.Context, p record.Paper) (record.Paper, error)
}

type (
	paperInput struct {
		CasePath
		Paper complaint.PaperID `path:"paper" maxLength:"64" doc:"The id of a document, slip or notice of the case"`
		Copy  int               `query:"copy" minimum:"0" maximum:"1000" doc:"A numbered copy of a document; all of them, if absent"`
	}
	publicPaperInput struct {
		ReceiptPath
		Paper complaint.PaperID `path:"paper" maxLength:"64" doc:"The document of one of the papers"`
		Copy  int               `query:"copy" minimum:"0" maximum:"1000" doc:"A numbered copy of that paper; all of the complainant's own, if absent"`
	}
)

const pdfType = "application/pdf"

func (g *Gateway) routePapers() {
	pdf := map[string]*huma.Response{"200": {
		Description: "OK",
		Content: map[string]*huma.MediaType{pdfType: {Schema: &huma.Schema{
			Type:   huma.TypeString,
			Format: "binary",
		}}},
	}}
	registerForStaff(g, huma.Operation{
		OperationID: "print-paper",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/papers/{paper}",
		Summary:     "打印一份文书、单子或通知",
		Description: "An issued paper is frozen when it is printed first: " +
			"printing again gives the same bytes. Whoever may " +
			"not see all of it gets an extract made anew and marked so; a notice that is not served is a draft.",
		Responses: pdf,
	}, g.printPaper)
	registerForEverybody(g, huma.Operation{
		OperationID: "print-own-paper",
		Method:      http.MethodGet,
		Path:        "/public/complaints/{receipt}/papers/{paper}",
		Summary:     "凭回执打印自己的一联",
		Responses:   pdf,
	}, g.printOwnPaper)
}

// printPaper prints a paper of a case for somebody who may read the case.
func (g *Gateway) printPaper(
	ctx context.Context, who record.Account, in *paperInput,
) (*huma.StreamResponse, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	issued, err := g.findIssued(ctx, o, in.Paper)
	if err != nil {
		return nil, err
	}
	if in.Copy > 0 && issued.CopyOf(in.Copy) == nil {
		return nil, notFoundError()
	}
	if err := g.noteReading(ctx, record.Reading{
		Case:  in.ID,
		User:  who.Person.ID,
		Kind:  record.ReadPaper,
		Paper: in.Paper,
	}); err != nil {
		return nil, err
	}
	reader := papers.Reader{Directory: o.Facts.Directory}
	return g.sendPaper(ctx, issued, in.Copy, o.Policy.SightOf(o.Actor.Person), reader)
}

// printOwnPaper prints the complainant's own copy of a document. As the rest of what the receipt opens, it names nobody
// of the organisation, nor says who complained.
func (g *Gateway) printOwnPaper(ctx context.Context, in *publicPaperInput) (*huma.StreamResponse, error) {
	at, err := g.placeOfReceipt(ctx, in.Receipt)
	if err != nil {
		return nil, err
	}
	o, err := g.openCaseWithoutWall(ctx, at.id, at.order())
	if err != nil {
		return nil, err
	}
	issued, err := g.findIssued(ctx, o, in.Paper)
	if err != nil {
		return nil, err
	}
	own := issued.CopiesOf(at.party)
	if in.Copy > 0 {
		own = slices.DeleteFunc(own, func(no int) bool { return no != in.Copy })
	}
	dir := o.Facts.Directory
	dir.People = nil
	reader := papers.Reader{Directory: dir, Outside: true}
	switch len(own) {
	case 0:
		return nil, notFoundError()
	case 1:
		return g.sendPaper(ctx, issued, own[0], policy.Sight{}, reader)
	}
	l, parts := papers.Language(issued.Policy), make([]documents.Part, len(own))
	for i, no := range own {
		if parts[i].PDF, err = g.pdfOf(ctx, issued, no, policy.Sight{}, reader); err != nil {
			return nil, err
		}
	}
	all, err := g.Fonts.Bind(documents.Volume{
		Title:    issued.Title,
		Parts:    parts,
		At:       issued.At,
		Language: l.Tag.String(),
	})
	if err != nil {
		return nil, err
	}
	return g.sendPDF(issued.Title+" "+issued.Number+".pdf", l, all.PDF), nil
}

// findIssued reads the journal up to the event that has issued a paper, or served a notice, and the regulation of then.
func (g *Gateway) findIssued(ctx context.Context, o *opened, id complaint.PaperID) (*papers.Issued, error) {
	events, err := g.Store.JournalEvents(ctx, o.c.ID, 0, 0)
	if err != nil {
		return nil, err
	}
	return g.issuedIn(ctx, o.c.ID, events, id)
}

// issuedIn is a paper that some event of a journal has issued or served.
func (g *Gateway) issuedIn(
	ctx context.Context, of complaint.CaseID, events []complaint.Event, id complaint.PaperID,
) (*papers.Issued, error) {
	issued, err := papers.Find(of, events, id)
	if err != nil {
		return nil, err
	}
	if issued == nil {
		return nil, notFoundError()
	}
	ref := issued.Case.Policy
	p, err := g.Store.PolicyVersion(ctx, ref.ID, ref.Version)
	if err != nil {
		return nil, err
	}
	return issued.Under(p), nil
}

// sendPaper prints a paper as its reader may see it.
func (g *Gateway) sendPaper(
	ctx context.Context, issued *papers.Issued, no int, sight policy.Sight, reader papers.Reader,
) (*huma.StreamResponse, error) {
	pdf, err := g.pdfOf(ctx, issued, no, sight, reader)
	if err != nil {
		return nil, err
	}
	return g.sendPDF(issued.Title+" "+issued.Number+".pdf", papers.Language(issued.Policy), pdf), nil
}

// sendPDF answers with a file that browsers show.
func (g *Gateway) sendPDF(name string, l words.Language, pdf []byte) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", pdfType)
		out.SetHeader("Content-Language", l.Tag.String())
		out.SetHeader("Content-Length", strconv.Itoa(len(pdf)))
		out.SetHeader("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
		out.SetHeader("Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'")
		if _, err := out.BodyWriter().Write(pdf); err != nil {
			g.log.Warn("paper not sent to its end", "error", err)
		}
	}}
}

// pdfOf is the frozen paper for whoever may see all of it; an extract or a draft, made anew, otherwise.
func (g *Gateway) pdfOf(
	ctx context.Context, issued *papers.Issued, no int, sight policy.Sight, reader papers.Reader,
) ([]byte, error) {
	c := issued.Case
	texts, err := g.visibleTexts(ctx, c.ID, sight, issued.Policy.TextsNamedIn(issued.TextsOf()...)...)
	if err != nil {
		return nil, err
	}
	reader.Texts = texts
	set, whole := g.paperHouse().Compose(issued, no, reader)
	l := papers.Language(issued.Policy)
	mark := ""
	switch {
	case issued.Draft:
		mark = l.Text("paper.draft", nil)
	case !whole:
		mark = l.Text("paper.extract", nil)
	default:
		frozen, found, err := g.Store.FrozenPaper(ctx, c.ID, issued.ID, no)
		if err != nil {
			return nil, err
		}
		kept := issued.SHA256(no)
		if found && (kept == "" || kept == frozen.SHA256) {
			return frozen.PDF, nil
		}
		if found || kept != "" {
			return nil, fmt.Errorf("paper %s of case %s: its bytes are not those of the journal", issued.ID, c.ID)
		}
	}
	for i := range set {
		set[i].Mark, set[i].Gaps = mark, issued.IsByClock()
	}
	printed, err := g.Fonts.Print(set...)
	if refusal := lackingRefusal(err, complaint.Conflict); refusal != nil {
		return nil, refusal
	}
	if err != nil || mark != "" {
		return printed.PDF, err
	}
	frozen, err := g.Store.FreezePaper(ctx, record.Paper{
		Case:      c.ID,
		ID:        issued.ID,
		Copy:      no,
		PDF:       printed.PDF,
		Gaps:      printed.Gaps,
		PrintedAt: g.Now(),
	})
	return frozen.PDF, err
}

// lackingRefusal is why a paper is not printed of which no font has a character; nil for any other error.
func lackingRefusal(err error, code complaint.Code) error {
	if lacking, ok := errors.AsType[*documents.LackingError](err); ok {
		return complaint.Refuse(code, "paper.lacks_character", complaint.Args{
			"character": papers.NameCharacter(lacking.Character), "field": lacking.Field,
		})
	}
	return nil
}

// paperHouse is what all papers have.
func (g *Gateway) paperHouse() papers.House {
	return papers.House{Organisation: g.Desk.Organisation, Zone: g.Location}
}
