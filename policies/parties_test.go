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

// What is wrong with who can speak for a party is found.
func TestRepresentationIsProven(t *testing.T) {
	const (
		record    = "  record_representation: {by: [station], clauses: [\"11\", \"12\"]}\n"
		ends      = "  end_representation: {by: [station], clauses: [\"11\"]}\n"
		guardian  = "      guardian: {title: 监护人, proof: true, needed: minor, clauses: [\"12\"]}\n"
		ofThird   = "third:       {title: 第三人, many: true, clauses: [\"1\"]}"
		agents    = "    represented:\n      agent: {title: 委托代理人, proof: true, dated: true, clauses: [\"11\"]}\n"
		ofTheFirm = "    represented:\n      agent:    {title: 委托代理人, proof: true, dated: true, clauses: [\"11\"]}\n"
	)
	for _, c := range []struct {
		name    string
		changes []string
		want    string
	}{
		{"nobody records it", []string{record, ""}, "party.nobody_records "},
		{
			"too early where it is needed",
			[]string{record, strings.Replace(record, "by:", "after: closed, by:", 1)},
			"may.represented_after ",
		},
		{
			"nobody to record",
			[]string{ofTheFirm + guardian, "", agents, ""},
			"proof.effect may.record_representation.by",
		},
		{"nobody to end", []string{ofTheFirm + guardian, "", agents, ""}, "proof.effect may.end_representation.by"},
		{
			"needed where nobody is told anything",
			[]string{ofThird, "third:\n    title: 第三人\n    many: true\n" +
				"    clauses: [\"1\"]\n    represented: {agent: {title: 委托代理人, needed: minor}}"},
			"proof.effect parties.third.represented.agent.needed",
		},
		{
			"a condition that keeps one from being recorded",
			[]string{record, strings.Replace(record, "by:", "must: {that: kind == \"dispute\", say: 不行}, by:", 1)},
			"proof.represented_blocked may.record_representation",
		},
		{"no such field", []string{"needed: minor", "needed: minr"}, "condition.undeclared "},
		{"no title", []string{"{title: 监护人, proof", "{proof"}, "key.missing "},
		{"ends are no duty", []string{ends, ""}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			findings := policy.Check(mediation, mediationWith(t, c.changes...), cnCalendar()).Findings
			found := ""
			for _, f := range findings {
				found += fmt.Sprintf("%s %s\n", f.ID, f.Element)
			}
			if !strings.Contains(found, c.want) || c.want == "" && found != "" {
				t.Errorf("want %s, found:\n%v", c.want, findings)
			}
		})
	}
}
