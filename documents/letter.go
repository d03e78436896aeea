package documents

import "strings"

const (
	// letterPitch is from one character to the next, letterStep from one baseline to the next.
	letterPitch = (letterWidth - bodySize) / (letterChars - 1)
	letterStep  = (letterHeight - bodySize) / (letterLines - 1)
	letterRight = letterLeft + letterWidth
	// headLine is the line of a letter's head on which the organisation stands, numberLine that of the document's
	// number.
	headLine, numberLine = 5, 7
	headSize             = 30.0
	// ascent is how much of a character's square stands above the baseline.
	ascent = 0.88
)

// letter is a letter being set, line by line.
type letter struct {
	*sheet
	// at is how many lines of the page are used.
	at int
}

// setLetter sets a letter after GB/T 9704: head, number and red rule, title, addressee, body, and at its end the seal
// over the date, four characters from the right.
func (s *sheet) setLetter(p Paper) {
	w := &letter{sheet: s}
	s.addPage()
	w.head(p)
	title := breakLines(s.shape(s.fonts.title, p.Title, titleSize), letterWidth, 0, 0)
	for _, l := range title {
		w.centred(l, titleSize)
	}
	w.skip(1)
	if p.Addressee != "" {
		w.paragraph(p.Addressee+"：", 0)
	}
	var body []string
	for _, text := range p.Body {
		for part := range strings.SplitSeq(clean(text), "\n") {
			if strings.TrimSpace(part) != "" {
				body = append(body, part)
			}
		}
	}
	for i, part := range body {
		if i == len(body)-1 {
			w.lastParagraph(part, closingLines(p))
			continue
		}
		w.paragraph(part, 2*letterPitch)
	}
	w.close(p)
	for i, pg := range s.pages {
		foot := "— " + decimal(i+1) + " —"
		y := letterTop + letterHeight + 7*mm + footSize
		if i%2 == 0 { // odd pages have it on the right, one character in
			s.writeRight(pg, s.fonts.body, foot, letterRight-footSize, y, footSize, black)
		} else {
			s.write(pg, s.fonts.body, foot, letterLeft+footSize, y, footSize, black)
		}
	}
}

func (w *letter) head(p Paper) {
	pg := w.page()
	if p.Mark != "" {
		w.write(pg, w.fonts.title, "【"+p.Mark+"】", letterLeft, w.baseline(1), bodySize, black)
	}
	if p.Copy != "" {
		w.writeRight(pg, w.fonts.body, p.Copy, letterRight, w.baseline(1), 12, black)
	}
	size := headSize
	if width := (line{glyphs: w.shape(w.fonts.title, p.Organisation, size)}).width(0); width > letterWidth {
		size *= letterWidth / width
	}
	middle := letterLeft + letterWidth/2
	w.writeCentred(pg, w.fonts.title, p.Organisation, middle, w.baseline(headLine), size, red)
	w.writeCentred(pg, w.fonts.body, p.Number, middle, w.baseline(numberLine), bodySize, black)
	w.ruleAcross(pg, letterLeft, letterRight, w.baseline(numberLine)+4*mm, 1, red)
	w.at = numberLine + 2
	w.code(p.QR)
}

// code draws the paper's code at the top, inside the binding edge.
func (w *letter) code(text string) {
	if text != "" {
		w.drawCode(w.page(), text, letterRight-20*mm, 14*mm, 20*mm)
	}
}

// baseline is where a line of the text block stands, from 1: the lines fill the block from the head of the first to the
// foot of the last.
func (w *letter) baseline(n int) float64 {
	return letterTop + ascent*bodySize + float64(n-1)*letterStep
}

func (w *letter) next() float64 {
	if w.at == letterLines {
		w.addPage()
		w.at = 0
	}
	w.at++
	return w.baseline(w.at)
}

func (w *letter) skip(n int) { w.at = min(w.at+n, letterLines) }

func (w *letter) centred(l line, size float64) {
	y := w.next()
	w.draw(w.page(), l.glyphs, letterLeft+(letterWidth-l.width(0))/2, y, size, 0, black)
}

// paragraph sets body text on the grid of characters.
func (w *letter) paragraph(text string, indent float64) {
	const spacing = letterPitch - bodySize
	for i, l := range breakLines(w.shape(w.fonts.body, text, bodySize), letterWidth, indent, spacing) {
		x := letterLeft
		if i == 0 {
			x += indent
		}
		y := w.next()
		w.draw(w.page(), l.glyphs, x, y, bodySize, justified(l, letterRight-x, spacing), black)
	}
}

// lastParagraph sets the end of the body. The seal does not stand alone on a page (GB/T 9704, 7.3.5.6): where it has no
// room below, the last two lines go on to its page.
func (w *letter) lastParagraph(text string, closing int) {
	const spacing = letterPitch - bodySize
	glyphs := w.shape(w.fonts.body, text, bodySize)
	lines := breakLines(glyphs, letterWidth, 2*letterPitch, spacing)
	end := w.at + len(lines)
	kept := len(lines) - 2
	if end > letterLines || end+closing <= letterLines {
		kept = len(lines)
	}
	for i, l := range lines {
		x := letterLeft
		if i == 0 {
			x += 2 * letterPitch
		}
		if i == max(kept, 0) {
			w.at = letterLines
		}
		y := w.next()
		w.draw(w.page(), l.glyphs, x, y, bodySize, justified(l, letterRight-x, spacing), black)
	}
}

// closingLines is how many lines signatures, seal and date need.
func closingLines(p Paper) int {
	need := 2 + len(p.Signed)
	if p.Seal {
		need += 2
	}
	return need
}

// close sets who signs, the seal and the date; they stay together.
func (w *letter) close(p Paper) {
	if w.at+closingLines(p) > letterLines {
		w.addPage()
		w.at = 0
	}
	w.skip(1)
	for _, who := range p.Signed {
		w.write(w.page(), w.fonts.body, who+"（"+p.SignPlace+"）：", letterLeft+2*letterPitch, w.next(), bodySize, black)
	}
	if p.Seal {
		w.skip(1)
		y := w.next()
		end := letterRight - 2*letterPitch
		glyphs := w.shape(w.fonts.body, p.Organisation, bodySize)
		width := line{glyphs: glyphs}.width(0)
		end = max(end, letterLeft+width)
		w.draw(w.page(), glyphs, end-width, y, bodySize, 0, black)
		w.writeCentred(w.page(), w.fonts.body, p.SealPlace, end-width/2, y-letterStep*0.8, 10, color{k: 45})
	}
	w.writeRight(w.page(), w.fonts.body, p.Date, letterRight-4*letterPitch, w.next(), bodySize, black)
	for _, note := range p.Notes {
		w.paragraph(note, 2*letterPitch)
	}
}
