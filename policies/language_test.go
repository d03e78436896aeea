package policies_test

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/policy/scenario"
	"duban/web/words"
	"duban/web/words/wordstest"
)

// listener plays scenarios, and hears what everybody is told on the way: the reasons in the journal, why a step was
// refused, and why not what somebody might do next.
type listener struct {
	*scenario.EnginePlayer
	hear func(words.Spoken)
}

func (l *listener) FileCase(s scenario.Script) scenario.Outcome {
	return l.listen(l.EnginePlayer.FileCase(s))
}

func (l *listener) PlayStep(st scenario.Step) scenario.Outcome {
	return l.listen(l.EnginePlayer.PlayStep(st))
}

func (l *listener) listen(out scenario.Outcome) scenario.Outcome {
	if refusal, ok := errors.AsType[*complaint.Error](out.Err); ok {
		l.hear(refusal)
	}
	e := l.Engine
	if e == nil {
		return out
	}
	actors := []complaint.Actor{{Party: complaint.Complainant}}
	for _, person := range e.Directory.People {
		actors = append(actors, complaint.Actor{Person: person})
	}
	for _, a := range actors {
		facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
		for _, offer := range l.Policy.Offers(e.Case, a, facts) {
			if offer.Refusal != nil {
				l.hear(offer.Refusal)
			}
		}
	}
	for _, event := range e.Journal {
		if event.Reason != nil {
			l.hear(event.Reason)
		}
	}
	return out
}

// In a language that is not the default one, only the file itself speaks Chinese: neither what stands in a form, nor a
// refusal, nor a reason does.
func TestOnlyTheFileSpeaksChinese(t *testing.T) {
	stub := wordstest.Stub(t)
	for _, file := range []string{
		"logistics/policy.yaml", "testdata/bank/policy.yaml", "testdata/council/policy.yaml",
		"testdata/mediation/policy.yaml",
	} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		hearAll(t, file, stub, func(what, text string) {
			if others := wordstest.ChineseBeside(text, string(source)); len(others) > 0 {
				t.Errorf("%s: %s in %s: %q", file, others, what, text)
			}
		})
	}
}

// hearAll hears all that a regulation says in a language: its forms, itself read out, and what its scenarios say.
func hearAll(t *testing.T, file string, l words.Language, hear func(what, text string)) {
	t.Helper()
	p := load(t, file)
	language := p.In(l)
	for name, schema := range p.FormSchemas(language) {
		text, err := json.Marshal(schema)
		if err != nil {
			t.Fatal(err)
		}
		hear("the form "+name, string(text))
	}
	hear("the regulation read out", p.Explain(l, nil))
	hear("the graph", p.Graph(l).Mermaid(l))
	var ids []string
	for _, s := range scriptsOf(t, path.Dir(file)) {
		l := &listener{&scenario.EnginePlayer{Policy: p, Calendar: cn(t)}, func(said words.Spoken) {
			key, blanks := said.Word()
			hear(key, language.Text(key, blanks))
			ids = append(ids, key)
		}}
		if failure := scenario.PlayScript(s, l); failure != nil {
			t.Error(failure)
		}
	}
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n < 30 {
		t.Errorf("%s: only %d sentences were heard", file, n)
	}
}

// twoLanguages is a regulation whose texts are all written in two languages.
const twoLanguages = "testdata/library/policy.yaml"

// Of a file in two languages an English reader hears no Chinese: neither in a form, nor in what the file is read out
// as, nor in a refusal or a reason of its cases. It has a text of every kind, so nothing is left out.
func TestAFileInTwoLanguagesSpeaksNoChinese(t *testing.T) {
	en, _ := words.AllLanguages().ByID("en")
	hearAll(t, twoLanguages, en, func(what, text string) {
		if found := wordstest.ChineseBeside(text); len(found) > 0 {
			t.Errorf("%s in %s: %q", found, what, text)
		}
	})
	source, err := os.ReadFile(twoLanguages)
	if err != nil {
		t.Fatal(err)
	}
	checked := policy.Check(twoLanguages, source, cn(t))
	for _, f := range append(checked.Findings, checked.Policy.Untranslated(twoLanguages, en)...) {
		t.Error(f)
	}
	var file yaml.Node
	if err := yaml.Load(source, &file); err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	policySchema().keysIn(file.Content[0], "", func(key string) { written[key] = true })
	policySchema().everyKey("", func(key string) {
		// rows of cases stand at steps
		elsewhere := strings.Contains(key, ".form.columns.") && !strings.HasPrefix(key, ".steps.")
		if strings.HasSuffix(key, ".en") && !written[key] && !elsewhere {
			t.Errorf("no text stands at %s", key)
		}
	})
}

// The regulations that are shipped are whole in English: no text lacks it, and no form or graph shows Chinese.
func TestShippedRegulationsSpeakEnglish(t *testing.T) {
	en, _ := words.AllLanguages().ByID("en")
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		p := load(t, file)
		language := p.In(en)
		for _, f := range p.Untranslated(file, en) {
			t.Error(f)
		}
		shown := map[string]string{
			"the title": language.SayValue(p.Doc.Title.Text),
			"the graph": p.Graph(language).Mermaid(language),
		}
		for name, schema := range p.FormSchemas(language) {
			text, err := json.Marshal(schema)
			if err != nil {
				t.Fatal(err)
			}
			shown["the form "+name] = string(text)
		}
		for what, text := range shown {
			if found := wordstest.ChineseBeside(text); len(found) > 0 {
				t.Errorf("%s: %s in %s", file, found, what)
			}
		}
	}
}

// A title that the program brings along is recorded as it was, and is said in the language of whoever reads.
func TestTitlesTheProgramBringsAreSaidInEachLanguage(t *testing.T) {
	p := load(t, "testdata/bank/policy.yaml")
	en, _ := words.AllLanguages().ByID("en")
	for text, want := range map[string]string{
		"理由":   "Reason",
		"附件":   "Attachments",
		"同意延期": "Extension granted",
	} {
		if got := p.In(en).SayValue(text); got != want {
			t.Errorf("%s is %q in English, not %q", text, got, want)
		}
		if got := p.In(words.DefaultLanguage()).SayValue(text); got != text {
			t.Errorf("%s is %q in Chinese", text, got)
		}
	}
}
