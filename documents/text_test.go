package documents

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"duban/documents/documentstest"
)

// rare has a character of each block by hand, with how it is called in Unicode.
var rare = []rune{
	'𠮷', 0x20BB7, // Extension B, twice: as written and as called
	0x2A6A5, 0x20000, // B
	0x2A700, 0x2B738 - 4, // C
	0x2B746, 0x2B81D, // D
	'𬭎', 0x2CB4E, // E
	0x2CEB0 + 1, 0x2EBE0, // F
	0x3400, 0x4DB5, // A
	'工', '⼯', '日', '⽇', '人', '⼈', // look-alikes, each itself
}

func TestTextOutEqualsTextIn(t *testing.T) {
	const seed = 49
	random := rand.New(rand.NewPCG(seed, seed))
	fonts := NewFonts("", "")
	pool := charactersOf(t, fonts)
	paper := Paper{Letter: true, Title: "文字", At: time.Unix(0, 0)}
	for i := range 1000 {
		text := []rune{pool[0][random.IntN(len(pool[0]))]}
		for range random.IntN(12) {
			block := pool[random.IntN(len(pool))]
			text = append(text, block[random.IntN(len(block))])
		}
		if i < len(rare) {
			text = append(text, rare[i])
		}
		paper.Body = append(paper.Body, string(text))
	}
	out, err := fonts.Print(paper)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for _, p := range documentstest.Read(t, out.PDF).Pages {
		for _, l := range p.Lines() {
			read[l.Text]++
		}
	}
	for _, text := range paper.Body {
		if read[text]--; read[text] < 0 {
			t.Errorf("seed %d: %+q is not in the file as it was put in", seed, text)
		}
	}
	got := extractText(t, out.PDF)
	for _, text := range paper.Body {
		if !strings.Contains(got, text) {
			t.Errorf("seed %d: pdftotext does not give %+q", seed, text)
		}
	}
}

// charactersOf are the characters of each block that the fonts have, nearly all of each.
func charactersOf(t *testing.T, fonts *Fonts) [][]rune {
	t.Helper()
	blocks := []struct {
		first, last rune
		most        int // how many of the block may lack: later editions of Unicode have grown it
	}{
		{0x4E00, 0x9FA5, 0},
		{'0', '~', 0},
		{0x3400, 0x4DB5, 0},
		{0x20000, 0x2A6D6, 0},
		{0x2A700, 0x2B734, 0},
		{0x2B740, 0x2B81D, 0},
		{0x2B820, 0x2CEA1, 0},
		{0x2CEB0, 0x2EBE0, 0},
	}
	var pool [][]rune
	for _, b := range blocks {
		var has []rune
		for r := b.first; r <= b.last; r++ {
			found, _, err := fontFor(fonts.body, r)
			if err != nil {
				t.Fatal(err)
			}
			if found != nil {
				has = append(has, r)
			}
		}
		if lack := int(b.last-b.first) + 1 - len(has); lack > b.most {
			t.Errorf("block from U+%X: %d characters lack", b.first, lack)
		}
		pool = append(pool, has)
	}
	return pool
}

// extractText is what pdftotext gives, without spaces. CI has it (scripts/setup).
func extractText(t *testing.T, pdf []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no pdftotext: scripts/setup pdf installs it")
		}
		t.Skip("no pdftotext: scripts/setup pdf installs it")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, "-raw", "-enc", "UTF-8", name, "-")
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v: %s", err, complaints.String())
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, string(out))
}

func TestCharacterThatNoFontHasStopsThePaper(t *testing.T) {
	fonts := NewFonts("", "")
	for place, paper := range map[string]Paper{
		"投诉人": {Title: "登记表", Rows: []Row{{Cells: []Cell{{Title: "投诉人", Says: "张\U000323AF"}}}}},
		"登记表": {Title: "登记表", Letter: true, Body: []string{"甲", "乙\U000323AF"}},
	} {
		paper.Pages = func(int, int) string { return "" }
		_, err := fonts.Print(paper)
		var lacking *LackingError
		if !errors.As(err, &lacking) {
			t.Fatalf("%s: %v, want the character named", place, err)
		}
		if lacking.Character != 0x323AF || lacking.Field != place {
			t.Errorf("%s: U+%X in %q", place, lacking.Character, lacking.Field)
		}
	}
}

func TestSamePaperSameBytes(t *testing.T) {
	paper := Paper{
		Organisation: "某市某某局",
		Title:        "客户投诉处理表𠮷",
		Number:       "意202611-001",
		Rows:         []Row{{Cells: []Cell{{Title: "客户", Says: "𠮷田𬭎"}, {Title: "内容", Says: "货损", Lines: 4}}}},
		Seal:         true,
		QR:           "意202611-001",
		Pages:        func(int, int) string { return "第1页" },
		At:           time.Date(2026, 11, 30, 1, 2, 3, 0, time.UTC),
	}
	first, err := NewFonts("", "").Print(paper)
	if err != nil {
		t.Fatal(err)
	}
	fonts := NewFonts("", "")
	other := paper
	other.Title = "另一张"
	if _, err := fonts.Print(other); err != nil { // what was printed before leaves no trace
		t.Fatal(err)
	}
	done := make(chan []byte)
	for range 2 {
		go func() {
			out, err := fonts.Print(paper)
			if err != nil {
				t.Error(err)
			}
			done <- out.PDF
		}()
	}
	for range 2 {
		if !bytes.Equal(<-done, first.PDF) {
			t.Error("the same paper has other bytes")
		}
	}
	if !bytes.Contains(first.PDF, []byte("/CreationDate (D:20261130010203Z)")) {
		t.Error("the file does not say when the paper was made")
	}
}
