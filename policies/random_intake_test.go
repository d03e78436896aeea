package policies_test

import (
	"fmt"

	"duban/policy"
)

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
	if d.flip() {
		public.put("title", "可以投诉的事")
		public.put("examples", []string{"例一", "例二"})
	}
	b.put("public", public)
	b.put("backdate", d.length("30d", "90d"))
	b.put("sealed_attachments", d.flip())
	b.put("guidance", []string{d.guidance()})
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
	if d.formats++; !d.oneIn(64) { // a format of its own, so that no two papers bear one number
		form[0] = fmt.Sprintf("%c%s", 'A'+d.formats%26, form[0])
	}
	b := newBlock("title", pick(d, []string{"", "", "编号"}), "format", form[0], "restarts", form[1])
	d.maybeCite(b)
	return b
}

func (d *draft) slipBlock(may block) block {
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
		d.putSeries(name, may, b)
		all.put(name, b)
	}
	d.putSlipsByHand(all, may)
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
			copies := d.seats(nil)
			if d.flip() {
				copies = append(copies, "complainant")
				d.partyCopies = true
			}
			b.put("copies", copies)
		}
		if d.flip() {
			b.put("receipt", pick(d, d.stages).id)
		}
		if d.flip() {
			b.put("layout", d.layoutBlock())
		}
		all.put(name, b)
	}
	return all
}

// layoutBlock makes up what a paper says, from the top down: its own rows, or one of the program's own layouts.
func (d *draft) layoutBlock() any {
	own := []string{"form", "service", "letter", "service", "slip"}
	switch d.between(1, 4) {
	case 1:
		return pick(d, own)
	case 2:
		return newBlock("like", pick(d, own), "notes", []string{"一式两份"})
	}
	steps := pick(d, d.stages).id
	says := []string{"case.number", "case.subject", "party.complainant", "slip.due", "service.at", "step." + steps}
	cells := make([]block, d.between(1, 4))
	for i := range cells {
		cells[i] = newBlock("title", "写明", "says", pick(d, says), "lines", d.between(1, 5))
		if d.flip() {
			cells[i].put("sign", pick(d, []string{"by_hand", steps}))
		}
	}
	b := newBlock("letter", d.flip(), "rows",
		[]block{newBlock("heading", "内容"), newBlock("cells", cells)})
	if d.flip() {
		b.put("notes", []string{"一式两份"})
	}
	if d.flip() {
		b.put("signed", []string{"经办人"})
	}
	b.put("seal", d.flip())
	return b
}

// registerBlock makes up a book of the cases.
func (d *draft) registerBlock() block {
	all := newBlock()
	if !d.oneIn(4) {
		return all
	}
	names := []string{}
	for _, s := range d.stages {
		for _, f := range s.fields {
			if f.kind != "attachment" && f.kind != "attachments" || d.oneIn(64) {
				names = append(names, f.name)
			}
		}
	}
	if len(names) > 0 {
		all.put("book", d.cited("title", "登记簿", "columns", someOf(d, names)))
	}
	return all
}

// circularBlock makes up what is published to the organisation: mostly what it may say.
func (d *draft) circularBlock() block {
	all := newBlock()
	for _, name := range d.circulars {
		b := d.cited("title", "通报")
		if d.flip() {
			b.put("to", someOf(d, d.roles))
		}
		var names []string
		for _, s := range d.stages {
			for _, f := range s.fields {
				if s.kind != "survey" && f.canBeTold() || d.oneIn(128) {
					names = append(names, f.name)
				}
			}
		}
		if len(names) > 0 {
			b.put("shows", someOf(d, names))
		}
		all.put(name, b)
	}
	return all
}
