package gateway

import (
	"context"

	"duban/complaint"
	"duban/record"
)

// receiptPlace is where whoever holds a receipt stands: a complainant of a case. filed is the case of the filing; of a
// duplicate it is not the one in which the complaint goes on.
type receiptPlace struct {
	filed, id complaint.CaseID
	party     complaint.PartyID
}

// placeOfReceipt finds where the complaint goes on of a receipt that an address names. As long as the other case has
// not been told of its duplicate, that is the duplicate itself.
func (g *Gateway) placeOfReceipt(ctx context.Context, named string) (receiptPlace, error) {
	filed, err := g.caseByReceipt(ctx, named)
	if err != nil {
		return receiptPlace{}, err
	}
	at := receiptPlace{filed: filed, id: filed, party: complaint.Complainant}
	for next := filed; next != ""; {
		var c *complaint.Case
		err := g.Store.Read(ctx, next, func(tx record.ReadTx) (err error) {
			c, err = tx.Case(ctx)
			return err
		})
		if err != nil {
			return receiptPlace{}, err
		}
		if next != filed {
			party := c.ComplainantFrom(filed)
			if party == "" {
				return at, nil
			}
			at.id, at.party = next, party
		}
		next = c.MergedInto()
	}
	return at, nil
}

// order is one of the complainant's.
func (at receiptPlace) order() complaint.Order {
	return complaint.Order{Actor: complaint.UserID(at.party), Party: at.party}
}

// sender is the complainant as the sender of a command or file; their keys are unique in the case.
func (g *Gateway) senderByReceipt(ctx context.Context, at receiptPlace, key string) (sender, error) {
	before := complainantAsSender(at.filed, complaint.Complainant, key)
	if at.id == at.filed {
		return before, nil
	}
	// what was sent before the cases were merged, and comes again, is answered from the duplicate
	prior, err := g.Store.RequestByKey(ctx, before.scope, key)
	if err != nil || prior != nil {
		return before, err
	}
	return complainantAsSender(at.id, at.party, key), nil
}
