package policy_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// asksAll is the small policy in which commands ask for more than they do by themselves.
func asksAll() []string {
	return []string{
		"deadlines:\n", "may:\n  withdraw:\n    by: [complainant, clerk]\n    clauses: [\"1\"]\n    form:\n" +
			"      settled: {type: bool, title: 是否已经和解, required: true}\n" +
			"      terms: {type: text, title: 和解内容, required_when: settled, sealed: [leader], clauses: [\"2\"]}\n" +
			"    must:\n      - {that: settled || route == \"slow\", say: 快速处理的凭和解撤回, clause: \"2\"}\n" +
			"deadlines:\n",
		"    until: answered\n", "    until: answered\n" +
			"    suspension:\n      by: [clerk]\n      grounds: {expert: 鉴定}\n      clause: \"2\"\n      form:\n" +
			"        order: {type: attachments, title: 委托书, required: true}\n      ends:\n        clause: \"1\"\n" +
			"        form: {opinion: {type: attachment, title: 鉴定意见, required: true, original: true}}\n" +
			"    extension:\n      by: [clerk]\n      approve: [leader]\n      most: 10d\n      clause: \"2\"\n" +
			"      form: {held_up_by: {type: choice, title: 何事耽搁, options: {other: 别的单位, own: 本单位}, required: true}}\n",
		"    limit: 2wd\n    sets: answered\n", "    limit: 2wd\n    sets: answered\n" +
			"    suspension: {by: [clerk], grounds: {expert: 鉴定}, clause: \"1\"}\n",
	}
}

func order(cmd complaint.Command, form map[string]any) complaint.Order {
	return complaint.Order{Command: cmd, Form: form}
}

// refusedAt fails the test unless the order is refused so.
func refusedAt(t *testing.T, err error, id, field, clause string) {
	t.Helper()
	refusal := complaint.RefusalIn(err)
	if refusal == nil || refusal.ID != id || refusal.Field != field || refusal.Clause != clause {
		t.Errorf("refused as %+v (%v), want %s at %s by %s", refusal, err, id, field, clause)
	}
}

// What is asked with a command is judged like the form of a step, stands in the journal before what the command does,
// and stays in the case.
func TestACommandAsksForAForm(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, asksAll()...)
	withdraw := complaint.Withdraw{Reason: "r"}
	for _, c := range []struct {
		form              map[string]any
		id, field, clause string
	}{
		{nil, "form.required", "data.settled", "small-1"},
		{map[string]any{"settled": "yes"}, "form.wrong_type", "data.settled", "small-1"},
		{map[string]any{"settled": true}, "form.required", "data.terms", "small-2"},
		{map[string]any{"settled": false, "else": 1}, "form.unknown_field", "data", "small-1"},
	} {
		refusedAt(t, e.GiveOrder(complainant, order(withdraw, c.form)), c.id, c.field, c.clause)
	}
	refusedAt(t, e.GiveOrder(clerk, order(complaint.Complete{Outcome: "accepted"}, map[string]any{"settled": true})),
		"command.unknown_field", "data", "small-1")
	before := e.Case.Seq
	if err := e.GiveOrder(complainant, order(withdraw, map[string]any{"settled": true, "terms": "x"})); err != nil {
		t.Fatal(err)
	}
	filled, ok := e.Journal[before].Fact.(complaint.FormFilled)
	if !ok || filled.Command != "withdraw" || filled.Deadline != "" || filled.Data["terms"] != "x" ||
		e.Journal[before].Reason.Clause != "small-1" || e.Case.Data["settled"] != true {
		t.Errorf("%+v because of %+v", e.Journal[before].Fact, e.Journal[before].Reason)
	}
}

func TestACommandMeetsItsConditions(t *testing.T) {
	filed := complaint.Filed{Kind: "claim", Severity: "plain", Data: map[string]any{"route": "fast"}}
	e, _ := opened(t, filed, asksAll()...)
	withdraw := order(complaint.Withdraw{Reason: "r"}, map[string]any{"settled": false})
	refusedAt(t, e.GiveOrder(complainant, withdraw), "policy.says", "", "small-2")
	e, _ = opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, asksAll()...)
	if err := e.GiveOrder(complainant, withdraw); err != nil || e.Case.Status != complaint.StatusArchived {
		t.Errorf("%v, %s", err, e.Case.Status)
	}
}

// A suspension begins and ends with its proof; what another deadline asks for is not asked.
func TestASuspensionIsProven(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, asksAll()...)
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	e.Attachments = []complaint.Attachment{
		{ID: "order", Scope: complaint.ScopeCase},
		{ID: "opinion", Scope: complaint.ScopeCase, StandsForOriginal: true},
	}
	suspend := complaint.Suspend{Ground: "expert"}
	refusedAt(t, e.GiveOrder(clerk, order(suspend, nil)), "form.required", "data.order", "small-2")
	refusedAt(t, e.GiveOrder(clerk, order(suspend, map[string]any{"order": []any{"none"}})),
		"attachment.unknown", "data.order", "small-2")
	if err := e.GiveOrder(clerk, order(suspend, map[string]any{"order": []any{"order"}})); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 5)
	resume := complaint.Resume{}
	refusedAt(t, e.GiveOrder(clerk, order(resume, nil)), "form.required", "data.opinion", "small-1")
	refusedAt(t, e.GiveOrder(clerk, order(resume, map[string]any{"opinion": "order"})),
		"attachment.not_original", "data.opinion", "small-1")
	if err := e.GiveOrder(clerk, order(resume, map[string]any{"opinion": "opinion"})); err != nil {
		t.Fatal(err)
	}
	if d := limitNamed(e, "answer"); d.State != complaint.StateRunning || d.LastDay != "2026-04-06" {
		t.Errorf("%s until %s", d.State, d.LastDay)
	}
	if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	suspend.Deadline = limitNamed(e, "answer.limit").ID
	if err := e.GiveOrder(clerk, order(suspend, nil)); err != nil {
		t.Errorf("the step asks for no proof: %v", err)
	}
}

// Offers name the form of the very deadline, and the form has what the command asks for by itself too.
func TestOffersNameTheFormOfTheAct(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, asksAll()...)
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
	got := map[string][]string{}
	for _, o := range e.Policy.Offers(e.Case, clerk, facts) {
		if form := e.Policy.Form(o.Form); form != nil && o.Task == "" {
			got[o.Form] = form.Fields.Keys()
		}
	}
	want := map[string][]string{
		"command.suspend.answer":           {"deadline", "ground", "order"},
		"command.resume.answer":            {"deadline", "opinion"},
		"command.request_extension.answer": {"deadline", "by", "reason", "held_up_by"},
		"command.withdraw":                 {"reason", "settled", "terms"},
	}
	for name, fields := range want {
		if !slices.Equal(got[name], fields) {
			t.Errorf("%s asks for %v, want %v", name, got[name], fields)
		}
	}
	if !e.Policy.SealedFields()["terms"] || e.Policy.ScopeOfField("terms") == complaint.ScopeCase {
		t.Error("what is sealed in a command's form is not")
	}
	named := order(complaint.Suspend{}, map[string]any{"order": []any{"a", "b"}})
	if ids := e.Policy.AttachmentsNamedBy(named); !slices.Equal(ids, []complaint.AttachmentID{"a", "b"}) {
		t.Errorf("it names %v", ids)
	}
}

// While older programs may read the journal, what asks for a form is not provided: it could not be recorded.
func TestFormsOfCommandsAreOfTheNextEdition(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, asksAll()...)
	e.Edition = 1
	withdraw := order(complaint.Withdraw{Reason: "r"}, map[string]any{"settled": false})
	refusedAt(t, e.GiveOrder(complainant, withdraw), "not_provided", "", "")
	facts := policy.Facts{
		Now:       e.Now,
		Calendar:  e.Calendar,
		Directory: e.Directory,
		Edition:   1,
	}
	for _, o := range e.Policy.Offers(e.Case, clerk, facts) {
		if o.Command == "withdraw" && o.Allowed {
			t.Error("it is offered")
		}
	}
}

// A limit is counted from a date, and for as long, as a command's form says.
func TestLimitsCountFromACommandsForm(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"deadlines:\n", "may:\n  note:\n    by: [clerk]\n    clauses: [\"1\"]\n    form:\n"+
			"      promised: {type: date, title: 约定日}\n      days: {type: int, title: 约定日数, min: 1, max: 40}\n"+
			"deadlines:\n  promise:\n    title: 约定期限\n    from: field promised\n    until: closed\n"+
			"    limit: [{is: 5d, clause: \"1\"}]\n"+
			"    ladder: [{at: limit, slip: urge, to: holder, setting: urging}]\n",
		"limit: [{is: 30d, clause: \"2\"}]", "limit: [{is: field days d, clause: \"2\"}]")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	form := map[string]any{"promised": "2026-03-03", "days": 10.0}
	if err := e.GiveOrder(clerk, order(complaint.Note{Text: "t"}, form)); err != nil {
		t.Fatal(err)
	}
	if d := limitNamed(e, "promise"); d.LastDay != "2026-03-09" {
		t.Errorf("the promise lasts until %q", d.LastDay)
	}
	if d := limitNamed(e, "answer"); d.LastDay != "2026-03-12" {
		t.Errorf("the answer is due on %q", d.LastDay)
	}
}

// What is wrong with the forms of commands is found, and so is what does nothing.
func TestFormsOfCommandsAreChecked(t *testing.T) {
	may := func(command, keys string) []string {
		return []string{
			"deadlines:\n", "may: {" + command + ": {by: [clerk], clauses: [\"1\"], " + keys + "}}\ndeadlines:\n",
		}
	}
	suspension := func(keys string) []string {
		return []string{
			"    until: answered\n",
			"    until: answered\n    suspension: {by: [clerk], grounds: {x: 鉴定}, clause: \"2\", " + keys + "}\n",
		}
	}
	for _, c := range []struct {
		passages []string
		want     []string
	}{
		{may("note", "form: {seen: {type: bool, title: 看过}}"), nil},
		{may("note", "form: {text: {type: longtext, title: 内容}}"), []string{"field.own_key"}},
		{may("note", "form: {severity: {type: severity, title: 等级}}"), []string{"field.in_steps_only"}},
		{may("note", "form: {seen: {type: boole, title: 看过}}"), []string{"name.unknown"}},
		{may("note", "form: {route: {type: bool, title: 处理方式}}"), []string{"field.types"}},
		{
			may("note", "form: {seen: {type: text, title: 看过, required_when: rout == \"fast\"}}"),
			[]string{"condition.undeclared"},
		},
		{
			may("note", "form: {seen: {type: text, title: 看过, required_when: route == \"fats\"}}"),
			[]string{"proof.no_such_word"},
		},
		{may("note", "must: {that: route == \"fast\", say: 不行, field: texd}"), []string{"name.unknown"}},
		{may("note", "form: {seen: {type: bool, title: 看过, clause: \"7\"}}"), []string{"name.no_clause"}},
		{may("reply_slip", "form: {seen: {type: bool, title: 看过}}"), []string{"may.asks_nothing"}},
		{
			[]string{"deadlines:\n", mayWithdraw(", form: {who: {type: person, title: 谁}}")},
			[]string{"field.not_by_receipt"},
		},
		{suspension("ends: {clause: \"1\"}"), []string{"proof.effect"}},
		{suspension("ends: {clause: \"8\", must: {that: \"true\", say: 行}}"), []string{"name.no_clause"}},
		{suspension("form: {deadline: {type: text, title: 期限}}"), []string{"field.own_key"}},
	} {
		checked := policy.Check("small.yaml", rewritten(t, c.passages...), weekends)
		var got []string
		for _, f := range checked.Findings {
			got = append(got, f.ID)
			if told := f.In(words.DefaultLanguage()); strings.Contains(told, "{") {
				t.Errorf("%s: a blank is left: %s", f.ID, told)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%v\nwant %v", c.passages[1], checked.Findings, c.want)
		}
	}
}

// A command can fill in a field of a step's form at any time, so proofs know nothing of it; a clause that its form
// cites is served by that.
func TestProofsKnowWhatCommandsFillIn(t *testing.T) {
	known := []string{
		"    sets: answered\n", "    sets: answered\n    when: fault\n    else: check\n",
		"  answer:\n    title: 答复\n", "  check:\n    title: 核对\n    by: [{seat: clerk, when: '!fault'}]\n" +
			"    clauses: [\"1\"]\n    limit: 1wd\n    sets: answered\n" +
			"    outcomes: {ok: {title: 核对, next: archive}}\n  answer:\n    title: 答复\n",
	}
	if found := policy.Check("small.yaml", rewritten(t, known...), weekends).Findings; len(found) > 0 {
		t.Fatal(found)
	}
	changed := slices.Concat(known, []string{
		"deadlines:\n", "may: {note: {by: [clerk], clauses: [\"1\"], form: {fault: {type: bool, title: 是否有责, " +
			"clauses: [\"2\"]}}}}\ndeadlines:\n",
	})
	p, err := policy.Load("small.yaml", rewritten(t, changed...))
	if err != nil {
		t.Fatal(err)
	}
	if found := p.Prove("small.yaml", weekends); len(found) != 1 || found[0].ID != "proof.seats" {
		t.Errorf("found %v", found)
	}
	if served := p.ElementsServingClause("2"); !slices.Contains(served, "may.note.form.fault") {
		t.Errorf("clause 2 is served by %v", served)
	}
	says := p.SentenceForElement("may.note.form.fault", words.DefaultLanguage())
	if !strings.Contains(says, "是否有责") {
		t.Errorf("explained as %q", says)
	}
}

// The order travels with its form, and one without is written as before.
func TestAnOrderCarriesItsForm(t *testing.T) {
	form := map[string]any{"settled": true}
	sent := complaint.Order{
		ID:      "1",
		Actor:   "li",
		Command: complaint.Withdraw{Reason: "r"},
		Form:    form,
	}
	text, err := sent.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var got complaint.Order
	if err := got.UnmarshalJSON(text); err != nil || !maps.Equal(got.Form, form) {
		t.Errorf("%v, %s", err, text)
	}
	sent.Form = nil
	if text, err = sent.MarshalJSON(); err != nil || strings.Contains(string(text), "form") {
		t.Errorf("%v, %s", err, text)
	}
}
