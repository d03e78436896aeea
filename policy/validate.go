package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/policy/calendar"
)

// The closed sets of words a policy file may use.
var (
	clauseKinds    = []string{"enforced", "recorded", "guidance"}
	stepKinds      = []string{"task", approvalKind, meetingKind, "notice", "survey", recusalKind, windowKind}
	periods        = []string{"daily", "monthly", "yearly", "never"}
	sights         = []string{"all", "unit", "tasks"}
	messageOrigins = []string{"organisation", "complainant"}
	parties        = []string{"complainant", "respondent"}
)

// archiveStep is the outcome that ends a case; unlike a step it needs no entry.
const archiveStep = "archive"

// The two milestones every case has; others are made by a step's `sets:`.
const (
	milestoneReceived = "received"
	milestoneClosed   = "closed"
)

// checker walks the document, looks up every name it uses and collects what is wrong.
type checker struct {
	p   *Policy
	doc *Document
	f   *findings
}

func (c *checker) check() {
	c.checkHead()
	c.checkClauses()
	c.checkIntake()
	for i := range c.doc.Authority.Entries {
		c.checkAuthority(&c.doc.Authority.Entries[i])
	}
	for i := range c.doc.Deadlines.Entries {
		c.checkDeadline(&c.doc.Deadlines.Entries[i])
	}
	for _, e := range c.doc.Measures.Entries {
		c.cite("measures."+e.Key, e.Value.Cites)
		c.oneOf(e.Value.Until, append([]string{milestoneClosed}, c.milestones()...))
	}
	c.ladder("ladder", c.doc.Ladder)
	for i := range c.doc.Steps.Entries {
		c.checkStep(&c.doc.Steps.Entries[i])
	}
	c.p.addExtensionSteps()
	c.checkPermissions()
	for _, e := range c.doc.Messages.Entries {
		c.cite("messages."+e.Key, e.Value.Cites)
		c.oneOf(e.Value.From, messageOrigins)
		c.oneOf(e.Value.Before, append([]string{milestoneClosed}, c.milestones()...))
		c.oneOf(e.Value.After, append([]string{milestoneClosed}, c.milestones()...))
	}
	if len(c.f.all) > 0 {
		return // the rest needs names that resolve
	}
	c.compileForms()
	c.compileConditions()
	c.checkCoverage()
}

func (c *checker) checkHead() {
	d := c.doc
	c.numberFormat("number", d.Number)
	for _, e := range d.Documents.Entries {
		c.numberFormat("documents."+e.Key, e.Value.NumberFormat)
		c.roles(e.Value.Copies)
	}
	for i, e := range d.Slips.Entries {
		c.numberFormat("slips."+e.Key, e.Value.NumberFormat)
		c.limit(&d.Slips.Entries[i].Value.Reply)
	}
	c.counting(d.Counting)
	for _, e := range d.Roles.Entries {
		c.oneOf(e.Value.Sees, sights)
		c.oneOf(e.Value.Per, []string{"unit"})
	}
	for _, e := range d.Kinds.Entries {
		c.cite("kinds."+e.Key, e.Value.Cites)
		if e.Value.First.Text != "" {
			c.stepName(e.Value.First)
		}
	}
}

func (c *checker) checkClauses() {
	for _, e := range c.doc.Clauses.Entries {
		c.oneOf(e.Value.Kind, clauseKinds)
		c.builtin(e.Key, e.Value.Builtin)
	}
}

func (c *checker) checkIntake() {
	in := &c.doc.Intake
	c.cite("intake", in.Cites)
	c.roles(in.By)
	c.limit(&in.Backdate)
	for _, e := range in.Sources.Entries {
		c.cite("intake.sources."+e.Key, e.Value.Cites)
		c.roles(e.Value.By)
	}
	for _, e := range in.Categories.Entries {
		c.cite("intake.categories."+e.Key, e.Value.Cites)
	}
	if in.DefaultSeverity.Text != "" {
		c.oneOf(in.DefaultSeverity, in.Severities.Keys())
	}
	c.fields("intake.form", in.Form)
	c.ofOneCase(in.Form)
	c.guidance("intake", in.Guidance)
	if pub := in.Public; pub != nil {
		c.cite("intake.public", pub.Cites)
		c.oneOf(pub.Source, in.Sources.Keys())
		if s, ok := in.Sources.Get(pub.Source.Text); ok {
			c.oneOf(pub.Channel, s.Channels.Keys())
		}
		c.oneOf(pub.Severity, in.Severities.Keys())
	}
}

func (c *checker) milestones() []string {
	var marks []string
	for _, s := range c.doc.Steps.Entries {
		if s.Value.Sets.Text != "" {
			marks = append(marks, s.Value.Sets.Text)
		}
		for _, o := range s.Value.Outcomes.Entries {
			if o.Value.Sets.Text != "" {
				marks = append(marks, o.Value.Sets.Text)
			}
		}
	}
	return marks
}

func (c *checker) ladder(where string, rungs []RungRule) {
	for i := range rungs {
		r := &rungs[i]
		c.cite(fmt.Sprintf("%s.ladder[%d]", where, i+1), r.Cites)
		c.limit(&r.After)
		c.limit(&r.Reply)
		c.rungTime(r)
		actions := 0
		if r.Remind.Text != "" {
			actions++
			c.oneOf(r.Remind, []string{"holder"})
		}
		if r.Slip.Text != "" {
			actions++
			c.oneOf(r.Slip, c.doc.Slips.Keys())
			c.oneOf(r.To, []string{"holder"})
		}
		if r.Escalate.Text != "" {
			actions++
			c.roles([]Word{r.Escalate})
		}
		c.roles(r.Copies)
		if actions != 1 {
			c.f.add(r.pos(), "阶梯的每一级要写且只写一个动作：remind、slip 或 escalate")
		}
	}
}

func (r *RungRule) pos() Pos {
	for _, w := range []Word{r.At, r.After.Word, r.Remind, r.Slip, r.Escalate} {
		if w.Pos.Line > 0 {
			return w.Pos
		}
	}
	return Pos{1, 1}
}

// rungTime checks "at: limit", "at: 4h before" or "after: 1wd".
func (c *checker) rungTime(r *RungRule) {
	if (r.At.Text == "") == (!r.After.Set()) {
		c.f.add(r.pos(), "阶梯的每一级要写且只写一个时间：at 或 after")
		return
	}
	if r.At.Text == "" || r.At.Text == "limit" {
		return
	}
	length, ok := strings.CutSuffix(r.At.Text, " before")
	if _, err := calendar.ParseLimit(length); !ok || err != nil {
		c.f.add(r.At.Pos, "%q 应为 limit 或 “4h before” 这样的时间", r.At.Text)
	}
}

func (c *checker) checkStep(e *Entry[Step]) {
	s := &e.Value
	where := "steps." + e.Key
	c.cite(where, s.Cites)
	c.oneOf(s.Kind, stepKinds)
	c.seats(s.By)
	c.seats(s.All)
	if (len(s.By) == 0) == (len(s.All) == 0) && !s.lapsesAlone() {
		c.f.add(e.Pos, "步骤 %s：by（其中一方办）和 all（各方都办）要写且只写一个", e.Key)
	}
	if len(s.All) > 0 && s.Kind.Text != "" && s.Kind.Text != "task" && s.Kind.Text != approvalKind {
		c.f.add(e.Pos, "步骤 %s：只有一般步骤和审批可以由几方各办（all）", e.Key)
	}
	if s.Need < 0 || s.Need > 0 && s.Need >= len(s.All) {
		c.f.add(e.Pos, "步骤 %s：need 应小于 all 的方数，表示办够几方即可", e.Key)
	}
	if s.Otherwise != nil {
		c.cite(where+".otherwise", s.Otherwise.Cites)
		c.seats(s.Otherwise.By)
	}
	if (s.When.Text == "") != (s.Else.Text == "") {
		c.f.add(e.Pos, "步骤 %s：when 和 else 要一起写：条件不成立时去哪一步", e.Key)
	}
	if s.Else.Text != "" {
		c.stepName(s.Else)
	}
	c.fields(where+".form", s.Form)
	for _, m := range s.Must {
		c.cite(where+".must", m.Cites)
	}
	for _, o := range s.Outcomes.Entries {
		c.cite(where+".outcomes."+o.Key, o.Value.Cites)
		for _, w := range o.Value.Next {
			c.stepName(w)
		}
		for _, w := range o.Value.Issues {
			c.oneOf(w, c.doc.Documents.Keys())
		}
		c.beginning(where+".outcomes."+o.Key+".begins", o.Value.Begins)
	}
	c.checkApproval(e)
	c.checkMeeting(e)
	c.checkWindow(e)
	if s.Kind.Text == "notice" && (len(s.Served.Entries) == 0 || s.To.Text == "") {
		c.f.add(e.Pos, "步骤 %s 是通知，要写明给谁（to）和怎样送达（served）", e.Key)
	}
	c.oneOf(s.To, parties)
	for _, w := range s.Of {
		if s.Kind.Text != approvalKind {
			c.oneOf(w, parties)
		}
	}
	c.length(&s.Limit)
	c.moves(where, &s.Moves)
	if s.Limit.Set() && len(s.Ladder) == 0 {
		s.Ladder = c.doc.Ladder
	}
	c.ladder(where, s.Ladder)
	c.guidance(where, s.Guidance)
}

// commandsOfMay are the commands that no task offers and a policy may permit.
var commandsOfMay = []string{
	"recuse", "object", "regrade", "assign", "urge", "reply_slip", "record_service", "message", "rate", "request_review", "withdraw", "note",
	"correct",
}

func (c *checker) checkPermissions() {
	for i := range c.doc.May.Entries {
		e := &c.doc.May.Entries[i]
		c.oneOf(Word{e.Key, e.Pos}, commandsOfMay)
		c.cite("may."+e.Key, e.Value.Cites)
		for _, w := range e.Value.By {
			if w.Text != "complainant" {
				c.roles([]Word{w})
			}
		}
		c.limit(&e.Value.Reply)
		c.limit(&e.Value.Within)
		c.checkDecidedBy(e)
		for j := range e.Value.Begins {
			c.beginning("may."+e.Key+".begins", &e.Value.Begins[j])
		}
		if (e.Key == "request_review") != (len(e.Value.Begins) > 0) {
			c.f.add(e.Pos, "begins 写在 request_review 上，也只写在它上面：申请后立哪一类案件")
		}
		if !cited(e.Value.Cites) {
			c.f.add(e.Pos, "操作 %s 没有注明条款或设定", e.Key)
		}
	}
}

// checkCoverage: no enforced, recorded or guidance clause may stand in the file unserved.
func (c *checker) checkCoverage() {
	for _, e := range c.doc.Clauses.Entries {
		if len(c.p.served[e.Key]) == 0 && e.Value.Later == "" {
			c.f.add(e.Pos, "条款 %s（%s）没有任何元素落实", e.Key, e.Value.Gist)
		}
	}
}

func cited(c Cites) bool { return c.Clause.Text != "" || c.Setting.Text != "" || len(c.Clauses) > 0 }

// cite looks up what an element rests on and notes the element as serving it.
func (c *checker) cite(where string, cites Cites) {
	all := cites.Clauses
	if cites.Clause.Text != "" {
		all = append(slices.Clone(all), cites.Clause)
	}
	for _, w := range all {
		if !c.doc.Clauses.Has(w.Text) {
			c.f.add(w.Pos, "没有条款 %q%s", w.Text, suggest(w.Text, c.doc.Clauses.Keys()))
			continue
		}
		c.p.served[w.Text] = append(c.p.served[w.Text], where)
	}
	if w := cites.Setting; w.Text != "" && !c.doc.Settings.Has(w.Text) {
		c.f.add(w.Pos, "没有设定 %q%s", w.Text, suggest(w.Text, c.doc.Settings.Keys()))
	}
}

func (c *checker) guidance(where string, names []Word) {
	for _, w := range names {
		if !c.doc.Guidance.Has(w.Text) {
			c.f.add(w.Pos, "没有指引 %q%s", w.Text, suggest(w.Text, c.doc.Guidance.Keys()))
			continue
		}
		c.p.served[w.Text] = append(c.p.served[w.Text], where+".guidance")
	}
}

func (c *checker) oneOf(w Word, known []string) {
	if w.Text != "" && !slices.Contains(known, w.Text) {
		c.f.add(w.Pos, "不认识 %q%s", w.Text, suggest(w.Text, known))
	}
}

func (c *checker) roles(words []Word) {
	for _, w := range words {
		c.oneOf(w, c.doc.Roles.Keys())
	}
}

// seats checks seat rules: each name they use must be there and of the right type.
func (c *checker) seats(rules []SeatRule) {
	for _, r := range rules {
		if one, other, either := strings.Cut(r.Text, eitherSeat); either {
			c.seats([]SeatRule{{Word: Word{one, r.Pos}}, {Word: Word{other, r.Pos}}})
			continue
		}
		if field, ok := strings.CutPrefix(r.Text, personSeat); ok {
			if k := c.fieldType(field); k != PersonField && k != PeopleField {
				c.f.add(r.Pos, "%q：没有类型为 person 或 people 的栏目 %s", r.Text, field)
			}
			continue
		}
		if step, ok := strings.CutPrefix(r.Text, doerSeat); ok {
			c.oneOf(Word{step, r.Pos}, c.doc.Steps.Keys())
			continue
		}
		if table, ok := strings.CutPrefix(r.Text, authoritySeat); ok {
			c.oneOf(Word{table, r.Pos}, c.doc.Authority.Keys())
			continue
		}
		role, field, found := strings.Cut(r.Text, " of ")
		c.oneOf(Word{role, r.Pos}, c.doc.Roles.Keys())
		if found && field != responsibleUnit && c.fieldType(field) != UnitField {
			c.f.add(r.Pos, "%q：没有类型为 unit 的栏目 %s", r.Text, field)
		}
	}
}

func (c *checker) stepName(w Word) {
	c.oneOf(w, append(c.doc.Steps.Keys(), archiveStep))
}

// limit reads a length, or the setting that holds one.
func (c *checker) limit(l *LimitRef) {
	if l.Text == "" {
		return
	}
	text := l.Text
	if name, ok := strings.CutPrefix(l.Text, "setting "); ok {
		s, found := c.doc.Settings.Get(name)
		if !found {
			c.f.add(l.Pos, "没有设定 %q%s", name, suggest(name, c.doc.Settings.Keys()))
			return
		}
		l.SettingName, text = name, s.Value.Text
	}
	length, err := calendar.ParseLimit(text)
	if err != nil {
		c.f.add(l.Pos, "%q 不是期限长度；应为 3wd（工作日）、14d（自然日）、1m（月）或 4h（小时）", text)
		return
	}
	l.Length = length
}

func (c *checker) numberFormat(where string, n NumberFormat) {
	c.cite(where, n.Cites)
	c.oneOf(n.Restarts, periods)
	for _, w := range n.At {
		c.oneOf(w, c.doc.Steps.Keys())
	}
	if _, err := parseNumber(n.Format.Text); err != nil {
		c.f.add(n.Format.Pos, "编号格式 %q：%s", n.Format.Text, err)
	}
}
