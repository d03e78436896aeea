package complaint

import "time"

// CountedRule is the kind of a computation's first line: by which rule it was counted. The other kinds are the
// calendar's.
const CountedRule = "rule"

// CountedReminder is the kind of a line that says when a reminder comes that would come while the office is closed.
const CountedReminder = "reminder"

// Weekend says of a day that it has no name of its own.
const Weekend = "weekend"

// Counted is one line of a deadline's computation. It becomes a sentence where it is shown: the words
// computation.<kind>, with its fields in their blanks.
type Counted struct {
	Date string `json:"date"`
	Kind string `json:"kind"`
	// Name is what the calendar calls the day. Of a rule recorded before edition 2 it is the clause, or "设定" and the
	// setting.
	Name string `json:"name"`
	// Text is the sentence as it was recorded, for who reads the record by hand.
	Text string `json:"text"`

	// What follows stands in the record from edition 2 on.

	// Clause or Setting, and Limit such as 3wd, are the rule.
	Clause  string `json:"clause,omitempty"`
	Setting string `json:"setting,omitempty"`
	Limit   string `json:"limit,omitempty"`
	// Day is [Weekend] or "".
	Day string `json:"day,omitempty"`
	// N and Unit are the limit as first set (kind started), by how much it was extended, or a number of days alone.
	N    int    `json:"n,omitempty"`
	Unit string `json:"unit,omitempty"`
	// At is when the clock was started, stopped or went on, or a reminder comes; Left is what then remained, or what of
	// the office's hours counts (kind office).
	At   *Time  `json:"at,omitempty"`
	Left Length `json:"left,omitempty"`
}

// FieldsSayAll reports whether the line's fields say all that its text does. Of lines recorded before edition 2 some do
// not.
func (c *Counted) FieldsSayAll() bool {
	switch c.Kind {
	case CountedRule:
		return c.Limit != ""
	case "extended":
		return c.Unit != ""
	case "suspended", "resumed", CountedReminder:
		return c.At != nil
	case "office":
		return c.Left != ""
	}
	return true
}

// Word is the key of the line's words and what fills their blanks. Instants are written in the zone of At.
func (c *Counted) Word() (key string, blanks map[string]any) {
	blanks = map[string]any{"date": c.Date, "name": c.Name, "n": c.N}
	key = "computation." + c.Kind
	switch {
	case c.Kind == CountedRule && c.Setting != "":
		key = "computation.rule_setting"
		blanks["setting"], blanks["limit"] = c.Setting, Span(c.Limit)
	case c.Kind == CountedRule:
		blanks["clause"], blanks["limit"] = c.Clause, Span(c.Limit)
	case c.Day == Weekend:
		key += "_" + Weekend
	case c.At != nil:
		blanks["at"], blanks["left"] = c.At.Format(time.DateTime), c.Left
	case c.Left != "":
		blanks["left"] = c.Left
	case c.Unit != "":
		blanks["by"] = SpanOf(c.N, c.Unit)
	}
	return key, blanks
}
