package policy

import "strconv"

// checkPossible: what the file says can happen. A file that says what cannot was published under earlier rules; it goes
// on as it was.
func (c *checker) checkPossible() {
	for i := range c.doc.Deadlines.Entries {
		c.checkChoicesReached(c.doc.Deadlines.Entries[i].Value.Limit)
	}
	for i := range c.doc.Steps.Entries {
		e := &c.doc.Steps.Entries[i]
		c.checkChoicesReached(e.Value.LimitChoices())
		c.checkVotesPossible(e)
	}
	for _, form := range c.p.allForms() {
		for i := range form.Entries {
			c.checkBounds(&form.Entries[i])
		}
	}
}

// checkChoicesReached: no choice stands after one that holds in every case, and no target comes after its limit.
func (c *checker) checkChoicesReached(choices []LimitChoice) {
	for i, l := range choices {
		if i > 0 && choices[i-1].When.Text == "" {
			c.f.add(l.Is.Pos, "limit.unreached", args{"value": l.Is.Text, "before": choices[i-1].Is.Text})
		}
		if t := l.Target; t != nil && isLonger(*t, l.Is) {
			c.f.add(t.Pos, "limit.target_after", args{"target": t.Text, "limit": l.Is.Text})
		}
	}
}

// isLonger reports whether a length is longer than another that is counted alike.
func isLonger(one, other LimitRef) bool {
	fixed := one.FieldName == "" && other.FieldName == "" && one.Length.Unit != ""
	return fixed && one.Length.Unit == other.Length.Unit && one.Length.N > other.Length.N
}

// checkBounds: there is a value between the least and the most.
func (c *checker) checkBounds(e *Entry[Field]) {
	if f := &e.Value; f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		c.f.add(e.Pos, "field.bounds", args{"field": e.Key, "min": *f.Min, "max": *f.Max})
	}
}

// checkVotesPossible: a majority and a quorum are of no more than there are.
func (c *checker) checkVotesPossible(e *Entry[Step]) {
	s, v := &e.Value, e.Value.Votes
	if v == nil {
		return
	}
	most := v.Members
	if parts, fixed := s.fixedParts(); fixed && s.Kind.Text != meetingKind {
		most = parts
	}
	for _, share := range []Word{v.Majority, v.Quorum} {
		if n, err := strconv.Atoi(share.Text); err == nil && most > 0 && n > most {
			c.f.add(share.Pos, "step.votes_beyond", args{"step": e.Key, "votes": n, "most": most})
		}
	}
}
