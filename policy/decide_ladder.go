package policy

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"duban/complaint"
)

const limitRung complaint.RungID = "limit"

// rungID names the i-th rung of a ladder, from 0.
func rungID(i int) complaint.RungID { return complaint.RungID(fmt.Sprint(i + 1)) }

// ladderOf is the ladder of the deadline's rule in the pinned policy.
func (t *turn) ladderOf(d *complaint.Deadline) []RungRule {
	if rule, ok := t.p.Doc.Deadlines.Get(d.Name); ok {
		return rule.Ladder
	}
	if s := t.p.step(d.Step); s != nil {
		return s.Ladder
	}
	if ladder, ok := t.p.ladderOfSlip(d); ok {
		return ladder
	}
	return t.p.ladderOfMessage(d)
}

// Action is what happens at the rung.
func (r RungRule) Action() complaint.RungAction {
	switch {
	case r.Remind.Text != "":
		return complaint.RungRemind
	case r.Slip.Text != "":
		return complaint.RungSlip
	default:
		return complaint.RungEscalate
	}
}

// fireDueRung fires one rung, if it can still fire: once, never early, and not after what was due is done.
func (t *turn) fireDueRung(c complaint.Due) error {
	d := t.c.Deadline(c.Deadline)
	if d == nil || d.IsEnded() || d.State == complaint.StateSuspended {
		return nil
	}
	for _, r := range d.Rungs {
		if r.ID == c.Rung && !r.Fired && !r.Skipped && !r.At.After(t.now) {
			if r.Action == complaint.RungLapse {
				return t.lapseStep(d)
			}
			if err := t.lapseWhatIsOverBy(r.At.Time); err != nil {
				return err
			}
			if d = t.c.Deadline(c.Deadline); d.IsEnded() {
				return nil
			}
			if err := t.raiseUnheld(d); err != nil {
				return err
			}
			return t.fireRung(d, r)
		}
	}
	return nil
}

// lapseWhatIsOverBy ends the steps whose time is over by an instant: what they reach then, they reach in time.
func (t *turn) lapseWhatIsOverBy(instant time.Time) error {
	for range t.c.Deadlines {
		over := slices.IndexFunc(t.c.Deadlines, func(d complaint.Deadline) bool {
			return d.State == complaint.StateRunning && slices.ContainsFunc(d.Rungs, func(r complaint.Rung) bool {
				return r.Action == complaint.RungLapse && !r.Fired && !r.At.After(instant)
			})
		})
		if over < 0 {
			return nil
		}
		if err := t.lapseStep(&t.c.Deadlines[over]); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) fireRung(d *complaint.Deadline, r complaint.Rung) error {
	if id := d.ID; r.Action == complaint.RungExpire {
		why := reasonCitingDeadline(d, "deadline_missed").With(complaint.Args{"title": d.Title})
		if err := t.emit(complaint.DeadlineMissed{Deadline: d.ID, Rung: r.ID}, why); err != nil {
			return err
		}
		if err := t.endExtensionRequest(d, "request_lapsed_late"); err != nil {
			return err
		}
		if err := t.proposeForMissed(d.ID, false); err != nil {
			return err
		}
		return t.undoMoveNotTold(t.c.Deadline(id))
	}
	if isIdentification(d) {
		return t.remindToIdentify(d, r.ID)
	}
	ladder := t.ladderOf(d)
	i, err := strconv.Atoi(string(r.ID))
	if err != nil || i < 1 || i > len(ladder) {
		return fmt.Errorf("decide: deadline %s has no rung %s in policy version %d", d.Name, r.ID, t.p.Doc.Version)
	}
	rule, title := ladder[i-1], complaint.Args{"title": d.Title}
	switch r.Action {
	case complaint.RungRemind:
		seats, assignee := t.owingSeats(d)
		return t.emit(complaint.Reminded{
			Deadline: d.ID,
			Rung:     r.ID,
			To:       seats,
			Assignee: assignee,
		}, t.p.reasonCiting(rule.Cites, "reminded").With(title))
	case complaint.RungSlip:
		seats, _ := t.owingSeats(d)
		return t.issueSlip(rule.Slip.Text, d.ID, r.ID, seats, rule.Copies, rule.Reply, "",
			t.p.reasonCiting(rule.Cites, "slip_late").With(title))
	case complaint.RungEscalate:
		return t.fireEscalation(d, r.ID, rule)
	case complaint.RungExpire, complaint.RungLapse, complaint.RungNotify:
	}
	return fmt.Errorf("decide: rung action %s", r.Action)
}

// owingSeats are the seats that owe what is due, and the person, where one has taken the task.
func (t *turn) owingSeats(d *complaint.Deadline) (seats []complaint.Seat, assignee complaint.UserID) {
	if s := t.c.Slip(d.Slip); s != nil {
		return s.To, ""
	}
	if isAnswerLimit(d) {
		return t.seatsOfCorrespondents(), ""
	}
	if isIdentification(d) {
		return t.seatsIdentifying(), ""
	}
	for _, task := range t.owingTasks(d) {
		seats = append(seats, task.Seats...)
		assignee = task.Assignee
	}
	return seats, assignee
}

// owingTasks are the open tasks a deadline is about: its own, or all of the case; none where a slip is to be answered.
// Deciding an extension is not what is owed, nor an entry of the ledger.
func (t *turn) owingTasks(d *complaint.Deadline) []*complaint.Task {
	var owing []*complaint.Task
	if d.Slip != "" || isAnswerLimit(d) || isIdentification(d) {
		return owing
	}
	for _, task := range t.c.LiveTasks() {
		owed := !t.p.step(task.Step).LapsesByItself() && t.c.DeadlineOfExtensionTask(task.ID) == nil
		if owed && (d.Task == "" && task.Entry == "" || d.Task == task.ID) {
			owing = append(owing, task)
		}
	}
	return owing
}

func (t *turn) fireEscalation(d *complaint.Deadline, rung complaint.RungID, rule RungRule) error {
	var tasks []complaint.TaskID
	var below []complaint.Seat
	for _, task := range t.owingTasks(d) {
		tasks, below = append(tasks, task.ID), append(below, task.Seats...)
	}
	id := t.p.RoleID(rule.Escalate.Text)
	role, ok := t.p.Doc.Roles.Get(rule.Escalate.Text)
	to := t.seatsOfRoleIn(t.unitsOfSeats(below), id, ok && role.IsPerUnit())
	if len(to) == 0 { // held for a unit, and none is named yet
		to = t.seatsAbove([]complaint.Seat{{Role: id}})
	}
	why := t.p.reasonCiting(rule.Cites, "escalated").With(complaint.Args{"title": d.Title})
	return t.emit(complaint.Escalated{
		Deadline: d.ID,
		Rung:     rung,
		To:       to,
		Tasks:    tasks,
	}, why)
}
