package papers

import (
	"slices"
	"strings"

	"duban/complaint"
	"duban/documents"
	"duban/policy"
)

// cell is what one cell of a layout says; false where it says what only some papers have, and this one has not.
func (w *composer) cell(c policy.LayoutCell) (documents.Cell, bool) {
	name := c.Says.Text
	cell := documents.Cell{Lines: c.Lines}
	cell.Title, cell.Says = w.saysOf(name)
	if c.Title.Text != "" {
		cell.Title = w.l.SayValue(c.Title.Text)
	}
	if step, ok := strings.CutPrefix(name, policy.StepCells); ok {
		cell.Foot = w.foot(complaint.StepID(step))
	}
	if c.Sign.Text != "" {
		cell.Foot = w.foot(complaint.StepID(c.Sign.Text))
	}
	optional := slices.Contains(policy.PassingCells(), name)
	return cell, !optional || cell.Says != ""
}

// saysOf are the title and the value of what a cell names.
func (w *composer) saysOf(name string) (title, says string) {
	if name == "" {
		return "", ""
	}
	group, rest, _ := strings.Cut(name, ".")
	switch group + "." {
	case policy.PartyCells:
		return w.cellOfParty(rest)
	case policy.StepCells:
		return w.cellOfStep(complaint.StepID(rest))
	}
	says, ok := w.cellOfCase(name)
	if !ok {
		says, ok = w.cellOfPaper(name)
	}
	switch {
	case ok && group == "notice":
		return "", says
	case ok:
		return w.say("paper.cell." + strings.ReplaceAll(name, ".", "_")), says
	}
	line, _ := w.Policy.FieldLine(w.l, name, w.Case.Data, w.reader.Directory, w.house.Zone)
	switch {
	case line.People && w.reader.Outside && line.Says != "":
		return line.Title, w.omitted()
	case line.Text != "":
		return line.Title, w.text(line.Text)
	}
	return line.Title, line.Says
}

// cellOfCase is what the case is.
func (w *composer) cellOfCase(name string) (says string, ok bool) {
	c, p := w.Case, w.Policy
	switch name {
	case policy.CaseNumberCell:
		return c.Number, true
	case policy.CaseKindCell:
		return w.l.SayValue(p.KindTitle(c.Kind)), true
	case policy.CaseCategoryCell:
		return w.l.SayValue(p.CategoryTitle(c.Category)), true
	case policy.CaseSeverityCell:
		return w.l.SayValue(p.SeverityTitle(c.Severity)), true
	case policy.CaseReceivedCell:
		return w.instant(c.ReceivedAt.Time), true
	case policy.CaseChannelCell:
		return w.l.SayValue(p.ChannelTitle(c.Channel)), true
	case policy.CaseFilerCell:
		return w.person(c.FiledBy), true
	case policy.CaseUnitCell:
		return w.reader.Directory.Units[c.ResponsibleUnit()].Name, true
	case policy.CaseSubjectCell:
		return w.text(c.Subject), true
	case policy.CaseContentCell:
		return w.text(c.Content), true
	}
	return "", false
}

// cellOfPaper is what the paper is, and what only slips and notices have.
func (w *composer) cellOfPaper(name string) (says string, ok bool) {
	switch name {
	case policy.PaperNumberCell:
		return w.Number, true
	case policy.PaperIssuedCell:
		return w.date(w.At), true
	case policy.PaperBasisCell:
		return w.basis(), true
	}
	if group, rest, _ := strings.Cut(name, "."); group == "service" {
		return w.cellOfService(rest), slices.Contains(policy.CaseCells(), name)
	}
	if s := w.Slip; s != nil {
		return w.cellOfSlip(name, s)
	}
	if n := w.Notice; n != nil {
		switch name {
		case policy.NoticeSaysCell:
			return w.l.SayValue(n.Says), true
		case policy.NoticeTextCell:
			return w.text(n.Text), true
		}
	}
	return "", slices.Contains(policy.CaseCells(), name)
}

func (w *composer) cellOfSlip(name string, s *complaint.IssuedSlip) (says string, ok bool) {
	switch name {
	case policy.SlipToCell:
		return w.seats(s.To), true
	case policy.SlipTextCell:
		return w.text(s.Text), true
	case policy.SlipGroundCell:
		if rule, ok := w.Policy.Doc.Slips.Get(s.Kind); ok && rule.Grounds.Has(s.Ground) {
			ground, _ := rule.Grounds.Get(s.Ground)
			return w.l.SayValue(ground.Title.Text), true
		}
		return "", true
	case policy.SlipReplyDueCell:
		if s.ReplyDue == nil {
			return "", true
		}
		return w.lastInstant(s.ReplyDue.Time), true
	}
	for i := range w.Case.Deadlines {
		d := &w.Case.Deadlines[i]
		switch {
		case d.ID != s.Deadline || s.Deadline == "":
		case name == policy.SlipLimitCell:
			return w.l.SayValue(d.Title), true
		case name == policy.SlipDueCell:
			return w.lastInstant(d.Due.Time), true
		}
	}
	return "", slices.Contains(policy.CaseCells(), name)
}

// cellOfService is how the notice was served that was served last, or the paper's own.
func (w *composer) cellOfService(what string) string {
	n := w.Notice
	for i := range w.Case.Notices {
		if one := &w.Case.Notices[i]; w.Notice == nil && one.ServedAt != nil {
			n = one
		}
	}
	if n == nil {
		return ""
	}
	switch what {
	case "paper":
		return w.l.SayValue(w.Policy.StepTitle(string(n.Step)))
	case "to":
		return w.nameOfParty(n.To)
	case "text":
		return w.text(n.Text)
	}
	if n.ServedAt == nil {
		return ""
	}
	switch what {
	case "at":
		return w.instant(n.ServedAt.Time)
	case "by":
		return w.person(w.served[n.ID])
	case "how":
		if s := w.Policy.Step(n.Step); s != nil && s.Served.Has(n.How) {
			how, _ := s.Served.Get(n.How)
			return w.l.SayValue(how.Text)
		}
	}
	return ""
}

// cellOfStep is how a step ended: what was decided, and the words that went with it; where several did it, what each
// has said.
func (w *composer) cellOfStep(id complaint.StepID) (title, says string) {
	title = w.l.SayValue(w.Policy.StepTitle(string(id)))
	ends := w.done[id]
	lines := make([]string, len(ends))
	for i, end := range ends {
		lines[i] = w.l.SayValue(w.Policy.OutcomeTitle(id, end.outcome))
		if text := w.text(end.says); text != "" {
			lines[i] += w.say("paper.colon") + text
		}
		if len(ends) > 1 {
			lines[i] += "　" + w.signature(end)
		}
	}
	return title, strings.Join(lines, "\n")
}

// foot is who ended a step and when; where to sign, if it has not ended. Where several did, each stands by their words.
func (w *composer) foot(id complaint.StepID) string {
	ends := w.done[id]
	switch len(ends) {
	case 0:
		return w.say("paper.sign_here")
	case 1:
		return w.signature(ends[0])
	}
	return ""
}

func (w *composer) signature(end ending) string {
	return strings.TrimSpace(w.person(end.by) + "　" + w.date(end.at))
}

// basis are the clauses that the paper's element cites, with what they say in short.
func (w *composer) basis() string {
	var lines []string
	c := w.cites()
	for _, word := range append([]policy.Word{c.Clause}, c.Clauses...) {
		if clause, ok := w.Policy.Doc.Clauses.Get(word.Text); ok {
			lines = append(lines, w.cited(word.Text, w.l.SayValue(clause.Gist.Text)))
		}
	}
	return strings.Join(lines, "\n")
}

// cited is a clause as somebody outside can find it: the regulation's title, the clause's number without what tells its
// sentences apart (4.1a), and what it says.
func (w *composer) cited(clause, gist string) string {
	fill := map[string]any{
		"regulation": w.l.SayValue(w.Policy.Doc.Title.Text),
		"clause":     strings.TrimRight(clause, "abcdefghijklmnopqrstuvwxyz"),
		"gist":       gist,
	}
	if clause == "" || clause[0] < '0' || clause[0] > '9' {
		return w.l.Text("paper.cited_gist", fill)
	}
	return w.l.Text("paper.cited", fill)
}

// text is a sealed text; what stands for it where the reader may not see it.
func (w *composer) text(id complaint.TextID) string {
	if id == "" {
		return ""
	}
	if says, ok := w.reader.Texts[id]; ok {
		return says
	}
	return w.omitted()
}

func (w *composer) omitted() string {
	w.hidden = true
	return w.say("paper.omitted")
}

// cellOfParty is who the parties of a role are, or their telephones and so on: "complainant", "complainant.phone".
func (w *composer) cellOfParty(of string) (title, says string) {
	role, part, _ := strings.Cut(of, ".")
	title = w.l.SayValue(w.Policy.PartyRoleTitle(role))
	if part != "" {
		title = w.say("paper." + part)
	}
	var all []string
	for _, id := range w.Case.PartiesInRole(role) {
		if one := w.partOfParty(id, part); one != "" {
			all = append(all, one)
		}
	}
	return title, strings.Join(all, w.say("mark.semicolon"))
}

// nameOfParty is how a party is addressed: by its role where the reader may not know who it is.
func (w *composer) nameOfParty(id complaint.PartyID) string {
	party := w.Case.Party(id)
	if party == nil {
		return ""
	}
	before := w.hidden
	name := w.partOfParty(id, "")
	if name == "" || w.hidden && !before {
		return w.l.SayValue(w.Policy.PartyRoleTitle(party.Role))
	}
	return name
}

func (w *composer) partOfParty(id complaint.PartyID, part string) string {
	p := w.Case.Party(id)
	switch {
	case p.Unit != "" && part == "":
		return w.reader.Directory.Units[p.Unit].Name
	case p.User != "" && part == "":
		if w.reader.Outside {
			return w.omitted()
		}
		return w.reader.Directory.People[p.User].Name
	case p.Identity == "":
		return ""
	}
	who, seen := p.Contact(func(id complaint.TextID) (string, bool) {
		text, there := w.reader.Texts[id]
		return text, there
	})
	if !seen {
		return w.omitted()
	}
	switch part {
	case "phone":
		return who.Phone
	case "email":
		return who.Email
	case "address":
		return who.Address
	}
	return who.Name
}
