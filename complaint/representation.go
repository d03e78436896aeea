package complaint

import "time"

// Representation is that somebody outside the organisation speaks for a party: a guardian, an agent with an authority.
type Representation struct {
	ID    RepresentationID `json:"id"`
	Party PartyID          `json:"party"`
	// As is the way in which they do, one of those that the policy has for the party's role.
	As string `json:"as"`
	// Name and Phone are sealed with who complained.
	Name  TextID `json:"name"`
	Phone TextID `json:"phone,omitempty"`
	// From and Until are the first and the last day, such as 2026-03-02; Until is "" where no end is known.
	From  string `json:"from"`
	Until string `json:"until,omitempty"`
	// Authority are files of the case that show it.
	Authority []AttachmentID `json:"authority,omitempty"`
	// EndedAt is from when on they do so no more, before Until or without one.
	EndedAt *Time `json:"ended_at,omitempty"`
}

// IsInForce reports whether they speak for the party at an instant, which is on a day of the organisation's calendar.
func (r *Representation) IsInForce(at time.Time, day string) bool {
	return r.From <= day && (r.Until == "" || day <= r.Until) && (r.EndedAt == nil || at.Before(r.EndedAt.Time))
}

// Representation finds one by id, or nil.
func (c *Case) Representation(id RepresentationID) *Representation {
	return findIn(c.Representations, func(r *Representation) bool { return r.ID == id })
}

// applyRepresentationEvent folds who begins to speak for a party, and who ceases to.
func (c *Case) applyRepresentationEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about representations
	case RepresentationRecorded:
		c.Representations = append(c.Representations, Representation{
			ID:        f.Representation,
			Party:     f.Party,
			As:        f.As,
			Name:      f.Name,
			Phone:     f.Phone,
			From:      f.From,
			Until:     f.Until,
			Authority: f.Authority,
		})
	case RepresentationEnded:
		if r := c.Representation(f.Representation); r != nil {
			r.EndedAt = &Time{e.At}
		}
	}
}
