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
	"duban/web/words"
)

type (
	// CasePath names the case in the path of an operation.
	CasePath struct {
		ID complaint.CaseID `path:"id"`
	}
	caseOutput struct{ Body caseView }
)

func (g *Gateway) routeCases() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-case",
		Method:      http.MethodGet,
		Path:        "/cases/{id}",
		Summary:     "一件案件的全部现状",
	}, func(ctx context.Context, who record.Account, in *CasePath) (*caseOutput, error) {
		o, err := g.openCaseFor(ctx, who.Person, in.ID)
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
		view, err := g.caseViewOf(ctx, o)
		if err != nil {
			return nil, err
		}
		return &caseOutput{Body: *view}, nil
	})
}

// caseViewOf is the case as its reader may see it.
func (g *Gateway) caseViewOf(ctx context.Context, o *opened) (*caseView, error) {
	sight := o.Policy.SightOf(o.Actor.Person)
	texts, err := g.visibleTexts(ctx, o.c.ID, sight, textIDsNamedIn(o.Policy, o.c)...)
	if err != nil {
		return nil, err
	}
	offers := o.Policy.Offers(o.c, o.Actor, o.Facts)
	c, ref := o.c, o.c.Policy
	v := &caseView{
		ID:            c.ID,
		Number:        orNull(c.Number),
		Policy:        policyRefView{ref.ID, ref.Version, o.say(o.Policy.Doc.Title.Text)},
		Kind:          c.Kind,
		KindTitle:     o.say(o.Policy.KindTitle(c.Kind)),
		Period:        g.periodViewOf(c.Period),
		Status:        c.Status,
		Disposition:   orNull(c.Disposition),
		Source:        c.Source,
		Channel:       c.Channel,
		Category:      c.Category,
		CategoryTitle: o.say(o.Policy.CategoryTitle(c.Category)),
		Severity:      c.Severity,
		SeverityTitle: o.say(o.Policy.SeverityTitle(c.Severity)),
		Step:          orNull(c.Step),
		StepTitle:     orNull(o.say(c.StepTitle)),
		Unit:          orNull(c.ResponsibleUnit()),
		UnitName:      orNull(o.Facts.Directory.Units[c.ResponsibleUnit()].Name),
		Subject:       texts.textOrNil(c.Subject),
		Content:       texts.textOrNil(c.Content),
		ReceivedAt:    g.localTime(c.ReceivedAt.Time),
		FiledBy:       c.FiledBy,
		Data:          texts.dataWithTexts(o.Policy, c.Data),
		Actions:       o.actionViews(offers, ""),
		Overdue:       c.IsOverdue(o.now),
		Seq:           c.Seq,
		Now:           g.localTime(o.now),
		Readings:      o.Policy.PermitSeeingReadings(o.Actor.Person) == nil,
		Parties:       g.partyViews(o, texts, sight.Identity),
		People:        o.peopleNamed(),
		Tasks:         g.taskViews(o, offers),
		Redo:          o.redoViews(),
		Deadlines:     g.deadlineViews(o),
		Documents:     g.documentViews(o),
		Circulars:     g.circularsOfCase(o),
		Reports:       o.reportsOfCase(g.localTime),
		Measures:      g.measureViews(o),
		Demands:       []demandView{},
		Slips:         []slipView{},
		Notices:       []noticeView{},
		Messages:      []messageView{},
	}
	if v.Links, err = g.linkViews(ctx, o); err != nil {
		return nil, err
	}
	if v.Counts, err = g.countViews(ctx, o); err != nil {
		return nil, err
	}
	if v.Attachments, err = g.attachmentViews(ctx, o, sight); err != nil {
		return nil, err
	}
	if v.Outlook, err = g.outlookViews(o); err != nil {
		return nil, err
	}
	v.Entries = g.entryViews(o, texts)
	g.addPaperViews(v, o, texts)
	return v, g.slipsSeen(ctx, o, v.Slips)
}

// addPaperViews adds the slips, notices and messages of the case.
func (g *Gateway) addPaperViews(v *caseView, o *opened, texts visible) {
	c := o.c
	for i := range c.Slips {
		s := g.slipViewOf(o.Policy, o.language, c.ID, c.Slips[i], c.Slips[i].State == complaint.SlipOpen &&
			isReplyOverdue(c.Slips[i], o.now))
		s.Reply, s.Text = texts.textOrNil(c.Slips[i].Reply), texts.textOrNil(c.Slips[i].Text)
		s.Void = texts.textOrNil(c.Slips[i].Void)
		for _, r := range c.Slips[i].Received {
			s.Received = append(s.Received, g.slipReceiptOf(o, r.By, r.At.Time))
		}
		v.Slips = append(v.Slips, s)
	}
	for _, d := range c.Demands {
		v.Demands = append(v.Demands, demandViewOf(o, d, texts))
	}
	for _, n := range c.Notices {
		v.Notices = append(v.Notices, noticeView{
			ID:       n.ID,
			Step:     n.Step,
			To:       n.To,
			IssuedAt: g.localTime(n.IssuedAt.Time),
			ServedAt: g.maybeLocalTime(n.ServedAt),
			How:      orNull(n.How),
			Proof:    texts.textOrNil(n.Proof),
			Text:     texts.textOrNil(n.Text),
			Says:     orNull(o.say(n.Says)),
			Outcome:  outcomeTitle(o.Policy, o.language, n.Step, n.Outcome),
			Through:  orNull(n.Through),
		})
	}
	for _, m := range c.Messages {
		v.Messages = append(v.Messages, messageView{
			At:          g.localTime(m.At.Time),
			Kind:        m.Kind,
			From:        partyOrOrganisation(m.From),
			To:          partyOrOrganisation(m.To),
			Text:        texts.textOrNil(m.Text),
			Attachments: m.Attachments,
		})
	}
}

// partyViews names everybody in the case whom the reader may know.
func (g *Gateway) partyViews(o *opened, texts visible, maySeeIdentity bool) []partyView {
	parties := make([]partyView, 0, len(o.c.Parties))
	for _, p := range o.c.Parties {
		v := partyView{
			ID:        p.ID,
			Role:      p.Role,
			RoleTitle: o.language.SayValue(o.Policy.PartyRoleTitle(p.Role)),
			Kind:      p.Kind,
		}
		switch {
		case p.User != "":
			v.Ref, v.Name = orNull(string(p.User)), orNull(o.Facts.Directory.People[p.User].Name)
		case p.Unit != "":
			v.Ref, v.Name = orNull(string(p.Unit)), orNull(o.Facts.Directory.Units[p.Unit].Name)
		case p.Role == complaint.Complainant:
			v.addIdentity(texts.textOrNil(p.Identity))
			v.Sealed = !maySeeIdentity
		default:
			if v.addIdentity(texts.textOrNil(p.Identity)); v.Name == nil {
				v.Name = texts.textOrNil(p.Identity)
			}
		}
		v.Representatives = g.representativeViews(o, p, texts)
		parties = append(parties, v)
	}
	return parties
}

func demandViewOf(o *opened, d complaint.Demand, texts visible) demandView {
	v := demandView{
		No:     d.No,
		Text:   texts.textOrNil(d.Text),
		Reason: texts.textOrNil(d.Reason),
		Clause: orNull(d.Clause),
	}
	if o.Policy.Doc.Demands == nil || d.Answer == "" {
		return v
	}
	title, _ := o.Policy.Doc.Demands.Answers.Get(d.Answer)
	v.Answer = &CodeView{Code: d.Answer, Title: o.say(title.Text), Clauses: []string{}}
	return v
}

// peopleNamed are the members of staff whom the case names by their ids.
func (o *opened) peopleNamed() []namedView {
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

// actionViews are the offers of one task, or with no task those of the case.
func (o *opened) actionViews(offers []policy.Offer, task complaint.TaskID) []actionView {
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
			a.Title = outcomeTitle(o.Policy, o.language, t.Step, offer.Outcome)
		}
		if offer.Refusal != nil {
			a.Refusal = refusalViewOf(offer.Refusal, o.language)
		}
		actions = append(actions, a)
	}
	return actions
}

func outcomeTitle(p *policy.Policy, l words.Language, step complaint.StepID, outcome string) *string {
	s := p.Step(step)
	if s == nil {
		return nil
	}
	if o, ok := s.Outcomes.Get(outcome); ok {
		return orNull(l.SayValue(o.Title))
	}
	return nil
}

func (g *Gateway) taskViews(o *opened, offers []policy.Offer) []TaskView {
	tasks := make([]TaskView, 0, len(o.c.Tasks))
	for i := range o.c.Tasks {
		t := &o.c.Tasks[i]
		v := g.taskViewOf(o, *t)
		if d := deadlineOfTask(o.c, t); d != nil {
			g.fillTaskDue(&v, o, d.Due.Time)
			v.Overdue = t.IsLive() && d.IsOverdue(o.now)
		}
		v.Actions = o.actionViews(offers, t.ID)
		tasks = append(tasks, v)
	}
	return tasks
}

// redoViews are the steps that others have to do again.
func (o *opened) redoViews() []redoView {
	views := make([]redoView, 0, len(o.c.Redo))
	for _, r := range o.c.Redo {
		v := redoView{
			Task:       r.Task,
			Person:     r.Person,
			PersonName: orNull(o.Facts.Directory.People[r.Person].Name),
			Redone:     o.c.RedoneSince(r.Task),
		}
		if t := o.c.Task(r.Task); t != nil {
			v.Step, v.Title = t.Step, o.say(t.Title)
		}
		views = append(views, v)
	}
	return views
}

// fillTaskDue says by when a task is to be done, and how many working days that leaves.
func (g *Gateway) fillTaskDue(v *TaskView, o *opened, due time.Time) {
	at, left := g.localTime(due), o.Facts.Calendar.WorkingDaysLeft(o.now, due)
	v.Due, v.WorkingDays = &at, &left
}

// taskViewOf is a task without what depends on its case.
func (g *Gateway) taskViewOf(o *opened, t complaint.Task) TaskView {
	dir := o.Facts.Directory
	v := TaskView{
		ID:           t.ID,
		Step:         t.Step,
		Title:        o.say(t.Title),
		Roles:        []complaint.RoleID{},
		RoleTitles:   o.Policy.SeatTitles(o.language, t.Seats),
		Assignee:     orNull(t.Assignee),
		AssigneeName: orNull(dir.People[t.Assignee].Name),
		State:        t.State,
		Party:        orNull(t.Party),
		Entry:        orNull(t.Entry),
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

// deadlineOfTask is the limit a task is under: its own, or for a live task the case's earliest.
func deadlineOfTask(c *complaint.Case, t *complaint.Task) *complaint.Deadline {
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

func (g *Gateway) deadlineViews(o *opened) []deadlineView {
	deadlines := make([]deadlineView, 0, len(o.c.Deadlines))
	for i := range o.c.Deadlines {
		d := &o.c.Deadlines[i]
		v := deadlineView{
			ID:          d.ID,
			Name:        d.Name,
			Title:       o.say(d.Title),
			Clause:      orNull(d.Clause),
			Setting:     orNull(d.Setting),
			Limit:       d.Limit,
			Step:        orNull(d.Step),
			Task:        orNull(d.Task),
			Started:     g.localTime(d.Started.Time),
			Target:      g.maybeLocalTime(d.Target),
			Due:         g.localTime(d.Due.Time),
			WorkingDays: o.Facts.Calendar.WorkingDaysLeft(o.now, d.Due.Time),
			LastDay:     d.LastDay,
			State:       d.State,
			Done:        d.Done || d.State == complaint.StateMet,
			Overdue:     d.IsOverdue(o.now),
			Provisional: d.Provisional,
			Computation: g.computationInLanguage(o.language, d.Computation),
			SuspendedAt: g.maybeLocalTime(d.SuspendedAt),
			Left:        orNull(d.Left),
		}
		deadlines = append(deadlines, v)
	}
	return deadlines
}
