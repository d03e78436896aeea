package main

import (
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxColumns = 120
	tabColumns = 4
)

// parsed is a file in one state of its text.
type parsed struct {
	src  string
	file *ast.File
	at   *token.File
}

func parseSource(src string) (*parsed, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &parsed{src, file, set.File(file.FileStart)}, nil
}

// lineOf is the number of the line, counted from 1, that a position stands on.
func (p *parsed) lineOf(pos token.Pos) int { return p.at.Line(pos) }

// cut in place of the text of an insert drops the rest of the line.
const cut = "\x00"

// insert is text put in front of what stands at a position.
type insert struct {
	pos  token.Pos
	text string
}

// withInserts returns the formatted text with the inserts made.
func (p *parsed) withInserts(inserts []insert) (string, error) {
	slices.SortStableFunc(inserts, func(a, b insert) int { return int(a.pos - b.pos) })
	var b strings.Builder
	from := 0
	for _, in := range inserts {
		offset := p.at.Offset(in.pos)
		b.WriteString(p.src[from:offset])
		from = offset
		if in.text == cut {
			from += strings.IndexByte(p.src[offset:], '\n')
			continue
		}
		b.WriteString(in.text)
	}
	b.WriteString(p.src[from:])
	return formatSource(b.String())
}

func formatSource(src string) (string, error) {
	out, err := format.Source([]byte(src))
	return string(out), err
}

// maxRounds is far more than any file needs: a break makes room for the next in the same round.
const maxRounds = 8

// shortenLines returns the file with its lines as they should be, as far as line breaks can bring that about. What it
// returns it would not change again.
func shortenLines(source []byte) ([]byte, error) {
	src, err := formatSource(string(source))
	if err != nil {
		return nil, err
	}
	for range maxRounds {
		before := src
		for _, step := range []func(string) (string, error){wrapComments, spreadLiterals, breakLines} {
			if src, err = step(src); err != nil {
				return nil, err
			}
		}
		if src != before {
			continue
		}
		if !sameTokens(string(source), src) {
			return nil, errors.New("breaking its lines would change what it says")
		}
		return []byte(src), nil
	}
	return nil, errors.New("breaking its lines comes to no end")
}

// lengthInRunes is how long a line is; a tab counts as many as it is shown.
func lengthInRunes(line string) int {
	return utf8.RuneCountInString(line) + (tabColumns-1)*strings.Count(line, "\t")
}

// columnsTooMany is by how many columns the lines of a text are too long together, and how many are.
func columnsTooMany(src string) (excess, lines int) {
	for line := range strings.SplitSeq(src, "\n") {
		if n := lengthInRunes(line) - maxColumns; n > 0 {
			excess += n
			lines++
		}
	}
	return excess, lines
}
