package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
)

// joinParties makes the parties of a duplicate this case's: its complainants, each with their receipt, and the
// respondents who stay away from it, as those whom it has recused do.
func (t *turn) joinParties(duplicate *complaint.Case) error {
	if t.writesPlainEvents() || t.c.Status == complaint.StatusArchived {
		return nil
	}
	why := t.reasonCitingMayRule("merge", "parties_joined")
	fact := complaint.PartiesJoined{
		Case:    duplicate.ID,
		Parties: t.partiesJoining(duplicate),
		Recused: duplicate.Recused,
		Opened:  duplicate.AttachmentsOpened,
	}
	if err := t.emit(fact, why); err != nil {
		return err
	}
	if err := t.freeTasksOfAbsent(why); err != nil {
		return err
	}
	for _, task := range t.c.LiveTasks() {
		for _, p := range fact.Parties {
			if p.Role != complaint.Complainant {
				continue
			}
			if err := t.beginForJoined(task.Step, p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// partiesJoining are those of a duplicate that this case does not have, under ids of their own here. A unit complained
// about joins where its people stay away: which unit is responsible is this case's.
func (t *turn) partiesJoining(duplicate *complaint.Case) []complaint.Party {
	joining, count := []complaint.Party{}, map[string]int{}
	for _, p := range t.c.Parties {
		count[p.Role]++
	}
	for _, p := range duplicate.Parties {
		known := func(ours complaint.Party) bool {
			return ours.Role == p.Role && ours.User == p.User && ours.Unit == p.Unit
		}
		inDirectory := p.User != "" || p.Unit != ""
		switch {
		case p.Role != complaint.Complainant && p.Role != complaint.Respondent,
			p.Unit != "" && (p.Found || !t.p.BarsUnits(t.c.Kind)),
			inDirectory && slices.ContainsFunc(t.c.Parties, known):
			continue
		}
		if p.From == "" {
			p.From = duplicate.ID
		}
		count[p.Role]++
		p.ID = complaint.PartyIDFor(p.Role, count[p.Role])
		joining = append(joining, p)
	}
	return joining
}

// addStepsForJoined makes the steps in which that is done for each complainant of a duplicate which the case does for
// its own: they are told, asked how content they are, and have their own time for a review. Nothing else follows.
func (p *Policy) addStepsForJoined() {
	if !p.Doc.May.Has("merge") {
		return
	}
	for _, e := range p.Doc.Steps.Entries {
		if !isForComplainantAlone(&e.Value) {
			continue
		}
		id, s := complaint.StepForJoined(complaint.StepID(e.Key)), e.Value
		s.When, s.Else, s.Join, s.Sets, s.Closes = Expr{}, Word{}, false, nil, nil
		s.Outcomes = Map[Outcome]{}
		p.followers[id] = map[complaint.StepID]bool{}
		for _, o := range e.Value.Outcomes.Entries {
			next := p.windowsAmong(o.Value.Next)
			for _, w := range next {
				p.followers[id][complaint.StepID(w.Text)] = true
			}
			s.Outcomes.Entries = append(s.Outcomes.Entries, Entry[Outcome]{Key: o.Key, Pos: o.Pos, Value: Outcome{
				Cites:       o.Value.Cites,
				Title:       o.Value.Title,
				Next:        append(next, Word{Text: archiveStep}),
				Reason:      o.Value.Reason,
				Unserved:    o.Value.Unserved,
				OpensWindow: o.Value.OpensWindow,
				Staff:       o.Value.Staff,
			}})
		}
		p.addedSteps[id] = &s
	}
}

// isForComplainantAlone reports whether a step tells the complainant something, asks them, or is their time for a
// review.
func isForComplainantAlone(s *Step) bool {
	switch s.Kind.Text {
	case noticeKind:
		return s.To.Text == complaint.Complainant
	case surveyKind:
		return slices.ContainsFunc(s.Of, func(w Word) bool { return w.Text == complaint.Complainant })
	case windowKind:
		return len(s.ForEach) == 0 && s.LapsesByItself()
	}
	return false
}

// windowsAmong are the times for a review to which an outcome leads, as steps for each who joined.
func (p *Policy) windowsAmong(next []Word) []Word {
	var windows []Word
	for _, w := range next {
		s, ok := p.Doc.Steps.Get(w.Text)
		if ok && s.Kind.Text == windowKind && isForComplainantAlone(s) {
			windows = append(windows, Word{Text: string(complaint.StepForJoined(complaint.StepID(w.Text)))})
		}
	}
	return windows
}

// beginForEachJoined does for each complainant of a duplicate what a step that begins does for the case's own.
func (t *turn) beginForEachJoined(step complaint.StepID) error {
	for _, party := range t.c.JoinedComplainants() {
		if err := t.beginForJoined(step, party); err != nil {
			return err
		}
	}
	return nil
}

// beginForJoined does so for one. Their time for a review begins when they themselves have been told.
func (t *turn) beginForJoined(step complaint.StepID, party complaint.PartyID) error {
	id := complaint.StepForJoined(step)
	s := t.p.addedSteps[id]
	if s == nil || s.Kind.Text == windowKind {
		return nil
	}
	if s.Kind.Text == noticeKind {
		says, err := t.saidBy(s)
		if err != nil {
			return err
		}
		fact := complaint.NoticeIssued{
			Notice: complaint.NoticeID(fmt.Sprintf("n%d", t.nextSeq())),
			Step:   id,
			To:     party,
			Says:   says,
		}
		if err := t.emit(fact, t.p.reasonCiting(s.Cites, "notice_owed")); err != nil {
			return err
		}
	}
	return t.openForJoined(id, s, party)
}

func (t *turn) openForJoined(id complaint.StepID, s *Step, party complaint.PartyID) error {
	one, err := t.partOfStep(s, s.By)
	if err != nil {
		return err
	}
	one.party = party
	return t.openTask(id, s, one)
}

// finishForJoined ends what was done for a complainant of a duplicate: their time for a review follows, where the
// case's own complainant has one then.
func (t *turn) finishForJoined(task *complaint.Task, s *Step) error {
	party := task.Party
	o, _ := s.Outcomes.Get(task.Outcome)
	if err := t.endTaskDeadlines(task.ID, t.markDeadlineMet); err != nil {
		return err
	}
	for _, w := range o.Next {
		id := complaint.StepID(w.Text)
		if id == archiveStep || t.lastServiceTime(t.noticesOfWindow(id, party)) == nil {
			continue
		}
		if err := t.openForJoined(id, t.p.addedSteps[id], party); err != nil {
			return err
		}
	}
	return t.advanceTo([]Word{{Text: archiveStep}})
}
