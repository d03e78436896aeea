package documents

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	rgb "image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"duban/documents/documentstest"
)

// partsToBind are files of both kinds, one with rare characters.
func partsToBind(t *testing.T, f *Fonts, n int) ([]Part, []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	var parts []Part
	var texts []string
	for i := range n {
		says := fmt.Sprintf("第%d件", i+1)
		for range 12 {
			says += string([]rune("欧阳𠮷𬭎𪚥签收货物淋湿")[random.IntN(11)])
		}
		p := Paper{
			Title:  "文书",
			Letter: i%2 == 1,
			Body:   []string{says},
			Rows:   []Row{{Cells: []Cell{{Title: "内容", Says: strings.Repeat("经查验，损坏三件。", 200*(i%3))}}}},
			Pages:  func(int, int) string { return "" },
			At:     time.Unix(0, 0),
		}
		out, err := f.Print(p)
		if err != nil {
			t.Fatal(err)
		}
		parts, texts = append(parts, Part{fmt.Sprintf("%d %s", i+1, says), out.PDF}), append(texts, says)
	}
	return parts, texts
}

// A volume has all pages of its parts, in order and unchanged, each with its number where the upper outer corner is;
// the same parts make the same bytes, and another program reads all of it and finds nothing wrong.
func TestAVolumeIsItsPartsNumberedThrough(t *testing.T) {
	f := NewFonts("", "")
	parts, texts := partsToBind(t, f, 5)
	v := Volume{
		Title:    "案卷 𠮷",
		Parts:    parts,
		Pages:    func(page, pages int) string { return fmt.Sprintf("第 %d 页　共 %d 页", page, pages) },
		At:       time.Unix(0, 0),
		Language: "zh-CN",
	}
	out, err := f.Bind(v)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.Bind(v); err != nil || string(again.PDF) != string(out.PDF) {
		t.Errorf("bound again it has other bytes (%v)", err)
	}
	file := documentstest.Read(t, out.PDF)
	if n, err := CountPages(out.PDF); err != nil || n != len(file.Pages) || out.Pages != n {
		t.Errorf("%d pages are read, %d counted, %d told (%v)", len(file.Pages), n, out.Pages, err)
	}
	page := 0
	for i, part := range parts {
		for _, own := range documentstest.Read(t, part.PDF).Pages {
			bound := file.Pages[page].Shown
			page++
			number := bound[len(own.Shown):]
			for k, s := range own.Shown {
				if bound[k] != s {
					t.Fatalf("part %d, page %d: %+v has become %+v", i+1, page, s, bound[k])
				}
			}
			var says string
			for _, s := range number {
				says += s.Text
				if s.Size != 9 {
					t.Errorf("page %d: its number has size %v", page, s.Size)
				}
			}
			if want := fmt.Sprintf("第 %d 页　共 %d 页", page, out.Pages); says != want {
				t.Errorf("page %d says %q, want %q", page, says, want)
			}
			last := number[len(number)-1]
			if end, top := (last.X+last.Width)/pointsPerMM, sheetHeight-last.Y/pointsPerMM; end < 189 || end > 191 ||
				top < 7 || top > 9 {
				t.Errorf("page %d: its number ends at %.1f mm, %.1f mm from the top", page, end, top)
			}
		}
	}
	plain := extractText(t, out.PDF)
	for _, says := range texts {
		if !strings.Contains(plain, strings.ReplaceAll(says, " ", "")) {
			t.Errorf("pdftotext does not find %s", says)
		}
	}
}

// A picture is a page of a volume; what only says that it is one is refused.
func TestPicturesArePages(t *testing.T) {
	f := NewFonts("", "")
	drawn := image.NewRGBA(image.Rect(0, 0, 400, 1000))
	for y := range 1000 {
		drawn.Set(200, y, rgb.RGBA{R: 255, A: 255})
	}
	var data bytes.Buffer
	if err := png.Encode(&data, drawn); err != nil {
		t.Fatal(err)
	}
	out, err := f.PrintPicture("货损照片\U000323AF.png", data.Bytes(), time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := f.Bind(Volume{
		Title: "案卷",
		Parts: []Part{{"货损照片", out.PDF}},
		Pages: func(page, pages int) string { return fmt.Sprintf("%d/%d", page, pages) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(bound.PDF, []byte("/Subtype /Image")) {
		t.Error("the volume has no image")
	}
	if text := documentstest.Read(t, bound.PDF).Text(); text != "货损照片□.png1/1" {
		t.Errorf("the page says %s", text)
	}
	for _, wrong := range [][]byte{nil, []byte("GIF89a"), data.Bytes()[:60]} {
		if _, err := f.PrintPicture("x", wrong, time.Unix(0, 0)); !errors.Is(err, ErrNoPicture) {
			t.Errorf("%d bytes: %v", len(wrong), err)
		}
	}
}
