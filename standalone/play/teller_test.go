package play

import (
	"strings"
	"testing"

	"duban/complaint"
	"duban/web/words"
)

func TestEveryEventHasASentence(t *testing.T) {
	for _, event := range complaint.EventTypes() {
		if !words.DefaultLanguage().HasWords("event." + event) {
			t.Errorf("%s has no sentence", event)
		}
	}
}

// Whoever mistypes a regulation's name is told the names there are.
func TestFindTellsWhatThereIs(t *testing.T) {
	if _, _, err := FindScenarios("landd"); err == nil || !strings.Contains(err.Error(), "land, lawfirm") {
		t.Error(err)
	}
}

func TestAnEventIsToldAsOneLine(t *testing.T) {
	p, _, err := FindScenarios("land")
	if err != nil {
		t.Fatal(err)
	}
	teller := newTeller(p)
	player := Player{policy: p}
	for want, event := range map[string]map[string]any{
		"2026-03-02 10:00  局领导甲         完成“局领导批示”：同意  〔land-2a〕": {
			"at":     "2026-03-02T10:00:00.000000+08:00",
			"actor":  player.demoUserID("bureau_leader"),
			"type":   "task_completed",
			"data":   map[string]any{"step": "endorse_bureau", "outcome": "approved"},
			"reason": map[string]any{"clause": "land-2a"},
		},
		"2026-04-01 16:00  系统             提醒信访办：期限将到  〔设定 land.ladder〕": {
			"at":     "2026-04-01T16:00:00.000000+08:00",
			"actor":  "system",
			"type":   "reminded",
			"data":   map[string]any{"assignee": "", "to": []any{map[string]any{"role": "land.petition_office"}}},
			"reason": map[string]any{"clause": "", "setting": "land.ladder"},
		},
		"2026-03-02 10:00  投诉人           已送达，2026-03-01 09:30": {
			"at":    "2026-03-02T10:00:00.000000+08:00",
			"actor": "complainant",
			"type":  "served",
			"data":  map[string]any{"at": "2026-03-01T01:30:00.000000Z"},
		},
	} {
		if got := teller.eventLine(event); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
