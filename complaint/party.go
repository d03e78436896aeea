package complaint

import "fmt"

// Party is somebody in the case. Personal data is a sealed text; a person or unit of the organisation is
// named by id.
type Party struct {
	ID PartyID `json:"id"`
	// Role is "complainant", "respondent" or another that the policy names.
	Role string `json:"role"`
	// Kind is "person" or "unit" of the directory, or "text" for anybody else.
	Kind string `json:"kind"`
	User UserID `json:"user,omitempty"`
	Unit UnitID `json:"unit,omitempty"`
	// Found: nobody complained about the unit, a step found it responsible.
	Found bool `json:"found,omitempty"`
	// Identity is the sealed name, telephone and so on of a party of kind "text".
	Identity TextID `json:"identity,omitempty"`
}

// Roles and kinds of parties.
const (
	Complainant = "complainant"
	Respondent  = "respondent"
	KindPerson  = "person"
	KindUnit    = "unit"
	KindText    = "text"
)

// PartyIDFor is the id of the nth party of a role in a filing, from 1: the first complainant is "complainant", others
// have their number.
func PartyIDFor(role string, n int) PartyID {
	if role == Complainant && n == 1 {
		return Complainant
	}
	return PartyID(fmt.Sprintf("%s-%d", role, n))
}

// Party finds a party by id, or nil.
func (c *Case) Party(id PartyID) *Party {
	return findIn(c.Parties, func(p *Party) bool { return p.ID == id })
}

// PartiesInRole are the parties of one role, in the order in which the case names them.
func (c *Case) PartiesInRole(role string) []PartyID {
	var ids []PartyID
	for i := range c.Parties {
		if c.Parties[i].Role == role {
			ids = append(ids, c.Parties[i].ID)
		}
	}
	return ids
}

// ResponsibleUnit is the unit a step found responsible, else the respondent of kind unit; "" if nobody has
// said yet which unit it is.
func (c *Case) ResponsibleUnit() UnitID {
	if found, _ := c.Data[ResponsibleUnitField].(string); found != "" {
		return UnitID(found)
	}
	if p := findIn(c.Parties, func(p *Party) bool { return p.Role == Respondent && p.Kind == KindUnit }); p != nil {
		return p.Unit
	}
	return ""
}
