package amendment

import (
	"slices"
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
	// Versions are those to which it was moved.
	Versions map[complaint.PolicyRef]*policy.Policy
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

// VersionsNamed are the versions under which the case was, in order: that of its filing, then those to which it was
// moved.
func (r Recorded) VersionsNamed() []complaint.PolicyRef {
	var all []complaint.PolicyRef
	for _, e := range r.Journal {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others name no version
		case complaint.Filed:
			all = append(all, f.Policy)
		case complaint.VersionAdopted:
			all = append(all, f.To)
		default:
		}
	}
	return all
}

// versions are never nil.
func (r Recorded) versions() map[complaint.PolicyRef]*policy.Policy {
	if r.Versions == nil {
		return map[complaint.PolicyRef]*policy.Policy{}
	}
	return r.Versions
}

// Rehearse tries a case under another version than its own, which is the one under which it was filed. Both are decided
// anew in the same surroundings, so that only what the version changes is otherwise; how the case's own version does
// without that is told too.
func Rehearse(r Recorded, own, other *policy.Policy, in Surroundings) (Outcome, error) {
	recorded, err := recordedCourse(r)
	if err != nil {
		return Outcome{}, err
	}
	before, err := runCourse(r, recorded, own, r.versions(), in)
	if err != nil {
		return Outcome{}, err
	}
	after, err := runCourse(r, recorded, other, nil, in)
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

// Adoption says how a case fits into a version to which it is to be moved: which of its acts that version would not
// have taken, and where the case would stand. What does not come out as recorded under its own version either is not
// held against the other.
func (r Recorded) Adoption(own, other *policy.Policy, in Surroundings) (policy.Adoption, error) {
	a := policy.Adoption{Policy: other}
	recorded, err := recordedCourse(r)
	if err != nil {
		return a, err
	}
	before, err := runCourse(r, recorded, own, r.versions(), in)
	if err != nil {
		return a, err
	}
	after, err := runCourse(r, recorded, other, nil, in)
	if err != nil {
		return a, err
	}
	for _, act := range after.withoutPlace {
		again := func(b policy.ActWithoutPlace) bool { return b.Seq == act.Seq }
		if !slices.ContainsFunc(before.withoutPlace, again) {
			a.WithoutPlace = append(a.WithoutPlace, act)
		}
	}
	here, there := stepsOpen(before.Case), stepsOpen(after.Case)
	if !slices.Equal(here, there) || before.Case.Status != after.Case.Status {
		a.Elsewhere = append([]complaint.StepID{}, there...)
	}
	return a, nil
}

// stepsOpen are the steps of the tasks that are open, one for each, sorted, and those that wait.
func stepsOpen(c *complaint.Case) []complaint.StepID {
	steps := slices.Clone(c.Awaited)
	for _, task := range c.LiveTasks() {
		steps = append(steps, task.Step)
	}
	slices.Sort(steps)
	return steps
}
