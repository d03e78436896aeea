package policy_test

import (
	"os"
	"strings"
	"testing"

	"duban/policy"
	"duban/policy/calendar"
)

const bank = "proofexamples/bank.yaml"

// weekends is a calendar that knows no holidays.
var weekends = calendar.New("cn", nil)

// broken is the sound policy with one passage changed.
func broken(t *testing.T, old, changed string) []byte {
	t.Helper()
	data, err := os.ReadFile(bank)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), old) == 0 {
		t.Fatalf("the policy does not say %q", old)
	}
	return []byte(strings.Replace(string(data), old, changed, 1))
}

func TestASoundPolicyOfAnUnknownKindIsProven(t *testing.T) {
	data, err := os.ReadFile(bank)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(bank, data)
	if err != nil {
		t.Fatal(err)
	}
	if findings := p.Prove(bank, weekends); len(findings) > 0 {
		t.Error(findings)
	}
}

// Proofs fail on what their examples (package proofexamples) do not show, too, and name the place.
func TestProofsFailOnBrokenPolicies(t *testing.T) {
	for _, c := range []struct{ name, old, changed, want string }{
		{
			"a condition that goes round", "else: propose\n    by: [person expert]\n    setting",
			"else: evidence\n    by: [person expert]\n    setting", "(ends evidence)",
		},
		{"approval by the proposer", "by: [authority compensation]", "by: [person expert]", "(approver approve)"},
		{
			"a limit nobody answers for", "ladder: [{at: limit, slip: urge, to: holder, setting: urging}]",
			"ladder: [{at: 4h before, remind: holder, setting: urging}]", "(overdue deadlines.answer)",
		},
		{
			"a limit that does not end on every path", "rejected: {title: 不同意, next: tell}",
			"rejected: {title: 不同意, next: archive}", "(until answer)",
		},
		{
			"a field read before it is set", "amount: {type: money, title: 赔付金额, required: true, min: 0}",
			"amount: {type: money, title: 赔付金额, min: 0}", "(assigned evidence.amount)",
		},
		{
			"a doer of a step not done", "by: [teller]\n    clauses: [\"5\"]",
			"by: [doer of evidence]\n    clauses: [\"5\"]", "(assigned tell.doer_of_evidence)",
		},
		{"steps that fit but for a loop", "is: 20wd", "is: 13wd", "循环各计一次：批准方案 → 拟订方案(fits answer)"},
		{"a limit that does not start on every path", "from: examined", "from: taken", "(start decision)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := policy.Load("broken.yaml", broken(t, c.old, c.changed))
			if err != nil {
				t.Fatal(err)
			}
			found := p.Prove("broken.yaml", weekends)
			want := strings.NewReplacer("(", "（", ")", "）").Replace(c.want)
			if !strings.Contains(found.Error(), want) {
				t.Errorf("want a finding with %s, got:\n%v", c.want, found)
			}
		})
	}
}

func TestAnAcceptedFindingIsNoFinding(t *testing.T) {
	data := broken(t, "next: wait, sets: told", "next: tell, sets: told")
	data = append(data, []byte("accepted: {ends tell: 试验, ends examine: 试验, ends opinions: 试验, ends evidence: 试验, "+
		"ends propose: 试验, ends approve: 试验, reachable wait: 试验}\n")...)
	p, err := policy.Load("accepted.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if found := p.Prove("accepted.yaml", weekends); len(found) > 0 {
		t.Error(found)
	}
}

// What is wrong with the words of a file is found when it is read, with its place and a suggestion.
func TestFindingsWithPlaces(t *testing.T) {
	for _, c := range []struct{ name, old, changed, want string }{
		{"unknown key", "    join: true", "    jion: true", `"jion"`},
		{"unknown role", "all: [compliance, risk, legal]", "all: [complianse, risk, legal]", `"compliance"`},
		{"unknown clause", "clauses: [\"3\"]", "clauses: [\"33\"]", `"33"`},
		{"gap in the authority table", "      - {by: [head]}\n", "", "空档"},
		{
			"overlap in the authority table", "- {up_to: 1000元, by: [manager]}",
			"- {up_to: 1000元, by: [manager]}\n      - {up_to: 500元, by: [head]}", "重叠",
		},
		{"amount of no currency", "up_to: 1000元", "up_to: 1000", "5000元"},
		{"approval of nothing", "    of: propose\n", "", "of"},
		{
			"an outcome no approval has", "rejected: {title: 不同意, next: tell}", "refused: {title: 不同意, next: tell}",
			`"refused"`,
		},
		{"more than there are", "need: 2", "need: 3", "need"},
		{"a person of the wrong type", "by: [person expert]", "by: [person amount]", "amount"},
		{
			"both one and all", "all: [compliance, risk, legal]", "all: [compliance, risk, legal]\n    by: [teller]",
			"by",
		},
		{"a condition that is none", "when: amount > 100000", "when: amount + 1", "true 或 false"},
		{"unknown milestone", "until: told, clauses", "until: tolled, clauses", `"told"`},
		{"unknown document", "issues: [verdict]", "issues: [verdicts]", `"verdict"`},
		{
			"unserved clause", "  \"6\": {kind: recorded, gist: 不得删改, builtin: append_only}",
			"  \"6\": {kind: recorded, gist: 不得删改}", "没有任何元素落实",
		},
		{"unknown builtin", "builtin: append_only", "builtin: append_onely", `"append_only"`},
		{"a window without its time", "within: 15d, begins", "begins", "within"},
		{
			"a window with two ends", "{over: {title: 期满, next: archive}}",
			"{over: {title: 期满, next: archive}, early: {title: 提前, next: archive}}", "只能有一种结果",
		},
		{
			"an exclusion without ground", "except: {doers: [examine], clause: \"7\"}", "except: {doers: [examine]}",
			"没有注明条款或设定",
		},
		{"an exclusion from nothing", "doers: [examine]", "doers: [examined]", `"examine"`},
		{"setting that is no length", "quickly: {title: 从速, value: 2wd", "quickly: {title: 从速, value: soon", "soon"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := policy.Load("broken.yaml", broken(t, c.old, c.changed))
			findings, ok := err.(policy.Findings) //nolint:errorlint // Load returns them as they are
			if !ok || len(findings) == 0 {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), c.want) || findings[0].Line < 2 {
				t.Errorf("want %s with its place, got:\n%v", c.want, err)
			}
		})
	}
}
