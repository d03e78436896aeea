package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// openCase makes the filing into a case: filed, numbered, its clocks started, the first step entered.
func (t *turn) openCase(complaint.Open) error {
	if t.c.Seq > 0 {
		return nil // opened before; the journal decides
	}
	if t.f.Filing == nil {
		return fmt.Errorf("decide: open case %s: no filing", t.c.ID)
	}
	t.now = complaint.Instant(t.f.Filing.FiledAt.Add(t.f.Filing.ClockOffset)).Time
	system := t.a
	t.a = t.actorOfFiling()
	in := t.p.Doc.Intake
	if err := t.emit(t.f.Filing.Filed, t.p.reasonCiting(in.Cites, "filed")); err != nil {
		return err
	}
	t.a = system
	t.compareAccused()
	if err := t.recordComparison(); err != nil {
		return err
	}
	if err := t.recordCounts(); err != nil {
		return err
	}
	if t.p.numbersAtOpening(t.c.Kind) {
		if err := t.drawCaseNumber(); err != nil {
			return err
		}
	}
	if err := t.startDeadlinesCountedFrom(milestoneReceived, t.c.ReceivedAt.Time); err != nil {
		return err
	}
	if err := t.startDeadlinesCountedFromFields(t.c.Data); err != nil {
		return err
	}
	if err := t.advanceTo([]Word{{Text: t.p.FirstStep(t.c.Kind)}}); err != nil {
		return err
	}
	if err := t.startIdentification(); err != nil {
		return err
	}
	return t.askRecusalOfPeopleInConflict(t.c.Parties)
}

// actorOfFiling is who stands in the journal for the filing: the user who registered it, the complainant, or the
// program where it opens the matter of a period.
func (t *turn) actorOfFiling() complaint.Actor {
	by := t.f.Filing.By
	if by == complaint.System {
		return complaint.Actor{System: true}
	}
	if by == complaint.UserID(complaint.Complainant) {
		return complaint.Actor{Party: complaint.Complainant}
	}
	return complaint.Actor{Person: complaint.Person{ID: by}}
}

func (t *turn) drawCaseNumber() error {
	format, _ := t.p.numberFormatOf(t.c.Kind)
	number := t.p.caseNumberingAt(t.c.Kind, t.localNow())
	return t.emitNumbered(complaint.Registered{}, t.p.reasonCiting(format.Cites, "registered"), number)
}

// FirstStep is the step a kind of matter begins with.
func (p *Policy) FirstStep(kind string) string {
	if k, ok := p.Doc.Kinds.Get(kind); ok && k.First.Text != "" {
		return k.First.Text
	}
	return p.Doc.Steps.Entries[0].Key
}

// archiveCase ends the case: nothing is owed any more.
func (t *turn) archiveCase() error {
	if t.c.Status != complaint.StatusClosed {
		if err := t.closeCase(t.c.Disposition, nil); err != nil {
			return err
		}
	}
	if t.c.AwaitsEntry() {
		return nil
	}
	if err := t.cancelAllDeadlines(); err != nil {
		return err
	}
	if err := t.endOpenSlips(); err != nil {
		return err
	}
	return t.emit(complaint.Archived{}, &complaint.Reason{ID: "archived"})
}

// closeCase ends the main procedure. The milestone is reached first, so that limits counted to it are judged.
func (t *turn) closeCase(disposition string, r *complaint.Reason) error {
	if err := t.reachMilestone(milestoneClosed); err != nil {
		return err
	}
	if err := t.emit(complaint.Closed{Disposition: disposition}, r); err != nil {
		return err
	}
	if err := t.proposeForClosing(); err != nil {
		return err
	}
	return t.issueInquirySlips()
}

// issueInquirySlips asks each unit that was late for the reason, by a slip of its own.
func (t *turn) issueInquirySlips() error {
	for _, e := range t.p.Doc.Slips.Entries {
		if !e.Value.OnClosing {
			continue
		}
		for _, seat := range t.lateSeats() {
			reason := t.p.reasonCiting(e.Value.Cites, "inquired")
			if err := t.issueSlip(e.Key, "", "", []complaint.Seat{seat}, nil, e.Value.Reply, "", reason); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateSeats are the seats whose own part was done after its limit, each once.
func (t *turn) lateSeats() []complaint.Seat {
	var seats []complaint.Seat
	for _, d := range t.c.Deadlines {
		task := t.c.Task(d.Task)
		if d.State != complaint.StateMissed || task == nil || task.Entry != "" {
			continue
		}
		for _, s := range task.Seats[:min(1, len(task.Seats))] { // whom it was given to, not whom it was escalated to
			if !slices.Contains(seats, s) {
				seats = append(seats, s)
			}
		}
	}
	return seats
}
