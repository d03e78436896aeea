package gateway

import (
	"context"
	"time"

	"duban/complaint"
	"duban/record"
)

type (
	// inboxNotice is a notice to a person of the organisation; a case's own notices go to its parties.
	inboxNotice struct {
		Case        inboxCase `json:"case"`
		Seq         int       `json:"seq" doc:"Of the journal's event"`
		Type        string    `json:"type" doc:"Of the event: reminded, deadline_missed, slip_issued, escalated, task_assigned, task_released"`
		At          time.Time `json:"at" doc:"Case time"`
		DeliveredAt time.Time `json:"delivered_at"`
		Read        bool      `json:"read"`
		Text        *string   `json:"text" doc:"Why, in the language of Accept-Language"`
		Clause      *string   `json:"clause"`
		Setting     *string   `json:"setting"`
	}
	inboxCase struct {
		ID      complaint.CaseID `json:"id"`
		Number  *string          `json:"number"`
		Policy  string           `json:"policy"`
		Subject *string          `json:"subject"`
	}
)

type readNotices struct {
	Body struct {
		Until time.Time `json:"until" doc:"Everything delivered up to this instant, that included"`
	}
}

// markNoticesRead can be repeated without harm, so it needs no key.
func (g *Gateway) markNoticesRead(ctx context.Context, who record.Account, in *readNotices) (*struct{}, error) {
	return nil, g.Store.MarkNoticesRead(ctx, who.Person.ID, in.Body.Until)
}

// inboxNotices are what the person was told about cases they may read now.
func (g *Gateway) inboxNotices(ctx context.Context, p complaint.Person) ([]inboxNotice, error) {
	rows, err := g.Store.NoticesFor(ctx, p)
	if err != nil {
		return nil, err
	}
	listed := make([]record.CaseRow, len(rows))
	for i, r := range rows {
		listed[i] = r.Case
	}
	subjects, err := g.subjectsOfCases(ctx, listed)
	if err != nil {
		return nil, err
	}
	policies := g.newPolicyFinder()
	notices := make([]inboxNotice, 0, len(rows))
	for _, r := range rows {
		v := inboxNotice{
			Case: inboxCase{
				ID:      r.Case.ID,
				Number:  orNull(r.Case.Number),
				Policy:  r.Case.Policy,
				Subject: subjects[r.Case.ID],
			},
			Seq:         r.Seq,
			Type:        r.Type,
			At:          g.localTime(r.At),
			DeliveredAt: g.localTime(r.DeliveredAt),
			Read:        r.Read,
		}
		if r.Reason != nil {
			p, err := policies(ctx, r.Case.Policy, r.Case.Version)
			if err != nil {
				return nil, err
			}
			v.Text = reasonInLanguage(p.In(requestOf(ctx).language), r.Reason)
			v.Clause, v.Setting = orNull(r.Reason.Clause), orNull(r.Reason.Setting)
		}
		notices = append(notices, v)
	}
	return notices, nil
}
