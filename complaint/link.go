package complaint

// Link joins two cases of which one opened the other: a review and the case it reviews, a follow-up finding
// and the complaint it came from.
type Link struct {
	Case CaseID `json:"case"`
	// Kind is the kind of matter that was opened.
	Kind string `json:"kind"`
	// Opened: this case opened the other one; else the other one opened this.
	Opened bool `json:"opened"`
}
