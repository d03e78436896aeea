package policies_test

import (
	"fmt"
	"slices"
)

// lay lays out the main procedure: a line of stages, perhaps with a fork, perhaps with a window at its end.
func (d *draft) lay() {
	n := d.between(2, 5)
	var line []*stage
	for i := range n {
		line = append(line, &stage{id: fmt.Sprintf("step_%d", i+1), order: 2 * i})
	}
	for i, s := range line {
		s.kind = pick(d, []string{"", "task", "", "task", "meeting", "survey", "notice"})
		if i > 0 && line[i-1].kind != "approval" && d.oneIn(4) {
			s.kind = "approval"
		}
	}
	if d.reviews {
		line[n-1].kind = "notice"
		line = append(line, &stage{id: "wait", kind: "window", order: 2 * n})
	}
	for i, s := range line {
		s.next = []string{"archive"}
		if i+1 < len(line) {
			s.next = []string{line[i+1].id}
		}
	}
	d.stages = line
	if n > 2 && d.oneIn(4) {
		d.fork(line, d.below(n-2))
	}
}

// fork lets two branches run side by side between two stages.
func (d *draft) fork(line []*stage, at int) {
	from, to := line[at], line[at+1]
	from.next, to.join = nil, true
	for _, id := range []string{"left", "right"} {
		branch := &stage{
			id:    id,
			kind:  pick(d, []string{"", "task", "notice", "survey", "meeting"}),
			next:  []string{to.id},
			order: from.order + 1,
		}
		from.next = append(from.next, id)
		d.stages = append(d.stages, branch)
	}
	slices.SortStableFunc(d.stages, func(a, b *stage) int { return a.order - b.order })
}

// step writes a stage out.
func (d *draft) step(s *stage) block {
	b := newBlock("kind", s.kind, "title", "步骤"+s.id)
	if s.order > 0 && s.kind != "window" && d.oneIn(4) {
		b.put("when", d.condition(s, nil, nil))
		b.put("else", pick(d, s.next))
		s.skippable = true
	}
	b.put("join", s.join)
	d.whoDoes(s, b)
	if !d.oneIn(64) {
		d.cite(b)
	}
	outcomes := d.outcomes(s)
	s.outcomes = outcomes.keys()
	var form block
	if s.kind != "window" {
		s.fields, form = d.form(s, s.id, s.outcomes)
		told := field{name: "bool_told", kind: "bool"}
		if s == d.stages[0] && len(d.circulars) > 0 && !d.oneIn(32) {
			form.put(told.name, newBlock("type", told.kind, "title", "是否通报")) // something that can be told
			s.fields = append(s.fields, told)
		}
		if d.oneIn(8) {
			d.actOnBehalf(s, b, form)
		}
		b.put("must", d.musts(s, s.fields, s.outcomes))
	} else {
		form = newBlock()
	}
	b.put("form", form)
	if s.kind != "window" {
		d.timeOf(s, b)
	}
	if d.oneIn(4) {
		mark := "reached_" + s.id
		b.put("sets", []string{mark})
		s.milestones = append(s.milestones, mark)
	}
	decides := s.kind == "notice" && d.reviews && len(s.next) == 1 && s.next[0] == "wait"
	if s.kind != "window" && d.oneIn(8) || decides || d.oneIn(256) {
		b.put("closes", d.closing(s))
	}
	if (s.kind != "window" || slices.Contains(b.keys(), "by")) && d.oneIn(8) {
		b.put("guidance", []string{d.guidance()})
	}
	b.put("outcomes", outcomes)
	if s.skippable {
		for i := range s.fields {
			s.fields[i].sure = false
		}
	}
	return b
}

// whoDoes says who does a stage, and what its kind demands besides.
func (d *draft) whoDoes(s *stage, b block) {
	switch s.kind {
	case "window":
		if told := d.stages[len(d.stages)-2]; told.kind == "notice" && len(told.told) > 0 {
			s.told = told.told
			b.put("for_each", d.forEach(s))
		}
		if d.oneIn(4) {
			b.put("by", d.seats(nil))
		}
		return
	case "approval":
		b.put("of", []string{d.proposal(s)})
		if d.oneIn(4) {
			deciders := 1 // those who propose mostly have another role
			if len(d.roles) > 2 || d.oneIn(16) {
				deciders = d.between(1, 2)
			}
			b.put("all", d.roles[len(d.roles)-deciders:])
			s.parts = true
			return
		}
		by := []any{d.roles[len(d.roles)-1]}
		if !d.oneIn(4) && len(d.roles) > 1 { // else only who proposed may be left to approve
			by = append(by, d.roles[len(d.roles)-2])
		}
		if d.flip() {
			by = append(by, d.seat(s))
		}
		b.put("by", by)
		return
	case "meeting":
		b.put("by", d.seats(s))
		d.meeting(s, b)
		return
	case "notice":
		b.put("served", newBlock("letter", "书面", "phone", "电话"))
		if d.oneIn(4) {
			b.put("layout", d.layoutBlock())
		}
		if d.oneIn(4) {
			d.says(s, b)
		}
		if each := d.forEach(s); each != nil {
			b.put("for_each", each)
			d.byParty(s, b)
			return
		}
		s.told = []string{d.partyRole()}
		b.put("to", s.told[0])
	case "survey":
		s.party = pick(d, []string{"complainant", "complainant", "respondent"})
		b.put("of", []string{s.party})
	case "", "task":
		if each := d.forEach(s); each != nil {
			b.put("for_each", each)
			d.byParty(s, b)
			return
		}
		if d.oneIn(8) {
			parts := d.parts(s)
			b.put("all", parts)
			s.parts = true
			d.desks(b, len(parts))
			return
		}
	}
	b.put("by", d.seats(s))
	if d.oneIn(4) {
		b.put("otherwise", d.cited("by", d.seatsOrConditional(d.seat(s), s)))
	}
}

// proposal is a step before, on which an approval decides.
func (d *draft) proposal(s *stage) string {
	before := slices.DeleteFunc(slices.Clone(d.stages), func(o *stage) bool { return o.order >= s.order })
	if d.oneIn(8) { // what comes between may tell of it too early
		return pick(d, before).id
	}
	return before[len(before)-1].id
}

func (d *draft) meeting(s *stage, b block) {
	if d.flip() {
		b.put("attend", d.seatsOrConditional(pick(d, d.roles), s))
	}
	if !d.oneIn(4) {
		return
	}
	if d.oneIn(4) {
		b.put("votes", "done")
		return
	}
	votes := newBlock("for", "done", "majority", pick(d, []string{"", "half", "two_thirds", "2"}))
	switch d.below(3) {
	case 0:
		votes.put("of", "members")
		votes.put("members", d.between(3, 4))
	case 1:
		votes.put("members", d.between(3, 4))
		votes.put("quorum", pick(d, []string{"half", "two_thirds", "2"}))
	default:
		votes.put("of", pick(d, []string{"", "present"}))
	}
	votes.put("tie", pick(d, []string{"", "", "", "again"}))
	d.maybeCite(votes)
	b.put("votes", votes)
}

// desks says how those vote who each do their own part.
func (d *draft) desks(b block, parts int) {
	switch {
	case parts > 1 && d.oneIn(3):
		b.put("need", d.between(1, parts-1))
	case !d.oneIn(8):
		votes := newBlock("for", pick(d, []string{"", "done"}),
			"majority", pick(d, []string{"half", "two_thirds", fmt.Sprint(d.between(1, parts))}),
			"quorum", pick(d, []string{"", "half", "two_thirds", "2"}),
			"tie", pick(d, []string{"", "again", "again", "again", "again", "again", "again", "again"}))
		d.maybeCite(votes)
		b.put("votes", votes)
	}
}

// outcomes are the ways to finish a stage: the main one, one back or out, by what the kind calls them.
func (d *draft) outcomes(s *stage) block {
	all := newBlock()
	main, others := "done", []string{"again", "out"}
	switch s.kind {
	case "approval":
		main, others = "approved", []string{"returned", "rejected"}
	case "notice":
		main, others = "served", []string{"out"}
	case "survey":
		main, others = "content", []string{"out", "nobody"}
	case "window":
		main, others = "over", nil
	}
	all.put(main, d.outcome(s, "", s.next))
	for _, code := range others {
		needed := code == "again" // a tie, and what is not carried, go there
		if !needed && !d.flip() {
			continue
		}
		next := []string{pick(d, s.next)}
		switch {
		case code == "again" || code == "returned":
			next = []string{d.earlier(s)}
		case code == "nobody" && d.flip() || s.order%2 == 1 || !d.oneIn(4):
		default:
			next = []string{"archive"}
			d.leaves = true
		}
		all.put(code, d.outcome(s, code, s.alike(next)))
	}
	return all
}

// earlier is a stage to which the case can go back.
func (d *draft) earlier(s *stage) string {
	if s.order%2 == 1 || s.join {
		return s.id // within its branch
	}
	var line []string
	for _, o := range d.stages {
		if o.order <= s.order && o.order%2 == 0 && (o == s || len(o.next) == 1) && !o.join {
			line = append(line, o.id)
		}
	}
	return pick(d, line)
}

func (d *draft) outcome(s *stage, code string, next []string) block {
	o := newBlock("title", "结果"+code, "next", next)
	if d.oneIn(16) {
		o.put(pick(d, []string{"not_before", "not_before", "not_after"}), d.length("4h", "1wd", "2d"))
	}
	if d.oneIn(8) {
		mark := "reached_" + s.id + code
		o.put("sets", []string{mark})
		s.milestones = append(s.milestones, mark)
	}
	alone := !s.each || s.votes
	if alone && next[0] == "archive" && s.kind != "window" && d.flip() || alone && d.oneIn(32) {
		o.put("closes", d.closing(s))
	}
	if s.kind != "window" && s.kind != "survey" && s.kind != "approval" && d.oneIn(16) {
		o.put("reason", true)
	}
	if code != "" && code != "nobody" && !s.parts && (!s.each || d.oneIn(16)) && d.oneIn(8) {
		o.put("at_most", d.atMost("archive", d.earlier(s), s.next[0]))
		s.limited = append(s.limited, code)
	}
	if len(d.documents) > 0 && d.oneIn(4) {
		o.put("issues", someOf(d, d.documents))
	}
	if s.kind == "notice" && code == "out" && d.flip() {
		o.put("unserved", true)
		o.put("opens_window", d.flip())
	}
	if len(d.circulars) > 0 && d.oneIn(4) {
		o.put("publishes", someOf(d, d.circulars))
	}
	o.put("staff", code == "nobody" && s.party == "complainant" && d.flip() || d.oneIn(512))
	if len(d.linked) > 0 && d.oneIn(8) {
		o.put("begins", d.beginning(s))
	}
	d.maybeCite(o)
	return o
}

func (d *draft) closing(s *stage) block {
	words := []string{
		`"` + pick(d, append(d.dispositions, "upheld")) + `"`, `"dismissed"`,
		`severity == "x" ? "upheld" : "dismissed"`,
	}
	if len(d.severities) > 0 {
		words[2] = d.among("severity", d.severities) + ` ? "upheld" : "dismissed"`
	} else {
		words = words[:2]
	}
	if flags := d.fieldsAt(s, "bool"); len(flags) > 0 {
		words = append(words, pick(d, flags).name+` ? "upheld" : "dismissed"`)
	}
	return newBlock("disposition", pick(d, words))
}

// actOnBehalf lets whoever does the stage act for a body outside.
func (d *draft) actOnBehalf(s *stage, b, form block) {
	form.put("proof_"+s.id, newBlock("type", "attachments", "title", "来文", "required", true))
	b.put("on_behalf_of", d.cited("body", "上级机关", "proof", "proof_"+s.id))
}

// says is what a notice says by case.
func (d *draft) says(s *stage, b block) {
	all := []any{d.cited("when", d.condition(s, nil, nil), "text", "告知"+s.id)}
	if !d.oneIn(16) {
		all = append(all, d.cited("text", "另告"+s.id))
	}
	b.put("says", all)
}

// beginning is a linked case that begins.
func (d *draft) beginning(at *stage) block {
	b := newBlock("kind", pick(d, d.linked))
	if d.oneIn(4) {
		b.put("when", d.condition(at, nil, nil))
	}
	var names []string
	for _, f := range d.sureAt(at) {
		inForm := slices.ContainsFunc(d.stages, func(s *stage) bool {
			return slices.ContainsFunc(s.fields, func(o field) bool { return o.name == f.name })
		})
		if inForm && f.kind != "attachment" && f.kind != "attachments" {
			names = append(names, f.name)
		}
	}
	if len(names) > 0 && d.flip() {
		b.put("carry", someOf(d, names))
	}
	if before := d.stagesBefore(at); len(before) > 0 && d.flip() {
		b.put("except", d.cited("doers", []string{pick(d, before).id}))
	}
	d.maybeCite(b)
	return b
}

func (d *draft) guidance() string {
	if known := d.guidances.keys(); len(known) > 0 && d.flip() {
		return pick(d, known)
	}
	id := fmt.Sprintf("g%d", len(d.guidances.keys())+1)
	d.clauses.put(id, newBlock("kind", "guidance", "gist", "指引"))
	d.guidances.put(id, newBlock("title", "指引", "show", []string{"认真办理"}))
	return id
}
