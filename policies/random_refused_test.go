package policies_test

import (
	"slices"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// onlyNever reports whether all that is found is that no case comes to a step, or that no way starts a limit.
func onlyNever(found policy.Findings) bool {
	return !slices.ContainsFunc(found, func(f policy.Finding) bool {
		return f.ID != "proof.reachable" && f.ID != "proof.never_starts"
	})
}

// walkWhatNeverHappens walks cases of a policy that is refused for that only: they come to no such step and start no
// such limit.
func walkWhatNeverHappens(t *rapid.T, p *policy.Policy, found policy.Findings) {
	for _, kind := range p.KindsPeopleFile() {
		for _, source := range p.Doc.Intake.Sources.Entries {
			w := &walk{life: newLife(t, p, cnCalendar(), walkBegins)}
			if w.file(kind, source, severitiesOf(p)[0]) {
				w.toTheEnd()
				neverHappens(t, w.Engine, found)
			}
		}
	}
}

// neverHappens holds a case and those that it opened against what is found never to happen.
func neverHappens(t *rapid.T, e *scenario.Engine, found policy.Findings) {
	for _, event := range e.Journal {
		name := ""
		switch f := event.Fact.(type) { //nolint:gochecksumtype // the others enter nothing and start nothing
		case complaint.TaskCompleted:
			name = string(f.Step)
		case complaint.DeadlineSet:
			name = f.Deadline.Name
		}
		if slices.ContainsFunc(found, func(f policy.Finding) bool { return f.Element == name }) {
			t.Fatalf("%s %s, which was found never to happen: %v", event.Type(), name, found)
		}
	}
	for _, linked := range e.Opened {
		neverHappens(t, linked, found)
	}
}
