package policy

import (
	"slices"

	"duban/complaint"
)

// openAttachments is the command by which what the complainant handed in sealed is opened to every reader of the case.
const openAttachments = "open_attachments"

// permitOpenAttachments: whom the regulation names; where it names nobody, whoever registers matters or assigns tasks.
func (t *turn) permitOpenAttachments(c complaint.OpenAttachments) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	if t.p.Doc.May.Has(openAttachments) {
		return t.permitByMayRules(c)
	}
	by := t.p.Doc.Intake.By
	if assign, ok := t.p.Doc.May.Get("assign"); ok {
		by = slices.Concat(by, assign.By)
	}
	if t.a.Party == "" && t.p.holdsRole(t.a.Person, by) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "not_your_role", complaint.Args{"roles": t.p.titlesOfRoles(by)}).
		Because(*t.p.reasonCiting(t.p.Doc.Intake.Cites, ""))
}

// offerOpenAttachments: where the regulation seals what a complainant hands in.
func (t *turn) offerOpenAttachments() []complaint.OpenAttachments {
	if !t.p.SealsAttachments() {
		return nil
	}
	return make([]complaint.OpenAttachments, 1)
}

func (t *turn) checkOpenAttachments(complaint.OpenAttachments) *complaint.Error {
	if len(t.attachmentsToOpen()) == 0 {
		return complaint.Refuse(complaint.Conflict, "attachment.none_sealed", nil)
	}
	return nil
}

// attachmentsToOpen are those that were handed in sealed with the complainant's identity, and not opened yet.
func (t *turn) attachmentsToOpen() []complaint.AttachmentID {
	var ids []complaint.AttachmentID
	for _, a := range t.f.Attachments {
		if complaint.PartyID(a.Author).IsComplainant() && a.Scope == complaint.ScopeIdentity &&
			!slices.Contains(t.c.AttachmentsOpened, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func (t *turn) openAttachments(complaint.OpenAttachments) error {
	return t.emit(complaint.AttachmentsOpened{Attachments: t.attachmentsToOpen()},
		t.reasonCitingMayRule(openAttachments, "attachments_opened"))
}
