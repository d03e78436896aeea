package calendar

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFile is far more than a year needs; it keeps a wrong upload from being parsed at all.
const maxFile = 64 << 10

// ParseYear reads a year file:
//
//	year: 2026
//	status: official            # or provisional
//	source: 国务院办公厅…通知      # where the days were taken from
//	off:                        # days off in order, month-day, with the holiday's name
//	  2025-12-31..01-03: 元旦   # a day of the year before or after, with its year
//	  04-05: 清明节
//	work:                       # make-up working days 调休上班 in order; [] if there are none,
//	  - 01-04                   # and only a provisional file may leave the key out
//
// It is strict: an unknown or repeated key, a date the year has not, a repeated or overlapping day, a
// range or list out of order, and a make-up day from Monday to Friday are mistakes. The error is then
// Findings, all of them at once, each with file:line:column and what to write instead.
func ParseYear(file string, data []byte) (Year, error) {
	p := &yearParser{file: file, claimed: make(map[Date]claim)}
	if root := p.readRootMapping(data); root != nil {
		p.readYearFields(root)
	}
	if len(p.findings) > 0 {
		slices.SortStableFunc(p.findings, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return Year{}, p.findings
	}
	return p.year, nil
}

// yearParser collects a Year and everything wrong with it.
type yearParser struct {
	file     string
	year     Year
	claimed  map[Date]claim
	findings Findings
}

// noteFinding notes a mistake at a node; nil is the file as a whole. field is the key it stands under.
func (p *yearParser) noteFinding(at *yaml.Node, field, id string, args Args) {
	line, column := 1, 1
	if at != nil {
		line, column = max(at.Line, 1), max(at.Column, 1)
	}
	p.findings = append(p.findings, Finding{
		File:   p.file,
		Line:   line,
		Column: column,
		Field:  field,
		ID:     id,
		Args:   args,
	})
}

// readRootMapping returns the file's one mapping. Nodes, not structs, are read: only they keep the positions.
func (p *yearParser) readRootMapping(data []byte) *yaml.Node {
	if len(data) > maxFile {
		p.noteFinding(nil, "", "year.size", Args{"bytes": len(data), "most": maxFile})
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		p.noteBrokenYAML(err)
		return nil
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		p.noteFinding(nil, "", "year.empty", Args{"keys": yearKeys})
		return nil
	} else if err != nil {
		p.noteBrokenYAML(err)
		return nil
	}
	if err := loader.Load(&second); err == nil {
		p.noteFinding(&second, "", "year.one_year", nil)
	} else if !errors.Is(err, io.EOF) {
		p.noteBrokenYAML(err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		p.noteFinding(&doc, "", "year.keys", Args{"keys": yearKeys})
		return nil
	}
	return doc.Content[0]
}

// noteBrokenYAML notes that the text is not YAML; after that there is nothing to look at.
func (p *yearParser) noteBrokenYAML(err error) {
	at := &yaml.Node{}
	message := err.Error()
	if load, ok := errors.AsType[*yaml.LoadError](err); ok {
		at.Line, at.Column, message = load.Mark.Line, load.Mark.Column, load.Message
	}
	p.noteFinding(at, "", "year.yaml", Args{"problem": message})
}

// yearKeys are all keys of a year file, in the order in which they are read: dates need the year.
var yearKeys = []string{"year", "status", "source", "off", "work"}

// readYearFields reads the mapping.
func (p *yearParser) readYearFields(root *yaml.Node) {
	values := make(map[string]*yaml.Node, len(yearKeys))
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(yearKeys, key.Value):
			p.noteFinding(key, key.Value, "year.key", Args{"key": key.Value, "keys": yearKeys})
		case values[key.Value] != nil:
			p.noteFinding(key, key.Value, "year.once", Args{"key": key.Value, "line": values[key.Value].Line})
		default:
			values[key.Value] = value
		}
	}
	p.readYearNumber(root, values["year"])
	p.readStatus(root, values["status"])
	if p.requireKey(root, values["source"], "source") {
		p.year.Source = p.readText(values["source"], "source")
	}
	if p.requireKey(root, values["off"], "off") {
		p.readDaysOff(values["off"])
	}
	if values["work"] != nil {
		p.readMakeUpDays(values["work"])
	} else if p.year.Status == Official {
		p.noteFinding(root, "work", "year.no_work", nil)
	}
}

// requireKey notes a key that is missing.
func (p *yearParser) requireKey(root, value *yaml.Node, key string) bool {
	if value == nil {
		p.noteFinding(root, key, "year.missing", Args{"key": key, "what": Word("year_key." + key)})
	}
	return value != nil
}

func (p *yearParser) readYearNumber(root, value *yaml.Node) {
	if !p.requireKey(root, value, "year") {
		return
	}
	n, err := strconv.Atoi(value.Value)
	if value.Kind != yaml.ScalarNode || err != nil || n < firstYear || n > finalYear {
		p.noteFinding(value, "year", "year.year", Args{"value": value.Value})
		return
	}
	p.year.Year = n
}

func (p *yearParser) readStatus(root, value *yaml.Node) {
	if !p.requireKey(root, value, "status") {
		return
	}
	switch s := Status(value.Value); {
	case value.Kind == yaml.ScalarNode && (s == Official || s == Provisional):
		p.year.Status = s
	default:
		p.noteFinding(value, "status", "year.status", Args{"value": value.Value})
	}
}

// readText returns a value of a key that must be words; aliases, numbers, lists and nothing are not.
func (p *yearParser) readText(value *yaml.Node, field string) string {
	words := strings.TrimSpace(value.Value)
	if value.Kind != yaml.ScalarNode || value.ShortTag() != "!!str" || words == "" {
		p.noteFinding(value, field, "year.text", Args{"what": Word("year_text." + field)})
	}
	return words
}
