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
	if d.oneIn(16) {
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
	deadlines, measures := d.deadlines(), d.measures()
	for i := 0; i < len(d.aside.Content); i += 2 {
		steps.Content = append(steps.Content, d.aside.Content[i], d.aside.Content[i+1])
	}
	if d.oneIn(8) {
		number.put("at", []string{d.stages[0].id})
	}
	documents, messages := d.documentBlock(), d.messages(may)
	d.leaveOutAcknowledging(may)
	var ladder []block
	if !d.oneIn(128) {
		ladder = d.ladder()
	}
	slips := d.slipBlock(may) // after the ladders, which say what uses a rung up
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
	reports := d.reports()
	d.servedOtherwise()
	d.fillCounts()
	file := newBlock("policy", "random", "title", "随机制度", "version", 1, "effective", pick(d,
		[]string{"", "2026-01-01"}),
		"calendar", "cn", "number", number, "slips", slips, "documents", documents,
		"circulars", d.circularBlock(), "registers", d.registerBlock(), "counting", counting,
		"office", d.office,
		"settings", d.settings, "clauses", d.clauses, "roles", roles, "authority", authority, "kinds", kinds,
		"counts", d.counts,
		"intake", intake, "parties", d.partyBlock(), "dispositions", dispositions, "deadlines", deadlines, "ladder",
		ladder, "measures", measures, "reports", reports,
		"steps", steps,
		"ledger", d.ledgerBlock(steps, deadlines, may),
		"may", may, "messages", messages, "demands", d.demands(may), "guidance", d.guidances)
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
		d.byHand = someOf(d, []string{"supervision", "instruction"})
	}
	if d.oneIn(4) {
		d.partyRoles = someOf(d, []string{"complainant", "respondent", "third"})
		if d.represented = d.flip(); d.represented {
			d.ways = []string{"agent", "guardian"}[:d.between(1, 2)]
		}
	}
	if d.oneIn(4) {
		d.dispositions = []string{"mended"}
	}
	if d.oneIn(4) {
		d.documents = []string{"decision"}
	}
	if d.oneIn(4) {
		d.circulars = []string{"bulletin"}
	}
	d.demanding, d.conversing = d.oneIn(4), d.oneIn(4)
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
		per := pick(d, []string{"", "", "", "unit"})
		r.put("per", per)
		if per != "" && len(d.perUnit) > 0 && d.flip() {
			r.put("covers", someOf(d, d.perUnit))
		}
		if per != "" {
			d.perUnit = append(d.perUnit, role)
		}
		all.put(role, r)
	}
	return all
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
	if d.oneIn(4) {
		all.put(periodicKind, d.periodic())
	}
	return all
}

// periodicKind is the kind of matter that the program opens for each period.
const periodicKind = "summary"

// periodic is such a kind, which has a step of its own.
func (d *draft) periodic() block {
	const step = "first_of_summary"
	first := d.cited("title", "汇总", "by", []any{d.seat(nil)}, "limit", d.length("3wd", "5d"),
		"outcomes", newBlock("done", newBlock("title", "已汇总", "next", []string{"archive"})))
	d.aside.put(step, first)
	d.period = pick(d,
		[]string{"day", "day from 12:00", "month", "month", "month from 19", "quarter", "half_year", "year"})
	each := newBlock("period", d.period)
	if d.oneIn(4) {
		each = newBlock("period", "setting "+d.setting(d.period))
	}
	if d.flip() {
		number := d.numberFormat()
		if d.oneIn(4) {
			number.put("at", []string{step})
		}
		each.put("number", number)
	}
	if d.flip() {
		d.publishes = true
		each.put("reports", []string{publishedReport})
		if d.flip() {
			first.put("form", newBlock("summed_up", d.caseRows("summed_up", true)))
		}
		if d.oneIn(3) {
			each.put("at", "closed")
		}
	}
	return d.cited("title", "期间汇总", "first", step, "each", each)
}

// periodicDeadline is the limit of such matters: a day of the month, or a term.
func (d *draft) periodicDeadline() block {
	limit := d.length("12d", "30wd")
	if d.flip() && (d.period == "month" || d.period == "quarter" || d.period == "year") {
		limit = pick(d, []string{"day 10", "day 20"})
	}
	return d.cited("title", "汇总期限", "for", []string{periodicKind}, "from", "received", "until", "closed",
		"limit", []block{d.cited("is", limit)}, "ladder", d.ladder())
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

// demands makes up how demands are answered, mostly where commands say by whom.
func (d *draft) demands(may block) block {
	b := newBlock()
	listed := slices.Contains(may.keys(), "record_demand") && slices.Contains(may.keys(), "answer_demand")
	if listed == d.oneIn(128) {
		return b
	}
	b.put("answers", newBlock("supported", "支持", "refused", "不予支持"))
	d.maybeCite(b)
	return b
}

func (d *draft) messages(may block) block {
	all := newBlock()
	answered := false // by the first kind, at any time
	origins := make([]string, d.below(3))
	if d.conversing {
		origins = []string{"organisation", ""}
	}
	for i, from := range origins {
		if from == "" {
			from = pick(d, policy.ClosedSet("message_origin"))
		}
		answers := i == 0 && from == "organisation" && (d.conversing || d.flip())
		b := d.cited("title", "消息", "from", from)
		if marks := append(d.milestones(nil), "closed"); !answers && d.flip() {
			b.put(pick(d, []string{"before", "after"}), pick(d, marks))
		}
		answered = answered || answers && slices.Contains(may.keys(), "message") &&
			!slices.Contains(may.at("message").keys(), "after")
		if from != "organisation" && (answered || d.oneIn(16)) && (d.conversing || d.flip()) {
			b.put("answer", d.length("1wd", "2d"))
			if d.flip() {
				b.put("ladder", d.ladder())
			}
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
