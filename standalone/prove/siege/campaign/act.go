package campaign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/google/uuid"

	"duban/standalone/prove/siege/checker"
)

// actOnce is one thing that somebody does.
func (s *Siege) actOnce(ctx context.Context, rng *rand.Rand) {
	filed, acked := s.filed.Load(), s.acked.Load()
	behind := filed*int64(s.Commands) <= acked*int64(s.Cases) && filed < int64(s.Cases)
	if s.desk.countMatters() < s.People || behind {
		s.fileMatter(ctx, rng)
		return
	}
	m := s.desk.pickOpenMatter(rng)
	if m == nil {
		return
	}
	id := s.desk.idOf(m)
	switch dice := rng.Float64(); {
	case id == "":
		s.findFiledCase(ctx, rng, m)
	case dice < 0.02:
		s.probeForbidden(ctx, rng, m, id)
		return
	case dice < 0.02+s.Hurry && s.house.Rehearsal:
		s.advanceCaseClock(ctx, rng, id)
		return
	case dice < 0.16 && m.receipt != "":
		s.actAsComplainant(ctx, rng, m, id)
	default:
		s.actAsStaff(ctx, rng, m, id)
	}
}

// crew is who turns up at a case, and how often.
var crew = []string{
	"agent", "agent", "agent", "agent", "agent", "branch", "branch", "branch", "branch", "branch", "supervisor",
	"supervisor",
	"supervisor", "operations", "ceo_office",
}

// actAsStaff looks at the case and does something about it: mostly what the program offers, now and then what it
// does not.
func (s *Siege) actAsStaff(ctx context.Context, rng *rand.Rand, m *matter, id string) {
	who := s.anyoneOf(rng, crew...)
	seen, err := who.sendRequest(ctx, http.MethodGet, "/api/v1/cases/"+id, "", nil)
	if err != nil || seen.status != http.StatusOK {
		if err == nil && seen.status == http.StatusUnauthorized {
			s.signInAgain(ctx, who)
		}
		_ = waitUnlessDone(ctx, time.Duration(20+rng.IntN(100))*time.Millisecond)
		return
	}
	if seen.textAt("status") == "archived" && rng.Float64() < 0.7 {
		s.desk.countCommand(m, true)
		return
	}
	answer := s.sendUntilKnown(ctx, rng, s.chooseErrand(rng, who, id, seen))
	s.countCommand(m, answer, false)
}

func (s *Siege) signInAgain(ctx context.Context, who *person) {
	if err := who.signInUntilDone(ctx); err != nil && ctx.Err() == nil {
		s.reportTrouble(err)
	}
}

// actAsComplainant is what complainants do: write, rate, take back. The answer lists no events.
func (s *Siege) actAsComplainant(ctx context.Context, rng *rand.Rand, m *matter, id string) {
	ask := checker.Ask{
		Actor:    s.public.actor,
		Role:     s.public.role,
		Case:     id,
		Canaries: []string{s.newCanaryText("t")},
	}
	body := map[string]any{}
	switch dice := rng.Float64(); {
	case dice < 0.5:
		ask.Command = "message"
		body["data"] = map[string]any{"text": ask.Canaries[0]}
	case dice < 0.93:
		ask.Command, ask.Outcome = "rate", []string{"satisfied", "dissatisfied"}[rng.IntN(2)]
		body["data"] = map[string]any{"outcome": ask.Outcome, "text": ask.Canaries[0]}
	default:
		ask.Command = "withdraw"
		body["data"] = map[string]any{"reason": ask.Canaries[0]}
	}
	body["command"] = ask.Command
	answer := s.sendUntilKnown(ctx, rng,
		errand{s.public, "/api/v1/public/complaints/" + m.receipt + "/commands", ask, body})
	s.countCommand(m, answer, ask.Command == "withdraw")
}

// countCommand takes a command off what a matter shall see. One whose outcome nobody learnt is left as it is.
func (s *Siege) countCommand(m *matter, answer reply, endsMatter bool) {
	switch {
	case answer.status == 0:
		s.desk.countCommand(m, true)
	case answer.isAcknowledged():
		s.desk.countCommand(m, endsMatter)
	}
}

// probeForbidden reads a case as somebody who must not, and one that does not exist: both must look the same.
func (s *Siege) probeForbidden(ctx context.Context, rng *rand.Rand, m *matter, id string) {
	who := s.anyoneOf(rng, "hub", "branch")
	for _, p := range s.staff {
		if p.actor == m.accused && rng.Float64() < 0.7 {
			who = p
		}
	}
	for _, target := range []string{id, uuid.NewString()} {
		r, err := who.sendRequest(ctx, http.MethodGet, "/api/v1/cases/"+target, "", nil)
		if err != nil || r.status >= http.StatusInternalServerError || r.status == http.StatusUnauthorized {
			continue
		}
		s.logEntry(checker.Entry{
			Kind: checker.Probe,
			Case: target,
			Ask:  &checker.Ask{Actor: who.actor, Role: who.role, Unit: who.unit},
			Got:  &checker.Got{Status: r.status, Code: r.textAt("code"), Sum: r.hashOfBody()},
		})
	}
}

// advanceCaseClock moves a case's clock over whatever falls due on the way.
func (s *Siege) advanceCaseClock(ctx context.Context, rng *rand.Rand, id string) {
	by := []time.Duration{20 * time.Minute, 5 * time.Hour, 26 * time.Hour, 80 * time.Hour}[rng.IntN(4)]
	who := s.anyoneOf(rng, "supervisor")
	s.logEntry(checker.Entry{Kind: checker.Advance, Case: id, By: by})
	body := fmt.Appendf(nil, `{"by":"%s"}`, by)
	// Whether the clock got there is no promise of the program; what happens on the way is judged all the same.
	_, _ = who.sendRequest(ctx, http.MethodPost, "/api/v1/rehearsal/cases/"+id+"/advance", "", body)
}
