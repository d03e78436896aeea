package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a policy file, counted from 1.
type Pos struct{ Line, Col int }

// Finding is one thing wrong with a policy file, where it stands and what to write instead.
type Finding struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"column"`
	Text string `json:"text"`
}

// String is file:line:column: text.
func (f Finding) String() string { return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Text) }

// Findings are all that is wrong with a file, in the order of the file.
type Findings []Finding

// Error implements error.
func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

type findings struct {
	file string
	all  Findings
}

func (f *findings) add(p Pos, format string, args ...any) {
	f.all = append(f.all, Finding{
		File: f.file,
		Line: p.Line,
		Col:  p.Col,
		Text: fmt.Sprintf(format, args...),
	})
}

func (f *findings) err() error {
	if len(f.all) == 0 {
		return nil
	}
	slices.SortStableFunc(f.all, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return f.all
}

// suggestClosest names the closest of the known words, as a clause to append to a finding.
func suggestClosest(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("；是不是 %q？", best)
	}
	if len(known) == 0 {
		return ""
	}
	return "；可以写：" + strings.Join(known, "、")
}

func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}
