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
	ways := p.capacities(c, a, f)
	var offers []Offer
	for _, task := range ways[0].c.LiveTasks() {
		offers = append(offers, taskOffers(ways, task)...)
	}
	for _, cmd := range ways[0].generalCommands() {
		offers = append(offers, offer(ways, cmd, "", ""))
	}
	return offers
}

func offer(ways []*turn, cmd complaint.Command, task complaint.TaskID, outcome string) Offer {
	t := ways[0]
	var refusal *complaint.Error
	for _, way := range ways {
		why := way.permit(cmd)
		if why == nil {
			refusal = nil
			break
		}
		refusal = tellingOf(refusal, why)
	}
	reply, _ := cmd.(complaint.ReplySlip)
	return Offer{
		Command: complaint.NameOf(cmd), Task: task, Outcome: outcome, Slip: reply.Slip, Deadline: deadlineOf(cmd), Form: t.p.FormOf(t.c, cmd),
		Allowed: refusal == nil, Refusal: refusal,
	}
}

func taskOffers(ways []*turn, task *complaint.Task) []Offer {
	var offers []Offer
	for _, o := range ways[0].p.step(task.Step).Outcomes.Entries {
		offers = append(offers, offer(ways, complaint.Complete{Task: task.ID, Outcome: o.Key}, task.ID, o.Key))
	}
	for _, cmd := range []complaint.Command{
		complaint.Claim{Task: task.ID}, complaint.Release{Task: task.ID}, complaint.Assign{Task: task.ID},
	} {
		offers = append(offers, offer(ways, cmd, task.ID, ""))
	}
	return offers
}

// generalCommands are those no task offers. A slip waiting for an answer makes its own.
func (t *turn) generalCommands() []complaint.Command {
	all := []complaint.Command{
		complaint.Message{},
		complaint.Note{},
		complaint.Regrade{},
		complaint.Urge{},
		complaint.RecordService{},
		complaint.Rate{},
		complaint.Withdraw{},
		complaint.Correct{},
		complaint.Recuse{},
		complaint.RequestReview{},
		complaint.Object{},
		complaint.Merge{},
	}
	all = append(all, t.clockCommands()...)
	for i := range t.c.Slips {
		if t.c.Slips[i].State == complaint.SlipOpen {
			all = append(all, complaint.ReplySlip{Slip: t.c.Slips[i].ID})
		}
	}
	return all
}

// clockCommands are those that move a deadline, each deadline's own; one without a deadline where there is none
// to move, so that the reason why not is told all the same.
func (t *turn) clockCommands() []complaint.Command {
	var all []complaint.Command
	for _, id := range orNone(t.unended(suspends)) {
		all = append(all, complaint.Suspend{Deadline: id}, complaint.Resume{Deadline: id})
	}
	for _, id := range orNone(t.unended(extends)) {
		all = append(all, complaint.RequestExtension{Deadline: id})
	}
	return all
}

func orNone(ids []complaint.DeadlineID) []complaint.DeadlineID {
	if len(ids) == 0 {
		return []complaint.DeadlineID{""}
	}
	return ids
}

func deadlineOf(cmd complaint.Command) complaint.DeadlineID {
	switch c := cmd.(type) { // the others are about no deadline
	case complaint.Suspend:
		return c.Deadline
	case complaint.Resume:
		return c.Deadline
	case complaint.RequestExtension:
		return c.Deadline
	}
	return ""
}
