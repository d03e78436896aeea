package policy_test

import (
	"os"
	"strings"
	"testing"

	"duban/policy"
)

const small = "proofexamples/small.yaml"

// rewritten is the small policy with passages rewritten, each old one followed by what stands there instead.
func rewritten(t *testing.T, passages ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(small)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(passages); i += 2 {
		if strings.Count(text, passages[i]) != 1 {
			t.Fatalf("the policy says %q %d times", passages[i], strings.Count(text, passages[i]))
		}
		text = strings.Replace(text, passages[i], passages[i+1], 1)
	}
	return []byte(text)
}

const (
	thirtyDays = `limit: [{is: 30d, clause: "2"}]`
	afterStudy = "done: {title: 查明, next: answer}"
)

// inquiries makes all slips of the small policy inquiries.
var inquiries = []string{
	"slips:\n  urge: {title: 催办单, ", "slips:\n  inquiry: {title: 查办单, ",
	"ladder:\n  - {at: limit, slip: urge,", "ladder:\n  - {at: limit, slip: inquiry,",
	"ladder: [{at: limit, slip: urge,", "ladder: [{at: limit, slip: inquiry,",
}

var truePolicies = []struct {
	name     string
	passages []string
}{
	{"a refusal goes to the archive and the limit from acceptance never starts", nil},
	{"that limit may run until the case closes", []string{"until: answered", "until: closed"}},
	{
		"an approval is needed in some cases only, as its condition says", []string{
			afterStudy, "done: {title: 查明, next: approve}", "  answer:\n    title: 答复\n    by", `  approve:
    kind: approval
    title: 批准
    of: investigate
    when: fault
    else: answer
    by: [leader]
    clauses: ["1"]
    outcomes:
      approved: {title: 同意, next: answer}
      returned: {title: 退回, next: investigate}
  answer:
    kind: notice
    to: complainant
    served: {phone: 电话}
    title: 答复
    by`, "answered: {title: 已答复, next: archive}", "served: {title: 已答复, next: archive}",
		},
	},
	{
		"what went before is within a limit that counts from receipt",
		[]string{
			"from: accepted\n", "from: received\n", "until: answered", "until: closed",
			thirtyDays, `limit: [{is: 20wd, clause: "2"}]`, "limit: 5wd", "limit: 18wd\n    from: received",
		},
	},
	{
		"a limit for one kind only",
		[]string{"from: accepted\n", "from: received\n    for: [inquiry]\n", "until: answered", "until: closed"},
	},
	{
		"choices that cover each source",
		[]string{
			thirtyDays,
			`limit: [{when: source == "desk", is: 20d, clause: "2"}, {when: ` +
				`source == "post", is: 30d, clause: "2"}]`,
		},
	},
	{
		"choices that cover what the filing must answer",
		[]string{thirtyDays, `limit: [{when: route == "fast", is: 20d, clause: "2"}, {when: ` +
			`'route in ["slow"]', is: 30d, clause: "2"}]`},
	},
	{
		"a person who is read only where a form has named them",
		[]string{
			"fault: {type: bool, title: 是否有责, required: true}",
			"fault: {type: bool, title: 是否有责, required: true}\n" +
				"      expert: {type: person, title: 专家, required_when: fault}",
			"    limit: 2wd\n    sets: answered", "    limit: 2wd\n    sets: answered",
			"title: 答复\n    by: [clerk]",
			"title: 答复\n    by: [{seat: person expert, when: fault}, {seat: clerk, when: '!fault'}]",
		},
	},
	{
		"a disposition that the file declares",
		[]string{
			`'"inadmissible"'`, `'kind == "claim" ? "not_ours" : "inadmissible"'`, "intake:\n",
			"dispositions: {not_ours: {title: 不属本单位}}\nintake:\n",
		},
	},
	{
		"a limit that covers whatever its kind can come from",
		[]string{
			"inquiry: {title: 查询,", "inquiry: {title: 查询, sources: [post],",
			thirtyDays,
			`limit: [{when: kind == "claim", is: 20d, clause: "2"}, {when: ` +
				`source == "post", is: 30d, clause: "2"}]`,
		},
	},
	{
		"an approval of more time, beside which the answer may go",
		[]string{
			afterStudy, "done: {title: 查明, next: answer}\n      more: {title: 请求延期, next: grant}\n" +
				"  grant:\n    kind: approval\n    title: 批准延期\n    of: investigate\n    by: [leader]\n" +
				"    clauses: [\"1\"]\n    limit: 1wd\n    outcomes: {approved: {title: 同意, next: investigate}, " +
				"returned: {title: 不同意, next: investigate}}",
			"title: 答复\n    by: [clerk]", "title: 答复\n    kind: notice\n    to: complainant\n" +
				"    served: {letter: 信函}\n    by: [clerk]",
			thirtyDays, `limit: [{is: 90d, clause: "2"}]`,
		},
	},
	{
		"a seat of the unit that a step names where the filing did not",
		[]string{
			"accepted: {title: 受理, next: investigate, sets: accepted}",
			"accepted: {title: 受理, next: locate, sets: accepted}",
			"  investigate:\n    title: 调查\n    by: [clerk]",
			"  locate:\n    title: 查明单位\n    when: responsible_unit == \"\"\n    else: investigate\n" +
				"    by: [clerk]\n    clauses: [\"1\"]\n    limit: 1wd\n" +
				"    form: {responsible_unit: {type: unit, title: 责任单位, required: true}}\n" +
				"    outcomes: {found: {title: 已查明, next: investigate}}\n" +
				"  investigate:\n    title: 调查\n    by: [clerk of responsible_unit]",
		},
	},
	{
		"seats whose conditions cover each case together",
		[]string{
			"title: 答复\n    by: [clerk]",
			"title: 答复\n    by: [{seat: clerk, when: respondents > 2}, {seat: leader, when: 'respondents <= 2'}]",
		},
	},
	{
		"a target by a setting",
		[]string{
			"  urging: {title: 催办, value: 期满催办, why: 制度未写}",
			"  urging: {title: 催办, value: 期满催办, why: 制度未写}\n  early: {title: 提前, value: 1wd, why: 制度未写}",
			"limit: 5wd", "limit: 5wd\n    target: setting early",
		},
	},
	{
		"a loop that its condition leaves",
		[]string{afterStudy, "done: {title: 查明, next: answer}\n      again: {title: 补充, next: investigate}"},
	},
}

// What is true is not refused.
func TestTruePoliciesAreSound(t *testing.T) {
	for _, c := range truePolicies {
		t.Run(c.name, func(t *testing.T) {
			p, err := policy.Load("small.yaml", rewritten(t, c.passages...))
			if err != nil {
				t.Fatal(err)
			}
			if found := p.Prove("small.yaml", weekends); len(found) > 0 {
				t.Error(found)
			}
		})
	}
}

// unsoundPolicies are the small policy with passages rewritten that make it unsound, and the proof that says so.
var unsoundPolicies = []struct {
	name     string
	want     string
	passages []string
}{
	{
		"a step whose limit counts from receipt and is longer than that of the case", "fits answer",
		[]string{
			"from: accepted\n", "from: received\n", "until: answered", "until: closed",
			thirtyDays, `limit: [{is: 20wd, clause: "2"}]`, "limit: 5wd", "limit: 21wd\n    from: received",
		},
	},
	{
		"an outcome asked for where none is being given", "conditions outcome",
		[]string{thirtyDays, `limit: [{when: outcome == "done", is: 20d, clause: "2"}, {is: 30d, clause: "2"}]`},
	},
	{
		"such a step, and one after it", "fits answer",
		[]string{
			"from: accepted\n", "from: received\n", "until: answered", "until: closed",
			thirtyDays, `limit: [{is: 20wd, clause: "2"}]`, "limit: 5wd", "limit: 19wd\n    from: received",
		},
	},
	{
		"a condition of the intake's form that is none", "conditions",
		[]string{"title: 订单号}", "title: 订单号, required_when: '这不是条件 ((('}"},
	},
	{
		"a condition of the intake's form that is no condition", "conditions",
		[]string{"title: 订单号}", "title: 订单号, required_when: kind}"},
	},
	{
		"a category that is none", "conditions",
		[]string{"title: 订单号}", `title: 订单号, required_when: category == "gods"}`},
	},
	{
		"a severity that is none, in a list", "conditions",
		[]string{"title: 订单号}", `title: 订单号, required_when: 'severity in ["plain", "sever"]'}`},
	},
	{
		"an answer that is none", "conditions",
		[]string{"title: 订单号}", `title: 订单号, required_when: route == "quick"}`},
	},
	{
		"an outcome of another step", "conditions",
		[]string{
			"required: true}\n    outcomes:\n      done",
			"required_when: outcome == \"refused\"}\n    outcomes:\n      done",
		},
	},
	{
		"a unit compared with a word", "conditions",
		[]string{"title: 订单号}", `title: 订单号, required_when: responsible_unit == "desk"}`},
	},
	{
		"a disposition that nobody declares", "conditions not_ours",
		[]string{`'"inadmissible"'`, `'kind == "claim" ? "not_ours" : "inadmissible"'`},
	},
	{
		"a choice left out", "limits answer",
		[]string{thirtyDays, `limit: [{when: source == "desk" && severity == "plain", is: 20d, clause: "2"}, ` +
			`{when: source == "post", is: 30d, clause: "2"}]`},
	},
	{
		"choices by an amount, which nothing covers", "limits answer",
		[]string{
			"title: 订单号}", "title: 订单号}\n    amount: {type: int, title: 数量, required: true}",
			thirtyDays,
			`limit: [{when: amount > 5, is: 20d, clause: "2"}, {when: amount < 5, is: 30d, clause: "2"}]`,
		},
	},
	{"a limit that nothing starts for its kind", "start answer", []string{
		"from: accepted\n", "from: accepted\n    for: [inquiry]\n",
		"inquiry: {title: 查询, clauses: [\"1\"]}", "inquiry: {title: 查询, clauses: [\"1\"], first: answer}",
	}},
	{"a detour that takes longer than the limit of the case", "fits answer", []string{
		thirtyDays, `limit: [{is: 9wd, clause: "2"}]`,
		afterStudy, "done: {title: 查明, next: answer}\n      more: {title: 补充, next: supplement}",
		"  answer:\n    title: 答复\n    by",
		"  supplement:\n    title: 补充\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 7wd\n" +
			"    outcomes: {done: {title: 已补充, next: investigate}}\n  answer:\n    title: 答复\n    by",
	}},
	{"a person read on a way that has not named them", "assigned answer.expert", []string{
		"fault: {type: bool, title: 是否有责, required: true}",
		"fault: {type: bool, title: 是否有责, required: true}\n" +
			"      expert: {type: person, title: 专家, required_when: fault}",
		"title: 答复\n    by: [clerk]",
		"title: 答复\n    by: [{seat: person expert, when: '!fault'}, {seat: clerk, when: fault}]",
	}},
	{"a person whom the step itself names", "assigned answer.expert", []string{
		"title: 答复\n    by: [clerk]", "title: 答复\n    by: [person expert]\n" +
			"    form: {expert: {type: person, title: 专家, required: true}}",
	}},
	{"a step behind a condition that never holds", "reachable answer", []string{
		"title: 答复\n    by: [clerk]",
		"title: 答复\n    when: source == \"desk\" && source == \"post\"\n    else: archive\n    by: [clerk]",
	}},
	{"a form that permits no outcome", "ends investigate", []string{
		"    outcomes:\n      done",
		"    must: [{that: 'outcome == \"none\" && fault', say: 不可能}]\n    outcomes:\n      done",
	}},
	{"a form that what the case brought along does not permit", "ends answer", []string{
		"    sets: answered\n", "    sets: answered\n    must: [{that: respondents > 0, say: 没有被投诉人}]\n",
	}},
	{"a field that nobody can be named in", "seats investigate.expert", []string{
		"fault: {type: bool, title: 是否有责, required: true}",
		"fault: {type: bool, title: 是否有责, required: true}\n" +
			"      expert: {type: person, title: 专家, required: true, holds: [leader], except: [clerk or leader]}",
	}},
	{"urging without urge slips", "provided may.urge", append([]string{
		"steps:\n  accept",
		"may:\n  urge: {by: [clerk], setting: urging}\n  reply_slip: {setting: urging}\nsteps:\n  accept",
	}, inquiries...)},
	{"what a rating leaves unfilled", "assigned answer.expert", []string{
		"  investigate:\n    title: 调查", "  investigate:\n    kind: survey\n    of: complainant\n    title: 调查",
		"fault: {type: bool, title: 是否有责, required: true}", "expert: {type: person, title: 专家, required: true}",
		"title: 答复\n    by: [clerk]", "title: 答复\n    by: [person expert]",
		"steps:\n  accept", "may: {rate: {by: [complainant], clauses: [\"1\"]}}\nsteps:\n  accept",
	}},
	{"a step that has lapsed as soon as it is entered, and comes back", "ends investigate", []string{
		"    limit: 5wd\n", "    limit: 5wd\n    from: received\n    lapses: again\n",
		afterStudy, afterStudy + "\n      again: {title: 重新查, next: investigate}",
	}},
	{"a notice whose time runs out before it is served", "window wait", []string{
		"    sets: answered\n    outcomes:\n      answered: {title: 已答复, next: archive}",
		"    kind: notice\n    to: complainant\n    served: {letter: 信函}\n    lapses: answered\n    sets: answered\n" +
			"    closes: {disposition: '\"upheld\"'}\n    outcomes:\n      answered: {title: 已答复, next: wait}\n" +
			"  wait:\n    kind: window\n    title: 等待\n    clauses: [\"1\"]\n" +
			"    outcomes: {over: {title: 期满, next: archive}}\n" +
			"may:\n  request_review: {by: [clerk], within: 15d, clauses: [\"1\"], begins: {kind: inquiry}}",
	}},
	{"desks that vote in time or never", "ends answer", []string{
		"title: 答复\n    by: [clerk]",
		"title: 答复\n    all: [clerk, leader]\n    votes: {majority: half, tie: again, clauses: [\"1\"]}",
		"answered: {title: 已答复, next: archive}",
		"answered: {title: 已答复, next: archive, not_after: 4h}\n      again: {title: 再议, next: answer}",
	}},
	{"a time that ends nothing, for some have none", "ends answer", []string{
		"    limit: 2wd\n    sets: answered", sometimesNone,
		"answered: {title: 已答复, next: archive}", "answered: {title: 已答复, next: archive, not_after: 4h}",
	}},
	{"waiting for a time that some do not have", "ends answer", []string{
		"title: 答复\n    by: [clerk]", "title: 答复", "    limit: 2wd\n    sets: answered", sometimesNone,
	}},
	{"conditions that permit nothing where no time decides", "ends answer", []string{
		"    limit: 2wd\n    sets: answered",
		sometimesNone + "\n    must: [{that: respondents > 0, say: 须有被投诉方}]",
	}},
	{"a number that repeats each month", "numbers slips.urge", []string{
		`format: "催{YYYY}-{serial:3}", restarts: yearly`, `format: "催{YYYY}-{serial:3}", restarts: monthly`,
	}},
	{"a number of days without its day", "numbers number", []string{
		`"S{YYYY}-{serial:4}", restarts: yearly`, `"S{YY}{MM}{serial:4}", restarts: daily`,
	}},
}

// sometimesNone ends a step by time, where it has a limit: in grave matters.
const sometimesNone = "    limits: [{when: severity == \"plain\", is: none}, {is: 2wd}]\n" +
	"    lapses: answered\n" +
	"    sets: answered"

// What is not sound is found, at its place.
func TestUnsoundPoliciesAreFound(t *testing.T) {
	for _, c := range unsoundPolicies {
		t.Run(c.name, func(t *testing.T) {
			p, err := policy.Load("small.yaml", rewritten(t, c.passages...))
			if err != nil {
				t.Fatal(err) // such a file has been published and must go on being read
			}
			found := p.Prove("small.yaml", weekends)
			if !strings.Contains(found.Error(), "（"+c.want) || found[0].Line < 2 {
				t.Errorf("want a finding of %s with its place, got:\n%v", c.want, found)
			}
		})
	}
}
