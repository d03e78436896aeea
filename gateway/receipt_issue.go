package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// codeToldFor is how long a repeated request is told the code again: as long as an answer may have been lost, and not
// when somebody comes back to it.
const codeToldFor = time.Hour

type (
	// IssuedView is a receipt as whoever hands it on is told it.
	IssuedView struct {
		Receipt string  `json:"receipt" doc:"To be handed on to the complainant, with the code if there is one; empty where it is void"`
		Second  string  `json:"second" enum:"phone,code,none" doc:"What the receipt wants besides itself: the last four digits of the telephone on file, the code, or nothing"`
		Code    *string `json:"code" doc:"Six digits that go with the receipt, where no telephone is on file; told once"`
	}
	issueInput struct {
		CasePath
		Keyed
	}
	issueOutput struct{ Body IssuedView }
)

func (g *Gateway) routeReceiptIssue() {
	registerForStaff(g, huma.Operation{
		OperationID:   "issue-receipt",
		Method:        http.MethodPost,
		Path:          "/cases/{id}/receipt",
		Summary:       "重发回执",
		DefaultStatus: http.StatusCreated,
		Description: "Of a case that staff have registered, " +
			"by whoever registers matters or sees who has read it. The receipts that " +
			"the case had are void; it stands in the case's reading log.",
	}, g.issueReceipt)
}

// issueReceipt gives a case another receipt, in place of the one that it had.
func (g *Gateway) issueReceipt(ctx context.Context, who record.Account, in *issueInput) (*issueOutput, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	if refusal := o.permitIssuingReceipt(); refusal != nil {
		return nil, refusal
	}
	fingerprint := fingerprintOfBody("POST /cases/"+string(in.ID)+"/receipt", nil)
	prior, err := g.priorRequest(ctx, who.Person.ID, in.Key, fingerprint)
	if err != nil {
		return nil, err
	}
	if prior == nil {
		if prior, err = g.putReceiptInForce(ctx, who, in, fingerprint); err != nil {
			return nil, err
		}
	}
	view, err := g.issuedReceipt(ctx, prior)
	if err != nil {
		return nil, err
	}
	return &issueOutput{Body: view}, nil
}

// permitIssuingReceipt: of what staff have registered; by whoever registers matters, or supervises.
func (o *opened) permitIssuingReceipt() *complaint.Error {
	if o.c.FiledBy == complaint.Complainant || o.c.Period != nil {
		return complaint.Refuse(complaint.Conflict, "receipt.complainants_own", nil)
	}
	refusal := o.Policy.PermitFiling(o.Actor.Person)
	if refusal != nil && o.Policy.PermitSeeingReadings(o.Actor.Person) == nil {
		return nil
	}
	return refusal
}

func (g *Gateway) putReceiptInForce(
	ctx context.Context, who record.Account, in *issueInput, fingerprint string,
) (*record.Request, error) {
	people, err := g.Store.IdentitiesOfParties(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := g.noteReading(ctx, record.Reading{
		Case: in.ID,
		User: who.Person.ID,
		Kind: record.IssuedReceipt,
	}); err != nil {
		return nil, err
	}
	now, actor := complaint.Instant(g.Now()).Time, who.Person.ID
	r := record.Receipt{
		Hash:     hashOfReceipt(g.receiptFor(actor, in.Key)),
		Case:     in.ID,
		IssuedBy: actor,
		IssuedAt: now,
	}
	if !hasTelephone(people) {
		r.CodeHash = g.hashOfCode(r.Hash, g.codeFor(actor, in.Key))
	}
	request := record.Request{
		Actor:      actor,
		Key:        in.Key,
		BodySHA256: fingerprint,
		Case:       in.ID,
		At:         now,
	}
	prior, err := g.Store.IssueReceipt(ctx, r, request)
	if err != nil {
		return nil, err
	}
	if prior != nil {
		return prior, checkSameBody(prior, fingerprint)
	}
	return &request, nil
}

// issuedReceipt is the receipt that a request brought, as long as it is in force.
func (g *Gateway) issuedReceipt(ctx context.Context, r *record.Request) (IssuedView, error) {
	receipt := g.receiptFor(r.Actor, r.Key)
	kept, found, err := g.Store.ReceiptByHash(ctx, hashOfReceipt(receipt))
	if err != nil || !found {
		return IssuedView{Second: secondNone}, err
	}
	view := IssuedView{Receipt: receipt, Second: secondOf(kept)}
	if view.Second == secondCode && g.Now().Sub(r.At) < codeToldFor {
		code := g.codeFor(r.Actor, r.Key)
		view.Code = &code
	}
	return view, nil
}

// hasTelephone reports whether a complainant's telephone is on file of which the last digits can be asked for.
func hasTelephone(people []complaint.Identity) bool {
	for _, p := range people {
		if p.Party.IsComplainant() && lastDigitsOf(p.Phone) != "" {
			return true
		}
	}
	return false
}
