package policy

import "duban/complaint"

// permitGeneral decides about commands no task offers: the policy's `may:` says who, and what it does not
// list it does not provide.
func (t *turn) permitGeneral(cmd complaint.Command) *complaint.Error {
	name := complaint.NameOf(cmd)
	rule, ok := t.p.Doc.May.Get(name)
	if !ok {
		return t.notProvided(cmd)
	}
	if !t.mayBy(rule) {
		return complaint.Refuse(complaint.Forbidden, "这项操作限于%s (not your role)", t.p.RoleTitles(rule.By)).Because(*t.mayReason(name, ""))
	}
	if rule.After.Text != "" && !t.reached(rule.After.Text) {
		return complaint.Refuse(complaint.Conflict, "“%s”之前不能提出 (too early)", reading{p: t.p}.milestone(rule.After.Text)).Because(*t.mayReason(name, ""))
	}
	if _, regrade := cmd.(complaint.Regrade); regrade && t.c.Status == complaint.StatusClosed {
		return complaint.Refuse(complaint.Conflict, "案件已结，改级不再有意义 (already closed)").Because(*t.mayReason(name, ""))
	}
	if _, urge := cmd.(complaint.Urge); urge && len(t.urged("")) == 0 {
		return complaint.Refuse(complaint.Conflict, "没有待办的事项可催 (nothing to urge)").Because(*t.mayReason(name, ""))
	}
	return nil
}

// notProvided refuses what the regulation does not know. Suspension is of that kind in all regulations but
// those that say otherwise (all-wait).
func (t *turn) notProvided(cmd complaint.Command) *complaint.Error {
	refusal := complaint.Refuse(complaint.Conflict, "《%s》没有规定这项操作 (not provided by this regulation)", t.p.Doc.Title)
	switch cmd.(type) {
	case complaint.Suspend, complaint.Resume:
		refusal.Clause = "all-wait"
	default:
	}
	return refusal
}

func (t *turn) mayBy(rule *Permission) bool {
	for _, w := range rule.By {
		if w.Text == complaint.Complainant && t.a.Party == complaint.Complainant {
			return true
		}
	}
	return t.a.Party == "" && t.p.holdsRole(t.a.Person, rule.By)
}

func (t *turn) mayReason(command, text string) *complaint.Reason {
	if rule, ok := t.p.Doc.May.Get(command); ok {
		return t.p.reason(rule.Cites, text)
	}
	return &complaint.Reason{Text: text}
}

// withdraw ends the case at the complainant's wish.
func (t *turn) withdraw(c complaint.Withdraw) error {
	reason := t.mayReason("withdraw", "撤回投诉")
	if err := t.emit(complaint.Withdrew(c), reason); err != nil {
		return err
	}
	return t.endAtOnce("withdrawn", reason)
}

func (t *turn) checkCorrect(c complaint.Correct) *complaint.Error {
	if c.Seq < 1 || c.Seq > t.c.Seq {
		return complaint.Refuse(complaint.Invalid, "没有第 %d 条记录 (no such event)", c.Seq).At("data.seq")
	}
	return needText(c.Reason, "reason")
}
