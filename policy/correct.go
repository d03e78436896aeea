package policy

import (
	"reflect"
	"slices"
	"strings"

	"duban/complaint"
)

// recordCorrection notes what was mistaken and, where it is said, what is right. What rests on an event that was
// mistaken falls; who a party is or how to reach them is nothing that anything rests on.
func (t *turn) recordCorrection(c complaint.Correct) error {
	if err := t.emit(complaint.Corrected(c), t.reasonCitingMayRule("correct", "corrected")); err != nil {
		return err
	}
	if c.Party != "" {
		return nil
	}
	return t.dropEntriesRestingOn(c.Seq)
}

func (t *turn) checkCorrect(c complaint.Correct) *complaint.Error {
	if c.Seq < 1 || c.Seq > t.c.Seq {
		return complaint.Refuse(complaint.Invalid, "event_unknown", nil).At("data.seq")
	}
	if refusal := requireText(c.Reason, "reason"); refusal != nil {
		return refusal
	}
	contacts := complaint.Corrected(c).Contacts()
	ofParty, ofField := c.Party != "" || contacts.SayAnything(), c.Field != "" || c.Text != "" || c.Value != nil
	switch {
	case (ofParty || ofField) && t.writesPlainEvents():
		return complaint.Refuse(complaint.Conflict, "correct.not_yet", nil)
	case ofParty && ofField:
		return complaint.Refuse(complaint.Invalid, "correct.one", nil).At("data.field")
	case ofParty:
		return t.checkCorrectParty(c, contacts)
	case ofField:
		return t.checkCorrectField(c)
	}
	return nil
}

// checkCorrectParty: who is put right is named in words, and whoever does it sees what stands there. Whom the words of
// an accused mean is said by identifying them.
func (t *turn) checkCorrectParty(c complaint.Correct, said complaint.Contacts) *complaint.Error {
	p := t.c.Party(c.Party)
	switch {
	case p == nil || p.Identity == "":
		return complaint.Refuse(complaint.Invalid, "correct.party", nil).At("data.party")
	case !said.SayAnything():
		return complaint.Refuse(complaint.Invalid, "correct.nothing", nil).At("data.party")
	case c.Name != "" && p.IsNamedInWords():
		return complaint.Refuse(complaint.Invalid, "correct.accused", nil).At("data.name")
	case !t.p.SightOf(t.a.Person).Sees(scopeOfContacts(c.Party), ""):
		return complaint.Refuse(complaint.Forbidden, "correct.sealed", nil).At("data.party")
	}
	return nil
}

// checkCorrectField: the case has a value for it, by which nothing is decided, and the right one fits the field.
func (t *turn) checkCorrectField(c complaint.Correct) *complaint.Error {
	f, _ := t.p.fieldNamed(c.Field)
	if f == nil && isOfComplaint(c.Field) {
		if c.Text == "" || c.Value != nil {
			return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": "text"}).At("data.text")
		}
		return nil
	}
	if f == nil || t.c.Data[c.Field] == nil {
		return complaint.Refuse(complaint.Invalid, "correct.field", nil).At("data.field")
	}
	title := complaint.Args{"field": f.Title.Text}
	switch {
	case !t.p.isCorrectable(c.Field):
		return complaint.Refuse(complaint.Invalid, "correct.decides", title).At("data.field")
	case !t.p.SightOf(t.a.Person).Sees(t.p.ScopeOfField(c.Field), ""):
		return complaint.Refuse(complaint.Forbidden, "correct.sealed", nil).At("data.field")
	case f.kind().Sealed():
		if c.Text == "" || c.Value != nil {
			return complaint.Refuse(complaint.Invalid, "form.required", title).At("data.text")
		}
		return nil
	case c.Text != "" || c.Value == nil:
		return complaint.Refuse(complaint.Invalid, "form.required", title).At("data.value")
	}
	form := newForm("correct."+c.Field, Map[Field]{Entries: []Entry[Field]{{Key: c.Field, Value: *f}}})
	if refusal := form.Check("", map[string]any{c.Field: c.Value}); refusal != nil {
		return refusal.At("data.value")
	}
	return nil
}

// isOfComplaint reports whether a name is of what the complaint is about, which no form asks for.
func isOfComplaint(field string) bool {
	return field == complaint.SubjectField || field == complaint.ContentField
}

// scopeOfContacts is the scope of who a party is and how to reach them.
func scopeOfContacts(party complaint.PartyID) complaint.TextScope {
	if party.IsComplainant() {
		return complaint.ScopeIdentity
	}
	return complaint.ScopeCase
}

// scopeInCorrection is the scope of what a correction says: as that which it puts right.
func scopeInCorrection(p *Policy, data map[string]any, name string) complaint.TextScope {
	party, _ := data["party"].(string)
	field, _ := data["field"].(string)
	switch {
	case name == "text" && field != "":
		return p.ScopeOfField(field)
	case party != "": // the reason too: it may say who it is
		return scopeOfContacts(complaint.PartyID(party))
	}
	return complaint.ScopeCase
}

// correctForm asks which record was mistaken, and what is right: of a party or of a field.
func correctForm(c *checker) []Entry[Field] {
	return []Entry[Field]{
		c.newField("seq", IntField, "correct_seq", true), c.reasonField(),
		c.newField("party", IDField, "corrected_party", false),
		c.newField("name", TextField, "corrected_name", false),
		c.newField("phone", TextField, "corrected_phone", false),
		c.newField("email", TextField, "corrected_email", false),
		c.newField("address", TextField, "corrected_address", false),
		c.newField("field", IDField, "corrected_field", false),
		c.newField("text", LongTextField, "corrected_text", false),
		c.newField("value", ValueField, "corrected_value", false),
	}
}

// CorrectableFields are the fields of a case whose values somebody of that sight can put right by hand, sorted: those
// that say something and by which nothing is decided.
func (p *Policy) CorrectableFields(c *complaint.Case, sight Sight) []string {
	var all []string
	for name, value := range c.Data {
		if value != nil && p.isCorrectable(name) && sight.Sees(p.ScopeOfField(name), "") {
			all = append(all, name)
		}
	}
	for _, name := range []string{complaint.SubjectField, complaint.ContentField} {
		if f, _ := p.fieldNamed(name); f == nil {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// isCorrectable reports whether nothing is decided by what a field holds: no condition, seat, limit or authority of the
// procedure reads it. What decided the way of a case is put right on that way, where a step or a command says it again.
func (p *Policy) isCorrectable(field string) bool {
	f, _ := p.fieldNamed(field)
	if f == nil {
		return false
	}
	switch f.kind() {
	case TextField, LongTextField, BoolField, IntField, MoneyField, DateField, InstantField, ChoiceField:
		return !p.deciding[field]
	case UnitField, PersonField, PeopleField, AttachmentField, AttachmentsField, CategoryFieldKind, SeverityFieldKind,
		IDField, LimitField, ValueField, CasesField:
	}
	return false
}

// wordsDeciding are the words of what decides: whatever stands in a file besides what only counts or prints.
func wordsDeciding(d *Document) map[string]bool {
	words, doc := map[string]bool{}, reflect.ValueOf(d).Elem()
	for i := range doc.NumField() {
		if key, _, _ := strings.Cut(doc.Type().Field(i).Tag.Get("yaml"), ","); !slices.Contains(printing, key) {
			noteWordsIn(doc.Field(i), words)
		}
	}
	return words
}

// printing are the parts of a file that count and print what was decided.
var printing = []string{"reports", "registers", "documents", "clauses", "settings"}

// noteWordsIn notes the words of conditions and rules in a value; not those of titles.
func noteWordsIn(v reflect.Value, words map[string]bool) {
	if !v.IsValid() || v.Type() == textType || v.Type() == citesType || v.Type() == layoutType {
		return
	}
	switch v.Kind() {
	case reflect.String:
		for _, word := range strings.FieldsFunc(v.String(), isBetweenWords) {
			words[word] = true
		}
	case reflect.Pointer, reflect.Interface:
		noteWordsIn(v.Elem(), words)
	case reflect.Slice:
		for i := range v.Len() {
			noteWordsIn(v.Index(i), words)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Key" {
				noteWordsIn(v.Field(i), words)
			}
		}
	default: // nothing that could name a field
	}
}

// layoutType is of what a paper shows, wherever in a file it stands: it decides nothing.
var layoutType = reflect.TypeFor[LayoutRule]()

func isBetweenWords(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
