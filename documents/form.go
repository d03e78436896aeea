package documents

import (
	"cmp"
	"strconv"
	"strings"
)

// Measures of forms, in points: wider than a letter's text block, with the binding edge kept free.
const (
	formLeft   = 25 * mm
	formRight  = pageWidth - 20*mm
	formTop    = 20 * mm
	formBottom = pageHeight - 22*mm
	formTitle  = 18.0
	formSize   = 10.5 // size 5 (五号)
	formStep   = 16.0
	formPad    = 4.0
	// labelWidth is that of the column that says what is asked.
	labelWidth = 26 * mm
	hair       = 0.6
	// mostKept is how many lines a row may have to be kept on one page.
	mostKept = 30
)

func decimal(n int) string { return strconv.Itoa(n) }

// form is a form being set, from the top down.
type form struct {
	*sheet
	paper Paper
	y     float64
}

// setForm sets a table of cells under the title, with the number and the copy above it.
func (s *sheet) setForm(p Paper) {
	w := &form{sheet: s, paper: p}
	w.begin()
	for _, text := range p.Body {
		w.text(text, formSize, formStep)
	}
	if len(p.Body) > 0 {
		w.y += formPad
	}
	for i, row := range p.Rows {
		if row.Heading != "" && i+1 < len(p.Rows) { // it stays with the row below
			w.room(formStep + 2*formPad + w.heightOf(p.Rows[i+1]))
		}
		w.row(row)
	}
	w.y += formPad
	for _, text := range p.Notes {
		w.text(text, 9, 14)
	}
	w.close()
	w.copied()
	for i, pg := range s.pages {
		s.writeCentred(pg, s.fonts.body, p.Pages(i+1, len(s.pages)), (formLeft+formRight)/2, pageHeight-12*mm, 9, black)
	}
}

// begin begins a page with what stands above the table.
func (w *form) begin() {
	w.addPage()
	p, pg := w.paper, w.page()
	w.y = formTop
	title := p.Title
	if len(w.pages) > 1 {
		title += p.Continued
	} else {
		w.y += formStep
		w.writeCentred(pg, w.fonts.body, p.Organisation, (formLeft+formRight)/2, w.y, 12, black)
		w.y += 6
		if p.QR != "" {
			w.drawCode(pg, p.QR, formRight-17*mm, 10*mm, 17*mm)
		}
	}
	for _, l := range breakLines(w.shape(w.fonts.title, title, formTitle), formRight-formLeft, 0, 0) {
		w.y += 26
		w.draw(pg, l.glyphs, (formLeft+formRight-l.width(0))/2, w.y, formTitle, 0, black)
	}
	w.y += 22
	w.write(pg, w.fonts.body, p.Number, formLeft, w.y, formSize, black)
	w.writeRight(pg, w.fonts.body, p.Copy, formRight, w.y, formSize, black)
	if p.Mark != "" {
		w.write(pg, w.fonts.title, "【"+p.Mark+"】", formLeft, formTop, 12, black)
	}
	w.y += 7
}

// room begins another page where so much has no room on this one.
func (w *form) room(height float64) {
	if w.y+height > formBottom {
		w.begin()
	}
}

// text sets a paragraph over the whole width.
func (w *form) text(text string, size, step float64) {
	for part := range strings.SplitSeq(clean(text), "\n") {
		for i, l := range breakLines(w.shape(w.fonts.body, part, size), formRight-formLeft, 2*size, 0) {
			w.room(step)
			w.y += step
			x := formLeft
			if i == 0 {
				x += 2 * size
			}
			w.draw(w.page(), l.glyphs, x, w.y-4, size, 0, black)
		}
	}
}

// setCell is a cell with its lines broken.
type setCell struct {
	x, value, end float64 // where it begins, where what it says begins, where it ends
	title, says   []line
	foot          []line
	least         int
}

// height is how many lines a cell needs for what it says.
func (c setCell) height() int {
	return len(c.says) + len(c.foot)
}

// heightOf is how high a row is that is kept on one page; of one that goes on, how high its beginning is.
func (w *form) heightOf(r Row) float64 {
	lines := linesOf(w.breakCells(r.Cells))
	if lines >= mostKept {
		lines = 1
	}
	return float64(lines)*formStep + 2*formPad
}

// linesOf is how many lines the highest of a row's cells needs.
func linesOf(cells []setCell) int {
	lines := 1
	for _, c := range cells {
		lines = max(lines, c.least, len(c.title), c.height())
	}
	return lines
}

// row sets a row; one that is higher than what is left of a page goes on where it must.
func (w *form) row(r Row) {
	if r.Heading != "" {
		w.heading(r.Heading)
		return
	}
	cells := w.breakCells(r.Cells)
	lines := linesOf(cells)
	for done := 0; done < lines; {
		if w.y+formStep+2*formPad > formBottom {
			w.begin()
		}
		fits := int((formBottom - w.y - 2*formPad) / formStep)
		if lines-done > fits && done == 0 && lines < mostKept {
			w.begin() // it has room on the next page
			continue
		}
		n := min(fits, lines-done)
		w.stretch(cells, done, n)
		done += n
		if done == lines {
			w.feet(cells)
		}
	}
}

// stretch draws n lines of a row, from one on.
func (w *form) stretch(cells []setCell, from, n int) {
	pg, top := w.page(), w.y
	bottom := top + float64(n)*formStep + 2*formPad
	for _, c := range cells {
		if from == 0 && len(c.title) > 0 {
			y := (top+bottom)/2 - float64(len(c.title))*formStep/2
			for i, l := range c.title {
				x := c.x + (c.value-c.x-l.width(0))/2
				w.draw(pg, l.glyphs, x, y+float64(i+1)*formStep-4, formSize, 0, black)
			}
		}
		says := c.says[min(from, len(c.says)):min(from+n, len(c.says))]
		y := top + formPad
		if len(c.says) == 1 && from == 0 && len(c.foot) == 0 { // a short answer stands in the middle
			y = (top + bottom - formStep) / 2
		}
		for i, l := range says {
			measure := c.end - c.value - 2*formPad
			w.draw(pg, l.glyphs, c.value+formPad, y+float64(i+1)*formStep-4, formSize, justified(l, measure, 0), black)
		}
		w.ruleDown(pg, c.x, top, bottom)
		if c.value > c.x {
			w.ruleDown(pg, c.value, top, bottom)
		}
	}
	w.ruleDown(pg, formRight, top, bottom)
	w.ruleAcross(pg, formLeft, formRight, top, hair, black)
	w.ruleAcross(pg, formLeft, formRight, bottom, hair, black)
	w.y = bottom
}

// feet writes what stands on the right of the last line of each cell.
func (w *form) feet(cells []setCell) {
	for _, c := range cells {
		for i, l := range c.foot {
			y := w.y - formPad - 4 - float64(len(c.foot)-1-i)*formStep
			w.draw(w.page(), l.glyphs, c.end-formPad-l.width(0), y, formSize, 0, black)
		}
	}
}

// breakCells shares the width among the cells of a row and breaks what they say.
func (w *form) breakCells(row []Cell) []setCell {
	cells := make([]setCell, len(row))
	shares := 0.0
	for _, c := range row {
		shares += cmp.Or(c.Share, 1)
	}
	x := formLeft
	for i, c := range row {
		share := (formRight - formLeft) * cmp.Or(c.Share, 1) / shares
		set := setCell{
			x:     x,
			value: x,
			end:   x + share,
			least: c.Lines,
		}
		if c.Title != "" {
			label := min(labelWidth, share*0.45)
			set.value = x + label
			set.title = w.breakText(c.Title, label-2*formPad)
		}
		set.says = w.breakText(c.Says, set.end-set.value-2*formPad)
		if c.Foot != "" {
			set.foot = w.breakText(c.Foot, set.end-set.value-2*formPad)
		}
		cells[i] = set
		x += share
	}
	return cells
}

func (w *form) breakText(text string, measure float64) []line {
	var lines []line
	for part := range strings.SplitSeq(clean(text), "\n") {
		lines = append(lines, breakLines(w.shape(w.fonts.body, part, formSize), measure, 0, 0)...)
	}
	return lines
}

// heading sets a row over the whole width.
func (w *form) heading(text string) {
	height := formStep + 2*formPad
	w.room(height)
	pg := w.page()
	w.writeCentred(pg, w.fonts.title, text, (formLeft+formRight)/2, w.y+height-9, formSize, black)
	for _, x := range []float64{formLeft, formRight} {
		w.ruleDown(pg, x, w.y, w.y+height)
	}
	w.ruleAcross(pg, formLeft, formRight, w.y, hair, black)
	w.ruleAcross(pg, formLeft, formRight, w.y+height, hair, black)
	w.y += height
}

// close sets the places for signatures and the seal, which stay together with the date.
func (w *form) close() {
	p := w.paper
	height := 24.0*float64((len(p.Signed)+1)/2) + 10
	if p.Seal {
		height += 60
	}
	w.room(height)
	half := (formRight - formLeft) / 2
	for i, who := range p.Signed {
		if i%2 == 0 {
			w.y += 24
		}
		x := formLeft + float64(i%2)*half
		w.write(w.page(), w.fonts.body, who+"（"+p.SignPlace+"）：", x, w.y, formSize, black)
	}
	if p.Seal {
		w.y += 40
		w.writeRight(w.page(), w.fonts.body, p.Organisation+"（"+p.SealPlace+"）", formRight, w.y, formSize, black)
	}
	if p.Date != "" {
		w.y += 20
		w.writeRight(w.page(), w.fonts.body, p.Date, formRight, w.y, formSize, black)
	}
}

// copied says below everything else who gets the paper besides, between two rules.
func (w *form) copied() {
	if w.paper.Copied == "" {
		return
	}
	lines := w.breakText(w.paper.Copied, formRight-formLeft-2*formSize)
	height := float64(len(lines))*formStep + 2*formPad
	w.room(height + 10)
	w.y += 10
	for i, l := range lines {
		w.draw(w.page(), l.glyphs, formLeft+formSize, w.y+formPad+float64(i+1)*formStep-4, formSize, 0, black)
	}
	w.ruleAcross(w.page(), formLeft, formRight, w.y, hair, black)
	w.ruleAcross(w.page(), formLeft, formRight, w.y+height, hair, black)
	w.y += height
}
