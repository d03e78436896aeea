package policies_test

import (
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy"
)

// checkReasons: what the journal rests on stands in the file.
func (w *walk) checkReasons() {
	for _, e := range w.Journal {
		clause, own := strings.CutPrefix(e.Reason.Clause, w.Policy.Doc.Policy+"-")
		if own && len(w.Policy.ElementsServingClause(clause)) == 0 {
			w.t.Fatalf("event %d %s rests on clause %s, which nothing serves", e.Seq, e.Type(), clause)
		}
		setting, own := strings.CutPrefix(e.Reason.Setting, w.Policy.Doc.Policy+".")
		if own && !w.Policy.Doc.Settings.Has(setting) {
			w.t.Fatalf("event %d %s rests on setting %s, which there is not", e.Seq, e.Type(), setting)
		}
	}
}

// checkLimits: something happens after each limit that has passed, and what had to come before the archive has come.
func (w *walk) checkLimits() {
	ended := slices.ContainsFunc(w.Journal, func(e complaint.Event) bool {
		return e.Type() == "withdrawn"
	}) || w.Case.MergedInto() != ""
	atTheArchive := w.cancelledAtTheArchive()
	for _, d := range w.Case.Deadlines {
		rule, ofCase := w.Policy.Doc.Deadlines.Get(d.Name)
		element := "steps." + string(d.Step)
		if ofCase {
			element = "deadlines." + d.Name
		}
		late := slices.ContainsFunc(d.Rungs, func(r complaint.Rung) bool {
			return r.Action == complaint.RungSlip || r.Action == complaint.RungEscalate ||
				r.Action == complaint.RungLapse
		})
		tells := strings.HasPrefix(string(d.Step), tellingStep) // what was not told does not hold
		if d.State == complaint.StateMissed && !late && !tells && !w.Policy.Doc.Accepted.Has("overdue "+element) {
			w.t.Fatalf("%s: the limit has passed, and nothing follows", element)
		}
		if ofCase && rule.Until.Text != "closed" && slices.Contains(atTheArchive, d.ID) && !ended {
			w.t.Fatalf("%s: the case is archived without %s\n%s", element, rule.Until, w.story())
		}
	}
}

// cancelledAtTheArchive are the limits that fell away because the case was archived, not before: when a regrade gave it
// none, or a command took the case where it can end no more.
func (w *walk) cancelledAtTheArchive() []complaint.DeadlineID {
	var ids []complaint.DeadlineID
	for _, e := range slices.Backward(w.Journal) {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // the others come before the case is archived
		case complaint.DeadlineCancelled:
			ids = append(ids, f.Deadline)
		case complaint.Archived, complaint.Closed, complaint.TaskWithdrawn:
		default:
			return ids
		}
	}
	return ids
}

// checkRunning: no case is open without a running limit where the file gives one: each task that is to be done has that
// of its step, and the case its own from receipt on. Where there is none the file says so, or the journal: what was due
// was done, or fell away.
func (w *walk) checkRunning() {
	if w.Case.Status == complaint.StatusArchived {
		return
	}
	for _, task := range w.Case.LiveTasks() {
		s := w.Policy.Step(task.Step)
		if !alwaysLimited(s.LimitChoices()) || s.From.Text != "" && s.From.Text != "received" {
			continue
		}
		if !slices.ContainsFunc(w.Case.Deadlines, func(d complaint.Deadline) bool {
			return d.Step == task.Step && !d.IsEnded()
		}) {
			w.t.Fatalf("%s is to be done, and its limit does not run\n%s", task.Step, w.story())
		}
	}
	for _, e := range w.Policy.Doc.Deadlines.Entries {
		forKind := func(k policy.Word) bool { return k.Text == w.Case.Kind }
		if e.Value.From.Text != "received" || !alwaysLimited(e.Value.Limit) ||
			len(e.Value.For) > 0 && !slices.ContainsFunc(e.Value.For, forKind) {
			continue
		}
		last := complaint.StateSuperseded
		for _, d := range w.Case.Deadlines {
			if d.Name == e.Key {
				last = d.State
			}
		}
		if last == complaint.StateSuperseded {
			w.t.Fatalf("the case is open, and %s does not run\n%s", e.Key, w.story())
		}
	}
}

// alwaysLimited reports whether a file gives a length in each case.
func alwaysLimited(choices []policy.LimitChoice) bool {
	return len(choices) > 0 && !slices.ContainsFunc(choices, func(c policy.LimitChoice) bool { return c.Is.IsNone() })
}
