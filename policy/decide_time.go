package policy

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// startDeadlines starts every case limit counted from a milestone.
func (t *turn) startDeadlines(milestone string, from time.Time) error {
	for _, e := range t.p.Doc.Deadlines.Entries {
		if e.Value.From.Text != milestone {
			continue
		}
		d, reason, err := t.caseDeadline(e.Key, &e.Value, from)
		if err != nil {
			return err
		}
		if err := t.emit(complaint.DeadlineSet{Deadline: d}, reason); err != nil {
			return err
		}
	}
	return nil
}

// reach is the instant a milestone happens: limits counted to it end, limits counted from it start.
func (t *turn) reach(milestone string) error {
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		rule, ok := t.p.Doc.Deadlines.Get(d.Name)
		if ok && rule.Until.Text == milestone && !d.Ended() {
			if err := t.meet(d); err != nil {
				return err
			}
		}
	}
	if err := t.measure(milestone); err != nil {
		return err
	}
	return t.startDeadlines(milestone, t.now)
}

// measure records the spans that end with the milestone.
func (t *turn) measure(milestone string) error {
	for _, e := range t.p.Doc.Measures.Entries {
		if e.Value.Until.Text != milestone {
			continue
		}
		fact := complaint.Measured{
			Name: e.Key, Title: e.Value.Title, Unit: t.c.ResponsibleUnit(), From: t.c.ReceivedAt, Until: complaint.Instant(t.now),
		}
		if err := t.emit(fact, t.p.reason(e.Value.Cites, e.Value.Title)); err != nil {
			return err
		}
	}
	return nil
}

// meet records that what was due is done; after the limit it is done late.
func (t *turn) meet(d *complaint.Deadline) error {
	late := !t.now.Before(d.Due.Time)
	return t.emit(complaint.DeadlineMet{Deadline: d.ID, Late: late}, &complaint.Reason{Clause: d.Clause, Setting: d.Setting, Text: "期限内应办事项已办"})
}

func (t *turn) cancelDeadlines() error {
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		if d.Ended() {
			continue
		}
		if err := t.cancel(d); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) cancel(d *complaint.Deadline) error {
	return t.emit(complaint.DeadlineCancelled{Deadline: d.ID}, &complaint.Reason{Text: "期限不再适用"})
}

// caseDeadline computes a limit of the whole case as its rule and the case's present data have it.
func (t *turn) caseDeadline(name string, rule *DeadlineRule, from time.Time) (complaint.Deadline, *complaint.Reason, error) {
	vars := t.p.variables(t.c)
	for _, choice := range rule.Limit {
		holds, err := t.p.holds(choice.When, vars)
		if err != nil {
			return complaint.Deadline{}, nil, fmt.Errorf("deadline %s: %w", name, err)
		}
		if !holds {
			continue
		}
		cites := choice.Cites
		if !cited(cites) {
			cites = rule.Cites
		}
		d := complaint.Deadline{Name: name, Title: rule.Title}
		reason, err := t.compute(&d, choice.Is, choice.Target, cites, from, rule.Ladder)
		return d, reason, err
	}
	return complaint.Deadline{}, nil, fmt.Errorf("deadline %s: no limit applies", name)
}

func (t *turn) setStepDeadline(step complaint.StepID, task complaint.TaskID, s *Step) error {
	d := complaint.Deadline{Name: string(step) + ".limit", Title: s.Title, Step: step, Task: task}
	cites := Cites{Clauses: s.Clauses}
	if s.Limit.SettingName != "" {
		cites = Cites{Setting: Word{Text: s.Limit.SettingName}}
	}
	reason, err := t.compute(&d, s.Limit, nil, cites, t.now, s.Ladder)
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, reason)
}

// compute fills in a deadline's instants, its computation and its ladder.
func (t *turn) compute(d *complaint.Deadline, limit LimitRef, target *LimitRef, cites Cites, from time.Time, ladder []RungRule) (*complaint.Reason, error) {
	term, err := t.f.Calendar.Term(from, limit.Length, t.p.counting)
	if err != nil {
		return nil, fmt.Errorf("deadline %s: %w", d.Name, err)
	}
	if limit.SettingName != "" && cites.Clause.Text == "" && len(cites.Clauses) == 0 {
		cites.Setting = Word{Text: limit.SettingName}
	}
	reason := t.p.reason(cites, "期限 "+limit.Length.String())
	d.ID = complaint.DeadlineID(fmt.Sprintf("d%d", t.seq()))
	d.Clause, d.Setting, d.Limit = reason.Clause, reason.Setting, limit.Length.String()
	d.State, d.Started, d.Due, d.LastDay = complaint.Running, complaint.Instant(from), complaint.Instant(term.Due), term.LastDay.String()
	d.Provisional, d.Computation = term.Provisional, t.explain(term, reason)
	if target != nil {
		early, err := t.f.Calendar.Term(from, target.Length, t.p.counting)
		if err != nil {
			return nil, fmt.Errorf("deadline %s: %w", d.Name, err)
		}
		at := complaint.Instant(early.Due)
		d.Target = &at
	}
	d.Rungs, err = t.arm(term, ladder)
	return reason, err
}

// arm computes the instants of the ladder. The limit itself is always a rung. A reminder that lies in the
// past when the deadline is set (a matter registered late) is skipped: nobody can be reminded beforehand.
func (t *turn) arm(term calendar.Term, ladder []RungRule) ([]complaint.Rung, error) {
	rungs := []complaint.Rung{{ID: limitRung, At: complaint.Instant(term.Due), Action: complaint.Expire}}
	for i, r := range ladder {
		at, err := t.rungAt(term, r)
		if err != nil {
			return nil, fmt.Errorf("rung %d: %w", i+1, err)
		}
		rung := complaint.Rung{ID: complaint.RungID(fmt.Sprint(i + 1)), At: complaint.Instant(at), Action: r.action()}
		rung.Skipped = rung.Action == complaint.Remind && !rung.At.After(t.now)
		rungs = append(rungs, rung)
	}
	return rungs, nil
}

const limitRung complaint.RungID = "limit"

func (t *turn) rungAt(term calendar.Term, r RungRule) (time.Time, error) {
	if r.After.Set() {
		at, _, err := t.f.Calendar.After(term, r.After.Length, t.p.counting)
		return at, err
	}
	before, ok := strings.CutSuffix(r.At.Text, " before")
	if !ok {
		return term.Due, nil
	}
	length, err := calendar.ParseLimit(before)
	if err != nil {
		return time.Time{}, err
	}
	return t.f.Calendar.Before(term, length)
}

func (r RungRule) action() complaint.RungAction {
	switch {
	case r.Remind.Text != "":
		return complaint.Remind
	case r.Slip.Text != "":
		return complaint.Slip
	default:
		return complaint.Escalate
	}
}

// explain turns the calendar's steps into lines a person can follow (all-explain).
func (t *turn) explain(term calendar.Term, r *complaint.Reason) []complaint.Counted {
	rule := r.Clause
	if rule == "" {
		rule = "设定 " + r.Setting
	}
	lines := []complaint.Counted{{Date: calendar.DateOf(term.Started, t.f.Calendar.Location()).String(), Kind: "rule", Name: rule, Text: "依据 " + rule + "：" + term.Limit.String()}}
	for _, s := range term.Steps {
		lines = append(lines, complaint.Counted{Date: s.Date.String(), Kind: string(s.Kind), Name: s.Name, Text: stepText(s)})
	}
	return lines
}

func stepText(s calendar.Step) string {
	day := s.Date.String()
	switch s.Kind {
	case calendar.StepStarted:
		return day + " 起算的事由发生"
	case calendar.StepSkipped:
		return day + " 不计：" + s.Name
	case calendar.StepMakeup:
		return day + " 计入：" + s.Name
	case calendar.StepRolled:
		return day + " 末日逢休息日，顺延到这一天"
	case calendar.StepLast:
		return day + " 是最后一天"
	case calendar.StepExtended:
		return day + " 之后延期"
	case calendar.StepSuspended:
		return day + " 中止计算"
	case calendar.StepResumed:
		return day + " 恢复计算"
	}
	return day
}

// due fires one rung, if it can still fire: once, never early, and not after what was due is done.
func (t *turn) due(c complaint.Due) error {
	d := t.c.Deadline(c.Deadline)
	if d == nil || d.Ended() || d.State == complaint.Suspended {
		return nil
	}
	for _, r := range d.Rungs {
		if r.ID == c.Rung && !r.Fired && !r.Skipped && !r.At.After(t.now) {
			return t.fire(d, r)
		}
	}
	return nil
}

func (t *turn) fire(d *complaint.Deadline, r complaint.Rung) error {
	if r.Action == complaint.Expire {
		return t.emit(complaint.DeadlineMissed{Deadline: d.ID, Rung: r.ID}, &complaint.Reason{Clause: d.Clause, Setting: d.Setting, Text: d.Title + "已过"})
	}
	rule, ok := t.rungRule(d, r.ID)
	if !ok {
		return fmt.Errorf("decide: deadline %s has no rung %s in policy version %d", d.Name, r.ID, t.p.Doc.Version)
	}
	switch r.Action {
	case complaint.Remind:
		seats, assignee := t.holders(d)
		return t.emit(complaint.Reminded{Deadline: d.ID, Rung: r.ID, To: seats, Assignee: assignee}, t.p.reason(rule.Cites, d.Title+"将满，提醒承办人"))
	case complaint.Slip:
		seats, _ := t.holders(d)
		return t.issueSlip(rule.Slip.Text, d.ID, r.ID, seats, rule.Copies, rule.Reply, "", t.p.reason(rule.Cites, d.Title+"已过，催办"))
	case complaint.Escalate:
		return t.escalate(d, r.ID, rule)
	case complaint.Expire, complaint.Notify:
	}
	return fmt.Errorf("decide: rung action %s", r.Action)
}

// rungRule finds the rung's rule in the pinned policy.
func (t *turn) rungRule(d *complaint.Deadline, id complaint.RungID) (RungRule, bool) {
	ladder := []RungRule{}
	if rule, ok := t.p.Doc.Deadlines.Get(d.Name); ok {
		ladder = rule.Ladder
	} else if s := t.p.step(d.Step); s != nil {
		ladder = s.Ladder
	}
	for i, r := range ladder {
		if fmt.Sprint(i+1) == string(id) {
			return r, true
		}
	}
	return RungRule{}, false
}

// holders are the seats that owe what is due, and the person, where one has taken the task.
func (t *turn) holders(d *complaint.Deadline) (seats []complaint.Seat, assignee complaint.UserID) {
	for _, task := range t.owing(d) {
		seats = append(seats, task.Seats...)
		assignee = task.Assignee
	}
	return seats, assignee
}

// owing are the open tasks a deadline is about: its own, or all of the case.
func (t *turn) owing(d *complaint.Deadline) []*complaint.Task {
	var owing []*complaint.Task
	for _, task := range t.c.LiveTasks() {
		if d.Task == "" || d.Task == task.ID {
			owing = append(owing, task)
		}
	}
	return owing
}

func (t *turn) escalate(d *complaint.Deadline, rung complaint.RungID, rule RungRule) error {
	var tasks []complaint.TaskID
	for _, task := range t.owing(d) {
		tasks = append(tasks, task.ID)
	}
	to := []complaint.Seat{{Role: t.p.Role(rule.Escalate.Text)}}
	return t.emit(complaint.Escalated{Deadline: d.ID, Rung: rung, To: to, Tasks: tasks}, t.p.reason(rule.Cites, d.Title+"逾期未办，升级"))
}

// issueSlip drafts a numbered slip with its duty to reply.
func (t *turn) issueSlip(kind string, d complaint.DeadlineID, rung complaint.RungID, to []complaint.Seat, copies []Word, reply LimitRef, text complaint.TextID, r *complaint.Reason) error {
	fact := complaint.SlipIssued{
		Slip: complaint.SlipID(fmt.Sprintf("s%d", t.seq())), Kind: kind, Deadline: d, Rung: rung, To: to,
		Copies: t.roleSeats(copies), Reason: text,
	}
	if reply.Set() {
		term, err := t.f.Calendar.Term(t.now, reply.Length, t.p.counting)
		if err != nil {
			return fmt.Errorf("decide: reply term: %w", err)
		}
		due := complaint.Instant(term.Due)
		fact.ReplyDue = &due
	}
	format, ok := t.p.Doc.Slips.Get(kind)
	if !ok {
		return fmt.Errorf("decide: policy has no slips of kind %s", kind)
	}
	return t.emitNumbered(fact, r, t.p.numbering("slips."+kind, *format, t.local()))
}
