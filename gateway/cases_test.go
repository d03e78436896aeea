package gateway

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
	"duban/store"
)

func TestTheCaseView(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	c := h.branch().get("/cases/" + id).must(http.StatusOK)
	for path, want := range map[string]string{
		"kind":      "complaint",
		"category":  "damage.wet",
		"severity":  "general",
		"policy.id": "logistics",
		"now":       "2026-03-02T10:00:00+08:00",
		"unit":      string(seed.DemoUnitID("logistics", "branch")),
	} {
		keys := []any{}
		for k := range strings.SplitSeq(path, ".") {
			keys = append(keys, k)
		}
		if c.text(keys...) != want {
			t.Errorf("%s is %q, want %q", path, c.text(keys...), want)
		}
	}
	for _, list := range []string{
		"parties", "tasks", "deadlines", "slips", "notices", "messages", "links", "documents", "measures", "actions",
	} {
		if _, ok := c.json[list].([]any); !ok {
			t.Errorf("%s is no list: %v", list, c.json[list])
		}
	}
	if c.json["disposition"] != nil {
		t.Errorf("disposition %v", c.json["disposition"])
	}
	task := c.findIn("tasks", "step", "investigate")
	if task["state"] != "open" || task["assignee"] != nil || task["due"] != "2026-03-04T00:00:00+08:00" {
		t.Errorf("task: %v", task)
	}
	if c.text("tasks", 0, "roles", 0) != "logistics.branch" ||
		c.text("tasks", 0, "unit") != string(seed.DemoUnitID("logistics", "branch")) {
		t.Errorf("task: %v", task)
	}
	d := c.findIn("deadlines", "name", "handling")
	for field, want := range map[string]any{
		"clause":      "logistics-4.1a",
		"setting":     nil,
		"started":     "2026-03-02T10:00:00+08:00",
		"due":         "2026-03-04T00:00:00+08:00",
		"last_day":    "2026-03-03",
		"state":       "running",
		"target":      nil,
		"provisional": false,
	} {
		if d[field] != want {
			t.Errorf("deadline %s is %v, want %v", field, d[field], want)
		}
	}
	if len(d["computation"].([]any)) == 0 {
		t.Error("no computation")
	}
}

func TestActionsSayWhyNot(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	action := func(r reply, path []any, command string) map[string]any {
		l, _ := r.at(path...).([]any)
		for _, a := range l {
			if m, ok := a.(map[string]any); ok && m["command"] == command {
				return m
			}
		}
		t.Fatalf("no action %s", command)
		return nil
	}
	mine := action(h.branch().get("/cases/"+id), []any{"tasks", 0, "actions"}, "complete")
	if mine["allowed"] != true || mine["outcome"] != "handled" || mine["form"] != "investigate" {
		t.Errorf("action: %v", mine)
	}
	agent := h.agent().get("/cases/" + id)
	theirs := action(agent, []any{"tasks", 0, "actions"}, "complete")
	refusal, _ := theirs["refusal"].(map[string]any)
	if theirs["allowed"] != false || refusal["code"] != "forbidden" || refusal["clause"] != "logistics-2.5" ||
		refusal["detail"] == "" {
		t.Errorf("action: %v", theirs)
	}
	if note := action(agent, []any{"actions"}, "note"); note["allowed"] != true || note["form"] != "command.note" {
		t.Errorf("action: %v", note)
	}
	forms := h.agent().get("/policies/logistics").must(http.StatusOK)
	for _, form := range []string{"investigate", "command.note", "intake"} {
		if forms.at("forms", form) == nil {
			t.Errorf("no form %s", form)
		}
	}
}

func TestTheComplainantIsSealed(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	knows := h.agent().get("/cases/" + id).must(http.StatusOK)
	if p := knows.findIn("parties", "role", "complainant"); p["name"] != "张三丰" || p["phone"] != "13912345678" ||
		p["sealed"] != false {
		t.Errorf("party: %v", p)
	}
	if p := knows.findIn("parties", "role", "respondent"); p["kind"] != "unit" || p["name"] == nil {
		t.Errorf("party: %v", p)
	}
	for _, who := range []string{"logistics.branch", "logistics.operations", "logistics.ceo_office"} {
		v := h.signedIn(who)
		c := v.get("/cases/" + id).must(http.StatusOK)
		if p := c.findIn("parties", "role", "complainant"); p["name"] != nil || p["phone"] != nil ||
			p["sealed"] != true {
			t.Errorf("%s: party: %v", who, p)
		}
		pages := c.raw
		for _, path := range []string{
			"/cases/" + id + "/journal", "/inbox", "/cases", "/cases?q=13912345678", "/slips",
		} {
			pages += v.get(path).must(http.StatusOK).raw
		}
		if strings.Contains(pages, "张三丰") || strings.Contains(pages, "13912345678") {
			t.Errorf("%s can read the complainant's name", who)
		}
		if strings.Contains(v.get("/cases?q=13912345678").raw, id) ||
			strings.Contains(v.get("/cases?q=%E5%BC%A0%E4%B8%89%E4%B8%B0").raw, id) {
			t.Errorf("%s can find the complainant by name", who)
		}
	}
	if !strings.Contains(h.agent().get("/cases?q=13912345678").raw, id) {
		t.Error("who knows the complainant cannot find them")
	}
	if strings.Contains(h.logs.String(), "张三丰") || strings.Contains(h.logs.String(), "13912345678") ||
		strings.Contains(h.logs.String(), "淋湿") {
		t.Error("personal data in the log")
	}
}

// Who is not behind the wall gets the very bytes that nobody's case gives, by every way in.
func TestTheWallLooksLikeNothing(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.branch().does(id, "claim").must(http.StatusOK)
	ways := func(v *visitor, id string) []reply {
		all := []reply{
			v.does(id, "claim"), v.does(id, "canary"),
			v.post("/rehearsal/cases/"+id+"/advance", map[string]any{"by": "1d"}),
		}
		for _, path := range []string{"", "/journal", "/journal?cursor=x", "/commands/abc"} {
			all = append(all, v.get("/cases/"+id+path))
		}
		return all
	}
	for i, who := range []string{"elsewhere", "nobody", "admin", "logistics.claims"} {
		v := h.signedIn(who).withLanguage([]string{"zh", "en"}[i%2])
		hidden, missing := ways(v, id), ways(v, "7f0c2f3e-8f1b-4d5c-9a53-0d0f4a3f0001")
		malformed := ways(v, "x")
		for i := range hidden {
			hidden[i].refuses(http.StatusNotFound, "not_found")
			if hidden[i].raw != missing[i].raw || hidden[i].raw != malformed[i].raw {
				t.Errorf("%s: %s and %s", who, hidden[i].raw, missing[i].raw)
			}
			if len(hidden[i].header) != len(missing[i].header) {
				t.Errorf("%s: headers differ: %v, %v", who, hidden[i].header, missing[i].header)
			}
		}
		for _, list := range []string{"/cases", "/inbox", "/slips", "/cases?q=YD88", "/cases?q=20260302"} {
			if r := v.get(list).must(http.StatusOK); len(r.list("items")) != 0 {
				t.Errorf("%s sees %s: %s", who, list, r.raw)
			}
		}
	}
	h.branch().get("/cases/" + id).must(http.StatusOK)
}

func TestTheJournalVerifies(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.branch().does(id, "complete", "data", finding()).must(http.StatusOK)
	var events []complaint.Event
	next, texts := "", map[string]any{}
	for page := 0; page == 0 || next != ""; page++ {
		path := "/cases/" + id + "/journal?limit=3"
		if next != "" {
			path += "&cursor=" + next
		}
		r := h.branch().get(path).must(http.StatusOK)
		for i := range r.list("items") {
			events = append(events, eventFrom(t, id, r, i))
		}

		maps.Copy(texts, r.at("texts").(map[string]any))
		next = r.text("next")
	}
	if err := store.VerifyChain(events); err != nil {
		t.Error(err)
	}
	all, err := h.store.JournalEvents(context.Background(), complaint.CaseID(id), 0, 0)
	if err != nil || len(all) != len(events) {
		t.Errorf("%d of %d events: %v", len(events), len(all), err)
	}
	completed := events[len(events)-1]
	for _, e := range events {
		if e.Type() == "task_completed" {
			completed = e
		}
	}
	data := completed.Fact.(complaint.TaskCompleted).Data
	if texts[data["finding"].(string)] != "雨布破损。" {
		t.Errorf("texts: %v", texts)
	}
}

// eventFrom reads an event of a journal page back as a client would.
func eventFrom(t *testing.T, id string, r reply, i int) complaint.Event {
	t.Helper()
	item, _ := r.at("items", i).(map[string]any)
	item["case"] = id
	var e complaint.Event
	if err := e.UnmarshalJSON(encode(t, item)); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheRegister(t *testing.T) {
	h := newHouse(t)
	late := h.filed()
	h.passTime(time.Minute)
	fresh := h.filed("severity", "severe", "subject", "100%损坏")
	v := h.agent()
	v.post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "4d"}).must(http.StatusOK)
	for query, want := range map[string][]string{
		"":                  {fresh, late},
		"?overdue=true":     {late},
		"?overdue=false":    {fresh},
		"?status=open":      {fresh, late},
		"?status=archived":  nil,
		"?policy=logistics": {fresh, late},
		"?policy=other":     nil,
		"?step=investigate": {fresh, late},
		"?q=0001":           {late},
		"?q=%25":            nil, // nothing that can be looked for
		"?q=100%25":         {fresh},
		"?q=货物潮湿":           {fresh, late}, // what the category is called
		"?q=damage.wet":     {fresh, late},
		"?q=投诉+淋湿":          {late},
		"?q=YD88":           {fresh, late}, // a field of the form
		"?step=answer":      nil,
	} {
		r := v.get("/cases" + query).must(http.StatusOK)
		var got []string
		for i := range r.list("items") {
			got = append(got, r.text("items", i, "id"))
		}
		if strings.Join(sorted(got), " ") != strings.Join(sorted(want), " ") {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"?order=oldest":                          late + fresh,
		"?order=limit":                           late + fresh,
		"?from=2026-03-02&to=2026-03-02":         fresh + late,
		"?from=2026-03-03":                       "",
		"?to=2026-03-01":                         "",
		"?q=YD88&order=oldest&to=2026-03-02":     late + fresh,
		"?q=YD88&from=2026-03-02&status=open":    fresh + late,
		"?q=YD88&to=2026-03-01":                  "",
		"?overdue=false&order=limit&status=open": fresh,
	} {
		var got string
		r := v.get("/cases" + query).must(http.StatusOK)
		for i := range r.list("items") {
			got += r.text("items", i, "id")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	counted := func(ask map[string]any) any {
		return v.post("/cases/count", ask).must(http.StatusOK).at("cases")
	}
	for want, ask := range []map[string]any{{"to": "2026-03-01"}, {"q": "0001"}, {"q": "YD88"}} {
		if got := counted(ask); got != float64(want) {
			t.Errorf("%v: %v cases, want %d", ask, got, want)
		}
	}
	v.get("/cases?from=2026-02-30").refuses(http.StatusUnprocessableEntity, "invalid")
	v.get("/cases?order=canary").refuses(http.StatusUnprocessableEntity, "invalid")
	for body, want := range map[string]string{
		"0001":           late,
		"投诉 100":         fresh,
		"损坏":             fresh,
		"０００１":           late,
		"2026 0302-0001": late,
		"损坏 淋湿":          "",
	} {
		r := v.post("/cases/search", map[string]any{"q": body, "limit": 1, "policy": "logistics"}).must(http.StatusOK)
		var got string
		if len(r.list("items")) > 0 {
			got = r.text("items", 0, "id")
		}
		if got != want {
			t.Errorf("search for %q: %q, want %q", body, got, want)
		}
	}
	if logs := h.logs.String(); strings.Contains(logs, "损坏") {
		t.Error("what was searched for stands in the log")
	}
	h.public().post("/cases/search", map[string]any{"q": "0001"}).refuses(http.StatusUnauthorized, "unauthenticated")
	v.post("/cases/search", map[string]any{"q": "a\u0000b"}).refuses(http.StatusUnprocessableEntity, "invalid")
	v.post("/cases/search", map[string]any{"status": "canary"}).refuses(http.StatusUnprocessableEntity, "invalid")
	v.get("/cases?status=canary").refuses(http.StatusUnprocessableEntity, "invalid")
	v.get("/cases?overdue=canary").refuses(http.StatusUnprocessableEntity, "invalid")
	v.get("/cases?cursor=canary").refuses(http.StatusUnprocessableEntity, "invalid")
	r := v.get("/cases?q=0001")
	if r.text("items", 0, "subject") != "货物淋湿" || r.text("items", 0, "step_title") != "调查处理" ||
		r.text("items", 0, "overdue") != "true" {
		t.Errorf("row: %s", r.raw)
	}
}

func TestPoliciesAndDirectory(t *testing.T) {
	h := newHouse(t)
	v := h.branch()
	p := v.get("/policies/logistics").must(http.StatusOK)
	if c := p.findIn("clauses", "id", "logistics-4.1a"); c["kind"] != "enforced" || len(c["coverage"].([]any)) == 0 {
		t.Errorf("clause: %v", c)
	}
	if c := p.findIn("channels", "code", "hotline"); c["source"] != "external" {
		t.Errorf("channel: %v", c)
	}
	if s := p.findIn("sources", "code", "external"); len(s["by"].([]any)) != 2 {
		t.Errorf("source: %v", s)
	}
	if kinds := p.list("intake", "kinds"); len(kinds) != 1 {
		t.Errorf("kinds that are filed: %v", kinds)
	}
	if r := p.findIn("roles", "id", "logistics.supervisor"); r["level"] != float64(2) {
		t.Errorf("role: %v", r)
	}
	if s := p.findIn("steps", "id", "investigate"); s["title"] != "调查处理" || len(s["guidance"].([]any)) != 1 {
		t.Errorf("step: %v", s)
	}
	v.get("/policies/logistics?version=" + p.text("version")).must(http.StatusOK)
	v.get("/policies/logistics?version=99").refuses(http.StatusNotFound, "not_found")
	v.get("/policies/canary").refuses(http.StatusNotFound, "not_found")
	if r := v.get("/policies").must(http.StatusOK); len(r.list("items")) == 0 {
		t.Error("no policies")
	}
	if r := v.get("/units").must(http.StatusOK); r.findIn("items", "id", "unit-elsewhere") == nil {
		t.Errorf("units: %s", r.raw)
	}
	r := v.get("/people?q=logistics.hub2").must(http.StatusOK)
	if in := v.post("/people/search", map[string]any{"q": "logistics.hub2"}).must(http.StatusOK); in.raw != r.raw {
		t.Errorf("asked in a body: %s, in the address: %s", in.raw, r.raw)
	}
	h.public().post("/people/search", map[string]any{"q": "x"}).refuses(http.StatusUnauthorized, "unauthenticated")
	if len(r.list("items")) != 1 || strings.Contains(r.raw, "argon2") || strings.Contains(r.raw, "username") {
		t.Errorf("people: %s", r.raw)
	}
}
