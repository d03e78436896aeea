package amendment

import (
	"maps"
	"time"

	"duban/complaint"
)

// orderBehind is what somebody must have asked for so that these events came of it. False: it cannot be told.
func orderBehind(id complaint.CommandID, events []complaint.Event) (complaint.Order, bool) {
	o := complaint.Order{ID: id, Actor: events[0].Actor}
	if kind, item, ends := complaint.ErrandEndedBy(id); ends {
		if asked, err := (complaint.Errand{Kind: kind, Item: item}).Order(); err == nil {
			return asked, true
		}
	}
	for i, e := range events {
		if o.Actor == complaint.System {
			o.Actor = e.Actor
		}
		if form, ok := e.Fact.(complaint.FormFilled); ok {
			o.Form = form.Data
		}
		if cmd := commandBehind(e, events[i+1:], &o); cmd != nil {
			o.Command = cmd
			return o, true
		}
	}
	for _, e := range events { // nothing but a claim
		if claimed, ok := e.Fact.(complaint.TaskClaimed); ok {
			o.Command = complaint.Claim{Task: claimed.Task}
			return o, true
		}
	}
	return o, false
}

// commandBehind is the command of which an event and those after it are what came first; nil if the event only comes
// along.
func commandBehind(e complaint.Event, after []complaint.Event, o *complaint.Order) complaint.Command {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others come along with these
	case complaint.TaskCompleted:
		o.Comment = f.Comment
		return completionBehind(e, f, after)
	case complaint.TaskReleased:
		return complaint.Release(f)
	case complaint.TaskAssigned:
		return complaint.Assign{Task: f.Task, To: f.Assignee}
	case complaint.DeadlineSuspended:
		o.Comment = f.Comment
		return complaint.Suspend{Deadline: f.Deadline, Ground: f.Ground}
	case complaint.DeadlineResumed:
		return complaint.Resume{Deadline: f.Deadline.ID}
	case complaint.ExtensionRequested:
		return complaint.RequestExtension{Deadline: f.Deadline, By: f.By, Reason: f.Reason}
	case complaint.Regraded:
		return complaint.Regrade{Severity: f.To, Reason: f.Reason}
	case complaint.Redirected:
		return complaint.Redirect{To: f.To, Reason: f.Reason}
	case complaint.HandedBack:
		return complaint.Return{Reason: f.Reason}
	case complaint.RecusalAsked:
		return complaint.Recuse(f)
	case complaint.Identified:
		return complaint.Identify{Party: f.Party, Person: f.Person, Unit: f.Unit}
	case complaint.Recused:
		return complaint.Recuse{Person: f.Person, Ground: f.Ground}
	case complaint.WithdrawalAsked:
		return complaint.Withdraw(f)
	case complaint.Withdrew:
		return complaint.Withdraw{Reason: f.Reason}
	case complaint.Objected:
		return complaint.Object(f)
	case complaint.SlipIssued:
		if e.Actor == complaint.System {
			return nil // of a rung
		}
		return slipBehind(f, after)
	case complaint.SlipReplied:
		return complaint.ReplySlip(f)
	case complaint.SlipReceived:
		return complaint.ReceiveSlip(f)
	case complaint.SlipVoided:
		return complaint.VoidSlip(f)
	case complaint.ReportPublished:
		return complaint.NotePublished{
			Ordered:  f.Ordered,
			Report:   f.Report,
			Edition:  f.Edition,
			Sequence: f.Sequence,
			Version:  f.Version,
			SHA256:   f.SHA256,
		}
	case complaint.ReportWithheld:
		return complaint.NoteWithheld{Ordered: f.Ordered, Report: f.Report, Row: f.Row}
	case complaint.EntryProposal:
		return complaint.ProposeEntry{
			Rule:   f.Rule,
			Person: f.Against.User,
			Unit:   f.Against.Unit,
			Amount: f.Charge.Amount,
			Text:   f.Text,
		}
	default:
		return commandOfPartyBehind(e)
	}
}

// commandOfPartyBehind is the same of what is noted, said, handed over or joined.
func commandOfPartyBehind(e complaint.Event) complaint.Command {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others come along with these
	case complaint.Noted:
		if e.Reason != nil && e.Reason.ID == "cancel_ignored" {
			return complaint.OutsideCancel{}
		}
		return complaint.Note(f)
	case complaint.Messaged:
		return complaint.Message{
			Kind:        f.Kind,
			To:          f.To,
			Text:        f.Text,
			Attachments: f.Attachments,
		}
	case complaint.Corrected:
		return complaint.Correct(f)
	case complaint.DemandRecorded:
		return complaint.RecordDemand{Text: f.Text}
	case complaint.DemandAnswered:
		return complaint.AnswerDemand{
			Demand: f.No,
			Answer: f.Answer,
			Reason: f.Reason,
			Clause: f.Clause,
		}
	case complaint.Served:
		return complaint.RecordService{
			Notice:  f.Notice,
			At:      f.At.Time,
			How:     f.How,
			Proof:   f.Proof,
			Through: f.Through,
		}
	case complaint.AttachmentsOpened:
		return complaint.OpenAttachments{}
	case complaint.CopyAcknowledged:
		return complaint.AcknowledgeCopy{
			Document: f.Document,
			Copy:     f.Copy,
			Through:  f.Through,
			At:       &f.At,
			How:      f.How,
		}
	case complaint.RepresentationRecorded:
		return complaint.RecordRepresentation{
			Party:     f.Party,
			As:        f.As,
			Name:      f.Name,
			Phone:     f.Phone,
			From:      f.From,
			Until:     f.Until,
			Authority: f.Authority,
		}
	case complaint.RepresentationEnded:
		return complaint.EndRepresentation(f)
	case complaint.Linked:
		switch {
		case f.Link.Merged:
			return complaint.Merge{Into: f.Link.Case}
		case f.Link.Duplicate:
			return complaint.Absorb{Duplicate: f.Link.Case}
		}
		return complaint.RequestReview{
			Kind:    f.Link.Kind,
			Party:   f.Link.Party,
			Through: f.Link.Through,
			Reason:  textNotKept,
		}
	default:
		return nil
	}
}

// textNotKept stands for a text that the events do not name.
const textNotKept complaint.TextID = "text"

// completionBehind is the completion of a task with its whole form: what the event of a service, of a decision or of a
// recusal keeps of it as well.
func completionBehind(e complaint.Event, f complaint.TaskCompleted, after []complaint.Event) complaint.Command {
	if e.Actor == complaint.UserID(complaint.Complainant) {
		return complaint.Rate{Outcome: f.Outcome, Text: f.Comment}
	}
	data := map[string]any{}
	maps.Copy(data, f.Data)
	put := func(name, value string) {
		if value != "" {
			data[name] = value
		}
	}
	for _, e := range after {
		switch told := e.Fact.(type) { //nolint:gochecksumtype // the others keep nothing of the form
		case complaint.Served:
			put("at", told.At.Format(time.RFC3339Nano))
			put("how", told.How)
			put("proof", string(told.Proof))
			put("text", string(told.Text))
			put("through", string(told.Through))
		case complaint.Returned:
			put("reason", string(told.Reason))
		case complaint.Rejected:
			put("reason", string(told.Reason))
		case complaint.Recused:
			if told.Question != 0 {
				put("recused_person", string(told.Person))
			}
		default:
		}
	}
	return complaint.Complete{Task: f.Task, Outcome: f.Outcome, Data: data}
}

// slipBehind is the command by which somebody issued a slip, which may use up a rung.
func slipBehind(f complaint.SlipIssued, after []complaint.Event) complaint.Command {
	if len(f.To) == 0 {
		return nil
	}
	to, role := f.To[0].User, ""
	if to == "" {
		role = roleInFile(f.To[0].Role)
	}
	within := ""
	for _, e := range after {
		if set, ok := e.Fact.(complaint.DeadlineSet); ok && set.Deadline.Slip == f.Slip {
			within = set.Deadline.Limit
		}
	}
	switch f.Kind {
	case complaint.UrgeSlip:
		return complaint.Urge{To: f.To[0].Unit, Reason: f.Reason}
	case complaint.InstructionSlip:
		return complaint.Instruct{
			To:     to,
			Role:   role,
			Within: within,
			Text:   f.Reason,
		}
	}
	return complaint.IssueSlip{
		Kind:   f.Kind,
		Ground: f.Ground,
		To:     to,
		Role:   role,
		Within: within,
		Text:   f.Reason,
	}
}

// roleInFile is the name that a file has for a role: what follows the regulation's own.
func roleInFile(role complaint.RoleID) string {
	for i := range role {
		if role[i] == '.' {
			return string(role[i+1:])
		}
	}
	return string(role)
}
