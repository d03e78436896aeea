package policy

// commandFormName is the name of a command's form.
func commandFormName(name string) string { return "command." + name }

// fieldsOfCommandForms are the fields that commands ask for by themselves, of those that no step's form serves.
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

func (c *checker) reasonField() Entry[Field] {
	return c.newField("reason", LongTextField, "reason", true)
}

func (c *checker) textField() Entry[Field] { return c.newField("text", LongTextField, "text", true) }

func (c *checker) attachmentsField() Entry[Field] {
	return c.newField("attachments", AttachmentsField, "attachments", false)
}

func (c *checker) deadlineField() Entry[Field] {
	return c.newField("deadline", IDField, "deadline", false)
}

// formOfOne is a form of one required field; its title is the phrase of that id.
func formOfOne(name string, kind FieldKind, title string) func(*checker) []Entry[Field] {
	return func(c *checker) []Entry[Field] { return []Entry[Field]{c.newField(name, kind, title, true)} }
}

// identifyForm asks who a respondent is whom the filing names in words: a person, a unit, or with neither nobody.
func identifyForm(c *checker) []Entry[Field] {
	person := c.newField("person", PersonField, "identified_person", false)
	person.Value.Hint = c.p.bringTitle(broughtPhrase("identified_hint", nil))
	return []Entry[Field]{
		c.newField("party", IDField, "identified_party", false),
		person,
		c.newField("unit", UnitField, "identified_unit", false),
	}
}

// recuseForm asks only for the ground where the regulation decides on nobody's recusal: then one declares one's own.
func recuseForm(c *checker) []Entry[Field] {
	ground := c.newField("ground", LongTextField, "reason", true)
	if !c.doc.May.Has("recuse") {
		return []Entry[Field]{ground}
	}
	fields := []Entry[Field]{
		c.newField("person", PersonField, "recused_person", false),
		c.newField("party", IDField, "recusing_party", false),
	}
	if c.doc.complainantMayRecuse() {
		fields = append(fields, c.newField("whom", TextField, "recused_whom", false))
	}
	return append(fields, ground)
}

func regradeForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newChoiceField("severity", "severity", true, c.doc.Intake.Severities), c.reasonField()}
}

func urgeForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newField("to", UnitField, "urged_unit", false), c.reasonField()}
}

func redirectForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newField("to", UnitField, "redirected_to", true), c.reasonField()}
}

// issueSlipForm is nil where no slip is issued on a ground.
func issueSlipForm(c *checker) []Entry[Field] {
	kinds := c.doc.kindsOnGrounds()
	if len(kinds.Entries) == 0 {
		return nil
	}
	var grounds Map[Text]
	for _, e := range c.doc.Slips.Entries {
		for _, g := range e.Value.groundTitles().Entries {
			if !grounds.Has(g.Key) {
				grounds.Entries = append(grounds.Entries, g)
			}
		}
	}
	var fields []Entry[Field]
	if len(kinds.Entries) > 1 {
		fields = append(fields, c.newChoiceField("kind", "slip_kind", true, kinds))
	}
	return append(append(fields, c.newChoiceField("ground", "slip_ground", true, grounds)), instructForm(c)...)
}

// instructForm asks whom a slip is for, what it says and by when it is answered.
func instructForm(c *checker) []Entry[Field] {
	var roles Map[Text]
	for _, e := range c.doc.Roles.Entries {
		roles.Entries = append(roles.Entries, Entry[Text]{Key: e.Key, Value: e.Value.Title})
	}
	within := c.newField("within", LimitField, "slip_within", false)
	within.Value.Hint = c.p.bringTitle(broughtPhrase("slip_within_hint", nil))
	return []Entry[Field]{
		c.newField("to", PersonField, "slip_to", false), c.newChoiceField("role", "slip_role", false, roles),
		c.textField(), within,
	}
}

func replyForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newField("slip", IDField, "slip", true), c.textField()}
}

func receiveForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newField("slip", IDField, "slip", true)}
}

func voidForm(c *checker) []Entry[Field] {
	return []Entry[Field]{c.newField("slip", IDField, "slip", true), c.reasonField()}
}

// serviceForm asks for the service of one notice, without what the party was told.
func serviceForm(c *checker) []Entry[Field] {
	fields := append([]Entry[Field]{c.newField("notice", IDField, "notice", true)},
		c.serviceFields(c.allWaysOfService()).Entries[:3]...)
	if len(c.doc.waysOfAllRoles().Entries) > 0 {
		fields = append(fields, c.throughServiceField())
	}
	return fields
}

// representationForm is nil where nobody can speak for a party; so is the next one.
func representationForm(c *checker) []Entry[Field] {
	ways := c.doc.waysOfAllRoles()
	if len(ways.Entries) == 0 {
		return nil
	}
	return []Entry[Field]{
		c.newField("party", IDField, "represented_party", true),
		c.newChoiceField("as", "represented_as", true, ways),
		c.newField("name", TextField, "representative_name", true),
		c.newField("phone", TextField, "representative_phone", false),
		c.newField("from", DateField, "represented_from", false),
		c.newField("until", DateField, "represented_until", false),
		c.newField("authority", AttachmentsField, "authority_shown", false),
	}
}

func endOfRepresentationForm(c *checker) []Entry[Field] {
	if len(c.doc.waysOfAllRoles().Entries) == 0 {
		return nil
	}
	return []Entry[Field]{c.newField("representation", IDField, "representation", true), c.reasonField()}
}

func messageForm(c *checker) []Entry[Field] {
	return []Entry[Field]{
		c.newChoiceField("kind", "message_kind", false, c.messageTitles()),
		c.newField("to", IDField, "message_to", false),
		c.textField(), c.attachmentsField(),
	}
}

func rateForm(c *checker) []Entry[Field] {
	return []Entry[Field]{
		c.newChoiceField("outcome", "rating", true, c.surveyOutcomes()),
		c.newField("text", LongTextField, "rating_text", false),
	}
}

func reviewForm(c *checker) []Entry[Field] { return c.reviewFields(c.reasonField()) }

func noteForm(c *checker) []Entry[Field] { return []Entry[Field]{c.textField(), c.attachmentsField()} }

// suspendForm is nil where the policy suspends nothing; so are the next two where it moves nothing in their way.
func suspendForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesSuspension) {
		return nil
	}
	return []Entry[Field]{c.deadlineField(), c.newChoiceField("ground", "ground", true, c.suspensionGrounds())}
}

func resumeForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesSuspension) {
		return nil
	}
	return []Entry[Field]{c.deadlineField()}
}

func extensionForm(c *checker) []Entry[Field] {
	if !c.p.anyDeadlineProvides(providesExtension) {
		return nil
	}
	by := c.newField("by", LimitField, "extend_by", true)
	by.Value.Hint = c.p.bringTitle(broughtPhrase("extend_by_hint", nil))
	return []Entry[Field]{c.deadlineField(), by, c.reasonField()}
}

// reviewFields ask which review is meant where there are several.
func (c *checker) reviewFields(reason Entry[Field]) []Entry[Field] {
	var kinds Map[Text]
	if rule, ok := c.doc.May.Get("request_review"); ok {
		for _, b := range rule.Begins {
			kinds.Entries = append(kinds.Entries, Entry[Text]{
				Key:   b.Kind.Text,
				Value: textOf(c.p.KindTitle(b.Kind.Text)),
			})
		}
	}
	var fields []Entry[Field]
	if len(kinds.Entries) > 1 {
		fields = append(fields, c.newChoiceField("kind", "review_kind", false, kinds))
	}
	if c.noticesGoToSeveral() {
		fields = append(fields, c.newField("party", IDField, "review_party", false))
	}
	return append(append(fields, c.throughActField()...), reason)
}

// objectForm asks of what party the objection is where somebody can speak for one.
func objectForm(c *checker) []Entry[Field] {
	var fields []Entry[Field]
	if through := c.throughActField(); through != nil {
		fields = append([]Entry[Field]{c.newField("party", IDField, "objecting_party", false)}, through...)
	}
	return append(fields, c.newField("reason", LongTextField, "reason", true))
}

// noticesGoToSeveral reports whether more than one party can be served.
func (c *checker) noticesGoToSeveral() bool {
	to := map[string]bool{}
	for _, e := range c.doc.Steps.Entries {
		if e.Value.Kind.Text != noticeKind {
			continue
		}
		if len(e.Value.ForEach) > 0 {
			return true
		}
		to[e.Value.To.Text] = true
	}
	return len(to) > 1
}

func (c *checker) messageTitles() Map[Text] {
	var m Map[Text]
	for _, e := range c.doc.Messages.Entries {
		m.Entries = append(m.Entries, Entry[Text]{Key: e.Key, Value: e.Value.Title})
	}
	return m
}

// suspensionGrounds are the grounds on which any deadline of this policy may be suspended.
func (c *checker) suspensionGrounds() Map[Text] {
	var m Map[Text]
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
func (c *checker) surveyOutcomes() Map[Text] {
	var m Map[Text]
	for _, e := range c.doc.Steps.Entries {
		if e.Value.Kind.Text != surveyKind {
			continue
		}
		for _, o := range e.Value.Outcomes.Entries {
			if !o.Value.Staff && !m.Has(o.Key) {
				m.Entries = append(m.Entries, Entry[Text]{Key: o.Key, Value: o.Value.Title})
			}
		}
	}
	return m
}
