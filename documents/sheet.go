package documents

import "math"

// Measures of A4 and of GB/T 9704-2012, in points.
const (
	mm         = 72 / 25.4
	pageWidth  = 210 * mm
	pageHeight = 297 * mm

	// The text block of a letter: 156 × 225 mm, 37 mm from the top and 28 mm from the binding edge.
	letterTop    = 37 * mm
	letterLeft   = 28 * mm
	letterWidth  = 156 * mm
	letterHeight = 225 * mm
	letterLines  = 22
	letterChars  = 28
	bodySize     = 16.0 // size 3 (三号)
	titleSize    = 22.0 // size 2 (二号)
	footSize     = 14.0 // size 4 (四号)
)

// color is a color of print, in percent of cyan, magenta, yellow and black.
type color struct{ c, m, y, k uint8 }

var (
	black = color{k: 100}
	red   = color{m: 80, y: 80} // as GB/T 9704 has it
	pale  = color{k: 18}
)

// A page is what is drawn on it, in order.
type page struct {
	texts []drawnText
	rules []rule
	boxes []box
	// picture is the one that the page shows, nil for none.
	picture *picture
}

// drawnText is a stretch of text in one font; x and y are where its baseline begins.
type drawnText struct {
	x, y, size, spacing float64
	font                *font
	text                string
	color               color
	// turned is the angle, in degrees, by which it is turned about its beginning.
	turned float64
}

// rule is a line from one point to another.
type rule struct {
	x1, y1, x2, y2, width float64
	color                 color
}

// box is a filled square.
type box struct{ x, y, side float64 }

// sheet sets the pages of one paper.
type sheet struct {
	fonts *Fonts
	pages []*page
	err   error
}

func (s *sheet) page() *page { return s.pages[len(s.pages)-1] }

func (s *sheet) addPage() { s.pages = append(s.pages, &page{}) }

// shape finds glyphs; the first trouble is kept and ends the paper.
func (s *sheet) shape(chain []*font, text string, size float64) []glyph {
	glyphs, err := shape(chain, text, size)
	if err != nil && s.err == nil {
		s.err = err
	}
	return glyphs
}

// draw writes glyphs from x on at a baseline, in stretches of one font.
func (s *sheet) draw(p *page, glyphs []glyph, x, y, size, spacing float64, c color) {
	for len(glyphs) > 0 {
		n, width := 0, 0.0
		var text []rune
		for n < len(glyphs) && glyphs[n].font == glyphs[0].font {
			text = append(text, glyphs[n].r)
			width += glyphs[n].width + spacing
			n++
		}
		p.texts = append(p.texts, drawnText{
			x:       x,
			y:       y,
			size:    size,
			spacing: spacing,
			font:    glyphs[0].font,
			text:    string(text),
			color:   c,
		})
		x += width
		glyphs = glyphs[n:]
	}
}

// write writes one line of text from x on.
func (s *sheet) write(p *page, chain []*font, text string, x, y, size float64, c color) {
	s.draw(p, s.shape(chain, text, size), x, y, size, 0, c)
}

// writeCentred and writeRight place one line by its middle and its end.
func (s *sheet) writeCentred(p *page, chain []*font, text string, middle, y, size float64, c color) {
	glyphs := s.shape(chain, text, size)
	s.draw(p, glyphs, middle-line{glyphs: glyphs}.width(0)/2, y, size, 0, c)
}

func (s *sheet) writeRight(p *page, chain []*font, text string, end, y, size float64, c color) {
	glyphs := s.shape(chain, text, size)
	s.draw(p, glyphs, end-line{glyphs: glyphs}.width(0), y, size, 0, c)
}

// justified is the spacing with which a broken line fills its measure; a last line keeps the one it has.
func justified(l line, measure, spacing float64) float64 {
	if l.last || len(l.glyphs) < 2 {
		return spacing
	}
	slack := measure - (l.width(spacing) - spacing)
	return spacing + slack/float64(len(l.glyphs)-1)
}

// mark writes what the paper is across every page, where it is not the one that was issued.
func (s *sheet) mark(text string) {
	if text == "" {
		return
	}
	const size = 96.0
	for _, p := range s.pages {
		glyphs := s.shape(s.fonts.title, text, size)
		half := line{glyphs: glyphs}.width(0) / 2
		under := &page{}
		angle := math.Pi / 6
		s.draw(under, glyphs, pageWidth/2-half*math.Cos(angle), pageHeight/2+half*math.Sin(angle), size, 0, pale)
		for i := range under.texts {
			under.texts[i].turned = 30
		}
		p.texts = append(under.texts, p.texts...) // below everything else
	}
}

func (s *sheet) ruleAcross(p *page, x1, x2, y, width float64, c color) {
	p.rules = append(p.rules, rule{
		x1:    x1,
		y1:    y,
		x2:    x2,
		y2:    y,
		width: width,
		color: c,
	})
}

func (s *sheet) ruleDown(p *page, x, y1, y2 float64) {
	p.rules = append(p.rules, rule{
		x1:    x,
		y1:    y1,
		x2:    x,
		y2:    y2,
		width: hair,
		color: black,
	})
}
