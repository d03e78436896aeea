package gateway

import (
	"cmp"
	"encoding/json"
	"fmt"

	"duban/complaint"
)

// addParties adds whom the matter names, the complainant first, of each role one after another.
func (d *draft) addParties(b Matter) error {
	if err := d.addContacts(complaint.Complainant, "complainant", b.Complainant); err != nil {
		return err
	}
	for i, r := range b.Respondents {
		named := partyBody{
			Role: complaint.Respondent,
			Kind: r.Kind,
			ID:   r.ID,
			Name: r.Name,
		}
		if err := d.addParty(named, fmt.Sprintf("respondents[%d]", i)); err != nil {
			return err
		}
	}
	for i, named := range b.Parties {
		if err := d.addParty(named, fmt.Sprintf("parties[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

// addParty adds one. Whom the directory knows is named by id, anybody else by a sealed text.
func (d *draft) addParty(b partyBody, field string) error {
	party := complaint.Party{Role: b.Role, Kind: cmp.Or(b.Kind, complaint.KindText)}
	if party.Kind == complaint.KindText {
		if b.Role == complaint.Respondent && b.Phone+b.Email+b.Address == "" {
			return d.addName(b, field)
		}
		return d.addContacts(b.Role, field, complainantBody{
			Name:    b.Name,
			Phone:   b.Phone,
			Email:   b.Email,
			Address: b.Address,
		})
	}
	id, err := cleanVisibleLine(b.ID, field+".id", mostName)
	if err == nil {
		err = checkPresent(id, field+".id")
	}
	if err != nil {
		return err
	}
	if party.Kind == complaint.KindPerson {
		party.User = complaint.UserID(id)
	} else {
		party.Unit = complaint.UnitID(id)
	}
	d.appendParty(party)
	return nil
}

// appendParty adds a party under the next id of its role.
func (d *draft) appendParty(party complaint.Party) complaint.PartyID {
	filed, n := &d.intake.Filing.Filed, 1
	for _, other := range filed.Parties {
		if other.Role == party.Role {
			n++
		}
	}
	party.ID = complaint.PartyIDFor(party.Role, n)
	filed.Parties = append(filed.Parties, party)
	return party.ID
}

// noteNamedInWords keeps the name of a respondent for the comparison with the directory.
func (d *draft) noteNamedInWords(id complaint.PartyID, role, name string) {
	if role != complaint.Respondent {
		return
	}
	if d.inWords == nil {
		d.inWords = map[complaint.PartyID]string{}
	}
	d.inWords[id] = name
}

// addName adds somebody of whom only the name is known.
func (d *draft) addName(b partyBody, field string) error {
	name, err := cleanVisibleLine(b.Name, field+".name", mostName)
	if err == nil {
		err = checkPresent(name, field+".name")
	}
	if err != nil {
		return err
	}
	id := d.appendParty(complaint.Party{
		Role:     b.Role,
		Kind:     complaint.KindText,
		Identity: d.sealer.sealText(field, name, complaint.ScopeCase),
	})
	d.noteNamedInWords(id, b.Role, name)
	return nil
}

// addContacts adds somebody with how to reach them, as one sealed text. Who a complainant is, only they see who may
// know the complainant.
func (d *draft) addContacts(role, field string, b complainantBody) error {
	var err error
	clean := func(s *string, name string, most int) {
		if err == nil {
			*s, err = cleanVisibleLine(*s, field+"."+name, most)
		}
	}
	clean(&b.Name, "name", mostName)
	clean(&b.Phone, "phone", mostName)
	clean(&b.Email, "email", mostAddress)
	clean(&b.Address, "address", mostAddress)
	if err == nil {
		err = checkPresent(b.Name, field+".name")
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("encode party: %w", err)
	}
	scope := complaint.ScopeCase
	if role == complaint.Complainant {
		scope = complaint.ScopeIdentity
	}
	id := d.appendParty(complaint.Party{
		Role:     role,
		Kind:     complaint.KindText,
		Identity: d.sealer.sealText(field, string(text), scope),
	})
	d.noteNamedInWords(id, role, b.Name)
	if role == complaint.Complainant {
		d.intake.People = append(d.intake.People, complaint.Identity{
			Party: id,
			Name:  b.Name,
			Phone: b.Phone,
		})
	}
	return nil
}
