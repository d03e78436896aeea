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
	return t.enter(t.firstStep())
}

// filer is who stands in the journal for the filing: the user who registered it, or the complainant.
func (t *turn) filer() complaint.Actor {
	by := t.f.Filing.By
	if by == complaint.UserID(complaint.Complainant) {
		return complaint.Actor{Party: complaint.Complainant}
	}
	return complaint.Actor{Person: complaint.Person{ID: by}}
}

func (t *turn) firstStep() complaint.StepID {
	if k, ok := t.p.Doc.Kinds.Get(t.c.Kind); ok && k.First.Text != "" {
		return complaint.StepID(k.First.Text)
	}
	return complaint.StepID(t.p.Doc.Steps.Entries[0].Key)
}

// enter moves the case to a step, or past it when its condition does not hold.
func (t *turn) enter(id complaint.StepID) error {
	if id == archiveStep {
		return t.archive()
	}
	s := t.p.step(id)
	holds, err := t.p.holds(s.When, t.p.variables(t.c))
	if err != nil {
		return fmt.Errorf("enter step %s: %w", id, err)
	}
	if !holds {
		return t.enter(complaint.StepID(s.Else.Text))
	}
	if err := t.emit(complaint.StepEntered{Step: id, Title: s.Title}, t.p.reason(s.Cites, "进入步骤")); err != nil {
		return err
	}
	if s.Kind.Text == "notice" {
		fact := complaint.NoticeIssued{Notice: complaint.NoticeID(fmt.Sprintf("n%d", t.seq())), Step: id, To: complaint.PartyID(s.To.Text)}
		if err := t.emit(fact, t.p.reason(s.Cites, "应当告知")); err != nil {
			return err
		}
	}
	seats, reason := t.stepSeats(s)
	task := complaint.TaskID(fmt.Sprintf("t%d", t.seq()))
	if err := t.emit(complaint.TaskOpened{Task: task, Step: id, Title: s.Title, Seats: seats}, reason); err != nil {
		return err
	}
	if !s.Limit.Set() {
		return nil
	}
	return t.setStepDeadline(id, task, s)
}

// stepSeats are the seats a step's task is offered to: its own, or the fallback where nobody holds them.
func (t *turn) stepSeats(s *Step) ([]complaint.Seat, *complaint.Reason) {
	seats := t.seats(s.By)
	if s.Otherwise == nil || t.f.Directory.Held(seats...) {
		return seats, t.p.reason(s.Cites, "交办")
	}
	return t.seats(s.Otherwise.By), t.p.reason(s.Otherwise.Cites, "原定承办方无人，改由后备方承办")
}

func (t *turn) seats(words []Word) []complaint.Seat {
	seats := make([]complaint.Seat, 0, len(words))
	for _, w := range words {
		seats = append(seats, t.p.seat(w.Text, t.c.ResponsibleUnit()))
	}
	return seats
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
