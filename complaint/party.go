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
	// Identity is the sealed name, telephone and so on of a party of kind "text"; it stays when somebody has said who
	// of the organisation that is ([Identified]).
	Identity TextID `json:"identity,omitempty"`
	// From is the duplicate that the party complained in, which goes on in this case: its receipt is theirs; from
	// edition 2 on.
	From CaseID `json:"from,omitempty"`
	// Corrected is what has been put right of the identity since; from edition 2 on.
	Corrected *Contacts `json:"corrected,omitempty"`
	// Resembles are those of the organisation whom a respondent named in words may be, nil as long as nobody has
	// compared the name; from edition 2 on.
	Resembles *Resemblance `json:"resembles,omitempty"`
}

// Resemblance is whom in the organisation words may mean. Until somebody has said who is meant, all of them stay away.
type Resemblance struct {
	People []UserID `json:"people,omitempty"`
	// Units are those whose people stay away from a matter about the unit.
	Units []UnitID `json:"units,omitempty"`
}

// IsNamedInWords reports whether the party is a respondent whom the filing names in words.
func (p *Party) IsNamedInWords() bool { return p.Role == Respondent && p.Identity != "" }

// AwaitsComparison reports whether the words that name the respondent are still to be compared with the directory.
func (p *Party) AwaitsComparison() bool {
	return p.IsNamedInWords() && p.Kind == KindText && p.Resembles == nil
}

// AwaitsIdentification reports whether somebody has to say whom of the organisation the respondent's words mean.
func (p *Party) AwaitsIdentification() bool {
	return p.Resembles != nil && len(p.Resembles.People)+len(p.Resembles.Units) > 0
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

// AwaitsIdentification reports whether somebody has to say who any of the respondents is.
func (c *Case) AwaitsIdentification() bool {
	return findIn(c.Parties, (*Party).AwaitsIdentification) != nil
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
