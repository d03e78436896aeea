package policy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duban/policy"
	"duban/web/words"
)

// everyRegulation are the regulations and the fixtures, compiled.
func everyRegulation(t *testing.T) map[string]*policy.Policy {
	t.Helper()
	files, err := filepath.Glob("../policies/*/policy.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("regulations: %v, %v", files, err)
	}
	all := map[string]*policy.Policy{}
	for _, file := range append(files, "../policies/testdata/bank/policy.yaml", bank) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Load(file, data)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = p
	}
	return all
}

// code is what only the file should say so.
var code = regexp.MustCompile(`[0-9](min|h|oh|wd|d|m)\b|&&|\|\||![a-z]`)

// unsaid is a sentence without words, or one in which a blank is left.
var unsaid = regexp.MustCompile(`explain\.|steps\.|\{[a-z]+\}`)

// Whoever reads a regulation finds each of its clauses and settings, and under each a sentence for each element that
// serves it, in their language.
func TestExplainReadsLikeTheRegulation(t *testing.T) {
	en, _ := words.AllLanguages().ByID("en")
	for file, p := range everyRegulation(t) {
		shown := map[string][]string{p.Doc.Clauses.Entries[0].Key: {"一个情形"}}
		chinese, english := p.Explain(words.DefaultLanguage(), shown), p.Explain(en, shown)
		if !strings.Contains(chinese, "情形：一个情形") || !strings.Contains(english, "shown by: 一个情形") {
			t.Errorf("%s: who shows the first clause is not read out", file)
		}
		for _, c := range p.Doc.Clauses.Entries {
			heading := p.Doc.Policy + "-" + c.Key + "　"
			gist := c.Value.Gist
			if !strings.Contains(chinese, heading+gist.Text) ||
				!strings.Contains(english, heading+gist.Translations["en"].Text) {
				t.Errorf("%s: %s is not read out", file, c.Key)
			}
			for _, element := range p.ElementsServingClause(c.Key) {
				text := p.SentenceForElement(element, words.DefaultLanguage())
				if text == "" || unsaid.MatchString(text) || code.MatchString(text) {
					t.Errorf("%s: %s is read as %q", file, element, text)
				}
				if !strings.Contains(chinese, text) || !strings.Contains(english, p.SentenceForElement(element, en)) {
					t.Errorf("%s: %s is not read out under its clause", file, element)
				}
			}
		}
		for _, s := range p.Doc.Settings.Entries {
			if !strings.Contains(chinese, s.Value.Why.Text) {
				t.Errorf("%s: setting %s is not read out", file, s.Key)
			}
			if len(p.ElementsRestingOnSetting(s.Key)) == 0 {
				t.Errorf("%s: nothing rests on setting %s", file, s.Key)
			}
		}
	}
}

// The graph has each step and each way on, and nothing that is not in the file.
func TestGraphIsTheProcedure(t *testing.T) {
	for file, p := range everyRegulation(t) {
		g := p.Graph(words.DefaultLanguage())
		known := map[string]bool{}
		for _, n := range g.Nodes {
			if known[n.ID] {
				t.Errorf("%s: two nodes %s", file, n.ID)
			}
			known[n.ID] = true
		}
		ways := 0
		for _, e := range g.Edges {
			if !known[e.From] || !known[e.To] {
				t.Errorf("%s: edge from %s to %s leads nowhere", file, e.From, e.To)
			}
			if e.Kind == "outcome" || e.Kind == "else" {
				ways++
			}
		}
		want := 0
		for _, s := range p.Doc.Steps.Entries {
			if !known[s.Key] {
				t.Errorf("%s: step %s is not drawn", file, s.Key)
			}
			for _, o := range s.Value.Outcomes.Entries {
				want += len(o.Value.Next)
				if o.Value.AtMost != nil && o.Value.AtMost.Then.Text != "" {
					want++
				}
			}
			if s.Value.Else.Text != "" {
				want++
			}
		}
		if ways != want {
			t.Errorf("%s: %d ways drawn, the file has %d", file, ways, want)
		}
		if lines := strings.Count(g.Mermaid(words.DefaultLanguage()), "\n"); lines != 1+len(g.Nodes)+len(g.Edges) {
			t.Errorf("%s: %d lines of Mermaid for %d nodes and %d edges", file, lines, len(g.Nodes), len(g.Edges))
		}
	}
}

func TestGraphMarksWaysBack(t *testing.T) {
	p := everyRegulation(t)[bank]
	back := func(e policy.Edge) bool { return e.From == "approve" && e.Outcome == "returned" && e.Back }
	if g := p.Graph(words.DefaultLanguage()); !slices.ContainsFunc(g.Edges, back) {
		t.Errorf("no way back from the approval: %+v", g.Edges)
	}
}
