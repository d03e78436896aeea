package policy

import (
	"strings"
	"time"

	"duban/complaint"
)

// permitGeneral decides about commands no task offers: the policy's `may:` says who, and what it does not
// list it does not provide.
func (t *turn) permitGeneral(cmd complaint.Command) *complaint.Error {
	name := complaint.NameOf(cmd)
	rule, ok := t.p.Doc.May.Get(name)
	if !ok {
		return t.notProvided(cmd)
	}
	if !t.mayBy(rule) {
		return complaint.Refuse(complaint.Forbidden, "这项操作限于%s (not your role)", t.p.RoleTitles(rule.By)).Because(*t.mayReason(name, ""))
	}
	if rule.After.Text != "" && !t.reached(rule.After.Text) {
		return complaint.Refuse(complaint.Conflict, "“%s”之前不能提出 (too early)", reading{p: t.p}.milestone(rule.After.Text)).Because(*t.mayReason(name, ""))
	}
	if _, regrade := cmd.(complaint.Regrade); regrade && t.c.Status == complaint.StatusClosed {
		return complaint.Refuse(complaint.Conflict, "案件已结，改级不再有意义 (already closed)").Because(*t.mayReason(name, ""))
	}
	if _, urge := cmd.(complaint.Urge); urge && len(t.urged("")) == 0 {
		return complaint.Refuse(complaint.Conflict, "没有待办的事项可催 (nothing to urge)").Because(*t.mayReason(name, ""))
	}
	return nil
}

// notProvided refuses what the regulation does not know. Suspension is of that kind in all regulations but
// those that say otherwise (all-wait).
func (t *turn) notProvided(cmd complaint.Command) *complaint.Error {
	refusal := complaint.Refuse(complaint.Conflict, "《%s》没有规定这项操作 (not provided by this regulation)", t.p.Doc.Title)
	switch cmd.(type) {
	case complaint.Suspend, complaint.Resume:
		refusal.Clause = "all-wait"
	default:
	}
	return refusal
}

func (t *turn) mayBy(rule *Permission) bool {
	for _, w := range rule.By {
		if w.Text == complaint.Complainant && t.a.Party == complaint.Complainant {
			return true
		}
	}
	return t.a.Party == "" && t.p.holdsRole(t.a.Person, rule.By)
}

func (t *turn) mayReason(command, text string) *complaint.Reason {
	if rule, ok := t.p.Doc.May.Get(command); ok {
		return t.p.reason(rule.Cites, text)
	}
	return &complaint.Reason{Text: text}
}

// permitReply: only who was urged answers, and only once.
func (t *turn) permitReply(id complaint.SlipID) *complaint.Error {
	if _, ok := t.p.Doc.May.Get("reply_slip"); !ok {
		return t.notProvided(complaint.ReplySlip{})
	}
	s := t.c.Slip(id)
	if s == nil {
		return complaint.Refuse(complaint.Invalid, "本案没有这份督办单 (no such slip)").At("data.slip")
	}
	if t.a.Party != "" || !fits(t.a.Person, s.To) {
		return complaint.Refuse(complaint.Forbidden, "由%s答复 (not addressed to you)", t.p.SeatTitles(s.To)).Because(*t.mayReason("reply_slip", ""))
	}
	if s.State != complaint.SlipOpen {
		return complaint.Refuse(complaint.Conflict, "%s 已不需要答复 (already replied or settled)", s.Number).Because(*t.mayReason("reply_slip", ""))
	}
	return nil
}

func (t *turn) checkRegrade(c complaint.Regrade) *complaint.Error {
	if !t.p.Doc.Intake.Severities.Has(c.Severity) {
		return complaint.Refuse(complaint.Invalid, "没有这个等级；可选：%s", titles(t.p.Doc.Intake.Severities)).At("data.severity")
	}
	if c.Severity == t.c.Severity {
		return complaint.Refuse(complaint.Conflict, "已经是%s (same severity)", t.p.SeverityTitle(c.Severity))
	}
	return needText(c.Reason, "reason")
}

func titles(m Map[string]) string {
	words := make([]string, len(m.Entries))
	for i, e := range m.Entries {
		words[i] = e.Key + " " + e.Value
	}
	return strings.Join(words, "、")
}

// regrade changes the severity and counts each limit that depends on it anew from its original start; the
// old dates stay in the journal (all-regrade).
func (t *turn) regrade(c complaint.Regrade) error {
	fact := complaint.Regraded{From: t.c.Severity, To: c.Severity, Reason: c.Reason}
	if err := t.emit(fact, t.mayReason("regrade", "改级")); err != nil {
		return err
	}
	return t.resetLimits()
}

// judge takes over what a step's form determined about the case itself: its category, its severity.
func (t *turn) judge(s *Step, category string, data map[string]any) error {
	severity, _ := data[complaint.SeverityField].(string)
	if severity != "" && severity != t.c.Severity {
		fact := complaint.Regraded{From: t.c.Severity, To: severity}
		if err := t.emit(fact, t.p.reason(s.Cites, "定级")); err != nil {
			return err
		}
		return t.resetLimits()
	}
	if t.c.Category != category {
		return t.resetLimits()
	}
	return nil
}

// resetLimits counts each limit of the case that category or severity change anew from its original start; the old
// dates stay in the journal (all-regrade).
func (t *turn) resetLimits() error {
	for i := range len(t.c.Deadlines) {
		old := t.c.Deadlines[i]
		rule, ok := t.p.Doc.Deadlines.Get(old.Name)
		if !ok || old.Ended() {
			continue
		}
		fresh := old.Anew()
		reason, err := t.caseDeadline(&fresh, rule)
		if err != nil {
			return err
		}
		if fresh.Limit == old.Limit && fresh.Clause == old.Clause && fresh.Setting == old.Setting {
			continue
		}
		if err := t.supersede(old, fresh, reason, t.mayReason("regrade", "改级后期限自原起点重算")); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) checkUrge(c complaint.Urge) *complaint.Error {
	if c.To != "" {
		if _, ok := t.f.Directory.Units[c.To]; !ok {
			return complaint.Refuse(complaint.Invalid, "没有这个单位 (no such unit)").At("data.to")
		}
		if len(t.urged(c.To)) == 0 {
			return complaint.Refuse(complaint.Conflict, "这个单位在本案没有待办 (nothing to urge there)")
		}
	}
	return needText(c.Reason, "reason")
}

// urged are the seats of open tasks, in one unit or anywhere.
func (t *turn) urged(unit complaint.UnitID) []complaint.Seat {
	var seats []complaint.Seat
	for _, task := range t.c.LiveTasks() {
		for _, s := range task.Seats {
			if unit == "" || s.Unit == unit {
				seats = append(seats, s)
			}
		}
	}
	return seats
}

func (t *turn) urge(c complaint.Urge) error {
	rule, _ := t.p.Doc.May.Get("urge")
	return t.issueSlip(complaint.UrgeSlip, "", "", t.urged(c.To), nil, rule.Reply, c.Reason, t.mayReason("urge", "人工催办"))
}

// settleMessage fills in kind and addressee where only one is possible.
func (t *turn) settleMessage(c complaint.Message) complaint.Message {
	origin := "organisation"
	if t.a.Party != "" {
		origin = complaint.Complainant
	} else if c.To == "" {
		c.To = complaint.Complainant
	}
	for _, e := range t.p.Doc.Messages.Entries {
		if c.Kind == "" && e.Value.From.Text == origin {
			c.Kind = e.Key
		}
	}
	return c
}

func (t *turn) checkMessage(c complaint.Message) *complaint.Error {
	k, ok := t.p.Doc.Messages.Get(c.Kind)
	if !ok || (k.From.Text == complaint.Complainant) != (t.a.Party != "") {
		return complaint.Refuse(complaint.Invalid, "没有这类消息，或不由您这一方发出 (no such message kind)").At("data.kind")
	}
	if t.a.Party == "" && c.To != complaint.Complainant {
		return complaint.Refuse(complaint.Invalid, "消息只能发给投诉人 (to: complainant)").At("data.to")
	}
	if k.After.Text != "" && !t.reached(k.After.Text) {
		return complaint.Refuse(complaint.Conflict, "“%s”现在还不能发 (too early)", k.Title).Because(*t.p.reason(k.Cites, ""))
	}
	if k.Before.Text != "" && t.reached(k.Before.Text) {
		return complaint.Refuse(complaint.Conflict, "“%s”现在不能再发 (too late)", k.Title).Because(*t.p.reason(k.Cites, ""))
	}
	if refusal := t.checkAttached(c.Attachments); refusal != nil {
		return refusal
	}
	return needText(c.Text, "text")
}

// reached reports whether the case has come to a milestone.
func (t *turn) reached(milestone string) bool {
	if milestone == milestoneClosed {
		return t.c.Status == complaint.StatusClosed || t.c.Status == complaint.StatusArchived
	}
	for i := range t.c.Tasks {
		task := &t.c.Tasks[i]
		s := t.p.step(task.Step)
		if task.State != complaint.TaskDone || len(t.siblings(task)) > 0 {
			continue
		}
		if o, ok := s.Outcomes.Get(task.Outcome); s.Sets.Text == milestone || ok && o.Sets.Text == milestone {
			return true
		}
	}
	return false
}

func (t *turn) message(c complaint.Message) error {
	fact := complaint.Messaged{Kind: c.Kind, From: t.a.Party, To: c.To, Text: c.Text, Attachments: c.Attachments}
	if t.a.Party != "" {
		fact.To = ""
	}
	return t.emit(fact, t.mayReason("message", "往来消息"))
}

// surveyTask is the open survey the complainant may answer, or nil.
func (t *turn) surveyTask() (*complaint.Task, *Step) {
	for _, task := range t.c.LiveTasks() {
		s := t.p.step(task.Step)
		for _, w := range s.Of {
			if s.Kind.Text == "survey" && w.Text == complaint.Complainant {
				return task, s
			}
		}
	}
	return nil, nil
}

func (t *turn) permitRate() *complaint.Error {
	if refusal := t.permitGeneral(complaint.Rate{}); refusal != nil {
		return refusal
	}
	if task, _ := t.surveyTask(); task == nil {
		return complaint.Refuse(complaint.Conflict, "现在没有等待评价的事项 (nothing to rate now)").Because(*t.mayReason("rate", ""))
	}
	return nil
}

func (t *turn) checkRate(c complaint.Rate) *complaint.Error {
	_, s := t.surveyTask()
	if o, ok := s.Outcomes.Get(c.Outcome); !ok || o.Staff {
		return complaint.Refuse(complaint.Invalid, "请选择是否满意 (outcome required)").At("data.outcome")
	}
	return nil
}

// rate is the complainant's own answer to the survey; it completes the task like the visitor's record would.
func (t *turn) rate(c complaint.Rate) error {
	task, _ := t.surveyTask()
	t.comment = c.Text
	return t.complete(complaint.Complete{Task: task.ID, Outcome: c.Outcome})
}

// withdraw ends the case at the complainant's wish.
func (t *turn) withdraw(c complaint.Withdraw) error {
	reason := t.mayReason("withdraw", "撤回投诉")
	if err := t.emit(complaint.Withdrew(c), reason); err != nil {
		return err
	}
	return t.endAtOnce("withdrawn", reason)
}

func (t *turn) checkService(c complaint.RecordService) *complaint.Error {
	n := t.c.Notice(c.Notice)
	if n == nil {
		return complaint.Refuse(complaint.Invalid, "本案没有这份通知 (no such notice)").At("data.notice")
	}
	if n.ServedAt == nil { // the first service is the step's own act
		return complaint.Refuse(complaint.Conflict, "通知还没有送达；请办结“%s”这一步 (not served yet)", t.p.step(n.Step).Title)
	}
	form := t.p.Form(commandForm("record_service"))
	data := map[string]any{"notice": string(c.Notice), "at": c.At.Format(time.RFC3339), "how": c.How}
	if refusal := form.Check("data", data); refusal != nil {
		return refusal
	}
	return t.happened(c.At, "data.at")
}

// recordService notes a service whose proof came in later; what is counted from it is counted anew.
func (t *turn) recordService(c complaint.RecordService) error {
	fact := complaint.Served{Notice: c.Notice, At: complaint.Instant(c.At), How: c.How, Proof: c.Proof, Text: t.c.Notice(c.Notice).Text}
	if err := t.emit(fact, t.mayReason("record_service", "补记送达")); err != nil {
		return err
	}
	return t.moveWindow()
}

func (t *turn) checkCorrect(c complaint.Correct) *complaint.Error {
	if c.Seq < 1 || c.Seq > t.c.Seq {
		return complaint.Refuse(complaint.Invalid, "没有第 %d 条记录 (no such event)", c.Seq).At("data.seq")
	}
	return needText(c.Reason, "reason")
}
