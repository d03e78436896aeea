package policy

import (
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// Facts are what a decision needs from outside, read in the transaction that records it.
type Facts struct {
	// Now is the instant of the act in case time; an act is never earlier than the journal's last event.
	Now       time.Time
	Calendar  *calendar.Calendar
	Directory complaint.Directory
	// Attachments are those of the case's that the order names; others it may not name.
	Attachments []complaint.Attachment
	// Into is the case that another is to be merged into; needed by complaint.Merge only, nil if there is none.
	Into *complaint.Case
	// Tied are people with a declared tie to an outsider whom the case names.
	Tied []complaint.UserID
	// Filing is what the case is made from; needed by complaint.Open only.
	Filing *complaint.Filing
}

// Draft is an event to be recorded, the number to be drawn for it, if it carries one, and the filing of the case
// it begins, if it begins one.
type Draft struct {
	Event  complaint.Event
	Number *Numbering
	Begins *complaint.Filed
}

// Decide says what happens to the case when the actor gives the order: the events to record, or a refusal
// (*complaint.Error) with the rule it rests on. Any other error is trouble of ours. The case is not changed.
func (p *Policy) Decide(c *complaint.Case, o complaint.Order, a complaint.Actor, f Facts) ([]Draft, error) {
	t, cmd, refusal := p.permitted(c, o.Command, a, f)
	if refusal != nil {
		return nil, refusal
	}
	t.comment = o.Comment
	if refusal := t.check(cmd); refusal != nil {
		return nil, t.grounded(cmd, refusal)
	}
	if err := t.standIn(); err != nil {
		return nil, err
	}
	if err := t.run(cmd); err != nil {
		return nil, err
	}
	return t.drafts, nil
}

// turn is one decision under way: a working copy of the case to which each drafted event is applied at once.
type turn struct {
	p       *Policy
	c       *complaint.Case
	a       complaint.Actor
	f       Facts
	now     time.Time
	comment complaint.TextID
	drafts  []Draft
	// arrived are joining steps this turn has come to and not entered yet.
	arrived []complaint.StepID
}

func (p *Policy) begin(c *complaint.Case, a complaint.Actor, f Facts) *turn {
	now := complaint.Instant(f.Now).Time
	if now.Before(c.LastAt.Time) {
		now = c.LastAt.Time
	}
	return &turn{p: p, c: c.Clone(), a: a, f: f, now: now}
}

// local is the turn's instant in the organisation's zone.
func (t *turn) local() time.Time { return t.now.In(t.f.Calendar.Location()) }

// seq is the sequence number the next event will have; ids inside the case are made from it.
func (t *turn) seq() int { return t.c.Seq + 1 }

func (t *turn) emit(f complaint.Fact, r *complaint.Reason) error {
	return t.emitNumbered(f, r, nil)
}

func (t *turn) emitNumbered(f complaint.Fact, r *complaint.Reason, n *Numbering) error {
	e := complaint.Event{Case: t.c.ID, Seq: t.seq(), At: t.now, Actor: t.a.ID(), Fact: f, Reason: r}
	if err := t.c.Apply(e); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	if t.drafts == nil {
		t.drafts = make([]Draft, 0, 16)
	}
	t.drafts = append(t.drafts, Draft{Event: e, Number: n})
	return nil
}

// settle fills in what a command may leave out: the task, where only one fits, and the outcome, where the
// step has only one.
func (t *turn) settle(cmd complaint.Command) (complaint.Command, *complaint.Error) {
	var refusal *complaint.Error
	switch c := cmd.(type) {
	case complaint.Claim:
		c.Task, refusal = t.settleTask(c.Task)
		return c, refusal
	case complaint.Release:
		c.Task, refusal = t.settleTask(c.Task)
		return c, refusal
	case complaint.Assign:
		c.Task, refusal = t.settleAny(c.Task)
		return c, refusal
	case complaint.Complete:
		c.Task, refusal = t.settleTask(c.Task)
		if refusal == nil && c.Outcome == "" {
			c.Outcome, refusal = t.onlyOutcome(c.Task)
		}
		return c, refusal
	case complaint.Message:
		return t.settleMessage(c), nil
	case complaint.Suspend:
		c.Deadline = t.settleDeadline(c.Deadline, suspends, func(id complaint.DeadlineID) *complaint.Error {
			return t.permitSuspend(complaint.Suspend{Deadline: id})
		})
		return c, nil
	case complaint.Resume:
		c.Deadline = t.settleDeadline(c.Deadline, suspends, func(id complaint.DeadlineID) *complaint.Error {
			return t.permitResume(complaint.Resume{Deadline: id})
		})
		return c, nil
	case complaint.RequestExtension:
		c.Deadline = t.settleDeadline(c.Deadline, extends, func(id complaint.DeadlineID) *complaint.Error {
			return t.permitRequest(complaint.RequestExtension{Deadline: id})
		})
		return c, nil
	default:
		return cmd, nil
	}
}

// permit decides whether this actor may give this command now, whatever its data. Offers asks it too.
func (t *turn) permit(cmd complaint.Command) *complaint.Error {
	switch cmd.(type) {
	case complaint.Open, complaint.Due, complaint.Sync, complaint.OutsideCancel, complaint.Recalculate, complaint.Absorb:
		if !t.a.System {
			return complaint.Refuse(complaint.Forbidden, "只有系统可以这样做 (reserved for the system)")
		}
		return nil
	default:
	}
	if t.c.Status == complaint.StatusReceived {
		return complaint.Refuse(complaint.Conflict, "案件正在登记，请稍候再试 (not registered yet)")
	}
	if refusal := t.mustStayAway(); refusal != nil {
		return refusal
	}
	if _, late := cmd.(complaint.RequestReview); t.c.Status == complaint.StatusArchived && !late {
		return complaint.Refuse(complaint.Conflict, "案件已归档，不能再办理 (archived)")
	}
	switch c := cmd.(type) {
	case complaint.Claim:
		return t.permitClaim(c.Task)
	case complaint.Release:
		return t.permitRelease(c.Task)
	case complaint.Complete:
		if refusal := t.permitComplete(c.Task); refusal != nil {
			return refusal
		}
		return t.permitApproval(c)
	case complaint.Assign:
		return t.permitAssign(c.Task)
	case complaint.Rate:
		return t.permitRate()
	case complaint.ReplySlip:
		return t.permitReply(c.Slip)
	case complaint.Suspend:
		return t.permitSuspend(c)
	case complaint.Resume:
		return t.permitResume(c)
	case complaint.RequestExtension:
		return t.permitRequest(c)
	case complaint.RequestReview:
		return t.permitReview()
	case complaint.Merge:
		return t.permitMerge()
	default:
		return t.permitGeneral(cmd)
	}
}

// check judges the command's data: the form, and that what it names exists.
func (t *turn) check(cmd complaint.Command) *complaint.Error {
	switch c := cmd.(type) {
	case complaint.Complete:
		return t.checkComplete(c)
	case complaint.Assign:
		return t.checkAssign(c)
	case complaint.Regrade:
		return t.checkRegrade(c)
	case complaint.Urge:
		return t.checkUrge(c)
	case complaint.Message:
		return t.checkMessage(c)
	case complaint.Rate:
		return t.checkRate(c)
	case complaint.RecordService:
		return t.checkService(c)
	case complaint.Correct:
		return t.checkCorrect(c)
	case complaint.Recuse:
		return t.checkRecuse(c)
	case complaint.Suspend:
		return t.checkSuspend(c)
	case complaint.RequestExtension:
		return t.checkRequest(c)
	case complaint.Object:
		return needText(c.Reason, "reason")
	case complaint.ReplySlip:
		return needText(c.Text, "text")
	case complaint.RequestReview:
		return t.checkReview(c)
	case complaint.Merge:
		return t.checkMerge(c)
	case complaint.Withdraw:
		return needText(c.Reason, "reason")
	case complaint.Note:
		if refusal := t.checkAttached(c.Attachments); refusal != nil {
			return refusal
		}
		return needText(c.Text, "text")
	default:
		return nil
	}
}

func needText(id complaint.TextID, field string) *complaint.Error {
	if id == "" {
		return complaint.Refuse(complaint.Invalid, "请填写 %s (required)", field).At("data." + field)
	}
	return nil
}

// run drafts the events of a permitted and checked command. What a policy does not provide was refused by permit.
func (t *turn) run(cmd complaint.Command) error {
	switch c := cmd.(type) {
	case complaint.Open:
		return t.open()
	case complaint.Due:
		return t.due(c)
	case complaint.Recalculate:
		return t.recalculate(c)
	case complaint.Absorb:
		return t.absorb(c)
	case complaint.OutsideCancel:
		return t.emit(complaint.Noted{}, &complaint.Reason{Text: "收到外部的取消请求，未予执行：案件只按制度办结"})
	case complaint.Claim:
		return t.emit(complaint.TaskClaimed{Task: c.Task, Assignee: t.a.Person.ID, For: t.a.Person.For}, t.stepReason(c.Task, "签收"))
	case complaint.Release:
		return t.emit(complaint.TaskReleased(c), t.stepReason(c.Task, "退回待办"))
	case complaint.Assign:
		return t.emit(complaint.TaskAssigned{Task: c.Task, Assignee: c.To}, t.mayReason("assign", "指派"))
	case complaint.Complete:
		return t.complete(c)
	case complaint.Regrade:
		return t.regrade(c)
	case complaint.Urge:
		return t.urge(c)
	case complaint.ReplySlip:
		if err := t.emit(complaint.SlipReplied(c), t.mayReason("reply_slip", "答复督办单")); err != nil {
			return err
		}
		return t.rest()
	case complaint.RecordService:
		return t.recordService(c)
	case complaint.Message:
		return t.message(c)
	case complaint.Rate:
		return t.rate(c)
	case complaint.Withdraw:
		return t.withdraw(c)
	case complaint.Note:
		return t.emit(complaint.Noted(c), t.mayReason("note", "备注"))
	case complaint.Correct:
		return t.emit(complaint.Corrected(c), t.mayReason("correct", "更正"))
	case complaint.Recuse:
		return t.recuse(c)
	case complaint.Suspend:
		return t.suspend(c)
	case complaint.Resume:
		return t.resume(c)
	case complaint.RequestExtension:
		return t.requestExtension(c)
	case complaint.RequestReview:
		return t.requestReview(c)
	case complaint.Object:
		return t.object(c)
	case complaint.Merge:
		return t.merge(c)
	case complaint.Sync:
		return nil
	}
	return fmt.Errorf("decide: no rule for command %s", complaint.NameOf(cmd))
}
