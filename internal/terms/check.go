package terms

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Report is what one journal showed.
type Report struct {
	// Terms and Rungs count what was compared; Wrong says what differs.
	Terms, Rungs int
	Wrong        []string
}

// CheckJournal reads a journal, in order, under the rules by deadline name. days gives the calendar in force when an
// event was recorded, by its number; until is how far time has passed.
func CheckJournal(
	journal []json.RawMessage, rules map[string]Rule, days func(seq int) *Days, zone *time.Location, until time.Time,
) Report {
	k := &checker{
		rules:  rules,
		zone:   zone,
		data:   map[string]any{},
		wanted: map[string]bool{},
	}
	for _, line := range journal {
		var e event
		var b body
		if err := json.Unmarshal(line, &e); err != nil {
			k.reportProblem(e, "is not an event: %s", err)
			continue
		}
		if err := json.Unmarshal(e.Data, &b); err != nil {
			k.reportProblem(e, "is not understood: %s", err)
			continue
		}
		e.At = e.At.In(zone)
		k.days = days(e.Seq)
		k.checkOverlooked(e)
		k.checkStarted(e, &b)
		k.checkEvent(e, &b)
	}
	k.checkOverlooked(event{At: until.In(zone), Type: "the end"})
	return k.Report
}

type checker struct {
	Report
	rules    map[string]Rule
	zone     *time.Location
	days     *Days
	severity string
	received time.Time
	data     map[string]any
	clocks   []*clock
	// wanted are deadlines that the next event must set.
	wanted map[string]bool
}

func (k *checker) reportProblem(e event, format string, args ...any) {
	k.Wrong = append(k.Wrong, fmt.Sprintf("event %d %s at %s ",
		e.Seq, e.Type, e.At.Format(time.RFC3339Nano))+fmt.Sprintf(format, args...))
}

// checkOverlooked: whatever was due before this instant has fired.
func (k *checker) checkOverlooked(e event) {
	for _, c := range k.clocks {
		for i := range c.rungs {
			if r := &c.rungs[i]; !c.ended && !c.isStopped() && !r.isOver() && r.dueInstant().Before(e.At) {
				k.reportProblem(e, "comes, and rung %s of %s %s, due %s, has not fired",
					r.id, c.id, c.name, r.dueInstant())
				r.skipped = true
			}
		}
	}
}

// checkStarted: a clock that must start does so at once.
func (k *checker) checkStarted(e event, b *body) {
	if len(k.wanted) > 0 {
		var d deadline
		_ = json.Unmarshal(b.Deadline, &d) // judged by the next line
		if e.Type != "deadline_set" || !k.wanted[d.Name] {
			k.reportProblem(e, "comes where a clock had to start: %v", slices.Collect(maps.Keys(k.wanted)))
			clear(k.wanted)
		}
		delete(k.wanted, d.Name)
	}
	for _, c := range k.clocks {
		gone := "deadline_superseded"
		if c.missed {
			gone = "deadline_cancelled" // and it stays missed
		}
		if c.replacedBy != "" && !c.ended && (e.Type != gone || b.deadlineIDOrBlank() != c.id) {
			k.reportProblem(e, "comes while %s and %s run for one duty", c.id, c.replacedBy)
			c.ended = true
		}
	}
}

func (k *checker) checkEvent(e event, b *body) {
	switch e.Type {
	case "filed":
		k.received, k.severity = b.ReceivedAt.In(k.zone), b.Severity
	case "registered":
		for name, r := range k.rules {
			if r.Step == "" && r.From == "" {
				k.wanted[name] = true
			}
		}
	case "regraded":
		k.severity, _ = b.To.(string)
	case "task_opened":
		for name, r := range k.rules {
			if r.Step != "" && r.Step == b.Step {
				k.wanted[name] = true
			}
		}
	case "task_completed":
		maps.Copy(k.data, b.Data)
		for name, r := range k.rules {
			if value, _ := b.Data[r.From].(string); r.From != "" && value != "" && k.runningClock(name, "") == nil {
				k.wanted[name] = true
			}
		}
	case "deadline_set", "deadline_extended", "deadline_resumed":
		k.checkMoved(e, b)
	case "reminded", "deadline_missed", "slip_issued", "escalated":
		if b.Rung != "" {
			k.checkFired(e, b)
		}
	default:
		k.checkEnded(e, b)
	}
}

func (k *checker) runningClock(name, task string) *clock {
	for _, c := range k.clocks {
		if c.name == name && c.task == task && !c.ended {
			return c
		}
	}
	return nil
}

func (k *checker) clockByID(e event, id string) *clock {
	for _, c := range k.clocks {
		if c.id == id {
			return c
		}
	}
	k.reportProblem(e, "names deadline %q, which nobody set", id)
	return &clock{id: id, ended: true}
}

func (k *checker) checkEnded(e event, b *body) {
	switch e.Type {
	case "deadline_met":
		c := k.clockByID(e, b.deadlineIDOrBlank())
		now := e.At
		if c.isStopped() {
			now = c.stoppedAt
		}
		if late := !now.Before(c.term.due); late != b.Late {
			k.reportProblem(e, "says late %v of %s, due %s", b.Late, c.id, c.term.due)
		}
		c.ended = true
	case "deadline_cancelled":
		k.clockByID(e, b.deadlineIDOrBlank()).ended = true
	case "deadline_superseded":
		c := k.clockByID(e, b.deadlineIDOrBlank())
		if c.replacedBy == "" || c.replacedBy != b.By {
			k.reportProblem(e, "replaces %s by %s, not by %q", c.id, b.By, c.replacedBy)
		}
		c.ended = true
	case "deadline_suspended":
		c := k.clockByID(e, b.deadlineIDOrBlank())
		if c.ended || c.missed || c.isStopped() || !e.At.Before(c.term.due) {
			k.reportProblem(e, "stops a clock that does not run: %s", c.id)
		}
		c.stopAt(k.days, e.At)
		if parseSpan(b.Left) != c.left || parseSpan(b.TargetLeft) != c.aimLeft {
			k.reportProblem(e, "says %q and %q are left of %s, not %s and %s",
				b.Left, b.TargetLeft, c.id, c.left, c.aimLeft)
		}
	case "extension_requested":
		c := k.clockByID(e, b.deadlineIDOrBlank())
		if c.ended || c.missed || !e.At.Before(c.term.due) && !c.isStopped() {
			k.reportProblem(e, "asks for more of %s, which is over", c.id)
		}
		c.asked = b.By
	}
}

// checkFired: not early, not twice, not after what was due is done, not while the clock stands, and not late.
func (k *checker) checkFired(e event, b *body) {
	c := k.clockByID(e, b.deadlineIDOrBlank())
	k.Rungs++
	for i := range c.rungs {
		r := &c.rungs[i]
		if r.id != b.Rung {
			continue
		}
		if c.ended || c.isStopped() || r.isOver() || !e.At.Equal(r.dueInstant()) {
			k.reportProblem(e, "fires rung %s of %s: due %s, over %v, ended %v, standing %v",
				r.id, c.id, r.dueInstant(), r.isOver(), c.ended, c.isStopped())
		}
		r.fired = true
		if e.Type == "deadline_missed" {
			c.missed = true
		}
		return
	}
	k.reportProblem(e, "fires rung %s of %s, which has none", b.Rung, c.id)
}

// checkMoved counts the deadline anew and compares.
func (k *checker) checkMoved(e event, b *body) {
	var d deadline
	if err := json.Unmarshal(b.Deadline, &d); err != nil {
		k.reportProblem(e, "carries no deadline: %s", err)
		return
	}
	c := k.moveClock(e, &d)
	if c == nil {
		return
	}
	c.armRungs(k.days, e.At)
	if c.recounts != nil {
		c.keepWhatIsPast(e.At)
		if c.isAs(c.recounts) {
			k.reportProblem(e, "counts %s again, and it is as it was", c.recounts.id)
		}
		c.recounts = nil
	}
	k.Terms++
	k.compareWithRecorded(e, c, &d)
}

func (k *checker) moveClock(e event, d *deadline) *clock {
	switch e.Type {
	case "deadline_extended":
		c := k.clockByID(e, d.ID)
		if c.asked == "" || c.missed || c.ended {
			k.reportProblem(e, "extends %s, which nobody asked for in time", c.id)
			return nil
		}
		c.term = k.days.extendTerm(c.term, c.asked, c.rule.Roll)
		c.moves = append(c.moves, move{extended: c.asked})
		c.asked = ""
		if c.isStopped() {
			c.left = k.days.timeLeft(c.term, c.stoppedAt)
		}
		return c
	case "deadline_resumed":
		c := k.clockByID(e, d.ID)
		if !c.isStopped() {
			k.reportProblem(e, "resumes %s, which runs", c.id)
			return nil
		}
		c.goOnAt(k.days, e.At)
		return c
	}
	return k.setClock(e, d)
}

// setClock starts a clock, or one in place of another: counted again after a publication with the same limit, or
// from the same start with the limit of another severity.
func (k *checker) setClock(e event, d *deadline) *clock {
	rule, ok := k.rules[d.Name]
	if !ok {
		k.reportProblem(e, "sets %s, for which there is no rule", d.Name)
		return nil
	}
	c := &clock{
		id:    d.ID,
		name:  d.Name,
		task:  d.Task,
		rule:  rule,
		limit: rule.Limit(k.severity, k.data),
		start: k.startOfClock(e, rule),
	}
	if rule.Target != nil {
		c.target = rule.Target(k.severity, k.data)
	}
	if old := k.runningClock(d.Name, d.Task); old != nil {
		c.start, c.moves, c.stoppedAt, c.asked = old.start, slices.Clone(old.moves), old.stoppedAt, old.asked
		old.replacedBy = d.ID
		if again := c.limit == old.limit || rule.Step != ""; again {
			c.limit, c.rungs = old.limit, slices.Clone(old.rungs)
			if old.missed {
				k.reportProblem(e, "counts %s again, which is over", old.id)
			}
			c.recounts = old
		}
	}
	c.countAnew(k.days)
	k.clocks = append(k.clocks, c)
	return c
}

func (k *checker) startOfClock(e event, rule Rule) time.Time {
	switch {
	case rule.Step != "":
		return e.At
	case rule.From != "":
		text, _ := k.data[rule.From].(string)
		at, err := time.ParseInLocation(time.DateOnly, text, k.zone)
		if err != nil {
			k.reportProblem(e, "starts at no date: %s", err)
		}
		return at
	}
	return k.received
}

func (k *checker) compareWithRecorded(e event, c *clock, d *deadline) {
	var off []string
	differ := func(what string, said, counted any) {
		off = append(off, fmt.Sprintf("%s said %v, counted %v", what, said, counted))
	}
	if !d.Due.Equal(c.term.due) || d.LastDay != c.term.last.Format(time.DateOnly) || d.Limit != c.limit ||
		!d.Started.Equal(c.start) {
		differ("term", fmt.Sprint(d.Limit, d.Started, d.LastDay, d.Due),
			fmt.Sprint(c.limit, c.start, c.term.last.Format(time.DateOnly), c.term.due))
	}
	if (d.Target == nil) != (c.aim == nil) || d.Target != nil && !d.Target.Equal(c.aim.due) {
		differ("target", d.Target, c.aim)
	}
	if unsure := c.term.unsure || c.aim != nil && c.aim.unsure; d.Provisional != unsure {
		differ("provisional", d.Provisional, unsure)
	}
	if parseSpan(d.Left) != c.left || parseSpan(d.TargetLeft) != c.aimLeft ||
		(d.State == "suspended") != c.isStopped() {
		differ("left", fmt.Sprint(d.State, d.Left, d.TargetLeft), fmt.Sprint(c.stoppedAt, c.left, c.aimLeft))
	}
	if len(d.Rungs) != len(c.rungs) {
		differ("rungs", len(d.Rungs), len(c.rungs))
	}
	for i := range min(len(d.Rungs), len(c.rungs)) {
		said, r := d.Rungs[i], c.rungs[i]
		if said.ID != r.id || !said.At.Equal(r.at) || said.Fired != r.fired || said.Skipped != r.skipped {
			differ("rung", said, r)
		}
	}
	if len(off) > 0 {
		k.reportProblem(e, "%s %s: %s", c.id, c.name, strings.Join(off, "; "))
	}
}
