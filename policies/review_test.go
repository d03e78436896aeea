package policies_test

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// replay plays a scenario of a regulation up to a step and hands over the engine as it then stands.
func replay(t testing.TB, regulation, name string, steps int) *scenario.EnginePlayer {
	t.Helper()
	player := &scenario.EnginePlayer{Policy: load(t, regulation+"/policy.yaml"), Calendar: cn(t)}
	for _, s := range scriptsOf(t, regulation) {
		if s.Name != name {
			continue
		}
		s.Steps, s.Ends = s.Steps[:steps], scenario.State{}
		for _, wrong := range scenario.PlayScript(s, player) {
			t.Fatal(wrong)
		}
		return player
	}
	t.Fatalf("%s has no scenario %q", regulation, name)
	return nil
}

// Whoever handled the matter takes no part in its review, also after they have moved to the department that
// reviews; they may still read it (land-11, ours).
func TestFirstHandlersTakeNoPartInTheReview(t *testing.T) {
	player := replay(t, "land", "直接向上一级申请复查；认为不正确的重新处理", 6)
	first := player.Engine
	review := first.Opened[0]
	if !slices.Equal(review.Case.Excluded, []complaint.UserID{"township_office"}) {
		t.Fatalf("excluded: %v", review.Case.Excluded)
	}
	moved := review.Directory.People["township_office"]
	moved.Roles = []complaint.RoleID{player.Policy.RoleID("superior")}
	review.Directory.People[moved.ID] = moved
	examined := complaint.Complete{Outcome: "examined", Data: map[string]any{"higher_opinion": "x", "correct": true}}
	err := review.GiveOrder(complaint.Actor{Person: moved}, complaint.Order{Command: examined})
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Setting != "land.other_people" {
		t.Errorf("the first handler reviews: %v", err)
	}
	if !player.Policy.Wall(review.Case).Admits(moved) {
		t.Error("the first handler may not read the review")
	}
	for _, o := range player.Policy.Offers(review.Case, complaint.Actor{Person: moved}, policy.Facts{
		Now:       review.Now,
		Calendar:  review.Calendar,
		Directory: review.Directory,
	}) {
		if o.Allowed {
			t.Errorf("the first handler is offered %s", o.Command)
		}
	}
	colleague := complaint.Actor{Person: review.Directory.People["superior"]}
	if err := review.GiveOrder(colleague, complaint.Order{Command: examined}); err != nil {
		t.Error(err)
	}
}
