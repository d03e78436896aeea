package policy

import (
	"slices"

	"duban/complaint"
)

// Moves are the ways in which a running deadline may move, and how it is counted where that differs from the
// rest of the file. What is not written here the regulation does not provide, and it is refused.
type Moves struct {
	// Suspension lets the clock be stopped; without it nobody can.
	Suspension *SuspensionRule `yaml:"suspension"`
	// Extension lets a later limit be asked for; without it nobody can.
	Extension *ExtensionRule `yaml:"extension"`
	// Counting is how this limit is counted, where that differs from the file.
	Counting Counting `yaml:"counting"`
}

// SuspensionRule says who may stop a deadline's clock and start it again, and on which grounds (all-wait).
type SuspensionRule struct {
	Cites   `yaml:",inline"`
	ActForm `yaml:",inline"`
	// When says in which cases; in all if absent.
	When Expr `yaml:"when"`
	// By are the seats that stop the clock and start it again.
	By []SeatRule `yaml:"by,required"`
	// Grounds are the only ones for it: code and title.
	Grounds Map[Text] `yaml:"grounds,required"`
	// Ahead is how long before the limit the clock must be stopped; any time before it, if absent.
	Ahead LimitRef `yaml:"ahead"`
	// Tells is the notice by which the party is told, with the reason, before the limit passes as it was: a step beside
	// the procedure with that limit. What they are not told of in time does not hold.
	Tells Word `yaml:"tells"`
	// Ends is what is asked when the clock is started again, such as proof that what was waited for is there.
	Ends *SuspensionEnd `yaml:"ends"`
}

// ExtensionRule says who may ask for a later limit and who decides, how much at most and how often. A request
// is only good before expiry, and nobody decides their own (all-self).
type ExtensionRule struct {
	Cites   `yaml:",inline"`
	ActForm `yaml:",inline"`
	// When says in which cases; in all if absent.
	When Expr `yaml:"when"`
	// By are the seats that ask for it.
	By []SeatRule `yaml:"by,required"`
	// Approve are the seats that decide.
	Approve []SeatRule `yaml:"approve,required"`
	// Most is how much longer, at most.
	Most LimitRef `yaml:"most,required"`
	// Times is how often; once if absent.
	Times int `yaml:"times"`
	// Ahead is how long before the limit it must be asked for and decided; any time before it, if absent.
	Ahead LimitRef `yaml:"ahead"`
	// Tells is the notice by which the party is told, with the reason, before the limit passes as it was: a step beside
	// the procedure with that limit. What they are not told of in time does not hold.
	Tells Word `yaml:"tells"`
	// OnBehalf names the body outside the organisation that decides: whoever records its decision hands in what it
	// said, in a field of attachments that has the name which proof gives.
	OnBehalf *OnBehalf `yaml:"on_behalf_of"`
}

func (e *ExtensionRule) timesAllowed() int { return max(e.Times, 1) }

// moveRulesOfDeadlineNamed are the rules of the deadline's own rule.
func (p *Policy) moveRulesOfDeadlineNamed(name string, step *Step) Moves {
	if rule, ok := p.Doc.Deadlines.Get(name); ok {
		return rule.Moves
	}
	if step != nil {
		return step.Moves
	}
	return Moves{}
}

// citesOf is what the rule rests on that provides a command, which the file does provide.
func (m Moves) citesOf(cmd complaint.Command) Cites {
	if _, extends := cmd.(complaint.RequestExtension); extends {
		return m.Extension.Cites
	}
	if _, resumes := cmd.(complaint.Resume); resumes && m.Suspension.Ends != nil && citesAny(m.Suspension.Ends.Cites) {
		return m.Suspension.Ends.Cites
	}
	return m.Suspension.Cites
}

// allSeatRules are all that the rules name.
func (m Moves) allSeatRules() []SeatRule {
	var rules []SeatRule
	if m.Suspension != nil {
		rules = append(rules, m.Suspension.By...)
	}
	if m.Extension != nil {
		rules = append(slices.Concat(rules, m.Extension.By), m.Extension.Approve...)
	}
	for _, a := range m.acts("", "") {
		for _, f := range a.asks.Form.Entries {
			rules = slices.Concat(rules, f.Value.Holds, f.Value.Except)
		}
	}
	return rules
}

// DeadlineRule is a limit of the whole case. From is a milestone, or "field <name>" of a date a person fills in.
type DeadlineRule struct {
	Cites `yaml:",inline"`
	Moves `yaml:",inline"`
	// Title is what the limit is called.
	Title Text `yaml:"title,required"`
	// For are the kinds of matter it is for; all but those that the program opens for each period, if absent.
	For []Word `yaml:"for"`
	// From is what it counts from: received, a milestone or field <name> of a date that is filled in.
	From Word `yaml:"from,required"`
	// Restart: it starts anew when what it counts from happens again; else the clock that runs goes on. It does
	// nothing where that happens once.
	Restart bool `yaml:"restart"`
	// Until is the milestone that ends it, or closed.
	Until Word `yaml:"until,required"`
	// Limit are its lengths; the first whose condition holds counts, and one must in every case.
	Limit []LimitChoice `yaml:"limit,required"`
	// Ladder is what happens around the limit.
	Ladder []RungRule `yaml:"ladder"`
}

// LimitChoice is a limit under a condition; the first that holds counts.
type LimitChoice struct {
	Cites `yaml:",inline"`
	// When is in which cases; in all others, if absent.
	When Expr `yaml:"when"`
	// Is is the length, or none where such cases have no limit. Where the limit is for matters of periods it can be a
	// day of the month, such as day 10, which does not roll.
	Is LimitRef `yaml:"is,required" or:"none" fixed:"day"`
	// Target is when it should be done, before that: a warning and no more.
	Target *LimitRef `yaml:"target"`
}

// RungRule is one step of the ladder around a limit.
type RungRule struct {
	Cites `yaml:",inline"`
	// At is the time: limit, or a length before it such as 4h before. A rung has this or after.
	At Word `yaml:"at"`
	// After is how long after the limit.
	After LimitRef `yaml:"after"`
	// Remind sends a reminder. A rung has one of remind, slip and escalate.
	Remind Word `yaml:"remind" set:"holder"`
	// Slip issues a slip of that kind.
	Slip Word `yaml:"slip"`
	// To is whom the slip is for. Without a slip it does nothing.
	To Word `yaml:"to" set:"holder"`
	// Reply is within how long the slip is answered. Without a slip it does nothing.
	Reply LimitRef `yaml:"reply"`
	// Copies are the roles that get the slip for information. Without a slip it does nothing.
	Copies []Word `yaml:"copies"`
	// Escalate gives the matter to a role above as well.
	Escalate Word `yaml:"escalate"`
}

// MeasureRule is a span from receipt to a milestone that the organisation wants to know of each case.
type MeasureRule struct {
	Cites `yaml:",inline"`
	// Title is what is measured.
	Title Text `yaml:"title,required"`
	// Until is the milestone at which the time ends, or closed.
	Until Word `yaml:"until,required"`
}
