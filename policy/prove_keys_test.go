package policy_test

import (
	"strings"
	"testing"

	"duban/policy"
)

// Every key does something where it stands, or is a finding; what a body decides, what a window waits for and whose
// seat it is are said in full.
func TestWhatDoesNothingIsFound(t *testing.T) {
	const (
		note    = "note: {by: [teller], setting: quickly}"
		opinion = "    need: 2\n    clauses: [\"3\"]\n    limit: setting quickly\n" +
			"    form: {view: {type: longtext, title: 意见, required: true}}\n" +
			"    outcomes: {given: {title: 已出具, next: propose}}\n"
		opinions = "    outcomes: {yes: {title: 同意, next: propose}, no: {title: 不同意, next: propose}}\n"
		object   = "object: {by: [teller], decided_by: evidence, within: 3d, setting: quickly}"
	)
	for _, c := range []struct{ name, old, changed, want string }{
		{"a time for a note", note, "note: {by: [teller], within: 3d, setting: quickly}", "effect may.note.within"},
		{"a note once only", note, "note: {by: [teller], once: quickly, setting: quickly}", "effect may.note.once"},
		{"a reply to a note", note, "note: {by: [teller], reply: 3d, setting: quickly}", "effect may.note.reply"},
		{"a time for an objection", note, object, "effect may.object.within"},
		{
			"a note by who can give none", note, "note: {by: [teller, complainant], setting: quickly}",
			"effect may.note.by",
		},
		{
			"a reply by whom the slip is not for", note, "reply_slip: {by: [teller], setting: quickly}",
			"effect may.reply_slip.by",
		},
		{
			"a window that closes the case", "{over: {title: 期满, next: archive}}",
			"{over: {title: 期满, next: archive, closes: {disposition: '\"x\"'}}}",
			"effect steps.wait.outcomes.over.closes",
		},
		{
			"a window of an open case", "    closes: {disposition: 'amount > 0 ? \"upheld\" : \"dismissed\"'}\n", "",
			"window wait",
		},
		{
			"a meeting's people at no meeting", "    title: 调取录像\n", "    title: 调取录像\n    attend: [legal]\n",
			"effect steps.evidence.attend",
		},
		{
			"a party told nothing", "    title: 调取录像\n", "    title: 调取录像\n    to: complainant\n",
			"effect steps.evidence.to",
		},
		{
			"a join of nothing", "    title: 核查\n", "    title: 核查\n    join: true\n",
			"effect steps.examine.join",
		},
		{
			"a restart of what happens once", "    title: 答复期限\n", "    title: 答复期限\n    restart: true\n",
			"effect deadlines.answer.restart",
		},
		{
			"an extension of no limit", "    by: [person expert]\n    setting: quickly\n    limit: setting quickly\n",
			"    by: [person expert]\n    setting: quickly\n" +
				"    extension: {by: [teller], approve: [head], most: 3wd, setting: quickly}\n",
			"effect steps.evidence.extension",
		},
		{
			"copies of a reminder", "ladder:\n  - {at: limit, slip: urge",
			"ladder:\n  - {at: 4h before, remind: holder, copies: [head], setting: urging}\n  - {at: limit, slip: urge",
			"effect ladder.1.copies",
		},
		{
			"votes of which none may have enough", opinion,
			"    votes: {majority: 3}\n    clauses: [\"3\"]\n    limit: setting quickly\n" + opinions, "votes opinions",
		},
		{
			"a seat of a unit that nobody need have named", "by: [teller]\n    clauses: [\"5\"]",
			"by: [teller of responsible_unit]\n    clauses: [\"5\"]", "assigned tell.responsible_unit",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := policy.Load("idle.yaml", broken(t, c.old, c.changed))
			if err != nil {
				t.Fatal(err)
			}
			if found := p.Prove("idle.yaml", weekends); !strings.Contains(found.Error(), "（"+c.want+"）") {
				t.Errorf("want a finding with %s, got:\n%v", c.want, found)
			}
		})
	}
}
