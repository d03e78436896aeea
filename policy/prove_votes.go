package policy

import (
	"slices"
	"strings"
)

// proveEveryVoteDecides: however those vote who each do their part, the step has an outcome that the file decides; and
// what a meeting does not carry has an outcome too.
func (v *prover) proveEveryVoteDecides() {
	for _, e := range v.p.Doc.Steps.Entries {
		s := &e.Value
		switch {
		case s.Kind.Text == meetingKind:
			v.proveMeetingDecides(&e)
		// nobody can vote against
		case s.hasParts() && s.Votes != nil && s.Votes.For.Text != "" && len(s.choices()) < 2:
			v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.votes_lost", args{"step": e.Key})
		case !s.hasParts() || s.Kind.Text == approvalKind || len(s.choices()) < 2:
		case s.Votes == nil && len(s.ForEach) > 0: // every outcome leads to the same
		case s.Votes == nil && s.Need == 0:
			v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.votes_uncounted", args{"step": e.Key})
		case s.canRemainUndecided():
			v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.votes_undecided", args{"step": e.Key})
		}
	}
}

func (v *prover) proveMeetingDecides(e *Entry[Step]) {
	votes := e.Value.Votes
	if votes == nil {
		return
	}
	other := func(code string) bool { return code != votes.For.Text && code != votes.Tie.Text }
	if !slices.ContainsFunc(e.Value.Outcomes.Keys(), other) {
		v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.votes_lost", args{"step": e.Key})
		return
	}
	if yes, no, blocked := v.p.votesWithoutOutcome(&e.Value); blocked {
		v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.votes_barred",
			args{"step": e.Key, "yes": yes, "no": no})
	}
}

// mostTried is how many members of a body are tried, where the file does not say how many it has.
const mostTried = 9

// votesWithoutOutcome finds votes of a meeting after which its own conditions permit no outcome that they come to. Of
// what else conditions read anything may be so.
func (p *Policy) votesWithoutOutcome(s *Step) (yes, no int, blocked bool) {
	if !s.Outcomes.Has(s.Votes.For.Text) || s.Votes.Tie.Text != "" && !s.Outcomes.Has(s.Votes.Tie.Text) {
		return 0, 0, false
	}
	counts := []string{forField, againstField, abstainField, outcomeVariable}
	reads := slices.DeleteFunc(slices.Clone(s.Must), func(m Requirement) bool {
		return p.programs[m.That.Pos] == nil ||
			slices.ContainsFunc(p.variablesRead[m.That.Pos], func(name string) bool {
				return !slices.Contains(counts, name)
			})
	})
	permits := func(outcome string, yes, no, abstain int) bool {
		at := map[string]any{
			forField:        yes,
			againstField:    no,
			abstainField:    abstain,
			outcomeVariable: outcome,
		}
		return !slices.ContainsFunc(reads, func(m Requirement) bool {
			holds, _, err := p.programs[m.That.Pos].Eval(at)
			return err == nil && holds.Value() == false
		})
	}
	for present := max(1, s.Votes.quorumOf(s.Votes.Members)); present <= max(s.Votes.Members, mostTried); present++ {
		need := s.Votes.needed(s, present)
		for yes := range present + 1 {
			for no := range present + 1 - yes {
				if !slices.ContainsFunc(s.Outcomes.Keys(), func(outcome string) bool {
					return s.Votes.isDecidedBy(outcome, yes, no, need) && permits(outcome, yes, no, present-yes-no)
				}) {
					return yes, no, true
				}
			}
		}
	}
	return 0, 0, false
}

// canRemainUndecided reports whether votes can fall so that the file says nothing of what is decided.
func (s *Step) canRemainUndecided() bool {
	if s.Votes != nil && s.Votes.Tie.Text != "" {
		return false
	}
	choices := len(s.choices())
	if s.Votes != nil && s.Votes.For.Text != "" {
		return choices > 2 // of several that are not carried, two can have as many votes
	}
	parts, fixed := s.fixedParts()
	if !fixed {
		return true
	}
	need := s.Need
	if s.Votes != nil {
		need = shareOf(s.Votes.Majority, parts)
	}
	return choices*(need-1) >= parts
}

// fixedParts is how many do the step, where the file says so: a role is one, and the people whom a form names are as
// many as it names.
func (s *Step) fixedParts() (parts int, fixed bool) {
	open := func(r SeatRule) bool {
		return r.When.Text != "" || strings.HasPrefix(r.Text, personSeat) || strings.HasPrefix(r.Text, doerSeat) ||
			strings.HasPrefix(r.Text, authoritySeat)
	}
	return len(s.All), len(s.ForEach) == 0 && !slices.ContainsFunc(s.All, open)
}
