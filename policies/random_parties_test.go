package policies_test

import (
	"fmt"
	"slices"
)

// partyBlock says how many parties of each role there can be; a role of the file's own is among them.
func (d *draft) partyBlock() block {
	all := newBlock()
	for _, role := range d.partyRoles {
		b := newBlock("many", !d.oneIn(4), "required", role == "respondent" && d.oneIn(4))
		if role == "third" || d.flip() {
			b.put("title", "当事人"+role)
		}
		d.maybeCite(b)
		all.put(role, b)
	}
	return all
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
