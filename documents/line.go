package documents

import (
	"fmt"
	"strings"
	"unicode"
)

// Characters that may not stand at the start of a line, and at its end (避头尾, GB/T 15834).
const (
	neverFirst = "，。、；：？！）》〉」』】〕］｝”’…—·～％‰℃,.;:?!)]}%"
	neverLast  = "（《〈「『【〔［｛“‘￥＄([{$¥"
)

// glyph is one character with the font that draws it.
type glyph struct {
	r     rune
	font  *font
	width float64 // in points
}

// line is a line of text as it is drawn.
type line struct {
	glyphs []glyph
	// last: the paragraph ends with it, so that it is not stretched to the measure.
	last bool
}

func (l line) width(spacing float64) float64 {
	total := 0.0
	for _, g := range l.glyphs {
		total += g.width + spacing
	}
	return total
}

// clean is a text as papers write it: line feeds part paragraphs, tabs are spaces, and what is invisible and means
// nothing is left out.
func clean(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u200b", "", "\ufeff", "").Replace(text)
}

// shape finds the glyphs of a text.
func shape(chain []*font, text string, size float64) ([]glyph, error) {
	var glyphs []glyph
	for _, r := range text {
		f, width, err := fontFor(chain, r)
		if err != nil {
			return nil, err
		}
		if f == nil {
			return nil, fmt.Errorf("no font has U+%04X", r) // which checkCharacters was to find
		}
		glyphs = append(glyphs, glyph{r, f, width * size / 1000})
	}
	return glyphs, nil
}

// breakLines breaks a paragraph into lines no wider than the measure; the first one is indented by so much.
func breakLines(glyphs []glyph, measure, indent, spacing float64) []line {
	var lines []line
	for len(glyphs) > 0 {
		room := measure + 0.01
		if len(lines) == 0 {
			room -= indent
		}
		n := fitting(glyphs, room, spacing)
		if n < len(glyphs) {
			n = breakBefore(glyphs, n)
		}
		lines = append(lines, line{glyphs: glyphs[:n], last: n == len(glyphs)})
		glyphs = glyphs[n:]
		for len(glyphs) > 0 && glyphs[0].r == ' ' { // a space at which a line was broken
			glyphs = glyphs[1:]
		}
	}
	if len(lines) == 0 {
		lines = []line{{last: true}}
	}
	lines[len(lines)-1].last = true
	return lines
}

// fitting is how many glyphs have room, at least one.
func fitting(glyphs []glyph, room, spacing float64) int {
	used := 0.0
	for i, g := range glyphs {
		if used += g.width + spacing; used-spacing > room && i > 0 {
			return i
		}
	}
	return len(glyphs)
}

// breakBefore is the last place up to n at which a line may be broken; n itself where there is none.
func breakBefore(glyphs []glyph, n int) int {
	for i := n; i > 0; i-- {
		if mayBreak(glyphs[i-1].r, glyphs[i].r) {
			return i
		}
	}
	return n
}

// mayBreak reports whether a line can end with one character and the next begin with the other.
func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, after) || strings.ContainsRune(neverLast, before):
		return false
	case before == ' ' || after == ' ':
		return true
	case isRunOn(before) && isRunOn(after): // a word or a number stays whole
		return false
	case before == after && (after == '…' || after == '—'):
		return false
	}
	return true
}

func isRunOn(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_/@.,:+#&=~", r))
}
