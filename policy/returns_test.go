package policy_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
)

// refusal is the outcome of the small policy by which a matter is not accepted: one that was could not be refused then.
const refusal = "      refused:  {title: 不予受理, next: archive, closes: {disposition: '\"inadmissible\"'}}\n"

// However often a matter is handed back and passed on inside the organisation, even to before what starts the limit,
// the complainant's final date stays.
func TestNoChainOfReturnsMovesTheFinalDate(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a chain that can be made again
		back := []string{"accept", "route"}[r.IntN(2)]
		e, who := unitsOpened(t, `return: {by: [branch], leads_to: `+back+`, clauses: ["2"]}, `+
			`redirect: {by: [branch], clauses: ["2"]}`, refusal, "")
		due, handedBack := answering(e).Due, 0
		var chain []string
		for range 2 + r.IntN(12) {
			mustAdvance(t, e, r.IntN(3))
			var err error
			switch step := e.Case.Step; {
			case step == "accept":
				err = gives(t, e, who["clerk"], "accepted", nil)
			case step == "route":
				to := []string{"east", "west"}[r.IntN(2)]
				err = gives(t, e, who["clerk"], "routed", map[string]any{"responsible_unit": to})
			case r.IntN(2) == 0:
				err = give(e, who[string(e.Case.ResponsibleUnit())], complaint.Return{Reason: "r"})
				handedBack++
			default:
				from := e.Case.ResponsibleUnit()
				to := map[complaint.UnitID]complaint.UnitID{"east": "west", "west": "east"}[from]
				err = give(e, who[string(from)], complaint.Redirect{To: to, Reason: "r"})
			}
			chain = append(chain, string(e.Case.Step))
			if err != nil {
				t.Fatalf("seed %d, %v: %v", seed, chain, err)
			}
			if d := answering(e); d.Due != due {
				t.Fatalf("seed %d, %v: the final date moved from %s to %s", seed, chain, due, d.Due)
			}
		}
		set := 0
		for _, event := range e.Journal {
			if d, ok := event.Fact.(complaint.DeadlineSet); ok && d.Deadline.Name == "answer" {
				set++
			}
		}
		if set != 1 {
			t.Errorf("seed %d, handed back %d times: the limit was set %d times", seed, handedBack, set)
		}
	}
}

// A limit that starts anew is not started anew by handing the matter back: the check refuses such a file.
func TestAReturnDoesNotRestartALimit(t *testing.T) {
	for back, refused := range map[string]bool{"accept": true, "route": false} {
		passages := append([]string{"until: answered", "until: answered\n    restart: true"},
			byUnits(`return: {by: [branch], leads_to: `+back+`, clauses: ["2"]}`)...)
		found := foundIn(t, string(rewritten(t, passages...)))
		is := slices.ContainsFunc(found, func(f policy.Finding) bool { return f.ID == "proof.returns_restart" })
		if is != refused {
			t.Errorf("back to %s: refused %t, found %v", back, is, found)
		}
	}
}
