package policy

import (
	"fmt"

	"duban/policy/calendar"
)

// Proof is one thing shown of a policy, or what stands in its way.
type Proof struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Findings say where it fails; Accepted are those the file accepts, with the organisation's reason.
	Findings []Finding   `json:"findings" nullable:"false"`
	Accepted []Exception `json:"accepted" nullable:"false"`
}

// Exception is a proof that cannot be given for one element and is accepted.
type Exception struct {
	Element string `json:"element"`
	Why     string `json:"why"`
}

// proofs are all there are, in the order in which they are told.
var proofs = []struct {
	name, title string
	run         func(*prover)
}{
	{"reachable", "每一步都走得到", (*prover).proveEveryStepReachable},
	{"ends", "每条路都能走到归档", (*prover).proveEveryPathEnds},
	{"cited", "每一步都有条款或设定作依据", (*prover).proveEveryStepCites},
	{"unused", "每一项设定都有元素用到", (*prover).proveEverySettingUsed},
	{"approver", "没有人被迫审批自己的意见", (*prover).proveNobodyMustApproveOwn},
	{"overdue", "每一项期限届满之后都有后续", (*prover).proveEveryLimitHasSequel},
	{"start", "每条路都起算期限", (*prover).proveEveryLimitStarts},
	{"until", "每条路都经过终结期限的那一步", (*prover).proveEveryLimitEnds},
	{"fits", "各步期限之和不超过全案期限", (*prover).proveStepLimitsFit},
	{"assigned", "条件和人选所读的都已填写", (*prover).proveEverythingReadIsSet},
	{"notice", "告知不先于批准", (*prover).proveNoNoticeBeforeApproval},
	{"window", "复查期限自送达起算", (*prover).proveNoWindowBeforeService},
}

// Prove says what cannot be shown of a policy that compiles. cal converts working days. `accepted:` in the file takes
// a finding out, with the organisation's reason.
func (p *Policy) Prove(file string, cal *calendar.Calendar) Findings {
	all := &findings{file: file}
	for _, proof := range p.Proofs(cal) {
		for _, f := range proof.Findings {
			all.add(Pos{f.Line, f.Col}, "%s", f.Text)
		}
	}
	if err, ok := all.err().(Findings); ok { //nolint:errorlint // our own, never wrapped
		return err
	}
	return nil
}

// Proofs are all proofs with what each finds. An exception for nothing is a finding of its own.
func (p *Policy) Proofs(cal *calendar.Calendar) []Proof {
	v := &prover{p: p, cal: cal, usedExceptions: map[string]bool{}}
	for _, proof := range proofs {
		v.current = &Proof{
			Name:     proof.name,
			Title:    proof.title,
			Findings: []Finding{},
			Accepted: []Exception{},
		}
		proof.run(v)
		v.given = append(v.given, *v.current)
	}
	accepted := Proof{
		Name:     "accepted",
		Title:    "没有多余的例外",
		Findings: []Finding{},
		Accepted: []Exception{},
	}
	for _, e := range p.Doc.Accepted.Entries {
		if !v.usedExceptions[e.Key] {
			text := fmt.Sprintf("accepted 里的 %q 没有对应的问题，请删去", e.Key)
			accepted.Findings = append(accepted.Findings, Finding{Line: e.Pos.Line, Col: e.Pos.Col, Text: text})
		}
	}
	return append(v.given, accepted)
}

type prover struct {
	p              *Policy
	cal            *calendar.Calendar
	usedExceptions map[string]bool
	current        *Proof
	given          []Proof
}

// cannotProve reports that the proof under way cannot be given for an element, unless the file accepts it.
func (v *prover) cannotProve(at Pos, element, format string, args ...any) {
	key := v.current.Name + " " + element
	if why, ok := v.p.Doc.Accepted.Get(key); ok {
		if !v.usedExceptions[key] {
			v.current.Accepted = append(v.current.Accepted, Exception{Element: element, Why: *why})
		}
		v.usedExceptions[key] = true
		return
	}
	text := fmt.Sprintf("%s（%s）", fmt.Sprintf(format, args...), key)
	v.current.Findings = append(v.current.Findings, Finding{Line: at.Line, Col: at.Col, Text: text})
}
