package policy

import (
	"slices"

	"duban/complaint"
)

const meetingKind = "meeting"

// The fields of a meeting's record; the minutes are the step's own text.
const (
	attendanceField = "attendance"
	forField        = "votes_for"
	againstField    = "votes_against"
	abstainField    = "votes_abstain"
)

// meetingFormFields are when it was held, who was there, and the minutes; with votes where the step decides by them.
func (c *checker) meetingFormFields(withVotes bool) []Entry[Field] {
	fields := []Entry[Field]{
		c.newField("held_at", InstantField, "held_at", true),
		c.newField(attendanceField, PeopleField, "attendance", true),
		c.newField("minutes", LongTextField, "minutes", true),
	}
	if withVotes {
		zero := int64(0)
		for _, v := range [][2]string{
			{forField, "votes_for"},
			{againstField, "votes_against"},
			{abstainField, "votes_abstain"},
		} {
			e := c.newField(v[0], IntField, v[1], true)
			e.Value.Min = &zero
			fields = append(fields, e)
		}
	}
	return fields
}

// checkMeetingStep: it was not held in the future, everybody who had to be there was, nobody was there who takes
// no part in the case, and the outcome is what the votes say.
func (t *turn) checkMeeting(s *Step, c complaint.Complete) *complaint.Error {
	if s.Kind.Text != meetingKind {
		return nil
	}
	because := *t.reasonCitingStepOf(c.Task, "")
	if refusal := t.checkPastFieldValue(c.Data["held_at"], "data.held_at"); refusal != nil {
		return refusal.Because(because)
	}
	present := peopleIn(c.Data[attendanceField])
	if slices.ContainsFunc(present, t.staysAway) {
		return complaint.Refuse(complaint.Invalid, "meeting.must_stay_away", nil).
			At("data." + attendanceField).Because(because)
	}
	for _, rule := range s.Attend {
		seats, err := t.seatsMeant([]SeatRule{rule})
		if err != nil {
			return complaint.Refuse(complaint.Unavailable, "meeting.attendance_unclear", nil)
		}
		if len(seats) > 0 && !t.anySeatHeld(seats) {
			seats = t.seatsAbove(seats) // who should have come takes no part
		}
		there := slices.ContainsFunc(present, func(u complaint.UserID) bool {
			return sitsInAny(t.f.Directory.People[u], seats)
		})
		if len(seats) > 0 && !there {
			return complaint.Refuse(complaint.Invalid, "meeting.must_attend",
				complaint.Args{"seats": t.p.titlesOfSeats(seats)}).
				At("data." + attendanceField).Because(because)
		}
	}
	return t.checkVotes(s, c, len(present), because)
}

// asWholeNumber reads a number as JSON or Go may give it.
func asWholeNumber(v any) int {
	switch n := v.(type) {
	case int:
		return n
	case int64:
		return int(n)
	case float64:
		return int(n)
	}
	return 0
}

func (c *checker) checkMeetingStep(e *Entry[Step]) {
	s := &e.Value
	if s.Kind.Text != meetingKind {
		return
	}
	c.checkSeats(s.Attend)
}
