package policy

import (
	"crypto/sha256"
	"encoding/hex"

	"cel.dev/cel-go/cel"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/web/words"
)

// Policy is a policy file that has been read, checked and compiled. It is immutable and safe for concurrent use.
type Policy struct {
	Doc *Document
	ref complaint.PolicyRef
	// servedBy lists, for each clause, the elements that serve it.
	servedBy map[string][]string
	// restingOn lists, for each setting, the elements that rest on it.
	restingOn map[string][]string
	// addedSteps are steps that no file writes: they follow from other rules.
	addedSteps map[complaint.StepID]*Step
	// translations are the texts of the file in other languages.
	translations translations
	// titleOfIdentification is what the term is called after which somebody is reminded to identify the accused.
	titleOfIdentification Text
	// titlesBrought are titles that the program brings along, by what they are in the default language.
	titlesBrought map[string]words.Spoken
	forms         map[string]*Form
	// acts are the commands that the file permits, by the names of their forms.
	acts map[string]*act
	// programs are the compiled conditions by their place in the file.
	programs map[Pos]cel.Program
	// asts are the same before they are made ready to run, environment is what they are written in: proofs evaluate
	// them over what they know of a case.
	asts        map[Pos]*cel.Ast
	environment *cel.Env
	// uncompiled are conditions of the intake's form that are none.
	uncompiled Findings
	// variablesRead are the variables each condition reads.
	variablesRead map[Pos][]string
	zeroValues    map[string]any
	// countsRecorded are the numbers of other cases that a condition of the procedure reads.
	countsRecorded map[string]bool
	counting       calendar.Rule
	// edition is the one in force when the file was published; that of this program, if it is not published yet.
	edition int
	// readsKind is the kind of matter whose numbers are read back; "" where they are the file's own.
	readsKind string
	// followers lists, for each step, the steps that can follow it.
	followers map[complaint.StepID]map[complaint.StepID]bool
	// deciding are the words in which what decides is written, names of fields among them.
	deciding map[string]bool
	// reports are the file's, ready to be worked out.
	reports []*Report
}

// Load parses, validates and compiles a policy file. All that is wrong with it comes back as [Findings].
func Load(file string, data []byte) (*Policy, error) {
	doc, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	p, err := Compile(file, doc)
	sum := sha256.Sum256(data)
	p.ref.SHA256 = hex.EncodeToString(sum[:])
	return p, err
}

// LoadPublished is [Load] of a file that was published under an edition: what has been given another meaning since
// keeps the one that it had then.
func LoadPublished(file string, data []byte, edition int) (*Policy, error) {
	p, err := Load(file, data)
	if err == nil {
		p.edition = edition
	}
	return p, err
}

// Compile validates and compiles a document, which becomes the policy's own and is changed by it. All that is wrong
// comes back as [Findings], placed in the file of that name. Conditions are told apart by their places, so no two may
// share one. Only what [Load] has read from a file can be pinned by a case: the policy has no hash.
func Compile(file string, doc *Document) (*Policy, error) {
	p := newPolicy(doc)
	c := &checker{p: p, doc: doc, f: &findings{file: file}}
	c.checkDocument()
	p.deciding = wordsDeciding(doc)
	return p, c.f.err()
}

func newPolicy(doc *Document) *Policy {
	return &Policy{
		Doc:           doc,
		edition:       complaint.Edition,
		servedBy:      map[string][]string{},
		restingOn:     map[string][]string{},
		addedSteps:    map[complaint.StepID]*Step{},
		translations:  doc.translations(),
		titlesBrought: map[string]words.Spoken{},
		forms:         map[string]*Form{},
		acts:          map[string]*act{},
		programs:      map[Pos]cel.Program{},
		asts:          map[Pos]*cel.Ast{},
		variablesRead: map[Pos][]string{},
		counting:      doc.Counting.overrideRule(calendar.DefaultRule()),
		followers:     findFollowers(doc),
		ref:           complaint.PolicyRef{ID: doc.Policy, Version: doc.Version},
	}
}

// Ref is what a case pins: id, version and content.
func (p *Policy) Ref() complaint.PolicyRef { return p.ref }

// ElementsServingClause lists, for a clause, the elements of the file that serve it.
func (p *Policy) ElementsServingClause(clause string) []string { return p.servedBy[clause] }

// ElementsRestingOnSetting lists, for a setting, the elements of the file that rest on it.
func (p *Policy) ElementsRestingOnSetting(setting string) []string { return p.restingOn[setting] }

// RoleID is a role's id outside this policy.
func (p *Policy) RoleID(name string) complaint.RoleID {
	return complaint.RoleID(p.Doc.Policy + "." + name)
}

// HighestRoles are the roles of the highest level.
func (p *Policy) HighestRoles() []complaint.RoleID {
	level := 0
	for _, e := range p.Doc.Roles.Entries {
		level = max(level, e.Value.Level)
	}
	var highest []complaint.RoleID
	for _, e := range p.Doc.Roles.Entries {
		if e.Value.Level == level {
			highest = append(highest, p.RoleID(e.Key))
		}
	}
	return highest
}

// reasonCiting cites the first clause of an element, or its setting; id names the words that say why.
func (p *Policy) reasonCiting(c Cites, id string) *complaint.Reason {
	r := &complaint.Reason{ID: id}
	switch {
	case c.Clause.Text != "":
		r.Clause = p.clauseID(c.Clause.Text)
	case c.Setting.Text != "":
		r.Setting = p.settingID(c.Setting.Text)
	case len(c.Clauses) > 0:
		r.Clause = p.clauseID(c.Clauses[0].Text)
	}
	return r
}

func (p *Policy) clauseID(short string) string { return p.Doc.Policy + "-" + short }
func (p *Policy) settingID(name string) string { return p.Doc.Policy + "." + name }

// overrideRule is the rule where the file says something here, and the given one elsewhere.
func (c Counting) overrideRule(r calendar.Rule) calendar.Rule {
	if c.Start.Text != "" {
		r.StartNextDay = c.Start.Text == "next_day"
	}
	if c.End.Text != "" {
		r.WholeDays = c.End.Text == "end_of_day"
	}
	if c.Roll.Text != "" {
		r.Roll = c.Roll.Text == "next_working_day"
	}
	return r
}

// step finds a step; validation has made sure that steps named in the file exist.
func (p *Policy) step(id complaint.StepID) *Step {
	if s, ok := p.Doc.Steps.Get(string(id)); ok {
		return s
	}
	return p.addedSteps[id]
}

// Step finds a step of the file, or one that follows from another rule; nil if there is none.
func (p *Policy) Step(id complaint.StepID) *Step { return p.step(id) }

// KindTitle is the Chinese title of a kind of matter, or the code itself.
func (p *Policy) KindTitle(code string) string {
	if k, ok := p.Doc.Kinds.Get(code); ok {
		return k.Title.Text
	}
	return code
}

// DispositionTitle is what the file calls a disposition of its own; "" for the common ones, which the words name.
func (p *Policy) DispositionTitle(code string) string {
	if d, ok := p.Doc.Dispositions.Get(code); ok {
		return d.Title.Text
	}
	return ""
}

// SeverityTitle is the Chinese title of a severity, or the code itself.
func (p *Policy) SeverityTitle(code string) string { return titleOrCode(p.Doc.Intake.Severities, code) }

// RoleTitle is the Chinese title of a role of this policy.
func (p *Policy) RoleTitle(r complaint.RoleID) string {
	for _, e := range p.Doc.Roles.Entries {
		if p.RoleID(e.Key) == r {
			return e.Value.Title.Text
		}
	}
	return string(r)
}

func titleOrCode(m Map[Text], code string) string {
	if t, ok := m.Get(code); ok {
		return t.Text
	}
	return code
}
