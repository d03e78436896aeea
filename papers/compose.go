package papers

import (
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/documents"
	"duban/policy"
	"duban/web/words"
)

// House is what the papers of an organisation have in common.
type House struct {
	Organisation string
	Zone         *time.Location
}

// Reader is for whom a paper is set.
type Reader struct {
	// Texts are those that they may see of the texts which the case names.
	Texts     map[complaint.TextID]string
	Directory complaint.Directory
	// Outside: it is the complainant, to whom nobody of the organisation is named.
	Outside bool
}

// composer finds what papers say. Once something is left out because the reader may not see it, hidden is set.
type composer struct {
	*Issued
	house  House
	l      words.Language
	reader Reader
	hidden bool
}

// Compose sets a paper's copies (no is 0), or the one copy, as their reader may see them; whole if nothing was left
// out.
func (h House) Compose(i *Issued, no int, reader Reader) (papers []documents.Paper, whole bool) {
	w := &composer{
		Issued: i,
		house:  h,
		l:      Language(i.Policy),
		reader: reader,
	}
	paper := w.outline()
	w.fill(&paper, i.layout())
	if i.Document == nil || len(i.Document.Copies) == 0 {
		return []documents.Paper{paper}, !w.hidden
	}
	for _, one := range i.Document.Copies {
		if no == 0 || no == one.No {
			paper.Copy = w.copyTitle(one)
			if paper.Letter {
				paper.Addressee = w.addresseeOf(one)
			}
			papers = append(papers, paper)
		}
	}
	return papers, !w.hidden
}

// outline is what all papers have.
func (w *composer) outline() documents.Paper {
	paper := documents.Paper{
		Organisation: w.house.Organisation,
		Title:        w.Title,
		Number:       w.Number,
		Date:         w.date(w.At),
		SealPlace:    w.say("paper.seal"),
		SignPlace:    w.say("paper.sign"),
		Continued:    w.say("paper.continued"),
		QR:           w.Number,
		At:           w.At,
		Pages: func(page, pages int) string {
			return w.l.Text("paper.pages", map[string]any{"page": page, "pages": pages})
		},
	}
	if w.Notice != nil {
		paper.QR, paper.Addressee = "", w.nameOfParty(w.Notice.To)
	}
	if len(w.copied) > 0 {
		paper.Copied = w.say("paper.copied") + w.say("paper.colon") + w.seats(w.copied)
	}
	return paper
}

// fill fills in the rows of a layout.
func (w *composer) fill(paper *documents.Paper, layout policy.LayoutRule) {
	paper.Letter, paper.Seal = layout.Letter, layout.Seal
	for _, row := range layout.Rows {
		set := documents.Row{Heading: w.l.SayValue(row.Heading.Text)}
		for _, cell := range row.Cells {
			if one, stands := w.cell(cell); stands {
				set.Cells = append(set.Cells, one)
			}
		}
		switch {
		case layout.Letter:
			paper.Body = append(paper.Body, w.paragraphs(set)...)
		case set.Heading != "" || len(set.Cells) > 0:
			paper.Rows = append(paper.Rows, set)
		}
	}
	for _, note := range layout.Notes {
		paper.Notes = append(paper.Notes, w.l.SayValue(note.Text))
	}
	for _, who := range layout.Signed {
		paper.Signed = append(paper.Signed, w.l.SayValue(who.Text))
	}
}

// paragraphs are a row of a letter; what has nothing to say is left out.
func (w *composer) paragraphs(row documents.Row) []string {
	var all []string
	if row.Heading != "" {
		all = append(all, row.Heading)
	}
	for _, cell := range row.Cells {
		says := cell.Says
		if cell.Title != "" && says != "" {
			says = cell.Title + w.say("paper.colon") + says
		}
		if cell.Foot != "" {
			says = strings.TrimSpace(says + "　" + cell.Foot)
		}
		if says != "" {
			all = append(all, says)
		}
	}
	return all
}

func (w *composer) say(key string) string { return w.l.Text(key, nil) }

func (w *composer) date(at time.Time) string {
	at = at.In(w.house.Zone)
	return w.l.Text("paper.date", map[string]any{"year": at.Year(), "month": int(at.Month()), "day": at.Day()})
}

func (w *composer) instant(at time.Time) string {
	return at.In(w.house.Zone).Format("2006-01-02 15:04")
}

// lastInstant is a limit as people read it: what is due at midnight is in time until the end of the day before.
func (w *composer) lastInstant(due time.Time) string {
	at := due.In(w.house.Zone)
	if h, m, s := at.Clock(); h == 0 && m == 0 && s == 0 {
		return at.AddDate(0, 0, -1).Format(time.DateOnly) + " 24:00"
	}
	return w.instant(due)
}

// copyTitle says which of how many copies it is, and whose.
func (w *composer) copyTitle(one complaint.Copy) string {
	holder := w.seats([]complaint.Seat{one.To})
	switch party := w.Case.Party(one.Party); {
	case party != nil:
		holder = w.l.SayValue(w.Policy.PartyRoleTitle(party.Role))
	case one.To.User != "":
		holder = w.person(one.To.User)
	}
	return w.l.Text("paper.copy", map[string]any{
		"no": one.No, "count": len(w.Document.Copies), "holder": holder,
	})
}

// addresseeOf is whom a letter's copy is to: the party whose it is; a copy that the organisation keeps is of the letter
// to the parties who have one; whoever holds it, where no party has any.
func (w *composer) addresseeOf(one complaint.Copy) string {
	if one.Party != "" {
		return w.nameOfParty(one.Party)
	}
	var parties []string
	for _, other := range w.Document.Copies {
		if other.Party == "" {
			continue
		}
		if name := w.nameOfParty(other.Party); !slices.Contains(parties, name) {
			parties = append(parties, name)
		}
	}
	switch {
	case len(parties) > 0:
		return strings.Join(parties, w.say("mark.and"))
	case one.To.User != "":
		return w.person(one.To.User)
	}
	return w.seats([]complaint.Seat{one.To})
}

func (w *composer) seats(all []complaint.Seat) string { return w.Policy.SeatTitles(w.l, all) }

// person is somebody of the organisation; nobody is named to those outside it.
func (w *composer) person(id complaint.UserID) string {
	if w.reader.Outside {
		return ""
	}
	return w.reader.Directory.People[id].Name
}
