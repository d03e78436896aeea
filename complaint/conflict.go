package complaint

import "slices"

// Redo is a task done by somebody who was found in conflict of interest afterwards. Its step is to be done again by
// others; what was recorded stays.
type Redo struct {
	Task   TaskID `json:"task"`
	Person UserID `json:"person"`
}

// RedoneSince reports whether the task's step has been done again since, by somebody who is not kept out of the case.
func (c *Case) RedoneSince(id TaskID) bool {
	old := c.Task(id)
	return old != nil && findIn(c.Tasks, func(t *Task) bool {
		return t.Step == old.Step && t.Round > old.Round && t.State == TaskDone && !c.IsBarred(t.Assignee)
	}) != nil
}

// Question is a conflict of interest somebody has claimed and nobody has decided yet.
type Question struct {
	Person UserID `json:"person"`
	Ground TextID `json:"ground"`
	// Seq is of the event that asked; the step that decides is the one entered next.
	Seq int `json:"seq"`
	// Party is whose wish it is, "" where nobody of the parties asks; Whom says in words who is meant, where Person is
	// "".
	Party PartyID `json:"party,omitempty"`
	Whom  TextID  `json:"whom,omitempty"`
}

// IsAccused reports whether the person is one the complaint is about; such a person neither acts nor reads
// (lawfirm-2.1, quality-5b).
func (c *Case) IsAccused(u UserID) bool {
	return findIn(c.Parties, func(p *Party) bool {
		return p.Role == Respondent && p.Kind == KindPerson && p.User == u
	}) != nil
}

// MayBeAccused reports whether words that name a respondent may mean the person: as long as nobody has said who is
// meant, such a person neither acts nor reads.
func (c *Case) MayBeAccused(u UserID) bool {
	return findIn(c.Parties, func(p *Party) bool {
		return p.Resembles != nil && slices.Contains(p.Resembles.People, u)
	}) != nil
}

// IsBarred reports whether the person is kept out of the case: complained about, perhaps complained about, or recused.
func (c *Case) IsBarred(u UserID) bool {
	return c.IsAccused(u) || c.MayBeAccused(u) || slices.Contains(c.Recused, u)
}

// HasOpenRecusalQuestion reports whether a claimed conflict of the person's is still to be decided.
func (c *Case) HasOpenRecusalQuestion(u UserID) bool {
	return slices.ContainsFunc(c.Questions, func(q Question) bool { return q.Person == u })
}

// StaysAway reports whether the person does not act in the case now.
func (c *Case) StaysAway(u UserID) bool {
	return c.IsBarred(u) || c.HasOpenRecusalQuestion(u) || slices.Contains(c.Excluded, u)
}
