package checker

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// learnRoles learns who holds which role in which unit.
func (c *check) learnRoles() {
	c.role, c.unit = map[string]string{}, map[string]string{}
	for _, e := range c.entries {
		if e.Kind == Staff {
			c.role[e.Ask.Actor], c.unit[e.Ask.Actor] = e.Ask.Role, e.Ask.Unit
		}
	}
}

// movesOnCase are the operations on a case that have an effect or were refused, as the model sees them, and those the
// policy caused itself: rungs that fell due.
func (c *check) movesOnCase(id string, ops []*op) (executed, refused []porcupine.Operation) {
	for _, o := range ops {
		m := &move{Ask: o.Ask, people: c, key: o.Key}
		r := c.recordOfCommand(o)
		recorded := r != nil && r.Refusal == nil
		if recorded {
			m.events = c.journal[id][min(r.From-1, len(c.journal[id])):min(r.Seq, len(c.journal[id]))]
		}
		operation := porcupine.Operation{
			Input:  m,
			Call:   o.invoked.UnixNano(),
			Output: done,
			Return: math.MaxInt64,
		}
		switch {
		case o.kind == OK, o.kind == Unknown && recorded:
			if o.kind == OK {
				operation.Return = o.ended.UnixNano()
			}
			executed = append(executed, operation)
		case o.kind == Fail:
			operation.Output, operation.Return = o.got.Status, o.ended.UnixNano()
			m.refusal = o.got.Refusal
			refused = append(refused, operation)
		}
	}
	for _, r := range c.commands[id] {
		rungs, ok := strings.CutPrefix(r.ID, "system/due/")
		if !ok || r.From > r.Seq || r.Seq > len(c.journal[id]) {
			continue
		}
		which, _, _ := strings.Cut(rungs, "/")
		events := c.journal[id][r.From-1 : r.Seq]
		m := &move{
			Ask:    Ask{Actor: system, Command: c.deadlineName(id, which)},
			people: c,
			events: events,
			key:    r.ID,
		}
		executed = append(executed, porcupine.Operation{
			Input:  m,
			Call:   events[0].recordedAt().UnixNano(),
			Output: done,
			Return: math.MaxInt64,
		})
	}
	return executed, refused
}

func (c *check) deadlineName(id, which string) string {
	for _, e := range c.journal[id] {
		if e.Type == "deadline_set" && e.textAt("deadline", "id") == which {
			return e.textAt("deadline", "name")
		}
	}
	return ""
}

// operationsByCase sorts the operations by the case they are about.
func (c *check) operationsByCase() map[string][]*op {
	all := map[string][]*op{}
	for _, o := range c.ops {
		if id := c.caseOfOperation(o); id != "" {
			all[id] = append(all[id], o)
		}
	}
	return all
}

// seqOfEffect is where in the journal an executed operation took effect.
func seqOfEffect(o porcupine.Operation) int {
	m, _ := o.Input.(*move)
	if m.isFiling() || len(m.events) == 0 {
		return 0
	}
	return m.events[0].Seq
}

// checkMoves follows each journal in its own order: no operation stands before another that had been answered
// when it was asked, and each is one the pinned policy allows there (I4, I5).
func (c *check) checkMoves() {
	for id, ops := range c.operationsByCase() {
		executed, _ := c.movesOnCase(id, ops)
		slices.SortFunc(executed, func(a, b porcupine.Operation) int { return seqOfEffect(a) - seqOfEffect(b) })
		var w world
		latest := executedAt{}
		for _, o := range executed {
			m, _ := o.Input.(*move)
			if latest.call > o.Return {
				c.addViolation("I4", id, "%s was answered before %s was asked, and stands after it in the journal",
					m, latest.move)
			}
			if o.Call > latest.call {
				latest = executedAt{o.Call, m}
			}
			answer, next := w.answerAndWorldAfter(m)
			if answer != done {
				c.addViolation("I5", id, "%s stands in the journal, the regulation answers %d in %+v", m, answer, w)
				break
			}
			w = next
		}
	}
}

type executedAt struct {
	call int64
	move *move
}

// linearTimeout bounds the search for one case; cases are small.
const linearTimeout = 20 * time.Second

// checkLinear: what clients were told, acknowledgements and refusals, can be explained by some order of instants
// within their requests (I4).
func (c *check) checkLinear() {
	model := porcupine.Model{
		Init: func() any { return world{} },
		Step: func(state, input, output any) (bool, any) {
			w, _ := state.(world)
			m, _ := input.(*move)
			answer, next := w.answerAndWorldAfter(m)
			return answer == output, next
		},
		Equal: func(a, b any) bool { return a == b },
	}
	judged := 0
	for id, ops := range c.operationsByCase() {
		executed, refused := c.movesOnCase(id, ops)
		history := append(executed, refused...)
		judged += len(history)
		switch porcupine.CheckOperationsTimeout(model, history, linearTimeout) {
		case porcupine.Ok:
		case porcupine.Illegal:
			c.addViolation("I4", id, "no order of these explains what was answered: %s", describeHistory(history))
		case porcupine.Unknown:
			c.addViolation("I4", id, "not judged: no end of the search for an order in %s", linearTimeout)
		}
	}
	c.addFigure("linearizability: %d operations on %d cases", judged, len(c.filings))
}

func (m *move) String() string {
	return fmt.Sprintf("%s %s%s%s by %s %s %s", m.Command, m.Step, m.Outcome, m.Severity, m.Role, m.key, m.refusal)
}

func describeHistory(history []porcupine.Operation) string {
	slices.SortFunc(history, func(a, b porcupine.Operation) int { return int(max(-1, min(1, a.Call-b.Call))) })
	lines := make([]string, len(history))
	for i, o := range history {
		took := "never learnt"
		if o.Return != math.MaxInt64 {
			took = time.Duration(o.Return - o.Call).Round(time.Millisecond).String()
		}
		lines[i] = fmt.Sprintf("\n    +%s %s → %v, event %d, %s",
			time.Duration(o.Call-history[0].Call).Round(time.Millisecond), o.Input, o.Output, seqOfEffect(o), took)
	}
	return strings.Join(lines, "")
}
