package gateway

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"duban/internal/fold"
)

//go:embed commonpasswords.txt
var commonPasswordList string

// commonPasswordWords are the words of the list, the longest first.
var commonPasswordWords = func() []string {
	var all []string
	for line := range strings.Lines(commonPasswordList) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}()

// keyboardRows are what fingers and tongues run along.
var keyboardRows = []string{
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujm",
}

const (
	// leastRun is how many letters of a row in their order are a run, leastOwn how many characters of a password must
	// be neither common words nor runs, digits, signs and repetitions.
	leastRun = 4
	leastOwn = 4
)

// standFor are the digits and signs that people write for letters.
var standFor = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// isCommonPassword reports whether a password is one of those that are tried first: of common words, runs on the
// keyboard, digits and signs, or one short piece again and again, however it is disguised.
func isCommonPassword(password string) bool {
	folded := strings.ToLower(fold.Text(password))
	core := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) }) // digits at the ends are digits
	return ownOf(folded) < leastOwn || ownOf(standFor.Replace(folded)) < leastOwn ||
		ownOf(standFor.Replace(core)) < leastOwn
}

// ownOf is how many characters of a folded password are its own.
func ownOf(folded string) int {
	rest := withoutRuns(folded)
	for _, word := range commonPasswordWords {
		rest = strings.ReplaceAll(rest, word, " ")
	}
	letters := []rune{}
	for _, r := range withoutRuns(rest) {
		if unicode.IsLetter(r) {
			letters = append(letters, r)
		}
	}
	return len(withoutRepetition(letters))
}

// withoutRuns leaves out what runs along a row, forth or back.
func withoutRuns(s string) string {
	for _, row := range keyboardRows {
		back := []rune(row)
		slices.Reverse(back)
		for _, way := range []string{row, string(back)} {
			for n := len(way); n >= leastRun; n-- {
				for i := 0; i+n <= len(way); i++ {
					s = strings.ReplaceAll(s, way[i:i+n], " ")
				}
			}
		}
	}
	return s
}

// withoutRepetition is the piece of which all is made by repeating it.
func withoutRepetition(all []rune) []rune {
	for n := 1; n <= len(all)/2; n++ {
		same := true
		for i := n; i < len(all) && same; i++ {
			same = all[i] == all[i-n]
		}
		if same {
			return all[:n]
		}
	}
	return all
}
