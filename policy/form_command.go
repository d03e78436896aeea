package policy

// commandFormName is the name of a command's form.
func commandFormName(name string) string { return "command." + name }

// fieldsOfCommandForms are the forms of the commands no step's form serves.
func (c *checker) fieldsOfCommandForms() map[string]Map[Field] {
	forms := map[string]Map[Field]{}
	for _, row := range allCommands().rows {
		if row.form == nil {
			continue
		}
		if fields := row.form(c); len(fields) > 0 {
			forms[row.name] = Map[Field]{Entries: fields}
		}
	}
	return forms
}

func reasonField() Entry[Field] { return newField("reason", LongTextField, "理由", true) }

func textField() Entry[Field] { return newField("text", LongTextField, "内容", true) }

func attachmentsField() Entry[Field] {
	return newField("attachments", AttachmentsField, "附件", false)
}

func deadlineField() Entry[Field] { return newField("deadline", IDField, "哪一项期限", false) }

func reasonForm(*checker) []Entry[Field] { return []Entry[Field]{reasonField()} }

func assignForm(*checker) []Entry[Field] {
	return []Entry[Field]{newField("to", PersonField, "交给", true)}
}

func recuseForm(*checker) []Entry[Field] {
	return []Entry[Field]{
		newField("person", PersonField, "谁应当回避（不填为本人）", false), newField("ground", LongTextField, "理由", true),
	}
}

func regradeForm(c *checker) []Entry[Field] {
	return []Entry[Field]{newChoiceField("severity", "改定为", true, c.doc.Intake.Severities), reasonField()}
}

func urgeForm(*checker) []Entry[Field] {
	return []Entry[Field]{newField("to", UnitField, "催办哪个单位", false), reasonField()}
}

func replyForm(*checker) []Entry[Field] {
	return []Entry[Field]{newField("slip", IDField, "哪一份", true), textField()}
}

// serviceForm asks for the service of one notice, without what the party was told.
func serviceForm(c *checker) []Entry[Field] {
	return append([]Entry[Field]{newField("notice", IDField, "哪一份通知", true)},
		serviceFields(c.allWaysOfService()).Entries[:3]...)
}

func messageForm(c *checker) []Entry[Field] {
	return []Entry[Field]{
		newChoiceField("kind", "类别", false, c.messageTitles()), newField("to", IDField, "给谁", false),
		textField(), attachmentsField(),
	}
}

func rateForm(c *checker) []Entry[Field] {
	return []Entry[Field]{
		newChoiceField("outcome", "是否满意", true, c.surveyOutcomes()), newField("text", LongTextField, "意见", false),
	}
}

func reviewForm(c *checker) []Entry[Field] { return c.reviewFields(reasonField()) }

func mergeForm(*checker) []Entry[Field] {
	return []Entry[Field]{newField("into", IDField, "并入哪一件", true)}
}

func noteForm(*checker) []Entry[Field] { return []Entry[Field]{textField(), attachmentsField()} }

func correctForm(*checker) []Entry[Field] {
	return []Entry[Field]{newField("seq", IntField, "更正第几条记录", true), reasonField()}
}

// suspendForm is nil where the policy suspends nothing; so are the next two where it moves nothing in their way.
func suspendForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesSuspension) {
		return nil
	}
	return []Entry[Field]{deadlineField(), newChoiceField("ground", "事由", true, c.suspensionGrounds())}
}

func resumeForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesSuspension) {
		return nil
	}
	return []Entry[Field]{deadlineField()}
}

func extensionForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesExtension) {
		return nil
	}
	return []Entry[Field]{deadlineField(), newField("by", LimitField, "延长多少", true), reasonField()}
}

// reviewFields ask which review is meant where there are several.
func (c *checker) reviewFields(reason Entry[Field]) []Entry[Field] {
	var kinds Map[string]
	if rule, ok := c.doc.May.Get("request_review"); ok {
		for _, b := range rule.Begins {
			kinds.Entries = append(kinds.Entries, Entry[string]{Key: b.Kind.Text, Value: c.p.KindTitle(b.Kind.Text)})
		}
	}
	var fields []Entry[Field]
	if len(kinds.Entries) > 1 {
		fields = append(fields, newChoiceField("kind", "申请哪一种", false, kinds))
	}
	if c.noticesGoToBothParties() {
		fields = append(fields, newField("party", IDField, "哪一方申请", false))
	}
	return append(fields, reason)
}

// noticesGoToBothParties reports whether either party can be served.
func (c *checker) noticesGoToBothParties() bool {
	to := map[string]bool{}
	for _, e := range c.doc.Steps.Entries {
		if e.Value.Kind.Text == "notice" {
			to[e.Value.To.Text] = true
		}
	}
	return len(to) > 1
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
