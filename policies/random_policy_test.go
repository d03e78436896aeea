package policies_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"duban/policy"
)

// randomPolicy makes up a small policy file: mostly a valid one, for it uses what it has named before, and in some
// cases with one thing in it exchanged or left out.
func randomPolicy(t *rapid.T) []byte {
	d := &draft{
		t:         t,
		clauses:   newBlock(),
		settings:  newBlock(),
		guidances: newBlock(),
		sources:   map[string][]string{},
		aside:     newBlock(),
		office:    newBlock(),
		counts:    newBlock(),
	}
	if d.oneIn(4) {
		d.office = newBlock("opens", "08:30", "closes", "17:30", "days", pick(d, policy.ClosedSet("office_days")))
	}
	d.nameCounts()
	file := d.file()
	if d.oneIn(8) {
		d.mutate(file.Node)
	}
	if !d.oneIn(4) {
		policySchema().translate(file.Node)
	}
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	if err := encoder.Encode(file.Node); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// file is the whole file; what is named in it is made up before what names it.
func (d *draft) file() block {
	number := d.numberFormat()
	roles := d.roleBlock()
	d.nameThings()
	intake := d.intakeBlock()
	authority := d.authority()
	d.lay()
	steps := newBlock()
	for _, s := range d.stages {
		steps.put(s.id, d.step(s))
	}
	kinds := d.kinds()
	may := d.may()
	for i := 0; i < len(d.aside.Content); i += 2 {
		steps.Content = append(steps.Content, d.aside.Content[i], d.aside.Content[i+1])
	}
	if d.oneIn(8) {
		number.put("at", []string{d.stages[0].id})
	}
	deadlines, measures := d.deadlines(), d.measures()
	slips, documents, messages := d.slipBlock(), d.documentBlock(), d.messages()
	var ladder []block
	if !d.oneIn(8) {
		ladder = d.ladder()
	}
	if d.oneIn(4) {
		d.intakeExtras(intake)
	}
	counting := newBlock()
	if d.oneIn(4) {
		counting = d.counting()
	}
	dispositions := newBlock()
	for _, code := range d.dispositions {
		dispositions.put(code, newBlock("title", "结论"))
	}
	d.servedOtherwise()
	d.fillCounts()
	file := newBlock("policy", "random", "title", "随机制度", "version", 1, "effective", pick(d,
		[]string{"", "2026-01-01"}),
		"calendar", "cn", "number", number, "slips", slips, "documents", documents, "counting", counting,
		"office", d.office,
		"settings", d.settings, "clauses", d.clauses, "roles", roles, "authority", authority, "kinds", kinds,
		"counts", d.counts,
		"intake", intake, "parties", d.partyBlock(), "dispositions", dispositions, "deadlines", deadlines, "ladder",
		ladder, "measures", measures,
		"steps", steps,
		"may", may, "messages", messages, "guidance", d.guidances)
	d.accept(file)
	return file
}

// nameThings names what steps can use before it is written out.
func (d *draft) nameThings() {
	d.reviews = d.oneIn(4)
	d.filed = []string{"complaint", "report"}[:d.between(1, 2)]
	if d.reviews || d.oneIn(4) {
		d.linked = []string{"review"}
	}
	d.slips = []string{"urge", "inquiry"}[:d.between(1, 2)]
	if d.oneIn(16) {
		d.slips = nil
	}
	if d.oneIn(4) {
		d.partyRoles = someOf(d, []string{"complainant", "respondent", "third"})
		d.represented = d.flip()
	}
	if d.oneIn(4) {
		d.dispositions = []string{"mended"}
	}
	if d.oneIn(4) {
		d.documents = []string{"decision"}
	}
	if !d.oneIn(8) {
		d.severities = []string{"plain", "grave", "urgent"}[:d.between(1, 3)]
	}
}

func (d *draft) roleBlock() block {
	d.roles = []string{"clerk", "handler", "head", "board"}[:d.between(2, 4)]
	all := newBlock()
	for i, role := range d.roles {
		r := newBlock("title", "角色"+role, "level", i+1, "sees",
			pick(d, append(policy.ClosedSet("sight"), "", "all", "all")))
		r.put("identity", d.flip())
		r.put("per", pick(d, []string{"", "", "", "unit"}))
		all.put(role, r)
	}
	return all
}

func (d *draft) numberFormat() block {
	forms := [][2]string{
		{"R{YYYY}-{serial:4}", "yearly"},
		{"{YY}{MM}{serial:3}", "monthly"},
		{"{YYYY}{MM}{DD}-{serial:2}", "daily"},
		{"N{serial:6}", "never"},
		{"N{serial:6}", "never"},
	}
	form := pick(d, forms)
	if d.oneIn(64) {
		form[1] = "daily"
	}
	b := newBlock("title", pick(d, []string{"", "", "编号"}), "format", form[0], "restarts", form[1])
	d.maybeCite(b)
	return b
}

func (d *draft) slipBlock() block {
	all := newBlock()
	for _, name := range d.slips {
		b := d.numberFormat()
		if d.oneIn(8) {
			b.put("at", []string{d.stages[0].id})
		}
		b.put("on_closing", name == "inquiry" && d.flip())
		if d.flip() {
			b.put("reply", d.length("2wd", "3d"))
		}
		all.put(name, b)
	}
	return all
}

func (d *draft) documentBlock() block {
	all := newBlock()
	for _, name := range d.documents {
		b := d.numberFormat()
		if d.oneIn(4) {
			b.put("at", []string{d.stages[0].id})
		}
		if d.flip() {
			b.put("copies", d.seats(nil))
		}
		if d.flip() {
			b.put("receipt", pick(d, d.stages).id)
		}
		all.put(name, b)
	}
	return all
}

func (d *draft) intakeBlock() block {
	sources := newBlock()
	for _, name := range []string{"desk", "post", "web"}[:d.between(1, 3)] {
		channels := newBlock(name+"_a", "甲")
		if d.flip() {
			channels.put(name+"_b", "乙")
		}
		d.sources[name], d.sourceNames = channels.keys(), append(d.sourceNames, name)
		s := newBlock("title", "来源", "channels", channels)
		if d.oneIn(4) {
			s.put("by", someOf(d, d.roles))
		}
		d.maybeCite(s)
		sources.put(name, s)
	}
	categories := newBlock()
	for _, name := range []string{"goods", "service", "other"}[:d.between(1, 3)] {
		c := newBlock("title", "类别")
		if d.oneIn(4) {
			c.put("kinds", newBlock("wet", "潮湿", "late", "迟到"))
			d.categories = append(d.categories, name+".wet", name+".late")
		} else {
			d.categories = append(d.categories, name)
		}
		d.maybeCite(c)
		categories.put(name, c)
	}
	severities := newBlock()
	for _, s := range d.severities {
		severities.put(s, "等级")
	}
	b := newBlock("by", someOf(d, d.roles), "sources", sources, "categories", categories, "severities", severities)
	if len(d.severities) > 0 && d.flip() {
		b.put("default_severity", pick(d, d.severities))
	}
	fields, form := d.form(nil, policy.IntakeForm, nil)
	d.intake = fields
	b.put("form", form)
	d.cite(b)
	return b
}

// intakeExtras opens the public form, and what else an intake may have.
func (d *draft) intakeExtras(b block) {
	source := pick(d, d.sourceNames)
	public := d.cited("source", source, "channel", pick(d, d.sources[source]))
	if len(d.severities) > 0 {
		public.put("severity", pick(d, d.severities))
	}
	b.put("public", public)
	b.put("backdate", d.length("30d", "90d"))
	b.put("sealed_attachments", d.flip())
	b.put("guidance", []string{d.guidance()})
}

// authority are tables by the severity, or by an amount or a choice that each filing names.
func (d *draft) authority() block {
	all := newBlock()
	level := func(pairs ...any) block {
		b := newBlock(append(pairs, "by", someOf(d, d.roles))...)
		d.maybeCite(b)
		return b
	}
	table := func(on string, levels []block) {
		name := "table_" + on
		d.tables = append(d.tables, name)
		all.put(name, d.cited("title", "核决权限", "on", on, "levels", levels))
	}
	if len(d.severities) > 0 && d.oneIn(4) {
		table("severity", []block{level("is", d.severities)})
	}
	for _, f := range d.intake {
		switch {
		case f.kind == "money" && d.flip():
			table(f.name, []block{level("up_to", "5000元"), level("up_to", "12000.50元"), level()})
		case f.kind == "choice" && f.sure && d.flip():
			table(f.name, []block{level("is", f.options[:1]), level("is", f.options[1:])})
		}
	}
	return all
}

// kinds are the kinds of matter; a linked one has a step of its own.
func (d *draft) kinds() block {
	all := newBlock()
	for _, name := range d.filed {
		k := d.cited("title", "事项"+name)
		if d.oneIn(8) {
			k.put("first", d.stages[0].id)
		}
		k.put("final", d.oneIn(16))
		if d.oneIn(8) {
			k.put("bars", pick(d, policy.ClosedSet("barred")))
		}
		if d.oneIn(8) {
			source := pick(d, d.sourceNames)
			k.put("by", someOf(d, d.roles))
			k.put("sources", []string{source})
			k.put("channels", d.sources[source])
		}
		all.put(name, k)
	}
	for _, name := range d.linked {
		id := "first_of_" + name
		step := d.cited("title", "复查", "by", []any{d.seat(nil)},
			"limit", d.length("3wd", "5d"), "outcomes",
			newBlock("done", newBlock("title", "已复查", "next", []string{"archive"})))
		d.aside.put(id, step)
		all.put(name, d.cited("title", "另案", "first", id, "linked", true, "final", d.flip()))
	}
	return all
}

// may is what no task offers.
func (d *draft) may() block {
	all := newBlock()
	for _, command := range policy.ClosedSet("permission") {
		if command == "request_review" {
			if d.reviews {
				all.put(command, d.reviewRule())
			}
			continue
		}
		likely := command == "reply_slip" && slices.Contains(d.slips, "inquiry") && !d.oneIn(16) ||
			command == "record_representation" && d.represented && !d.oneIn(16)
		if !likely && !d.oneIn(4) || command == "urge" && !slices.Contains(d.slips, "urge") && !d.oneIn(4) {
			continue
		}
		if d.leavesOutRepresentation(command) {
			continue
		}
		b := newBlock()
		by := someOf(d, d.roles)
		if slices.Contains(policy.ComplainantCommands(), command) && d.flip() {
			by = append(by, "complainant")
		}
		if command != "reply_slip" || d.oneIn(8) {
			b.put("by", by)
		}
		if marks := d.milestones(nil); len(marks) > 0 && command != "reply_slip" &&
			(command != "record_representation" || d.oneIn(4)) && d.oneIn(4) {
			b.put("after", pick(d, marks))
		}
		switch command {
		case "urge":
			b.put("reply", d.length("2wd", "1d"))
			if slices.Contains(by, "complainant") && !d.oneIn(4) {
				b.put("every", d.length("1wd", "2d"))
			}
		case "recuse":
			b.put("decided_by", "decide_recusal")
			if d.flip() {
				b.put("found", someOf(d, policy.ClosedSet("conflict")))
			}
			d.aside.put("decide_recusal", d.sideStep("recusal", "granted", "refused"))
		case "object":
			b.put("decided_by", "answer_objection")
			d.aside.put("answer_objection", d.sideStep("", "kept", "changed"))
		}
		if (command == "withdraw" || command == "regrade" || command == "redirect") && d.oneIn(4) {
			b.put("leads_to", d.onward())
		}
		if command == "return" {
			b.put("leads_to", append(d.onward(), pick(d, d.mainLine())))
		}
		if (command == "redirect" || command == "return") && d.flip() {
			b.put("at_most", d.atMost(d.mainLine()...))
		}
		d.cite(b)
		all.put(command, b)
	}
	return all
}

// mainLine are the steps of the main line at which a case can go on.
func (d *draft) mainLine() []string {
	var line []string
	for _, s := range d.stages {
		if s.order%2 == 0 && !s.join && s.kind != "window" {
			line = append(line, s.id)
		}
	}
	return line
}

// atMost says how often something can be given, and to which of some steps it may lead then.
func (d *draft) atMost(then ...string) block {
	most := newBlock("times", d.between(1, 2))
	if d.flip() {
		most.put("then", pick(d, then))
	}
	d.maybeCite(most)
	return most
}

// onward is where a case goes on that a command takes out of its way: at a step of the main line.
func (d *draft) onward() []any {
	step := pick(d, d.mainLine())
	if d.flip() {
		return []any{step}
	}
	return []any{d.cited("step", step, "when", d.among("kind", d.filed))}
}

func (d *draft) reviewRule() block {
	b := d.cited("by", append(someOf(d, d.roles), "complainant"), "within", d.length("15d", "10wd"))
	if d.flip() {
		b.put("once", d.setting(""))
	}
	end := d.stages[len(d.stages)-1]
	begins := []block{d.beginning(end)}
	if d.oneIn(4) {
		begins = append(begins, d.beginning(end))
	}
	b.put("begins", begins)
	return b
}

// sideStep is a step that a command opens.
func (d *draft) sideStep(kind string, outcomes ...string) block {
	all := newBlock()
	for _, code := range outcomes {
		all.put(code, newBlock("title", code, "next", []string{"archive"}))
	}
	return d.cited("kind", kind, "title", "另行决定", "by", []any{pick(d, d.roles)}, "limit", d.length("2wd", "3d"),
		"outcomes", all)
}

func (d *draft) messages() block {
	all := newBlock()
	for i := range d.below(3) {
		b := d.cited("title", "消息", "from", pick(d, policy.ClosedSet("message_origin")))
		if marks := append(d.milestones(nil), "closed"); d.flip() {
			b.put(pick(d, []string{"before", "after"}), pick(d, marks))
		}
		all.put(fmt.Sprintf("message_%d", i+1), b)
	}
	return all
}

// servedOtherwise are clauses that nothing in the file serves.
func (d *draft) servedOtherwise() {
	if d.oneIn(8) {
		d.clauses.put("b",
			newBlock("kind", "enforced", "gist", "程序保证", "builtin", pick(d, policy.ClosedSet("builtin"))))
	}
	if d.oneIn(8) {
		d.clauses.put("l", newBlock("kind", "recorded", "gist", "以后", "later", "报表"))
	}
}

// acceptable are the proofs that an organisation can do without: none of them is about whether a case goes on.
var acceptable = []string{"cited", "unused", "overdue", "fits", "numbers", "effect"}

// accept gives a reason why some proofs that cannot be given are accepted.
func (d *draft) accept(file block) {
	if !d.flip() {
		return
	}
	text, err := yaml.Marshal(file.Node)
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := policy.Load("random.yaml", text)
	if err != nil {
		return
	}
	accepted := newBlock()
	for _, f := range p.Prove("random.yaml", cnCalendar()) {
		key := f.Proof + " " + f.Element
		if slices.Contains(acceptable, f.Proof) && !slices.Contains(accepted.keys(), key) && !d.oneIn(8) {
			accepted.put(key, "本单位接受")
		}
	}
	if d.oneIn(32) {
		accepted.put("cited nothing", "多余")
	}
	file.put("accepted", accepted)
}

// mutate exchanges one word of the file for another that stands under the same key, or leaves a key out.
func (d *draft) mutate(file *yaml.Node) {
	var maps []*yaml.Node
	words := map[string][]*yaml.Node{}
	var visit func(n *yaml.Node, key string)
	visit = func(n *yaml.Node, key string) {
		switch n.Kind {
		case yaml.MappingNode:
			maps = append(maps, n)
			for i := 0; i < len(n.Content); i += 2 {
				visit(n.Content[i+1], n.Content[i].Value)
			}
		case yaml.SequenceNode:
			for _, item := range n.Content {
				visit(item, key)
			}
		case yaml.ScalarNode:
			words[key] = append(words[key], n)
		}
	}
	visit(file, "")
	in := pick(d, maps)
	for range 8 {
		if len(in.Content) > 2 && !strings.Contains("policy title gist", in.Content[0].Value) {
			break
		}
		in = pick(d, maps)
	}
	i := 2 * d.below(len(in.Content)/2)
	key, value := in.Content[i], in.Content[i+1]
	if value.Kind == yaml.SequenceNode && len(value.Content) > 0 {
		value = pick(d, value.Content)
	}
	if value.Kind == yaml.ScalarNode && d.flip() {
		value.Value = pick(d, words[key.Value]).Value
		return
	}
	in.Content = slices.Delete(in.Content, i, i+2)
}
