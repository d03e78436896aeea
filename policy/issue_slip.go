package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

// The commands that issue a slip by hand which is owed an answer, within a limit of its own.
const (
	issueSlipCommand = "issue_slip"
	instructCommand  = "instruct"
)

// slipDeadlines is how the names of deadlines begin by which slips are answered; the kind of slip follows.
const slipDeadlines = "slips."

// slipByHand is what somebody asks for who issues a slip by hand, whatever the command.
type slipByHand struct {
	command, kind, ground string
	to                    complaint.UserID
	role, within          string
	text                  complaint.TextID
}

func issuedOnGround(c complaint.IssueSlip) slipByHand {
	return slipByHand{issueSlipCommand, c.Kind, c.Ground, c.To, c.Role, c.Within, c.Text}
}

func instructed(c complaint.Instruct) slipByHand {
	return slipByHand{instructCommand, complaint.InstructionSlip, "", c.To, c.Role, c.Within, c.Text}
}

// isByHand reports whether slips of a kind are issued by issue_slip or by instruct.
func (d *Document) isByHand(kind string, s *SlipRule) bool {
	return len(s.Grounds.Entries) > 0 || kind == complaint.InstructionSlip && d.May.Has(instructCommand)
}

// kindsOnGrounds are the kinds of slip that are issued on a ground.
func (d *Document) kindsOnGrounds() Map[Text] {
	var kinds Map[Text]
	for _, e := range d.Slips.Entries {
		if len(e.Value.Grounds.Entries) > 0 {
			kinds.Entries = append(kinds.Entries, Entry[Text]{Key: e.Key, Value: e.Value.Title})
		}
	}
	return kinds
}

// fillIssueSlipOmissions: where there is one kind only, that is meant.
func (t *turn) fillIssueSlipOmissions(c complaint.IssueSlip) (complaint.IssueSlip, *complaint.Error) {
	if kinds := t.p.Doc.kindsOnGrounds().Keys(); c.Kind == "" && len(kinds) == 1 {
		c.Kind = kinds[0]
	}
	return c, nil
}

// permitSlipByHand: whom the regulation names, on some ground where there must be one.
func (t *turn) permitSlipByHand(cmd complaint.Command) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(cmd)
	}
	if refusal := t.permitByMayRules(cmd); refusal != nil {
		return refusal
	}
	if _, instructs := cmd.(complaint.Instruct); instructs {
		return nil
	}
	var refusal *complaint.Error
	for _, e := range t.p.Doc.Slips.Entries {
		for _, ground := range e.Value.Grounds.Entries {
			if refusal = t.permitGround(&e.Value, &ground.Value); refusal == nil {
				return nil
			}
		}
	}
	return refusal
}

// checkSlipByHand: on a ground that the policy lists and the actor may act on, to somebody who can read the case and
// acts in it, within a limit that is not too long.
func (t *turn) checkSlipByHand(a slipByHand) *complaint.Error {
	rule, ok := t.p.Doc.Slips.Get(a.kind)
	if !ok || !t.p.Doc.isByHand(a.kind, rule) {
		return complaint.Refuse(complaint.Invalid, "slip.kind_unknown",
			complaint.Args{"kinds": codesWithTitles(t.p.Doc.kindsOnGrounds())}).At("data.kind")
	}
	if refusal := t.refuseSecondSlip(a.kind); refusal != nil {
		return refusal.Because(*t.reasonCitingFirst(rule.Cites))
	}
	if a.command == issueSlipCommand {
		if refusal := t.checkGround(rule, a.ground); refusal != nil {
			return refusal
		}
	}
	if _, refusal := t.addressees(a); refusal != nil {
		return refusal
	}
	if _, refusal := rule.replyWithin(a.within); refusal != nil {
		return refusal.Because(*t.reasonCitingFirst(rule.Cites))
	}
	return requireText(a.text, "text")
}

// checkGround: a slip of that kind is issued on one of its grounds, by whoever may act on that.
func (t *turn) checkGround(rule *SlipRule, code string) *complaint.Error {
	if code == "" {
		return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": "ground"}).At("data.ground")
	}
	ground, ok := rule.Grounds.Get(code)
	if !ok {
		return complaint.Refuse(complaint.Invalid, "slip.ground_unknown", complaint.Args{
			"slip": rule.Title.Text, "grounds": codesWithTitles(rule.groundTitles()),
		}).At("data.ground")
	}
	if refusal := t.permitGround(rule, ground); refusal != nil {
		return refusal.At("data.ground")
	}
	return nil
}

// permitGround: `by` at a ground narrows who may act on it.
func (t *turn) permitGround(rule *SlipRule, ground *SlipGround) *complaint.Error {
	if len(ground.By) == 0 || t.p.holdsRole(t.a.Person, ground.By) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "not_your_role",
		complaint.Args{"roles": t.p.titlesOfRoles(ground.By)}).
		Because(*t.reasonCitingFirst(ground.Cites, rule.Cites))
}

func (s *SlipRule) groundTitles() Map[Text] {
	var titles Map[Text]
	for _, g := range s.Grounds.Entries {
		titles.Entries = append(titles.Entries, Entry[Text]{Key: g.Key, Value: g.Value.Title})
	}
	return titles
}

// addressees are the seats that a slip is for: one person, or whoever holds a role, in the responsible unit where it is
// held for a unit. They can read the case, and do not stay away from it.
func (t *turn) addressees(a slipByHand) ([]complaint.Seat, *complaint.Error) {
	if (a.to == "") == (a.role == "") {
		return nil, complaint.Refuse(complaint.Invalid, "slip.one_addressee", nil).At("data.to")
	}
	wall := t.p.Wall(t.c)
	if a.to != "" {
		person, ok := t.f.Directory.People[a.to]
		switch {
		case !ok:
			return nil, complaint.Refuse(complaint.Invalid, "person.unknown", nil).At("data.to")
		case t.staysAway(a.to):
			return nil, complaint.Refuse(complaint.Conflict, "slip.addressee_stays_away", nil).At("data.to")
		case !wall.Admits(person):
			return nil, complaint.Refuse(complaint.Conflict, "slip.addressee_cannot_read", nil).At("data.to")
		}
		return t.seatsOfPeople(a.to), nil
	}
	role, ok := t.p.Doc.Roles.Get(a.role)
	if !ok {
		return nil, complaint.Refuse(complaint.Invalid, "slip.role_unknown", nil).At("data.role")
	}
	seats := []complaint.Seat{{Role: t.p.RoleID(a.role)}}
	if role.IsPerUnit() {
		seats[0].Unit = t.c.ResponsibleUnit()
	}
	reads := func(id complaint.UserID, person complaint.Person) bool {
		return sitsInAny(person, seats) && !t.staysAway(id) && wall.Admits(person)
	}
	for id, person := range t.f.Directory.People {
		if reads(id, person) && (!role.IsPerUnit() || seats[0].Unit != "") {
			return seats, nil
		}
	}
	return nil, complaint.Refuse(complaint.Conflict, "slip.nobody_there",
		complaint.Args{"role": t.p.titleOfPartyOrRole(a.role)}).At("data.role")
}

// longest is the longest limit for an answer that whoever issues a slip can set.
func (s *SlipRule) longest() calendar.Limit {
	if s.Most.IsSet() {
		return s.Most.Length
	}
	return s.Reply.Length
}

// replyWithin is the limit for the answer: the file's, or what is asked for, no longer than the file allows.
func (s *SlipRule) replyWithin(asked string) (LimitRef, *complaint.Error) {
	if asked == "" {
		return s.Reply, nil
	}
	most := s.longest()
	length, err := calendar.ParseLimit(asked)
	if err != nil || length.N < 1 {
		return LimitRef{}, complaint.Refuse(complaint.Invalid, "extension.length_malformed",
			complaint.Args{"example": most.String()}).At("data.within")
	}
	if length.Unit != most.Unit || length.N > most.N {
		return LimitRef{}, complaint.Refuse(complaint.Invalid, "slip.too_long",
			complaint.Args{"most": complaint.Span(most.String())}).At("data.within")
	}
	return LimitRef{Word: Word{Text: asked}, Length: length}, nil
}

// issueSlipByHand issues the slip and starts the clock of its answer.
func (t *turn) issueSlipByHand(a slipByHand) error {
	rule, _ := t.p.Doc.Slips.Get(a.kind)
	to, refusal := t.addressees(a)
	if refusal != nil {
		return refusal
	}
	limit, refusal := rule.replyWithin(a.within)
	if refusal != nil {
		return refusal
	}
	fact := complaint.SlipIssued{
		Slip:   complaint.SlipID(fmt.Sprintf("s%d", t.nextSeq())),
		Kind:   a.kind,
		To:     to,
		Copies: []complaint.Seat{},
		Reason: a.text,
		Ground: a.ground,
	}
	t.useUpRung(&fact, rule)
	numbering := t.p.slipNumberingAt(a.kind, rule, t.localNow())
	if err := t.emitNumbered(fact, t.reasonOfSlip(a, rule), numbering); err != nil {
		return err
	}
	d := complaint.Deadline{
		Name:    slipDeadlines + a.kind,
		Title:   rule.Title.Text,
		Slip:    fact.Slip,
		State:   complaint.StateRunning,
		Started: complaint.Instant(t.now),
	}
	cites := rule.Cites
	if permission, ok := t.p.Doc.May.Get(a.command); ok && !citesAny(cites) {
		cites = permission.Cites
	}
	why, err := t.computeDeadline(&d, limit, nil, cites)
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, why)
}

// reasonOfSlip is why a slip is issued by hand: its ground, or that somebody instructs.
func (t *turn) reasonOfSlip(a slipByHand, rule *SlipRule) *complaint.Reason {
	permission, _ := t.p.Doc.May.Get(a.command)
	ground, ok := rule.Grounds.Get(a.ground)
	if !ok {
		why := t.reasonCitingFirst(rule.Cites, permission.Cites)
		why.ID = "instructed"
		return why
	}
	why := t.reasonCitingFirst(ground.Cites, rule.Cites, permission.Cites)
	why.ID = "slip_on_ground"
	return why.With(complaint.Args{"ground": ground.Title.Text})
}

// ladderOfSlip is the ladder around the limit of an answer to a slip, and whether a deadline is that.
func (p *Policy) ladderOfSlip(d *complaint.Deadline) ([]RungRule, bool) {
	kind, is := strings.CutPrefix(d.Name, slipDeadlines)
	rule, ok := p.Doc.Slips.Get(kind)
	if d.Slip == "" || !is || !ok {
		return nil, false
	}
	return rule.Ladder, true
}

// endSlipDeadline ends the limit of an answer: it has come.
func (t *turn) endSlipDeadline(slip complaint.SlipID) error {
	d := t.c.DeadlineOfSlip(slip)
	if d == nil || d.IsEnded() {
		return nil
	}
	return t.markDeadlineMet(d)
}

// checkSlips checks the kinds of slip: their numbers, limits, grounds and ladders.
func (c *checker) checkSlips() {
	for i := range c.doc.Slips.Entries {
		e := &c.doc.Slips.Entries[i]
		s, where := &e.Value, "slips."+e.Key
		c.checkNumberFormat(where, s.NumberFormat)
		c.mustBeOfClosedSet(s.Series, setSeries)
		c.checkFixedLimit(where, &s.Reply)
		c.checkFixedLimit(where+".most", &s.Most)
		for _, g := range s.Grounds.Entries {
			c.noteCites(where+".grounds."+g.Key, g.Value.Cites)
			c.checkRoles(g.Value.By)
		}
		c.checkLadder(where, s.Ladder)
		if !c.doc.isByHand(e.Key, s) {
			continue
		}
		if len(s.Ladder) == 0 {
			s.Ladder = c.doc.Ladder // checked once, where it stands
		}
		most := s.longest()
		switch {
		case !s.Reply.IsSet():
			c.f.add(e.Pos, "slip.no_limit", args{"slip": e.Key})
		case s.Reply.Length.Unit != most.Unit || s.Reply.Length.N > most.N:
			c.f.add(s.Most.Pos, "slip.most", args{"slip": e.Key})
		case e.Key == complaint.UrgeSlip || e.Key == complaint.InquirySlip || s.OnClosing ||
			e.Key == complaint.InstructionSlip && len(s.Grounds.Entries) > 0:
			c.f.add(e.Pos, "slip.grounds", args{"slip": e.Key})
		}
	}
}

// proveSlips: each kind of slip is issued by something, and answered where the case waits for that; what stands in it
// does something.
func (v *prover) proveSlips() {
	for i := range v.p.Doc.Slips.Entries {
		e := &v.p.Doc.Slips.Entries[i]
		s, where := &e.Value, "slips."+e.Key
		byHand := v.p.Doc.isByHand(e.Key, s)
		usable := byHand || e.Key == complaint.UrgeSlip && v.p.Doc.May.Has("urge")
		v.idleKeys(e.Pos, where,
			idle{"at", len(s.At) > 0},
			idle{"most", s.Most.IsSet() && !byHand}, idle{"ladder", len(s.Ladder) > 0 && !byHand},
			idle{"uses_rung", s.UsesRung && (!usable || !v.p.isOnLadder(e.Key))})
		issued := e.Key == complaint.UrgeSlip || e.Key == complaint.InquirySlip || s.OnClosing ||
			byHand && (e.Key == complaint.InstructionSlip || v.p.Doc.May.Has(issueSlipCommand)) ||
			v.p.isOnLadder(e.Key)
		if !issued {
			v.cannotProve(e.Pos, where, "proof.never_issued", args{"slip": e.Key})
		}
		if (e.Key == complaint.InquirySlip || byHand) && !v.p.Doc.May.Has("reply_slip") {
			v.cannotProve(e.Pos, where, "proof.no_reply", args{"slip": e.Key})
		}
		if byHand {
			v.requireRungAfterLimit(e.Pos, where, s.Ladder)
		}
	}
}

// isOnLadder reports whether some ladder issues slips of a kind.
func (p *Policy) isOnLadder(kind string) bool {
	issues := func(ladder []RungRule) bool {
		return slices.ContainsFunc(ladder, func(r RungRule) bool { return r.Slip.Text == kind })
	}
	for _, e := range p.Doc.Deadlines.Entries {
		if issues(e.Value.Ladder) {
			return true
		}
	}
	for _, e := range p.Doc.Steps.Entries {
		if issues(e.Value.Ladder) {
			return true
		}
	}
	for _, e := range p.Doc.Slips.Entries {
		if issues(e.Value.Ladder) {
			return true
		}
	}
	return issues(p.Doc.Ladder)
}
