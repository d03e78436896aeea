package policy

import (
	"cmp"
	"slices"

	"duban/complaint"
)

// partyOfStep is the word in seats for the unit of the party for whom a step is done: "head of party".
const partyOfStep = "party"

// partyRoles are the roles that parties can have: the two that every file knows, and its own.
func (d *Document) partyRoles() []string {
	roles := []string{complaint.Complainant, complaint.Respondent}
	for _, role := range d.Parties.Keys() {
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles
}

// PartyRoles are the roles that parties can have.
func (p *Policy) PartyRoles() []string { return p.Doc.partyRoles() }

// PartyRoleTitle is what parties of a role are called, as part of a sentence.
func (p *Policy) PartyRoleTitle(role string) any {
	if rule, ok := p.Doc.Parties.Get(role); ok && rule.Title.Text != "" {
		return rule.Title.Text
	}
	return complaint.Term("party." + role)
}

// hasParts reports whether several do the step, each their own part: by seat, or for one party each.
func (s *Step) hasParts() bool { return len(s.All) > 0 || len(s.ForEach) > 0 }

// meansPartyBy reports whether a seat is in the unit of the party for whom the step is done.
func (s *Step) meansPartyBy(r SeatRule) bool {
	seat, ofUnit := cutUnitSeat(r.Text)
	return ofUnit && seat.field == partyOfStep && len(s.ForEach) > 0
}

// part is one of the pieces of work into which a step falls: all of it, what one seat does of it, or what is done for
// one party.
type part struct {
	seats  []complaint.Seat
	party  complaint.PartyID
	reason *complaint.Reason
}

// partsOfStep are the pieces of work that a step falls into, each a task.
func (t *turn) partsOfStep(id complaint.StepID, s *Step) ([]part, error) {
	switch {
	case len(s.ForEach) > 0:
		return t.partsByParty(id, s)
	case len(s.All) > 0:
		return t.partsBySeat(s)
	}
	whole, err := t.partOfStep(s, s.By)
	return []part{whole}, err
}

// partOfStep is a piece of work offered to seats; to none where it ends by time alone.
func (t *turn) partOfStep(s *Step, rules []SeatRule) (part, error) {
	if s.LapsesByItself() {
		return part{seats: []complaint.Seat{}, reason: t.p.reasonCiting(s.Cites, "window_opened")}, nil
	}
	seats, reason, err := t.stepSeats(s, rules)
	return part{seats: seats, reason: reason}, err
}

// partsBySeat are those of a step that several do, each their own.
func (t *turn) partsBySeat(s *Step) ([]part, error) {
	var parts []part
	for _, rule := range s.All {
		whole, err := t.partOfStep(s, []SeatRule{rule})
		if err != nil {
			return nil, err
		}
		bySeat := seatsByPartOfRule(rule.Text, whole.seats)
		if len(bySeat) == 0 && t.waitsForUnit(rule) {
			bySeat = [][]complaint.Seat{whole.seats} // it is owed, by whom is not known
		}
		for _, seats := range bySeat {
			parts = append(parts, part{seats: seats, reason: whole.reason})
		}
	}
	return parts, nil
}

// partsByParty are those of a step that is done for each party.
func (t *turn) partsByParty(id complaint.StepID, s *Step) ([]part, error) {
	var parts []part
	defer func() { t.party = "" }()
	for _, party := range t.partiesOfStep(id, s) {
		t.party = party
		one, err := t.partOfStep(s, s.By)
		if err != nil {
			return nil, err
		}
		one.party = party
		parts = append(parts, one)
	}
	return parts, nil
}

// partiesOfStep are the parties for each of whom a step is done. A role in which nobody is named counts as one party
// who is still to be named, as in a notice. Only those have a time for a review whose time has begun.
func (t *turn) partiesOfStep(id complaint.StepID, s *Step) []complaint.PartyID {
	var parties []complaint.PartyID
	for _, role := range s.ForEach {
		named := t.c.PartiesInRole(role.Text)
		if len(named) == 0 {
			named = []complaint.PartyID{t.noticeParty(role.Text)}
		}
		parties = append(parties, named...)
	}
	if s.Kind.Text == windowKind {
		return slices.DeleteFunc(parties, func(party complaint.PartyID) bool {
			return t.lastServiceTime(t.noticesOfWindow(id, party)) == nil
		})
	}
	return parties
}

// noticeParty is the party a notice is for; "respondent" is the first person or unit complained about.
func (t *turn) noticeParty(role string) complaint.PartyID {
	if named := t.c.PartiesInRole(role); len(named) > 0 {
		return named[0]
	}
	return complaint.PartyID(role)
}

// unitOfParty is the unit that a party is, or in which they work; "" for somebody outside.
func (t *turn) unitOfParty(id complaint.PartyID) complaint.UnitID {
	party := t.c.Party(id)
	if party == nil {
		return ""
	}
	return cmp.Or(party.Unit, t.f.Directory.People[party.User].Unit)
}

// checkParties judges how many of each role a filing names, and that the directory knows whom it names by id.
func (p *Policy) checkParties(parties []complaint.Party, dir complaint.Directory) *complaint.Error {
	for _, party := range parties {
		if !slices.Contains(p.Doc.partyRoles(), party.Role) {
			return complaint.Refuse(complaint.Invalid, "filing.unknown_party_role",
				complaint.Args{"known": p.Doc.partyRoles()}).At("parties")
		}
		if refusal := checkPartyIsKnown(party, dir); refusal != nil {
			return refusal.At(filingFieldOfRole(party.Role))
		}
	}
	for _, role := range p.Doc.partyRoles() {
		if refusal := p.checkPartiesInRole(role, parties); refusal != nil {
			return refusal.At(filingFieldOfRole(role))
		}
	}
	return nil
}

// filingFieldOfRole is the field of a filing that names the parties of a role.
func filingFieldOfRole(role string) string {
	if role == complaint.Respondent {
		return "respondents"
	}
	return "parties"
}

// checkPartiesInRole judges how many parties of a role there are.
func (p *Policy) checkPartiesInRole(role string, parties []complaint.Party) *complaint.Error {
	n, units := 0, 0
	for _, party := range parties {
		if party.Role == role {
			n++
			if party.Kind == complaint.KindUnit {
				units++
			}
		}
	}
	rule, ok := p.Doc.Parties.Get(role)
	switch {
	case !ok && role == complaint.Respondent:
		if units > 1 {
			return complaint.Refuse(complaint.Invalid, "filing.several_units", nil)
		}
		return nil
	case !ok:
		rule = &PartyRule{}
	}
	switch title := p.PartyRoleTitle(role); {
	case n == 0 && rule.Required:
		return complaint.Refuse(complaint.Invalid, "filing.party_required", complaint.Args{"role": title}).
			Because(*p.reasonCiting(rule.Cites, ""))
	case n > 1 && !rule.Many:
		return complaint.Refuse(complaint.Invalid, "filing.one_party_only", complaint.Args{"role": title}).
			Because(*p.reasonCiting(rule.Cites, ""))
	}
	return nil
}

func checkPartyIsKnown(party complaint.Party, dir complaint.Directory) *complaint.Error {
	switch party.Kind {
	case complaint.KindUnit:
		if _, ok := dir.Units[party.Unit]; !ok {
			return complaint.Refuse(complaint.Invalid, "filing.unknown_unit", nil)
		}
	case complaint.KindPerson:
		if _, ok := dir.People[party.User]; !ok {
			return complaint.Refuse(complaint.Invalid, "filing.unknown_person", nil)
		}
	case complaint.KindText:
	default:
		return complaint.Refuse(complaint.Invalid, "filing.wrong_respondent_kind", nil)
	}
	return nil
}

// checkPartyRules checks what the file says of parties.
func (c *checker) checkPartyRules() {
	for _, e := range c.doc.Parties.Entries {
		c.noteCites("parties."+e.Key, e.Value.Cites)
		if own := e.Key != complaint.Complainant && e.Key != complaint.Respondent; own && e.Value.Title.Text == "" {
			c.f.add(e.Pos, "party.title", args{"role": e.Key})
		}
		c.checkRepresentationRules(e.Key, e.Value.Represented)
	}
}

// checkForEach checks a step that is done for each party.
func (c *checker) checkForEach(e *Entry[Step]) {
	s := &e.Value
	if len(s.ForEach) == 0 {
		return
	}
	for _, w := range s.ForEach {
		c.mustBeOneOf(w, c.doc.partyRoles())
	}
	switch s.Kind.Text {
	case "", taskKind, noticeKind, windowKind:
	default:
		c.f.add(e.Pos, "step.for_each_kind", args{"step": e.Key})
	}
	if len(s.All) > 0 || s.To.Text != "" {
		c.f.add(e.Pos, "step.for_each_twice", args{"step": e.Key})
	}
	if len(s.Outcomes.Entries) == 0 {
		return // which is found there
	}
	first := s.Outcomes.Entries[0].Value
	apart := func(o Entry[Outcome]) bool {
		return !slices.Equal(textsOfWords(o.Value.Next), textsOfWords(first.Next)) ||
			(o.Value.Closes == nil) != (first.Closes == nil)
	}
	if s.Votes == nil && slices.ContainsFunc(s.Outcomes.Entries, apart) {
		c.f.add(e.Pos, "step.for_each_apart", args{"step": e.Key})
	}
}
