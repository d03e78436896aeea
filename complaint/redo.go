package complaint

// Redo is a task done by somebody who was found in conflict of interest afterwards. Its step is to be done again by
// others; what was recorded stays.
type Redo struct {
	Task   TaskID `json:"task"`
	Person UserID `json:"person"`
}

// Redone reports whether the task's step has been done again since, by somebody who is not kept out of the case.
func (c *Case) Redone(id TaskID) bool {
	old := c.Task(id)
	return old != nil && find(c.Tasks, func(t *Task) bool {
		return t.Step == old.Step && t.Round > old.Round && t.State == TaskDone && !c.Barred(t.Assignee)
	}) != nil
}
