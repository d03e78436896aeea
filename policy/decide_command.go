package policy

import (
	"fmt"

	"duban/complaint"
)

// fillOmissions fills in what a command may leave out: the task, where only one fits, and the outcome, where the
// step has only one.
func (t *turn) fillOmissions(cmd complaint.Command) (complaint.Command, *complaint.Error) {
	if fill := allCommands().rowOf(cmd).rule.fill; fill != nil {
		return fill(t, cmd)
	}
	return cmd, nil
}

// permitCommand decides whether this actor may give this command now, whatever its data. Offers asks it too.
func (t *turn) permitCommand(cmd complaint.Command) *complaint.Error {
	row := allCommands().rowOf(cmd)
	if row.by == bySystem {
		if !t.a.System {
			return complaint.Refuse(complaint.Forbidden, "system_only", nil)
		}
		return nil
	}
	if t.c.Status == complaint.StatusReceived {
		return complaint.Refuse(complaint.Conflict, "not_registered_yet", nil)
	}
	if refusal := t.refuseRecusedActor(); refusal != nil && (t.a.Party != "" || !SpeaksOnEntry(t.c, t.a.Person, cmd)) {
		return refusal
	}
	if t.c.Status == complaint.StatusArchived && !row.afterArchive {
		return complaint.Refuse(complaint.Conflict, "archived", nil)
	}
	if row.ofComplaint && t.c.Period != nil {
		return t.refuseNotProvided(cmd)
	}
	if a := t.p.actOf(t.c, cmd); a != nil && len(a.asks.Form.Entries) > 0 && t.writesPlainEvents() {
		return t.refuseNotProvided(cmd) // what is filled in could not be recorded
	}
	if row.rule.permit == nil {
		return t.permitByMayRules(cmd)
	}
	return row.rule.permit(t, cmd)
}

// checkCommand judges the command's data: the form, and that what it names exists.
func (t *turn) checkCommand(cmd complaint.Command) *complaint.Error {
	if check := allCommands().rowOf(cmd).rule.check; check != nil {
		if refusal := check(t, cmd); refusal != nil {
			return refusal
		}
	}
	return t.checkActForm(cmd)
}

func requireText(id complaint.TextID, field string) *complaint.Error {
	if id == "" {
		return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": field}).
			At("data." + field)
	}
	return nil
}

// draftEvents drafts the events of a permitted and checked command. What a policy does not provide was refused by
// permit.
func (t *turn) draftEvents(cmd complaint.Command) error {
	row := allCommands().rowOf(cmd)
	if row.rule.run == nil {
		return fmt.Errorf("decide: no rule for command %s", row.name)
	}
	if row.by != bySystem {
		t.command = row.name
	}
	if t.c.Seq > 0 {
		if err := t.recordComparison(); err != nil {
			return err
		}
	}
	if _, decidesNothing := cmd.(complaint.Sync); !decidesNothing && !t.writesPlainEvents() {
		if err := t.bringRemindersIntoOffice(); err != nil {
			return err
		}
	}
	if err := t.recordForm(cmd); err != nil {
		return err
	}
	if err := t.proposeForUnanswered(); err != nil {
		return err
	}
	if err := row.rule.run(t, cmd); err != nil {
		return err
	}
	if err := t.dropFallenEntries(); err != nil {
		return err
	}
	return t.countFromForm()
}

// reasonOrCommand is the reason of an event; one that has no words of its own is told by what the command is called.
func (t *turn) reasonOrCommand(r *complaint.Reason) *complaint.Reason {
	if r == nil || r.ID != "" || t.command == "" {
		return r
	}
	told := *r
	told.ID = "by_command"
	return told.With(complaint.Args{"command": complaint.Term("command." + t.command)})
}

// noteOutsideCancel records a cancel request from outside, which is not obeyed.
func (t *turn) noteOutsideCancel(complaint.OutsideCancel) error {
	return t.emit(complaint.Noted{}, &complaint.Reason{ID: "cancel_ignored"})
}
