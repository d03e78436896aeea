package scenario

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
)

// CheckScript says what a scenario names that there is not: a command, a step, an outcome, a field, somebody. What
// ought to be refused may name in its data and its outcome what it likes.
func CheckScript(p *policy.Policy, s Script) policy.Findings {
	n := &nameCheck{comparison: comparison{file: s.Path, at: s.Pos}, p: p}
	organisation := OrganisationOf(p, s)
	for id := range organisation.People {
		n.people = append(n.people, string(id))
	}
	for id := range organisation.Units {
		n.units = append(n.units, string(id))
	}
	n.people = append(n.people, complaint.Complainant)
	slices.Sort(n.people)
	slices.Sort(n.units)
	n.mustBeAmong("clauses", p.Doc.Clauses.Keys(), s.Clauses...)
	for _, name := range slices.Sorted(maps.Keys(s.People)) {
		n.at = s.People[name].Pos
		n.mustBeAmong("people."+name+".roles", p.Doc.Roles.Keys(), s.People[name].Roles...)
		n.mustBeAmong("people."+name+".above", n.units, s.People[name].Above...)
		if role := strings.TrimSuffix(name, "2"); name == complaint.Complainant || p.Doc.Roles.Has(role) {
			n.all = append(n.all, n.found("scenario.name_taken", args{"name": name}))
		}
	}
	for _, earlier := range s.Before {
		n.parties = partyNames(p, earlier.File)
		n.checkFiling(earlier.File)
		n.checkSteps(earlier.Steps)
		n.earlier = append(n.earlier, EarlierCase+strconv.Itoa(len(n.earlier)+1))
	}
	n.parties = partyNames(p, s.File)
	n.checkFiling(s.File)
	n.checkSteps(s.Steps)
	n.checkEnd(s.Ends)
	for _, f := range s.Figures {
		n.checkFigures(f)
	}
	return n.all
}

// nameCheck looks at the names in a scenario of a regulation, at the place of one part after another.
type nameCheck struct {
	comparison
	p             *policy.Policy
	people, units []string
	// parties are those of the case by whose names steps mean them.
	parties []string
	// earlier are the names of the cases that there are already, as rows of forms mean them.
	earlier []string
	all     policy.Findings
}

// mustBeAmong finds each word under a key that is not among the known ones; an empty one is none.
func (n *nameCheck) mustBeAmong(key string, known []string, words ...string) {
	for _, word := range words {
		if word != "" && !slices.Contains(known, word) {
			n.all = append(n.all, n.found("scenario.unknown", args{
				"key":     key,
				"name":    word,
				"instead": policy.Suggestion(word, known),
			}))
		}
	}
}

func (n *nameCheck) checkFiling(f Filing) {
	n.at = f.Pos
	n.mustBeAmong("file.by", n.people, f.By)
	n.mustBeAmong("file.unit", n.units, f.Unit)
	n.mustBeAmong("file.person", n.people, f.Person)
	for _, party := range f.Parties {
		n.mustBeAmong("file.parties.unit", n.units, party.Unit)
		n.mustBeAmong("file.parties.person", n.people, party.Person)
	}
	if f.By == complaint.Complainant {
		n.leaveToPublicForm("channel", f.Channel != "")
		n.leaveToPublicForm("source", f.Source != "")
		n.leaveToPublicForm("severity", f.Severity != "")
		n.leaveToPublicForm("received_at", !f.ReceivedAt.IsZero())
	}
	if f.Refused != nil {
		n.checkRefusal(*f.Refused)
		return
	}
	if f.Period != "" {
		n.mustBeAmong("file.kind", n.p.PeriodicKinds(), f.Kind)
		if _, ok := n.p.PeriodNamed(f.Kind, f.Period, time.UTC); !ok {
			n.mustBeAmong("file.period", nil, f.Period)
		}
		return
	}
	in := n.p.Doc.Intake
	roles := slices.Concat([]string{complaint.Complainant, complaint.Respondent}, n.p.Doc.Parties.Keys())
	for _, party := range f.Parties {
		n.mustBeAmong("file.parties.role", roles, party.Role)
	}
	n.mustBeAmong("file.kind", n.p.KindsPeopleFile(), f.Kind)
	n.mustBeAmong("file.source", in.Sources.Keys(), f.Source)
	n.mustBeAmong("file.channel", n.channels(), f.Channel)
	n.mustBeAmong("file.category", n.p.CategoryCodes(), f.Category)
	n.mustBeAmong("file.severity", in.Severities.Keys(), f.Severity)
	n.checkData("file.data", f.Data, n.p.Form(policy.IntakeForm))
}

// partyNames are the parties that a matter names, and of each role that it names nobody in the one still to be named.
func partyNames(p *policy.Policy, f Filing) []string {
	var all []string
	named := map[string]bool{}
	for _, party := range partiesOf(f) {
		all, named[party.Role] = append(all, string(party.ID)), true
	}
	for _, role := range slices.Concat([]string{complaint.Complainant, complaint.Respondent}, p.Doc.Parties.Keys()) {
		if !named[role] && !slices.Contains(all, role) {
			all, named[role] = append(all, role), true
		}
	}
	return all
}

func (n *nameCheck) leaveToPublicForm(key string, given bool) {
	if given {
		n.all = append(n.all, n.found("scenario.public_form", args{"key": "file." + key}))
	}
}

func (n *nameCheck) channels() []string {
	var all []string
	for _, s := range n.p.Doc.Intake.Sources.Entries {
		all = append(all, s.Value.Channels.Keys()...)
	}
	return all
}

func (n *nameCheck) checkSteps(steps []Step) {
	for _, st := range steps {
		if st.attempt != nil {
			continue // written out from a step of the file
		}
		n.at = st.Pos
		n.mustBeAmong("in", []string{Opened, Opener}, st.In)
		n.mustBeAmong("party", n.parties, st.Party)
		n.mustBeAmong("by", n.people, st.By)
		n.mustBeAmong("not_by", n.people, st.NotBy...)
		n.mustBeAmong("and_by", n.people, st.AndBy...)
		n.mustBeAmong("does", append(policy.ClientCommands(), Attach, File), st.Does)
		n.mustBeAmong("gives", complaint.EventTypes(), st.Gives...)
		if st.Task != "" && n.p.Step(complaint.StepID(st.Task)) == nil {
			n.mustBeAmong("task", n.p.Doc.Steps.Keys(), st.Task)
			continue
		}
		if st.Refused != nil {
			n.checkRefusal(*st.Refused)
			continue
		}
		n.checkDeed(st)
	}
}

// checkDeed looks at the outcome and the data of what is done.
func (n *nameCheck) checkDeed(st Step) {
	switch st.Does {
	case "", Attach:
		return
	case File:
		n.mustBeAmong("data", []string{"category", "channel"}, slices.Sorted(maps.Keys(st.Data))...)
		return
	case "complete":
	default:
		if forms := n.p.FormsOfCommand(st.Does); len(forms) > 0 {
			own := maps.Clone(st.Data)
			delete(own, "party") // whoever acts by receipt is not asked for it
			n.checkData("data", own, forms...)
		}
		return
	}
	steps := []string{st.Task}
	if st.Task == "" {
		steps = n.p.Doc.Steps.Keys()
	}
	var outcomes []string
	var forms []*policy.Form
	for _, name := range steps {
		outcomes = append(outcomes, n.p.Step(complaint.StepID(name)).Outcomes.Keys()...)
		forms = append(forms, n.p.Form(name))
	}
	if st.Task == "" {
		for _, id := range n.p.EntrySteps() {
			outcomes = append(outcomes, n.p.Step(id).Outcomes.Keys()...)
			forms = append(forms, n.p.Form(string(id)))
		}
	}
	n.mustBeAmong("outcome", append(outcomes, n.outcomesOfExtensions()...), st.Outcome)
	n.checkData("data", st.Data, forms...)
}

// outcomesOfExtensions are those of the steps in which extensions are decided, which no file writes.
func (n *nameCheck) outcomesOfExtensions() []string {
	var all []string
	names := n.p.Doc.Deadlines.Keys()
	for _, step := range n.p.Doc.Steps.Keys() {
		names = append(names, step+".limit")
	}
	for _, name := range names {
		if s := n.p.Step(complaint.StepID("extension." + name)); s != nil {
			all = append(all, s.Outcomes.Keys()...)
		}
	}
	return all
}

// checkData looks at the fields that are filled in, and at the people and units they name.
func (n *nameCheck) checkData(where string, data map[string]any, forms ...*policy.Form) {
	var fields []string
	kinds := map[string]policy.FieldKind{}
	for _, form := range forms {
		if form == nil {
			continue
		}
		for _, f := range form.Fields.Entries {
			if !slices.Contains(fields, f.Key) {
				fields = append(fields, f.Key)
			}
			kinds[f.Key] = policy.FieldKind(f.Value.Type.Text)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(data)) {
		n.mustBeAmong(where, fields, key)
		switch kinds[key].WhatValuesName() {
		case policy.UnitsNamed:
			n.mustBeAmong(where+"."+key, n.units, namesIn(data[key])...)
		case policy.PeopleNamed:
			n.mustBeAmong(where+"."+key, n.people, namesIn(data[key])...)
		case policy.CasesNamed:
			n.checkRows(where+"."+key, data[key])
		case policy.AttachmentsNamed, policy.NothingNamed:
		}
	}
}

// checkRows looks at the cases and columns of rows.
func (n *nameCheck) checkRows(where string, value any) {
	list, _ := value.([]any)
	for _, one := range list {
		row, _ := one.(map[string]any)
		name, _ := row[policy.CaseOfRow].(string)
		n.mustBeAmong(where+"."+policy.CaseOfRow, n.earlier, name)
	}
}

// namesIn are the names that a value of a form is, or lists.
func namesIn(value any) []string {
	if name, ok := value.(string); ok {
		return []string{name}
	}
	many, _ := value.([]any)
	var names []string
	for _, one := range many {
		names = append(names, namesIn(one)...)
	}
	return names
}

func (n *nameCheck) checkRefusal(r Refusal) {
	codes := []string{
		string(complaint.Forbidden), string(complaint.NotFound), string(complaint.Conflict), string(complaint.Invalid),
	}
	for code := range strings.SplitSeq(r.Code, "|") {
		n.mustBeAmong("refused.code", codes, code)
	}
	var clauses, settings []string
	for _, id := range n.p.Doc.Clauses.Keys() {
		clauses = append(clauses, n.p.Doc.Policy+"-"+id)
	}
	for _, name := range n.p.Doc.Settings.Keys() {
		settings = append(settings, n.p.Doc.Policy+"."+name)
	}
	if !strings.HasPrefix(r.Clause, "all-") { // what is required of every regulation
		n.mustBeAmong("refused.clause", clauses, r.Clause)
	}
	n.mustBeAmong("refused.setting", settings, r.Setting)
}

func (n *nameCheck) checkEnd(end State) {
	if end.Pos != (policy.Pos{}) {
		n.at = end.Pos
	}
	n.mustBeAmong("ends.step", n.p.Doc.Steps.Keys(), end.Step)
	n.mustBeAmong("ends.counts", complaint.EventTypes(), slices.Sorted(maps.Keys(end.Counts))...)
	n.mustBeAmong("ends.copies", n.p.Doc.Documents.Keys(), slices.Sorted(maps.Keys(end.Copies))...)
	n.mustBeAmong("ends.circulars", n.p.Doc.Circulars.Keys(), slices.Sorted(maps.Keys(end.Circulars))...)
	n.mustBeAmong("ends.registers", n.p.Doc.Registers.Keys(), slices.Sorted(maps.Keys(end.Registers))...)
	n.mustBeAmong("ends.says", n.p.Doc.Steps.Keys(), slices.Sorted(maps.Keys(end.Says))...)
	deadlines := n.p.Doc.Deadlines.Keys()
	for _, step := range n.p.Doc.Steps.Keys() {
		deadlines = append(deadlines, step+".limit")
	}
	for _, e := range n.p.Doc.Slips.Entries {
		if len(e.Value.Grounds.Entries) > 0 || e.Key == complaint.InstructionSlip {
			deadlines = append(deadlines, "slips."+e.Key)
		}
	}
	for _, e := range n.p.Doc.Messages.Entries {
		if e.Value.Answer.IsSet() {
			deadlines = append(deadlines, complaint.AnswerLimits+e.Key)
		}
	}
	for _, id := range n.p.EntrySteps() {
		deadlines = append(deadlines, string(id)+".limit")
	}
	for _, entry := range end.Entries {
		rule, _, _ := strings.Cut(entry, " ")
		n.mustBeAmong("ends.entries", n.p.LedgerRuleNames(), rule)
	}
	n.mustBeAmong("ends.deadlines", deadlines, slices.Sorted(maps.Keys(end.Deadlines))...)
	n.mustBeAmong("ends.targets", deadlines, slices.Sorted(maps.Keys(end.Targets))...)
}
