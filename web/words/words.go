// Package words holds every word in which Duban speaks to people, for the browser's pages and for the programs alike: a
// folder for each language, in it a JSON file for each area, one key a line; languages.json lists the languages, the
// default first. A key is named by its path through the files of its language, joined with dots, such as
// refusal.archived; which file of the folder holds it does not matter. {name} in a text is a blank. A text whose
// wording depends on how many there are has siblings named by the plural category of the blank {count}: day_one.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed languages.json */*.json
var embedded embed.FS

var shipped = listShipped()

// Language is one in which Duban can speak.
type Language struct {
	// ID names the folder, Name is what the language calls itself, Tag is its BCP 47 tag.
	ID   string       `json:"id"`
	Name string       `json:"name"`
	Tag  language.Tag `json:"tag"`

	texts, fallback *texts
	// retitle says a text that fills a blank otherwise; nil where it says none.
	retitle func(text string) any
}

// texts are the words of a language by their keys, read when first asked for.
type texts struct{ read func() map[string]string }

// all gives the texts; a language that is none has none.
func (t *texts) all() map[string]string {
	if t == nil {
		return nil
	}
	return t.read()
}

// Set is all languages, the default first.
type Set []Language

// DefaultLanguage is the language of whoever asked for none.
func DefaultLanguage() Language { return shipped[0] }

// AllLanguages lists the languages, the default first.
func AllLanguages() Set { return shipped }

// shippedMatcher is made when first asked for; making one takes longer than matching.
var shippedMatcher = sync.OnceValue(shipped.matcher)

// MatchLanguage is the language that fits an Accept-Language header best; the default where none does.
func MatchLanguage(acceptLanguage string) Language {
	return shipped.matchWith(acceptLanguage, shippedMatcher())
}

// Match is the language of the set that fits an Accept-Language header best; its first where none does.
func (s Set) Match(acceptLanguage string) Language { return s.matchWith(acceptLanguage, s.matcher()) }

func (s Set) matcher() language.Matcher {
	tags := make([]language.Tag, len(s))
	for i, l := range s {
		tags[i] = l.Tag
	}
	return language.NewMatcher(tags)
}

func (s Set) matchWith(acceptLanguage string, matcher language.Matcher) Language {
	asked, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(asked) == 0 {
		return s[0]
	}
	_, index, confidence := matcher.Match(asked...)
	if confidence == language.No {
		return s[0]
	}
	return s[index]
}

// ByID finds a language by its folder.
func (s Set) ByID(id string) (Language, bool) {
	i := slices.IndexFunc(s, func(l Language) bool { return l.ID == id })
	if i < 0 {
		return Language{}, false
	}
	return s[i], true
}

// ReadLanguages reads the languages of a folder laid out like this one.
func ReadLanguages(folder fs.FS) (Set, error) {
	return listLanguages(folder, func(id string) (*texts, error) {
		all, err := readTexts(folder, id)
		return &texts{func() map[string]string { return all }}, err
	})
}

// listShipped lists the languages that are compiled in. A program that says nothing in a language does not read it.
func listShipped() Set {
	all, err := listLanguages(embedded, func(id string) (*texts, error) {
		return &texts{sync.OnceValue(func() map[string]string {
			words, err := readTexts(embedded, id)
			if err != nil {
				panic(err) // the files are compiled in, and the tests read them
			}
			return words
		})}, nil
	})
	if err != nil {
		panic(err)
	}
	return all
}

// listLanguages lists the languages of a folder, each with the texts that are given for it.
func listLanguages(folder fs.FS, textsOf func(id string) (*texts, error)) (Set, error) {
	var all Set
	if err := readJSON(folder, "languages.json", &all); err != nil {
		return nil, err
	}
	for i := range all {
		var err error
		if all[i].texts, err = textsOf(all[i].ID); err != nil {
			return nil, err
		}
		all[i].fallback = all[0].texts
	}
	return all, nil
}

// readTexts reads the words of a language, from all files of its folder.
func readTexts(folder fs.FS, id string) (map[string]string, error) {
	areas, err := fs.Glob(folder, path.Join(id, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("words of %s: %w", id, err)
	}
	all := map[string]string{}
	for _, area := range areas {
		var groups map[string]any
		if err := readJSON(folder, area, &groups); err != nil {
			return nil, err
		}
		if err := flattenWords("", groups, all); err != nil {
			return nil, fmt.Errorf("words in %s: %w", area, err)
		}
	}
	return all, nil
}

func readJSON(folder fs.FS, name string, into any) error {
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("words in %s: %w", name, err)
	}
	return nil
}

func flattenWords(prefix string, groups map[string]any, into map[string]string) error {
	for key, value := range groups {
		id := prefix + key
		switch v := value.(type) {
		case string:
			if _, twice := into[id]; twice {
				return fmt.Errorf("%s stands twice", id)
			}
			into[id] = v
		case map[string]any:
			if err := flattenWords(id+".", v, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither a text nor a group", id)
		}
	}
	return nil
}

// Spoken is a value that has words of its own in each language, such as a length of time.
type Spoken interface {
	// Word is the key of the words and what fills their blanks.
	Word() (key string, blanks map[string]any)
}

// HasWords reports whether the language, or else the default one, has words for a key.
func (l Language) HasWords(key string) bool {
	_, ok := l.findWords(key)
	return ok
}

// Keys lists the keys the language itself has, sorted.
func (l Language) Keys() []string {
	return slices.Sorted(maps.Keys(l.texts.all()))
}

// Retitling is the language where texts that fill a blank, such as the titles of a regulation, have words of their own:
// retitle gives a [Spoken] value or a text in place of one, or nil where it stands as it is.
func (l Language) Retitling(retitle func(text string) any) Language {
	l.retitle = retitle
	return l
}

func (l Language) findWords(key string) (string, bool) {
	if text, ok := l.texts.all()[key]; ok {
		return text, true
	}
	text, ok := l.fallback.all()[key]
	return text, ok
}

// Text is what stands under a key with its blanks filled in; in the default language where this one has no such key,
// and the key itself where none has. A blank is filled with a string, a whole number, a [Spoken] value or a list of
// these; one that nothing is given for stays as it is.
func (l Language) Text(key string, blanks map[string]any) string {
	text, ok := l.findWords(l.pluralKey(key, blanks))
	if !ok {
		return key
	}
	if len(blanks) == 0 {
		return text
	}
	return l.fillBlanks(text, blanks)
}

// fillBlanks puts values into the blanks of a text.
func (l Language) fillBlanks(text string, blanks map[string]any) string {
	var filled strings.Builder
	filled.Grow(2 * len(text))
	for {
		before, rest, found := strings.Cut(text, "{")
		filled.WriteString(before)
		if !found {
			return filled.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		if value, given := blanks[name]; given {
			filled.WriteString(l.SayValue(value))
			text = after
		} else {
			filled.WriteString("{")
			text = rest
		}
	}
}

// pluralKey is the key with the category of {count}, where there are words for it.
func (l Language) pluralKey(key string, blanks map[string]any) string {
	count, ok := asWholeNumber(blanks["count"])
	if !ok {
		return key
	}
	category, ok := pluralCategories[plural.Cardinal.MatchPlural(l.Tag, count, 0, 0, 0, 0)]
	if !ok {
		return key
	}
	if form := key + "_" + category; l.texts.all()[form] != "" {
		return form
	}
	return key
}

// pluralCategories are the names of the plural categories; what is left, other, has the key itself.
var pluralCategories = map[plural.Form]string{
	plural.Zero: "zero",
	plural.One:  "one",
	plural.Two:  "two",
	plural.Few:  "few",
	plural.Many: "many",
}

// asWholeNumber reads a number as Go or JSON has it.
func asWholeNumber(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case float64:
		return int(n), n == float64(int(n))
	default:
		return 0, false
	}
}

// sayTitle writes a text, in other words where the language retitles it.
func (l Language) sayTitle(text string) string {
	if l.retitle == nil {
		return text
	}
	switch title := l.retitle(text).(type) {
	case string:
		return title
	case Spoken:
		return l.Text(title.Word())
	default:
		return text
	}
}

// sayList enumerates values.
func sayList[T any](l Language, list []T) string {
	said := make([]string, len(list))
	for i, one := range list {
		said[i] = l.SayValue(one)
	}
	return strings.Join(said, l.Text("mark.and", nil))
}

// SayValue writes one value that fills a blank.
func (l Language) SayValue(value any) string {
	if n, ok := asWholeNumber(value); ok {
		return strconv.Itoa(n)
	}
	switch v := value.(type) {
	case Spoken:
		return l.Text(v.Word())
	case string:
		return l.sayTitle(v)
	case fmt.Stringer:
		return l.sayTitle(v.String())
	case []string:
		return sayList(l, v)
	case []any:
		return sayList(l, v)
	default:
		return fmt.Sprint(v)
	}
}
