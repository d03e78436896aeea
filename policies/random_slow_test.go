package policies_test

import (
	"slices"
	"time"

	"duban/complaint"
)

// atTheLastMoment works a case to its end, each step in the last minute of its limit.
func (w *walk) atTheLastMoment() {
	for range 40 {
		if w.Case.Status == complaint.StatusArchived {
			return
		}
		due := w.firstDueOfASteps()
		if last := due.Add(-time.Minute); last.After(w.Now) {
			w.letTimePassTo(last)
		}
		w.checkFits()
		if w.work() || w.somebodyCanWork() {
			continue
		}
		if !due.After(w.Now) {
			return // nobody can, and no limit of a step runs
		}
		w.letTimePassTo(due) // a step that ends by itself
	}
}

func (w *walk) letTimePassTo(at time.Time) {
	if err := w.AdvanceTo(at); err != nil {
		w.t.Fatal(err)
	}
}

// firstDueOfASteps is the first instant too late for a step of the procedure; the zero time where no limit of one runs.
// What becomes of an entry of the ledger goes on beside the procedure, and nobody waits for it.
func (w *walk) firstDueOfASteps() time.Time {
	var first time.Time
	for _, d := range w.Case.Deadlines {
		ofProcedure := w.Policy.Doc.Steps.Has(string(d.Step))
		if ofProcedure && d.State == complaint.StateRunning && (first.IsZero() || d.Due.Before(first)) {
			first = d.Due.Time
		}
	}
	return first
}

// checkFits: where each step is done in time, no limit of the whole case passes, unless a step was come to three times:
// each way back is counted once.
func (w *walk) checkFits() {
	entered := map[complaint.StepID]int{}
	for _, e := range w.Journal {
		if step, ok := e.Fact.(complaint.StepEntered); ok {
			entered[step.Step]++
			if entered[step.Step] > 2 {
				return
			}
		}
	}
	missed := func(d complaint.Deadline) bool { return d.Step != "" && d.State == complaint.StateMissed }
	if slices.ContainsFunc(w.Case.Deadlines, missed) {
		return
	}
	for _, d := range w.Case.Deadlines {
		rule, ofCase := w.Policy.Doc.Deadlines.Get(d.Name)
		byDate := ofCase && len(rule.From.Text) > len("field ") && rule.From.Text[:len("field ")] == "field "
		if ofCase && !byDate && d.State == complaint.StateMissed && !w.Policy.Doc.Accepted.Has("fits "+d.Name) {
			w.t.Fatalf("%s has passed, and each step was in time\n%s", d.Name, w.story())
		}
	}
}
