package complaint

// Demand is one of the things a complainant asks for, by its number, and what was answered to it.
type Demand struct {
	No   int    `json:"no"`
	Text TextID `json:"text"`
	// Answer is the policy's code, "" while nobody has answered; Reason and Clause are why.
	Answer string `json:"answer,omitempty"`
	Reason TextID `json:"reason,omitempty"`
	Clause string `json:"clause,omitempty"`
}

// Facts about demands; from edition 2 on.
type (
	// DemandRecorded adds a demand to the list.
	DemandRecorded struct {
		No   int    `json:"no"`
		Text TextID `json:"text"`
	}
	// DemandAnswered says what is answered to a demand; a later one takes its place.
	DemandAnswered struct {
		No     int    `json:"no"`
		Answer string `json:"answer"`
		Reason TextID `json:"reason"`
		Clause string `json:"clause"`
	}
)

func (DemandRecorded) eventType() string { return "demand_recorded" }
func (DemandAnswered) eventType() string { return "demand_answered" }

// Demand finds a demand by its number, or nil.
func (c *Case) Demand(no int) *Demand {
	return findIn(c.Demands, func(d *Demand) bool { return d.No == no })
}

// UnansweredDemands are the numbers of those that nobody has answered.
func (c *Case) UnansweredDemands() []int {
	var open []int
	for _, d := range c.Demands {
		if d.Answer == "" {
			open = append(open, d.No)
		}
	}
	return open
}
