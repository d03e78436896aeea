package gateway

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
	"duban/web/words"
)

type (
	// eventView is an event as it was hashed. at and recorded_at carry the organisation's offset and all six
	// decimals; the hash covers them in UTC.
	eventView struct {
		Seq        int               `json:"seq"`
		At         stamp             `json:"at"`
		RecordedAt stamp             `json:"recorded_at"`
		Actor      complaint.UserID  `json:"actor" doc:"User id, party id or system"`
		ActorName  *string           `json:"actor_name" doc:"Not part of the hash"`
		Type       string            `json:"type"`
		Data       any               `json:"data" doc:"As hashed: texts by id, instants in UTC; of other cases that were counted only those that the reader may read"`
		Reason     *complaint.Reason `json:"reason" doc:"As hashed: its text as it was recorded"`
		Why        *string           `json:"why" doc:"The reason as a sentence, in the language of Accept-Language. Not part of the hash"`
		Hash       string            `json:"hash"`
	}
	journalInput struct {
		CasePath
		Cursor string `query:"cursor" maxLength:"20" doc:"next of the page before"`
		Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"Events per page, 0 for the default"`
	}
	journalView struct {
		Page[eventView]
		Texts map[complaint.TextID]string `json:"texts" doc:"Texts by id, for whoever may see them"`
	}
	journalOutput struct{ Body journalView }
)

// stamp is an instant with the journal's six decimals.
type stamp struct{ time.Time }

// MarshalJSON writes the instant with its offset.
func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.Format(`"2006-01-02T15:04:05.000000Z07:00"`)), nil
}

// Schema implements huma.SchemaProvider.
func (stamp) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
}

const journalPage = 100

// describeEventTypes lists the types of events. An event may have no reason, which the generated schema cannot say of a
// reference.
func describeEventTypes(doc *huma.OpenAPI) {
	properties := doc.Components.Schemas.Map()["EventView"].Properties
	for _, name := range complaint.EventTypes() {
		properties["type"].Enum = append(properties["type"].Enum, name)
	}
	properties["reason"] = &huma.Schema{OneOf: []*huma.Schema{properties["reason"], {Type: "null"}}}
}

func (g *Gateway) routeJournal() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-journal",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/journal",
		Summary:     "案件的全部记录",
	}, g.readJournal)
	describeEventTypes(g.api.OpenAPI())
}

func (g *Gateway) readJournal(ctx context.Context, who record.Account, in *journalInput) (*journalOutput, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	if err := g.noteReading(ctx, record.Reading{
		Case: in.ID,
		User: who.Person.ID,
		Kind: record.ReadJournal,
	}); err != nil {
		return nil, err
	}
	after, limit, err := in.parsePlace()
	if err != nil {
		return nil, err
	}
	view, err := g.journalViewOf(ctx, o, after, limit)
	if err != nil {
		return nil, err
	}
	return &journalOutput{Body: *view}, nil
}

// journalViewOf is the page of a case's journal that begins after an event, with the texts its reader may see.
func (g *Gateway) journalViewOf(ctx context.Context, o *opened, after, limit int) (*journalView, error) {
	events, err := g.Store.JournalEvents(ctx, o.c.ID, after, limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(events) > limit {
		events = events[:limit]
		next = strconv.Itoa(events[limit-1].Seq)
	}
	facts := make([]complaint.Fact, len(events))
	for i := range events {
		if events[i].Fact, err = g.factAsReadable(ctx, o, events[i].Fact); err != nil {
			return nil, err
		}
		facts[i] = events[i].Fact
	}
	texts, err := g.visibleTexts(ctx, o.c.ID, o.Policy.SightOf(o.Actor.Person), o.Policy.TextsNamedIn(facts)...)
	if err != nil {
		return nil, err
	}
	items := g.eventViews(o.language, events, o.Facts.Directory)
	return &journalView{Page: pageOf(items, next).Body, Texts: texts}, nil
}

func (in *journalInput) parsePlace() (after, limit int, err error) {
	limit = in.Limit
	if limit == 0 {
		limit = journalPage
	}
	if in.Cursor == "" {
		return 0, limit, nil
	}
	if after, err = strconv.Atoi(in.Cursor); err != nil || after < 0 {
		return 0, 0, complaint.Refuse(complaint.Invalid, "page.cursor_unknown", nil).At("cursor")
	}
	return after, limit, nil
}

func (g *Gateway) eventViews(l words.Language, events []complaint.Event, dir complaint.Directory) []eventView {
	views := make([]eventView, len(events))
	for i, e := range events {
		views[i] = eventView{
			Seq:        e.Seq,
			At:         stamp{g.localTime(e.At)},
			RecordedAt: stamp{g.localTime(e.RecordedAt)},
			Actor:      e.Actor,
			ActorName:  orNull(dir.NameOf(e.Actor)),
			Type:       e.Type(),
			Data:       e.Fact,
			Reason:     e.Reason,
			Why:        reasonInLanguage(l, e.Reason),
			Hash:       e.Hash,
		}
	}
	return views
}
