package checker

import (
	"fmt"
	"slices"
	"strings"
)

// world is what a case of the logistics regulation can be, as far as it decides who may do what next. It is the
// executable model that histories are measured by; its rules are read off the contract and the regulation.
type world struct {
	status, step, severity string
	// taken is who holds the step's task, "" if nobody.
	taken string
	// unit is the responsible unit, accused the person complained about.
	unit, accused string
	// escalated: the supervisor is a candidate for the step's task too.
	escalated bool
	// slips lists every slip: "<id>|<step>|<escalated>|<open>;".
	slips string
}

// move is one operation as the model sees it.
type move struct {
	Ask
	// people knows everybody's role and unit.
	people *check
	// events are what an executed operation caused.
	events []*event
	// key names it in reports.
	key string
	// refusal says in reports why it was refused.
	refusal string
}

// Answers of the model, as HTTP has them.
const (
	done      = 200
	forbidden = 403
	hidden    = 404
	notNow    = 409
	badData   = 422
)

// answerAndWorldAfter is what the case answers to a move, and the world afterwards.
func (w world) answerAndWorldAfter(m *move) (int, world) {
	if m.Actor == system {
		return w.fireRung(m)
	}
	if m.isFiling() {
		return w.fileCase(m)
	}
	if answer := w.answerIfMayNotAsk(m); answer != done {
		return answer, w
	}
	switch m.Command {
	case "claim", "release", "complete", "assign":
		return w.answerAboutTask(m)
	case "note":
		return done, w
	case "message":
		return allowOnlyRoles(m, w, "agent", "supervisor", Complainant)
	case "correct":
		return allowOnlyRoles(m, w, "agent", "supervisor")
	case "withdraw":
		answer, _ := allowOnlyRoles(m, w, "agent", "supervisor", Complainant)
		return answer, worldIfDone(answer, w.archiveCase(), w)
	case "regrade":
		return w.regradeCase(m)
	case "urge":
		answer, _ := allowOnlyRoles(m, w, "supervisor", "operations")
		return answer, worldIfDone(answer, w.issueSlip(m), w)
	case "reply_slip":
		return w.replyToSlip(m)
	case "rate":
		if w.step != "visit" {
			return notNow, w
		}
		return done, w.leaveVisitStep(m.Outcome)
	}
	return badData, w
}

func worldIfDone(answer int, yes, no world) world {
	if answer == done {
		return yes
	}
	return no
}

func allowOnlyRoles(m *move, w world, roles ...string) (int, world) {
	if slices.Contains(roles, m.Role) {
		return done, w
	}
	return forbidden, w
}

// isFiling reports whether the move makes the case.
func (m *move) isFiling() bool { return m.Command == FileStaff || m.Command == FilePublic }

func (w world) fileCase(m *move) (int, world) {
	if w.status != "" {
		return notNow, w
	}
	w = world{
		status:   "open",
		severity: m.Severity,
		unit:     m.Unit,
		accused:  m.Accused,
	}
	return done, w.enterStep(map[bool]string{true: "investigate", false: "locate"}[m.Unit != ""])
}

func (w world) enterStep(step string) world {
	w.step, w.taken, w.escalated = step, "", false
	return w
}

func (w world) archiveCase() world {
	w = w.closeSlips().enterStep("")
	w.status = "archived"
	return w
}

// closeSlips: closing ends the duty to reply to urge slips.
func (w world) closeSlips() world {
	w.slips = strings.ReplaceAll(w.slips, "|open;", "|over;")
	return w
}

// answerIfMayNotAsk: who may not read the case is told that it is not there; archived cases are past.
func (w world) answerIfMayNotAsk(m *move) int {
	perUnit := m.Role == "branch" || m.Role == "hub"
	switch {
	case w.status == "", m.Actor == w.accused, perUnit && m.people.unit[m.Actor] != w.unit:
		return hidden
	case w.status == "archived":
		return notNow
	}
	return done
}

// isCandidate: whom the regulation gives the step's task.
func isCandidate(m *move, step, unit string, escalated bool) bool {
	switch {
	case escalated && m.Role == "supervisor":
		return true
	case step == "locate", step == "answer", step == "visit":
		return m.Role == "agent"
	case step == "investigate":
		return (m.Role == "branch" || m.Role == "hub") && m.people.unit[m.Actor] == unit
	case step == "follow_up":
		return m.Role == "supervisor"
	}
	return false
}

func (w world) answerAboutTask(m *move) (int, world) {
	if m.Command == "assign" && m.Role != "supervisor" {
		return forbidden, w
	}
	if m.Step != w.step {
		return notNow, w
	}
	if m.Command != "assign" && !isCandidate(m, w.step, w.unit, w.escalated) && w.taken != m.Actor {
		return forbidden, w
	}
	others := w.taken != "" && w.taken != m.Actor
	switch m.Command {
	case "claim":
		return w.claimTask(m)
	case "release":
		if w.taken != m.Actor {
			return notNow, w
		}
		w.taken = ""
		return done, w
	case "assign":
		return w.assignTask(m)
	}
	if others {
		return notNow, w
	}
	return done, w.completeTask(m)
}

// claimTask: after escalation the higher level may take over from the lower.
func (w world) claimTask(m *move) (int, world) {
	takesOver := w.escalated && m.Role == "supervisor" && m.people.role[w.taken] != "supervisor"
	if w.taken == m.Actor || w.taken != "" && !takesOver {
		return notNow, w
	}
	w.taken = m.Actor
	return done, w
}

func (w world) assignTask(m *move) (int, world) {
	to := &move{Ask: Ask{Actor: m.To, Role: m.people.role[m.To]}, people: m.people}
	if !isCandidate(to, w.step, w.unit, w.escalated) || m.To == w.accused {
		return badData, w
	}
	if w.taken == m.To {
		return notNow, w
	}
	w.taken = m.To
	return done, w
}

func (w world) completeTask(m *move) world {
	switch w.step {
	case "locate":
		w.unit = m.Unit
		return w.enterStep("investigate")
	case "investigate":
		return w.enterStep("answer")
	case "answer":
		w = w.closeSlips()
		w.status = "closed"
		return w.enterStep("visit")
	case "visit":
		return w.leaveVisitStep(m.Outcome)
	}
	return w.archiveCase()
}

func (w world) leaveVisitStep(outcome string) world {
	if outcome == "dissatisfied" {
		return w.enterStep("follow_up")
	}
	return w.archiveCase()
}

func (w world) regradeCase(m *move) (int, world) {
	if m.Role != "supervisor" {
		return forbidden, w
	}
	if w.status != "open" || w.severity == m.Severity {
		return notNow, w
	}
	w.severity = m.Severity
	return done, w
}

// issueSlip remembers a slip that was issued and to whom it is addressed.
func (w world) issueSlip(m *move) world {
	for _, e := range m.events {
		if e.Type == "slip_issued" {
			w.slips += fmt.Sprintf("%s|%s|%t|open;", e.textAt("slip"), w.step, w.escalated)
		}
	}
	return w
}

func (w world) replyToSlip(m *move) (int, world) {
	for line := range strings.SplitSeq(w.slips, ";") {
		part := strings.Split(line, "|")
		if part[0] != m.Slip {
			continue
		}
		switch {
		case !isCandidate(m, part[1], w.unit, part[2] == "true"):
			return forbidden, w
		case part[3] != "open":
			return notNow, w
		}
		w.slips = strings.Replace(w.slips, line, strings.TrimSuffix(line, "open")+"over", 1)
		return done, w
	}
	return badData, w
}

// fireRung is a rung that fell due: of the case's limit while the case is open, of a step's while it is at that step.
func (w world) fireRung(m *move) (int, world) {
	if m.Command == "handling" && w.status != "open" || m.Command != "handling" && m.Command != w.step+".limit" {
		return notNow, w
	}
	for _, e := range m.events {
		if e.Type == "escalated" {
			w.escalated = true
		}
	}
	return done, w.issueSlip(m)
}
