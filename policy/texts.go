package policy

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"duban/web/words"
)

// readNode reads a text: a word in the default language, or {zh: …, en: …}, a key for each language that Duban speaks.
func (t *Text) readNode(r reader, n *node) {
	if n.Kind != yaml.MappingNode {
		t.Word.readNode(r, n)
		return
	}
	t.Pos, t.Translations = posOf(n), map[string]Word{}
	languages, own := languageIDs(), words.DefaultLanguage().ID
	written := false
	r.visitPairs(n, func(key, value *node) {
		id := key.Value
		if !slices.Contains(languages, id) {
			if id, value = r.noteUnknownKey(key, value, languages); id == "" {
				return
			}
		}
		var said Word
		said.readNode(r, value)
		r.mustSaySomething(id, value)
		if id == own {
			t.Word, written = said, true
			return
		}
		t.Translations[id] = said
	})
	if !written {
		r.f.add(posOf(n), "key.missing", args{"key": own})
	}
}

// languageIDs are the languages in which a text can be written, the default one first.
func languageIDs() []string {
	var ids []string
	for _, l := range words.AllLanguages() {
		ids = append(ids, l.ID)
	}
	return ids
}

// isInLanguages reports whether a value looks like a text written in several languages.
func isInLanguages(n *node) bool {
	languages, keys := languageIDs(), keysOf(n)
	return slices.Contains(keys, languages[0]) &&
		!slices.ContainsFunc(keys, func(key string) bool { return !slices.Contains(languages, key) })
}

// inLanguages is a text that may stand alone as one that is written in several languages.
func inLanguages(n *node) *node {
	if n.Kind != yaml.ScalarNode {
		return n
	}
	key := &node{Kind: yaml.ScalarNode, Value: words.DefaultLanguage().ID, Line: n.Line}
	return &node{Kind: yaml.MappingNode, Content: []*node{key, n}, Line: n.Line}
}

// inDefaultLanguage is what a text that may be written in several languages is in the default one.
func inDefaultLanguage(n *node) *node {
	for key, value := range pairsOf(n) {
		if key.Value == words.DefaultLanguage().ID {
			return value
		}
	}
	return n
}

// eachText visits every text of the file, in the order of the document's types.
func (d *Document) eachText(visit func(*Text)) { visitTexts(reflect.ValueOf(d).Elem(), visit) }

func visitTexts(v reflect.Value, visit func(*Text)) {
	if !canHold(v.Type(), textType) {
		return
	}
	if text, ok := reflect.TypeAssert[*Text](v.Addr()); ok {
		if text.Text != "" {
			visit(text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visitTexts(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visitTexts(v.Index(i), visit)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			visitTexts(field, visit)
		}
	default:
	}
}

// translations are, for each language but the default one, what the texts of a file are in it. The record holds texts
// in the default language, so that is what they are found by: one text has one translation, wherever it stands.
type translations map[string]map[string]string

func (d *Document) translations() translations {
	all := translations{}
	d.eachText(func(t *Text) {
		for language, said := range t.Translations {
			if all[language] == nil {
				all[language] = map[string]string{}
			}
			if _, known := all[language][t.Text]; !known {
				all[language][t.Text] = said.Text
			}
		}
	})
	return all
}

// checkTranslations: a text that is translated twice is translated the same.
func (c *checker) checkTranslations() {
	c.doc.eachText(func(t *Text) {
		for _, language := range slices.Sorted(maps.Keys(t.Translations)) {
			said, first := t.Translations[language], c.p.translations[language][t.Text]
			if said.Text != first {
				c.f.add(said.Pos, "text.two_translations", args{"text": t.Text, "one": first, "other": said.Text})
			}
		}
	})
}

// Untranslated finds the texts that a file which is written in a language too does not have in it. A file that says
// nothing in it lacks nothing, and what has no Chinese in it needs no translation.
func (p *Policy) Untranslated(file string, l words.Language) Findings {
	said := p.translations[l.ID]
	if len(said) == 0 {
		return nil
	}
	f := &findings{file: file}
	p.Doc.eachText(func(t *Text) {
		if _, known := said[t.Text]; !known && strings.ContainsFunc(t.Text, isChinese) {
			f.add(t.Pos, "text.untranslated", args{"text": t.Text, "language": l.Name, "key": l.ID})
		}
	})
	return f.all.sorted().merged()
}

func isChinese(r rune) bool { return unicode.Is(unicode.Han, r) }
