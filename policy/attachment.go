package policy

import (
	"slices"

	"duban/complaint"
)

// AttachmentsNamedBy are those that an order names, in a form or beside a text.
func (p *Policy) AttachmentsNamedBy(o complaint.Order) []complaint.AttachmentID {
	ids := p.attachmentsInForm(o.Form)
	if attachments := allCommands().rowOf(o.Command).rule.attachments; attachments != nil {
		ids = append(ids, attachments(p, o.Command)...)
	}
	return ids
}

// attachmentsInStepForm are those in a step's form.
func (p *Policy) attachmentsInStepForm(c complaint.Complete) []complaint.AttachmentID {
	return p.attachmentsInForm(c.Data)
}

func (p *Policy) attachmentsInForm(data map[string]any) []complaint.AttachmentID {
	var ids []complaint.AttachmentID
	for field, value := range data {
		if p.kindOfFieldNamed(field).WhatValuesName() == AttachmentsNamed {
			ids = append(ids, attachmentIDsIn(value)...)
		}
	}
	return ids
}

// attachmentIDsIn are the attachments a field holds.
func attachmentIDsIn(value any) []complaint.AttachmentID {
	var ids []complaint.AttachmentID
	for _, id := range peopleIn(value) {
		ids = append(ids, complaint.AttachmentID(id))
	}
	return ids
}

// checkAttachmentField: what a form names was handed in for this very case, and stands for a kept original where the
// field asks for one.
func (t *turn) checkAttachmentField(e Entry[Field], value any) *complaint.Error {
	for _, id := range attachmentIDsIn(value) {
		a := t.findAttachment(id)
		if a == nil {
			return refuseUnknownAttachment().At("data." + e.Key)
		}
		if e.Value.Original && !a.StandsForOriginal {
			return complaint.Refuse(complaint.Invalid, "attachment.not_original",
				complaint.Args{"field": e.Value.Title.Text}).
				At("data." + e.Key).Because(*t.p.reasonCiting(e.Value.Cites, ""))
		}
		if refusal := checkSealedField(e, a); refusal != nil {
			return refusal.Because(*t.p.reasonCiting(e.Value.Cites, ""))
		}
	}
	return nil
}

func (t *turn) checkAttachmentIDs(ids []complaint.AttachmentID) *complaint.Error {
	if slices.ContainsFunc(ids, func(id complaint.AttachmentID) bool { return t.findAttachment(id) == nil }) {
		return refuseUnknownAttachment().At("data.attachments")
	}
	return nil
}

func refuseUnknownAttachment() *complaint.Error {
	return complaint.Refuse(complaint.Invalid, "attachment.unknown", nil)
}

func (t *turn) findAttachment(id complaint.AttachmentID) *complaint.Attachment {
	i := slices.IndexFunc(t.f.Attachments, func(a complaint.Attachment) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &t.f.Attachments[i]
}

// refuseAttachmentFields: attachments belong to one case that is there already.
func (c *checker) refuseAttachmentFields(form Map[Field]) {
	for _, e := range form.Entries {
		if e.Value.kind().WhatValuesName() == AttachmentsNamed {
			c.f.add(e.Pos, "field.no_attachment_yet", args{"field": e.Key})
		}
	}
}

// PermitAttachment decides who may hand in a file: whoever could act in the case now, or write on it.
func (p *Policy) PermitAttachment(c *complaint.Case, a complaint.Actor, f Facts) *complaint.Error {
	t := p.newTurn(c, a, f)
	if slices.ContainsFunc(p.Offers(c, a, f), t.hasPartIn) {
		return nil
	}
	if refusal := t.permitCommand(complaint.Message{}); refusal != nil &&
		refusal.Code != complaint.Forbidden {
		return refusal
	}
	return complaint.Refuse(complaint.Forbidden, "attachment.not_your_part", nil)
}

// hasPartIn reports whether an offer gives the actor a part in the case: what whoever reads it may do, to withdraw from
// it or to say who somebody is, does not.
func (t *turn) hasPartIn(o Offer) bool {
	switch o.Command {
	case complaint.NameOf(complaint.Recuse{}):
		return o.Allowed && t.permitByMayRules(complaint.Recuse{}) == nil
	case complaint.NameOf(complaint.Identify{}):
		return false
	}
	return o.Allowed
}

// SealsAttachments reports whether what the complainant hands in may show who they are and is sealed like their name.
// A file that does not say is read as it was when it was published.
func (p *Policy) SealsAttachments() bool {
	if said := p.Doc.Intake.SealedAttachments; said != nil {
		return *said
	}
	return p.edition >= sealingEdition
}
