package documents

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Part is a finished file that is bound into a volume, under the name which the volume's outline has for it; one that
// goes on with the part before has none.
type Part struct {
	Title string
	PDF   []byte
}

// Volume is files bound into one, whose pages are numbered through on the outer upper edge. The pages themselves stay
// as they are.
type Volume struct {
	Title string
	Parts []Part
	// Pages names the pages, from 1; nil where they are not numbered through.
	Pages func(page, pages int) string
	// At is when it was bound: the file says so.
	At time.Time
	// Language is that of its text, as a BCP 47 tag.
	Language string
}

// Measures of the number of a page in a volume, in points: above the code of a form, within the paper's edge.
const (
	volumeNumberSize = 9.0
	volumeNumberLine = 8 * mm
)

var (
	pageObject  = []byte("/Type /Page\n")
	reference   = regexp.MustCompile(`\b(\d+) 0 R\b`)
	contentsRow = regexp.MustCompile(`/Contents\s+(\d+) 0 R`)
	fontsRow    = []byte("/Font <<\n")
	fontRow     = regexp.MustCompile(`/F(\d+) (\d+) 0 R`)
	fontUsed    = regexp.MustCompile(`(?m)^/F(\d+) `)
)

// The places of a file's own objects, as gopdf writes them and finishFile keeps them.
const (
	catalogObject = 1 // which names the pages and is made anew for a volume
	pagesObject   = 2
	outlineObject = 3
)

// CountPages is how many pages a file of this package has.
func CountPages(pdf []byte) (int, error) {
	objects, err := objectsOf(pdf)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, o := range objects {
		if bytes.Contains(o, pageObject) {
			n++
		}
	}
	return n, nil
}

// binder is a volume being bound: the objects of the file, from number 1.
type binder struct {
	objects [][]byte
	// pages are the numbers of the objects that are pages, trees those of the parts' trees of pages, and resources
	// those that name fonts.
	pages, trees, resources []int
	outline                 []outlineEntry
}

// outlineEntry is a name in the outline and the page on which its part begins.
type outlineEntry struct {
	title string
	page  int
}

// Bind binds files of this package into one volume: the same bytes for the same parts.
func (f *Fonts) Bind(v Volume) (Printed, error) {
	b := &binder{objects: make([][]byte, outlineObject)} // the first three are made last
	for _, part := range v.Parts {
		first := len(b.pages)
		if err := b.add(part.PDF); err != nil {
			return Printed{}, fmt.Errorf("bind %s: %w", part.Title, err)
		}
		if part.Title != "" && len(b.pages) > first {
			b.outline = append(b.outline, outlineEntry{part.Title, b.pages[first]})
		}
	}
	if len(b.pages) == 0 {
		return Printed{}, errors.New("bind: no page")
	}
	if v.Pages != nil {
		if err := b.number(f, v); err != nil {
			return Printed{}, fmt.Errorf("bind: number the pages: %w", err)
		}
	}
	b.close(v)
	return Printed{PDF: writeFile(b.objects, v.Title, v.At.UTC().Format(pdfTime)), Pages: len(b.pages)}, nil
}

// add takes over the objects of a file, all but its last, which says who made it; their numbers are moved.
func (b *binder) add(pdf []byte) error {
	objects, err := objectsOf(pdf)
	if err != nil {
		return err
	}
	by := len(b.objects)
	for i, o := range objects[:len(objects)-1] {
		o = moved(o, by)
		number := by + i + 1
		switch {
		case bytes.Contains(o, pageObject):
			b.pages = append(b.pages, number)
		case i+1 == pagesObject:
			b.trees = append(b.trees, number)
			o = bytes.Replace(o, []byte("<<\n"), fmt.Appendf(nil, "<<\n  /Parent %d 0 R\n", pagesObject), 1)
		case i+1 == catalogObject, i+1 == outlineObject:
			o = []byte("null\n") // the volume's own stand for them
		case bytes.Contains(o, fontsRow) && bytes.Contains(o, []byte("/ProcSet [")):
			b.resources = append(b.resources, number)
		}
		b.objects = append(b.objects, o)
	}
	return nil
}

// moved is an object whose references are moved on by so much. What is in a stream refers to nothing.
func moved(object []byte, by int) []byte {
	head, stream, has := bytes.Cut(object, []byte("stream\n"))
	head = reference.ReplaceAllFunc(head, func(r []byte) []byte {
		n, err := strconv.Atoi(string(bytes.TrimSuffix(r, []byte(" 0 R"))))
		if err != nil {
			return r // the pattern has digits only
		}
		return fmt.Appendf(nil, "%d 0 R", n+by)
	})
	if !has {
		return head
	}
	return bytes.Join([][]byte{head, stream}, []byte("stream\n"))
}

// number writes the number of each page over it: pages with nothing but numbers are set and drawn onto the others, with
// their fonts under names that no other page uses.
func (b *binder) number(f *Fonts, v Volume) error {
	s := &sheet{fonts: f}
	for i := range b.pages {
		s.addPage()
		s.writeRight(s.page(), f.body, v.Pages(i+1, len(b.pages)), formRight, volumeNumberLine, volumeNumberSize, black)
	}
	if s.err != nil {
		return s.err
	}
	raw, err := s.emit()
	if err != nil {
		return err
	}
	numbers, err := finishFile(raw, "", "")
	if err != nil {
		return err
	}
	over := &binder{objects: b.objects}
	if err := over.add(numbers); err != nil {
		return err
	}
	b.objects = over.objects
	var named bytes.Buffer
	for _, m := range fontRow.FindAllSubmatch(b.objects[over.resources[0]-1], -1) {
		fmt.Fprintf(&named, "\t\t/V%s %s 0 R\n", m[1], m[2])
	}
	for _, r := range b.resources {
		b.objects[r-1] = bytes.Replace(b.objects[r-1], fontsRow, append(bytes.Clone(fontsRow), named.Bytes()...), 1)
	}
	for i, page := range b.pages {
		written, err := contentsOf(b.objects[over.pages[i]-1])
		if err != nil {
			return err
		}
		if err := b.renameFonts(written); err != nil {
			return err
		}
		b.objects[page-1] = contentsRow.ReplaceAll(b.objects[page-1],
			fmt.Appendf(nil, "/Contents [$1 0 R %d 0 R]", written))
		b.objects[over.pages[i]-1] = []byte("null\n")
	}
	b.objects[over.trees[0]-1] = []byte("null\n")
	return nil
}

func contentsOf(page []byte) (int, error) {
	m := contentsRow.FindSubmatch(page)
	if m == nil {
		return 0, errors.New("a page has no content")
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0, fmt.Errorf("a page's content: %w", err)
	}
	return n, nil
}

// renameFonts has a content use the fonts by the names under which the resources of other pages have them.
func (b *binder) renameFonts(number int) error {
	_, stream, _ := bytes.Cut(b.objects[number-1], []byte("stream\n"))
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return fmt.Errorf("a page's content: %w", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("a page's content: %w", err)
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write(fontUsed.ReplaceAll(plain, []byte("/V$1 "))); err != nil {
		return fmt.Errorf("a page's content: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("a page's content: %w", err)
	}
	b.objects[number-1] = fmt.Appendf(nil, "<<\n/Filter/FlateDecode/Length %d\n>>\nstream\n%s\nendstream\n",
		packed.Len(), packed.Bytes())
	return nil
}

// close makes the catalog, the tree of pages and the outline.
func (b *binder) close(v Volume) {
	kids := make([]string, len(b.trees))
	for i, tree := range b.trees {
		kids[i] = strconv.Itoa(tree) + " 0 R"
	}
	outline := len(b.objects) + 1
	b.objects[catalogObject-1] = fmt.Appendf(nil, "<<\n/Type /Catalog\n/Pages %d 0 R\n/Outlines %d 0 R\n"+
		"/PageMode /UseOutlines\n/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n>>\n",
		pagesObject, outline, v.Language)
	b.objects[pagesObject-1] = fmt.Appendf(nil, "<<\n/Type /Pages\n/Count %d\n/Kids [%s]\n>>\n",
		len(b.pages), strings.Join(kids, " "))
	b.objects[outlineObject-1] = []byte("null\n")
	if len(b.outline) == 0 {
		b.objects = append(b.objects, []byte("<<\n/Type /Outlines\n/Count 0\n>>\n"))
		return
	}
	b.objects = append(b.objects, fmt.Appendf(nil, "<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>\n",
		outline+1, outline+len(b.outline), len(b.outline)))
	for i, entry := range b.outline {
		beside := ""
		if i > 0 {
			beside += fmt.Sprintf("/Prev %d 0 R\n", outline+i)
		}
		if i+1 < len(b.outline) {
			beside += fmt.Sprintf("/Next %d 0 R\n", outline+i+2)
		}
		b.objects = append(b.objects, fmt.Appendf(nil, "<<\n/Title %s\n/Parent %d 0 R\n%s/Dest [%d 0 R /Fit]\n>>\n",
			hexString(entry.title), outline, beside, entry.page))
	}
}
