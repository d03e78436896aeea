package calendar

import (
	"fmt"
	"strings"
)

// Finding is one mistake in a year file: where it is, and which it is. It becomes a sentence where it is shown.
type Finding struct {
	File string
	// Line and Column count from 1.
	Line   int
	Column int
	// Field is the key of the file that the mistake stands under; empty for the file as a whole.
	Field string
	// ID names the words finding.<ID>, which say what is wrong and what to write instead; Args fill their blanks.
	ID   string
	Args Args
}

// Args fill the blanks of a finding's words; a value is a string, an int, a list of strings or a [Word].
type Args map[string]any

// Word is a word of a closed set by its key among the words, such as weekday.1.
type Word string

// String returns file:line:column: which finding it is, for logs.
func (f Finding) String() string { return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.ID) }

// Findings are all mistakes of a file, in the order of the file. As an error it has one line for each.
type Findings []Finding

// Error returns the findings, one a line.
func (fs Findings) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}
