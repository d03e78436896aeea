package policy

// commandForm is the name of a command's form.
func commandForm(name string) string { return "command." + name }

// commandFields are the forms of the commands no task offers.
func (c *checker) commandFields() map[string]Map[Field] {
	reason := field("reason", LongTextField, "理由", true)
	text := field("text", LongTextField, "内容", true)
	files := field("attachments", AttachmentsField, "附件", false)
	form := func(fields ...Entry[Field]) Map[Field] { return Map[Field]{Entries: fields} }
	fields := map[string]Map[Field]{
		"assign":         form(field("to", PersonField, "交给", true)),
		"recuse":         form(field("person", PersonField, "谁应当回避（不填为本人）", false), field("ground", LongTextField, "理由", true)),
		"object":         form(reason),
		"regrade":        form(choice("severity", "改定为", true, c.doc.Intake.Severities), reason),
		"urge":           form(field("to", UnitField, "催办哪个单位", false), reason),
		"reply_slip":     form(field("slip", IDField, "哪一份", true), text),
		"record_service": form(append([]Entry[Field]{field("notice", IDField, "哪一份通知", true)}, serviceFields(c.allServed()).Entries[:3]...)...),
		"message":        form(choice("kind", "类别", false, c.messageTitles()), field("to", IDField, "给谁", false), text, files),
		"rate":           form(choice("outcome", "是否满意", true, c.surveyOutcomes()), field("text", LongTextField, "意见", false)),
		"request_review": form(c.reviewFields(reason)...),
		"withdraw":       form(reason),
		"merge":          form(field("into", IDField, "并入哪一件", true)),
		"note":           form(text, files),
		"correct":        form(field("seq", IntField, "更正第几条记录", true), reason),
	}
	deadline := field("deadline", IDField, "哪一项期限", false)
	if c.p.anyMoves(suspends) {
		fields["suspend"] = form(deadline, choice("ground", "事由", true, c.suspensionGrounds()))
		fields["resume"] = form(deadline)
	}
	if c.p.anyMoves(extends) {
		fields["request_extension"] = form(deadline, field("by", LimitField, "延长多少", true), reason)
	}
	return fields
}

// reviewFields ask which review is meant where there are several.
func (c *checker) reviewFields(reason Entry[Field]) []Entry[Field] {
	var kinds Map[string]
	if rule, ok := c.doc.May.Get("request_review"); ok {
		for _, b := range rule.Begins {
			kinds.Entries = append(kinds.Entries, Entry[string]{Key: b.Kind.Text, Value: c.p.KindTitle(b.Kind.Text)})
		}
	}
	if len(kinds.Entries) < 2 {
		return []Entry[Field]{reason}
	}
	return []Entry[Field]{choice("kind", "申请哪一种", false, kinds), reason}
}

func (c *checker) messageTitles() Map[string] {
	var m Map[string]
	for _, e := range c.doc.Messages.Entries {
		m.Entries = append(m.Entries, Entry[string]{Key: e.Key, Value: e.Value.Title})
	}
	return m
}

// suspensionGrounds are the grounds on which any deadline of this policy may be suspended.
func (c *checker) suspensionGrounds() Map[string] {
	var m Map[string]
	add := func(moves Moves) {
		if moves.Suspension == nil {
			return
		}
		for _, g := range moves.Suspension.Grounds.Entries {
			if !m.Has(g.Key) {
				m.Entries = append(m.Entries, g)
			}
		}
	}
	for _, e := range c.doc.Deadlines.Entries {
		add(e.Value.Moves)
	}
	for _, e := range c.doc.Steps.Entries {
		add(e.Value.Moves)
	}
	return m
}

// surveyOutcomes are the outcomes a complainant can choose in surveys of this policy.
func (c *checker) surveyOutcomes() Map[string] {
	var m Map[string]
	for _, e := range c.doc.Steps.Entries {
		if e.Value.Kind.Text != surveyKind {
			continue
		}
		for _, o := range e.Value.Outcomes.Entries {
			if !o.Value.Staff && !m.Has(o.Key) {
				m.Entries = append(m.Entries, Entry[string]{Key: o.Key, Value: o.Value.Title})
			}
		}
	}
	return m
}
