package gateway

import (
	"time"

	"duban/complaint"
)

type (
	// correctionView is one thing that was put right, with what had been said before.
	correctionView struct {
		Seq    int                `json:"seq" doc:"The record that says what is right"`
		Of     int                `json:"of" doc:"The record that was mistaken"`
		At     time.Time          `json:"at"`
		By     complaint.UserID   `json:"by"`
		ByName *string            `json:"by_name"`
		Reason *string            `json:"reason"`
		Party  *complaint.PartyID `json:"party"`
		Was    *contactView       `json:"was,omitempty" doc:"What was put right of the party, as it was said before; absent where the reader may not know"`
		Field  *string            `json:"field"`
		Value  any                `json:"value" doc:"What the field said before; null where the reader may not know"`
	}
	contactView struct {
		Name    *string `json:"name"`
		Phone   *string `json:"phone"`
		Email   *string `json:"email"`
		Address *string `json:"address"`
	}
)

// correctionViews are what was put right in the case, as its reader may know it.
func (g *Gateway) correctionViews(o *opened, texts visible) []correctionView {
	views := []correctionView{}
	for _, k := range o.c.Corrections {
		v := correctionView{
			Seq:    k.Seq,
			Of:     k.Of,
			At:     g.localTime(k.At.Time),
			By:     k.By,
			ByName: orNull(o.Facts.Directory.NameOf(k.By)),
			Reason: texts.textOrNil(k.Reason),
			Party:  orNull(k.Party),
			Field:  orNull(k.Field),
			Value:  k.ValueBefore,
		}
		if k.TextBefore != "" {
			if said := texts.textOrNil(k.TextBefore); said != nil {
				v.Value = *said
			}
		}
		if p := o.c.Party(k.Party); p != nil {
			if _, seen := texts[p.Identity]; seen {
				was := k.Was(p, texts.body)
				v.Was = &contactView{
					Name:    orNull(was.Name),
					Phone:   orNull(was.Phone),
					Email:   orNull(was.Email),
					Address: orNull(was.Address),
				}
			}
		}
		views = append(views, v)
	}
	return views
}
