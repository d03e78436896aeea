package policy

import (
	"fmt"

	"duban/complaint"
)

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
			return complaint.Refusal(complaint.Forbidden, "system_only", nil)
		}
		return nil
	default:
	}
	if t.c.Status == complaint.StatusReceived {
		return complaint.Refusal(complaint.Conflict, "not_registered_yet", nil)
	}
	if refusal := t.mustStayAway(); refusal != nil {
		return refusal
	}
	if _, late := cmd.(complaint.RequestReview); t.c.Status == complaint.StatusArchived && !late {
		return complaint.Refusal(complaint.Conflict, "archived", nil)
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
		return complaint.Refusal(complaint.Invalid, "required", complaint.Args{"field": field}).
			At("data." + field)
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
		return t.emit(complaint.TaskClaimed{Task: c.Task, Assignee: t.a.Person.ID, For: t.a.Person.For}, t.stepReason(c.Task, "领取"))
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
