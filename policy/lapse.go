package policy

import (
	"slices"
	"time"

	"duban/complaint"
)

// lapseOutcome is the outcome with which a step ends by itself when its time is over; "" where it does not. A window
// that nobody closes ends with its only one.
func (s *Step) lapseOutcome() string {
	if s.Lapses.Text == "" && s.LapsesByItself() {
		return s.Outcomes.Entries[0].Key
	}
	return s.Lapses.Text
}

// LapsesByItself reports whether a step only waits: nobody is named who would do it.
func (s *Step) LapsesByItself() bool {
	return (s.Kind.Text == windowKind || s.Lapses.Text != "") && len(s.By) == 0 && len(s.All) == 0
}

// mayBeOver reports whether there can be a time from which on an outcome is not given any more.
func (o *Outcome) mayBeOver() bool { return o.NotAfter.IsSet() || o.AtMost != nil }

// eachChoiceMayBeOver reports whether a time can come from which on none of the outcomes is given any more.
func (s *Step) eachChoiceMayBeOver() bool {
	return !slices.ContainsFunc(s.choices(), func(o Entry[Outcome]) bool { return !o.Value.mayBeOver() })
}

// lapseStep ends what was to be done with the outcome that its time brings, and the case goes on by itself.
func (t *turn) lapseStep(d *complaint.Deadline) error {
	t.lapsedAt = d.Due.Time
	defer func() { t.lapsedAt = time.Time{} }()
	task := t.c.Task(d.Task)
	s := t.p.step(task.Step)
	code := s.lapseOutcome()
	outcome, _ := s.Outcomes.Get(code)
	fact := complaint.TaskCompleted{
		Task:    task.ID,
		Step:    task.Step,
		Outcome: code,
		Data:    map[string]any{},
	}
	if err := t.emit(fact,
		t.p.reasonCiting(s.Cites, "outcome").With(complaint.Args{"title": outcome.Title.Text})); err != nil {
		return err
	}
	if done := t.c.Task(task.ID); done.Entry != "" {
		return t.endEntryTask(*done, code, nil)
	}
	if err := t.proposeForOutcome(task, code); err != nil {
		return err
	}
	if err := t.recordApprovalDecision(task, s, code, ""); err != nil {
		return err
	}
	if err := t.beginForOutcome(s, outcome); err != nil {
		return err
	}
	return t.finishTaskOfStep(task, s)
}

// comesLate reports whether what a deadline waits for comes after its limit. What time brings comes at the end of its
// last day, however much later it is recorded: a limit that ends with it is met.
func (t *turn) comesLate(d *complaint.Deadline) bool {
	if !t.lapsedAt.IsZero() {
		return d.LimitPassed(t.lapsedAt) && !t.lapsedAt.Equal(d.Due.Time)
	}
	return d.LimitPassed(t.now)
}

// refuseOutcomeOutOfTime refuses an outcome before or after the time that the file gives for it.
func (t *turn) refuseOutcomeOutOfTime(task *complaint.Task, code string) *complaint.Error {
	o, ok := t.p.step(task.Step).Outcomes.Get(code)
	if !ok {
		return nil
	}
	if due, about, refusal := t.boundOfOutcome(task, o, o.NotBefore); refusal != nil || t.now.Before(due) {
		if refusal == nil {
			refusal = complaint.Refuse(complaint.Conflict, "outcome.too_early", about)
		}
		return refusal.Because(*t.reasonOfOutcome(task, o, o.NotBefore))
	}
	if due, about, refusal := t.boundOfOutcome(task, o, o.NotAfter); refusal != nil ||
		!due.IsZero() && !t.now.Before(due) {
		if refusal == nil {
			refusal = complaint.Refuse(complaint.Conflict, "outcome.too_late", about)
		}
		return refusal.Because(*t.reasonOfOutcome(task, o, o.NotAfter))
	}
	return nil
}

// boundOfOutcome is the instant at which a time that counts from the entry into the step is over, and what a refusal
// says of it; the zero time where the file gives none.
func (t *turn) boundOfOutcome(
	task *complaint.Task, o *Outcome, length LimitRef,
) (time.Time, complaint.Args, *complaint.Error) {
	if !length.IsSet() {
		return time.Time{}, nil, nil
	}
	term, err := t.f.Calendar.CountTerm(task.OpenedAt.Time, length.Length, t.p.counting)
	if err != nil {
		return time.Time{}, nil, complaint.Refuse(complaint.Unavailable, "outcome.time_unclear",
			complaint.Args{"outcome": o.Title.Text})
	}
	return term.Due, complaint.Args{
		"outcome": o.Title.Text,
		"length":  complaint.Span(length.Length.String()),
		"day":     term.LastDay.String(),
	}, nil
}

// reasonOfOutcome cites the setting of a time, or what the outcome or its step rests on.
func (t *turn) reasonOfOutcome(task *complaint.Task, o *Outcome, length LimitRef) *complaint.Reason {
	switch {
	case length.SettingName != "":
		return t.p.reasonCiting(Cites{Setting: Word{Text: length.SettingName}}, "")
	case citesAny(o.Cites):
		return t.p.reasonCiting(o.Cites, "")
	}
	return t.reasonCitingStepOf(task.ID, "")
}

// checkLapse checks what a step says of time that decides.
func (c *checker) checkLapse(e *Entry[Step]) {
	s := &e.Value
	c.mustBeOneOf(s.Lapses, s.Outcomes.Keys())
	if s.Lapses.Text != "" && !s.hasLimit() && s.Kind.Text != windowKind {
		c.f.add(s.Lapses.Pos, "step.lapses_without_limit", args{"step": e.Key})
	}
	for i := range s.Outcomes.Entries {
		o := &s.Outcomes.Entries[i]
		for _, length := range []*LimitRef{&o.Value.NotBefore, &o.Value.NotAfter} {
			c.checkFixedLimit("steps."+e.Key+".outcomes."+o.Key, length)
		}
	}
}
