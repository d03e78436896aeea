package policy

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

func (c *checker) checkDocument() {
	c.checkHead()
	c.checkTranslations()
	c.checkPeriodicKinds()
	c.checkCaseRowsStand()
	c.checkClauses()
	c.checkIntake()
	c.checkPartyRules()
	for i := range c.doc.Authority.Entries {
		c.checkAuthority(&c.doc.Authority.Entries[i])
	}
	for i := range c.doc.Deadlines.Entries {
		c.checkDeadline(&c.doc.Deadlines.Entries[i])
	}
	for _, e := range c.doc.Measures.Entries {
		c.noteCites("measures."+e.Key, e.Value.Cites)
		c.mustBeOneOf(e.Value.Until, append([]string{milestoneClosed}, c.milestoneNames()...))
	}
	c.checkReports()
	c.checkReportsOfPeriods()
	c.checkLadder("ladder", c.doc.Ladder)
	for i := range c.doc.Steps.Entries {
		c.checkStep(&c.doc.Steps.Entries[i])
	}
	c.p.addExtensionSteps()
	c.checkLedger()
	c.addEntrySteps()
	c.p.addStepsForJoined()
	c.p.titleOfIdentification = c.p.bringTitle(broughtPhrase("identification", nil))
	c.p.bringCategoryTitles()
	c.checkPermissions()
	c.checkActForms()
	if c.doc.Demands != nil {
		c.noteCites("demands", c.doc.Demands.Cites)
	}
	for i, e := range c.doc.Messages.Entries {
		c.noteCites("messages."+e.Key, e.Value.Cites)
		c.checkAnswerLimit(&c.doc.Messages.Entries[i])
		c.mustBeOfClosedSet(e.Value.From, setMessageOrigins)
		c.mustBeOneOf(e.Value.Before, append([]string{milestoneClosed}, c.milestoneNames()...))
		c.mustBeOneOf(e.Value.After, append([]string{milestoneClosed}, c.milestoneNames()...))
	}
	c.f.nextStage()
	c.compileForms()
	c.compileConditions()
	c.compileReports()
	c.checkCoverage()
}

func (c *checker) checkHead() {
	d := c.doc
	c.checkNumberFormat("number", d.Number)
	for _, e := range d.Documents.Entries {
		c.checkNumberFormat("documents."+e.Key, e.Value.NumberFormat)
		c.checkCopies(e.Value.Copies)
		c.mustBeOneOf(e.Value.Receipt, d.Steps.Keys())
	}
	c.checkSlips()
	c.checkCirculars()
	c.checkLayouts()
	c.checkRegisters()
	c.checkCounts()
	c.checkCounting(d.Counting)
	c.checkOffice()
	for _, e := range d.Roles.Entries {
		c.mustBeOfClosedSet(e.Value.Sees, setSights)
		c.mustBeOfClosedSet(e.Value.Per, setRoleScopes)
		c.checkCover(e.Key, e.Value)
	}
	for _, e := range d.Kinds.Entries {
		c.noteCites("kinds."+e.Key, e.Value.Cites)
		if e.Value.First.Text != "" {
			c.checkStepName(e.Value.First)
		}
		c.mustBeOfClosedSet(e.Value.Bars, setBarred)
		c.checkRoles(e.Value.By)
		for _, w := range e.Value.Sources {
			c.mustBeOneOf(w, d.Intake.Sources.Keys())
		}
		for _, w := range e.Value.Channels {
			c.mustBeOneOf(w, c.p.channelCodes())
		}
	}
}

// checkCover: a role that others' units must have is held per unit, and so are they.
func (c *checker) checkCover(key string, role Role) {
	c.checkRoles(role.Covers)
	for _, w := range role.Covers {
		of, known := c.doc.Roles.Get(w.Text)
		if known && (!of.IsPerUnit() || !role.IsPerUnit() || w.Text == key) {
			c.f.add(w.Pos, "role.covers", args{"role": key, "of": w.Text})
		}
	}
}

func (c *checker) checkClauses() {
	for _, e := range c.doc.Clauses.Entries {
		c.mustBeOfClosedSet(e.Value.Kind, setClauseKinds)
		c.noteBuiltin(e.Key, e.Value.Builtin)
	}
}

func (c *checker) checkIntake() {
	in := &c.doc.Intake
	c.noteCites("intake", in.Cites)
	c.checkRoles(in.By)
	c.checkFixedLimit("intake.backdate", &in.Backdate)
	for _, e := range in.Sources.Entries {
		c.noteCites("intake.sources."+e.Key, e.Value.Cites)
		c.checkRoles(e.Value.By)
	}
	for _, e := range in.Categories.Entries {
		c.noteCites("intake.categories."+e.Key, e.Value.Cites)
	}
	if in.DefaultSeverity.Text != "" {
		c.mustBeOneOf(in.DefaultSeverity, in.Severities.Keys())
	}
	c.checkFields("intake.form", in.Form)
	c.refuseAttachmentFields(in.Form)
	c.checkGuidance("intake", in.Guidance)
	if pub := in.Public; pub != nil {
		c.noteCites("intake.public", pub.Cites)
		c.mustBeOneOf(pub.Source, in.Sources.Keys())
		if s, ok := in.Sources.Get(pub.Source.Text); ok {
			c.mustBeOneOf(pub.Channel, s.Channels.Keys())
		}
		c.mustBeOneOf(pub.Severity, in.Severities.Keys())
	}
}

func (c *checker) milestoneNames() []string {
	var marks []string
	for _, s := range c.doc.Steps.Entries {
		marks = append(marks, textsOfWords(s.Value.Sets)...)
		for _, o := range s.Value.Outcomes.Entries {
			marks = append(marks, textsOfWords(o.Value.Sets)...)
		}
	}
	return marks
}

// checkCoverage: no enforced, recorded or guidance clause may stand in the file unserved.
func (c *checker) checkCoverage() {
	for _, e := range c.doc.Clauses.Entries {
		if len(c.p.servedBy[e.Key]) == 0 && e.Value.Later.Text == "" {
			c.f.add(e.Pos, "clause.unserved", args{"clause": e.Key, "gist": e.Value.Gist.Text})
		}
	}
}
