package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

type (
	complainantBody struct {
		Name    string `json:"name" minLength:"1" maxLength:"100"`
		Phone   string `json:"phone,omitempty" maxLength:"40"`
		Email   string `json:"email,omitempty" maxLength:"200"`
		Address string `json:"address,omitempty" maxLength:"200"`
	}
	respondentBody struct {
		Kind string `json:"kind" enum:"person,unit,text"`
		ID   string `json:"id,omitempty" maxLength:"100" doc:"Of the person or unit; needed for those kinds"`
		Name string `json:"name,omitempty" maxLength:"100" doc:"Needed for kind text"`
	}
	partyBody struct {
		Role    string `json:"role" minLength:"1" maxLength:"100" doc:"complainant, respondent or a role of the policy's own"`
		Kind    string `json:"kind" enum:"person,unit,text"`
		ID      string `json:"id,omitempty" maxLength:"100" doc:"Of the person or unit; needed for those kinds"`
		Name    string `json:"name,omitempty" maxLength:"100" doc:"Needed for kind text"`
		Phone   string `json:"phone,omitempty" maxLength:"40"`
		Email   string `json:"email,omitempty" maxLength:"200"`
		Address string `json:"address,omitempty" maxLength:"200"`
	}
	// Matter is what both ways of filing ask.
	Matter struct {
		Policy      string           `json:"policy" minLength:"1" maxLength:"100"`
		Kind        string           `json:"kind,omitempty" maxLength:"100"`
		Category    string           `json:"category" maxLength:"100" doc:"Levels joined by dots, e.g. damage.wet"`
		Subject     string           `json:"subject" minLength:"1" doc:"One line, at most 200 characters"`
		Content     string           `json:"content" minLength:"1" doc:"At most 20000 characters"`
		Complainant complainantBody  `json:"complainant"`
		Respondents []respondentBody `json:"respondents,omitempty" maxItems:"20"`
		Parties     []partyBody      `json:"parties,omitempty" maxItems:"50" doc:"Further parties: more complainants, respondents or others, where the policy has them"`
		Data        map[string]any   `json:"data,omitempty" doc:"The policy's form \"intake\""`
	}
	filingBody struct {
		Matter
		Source     string     `json:"source,omitempty" maxLength:"100"`
		Channel    string     `json:"channel" maxLength:"100"`
		Severity   string     `json:"severity,omitempty" maxLength:"100"`
		ReceivedAt *time.Time `json:"received_at,omitempty" doc:"When the complaint reached the organisation; now if absent"`
		Clock      *time.Time `json:"clock,omitempty" doc:"Rehearsal only: where the case's own clock starts"`
	}
	filingInput struct {
		Keyed
		Body filingBody
	}
	filedOutput struct {
		Location string `header:"Location"`
		Body     filedView
	}
	filedView struct {
		ID     complaint.CaseID `json:"id"`
		Number *string          `json:"number" doc:"null while nobody has numbered it"`
		IssuedView
		Status complaint.Status `json:"status"`
	}
)

func (g *Gateway) routeFiling() {
	registerForStaff(g, huma.Operation{
		OperationID:   "file-case",
		Method:        http.MethodPost,
		Path:          "/cases",
		Summary:       "登记一件投诉",
		DefaultStatus: http.StatusCreated,
		Description:   "Answers when the case's first act is recorded, or after 5 s with status received.",
	}, g.fileCase)
}

func (g *Gateway) fileCase(ctx context.Context, who record.Account, in *filingInput) (*filedOutput, error) {
	person := who.Person
	fingerprint, err := fingerprintOf(ctx, "POST /cases")
	if err != nil {
		return nil, err
	}
	prior, err := g.priorRequest(ctx, person.ID, in.Key, fingerprint)
	if err != nil {
		return nil, err
	}
	if prior != nil { // the answer then was for whoever may read the case, and so it is now
		if err := g.requireMayRead(ctx, person, prior.Case); err != nil {
			return nil, err
		}
	}
	if prior == nil {
		d, err := g.draftStaffFiling(ctx, person, in.Key, in.Body)
		if err != nil {
			return nil, err
		}
		if prior, err = g.commitFiling(ctx, d, fingerprint); err != nil {
			return nil, err
		}
	}
	return g.answerFiling(ctx, prior)
}

// answerFiling answers a filing from the record.
func (g *Gateway) answerFiling(ctx context.Context, r *record.Request) (*filedOutput, error) {
	row, err := g.Store.CaseRow(ctx, r.Case)
	if err != nil {
		return nil, err
	}
	issued, err := g.issuedReceipt(ctx, r)
	if err != nil {
		return nil, err
	}
	return &filedOutput{
		Location: apiPath + "/cases/" + string(r.Case),
		Body: filedView{
			ID:         r.Case,
			Number:     orNull(row.Number),
			IssuedView: issued,
			Status:     row.Status,
		},
	}, nil
}

// commitFiling records the filing and starts its case. When the start is not known to have happened the filing stands
// all the same, and the relay starts the case later. It returns the request that the answer is read from.
func (g *Gateway) commitFiling(ctx context.Context, d *draft, fingerprint string) (*record.Request, error) {
	d.intake.Request.BodySHA256 = fingerprint
	filed, err := d.intake.Filing.CaseAsFiled()
	if err != nil {
		return nil, err
	}
	prior, err := g.Store.FileCase(ctx, d.intake, d.p.Wall(filed))
	if err != nil {
		return nil, err
	}
	if prior != nil {
		return prior, checkSameBody(prior, fingerprint)
	}
	waiting, cancel := context.WithTimeout(ctx, g.Patience)
	defer cancel()
	if err := g.Cases.StartCase(waiting, d.intake.Filing.Case); err != nil {
		g.log.Warn("case not started yet; the relay will", "case_id", string(d.intake.Filing.Case), "error", err)
	}
	return &d.intake.Request, nil
}

// orNull is nil for the empty string.
func orNull[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}
