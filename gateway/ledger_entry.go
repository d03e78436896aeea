package gateway

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

type (
	// EntryView is an entry of the ledger with all that its reader may know of it.
	EntryView struct {
		LedgerRowView
		Deadline   *missedView    `json:"deadline,omitempty" doc:"The limit that was missed, where it rests on one"`
		Facts      []fieldLine    `json:"facts" nullable:"false" doc:"Values of the case as it stood then"`
		Text       *string        `json:"text" doc:"Why it was proposed, where somebody did by hand"`
		ProposedBy []namedView    `json:"proposed_by" nullable:"false" doc:"On whose word it rests, empty where it follows from time; told to whoever may read the case"`
		Proposed   chargeView     `json:"proposed"`
		View       *string        `json:"view" doc:"What whom it concerns said before the decision"`
		Decided    chargeView     `json:"decided" doc:"Of the last decision"`
		Why        *string        `json:"why" doc:"The reason of the last decision"`
		DecidedBy  []namedView    `json:"decided_by" nullable:"false"`
		Objection  *string        `json:"objection"`
		FellAt     *time.Time     `json:"fell_at" doc:"When its fact fell away"`
		Papers     []documentView `json:"papers" nullable:"false" doc:"The documents by which the decision is told, such as a penalty notice, with their copies"`
	}
	missedView struct {
		Title  string     `json:"title"`
		Due    time.Time  `json:"due" doc:"The first instant too late"`
		DoneAt *time.Time `json:"done_at" doc:"When what was due was done, null while it has not been"`
	}
	entryPath struct {
		CasePath
		Entry complaint.EntryID `path:"entry" maxLength:"40"`
	}
	entryOutput struct{ Body heardEntryView }
	// heardEntryView is an entry with what its reader can say about it.
	heardEntryView struct {
		EntryView
		Now   time.Time      `json:"now" doc:"Case time"`
		Task  *TaskView      `json:"task,omitempty" doc:"In which the reader is heard on it or may object, absent where they are not asked now"`
		Forms map[string]any `json:"forms" doc:"JSON Schemas of the task's actions, by their names"`
	}
)

// readLedgerEntry answers whoever the list shows the entry to, and whoever may read its case.
func (g *Gateway) readLedgerEntry(ctx context.Context, who record.Account, in *entryPath) (*entryOutput, error) {
	if _, err := uuid.Parse(string(in.ID)); err != nil {
		return nil, notFoundError()
	}
	o, err := g.openCaseWithoutWall(ctx, in.ID, complaint.Order{Actor: who.Person.ID})
	if err != nil {
		if complaint.RefusalIn(err) != nil {
			return nil, notFoundError()
		}
		return nil, err
	}
	e, readable := o.c.Entry(in.Entry), o.wallAdmitsActor()
	if e == nil || !readable && !o.Policy.Wall(o.c).ConcernsInEntry(who.Person, in.Entry) {
		return nil, notFoundError()
	}
	if readable {
		if err := g.noteReading(ctx, record.Reading{
			Case: in.ID,
			User: who.Person.ID,
			Kind: record.ReadCase,
		}); err != nil {
			return nil, err
		}
	}
	sight := policy.Sight{}
	if readable {
		sight = o.Policy.SightOf(who.Person)
	}
	texts, err := g.visibleTexts(ctx, in.ID, sight, o.Policy.TextsNamedIn(*e)...)
	if err != nil {
		return nil, err
	}
	v := heardEntryView{
		EntryView: g.entryViewOf(o, e, texts, readable),
		Now:       g.localTime(o.now),
		Forms:     map[string]any{},
	}
	g.addHearing(&v, o)
	return &entryOutput{v}, nil
}

// addHearing adds the task in which the reader speaks on the entry, if there is one now.
func (g *Gateway) addHearing(v *heardEntryView, o *opened) {
	for _, t := range o.c.LiveTasks() {
		if t.Entry != v.Entry || !o.speaksInTask(t.ID) {
			continue
		}
		task := g.taskViewOf(o, *t)
		if d := deadlineOfTask(o.c, t); d != nil {
			g.fillTaskDue(&task, o, d.Due.Time)
			task.Overdue = d.IsOverdue(o.now)
		}
		task.Actions = actionsOfSpeaker(o.actionViews(o.Policy.Offers(o.c, o.Actor, o.Facts), t.ID))
		for _, a := range task.Actions {
			if a.Form != nil {
				v.Forms[*a.Form] = o.Policy.Form(*a.Form).Schema(o.language)
			}
		}
		v.Task = &task
	}
}

// entryViews are the entries of the case, for whoever may read it.
func (g *Gateway) entryViews(o *opened, texts visible) []EntryView {
	views := make([]EntryView, 0, len(o.c.Entries))
	for i := range o.c.Entries {
		views = append(views, g.entryViewOf(o, &o.c.Entries[i], texts, true))
	}
	return views
}

// entryViewOf is an entry: to whoever may read the case all of it, and to whom it concerns what is said of themselves
// and what was decided, not on whose word, and of the documents their own copies.
func (g *Gateway) entryViewOf(o *opened, e *complaint.LedgerEntry, texts visible, readable bool) EntryView {
	dir := o.Facts.Directory
	v := EntryView{
		LedgerRowView: g.ledgerRowViewOf(o.Policy, o.language, dir, record.LedgerRow{
			Case:     o.c.ID,
			Number:   o.c.Number,
			Policy:   o.c.Policy,
			Entry:    *e,
			Readable: readable,
		}),
		Facts:      []fieldLine{},
		Text:       texts.textOrNil(e.Text),
		ProposedBy: []namedView{},
		Proposed:   chargeViewOf(o.Policy, o.language, e.Proposed),
		View:       texts.textOrNil(e.View),
		Decided:    chargeViewOf(o.Policy, o.language, e.Decided),
		Why:        texts.textOrNil(e.Why),
		DecidedBy:  namedViews(dir, e.DecidedBy),
		Objection:  texts.textOrNil(e.Objection),
		FellAt:     g.maybeLocalTime(e.FellAt),
		Papers:     []documentView{},
	}
	if readable {
		v.ProposedBy = namedViews(dir, e.ProposedBy)
	}
	if d := o.c.Deadline(e.Deadline); d != nil && e.Due != nil {
		v.Deadline = &missedView{o.say(d.Title), g.localTime(e.Due.Time), g.maybeLocalTime(e.DoneAt)}
	}
	for _, line := range o.Policy.EntryFacts(o.language, e, dir, g.Location) {
		v.Facts = append(v.Facts, fieldLine{line.Field, line.Title, line.Says})
	}
	for _, d := range o.Policy.PapersOfEntry(o.c, e) {
		if !readable {
			d.Copies = slices.DeleteFunc(slices.Clone(d.Copies), func(c complaint.Copy) bool {
				return e.Against.User == "" || c.To.User != e.Against.User
			})
		}
		v.Papers = append(v.Papers, g.documentViewOf(o, d))
	}
	return v
}

// namedViews are members of staff with their names.
func namedViews(dir complaint.Directory, ids []complaint.UserID) []namedView {
	views := []namedView{}
	for _, id := range ids {
		views = append(views, namedView{id, dir.NameOf(id)})
	}
	return views
}
