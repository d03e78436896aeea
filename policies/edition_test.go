package policies_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
	"duban/web/words"
)

var update = flag.Bool("update", false, "write the journals of the newest edition anew (only before its release)")

// journalsOf are the journals that a regulation's scenarios leave in a record of an edition, an event a line.
func journalsOf(t *testing.T, regulation string, scripts []scenario.Script, edition int) (lines []string) {
	t.Helper()
	p, cal := load(t, regulation), cn(t)
	var write func(e *scenario.Engine)
	write = func(e *scenario.Engine) {
		for _, event := range e.Journal {
			if _, numbered := event.Fact.(complaint.Registered); numbered &&
				strings.HasSuffix(string(e.Case.ID), "-again") {
				event.Fact = numberAsThen(t, e, event.Fact)
			}
			line, err := json.Marshal(event)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, string(line))
		}
		for _, opened := range e.Opened {
			if strings.Contains(string(opened.Case.ID), "-linked-") { // of those filed again only the last is written
				write(opened)
			}
		}
	}
	for _, s := range scripts {
		ep := &scenario.EnginePlayer{Policy: p, Calendar: cal, Edition: edition}
		_ = scenario.PlayScript(s, ep) // what does not come is for the tests of scenarios
		if ep.Engine == nil {
			continue // the filing was refused
		}
		first := ep.Engine
		for first.Opener != nil {
			first = first.Opener
		}
		write(first)
		if ep.Engine != first {
			write(ep.Engine) // the same matter, filed again
		}
	}
	return lines
}

// numberAsThen is the fact by which a matter filed again is numbered, with the number of the first filing: when these
// journals were made, each filing of a scenario drew its number from a record of its own.
func numberAsThen(t *testing.T, e *scenario.Engine, fact complaint.Fact) complaint.Fact {
	t.Helper()
	first := e
	for first.Opener != nil {
		first = first.Opener
	}
	fact, err := policy.WithNumber(fact, first.Case.Number)
	if err != nil {
		t.Fatal(err)
	}
	return fact
}

// readScripts reads the scenarios of one file.
func readScripts(t *testing.T, file string) []scenario.Script {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := scenario.ReadScripts(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return scripts
}

// Whatever edition is in force, what is written is what the first program of that edition wrote, to the byte: a program
// that is rolled back recomputes every hash. Regulations and scenarios stand beside the journals as they were then.
func TestEachEditionIsWrittenAsBefore(t *testing.T) {
	for edition := 1; edition <= complaint.Edition; edition++ {
		folders, err := filepath.Glob(fmt.Sprintf("testdata/edition-%d/*", edition))
		if err != nil || len(folders) == 0 {
			t.Fatalf("no journals of edition %d (%v)", edition, err)
		}
		for _, folder := range folders {
			got := journalsOf(t, folder+"/regulation.yaml", readScripts(t, folder+"/scenarios.yaml"), edition)
			golden := folder + "/journals.jsonl"
			if *update && edition == complaint.Edition {
				if err := os.WriteFile(golden, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
			if len(got) != len(want) {
				t.Errorf("%s: %d events, want %d", golden, len(got), len(want))
			}
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Fatalf("%s:%d:\n%s\nwant\n%s", golden, i+1, got[i], want[i])
				}
			}
		}
	}
}

// The second edition says the same as the first, to the letter, and beside it tells each reason and each line of a
// computation by id and fields, for which every language has words that leave no blank open.
func TestReasonsAreToldByIDAndFields(t *testing.T) {
	for _, file := range everyPolicy(t) {
		switch file {
		case "hospital/policy.yaml", "dealer/policy.yaml", "manufacturer/policy.yaml", "quality/policy.yaml",
			"finance/policy.yaml", "land/policy.yaml":
			// circulars, entries of the ledger, what notices say and for which party a copy is stand in the record from
			// edition 2 on
			continue
		}
		switch file {
		case "testdata/council/policy.yaml", "testdata/mediation/policy.yaml":
			// whoever is called to a meeting stands in the record from edition 2 on, and only then may withdraw; and so
			// does for which party a task is
			continue
		}
		switch file {
		case "testdata/campus/policy.yaml", "testdata/library/policy.yaml", "testdata/supervision/policy.yaml",
			"testdata/aftercare/policy.yaml":
			// other cases that were counted, matters passed on, slips received and voided, and demands stand in the
			// record from edition 2 on
			continue
		}
		// whom the words of a filing may mean stands in the record from edition 2 on, too, and who joins a case that
		// theirs is merged into
		merges := func(s scenario.Step) bool { return s.Does == "merge" }
		scripts := slices.DeleteFunc(scriptsOf(t, filepath.Dir(file)), func(s scenario.Script) bool {
			return slices.ContainsFunc(s.File.Parties, func(p scenario.Party) bool { return p.Named != "" }) ||
				slices.ContainsFunc(s.Steps, merges) ||
				slices.ContainsFunc(s.Before, func(e scenario.Earlier) bool {
					return slices.ContainsFunc(e.Steps, merges)
				})
		})
		first, second := journalsOf(t, file, scripts, 1), journalsOf(t, file, scripts, 2)
		if len(first) != len(second) {
			t.Fatalf("%s: %d events, %d in edition 1", file, len(second), len(first))
		}
		for i := range second {
			var event complaint.Event
			if err := json.Unmarshal([]byte(second[i]), &event); err != nil {
				t.Fatal(err)
			}
			if again, err := json.Marshal(event); err != nil || string(again) != second[i] {
				t.Fatalf("%s is read as %s (%v)", second[i], again, err)
			}
			spokenInFull(t, event)
			if plain := inProse(t, second[i]); plain != inProse(t, first[i]) {
				t.Fatalf("%s\nsays other than\n%s", second[i], first[i])
			}
		}
	}
}

// spokenInFull reports what of an event no language could say.
func spokenInFull(t *testing.T, event complaint.Event) {
	t.Helper()
	spoken := []words.Spoken{}
	if event.Reason != nil && event.Reason.ID == "" {
		t.Errorf("a reason without id: %+v", *event.Reason)
	} else if event.Reason != nil {
		spoken = append(spoken, event.Reason)
	}
	if fact, is := event.Fact.(complaint.DeadlineSet); is {
		for i := range fact.Deadline.Computation {
			line := &fact.Deadline.Computation[i]
			if !line.FieldsSayAll() {
				t.Errorf("a line without its fields: %+v", *line)
			}
			spoken = append(spoken, line)
		}
	}
	for _, s := range spoken {
		for _, language := range words.AllLanguages() {
			key, blanks := s.Word()
			if said := language.Text(key, blanks); !language.HasWords(key) || strings.ContainsAny(said, "{}") {
				t.Errorf("%s in %s: %q", key, language.ID, said)
			}
		}
	}
}

// inProse is an event without what the first edition does not have; the name of a rule stands in its own fields since.
func inProse(t *testing.T, line string) string {
	t.Helper()
	var event map[string]any
	if err := json.Unmarshal([]byte(line), &event); err != nil {
		t.Fatal(err)
	}
	if reason, ok := event["reason"].(map[string]any); ok {
		delete(reason, "id")
		delete(reason, "args")
	}
	data := event["data"].(map[string]any)
	delete(data, "attend")
	if link, ok := data["link"].(map[string]any); ok {
		delete(link, "party")
	}
	if event["type"] == "reminded" {
		delete(event, "at") // they come in office hours from edition 2 on
	}
	if deadline, ok := data["deadline"].(map[string]any); ok {
		for _, rung := range deadline["rungs"].([]any) {
			if rung := rung.(map[string]any); rung["action"] == "remind" {
				delete(rung, "at")
			}
		}
		deadline["computation"] = slices.DeleteFunc(deadline["computation"].([]any), func(line any) bool {
			return line.(map[string]any)["kind"] == complaint.CountedReminder
		})
		for _, counted := range deadline["computation"].([]any) {
			line := counted.(map[string]any)
			for _, key := range []string{"clause", "setting", "limit", "day", "n", "unit", "at", "left"} {
				delete(line, key)
			}
			if line["kind"] == complaint.CountedRule {
				delete(line, "name")
			}
		}
	}
	var plain bytes.Buffer
	if err := json.NewEncoder(&plain).Encode(event); err != nil {
		t.Fatal(err)
	}
	return plain.String()
}
