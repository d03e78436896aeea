package policy

import (
	"reflect"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
)

// The words for shares and for whose share it is.
const (
	halfShare      = "half"
	twoThirdsShare = "two_thirds"
	wholeShare     = "all"
	ofMembers      = "members"
	ofPresent      = "present"
)

// VotesRule says how a body decides: how many of its votes carry an outcome. The votes come from the desks of a step
// that several do, or stand in the minutes of a meeting. As one word it is the outcome that more than half of those
// present carry.
type VotesRule struct {
	Cites `yaml:",inline"`
	// For is the outcome put to the vote. Without it, which desks can do, any outcome is carried that has the majority.
	For Word `yaml:"for"`
	// Majority is half (more than half, also if absent), two_thirds (at least), all or a number of votes.
	Majority Word `yaml:"majority"`
	// Of says of whom the majority is one: those present at the meeting, also if absent, or all members.
	Of Word `yaml:"of" set:"electorate"`
	// Members is how many a body has that meets; of desks each is one.
	Members int `yaml:"members"`
	// Quorum is how many members must take part: half, two_thirds, all or a number.
	Quorum Word `yaml:"quorum"`
	// Tie is the outcome where as many are for as against, or of several outcomes none has the majority.
	Tie Word `yaml:"tie"`
}

func (v *VotesRule) readNode(r reader, n *node) {
	if n.Kind == yaml.ScalarNode {
		v.For.readNode(r, n)
		return
	}
	r.readStruct(n, reflect.ValueOf(v).Elem())
}

// shareOf is how many of n a word demands: more than half, at least two thirds, all, or a number.
func shareOf(w Word, n int) int {
	switch w.Text {
	case "", halfShare:
		return n/2 + 1
	case twoThirdsShare:
		return (2*n + 2) / 3
	case wholeShare:
		return n
	}
	number, _ := strconv.Atoi(w.Text) // checked when the file was read
	return number
}

// quorumOf is how many of n must take part.
func (v *VotesRule) quorumOf(n int) int {
	if v.Quorum.Text == "" {
		return 0
	}
	return shareOf(v.Quorum, n)
}

// electorate is of whom the majority is one: at desks each is a member.
func (v *VotesRule) electorate(s *Step) string {
	if s.Kind.Text == meetingKind && v.Of.Text != ofMembers {
		return ofPresent
	}
	return ofMembers
}

// choices are the outcomes that somebody doing the step can give: at a desk nobody votes for a tie.
func (s *Step) choices() []Entry[Outcome] {
	if s.Votes == nil || !s.hasParts() {
		return s.Outcomes.Entries
	}
	return slices.DeleteFunc(slices.Clone(s.Outcomes.Entries), func(o Entry[Outcome]) bool {
		return o.Key == s.Votes.Tie.Text
	})
}

// choice is the outcome of that code, if somebody doing the step can give it.
func (s *Step) choice(code string) (*Outcome, bool) {
	return Map[Outcome]{Entries: s.choices()}.Get(code)
}

// ballot are the votes given in one round of a step that several do.
type ballot struct {
	choices []string
	// motion is the outcome put to the vote, "" if each is; tie the one where none is carried, "" if there is none.
	motion, tie string
	need        int
	quorum      int
	votes       map[string]int
	cast        int
	left        int
}

// ballotOf counts the votes of the round that a part belongs to. Where the file says nothing of votes each does their
// own part, and the step is done when all have, or as many as are needed.
func (t *turn) ballotOf(part *complaint.Task, s *Step) ballot {
	b := ballot{votes: map[string]int{}}
	for _, o := range s.choices() {
		b.choices = append(b.choices, o.Key)
	}
	parts := 0
	for i := range t.c.Tasks {
		task := &t.c.Tasks[i]
		if task.Round != part.Round || task.Step != part.Step {
			continue
		}
		parts++
		switch {
		case task.State == complaint.TaskDone:
			b.votes[task.Outcome]++
			b.cast++
		case task.IsLive():
			b.left++
		}
	}
	switch v := s.Votes; {
	case v != nil:
		b.motion, b.tie = v.For.Text, v.Tie.Text
		b.need, b.quorum = shareOf(v.Majority, parts), v.quorumOf(parts)
	case s.Need > 0:
		b.need = s.Need
	default:
		b.need, b.quorum = parts, parts
	}
	return b
}

// decided is the outcome that the votes have decided, "" while the votes still to come can change it: what is needed is
// needed of one outcome, and another is decided when no vote can carry that one any more.
func (b ballot) decided() string {
	if b.cast < b.quorum && b.left > 0 {
		return ""
	}
	possible := false
	for _, o := range b.choices {
		if b.motion != "" && o != b.motion {
			continue
		}
		if b.votes[o] >= b.need {
			return o
		}
		possible = possible || b.votes[o]+b.left >= b.need
	}
	if possible && b.left > 0 {
		return ""
	}
	return b.inEveryWay(0, b.left)
}

// inEveryWay is the outcome in whichever way the votes that are left fall on the choices from one on, "" if it is not
// the same in all.
func (b ballot) inEveryWay(from, left int) string {
	if left == 0 {
		return b.withoutMajority()
	}
	outcome, last := "", from == len(b.choices)-1
	for n := 0; n <= left; n++ {
		if last {
			n = left
		}
		b.votes[b.choices[from]] += n
		now := ""
		if last {
			now = b.withoutMajority()
		} else {
			now = b.inEveryWay(from+1, left-n)
		}
		b.votes[b.choices[from]] -= n
		if outcome != "" && now != outcome || now == "" {
			return ""
		}
		outcome = now
	}
	return outcome
}

// withoutMajority is the outcome where nothing was carried: of those not put to the vote the one with most votes, of
// equals the first in the file; or the tie.
func (b ballot) withoutMajority() string {
	leader, most, equals := "", -1, 0
	for _, o := range b.choices {
		switch n := b.votes[o]; {
		case o == b.motion:
		case n > most:
			leader, most, equals = o, n, 1
		case n == most:
			equals++
		}
	}
	if b.tie != "" && (b.motion == "" || equals > 1 || b.votes[b.motion] == most) {
		return b.tie
	}
	if leader == "" {
		return b.motion
	}
	return leader
}

// leadsByFirst reports whether of the outcomes of a step that is done for each party the first of the file counts that
// anybody gave: wherever they lead to the same.
func (s *Step) leadsByFirst() bool { return len(s.ForEach) > 0 && s.Votes == nil }

// firstGiven is the first of the choices that anybody gave, once all have; "" before.
func (b ballot) firstGiven() string {
	i := slices.IndexFunc(b.choices, func(code string) bool { return b.votes[code] > 0 })
	if b.left > 0 || i < 0 {
		return ""
	}
	return b.choices[i]
}

// decidedOutcome is the outcome that the step's round has come to, "" while others still have to do their parts; one
// refusal of an approval decides at once.
func (t *turn) decidedOutcome(task *complaint.Task, s *Step) string {
	if !s.hasParts() {
		return task.Outcome
	}
	b := t.ballotOf(task, s)
	if s.leadsByFirst() {
		return b.firstGiven()
	}
	for _, o := range b.choices {
		if s.Kind.Text == approvalKind && o != approvedOutcome && b.votes[o] > 0 {
			return o
		}
	}
	return b.decided()
}

// checkVotes: the votes are those of whoever was there, enough took part, and the outcome is what the votes say.
func (t *turn) checkVotes(s *Step, c complaint.Complete, present int, because complaint.Reason) *complaint.Error {
	v := s.Votes
	if v == nil {
		return nil
	}
	yes, no, abstain := asWholeNumber(c.Data[forField]), asWholeNumber(c.Data[againstField]),
		asWholeNumber(c.Data[abstainField])
	if citesAny(v.Cites) {
		because = *t.p.reasonCiting(v.Cites, "")
	}
	if yes+no+abstain != present {
		return complaint.Refuse(complaint.Invalid, "meeting.votes_miscounted", nil).
			At("data." + forField).Because(because)
	}
	if quorum := v.quorumOf(v.Members); present < quorum {
		return complaint.Refuse(complaint.Conflict, "meeting.no_quorum",
			complaint.Args{"quorum": quorum, "present": present}).At("data." + attendanceField).Because(because)
	}
	if need := v.needed(s, present); !v.isDecidedBy(c.Outcome, yes, no, need) {
		return complaint.Refuse(complaint.Invalid, "meeting.outcome_contradicts_votes",
			complaint.Args{"need": need, "votes": yes}).At("outcome").Because(because)
	}
	return nil
}

// needed is how many votes carry what is put to the vote at a meeting of so many.
func (v *VotesRule) needed(s *Step, present int) int {
	if v.electorate(s) == ofMembers {
		return shareOf(v.Majority, v.Members)
	}
	return shareOf(v.Majority, present)
}

// isDecidedBy reports whether votes at a meeting come to an outcome.
func (v *VotesRule) isDecidedBy(outcome string, yes, no, need int) bool {
	switch {
	case yes >= need:
		return outcome == v.For.Text
	case yes == no && v.Tie.Text != "":
		return outcome == v.Tie.Text
	}
	return outcome != v.For.Text && outcome != v.Tie.Text
}

// checkVotesRule checks what the file says of a body's votes.
func (c *checker) checkVotesRule(e *Entry[Step]) {
	s, v := &e.Value, e.Value.Votes
	if v == nil {
		return
	}
	c.noteCites("steps."+e.Key+".votes", v.Cites)
	c.mustBeOneOf(v.For, s.Outcomes.Keys())
	c.mustBeOneOf(v.Tie, s.Outcomes.Keys())
	c.mustBeOfClosedSet(v.Of, setElectorates)
	for _, share := range []Word{v.Majority, v.Quorum} {
		if n, err := strconv.Atoi(share.Text); err != nil || n < 1 {
			c.mustBeOneOf(share, []string{halfShare, twoThirdsShare, wholeShare})
		}
	}
	meets, counted := s.Kind.Text == meetingKind, v.Of.Text == ofMembers || v.Quorum.Text != ""
	switch {
	case meets && v.For.Text == "":
		c.f.add(e.Pos, "step.votes_for", args{"step": e.Key})
	case meets && counted != (v.Members > 0):
		c.f.add(e.Pos, "step.votes_members", args{"step": e.Key})
	case !meets && (!s.hasParts() || s.Kind.Text != "" && s.Kind.Text != taskKind):
		c.f.add(e.Pos, "step.votes_nowhere", args{"step": e.Key})
	case !meets && (v.Members != 0 || v.Of.Text == ofPresent):
		c.f.add(e.Pos, "step.votes_desks", args{"step": e.Key})
	case !meets && s.Need > 0:
		c.f.add(e.Pos, "step.votes_and_need", args{"step": e.Key})
	}
}
