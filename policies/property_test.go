package policies_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
	"duban/web/words"
)

// life is one case under a random sequence of commands by random people at random times.
type life struct {
	t *rapid.T
	*scenario.Engine
	actors []complaint.Actor
	// manyPeople: where `except` keeps people out there would be others, though the directory has only a few.
	manyPeople bool
	// hired is how often more people have come.
	hired int
}

func begin(t *rapid.T, p *policy.Policy, cal *calendar.Calendar) *life {
	dir := scenario.DemoOrganisation(p)
	start := time.Date(2026, time.Month(rapid.IntRange(1, 11).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"),
		rapid.IntRange(0, 23).Draw(t, "hour"), 0, 0, 0, cal.Location())
	source := rapid.SampledFrom(p.Doc.Intake.Sources.Entries).Draw(t, "source")
	filed := complaint.Filed{
		Kind:     rapid.SampledFrom(kindsOfPeople(p)).Draw(t, "kind"),
		Source:   source.Key,
		Channel:  rapid.SampledFrom(source.Value.Channels.Keys()).Draw(t, "channel"),
		Category: rapid.SampledFrom(p.CategoryCodes()).Draw(t, "category"),
		Severity: rapid.SampledFrom(severitiesOf(p)).Draw(t, "severity"),
		Subject:  "s",
		Content:  "c",
		Data:     map[string]any{},
		ReceivedAt: complaint.Instant(start.Add(-time.Duration(rapid.IntRange(0, 20).Draw(t, "days late")) * 24 *
			time.Hour)),
		Parties: []complaint.Party{{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText}},
	}
	if kind, _ := p.Doc.Kinds.Get(filed.Kind); len(kind.Sources) > 0 { // it comes from these only
		filed.Source = rapid.SampledFrom(kind.Sources).Draw(t, "source of the kind").Text
		from, _ := p.Doc.Intake.Sources.Get(filed.Source)
		filed.Channel = rapid.SampledFrom(from.Channels.Keys()).Draw(t, "channel of the source")
	}
	units := slices.Sorted(maps.Keys(dir.Units))
	respondent, ruled := p.Doc.Parties.Get(complaint.Respondent)
	if ruled && respondent.Required || rapid.Bool().Draw(t, "unit known") {
		filed.Parties = append(filed.Parties, complaint.Party{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: rapid.SampledFrom(units).Draw(t, "unit"),
		})
	}
	people := slices.Sorted(maps.Keys(dir.People))
	if rapid.Bool().Draw(t, "somebody accused") {
		filed.Parties = append(filed.Parties, complaint.Party{
			ID:   "respondent-2",
			Role: complaint.Respondent,
			Kind: complaint.KindPerson,
			User: rapid.SampledFrom(people).Draw(t, "accused"),
		})
	}
	l := newLife(t, p, cal, start)
	intake := p.Form(policy.IntakeForm)
	for _, key := range intake.Fields.Keys() {
		filed.Data[key] = l.value(policy.Offer{}, intake, key)
	}
	p.FillFilingOmissions(&filed)
	if kind, _ := p.Doc.Kinds.Get(filed.Kind); !kind.Linked {
		if refusal := p.CheckFiling(filed, filed.Data, start, cal, dir); refusal != nil {
			t.Fatal(refusal)
		}
	}
	l.open(filed)
	return l
}

// kindsOfPeople are the kinds of matter that people file or begin, all but those of periods.
func kindsOfPeople(p *policy.Policy) []string {
	return slices.DeleteFunc(p.Doc.Kinds.Keys(), func(kind string) bool {
		return slices.Contains(p.PeriodicKinds(), kind)
	})
}

// severitiesOf are the severities of a policy, "" where it has none.
func severitiesOf(p *policy.Policy) []string {
	if all := p.Doc.Intake.Severities.Keys(); len(all) > 0 {
		return all
	}
	return []string{""}
}

// newLife is an organisation at an instant, before anything is filed.
func newLife(t *rapid.T, p *policy.Policy, cal *calendar.Calendar, now time.Time) *life {
	l := &life{t: t, Engine: &scenario.Engine{
		Policy:      p,
		Calendar:    cal,
		Directory:   scenario.DemoOrganisation(p),
		Attachments: []complaint.Attachment{handedIn},
		Now:         now,
	}, actors: []complaint.Actor{{Party: complaint.Complainant}}}
	for _, id := range slices.Sorted(maps.Keys(l.Directory.People)) {
		l.actors = append(l.actors, complaint.Actor{Person: l.Directory.People[id]})
	}
	return l
}

// open opens the case of a filing, which somebody registers.
func (l *life) open(filed complaint.Filed) {
	by := l.actors[1].Person.ID
	if filed.Period != nil {
		by = complaint.System
	}
	engine, err := scenario.NewEngine(l.Policy, l.Calendar, l.Directory, complaint.Filing{
		Case:    "c",
		By:      by,
		Filed:   filed,
		FiledAt: l.Now,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	engine.Attachments, l.Engine = l.Attachments, engine
}

// offers are what an actor is told now.
func (l *life) offers(a complaint.Actor) []policy.Offer {
	return l.Policy.Offers(l.Case, a, policy.Facts{Now: l.Now, Calendar: l.Calendar, Directory: l.Directory})
}

// order gives an offered command with data that fits its form.
func (l *life) order(o policy.Offer) complaint.Order {
	data := map[string]any{}
	if form := l.Policy.Form(o.Form); form != nil {
		for _, key := range form.Fields.Keys() {
			if data[key] = l.value(o, form, key); key == "through" && data[key] == "" {
				delete(data, key)
			}
		}
	}
	return l.orderWith(o, data)
}

// orderWith gives an offered command with that data.
func (l *life) orderWith(o policy.Offer, data map[string]any) complaint.Order {
	body, form := complaint.DivideData(o.Command, data)
	if o.Command == "complete" {
		body, form = map[string]any{"outcome": o.Outcome, "data": data}, nil
	}
	body["task"] = o.Task
	if o.Command == "record_service" && len(l.Case.Notices) > 0 {
		body["notice"] = l.Case.Notices[0].ID
	}
	raw, err := json.Marshal(map[string]any{"command": o.Command, "data": body, "form": form})
	if err != nil {
		l.t.Fatal(err)
	}
	var order complaint.Order
	if err := json.Unmarshal(raw, &order); err != nil {
		l.t.Fatal(err)
	}
	return order
}

// value fits a field of an offer's form, as its JSON Schema describes it.
func (l *life) value(o policy.Offer, form *policy.Form, key string) any {
	f, _ := form.Fields.Get(key)
	schema := form.Schema(words.DefaultLanguage())["properties"].(map[string]any)[key].(map[string]any)
	list := schema["type"] == "array"
	switch policy.FieldKind(f.Type.Text).WhatValuesName() {
	case policy.UnitsNamed:
		if o.Command == "urge" {
			return ""
		}
		return string(slices.Sorted(maps.Keys(l.Directory.Units))[0])
	case policy.PeopleNamed:
		switch {
		case key == "attendance":
			return l.everybodyWhoTakesPart()
		case list:
			return []string{l.person(key, *f)}
		}
		return l.person(key, *f)
	case policy.AttachmentsNamed:
		if list {
			return []string{string(handedIn.ID)}
		}
		return string(handedIn.ID)
	case policy.CasesNamed:
		return []any{} // the period has none
	case policy.NothingNamed:
	}
	// only the organisation's kinds fit the organisation; leave it to the rule
	if len(f.Options.Entries) > 0 && key != "kind" {
		return rapid.SampledFrom(f.Options.Keys()).Draw(l.t, key)
	}
	return l.plain(o, key, schema)
}

// plain is a value that names nobody and is chosen from nothing.
func (l *life) plain(o policy.Offer, key string, schema map[string]any) any {
	switch format, _ := schema["format"].(string); {
	case schema["type"] == "boolean":
		return rapid.Bool().Draw(l.t, key)
	case schema["type"] == "integer":
		least, _ := schema["minimum"].(int64)
		most, bound := schema["maximum"].(int64)
		if !bound {
			most = least + 5
		}
		return rapid.Int64Range(least, most).Draw(l.t, key)
	case format == "date":
		return "2026-03-02"
	case format == "date-time":
		return l.Now.Format(time.RFC3339)
	case format == "limit":
		unit := rapid.SampledFrom([]string{"d", "d", "wd", "h"}).Draw(l.t, "unit")
		return fmt.Sprintf("%d%s", rapid.IntRange(1, 12).Draw(l.t, key), unit)
	case key == "slip":
		return string(o.Slip)
	case key == "deadline":
		return string(o.Deadline)
	case slices.Contains([]string{"party", "representation", "through"}, key) && format == "id":
		return l.namedOfParties(o, key)
	case format == "id", schema["minLength"] == nil: // an id nobody told, or a choice with nothing to choose
		return ""
	}
	return "t"
}

// everybodyWhoTakesPart is everybody who may be there.
func (l *life) everybodyWhoTakesPart() []complaint.UserID {
	var present []complaint.UserID
	barred := l.Policy.Wall(l.Case).BarredUnits
	for _, id := range slices.Sorted(maps.Keys(l.Directory.People)) {
		if !l.Case.StaysAway(id) && !slices.Contains(barred, l.Directory.People[id].Unit) {
			present = append(present, id)
		}
	}
	return present
}

// handedIn is a file that every case has.
var handedIn = complaint.Attachment{ID: "file", StandsForOriginal: true}

// person is somebody who holds one of the roles a field asks for.
func (l *life) person(key string, f policy.Field) string {
	var fit []string
	for _, id := range slices.Sorted(maps.Keys(l.Directory.People)) {
		holds := func(r policy.SeatRule) bool { return l.Directory.People[id].HoldsRole(l.Policy.RoleID(r.Text)) }
		if len(f.Holds) == 0 || slices.ContainsFunc(f.Holds, holds) {
			fit = append(fit, string(id))
		}
	}
	if len(fit) == 0 { // those who hold no role of their own
		for id := range l.Directory.People {
			fit = append(fit, string(id))
		}
		slices.Sort(fit)
	}
	return rapid.SampledFrom(fit).Draw(l.t, key)
}

// tryOffers holds Offers equal to Decide: what is offered is not refused for who or when, and what is refused
// is refused by Decide for the same reason.
func (l *life) tryOffers(a complaint.Actor) {
	for _, o := range l.offers(a) {
		err := l.decide(a, l.order(o))
		refusal := complaint.RefusalIn(err)
		switch {
		case err != nil && refusal == nil:
			l.t.Fatalf("%s: %v", o.Command, err)
		case !o.Allowed && (refusal == nil || refusal.Code != o.Refusal.Code || refusal.Clause != o.Refusal.Clause):
			l.t.Fatalf("%s is offered as refused (%v) and decided as %v", o.Command, o.Refusal, err)
		// not of a value
		case o.Allowed && refusal != nil && refusal.Code == complaint.Forbidden && refusal.Field == "":
			l.t.Fatalf("%s is offered and then forbidden: %v", o.Command, refusal)
		}
		if !o.Allowed && o.Refusal.ID == "" && o.Refusal.Detail == "" {
			l.t.Fatalf("%s is refused without a word", o.Command)
		}
	}
}

func (l *life) decide(a complaint.Actor, order complaint.Order) error {
	_, err := l.Policy.Decide(l.Case, order, a, policy.Facts{
		Now:         l.Now,
		Calendar:    l.Calendar,
		Directory:   l.Directory,
		Attachments: l.Attachments,
	})
	return err
}

func (l *life) act(a complaint.Actor) {
	all := l.offers(a)
	o := rapid.SampledFrom(all).Draw(l.t, "offer")
	for range 3 { // prefer what is allowed, or cases would never move
		if !o.Allowed {
			o = rapid.SampledFrom(all).Draw(l.t, "offer")
		}
	}
	err := l.GiveOrder(a, l.order(o))
	if err != nil && complaint.RefusalIn(err) == nil {
		l.t.Fatal(err)
	}
}

// tryOften lets rapid try so often in this test.
func tryOften(t *testing.T, checks int) {
	t.Helper()
	old := flag.Lookup("rapid.checks").Value.String()
	t.Cleanup(func() { _ = flag.Set("rapid.checks", old) })
	if err := flag.Set("rapid.checks", strconv.Itoa(checks)); err != nil {
		t.Fatal(err)
	}
}

func TestAnySequenceOfCommandsKeepsTheInvariants(t *testing.T) {
	tryOften(t, sequences)
	cal := cn(t)
	for _, file := range everyPolicy(t) {
		p := load(t, file)
		rapid.Check(t, func(rt *rapid.T) {
			l := begin(rt, p, cal)
			for range rapid.IntRange(1, 25).Draw(rt, "acts") {
				a := rapid.SampledFrom(l.actors).Draw(rt, "actor")
				l.tryOffers(a)
				l.act(a)
				pause := time.Duration(rapid.IntRange(0, 40).Draw(rt, "hours")) * time.Hour
				if err := l.AdvanceTo(l.Now.Add(pause)); err != nil {
					rt.Fatal(err)
				}
				l.check()
			}
		})
	}
}
