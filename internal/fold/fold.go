// Package fold brings what people write in different ways for the same thing into one form, so that it can be compared:
// a telephone with blanks or a country's prefix, a name with a blank in it, letters typed full-width. What is kept and
// shown stays as it was written.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Version is kept beside what was folded, so that it can be folded anew when the rules change.
const Version = 1

// Text folds a text: one form of each character (NFKC), nothing invisible, no difference of case, single blanks.
func Text(s string) string {
	s = norm.NFKC.String(cases.Fold().String(visible(norm.NFKC.String(s))))
	return strings.Join(strings.Fields(s), " ")
}

// Name folds a name as Text does, without the blanks that some put between Chinese characters.
func Name(s string) string {
	text := []rune(Text(s))
	var kept strings.Builder
	for i, r := range text {
		if r == ' ' && (unicode.Is(unicode.Han, text[i-1]) || unicode.Is(unicode.Han, text[i+1])) {
			continue // Text has no blank at either end
		}
		kept.WriteRune(r)
	}
	return kept.String()
}

// home is the country whose numbers are written without its code.
const home = "86"

// Telephone folds a telephone number to its digits: without blanks, hyphens and brackets, without the code of China
// and the zero before an area. An extension stays behind an x; the number of another country begins with its +. A text
// without a digit is folded as Text does.
func Telephone(s string) string {
	s = Text(s)
	first := strings.IndexFunc(s, unicode.IsDigit)
	if first < 0 {
		return s
	}
	number, extension := s[first:], ""
	if at := strings.IndexFunc(number, startsExtension); at >= 0 {
		number, extension = number[:at], digitsOf(number[at:])
	}
	digits := digitsOf(number)
	foreign := strings.HasSuffix(s[:first], "+")
	if !foreign && strings.HasPrefix(digits, "00") {
		foreign, digits = true, digits[2:]
	}
	switch national, ok := strings.CutPrefix(digits, home); {
	case ok && (foreign || isMobile(national)):
		digits, foreign = national, false
	case foreign:
		digits = "+" + digits
	}
	if !foreign && len(digits) >= withArea {
		digits = strings.TrimPrefix(digits, "0")
	}
	if extension != "" {
		digits += "x" + extension
	}
	return digits
}

// withArea is the least number of digits of a number that names its area.
const withArea = 10

// isMobile reports whether digits are a Chinese mobile number.
func isMobile(digits string) bool { return len(digits) == 11 && digits[0] == '1' }

// startsExtension reports whether a character stands before an extension: 转, 分机, ext, x, #.
func startsExtension(r rune) bool { return strings.ContainsRune("转分ex#", r) }

// Visible reports whether a text can be seen whole: it is not empty and nothing in it is invisible.
func Visible(s string) bool { return s != "" && visible(s) == s }

// visible leaves out what takes no place on paper: joiners, marks of direction, variation selectors and their like.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, s)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
