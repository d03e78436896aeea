package policies_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"duban/policy"
	"duban/web/words"
)

// bankFile is a sound policy, in which the clerk errs.
const bankFile = "../policy/proofexamples/bank.yaml"

// slip is a mistake of a clerk: a passage of the sound policy and what they wrote instead, in pairs.
type slip struct {
	name   string
	change []string
}

// slips are what clerks do wrong; what they are told stands in testdata/clerk, in each language.
var slips = []slip{
	{"a Chinese colon after a key", []string{"  categories:\n", "  categories：\n"}},
	{"a Chinese colon before a value", []string{"    title: 核查\n", "    title：核查\n"}},
	{"a Chinese colon at the end of a block", []string{"  default_severity: normal\n", "  default_severity：normal\n"}},
	{"a Chinese colon in a flow mapping", []string{"{title: 柜员, level: 1,", "{title：柜员, level: 1,"}},
	{"a Chinese comma in a flow list", []string{"all: [compliance, risk, legal]", "all: [compliance，risk，legal]"}},
	{"a Chinese comma in a flow mapping", []string{"{title: 柜员, level: 1,", "{title: 柜员，level: 1,"}},
	{"a quote that is not closed", []string{`"2": {kind: enforced,`, `"2: {kind: enforced,`}},
	{"a quote that is not closed in a list", []string{`title: 赔付权限`, `title: "赔付权限`}},
	{"a single quote that is not closed", []string{"why: 办法未写}\n  quickly", "why: '办法未写}\n  quickly"}},
	{"a tab", []string{"    title: 核查\n", "\ttitle: 核查\n"}},
	{"a line without a colon", []string{"    title: 核查\n", "    title 核查\n"}},
	{"a bracket that is not closed", []string{"all: [compliance, risk, legal]", "all: [compliance, risk, legal"}},
	{"a key too far to the left", []string{"    title: 核查\n", "   title: 核查\n"}},
	{"a colon in a value", []string{"    title: 核查\n", "    title: 核查: 初核\n"}},
	{"a value that begins with a percent sign", []string{"    title: 核查\n", "    title: %核查\n"}},
	{"a name that nobody declares", []string{"when: amount > 100000", "when: amuont > 100000"}},
	{"a text compared with a number", []string{"when: amount > 100000", `when: amount > "100000"`}},
	{"a word without quotes", []string{"when: amount > 100000", "when: severity == normal"}},
	{"one equals sign", []string{"when: amount > 100000", `when: severity = "normal"`}},
	{"a sign the wrong way round", []string{"when: amount > 100000", "when: amount => 100000"}},
	{"a sign of mathematics", []string{"when: amount > 100000", "when: amount ≥ 100000"}},
	{"an and in words", []string{"when: amount > 100000", "when: amount > 100000 and amount < 200000"}},
	{"half a condition", []string{"when: amount > 100000", "when: amount > "}},
	{"a condition that is no question", []string{"when: amount > 100000", "when: amount + 1"}},
	{"a sealed text in a condition", []string{"when: amount > 100000", `when: view == "赔"`}},
	{"a command that asks what it has", []string{
		"  note: {by: [teller], setting: quickly}\n",
		"  note: {by: [teller], setting: quickly, form: {text: {type: longtext, title: 内容}}}\n",
	}},
	{"a command that asks whoever comes by receipt for a person", []string{
		"within: 15d, begins:", "form: {who: {type: person, title: 谁}}, within: 15d, begins:",
	}},
	{"a command that asks for the severity", []string{
		"  note: {by: [teller], setting: quickly}\n",
		"  note: {by: [teller], setting: quickly, form: {severity: {type: severity, title: 等级}}}\n",
	}},
	{"a merge key", []string{"    title: 核查\n", "    <<: {title: 核查}\n"}},
	{"office hours and no office", []string{"is: 20wd", "is: 20oh"}},
	{"an office without times of day", []string{
		"calendar: cn\n", "calendar: cn\noffice: {opens: 8点, closes: \"24:00\", days: always}\n",
	}},
	{"an office that closes before it opens", []string{
		"calendar: cn\n", "calendar: cn\noffice: {opens: \"20:00\", closes: \"08:00\", days: all}\n",
	}},
	{"a limit of nought", []string{"is: 20wd", "is: 0wd"}},
	{"an empty title", []string{"    title: 核查\n", "    title: \"\"\n"}},
	{"two roles of one title", []string{"title: 风险, level", "title: 合规, level"}},
	{"two channels of one title", []string{"{desk: 柜台}", "{desk: 柜台, window: 柜台}"}},
	{"two kinds of one title", []string{
		"  complaint: {title: 投诉, clauses: [\"1\"]}\n",
		"  complaint: {title: 投诉, clauses: [\"1\"]}\n  again: {title: 投诉, clauses: [\"1\"]}\n",
	}},
	{"two outcomes of one title", []string{"returned: {title: 退回,", "returned: {title: 同意,"}},
	{"a role of a unit that is not held for one", []string{
		"    by: [teller]\n    clauses: [\"1\"]\n    limit",
		"    by: [teller of responsible_unit]\n    clauses: [\"1\"]\n    limit",
	}},
	{"a role listed twice", []string{"  by: [teller]\n  clauses", "  by: [teller, teller]\n  clauses"}},
	{"a key misspelled", []string{"    outcomes: {proposed", "    outcoms: {proposed"}},
	{"a key that there is not", []string{"    outcomes: {proposed", "    results: {proposed"}},
	{"a clause that is not listed", []string{"  \"4\": {kind: enforced, gist: 按赔付金额由有权人批准}\n", ""}},
	{"a section misspelled", []string{"\nroles:\n", "\nrole:\n"}},
	{"a section that is no list of keys", []string{"roles:\n  teller:     {", "roles: 见附件\nrolls:\n  teller:     {"}},
	{"an anchor that there is not, and another mistake below", []string{
		"    title: 核查\n", "    title: *verify\n", "is: 20wd", "is: 二十天",
	}},
	{"much at once", []string{
		"title: 风险, level: 2", "title: 风险, lvel: zwei",
		"    title: 核查\n", "    title：核查\n",
		"when: amount > 100000", "when: amuont > 100000",
		"clauses: [\"5\"]\n    limit", "clauses: [\"55\"]\n    limit",
		"is: 20wd", "is: 二十天",
		"need: 2", "need: zwei",
		"  manager:    {title: 支行长", "  manager:    {title: \"支行长",
		"by: [teller], setting: quickly}", "by: [teler], setting: quickly}",
	}},
}

// A clerk is told each mistake in their language, where it is and what to write instead; all that is wrong at once, and
// nothing that only follows.
func TestWhatClerksAreTold(t *testing.T) {
	sound, err := os.ReadFile(bankFile)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]*strings.Builder{}
	for _, l := range words.AllLanguages() {
		told[l.ID] = &strings.Builder{}
	}
	tell := func(name string, data []byte) {
		checked := policy.Check("bank.yaml", data, cn(t))
		if len(checked.Findings) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
		for _, l := range words.AllLanguages() {
			told[l.ID].WriteString("# " + name + "\n")
			for _, f := range checked.Findings {
				told[l.ID].WriteString(f.In(l) + "\n")
			}
			switch {
			case checked.Policy == nil:
				told[l.ID].WriteString("(no proof was run)\n")
			case len(checked.NotRun) > 0:
				told[l.ID].WriteString("(" + strings.Join(checked.NotRun, " ") + ")\n")
			}
		}
	}
	for _, s := range slips {
		text := string(sound)
		for i := 0; i < len(s.change); i += 2 {
			if !strings.Contains(text, s.change[i]) {
				t.Fatalf("%s: the policy does not say %q", s.name, s.change[i])
			}
			text = strings.Replace(text, s.change[i], s.change[i+1], 1)
		}
		tell(s.name, []byte(text))
	}
	gbk := []byte{0xd2, 0xbb, 0xbc, 0xd2} // 一家, as an editor of old saves it
	tell("a word in GBK", bytes.Replace(sound, []byte("一家"), gbk, 1))
	whole, err := simplifiedchinese.GBK.NewEncoder().Bytes(bytes.Replace(sound, []byte("is: 20wd"),
		[]byte("is: 二十天"), 1))
	if err != nil {
		t.Fatal(err)
	}
	tell("a file in GBK, and another mistake", whole)
	for id, text := range told {
		golden := filepath.Join("testdata", "clerk", "findings."+id+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if text.String() != string(want) {
			t.Errorf("%s: got\n%s", golden, text)
		}
	}
}

// Every shipped policy passes what a check asks beyond what published files were held to.
func TestShippedPoliciesPassTheCheck(t *testing.T) {
	for _, file := range everyPolicy(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range policy.Check(file, data, cn(t)).Findings {
			t.Error(f)
		}
	}
}
