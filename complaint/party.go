package complaint

// Party is somebody in the case. Personal data is a sealed text; a person or unit of the organisation is
// named by id.
type Party struct {
	ID PartyID `json:"id"`
	// Role is "complainant" or "respondent".
	Role string `json:"role"`
	// Kind is "person" or "unit" of the directory, or "text" for anybody else.
	Kind string `json:"kind"`
	User UserID `json:"user,omitempty"`
	Unit UnitID `json:"unit,omitempty"`
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
