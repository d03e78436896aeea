package policy

import "duban/complaint"

// Offer is something the actor could do, or may not, and why not.
type Offer struct {
	Command string
	Task    complaint.TaskID
	Outcome string
	// Slip is the slip a reply would answer.
	Slip complaint.SlipID
	// Deadline is the deadline that would be suspended, resumed or extended.
	Deadline complaint.DeadlineID
	// Form names a schema in the policy's forms, "" if the command takes none.
	Form    string
	Allowed bool
	Refusal *complaint.Error
}

// Offers lists what the actor could do with the case now and, for the rest, why not. It asks the same
// permission rules as Decide, so what is offered and what is accepted cannot differ.
func (p *Policy) Offers(c *complaint.Case, a complaint.Actor, f Facts) []Offer {
	ways := p.turnsOfActor(c, a, f)
	t := ways[0]
	var offers []Offer
	for _, task := range t.c.LiveTasks() {
		for _, row := range allCommands().rows {
			if row.rule.ofTask != nil {
				offers = append(offers, row.offersForCommands(ways, row.rule.ofTask(t, task))...)
			}
		}
	}
	for _, row := range allCommands().rows {
		if row.rule.ofCase != nil {
			offers = append(offers, row.offersForCommands(ways, row.rule.ofCase(t))...)
		}
	}
	return offers
}

// offersForCommands are an offer for each of the commands, which are of the row's kind.
func (r *commandRow) offersForCommands(ways []*turn, list []complaint.Command) []Offer {
	offers := make([]Offer, len(list))
	for i, cmd := range list {
		offers[i] = r.offerForCommand(ways, cmd)
	}
	return offers
}

func (r *commandRow) offerForCommand(ways []*turn, cmd complaint.Command) Offer {
	t := ways[0]
	var refusal *complaint.Error
	for _, way := range ways {
		why := way.permitCommand(cmd)
		if why == nil {
			refusal = nil
			break
		}
		refusal = moreTellingRefusal(refusal, why)
	}
	var about subject
	if r.rule.about != nil {
		about = r.rule.about(cmd)
	}
	return Offer{
		Command:  r.name,
		Task:     about.task,
		Outcome:  about.outcome,
		Slip:     about.slip,
		Deadline: about.deadline,
		Form:     t.p.FormNameOf(t.c, cmd),
		Allowed:  refusal == nil,
		Refusal:  refusal,
	}
}
