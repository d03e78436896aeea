package policy

import (
	"slices"

	"duban/complaint"
)

func (t *turn) checkOutcome(c complaint.Complete) *complaint.Error {
	task := t.c.Task(c.Task)
	s := t.p.step(task.Step)
	if _, ok := s.choice(c.Outcome); ok {
		return nil
	}
	return complaint.Refuse(complaint.Invalid, "task.unknown_outcome",
		complaint.Args{"task": task.Title, "outcomes": outcomeTitles(s)}).
		At("outcome").Because(*t.reasonCitingStepOf(c.Task, ""))
}

// possibleCompletions are one for each outcome of the task's step.
func (t *turn) possibleCompletions(task *complaint.Task) []complaint.Complete {
	var all []complaint.Complete
	for _, o := range t.p.step(task.Step).choices() {
		all = append(all, complaint.Complete{Task: task.ID, Outcome: o.Key})
	}
	return all
}

func (t *turn) fillCompleteOmissions(c complaint.Complete) (complaint.Complete, *complaint.Error) {
	var refusal *complaint.Error
	c.Task, refusal = t.taskMeant(c.Task)
	if refusal == nil && c.Outcome == "" {
		c.Outcome, refusal = t.onlyOutcomeOfTask(c.Task)
	}
	return c, refusal
}

func (t *turn) checkComplete(c complaint.Complete) *complaint.Error {
	if refusal := t.checkOutcome(c); refusal != nil {
		return refusal
	}
	task := t.c.Task(c.Task)
	s := t.p.step(task.Step)
	form := t.p.Form(string(task.Step))
	if refusal := form.Check("data", c.Data); refusal != nil {
		return refusal
	}
	if refusal := t.checkForm(s, form, c.Outcome, c.Data); refusal != nil {
		return refusal
	}
	if refusal := t.requireReasonOfOutcome(s, c); refusal != nil {
		return refusal
	}
	if refusal := t.refuseUnansweredDemands(s, c.Outcome); refusal != nil {
		return refusal
	}
	switch s.Kind.Text {
	case noticeKind:
		return t.checkService(task, c)
	case surveyKind:
		return t.checkAnsweredThrough(task, s, c.Data)
	case recusalKind:
		return t.checkRecusalDecision(task, c)
	}
	if refusal := t.checkEntryDecision(task, c); refusal != nil {
		return refusal
	}
	return t.checkMeeting(s, c)
}

// outcomeTitles are the outcomes of a step, each by its code and its title.
func outcomeTitles(s *Step) []any {
	choices := s.choices()
	all := make([]any, len(choices))
	for i, o := range choices {
		all[i] = codeWithTitle(o.Key, o.Value.Title.Text)
	}
	return all
}

// splitCompleteData divides what a task is completed with into its form and what proves the service of its notice. What
// stands in the event of a decision is in neither.
func (t *turn) splitCompleteData(s *Step, c complaint.Complete) (data, service map[string]any) {
	data, service = map[string]any{}, map[string]any{}
	ofService := t.p.serviceFieldsOf(s)
	for name, value := range c.Data {
		switch {
		case slices.Contains(ofService, name):
			service[name] = value
		case s.Kind.Text == approvalKind && name == "reason", // stands in the event of the decision
			s.Kind.Text == recusalKind && name == recusedField && t.p.Doc.complainantMayRecuse():
		default:
			data[name] = value
		}
	}
	return data, service
}

// completeTask finishes a task: its form is recorded, what it brings about happens, and the case goes on.
func (t *turn) completeTask(c complaint.Complete) error {
	task := t.c.Task(c.Task)
	if t.a.Party == "" && (task.State == complaint.TaskOpen || task.Assignee != t.a.Person.ID || !t.holdsTask(task)) {
		if err := t.emit(complaint.TaskClaimed{
			Task:     c.Task,
			Assignee: t.a.Person.ID,
			For:      t.a.Person.For,
		}, t.reasonCitingStepOf(c.Task, "claimed")); err != nil {
			return err
		}
	}
	s := t.p.step(task.Step)
	data, service := t.splitCompleteData(s, c)
	outcome, _ := s.Outcomes.Get(c.Outcome)
	fact := complaint.TaskCompleted{
		Task:    c.Task,
		Step:    task.Step,
		Outcome: c.Outcome,
		Data:    data,
		Comment: t.comment,
	}
	if s.OnBehalf != nil {
		fact.OnBehalf = s.OnBehalf.Body.Text
	}
	category := t.c.Category
	if err := t.emit(fact,
		t.p.reasonCiting(s.Cites, "outcome").With(complaint.Args{"title": outcome.Title.Text})); err != nil {
		return err
	}
	if asked := t.c.DeadlineOfExtensionTask(c.Task); asked != nil {
		return t.decideExtension(asked, c.Outcome)
	}
	if task := t.c.Task(c.Task); task.Entry != "" {
		return t.endEntryTask(*task, c.Outcome, data)
	}
	if err := t.adoptClassification(s, category, data); err != nil {
		return err
	}
	if err := t.recountAgreedLimits(data); err != nil {
		return err
	}
	if err := t.startDeadlinesCountedFromFields(data); err != nil {
		return err
	}
	if err := t.serveNotice(task, s, outcome, service); err != nil {
		return err
	}
	reason, _ := c.Data["reason"].(string)
	if err := t.recordApprovalDecision(task, s, c.Outcome, complaint.TextID(reason)); err != nil {
		return err
	}
	if err := t.decideRecusal(task, s, c); err != nil {
		return err
	}
	if err := t.decideWithdrawal(task, c.Outcome); err != nil || t.c.Status == complaint.StatusArchived {
		return err
	}
	if err := t.undoMoveUnserved(task, outcome); err != nil {
		return err
	}
	if err := t.beginForOutcome(s, outcome); err != nil {
		return err
	}
	task = t.c.Task(c.Task)
	if err := t.decideEntriesInStep(*task, s, complaint.TextID(reason)); err != nil {
		return err
	}
	if err := t.proposeForOutcome(task, c.Outcome); err != nil {
		return err
	}
	return t.finishTaskOfStep(t.c.Task(c.Task), s)
}

// reasonCitingStepOf cites what the task's step rests on.
func (t *turn) reasonCitingStepOf(task complaint.TaskID, id string) *complaint.Reason {
	if task := t.c.Task(task); task != nil {
		return t.p.reasonCiting(t.p.step(task.Step).Cites, id)
	}
	return &complaint.Reason{ID: id}
}
