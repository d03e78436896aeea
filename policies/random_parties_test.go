package policies_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
)

// partyBlock says how many parties of each role there can be; a role of the file's own is among them.
func (d *draft) partyBlock() block {
	all := newBlock()
	for i, role := range d.partyRoles {
		b := newBlock("many", !d.oneIn(4), "required", role == "respondent" && d.oneIn(4))
		if role == "third" || d.flip() {
			b.put("title", "当事人"+role)
		}
		d.maybeCite(b)
		switch {
		case d.represented && i == 0:
			b.put("represented", d.waysToRepresent(d.ways))
		case d.represented && d.flip():
			b.put("represented", d.waysToRepresent(someOf(d, d.ways)))
		}
		all.put(role, b)
	}
	return all
}

// waysToRepresent are ways in which somebody speaks for parties of a role.
func (d *draft) waysToRepresent(ways []string) block {
	all := newBlock()
	for _, way := range ways {
		b := newBlock("title", "代表人"+way, "proof", d.flip(), "dated", d.flip())
		if d.oneIn(4) {
			b.put("needed", d.condition(nil, nil, nil))
		}
		d.maybeCite(b)
		all.put(way, b)
	}
	return all
}

// leavesOutRepresentation reports whether a command about who speaks for whom is left out, where nobody can.
func (d *draft) leavesOutRepresentation(command string) bool {
	about := command == "record_representation" || command == "end_representation"
	return about && !d.represented && !d.oneIn(32)
}

// leaveOutAcknowledging leaves out the command by which copies are acknowledged, where no party gets one.
func (d *draft) leaveOutAcknowledging(may block) {
	i := slices.Index(may.keys(), "acknowledge_copy")
	if i >= 0 && !d.partyCopies && !d.oneIn(32) {
		may.Content = slices.Delete(may.Content, 2*i, 2*i+2)
	}
}

// recordRepresentatives lets somebody record, in each way that the file has, who speaks for each party.
func (w *walk) recordRepresentatives() {
	for _, a := range w.actors {
		may := func(o policy.Offer) bool { return o.Allowed && o.Command == "record_representation" }
		if !slices.ContainsFunc(w.offers(a), may) {
			continue
		}
		for _, party := range w.Case.Parties {
			rule, _ := w.Policy.Doc.Parties.Get(party.Role)
			if rule == nil {
				continue
			}
			for _, way := range rule.Represented.Keys() {
				w.recordRepresentative(a, party.ID, way)
			}
		}
		return
	}
}

func (w *walk) recordRepresentative(a complaint.Actor, party complaint.PartyID, way string) {
	if slices.ContainsFunc(w.inForceFor(party), func(r complaint.Representation) bool { return r.As == way }) {
		return
	}
	err := w.GiveOrder(a, complaint.Order{Command: complaint.RecordRepresentation{
		Party:     party,
		As:        way,
		Name:      "t",
		Until:     w.Now.AddDate(60, 0, 0).Format(time.DateOnly),
		Authority: []complaint.AttachmentID{handedIn.ID},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
}

// endRepresentations lets somebody note that nobody speaks for a party any more.
func (w *walk) endRepresentations() {
	for _, a := range w.actors {
		for _, o := range w.offers(a) {
			if o.Allowed && o.Command == "end_representation" {
				w.give(offered{o, a})
			}
		}
	}
}

// inForceFor are who speaks for a party now.
func (l *life) inForceFor(party complaint.PartyID) []complaint.Representation {
	return slices.DeleteFunc(slices.Clone(l.Case.Representations), func(r complaint.Representation) bool {
		return r.Party != party || !r.IsInForce(l.Now, l.Now.In(l.Calendar.Location()).Format(time.DateOnly))
	})
}

// through is who might receive what a task tells a party, "" where nobody speaks for them.
func (l *life) through(o policy.Offer) string {
	var fit []string
	for _, n := range l.Case.Notices {
		for _, r := range l.inForceFor(n.To) {
			if task := l.Case.Task(o.Task); task == nil || task.Step == n.Step {
				fit = append(fit, string(r.ID))
			}
		}
	}
	if task := l.Case.Task(o.Task); task != nil { // who answers a survey
		for _, of := range l.Policy.Step(task.Step).Of {
			for _, party := range l.Case.PartiesInRole(of.Text) {
				for _, r := range l.inForceFor(party) {
					fit = append(fit, string(r.ID))
				}
			}
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return rapid.SampledFrom(fit).Draw(l.t, "through")
}

// namedOfParties is a value that names a party of the case, or who speaks for one.
func (l *life) namedOfParties(o policy.Offer, key string) string {
	var fit []string
	switch key {
	case "through":
		return l.through(o)
	case "party":
		for _, party := range l.Case.Parties {
			fit = append(fit, string(party.ID))
		}
	case "representation":
		for _, r := range l.Case.Representations {
			fit = append(fit, string(r.ID))
		}
	}
	if len(fit) == 0 || o.Command == "request_review" {
		return ""
	}
	return rapid.SampledFrom(fit).Draw(l.t, key)
}

// partyRole is the role of somebody who can be told something.
func (d *draft) partyRole() string {
	if len(d.partyRoles) > 0 && d.oneIn(4) {
		return pick(d, d.partyRoles)
	}
	return pick(d, []string{"complainant", "complainant", "respondent"})
}

// forEach has a stage done for each party, in some cases.
func (d *draft) forEach(s *stage) []string {
	if s.each = d.oneIn(4); !s.each {
		return nil
	}
	if s.kind == "window" {
		return s.told
	}
	s.told = []string{d.partyRole()}
	if other := d.partyRole(); d.flip() && other != s.told[0] {
		s.told = append(s.told, other)
	}
	return s.told
}

// byParty are who does a stage that is done for each party.
func (d *draft) byParty(s *stage, b block) {
	by := d.seats(s)
	if d.oneIn(4) {
		by = []any{pick(d, d.roles) + " of party"}
		if !d.oneIn(8) {
			b.put("otherwise", d.cited("by", d.seats(nil)))
		}
	}
	b.put("by", by)
	if s.kind != "notice" && d.oneIn(4) {
		votes := newBlock("for", "done", "majority", pick(d, []string{"half", "two_thirds", "all", "1"}),
			"tie", pick(d, []string{"", "again"}))
		d.maybeCite(votes)
		b.put("votes", votes)
		s.votes = true
	}
}

// alike lets the outcomes of a stage that is done for each party lead to the same, unless votes are counted.
func (s *stage) alike(next []string) []string {
	if s.each && !s.votes {
		return s.next
	}
	return next
}

// eachOutcome asks what the parties have come to, of a stage before.
func (d *draft) eachOutcome(at *stage) string {
	asked := slices.DeleteFunc(d.stagesBefore(at), func(s *stage) bool { return !s.each || len(s.outcomes) == 0 })
	if len(asked) == 0 {
		return "parties.respondent > " + d.number()
	}
	s := pick(d, asked)
	word := pick(d, s.outcomes)
	if d.flip() {
		return fmt.Sprintf("%q in each.%s", word, s.id)
	}
	return fmt.Sprintf("each.%s == [%q]", s.id, word)
}
