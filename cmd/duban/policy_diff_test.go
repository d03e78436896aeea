package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/policy"
	"duban/policy/proofexamples"
)

// amendedBank is the bank's regulation with some changes of meaning and some of mere writing.
func amendedBank(t *testing.T) string {
	t.Helper()
	changed := "# a comment changes nothing\n" + proofexamples.Bank
	for _, c := range [][2]string{
		{"is: 20wd", "is: 25wd"},
		{"value: 2wd", "value: 1wd"},
		{"    need: 2\n", ""},
		{"  manager:    {title: 支行长", "  deputy:     {title: 副行长, level: 3, sees: all}\n  manager:    {title: 支行长"},
		{
			"      returned: {title: 退回, next: propose}\n      rejected: {title: 不同意, next: tell}\n",
			"      rejected: {title: 不同意, next: tell}\n      returned: {title: 退回, next: propose}\n",
		},
		{
			"      - {up_to: 1000元, by: [manager]}\n",
			"      - {up_to: 1000元, by: [deputy]}\n      - {up_to: 5000元, by: [manager]}\n",
		},
		{"measures:\n  answer_time: {title: 答复用时, until: told, clauses: [\"2\"]}\n", ""},
	} {
		if strings.Count(changed, c[0]) != 1 {
			t.Fatalf("the policy says %q %d times", c[0], strings.Count(changed, c[0]))
		}
		changed = strings.Replace(changed, c[0], c[1], 1)
	}
	return changed
}

func writeTwoPolicies(t *testing.T, before, after string) (string, string) {
	t.Helper()
	folder := t.TempDir()
	old, now := filepath.Join(folder, "old.yaml"), filepath.Join(folder, "new.yaml")
	for name, text := range map[string]string{old: before, now: after} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return old, now
}

// What a version means otherwise is said in words, in each language; the order of outcomes and a comment are nothing.
func TestDiffSaysWhatIsOtherwise(t *testing.T) {
	old, now := writeTwoPolicies(t, proofexamples.Bank, amendedBank(t))
	for language, wanted := range map[string][]string{
		"zh": {
			"设定“从速”的取值：由 2 个工作日 改为 1 个工作日",
			"期限“答复期限”的时限第 1 项：由 20 个工作日 改为 25 个工作日",
			"步骤“核查”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"步骤“出具意见”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"步骤“调取录像”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"步骤“拟订方案”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"步骤“批准方案”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"步骤“通知客户”的时限：由 2 个工作日（设定“从速”） 改为 1 个工作日（设定“从速”）",
			"新增角色“副行长”",
			"核决权限“赔付权限”的各级第 1 项的由谁办：由 支行长 改为 副行长",
			"新增核决权限“赔付权限”的各级第 2 项：5000元 支行长",
			"步骤“出具意见”的需要的份数：不再有（原为 2）",
			"删去计量“答复用时”",
		},
		"en": {
			"value of setting “从速”: 2 working days became 1 working day",
			"limit 1 of deadline “答复期限”: 20 working days became 25 working days",
			"limit of step “核查”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"limit of step “出具意见”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"limit of step “调取录像”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"limit of step “拟订方案”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"limit of step “批准方案”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"limit of step “通知客户”: 2 working days (setting “从速”) became 1 working day (setting “从速”)",
			"added: role “副行长”",
			"who does it of level 1 of table of authority “赔付权限”: 支行长 became 副行长",
			"added: level 2 of table of authority “赔付权限”: 5000元 支行长",
			"parts needed of step “出具意见”: none any more, it was 2",
			"removed: measure “答复用时”",
		},
	} {
		out, err := runCommand(t, newPolicyCommand(), "diff", "--lang", language, old, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range wanted {
			if !strings.Contains(out, "  · "+line+"\n") {
				t.Errorf("%s: does not say %q:\n%s", language, line, out)
			}
		}
		if got := strings.Count(out, "  · "); got != len(wanted) {
			t.Errorf("%s: %d differences, want %d:\n%s", language, got, len(wanted), out)
		}
	}
	out, err := runCommand(t, newPolicyCommand(), "diff", "--json", old, now)
	var told policyDifferences
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || len(told.Differences) == 0 ||
		told.Before.SHA256 == told.After.SHA256 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestDiffOfTheSame(t *testing.T) {
	same := strings.Replace(proofexamples.Bank, "policy: bank\n", "# nothing\npolicy: bank\n", 1)
	old, now := writeTwoPolicies(t, proofexamples.Bank, same)
	out, err := runCommand(t, newPolicyCommand(), "diff", "--json", old, now)
	var told policyDifferences
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || told.Differences == nil ||
		len(told.Differences) != 0 {
		t.Errorf("%v: %s", err, out)
	}
	old, now = writeTwoPolicies(t, proofexamples.Bank, "policy: [")
	if _, err := runCommand(t, newPolicyCommand(), "diff", old, now); !errors.Is(err, errFindings) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	if _, err := runCommand(t, newPolicyCommand(), "diff", old, filepath.Join(t.TempDir(), "none.yaml")); err == nil ||
		errors.Is(err, errFindings) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A step that is called otherwise in the file, with the title it had, is the same step.
func TestDiffKnowsARenamedElement(t *testing.T) {
	p, err := policy.Load("bank", []byte(proofexamples.Bank))
	if err != nil {
		t.Fatal(err)
	}
	key := p.Doc.Measures.Keys()[0]
	after := strings.ReplaceAll(proofexamples.Bank, key, key+"_now")
	old, now := writeTwoPolicies(t, proofexamples.Bank, after)
	out, err := runCommand(t, newPolicyCommand(), "diff", "--json", old, now)
	var told policyDifferences
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || len(told.Differences) != 1 ||
		told.Differences[0].What != "renamed" || told.Differences[0].Before != key {
		t.Errorf("%v: %s", err, out)
	}
}
