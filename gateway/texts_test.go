package gateway

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
)

// What is a text is told by the type of a field and by the form, never by how a value looks.
func TestTextsAreKnownByType(t *testing.T) {
	data, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load("logistics/policy.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	hash := func(digit string) string { return strings.Repeat(digit, 64) }
	at := complaint.Instant(monday)
	got := p.TextsNamedIn([]complaint.Fact{
		complaint.Filed{
			Subject:    complaint.TextID(hash("1")),
			Parties:    []complaint.Party{{ID: "p", Identity: complaint.TextID(hash("2"))}},
			ReceivedAt: at,
			Data:       map[string]any{"waybill": hash("3"), "declared": 1},
		},
		complaint.TaskCompleted{
			Task:    complaint.TaskID(hash("a")),
			Outcome: hash("b"),
			Data: map[string]any{
				"finding":     hash("4"),
				"established": hash("c"),
				"files":       []any{hash("d")},
			},
		},
		complaint.Noted{
			Text:        complaint.TextID(hash("5")),
			Attachments: []complaint.AttachmentID{complaint.AttachmentID(hash("e"))},
		},
	})
	slices.Sort(got)
	want := []complaint.TextID{
		complaint.TextID(hash("1")),
		complaint.TextID(hash("2")),
		complaint.TextID(hash("3")),
		complaint.TextID(hash("4")),
		complaint.TextID(hash("5")),
	}
	if !slices.Equal(got, want) {
		t.Errorf("texts %v, want %v", got, want)
	}
}

// Texts that look like the id of a text are shown as they are.
func TestATextThatLooksLikeAnID(t *testing.T) {
	h := newHouse(t)
	looks := strings.Repeat("0f", 32)
	written := finding()
	written["finding"] = looks
	body := matter("content", looks)
	id := h.agent().post("/cases", body).must(http.StatusCreated).text("id")
	h.branch().does(id, "complete", "data", written, "comment", looks).must(http.StatusOK)
	c := h.agent().get("/cases/" + id).must(http.StatusOK)
	if c.text("content") != looks || c.text("data", "finding") != looks || c.text("data", "waybill") != "YD88" {
		t.Errorf("content %q, data %v", c.text("content"), c.json["data"])
	}
	journal := h.agent().get("/cases/" + id + "/journal").must(http.StatusOK)
	done := journal.findIn("items", "type", "task_completed")["data"].(map[string]any)
	for _, name := range []any{done["comment"], done["data"].(map[string]any)["finding"]} {
		if journal.text("texts", name) != looks {
			t.Errorf("%v stands for %q", name, journal.text("texts", name))
		}
	}
}
