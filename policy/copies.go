package policy

import (
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

// acknowledgeCopy is the command by which a party's copy of a document is acknowledged.
const acknowledgeCopy = "acknowledge_copy"

// holdsCopyAsParty reports whether a document's copy goes to parties of a role: one that is no role of the
// organisation.
func (d *Document) holdsCopyAsParty(rule SeatRule) bool {
	return !d.Roles.Has(rule.Text) && slices.Contains(d.partyRoles(), rule.Text)
}

// givesPartiesCopies reports whether a party holds a copy of any document.
func (d *Document) givesPartiesCopies() bool {
	return slices.ContainsFunc(d.Documents.Entries, func(e Entry[DocumentRule]) bool {
		return slices.ContainsFunc(e.Value.Copies, d.holdsCopyAsParty)
	})
}

// copiesFor are the copies for whom a rule means: each seat, or each party of a role, one.
func (t *turn) copiesFor(rule SeatRule) ([]complaint.Copy, error) {
	var copies []complaint.Copy
	if !t.p.Doc.holdsCopyAsParty(rule) {
		seats, err := t.seatsMeant([]SeatRule{rule})
		for _, seat := range seats {
			copies = append(copies, complaint.Copy{To: seat})
		}
		return copies, err
	}
	holds, err := t.conditionHolds(rule.When)
	if err != nil || !holds || t.writesPlainEvents() {
		return nil, err
	}
	for _, party := range t.c.PartiesInRole(rule.Text) {
		copies = append(copies, complaint.Copy{Party: party})
	}
	return copies, nil
}

// copyOfCase is a party's copy of a document that nobody has acknowledged.
type copyOfCase struct {
	document complaint.DocumentID
	no       int
}

// copiesToAcknowledge are those that wait: of the party who acts, or of any where staff do.
func (t *turn) copiesToAcknowledge() []copyOfCase {
	var waiting []copyOfCase
	for _, d := range t.c.Documents {
		for _, c := range d.Copies {
			if c.Party != "" && c.AcknowledgedAt == nil && (t.a.Party == "" || t.a.Party == c.Party) {
				waiting = append(waiting, copyOfCase{d.ID, c.No})
			}
		}
	}
	return waiting
}

// offerAcknowledgeCopy: where the file gives parties copies.
func (t *turn) offerAcknowledgeCopy() []complaint.AcknowledgeCopy {
	if !t.p.Doc.givesPartiesCopies() {
		return nil
	}
	return make([]complaint.AcknowledgeCopy, 1)
}

// fillAcknowledgeOmissions: the only copy that waits need not be named, nor the only one of a document.
func (t *turn) fillAcknowledgeOmissions(
	c complaint.AcknowledgeCopy,
) (complaint.AcknowledgeCopy, *complaint.Error) {
	waiting := slices.DeleteFunc(t.copiesToAcknowledge(), func(w copyOfCase) bool {
		return c.Document != "" && w.document != c.Document
	})
	if len(waiting) == 1 && c.Copy == 0 {
		c.Document, c.Copy = waiting[0].document, waiting[0].no
	}
	if c.At == nil {
		now := complaint.Instant(t.now)
		c.At = &now
	}
	return c, nil
}

func (t *turn) permitAcknowledgeCopy(c complaint.AcknowledgeCopy) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if len(t.copiesToAcknowledge()) == 0 {
		return complaint.Refuse(complaint.Conflict, "copy.none_waits", nil).
			Because(*t.reasonCitingMayRule(acknowledgeCopy, ""))
	}
	return nil
}

// checkAcknowledgeCopy: the copy is there and a party's, and its own where it acts itself; it is acknowledged once, and
// not as of a day before it was issued.
func (t *turn) checkAcknowledgeCopy(c complaint.AcknowledgeCopy) *complaint.Error {
	d := t.c.Document(c.Document)
	if d == nil {
		return complaint.Refuse(complaint.Invalid, "copy.unknown", nil).At("data.document")
	}
	one := d.Copy(c.Copy)
	if one == nil || one.Party == "" || t.a.Party != "" && one.Party != t.a.Party {
		return complaint.Refuse(complaint.Invalid, "copy.unknown", nil).At("data.copy")
	}
	if one.AcknowledgedAt != nil {
		return complaint.Refuse(complaint.Conflict, "copy.already_acknowledged", nil).
			Because(*t.reasonCitingMayRule(acknowledgeCopy, ""))
	}
	issued := calendar.DateOf(d.IssuedAt.Time, t.f.Calendar.Location())
	if calendar.DateOf(c.At.Time, t.f.Calendar.Location()).Before(issued) {
		return complaint.Refuse(complaint.Invalid, "copy.before_issued", complaint.Args{"day": issued.String()}).
			At("data.at")
	}
	if refusal := t.checkActsThroughAt(c.At.Time, one.Party, c.Through); refusal != nil {
		return refusal
	}
	return t.checkHappenedSinceReceipt(c.At.Time, "data.at")
}

func (t *turn) noteCopyAcknowledged(c complaint.AcknowledgeCopy) error {
	return t.emit(complaint.CopyAcknowledged{
		Document: c.Document,
		Copy:     c.Copy,
		Through:  c.Through,
		At:       *c.At,
		How:      c.How,
	}, t.reasonCitingMayRule(acknowledgeCopy, "copy_acknowledged"))
}

func acknowledgeForm(c *checker) []Entry[Field] {
	if !c.doc.givesPartiesCopies() {
		return nil
	}
	fields := []Entry[Field]{
		c.newField("document", IDField, "which_document", false),
		c.newField("copy", IntField, "which_copy", false),
	}
	return slices.Concat(fields, c.throughActField(), []Entry[Field]{
		c.newField("at", InstantField, "acknowledged_at", false),
		c.newField("how", TextField, "acknowledged_how", false),
	})
}

// checkCopies: a copy is for a seat, or for parties of a role.
func (c *checker) checkCopies(rules []SeatRule) {
	ofParty := func(r SeatRule) bool { return c.doc.holdsCopyAsParty(r) }
	c.checkSeats(slices.DeleteFunc(slices.Clone(rules), ofParty))
}

// describeCopies names whom copies are for.
func (r reading) describeCopies(rules []SeatRule) string {
	titles := make([]string, len(rules))
	for i, rule := range rules {
		titles[i] = r.describeSeats([]SeatRule{rule})
		if r.p.Doc.holdsCopyAsParty(rule) {
			titles[i] = strings.Replace(titles[i], r.titleOfSeatWord(rule.Text),
				r.language().SayValue(r.p.PartyRoleTitle(rule.Text)), 1)
		}
	}
	return r.joinTitles(titles)
}
