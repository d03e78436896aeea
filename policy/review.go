package policy

import (
	"cmp"
	"fmt"
	"slices"

	"duban/complaint"
)

// possibleReviews are the reviews that can be requested of the case as it is.
func (t *turn) possibleReviews() []*Beginning {
	rule, ok := t.p.Doc.May.Get("request_review")
	if !ok {
		return nil
	}
	var open []*Beginning
	for i := range rule.Begins {
		if holds, err := t.conditionHolds(rule.Begins[i].When); err == nil && holds {
			open = append(open, &rule.Begins[i])
		}
	}
	return open
}

// reviewReason cites the only review that is open to the case, or what the permission rests on.
func (t *turn) reviewReason() complaint.Reason {
	if open := t.possibleReviews(); len(open) == 1 && citesAny(open[0].Cites) {
		return *t.p.reasonCiting(open[0].Cites, "")
	}
	return *t.reasonCitingMayRule("request_review", "")
}

// permitReview: a review is requested of what has been decided and served, within the time the policy gives, once;
// and never of what is final.
func (t *turn) permitReview(c complaint.RequestReview) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if kind, ok := t.p.Doc.Kinds.Get(t.c.Kind); ok && kind.Final {
		return complaint.Refuse(complaint.Conflict, "review.final", complaint.Args{"kind": kind.Title.Text}).
			Because(*t.p.reasonCiting(kind.Cites, ""))
	}
	reason := t.reviewReason()
	if len(t.possibleReviews()) == 0 {
		return complaint.Refuse(complaint.Conflict, "review.none", nil).Because(reason)
	}
	if t.c.Status == complaint.StatusOpen {
		return complaint.Refuse(complaint.Conflict, "review.not_closed_yet", nil).Because(reason)
	}
	var why *complaint.Error
	for _, party := range t.partiesWhoMayAsk(c.Party) {
		refusal := t.refuseReviewFor(party, reason)
		if refusal == nil {
			return nil
		}
		why = cmp.Or(why, refusal)
	}
	return why
}

// partiesWhoMayAsk are whom a request can be from: the party it names, else any that was served; "" where nobody was.
func (t *turn) partiesWhoMayAsk(named complaint.PartyID) []complaint.PartyID {
	if named != "" {
		return []complaint.PartyID{named}
	}
	var served []complaint.PartyID
	for _, n := range t.c.Notices {
		if t.reviewCountsFrom(n) != nil && !slices.Contains(served, n.To) {
			served = append(served, n.To)
		}
	}
	if len(served) == 0 {
		served = append(served, "")
	}
	return served
}

// refuseReviewFor refuses a review that the party has asked for before, or for which its own time is over.
func (t *turn) refuseReviewFor(party complaint.PartyID, reason complaint.Reason) *complaint.Error {
	asked := func(l complaint.Link) bool {
		return t.p.isReview(l) && (l.Party == "" || party == "" || l.Party == party)
	}
	if once := t.p.settingOfOneReviewOnly(); once.Text != "" && slices.ContainsFunc(t.c.Links, asked) {
		return complaint.Refuse(complaint.Conflict, "review.already_requested", nil).
			Because(*t.p.reasonCiting(Cites{Setting: once}, ""))
	}
	toParty := func(n complaint.Notice) bool { return party == "" || n.To == party }
	open, refusal := t.isReviewWindowOpen(toParty)
	if refusal == nil && (!open || t.c.Status == complaint.StatusArchived) {
		refusal = complaint.Refuse(complaint.Conflict, "review.too_late", nil)
	}
	if refusal != nil {
		return refusal.Because(reason)
	}
	return nil
}

// fillReviewOmissions: who comes by receipt asks for themselves; for the only party that was served, nobody need be
// named.
func (t *turn) fillReviewOmissions(c complaint.RequestReview) (complaint.RequestReview, *complaint.Error) {
	if t.a.Party != "" {
		c.Party = t.a.Party
	} else if all := t.partiesWhoMayAsk(c.Party); len(all) == 1 {
		c.Party = all[0]
	}
	return c, nil
}

// settingOfOneReviewOnly is the setting by which a review is requested once only, "" if it is not.
func (p *Policy) settingOfOneReviewOnly() Word {
	if rule, ok := p.Doc.May.Get("request_review"); ok {
		return rule.Once
	}
	return Word{}
}

// isReview reports whether a link leads to a case that was begun by a request for review.
func (p *Policy) isReview(l complaint.Link) bool {
	rule, ok := p.Doc.May.Get("request_review")
	return ok && l.Opened && slices.ContainsFunc(rule.Begins, func(b Beginning) bool { return b.Kind.Text == l.Kind })
}

// reviewMeant is the review that a request means: the one it names, or the only one.
func (t *turn) reviewMeant(kind string) *Beginning {
	open := t.possibleReviews()
	if kind == "" && len(open) == 1 {
		return open[0]
	}
	for _, b := range open {
		if b.Kind.Text == kind {
			return b
		}
	}
	return nil
}

func (t *turn) checkReview(c complaint.RequestReview) *complaint.Error {
	if t.reviewMeant(c.Kind) == nil {
		var kinds Map[Text]
		for _, b := range t.possibleReviews() {
			kinds.Entries = append(kinds.Entries, Entry[Text]{
				Key:   b.Kind.Text,
				Value: textOf(t.p.KindTitle(b.Kind.Text)),
			})
		}
		return complaint.Refuse(complaint.Invalid, "review.name_kind", complaint.Args{"kinds": codesWithTitles(kinds)}).
			At("data.kind").Because(t.reviewReason())
	}
	if len(t.partiesWhoMayAsk(c.Party)) > 1 {
		return complaint.Refuse(complaint.Invalid, "review.name_party", nil).At("data.party").Because(t.reviewReason())
	}
	if refusal := t.checkActsThrough(c.Party, c.Through); refusal != nil {
		return refusal
	}
	return requireText(c.Reason, "reason")
}

func (t *turn) requestReview(c complaint.RequestReview) error {
	return t.beginLinkedCase(t.reviewMeant(c.Kind), c, t.reasonCitingMayRule("request_review", ""))
}

const windowKind = "window"

// reviewTimeLimit is how long after a service a review may be requested, false where the policy sets no limit.
func (p *Policy) reviewTimeLimit() (LimitRef, bool) {
	rule, ok := p.Doc.May.Get("request_review")
	if !ok {
		return LimitRef{}, false
	}
	return rule.Within, rule.Within.IsSet()
}

// lastServiceTime is when the last of some notices was served, whichever was issued first; nil if none was.
func (t *turn) lastServiceTime(of func(complaint.Notice) bool) *complaint.Time {
	var served *complaint.Time
	for _, n := range t.c.Notices {
		if at := t.reviewCountsFrom(n); at != nil && of(n) && (served == nil || at.After(served.Time)) {
			served = at
		}
	}
	return served
}

// noticesOfWindow are the notices whose service a window waits after: those from whose step a case comes there, of one
// party only where each has a window of their own.
func (t *turn) noticesOfWindow(window complaint.StepID, party complaint.PartyID) func(complaint.Notice) bool {
	return func(n complaint.Notice) bool {
		return t.p.leadsTo(n.Step, window) && (party == "" || n.To == party)
	}
}

// noticesBefore are the notices whose service the window waits after of which a deadline or a task is.
func (t *turn) noticesBefore(window complaint.StepID, task complaint.TaskID) func(complaint.Notice) bool {
	var party complaint.PartyID
	if own := t.c.Task(task); own != nil {
		party = own.Party
	}
	return t.noticesOfWindow(window, party)
}

// isReviewWindowOpen reports whether a review may still be requested: within the policy's time from the last service of
// the notices in question.
func (t *turn) isReviewWindowOpen(of func(complaint.Notice) bool) (bool, *complaint.Error) {
	within, limited := t.p.reviewTimeLimit()
	if !limited {
		return t.p.Doc.May.Has("request_review"), nil
	}
	served := t.lastServiceTime(of)
	if served == nil {
		return false, complaint.Refuse(complaint.Conflict, "review.not_served_yet", nil)
	}
	term, err := t.f.Calendar.CountTerm(served.Time, within.Length, t.p.counting)
	if err != nil {
		return false, complaint.Refuse(complaint.Unavailable, "review.time_unclear", nil)
	}
	return t.now.Before(term.Due), nil
}

// refuseWhileReviewWindowOpen: the step that waits for a review is not done before the time for requesting one is over.
func (t *turn) refuseWhileReviewWindowOpen(task *complaint.Task) *complaint.Error {
	if t.p.step(task.Step).Kind.Text != windowKind {
		return nil
	}
	if open, refusal := t.isReviewWindowOpen(t.noticesOfWindow(task.Step, task.Party)); refusal == nil && open {
		return complaint.Refuse(complaint.Conflict,
			"review.still_possible", nil).Because(*t.reasonCitingStepOf(task.ID, ""))
	}
	return nil
}

// openReviewWindow starts the time in which a review may be requested: until the window of the party served last is
// over.
func (t *turn) openReviewWindow(step complaint.StepID, task complaint.TaskID, s *Step) error {
	d, reason, err := t.reviewWindowDeadline(step, task, s)
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, reason)
}

func (t *turn) reviewWindowDeadline(
	step complaint.StepID, task complaint.TaskID, s *Step,
) (complaint.Deadline, *complaint.Reason, error) {
	within, _ := t.p.reviewTimeLimit()
	served := t.lastServiceTime(t.noticesBefore(step, task))
	if served == nil {
		return complaint.Deadline{}, nil, fmt.Errorf("decide: window %s opens before anything was served", step)
	}
	d := complaint.Deadline{
		Name:    stepDeadlineName(step),
		Title:   s.Title.Text,
		Step:    step,
		Task:    task,
		State:   complaint.StateRunning,
		Started: *served,
	}
	reason, err := t.computeDeadline(&d, within, nil, s.Cites)
	return d, reason, err
}

// recountReviewWindows counts open windows anew after the proof of a service came in with another day.
func (t *turn) recountReviewWindows() error {
	for i := range len(t.c.Deadlines) {
		old := t.c.Deadlines[i]
		s := t.p.step(old.Step)
		if s == nil || s.Kind.Text != windowKind || !old.IsWindow() || old.IsEnded() ||
			old.Started == *t.lastServiceTime(t.noticesBefore(old.Step, old.Task)) {
			continue
		}
		fresh, reason, err := t.reviewWindowDeadline(old.Step, old.Task, s)
		if err != nil {
			return err
		}
		why := t.reasonCitingMayRule("record_service", "recounted_served")
		if err := t.supersedeDeadline(old, fresh, reason, why); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) checkReviewWindow(e *Entry[Step]) {
	if e.Value.Kind.Text != windowKind {
		return
	}
	if _, limited := c.p.reviewTimeLimit(); !limited {
		c.f.add(e.Pos, "step.window_time", args{"step": e.Key})
	}
	if e.Value.LapsesByItself() && e.Value.Lapses.Text == "" && len(e.Value.Outcomes.Entries) != 1 {
		c.f.add(e.Pos, "step.window_outcome", args{"step": e.Key})
	}
}
