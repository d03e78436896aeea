package gateway

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/internal/fold"
)

// Lengths in characters.
const (
	mostSubject = 200
	mostText    = 20_000
	mostName    = 100
	mostAddress = 200
	mostValue   = 200
)

// otherLineBreaks are line breaks of other programs, which come with what is pasted from them.
const otherLineBreaks = "\v\f\u0085\u2028\u2029"

// replaceLineBreaks puts something in place of the line breaks of other programs.
func replaceLineBreaks(s string, with rune) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(otherLineBreaks, r) {
			return with
		}
		return r
	}, s)
}

// cleanText is a text as it is kept: NFC, without control characters but line ends and tabs, trimmed.
func cleanText(s, field string, maxLength int) (string, error) {
	s = strings.TrimSpace(norm.NFC.String(replaceLineBreaks(s, '\n')))
	if strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	}) {
		return "", complaint.Refuse(complaint.Invalid, "text.control_characters", nil).At(field)
	}
	if utf8.RuneCountInString(s) > maxLength {
		return "", complaint.Refuse(complaint.Invalid, "text.too_long", complaint.Args{"count": maxLength}).At(field)
	}
	return s, nil
}

// cleanLine is a text of one line, such as a subject.
func cleanLine(s, field string, maxLength int) (string, error) {
	s, err := cleanText(replaceLineBreaks(s, ' '), field, maxLength)
	if err == nil && strings.ContainsFunc(s, unicode.IsControl) {
		err = complaint.Refuse(complaint.Invalid, "text.one_line", nil).At(field)
	}
	return s, err
}

// cleanVisibleLine is a name, telephone or code: one line without anything invisible, by which two of them that look
// alike could differ.
func cleanVisibleLine(s, field string, maxLength int) (string, error) {
	s, err := cleanLine(s, field, maxLength)
	if err == nil && strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cf, r) }) {
		err = complaint.Refuse(complaint.Invalid, "text.invisible_characters", nil).At(field)
	}
	return s, err
}

// cleanData cleans a form: its texts as texts, every other string as a name.
func cleanData(data map[string]any, texts func(field string) bool) (map[string]any, error) {
	clean := make(map[string]any, len(data))
	for name, value := range data {
		s, ok := value.(string)
		if !ok {
			var err error
			clean[name] = mapRows(value, func(_ int, row map[string]any) map[string]any {
				cleaned, refused := cleanData(row, texts)
				err = cmp.Or(err, refused)
				return cleaned
			})
			if err != nil {
				return nil, err
			}
			continue
		}
		var err error
		if texts(name) {
			s, err = cleanText(s, "data."+name, mostText)
		} else {
			s, err = cleanVisibleLine(s, "data."+name, mostValue)
		}
		if refused := complaint.RefusalIn(err); refused != nil {
			return nil, refused.At("data") // the name may be the client's
		}
		clean[name] = s
	}
	return clean, nil
}

// checkPresent refuses a text of which nothing can be seen.
func checkPresent(s, field string) error {
	if fold.Text(s) == "" {
		return refuseMissing(field).At(field)
	}
	return nil
}

// refuseMissing refuses what lacks a field.
func refuseMissing(field string) *complaint.Error {
	return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": field})
}
