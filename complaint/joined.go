package complaint

import (
	"slices"
	"strings"
)

// stepsForJoined are the names of steps that are done for somebody whose own case goes on in another, beside what is
// done there for its own complainant.
const stepsForJoined = "each."

// StepForJoined is the step in which that is done for them which a step does for the case's own complainant.
func StepForJoined(step StepID) StepID { return stepsForJoined + step }

// IsForJoined reports whether a step is done for somebody whose own case goes on in this one.
func IsForJoined(step StepID) bool { return strings.HasPrefix(string(step), stepsForJoined) }

// applyJoining makes the parties of a duplicate this case's, and keeps out whom it kept out.
func (c *Case) applyJoining(f PartiesJoined) {
	c.Parties = append(slices.Clip(c.Parties), f.Parties...)
	for _, id := range f.Recused {
		if !slices.Contains(c.Recused, id) {
			c.Recused = append(c.Recused, id)
		}
	}
	c.AttachmentsOpened = append(c.AttachmentsOpened, f.Opened...)
}

// JoinedComplainants are those whose own cases go on in this one.
func (c *Case) JoinedComplainants() []PartyID {
	var all []PartyID
	for i := range c.Parties {
		if p := &c.Parties[i]; p.Role == Complainant && p.From != "" {
			all = append(all, p.ID)
		}
	}
	return all
}

// ComplainantFrom is the complainant who holds the receipt of a duplicate, "" as long as it has not joined.
func (c *Case) ComplainantFrom(duplicate CaseID) PartyID {
	p := findIn(c.Parties, func(p *Party) bool { return p.Role == Complainant && p.From == duplicate })
	if p == nil {
		return ""
	}
	return p.ID
}
