// Package proofexamples shows each proof of a policy file: when it fails, and a change by which a sound file comes to
// fail it. The tests of the proofs run the examples, the reference prints them.
package proofexamples

import (
	_ "embed" // the sound files
	"fmt"
	"strings"
)

// Bank and Small are sound policy files.
var (
	//go:embed bank.yaml
	Bank string
	//go:embed small.yaml
	Small string
)

// Example is one proof and what fails it.
type Example struct {
	Proof string
	// FailsWhen says in what files the proof fails.
	FailsWhen string
	// What is wrong in this one, and the element that the finding names.
	What, Element string
	// Sound is a file in which it holds; Passages are rewritten, each old one followed by what stands there instead.
	Sound    string
	Passages []string
}

// Broken is the sound file with its passages rewritten, each of which it has once.
func (e Example) Broken() (string, error) {
	text := e.Sound
	for i := 0; i < len(e.Passages); i += 2 {
		if n := strings.Count(text, e.Passages[i]); n != 1 {
			return "", fmt.Errorf("example of %s: %d times: %s", e.Proof, n, e.Passages[i])
		}
		text = strings.Replace(text, e.Passages[i], e.Passages[i+1], 1)
	}
	return text, nil
}

// All has an example of each proof, in the order in which they are told.
var All = []Example{
	{
		Proof:     "reachable",
		FailsWhen: "no case comes to a step",
		What:      "a step nobody comes to",
		Element:   "evidence",
		Sound:     Bank,
		Passages:  []string{"next: [opinions, evidence]", "next: [opinions]"},
	},
	{
		Proof: "ends",
		FailsWhen: "from somewhere no way leads to the archive; " +
			"what a case has brought along can leave `must` without " +
			"a permitted outcome; an `else` goes round, or a step lapses as soon as it is entered and comes back; " +
			"each outcome of a step has a latest time and none comes by itself",
		What:     "a path without end",
		Element:  "tell",
		Sound:    Bank,
		Passages: []string{"next: wait, sets: told", "next: tell, sets: told"},
	},
	{
		Proof: "seats",
		FailsWhen: "the conditions of a step's seats can all fail; " +
			"nobody can be named in a field, for `except` takes " +
			"out whom `holds` lets in",
		What:    "seats whose conditions can all fail",
		Element: "answer",
		Sound:   Small,
		Passages: []string{
			"title: 答复\n    by: [clerk]", "title: 答复\n    by: [{seat: clerk, when: respondents > 2}]",
		},
	},
	{
		Proof: "provided",
		FailsWhen: "a command lacks what it issues: `may: urge` the slip `urge`; " +
			"a slip `inquiry`, which keeps the case " +
			"from the archive, `may: reply_slip`; a slip has another name than these two",
		What:    "an inquiry that nobody may answer",
		Element: "slips.inquiry",
		Sound:   Small,
		Passages: []string{
			"  urge: {title: 催办单, format: \"催{YYYY}-{serial:3}\", restarts: yearly}\n",
			"  urge: {title: 催办单, format: \"催{YYYY}-{serial:3}\", restarts: yearly}\n" +
				"  inquiry: {title: 查办单, format: \"查{YYYY}-{serial:3}\", restarts: yearly, on_closing: true}\n",
		},
	},
	{
		Proof:     "cited",
		FailsWhen: "a step rests on no clause and no setting",
		What:      "a step without ground",
		Element:   "evidence",
		Sound:     Bank,
		Passages: []string{
			"    setting: quickly\n    limit: setting quickly\n    outcomes: {taken",
			"    limit: setting quickly\n    outcomes: {taken",
		},
	},
	{
		Proof:     "unused",
		FailsWhen: "nothing rests on a setting",
		What:      "a setting nothing rests on",
		Element:   "slowly",
		Sound:     Bank,
		Passages: []string{
			"  quickly: {title: 从速, value: 2wd, why: 办法未写}",
			"  quickly: {title: 从速, value: 2wd, why: 办法未写}\n  slowly:  {title: 从缓, value: 9wd, why: 办法未写}",
		},
	},
	{
		Proof:     "approver",
		FailsWhen: "only the proposer's own seat may approve",
		What:      "approval by the proposer",
		Element:   "approve",
		Sound:     Bank,
		Passages:  []string{"by: [authority compensation]", "by: [doer of propose]"},
	},
	{
		Proof: "overdue",
		FailsWhen: "nothing happens once a limit has passed: its ladder, or the file's, " +
			"has no rung at the limit or after it",
		What:    "a limit nobody answers for",
		Element: "steps.examine",
		Sound:   Bank,
		Passages: []string{
			"\nladder:\n  - {at: limit, slip: urge, to: holder, setting: urging}",
			"\nladder:\n  - {at: 4h before, remind: holder, setting: urging}",
		},
	},
	{
		Proof: "start",
		FailsWhen: "no way starts a deadline, " +
			"or a way comes to the milestone that ends it without having started it; " +
			"a case may close without; " +
			"a `return` leads back to before what starts a deadline with `restart: true`",
		What:     "an end without a start",
		Element:  "answer",
		Sound:    Small,
		Passages: []string{"{title: 不予受理, next: archive, closes", "{title: 不予受理, next: answer, closes"},
	},
	{
		Proof: "until",
		FailsWhen: "a way on which a deadline has started comes to the archive without having ended " +
			"it; in a case for which it " +
			"is `none` it has not",
		What:    "a limit that started and does not end",
		Element: "answer",
		Sound:   Small,
		Passages: []string{
			"      done: {title: 查明, next: answer}",
			"      done: {title: 查明, next: answer}\n      void: {title: 撤回, next: archive}",
		},
	},
	{
		Proof: "fits",
		FailsWhen: "on the longest way from its start the limits of the steps, each way back walked once and working " +
			"days at their longest run, exceed that of the case; " +
			"what comes before a step whose limit counts from receipt or a milestone is within that limit; " +
			"a deadline from a date in a form is compared with nothing",
		What:     "steps longer than the case",
		Element:  "answer",
		Sound:    Bank,
		Passages: []string{"is: 20wd", "is: 9wd"},
	},
	{
		Proof:     "limits",
		FailsWhen: "a case is possible in which none of a deadline's lengths applies",
		What:      "a limit that a kind does not have",
		Element:   "answer",
		Sound:     Small,
		Passages: []string{
			`limit: [{is: 30d, clause: "2"}]`, `limit: [{when: kind == "claim", is: 30d, clause: "2"}]`,
		},
	},
	{
		Proof: "conditions",
		FailsWhen: "a condition compares a choice, kind, source, channel, category, severity or outcome with a word " +
			"that it never is, or a unit or a person with any word; a disposition is neither common nor declared; a " +
			"condition of the intake's form is none",
		What:    "a kind that is none",
		Element: "kind",
		Sound:   Small,
		Passages: []string{
			`limit: [{is: 30d, clause: "2"}]`,
			`limit: [{when: kind == "claims", is: 20d, clause: "2"}, {is: 30d, clause: "2"}]`,
		},
	},
	{
		Proof:     "numbers",
		FailsWhen: "a number restarts in a period that its format does not name: it would be given twice",
		What:      "a number that repeats each year",
		Element:   "number",
		Sound:     Small,
		Passages:  []string{`"S{YYYY}-{serial:4}"`, `"S-{serial:4}"`},
	},
	{
		Proof: "assigned",
		FailsWhen: "a condition or seat reads a field, a unit, or the doer of a step, " +
			"that some way there has not set; " +
			"to ask whether it is set (`x != \"\"`) is no such reading",
		What:    "a person nobody need have named",
		Element: "propose.expert",
		Sound:   Bank,
		Passages: []string{
			"expert: {type: person, title: 经办, required: true, holds: [teller]}",
			"expert: {type: person, title: 经办, holds: [teller]}",
		},
	},
	{
		Proof: "notice",
		FailsWhen: "a party can be told before the approval of what is told; " +
			"an approval is of the outcomes that lead " +
			"to it, the step's others propose nothing; what passes it by on its own `when` needs none",
		What:    "a notice ahead of its approval",
		Element: "tell",
		Sound:   Bank,
		Passages: []string{
			"outcomes: {proposed: {title: 已拟订, next: approve}}",
			"outcomes: {proposed: {title: 已拟订, next: [approve, tell]}}",
		},
	},
	{
		Proof:     "window",
		FailsWhen: "the time for a review opens before anything was served, or while the case is not closed",
		What:      "a window before any service",
		Element:   "wait",
		Sound:     Bank,
		Passages: []string{
			"{title: 已调取, next: propose, sets: taken}", "{title: 已调取, next: [propose, wait], sets: taken}",
		},
	},
	{
		Proof: "votes",
		FailsWhen: "several do a step of several outcomes and nothing says how they are " +
			"counted; the votes can fall so " +
			"that none has enough and no `tie` is given; a meeting has no outcome for what it does not carry",
		What:    "votes that nobody counts",
		Element: "opinions",
		Sound:   Bank,
		Passages: []string{
			"    need: 2\n", "",
			"    outcomes: {given: {title: 已出具, next: propose}}",
			"    outcomes: {yes: {title: 同意, next: propose}, no: {title: 不同意, next: propose}}",
		},
	},
	{
		Proof:     "effect",
		FailsWhen: "a key of a permission, a step, an outcome, a ladder or a `restart` does nothing where it stands",
		What:      "an outcome for staff where only staff are asked",
		Element:   "steps.evidence.outcomes.taken.staff",
		Sound:     Bank,
		Passages: []string{
			"outcomes: {taken: {title: 已调取, next", "outcomes: {taken: {title: 已调取, staff: true, next",
		},
	},
	{
		Proof:     "accepted",
		FailsWhen: "`accepted` excuses what no proof finds",
		What:      "an exception for nothing",
		Sound:     Bank,
		Passages:  []string{"\nmay:\n", "\naccepted: {ends nowhere: 无}\nmay:\n"},
	},
}
