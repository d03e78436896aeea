package gateway

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"duban/complaint"
)

// Lengths in characters.
const (
	mostSubject = 200
	mostText    = 20_000
	mostName    = 100
	mostAddress = 200
	mostValue   = 200
)

// cleanText is a text as it is kept: NFC, without control characters but line ends and tabs, trimmed.
func cleanText(s, field string, maxLength int) (string, error) {
	s = strings.TrimSpace(norm.NFC.String(s))
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
	s, err := cleanText(s, field, maxLength)
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
			clean[name] = value
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

func checkPresent(s, field string) error {
	if s == "" {
		return refuseMissing(field).At(field)
	}
	return nil
}

// refuseMissing refuses what lacks a field.
func refuseMissing(field string) *complaint.Error {
	return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": field})
}
