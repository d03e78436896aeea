package documents

import (
	"errors"
	"fmt"

	"github.com/signintech/gopdf"
	"rsc.io/qr"
)

// Printed is a finished file.
type Printed struct {
	PDF   []byte
	Pages int
	// Gaps is how many characters no font has, for which boxes stand.
	Gaps int
}

// Print sets papers and writes them into one file, in order: the same bytes for the same papers and fonts. The file
// bears the title and the time of the first. A character that no font has stops it ([LackingError]).
func (f *Fonts) Print(papers ...Paper) (Printed, error) {
	if len(papers) == 0 {
		return Printed{}, errors.New("print: no paper")
	}
	s, gaps := &sheet{fonts: f}, 0
	for _, p := range papers {
		if p.Gaps {
			boxed, boxes, err := f.withBoxes(p)
			if err != nil {
				return Printed{}, err
			}
			p, gaps = boxed, gaps+boxes
		}
		if err := f.checkCharacters(p); err != nil {
			return Printed{}, err
		}
		one := &sheet{fonts: f}
		if p.Letter {
			one.setLetter(p)
		} else {
			one.setForm(p)
		}
		one.mark(p.Mark)
		if one.err != nil {
			return Printed{}, fmt.Errorf("print %s: %w", p.Title, one.err)
		}
		s.pages = append(s.pages, one.pages...)
	}
	raw, err := s.emit()
	if err != nil {
		return Printed{}, fmt.Errorf("print: %w", err)
	}
	pdf, err := finishFile(raw, papers[0].Title, papers[0].At.UTC().Format(pdfTime))
	return Printed{PDF: pdf, Pages: len(s.pages), Gaps: gaps}, err
}

// drawCode draws a QR code with its quiet zone.
func (s *sheet) drawCode(p *page, text string, x, y, side float64) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		s.err = fmt.Errorf("code: %w", err)
		return
	}
	dot := side / float64(code.Size)
	for row := range code.Size {
		for column := range code.Size {
			if code.Black(column, row) {
				p.boxes = append(p.boxes, box{x + float64(column)*dot, y + float64(row)*dot, dot})
			}
		}
	}
}

// emit writes the pages.
func (s *sheet) emit() ([]byte, error) {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: pageWidth, H: pageHeight}, Unit: gopdf.UnitPT})
	added := map[string]bool{}
	for _, p := range s.pages {
		pdf.AddPage()
		for _, t := range p.texts {
			if !added[t.font.family] {
				loaded, err := t.font.load()
				if err != nil {
					return nil, err
				}
				if err := pdf.AddTTFFontFromFontContainer(t.font.family, loaded.container); err != nil {
					return nil, fmt.Errorf("font %s: %w", t.font.family, err)
				}
				added[t.font.family] = true
			}
			if err := emitText(pdf, t); err != nil {
				return nil, err
			}
		}
		if p.picture != nil {
			if err := p.picture.emit(pdf); err != nil {
				return nil, err
			}
		}
		for _, r := range p.rules {
			pdf.SetStrokeColorCMYK(r.color.c, r.color.m, r.color.y, r.color.k)
			pdf.SetLineWidth(r.width)
			pdf.Line(r.x1, r.y1, r.x2, r.y2)
		}
		for _, b := range p.boxes {
			pdf.SetFillColorCMYK(0, 0, 0, 100)
			pdf.RectFromUpperLeftWithStyle(b.x, b.y, b.side, b.side, "F")
		}
	}
	return pdf.GetBytesPdfReturnErr()
}

func emitText(pdf *gopdf.GoPdf, t drawnText) error {
	if err := pdf.SetFont(t.font.family, "", t.size); err != nil {
		return err
	}
	if err := pdf.SetCharSpacing(t.spacing); err != nil {
		return err
	}
	pdf.SetTextColorCMYK(t.color.c, t.color.m, t.color.y, t.color.k)
	pdf.SetXY(t.x, t.y)
	if t.turned != 0 {
		pdf.Rotate(t.turned, t.x, t.y)
		defer pdf.RotateReset()
	}
	return pdf.Text(t.text)
}
