package campaign

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"duban/standalone/prove/siege/checker"
)

var categories = []string{"damage.wet", "delay.transit", "error.label", "price", "other", "attitude"}

// days are when rehearsed complaints are received: mostly before holidays and make-up days.
var days = []string{
	"2025-01-24", "2025-04-25", "2025-09-26", "2025-09-30", "2026-02-13", "2026-02-27", "2026-04-30", "2026-05-08",
	"2026-06-17", "2026-09-18", "2026-03-04",
}

// fileMatter registers a matter, or has the public do so.
func (s *Siege) fileMatter(ctx context.Context, rng *rand.Rand) {
	m := &matter{left: 1 + rng.IntN(max(1, 2*s.Commands/max(1, s.Cases)-2)), subject: s.newCanaryText("s")}
	canaries := []string{s.newCanaryText("t"), m.subject, s.newCanaryText("n"), s.newCanaryText("p")}
	category := categories[rng.IntN(len(categories))]
	body := map[string]any{
		"policy":      "logistics",
		"category":    category,
		"subject":     m.subject,
		"content":     canaries[0],
		"complainant": map[string]any{"name": canaries[2], "phone": canaries[3]},
	}
	ask := checker.Ask{Canaries: canaries, Category: category, Severity: "general"}
	if rng.Float64() < 0.15 {
		ask.Actor, ask.Role, ask.Command = s.public.actor, s.public.role, checker.FilePublic
		r := s.sendUntilKnown(ctx, rng, errand{s.public, "/api/v1/public/complaints", ask, body})
		if m.receipt = r.textAt("receipt"); r.isAcknowledged() {
			s.desk.addMatter(m)
		}
		return
	}
	who := s.anyoneOf(rng, "agent", "agent", "agent", "supervisor")
	ask.Actor, ask.Role, ask.Command = who.actor, who.role, checker.FileStaff
	ask.Severity = []string{"general", "medium", "severe"}[rng.IntN(3)]
	body["severity"], body["channel"] = ask.Severity, "hotline"
	s.addAccused(rng, who, m, &ask, body)
	s.startOwnClock(rng, ask, body)
	r := s.sendUntilKnown(ctx, rng, errand{who, "/api/v1/cases", ask, body})
	// the receipt is handed on: who filed does not follow the case with it
	if m.id = r.textAt("id"); r.isAcknowledged() {
		s.desk.addMatter(m)
	}
}

// addAccused names whom the complaint is about: mostly the branch; sometimes nobody yet, sometimes a person too. Nobody
// files against themselves: the wall would keep them out of what they have filed, and from its receipt.
func (s *Siege) addAccused(rng *rand.Rand, who *person, m *matter, ask *checker.Ask, body map[string]any) {
	respondents := []map[string]any{}
	if rng.Float64() < 0.85 {
		ask.Unit = s.units["branch"]
		respondents = append(respondents, map[string]any{"kind": "unit", "id": ask.Unit, "name": "网点"})
	}
	if rng.Float64() < 0.1 {
		accused := s.anyoneOf(rng, "branch", "agent")
		for accused.actor == who.actor {
			accused = s.anyoneOf(rng, "branch")
		}
		m.accused, ask.Accused = accused.actor, accused.actor
		respondents = append(respondents, map[string]any{"kind": "person", "id": accused.actor, "name": "某人"})
	}
	body["respondents"] = respondents
}

// startOwnClock starts the case's own clock, mostly just before a rung of its ladder, which then falls due while the
// siege goes on: the reminder, the limit, or the escalation a working day later. Where cases have no clocks it only
// registers late, so that some rungs are due at once.
func (s *Siege) startOwnClock(rng *rand.Rand, ask checker.Ask, body map[string]any) {
	if !s.house.Rehearsal {
		body["received_at"] = s.Now().Add(-time.Duration(rng.IntN(12*24)) * time.Hour).Format(time.RFC3339)
		return
	}
	if rng.Float64() < 0.4 {
		return
	}
	day, err := time.ParseInLocation(time.DateOnly, days[rng.IntN(len(days))], checker.Zone)
	if err != nil {
		s.reportTrouble(err)
		return
	}
	received := day.Add(time.Duration(rng.IntN(24*60)) * time.Minute)
	n := s.terms.OfHandling(ask.Category, ask.Severity)
	rung := checker.DueAfterTerm(received, n)
	switch rng.IntN(5) {
	case 0:
		rung = rung.Add(-4 * time.Hour)
	case 1:
		rung = checker.DueAfterTerm(checker.LastDayOfTerm(received, n), 1)
	}
	clock := rung.Add(-time.Duration(1+rng.IntN(30)) * time.Second)
	body["received_at"], body["clock"] = received.Format(time.RFC3339), clock.Format(time.RFC3339)
}

// findFiledCase finds the case of a public complaint in the register, as staff do.
func (s *Siege) findFiledCase(ctx context.Context, rng *rand.Rand, m *matter) {
	who := s.anyoneOf(rng, "agent", "supervisor")
	r, err := who.sendRequest(ctx, http.MethodGet,
		"/api/v1/cases?policy=logistics&q="+url.QueryEscape(m.subject), "", nil)
	if err != nil || r.status != http.StatusOK {
		return
	}
	for _, row := range r.objectsAt("items") {
		if textAt(row, "subject") == m.subject {
			s.desk.setID(m, textAt(row, "id"))
		}
	}
}

// anyoneOf is a member of staff in one of the roles; naming a role twice makes it likelier.
func (s *Siege) anyoneOf(rng *rand.Rand, roles ...string) *person {
	role := roles[rng.IntN(len(roles))]
	var holders []*person
	for _, p := range s.staff {
		if p.role == role {
			holders = append(holders, p)
		}
	}
	return holders[rng.IntN(len(holders))]
}
