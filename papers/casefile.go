package papers

import (
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/documents"
	"duban/policy"
	"duban/web/words"
)

// CaseFile (案卷) is all that a case consists of, as its reader may see it.
type CaseFile struct {
	Case   *complaint.Case
	Policy *policy.Policy
	// Events are the journal with the facts of other cases that its reader may read.
	Events []complaint.Event
	// At is when it was put together, on the wall clock.
	At time.Time
}

// FileItem is one line of a case file's index: what it is, its number and day, and the pages on which it stands.
type FileItem struct {
	Title, Number string
	// Day is when it was issued or handed in; the zero time where that says nothing.
	Day time.Time
	// First is the page on which it begins, from 1; 0 for what is only in the archive beside the volume.
	First, Pages int
}

// fileComposer sets the sheets of a case file.
func (h House) fileComposer(f *CaseFile, reader Reader) *composer {
	return &composer{
		Issued: &Issued{Case: f.Case, Policy: f.Policy, At: f.At},
		house:  h,
		l:      Language(f.Policy),
		reader: reader,
	}
}

// sheetOf is a sheet of a case file; its pages are numbered by the volume.
func (w *composer) sheetOf(title string) documents.Paper {
	return documents.Paper{
		Organisation: w.house.Organisation,
		Title:        title,
		Number:       w.Case.Number,
		Continued:    w.say("paper.continued"),
		At:           w.At,
		Pages:        func(int, int) string { return "" },
		Gaps:         true,
	}
}

func pair(title, says string) documents.Cell { return documents.Cell{Title: title, Says: says} }

// Cover is the first page of a case file: which case it is, whose, when, and by which hash its journal ends; items is
// how many lines its index has, pages how many it has altogether.
func (h House) Cover(f *CaseFile, reader Reader, items, pages int) documents.Paper {
	w := h.fileComposer(f, reader)
	c := f.Case
	paper := w.sheetOf(w.say("casefile.title"))
	received, _ := w.cellOfCase(policy.CaseReceivedCell)
	rows := [][]documents.Cell{
		{pair(w.say("casefile.regulation"), w.l.SayValue(f.Policy.Doc.Title.Text)), pair(w.say("casefile.version"),
			strconv.Itoa(c.Policy.Version))},
		{pair(w.say("paper.cell.case_number"), c.Number)},
		{pair(w.say("paper.cell.case_subject"), w.text(c.Subject))},
		{
			pair(w.say("paper.cell.case_kind"), w.l.SayValue(f.Policy.KindTitle(c.Kind))),
			pair(w.say("paper.cell.case_category"), w.l.SayValue(f.Policy.CategoryTitle(c.Category))),
		},
	}
	for _, party := range c.Parties {
		rows = append(rows, []documents.Cell{
			pair(w.l.SayValue(f.Policy.PartyRoleTitle(party.Role)), w.partOfParty(party.ID, "")),
		})
	}
	rows = append(rows,
		[]documents.Cell{pair(w.say("paper.cell.case_unit"), w.unitName(c.ResponsibleUnit()))},
		[]documents.Cell{
			pair(w.say("paper.cell.case_received"), received), pair(w.say("casefile.ended"), w.endedAt(f)),
		},
		[]documents.Cell{pair(w.say("casefile.status"), w.statusOf(c))},
		[]documents.Cell{
			pair(w.say("casefile.items"), strconv.Itoa(items)),
			pair(w.say("casefile.pages"), strconv.Itoa(pages)),
		},
		[]documents.Cell{pair(w.say("casefile.bound"), w.instant(f.At))},
		[]documents.Cell{pair(w.say("casefile.head"), w.l.Text("casefile.head_says", map[string]any{
			"seq": c.Seq, "hash": c.LastHash,
		}))},
	)
	for _, cells := range rows {
		paper.Rows = append(paper.Rows, documents.Row{Cells: cells})
	}
	paper.Notes = []string{w.say("casefile.note")}
	return paper
}

// statusOf is where the case stands and, once it is closed, how.
func (w *composer) statusOf(c *complaint.Case) string {
	says := w.titled("status", string(c.Status))
	if c.Disposition != "" {
		says += "　" + w.disposition(c.Disposition)
	}
	return says
}

// endedAt is when the case was closed, "" while it is open.
func (w *composer) endedAt(f *CaseFile) string {
	at := ""
	for _, e := range f.Events {
		if _, closed := e.Fact.(complaint.Closed); closed {
			at = w.instant(e.At)
		}
	}
	return at
}

// Index is the list of what stands in a case file (案卷目录).
func (h House) Index(f *CaseFile, reader Reader, items []FileItem) documents.Paper {
	w := h.fileComposer(f, reader)
	paper := w.sheetOf(w.say("casefile.index"))
	row := func(no, title, number, day, pages string) documents.Row {
		return documents.Row{Cells: []documents.Cell{
			{Says: no, Share: 0.5},
			{Says: title, Share: 3},
			{Says: number, Share: 2},
			{Says: day, Share: 1.4},
			{Says: pages, Share: 1},
		}}
	}
	paper.Rows = append(paper.Rows, row(w.say("casefile.no"), w.say("casefile.what"), w.say("paper.cell.paper_number"),
		w.say("casefile.day"), w.say("casefile.page")))
	for i, item := range items {
		day := ""
		if !item.Day.IsZero() {
			day = item.Day.In(h.Zone).Format(time.DateOnly)
		}
		paper.Rows = append(paper.Rows, row(strconv.Itoa(i+1), item.Title, item.Number, day, w.pagesOf(item)))
	}
	return paper
}

func (w *composer) pagesOf(item FileItem) string {
	switch {
	case item.First == 0:
		return w.say("casefile.beside")
	case item.Pages > 1:
		return strconv.Itoa(item.First) + "–" + strconv.Itoa(item.First+item.Pages-1)
	}
	return strconv.Itoa(item.First)
}

// Matter is what was complained of, by whom and what forms have recorded since.
func (h House) Matter(f *CaseFile, reader Reader) documents.Paper {
	w := h.fileComposer(f, reader)
	c := f.Case
	paper := w.sheetOf(w.say("casefile.matter"))
	add := func(cells ...documents.Cell) { paper.Rows = append(paper.Rows, documents.Row{Cells: cells}) }
	received, _ := w.cellOfCase(policy.CaseReceivedCell)
	add(pair(w.say("paper.cell.case_received"), received),
		pair(w.say("paper.cell.case_channel"), w.l.SayValue(f.Policy.ChannelTitle(c.Channel))))
	add(pair(w.say("paper.cell.case_severity"), w.l.SayValue(f.Policy.SeverityTitle(c.Severity))),
		pair(w.say("paper.cell.case_filer"), w.person(c.FiledBy)))
	for _, party := range c.Parties {
		var all []string
		for _, part := range []string{"", "phone", "email", "address"} {
			if says := w.partOfParty(party.ID, part); says != "" && (part == "" || party.Identity != "") {
				all = append(all, says)
			}
		}
		if len(all) > 1 && all[1] == w.say("paper.omitted") {
			all = all[:1]
		}
		add(pair(w.l.SayValue(f.Policy.PartyRoleTitle(party.Role)), strings.Join(all, "　")))
	}
	add(pair(w.say("paper.cell.case_subject"), w.text(c.Subject)))
	add(pair(w.say("paper.cell.case_content"), w.text(c.Content)))
	for _, name := range f.Policy.FieldsInOrder(c.Data) {
		if title, says := w.fieldSays(name, c.Data); says != "" {
			add(pair(title, says))
		}
	}
	return paper
}

// Journal is what the journal records, in words, each event with who, when and why.
func (h House) Journal(f *CaseFile, reader Reader) documents.Paper {
	w := h.fileComposer(f, reader)
	paper := w.sheetOf(w.say("casefile.journal"))
	row := func(no, at, who, says string) documents.Row {
		return documents.Row{Cells: []documents.Cell{
			{Says: no, Share: 0.6}, {Says: at, Share: 1.7}, {Says: who, Share: 1.3}, {Says: says, Share: 6},
		}}
	}
	paper.Rows = append(paper.Rows, row(w.say("casefile.no"), w.say("casefile.at"), w.say("casefile.who"),
		w.say("casefile.recorded")))
	for _, e := range f.Events {
		lines := append([]string{w.sentence(e)}, w.details(e)...)
		if why := w.reason(e); why != "" {
			lines = append(lines, w.say("casefile.why")+why)
		}
		paper.Rows = append(paper.Rows,
			row(strconv.Itoa(e.Seq), w.instant(e.At), w.who(e.Actor), strings.Join(lines, "\n")))
	}
	paper.Notes = []string{w.l.Text("casefile.head_says", map[string]any{"seq": f.Case.Seq, "hash": f.Case.LastHash})}
	return paper
}

// Limits is how each limit of the case was counted; false if it has none.
func (h House) Limits(f *CaseFile, reader Reader) (paper documents.Paper, has bool) {
	w := h.fileComposer(f, reader)
	paper = w.sheetOf(w.say("casefile.limits"))
	for i := range f.Case.Deadlines {
		d := &f.Case.Deadlines[i]
		paper.Rows = append(paper.Rows, documents.Row{Heading: w.l.SayValue(d.Title) + "　" +
			w.titled("deadline", string(d.State))})
		paper.Rows = append(paper.Rows, documents.Row{Cells: []documents.Cell{
			pair(w.say("casefile.started"), w.instant(d.Started.Time)),
			pair(w.say("casefile.due"), w.lastInstant(d.Due.Time)),
		}})
		lines := make([]string, len(d.Computation))
		for k, line := range d.Computation {
			lines[k] = w.countedLine(line)
		}
		if len(lines) > 0 {
			paper.Rows = append(paper.Rows, documents.Row{Cells: []documents.Cell{
				pair(w.say("casefile.counted"), strings.Join(lines, "\n")),
			}})
		}
	}
	return paper, len(paper.Rows) > 0
}

// TextsOf are the values whose texts a case file may say.
func (f *CaseFile) TextsOf() []any {
	facts := make([]complaint.Fact, len(f.Events))
	for i := range f.Events {
		facts[i] = f.Events[i].Fact
	}
	return []any{f.Case, facts}
}

// Language is the one of the case's papers.
func (f *CaseFile) Language() words.Language { return Language(f.Policy) }
