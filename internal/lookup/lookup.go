// Package lookup says by what a text is found: by terms, which are pairs of Chinese characters and pieces of words and
// numbers, all folded. A term is stored only as a [Key] has marked it, so that an index tells nobody what it indexes.
package lookup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/internal/fold"
)

// Version is kept beside what was marked, so that it can be made anew when the rules change here or in fold.
const Version = fold.Version<<8 | 1

const (
	// together is how many letters or digits that stand together make a term, wherever in a word they stand.
	together = 4
	// leastTelephone is how many digits written with blanks and hyphens between them may be one number.
	leastTelephone = 7
	// leastWithArea is how many digits a telephone with its area has, whose zero is not always written.
	leastWithArea = 9
	// mostTerms of one word searched for are looked up: its last ones, for the end of a number tells more than its
	// beginning.
	mostTerms = 12
	// mostWords of what is searched for are looked up.
	mostWords = 20
)

// Place is where a text stands, which says whether one character is enough to find it.
type Place int

// The places of texts.
const (
	// Inside a text single Chinese characters are not terms: nearly every case has each of them.
	Inside Place = iota
	// Title is a short text that says what a case is about.
	Title
)

// Terms are the terms of a text, each once.
func Terms(text string, at Place) []string {
	c := &collector{}
	EachTerm(text, at, c.add)
	return c.terms
}

// EachTerm tells the terms of a text, some of them more than once. What is told is valid until the next is.
func EachTerm(text string, at Place, tell func(term []byte)) {
	t := teller{tell: tell}
	folded := []rune(fold.Text(text))
	eachStretch(folded, isWordCharacter, func(word []rune) { t.tellWord(word, at) })
	for i := 0; i < len(folded); i++ {
		if n := numberAt(folded[i:]); n > 0 && (i == 0 || !isAlphabetic(folded[i-1])) {
			t.tellRun([]rune(digitsOfNumber(string(folded[i : i+n]))))
			i += n - 1
		}
	}
}

// Telephone are the terms of a telephone number, however it is written: the whole number, and without its extension.
// Part of one finds nobody.
func Telephone(number string) []string {
	folded := fold.Telephone(number)
	if folded == "" {
		return nil
	}
	terms := []string{telephone(folded)}
	if short, _, extended := strings.Cut(folded, "x"); extended {
		terms = append(terms, telephone(short))
	}
	return terms
}

func telephone(folded string) string { return "t:" + folded }

// Word is what is looked for as one: each of its readings is a list of terms that must all be there.
type Word []Reading

// Reading is a list of terms that must all be there.
type Reading []string

// Words are what a search looks for: all of them must be found. The digits of one number may have blanks between
// them. A text of which nothing can be looked for has no words.
func Words(search string) []Word {
	folded := fold.Text(search)
	var words []Word
	for _, part := range partsOf(folded) {
		if w := part.word(); len(w) > 0 {
			words = append(words, w)
		}
	}
	return words[:min(len(words), mostWords)]
}

// part is a piece of a search: words that belong together only if they are one number, or somebody's telephone.
type part struct {
	words             [][]rune
	number, telephone string
	// spaced: there were blanks between its characters.
	spaced bool
}

// word is the part with all ways to read it.
func (p part) word() Word {
	var apart Reading
	for _, w := range p.words {
		apart = append(apart, lookedFor(w)...)
	}
	var word Word
	if len(apart) > 0 {
		word = append(word, lastOf(apart))
	}
	if p.number != "" {
		word = append(word, lastOf(lookedFor([]rune(p.number))))
	}
	if p.telephone != "" {
		word = append(word, Reading{telephone(p.telephone)})
	}
	return word
}

func lastOf(terms Reading) Reading {
	return terms[max(0, len(terms)-mostTerms):]
}

// partsOf cuts a folded text into words, with those that may be one number together.
func partsOf(folded string) []part {
	var parts []part
	rest := []rune(folded)
	for len(rest) > 0 {
		if n := numberAt(rest); n > 0 {
			number := string(rest[:n])
			p := part{words: wordsOf(number), telephone: fold.Telephone(number)}
			if hasShort(p.words) || p.words[0][0] == '0' && len(p.telephone) >= leastWithArea {
				p.number = digitsOfNumber(number) // else whatever has it has its longer pieces
			}
			parts, rest = append(parts, p), rest[n:]
			continue
		}
		n := 0
		for n < len(rest) && isWordCharacter(rest[n]) {
			n++
		}
		if n > 0 {
			parts = addPart(parts, rest[:n])
		}
		rest = rest[min(max(n, 1), len(rest)):]
	}
	return parts
}

// hasShort reports whether a word is too short to be found anywhere in another.
func hasShort(words [][]rune) bool {
	return slices.ContainsFunc(words, func(w []rune) bool { return len(w) < together })
}

// addPart adds a word. Single Chinese characters one after the other are a name with blanks in it; digits may be a
// telephone of a house.
func addPart(parts []part, word []rune) []part {
	if last := len(parts) - 1; last >= 0 && len(word) == 1 && !isAlphabetic(word[0]) {
		before := parts[last].words[0]
		if !slices.ContainsFunc(before, isAlphabetic) && (len(before) == 1 || parts[last].spaced) {
			parts[last] = part{words: [][]rune{append(slices.Clone(before), word[0])}, spaced: true}
			return parts
		}
	}
	p := part{words: [][]rune{word}}
	if !slices.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' }) {
		p.telephone = fold.Telephone(string(word))
	}
	return append(parts, p)
}

// lookedFor are the terms by which one word is looked up.
func lookedFor(word []rune) Reading {
	c := &collector{}
	t := teller{tell: c.add}
	t.tellPairs(word)
	eachStretch(word, isAlphabetic, t.tellFours)
	switch {
	case len(c.terms) > 0:
	case len(word) == 1 && !isAlphabetic(word[0]):
		t.tellTerm(single, word)
	default:
		t.tellTerm(beginning, word)
	}
	return c.terms
}

// collector keeps terms, each once, in their order.
type collector struct{ terms []string }

func (c *collector) add(term []byte) {
	if !slices.Contains(c.terms, string(term)) {
		c.terms = append(c.terms, string(term))
	}
}

// What a term is, before its colon.
const (
	pair      = 'p'
	four      = 'f'
	beginning = 'b'
	single    = 'c'
)

// teller tells terms in one buffer.
type teller struct {
	tell func([]byte)
	term []byte
}

func (t *teller) tellTerm(what byte, characters []rune) {
	t.term = append(t.term[:0], what, ':')
	for _, r := range characters {
		t.term = utf8.AppendRune(t.term, r)
	}
	t.tell(t.term)
}

func (t *teller) tellWord(word []rune, at Place) {
	t.tellPairs(word)
	eachStretch(word, isAlphabetic, t.tellRun)
	if at != Title && len(word) > 1 {
		return
	}
	for i := range word {
		if !isAlphabetic(word[i]) {
			t.tellTerm(single, word[i:i+1])
		}
	}
}

// tellPairs tells each two characters that stand together and are not both of an alphabet.
func (t *teller) tellPairs(word []rune) {
	for i := range len(word) - 1 {
		if !isAlphabetic(word[i]) || !isAlphabetic(word[i+1]) {
			t.tellTerm(pair, word[i:i+2])
		}
	}
}

// tellRun tells letters and digits that stand together: by four of them anywhere, by up to three as they begin.
func (t *teller) tellRun(run []rune) {
	t.tellFours(run)
	if len(run) < together {
		t.tellTerm(beginning, run)
	}
	for n := 2; n < min(len(run), together); n++ {
		t.tellTerm(beginning, run[:n])
	}
}

func (t *teller) tellFours(run []rune) {
	for i := range len(run) - together + 1 {
		t.tellTerm(four, run[i:i+together])
	}
}

// eachStretch tells the longest stretches of a text whose characters are all of a kind.
func eachStretch(text []rune, kind func(rune) bool, tell func([]rune)) {
	from := -1
	for i, r := range text {
		switch in := kind(r); {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			tell(text[from:i])
			from = -1
		}
	}
	if from >= 0 {
		tell(text[from:])
	}
}

// wordsOf are the stretches without blanks and punctuation.
func wordsOf(folded string) (words [][]rune) {
	eachStretch([]rune(folded), isWordCharacter, func(word []rune) { words = append(words, word) })
	return words
}

// isWordCharacter: letters, digits, and signs that mean something by themselves, such as emoji and units.
func isWordCharacter(r rune) bool {
	if '\u4e00' <= r && r <= '\u9fff' {
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.In(r, unicode.So, unicode.Sc)
}

// isAlphabetic reports whether a character is one of an alphabet, whose words have blanks between them, or a digit.
func isAlphabetic(r rune) bool {
	if '\u4e00' <= r && r <= '\u9fff' {
		return false
	}
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' ||
		unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Nd)
}

// digitsOfNumber are the digits of a number as a telephone is folded; a code of another country stays.
func digitsOfNumber(s string) string {
	return strings.TrimPrefix(fold.Telephone(s), "+")
}

// numberAt is how many characters at the beginning of a text are digits with blanks, hyphens, brackets and a plus
// between them, enough digits for a telephone; 0 if they are not.
func numberAt(text []rune) int {
	digits, end := 0, 0
	for i, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits, end = digits+1, i+1
		case i == 0 && (r == '+' || r == '('), i > 0 && strings.ContainsRune(" -()+", r):
		default:
			if unicode.IsLetter(r) && i == end && isAlphabetic(r) {
				return 0 // the number goes on as a word: B12 is not 12
			}
			return numberOf(digits, end)
		}
	}
	return numberOf(digits, end)
}

func numberOf(digits, end int) int {
	if digits < leastTelephone {
		return 0
	}
	return end
}
