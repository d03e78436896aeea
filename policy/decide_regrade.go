package policy

import (
	"slices"

	"duban/complaint"
)

// permitRegrade: the severity of a closed case moves no limit any more.
func (t *turn) permitRegrade(c complaint.Regrade) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if t.c.Status == complaint.StatusClosed {
		return complaint.Refuse(complaint.Conflict,
			"regrade.case_closed", nil).Because(*t.reasonCitingMayRule("regrade", ""))
	}
	return nil
}

func (t *turn) checkRegrade(c complaint.Regrade) *complaint.Error {
	if !t.p.Doc.Intake.Severities.Has(c.Severity) {
		return complaint.Refuse(complaint.Invalid, "severity.unknown",
			complaint.Args{"severities": codesWithTitles(t.p.Doc.Intake.Severities)}).At("data.severity")
	}
	if c.Severity == t.c.Severity {
		return complaint.Refuse(complaint.Conflict, "severity.same",
			complaint.Args{"severity": t.p.SeverityTitle(c.Severity)})
	}
	return requireText(c.Reason, "reason")
}

// codesWithTitles are what one can choose from, each by its code and its title.
func codesWithTitles(m Map[Text]) []any {
	all := make([]any, len(m.Entries))
	for i, e := range m.Entries {
		all[i] = codeWithTitle(e.Key, e.Value.Text)
	}
	return all
}

func codeWithTitle(code, title string) complaint.Phrase {
	return broughtPhrase("coded", blanks{"code": code, "title": title})
}

// regradeCase changes the severity and counts each limit that depends on it anew from its original start; the
// old dates stay in the journal (all-regrade). Where the policy says so, the case goes another way from then on.
func (t *turn) regradeCase(c complaint.Regrade) error {
	next, err := t.onwardAfter("regrade", map[string]any{complaint.SeverityField: c.Severity})
	if err != nil {
		return err
	}
	fact := complaint.Regraded{
		From:    t.c.Severity,
		To:      c.Severity,
		Reason:  c.Reason,
		LeadsTo: next,
	}
	reason := t.reasonCitingMayRule("regrade", "regraded")
	if err := t.emit(fact, reason); err != nil {
		return err
	}
	if err := t.recountChangedLimits(t.reasonCitingMayRule("regrade", "recounted_regraded")); err != nil || next == "" {
		return err
	}
	return t.goOnAt(next, reason)
}

// adoptClassification takes over what a step's form determined about the case itself: its category, its severity.
func (t *turn) adoptClassification(s *Step, category string, data map[string]any) error {
	severity, _ := data[complaint.SeverityField].(string)
	if severity != "" && severity != t.c.Severity {
		fact := complaint.Regraded{From: t.c.Severity, To: severity}
		if err := t.emit(fact, t.p.reasonCiting(s.Cites, "graded")); err != nil {
			return err
		}
		return t.recountChangedLimits(t.reasonCitingMayRule("regrade", "recounted_regraded"))
	}
	if t.c.Category != category {
		return t.recountChangedLimits(t.reasonCitingMayRule("regrade", "recounted_regraded"))
	}
	return nil
}

// recountChangedLimits counts each limit of the case and of its open tasks anew from its original start that is another
// one now; the old dates stay in the journal (all-regrade). One that was missed stays missed and the new one runs
// beside it, unless that one has passed as well.
func (t *turn) recountChangedLimits(why *complaint.Reason) error {
	for i := range len(t.c.Deadlines) {
		old := t.c.Deadlines[i]
		choices, fill := t.limitOf(old)
		if fill == nil || old.IsEnded() {
			continue
		}
		if choice, err := t.limitThatHolds(choices); err == nil && choice != nil && choice.Is.IsNone() {
			if err := t.cancelDeadline(&t.c.Deadlines[i]); err != nil {
				return err
			}
			continue
		}
		fresh := old.Successor()
		reason, err := fill(&fresh)
		if err != nil {
			return err
		}
		if reason == nil { // no choice holds now: it goes on as it was
			continue
		}
		same := fresh.Limit == old.Limit && fresh.Clause == old.Clause && fresh.Setting == old.Setting
		if same || old.State == complaint.StateMissed && fresh.LimitPassed(t.now) {
			continue
		}
		because := why
		if old.State == complaint.StateMissed {
			because = &complaint.Reason{ID: "missed_stays", Clause: why.Clause, Setting: why.Setting}
		}
		if err := t.supersedeDeadline(old, fresh, reason, because); err != nil {
			return err
		}
	}
	for _, e := range t.limitsNotStarted() {
		d := complaint.Deadline{
			Name:    e.Key,
			State:   complaint.StateRunning,
			Started: *t.milestoneInstant(e.Value.From.Text),
		}
		reason, err := t.fillCaseDeadline(&d, &e.Value)
		if err != nil {
			return err
		}
		if err := t.emit(complaint.DeadlineSet{Deadline: d}, reason); err != nil {
			return err
		}
	}
	return t.limitTasksThatHadNone()
}

// limitTasksThatHadNone sets the limits of open tasks that had none as their case was and have one as it is.
func (t *turn) limitTasksThatHadNone() error {
	for _, task := range t.c.LiveTasks() {
		s := t.p.step(task.Step)
		limits := func(d complaint.Deadline) bool { return d.Task == task.ID && d.State != complaint.StateCancelled }
		if len(s.Limits) == 0 || slices.ContainsFunc(t.c.Deadlines, limits) {
			continue
		}
		d, err := t.newStepDeadline(task.Step, task.ID, s)
		if err != nil {
			return err
		}
		if s.From.Text == "" {
			d.Started = task.OpenedAt
		}
		reason, err := t.fillStepDeadline(&d, s)
		if err == nil && reason != nil {
			err = t.emit(complaint.DeadlineSet{Deadline: d}, reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// limitOf is what a deadline is counted by: the rule of one of the case, or of the step whose task it is of; nil for
// those that no condition chooses.
func (t *turn) limitOf(d complaint.Deadline) ([]LimitChoice, func(*complaint.Deadline) (*complaint.Reason, error)) {
	if rule, ok := t.p.Doc.Deadlines.Get(d.Name); ok {
		return rule.Limit, func(fresh *complaint.Deadline) (*complaint.Reason, error) {
			return t.fillCaseDeadline(fresh, rule)
		}
	}
	s := t.p.step(d.Step)
	if d.Task == "" || s == nil || d.Name != stepDeadlineName(d.Step) || len(s.Limits) == 0 {
		return nil, nil
	}
	return s.Limits, func(fresh *complaint.Deadline) (*complaint.Reason, error) { return t.fillStepDeadline(fresh, s) }
}

// limitsNotStarted are the limits that the case has now and had not before, and whose start it has passed.
func (t *turn) limitsNotStarted() []*Entry[DeadlineRule] {
	var all []*Entry[DeadlineRule]
	for i := range t.p.Doc.Deadlines.Entries {
		e := &t.p.Doc.Deadlines.Entries[i]
		was := func(d complaint.Deadline) bool { return d.Name == e.Key && d.State != complaint.StateCancelled }
		if !t.p.isFor(&e.Value, t.c.Kind) || t.milestoneInstant(e.Value.From.Text) == nil ||
			t.milestoneInstant(e.Value.Until.Text) != nil || slices.ContainsFunc(t.c.Deadlines, was) {
			continue
		}
		if choice, err := t.limitThatHolds(e.Value.Limit); err != nil || choice == nil || choice.Is.IsNone() {
			continue
		}
		all = append(all, e)
	}
	return all
}

// recountAgreedLimits counts the limits anew whose length somebody has just filled in: until then it was the most that
// could be agreed.
func (t *turn) recountAgreedLimits(data map[string]any) error {
	agreed := func(l LimitChoice) bool { _, filled := data[l.Is.FieldName]; return filled }
	for _, e := range t.p.Doc.Deadlines.Entries {
		if slices.ContainsFunc(e.Value.Limit, agreed) {
			return t.recountChangedLimits(t.p.reasonCiting(e.Value.Cites, "recounted_agreed"))
		}
	}
	return nil
}
