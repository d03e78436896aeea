package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// Beginning says that a linked case begins: a review, a follow-up finding, a new form after non-acceptance. It
// stands at an outcome, or at the permission of request_review. The new case is of the same policy version, has
// this case's parties, source, category, severity and intake data, and is received at the instant of the act.
type Beginning struct {
	Cites `yaml:",inline"`
	// Kind is the kind of matter that begins, and the link's name on both sides.
	Kind Word `yaml:"kind,required"`
	// When says in which cases it begins, or can where a party may choose among several.
	When Expr `yaml:"when"`
	// Carry names fields of the forms of steps and commands that the new case takes along besides the intake's.
	Carry []Word `yaml:"carry"`
	// Except keeps people out of the new case.
	Except *Exclusion `yaml:"except"`
}

// Exclusion keeps whoever did certain steps of this case out of the one that begins: they may read it and take no
// part in it.
type Exclusion struct {
	Cites `yaml:",inline"`
	// Doers are the steps whose doers stay away, however often the step was done.
	Doers []Word `yaml:"doers,required"`
}

func (c *checker) checkLinkedCaseBeginning(where string, o *Beginning) {
	if o == nil {
		return
	}
	c.noteCites(where, o.Cites)
	c.mustBeOneOf(o.Kind, c.doc.Kinds.Keys())
	var fields []string
	for _, form := range c.doc.forms()[1:] {
		fields = append(fields, form.Keys()...)
	}
	for _, w := range o.Carry {
		c.mustBeOneOf(w, fields)
		if !c.p.kindOfFieldNamed(w.Text).fitsALine() {
			c.f.add(w.Pos, "field.not_carried", args{"field": w.Text})
		}
	}
	if o.Except != nil {
		c.noteCites(where+".except", o.Except.Cites)
		c.mustCite(o.Kind.Pos, o.Except.Cites, where+".except")
		for _, w := range o.Except.Doers {
			c.mustBeOneOf(w, c.doc.Steps.Keys())
		}
	}
}

// beginForOutcome begins the case that an outcome begins, whoever or whatever time has brought it.
func (t *turn) beginForOutcome(s *Step, o *Outcome) error {
	if o.Begins == nil {
		return nil
	}
	holds, err := t.conditionHolds(o.Begins.When)
	if err != nil || !holds {
		return err
	}
	return t.beginLinkedCase(o.Begins, complaint.RequestReview{}, t.p.reasonCiting(s.Cites, ""))
}

// beginLinkedCase drafts the link on this side and the filing of the other. What was asked is what the new case is
// about, this case's own content if nobody asked. The new case's id is drawn by the journal's transaction.
func (t *turn) beginLinkedCase(
	o *Beginning, asked complaint.RequestReview, reason *complaint.Reason,
) error {
	kind, _ := t.p.Doc.Kinds.Get(o.Kind.Text)
	if citesAny(o.Cites) {
		reason = t.p.reasonCiting(o.Cites, "")
	}
	reason.ID, reason.Args = "began", complaint.Args{"kind": kind.Title.Text}
	if err := t.emit(complaint.Linked{Link: complaint.Link{
		Kind:    o.Kind.Text,
		Opened:  true,
		Party:   asked.Party,
		Through: asked.Through,
	}}, reason); err != nil {
		return err
	}
	content := asked.Reason
	if content == "" {
		content = t.c.Content
	}
	c := t.c
	t.drafts[len(t.drafts)-1].Begins = &complaint.Filed{
		Policy:     c.Policy,
		Kind:       o.Kind.Text,
		Source:     c.Source,
		Channel:    c.Channel,
		Category:   c.Category,
		Severity:   c.Severity,
		Subject:    c.Subject,
		Content:    content,
		Parties:    c.Parties,
		ReceivedAt: complaint.Instant(t.now),
		Data:       t.dataCarriedIntoLinkedCase(o),
		Origin:     &complaint.Link{Case: c.ID, Kind: o.Kind.Text},
		Excluded:   t.excludedPeople(o),
	}
	return nil
}

// excludedPeople are those who take no part in the new case: whoever did the steps it looks at again, and whoever takes
// no part in this one for the same reason.
func (t *turn) excludedPeople(o *Beginning) []complaint.UserID {
	if o.Except == nil {
		return nil
	}
	people := slices.Clone(t.c.Excluded)
	for i := range t.c.Tasks {
		task := &t.c.Tasks[i]
		of := func(w Word) bool { return w.Text == string(task.Step) }
		if task.State == complaint.TaskDone && slices.ContainsFunc(o.Except.Doers, of) {
			people = append(people, task.Assignee)
			if task.For != "" {
				people = append(people, task.For)
			}
		}
	}
	slices.Sort(people)
	return slices.Compact(people)
}

// exclusionRule is the rule that keeps people out of a case of the kind, for refusals.
func (p *Policy) exclusionRule(kind string) Cites {
	for _, b := range p.allLinkedCaseBeginnings() {
		if b.Kind.Text == kind && b.Except != nil {
			return b.Except.Cites
		}
	}
	return Cites{}
}

// allLinkedCaseBeginnings are all places of the file at which a linked case can begin.
func (p *Policy) allLinkedCaseBeginnings() []*Beginning {
	var all []*Beginning
	for i := range p.Doc.May.Entries {
		for j := range p.Doc.May.Entries[i].Value.Begins {
			all = append(all, &p.Doc.May.Entries[i].Value.Begins[j])
		}
	}
	for _, s := range p.Doc.Steps.Entries {
		for i := range s.Value.Outcomes.Entries {
			if b := s.Value.Outcomes.Entries[i].Value.Begins; b != nil {
				all = append(all, b)
			}
		}
	}
	return all
}

// dataCarriedIntoLinkedCase is the data a linked case begins with.
func (t *turn) dataCarriedIntoLinkedCase(o *Beginning) map[string]any {
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

// WithLinkedCase is the link with the id of the case that was opened filled in.
func WithLinkedCase(f complaint.Fact, id complaint.CaseID) (complaint.Fact, error) {
	linked, ok := f.(complaint.Linked)
	if !ok {
		return nil, fmt.Errorf("event %s opens no case", complaint.TypeOf(f))
	}
	linked.Link.Case = id
	return linked, nil
}
