package policies_test

import (
	"slices"
	"strconv"
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
		ofAll := len(e.Value.For) == 0 && w.Case.Period == nil // a period's matter has the limits that name its kind
		if e.Value.From.Text != "received" || !alwaysLimited(e.Value.Limit) ||
			!ofAll && !slices.ContainsFunc(e.Value.For, forKind) {
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

// checkVotes: where each of several has done their part and they came to different things, the file says which counts:
// so many of one, a share of the votes, or what a tie comes to.
func (w *walk) checkVotes() {
	type round struct {
		step   complaint.StepID
		number int
	}
	given, unfinished := map[round]map[string]int{}, map[round]bool{}
	for _, task := range w.Case.Tasks {
		at := round{task.Step, task.Round}
		if s := w.Policy.Step(task.Step); len(s.All) == 0 || s.Kind.Text == "approval" {
			continue
		}
		if given[at] == nil {
			given[at] = map[string]int{}
		}
		given[at][task.Outcome]++
		unfinished[at] = unfinished[at] || task.State != complaint.TaskDone
	}
	for at, outcomes := range given {
		s := w.Policy.Step(at.step)
		if unfinished[at] || len(outcomes) < 2 || s.Votes != nil && (s.Votes.Tie.Text != "" || s.Votes.For.Text != "") {
			continue
		}
		parts, most := 0, 0
		for _, n := range outcomes {
			parts, most = parts+n, max(most, n)
		}
		needed := s.Need
		if s.Votes != nil {
			needed = votesNeeded(s.Votes.Majority.Text, parts)
		}
		if needed == 0 || most < needed {
			w.t.Fatalf("%s: they came to %v, and the file does not say what is decided", at.step, outcomes)
		}
	}
}

// votesNeeded is how many of the votes a majority is.
func votesNeeded(majority string, votes int) int {
	switch majority {
	case "", "half":
		return votes/2 + 1
	case "two_thirds":
		return (2*votes + 2) / 3
	}
	n, _ := strconv.Atoi(majority)
	return n
}

// checkStarts: what ends a limit that each case has comes after what starts it.
func (w *walk) checkStarts() {
	for _, e := range w.Policy.Doc.Deadlines.Entries {
		from, until := e.Value.From.Text, e.Value.Until.Text
		forKind := func(k policy.Word) bool { return k.Text == w.Case.Kind }
		expected := slices.ContainsFunc(e.Value.For, forKind) ||
			len(e.Value.For) == 0 && len(w.Policy.Doc.Kinds.Entries) == 1
		if from == "received" || strings.HasPrefix(from, "field ") || until == "closed" || !expected {
			continue
		}
		for _, event := range w.Journal {
			done, ok := event.Fact.(complaint.TaskCompleted)
			if event.Type() == "withdrawn" || event.Type() == "regraded" {
				break // a command may lead anywhere
			}
			if set, ok := event.Fact.(complaint.DeadlineSet); ok && set.Deadline.Name == e.Key {
				break // with what several did, too
			}
			s := w.Policy.Step(done.Step)
			if !ok || s == nil {
				continue
			}
			if len(s.All) > 0 || len(s.ForEach) > 0 {
				if !alwaysLimited(e.Value.Limit) && w.reaches(done, from) {
					break // it may have begun without a length
				}
				continue
			}
			if w.reaches(done, from) {
				break
			}
			if w.reaches(done, until) {
				w.t.Fatalf("%s ends with %s and has not begun\n%s", e.Key, done.Step, w.story())
			}
		}
	}
}

// reaches reports whether a step was done in a way that reaches a milestone.
func (w *walk) reaches(done complaint.TaskCompleted, milestone string) bool {
	s := w.Policy.Step(done.Step)
	is := func(mark policy.Word) bool { return mark.Text == milestone }
	o, ok := s.Outcomes.Get(done.Outcome)
	return slices.ContainsFunc(s.Sets, is) || ok && slices.ContainsFunc(o.Sets, is)
}
