package policy

import (
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// taskKind is the kind of a step of which the file gives none, noticeKind that of one by which a party is told
// something.
const (
	taskKind   = "task"
	noticeKind = "notice"
)

func (t *turn) checkServiceProof(c complaint.RecordService) *complaint.Error {
	n := t.c.Notice(c.Notice)
	if n == nil {
		return complaint.Refuse(complaint.Invalid, "notice.unknown", nil).At("data.notice")
	}
	if n.EndedAt == nil && n.ServedAt == nil { // the first service is the step's own act
		return complaint.Refuse(complaint.Conflict, "notice.not_served_yet",
			complaint.Args{"step": t.p.step(n.Step).Title.Text})
	}
	form := t.p.Form(commandFormName("record_service"))
	data := map[string]any{"notice": string(c.Notice), "at": c.At.Format(time.RFC3339), "how": c.How}
	if refusal := form.Check("data", data); refusal != nil {
		return refusal
	}
	if refusal := t.refuseServiceBeforeIssue(n, c.At); refusal != nil {
		return refusal
	}
	return t.checkServedThrough(n.To, c.At, c.Through)
}

// checkServiceTime: a notice is served when its step says so, not before it was issued, and through nobody but who
// spoke for the party then.
func (t *turn) checkServiceTime(task *complaint.Task, value, through any) *complaint.Error {
	if refusal := t.checkPastFieldValue(value, "data.at"); refusal != nil {
		return refusal
	}
	text, _ := value.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return complaint.Refuse(complaint.Invalid, "time.malformed", nil).At("data.at")
	}
	i := t.noticeToServe(task)
	if i < 0 {
		return nil
	}
	if refusal := t.refuseServiceBeforeIssue(&t.c.Notices[i], at); refusal != nil {
		return refusal
	}
	id, _ := through.(string)
	return t.checkServedThrough(t.c.Notices[i].To, at, complaint.RepresentationID(id))
}

// refuseServiceBeforeIssue goes by the day: what was said on the telephone an hour before is written down after.
func (t *turn) refuseServiceBeforeIssue(n *complaint.Notice, at time.Time) *complaint.Error {
	issued := calendar.DateOf(n.IssuedAt.Time, t.f.Calendar.Location())
	if calendar.DateOf(at, t.f.Calendar.Location()).Before(issued) {
		return complaint.Refuse(complaint.Invalid, "notice.served_before_issued",
			complaint.Args{"day": issued.String()}).
			At("data.at")
	}
	return t.checkHappenedSinceReceipt(at, "data.at")
}

// noticeToServe is the place of the newest notice that a task is about, if it has not been served; -1 if there is none.
func (t *turn) noticeToServe(task *complaint.Task) int {
	for i, n := range slices.Backward(t.c.Notices) {
		if n.Step == task.Step && n.ServedAt == nil && (task.Party == "" || n.To == task.Party) {
			return i
		}
	}
	return -1
}

// checkService: an outcome by which the notice was served says when and how, any other says nothing of a service.
func (t *turn) checkService(task *complaint.Task, c complaint.Complete) *complaint.Error {
	s := t.p.step(task.Step)
	if o, ok := s.Outcomes.Get(c.Outcome); ok && o.Unserved {
		for _, name := range t.p.serviceFieldsOf(s) {
			if c.Data[name] != nil {
				return complaint.Refuse(complaint.Invalid, "notice.not_served",
					complaint.Args{"outcome": o.Title.Text}).
					At("data." + name).Because(*t.reasonCitingStepOf(task.ID, ""))
			}
		}
		return nil
	}
	if refusal := t.checkSays(task, s); refusal != nil {
		return refusal
	}
	for _, name := range []string{"at", "how"} {
		if f, ok := t.p.formOf(string(task.Step)).Get(name); ok && c.Data[name] == nil {
			return complaint.Refuse(complaint.Invalid, "form.required",
				complaint.Args{"field": f.Title.Text}).At("data." +
				name)
		}
	}
	var through any
	if t.p.Doc.tellsRepresented(s) {
		through = c.Data[throughField]
	}
	return t.checkServiceTime(task, c.Data["at"], through)
}

// reviewCountsFrom is when the time for a review of what a notice tells begins: with its service, or with an outcome
// that stands for one; nil if it has not.
func (t *turn) reviewCountsFrom(n complaint.Notice) *complaint.Time {
	if n.ServedAt != nil {
		return n.ServedAt
	}
	if o, ok := t.p.step(n.Step).Outcomes.Get(n.Outcome); ok && o.OpensWindow {
		return n.EndedAt
	}
	return nil
}

// recordServiceProof notes a service whose proof came in later; what is counted from it is counted anew.
func (t *turn) recordServiceProof(c complaint.RecordService) error {
	fact := complaint.Served{
		Notice:  c.Notice,
		At:      complaint.Instant(c.At),
		How:     c.How,
		Proof:   c.Proof,
		Text:    t.c.Notice(c.Notice).Text,
		Through: c.Through,
	}
	if err := t.emit(fact, t.reasonCitingMayRule("record_service", "service_recorded")); err != nil {
		return err
	}
	return t.recountReviewWindows()
}

func (t *turn) serveNotice(task *complaint.Task, s *Step, outcome *Outcome, service map[string]any) error {
	if s.Kind.Text != noticeKind || outcome.Unserved {
		return nil
	}
	i := t.noticeToServe(task)
	if i < 0 {
		return fmt.Errorf("decide: step %s has no notice to serve", task.Step)
	}
	text := func(k string) string { v, _ := service[k].(string); return v }
	at, err := time.Parse(time.RFC3339, text("at"))
	if err != nil {
		return fmt.Errorf("decide: served at: %w", err) // checked before
	}
	return t.emit(complaint.Served{
		Notice:  t.c.Notices[i].ID,
		At:      complaint.Instant(at),
		How:     text("how"),
		Proof:   complaint.TextID(text("proof")),
		Text:    complaint.TextID(text("text")),
		Through: complaint.RepresentationID(text(throughField)),
	}, t.p.reasonCiting(s.Cites, "served"))
}
