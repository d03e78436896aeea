package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
)

// Numbering says which counter a number is drawn from and how the drawn serial is written. A serial longer
// than Digits is written in full: it never collides.
type Numbering struct {
	// Series is what is numbered, whatever the period; Counter is that of the period.
	Series         string
	Counter        string
	Prefix, Suffix string
	Digits         int
}

// NumberForSerial makes the number from a drawn serial.
func (n Numbering) NumberForSerial(serial int64) string {
	return fmt.Sprintf("%s%0*d%s", n.Prefix, n.Digits, serial, n.Suffix)
}

// serialOf is the serial of a number that Write made.
func (n Numbering) serialOf(number string) (int64, error) {
	digits, written := strings.CutPrefix(number, n.Prefix)
	digits, ended := strings.CutSuffix(digits, n.Suffix)
	serial, err := strconv.ParseInt(digits, 10, 64)
	if !written || !ended || err != nil || n.NumberForSerial(serial) != number {
		return 0, fmt.Errorf("number %q is not of counter %s", number, n.Counter)
	}
	return serial, nil
}

// SerialOfEvent reads an event's number back: how it is numbered and its serial there. The numbering is nil for an
// event without a number; a number that this policy would not write so is an error.
func (p *Policy) SerialOfEvent(e complaint.Event, loc *time.Location) (n *Numbering, serial int64, err error) {
	var number string
	switch f := e.Fact.(type) { //nolint:gochecksumtype // the others carry no number
	case complaint.Registered:
		number, n = f.Number, p.caseNumberingAt(p.readsKind, e.At.In(loc))
	case complaint.SlipIssued:
		rule, ok := p.Doc.Slips.Get(f.Kind)
		if !ok {
			return nil, 0, fmt.Errorf("policy has no slips of kind %s", f.Kind)
		}
		number, n = f.Number, p.slipNumberingAt(f.Kind, rule, e.At.In(loc))
	case complaint.DocumentIssued:
		rule, ok := p.Doc.Documents.Get(f.Kind)
		if !ok {
			return nil, 0, fmt.Errorf("policy has no documents of kind %s", f.Kind)
		}
		number, n = f.Number, p.numberingAt("documents."+f.Kind, rule.NumberFormat, e.At.In(loc))
	case complaint.EntryProposal:
		if p.Doc.Ledger == nil {
			return nil, 0, fmt.Errorf("policy %s has no ledger", p.Doc.Policy)
		}
		number, n = f.Number, p.numberingAt(ledgerSeries, p.Doc.Ledger.Number, e.At.In(loc))
	default:
		return nil, 0, nil
	}
	if n == nil {
		return nil, 0, fmt.Errorf("policy %s numbers nothing", p.Doc.Policy)
	}
	serial, err = n.serialOf(number)
	return n, serial, err
}

// WithNumber is the fact with its number filled in.
func WithNumber(f complaint.Fact, number string) (complaint.Fact, error) {
	switch f := f.(type) { //nolint:gochecksumtype // the others carry no number
	case complaint.Registered:
		f.Number = number
		return f, nil
	case complaint.SlipIssued:
		f.Number = number
		return f, nil
	case complaint.DocumentIssued:
		f.Number = number
		return f, nil
	case complaint.EntryProposal:
		f.Number = number
		return f, nil
	default:
		return nil, fmt.Errorf("event %s carries no number", complaint.TypeOf(f))
	}
}

var serialPart = regexp.MustCompile(`\{serial:([1-9])\}`)

type numberParts struct {
	before, after string
	digits        int
}

// numberExample is a format as a finding proposes it, numberPlaces are what may stand in one besides the serial.
const (
	numberExample = "{YYYY}{MM}{serial:4}"
	numberPlaces  = "{YYYY} {YY} {MM} {DD}"
)

func parseNumber(format string) (numberParts, bool) {
	loc := serialPart.FindStringSubmatchIndex(format)
	if loc == nil {
		return numberParts{}, false
	}
	digits, err := strconv.Atoi(format[loc[2]:loc[3]])
	if err != nil {
		return numberParts{}, false
	}
	parts := numberParts{format[:loc[0]], format[loc[1]:], digits}
	rest := strings.NewReplacer("{YYYY}", "", "{YY}", "", "{MM}", "", "{DD}", "").Replace(parts.before + parts.after)
	return parts, !strings.ContainsAny(rest, "{}")
}

// numberingAt finds the counter and the written form for a number given at an instant (in the calendar's zone).
func (p *Policy) numberingAt(what string, n NumberFormat, at time.Time) *Numbering {
	parts, ok := parseNumber(n.Format.Text)
	if !ok {
		return nil // validation has refused such a file
	}
	period := map[string]string{
		"daily":   "2006-01-02",
		"monthly": "2006-01",
		"yearly":  "2006",
		"never":   "-",
	}
	dates := strings.NewReplacer("{YYYY}", at.Format("2006"), "{YY}", at.Format("06"),
		"{MM}", at.Format("01"), "{DD}", at.Format("02"))
	series := p.Doc.Policy + "/" + what
	return &Numbering{
		Series:  series,
		Counter: series + "/" + at.Format(period[n.Restarts.Text]),
		Prefix:  dates.Replace(parts.before),
		Suffix:  dates.Replace(parts.after),
		Digits:  parts.digits,
	}
}

// seriesOfOrganisation is the series that regulations share; sharedSeries is how its name begins, as no policy's does.
const (
	seriesOfOrganisation = "organisation"
	sharedSeries         = "*/"
)

// slipNumberingAt is the numbering of a kind of slip: the regulation's own, or the one that the organisation's
// regulations share.
func (p *Policy) slipNumberingAt(kind string, rule *SlipRule, at time.Time) *Numbering {
	n := p.numberingAt("slips."+kind, rule.NumberFormat, at)
	if n == nil || rule.Series.Text != seriesOfOrganisation {
		return n
	}
	n.Series = sharedSeries + strings.TrimPrefix(n.Series, p.Doc.Policy+"/")
	n.Counter = sharedSeries + strings.TrimPrefix(n.Counter, p.Doc.Policy+"/")
	return n
}

// SharedSeries is what a series numbers that regulations share, such as slips.urge; false for a regulation's own.
func SharedSeries(series string) (what string, shared bool) {
	return strings.CutPrefix(series, sharedSeries)
}

// What is what the series numbers, whoever's it is, such as slips.urge.
func (n *Numbering) What() string {
	_, what, _ := strings.Cut(n.Series, "/")
	return what
}
