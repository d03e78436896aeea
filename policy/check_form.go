package policy

import (
	"slices"
	"time"

	"duban/complaint"
)

// checkForm judges what a form says beyond its shape: what is required in this case, and that the units and
// people it names exist and are the right ones.
func (t *turn) checkForm(s *Step, form *Form, outcome string, data map[string]any) *complaint.Error {
	in := t.scope()
	in.form, in.outcome = data, outcome
	if refusal := t.checkFilledIn(form, in); refusal != nil {
		return refusal
	}
	return t.checkMustConditions(s.Must, s.Title.Text, in)
}

// checkFilledIn judges each field of the form that is being given.
func (t *turn) checkFilledIn(form *Form, in scope) *complaint.Error {
	for _, e := range form.Fields.Entries {
		if refusal := t.checkRequiredField(e, in); refusal != nil {
			return refusal
		}
		if refusal := t.checkNamedPeopleAndUnits(e, in.form[e.Key]); refusal != nil {
			return refusal
		}
	}
	return nil
}

// checkMustConditions holds what a form says against the conditions of what it is the form of.
func (t *turn) checkMustConditions(must []Requirement, of any, in scope) *complaint.Error {
	for _, m := range must {
		holds, err := t.p.conditionHolds(m.That, in)
		if err != nil {
			return complaint.Refuse(complaint.Unavailable, "step.condition_unclear", complaint.Args{"step": of})
		}
		if !holds {
			refusal := complaint.Refuse(complaint.Invalid, "policy.says", complaint.Args{"say": m.Say.Text}).
				Because(*t.p.reasonCiting(m.Cites, ""))
			if m.Field.Text != "" {
				refusal = refusal.At("data." + m.Field.Text)
			}
			return refusal
		}
	}
	return nil
}

func (t *turn) checkRequiredField(e Entry[Field], in scope) *complaint.Error {
	if e.Value.RequiredWhen.Text == "" || isFilledIn(in.form[e.Key]) {
		return nil
	}
	required, err := t.p.conditionHolds(e.Value.RequiredWhen, in)
	if err != nil {
		return complaint.Refuse(complaint.Unavailable, "field.required_unclear",
			complaint.Args{"field": e.Value.Title.Text})
	}
	if required {
		return complaint.Refuse(complaint.Invalid, "form.required", complaint.Args{"field": e.Value.Title.Text}).
			At("data." + e.Key).Because(*t.p.reasonCiting(e.Value.Cites, ""))
	}
	return nil
}

// isFilledIn: neither an empty text nor an empty list says anything.
func isFilledIn(value any) bool {
	list, isList := value.([]any)
	return value != nil && value != "" && (!isList || len(list) > 0)
}

// checkNamedPeopleAndUnits: units and persons named in a form must exist; a person must hold what the field demands,
// and nobody who must stay away is given work.
func (t *turn) checkNamedPeopleAndUnits(e Entry[Field], value any) *complaint.Error {
	switch e.Value.kind().WhatValuesName() {
	case AttachmentsNamed:
		return t.checkAttachmentField(e, value)
	case CasesNamed:
		return t.checkCaseRows(e, value)
	case UnitsNamed:
		id, _ := value.(string)
		if _, ok := t.f.Directory.Units[complaint.UnitID(id)]; id != "" && !ok {
			return complaint.Refuse(complaint.Invalid, "not_in_directory", complaint.Args{"field": e.Value.Title.Text}).
				At("data." + e.Key).Because(*t.p.reasonCiting(e.Value.Cites, ""))
		}
	case PeopleNamed:
		for _, id := range peopleIn(value) {
			if refusal := t.checkNamedPerson(e, id); refusal != nil {
				return refusal.At("data." + e.Key)
			}
		}
	case NothingNamed:
	}
	return nil
}

func (t *turn) checkNamedPerson(e Entry[Field], id complaint.UserID) *complaint.Error {
	because := *t.p.reasonCiting(e.Value.Cites, "")
	person, ok := t.f.Directory.People[id]
	if !ok {
		return complaint.Refuse(complaint.Invalid, "not_in_directory", complaint.Args{"field": e.Value.Title.Text}).
			Because(because)
	}
	seats, err := t.seatsMeant(e.Value.Holds)
	if err != nil {
		return complaint.Refuse(complaint.Unavailable, "field.eligibility_unclear",
			complaint.Args{"field": e.Value.Title.Text})
	}
	if len(e.Value.Holds) > 0 && !sitsInAny(person, seats) {
		return complaint.Refuse(complaint.Invalid, "field.not_eligible",
			complaint.Args{"field": e.Value.Title.Text, "seats": t.p.titlesOfSeats(seats)}).Because(because)
	}
	barred, err := t.seatsMeant(e.Value.Except)
	if err != nil {
		return complaint.Refuse(complaint.Unavailable, "field.eligibility_unclear",
			complaint.Args{"field": e.Value.Title.Text})
	}
	if sitsInAny(person, barred) {
		return complaint.Refuse(complaint.Invalid, "field.barred",
			complaint.Args{"field": e.Value.Title.Text, "seats": t.p.titlesOfSeats(barred)}).Because(because)
	}
	if len(e.Value.Holds) > 0 && t.staysAway(id) {
		return complaint.Refuse(complaint.Invalid, "field.must_stay_away", complaint.Args{"field": e.Value.Title.Text}).
			Because(because)
	}
	return nil
}

// serviceFieldNames are the fields of a notice that become the served event and not case data.
var serviceFieldNames = []string{"at", "how", "proof", "text"}

// serviceFieldsOf are those of a step that is a notice; through whom it reached the party where somebody can speak for
// them.
func (p *Policy) serviceFieldsOf(s *Step) []string {
	switch {
	case s.Kind.Text != noticeKind:
		return nil
	case p.Doc.tellsRepresented(s):
		return append(slices.Clone(serviceFieldNames), throughField)
	}
	return serviceFieldNames
}

// checkPastFieldValue: what is recorded has happened, and not before the complaint came in.
func (t *turn) checkPastFieldValue(value any, field string) *complaint.Error {
	text, _ := value.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return complaint.Refuse(complaint.Invalid, "time.malformed", nil).At(field)
	}
	return t.checkHappenedSinceReceipt(at, field)
}

func (t *turn) checkHappenedSinceReceipt(at time.Time, field string) *complaint.Error {
	if at.After(t.now) {
		return complaint.Refuse(complaint.Invalid, "time.in_future", nil).At(field)
	}
	if at.Before(t.c.ReceivedAt.Time) {
		return complaint.Refuse(complaint.Invalid, "time.before_receipt", nil).At(field)
	}
	return nil
}
