package policies_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"duban/policy"
)

const mediation = "testdata/mediation/policy.yaml"

// mediationWith is the fixture with passages exchanged, one after another.
func mediationWith(t *testing.T, changes ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(mediation)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the fixture does not say %q", changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	return []byte(text)
}

// What is wrong with a step that is done for each party is found, and what each party came to is proven over the
// outcomes that there are.
func TestStepsForEachPartyAreProven(t *testing.T) {
	for _, c := range []struct{ name, old, changed, want string }{
		{
			"the unit of somebody outside", "    otherwise: {by: [station], clauses: [\"10\"]}\n", "",
			"proof.party_outside explain",
		},
		{
			"no outcome of that name", `'"agrees" in each.consent'`, `'"agree" in each.consent'`,
			"proof.no_such_word each.consent",
		},
		{"no list of that name", `each.consent'`, `each.consents'`, "condition.undeclared "},
		{
			"a window of parties whom nobody has told", "告知结果\n    for_each: [complainant, respondent]",
			"告知结果\n    for_each: [respondent]", "proof.window wait",
		},
		{
			"a window entered by those who returned the letter", `'"served" in each.result'`,
			`'"returned" in each.result'`, "proof.window wait",
		},
		{
			"a window entered where all have returned it", `'"served" in each.result'`,
			`'each.result == ["returned"]'`, "proof.window wait",
		},
		{"outcomes that lead apart", "不同意, next: mediate", "不同意, next: end", "step.for_each_apart "},
		{"a role that nobody has", "for_each: respondent", "for_each: respondents", "name.unknown "},
		{
			"a survey of each", "kind: notice\n    title: 告知被投诉方", "kind: survey\n    title: 告知被投诉方",
			"step.for_each_kind ",
		},
		{"one party and each", "title: 告知被投诉方\n", "title: 告知被投诉方\n    to: respondent\n", "step.for_each_twice "},
		{"a role without a name", "third:       {title: 第三人, many", "third:       {many", "party.title "},
	} {
		t.Run(c.name, func(t *testing.T) {
			findings := policy.Check(mediation, mediationWith(t, c.old, c.changed), cnCalendar()).Findings
			var found []string
			for _, f := range findings {
				found = append(found, fmt.Sprintf("%s %s", f.ID, f.Element))
			}
			if !strings.Contains(strings.Join(found, "\n")+"\n", c.want) {
				t.Errorf("want %s, found:\n%v", c.want, findings)
			}
		})
	}
}
