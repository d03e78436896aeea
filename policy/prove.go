package policy

import (
	"slices"

	"duban/policy/calendar"
)

// Proof is one thing shown of a policy, or what stands in its way. The words regulation.proof.<Name> are its title.
type Proof struct {
	Name string `json:"name"`
	// Findings say where it fails; Accepted are those the file accepts, with the organisation's reason.
	Findings Findings    `json:"findings" nullable:"false"`
	Accepted []Exception `json:"accepted" nullable:"false"`
}

// Exception is a proof that cannot be given for one element and is accepted.
type Exception struct {
	Element string `json:"element"`
	Why     string `json:"why"`
}

// proofs are all there are, in the order in which they are told.
var proofs = []struct {
	name string
	run  func(*prover)
	// on is what the proof rests on.
	on []aspect
}{
	{"reachable", (*prover).proveEveryStepReachable, []aspect{aspectFlow, aspectFields}},
	{"ends", (*prover).proveEveryPathEnds, []aspect{aspectFlow, aspectFields}},
	{"seats", (*prover).proveSomebodyCanDoEachStep, []aspect{aspectFlow, aspectFields, aspectSeats}},
	{"provided", (*prover).proveCommandsHaveWhatTheyNeed, []aspect{aspectFlow}},
	{"cited", (*prover).proveEveryStepCites, []aspect{aspectCites}},
	{"unused", (*prover).proveEverySettingUsed, []aspect{aspectCites, aspectLimits}},
	{"approver", (*prover).proveNobodyMustApproveOwn, []aspect{aspectFlow, aspectSeats}},
	{"overdue", (*prover).proveEveryLimitHasSequel, []aspect{aspectLadders}},
	{"start", (*prover).proveEveryLimitStarts, []aspect{aspectFlow, aspectFields, aspectMarks}},
	{"until", (*prover).proveEveryLimitEnds, []aspect{aspectFlow, aspectFields, aspectMarks}},
	{"fits", (*prover).proveStepLimitsFit, []aspect{aspectFlow, aspectFields, aspectMarks, aspectLimits}},
	{"limits", (*prover).proveEveryCaseHasLimits, []aspect{aspectFlow, aspectFields, aspectMarks, aspectLimits}},
	{"conditions", (*prover).proveEveryConditionSound, []aspect{aspectFields}},
	{"numbers", (*prover).proveEveryNumberNew, []aspect{aspectNumbers}},
	{"assigned", (*prover).proveEverythingReadIsSet, []aspect{aspectFlow, aspectFields, aspectSeats}},
	{"notice", (*prover).proveNoNoticeBeforeApproval, []aspect{aspectFlow, aspectFields}},
	{"window", (*prover).proveNoWindowBeforeService, []aspect{aspectFlow, aspectFields}},
	{"votes", (*prover).proveEveryVoteDecides, []aspect{aspectFlow, aspectFields}},
	{"effect", (*prover).proveEveryKeyWorks, []aspect{aspectFlow, aspectFields}},
}

// ProofNames lists the proofs in the order in which they are told.
func ProofNames() []string {
	names := make([]string, len(proofs))
	for i, proof := range proofs {
		names[i] = proof.name
	}
	return names
}

// Prove says what cannot be shown of a policy that compiles. cal converts working days. `accepted:` in the file takes
// a finding out, with the organisation's reason.
func (p *Policy) Prove(file string, cal *calendar.Calendar) Findings {
	var all Findings
	for _, proof := range p.Proofs(cal) {
		all = slices.Concat(all, proof.Findings)
	}
	for i := range all {
		all[i].File = file
	}
	return all.sorted()
}

// Proofs are all proofs with what each finds. An exception for nothing is a finding of its own.
func (p *Policy) Proofs(cal *calendar.Calendar) []Proof {
	return p.proveWhatRests(cal, func([]aspect) bool { return true }).given
}

// proveWhatRests gives the proofs for which what they rest on is sound. Where there are others, nobody can tell which
// exceptions are for nothing.
func (p *Policy) proveWhatRests(cal *calendar.Calendar, sound func(on []aspect) bool) *prover {
	v := &prover{p: p, cal: p.inOffice(cal), usedExceptions: map[string]bool{}}
	if sound([]aspect{aspectFlow, aspectFields}) {
		v.procedure = newProcedure(p)
	}
	for _, proof := range proofs {
		if !sound(proof.on) {
			v.notRun = append(v.notRun, proof.name)
			continue
		}
		v.current = &Proof{Name: proof.name, Findings: Findings{}, Accepted: []Exception{}}
		proof.run(v)
		v.given = append(v.given, *v.current)
	}
	if len(v.notRun) > 0 {
		return v
	}
	f := &findings{all: Findings{}}
	for _, e := range p.Doc.Accepted.Entries {
		if !v.usedExceptions[e.Key] {
			f.add(e.Pos, "proof.accepted", args{"exception": e.Key})
		}
	}
	v.given = append(v.given, Proof{Name: "accepted", Findings: f.all, Accepted: []Exception{}})
	return v
}

type prover struct {
	p              *Policy
	cal            *calendar.Calendar
	procedure      *procedure
	usedExceptions map[string]bool
	current        *Proof
	given          []Proof
	// notRun are the proofs that what is wrong stands in the way of.
	notRun []string
	// fits are what proveStepLimitsFit has compared.
	fits []Fit
	// course is that on which what is found next comes about, nil for none.
	course *Course
}

// along is the prover, for what comes about on a course.
func (v *prover) along(c *Course) *prover {
	other := *v
	if other.course = c; c != nil && len(c.Steps) > 0 {
		c.told = v.p.tell(c)
	}
	return &other
}

// cannotProve reports that the proof under way cannot be given for an element, unless the file accepts it. The words
// finding.<id> say why.
func (v *prover) cannotProve(at Pos, element, id string, fill args) {
	v.cannotProveBecause(Finding{
		Line:   at.Line,
		Col:    at.Col,
		ID:     id,
		Args:   fill,
		Course: v.course,
	}, element)
}

// cannotProveBecause is the same for what has been found wrong already.
func (v *prover) cannotProveBecause(f Finding, element string) {
	key := v.current.Name + " " + element
	if why, ok := v.p.Doc.Accepted.Get(key); ok {
		if !v.usedExceptions[key] {
			v.current.Accepted = append(v.current.Accepted, Exception{Element: element, Why: why.Text})
		}
		v.usedExceptions[key] = true
		return
	}
	f.Proof, f.Element = v.current.Name, element
	v.current.Findings = append(v.current.Findings, f)
}
