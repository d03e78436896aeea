package policy

import (
	"fmt"

	"duban/complaint"
)

// open makes the filing into a case: filed, numbered, its clocks started, the first step entered.
func (t *turn) open() error {
	if t.c.Seq > 0 {
		return nil // opened before; the journal decides
	}
	if t.f.Filing == nil {
		return fmt.Errorf("decide: open case %s: no filing", t.c.ID)
	}
	t.now = complaint.Instant(t.f.Filing.FiledAt.Add(t.f.Filing.ClockOffset)).Time
	system := t.a
	t.a = t.filer()
	in := t.p.Doc.Intake
	if err := t.emit(t.f.Filing.Filed, t.p.reason(in.Cites, "受理投诉")); err != nil {
		return err
	}
	t.a = system
	number := t.p.numbering("number", t.p.Doc.Number, t.local())
	if err := t.emitNumbered(complaint.Registered{}, t.p.reason(t.p.Doc.Number.Cites, "登记编号"), number); err != nil {
		return err
	}
	if err := t.startDeadlines(milestoneReceived, t.c.ReceivedAt.Time); err != nil {
		return err
	}
	if err := t.startFromFields(t.c.Data); err != nil {
		return err
	}
	return t.advance([]Word{{Text: t.firstStep()}})
}

// filer is who stands in the journal for the filing: the user who registered it, or the complainant.
func (t *turn) filer() complaint.Actor {
	by := t.f.Filing.By
	if by == complaint.UserID(complaint.Complainant) {
		return complaint.Actor{Party: complaint.Complainant}
	}
	return complaint.Actor{Person: complaint.Person{ID: by}}
}

func (t *turn) firstStep() string {
	if k, ok := t.p.Doc.Kinds.Get(t.c.Kind); ok && k.First.Text != "" {
		return k.First.Text
	}
	return t.p.Doc.Steps.Entries[0].Key
}

// archive ends the case: nothing is owed any more.
func (t *turn) archive() error {
	if t.c.Status != complaint.StatusClosed {
		if err := t.close(t.c.Disposition, nil); err != nil {
			return err
		}
	}
	if err := t.cancelDeadlines(); err != nil {
		return err
	}
	return t.emit(complaint.Archived{}, &complaint.Reason{Text: "各项事宜均已办结，归档"})
}

// close ends the main procedure. The milestone is reached first, so that limits counted to it are judged.
func (t *turn) close(disposition string, r *complaint.Reason) error {
	if err := t.reach(milestoneClosed); err != nil {
		return err
	}
	return t.emit(complaint.Closed{Disposition: disposition}, r)
}
