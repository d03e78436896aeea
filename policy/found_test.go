package policy_test

import (
	"slices"
	"testing"

	"duban/policy"
)

const askedFault = "      fault: {type: bool, title: 是否有责, required: true}\n"

// conditionOf rewrites a file so that a step demands a condition.
func conditionOf(text string) []string {
	return []string{askedFault, askedFault + "      due: {type: date, title: 日期, required: true}\n" +
		"      cost: {type: int, title: 花费, required: true}\n    must: [{that: '" + text +
		"', say: 不行, field: fault}]\n"}
}

// wouldFail are passages of a file that are rewritten, and what is found of them; "" where nothing is.
var wouldFail = []struct {
	name     string
	passages []string
	want     string
}{
	{"divides by a field", conditionOf("100 / cost > 3"), "proof.divides"},
	{"remainder of a field", conditionOf("100 % cost > 3"), "proof.divides"},
	{"divides by a number", conditionOf("cost / 100 > 3"), ""},
	{"a place in a list", conditionOf(`each.accept[1] == "accepted"`), "proof.may_fail"},
	{"a key of a map", conditionOf(`{"goods": 1, "servce": 2}[category] > cost`), "proof.may_fail"},
	{"a text as a number", conditionOf("int(due) > cost"), "proof.may_fail"},
	{"an instant", conditionOf(`timestamp(due) > timestamp("2026-01-01T00:00:00Z")`), "proof.may_fail"},
	{"no such day", conditionOf(`later("2026-13-45", "10d") > due`), "proof.no_date"},
	{"a day written otherwise", conditionOf(`due < "2026-3-1"`), "proof.no_date"},
	{"a day", conditionOf(`due < "2026-03-01" || days(due, received) > 3`), ""},
	{"nothing is asked", conditionOf("true"), "proof.asks_nothing"},
	{
		"who may not register",
		[]string{"inquiry: {title: 查询,", "inquiry: {title: 查询, by: [leader],"},
		"proof.never_filed",
	},
	{
		"an outcome before its time",
		[]string{"done: {title: 查明,", "done: {title: 查明, not_before: 9wd, not_after: 3wd,"},
		"proof.never_given",
	},
	{
		"two slips of one number",
		[]string{
			"slips:\n", "slips:\n  inquiry: {title: 查办单, format: \"催{YYYY}-{serial:3}\", restarts: yearly, " +
				"on_closing: true, reply: 3wd}\n",
		},
		"proof.numbers_shared",
	},
	{
		"a document that nothing issues",
		[]string{
			"settings:\n", "documents:\n" +
				"  letter: {title: 函, format: \"函{YYYY}-{serial:3}\", restarts: yearly, copies: [clerk]}\n" +
				"settings:\n",
		},
		"proof.document_unused",
	},
	{
		"a table that nothing asks",
		[]string{
			"intake:\n", "authority:\n" +
				"  a: {title: 权限, on: severity, clauses: [\"1\"], levels: [{is: [plain, grave], by: [leader]}]}\n" +
				"intake:\n",
		},
		"proof.authority_unused",
	},
	{
		"a message that nobody writes",
		[]string{
			"steps:\n  accept", "messages:\n  ask: {title: 问, from: organisation, clause: \"1\"}\nsteps:\n  accept",
		},
		"proof.message_unused",
	},
	{
		"votes that must forbids",
		[]string{
			"  investigate:\n    title: 调查\n",
			"  investigate:\n    kind: meeting\n    title: 调查\n    votes: done\n",
			askedFault, askedFault + "    must: [{that: 'votes_for * 3 >= " +
				"(votes_for + votes_against) * 2 || outcome == \"lost\"', say: 三分之二, field: votes_for}]\n",
			"done: {title: 查明, next: answer}",
			"done: {title: 查明, next: answer}\n      lost: {title: 未通过, next: answer}",
		},
		"proof.votes_barred",
	},
	{"a condition that is empty", conditionOf(""), "key.empty"},
	{"a limit that is empty", []string{"limit: [{is: 30d, clause: \"2\"}]", "limit: []"}, "key.empty"},
	{"a key without a value", []string{"by: [clerk]\n  clauses", "by:\n  clauses"}, "key.empty"},
	{"a call on a text", conditionOf("due.size() > cost"), ""},
	{
		"a least above the most",
		[]string{"title: 订单号}", "title: 订单号}\n    pieces: {type: int, title: 件数, min: 5, max: 2}"},
		"field.bounds",
	},
	{
		"a limit after one that always holds",
		[]string{
			"is: 30d, clause: \"2\"}",
			"is: 30d, clause: \"2\"}, {when: severity == \"grave\", is: 9d, clause: \"2\"}",
		},
		"limit.unreached",
	},
	{"a target after its limit", []string{"is: 30d,", "is: 30d, target: 40d,"}, "limit.target_after"},
	{
		"more votes than desks",
		[]string{
			"by: [clerk]\n    clauses: [\"1\"]\n    limit: 5wd", "all: [clerk, leader]\n    clauses: [\"1\"]\n" +
				"    votes: {for: done, majority: 3}\n    limit: 5wd",
			"done: {title: 查明, next: answer}",
			"done: {title: 查明, next: answer}\n      lost: {title: 未通过, next: answer}",
		},
		"step.votes_beyond",
	},
	{
		"nobody can vote against",
		[]string{
			"by: [clerk]\n    clauses: [\"1\"]\n    limit: 5wd", "all: [clerk, leader]\n    clauses: [\"1\"]\n" +
				"    votes: {for: done, majority: half, tie: lost}\n    limit: 5wd",
			"done: {title: 查明, next: answer}",
			"done: {title: 查明, next: answer}\n      lost: {title: 未通过, next: answer}",
		},
		"proof.votes_lost",
	},
	{
		"a disposition that is put together",
		[]string{"disposition: '\"inadmissible\"'", "disposition: '\"inad\" + \"missible\"'"},
		"proof.open_disposition",
	},
	{
		"a disposition by a variable",
		[]string{"disposition: '\"inadmissible\"'", "disposition: 'category'"},
		"proof.no_such_disposition",
	},
	{
		"numbers of a ledger that come again",
		[]string{
			"steps:\n  accept",
			"ledger:\n  number: {format: \"L{serial:3}\", restarts: yearly, setting: urging}\n" +
				"  readers: [leader]\n  measures: {warn: 警告}\n  hearing: {within: 3wd, setting: urging}\n" +
				"  decision: {by: [leader], limit: 5wd, setting: urging}\n" +
				"  objection: {within: 5wd, by: [clerk], limit: 5wd, setting: urging}\n  rules:\n" +
				"    late: {kind: sanction, title: 迟, missed: [investigate], against: " +
				"[holder], setting: urging}\n" +
				"steps:\n  accept",
		},
		"proof.numbers",
	},
	{"version nought", []string{"version: 1", "version: 0"}, "head.version"},
	{"no day", []string{"version: 1", "version: 1\neffective: 2026-13-01"}, "head.effective"},
	{"a name with a blank", []string{"policy: small", "policy: so small"}, "head.policy"},
	{"a ledger that is none", []string{"steps:\n  accept", "ledger: 甲\nsteps:\n  accept"}, "value.not_keys"},
	{
		"a suspension that is none",
		[]string{"until: answered\n", "until: answered\n    suspension: 甲\n"},
		"value.not_keys",
	},
	{"names with commas", []string{"by: [clerk]\n  clauses", "by: clerk, leader\n  clauses"}, "yaml.no_brackets"},
	{"wide blanks", []string{"    title: 受理\n", "　　title: 受理\n"}, "yaml.wide_blank"},
	{"two documents", []string{"roles:\n", "---\nroles:\n"}, "yaml.documents"},
	{"a colon in a text", []string{"gist: 受理之日起三十日内答复", "gist: 受理之日: 三十日内答复"}, "yaml.colon"},
}

// What passed a check and failed when a case came to it, and what stood in a file and did nothing, is found.
func TestWhatWouldFailInARunIsFound(t *testing.T) {
	for _, c := range wouldFail {
		t.Run(c.name, func(t *testing.T) {
			found := policy.Check("small.yaml", rewritten(t, c.passages...), weekends).Findings
			if c.want == "" && len(found) > 0 || c.want != "" &&
				!slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == c.want }) {
				t.Errorf("want %s, found:\n%v", c.want, found)
			}
		})
	}
}
