package sheets_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"duban/documents/sheets"
)

var china = time.FixedZone("", 8*60*60)

func written(t *testing.T, b *sheets.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// partOf is a part of the workbook as it lies in the file.
func partOf(t *testing.T, book []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Numbers are numbers, instants are dates by the organisation's clock, amounts are yuan; each reads back.
func TestCellsAreWhatTheyAre(t *testing.T) {
	b := sheets.NewBook(china, t.TempDir())
	table := b.Table("台账: 2026/10", []sheets.Column{
		{
			Title: "编号",
			Width: 20,
		},
		{Title: "件数"},
		{Title: "金额"},
		{Title: "接到"},
		{Title: "比率"},
		{Title: "天"},
		{Title: "空"},
	})
	table.Add("投2026-0001", 12, sheets.Money(123456), time.Date(2026, 3, 1, 16, 30, 0, 0, time.UTC),
		sheets.Share{Value: 0.8333, Places: 1}, sheets.Decimal{Value: 2.25, Places: 2}, nil)
	table.End()
	book := written(t, b)
	file, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	if names := file.GetSheetList(); len(names) != 1 || names[0] != "台账  2026 10" {
		t.Errorf("sheets: %q", names)
	}
	rows, err := file.GetRows("台账  2026 10")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"投2026-0001", "12", "1,234.56", "2026-03-02 00:30", "83.3%", "2.25"}
	if len(rows) != 2 || fmt.Sprint(rows[1]) != fmt.Sprint(want) {
		t.Errorf("rows: %q, want %q", rows, want)
	}
	raw := partOf(t, book, "xl/worksheets/sheet1.xml")
	for _, cell := range []string{"<v>12</v>", "<v>1234.56</v>", "<v>0.8333</v>", "<v>2.25</v>", "<v>46083.02083"} {
		if !strings.Contains(raw, cell) {
			t.Errorf("no number %s in %s", cell, raw)
		}
	}
}

// What people have written stays a text, whatever it begins with, and keeps every character.
func TestNoCellIsAFormula(t *testing.T) {
	texts := []string{
		"=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "+86 138 0000 0000", "-1", "@SUM(A1)", "\t=1", "\r=1",
		"'=1",
		"=cmd|' /C calc'!A0", "𠮷野家 𬭎", "<script>&\"", "第一行\n第二行", " 前后有空格 ", "_x0041_", "0012",
	}
	b := sheets.NewBook(china, t.TempDir())
	table := b.Table("=1+1", []sheets.Column{{Title: "=2+2"}})
	for _, text := range texts {
		table.Add(text)
	}
	table.End()
	book := written(t, b)
	raw := partOf(t, book, "xl/worksheets/sheet1.xml")
	if strings.Contains(raw, "<f>") || strings.Contains(raw, "<f ") {
		t.Errorf("a formula: %s", raw)
	}
	file, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		at := fmt.Sprintf("A%d", i+2)
		got, err := file.GetCellValue("=1+1", at)
		if want := strings.ReplaceAll(text, "\r", "\n"); err != nil || strings.ReplaceAll(got, "\r", "\n") != want {
			t.Errorf("%q reads back as %q, %v", text, got, err)
		}
		kind, err := file.GetCellType("=1+1", at)
		if err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%q is of type %d, %v", text, kind, err)
		}
		id, err := file.GetCellStyle("=1+1", at)
		if err != nil {
			t.Fatal(err)
		}
		style, err := file.GetStyle(id)
		if err != nil || style.NumFmt != 49 && (style.CustomNumFmt == nil || *style.CustomNumFmt != "@") {
			t.Errorf("%q has not the format of text: %+v, %v", text, style, err)
		}
	}
}

// A chart names the rows that it draws.
func TestAChart(t *testing.T) {
	b := sheets.NewBook(china, t.TempDir())
	table := b.Table("报表", []sheets.Column{{Title: "单位"}, {Title: "件数"}})
	table.Add("甲", 1)
	table.Add("乙", 2)
	table.End()
	b.AddChart("图", table, 1, 2, table.Rows())
	chart := partOf(t, written(t, b), "xl/charts/chart1.xml")
	if !strings.Contains(chart, "&#39;报表&#39;!$B$2:$B$3") && !strings.Contains(chart, "'报表'!$B$2:$B$3") {
		t.Errorf("the chart draws something else: %s", chart)
	}
}

// A hundred thousand rows of a register take at most 300 MiB; how long they take is printed.
func TestAHundredThousandRows(t *testing.T) {
	const rows = 100_000
	began := time.Now()
	peak := make(chan uint64)
	done := make(chan struct{})
	go func() {
		var highest uint64
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			highest = max(highest, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				peak <- highest
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	b := sheets.NewBook(china, t.TempDir())
	columns := make([]sheets.Column, 14)
	for i := range columns {
		columns[i] = sheets.Column{Title: fmt.Sprintf("栏%d", i), Width: 16}
	}
	table := b.Table("台账", columns)
	at := time.Date(2026, 3, 1, 16, 30, 0, 0, time.UTC)
	for i := range rows {
		number := fmt.Sprintf("投2026-%06d", i)
		table.Add(number, "物流公司客户投诉处理制度", "货物延误三日，要求答复并赔偿运费 "+number, "延误", "一般", "办理中", "答复客户", "第二网点",
			at, at, at, "否", "热线", i)
	}
	table.End()
	book := written(t, b)
	close(done)
	used := <-peak
	t.Logf("%d rows: %s, at most %d MiB in use, %d KiB", rows, time.Since(began).Round(time.Millisecond), used>>20,
		len(book)>>10)
	if used > 300<<20 {
		t.Error("too much is held in memory")
	}
}
