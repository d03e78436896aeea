package gateway

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

type (
	// CasePath names the case in the path of an operation.
	CasePath struct {
		ID complaint.CaseID `path:"id"`
	}
	caseOutput struct{ Body caseView }
)

func (g *Gateway) routeCases() {
	forStaff(g, huma.Operation{
		OperationID: "get-case",
		Method:      http.MethodGet,
		Path:        "/cases/{id}",
		Summary:     "一件案件的全部现状",
	}, func(ctx context.Context, who record.Account, in *CasePath) (*caseOutput, error) {
		o, err := g.openFor(ctx, who.Person, in.ID)
		if err != nil {
			return nil, err
		}
		if err := g.noteReading(ctx, record.Reading{
			Case: in.ID,
			User: who.Person.ID,
			Kind: record.ReadCase,
		}); err != nil {
			return nil, err
		}
		view, err := g.show(ctx, o)
		if err != nil {
			return nil, err
		}
		return &caseOutput{Body: *view}, nil
	})
}

// show is the case as its reader may see it.
func (g *Gateway) show(ctx context.Context, o *opened) (*caseView, error) {
	identity := o.Policy.SeesIdentity(o.Actor.Person)
	texts, err := g.textsIn(ctx, o.c.ID, identity, textIDs(o.Policy, o.c)...)
	if err != nil {
		return nil, err
	}
	offers := o.Policy.Offers(o.c, o.Actor, o.Facts)
	c, ref := o.c, o.c.Policy
	v := &caseView{
		ID:            c.ID,
		Number:        orNull(c.Number),
		Policy:        policyRefView{ref.ID, ref.Version, o.Policy.Doc.Title},
		Kind:          c.Kind,
		KindTitle:     kindTitle(o.Policy, c.Kind),
		Status:        c.Status,
		Disposition:   orNull(c.Disposition),
		Source:        c.Source,
		Channel:       c.Channel,
		Category:      c.Category,
		CategoryTitle: o.Policy.CategoryTitle(c.Category),
		Severity:      c.Severity,
		SeverityTitle: o.Policy.SeverityTitle(c.Severity),
		Step:          orNull(c.Step),
		StepTitle:     orNull(c.StepTitle),
		Unit:          orNull(c.ResponsibleUnit()),
		UnitName:      orNull(o.Facts.Directory.Units[c.ResponsibleUnit()].Name),
		Subject:       texts.text(c.Subject),
		Content:       texts.text(c.Content),
		ReceivedAt:    g.localTime(c.ReceivedAt.Time),
		FiledBy:       c.FiledBy,
		Data:          texts.data(o.Policy, c.Data),
		Actions:       o.actions(offers, ""),
		Overdue:       c.IsOverdue(o.now),
		Seq:           c.Seq,
		Now:           g.localTime(o.now),
		Readings:      o.Policy.PermitSeeingReadings(o.Actor.Person) == nil,
		Parties:       o.parties(texts, identity),
		People:        o.people(),
		Tasks:         g.tasks(o, offers),
		Redo:          o.redo(),
		Deadlines:     g.deadlines(o),
		Documents:     g.documents(o),
		Measures:      g.measures(o),
		Slips:         []slipView{},
		Notices:       []noticeView{},
		Messages:      []messageView{},
	}
	if v.Links, err = g.links(ctx, o); err != nil {
		return nil, err
	}
	if v.Attachments, err = g.attachments(ctx, o, identity); err != nil {
		return nil, err
	}
	g.showPapers(v, o, texts)
	return v, nil
}

// showPapers adds the slips, notices and messages of the case.
func (g *Gateway) showPapers(v *caseView, o *opened, texts visible) {
	c := o.c
	for i := range c.Slips {
		s := g.slip(o.Policy, c.ID, c.Slips[i], c.Slips[i].State == complaint.SlipOpen &&
			overdueReply(c.Slips[i], o.now))
		s.Reply = texts.text(c.Slips[i].Reply)
		v.Slips = append(v.Slips, s)
	}
	for _, n := range c.Notices {
		v.Notices = append(v.Notices, noticeView{
			ID:       n.ID,
			Step:     n.Step,
			To:       n.To,
			IssuedAt: g.localTime(n.IssuedAt.Time),
			ServedAt: g.maybeLocal(n.ServedAt),
			How:      orNull(n.How),
			Proof:    texts.text(n.Proof),
			Text:     texts.text(n.Text),
		})
	}
	for _, m := range c.Messages {
		v.Messages = append(v.Messages, messageView{
			At:          g.localTime(m.At.Time),
			Kind:        m.Kind,
			From:        correspondent(m.From),
			To:          correspondent(m.To),
			Text:        texts.text(m.Text),
			Attachments: m.Attachments,
		})
	}
}

func kindTitle(p *policy.Policy, kind string) string {
	if k, ok := p.Doc.Kinds.Get(kind); ok {
		return k.Title
	}
	return kind
}

// parties names everybody in the case whom the reader may know.
func (o *opened) parties(texts visible, identity bool) []partyView {
	parties := make([]partyView, 0, len(o.c.Parties))
	for _, p := range o.c.Parties {
		v := partyView{ID: p.ID, Role: p.Role, Kind: p.Kind}
		switch {
		case p.User != "":
			v.Ref, v.Name = orNull(string(p.User)), orNull(o.Facts.Directory.People[p.User].Name)
		case p.Unit != "":
			v.Ref, v.Name = orNull(string(p.Unit)), orNull(o.Facts.Directory.Units[p.Unit].Name)
		case p.Role == complaint.Complainant:
			v.addIdentity(texts.text(p.Identity))
			v.Sealed = !identity
		default:
			v.Name = texts.text(p.Identity)
		}
		parties = append(parties, v)
	}
	return parties
}

// people are the members of staff whom the case names by their ids.
func (o *opened) people() []namedView {
	ids := append([]complaint.UserID{o.c.FiledBy}, o.c.Recused...)
	for _, value := range o.c.Data {
		switch value := value.(type) {
		case string:
			ids = append(ids, complaint.UserID(value))
		case []any:
			for _, one := range value {
				id, _ := one.(string)
				ids = append(ids, complaint.UserID(id))
			}
		}
	}
	slices.Sort(ids)
	people := []namedView{}
	for _, id := range slices.Compact(ids) {
		if person, ok := o.Facts.Directory.People[id]; ok { // whatever else the data hold is no id of a person
			people = append(people, namedView{id, person.Name})
		}
	}
	return people
}

// addIdentity fills in the sealed identity, if it may be seen.
func (v *partyView) addIdentity(text *string) {
	var who complainantBody
	if text == nil || json.Unmarshal([]byte(*text), &who) != nil {
		return
	}
	v.Name, v.Phone, v.Email, v.Address = orNull(who.Name), orNull(who.Phone), orNull(who.Email), orNull(who.Address)
}

// actions are the offers of one task, or with no task those of the case.
func (o *opened) actions(offers []policy.Offer, task complaint.TaskID) []actionView {
	actions := []actionView{}
	for _, offer := range offers {
		if offer.Task != task {
			continue
		}
		a := actionView{
			Command:  offer.Command,
			Outcome:  orNull(offer.Outcome),
			Slip:     orNull(string(offer.Slip)),
			Deadline: orNull(string(offer.Deadline)),
			Form:     orNull(offer.Form),
			Allowed:  offer.Allowed,
		}
		if t := o.c.Task(task); t != nil && offer.Outcome != "" {
			a.Title = outcomeTitle(o.Policy, t.Step, offer.Outcome)
		}
		if offer.Refusal != nil {
			a.Refusal = showRefusal(offer.Refusal, o.language)
		}
		actions = append(actions, a)
	}
	return actions
}

func outcomeTitle(p *policy.Policy, step complaint.StepID, outcome string) *string {
	s := p.Step(step)
	if s == nil {
		return nil
	}
	if o, ok := s.Outcomes.Get(outcome); ok {
		return orNull(o.Title)
	}
	return nil
}

func (g *Gateway) tasks(o *opened, offers []policy.Offer) []TaskView {
	tasks := make([]TaskView, 0, len(o.c.Tasks))
	for i := range o.c.Tasks {
		t := &o.c.Tasks[i]
		v := g.task(o.Policy, *t, o.Facts.Directory)
		if d := dueOf(o.c, t); d != nil {
			g.dueAt(&v, o, d.Due.Time)
			v.Overdue = t.IsLive() && d.IsOverdue(o.now)
		}
		v.Actions = o.actions(offers, t.ID)
		tasks = append(tasks, v)
	}
	return tasks
}

// redo are the steps that others have to do again.
func (o *opened) redo() []redoView {
	views := make([]redoView, 0, len(o.c.Redo))
	for _, r := range o.c.Redo {
		v := redoView{
			Task:       r.Task,
			Person:     r.Person,
			PersonName: orNull(o.Facts.Directory.People[r.Person].Name),
			Redone:     o.c.RedoneSince(r.Task),
		}
		if t := o.c.Task(r.Task); t != nil {
			v.Step, v.Title = t.Step, t.Title
		}
		views = append(views, v)
	}
	return views
}

// dueAt says by when a task is to be done, and how many working days that leaves.
func (g *Gateway) dueAt(v *TaskView, o *opened, due time.Time) {
	at, left := g.localTime(due), o.Facts.Calendar.WorkingDaysLeft(o.now, due)
	v.Due, v.WorkingDays = &at, &left
}

// task is a task without what depends on its case.
func (g *Gateway) task(p *policy.Policy, t complaint.Task, dir complaint.Directory) TaskView {
	v := TaskView{
		ID:           t.ID,
		Step:         t.Step,
		Title:        t.Title,
		Roles:        []complaint.RoleID{},
		RoleTitles:   p.SeatTitles(t.Seats),
		Assignee:     orNull(t.Assignee),
		AssigneeName: orNull(dir.People[t.Assignee].Name),
		State:        t.State,
		For:          orNull(t.For),
		ForName:      orNull(dir.People[t.For].Name),
		Outcome:      orNull(t.Outcome),
		OpenedAt:     g.localTime(t.OpenedAt.Time),
		Actions:      []actionView{},
	}
	for _, s := range t.Seats {
		if s.User == "" && !slices.Contains(v.Roles, s.Role) {
			v.Roles = append(v.Roles, s.Role)
		}
		if v.Unit == nil {
			v.Unit = orNull(s.Unit)
		}
	}
	return v
}

// dueOf is the limit a task is under: its own, or for a live task the case's earliest.
func dueOf(c *complaint.Case, t *complaint.Task) *complaint.Deadline {
	var whole *complaint.Deadline
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.State == complaint.StateSuperseded {
			continue
		}
		if d.Task == t.ID {
			return d
		}
		if d.Task == "" && t.IsLive() && !d.IsEnded() && d.State != complaint.StateSuspended &&
			(whole == nil || d.Due.Before(whole.Due.Time)) {
			whole = d
		}
	}
	return whole
}

func (g *Gateway) deadlines(o *opened) []deadlineView {
	deadlines := make([]deadlineView, 0, len(o.c.Deadlines))
	for i := range o.c.Deadlines {
		d := &o.c.Deadlines[i]
		v := deadlineView{
			ID:          d.ID,
			Name:        d.Name,
			Title:       d.Title,
			Clause:      orNull(d.Clause),
			Setting:     orNull(d.Setting),
			Limit:       d.Limit,
			Step:        orNull(d.Step),
			Task:        orNull(d.Task),
			Started:     g.localTime(d.Started.Time),
			Target:      g.maybeLocal(d.Target),
			Due:         g.localTime(d.Due.Time),
			WorkingDays: o.Facts.Calendar.WorkingDaysLeft(o.now, d.Due.Time),
			LastDay:     d.LastDay,
			State:       d.State,
			Done:        d.Done || d.State == complaint.StateMet,
			Overdue:     d.IsOverdue(o.now),
			Provisional: d.Provisional,
			Computation: g.computation(o.language, d.Computation),
			SuspendedAt: g.maybeLocal(d.SuspendedAt),
			Left:        orNull(d.Left),
		}
		deadlines = append(deadlines, v)
	}
	return deadlines
}
