package policies_test

import (
	"os"
	"path"
	"runtime"
	"slices"
	"sync"
	"testing"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

const (
	firstAnyway    = "a kind begins with the first step of the file anyway"
	archivesAtOnce = "the answer archives the case, and the time for a review is over with it; final says why"
	ownCopies      = "whom an urge slip is copied to is the organisation's own"
)

// unnoticed are the changes that no scenario can notice, each with the reason.
var unnoticed = map[string]string{
	"manufacturer: slips.urge.series left out": "the other regulations of the series are " +
		"not played in a scenario",
	"manufacturer: slips.inquiry.series left out": "the other regulations of the series are " +
		"not played in a scenario",
	"campus: kinds.review.final no longer holds":         archivesAtOnce,
	"campus: kinds.oversight.final no longer holds":      archivesAtOnce,
	"campus: intake.sealed_attachments left out":         "silence says the same",
	"campus: counts.upheld_in_grade.outcomes.1 left out": "what ended as upheld had that outcome",
	"campus: steps.committee.votes.of left out":          "silence says the same",
	"campus: may.open_attachments left out":              "without it whoever registers may: the same people",
	"mediation: steps.decide_recusal is passed by": "a command opens it, no way of " +
		"the procedure leads there",
	"mediation: kinds.review.final no longer holds":            archivesAtOnce,
	"land: kinds.petition.first left out":                      firstAnyway,
	"land: kinds.higher_review.final no longer holds":          archivesAtOnce,
	"dealer: ladder.2.copies.1 left out":                       ownCopies,
	"finance: ladder.2.copies.1 left out":                      ownCopies,
	"land: deadlines.handling.ladder.2.copies.1 left out":      ownCopies,
	"land: ladder.2.copies.1 left out":                         ownCopies,
	"lawfirm: ladder.2.copies.1 left out":                      ownCopies,
	"hospital: ladder.2.copies.1 left out":                     ownCopies,
	"hospital: deadlines.feedback.ladder.2.copies.1 left out":  ownCopies,
	"logistics: deadlines.handling.ladder.2.copies.1 left out": ownCopies,
	"land: may.request_review.begins.1.except left out": "needs a person of two departments: " +
		"TestFirstHandlersTakeNoPartInTheReview",
	"land: may.request_review.begins.2.except left out": "the same",
	"land: deadlines.handling.limit.5.when left out": "the last of the choices: " +
		"what comes there is self-handled",
	"land: deadlines.quarterly_report.ladder.2.copies.1 left out": "whom an urge slip is copied to is " +
		"the organisation's own",
	"lawfirm: steps.decide_recusal is passed by": "a command opens it, no way of " +
		"the procedure leads there",
	"lawfirm: may.recuse.found.1 left out": "needs declared ties: TestConflictsAreFound",
	"lawfirm: may.recuse.found.2 left out": "needs a line manager: TestConflictsAreFound",
	"lawfirm: steps.respondent_satisfaction.kind left out": "only a complainant answers a survey " +
		"by receipt; a respondent is asked by the step",
	"lawfirm: steps.respondent_satisfaction.of.1 left out": "the same",
	"logistics: deadlines.handling.limit.4.when left out": "the last of the choices: " +
		"what comes there is severe",
	"quality: deadlines.handling.ladder.2.copies.1 left out": ownCopies,
	"quality: ledger.rules.skip_level.decision left out": "every head is concerned, " +
		"and the city bureau is the next above",
	"quality: ladder.2.copies.1 left out":          ownCopies,
	"quality: steps.receipt.on_behalf_of left out": "TestActingOnBehalfOfABodyOutside",
	"quality: may.recuse.found.1 left out":         "needs declared ties: TestConflictsAreFound",
	"quality: may.recuse.found.2 left out":         "needs a line manager: TestConflictsAreFound",
	"quality: steps.decide_recusal is passed by": "a command opens it, no way of " +
		"the procedure leads there",
	"manufacturer: kinds.anomaly.first left out":                 firstAnyway,
	"manufacturer: deadlines.closing.ladder.2.copies.1 left out": ownCopies,
	"manufacturer: ladder.2.copies.1 left out":                   ownCopies,
	"manufacturer: steps.compare.form.booked_quantity.required_when left out": "a quantity left out is not the one " +
		"returned: the condition below refuses it too",
	"manufacturer: steps.answer_objection is passed by": "a command opens it, no way of the procedure leads there",
}

// Whatever serves a clause, some scenario notices when it is weakened or left out; and each clause is shown by a
// scenario that names it and would fail without one of the passages that serve it.
func TestEveryRowIsGuarded(t *testing.T) {
	cal := cn(t)
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "testdata/campus/policy.yaml", "testdata/mediation/policy.yaml") {
		t.Run(path.Dir(file), func(t *testing.T) { guarded(t, file, cal) })
	}
}

func guarded(t *testing.T, file string, cal *calendar.Calendar) {
	t.Helper()
	p, scripts := load(t, file), scriptsOf(t, path.Dir(file))
	for _, s := range scripts {
		if fails(s, p, cal) {
			t.Fatalf("%q fails before anything is changed", s.Name)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := policy.Parse(file, data)
	if err != nil {
		t.Fatal(err)
	}
	shown, tried := map[string]bool{}, 0
	for _, m := range try(some(mutants(doc)), scripts, cal) {
		name := p.Doc.Policy + ": " + m.what
		_, excused := unnoticed[name]
		switch {
		case m.refused:
			continue
		case m.by == nil && !excused:
			t.Errorf("clauses %v: no scenario notices %s", m.rows, m.what)
		case m.by != nil && excused:
			t.Errorf("%s is noticed by %q and needs no excuse", name, m.by.Name)
		case m.by != nil:
			for _, row := range m.by.Clauses {
				shown[row] = shown[row] || slices.Contains(m.rows, row)
			}
		}
		tried++
	}
	t.Logf("%d changes tried", tried)
	if everyMutant > 1 {
		return
	}
	for _, c := range p.Doc.Clauses.Entries {
		if c.Value.Kind.Text != "guidance" && c.Value.Builtin.Text == "" && c.Value.Later.Text == "" && !shown[c.Key] {
			t.Errorf("clause %s: none of the scenarios that name it fails without what serves it", c.Key)
		}
	}
}

// some are as many of the mutants as there is time for.
func some(all []mutant) []mutant {
	var few []mutant
	for i, m := range all {
		if i%everyMutant == 0 {
			few = append(few, m)
		}
	}
	return few
}

// verdict is what became of a mutant: refused when it is read, noticed by a scenario, or neither.
type verdict struct {
	mutant
	refused bool
	by      *scenario.Script
}

func try(all []mutant, scripts []scenario.Script, cal *calendar.Calendar) []verdict {
	verdicts := make([]verdict, len(all))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				verdicts[i] = judge(all[i], scripts, cal)
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	workers.Wait()
	return verdicts
}

// judge plays the scenarios that name a clause of the mutant first, then the others.
func judge(m mutant, scripts []scenario.Script, cal *calendar.Calendar) verdict {
	p, err := policy.Compile("mutant.yaml", m.doc)
	m.doc = nil
	if err != nil {
		return verdict{mutant: m, refused: true}
	}
	names := func(s scenario.Script) bool {
		return slices.ContainsFunc(m.rows, func(row string) bool { return slices.Contains(s.Clauses, row) })
	}
	for _, first := range []bool{true, false} {
		for i, s := range scripts {
			if names(s) == first && fails(s, p, cal) {
				return verdict{mutant: m, by: &scripts[i]}
			}
		}
	}
	return verdict{mutant: m}
}

func fails(s scenario.Script, p *policy.Policy, cal *calendar.Calendar) bool {
	return notices(s, &scenario.EnginePlayer{Policy: p, Calendar: cal})
}

// notices plays a scenario; one that goes round for ever or trips the engine has noticed too.
func notices(s scenario.Script, player scenario.Player) (noticed bool) {
	defer func() { noticed = noticed || recover() != nil }()
	for range scenario.Mismatches(s, player) {
		return true
	}
	return false
}

// silent plays on the engine and keeps quiet about what a refusal rests on.
type silent struct {
	*scenario.EnginePlayer
	about func(*complaint.Error)
}

func (p silent) FileCase(s scenario.Script) scenario.Outcome {
	return p.hush(p.EnginePlayer.FileCase(s))
}

func (p silent) PlayStep(st scenario.Step) scenario.Outcome {
	return p.hush(p.EnginePlayer.PlayStep(st))
}

func (p silent) hush(o scenario.Outcome) scenario.Outcome {
	if refusal := complaint.RefusalIn(o.Err); refusal != nil {
		quiet := *refusal
		p.about(&quiet)
		o.Err = &quiet
	}
	return o
}

// all-why: the scenarios of each regulation notice a program that refuses without saying by which clause, by which
// setting or because of which field.
func TestRefusalsWithoutAReasonAreNoticed(t *testing.T) {
	cal := cn(t)
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	for what, about := range map[string]func(*complaint.Error){
		"clause":  func(e *complaint.Error) { e.Clause = "" },
		"setting": func(e *complaint.Error) { e.Setting = "" },
		"field":   func(e *complaint.Error) { e.Field = "" },
	} {
		for _, file := range files {
			p := load(t, file)
			noticed := slices.ContainsFunc(scriptsOf(t, path.Dir(file)), func(s scenario.Script) bool {
				player := silent{&scenario.EnginePlayer{Policy: p, Calendar: cal}, about}
				return notices(s, player)
			})
			if !noticed {
				t.Errorf("%s: no scenario notices refusals that name no %s", p.Doc.Policy, what)
			}
		}
	}
}
