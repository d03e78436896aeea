package e2e

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"duban/complaint"
	"duban/seed"
	"duban/workflows"
)

const (
	crashClients  = 4
	crashCommands = 200
	crashKills    = 5
)

// crash is the clients' own log: what was asked and what was acknowledged.
type crash struct {
	t       *testing.T
	program *Program
	acked   atomic.Int64
	retried atomic.Int64

	mu    sync.Mutex
	cases map[string]string   // case id by subject
	notes map[string]string   // case id by the note's unique text
	asked map[string]struct{} // subjects of every filing ever attempted
}

// Commands by four clients while the program is killed five times: none lost, none doubled, and what runs in
// Temporal is what stands in the journal (I1, I2, I9, I10, I12, I16).
func TestKilledInTheMiddle(t *testing.T) {
	c := &crash{
		t: t, program: Start(t),
		cases: map[string]string{}, notes: map[string]string{}, asked: map[string]struct{}{},
	}
	var wg sync.WaitGroup
	for n := range crashClients {
		wg.Go(func() { c.client(n) })
	}
	for kill := range crashKills {
		c.waitFor(int64((kill + 1) * crashCommands / (crashKills + 1)))
		c.program.Kill()
		c.program.Launch()
		c.program.WaitReady()
	}
	wg.Wait()
	t.Logf("%d commands acknowledged, %d sent again, %d kills", c.acked.Load(), c.retried.Load(), crashKills)
	c.check()
}

func (c *crash) waitFor(acked int64) {
	deadline := time.Now().Add(2 * time.Minute)
	for c.acked.Load() < acked {
		if time.Now().After(deadline) {
			c.t.Fatalf("only %d acknowledged", c.acked.Load())
		}
		<-time.After(time.Millisecond)
	}
}

// client files cases and adds notes, one in ten a filing, each retried with its key until the outcome is known.
func (c *crash) client(n int) {
	agent := c.signIn()
	mine := ""
	for i := range crashCommands / crashClients {
		key := uuid.NewString()
		if i%10 == 0 {
			subject := fmt.Sprintf("客户 %d 第 %d 件", n, i)
			c.mu.Lock()
			c.asked[subject] = struct{}{}
			c.mu.Unlock()
			r := c.insist(&agent, "/api/v1/cases", key, filing(subject), http.StatusCreated)
			mine = r.Text("id")
			c.mu.Lock()
			c.cases[subject] = mine
			c.mu.Unlock()
			continue
		}
		text := "备注 " + uuid.NewString()
		body := map[string]any{"command": "note", "data": map[string]any{"text": text}}
		c.insist(&agent, "/api/v1/cases/"+mine+"/commands", key, body, http.StatusOK)
		c.mu.Lock()
		c.notes[text] = mine
		c.mu.Unlock()
	}
}

func filing(subject string) map[string]any {
	return map[string]any{
		"policy": "logistics", "channel": "hotline", "category": "damage.wet", "severity": "severe", "subject": subject,
		"content": "外包装淋湿", "complainant": map[string]any{"name": "李四", "phone": "13900000000"},
		"respondents": []map[string]any{{"kind": "unit", "id": string(seed.UnitID("logistics", "branch")), "name": "网点"}},
	}
}

func (c *crash) signIn() *Person {
	for {
		p := c.program.Nobody()
		r, err := p.Try(http.MethodPost, "/api/v1/session", "", map[string]any{"username": "logistics.agent", "password": Password})
		if err == nil && r.Status == http.StatusNoContent {
			return p
		}
		<-time.After(50 * time.Millisecond)
	}
}

// insist sends a command until its outcome is known. Only an unknown outcome is retried, with the same key.
func (c *crash) insist(p **Person, path, key string, body any, want int) Reply {
	for {
		r, err := (*p).Try(http.MethodPost, path, key, body)
		switch {
		case err == nil && r.Status == want:
			c.acked.Add(1)
			return r
		case err == nil && r.Status == http.StatusAccepted:
			r = c.await(p, path, key)
			c.acked.Add(1)
			return r
		case err == nil && r.Status >= 400 && r.Status < 500 && r.Status != http.StatusUnauthorized && r.Status != http.StatusTooManyRequests:
			c.t.Errorf("%s: %d %s", path, r.Status, r.Raw)
			return r
		}
		c.retried.Add(1)
		<-time.After(20 * time.Millisecond)
	}
}

// await polls a queued command until it is done.
func (c *crash) await(p **Person, path, key string) Reply {
	for {
		r, err := (*p).Try(http.MethodGet, path+"/"+key, "", nil)
		if err == nil && r.Status == http.StatusOK && r.Text("state") != "pending" {
			if r.Text("state") != "done" {
				c.t.Errorf("queued and then refused: %s", r.Raw)
			}
			return r
		}
		<-time.After(50 * time.Millisecond)
	}
}

func (c *crash) check() {
	reader := c.program.As("logistics.supervisor")
	temporal, err := client.Dial(client.Options{
		HostPort: c.program.Temporal, Namespace: workflows.Namespace,
		Logger: sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	defer temporal.Close()
	cases := workflows.NewCases(temporal)
	noted := map[string]int{}
	for subject, id := range c.cases {
		raw := reader.Get("/api/v1/cases/"+id+"/journal?limit=500").Must(c.t, http.StatusOK)
		journal := reader.Journal(id)
		if err := Rehash(id, journal); err != nil {
			c.t.Errorf("%s: %v", subject, err)
		}
		texts, _ := raw.JSON["texts"].(map[string]any)
		for _, e := range journal {
			if e["type"] == "noted" {
				data, _ := e["data"].(map[string]any)
				noted[fmt.Sprint(texts[fmt.Sprint(data["text"])])]++
			}
		}
		c.sameState(cases, id, journal)
	}
	for text := range c.notes {
		if noted[text] != 1 {
			c.t.Errorf("an acknowledged note stands %d times in the journal", noted[text])
		}
	}
	if len(noted) != len(c.notes) {
		c.t.Errorf("%d notes were acknowledged, %d stand in the journals", len(c.notes), len(noted))
	}
	c.checkRegister(reader)
}

// sameState is I16: what the workflow holds is the journal folded. A task cut off by the last kill is run again
// when the server has given it up, some seconds later; until then the workflow may be behind, never beside.
func (c *crash) sameState(cases *workflows.Cases, id string, journal []map[string]any) {
	want := c.folded(id, journal)
	deadline := time.Now().Add(30 * time.Second)
	for {
		state, err := cases.State(c.t.Context(), complaint.CaseID(id))
		if err != nil {
			c.t.Errorf("case %s has no running workflow: %v", id, err)
			return
		}
		got, err := json.Marshal(state)
		if err != nil {
			c.t.Fatal(err)
		}
		if string(got) == want {
			return
		}
		if time.Now().After(deadline) {
			c.t.Errorf("the workflow has\n%s\nthe journal has\n%s", got, want)
			return
		}
		<-time.After(100 * time.Millisecond)
	}
}

// folded is the case that a journal makes.
func (c *crash) folded(id string, journal []map[string]any) string {
	folded := complaint.NewCase(complaint.CaseID(id))
	for _, entry := range journal {
		entry["case"] = id
		raw, err := json.Marshal(entry)
		if err != nil {
			c.t.Fatal(err)
		}
		var e complaint.Event
		if err := json.Unmarshal(raw, &e); err != nil {
			c.t.Fatal(err)
		}
		if err := folded.Apply(e); err != nil {
			c.t.Fatal(err)
		}
	}
	state, err := json.Marshal(folded)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(state)
}

// checkRegister: each filing is one case, and the day's numbers are 1…N without a gap.
func (c *crash) checkRegister(reader *Person) {
	bySubject, numbers := map[string]int{}, map[string]bool{}
	path := "/api/v1/cases?policy=logistics"
	for next := path; next != ""; {
		r := reader.Get(next).Must(c.t, http.StatusOK)
		for _, row := range r.List("items") {
			bySubject[fmt.Sprint(row["subject"])]++
			numbers[fmt.Sprint(row["number"])] = true
		}
		if next = ""; r.Text("next") != "" {
			next = path + "&cursor=" + r.Text("next")
		}
	}
	for subject := range c.asked {
		if bySubject[subject] != 1 {
			c.t.Errorf("%s: %d cases", subject, bySubject[subject])
		}
	}
	byDay := map[string]int{}
	for number := range numbers {
		day, _, _ := strings.Cut(number, "-")
		byDay[day]++
	}
	for day, n := range byDay {
		for i := range n {
			if want := fmt.Sprintf("%s-%04d", day, i+1); !numbers[want] {
				c.t.Errorf("number %s is missing among %d", want, n)
			}
		}
	}
}
