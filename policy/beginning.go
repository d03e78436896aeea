package policy

import (
	"fmt"

	"duban/complaint"
)

// Beginning says that a linked case begins: a review, a follow-up finding, a new form after non-acceptance. It
// stands at an outcome, or at the permission of request_review. The new case is of the same policy version, has
// this case's parties, source, category, severity and intake data, and is received at the instant of the act.
type Beginning struct {
	Cites `yaml:",inline"`
	// Kind is the kind of matter that begins, and the link's name on both sides.
	Kind Word `yaml:"kind,required"`
	// Carry names fields of steps' forms that the new case takes along besides the intake's.
	Carry []Word `yaml:"carry"`
}

func (c *checker) beginning(where string, o *Beginning) {
	if o == nil {
		return
	}
	c.cite(where, o.Cites)
	c.oneOf(o.Kind, c.doc.Kinds.Keys())
	var fields []string
	for _, e := range c.doc.Steps.Entries {
		fields = append(fields, e.Value.Form.Keys()...)
	}
	for _, w := range o.Carry {
		c.oneOf(w, fields)
	}
}

// beginLinked drafts the link on this side and the filing of the other. content is what the new case is about,
// this case's own content if empty. The new case's id is drawn by the journal's transaction.
func (t *turn) beginLinked(o *Beginning, content complaint.TextID, reason *complaint.Reason) error {
	kind, _ := t.p.Doc.Kinds.Get(o.Kind.Text)
	if cited(o.Cites) {
		reason = t.p.reason(o.Cites, "")
	}
	reason.Text = "另立" + kind.Title
	if err := t.emit(complaint.Linked{Link: complaint.Link{Kind: o.Kind.Text, Opened: true}}, reason); err != nil {
		return err
	}
	if content == "" {
		content = t.c.Content
	}
	c := t.c
	t.drafts[len(t.drafts)-1].Begins = &complaint.Filed{
		Policy: c.Policy, Kind: o.Kind.Text, Source: c.Source, Channel: c.Channel, Category: c.Category,
		Severity: c.Severity, Subject: c.Subject, Content: content, Parties: c.Parties,
		ReceivedAt: complaint.Instant(t.now), Data: t.carried(o), Origin: &complaint.Link{Case: c.ID, Kind: o.Kind.Text},
	}
	return nil
}

// carried is the data a linked case begins with.
func (t *turn) carried(o *Beginning) map[string]any {
	data := map[string]any{}
	take := func(name string) {
		if value, ok := t.c.Data[name]; ok {
			data[name] = value
		}
	}
	for _, name := range t.p.Doc.Intake.Form.Keys() {
		take(name)
	}
	for _, w := range o.Carry {
		take(w.Text)
	}
	return data
}

// WithLink is the link with the id of the case that was opened filled in.
func WithLink(f complaint.Fact, id complaint.CaseID) (complaint.Fact, error) {
	linked, ok := f.(complaint.Linked)
	if !ok {
		return nil, fmt.Errorf("event %s opens no case", complaint.TypeOf(f))
	}
	linked.Link.Case = id
	return linked, nil
}

// permitReview: what is still being handled is not reviewed.
func (t *turn) permitReview() *complaint.Error {
	if refusal := t.permitGeneral(complaint.RequestReview{}); refusal != nil {
		return refusal
	}
	if t.c.Status != complaint.StatusClosed {
		return complaint.Refuse(complaint.Conflict, "案件尚未办结，不能申请复查 (not closed yet)").Because(*t.mayReason("request_review", ""))
	}
	open, refusal := t.windowOpen()
	if refusal == nil && !open {
		refusal = complaint.Refuse(complaint.Conflict, "申请复查的期限已过 (too late)")
	}
	if refusal != nil {
		return refusal.Because(*t.mayReason("request_review", ""))
	}
	return nil
}

const windowKind = "window"

// windowOpen reports whether a review may still be requested: within the policy's time from the last service.
func (t *turn) windowOpen() (bool, *complaint.Error) {
	rule, ok := t.p.Doc.May.Get("request_review")
	if !ok || !rule.Within.Set() {
		return ok, nil
	}
	var served *complaint.Time
	for _, n := range t.c.Notices {
		if n.ServedAt != nil {
			served = n.ServedAt
		}
	}
	if served == nil {
		return false, complaint.Refuse(complaint.Conflict, "处理意见尚未送达 (not served yet)")
	}
	term, err := t.f.Calendar.Term(served.Time, rule.Within.Length, t.p.counting)
	if err != nil {
		return false, complaint.Refuse(complaint.Unavailable, "申请期限无法计算")
	}
	return t.now.Before(term.Due), nil
}

// permitLapse: the step that waits for a review is not done before the time for requesting one is over.
func (t *turn) permitLapse(task *complaint.Task) *complaint.Error {
	if t.p.step(task.Step).Kind.Text != windowKind {
		return nil
	}
	if open, refusal := t.windowOpen(); refusal == nil && open {
		return complaint.Refuse(complaint.Conflict, "当事人还可以申请复查，期限未满 (too early)").Because(*t.stepReason(task.ID, ""))
	}
	return nil
}
