package policy

import (
	"strings"

	"duban/policy/calendar"
)

// checkWrittenHead: what the regulation is known by can stand where it will.
func (c *checker) checkWrittenHead(data []byte) {
	if c.doc.Version < 1 {
		c.f.add(versionPos(data), "head.version", nil)
	}
	if strings.ContainsAny(c.doc.Policy, " ./\t") {
		c.f.add(headPos(data, "policy"), "head.policy", args{"policy": c.doc.Policy})
	}
	if day, err := calendar.ParseDate(c.doc.Effective); c.doc.Effective != "" &&
		(err != nil || day.String() != c.doc.Effective) {
		c.f.add(headPos(data, "effective"), "head.effective", args{"day": c.doc.Effective})
	}
}

// checkTitles: what people choose between has a title of its own each.
func (c *checker) checkTitles() {
	d := c.doc
	oneTitleEach(c, d.Roles, func(r Role) string { return r.Title.Text })
	oneTitleEach(c, d.Kinds, func(k Kind) string { return k.Title.Text })
	oneTitleEach(c, d.Intake.Sources, func(s Source) string { return s.Title.Text })
	oneTitleEach(c, d.Intake.Categories, func(k Category) string { return k.Title.Text })
	oneTitleEach(c, d.Intake.Severities, func(title Text) string { return title.Text })
	for _, e := range d.Intake.Sources.Entries {
		oneTitleEach(c, e.Value.Channels, func(title Text) string { return title.Text })
	}
	for _, e := range d.Intake.Categories.Entries {
		oneTitleEach(c, e.Value.Kinds, func(title Text) string { return title.Text })
	}
	for _, e := range d.Steps.Entries {
		oneTitleEach(c, e.Value.Outcomes, func(o Outcome) string { return o.Title.Text })
	}
	for _, form := range d.forms() {
		for _, e := range form.Entries {
			oneTitleEach(c, e.Value.Options, func(title Text) string { return title.Text })
		}
	}
}

func oneTitleEach[T any](c *checker, of Map[T], title func(T) string) {
	has := map[string]string{}
	for _, e := range of.Entries {
		t := strings.TrimSpace(title(e.Value))
		if other, taken := has[t]; taken && t != "" {
			c.f.add(e.Pos, "title.twice", args{"title": t, "key": e.Key, "other": other})
			continue
		}
		has[t] = e.Key
	}
}

// checkSeatLists: nobody is listed twice among those of whom one or each does something, and a role of a unit is held
// for one unit.
func (c *checker) checkSeatLists() {
	d := c.doc
	c.eachOnce(d.Intake.By)
	for _, e := range d.Intake.Sources.Entries {
		c.eachOnce(e.Value.By)
	}
	for _, e := range d.Authority.Entries {
		for _, l := range e.Value.Levels {
			c.eachOnce(l.By)
		}
	}
	for _, e := range d.May.Entries {
		c.eachOnce(e.Value.By)
	}
	for _, e := range d.Steps.Entries {
		s := e.Value
		lists := [][]SeatRule{s.By, s.All, s.Attend}
		if s.Otherwise != nil {
			lists = append(lists, s.Otherwise.By)
		}
		if x := s.Extension; x != nil {
			lists = append(lists, x.By, x.Approve)
		}
		for _, rules := range lists {
			c.checkSeatList(rules)
		}
	}
}

func (c *checker) eachOnce(words []Word) {
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w.Text] {
			c.f.add(w.Pos, "seat.twice", args{"seat": w.Text})
		}
		seen[w.Text] = true
	}
}

func (c *checker) checkSeatList(rules []SeatRule) {
	var always []Word
	for _, r := range rules {
		if r.When.Text == "" {
			always = append(always, r.Word)
		}
		seat, ofUnit := cutUnitSeat(r.Text)
		if own, known := c.doc.Roles.Get(seat.role); ofUnit && known && !own.IsPerUnit() {
			c.f.add(r.Pos, "seat.not_per_unit", args{"seat": r.Text, "role": seat.role})
		}
	}
	c.eachOnce(always)
}

// checkZeroLimits: a limit of nought is over before it begins.
func (c *checker) checkZeroLimits() {
	for i := range c.doc.Deadlines.Entries {
		d := &c.doc.Deadlines.Entries[i].Value
		for _, l := range d.Limit {
			c.mustLast(&l.Is)
			c.mustLast(l.Target)
		}
		c.mustLastMost(d.Moves)
	}
	for i := range c.doc.Steps.Entries {
		s := &c.doc.Steps.Entries[i].Value
		c.mustLast(&s.Limit)
		c.mustLast(s.Target)
		c.mustLastMost(s.Moves)
	}
	for i := range c.doc.May.Entries {
		c.mustLast(&c.doc.May.Entries[i].Value.Within)
	}
}

func (c *checker) mustLastMost(m Moves) {
	if m.Extension != nil {
		c.mustLast(&m.Extension.Most)
	}
}

func (c *checker) mustLast(l *LimitRef) {
	if l != nil && l.IsSet() && l.Length.Unit != "" && l.Length.N == 0 {
		c.f.add(l.Pos, "limit.zero", args{"value": l.Text, "least": "1" + string(l.Length.Unit)})
	}
}
