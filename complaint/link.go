package complaint

// Link joins two cases of which one opened the other: a review and the case it reviews, a follow-up finding
// and the complaint it came from.
type Link struct {
	Case CaseID `json:"case"`
	// Kind is the kind of matter that was opened.
	Kind string `json:"kind"`
	// Opened: this case opened the other one; else the other one opened this.
	Opened bool `json:"opened"`
	// Party is the one at whose request the other was opened; in the record from edition 2 on.
	Party PartyID `json:"party,omitempty"`
	// Through is who asked for it in the party's name, "" where they did themselves; from edition 2 on.
	Through RepresentationID `json:"through,omitempty"`
	// Merged: this case is a duplicate and goes on in the other one (并案).
	Merged bool `json:"merged,omitempty"`
	// Duplicate: the other case is a duplicate and goes on in this one.
	Duplicate bool `json:"duplicate,omitempty"`
}

// MergedInto is the case in which this one goes on, "" if it stands for itself.
func (c *Case) MergedInto() CaseID {
	if l := findIn(c.Links, func(l *Link) bool { return l.Merged }); l != nil {
		return l.Case
	}
	return ""
}
