package policy

import "cmp"

// What cells can say of the case, besides its fields.
const (
	CaseNumberCell   = "case.number"
	CaseKindCell     = "case.kind"
	CaseCategoryCell = "case.category"
	CaseSeverityCell = "case.severity"
	CaseReceivedCell = "case.received"
	CaseChannelCell  = "case.channel"
	CaseFilerCell    = "case.filer"
	CaseUnitCell     = "case.unit"
	CaseSubjectCell  = "case.subject"
	CaseContentCell  = "case.content"
	PaperNumberCell  = "paper.number"
	PaperIssuedCell  = "paper.issued"
	PaperBasisCell   = "paper.basis"
	SlipToCell       = "slip.to"
	SlipGroundCell   = "slip.ground"
	SlipLimitCell    = "slip.limit"
	SlipDueCell      = "slip.due"
	SlipTextCell     = "slip.text"
	SlipReplyDueCell = "slip.reply_due"
	NoticeSaysCell   = "notice.says"
	NoticeTextCell   = "notice.text"
	// ServiceCells are about the notice itself, or of a document about the one that was served last.
	ServicePaperCell = "service.paper"
	ServiceToCell    = "service.to"
	ServiceTextCell  = "service.text"
	ServiceHowCell   = "service.how"
	ServiceAtCell    = "service.at"
	ServiceByCell    = "service.by"
	// PartyCells is how the names of cells begin that say who a party is; the role follows, and after another point
	// phone, email or address.
	PartyCells = "party."
	// SignedByHand is what stands where a place to sign is left free.
	SignedByHand = "by_hand"
	// StepCells is how the names of cells begin that say how a step ended; its name follows.
	StepCells = "step."
)

// CaseCells are all of them but those of parties and steps.
func CaseCells() []string {
	return append([]string{
		CaseNumberCell, CaseKindCell, CaseCategoryCell, CaseSeverityCell, CaseReceivedCell, CaseChannelCell,
		CaseFilerCell, CaseUnitCell, CaseSubjectCell, CaseContentCell, PaperNumberCell, PaperIssuedCell,
		ServicePaperCell, ServiceToCell, ServiceTextCell, ServiceHowCell, ServiceAtCell, ServiceByCell, SlipToCell,
	}, PassingCells()...)
}

// PassingCells are those that a paper does without where they have nothing to say.
func PassingCells() []string {
	return []string{
		PaperBasisCell, SlipGroundCell, SlipLimitCell, SlipDueCell, SlipTextCell, SlipReplyDueCell, NoticeSaysCell,
		NoticeTextCell,
	}
}

// Most cells side by side, and most lines kept free for one.
const (
	mostCells = 4
	mostLines = 40
)

// checkLayouts checks how documents, slips and notices are set.
func (c *checker) checkLayouts() {
	for _, e := range c.doc.Documents.Entries {
		c.checkLayout(e.Key, e.Pos, e.Value.Layout)
	}
	for _, e := range c.doc.Slips.Entries {
		c.checkLayout(e.Key, e.Pos, e.Value.Layout)
	}
	for _, e := range c.doc.Steps.Entries {
		c.checkLayout(e.Key, e.Pos, e.Value.Layout)
	}
}

// checkLayout: each row is a heading or cells, and each cell names what the case has.
func (c *checker) checkLayout(of string, at Pos, l *LayoutRule) {
	if l == nil {
		return
	}
	c.mustBeOfClosedSet(l.Like, setLayouts)
	if l.Like.Text == "" && len(l.Rows) == 0 {
		c.f.add(at, "layout.empty", args{"document": of})
	}
	for _, row := range l.Rows {
		pos := row.Heading.Pos
		for _, cell := range row.Cells {
			pos = cmp.Or(pos, cell.Says.Pos, cell.Title.Pos)
		}
		pos = cmp.Or(pos, at)
		if (row.Heading.Text == "") == (len(row.Cells) == 0) {
			c.f.add(pos, "layout.row", args{"document": of})
		}
		if len(row.Cells) > mostCells {
			c.f.add(pos, "layout.cells", args{"document": of, "most": mostCells})
		}
		for _, cell := range row.Cells {
			c.checkCell(of, cmp.Or(cell.Says.Pos, cell.Title.Pos, pos), cell)
		}
	}
}

func (c *checker) checkCell(document string, pos Pos, cell LayoutCell) {
	if cell.Lines < 0 || cell.Lines > mostLines {
		c.f.add(pos, "layout.lines", args{"document": document, "most": mostLines})
	}
	c.mustBeOneOf(cell.Sign, append(c.doc.Steps.Keys(), SignedByHand))
	if cell.Says.Text == "" {
		if cell.Title.Text == "" {
			c.f.add(pos, "layout.cell", args{"document": document})
		}
		return
	}
	if f, _ := c.p.fieldNamed(cell.Says.Text); f != nil {
		if !f.kind().fitsALine() {
			c.f.add(pos, "layout.file", args{"field": cell.Says.Text, "document": document})
		}
		return
	}
	known := append(CaseCells(), c.doc.namesOfFields()...)
	for _, step := range c.doc.Steps.Keys() {
		known = append(known, StepCells+step)
	}
	for _, role := range c.doc.partyRoles() {
		for _, part := range []string{"", ".phone", ".email", ".address"} {
			known = append(known, PartyCells+role+part)
		}
	}
	c.mustBeOneOf(cell.Says, known)
}
