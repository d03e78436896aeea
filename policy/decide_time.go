package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// startDeadlines starts every case limit counted from a milestone or, as "field <name>", from a date.
func (t *turn) startDeadlines(origin string, from time.Time) error {
	for _, e := range t.p.Doc.Deadlines.Entries {
		if e.Value.From.Text != origin || t.runs(e.Key) {
			continue
		}
		d := complaint.Deadline{Name: e.Key, State: complaint.Running, Started: complaint.Instant(from)}
		reason, err := t.caseDeadline(&d, &e.Value)
		if err != nil {
			return err
		}
		if err := t.emit(complaint.DeadlineSet{Deadline: d}, reason); err != nil {
			return err
		}
	}
	return nil
}

// runs: one duty has one clock; what restarts a duty already running does not move its limit.
func (t *turn) runs(name string) bool {
	return slices.ContainsFunc(t.c.Deadlines, func(d complaint.Deadline) bool { return d.Name == name && !d.Ended() })
}

// startFromFields starts the limits that count from a date just filled in.
func (t *turn) startFromFields(data map[string]any) error {
	for _, e := range t.p.Doc.Deadlines.Entries {
		name, ok := strings.CutPrefix(e.Value.From.Text, fieldPrefix)
		text, _ := data[name].(string)
		if !ok || text == "" {
			continue
		}
		from, err := t.instant(text)
		if err != nil {
			return fmt.Errorf("decide: start of %s: %w", e.Key, err) // the form has checked it
		}
		if err := t.startDeadlines(e.Value.From.Text, from); err != nil {
			return err
		}
	}
	return nil
}

// instant reads the value of a date or datetime field; a date is the start of that day.
func (t *turn) instant(text string) (time.Time, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return day.Start(t.f.Calendar.Location()), nil
	}
	return time.Parse(time.RFC3339, text)
}

// length is how long a limit is; one that a person fills in is the field's maximum until somebody has.
func (t *turn) length(l LimitRef) calendar.Limit {
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

// stepDeadline names the deadline of a step's own limit.
func stepDeadline(step complaint.StepID) string { return string(step) + ".limit" }

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
	if err := t.dropRequest(d, "应办事项已办，延期申请失效"); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineMet{Deadline: d.ID, Late: d.Late(t.now)}, &complaint.Reason{Clause: d.Clause, Setting: d.Setting, Text: "期限内应办事项已办"})
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
	if err := t.dropRequest(d, "期限不再适用，延期申请失效"); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineCancelled{Deadline: d.ID}, &complaint.Reason{Text: "期限不再适用"})
}

// caseDeadline fills in a limit of the whole case as its rule and the case's present data have it. d brings its
// start and, where it takes another deadline's place, the ledger.
func (t *turn) caseDeadline(d *complaint.Deadline, rule *DeadlineRule) (*complaint.Reason, error) {
	d.Title = rule.Title
	for _, choice := range rule.Limit {
		holds, err := t.applies(choice.When)
		if err != nil {
			return nil, fmt.Errorf("deadline %s: %w", d.Name, err)
		}
		if !holds {
			continue
		}
		cites := choice.Cites
		if !cited(cites) {
			cites = rule.Cites
		}
		return t.compute(d, choice.Is, choice.Target, cites)
	}
	return nil, fmt.Errorf("deadline %s: no limit applies", d.Name)
}

func (t *turn) setStepDeadline(step complaint.StepID, task complaint.TaskID, s *Step) error {
	d := complaint.Deadline{Name: stepDeadline(step), Title: s.Title, Step: step, Task: task, State: complaint.Running, Started: complaint.Instant(t.now)}
	cites := Cites{Clauses: s.Clauses}
	if s.Limit.SettingName != "" {
		cites = Cites{Setting: Word{Text: s.Limit.SettingName}}
	}
	reason, err := t.compute(&d, s.Limit, nil, cites)
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, reason)
}

// compute fills in a deadline's rule, then its instants, its computation and its ladder.
func (t *turn) compute(d *complaint.Deadline, limit LimitRef, target *LimitRef, cites Cites) (*complaint.Reason, error) {
	if limit.SettingName != "" && cites.Clause.Text == "" && len(cites.Clauses) == 0 {
		cites.Setting = Word{Text: limit.SettingName}
	}
	length := t.length(limit).String()
	reason := t.p.reason(cites, "期限 "+length)
	d.ID = complaint.DeadlineID(fmt.Sprintf("d%d", t.seq()))
	d.Clause, d.Setting, d.Limit, d.TargetLimit = reason.Clause, reason.Setting, length, ""
	if target != nil {
		d.TargetLimit = target.Length.String()
	}
	return reason, t.recount(d)
}

const limitRung complaint.RungID = "limit"

// rungID names the i-th rung of a ladder, from 0.
func rungID(i int) complaint.RungID { return complaint.RungID(fmt.Sprint(i + 1)) }

// ladder is the ladder of the deadline's rule in the pinned policy.
func (t *turn) ladder(d *complaint.Deadline) []RungRule {
	if rule, ok := t.p.Doc.Deadlines.Get(d.Name); ok {
		return rule.Ladder
	}
	if s := t.p.step(d.Step); s != nil {
		return s.Ladder
	}
	return nil
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
func (t *turn) explain(term calendar.Term, d *complaint.Deadline) []complaint.Counted {
	rule := d.Clause
	if rule == "" {
		rule = "设定 " + d.Setting
	}
	lines := make([]complaint.Counted, 1, 1+len(term.Steps))
	lines[0] = complaint.Counted{Date: calendar.DateOf(term.Started, t.f.Calendar.Location()).String(), Kind: "rule", Name: rule, Text: "依据 " + rule + "：" + term.Limit.String()}
	for _, s := range term.Steps {
		lines = append(lines, counted(s))
	}
	return lines
}

func counted(s calendar.Step) complaint.Counted {
	day := s.Date.String()
	return complaint.Counted{Date: day, Kind: string(s.Kind), Name: s.Name, Text: stepText(s, day)}
}

func stepText(s calendar.Step, day string) string {
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
		return fmt.Sprintf("%s 之后延期 %d%s", day, s.N, s.Unit)
	case calendar.StepSuspended:
		return fmt.Sprintf("%s 中止计算，余 %s", s.At.Format("2006-01-02 15:04:05"), s.Left)
	case calendar.StepResumed:
		return fmt.Sprintf("%s 恢复计算，余 %s", s.At.Format("2006-01-02 15:04:05"), s.Left)
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
		why := &complaint.Reason{Clause: d.Clause, Setting: d.Setting, Text: d.Title + "已过"}
		if err := t.emit(complaint.DeadlineMissed{Deadline: d.ID, Rung: r.ID}, why); err != nil {
			return err
		}
		return t.dropRequest(d, "届满未批，延期申请失效")
	}
	if r.Action == complaint.Lapse {
		return t.lapse(d)
	}
	ladder := t.ladder(d)
	i, err := strconv.Atoi(string(r.ID))
	if err != nil || i < 1 || i > len(ladder) {
		return fmt.Errorf("decide: deadline %s has no rung %s in policy version %d", d.Name, r.ID, t.p.Doc.Version)
	}
	rule := ladder[i-1]
	switch r.Action {
	case complaint.Remind:
		seats, assignee := t.holders(d)
		return t.emit(complaint.Reminded{Deadline: d.ID, Rung: r.ID, To: seats, Assignee: assignee}, t.p.reason(rule.Cites, d.Title+"将满，提醒承办人"))
	case complaint.Slip:
		seats, _ := t.holders(d)
		return t.issueSlip(rule.Slip.Text, d.ID, r.ID, seats, rule.Copies, rule.Reply, "", t.p.reason(rule.Cites, d.Title+"已过，催办"))
	case complaint.Escalate:
		return t.escalate(d, r.ID, rule)
	case complaint.Expire, complaint.Lapse, complaint.Notify:
	}
	return fmt.Errorf("decide: rung action %s", r.Action)
}

// holders are the seats that owe what is due, and the person, where one has taken the task.
func (t *turn) holders(d *complaint.Deadline) (seats []complaint.Seat, assignee complaint.UserID) {
	for _, task := range t.owing(d) {
		seats = append(seats, task.Seats...)
		assignee = task.Assignee
	}
	return seats, assignee
}

// owing are the open tasks a deadline is about: its own, or all of the case. Deciding an extension is not what
// is owed.
func (t *turn) owing(d *complaint.Deadline) []*complaint.Task {
	var owing []*complaint.Task
	for _, task := range t.c.LiveTasks() {
		if len(task.Seats) > 0 && t.c.RequestedAt(task.ID) == nil && (d.Task == "" || d.Task == task.ID) {
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
	return t.emitNumbered(fact, r, t.p.numbering("slips."+kind, format.NumberFormat, t.local()))
}
