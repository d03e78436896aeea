package policy

import "duban/complaint"

// permitByMayRules decides about commands no task offers: the policy's `may:` says who, and what it does not
// list it does not provide.
func (t *turn) permitByMayRules(cmd complaint.Command) *complaint.Error {
	name := complaint.NameOf(cmd)
	rule, ok := t.p.Doc.May.Get(name)
	if !ok {
		return t.refuseNotProvided(cmd)
	}
	if !t.isPermittedBy(rule) {
		return complaint.Refuse(complaint.Forbidden, "not_your_role",
			complaint.Args{"roles": t.p.titlesOfRoles(rule.By)}).
			Because(*t.reasonCitingMayRule(name, ""))
	}
	if rule.After.Text != "" && !t.hasReached(rule.After.Text) {
		return complaint.Refuse(complaint.Conflict, "too_early",
			complaint.Args{"milestone": t.p.milestoneTitle(rule.After.Text)}).Because(*t.reasonCitingMayRule(name, ""))
	}
	return nil
}

// refuseNotProvided refuses what the regulation does not know. Suspension is of that kind in all regulations but
// those that say otherwise (all-wait).
func (t *turn) refuseNotProvided(cmd complaint.Command) *complaint.Error {
	refusal := complaint.Refuse(complaint.Conflict, "not_provided", complaint.Args{"policy": t.p.Doc.Title.Text})
	refusal.Clause = allCommands().rowOf(cmd).unprovided
	return refusal
}

// complainantMayRecuse reports whether whoever holds the receipt may ask for somebody's recusal.
func (d *Document) complainantMayRecuse() bool {
	rule, ok := d.May.Get("recuse")
	return ok && reaches(rule.By, complaint.Complainant)
}

func (t *turn) isPermittedBy(rule *Permission) bool {
	for _, w := range rule.By {
		if w.Text == complaint.Complainant && t.a.Party.IsComplainant() {
			return true
		}
	}
	return t.a.Party == "" && t.p.holdsRole(t.a.Person, rule.By)
}

func (t *turn) reasonCitingMayRule(command, id string) *complaint.Reason {
	if rule, ok := t.p.Doc.May.Get(command); ok {
		return t.p.reasonCiting(rule.Cites, id)
	}
	return &complaint.Reason{ID: id}
}

func (t *turn) checkNote(c complaint.Note) *complaint.Error {
	if refusal := t.checkAttachmentIDs(c.Attachments); refusal != nil {
		return refusal
	}
	return requireText(c.Text, "text")
}

func (t *turn) recordNote(c complaint.Note) error {
	return t.emit(complaint.Noted(c), t.reasonCitingMayRule("note", "noted"))
}
