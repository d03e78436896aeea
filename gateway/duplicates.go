package gateway

import (
	"context"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// duplicateView is what somebody complained of whose own case goes on in another, for the readers of that one.
type duplicateView struct {
	Number     *string           `json:"number"`
	ReceivedAt time.Time         `json:"received_at"`
	Party      complaint.PartyID `json:"party" doc:"Who complained of it, among the parties of the case"`
	Subject    *string           `json:"subject"`
	Content    *string           `json:"content"`
	Data       map[string]any    `json:"data"`
}

// duplicateViews are the duplicates whose complainants have joined the case: behind the wall of this case, not of
// theirs.
func (g *Gateway) duplicateViews(ctx context.Context, o *opened, sight policy.Sight) ([]duplicateView, error) {
	views, seen := []duplicateView{}, []complaint.CaseID{}
	for _, p := range o.c.Parties {
		if p.Role != complaint.Complainant || p.From == "" || slices.Contains(seen, p.From) {
			continue
		}
		seen = append(seen, p.From)
		var d *complaint.Case
		var of *policy.Policy
		err := g.Store.Read(ctx, p.From, func(tx record.ReadTx) (err error) {
			if d, err = tx.Case(ctx); err == nil {
				of, err = tx.Policy(ctx, d.Policy)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		texts, err := g.visibleTexts(ctx, o.c.ID, sight, of.TextsNamedIn(d.Subject, d.Content, d.Data)...)
		if err != nil {
			return nil, err
		}
		views = append(views, duplicateView{
			Number:     orNull(d.Number),
			ReceivedAt: g.localTime(d.ReceivedAt.Time),
			Party:      p.ID,
			Subject:    texts.textOrNil(d.Subject),
			Content:    texts.textOrNil(d.Content),
			Data:       texts.dataWithTexts(of, d.Data),
		})
	}
	return views, nil
}
