package words_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duban/web/words"
)

type span struct{ days int }

func (s span) Word() (string, map[string]any) {
	return "length.day", map[string]any{"n": s.days, "count": s.days}
}

func TestText(t *testing.T) {
	en, _ := words.AllLanguages().ByID("en")
	zh := words.DefaultLanguage()
	for _, x := range []struct {
		language words.Language
		key      string
		blanks   map[string]any
		want     string
	}{
		{zh, "length.day", map[string]any{"n": 1, "count": 1}, "1 天"},
		{en, "length.day", map[string]any{"n": 1, "count": 1}, "1 day"},
		{en, "length.day", map[string]any{"n": 2.0, "count": 2.0}, "2 days"},
		{en, "no.such.key", nil, "no.such.key"},
		{en, "length.month", map[string]any{"n": span{3}}, "3 days months"},
		{zh, "length.hour", map[string]any{"n": []string{"1", "2"}}, "1、2 小时"},
		{en, "length.hour", map[string]any{"n": []any{span{1}, "x"}}, "1 day, x h"},
		{zh, "length.hour", nil, "{n} 小时"},
	} {
		if got := x.language.Text(x.key, x.blanks); got != x.want {
			t.Errorf("%s in %s: %q, want %q", x.key, x.language.ID, got, x.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]string{
		"":                           "zh",
		"en-GB,en;q=0.9":             "en",
		"fr-FR, zh-TW;q=0.5":         "zh",
		"ja":                         "zh",
		"zh-CN,zh;q=0.9,en;q=0.8":    "zh",
		"; not a header at all ; ;;": "zh",
	} {
		if got := words.MatchLanguage(header).ID; got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// Every language has the words of the default one, with the same blanks; of plural forms only those it needs.
func TestEveryLanguageHasEveryWord(t *testing.T) {
	for _, l := range words.AllLanguages()[1:] {
		for _, key := range words.DefaultLanguage().Keys() {
			if !slices.Contains(l.Keys(), key) {
				t.Errorf("%s lacks %s", l.ID, key)
				continue
			}
			want, got := blanks(words.DefaultLanguage().Text(key, nil)), blanks(l.Text(key, nil))
			if !slices.Equal(want, got) {
				t.Errorf("%s in %s has the blanks %v, want %v", key, l.ID, got, want)
			}
		}
		for _, key := range l.Keys() {
			if !words.DefaultLanguage().HasWords(pluralForm.ReplaceAllString(key, "")) {
				t.Errorf("%s in %s is no word of the default language", key, l.ID)
			}
		}
	}
}

func blanks(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			slices.Sort(names)
			return slices.Compact(names)
		}
		name, after, _ := strings.Cut(rest, "}")
		names, text = append(names, name), after
	}
}

// A third language is one folder and one row: what it lacks is said in the default language.
func TestAThirdLanguage(t *testing.T) {
	folder := fstest.MapFS{
		"languages.json": {
			Data: []byte(`[{"id": "zh", "name": "中文", "tag": "zh-CN"}, {"id": "pl", "name": "polski", "tag": "pl"}]`),
		},
		"zh/a.json": {Data: []byte(`{"day": "{n} 天", "only": "只有中文"}`)},
		"pl/a.json": {
			Data: []byte(`{"day": "{n} dni", "day_one": "{n} dzień", "day_few": "{n} dni", "day_many": "{n} dni!"}`),
		},
	}
	all, err := words.ReadLanguages(folder)
	if err != nil {
		t.Fatal(err)
	}
	pl := all.Match("pl, zh;q=0.5")
	for n, want := range map[int]string{1: "1 dzień", 2: "2 dni", 5: "5 dni!"} {
		if got := pl.Text("day", map[string]any{"n": n, "count": n}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := pl.Text("only", nil); got != "只有中文" {
		t.Errorf("%q", got)
	}
	folder["pl/b.json"] = &fstest.MapFile{Data: []byte(`{"day": "twice"}`)}
	if _, err := words.ReadLanguages(folder); err == nil {
		t.Error("a word that stands twice was read")
	}
}
