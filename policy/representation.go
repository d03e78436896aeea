package policy

import (
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// The commands by which the file tells who speaks for a party.
const (
	recordRepresentation = "record_representation"
	endRepresentation    = "end_representation"
)

// throughField is the field of a service that says through whom it reached the party.
const throughField = "through"

// waysToRepresent are the ways in which somebody can speak for parties of a role.
func (p *Policy) waysToRepresent(role string) Map[RepresentationRule] {
	if rule, ok := p.Doc.Parties.Get(role); ok {
		return rule.Represented
	}
	return Map[RepresentationRule]{}
}

// RepresentationTitle is what a representative of a party of a role is called.
func (p *Policy) RepresentationTitle(role, way string) string {
	ways := p.waysToRepresent(role)
	if rule, ok := ways.Get(way); ok {
		return rule.Title.Text
	}
	return way
}

// waysOfAllRoles are the titles of the ways in which somebody can speak for any party, each code once.
func (d *Document) waysOfAllRoles() Map[Text] {
	var all Map[Text]
	for _, e := range d.Parties.Entries {
		for _, way := range e.Value.Represented.Entries {
			if !all.Has(way.Key) {
				all.Entries = append(all.Entries, Entry[Text]{Key: way.Key, Value: way.Value.Title})
			}
		}
	}
	return all
}

// tellsRepresented reports whether a step tells something to parties for whom somebody can speak.
func (d *Document) tellsRepresented(s *Step) bool {
	return s.Kind.Text == noticeKind && slices.ContainsFunc(d.Parties.Entries, func(e Entry[PartyRule]) bool {
		return len(e.Value.Represented.Entries) > 0 && s.tells(e.Key)
	})
}

// tells reports whether a notice goes to parties of a role.
func (s *Step) tells(role string) bool { return s.To.Text == role || reaches(s.ForEach, role) }

// permitRepresentation: whom the regulation names records who speaks for a party, and that they do so no more.
func permitRepresentation[C complaint.Command](t *turn, c C) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	return t.permitByMayRules(c)
}

// offerRepresentation: where somebody can speak for a party.
func (t *turn) offerRepresentation() []complaint.RecordRepresentation {
	if len(t.p.Doc.waysOfAllRoles().Entries) == 0 {
		return nil
	}
	return make([]complaint.RecordRepresentation, 1)
}

// offerEndOfRepresentation: where somebody speaks for a party.
func (t *turn) offerEndOfRepresentation() []complaint.EndRepresentation {
	if !slices.ContainsFunc(t.c.Representations, func(r complaint.Representation) bool { return r.EndedAt == nil }) {
		return nil
	}
	return make([]complaint.EndRepresentation, 1)
}

// fillRepresentationOmissions: somebody speaks for a party from today on, unless it is said otherwise.
func (t *turn) fillRepresentationOmissions(
	c complaint.RecordRepresentation,
) (complaint.RecordRepresentation, *complaint.Error) {
	if c.From == "" {
		c.From = t.dayOf(t.now)
	}
	return c, nil
}

// dayOf is the day of the organisation's calendar on which an instant is.
func (t *turn) dayOf(at time.Time) string {
	return calendar.DateOf(at, t.f.Calendar.Location()).String()
}

func (t *turn) checkRepresentation(c complaint.RecordRepresentation) *complaint.Error {
	form := t.p.Form(commandFormName(recordRepresentation))
	data := map[string]any{
		"party": string(c.Party),
		"as":    c.As,
		"name":  string(c.Name),
		"from":  c.From,
	}
	if c.Until != "" {
		data["until"] = c.Until
	}
	if refusal := form.Check("data", data); refusal != nil {
		return refusal
	}
	party := t.c.Party(c.Party)
	if party == nil {
		return complaint.Refuse(complaint.Invalid, "representation.unknown_party", nil).At("data.party")
	}
	ways := t.p.waysToRepresent(party.Role)
	rule, ok := ways.Get(c.As)
	if !ok {
		return complaint.Refuse(complaint.Invalid, "representation.unknown_way", complaint.Args{
			"role": t.p.PartyRoleTitle(party.Role), "ways": titlesOfWays(ways),
		}).At("data.as")
	}
	if c.Until != "" && c.Until < c.From {
		return complaint.Refuse(complaint.Invalid, "representation.ends_before_it_begins", nil).At("data.until")
	}
	if refusal := t.checkAuthorityShown(c, rule, form); refusal != nil {
		return refusal.Because(*t.p.reasonCiting(rule.Cites, ""))
	}
	return nil
}

// titlesOfWays are ways to represent, each by its code and its title.
func titlesOfWays(ways Map[RepresentationRule]) []any {
	all := make([]any, len(ways.Entries))
	for i, e := range ways.Entries {
		all[i] = codeWithTitle(e.Key, e.Value.Title.Text)
	}
	return all
}

// checkAuthorityShown: the authority is dated and shown where the file asks for it. The files are sealed with who the
// parties are.
func (t *turn) checkAuthorityShown(
	c complaint.RecordRepresentation, rule *RepresentationRule, form *Form,
) *complaint.Error {
	if rule.Dated && c.Until == "" {
		return form.refuseMissing("until").At("data.until")
	}
	if rule.Proof && len(c.Authority) == 0 {
		return form.refuseMissing("authority").At("data.authority")
	}
	for _, id := range c.Authority {
		a := t.findAttachment(id)
		if a == nil {
			return refuseUnknownAttachment().At("data.authority")
		}
		if a.Scope == complaint.ScopeCase {
			return complaint.Refuse(complaint.Invalid, "attachment.not_sealed",
				complaint.Args{"field": form.fieldTitle("authority")}).At("data.authority")
		}
	}
	return nil
}

func (t *turn) noteRepresentation(c complaint.RecordRepresentation) error {
	rule, _ := t.p.waysOfParty(t.c, c.Party).Get(c.As)
	reason := t.reasonCitingMayRule(recordRepresentation, "representation_recorded")
	if citesAny(rule.Cites) {
		reason = t.p.reasonCiting(rule.Cites, "representation_recorded")
	}
	return t.emit(complaint.RepresentationRecorded{
		Representation: complaint.RepresentationID(fmt.Sprintf("rep%d", t.nextSeq())),
		Party:          c.Party,
		As:             c.As,
		Name:           c.Name,
		Phone:          c.Phone,
		From:           c.From,
		Until:          c.Until,
		Authority:      c.Authority,
	}, reason.With(complaint.Args{"title": rule.Title.Text}))
}

// waysOfParty are the ways in which somebody can speak for a party of the case.
func (p *Policy) waysOfParty(c *complaint.Case, id complaint.PartyID) Map[RepresentationRule] {
	if party := c.Party(id); party != nil {
		return p.waysToRepresent(party.Role)
	}
	return Map[RepresentationRule]{}
}

func (t *turn) checkEndOfRepresentation(c complaint.EndRepresentation) *complaint.Error {
	switch r := t.c.Representation(c.Representation); {
	case r == nil:
		return complaint.Refuse(complaint.Invalid, "representation.unknown", nil).At("data.representation")
	case r.EndedAt != nil:
		return complaint.Refuse(complaint.Conflict, "representation.already_ended", nil).
			Because(*t.reasonCitingMayRule(endRepresentation, ""))
	}
	return requireText(c.Reason, "reason")
}

func (t *turn) noteEndOfRepresentation(c complaint.EndRepresentation) error {
	return t.emit(complaint.RepresentationEnded(c), t.reasonCitingMayRule(endRepresentation, "representation_ended"))
}

// checkServedThrough: what a party is told through somebody is received by who spoke for them then; and where the file
// asks for a representative, by nobody else.
func (t *turn) checkServedThrough(
	to complaint.PartyID, at time.Time, through complaint.RepresentationID,
) *complaint.Error {
	ways := t.p.waysOfParty(t.c, to)
	r := t.c.Representation(through)
	if through != "" {
		if refusal := t.refuseNotInForce(to, at, r, ways); refusal != nil {
			return refusal.At("data." + throughField)
		}
	}
	needed, err := t.waysNeeded(ways)
	if err != nil {
		return complaint.Refuse(complaint.Unavailable, "representation.unclear", nil)
	}
	if len(needed.Entries) == 0 || r != nil && needed.Has(r.As) {
		return nil
	}
	return complaint.Refuse(complaint.Invalid, "representation.needed",
		complaint.Args{"ways": titlesOfWays(needed)}).
		At("data." + throughField).Because(*t.p.reasonCiting(needed.Entries[0].Value.Cites, ""))
}

// checkActsThrough: what a party does through somebody is recorded by staff, and of who speaks for that party then.
func (t *turn) checkActsThrough(party complaint.PartyID, through complaint.RepresentationID) *complaint.Error {
	return t.checkActsThroughAt(t.now, party, through)
}

// checkActsThroughAt is for what a party did at an instant.
func (t *turn) checkActsThroughAt(
	at time.Time, party complaint.PartyID, through complaint.RepresentationID,
) *complaint.Error {
	if through == "" {
		return nil
	}
	refusal := complaint.Refuse(complaint.Invalid, "representation.by_receipt", nil)
	if t.a.Party == "" {
		refusal = t.refuseNotInForce(party, at, t.c.Representation(through), t.p.waysOfParty(t.c, party))
	}
	if refusal != nil {
		refusal = refusal.At("data." + throughField)
	}
	return refusal
}

// checkAnsweredThrough: a survey is answered by the party whom it asks, or by who speaks for them.
func (t *turn) checkAnsweredThrough(task *complaint.Task, s *Step, data map[string]any) *complaint.Error {
	id, _ := data[throughField].(string)
	if id == "" || !t.p.Doc.asksRepresented(s) {
		return nil
	}
	party := task.Party
	if r := t.c.Representation(complaint.RepresentationID(id)); r != nil && party == "" && t.c.Party(r.Party) != nil &&
		reaches(s.Of, t.c.Party(r.Party).Role) {
		party = r.Party
	}
	return t.checkActsThrough(party, complaint.RepresentationID(id))
}

// asksRepresented reports whether a survey asks parties for whom somebody can speak.
func (d *Document) asksRepresented(s *Step) bool {
	return s.Kind.Text == surveyKind && slices.ContainsFunc(d.Parties.Entries, func(e Entry[PartyRule]) bool {
		return len(e.Value.Represented.Entries) > 0 && reaches(s.Of, e.Key)
	})
}

// throughActField asks through whom a party does something, where somebody can speak for one.
func (c *checker) throughActField() []Entry[Field] {
	if len(c.doc.waysOfAllRoles().Entries) == 0 {
		return nil
	}
	return []Entry[Field]{c.newField(throughField, IDField, "acted_through", false)}
}

// refuseNotInForce refuses what is no representation of the party, or was none at that time.
func (t *turn) refuseNotInForce(
	to complaint.PartyID, at time.Time, r *complaint.Representation, ways Map[RepresentationRule],
) *complaint.Error {
	if r == nil || r.Party != to {
		return complaint.Refuse(complaint.Invalid, "representation.of_another", nil)
	}
	if r.IsInForce(at, t.dayOf(at)) {
		return nil
	}
	rule, ok := ways.Get(r.As)
	if !ok {
		rule = &RepresentationRule{}
	}
	return complaint.Refuse(complaint.Invalid, "representation.not_in_force", complaint.Args{
		"title": rule.Title.Text, "day": t.dayOf(at),
	}).Because(*t.p.reasonCiting(rule.Cites, ""))
}

// waysNeeded are those of some ways without which such a party is not served now. In a record whose events cannot tell
// of them none is.
func (t *turn) waysNeeded(ways Map[RepresentationRule]) (needed Map[RepresentationRule], err error) {
	if t.writesPlainEvents() {
		return needed, nil
	}
	for _, e := range ways.Entries {
		if e.Value.Needed.Text == "" {
			continue
		}
		holds, err := t.conditionHolds(e.Value.Needed)
		if err != nil {
			return needed, err
		}
		if holds {
			needed.Entries = append(needed.Entries, e)
		}
	}
	return needed, nil
}

// checkRepresentationRules checks what the file says of who speaks for parties of a role.
func (c *checker) checkRepresentationRules(role string, ways Map[RepresentationRule]) {
	recorded, may := c.doc.May.Get(recordRepresentation)
	for _, e := range ways.Entries {
		c.noteCites("parties."+role+".represented."+e.Key, e.Value.Cites)
		if !may {
			c.f.add(e.Pos, "party.nobody_records", args{"role": role, "way": e.Key})
		}
		if e.Value.Needed.Text != "" && may && recorded.After.Text != "" {
			c.f.add(recorded.After.Pos, "may.represented_after", args{"role": role, "way": e.Key})
		}
	}
}

// proveKeysOfParty: a representative is needed where a notice goes to such a party, and nowhere else.
func (v *prover) proveKeysOfParty(e *Entry[PartyRule]) {
	told := slices.ContainsFunc(v.p.Doc.Steps.Entries, func(s Entry[Step]) bool {
		return s.Value.Kind.Text == noticeKind && s.Value.tells(e.Key)
	})
	for _, way := range e.Value.Represented.Entries {
		v.idleKeys(way.Pos, "parties."+e.Key+".represented."+way.Key,
			idle{"needed", way.Value.Needed.Text != "" && !told})
	}
}
