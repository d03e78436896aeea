package complaint

import (
	"cmp"
	"encoding/json"
	"strings"
)

// Contacts are sealed texts that say who somebody is and how to reach them, each apart; "" where nothing is said.
type Contacts struct {
	Name    TextID `json:"name,omitempty"`
	Phone   TextID `json:"phone,omitempty"`
	Email   TextID `json:"email,omitempty"`
	Address TextID `json:"address,omitempty"`
}

// SayAnything reports whether they say anything.
func (t Contacts) SayAnything() bool { return t != Contacts{} }

// Contacts are what is right of the party.
func (f Corrected) Contacts() Contacts {
	return Contacts{
		Name:    f.Name,
		Phone:   f.Phone,
		Email:   f.Email,
		Address: f.Address,
	}
}

// over are the contacts with those in place that the others say nothing of.
func (t Contacts) over(others Contacts) Contacts {
	return Contacts{
		Name:    cmp.Or(t.Name, others.Name),
		Phone:   cmp.Or(t.Phone, others.Phone),
		Email:   cmp.Or(t.Email, others.Email),
		Address: cmp.Or(t.Address, others.Address),
	}
}

// Contact is who somebody is and how to reach them, as a reader sees it.
type Contact struct {
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	Address string `json:"address"`
}

// ContactIn reads the sealed text that says who a party is: their contact, or a name alone.
func ContactIn(text string) Contact {
	var who Contact
	if json.Unmarshal([]byte(text), &who) != nil || who == (Contact{}) {
		return Contact{Name: text}
	}
	return who
}

// Contact is what is known of the party now: its identity with what was put right of it. False if the reader sees none
// of the party's texts; body gives those that they see.
func (p *Party) Contact(body func(TextID) (string, bool)) (Contact, bool) {
	identity, seen := body(p.Identity)
	if !seen {
		return Contact{}, false
	}
	who := ContactIn(identity)
	if p.Corrected != nil {
		who = p.Corrected.in(body, who)
	}
	return who, true
}

// in are the contacts as texts, where they say anything; else what the other says.
func (t Contacts) in(body func(TextID) (string, bool), otherwise Contact) Contact {
	part := func(id TextID, otherwise string) string {
		text, _ := body(id)
		return cmp.Or(text, otherwise)
	}
	return Contact{
		Name:    part(t.Name, otherwise.Name),
		Phone:   part(t.Phone, otherwise.Phone),
		Email:   part(t.Email, otherwise.Email),
		Address: part(t.Address, otherwise.Address),
	}
}

// Correction is one thing that was put right: of a party or of a field. What was said before stands beside it.
type Correction struct {
	// Seq is the event that says what is right; Of is the one that was mistaken.
	Seq int    `json:"seq"`
	Of  int    `json:"of"`
	At  Time   `json:"at"`
	By  UserID `json:"by"`
	// Reason says why.
	Reason TextID  `json:"reason"`
	Party  PartyID `json:"party,omitempty"`
	// Said is what is right of the party; Before is what had been put right of it by then.
	Said   Contacts `json:"said,omitzero"`
	Before Contacts `json:"before,omitzero"`
	Field  string   `json:"field,omitempty"`
	// TextBefore and ValueBefore are what the field said, as a text or another value.
	TextBefore  TextID `json:"text_before,omitempty"`
	ValueBefore any    `json:"value_before,omitempty"`
}

// Was is what a correction of the party has put right, as it was said before: of what it left alone nothing.
func (k Correction) Was(p *Party, body func(TextID) (string, bool)) Contact {
	identity, seen := body(p.Identity)
	if !seen {
		return Contact{}
	}
	was := k.Before.in(body, ContactIn(identity))
	for _, part := range []struct {
		said TextID
		was  *string
	}{
		{k.Said.Name, &was.Name},
		{k.Said.Phone, &was.Phone},
		{k.Said.Email, &was.Email},
		{k.Said.Address, &was.Address},
	} {
		if part.said == "" {
			*part.was = ""
		}
	}
	return was
}

// applyCorrection puts right what the correction says; one that says nothing is part of the file and no more.
func (c *Case) applyCorrection(e Event, f Corrected) {
	k := Correction{
		Seq:    e.Seq,
		Of:     f.Seq,
		At:     Time{e.At},
		By:     e.Actor,
		Reason: f.Reason,
		Party:  f.Party,
		Said:   f.Contacts(),
		Field:  f.Field,
	}
	switch p := c.Party(f.Party); {
	case p != nil:
		if p.Corrected != nil {
			k.Before = *p.Corrected
		}
		now := f.Contacts().over(k.Before)
		p.Corrected = &now
	case f.Field != "" && f.Text != "":
		k.TextBefore = c.putTextRight(f.Field, f.Text)
	case f.Field != "":
		k.ValueBefore, c.Data[f.Field] = c.Data[f.Field], f.Value
	default:
		return
	}
	c.Corrections = append(c.Corrections, k)
}

// SubjectField and ContentField name what a complaint is about, where something of it is put right.
const (
	SubjectField = "subject"
	ContentField = "content"
)

// putTextRight has a text in place of another, which it returns: of a field, or of what the complaint is about.
func (c *Case) putTextRight(field string, text TextID) (before TextID) {
	if said, ok := c.Data[field].(string); ok {
		c.Data[field] = string(text)
		return TextID(said)
	}
	place := &c.Content
	if field == SubjectField {
		place = &c.Subject
	}
	before, *place = *place, text
	return before
}

// IsComplainant reports whether the id is that of whoever complained, or of one of several who did.
func (id PartyID) IsComplainant() bool {
	return id == Complainant || strings.HasPrefix(string(id), Complainant+"-")
}
