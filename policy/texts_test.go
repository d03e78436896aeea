package policy_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

func english(t *testing.T) words.Language {
	t.Helper()
	en, ok := words.AllLanguages().ByID("en")
	if !ok {
		t.Fatal("there is no English")
	}
	return en
}

// translations are passages of the small policy, each followed by the same in two languages.
var translations = []string{
	"title: 小制度", "title: {zh: 小制度, en: Small rules}",
	"    title: 调查", "    title: {zh: 调查, en: Look into it}",
	"done: {title: 查明", "done: {title: {zh: 查明, en: Found out}",
	"fault: {type: bool, title: 是否有责", "fault: {type: bool, title: {en: At fault, zh: 是否有责}",
	"slow: 普通", "slow: {zh: 普通, en: The usual way}",
}

// A text can be written alone or in several languages. What is recorded is the Chinese, as if it stood alone; it is
// said in the reader's language, in Chinese where the file does not have it.
func TestTextsAreSaidInTheReadersLanguage(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{}, translations...)
	plain, _ := opened(t, complaint.Filed{})
	give := func(of complaint.Command) {
		t.Helper()
		if err := e.GiveOrder(clerk, complaint.Order{Command: of}); err != nil {
			t.Fatal(err)
		}
		if err := plain.GiveOrder(clerk, complaint.Order{Command: of}); err != nil {
			t.Fatal(err)
		}
	}
	give(complaint.Complete{Task: e.Case.LiveTasks()[0].ID, Outcome: "accepted"})
	give(complaint.Complete{
		Task:    e.Case.LiveTasks()[0].ID,
		Outcome: "done",
		Data:    map[string]any{"fault": true},
	})
	recorded := func(events []complaint.Event) string {
		text, err := json.Marshal(events[1:]) // the first names the policy by its hash
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if got, want := recorded(e.Journal), recorded(plain.Journal); got != want {
		t.Errorf("the journal is\n%s\nand without translations\n%s", got, want)
	}
	in, zh := e.Policy.In(english(t)), e.Policy.In(words.DefaultLanguage())
	for text, want := range map[string]string{
		"小制度": "Small rules",
		"调查":  "Look into it",
		"查明":  "Found out",
		"受理":  "受理", // has no English
		"理由":  "Reason",
	} {
		if got := in.SayValue(text); got != want {
			t.Errorf("%s is %q in English, not %q", text, got, want)
		}
		if got := zh.SayValue(text); got != text {
			t.Errorf("%s is %q in Chinese", text, got)
		}
	}
	form, err := json.Marshal(e.Policy.FormSchemas(in)["investigate"])
	if err != nil || !strings.Contains(string(form), "At fault") {
		t.Errorf("the form is %s (%v)", form, err)
	}
	said := ""
	for _, event := range e.Journal {
		if event.Reason != nil {
			said += in.Text(event.Reason.Word()) + "\n"
		}
	}
	if !strings.Contains(said, "Found out") || strings.Contains(said, "查明") {
		t.Errorf("the reasons in English are\n%s", said)
	}
}

// What is wrong with a text in several languages is found where it stands.
func TestTextsThatAreWrong(t *testing.T) {
	for _, c := range []struct{ old, changed, id string }{
		{"title: 小制度", "title: {en: Small rules}", "key.missing"},
		{"title: 小制度", `title: {zh: 小制度, en: ""}`, "key.empty"},
		{"title: 小制度", `title: {zh: "", en: Small rules}`, "key.empty"},
		{"title: 小制度", "title: {zh: 小制度, fr: Petit}", "key.unknown"},
		{"title: 小制度", "title: [小制度]", "value.not_single"},
		{"title: 小制度", "title: {zh: [小制度]}", "value.not_single"},
		{"slow: 普通", "slow: {zh: 普通, ne: Slow}", "key.unknown"},
	} {
		_, err := policy.Load("small.yaml", rewritten(t, c.old, c.changed))
		found, _ := err.(policy.Findings) //nolint:errorlint // what Load returns
		if !slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == c.id && f.Line > 0 }) {
			t.Errorf("%s: found %v, want %s", c.changed, err, c.id)
		}
	}
}

// A text is found by what it is in Chinese, so it cannot have two translations.
func TestATextHasOneTranslation(t *testing.T) {
	const step, outcome = "    title: 受理", "accepted: {title: 受理"
	_, err := policy.Load("small.yaml", rewritten(t,
		step, "    title: {zh: 受理, en: Accept}", outcome, "accepted: {title: {zh: 受理, en: Accepted}"))
	found, _ := err.(policy.Findings) //nolint:errorlint // what Load returns
	if len(found) != 1 || found[0].ID != "text.two_translations" {
		t.Fatalf("found %v", err)
	}
	for l, want := range map[string]string{
		"zh": `“受理”在一处译作“Accept”，这里译作“Accepted”`,
		"en": `"受理" is "Accept" in one place and "Accepted" here`,
	} {
		language, _ := words.AllLanguages().ByID(l)
		if said := found[0].In(language); !strings.Contains(said, want) {
			t.Errorf("said %q", said)
		}
	}
	if _, err := policy.Load("small.yaml", rewritten(t, step, "    title: {zh: 受理, en: Accept}",
		outcome, "accepted: {title: {zh: 受理, en: Accept}")); err != nil {
		t.Errorf("the same translation twice: %v", err)
	}
}

// A file that says anything in a language is told what it does not say in it; one in Chinese only is not.
func TestUntranslatedTexts(t *testing.T) {
	load := func(passages ...string) *policy.Policy {
		p, err := policy.Load("small.yaml", rewritten(t, passages...))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	en := english(t)
	if found := load().Untranslated("small.yaml", en); len(found) > 0 {
		t.Errorf("a file in Chinese only: %v", found)
	}
	p := load(append(slices.Clone(translations), "order_no: {type: text, title: 订单号}",
		"order_no: {type: text, title: No.}")...)
	if found := p.Untranslated("small.yaml", words.DefaultLanguage()); len(found) > 0 {
		t.Errorf("in Chinese: %v", found)
	}
	told := map[any]policy.Finding{}
	for _, f := range p.Untranslated("small.yaml", en) {
		told[f.Args["text"]] = f
	}
	if f, ok := told["受理"]; !ok || len(f.Also) != 1 || f.Line == 0 {
		t.Errorf("the title of a step and an outcome is told as %+v", f)
	}
	for _, text := range []string{"调查", "No.", "是否有责"} {
		if f, ok := told[text]; ok {
			t.Errorf("%s: %v", text, f)
		}
	}
	if len(told) < 20 {
		t.Errorf("only %d texts were found", len(told))
	}
}

// Whatever people read of a file is a text. What is left are ids and a date.
func TestWhatPeopleReadIsAText(t *testing.T) {
	known := []string{"Document.Policy", "Document.Effective", "Document.Calendar"}
	seen := map[reflect.Type]bool{}
	var visit func(of reflect.Type, name string)
	visit = func(of reflect.Type, name string) {
		switch {
		case of.Kind() == reflect.String:
			if !slices.Contains(known, name) {
				t.Errorf("%s is a string: make it a Text, if people read it, or a Word", name)
			}
		case of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice:
			visit(of.Elem(), name)
		case of.Kind() == reflect.Struct && !seen[of]:
			seen[of] = true
			if entries, isMap := of.FieldByName("Entries"); isMap {
				value, _ := entries.Type.Elem().FieldByName("Value")
				visit(value.Type, name)
				return
			}
			for f := range of.Fields() {
				if f.Tag.Get("yaml") != "" {
					visit(f.Type, of.Name()+"."+f.Name)
				}
			}
		}
	}
	visit(reflect.TypeFor[policy.Document](), "")
	if len(seen) < 30 {
		t.Errorf("only %d types were seen", len(seen))
	}
}

// A translation that is added is told as such, and an element is told by what it is called in Chinese.
func TestTranslationsAreTold(t *testing.T) {
	var told []string
	for _, c := range policy.ChangesBetween(rewritten(t), rewritten(t, append(slices.Clone(translations),
		"inquiry: {title: 查询, clauses: [\"1\"]}", "inquiry: {title: {zh: 查问, en: Inquiry}, clauses: [\"1\"]}\n"+
			"  other: {title: {zh: 其他, en: Another}, clauses: [\"1\"]}")...)) {
		told = append(told, words.DefaultLanguage().SayValue(c))
	}
	for _, want := range []string{
		"title.en：新增 Small rules", "kinds.inquiry.title.zh：由 查询 改为 查问", "kinds.other：新增 其他",
	} {
		if !slices.Contains(told, want) {
			t.Errorf("not told: %s\n%s", want, strings.Join(told, "\n"))
		}
	}
}
