package policy

import (
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// Facts are what a decision needs from outside, read in the transaction that records it.
type Facts struct {
	// Now is the instant of the act in case time; an act is never earlier than the journal's last event.
	Now       time.Time
	Calendar  *calendar.Calendar
	Directory complaint.Directory
	// Attachments are those of the case's that the order names; others it may not name.
	Attachments []complaint.Attachment
	// Other is the case that this one is to be merged into, or the duplicate that goes on in this one; needed by
	// complaint.Merge and complaint.Absorb only, nil if there is none.
	Other *complaint.Case
	// Adoption is the version that the case is to go on under; needed by complaint.Adopt only, nil if there is none.
	Adoption *Adoption
	// Tied are people with a declared tie to an outsider whom the case names.
	Tied []complaint.UserID
	// Resembled are those of the organisation whom respondents may be whom the filing names in words, by party, of
	// cases filed before names were compared; see [complaint.Party.AwaitsComparison].
	Resembled map[complaint.PartyID]complaint.Resemblance
	// Counted are the other cases that the regulation's counts have found, by count.
	Counted map[string][]complaint.CaseID
	// PeriodCases are those that the reports of the matter's period count and whoever gives the order may read, the
	// latest received first, at most [MostCaseRows]; needed where [Policy.AsksForCases] says so.
	PeriodCases []complaint.CaseID
	// Filing is what the case is made from; needed by complaint.Open only.
	Filing *complaint.Filing
	// Edition is the one in force, by which the events are written ([complaint.Edition]); 0 means the newest.
	Edition int
}

// Draft is an event to be recorded, the number to be drawn for it, if it carries one, and the filing of the case
// it begins, if it begins one.
type Draft struct {
	Event  complaint.Event
	Number *Numbering
	Begins *complaint.Filed
}

// Decide says what happens to the case when the actor gives the order: the events to record, or a refusal
// (*complaint.Error) with the rule it rests on. Any other error is trouble of ours. The case is not changed.
func (p *Policy) Decide(c *complaint.Case, o complaint.Order, a complaint.Actor, f Facts) ([]Draft, error) {
	t, err := p.decideCountingWith(nil, c, o, a, f)
	if err != nil {
		return nil, err
	}
	if counted := t.countsToRecord(); len(counted) > 0 { // known only now, and told before what was decided by them
		if t, err = p.decideCountingWith(counted, c, o, a, f); err != nil {
			return nil, err
		}
	}
	return t.drafts, nil
}

// decideCountingWith is the turn of a decision, in which some counts of other cases are recorded first.
func (p *Policy) decideCountingWith(
	counted []complaint.CasesCounted, c *complaint.Case, o complaint.Order, a complaint.Actor, f Facts,
) (*turn, error) {
	t, cmd, refusal := p.firstPermittedTurn(c, o.Command, a, f)
	if refusal != nil {
		return nil, refusal
	}
	t.comment, t.form, t.counted = o.Comment, o.Form, counted
	if refusal := t.checkCommand(cmd); refusal != nil {
		return nil, t.citeRule(cmd, refusal)
	}
	if c.Seq > 0 { // else after the filing
		if err := t.recordCounts(); err != nil {
			return nil, err
		}
	}
	if err := t.recordStandIn(); err != nil {
		return nil, err
	}
	return t, t.draftEvents(cmd)
}

// turn is one decision under way: a working copy of the case to which each drafted event is applied at once.
type turn struct {
	p       *Policy
	c       *complaint.Case
	a       complaint.Actor
	f       Facts
	now     time.Time
	comment complaint.TextID
	// form is what was filled in with the command, besides what it asks for by itself.
	form map[string]any
	// command is what the events being drafted were asked for by; "" where the program itself asked.
	command string
	drafts  []Draft
	// compared are the respondents of whom this turn has found whom their names resemble, and has not recorded it yet.
	compared []complaint.PartyID
	// party is the one for whom the seats of a step are being found, "" where it is not done for each.
	party complaint.PartyID
	// counts are the other cases that conditions count with, counted those counts still to be recorded in this turn.
	counts  *counts
	counted []complaint.CasesCounted
	// lapsedAt is the limit of the step that is ending by itself, zero where none is.
	lapsedAt time.Time
	// joinsReached are joining steps this turn has come to and not entered yet.
	joinsReached []complaint.StepID
}

func (p *Policy) newTurn(c *complaint.Case, a complaint.Actor, f Facts) *turn {
	now := complaint.Instant(f.Now).Time
	if now.Before(c.LastAt.Time) {
		now = c.LastAt.Time
	}
	f.Calendar = p.inOffice(f.Calendar)
	t := &turn{
		p:      p,
		c:      c.Clone(),
		a:      a,
		f:      f,
		now:    now,
		counts: &counts{found: f.Counted, read: map[string]bool{}},
	}
	t.compareAccused()
	return t
}

// localNow is the turn's instant in the organisation's zone.
func (t *turn) localNow() time.Time { return t.now.In(t.f.Calendar.Location()) }

// nextSeq is the sequence number the next event will have; ids inside the case are made from it.
func (t *turn) nextSeq() int { return t.c.Seq + 1 }

func (t *turn) emit(f complaint.Fact, r *complaint.Reason) error {
	return t.emitNumbered(f, r, nil)
}

func (t *turn) emitNumbered(f complaint.Fact, r *complaint.Reason, n *Numbering) error {
	e := complaint.Event{
		Case:   t.c.ID,
		Seq:    t.nextSeq(),
		At:     t.now,
		Actor:  t.a.ID(),
		Fact:   t.factAsEditionWritesIt(f),
		Reason: t.reasonAsEditionWritesIt(t.reasonOrCommand(r)),
	}
	if err := t.c.Apply(e); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	if t.drafts == nil {
		t.drafts = make([]Draft, 0, 16)
	}
	t.drafts = append(t.drafts, Draft{Event: e, Number: n})
	return nil
}
