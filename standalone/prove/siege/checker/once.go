package checker

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// checkEffectsHappenOnce: every acknowledgement stands in the journal exactly once (I1, I15), every unknown outcome at
// most once (I2), every refusal not at all (I3).
func (c *check) checkEffectsHappenOnce() {
	counted := map[Kind]int{}
	uses := c.usesOfTexts()
	for _, o := range c.ops {
		counted[o.kind]++
		id := c.caseOfOperation(o)
		if o.kind == OK {
			c.checkAcknowledged(o, id)
		}
		r := c.recordOfCommand(o)
		if o.kind == Fail && (o.isFiling() && id != "" || !o.isFiling() && r != nil && r.Refusal == nil) {
			c.addViolation("I3", id, "refused, yet recorded: %s", o)
		}
		if len(o.Canaries) > 0 {
			c.checkTextOccurrences(o, id, uses)
		}
	}
	c.addFigure("commands: %d acknowledged, %d refused, %d never learnt", counted[OK], counted[Fail], counted[Unknown])
}

func (c *check) checkAcknowledged(o *op, id string) {
	if o.isFiling() {
		c.checkFiled(o, id)
		return
	}
	r := c.recordOfCommand(o)
	switch {
	case r == nil:
		c.addViolation("I1", id, "acknowledged, but there is no record of it: %s", o)
	case r.Refusal != nil:
		c.addViolation("I1", id, "acknowledged, but recorded as refused: %s", o)
	case r.From > r.Seq:
		c.addViolation("I1", id, "acknowledged, but it has caused no event: %s", o)
	case r.Seq > len(c.journal[id]):
		c.addViolation("I15", id, "acknowledged with events up to %d, the journal ends at %d: %s",
			r.Seq, len(c.journal[id]), o)
	case o.got.Seq != r.Seq:
		c.addViolation("I15", id, "answered with seq %d, recorded with %d: %s", o.got.Seq, r.Seq, o)
	case o.Actor != Complainant && o.got.Events != r.Seq-r.From+1:
		c.addViolation("I15", id, "answered with %d events, recorded %d: %s", o.got.Events, r.Seq-r.From+1, o)
	}
}

func (c *check) checkFiled(o *op, id string) {
	f := c.filings[id]
	if id == "" || f == nil {
		c.addViolation("I1", id, "the filing was acknowledged and is not there: %s", o)
		return
	}
	journal := c.journal[id]
	switch sum := sha256.Sum256([]byte(o.got.Receipt)); {
	case o.got.Case != "" && o.got.Case != id:
		c.addViolation("I1", id, "the filing was answered with case %s: %s", o.got.Case, o)
	case hex.EncodeToString(sum[:]) != f.Receipt:
		c.addViolation("I1", id, "the receipt that was given leads nowhere: %s", o)
	case len(journal) == 0 || journal[0].Type != "filed" || journal[0].Actor != o.Actor:
		c.addViolation("I1", id, "the filing was acknowledged and has not become a case: %s", o)
	case o.got.Number != "" && o.got.Number != journal[min(1, len(journal)-1)].textAt("number"):
		c.addViolation("I1", id, "the filing was answered with number %s, the journal has another: %s", o.got.Number, o)
	}
}

// checkTextOccurrences counts the events that carry the text by which a command is recognised.
func (c *check) checkTextOccurrences(o *op, id string, uses map[string][]*event) {
	var events []*event
	for _, text := range c.texts[o.Canaries[0]] {
		events = append(events, uses[text]...)
	}
	n := len(events)
	switch {
	case o.kind == OK && n == 0:
		c.addViolation("I1", id, "acknowledged, but its text is in no event: %s", o)
	case o.kind == Fail && n > 0:
		c.addViolation("I3", id, "refused, but its text is in event %d: %s", events[0].Seq, o)
	case n > 1:
		c.addViolation(map[Kind]string{OK: "I1", Unknown: "I2"}[o.kind], id, "its text is in %d events: %s", n, o)
	case n == 1 && events[0].Case != id:
		c.addViolation("I1", id, "its text is in another case, %s: %s", events[0].Case, o)
	}
}

var textID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// usesOfTexts finds the events in which each text is named.
func (c *check) usesOfTexts() map[string][]*event {
	uses := map[string][]*event{}
	for _, journal := range c.journal {
		for _, e := range journal {
			visitStrings(e.fields, func(s string) {
				if textID.MatchString(s) {
					uses[s] = append(uses[s], e)
				}
			})
		}
	}
	return uses
}

// visitStrings visits every string in a JSON value.
func visitStrings(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case []any:
		for _, item := range v {
			visitStrings(item, visit)
		}
	case map[string]any:
		for _, item := range v {
			visitStrings(item, visit)
		}
	}
}

// checkEveryEventCaused: each event was caused by exactly one recorded order (I3), and each order by a client who asked
// for it or by the policy: the opening of a filing, or a rung that fell due.
func (c *check) checkEveryEventCaused() {
	known := map[string]*op{}
	for _, o := range c.ops {
		known[o.Actor+"/"+o.Key] = o
	}
	events := 0
	for id := range c.filings {
		journal := c.journal[id]
		events += len(journal)
		causes := make([]string, len(journal))
		for _, r := range c.commands[id] {
			if o := known[r.ID]; (o == nil || o.Case != id) && !isSystemOrder(r.ID) {
				c.addViolation("I3", id, "order %s was given by nobody", r.ID)
			}
			for seq := r.From; seq <= r.Seq && seq >= 1 && seq <= len(causes); seq++ {
				if causes[seq-1] != "" {
					c.addViolation("I1", id, "event %d was caused by %s and by %s", seq, causes[seq-1], r.ID)
				}
				causes[seq-1] = r.ID
			}
		}
		for i, cause := range causes {
			if cause == "" {
				c.addViolation("I3", id, "event %d (%s) was caused by nothing", i+1, journal[i].Type)
			} else if got := actorRequired(cause, i); journal[i].Actor != got && got != "" {
				c.addViolation("I3", id, "event %d (%s) bears actor %s, its order %s",
					i+1, journal[i].Type, journal[i].Actor, cause)
			}
		}
	}
	c.addFigure("record: %d cases, %d events, %d starts pending", len(c.filings), events, c.pending)
}

var dueOrder = regexp.MustCompile(`^system/due/d\d+/(limit|\d+)/\d+$`)

func isSystemOrder(id string) bool { return id == "system/open" || dueOrder.MatchString(id) }

// actorRequired is the actor that an order's event must bear, "" if any may: the first event of a case is the filer's.
func actorRequired(order string, index int) string {
	actor, _, _ := strings.Cut(order, "/")
	if order == "system/open" && index == 0 {
		return ""
	}
	return actor
}

// numbered is a series of numbers that must be 1…N.
type numbered map[string]map[int]string

// checkNumbers: the numbers of each policy and period are 1…N, unique, and the period is the day (or year) of the
// event in the organisation's zone (I9).
func (c *check) checkNumbers() {
	series, periods := numbered{}, map[string]string{}
	for id, journal := range c.journal {
		for _, e := range journal {
			number := e.textAt("number")
			prefix, counter := "", ""
			switch local := e.happenedAt().In(Zone); e.Type {
			case "registered":
				prefix, counter = local.Format("20060102")+"-", "logistics/number/"+local.Format("2006-01-02")
			case "slip_issued":
				prefix, counter = "催"+local.Format("2006")+"-", "*/slips.urge/"+local.Format("2006")
			case "document_issued":
				prefix, counter = "档"+local.Format("200601")+"-", "logistics/documents.record/"+local.Format("2006-01")
			default:
				continue
			}
			periods[prefix] = counter
			c.checkNumber(series, id, prefix, number)
		}
	}
	for prefix, all := range series {
		for n := 1; n <= len(all); n++ {
			if all[n] == "" {
				c.addViolation("I9", "", "number %s%04d is missing among %d", prefix, n, len(all))
			}
		}
		if drawn := c.counters[periods[prefix]]; drawn != int64(len(all)) {
			c.addViolation("I9", "", "counter %s stands at %d, %d numbers were given", periods[prefix], drawn, len(all))
		}
	}
}

func (c *check) checkNumber(series numbered, id, prefix, number string) {
	var n int
	if _, err := fmt.Sscanf(strings.TrimPrefix(number, prefix), "%d", &n); err != nil ||
		fmt.Sprintf("%s%04d", prefix, n) != number {
		c.addViolation("I9", id, "number %q is not of its period %s", number, prefix)
		return
	}
	if series[prefix] == nil {
		series[prefix] = map[int]string{}
	}
	if other := series[prefix][n]; other != "" {
		c.addViolation("I9", id, "number %s is case %s's too", number, other)
	}
	series[prefix][n] = id
}
