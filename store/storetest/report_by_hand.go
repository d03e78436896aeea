package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What the reports of the file below say in words, worked out from journals by somebody who knows nothing of how the
// program does it: journals are read as the JSON that anybody gets.

// handEvent is an event as JSON has it.
type handEvent struct {
	Type       string
	At         time.Time
	RecordedAt time.Time
	Data       map[string]any
}

// handCase is what a reader of a journal would note.
type handCase struct {
	received, closed  time.Time
	isClosed, isFiled bool
	unit, disposition string
	amount            float64
	handling          string // running, met, missed, cancelled
	corrections       int
	answered          time.Time
	isAnswered        bool
	stays             []handStay
	looked            int
	grave             bool
}

type handStay struct {
	unit     string
	from, to time.Time
	over     bool
	in, out  string
}

// readJournalByHand reads a journal up to what was recorded by an instant.
func readJournalByHand(journal []handEvent, asOf time.Time) handCase {
	var c handCase
	for _, e := range journal {
		if e.RecordedAt.After(asOf) {
			break
		}
		c.readEvent(e)
		c.follow(e)
	}
	return c
}

func (c *handCase) readEvent(e handEvent) {
	text := func(keys ...string) string { return fmt.Sprint(valueIn(e.Data, keys...)) }
	switch e.Type {
	case "filed":
		c.isFiled = true
		c.received, _ = time.Parse(time.RFC3339Nano, text("received_at"))
		c.amount, _ = valueIn(e.Data, "data", "amount").(float64)
		c.grave = text("severity") == "grave"
		parties, _ := e.Data["parties"].([]any)
		for _, p := range parties {
			party, _ := p.(map[string]any)
			if c.unit == "" && party["role"] == "respondent" && party["kind"] == "unit" {
				c.unit = fmt.Sprint(party["unit"])
			}
		}
	case "redirected":
		c.unit = text("to")
	case "regraded":
		c.grave = text("to") == "grave"
	case "deadline_set":
		if text("deadline", "name") == "handling" {
			c.handling = "running"
		}
	case "deadline_met":
		c.handling = "met"
	case "deadline_missed":
		c.handling = "missed"
	case "corrected":
		c.corrections++
	case "task_completed":
		c.looked++
		if text("step") == "answer" && !c.isAnswered {
			c.answered, c.isAnswered = e.At, true
		}
	case "closed":
		c.closed, c.isClosed, c.disposition = e.At, true, text("disposition")
	}
}

// follow notes in which unit the case is.
func (c *handCase) follow(e handEvent) {
	n := len(c.stays)
	switch {
	case e.Type == "filed":
		c.stays = []handStay{{unit: c.unit, from: c.received, in: "received"}}
	case e.Type == "closed":
		out := "closed"
		if c.disposition == "withdrawn" || c.disposition == "transferred" {
			out = c.disposition
		}
		c.stays[n-1].to, c.stays[n-1].over, c.stays[n-1].out = e.At, true, out
	case n > 0 && !c.isClosed && c.stays[n-1].unit != c.unit:
		c.stays[n-1].to, c.stays[n-1].over, c.stays[n-1].out = e.At, true, "moved"
		c.stays = append(c.stays, handStay{unit: c.unit, from: e.At, in: "moved"})
	}
}

func valueIn(data map[string]any, keys ...string) any {
	var v any = data
	for _, key := range keys {
		in, _ := v.(map[string]any)
		v = in[key]
	}
	return v
}

// workByHand is the report work: "of the complaints received in the month, by responsible unit: how many; how many
// grave ones; how many of those that are due had their limit met, withdrawn ones apart; what is claimed; the mean days
// to the answer". A figure is written k/n/open/sum.
func workByHand(journals map[string][]handEvent, from, until, asOf time.Time) map[string]string {
	type figure struct{ k, n, open, sum int64 }
	table := map[string]map[string]*figure{}
	add := func(unit, column string, k, n, open, sum int64) {
		for _, row := range []string{unit, "total"} {
			if table[row] == nil {
				table[row] = map[string]*figure{}
			}
			if table[row][column] == nil {
				table[row][column] = &figure{}
			}
			f := table[row][column]
			f.k, f.n, f.open, f.sum = f.k+k, f.n+n, f.open+open, f.sum+sum
		}
	}
	for _, journal := range journals {
		c := readJournalByHand(journal, asOf)
		if !c.isFiled || c.received.Before(from) || !c.received.Before(until) {
			continue
		}
		add(c.unit, "all", 1, 1, 0, 0)
		add(c.unit, "grave", one(c.grave), 1, 0, 0)
		add(c.unit, "amount", 1, 1, 0, int64(c.amount))
		switch {
		case c.disposition == "withdrawn":
			add(c.unit, "on_time", 0, 0, 0, 0)
		case !c.isClosed && c.handling != "missed":
			add(c.unit, "on_time", 0, 0, 1, 0)
		default:
			add(c.unit, "on_time", one(c.handling == "met"), 1, 0, 0)
		}
		if c.isAnswered {
			add(c.unit, "days", 1, 1, 0, c.answered.UnixMicro()-c.received.UnixMicro())
		} else {
			add(c.unit, "days", 0, 0, 1, 0)
		}
	}
	told := map[string]string{}
	for row, columns := range table {
		for column, f := range columns {
			told[row+" "+column] = fmt.Sprint(f.k, "/", f.n, "/", f.open, "/", f.sum)
		}
	}
	return told
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// stockByHand is how many were open in each unit at the beginning, came, went and are open at the end.
func stockByHand(journals map[string][]handEvent, from, until, asOf time.Time) map[string]string {
	counts := map[string]map[string]int{}
	add := func(unit, flow string) {
		if counts[unit] == nil {
			counts[unit] = map[string]int{}
		}
		counts[unit][flow]++
	}
	in := func(at time.Time) bool { return !at.Before(from) && at.Before(until) }
	for _, journal := range journals {
		for _, s := range readJournalByHand(journal, asOf).stays {
			if s.from.Before(from) && (!s.over || !s.to.Before(from)) {
				add(s.unit, "opening")
			}
			if in(s.from) {
				add(s.unit, "in "+s.in)
			}
			if s.over && in(s.to) {
				add(s.unit, "out "+s.out)
			}
			if s.from.Before(until) && (!s.over || !s.to.Before(until)) {
				add(s.unit, "closing")
			}
		}
	}
	told := map[string]string{}
	for unit, n := range counts {
		told[unit] = fmt.Sprint(n["opening"], n["in received"], n["in moved"], n["out closed"], n["out withdrawn"],
			n["out moved"]+n["out transferred"], n["closing"])
	}
	return told
}

// asHandEvents are events as any reader of the interface gets them.
func asHandEvents(b *bench, id string) []handEvent {
	b.Helper()
	events, err := b.JournalEvents(b.ctx, caseID(id), 0, 0)
	b.mustSucceed(err)
	var all []handEvent
	for _, e := range events {
		data, err := json.Marshal(e.Fact)
		b.mustSucceed(err)
		h := handEvent{Type: e.Type(), At: e.At, RecordedAt: e.RecordedAt}
		b.mustSucceed(json.Unmarshal(data, &h.Data))
		all = append(all, h)
	}
	return all
}

// inOrder writes a table line by line.
func inOrder(table map[string]string) string {
	var lines []string
	for key, value := range table {
		lines = append(lines, key+": "+value)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
