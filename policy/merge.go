package policy

import "duban/complaint"

// mergedDisposition is the disposition of a duplicate: what becomes of the matter is decided in the other case.
const mergedDisposition = "merged"

// permitMerge: a duplicate is merged while it is still being handled.
func (t *turn) permitMerge(c complaint.Merge) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if t.c.Status != complaint.StatusOpen {
		return complaint.Refuse(complaint.Conflict,
			"merge.already_closed", nil).Because(*t.reasonCitingMayRule("merge", ""))
	}
	return nil
}

// checkMerge: into another case of the same regulation and kind that the actor may read and that is still being
// handled. One that may not be read and one that is not there look the same.
func (t *turn) checkMerge(m complaint.Merge) *complaint.Error {
	because := *t.reasonCitingMayRule("merge", "")
	into := t.f.Other
	switch {
	case m.Into == "":
		return complaint.Refuse(complaint.Invalid, "merge.name_it", nil).At("data.into")
	case m.Into == t.c.ID:
		return complaint.Refuse(complaint.Invalid, "merge.same_case", nil).At("data.into").Because(because)
	case into == nil || into.Seq == 0 || into.Policy.ID != t.c.Policy.ID || !t.p.Wall(into).Admits(t.a.Person):
		return complaint.Refuse(complaint.Invalid, "merge.unknown_case", nil).At("data.into")
	case into.Kind != t.c.Kind:
		return complaint.Refuse(complaint.Conflict, "merge.another_kind", nil).Because(because)
	case into.Status != complaint.StatusOpen:
		return complaint.Refuse(complaint.Conflict, "merge.other_closed", nil).Because(because)
	}
	return nil
}

// mergeInto ends a duplicate in favour of another case. Its number, its receipt and all that was said stay; whoever
// follows the receipt sees how the other case stands.
func (t *turn) mergeInto(m complaint.Merge) error {
	reason := t.reasonCitingMayRule("merge", "merged")
	if err := t.emit(complaint.Linked{Link: complaint.Link{
		Case:   m.Into,
		Kind:   t.c.Kind,
		Merged: true,
	}}, reason); err != nil {
		return err
	}
	return t.endCaseAtOnce(mergedDisposition, reason)
}

// noteDuplicate notes a duplicate that goes on in this case, within the earlier limits of the two.
func (t *turn) noteDuplicate(c complaint.Absorb) error {
	if err := t.emit(complaint.Linked{Link: complaint.Link{
		Case:      c.Duplicate,
		Kind:      t.c.Kind,
		Duplicate: true,
	}}, t.reasonCitingMayRule("merge", "absorbed")); err != nil || t.f.Other == nil {
		return err
	}
	if err := t.joinParties(t.f.Other); err != nil {
		return err
	}
	for i := range len(t.c.Deadlines) {
		if err := t.keepLimitOfDuplicate(t.c.Deadlines[i]); err != nil {
			return err
		}
	}
	return nil
}

// keepLimitOfDuplicate sets in place of a limit that runs for the whole case the duplicate's of that name, where it
// ends earlier: whoever complained first is answered when they were told, and not when somebody else was. What was late
// in the duplicate is late there.
func (t *turn) keepLimitOfDuplicate(old complaint.Deadline) error {
	if old.Step != "" || old.Slip != "" || old.State != complaint.StateRunning {
		return nil
	}
	for _, theirs := range t.f.Other.Deadlines {
		if theirs.Name != old.Name || theirs.State != complaint.StateCancelled || theirs.SuspendedAt != nil ||
			!theirs.Due.Before(old.Due.Time) {
			continue
		}
		fresh := old
		fresh.Clause, fresh.Setting = theirs.Clause, theirs.Setting
		fresh.Started, fresh.Limit, fresh.TargetLimit = theirs.Started, theirs.Limit, theirs.TargetLimit
		fresh.Ledger = theirs.Ledger
		if err := t.recountDeadline(&fresh); err != nil {
			return err
		}
		if !fresh.Due.After(t.now) || !fresh.Due.Before(old.Due.Time) {
			continue
		}
		why := t.reasonCitingMayRule("merge", "limit_of_duplicate").
			With(complaint.Args{"before": old.LastDay, "day": fresh.LastDay})
		return t.supersedeDeadline(old, fresh, reasonCitingDeadline(&fresh, "limit_of_duplicate").With(why.Args), why)
	}
	return nil
}

// endCaseAtOnce ends the case with whatever is still open in it, but for entries of the ledger: those are decided.
func (t *turn) endCaseAtOnce(disposition string, reason *complaint.Reason) error {
	for _, task := range t.c.LiveTasks() {
		if task.Entry != "" {
			continue
		}
		if err := t.emit(complaint.TaskWithdrawn{Task: task.ID}, reason); err != nil {
			return err
		}
	}
	if err := t.cancelAllDeadlines(); err != nil {
		return err
	}
	if t.c.Status == complaint.StatusOpen {
		if err := t.emit(complaint.Closed{Disposition: disposition}, reason); err != nil {
			return err
		}
		if err := t.proposeForClosing(); err != nil {
			return err
		}
	}
	if err := t.dropUndecidableEntries(); err != nil {
		return err
	}
	if t.c.AwaitsEntry() {
		return nil
	}
	if err := t.endOpenSlips(); err != nil {
		return err
	}
	return t.emit(complaint.Archived{}, reason)
}
