package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// startDeadlinesCountedFrom starts every case limit counted from a milestone or, as "field <name>", from a date.
func (t *turn) startDeadlinesCountedFrom(origin string, from time.Time) error {
	for _, e := range t.p.Doc.Deadlines.Entries {
		running := t.runningDeadline(e.Key)
		if e.Value.From.Text != origin || !t.p.isFor(&e.Value, t.c.Kind) || running != nil && !e.Value.Restart {
			continue
		}
		if choice, err := t.limitThatHolds(e.Value.Limit); err == nil && choice != nil && choice.Is.IsNone() {
			continue
		}
		d := complaint.Deadline{Name: e.Key, State: complaint.StateRunning, Started: complaint.Instant(from)}
		reason, err := t.fillCaseDeadline(&d, &e.Value)
		if err != nil {
			return err
		}
		if running != nil {
			err = t.restartDeadline(*running, d, reason, t.p.reasonCiting(e.Value.Cites, "restarted"))
		} else {
			err = t.emit(complaint.DeadlineSet{Deadline: d}, reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// runningDeadline is the clock of a duty that is still owed, nil if there is none: one duty has one clock.
func (t *turn) runningDeadline(name string) *complaint.Deadline {
	i := slices.IndexFunc(t.c.Deadlines, func(d complaint.Deadline) bool { return d.Name == name && !d.IsEnded() })
	if i < 0 {
		return nil
	}
	return &t.c.Deadlines[i]
}

// restartDeadline starts a fresh clock where one runs. An extension asked for is of the old one and falls away.
func (t *turn) restartDeadline(old, fresh complaint.Deadline, rule, why *complaint.Reason) error {
	if err := t.endExtensionRequest(&old, "request_lapsed_cancelled"); err != nil {
		return err
	}
	return t.supersedeDeadline(old, fresh, rule, why)
}

// startDeadlinesCountedFromFields starts the limits that count from a date just filled in.
func (t *turn) startDeadlinesCountedFromFields(data map[string]any) error {
	for _, e := range t.p.Doc.Deadlines.Entries {
		name, ok := strings.CutPrefix(e.Value.From.Text, fieldPrefix)
		text, _ := data[name].(string)
		if !ok || text == "" {
			continue
		}
		from, err := t.parseFieldInstant(text)
		if err != nil {
			return fmt.Errorf("decide: start of %s: %w", e.Key, err) // the form has checked it
		}
		if err := t.startDeadlinesCountedFrom(e.Value.From.Text, from); err != nil {
			return err
		}
	}
	return nil
}

// parseFieldInstant reads the value of a date or datetime field; a date is the start of that day.
func (t *turn) parseFieldInstant(text string) (time.Time, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return day.StartOfDay(t.f.Calendar.Location()), nil
	}
	return time.Parse(time.RFC3339, text)
}

// limitLength is how long a limit is; one that a person fills in is the field's maximum until somebody has.
func (t *turn) limitLength(l LimitRef) calendar.Limit {
	length := l.Length
	switch n := t.c.Data[l.FieldName].(type) {
	case float64:
		length.N = int(n)
	case int64:
		length.N = int(n)
	case int:
		length.N = n
	}
	return length
}

// stepDeadlineName names the deadline of a step's own limit.
func stepDeadlineName(step complaint.StepID) string { return string(step) + ".limit" }

// reachMilestone is the instant a milestone happens: limits counted to it end, limits counted from it start.
func (t *turn) reachMilestone(milestone string) error {
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		rule, ok := t.p.Doc.Deadlines.Get(d.Name)
		if ok && rule.Until.Text == milestone && !d.IsEnded() {
			if err := t.markDeadlineMet(d); err != nil {
				return err
			}
		}
	}
	if err := t.recordMeasuresEndingAt(milestone); err != nil {
		return err
	}
	if err := t.orderReportsAt(milestone); err != nil {
		return err
	}
	return t.startDeadlinesCountedFrom(milestone, t.now)
}

// recordMeasuresEndingAt records the spans that end with the milestone.
func (t *turn) recordMeasuresEndingAt(milestone string) error {
	for _, e := range t.p.Doc.Measures.Entries {
		if e.Value.Until.Text != milestone {
			continue
		}
		fact := complaint.Measured{
			Name:  e.Key,
			Title: e.Value.Title.Text,
			Unit:  t.c.ResponsibleUnit(),
			From:  t.c.ReceivedAt,
			Until: complaint.Instant(t.now),
		}
		if err := t.emit(fact,
			t.p.reasonCiting(e.Value.Cites, "measured").With(complaint.Args{"title": e.Value.Title.Text})); err != nil {
			return err
		}
	}
	return nil
}

// markDeadlineMet records that what was due is done; after the limit it is done late.
func (t *turn) markDeadlineMet(d *complaint.Deadline) error {
	if err := t.endExtensionRequest(d, "request_lapsed_done"); err != nil {
		return err
	}
	if err := t.endTelling(d); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineMet{
		Deadline: d.ID,
		Late:     t.comesLate(d),
	}, reasonCitingDeadline(d, "deadline_met"))
}

// cancelAllDeadlines ends all clocks but those of entries of the ledger, which are decided all the same.
func (t *turn) cancelAllDeadlines() error {
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		if d.IsEnded() || t.c.EntryOfDeadline(d) != nil {
			continue
		}
		if err := t.cancelDeadline(d); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) cancelDeadline(d *complaint.Deadline) error {
	if err := t.endExtensionRequest(d, "request_lapsed_cancelled"); err != nil {
		return err
	}
	if err := t.endTelling(d); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineCancelled{Deadline: d.ID}, &complaint.Reason{ID: "deadline_cancelled"})
}

// fillCaseDeadline fills in a limit of the whole case as its rule and the case's present data have it. d brings its
// start and, where it takes another deadline's place, the ledger.
func (t *turn) fillCaseDeadline(d *complaint.Deadline, rule *DeadlineRule) (*complaint.Reason, error) {
	d.Title = rule.Title.Text
	choice, err := t.limitThatHolds(rule.Limit)
	if err != nil {
		return nil, fmt.Errorf("deadline %s: %w", d.Name, err)
	}
	if choice == nil {
		return nil, fmt.Errorf("deadline %s: no limit applies", d.Name) // the proof `limits` has refused such a file
	}
	cites := choice.Cites
	if !citesAny(cites) {
		cites = rule.Cites
	}
	return t.computeDeadline(d, choice.Is, choice.Target, cites)
}

// limitThatHolds is the first choice of a limit whose condition holds, nil if none does.
func (t *turn) limitThatHolds(choices []LimitChoice) (*LimitChoice, error) {
	for i := range choices {
		holds, err := t.conditionHolds(choices[i].When)
		if err != nil {
			return nil, err
		}
		if holds {
			return &choices[i], nil
		}
	}
	return nil, nil //nolint:nilnil // that none holds is an answer
}

// setStepDeadline starts the limit of a task of a step, if the step has one in this case.
func (t *turn) setStepDeadline(step complaint.StepID, task complaint.TaskID, s *Step) error {
	d, err := t.newStepDeadline(step, task, s)
	if err != nil {
		return err
	}
	reason, err := t.fillStepDeadline(&d, s)
	if err != nil || reason == nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, reason)
}

// newStepDeadline is the limit of a task before it is counted.
func (t *turn) newStepDeadline(
	step complaint.StepID, task complaint.TaskID, s *Step,
) (complaint.Deadline, error) {
	started, err := t.stepLimitStartOrNow(s)
	if err != nil {
		return complaint.Deadline{}, fmt.Errorf("decide: limit of %s: %w", step, err)
	}
	return complaint.Deadline{
		Name:    stepDeadlineName(step),
		Title:   s.Title.Text,
		Step:    step,
		Task:    task,
		State:   complaint.StateRunning,
		Started: complaint.Instant(started),
	}, nil
}

// fillStepDeadline fills in the limit of a step's task as its rule and the case's present data have it; no reason where
// the step has none in this case.
func (t *turn) fillStepDeadline(d *complaint.Deadline, s *Step) (*complaint.Reason, error) {
	choice, err := t.limitThatHolds(s.LimitChoices())
	if err != nil || choice == nil || choice.Is.IsNone() {
		return nil, err
	}
	d.Title = s.Title.Text
	cites := choice.Cites
	switch {
	case choice.Is.SettingName != "":
		cites = Cites{Setting: Word{Text: choice.Is.SettingName}}
	case !citesAny(cites):
		cites = Cites{Clauses: s.Clauses}
	}
	return t.computeDeadline(d, choice.Is, choice.Target, cites)
}

// stepLimitStartOrNow is what a step's limit counts from: as it is entered, unless the file says otherwise and that has
// happened.
func (t *turn) stepLimitStartOrNow(s *Step) (time.Time, error) {
	if s.From.Text == "" {
		return t.now, nil
	}
	if field, ok := strings.CutPrefix(s.From.Text, fieldPrefix); ok {
		text, _ := t.c.Data[field].(string)
		if text == "" {
			return t.now, nil
		}
		return t.parseFieldInstant(text)
	}
	if at := t.milestoneInstant(s.From.Text); at != nil {
		return at.Time, nil
	}
	return t.now, nil
}

// milestoneInstant is when the case last came to a milestone, nil if it has not.
func (t *turn) milestoneInstant(milestone string) *complaint.Time {
	if milestone == milestoneReceived {
		return &t.c.ReceivedAt
	}
	marks := t.p.outcomesThatReach(milestone)
	for _, r := range slices.Backward(t.c.Results) {
		if r.Kind == complaint.TaskResult && (marks[string(r.Step)] || marks[string(r.Step)+"/"+r.Outcome]) {
			return &r.At
		}
	}
	return nil
}

// computeDeadline fills in a deadline's rule, then its instants, its computation and its ladder.
func (t *turn) computeDeadline(
	d *complaint.Deadline, limit LimitRef, target *LimitRef, cites Cites,
) (*complaint.Reason, error) {
	if limit.SettingName != "" && cites.Clause.Text == "" && len(cites.Clauses) == 0 {
		cites.Setting = Word{Text: limit.SettingName}
	}
	length := t.limitLength(limit).String()
	reason := t.p.reasonCiting(cites, "limit").With(complaint.Args{"length": complaint.Span(length)})
	d.ID = complaint.DeadlineID(fmt.Sprintf("d%d", t.nextSeq()))
	d.Clause, d.Setting, d.Limit, d.TargetLimit = reason.Clause, reason.Setting, length, ""
	if target != nil {
		d.TargetLimit = target.Length.String()
	}
	return reason, t.recountDeadline(d)
}
