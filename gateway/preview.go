package gateway

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
	"duban/policy"
	"duban/record"
)

type draftPaperInput struct {
	CasePath
	Body commandBody
}

func (g *Gateway) routeDrafts() {
	registerForStaff(g, huma.Operation{
		OperationID: "preview-papers",
		Method:      http.MethodPost,
		Path:        "/cases/{id}/drafts",
		Summary:     "预览一个办理将出具的文书、单子或通知",
		Description: "What the command would issue if it were given now, each page marked as a draft. " +
			"Nothing is recorded and no " +
			"number is drawn, so it takes no key. It is refused as the command would be; " +
			"409 where it would issue nothing.",
		Responses: map[string]*huma.Response{"200": {
			Description: "OK",
			Content: map[string]*huma.MediaType{pdfType: {Schema: &huma.Schema{
				Type:   huma.TypeString,
				Format: "binary",
			}}},
		}},
	}, g.previewPapers)
}

// preview is what a command would issue, before it does.
type preview struct {
	o      *opened
	drafts []policy.Draft
	// typed are the texts that the command brings with it.
	typed []complaint.Text
}

// previewPapers prints what a command would issue, as who would give it may see it.
func (g *Gateway) previewPapers(
	ctx context.Context, who record.Account, in *draftPaperInput,
) (*huma.StreamResponse, error) {
	if err := g.requireMayRead(ctx, who.Person, in.ID); err != nil {
		return nil, err
	}
	s := sender{
		id:     in.ID,
		actor:  who.Person.ID,
		scope:  who.Person.ID,
		key:    uuid.NewString(),
		person: &who.Person,
	}
	p, err := g.previewOf(ctx, s, in.Body)
	if err != nil {
		return nil, err
	}
	if err := g.noteReading(ctx, record.Reading{
		Case: in.ID,
		User: who.Person.ID,
		Kind: record.ReadCase,
	}); err != nil {
		return nil, err
	}
	set, err := g.draftPapers(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(set) == 0 {
		return nil, complaint.Refuse(complaint.Conflict, "draft.issues_nothing", nil)
	}
	l := papers.Language(p.o.Policy)
	for i := range set {
		set[i].Mark, set[i].QR = l.Text("paper.draft", nil), ""
	}
	printed, err := g.Fonts.Print(set...)
	if refusal := lackingRefusal(err, complaint.Invalid); refusal != nil {
		return nil, refusal
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // names the paper
	}
	return g.sendPDF(l.Text("paper.draft", nil)+" "+set[0].Title+".pdf", l, printed.PDF), nil
}

// previewOf asks the engine what a command would do, in one transaction of which nothing is kept.
func (g *Gateway) previewOf(ctx context.Context, s sender, body commandBody) (*preview, error) {
	p := &preview{}
	err := g.Store.Read(ctx, s.id, func(tx record.ReadTx) error {
		o, err := g.readOpenedCase(ctx, tx, s.orderOfSender(complaint.Order{}))
		if err != nil {
			return err
		}
		if !o.wallAdmitsActor() {
			return notFoundError()
		}
		requestOf(ctx).speakOf(o.Policy)
		m, err := g.composeCommand(o.Policy, s, body)
		if err != nil {
			return o.refuseBeforeData(s, body, err)
		}
		if err := o.ReadWhatOrderNames(ctx, tx, m.order); err != nil {
			return err
		}
		if err := o.dryRunCommand(m); err != nil {
			return err
		}
		started, err := o.AsAfterFirstAct()
		if err != nil {
			return err
		}
		p.o, p.typed = o, m.texts
		p.drafts, err = started.Decide(m.order)
		return err
	})
	return p, err
}

// draftPapers are the papers that the drafted events issue, all copies of them.
func (g *Gateway) draftPapers(ctx context.Context, p *preview) ([]documents.Paper, error) {
	if p.o.Case.Seq == 0 { // it issues nothing before its first act
		return nil, nil
	}
	events, err := g.Store.JournalEvents(ctx, p.o.c.ID, 0, p.o.Case.Seq)
	if err != nil {
		return nil, err
	}
	var set []documents.Paper
	for _, d := range p.drafts {
		events = append(events, d.Event)
		id := complaint.PaperID("")
		switch f := d.Event.Fact.(type) { //nolint:gochecksumtype // those by which papers come about
		case complaint.DocumentIssued:
			id = complaint.PaperID(f.Document)
		case complaint.SlipIssued:
			id = complaint.PaperID(f.Slip)
		case complaint.Served:
			id = complaint.PaperID(f.Notice)
		}
		if id == "" {
			continue
		}
		issued, err := papers.Find(p.o.c.ID, events, id)
		if err != nil {
			return nil, err //nolint:wrapcheck // says which event
		}
		issued.Under(p.o.Policy)
		reader := papers.Reader{Directory: p.o.Facts.Directory}
		reader.Texts, err = g.visibleTexts(ctx, p.o.c.ID, p.o.Policy.SightOf(p.o.Actor.Person),
			p.o.Policy.TextsNamedIn(issued.TextsOf()...)...)
		if err != nil {
			return nil, err
		}
		for _, text := range p.typed { // which whoever typed them may see
			reader.Texts[text.ID] = text.Body
		}
		all, _ := g.paperHouse().Compose(issued, 0, reader)
		set = append(set, all...)
	}
	return set, nil
}
