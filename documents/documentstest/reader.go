// Package documentstest reads papers back for tests. It shares nothing with what writes them: it takes a file as a
// viewer does, from its objects.
package documentstest

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// File is a paper as it was read.
type File struct{ Pages []Page }

// Page is what is written on a page, in the order in which it is drawn.
type Page struct{ Shown []Shown }

// Shown is one stretch of text: where its baseline begins, in points from the lower left, and how wide it is.
type Shown struct {
	X, Y, Size, Width float64
	Font, Text        string
}

type readFont struct {
	characters map[int]string
	widths     map[int]float64
	name       string
}

var (
	objectForm  = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)endobj\n`)
	fontOfPage  = regexp.MustCompile(`/([FV]\d+) (\d+) 0 R`)
	partOfFont  = regexp.MustCompile(`/(DescendantFonts \[|ToUnicode )(\d+) 0 R`)
	baseFont    = regexp.MustCompile(`/BaseFont /(\w+)`)
	oneMapping  = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
	oneWidth    = regexp.MustCompile(`(\d+)\[(\d+)\]`)
	contentForm = regexp.MustCompile(`/Contents\s+\[?((?:\s*\d+ 0 R)+)`)
	referred    = regexp.MustCompile(`(\d+) 0 R`)
	resources   = regexp.MustCompile(`/Resources (\d+) 0 R`)
	textForm    = regexp.MustCompile(
		`(?s)BT\n([-\d.]+) ([-\d.]+) TD\n/([FV]\d+) ([\d.]+) Tf ([-\d.]+) Tc\n.*?\[<([0-9A-F]*)>\] TJ\nET`,
	)
)

// Read reads a file, or fails the test.
func Read(t *testing.T, data []byte) File {
	t.Helper()
	objects := map[string][]byte{}
	var order []string
	for _, m := range objectForm.FindAllSubmatch(data, -1) {
		objects[string(m[1])] = m[2]
		order = append(order, string(m[1]))
	}
	fonts := map[string]map[string]readFont{} // of each object that names some
	for _, id := range order {
		if bytes.Contains(objects[id], []byte("/ProcSet [")) {
			fonts[id] = map[string]readFont{}
			for _, m := range fontOfPage.FindAllSubmatch(objects[id], -1) {
				fonts[id][string(m[1])] = readFontOf(t, objects, string(m[2]))
			}
		}
	}
	var file File
	for _, id := range order {
		if bytes.Contains(objects[id], []byte("/Type /Page\n")) {
			var content []byte
			for _, m := range referred.FindAllSubmatch(contentForm.FindSubmatch(objects[id])[1], -1) {
				content = append(content, streamOf(t, objects[string(m[1])])...)
			}
			named := fonts[string(resources.FindSubmatch(objects[id])[1])]
			file.Pages = append(file.Pages, readPageOf(t, named, content))
		}
	}
	if len(file.Pages) == 0 || len(fonts) == 0 {
		t.Fatal("the file has no page or no font")
	}
	return file
}

func readFontOf(t *testing.T, objects map[string][]byte, id string) readFont {
	t.Helper()
	f := readFont{characters: map[int]string{}, widths: map[int]float64{}}
	f.name = string(baseFont.FindSubmatch(objects[id])[1])
	for _, m := range partOfFont.FindAllSubmatch(objects[id], -1) {
		part := objects[string(m[2])]
		for _, w := range oneWidth.FindAllSubmatch(part, -1) {
			glyph, _ := strconv.Atoi(string(w[1]))
			f.widths[glyph], _ = strconv.ParseFloat(string(w[2]), 64)
		}
		for _, c := range oneMapping.FindAllSubmatch(part, -1) {
			glyph, _ := strconv.ParseInt(string(c[1]), 16, 32)
			raw, err := hex.DecodeString(string(c[2]))
			if err != nil || len(raw)%2 != 0 {
				t.Fatalf("the table of characters has %s", c[2])
			}
			var units []uint16
			for i := 0; i < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			f.characters[int(glyph)] = string(utf16.Decode(units))
		}
	}
	return f
}

func streamOf(t *testing.T, object []byte) []byte {
	t.Helper()
	_, body, ok := bytes.Cut(object, []byte("stream\n"))
	if !ok {
		t.Fatal("an object of a page has no stream")
	}
	r, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func readPageOf(t *testing.T, fonts map[string]readFont, content []byte) Page {
	t.Helper()
	var p Page
	number := func(b []byte) float64 {
		n, err := strconv.ParseFloat(string(b), 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, m := range textForm.FindAllSubmatch(content, -1) {
		f, ok := fonts[string(m[3])]
		if !ok {
			t.Fatalf("the page uses font %s, which the file does not have", m[3])
		}
		s := Shown{
			X:    number(m[1]),
			Y:    number(m[2]),
			Size: number(m[4]),
			Font: f.name,
		}
		spacing := number(m[5])
		var text strings.Builder
		for i := 0; i+4 <= len(m[6]); i += 4 {
			glyph, err := strconv.ParseInt(string(m[6][i:i+4]), 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			c, ok := f.characters[int(glyph)]
			if !ok {
				t.Fatalf("glyph %X of font %s has no character", glyph, f.name)
			}
			text.WriteString(c)
			s.Width += f.widths[int(glyph)]*s.Size/1000 + spacing
		}
		s.Width -= spacing
		s.Text = text.String()
		p.Shown = append(p.Shown, s)
	}
	if drawn := bytes.Count(content, []byte("BT\n")); drawn != len(p.Shown) {
		t.Fatalf("of %d texts of the page %d were read", drawn, len(p.Shown))
	}
	return p
}

// Text is all that the file says, without a break between lines.
func (f File) Text() string {
	var b strings.Builder
	for _, p := range f.Pages {
		for _, s := range p.Shown {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// Lines are the texts of a page by their baselines, in the order in which they are drawn.
func (p Page) Lines() []Shown {
	var lines []Shown
	for _, s := range p.Shown {
		if n := len(lines); n > 0 && lines[n-1].Y == s.Y {
			last := &lines[n-1]
			last.Text, last.Width = last.Text+s.Text, s.X+s.Width-last.X
			continue
		}
		lines = append(lines, s)
	}
	return lines
}
