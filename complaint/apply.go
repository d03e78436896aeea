package complaint

import (
	"fmt"
	"maps"
	"slices"
)

// Fold is the case that a journal makes.
func Fold(id CaseID, journal []Event) (*Case, error) {
	c := NewCase(id)
	for _, e := range journal {
		if err := c.Apply(e); err != nil {
			return nil, fmt.Errorf("fold: %w", err)
		}
	}
	return c, nil
}

// Apply folds one event into the case. Events come in order; a gap means that the caller's copy is not the
// journal's and is an error. Apply never judges: what is in the journal happened.
func (c *Case) Apply(e Event) error {
	if e.Seq != c.Seq+1 {
		return fmt.Errorf("case %s: event %d does not follow %d", c.ID, e.Seq, c.Seq)
	}
	c.Seq, c.LastAt, c.LastHash = e.Seq, Time{e.At}, e.Hash
	switch f := e.Fact.(type) {
	case Filed:
		c.applyFiling(e, f)
	case Registered:
		c.Number = f.Number
	case StepEntered:
		c.Step, c.StepTitle, c.Entered = f.Step, f.Title, e.Seq
		c.endWaitFor(f.Step)
	case AccusedCompared, Identified:
		c.applyIdentification(e)
	case RecusalAsked, Recused, RecusalRefused:
		c.applyRecusal(e)
	case StepPassed:
		c.endWaitFor(f.Step)
	case StepAwaited:
		c.Awaited = append(c.Awaited, f.Step)
	case Measured:
		c.Measures = append(c.Measures, Measure(f))
	case TaskOpened, TaskClaimed, TaskReleased, TaskAssigned, TaskCompleted, TaskWithdrawn:
		c.applyTaskEvent(e)
	case DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineCancelled, DeadlineSuperseded, DeadlineExtended,
		ExtensionRequested, ExtensionRefused, DeadlineSuspended, DeadlineResumed, RemindersMoved, Reminded,
		Escalated:
		c.applyDeadlineEvent(e)
	case DocumentIssued, SlipIssued, SlipReplied, SlipReceived, SlipVoided, SlipEnded, NoticeIssued, Served, Messaged,
		CopyAcknowledged:
		c.applyPaperEvent(e)
	case RepresentationRecorded, RepresentationEnded:
		c.applyRepresentationEvent(e)
	case EntryProposal, EntryHeard, EntryDecision, EntryObjected, EntrySettled, EntryFell:
		c.applyEntryEvent(e)
	case ReportOrdered, ReportPublished, ReportWithheld:
		c.applyReportEvent(e)
	case Regraded:
		c.Severity = f.To
		c.leaveWayFor(f.LeadsTo)
	case WithdrawalAsked:
		c.Withdrawal = f.Reason
	case Withdrew:
		if c.Status == StatusOpen {
			c.Disposition = DispositionWithdrawn // unless a step still to come closes it otherwise
		}
		c.leaveWayFor(f.LeadsTo)
	case PartiesJoined:
		c.applyJoining(f)
	case Redirected, HandedBack, AttachmentsOpened, DemandRecorded, DemandAnswered, CircularPublished:
		c.applyHandlingEvent(e)
	case CasesCounted:
		c.Counts = slices.DeleteFunc(c.Counts, func(n CasesCounted) bool { return n.Count == f.Count })
		c.Counts = append(c.Counts, f)
	case FormFilled:
		maps.Copy(c.Data, f.Data)
	case Linked:
		c.Links = append(c.Links, f.Link)
	case VersionAdopted:
		c.Policy = f.To
	case Closed:
		c.Status, c.Disposition = StatusClosed, f.Disposition
		c.endRepliesToUrgeSlips()
	case Archived:
		c.Status, c.Step, c.StepTitle = StatusArchived, "", ""
	case Corrected:
		c.applyCorrection(e, f)
	case Approved, Returned, Rejected, Objected, StoodIn, Noted:
		// part of the file; they change nothing a decision depends on
	}
	c.noteResult(e)
	return nil
}

// applyHandlingEvent folds what is done with a matter beside its steps.
func (c *Case) applyHandlingEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others are folded by Apply
	case Redirected:
		c.Data[ResponsibleUnitField] = string(f.To)
		c.notePassedOn(e, Redirect{}, f.LeadsTo)
	case HandedBack:
		c.notePassedOn(e, Return{}, f.LeadsTo)
	case AttachmentsOpened:
		c.AttachmentsOpened = append(c.AttachmentsOpened, f.Attachments...)
	case DemandRecorded:
		c.Demands = append(c.Demands, Demand{No: f.No, Text: f.Text})
	case DemandAnswered:
		if d := c.Demand(f.No); d != nil {
			d.Answer, d.Reason, d.Clause = f.Answer, f.Reason, f.Clause
		}
	case CircularPublished:
		c.Circulars = append(c.Circulars, Circular{
			ID:          f.Circular,
			Kind:        f.Kind,
			Title:       f.Title,
			PublishedAt: Time{e.At},
			To:          f.To,
			Data:        f.Data,
			Seq:         e.Seq,
		})
	}
}

func (c *Case) applyFiling(e Event, f Filed) {
	c.Status, c.FiledBy = StatusOpen, e.Actor
	c.Policy, c.Kind, c.Source, c.Channel = f.Policy, f.Kind, f.Source, f.Channel
	c.Category, c.Severity, c.Subject, c.Content = f.Category, f.Severity, f.Subject, f.Content
	c.Parties, c.ReceivedAt, c.Excluded = f.Parties, f.ReceivedAt, f.Excluded
	c.Period, c.Data = f.Period, maps.Clone(f.Data)
	if c.Data == nil {
		c.Data = map[string]any{}
	}
	if f.Origin != nil {
		c.Links = append(c.Links, *f.Origin)
	}
}

// applyRecusal folds who is held to be in conflict of interest, and who is out of the case for it.
func (c *Case) applyRecusal(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others are folded by Apply
	case RecusalAsked:
		c.Questions = append(c.Questions, Question{
			Person: f.Person,
			Ground: f.Ground,
			Seq:    e.Seq,
			Party:  f.Party,
			Whom:   f.Whom,
		})
	case Recused:
		c.Recused = append(c.Recused, f.Person)
		for _, task := range f.Tasks {
			c.Redo = append(c.Redo, Redo{Task: task, Person: f.Person})
		}
		c.endRecusalQuestions(f.Person, f.Question)
	case RecusalRefused:
		c.endRecusalQuestions(f.Person, f.Question)
	}
}

// applyIdentification folds whom of the organisation the words of a filing mean.
func (c *Case) applyIdentification(e Event) {
	c.Parties = slices.Clone(c.Parties) // which the filing shares
	switch f := e.Fact.(type) {         //nolint:gochecksumtype // the others are folded by Apply
	case AccusedCompared:
		if p := c.Party(f.Party); p != nil {
			p.Resembles = &f.Resembles
		}
	case Identified:
		p := c.Party(f.Party)
		if p == nil {
			return
		}
		p.Resembles, p.User, p.Unit = &Resemblance{}, f.Person, f.Unit
		switch {
		case f.Person != "":
			p.Kind = KindPerson
		case f.Unit != "":
			p.Kind = KindUnit
		default:
			p.Kind = KindText
		}
		for _, id := range f.Tasks {
			if task := c.Task(id); task != nil {
				c.Redo = append(c.Redo, Redo{Task: id, Person: task.Assignee})
			}
		}
	}
}

// applyPaperEvent folds what is issued, answered or sent.
func (c *Case) applyPaperEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about papers
	case DocumentIssued:
		c.Documents = append(c.Documents, Document{
			ID:       f.Document,
			Kind:     f.Kind,
			Title:    f.Title,
			Number:   f.Number,
			IssuedAt: Time{e.At},
			Copies:   f.Copies,
			SHA256:   f.SHA256,
		})
	case CopyAcknowledged:
		if d := c.Document(f.Document); d != nil {
			d.Copies = slices.Clone(d.Copies) // which a copy of the case shares
			if one := d.Copy(f.Copy); one != nil {
				one.AcknowledgedAt = &f.At
			}
		}
	case SlipIssued:
		c.markRungFired(f.Deadline, f.Rung)
		c.Slips = append(c.Slips, IssuedSlip{
			ID:       f.Slip,
			Kind:     f.Kind,
			Number:   f.Number,
			To:       f.To,
			IssuedAt: Time{e.At},
			ReplyDue: f.ReplyDue,
			By:       partyActing(e.Actor),
			Ground:   f.Ground,
			Text:     f.Reason,
			State:    SlipOpen,
			Deadline: f.Deadline,
			Rung:     f.Rung,
			Hand:     e.Actor != System,
		})
	case SlipReplied, SlipReceived, SlipVoided, SlipEnded:
		c.applySlipEvent(e)
	case NoticeIssued:
		c.Notices = append(c.Notices, Notice{
			ID:       f.Notice,
			Step:     f.Step,
			To:       f.To,
			IssuedAt: Time{e.At},
			Says:     f.Says,
		})
	case Served:
		if n := c.Notice(f.Notice); n != nil {
			at := f.At
			n.ServedAt, n.How, n.Proof, n.Text, n.Through = &at, f.How, f.Proof, f.Text, f.Through
		}
	case Messaged:
		c.Messages = append(c.Messages, Conversation{
			At:          Time{e.At},
			Kind:        f.Kind,
			From:        f.From,
			To:          f.To,
			Text:        f.Text,
			Attachments: f.Attachments,
		})
	}
}

// partyActing is the complainant where they acted themselves.
func partyActing(actor UserID) PartyID {
	if party := PartyID(actor); party.IsComplainant() {
		return party
	}
	return ""
}

func (c *Case) applyTaskEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about tasks
	case TaskOpened:
		c.Tasks = append(c.Tasks, Task{
			ID:       f.Task,
			Step:     f.Step,
			Title:    f.Title,
			Seats:    f.Seats,
			Attend:   f.Attend,
			Party:    f.Party,
			Entry:    f.Entry,
			State:    TaskOpen,
			OpenedAt: Time{e.At},
			Round:    c.roundOfTask(e),
		})
	case TaskClaimed:
		c.setTask(f.Task, TaskTaken, f.Assignee)
		if t := c.Task(f.Task); t != nil {
			t.For = f.For
		}
	case TaskAssigned:
		c.setTask(f.Task, TaskTaken, f.Assignee)
		c.endStandIn(f.Task)
	case TaskReleased:
		c.setTask(f.Task, TaskOpen, "")
		c.endStandIn(f.Task)
	case TaskWithdrawn:
		if t := c.Task(f.Task); t != nil {
			t.State = TaskDismissed
		}
		c.endExtensionRequest(f.Task)
		c.moveToOldestLiveStep()
	case TaskCompleted:
		c.setTask(f.Task, TaskDone, e.Actor)
		var party PartyID
		if t := c.Task(f.Task); t != nil {
			t.Outcome, party = f.Outcome, t.Party
			if t.Entry != "" {
				return // what it says is the entry's
			}
		}
		c.Results = append(c.Results, Result{
			Kind:    TaskResult,
			At:      Time{e.At},
			Step:    f.Step,
			Outcome: f.Outcome,
			Task:    f.Task,
		})
		c.endNoticeOf(f.Step, party, f.Outcome, Time{e.At})
		if !IsForJoined(f.Step) { // what was said for the case's own complainant stands
			maps.Copy(c.Data, f.Data)
			c.addResponsibleUnit(f.Data)
		}
		if category, _ := f.Data[CategoryField].(string); category != "" {
			c.Category = category
		}
		c.moveToOldestLiveStep()
	}
}

// roundOfTask is the round to which a task belongs that the event opens; each task of a ledger's entry has its own.
func (c *Case) roundOfTask(e Event) int {
	if f, ok := e.Fact.(TaskOpened); ok && f.Entry != "" {
		return e.Seq
	}
	return c.Entered
}

// moveToOldestLiveStep moves the case's step to the oldest one with work in it when its own branch is done and
// others are not.
func (c *Case) moveToOldestLiveStep() {
	live := c.LiveProcedureTasks()
	if len(live) == 0 || slices.ContainsFunc(live, func(t *Task) bool { return t.Step == c.Step }) {
		return
	}
	c.Step, c.StepTitle = live[0].Step, live[0].Title
}

// endNoticeOf notes how the newest notice of a step ended, or that to one party where each has their own.
func (c *Case) endNoticeOf(step StepID, party PartyID, outcome string, at Time) {
	for i := range c.Notices {
		if n := &c.Notices[len(c.Notices)-1-i]; n.Step == step && (party == "" || n.To == party) {
			n.Outcome, n.EndedAt = outcome, &at
			return
		}
	}
}

func (c *Case) endWaitFor(step StepID) {
	c.Awaited = slices.DeleteFunc(c.Awaited, func(s StepID) bool { return s == step })
}

// leaveWayFor: what the branches of a way waited for, nobody waits for once the case goes on at another step.
func (c *Case) leaveWayFor(step StepID) {
	if step != "" {
		c.Awaited = nil
	}
}

// notePassedOn counts a matter that was passed on or handed back, and leaves its way where it goes on elsewhere.
func (c *Case) notePassedOn(e Event, by Command, leadsTo StepID) {
	c.Results = append(c.Results, Result{
		Kind:    PassedResult,
		At:      Time{e.At},
		Step:    c.Step,
		Outcome: NameOf(by),
	})
	c.leaveWayFor(leadsTo)
}

// endRecusalQuestions ends those about a person, and the one that was asked by an event.
func (c *Case) endRecusalQuestions(person UserID, asked int) {
	c.Questions = slices.DeleteFunc(c.Questions, func(q Question) bool {
		return q.Seq == asked || q.Person == person && person != ""
	})
}

func (c *Case) setTask(id TaskID, s TaskState, assignee UserID) {
	if t := c.Task(id); t != nil {
		t.State, t.Assignee = s, assignee
	}
}

// endStandIn: in nobody's place is a task held any more.
func (c *Case) endStandIn(id TaskID) {
	if t := c.Task(id); t != nil {
		t.For = ""
	}
}

// Form fields that determine the case itself.
const (
	// ResponsibleUnitField names the responsible unit.
	ResponsibleUnitField = "responsible_unit"
	// CategoryField is the category as judged.
	CategoryField = "category"
	// SeverityField is the severity as judged; the change itself is a [Regraded].
	SeverityField = "severity"
)

// addResponsibleUnit makes the unit a step found responsible a respondent, marked as found, where no unit was one.
func (c *Case) addResponsibleUnit(data map[string]any) {
	unit, _ := data[ResponsibleUnitField].(string)
	if unit == "" ||
		findIn(c.Parties, func(p *Party) bool { return p.Role == Respondent && p.Kind == KindUnit }) != nil {
		return
	}
	id := PartyID(fmt.Sprintf("%s-%d", Respondent, len(c.Parties)))
	c.Parties = append(c.Parties, Party{
		ID:    id,
		Role:  Respondent,
		Kind:  KindUnit,
		Unit:  UnitID(unit),
		Found: true,
	})
}
