package e2e

import (
	"net/http"
	"testing"
	"time"
)

// mergeTellsTheSurvivor: the relay tells the case into which a duplicate is merged, which notes it in its journal.
func mergeTellsTheSurvivor(t *testing.T, program *Program) {
	t.Parallel()
	office := program.SignIn("land.petition_office")
	file := func() string {
		return office.Post("/api/v1/cases", "", map[string]any{
			"policy":      "land",
			"kind":        "petition",
			"channel":     "letter",
			"category":    "demand",
			"subject":     "并案",
			"content":     "同一件事",
			"complainant": map[string]any{"name": "张三"},
			"respondents": []any{},
			"data":        map[string]any{},
		}).MustHaveStatus(t, http.StatusCreated).TextAt("id")
	}
	duplicate, survivor := file(), file()
	merge := map[string]any{"command": "merge", "data": map[string]any{"into": survivor}}
	office.Post("/api/v1/cases/"+duplicate+"/commands", "", merge).MustHaveStatus(t, http.StatusOK)
	for deadline := time.Now().Add(30 * time.Second); ; <-time.After(50 * time.Millisecond) {
		links := office.Get("/api/v1/cases/"+survivor).MustHaveStatus(t, http.StatusOK).ObjectsAt("links")
		if len(links) == 1 && links[0]["case"] == duplicate && links[0]["relation"] == "duplicate" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the survivor links %v", links)
		}
	}
	journal := office.ReadJournal(survivor)
	for i, want := range []string{"linked", "parties_joined"} {
		if event := journal[len(journal)-2+i]; event["type"] != want || event["actor"] != "system" {
			t.Errorf("event %s: %v", want, event)
		}
	}
}
