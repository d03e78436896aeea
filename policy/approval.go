package policy

import (
	"slices"

	"duban/complaint"
)

// The outcomes of an approval. Only these three, so that every regulation's journal reads alike.
const (
	approvedOutcome = "approved"
	returnedOutcome = "returned"
	rejectedOutcome = "rejected"
)

const approvalKind = "approval"

// proposersOf are the people whose proposal the step decides on.
func (t *turn) proposersOf(s *Step) []complaint.UserID {
	var people []complaint.UserID
	if s.Kind.Text == approvalKind {
		for _, w := range s.Of {
			people = append(people, t.c.LastDoersOf(complaint.StepID(w.Text))...)
		}
	}
	return people
}

// permitUnlessOwnMatter: nobody approves what they proposed, and nobody does two parts of what several must do
// (all-self); nor does a substitute what the absent person could not.
func (t *turn) permitUnlessOwnMatter(task *complaint.Task, person complaint.Person) *complaint.Error {
	if t.decidesExtensionRequestOf(task.ID, person) {
		return refuseOwnRequest()
	}
	s := t.p.step(task.Step)
	if slices.ContainsFunc(t.proposersOf(s), person.IsOrStandsInFor) {
		return complaint.Refuse(complaint.Forbidden, "self.own_proposal", nil).Because(ownMatter)
	}
	if slices.ContainsFunc(t.keptFromTask(task), person.IsOrStandsInFor) {
		return complaint.Refuse(complaint.Forbidden, "self.own_entry", nil).Because(ownMatter)
	}
	if len(s.All) == 0 {
		return nil
	}
	for i := range t.c.Tasks {
		other := &t.c.Tasks[i]
		mine := (person.IsOrStandsInFor(other.Assignee) ||
			other.For != "" && person.IsOrStandsInFor(other.For)) &&
			other.State != complaint.TaskDismissed
		if mine && other.Round == task.Round && other.Step == task.Step && other.ID != task.ID {
			return complaint.Refuse(complaint.Forbidden, "self.second_part", nil).Because(ownMatter)
		}
	}
	return nil
}

// ownMatter is the row of the clause table by which nobody decides on their own matter.
var ownMatter = complaint.Reason{Clause: "all-self"}

func refuseOwnRequest() *complaint.Error {
	return complaint.Refuse(complaint.Forbidden, "self.own_request", nil).Because(ownMatter)
}

// recordApprovalDecision records what became of the proposal.
func (t *turn) recordApprovalDecision(task *complaint.Task, s *Step, outcome string, reason complaint.TextID) error {
	if s.Kind.Text != approvalKind {
		return nil
	}
	of := complaint.StepID(s.Of[0].Text)
	switch outcome {
	case returnedOutcome:
		return t.emit(complaint.Returned{
			Task:   task.ID,
			Step:   task.Step,
			Of:     of,
			Reason: reason,
		}, t.p.reasonCiting(s.Cites, "returned"))
	case rejectedOutcome:
		return t.emit(complaint.Rejected{
			Task:   task.ID,
			Step:   task.Step,
			Of:     of,
			Reason: reason,
		}, t.p.reasonCiting(s.Cites, "rejected"))
	}
	if t.decidedOutcome(task, s) == "" {
		return nil // the others have not signed yet
	}
	return t.emit(complaint.Approved{Task: task.ID, Step: task.Step, Of: of}, t.p.reasonCiting(s.Cites, "approved"))
}

func (c *checker) checkApprovalStep(e *Entry[Step]) {
	s := &e.Value
	if s.Kind.Text != approvalKind {
		return
	}
	if len(s.Of) == 0 {
		c.f.add(e.Pos, "step.approval_of", args{"step": e.Key})
	}
	for _, w := range s.Of {
		c.mustBeOneOf(w, c.doc.Steps.Keys())
	}
	for _, o := range s.Outcomes.Entries {
		c.mustBeOneOf(Word{o.Key, o.Pos}, []string{approvedOutcome, returnedOutcome, rejectedOutcome})
	}
	if !s.Outcomes.Has(approvedOutcome) {
		c.f.add(e.Pos, "step.approval_outcome", args{"step": e.Key})
	}
}
