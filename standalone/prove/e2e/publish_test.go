package e2e

import (
	"net/http"
	"testing"
	"time"
)

// The program is killed while it opens the matter of a period, while somebody submits it and while its reports are
// counted: there is one matter, each report is published once, the matter is archived, and a later look shows the same
// figures.
func TestAPeriodIsPublishedOnceWhateverIsKilled(t *testing.T) {
	p := StartProgram(t)
	supervisor := p.SignIn("logistics.supervisor")
	period := map[string]any{"policy": "logistics", "report": "service", "period": "2026-02"}
	again := func(after time.Duration) {
		t.Helper()
		<-time.After(after)
		p.Kill()
		p.Launch()
		p.WaitReady()
	}
	go func() { _, _ = supervisor.Person.Post(t.Context(), "/api/v1/rehearsal/periods", "", period) }()
	again(5 * time.Millisecond)
	id := supervisor.Post("/api/v1/rehearsal/periods", "", period).MustHaveStatus(t, http.StatusCreated).TextAt("id")
	again(0)
	if same := supervisor.Post("/api/v1/rehearsal/periods", "", period).TextAt("id"); same != id {
		t.Fatalf("the period has two matters: %s and %s", id, same)
	}

	file, err := supervisor.UploadFile(t.Context(), "/api/v1/cases/"+id+"/attachments", "report.pdf",
		[]byte("%PDF-1.4"), false)
	if err != nil || file.Status != http.StatusCreated {
		t.Fatalf("attach: %v %s", err, file.Raw)
	}
	submit := map[string]any{"command": "complete", "outcome": "submitted", "data": map[string]any{
		"figures":      []string{file.TextAt("id")},
		"improvements": "加强分拨",
	}}
	const key = "submit-once"
	go func() { _, _ = supervisor.Person.Post(t.Context(), "/api/v1/cases/"+id+"/commands", key, submit) }()
	again(10 * time.Millisecond)
	status := 0
	for status != http.StatusOK {
		r, err := supervisor.Person.Post(t.Context(), "/api/v1/cases/"+id+"/commands", key, submit)
		if err != nil {
			t.Fatal(err)
		}
		if status = r.Status; status == http.StatusAccepted || status == http.StatusServiceUnavailable {
			<-time.After(100 * time.Millisecond)
		} else if status != http.StatusOK {
			t.Fatalf("submit: %d %s", r.Status, r.Raw)
		}
	}
	for _, after := range []time.Duration{0, 900, 1100} { // reports are counted a second after they are ordered
		again(after * time.Millisecond)
	}
	count := func(event string) (n int) {
		for _, e := range supervisor.ReadJournal(id) {
			if e["type"] == event {
				n++
			}
		}
		return n
	}
	for end := time.Now().Add(2 * time.Minute); count("report_published") < 3; {
		if time.Now().After(end) {
			t.Fatalf("not published; the program said:\n%s", p.Output())
		}
		<-time.After(100 * time.Millisecond)
	}
	again(0)
	for event, want := range map[string]int{
		"filed":            1,
		"report_ordered":   3,
		"report_published": 3,
		"closed":           1,
	} {
		if n := count(event); n != want {
			t.Errorf("%s: %d times, not %d", event, n, want)
		}
	}
	sequences := map[string]bool{}
	for _, report := range []string{"insured", "service", "delivery"} {
		r := supervisor.Get("/api/v1/reports/logistics/"+report+"?period=2026-02&edition=1").MustHaveStatus(
			t, http.StatusOK,
		)
		if n := len(r.ObjectsAt("editions")); n != 1 {
			t.Errorf("%s has %d editions", report, n)
		}
		sequences[r.TextAt("sequence")] = true
	}
	if len(sequences) != 3 || !sequences["1"] || !sequences["3"] {
		t.Errorf("numbers of publications: %v", sequences)
	}
	reader := p.SignIn("logistics.ceo_office")
	reader.Post("/api/v1/cases/"+id+"/commands", "", map[string]any{"command": "complete", "outcome": "read"}).
		MustHaveStatus(t, http.StatusOK)
	if count("archived") != 1 {
		t.Error("the matter is not archived")
	}
}
