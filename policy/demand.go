package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
)

// The commands about demands.
const (
	recordDemandCommand = "record_demand"
	answerDemandCommand = "answer_demand"
)

// permitDemand: whom the regulation names, as long as the case is open.
func (t *turn) permitDemand(cmd complaint.Command) *complaint.Error {
	if t.writesPlainEvents() || t.p.Doc.Demands == nil {
		return t.refuseNotProvided(cmd)
	}
	if refusal := t.permitByMayRules(cmd); refusal != nil {
		return refusal
	}
	why := *t.reasonCitingMayRule(complaint.NameOf(cmd), "")
	if t.c.Status != complaint.StatusOpen {
		return complaint.Refuse(complaint.Conflict, "demand.closed", nil).Because(why)
	}
	if _, answers := cmd.(complaint.AnswerDemand); answers && len(t.c.Demands) == 0 {
		return complaint.Refuse(complaint.Conflict, "demand.none", nil).Because(why)
	}
	return nil
}

func (t *turn) recordDemand(c complaint.RecordDemand) error {
	return t.emit(complaint.DemandRecorded{No: len(t.c.Demands) + 1, Text: c.Text},
		t.reasonCitingMayRule(recordDemandCommand, "demand_recorded"))
}

// checkAnswerDemand: to a demand that there is, with an answer and a clause of the file's and a reason.
func (t *turn) checkAnswerDemand(c complaint.AnswerDemand) *complaint.Error {
	switch {
	case t.c.Demand(c.Demand) == nil:
		return complaint.Refuse(complaint.Invalid, "demand.unknown", complaint.Args{"count": len(t.c.Demands)}).
			At("data.demand")
	case !t.p.Doc.Demands.Answers.Has(c.Answer):
		return complaint.Refuse(complaint.Invalid, "demand.answer_unknown",
			complaint.Args{"answers": codesWithTitles(t.p.Doc.Demands.Answers)}).At("data.answer")
	case !t.p.Doc.Clauses.Has(c.Clause):
		return complaint.Refuse(complaint.Invalid, "demand.clause_unknown", nil).At("data.clause")
	}
	return requireText(c.Reason, "reason")
}

func (t *turn) answerDemand(c complaint.AnswerDemand) error {
	return t.emit(complaint.DemandAnswered{
		No:     c.Demand,
		Answer: c.Answer,
		Reason: c.Reason,
		Clause: c.Clause,
	}, t.reasonCitingMayRule(answerDemandCommand, "demand_answered"))
}

// refuseUnansweredDemands: a case is not closed by a step while a demand has no answer and somebody is there to give
// it.
func (t *turn) refuseUnansweredDemands(s *Step, outcome string) *complaint.Error {
	o, ok := s.Outcomes.Get(outcome)
	closes := s.Closes != nil || ok && o.Closes != nil
	rule, may := t.p.Doc.May.Get(answerDemandCommand)
	open := t.c.UnansweredDemands()
	if t.p.Doc.Demands == nil || !closes || len(open) == 0 || t.c.Status != complaint.StatusOpen || !may ||
		!t.anySeatHeld(t.seatsOfRoles(rule.By)) {
		return nil
	}
	gaps := make([]string, len(open))
	for i, no := range open {
		gaps[i] = fmt.Sprint(no)
	}
	return complaint.Refuse(complaint.Conflict, "demand.unanswered", complaint.Args{
		"answered": len(t.c.Demands) - len(open), "count": len(t.c.Demands), "missing": strings.Join(gaps, ", "),
	}).Because(*t.reasonCitingFirst(t.p.Doc.Demands.Cites, rule.Cites))
}

// recordDemandForm is nil where the file has no demands; so is the next one.
func recordDemandForm(c *checker) []Entry[Field] {
	if c.doc.Demands == nil {
		return nil
	}
	return []Entry[Field]{c.textField()}
}

func answerDemandForm(c *checker) []Entry[Field] {
	if c.doc.Demands == nil {
		return nil
	}
	var clauses Map[Text]
	for _, e := range c.doc.Clauses.Entries {
		clauses.Entries = append(clauses.Entries, Entry[Text]{Key: e.Key, Value: e.Value.Gist})
	}
	return []Entry[Field]{
		c.newField("demand", IntField, "which_demand", true),
		c.newChoiceField("answer", "demand_answer", true, c.doc.Demands.Answers),
		c.reasonField(),
		c.newChoiceField("clause", "demand_clause", true, clauses),
	}
}

// proveDemands: demands are recorded and answered, at any time, where there are any.
func (v *prover) proveDemands() {
	d := v.p.Doc
	for _, command := range []string{recordDemandCommand, answerDemandCommand} {
		rule, ok := d.May.Get(command)
		switch {
		case ok && d.Demands == nil:
			v.cannotProve(d.entryOfMay(command), "may."+command, "proof.no_demands", args{"command": command})
		case !ok && d.Demands != nil:
			v.cannotProve(d.Demands.Answers.Entries[0].Pos, "demands", "proof.demands_idle", args{"command": command})
		case ok && command == answerDemandCommand && (rule.After.Text != "" || !namesRole(rule.By)):
			v.cannotProve(d.entryOfMay(command), "may."+command, "proof.demands_idle", args{"command": command})
		}
	}
}

func namesRole(by []Word) bool {
	return slices.ContainsFunc(by, func(w Word) bool { return w.Text != complaint.Complainant })
}

// entryOfMay is where a command stands in the file.
func (d *Document) entryOfMay(command string) Pos {
	for _, e := range d.May.Entries {
		if e.Key == command {
			return e.Pos
		}
	}
	return Pos{}
}
