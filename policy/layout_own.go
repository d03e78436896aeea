package policy

import (
	"slices"

	"duban/complaint"
	"duban/web/words"
)

// The layouts of the program's own.
const (
	formLayout    = "form"
	letterLayout  = "letter"
	slipLayout    = "slip"
	serviceLayout = "service"
)

// LayoutOfDocument is how documents of a kind are set that a step issues.
func (p *Policy) LayoutOfDocument(kind string, step complaint.StepID) LayoutRule {
	if rule, ok := p.Doc.Documents.Get(kind); ok {
		return p.wholeLayout(rule.Layout, formLayout, step)
	}
	return p.ownLayout(formLayout, step)
}

// LayoutOfSlip is how slips of a kind are set.
func (p *Policy) LayoutOfSlip(kind string) LayoutRule {
	if rule, ok := p.Doc.Slips.Get(kind); ok {
		return p.wholeLayout(rule.Layout, slipLayout, "")
	}
	return p.ownLayout(slipLayout, "")
}

// LayoutOfNotice is how the notices of a step are set.
func (p *Policy) LayoutOfNotice(step complaint.StepID) LayoutRule {
	s := p.step(step)
	if s == nil {
		return p.ownLayout(letterLayout, step)
	}
	return p.wholeLayout(s.Layout, letterLayout, step)
}

// wholeLayout is what a file gives, with what it leaves to the program's own layout.
func (p *Policy) wholeLayout(l *LayoutRule, usual string, step complaint.StepID) LayoutRule {
	if l == nil {
		return p.ownLayout(usual, step)
	}
	if len(l.Rows) > 0 {
		return *l
	}
	own := p.ownLayout(l.Like.Text, step)
	own.Seal = own.Seal || l.Seal
	if len(l.Notes) > 0 {
		own.Notes = l.Notes
	}
	if len(l.Signed) > 0 {
		own.Signed = l.Signed
	}
	return own
}

// ownLayout is a layout of the program's own.
func (p *Policy) ownLayout(name string, step complaint.StepID) LayoutRule {
	say := func(key string) Text { return textOf(words.DefaultLanguage().Text(key, nil)) }
	blank := func(title string, lines int, signed string) LayoutRow {
		return LayoutRow{Cells: []LayoutCell{{Title: say(title), Lines: lines, Sign: Word{Text: signed}}}}
	}
	switch name {
	case letterLayout:
		return LayoutRule{Letter: true, Seal: true, Rows: slices.Concat(
			[]LayoutRow{rowOf(NoticeSaysCell), rowOf(NoticeTextCell)}, p.rowsOfLetter(step),
			[]LayoutRow{rowOf(PaperBasisCell)},
		)}
	case slipLayout:
		text := rowOf(SlipTextCell)
		text.Cells[0].Lines = 4
		return LayoutRule{Seal: true, Signed: []Text{say("paper.receiver")}, Rows: []LayoutRow{
			rowOf(CaseNumberCell, CaseReceivedCell), rowOf(CaseKindCell, CaseCategoryCell), rowOf(CaseSubjectCell),
			rowOf(SlipToCell), rowOf(SlipGroundCell), rowOf(SlipLimitCell, SlipDueCell), text, rowOf(SlipReplyDueCell),
			rowOf(PaperBasisCell), blank("paper.reply", 6, SignedByHand),
		}}
	case serviceLayout:
		return LayoutRule{Seal: true, Rows: []LayoutRow{
			rowOf(CaseNumberCell, ServicePaperCell), rowOf(ServiceToCell, ServiceHowCell),
			rowOf(ServiceAtCell, ServiceByCell), blank("paper.place", 1, ""), blank("paper.addressee", 3, SignedByHand),
			blank("paper.substitute", 3, SignedByHand), blank("paper.refused", 3, ""),
			blank("paper.witness", 2, SignedByHand),
			blank("paper.remarks", 2, ""),
		}}
	}
	return p.caseForm(step)
}

// rowsOfLetter are those of the forms behind a document that is a letter; a notice says what was written for its party.
func (p *Policy) rowsOfLetter(step complaint.StepID) []LayoutRow {
	if s := p.step(step); s == nil || s.Kind.Text == noticeKind {
		return nil
	}
	return slices.DeleteFunc(p.rowsOfProposal(step), func(r LayoutRow) bool { return r.Heading.Text != "" })
}

// caseForm is the case, its parties, what the form holds of the step that issues the paper and of the proposal on which
// that step decides, and the basis.
func (p *Policy) caseForm(step complaint.StepID) LayoutRule {
	l := LayoutRule{Seal: true, Rows: []LayoutRow{
		rowOf(CaseNumberCell, CaseReceivedCell),
		rowOf(CaseKindCell, CaseCategoryCell),
	}}
	for _, role := range p.PartyRoles() {
		if role == complaint.Complainant {
			l.Rows = append(l.Rows, rowOf(PartyCells+role, PartyCells+role+".phone"))
			continue
		}
		l.Rows = append(l.Rows, rowOf(PartyCells+role))
	}
	l.Rows = append(l.Rows, rowOf(CaseSubjectCell), rowOf(CaseContentCell))
	l.Rows = append(l.Rows, p.rowsOfProposal(step)...)
	l.Rows = append(l.Rows, rowOf(PaperBasisCell))
	return l
}

// rowsOfProposal are the fields of what a step decides on, and its own.
func (p *Policy) rowsOfProposal(step complaint.StepID) []LayoutRow {
	s := p.step(step)
	if s == nil {
		return nil
	}
	var rows []LayoutRow
	for _, of := range s.Of {
		rows = append(rows, p.rowsOfStep(complaint.StepID(of.Text))...)
	}
	return append(rows, p.rowsOfStep(step)...)
}

// rowsOfStep are the fields of a step's form under its title; none if it asks for nothing.
func (p *Policy) rowsOfStep(id complaint.StepID) []LayoutRow {
	s := p.step(id)
	if s == nil {
		return nil
	}
	var rows []LayoutRow
	for _, e := range s.Form.Entries {
		if !e.Value.kind().fitsALine() {
			continue
		}
		rows = append(rows, rowOf(e.Key))
	}
	if len(rows) == 0 {
		return nil
	}
	return slices.Insert(rows, 0, LayoutRow{Heading: s.Title})
}

func rowOf(says ...string) LayoutRow {
	var row LayoutRow
	for _, one := range says {
		row.Cells = append(row.Cells, LayoutCell{Says: Word{Text: one}})
	}
	return row
}
