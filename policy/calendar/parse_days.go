package calendar

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// maxRange is the longest range of days off believed: the longest holiday ever had ten days or so.
const maxRange = 31

// claim says which entry of the file took a day first.
type claim struct {
	name string
	line int
}

var (
	datePattern  = regexp.MustCompile(`^(?:(\d{4})-)?(\d\d)-(\d\d)$`)
	rangePattern = regexp.MustCompile(`^(?:\d{4}-)?\d\d-\d\d\.\.(?:\d{4}-)?\d\d-\d\d$`)
	// meantDate finds the date in what people write for one, to propose the right form.
	meantDate = regexp.MustCompile(`^\s*(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?\s*$`)
	// meantRange finds the two dates of a range written with another sign than "..".
	meantRange = regexp.MustCompile(`^\s*((?:\d{4}-)?\d\d-\d\d)\s*(?:-|–|—|~|\x{FF5E}|…|\.{1,3}|至|到)\s*` +
		`((?:\d{4}-)?\d\d-\d\d)\s*$`)
)

// readDaysOff reads the days off: a mapping from a date or range to the holiday's name.
func (p *yearParser) readDaysOff(node *yaml.Node) {
	if node.Kind != yaml.MappingNode || len(node.Content) == 0 {
		p.noteFinding(node, "off", "year.off", nil)
		return
	}
	var previous Date
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		name := p.readText(node.Content[i+1], "off")
		first, last, ok := p.readDateOrRange(key)
		if !ok {
			continue
		}
		// An overlap is also out of order; the first finding is enough to put both right.
		if p.claimDays(key, "off", first, last, name) && first.Before(previous) {
			p.noteFinding(key, "off", "year.order", Args{"day": p.textOf(first), "before": p.textOf(previous)})
		}
		previous = last
		for d := first; !last.Before(d); d = d.AddDays(1) {
			p.year.Off = append(p.year.Off, Day{Date: d, Name: name})
		}
	}
}

// readMakeUpDays reads the make-up working days: a list of dates.
func (p *yearParser) readMakeUpDays(node *yaml.Node) {
	if node.Kind != yaml.SequenceNode {
		p.noteFinding(node, "work", "year.work", nil)
		return
	}
	var previous Date
	for _, item := range node.Content {
		d, ok := p.readDate(item, "work", item.Value)
		if !ok {
			continue
		}
		// Without the year the day of the week is unknown, and the missing year is reported anyway.
		if w := d.Weekday(); p.year.Year != 0 && !isWeekend(w) {
			p.noteFinding(item, "work", "year.weekday",
				Args{"day": p.textOf(d), "weekday": Word("weekday." + strconv.Itoa(int(w)))})
		}
		if p.claimDays(item, "work", d, d, makeupName) && d.Before(previous) {
			p.noteFinding(item, "work", "year.order", Args{"day": p.textOf(d), "before": p.textOf(previous)})
		}
		previous = d
		p.year.Work = append(p.year.Work, Day{Date: d, Name: makeupName})
	}
}

// readDateOrRange reads one date or a range first..last.
func (p *yearParser) readDateOrRange(node *yaml.Node) (first, last Date, ok bool) {
	if m := meantRange.FindStringSubmatch(node.Value); m != nil && !rangePattern.MatchString(node.Value) {
		p.noteFinding(node, "off", "year.range", Args{"value": node.Value, "first": m[1], "last": m[2]})
		return first, last, false
	}
	from, to, isRange := strings.Cut(node.Value, "..")
	first, ok = p.readDate(node, "off", from)
	if !isRange {
		return first, first, ok
	}
	last, lastOK := p.readDate(node, "off", to)
	switch {
	case !ok || !lastOK:
		return first, last, false
	case last.Before(first) && last.AddDays(maxRange).Before(first): // from one year into the next
		before := Date{Year: first.Year - 1, Month: first.Month, Day: first.Day}
		p.noteFinding(node, "off", "year.into_next", Args{
			"first": before.String(),
			"last":  p.textOf(last),
		})
		return first, last, false
	case last.Before(first):
		p.noteFinding(node, "off", "year.backward", Args{
			"first": p.textOf(last),
			"last":  p.textOf(first),
		})
		return first, last, false
	case first.AddDays(maxRange - 1).Before(last):
		p.noteFinding(node, "off", "year.long", Args{"days": maxRange})
		return first, last, false
	}
	return first, last, true
}

// readDate reads month and day, and the year where it is not the file's. A file without a valid year is read as of a
// leap year, so that all dates possible at all pass and only the year is reported.
func (p *yearParser) readDate(node *yaml.Node, field, text string) (Date, bool) {
	m := datePattern.FindStringSubmatch(text)
	if node.Kind != yaml.ScalarNode || m == nil {
		p.noteNoDate(node, field, text)
		return Date{}, false
	}
	d := p.dateOf(m)
	switch {
	case p.year.Year != 0 && (d.Year < p.year.Year-1 || d.Year > p.year.Year+1):
		p.noteFinding(node, field, "year.far", Args{"year": p.year.Year, "day": text})
	case d.isValid():
		return d, true
	case p.year.Year == 0:
		p.noteFinding(node, field, "year.never_day", Args{"day": text})
	default:
		p.noteFinding(node, field, "year.no_day", Args{"year": d.Year, "day": text})
	}
	return Date{}, false
}

// dateOf makes a date of what a pattern found of year, month and day; without a year it is the file's. It need not be a
// valid one.
func (p *yearParser) dateOf(found []string) Date {
	year, errYear := strconv.Atoi(found[1])
	if errYear != nil {
		year = cmp.Or(p.year.Year, 2000)
	}
	m, errMonth := strconv.Atoi(found[2])
	d, errDay := strconv.Atoi(found[3])
	if errMonth != nil || errDay != nil {
		return Date{}
	}
	return Date{Year: year, Month: time.Month(m), Day: d}
}

// noteNoDate notes what is no date, with the date in the right form where one can tell which was meant.
func (p *yearParser) noteNoDate(node *yaml.Node, field, text string) {
	if m := meantDate.FindStringSubmatch(text); m != nil {
		if d := p.dateOf(m); d.isValid() {
			p.noteFinding(node, field, "year.date_meant", Args{"value": text, "day": p.textOf(d)})
			return
		}
	}
	p.noteFinding(node, field, "year.date", Args{"value": text})
}

// claimDays takes the days from first to last for one entry; false means another has one of them already.
func (p *yearParser) claimDays(node *yaml.Node, field string, first, last Date, name string) bool {
	for d := first; !last.Before(d); d = d.AddDays(1) {
		if by, taken := p.claimed[d]; taken {
			p.noteFinding(node, field, "year.twice", Args{"day": p.textOf(d), "line": by.line, "name": by.name})
			return false
		}
	}
	for d := first; !last.Before(d); d = d.AddDays(1) {
		p.claimed[d] = claim{name: name, line: node.Line}
	}
	return true
}

// textOf is a date as the year file writes it.
func (p *yearParser) textOf(d Date) string {
	if p.year.Year != 0 && d.Year != p.year.Year {
		return d.String()
	}
	return d.String()[len("2026-"):]
}
