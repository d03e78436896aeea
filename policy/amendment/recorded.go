package amendment

import (
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// Recorded is a case as the record has it.
type Recorded struct {
	Journal []complaint.Event
	// Acts are the orders of which something came, in order.
	Acts []Act
	// Attachments are those handed in with the case.
	Attachments []complaint.Attachment
	// Now is the case's own time, which goes on while it is open.
	Now time.Time
}

// Act is an order by what came of it: the events from the first to the last sequence number.
type Act struct {
	ID          complaint.CommandID
	First, Last int
}

// Surroundings are what decisions rest on besides the case: as they are now, for any version alike.
type Surroundings struct {
	Calendar  *calendar.Calendar
	Directory complaint.Directory
}

// Rehearse tries a case under another version than its own. Both are decided anew in the same surroundings, so that
// only what the version changes is otherwise; how the case's own version does without that is told too.
func Rehearse(r Recorded, own, other *policy.Policy, in Surroundings) (Outcome, error) {
	recorded, err := recordedCourse(r)
	if err != nil {
		return Outcome{}, err
	}
	before, err := runCourse(r, recorded, own, in)
	if err != nil {
		return Outcome{}, err
	}
	after, err := runCourse(r, recorded, other, in)
	if err != nil {
		return Outcome{}, err
	}
	out := compareCourses(before, after)
	out.Case, out.Number, out.Open = recorded.Case.ID, recorded.Case.Number,
		recorded.Case.Status != complaint.StatusArchived && recorded.Case.Status != complaint.StatusClosed
	out.WithoutPlace = after.withoutPlace
	again := compareCourses(recorded, before)
	out.Reproduced = len(before.withoutPlace) == 0 && !again.Differs()
	if !out.Reproduced {
		out.NotReproduced = append(again.kinds(), before.withoutPlace.kinds()...)
	}
	return out, nil
}
