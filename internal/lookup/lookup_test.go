package lookup

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"货物受潮":        "p:货物 p:物受 p:受潮",
		"货物，受潮":       "p:货物 p:受潮",
		"第12条":        "p:第1 p:2条 b:12",
		"B12":         "b:b12 b:b1",
		"Smith":       "f:smit f:mith b:sm b:smi",
		"李Smith":      "p:李s f:smit f:mith b:sm b:smi",
		"潮":           "c:潮",
		"a":           "b:a",
		"0302-0001":   "f:0302 b:03 b:030 f:0001 b:00 b:000 f:3020 f:0200 f:2000",
		"。、 ——\u200b": "",
		"👨\u200d👩":    "p:👨👩",
		"１０％":         "b:10",
		"Ⅷ":           "f:viii b:vi b:vii",
	} {
		if got := strings.Join(Terms(text, Inside), " "); got != want {
			t.Errorf("Terms(%q) are %q, want %q", text, got, want)
		}
	}
	if got := strings.Join(Terms("受潮", Title), " "); got != "p:受潮 c:受 c:潮" {
		t.Errorf("of a title: %q", got)
	}
}

const digits62345678 = "f:6234+f:2345+f:3456+f:4567+f:5678"

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"受潮 破损":             "p:受潮 & p:破损",
		"外包装":               "p:外包+p:包装",
		"张 三 丰":             "p:张三+p:三丰",
		"张 三丰":              "c:张 & p:三丰",
		"ab":                "b:ab",
		"2026 1129-0002":    "f:2026+f:1129+f:0002|t:202611290002",
		"+86 138 0000 0001": "b:86+b:138+f:0000+f:0001|f:1380+f:3800+f:8000+f:0000+f:0001|t:13800000001",
		"yd 0007919":        "b:yd & f:0007+f:0079+f:0791+f:7919|t:+07919",
		"010-62345678":      "b:010+" + digits62345678 + "|f:1062+f:0623+" + digits62345678 + "|t:1062345678",
		"01062345678": "f:0106+f:1062+f:0623+" + digits62345678 + "|f:1062+f:0623+" + digits62345678 +
			"|t:1062345678",
		"12345": "f:1234+f:2345|t:12345",
		"％ 。":   "",
	} {
		var words []string
		for _, w := range Words(text) {
			var readings []string
			for _, r := range w {
				readings = append(readings, strings.Join(r, "+"))
			}
			words = append(words, strings.Join(readings, "|"))
		}
		if got := strings.Join(words, " & "); got != want {
			t.Errorf("Words(%q) are %q, want %q", text, got, want)
		}
	}
}

// Whatever stands in a text between blanks is found in it, and a piece of Chinese wherever it stands; one character is
// found where it stands alone or in a title.
func TestWhatStandsInATextIsFound(t *testing.T) {
	characters := rapid.SampledFrom([]rune("货物受潮𠮷ａB3９-。 +輸é"))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(characters, 1, 30).Draw(t, "text")
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(text)).Draw(t, "to")
		piece := string(text[from:to])
		whole := (from == 0 || text[from-1] == ' ') && (to == len(text) || text[to] == ' ')
		if strings.ContainsFunc(piece, func(r rune) bool { return !strings.ContainsRune("货物受潮𠮷輸", r) }) && !whole {
			return
		}
		terms := Terms(string(text), Title)
		for _, word := range Words(piece) {
			if !slices.ContainsFunc(word, func(r Reading) bool {
				return !slices.ContainsFunc(r, func(term string) bool { return !slices.Contains(terms, term) })
			}) {
				t.Fatalf("%q is not found in %q: %v is not all in %v", piece, string(text), word, terms)
			}
		}
	})
}

func TestMarks(t *testing.T) {
	one, err := NewKey([]byte("one secret"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewKey([]byte("other secret"))
	if err != nil {
		t.Fatal(err)
	}
	mark := func(k *Key, set, term string) string { return k.Set(set).Mark([]byte(term)).String() }
	long := "t:" + strings.Repeat("1", 40)
	first := mark(one, "case", "p:受潮")
	if len(first) != 8 || first != mark(one, "case", "p:受潮") || strings.Trim(first, digits) != "" {
		t.Errorf("mark %q", first)
	}
	seen := map[string]bool{}
	for _, another := range []string{
		first, mark(one, "wall", "p:受潮"), mark(one, "case", "p:潮受"), mark(other, "case", "p:受潮"),
		mark(one, "casep", ":受潮"), mark(one, "case", long), mark(one, "wall", long), mark(other, "case", long),
		mark(one, "case", long[:15]), mark(one, "case", long[:16]), mark(one, "case", long[:14]),
		mark(one, "case", "p:受潮\x00"),
	} {
		if seen[another] {
			t.Error("two terms have one mark")
		}
		seen[another] = true
	}
	if got := JoinMarks([]Mark{3, 1, 3}); got != "aaaaaaab aaaaaaad" {
		t.Errorf("joined %q", got)
	}
	if one.ID == other.ID {
		t.Error("two keys have one id")
	}
}
