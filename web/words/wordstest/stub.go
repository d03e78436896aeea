// Package wordstest has a language for tests.
package wordstest

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"duban/web/words"
)

var blank = regexp.MustCompile(`\{[a-z_]+\}`)

// Stub is a third language, whole and in ASCII: each of its texts is its key with its blanks. What comes out otherwise
// was not said from the words.
func Stub(t testing.TB) words.Language {
	t.Helper()
	texts := map[string]string{}
	first := words.DefaultLanguage()
	for _, key := range first.Keys() {
		texts[key] = strings.Join(append([]string{key}, blank.FindAllString(first.Text(key, nil), -1)...), " ")
	}
	stub, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	all, err := words.ReadLanguages(fstest.MapFS{
		"languages.json": {Data: []byte(`[{"id": "zh", "name": "中文", "tag": "zh-CN"},
			{"id": "stub", "name": "stub", "tag": "eo"}]`)},
		"stub/all.json": {Data: stub},
	})
	if err != nil {
		t.Fatal(err)
	}
	return all[1]
}

var chinese = regexp.MustCompile(`\p{Han}+`)

// ChineseBeside lists the runs of Chinese in a text that stand in none of the sources.
func ChineseBeside(text string, sources ...string) []string {
	var all []string
	for _, run := range chinese.FindAllString(text, -1) {
		if !strings.Contains(strings.Join(sources, "\n"), run) {
			all = append(all, run)
		}
	}
	return all
}
