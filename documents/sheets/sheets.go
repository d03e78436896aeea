// Package sheets writes workbooks that spreadsheet programs open (xlsx): lists of very many rows, whose numbers are
// numbers and whose dates are dates. What people have written is a text in every cell and never becomes a formula, not
// even when somebody edits the cell, because the cell's format is that of text.
package sheets

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Column is one of a table.
type Column struct {
	Title string
	// Width is in characters.
	Width float64
}

// Money is an amount in fen; it is shown in yuan.
type Money int64

// Decimal is a number that is shown with so many places.
type Decimal struct {
	Value  float64
	Places int
}

// Share is a part of a whole, 1 for all of it; it is shown in per cent with so many places.
type Share struct {
	Value  float64
	Places int
}

// Book is a workbook under construction. It keeps what it holds in a temporary file once it is large; Close removes it.
type Book struct {
	file *excelize.File
	// zone is where its instants are shown.
	zone   *time.Location
	styles map[style]int
	sheets int
	err    error
}

// style is a look of cells: a format of numbers, bold, wrapped.
type style struct {
	format     string
	bold, wrap bool
}

const (
	textFormat    = "@"
	wholeFormat   = "0"
	moneyFormat   = "#,##0.00"
	instantFormat = "yyyy-mm-dd hh:mm"
)

// NewBook begins a workbook. Temporary files are made in the folder, "" for the system's.
func NewBook(zone *time.Location, folder string) *Book {
	return &Book{
		file:   excelize.NewFile(excelize.Options{TmpDir: folder}),
		zone:   zone,
		styles: map[style]int{},
	}
}

// Close removes what the book has put on the disk.
func (b *Book) Close() error { return b.file.Close() } //nolint:wrapcheck // names the file

// mostTitle is how long the name of a sheet may be.
const mostTitle = 31

// addSheet makes a sheet of a name that spreadsheet programs take.
func (b *Book) addSheet(title string) string {
	name := []rune(strings.NewReplacer(":", " ", "\\", " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")", "'", "’").
		Replace(title))
	if len(name) > mostTitle {
		name = name[:mostTitle]
	}
	b.sheets++
	if b.sheets == 1 {
		b.keep(b.file.SetSheetName("Sheet1", string(name)))
		return string(name)
	}
	_, err := b.file.NewSheet(string(name))
	b.keep(err)
	return string(name)
}

// keep keeps the first error; whoever writes the book is told it.
func (b *Book) keep(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("workbook: %w", err)
	}
}

func (b *Book) styleOf(s style) int {
	id, known := b.styles[s]
	if known {
		return id
	}
	made := &excelize.Style{
		CustomNumFmt: &s.format,
		Alignment:    &excelize.Alignment{Vertical: "top", WrapText: s.wrap},
	}
	if s.bold {
		made.Font = &excelize.Font{Bold: true}
		made.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}
	}
	id, err := b.file.NewStyle(made)
	b.keep(err)
	b.styles[s] = id
	return id
}

// cellOf is a value as the cell of a sheet.
func (b *Book) cellOf(value any) excelize.Cell {
	switch v := value.(type) {
	case nil:
		return excelize.Cell{}
	case string:
		return excelize.Cell{StyleID: b.styleOf(style{format: textFormat}), Value: v}
	case int:
		return excelize.Cell{StyleID: b.styleOf(style{format: wholeFormat}), Value: v}
	case int64:
		return excelize.Cell{StyleID: b.styleOf(style{format: wholeFormat}), Value: v}
	case Money:
		return excelize.Cell{StyleID: b.styleOf(style{format: moneyFormat}), Value: float64(v) / 100}
	case Decimal:
		return excelize.Cell{StyleID: b.styleOf(style{format: decimalFormat(v.Places)}), Value: v.Value}
	case Share:
		return excelize.Cell{StyleID: b.styleOf(style{format: decimalFormat(v.Places) + "%"}), Value: v.Value}
	case time.Time:
		local := v.In(b.zone) // a cell has no zone: it shows the clock of the organisation
		shown := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0,
			time.UTC)
		return excelize.Cell{StyleID: b.styleOf(style{format: instantFormat}), Value: shown}
	default:
		b.keep(fmt.Errorf("no cell for a %T", value))
		return excelize.Cell{}
	}
}

func decimalFormat(places int) string {
	if places == 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", places)
}

// Table is a sheet that is written row by row, from the top.
type Table struct {
	book   *Book
	name   string
	stream *excelize.StreamWriter
	row    int
}

// Table begins a sheet with a head of titles that stays in sight.
func (b *Book) Table(title string, columns []Column) *Table {
	t := &Table{book: b, name: b.addSheet(title)}
	var err error
	t.stream, err = b.file.NewStreamWriter(t.name)
	b.keep(err)
	if b.err != nil {
		return t
	}
	head := make([]any, len(columns))
	for i, c := range columns {
		b.keep(t.stream.SetColWidth(i+1, i+1, max(c.Width, 8)))
		head[i] = excelize.Cell{StyleID: b.styleOf(style{format: textFormat, bold: true, wrap: true}), Value: c.Title}
	}
	b.keep(t.stream.SetPanes(&excelize.Panes{
		Freeze:      true,
		YSplit:      1,
		TopLeftCell: "A2",
		ActivePane:  "bottomLeft",
	}))
	t.write(head)
	return t
}

// MostRows is how many a sheet can have below its head.
const MostRows = excelize.TotalRows - 1

// Add writes a row: texts (string), whole numbers, Money, Decimal, Share, instants (time.Time), nil for an empty cell.
func (t *Table) Add(values ...any) {
	if t.book.err != nil {
		return
	}
	cells := make([]any, len(values))
	for i, v := range values {
		cells[i] = t.book.cellOf(v)
	}
	t.write(cells)
}

func (t *Table) write(cells []any) {
	t.row++
	at, err := excelize.CoordinatesToCellName(1, t.row)
	t.book.keep(err)
	if err == nil {
		t.book.keep(t.stream.SetRow(at, cells))
	}
}

// Rows is how many rows were added.
func (t *Table) Rows() int { return t.row - 1 }

// End ends the table; after that another sheet can be begun.
func (t *Table) End() {
	if t.stream != nil {
		t.book.keep(t.stream.Flush())
	}
}

// AddChart draws bars of one column of a table that has ended, a bar for each of its first rows, on a sheet of its own.
// Columns count from 1.
func (b *Book) AddChart(title string, t *Table, labels, column, rows int) {
	if b.err != nil || rows < 2 {
		return
	}
	name := b.addSheet(title)
	across := func(column int) string {
		letter, err := excelize.ColumnNumberToName(column)
		b.keep(err)
		return fmt.Sprintf("'%s'!$%s$2:$%s$%d", t.name, letter, letter, rows+1)
	}
	head, err := excelize.ColumnNumberToName(column)
	b.keep(err)
	b.keep(b.file.AddChart(name, "A1", &excelize.Chart{
		Type: excelize.Col,
		Series: []excelize.ChartSeries{{
			Name:       fmt.Sprintf("'%s'!$%s$1", t.name, head),
			Categories: across(labels),
			Values:     across(column),
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 900, Height: 480},
	}))
}

// WriteTo writes the book. It fails if anything that was put into it could not be.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.file.WriteTo(w)
	if err != nil {
		return n, fmt.Errorf("workbook: %w", err)
	}
	return n, nil
}
