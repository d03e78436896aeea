package documents

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// pdfTime is how a file tells an instant, in UTC.
const pdfTime = "D:20060102150405Z"

var (
	objectHead  = regexp.MustCompile(`^\d+ 0 obj\n`)
	mapped      = regexp.MustCompile(`<([0-9A-F]{4,})><[0-9A-F]{4,}><([0-9A-F]{4,})>`)
	startOfXref = []byte("\nstartxref\n")
)

// finishFile is a pass over the finished file: it mends what the library writes of characters above U+FFFF, whose table
// of glyphs and characters (ToUnicode) holds UTF-16, and in ranges of at most a hundred; and it adds title, time and
// identity, which depend on the paper alone.
func finishFile(raw []byte, title, made string) ([]byte, error) {
	objects, err := objectsOf(raw)
	if err != nil {
		return nil, err
	}
	for i, o := range objects {
		if bytes.Contains(o, []byte("begincmap")) {
			objects[i] = mendedMap(o)
		}
	}
	return writeFile(objects, title, made), nil
}

// writeFile writes objects, from number 1, the catalog first, as a file with its title, time and identity.
func writeFile(objects [][]byte, title, made string) []byte {
	info := fmt.Sprintf("<<\n/Title %s\n/Producer (Duban)\n/CreationDate (%s)\n>>\n", hexString(title), made)
	objects = append(objects, []byte(info))
	digest := sha256.New()
	for _, o := range objects {
		digest.Write(o)
	}
	id := fmt.Sprintf("%X", digest.Sum(nil)[:16])

	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", i+1)
		b.Write(o)
		b.WriteString("endobj\n")
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<<\n/Size %d\n/Root 1 0 R\n/Info %d 0 R\n/ID [<%s> <%s>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), id, id, at)
	return b.Bytes()
}

// objectsOf are the objects of a file, by number from 1, without their heads and ends: the table of the file says where
// each begins.
func objectsOf(raw []byte) ([][]byte, error) {
	end := bytes.LastIndex(raw, startOfXref)
	if end < 0 {
		return nil, errors.New("the file has no table of its objects")
	}
	number, _, _ := bytes.Cut(raw[end+len(startOfXref):], []byte("\n"))
	table, err := strconv.Atoi(string(number))
	if err != nil || table > end {
		return nil, errors.New("the file does not say where its table is")
	}
	rows := strings.Split(string(raw[table:end]), "\n")
	var begins []int
	for _, row := range rows[min(3, len(rows)):] { // after its head and the row of what is free
		if !strings.HasSuffix(row, " n ") {
			break
		}
		at, err := strconv.Atoi(row[:10])
		if err != nil {
			return nil, fmt.Errorf("table of the file: %w", err)
		}
		begins = append(begins, at)
	}
	objects := make([][]byte, len(begins))
	for i, at := range begins {
		next := table
		if i+1 < len(begins) {
			next = begins[i+1]
		}
		head := objectHead.Find(raw[at:next])
		last := bytes.LastIndex(raw[at:next], []byte("endobj\n"))
		if head == nil || last < len(head) {
			return nil, fmt.Errorf("object %d of the file is not where its table says", i+1)
		}
		objects[i] = raw[at+len(head) : at+last]
	}
	return objects, nil
}

// mendedMap writes the table of glyphs and characters anew, in order and in UTF-16.
func mendedMap(object []byte) []byte {
	type pair struct{ glyph, character uint64 }
	var pairs []pair
	for _, m := range mapped.FindAllSubmatch(object, -1) {
		glyph, _ := strconv.ParseUint(string(m[1]), 16, 32)
		character, _ := strconv.ParseUint(string(m[2]), 16, 32)
		pairs = append(pairs, pair{glyph, character})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return int(a.glyph) - int(b.glyph) })
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for chunk := range slices.Chunk(pairs, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, p := range chunk {
			fmt.Fprintf(&b, "<%04X> <%s>\n", p.glyph, utf16Hex(string(rune(p.character))))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return fmt.Appendf(nil, "<<\n/Length %d\n>>\nstream\n%sendstream\n", b.Len(), b.String())
}

func utf16Hex(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// hexString is a text of the file's own, in UTF-16 with its mark.
func hexString(text string) string { return "<FEFF" + utf16Hex(text) + ">" }
