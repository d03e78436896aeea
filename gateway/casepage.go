package gateway

import (
	"context"
	"net/http"

	"duban/record"

	"github.com/danielgtaylor/huma/v2"
)

type (
	casePageInput struct {
		CasePath
		Known string `query:"known" maxLength:"64" doc:"sha256 of a policy version that the client has already"`
	}
	casePageView struct {
		Case    caseView    `json:"case"`
		Policy  *PolicyView `json:"policy" doc:"The pinned version; null if it is the known one"`
		Journal journalView `json:"journal" doc:"Its latest events; earlier ones are read by get-journal"`
	}
	casePageOutput struct{ Body casePageView }
)

// pageEvents are as many of a journal's events as its case's page begins with; few cases have more.
const pageEvents = 500

func (g *Gateway) routeCasePage() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-case-page",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/page",
		Summary:     "一件案件的页面所需的全部内容，一次取齐",
	}, g.readCasePage)
}

// readCasePage is all that the page of a case shows, in one answer: the case, its policy version and its journal.
func (g *Gateway) readCasePage(ctx context.Context, who record.Account, in *casePageInput) (*casePageOutput, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	for _, kind := range []record.ReadingKind{record.ReadCase, record.ReadJournal} {
		if err := g.noteReading(ctx, record.Reading{Case: in.ID, User: who.Person.ID, Kind: kind}); err != nil {
			return nil, err
		}
	}
	shown, err := g.caseViewOf(ctx, o)
	if err != nil {
		return nil, err
	}
	journal, err := g.journalViewOf(ctx, o, max(0, o.c.Seq-pageEvents), pageEvents)
	if err != nil {
		return nil, err
	}
	out := &casePageOutput{Body: casePageView{Case: *shown, Journal: *journal}}
	if o.Policy.Ref().SHA256 != in.Known {
		described := policyViewOf(o.Policy, o.language)
		out.Body.Policy = &described
	}
	return out, nil
}
