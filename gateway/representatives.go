package gateway

import (
	"time"

	"duban/complaint"
)

// representativeViews are who speaks for a party, and who did, as far as the reader may know them.
func (g *Gateway) representativeViews(o *opened, party complaint.Party, texts visible) []representativeView {
	views := []representativeView{}
	day := g.localTime(o.now).Format(time.DateOnly)
	for i := range o.c.Representations {
		r := &o.c.Representations[i]
		if r.Party != party.ID {
			continue
		}
		v := representativeView{
			ID:        r.ID,
			As:        r.As,
			Title:     o.say(o.Policy.RepresentationTitle(party.Role, r.As)),
			Name:      texts.textOrNil(r.Name),
			Phone:     texts.textOrNil(r.Phone),
			From:      r.From,
			Until:     orNull(r.Until),
			EndedAt:   g.maybeLocalTime(r.EndedAt),
			InForce:   r.IsInForce(o.now, day),
			Authority: []complaint.AttachmentID{},
		}
		v.Sealed = v.Name == nil
		v.Authority = append(v.Authority, r.Authority...)
		views = append(views, v)
	}
	return views
}
