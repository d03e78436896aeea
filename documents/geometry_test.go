package documents

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"duban/documents/documentstest"
)

// Millimetres of GB/T 9704-2012, by hand.
const (
	pointsPerMM = 2.834645669
	sheetHeight = 297.0
)

func TestLettersAreAsTheStandardHasThem(t *testing.T) {
	text := strings.Repeat("货到后发现外包装破损，客户当场拒收并要求赔偿；经查验，损坏三件（详见附件）。", 12)
	paper := Paper{
		Letter:       true,
		Organisation: "某市某某局",
		Title:        "关于投诉事项的处理意见书",
		Number:       "意202611-001",
		Addressee:    "张三",
		Body:         []string{text, text},
		Seal:         true,
		Date:         "2026年11月30日",
		SealPlace:    "（印章）",
		At:           time.Unix(0, 0),
	}
	out, err := NewFonts("", "").Print(paper)
	if err != nil {
		t.Fatal(err)
	}
	file := documentstest.Read(t, out.PDF)
	if len(file.Pages) != 3 {
		t.Fatalf("%d pages, want 3", len(file.Pages))
	}
	full := file.Pages[1].Lines() // a page of text from the first line to the last
	full = full[:len(full)-1]     // without its number
	if len(full) != 22 {
		t.Fatalf("%d lines, want 22", len(full))
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1 {
			t.Errorf("%s: %.2f mm, want %.2f", what, got, want)
		}
	}
	fromTop := func(l documentstest.Shown, above float64) float64 {
		return sheetHeight - (l.Y+above*l.Size)/pointsPerMM
	}
	near("upper edge", fromTop(full[0], 0.88), 37)
	near("lower edge", fromTop(full[21], -0.12), 37+225)
	for i, l := range full {
		if l.Size != 16 {
			t.Errorf("line %d: size %v, want 16", i+1, l.Size)
		}
		if i > 0 {
			near("line to line", (full[i-1].Y-l.Y)/pointsPerMM, 10.45)
		}
		if utf8.RuneCountInString(l.Text) >= 27 { // 27 where the next would begin with what may not
			near("left edge", l.X/pointsPerMM, 28)
			near("right edge", (l.X+l.Width)/pointsPerMM, 28+156)
		}
	}
	var whole int
	for _, p := range file.Pages {
		for _, l := range p.Lines() {
			if utf8.RuneCountInString(l.Text) == 28 {
				whole++
			}
		}
	}
	if whole < 10 {
		t.Errorf("%d lines of 28 characters, want more", whole)
	}
	last := file.Pages[2].Lines()
	date := last[len(last)-2]
	if date.Text != "2026年11月30日" {
		t.Fatalf("the letter ends with %q", date.Text)
	}
	near("date from the right", 28+156-(date.X+date.Width)/pointsPerMM, 4*16/pointsPerMM)
	near("number of the first page from the right", 28+156-endOf(file.Pages[0])/pointsPerMM, 14/pointsPerMM)
}

func endOf(p documentstest.Page) float64 {
	last := p.Shown[len(p.Shown)-1]
	return last.X + last.Width
}

// No line begins or ends with what may not stand there (GB/T 15834), in letters and in the cells of forms, whatever the
// measure; a number and a word stay whole.
func TestLinesBeginAndEndAsTheyMay(t *testing.T) {
	const notFirst, notLast = "，。、；：？！）》」』】”’%", "（《「『【“‘￥"
	text := "“这（批货）”，共《三百》件，计￥12,345.67元（含税）；联系人：Zhang-San@example.com、电话13800000000。“好”！——完……"
	fonts := NewFonts("", "")
	letter := Paper{Title: "文", Letter: true}
	form := Paper{Title: "文", Pages: func(int, int) string { return "" }}
	for shift := range 40 {
		says := strings.Repeat("甲", shift) + strings.Repeat(text, 5)
		letter.Body = append(letter.Body, says)
		form.Rows = append(form.Rows, Row{Cells: []Cell{{Title: "甲", Says: says}, {Title: "乙", Says: says}}})
	}
	for _, paper := range []Paper{letter, form} {
		out, err := fonts.Print(paper)
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for _, p := range documentstest.Read(t, out.PDF).Pages {
			for _, l := range p.Shown {
				lines++
				first, _ := utf8.DecodeRuneInString(l.Text)
				last, _ := utf8.DecodeLastRuneInString(l.Text)
				if strings.ContainsRune(notFirst, first) || strings.ContainsRune(notLast, last) {
					t.Errorf("line %q", l.Text)
				}
				if strings.HasPrefix(l.Text, "0") || strings.HasSuffix(l.Text, "138") {
					t.Errorf("a number is broken: %q", l.Text)
				}
			}
		}
		if lines < 400 {
			t.Errorf("%d lines, want more to judge by", lines)
		}
	}
}

// A row that is higher than a page goes on where it must, and nothing of it is lost; later pages bear the title.
func TestLongRowsGoOn(t *testing.T) {
	says := strings.Repeat("一二三四五六七八九十", 400)
	paper := Paper{
		Title:     "登记表",
		Continued: "（续）",
		Rows:      []Row{{Cells: []Cell{{Title: "内容", Says: says}}}},
		Pages:     func(int, int) string { return "" },
	}
	out, err := NewFonts("", "").Print(paper)
	if err != nil {
		t.Fatal(err)
	}
	file := documentstest.Read(t, out.PDF)
	if len(file.Pages) < 3 || len(file.Pages) != out.Pages {
		t.Fatalf("%d pages, told %d", len(file.Pages), out.Pages)
	}
	var body strings.Builder
	for i, p := range file.Pages {
		titled := false
		for _, l := range p.Shown {
			titled = titled || l.Text == "登记表（续）"
			if l.Y < 20*pointsPerMM {
				t.Errorf("page %d: %q stands below the text", i+1, l.Text)
			}
			if strings.ContainsAny(l.Text, "一二三四五六七八九十") {
				body.WriteString(l.Text)
			}
		}
		if i > 0 && !titled {
			t.Errorf("page %d does not say what it goes on with", i+1)
		}
	}
	if body.String() != says {
		t.Errorf("of %d bytes the pages have %d", len(says), body.Len())
	}
}
