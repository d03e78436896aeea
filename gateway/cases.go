package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"
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
	readable, err := g.caseAsReadable(ctx, o)
	if err != nil {
		return nil, err
	}
	texts, err := g.visibleTexts(ctx, o.c.ID, sight, o.Policy.TextsNamedIn(readable)...)
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
		Data:          texts.dataWithTexts(o.Policy, readable.Data),
		Actions:       o.actionViews(offers, ""),
		Overdue:       c.IsOverdue(o.now),
		Seq:           c.Seq,
		Now:           g.localTime(o.now),
		Receipt:       o.permitIssuingReceipt() == nil,
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
		Correctable:   append([]string{}, o.Policy.CorrectableFields(o.c, sight)...),
		Corrections:   g.correctionViews(o, texts),
		Demands:       []demandView{},
		Slips:         []slipView{},
		Notices:       []noticeView{},
		Messages:      []messageView{},
	}
	if v.Links, err = g.linkViews(ctx, o); err != nil {
		return nil, err
	}
	if v.Duplicates, err = g.duplicateViews(ctx, o, sight); err != nil {
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
			Resembles: o.resembledBy(p),
		}
		switch {
		case p.User != "":
			v.Ref, v.Name = orNull(string(p.User)), orNull(o.Facts.Directory.NameOf(p.User))
		case p.Unit != "":
			v.Ref, v.Name = orNull(string(p.Unit)), orNull(o.Facts.Directory.Units[p.Unit].Name)
		case p.Role == complaint.Complainant:
			v.addContact(p, texts)
			v.Sealed = !maySeeIdentity
		default:
			v.addContact(p, texts)
		}
		if p.Kind != complaint.KindText && p.IsNamedInWords() {
			if said := texts.textOrNil(p.Identity); said != nil {
				v.InWords = orNull(policy.NameInIdentity(*said))
			}
		}
		v.Representatives = g.representativeViews(o, p, texts)
		parties = append(parties, v)
	}
	return parties
}

// resembledBy are the names of those whom the words may mean that name a respondent.
func (o *opened) resembledBy(p complaint.Party) []string {
	names := []string{}
	if p.Resembles == nil {
		return names
	}
	for _, id := range p.Resembles.People {
		names = append(names, o.Facts.Directory.NameOf(id))
	}
	for _, id := range p.Resembles.Units {
		names = append(names, o.Facts.Directory.Units[id].Name)
	}
	return names
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
	for _, p := range o.c.Parties {
		if ids = append(ids, p.User); p.Resembles != nil {
			ids = append(ids, p.Resembles.People...)
		}
	}
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
		if _, ok := o.Facts.Directory.People[id]; ok { // whatever else the data hold is no id of a person
			people = append(people, namedView{id, o.Facts.Directory.NameOf(id)})
		}
	}
	return people
}

// addContact fills in who the party is and how to reach them, if it may be seen.
func (v *partyView) addContact(p complaint.Party, texts visible) {
	who, seen := p.Contact(texts.body)
	if !seen {
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
			PersonName: orNull(o.Facts.Directory.NameOf(r.Person)),
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
// seatNames says who sits in the seats: by name where a seat is one person's, else by role.
func (o *opened) seatNames(seats []complaint.Seat) string {
	var roles []complaint.Seat
	var names []string
	for _, s := range seats {
		if name := o.Facts.Directory.NameOf(s.User); name != "" {
			names = append(names, name)
		} else {
			roles = append(roles, s)
		}
	}
	if len(roles) > 0 {
		names = append(names, o.Policy.SeatTitles(o.language, roles))
	}
	return strings.Join(names, o.language.Text("mark.and", nil))
}

func (g *Gateway) taskViewOf(o *opened, t complaint.Task) TaskView {
	dir := o.Facts.Directory
	v := TaskView{
		ID:           t.ID,
		Step:         t.Step,
		Title:        o.say(t.Title),
		Roles:        []complaint.RoleID{},
		RoleTitles:   o.seatNames(t.Seats),
		Assignee:     orNull(t.Assignee),
		AssigneeName: orNull(dir.NameOf(t.Assignee)),
		State:        t.State,
		Party:        orNull(t.Party),
		Entry:        orNull(t.Entry),
		For:          orNull(t.For),
		ForName:      orNull(dir.NameOf(t.For)),
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
