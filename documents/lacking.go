package documents

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// LackingError names a character that no font has, and the field of the paper in which it stands. The paper is not
// made: what a person is called, or has said, is never printed with a hole in it.
type LackingError struct {
	Character rune
	// Field is the title of the cell, or of the paper where it stands outside the table.
	Field string
}

func (e *LackingError) Error() string {
	return fmt.Sprintf("no font has U+%04X, in %s", e.Character, e.Field)
}

// Box stands for a character that no font has.
const Box = '□'

// checkCharacters finds the first character of a paper that no font has.
func (f *Fonts) checkCharacters(p Paper) error {
	var lacking error
	_, err := p.eachText(func(field, text string) (string, error) {
		if lacking == nil {
			lacking = f.checkText(field, text)
		}
		return text, nil
	})
	return cmp.Or(lacking, err)
}

// CheckPapers finds the first character that no font has, without setting anything ([LackingError]).
func (f *Fonts) CheckPapers(papers ...Paper) error {
	for _, p := range papers {
		if err := f.checkCharacters(p); err != nil {
			return err
		}
	}
	return nil
}

// withBoxes is a paper with boxes in the places of characters that no font has, and how many there are.
func (f *Fonts) withBoxes(p Paper) (boxed Paper, boxes int, err error) {
	boxed, err = p.eachText(func(_, text string) (string, error) {
		made, n, err := f.boxed(text)
		boxes += n
		return made, err
	})
	return boxed, boxes, err
}

// boxed is a text with boxes in the places of characters that no font has, and how many there are.
func (f *Fonts) boxed(text string) (made string, boxes int, err error) {
	made = strings.Map(func(r rune) rune {
		failed := f.checkText("", string(r))
		if _, lacks := errors.AsType[*LackingError](failed); lacks {
			boxes++
			return Box
		}
		err = cmp.Or(err, failed)
		return r
	}, text)
	return made, boxes, err
}

// eachText is the paper with what do makes of each of its texts; field is the title of the cell in which it stands, or
// of the paper.
func (p Paper) eachText(do func(field, text string) (string, error)) (Paper, error) {
	var failed error
	say := func(field, text string) string {
		made, err := do(field, text)
		failed = cmp.Or(failed, err)
		return made
	}
	for _, text := range []*string{
		&p.Organisation, &p.Title, &p.Continued, &p.Number, &p.Mark, &p.Copy, &p.Addressee, &p.Date, &p.SealPlace,
		&p.SignPlace, &p.Copied,
	} {
		*text = say(p.Title, *text)
	}
	for _, texts := range []*[]string{&p.Body, &p.Notes, &p.Signed} {
		*texts = slices.Clone(*texts)
		for i := range *texts {
			(*texts)[i] = say(p.Title, (*texts)[i])
		}
	}
	p.Rows = slices.Clone(p.Rows)
	for i := range p.Rows {
		row := &p.Rows[i]
		row.Heading, row.Cells = say(p.Title, row.Heading), slices.Clone(row.Cells)
		for k := range row.Cells {
			c := &row.Cells[k]
			field := c.Title
			c.Title, c.Says, c.Foot = say(field, c.Title), say(field, c.Says), say(field, c.Foot)
		}
	}
	return p, failed
}

func (f *Fonts) checkText(field, text string) error {
	for _, r := range clean(text) {
		if r == '\n' {
			continue
		}
		found, _, err := fontFor(f.body, r)
		if err != nil {
			return err
		}
		if found == nil {
			return &LackingError{Character: r, Field: field}
		}
	}
	return nil
}
