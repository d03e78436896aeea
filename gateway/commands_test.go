package gateway

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/internal/seed"
)

func finding() map[string]any {
	return map[string]any{"finding": "雨布破损。", "established": true, "remedy": "赔付。"}
}

func TestHandlingACaseToItsEnd(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	r := h.branch().does(id, "complete", "data", finding(), "comment", "已核实").must(http.StatusOK)
	types := []string{}
	for i := range r.list("events") {
		types = append(types, r.text("events", i, "type"))
	}
	if !slices.Contains(types, "task_claimed") || !slices.Contains(types, "task_completed") || r.text("seq") == "" {
		t.Errorf("answer: %s", r.raw)
	}
	if strings.Contains(r.raw, "雨布") {
		t.Error("the journal holds a text")
	}
	served := map[string]any{"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已赔付，抱歉。"}
	h.agent().does(id, "complete", "data", served).must(http.StatusOK)
	c := h.agent().get("/cases/" + id).must(http.StatusOK)
	if c.text("status") != "closed" || c.text("disposition") != "upheld" || c.text("data", "finding") != "雨布破损。" {
		t.Errorf("case: %s", c.raw)
	}
	h.agent().does(id, "complete", "outcome", "satisfied").must(http.StatusOK)
	if c = h.agent().get("/cases/" + id); c.text("status") != "archived" {
		t.Errorf("case: %s", c.raw)
	}
	h.agent().does(id, "note", "data", map[string]any{"text": "迟了"}).refuses(http.StatusConflict, "conflict")
}

func TestARepeatedCommandActsOnce(t *testing.T) {
	h := newHouse(t)
	id, key, v := h.filed(), uuid.NewString(), h.branch()
	path, body := "/api/v1/cases/"+id+"/commands", map[string]any{"command": "claim"}
	first := v.do(http.MethodPost, path, key, body).must(http.StatusOK)
	calls := h.cases.calls
	again := v.do(http.MethodPost, path, key, map[string]any{"command": "claim"}).must(http.StatusOK)
	if first.raw != again.raw || h.cases.calls != calls {
		t.Errorf("first %s, again %s", first.raw, again.raw)
	}
	v.do(http.MethodPost, path, key,
		map[string]any{"command": "release"}).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost,
		"/api/v1/cases/"+h.filed()+"/commands", key, body).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, path, "", body).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, path, strings.Repeat("k", 129), body).refuses(http.StatusUnprocessableEntity, "invalid")
	if n := count(v.types(id), "task_claimed"); n != 1 {
		t.Errorf("claimed %d times", n)
	}
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

func TestTwinRequestsActOnce(t *testing.T) {
	h := newHouse(t)
	id, key, v := h.filed(), uuid.NewString(), h.branch()
	var wait sync.WaitGroup
	replies := make([]reply, 8)
	for i := range replies {
		wait.Go(func() {
			body := map[string]any{"command": "complete", "data": finding()}
			replies[i] = v.do(http.MethodPost, "/api/v1/cases/"+id+"/commands", key, body)
		})
	}
	wait.Wait()
	for _, r := range replies {
		if r.must(http.StatusOK).raw != replies[0].raw {
			t.Errorf("%s and %s", r.raw, replies[0].raw)
		}
	}
	if n := count(v.types(id), "task_completed"); n != 1 {
		t.Errorf("completed %d times", n)
	}
}

func TestWithoutAWorkerCommandsAreQueued(t *testing.T) {
	h := newHouse(t)
	id, key, v := h.filed(), uuid.NewString(), h.branch()
	h.cases.change(func(b *fakeCases) { b.silent = true })
	path := "/api/v1/cases/" + id + "/commands"
	body := map[string]any{"command": "complete", "data": finding()}
	r := v.do(http.MethodPost, path, key, body).must(http.StatusAccepted)
	if r.text("state") != "pending" || r.header.Get("Location") != path+"/"+key {
		t.Errorf("queued: %s at %s", r.raw, r.header.Get("Location"))
	}
	look := func() reply { return v.do(http.MethodGet, path+"/"+key, "", nil) }
	if r := look().must(http.StatusOK); r.text("state") != "pending" {
		t.Errorf("state: %s", r.raw)
	}
	v.do(http.MethodPost, path, key, body).must(http.StatusAccepted) // the same again
	orders := h.cases.queued[complaint.CaseID(id)]
	if len(orders) != 2 || !sameOrder(orders[0], orders[1]) {
		t.Errorf("orders differ: %v", orders)
	}
	h.stranger().does(id, "claim").must(http.StatusNotFound) // an unauthorised person never gets a 202
	h.agent().does(id, "claim").must(http.StatusForbidden)
	h.cases.carryOutQueued(t, complaint.CaseID(id))
	if r := look().must(http.StatusOK); r.text("state") != "done" || len(r.list("events")) == 0 {
		t.Errorf("state: %s", r.raw)
	}
	if n := count(v.types(id), "task_completed"); n != 1 {
		t.Errorf("completed %d times", n)
	}
	if text := v.get("/cases/"+id).text("data", "finding"); text != "雨布破损。" {
		t.Errorf("finding %q", text)
	}
	h.agent().do(http.MethodGet, path+"/"+key, "", nil).must(http.StatusNotFound) // another's key
}

func TestAKeyIsLookedUpInItsOwnCase(t *testing.T) {
	h := newHouse(t)
	v, filing, command := h.agent(), uuid.NewString(), uuid.NewString()
	one := v.do(http.MethodPost, "/api/v1/cases", filing, matter()).must(http.StatusCreated).text("id")
	other := h.filed()
	note := map[string]any{"command": "note", "data": map[string]any{"text": "x"}}
	v.do(http.MethodPost, "/api/v1/cases/"+one+"/commands", command, note).must(http.StatusOK)
	v.get("/cases/" + one + "/commands/" + command).must(http.StatusOK)
	v.get("/cases/" + other + "/commands/" + command).must(http.StatusNotFound)
	v.get("/cases/" + one + "/commands/" + filing).must(http.StatusNotFound)
}

func sameOrder(a, b complaint.Order) bool {
	x, errX := a.MarshalJSON()
	y, errY := b.MarshalJSON()
	return errX == nil && errY == nil && string(x) == string(y)
}

func TestAQueuedCommandMayBeRefusedLater(t *testing.T) {
	h := newHouse(t)
	id, v := h.filed(), h.branch()
	h.cases.change(func(b *fakeCases) { b.silent = true })
	first, second := uuid.NewString(), uuid.NewString()
	path := "/api/v1/cases/" + id + "/commands"
	v.do(http.MethodPost, path, first, map[string]any{"command": "claim"}).must(http.StatusAccepted)
	rival := h.signedIn("logistics.branch2")
	rival.do(http.MethodPost, path, second, map[string]any{"command": "claim"}).must(http.StatusAccepted)
	h.cases.carryOutQueued(t, complaint.CaseID(id))
	r := rival.do(http.MethodGet, path+"/"+second, "", nil).must(http.StatusOK)
	if r.text("state") != "refused" || r.text("problem", "code") != "conflict" {
		t.Errorf("state: %s", r.raw)
	}
	inbox := rival.get("/inbox").must(http.StatusOK)
	if inbox.text("refusals", 0, "key") != second || inbox.text("refusals", 0, "problem", "code") != "conflict" {
		t.Errorf("inbox: %s", inbox.raw)
	}
	rival.do(http.MethodPost, path, second, map[string]any{"command": "claim"}).refuses(http.StatusConflict, "conflict")
}

func TestAnOutcomeNotHeardIsLookedUp(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.cases.change(func(b *fakeCases) { b.late = true })
	h.branch().does(id, "claim").must(http.StatusOK)
	if n := len(h.cases.queued); n != 0 {
		t.Errorf("%d queued", n)
	}
}

func TestNothingCanBeSent(t *testing.T) {
	h := newHouse(t)
	id, key, v := h.filed(), uuid.NewString(), h.branch()
	h.cases.change(func(b *fakeCases) { b.silent, b.deaf = true, true })
	path, body := "/api/v1/cases/"+id+"/commands", map[string]any{"command": "claim"}
	r := v.do(http.MethodPost, path, key, body).refuses(http.StatusServiceUnavailable, "unavailable")
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.cases.change(func(b *fakeCases) { b.silent, b.deaf = false, false })
	v.do(http.MethodPost, path, key, body).must(http.StatusOK)
}

func TestTheGatewaysStampCountsInProduction(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Rehearsal = nil })
	id := h.agent().post("/cases", matter()).must(http.StatusCreated).text("id")
	h.cases.change(func(b *fakeCases) { b.silent = true })
	v, key, path := h.branch(), uuid.NewString(), "/api/v1/cases/"+id+"/commands"
	for range 2 { // a retry is the order of then
		v.do(http.MethodPost, path, key, map[string]any{"command": "claim"}).must(http.StatusAccepted)
		h.passTime(time.Hour)
	}
	for _, o := range h.cases.queued[complaint.CaseID(id)] {
		if !o.ReceivedAt.Equal(monday) {
			t.Errorf("stamped %s", o.ReceivedAt)
		}
	}
	h.cases.carryOutQueued(t, complaint.CaseID(id))
	r := h.branch().get("/cases/" + id + "/journal").must(http.StatusOK)
	if last := r.text("items", len(r.list("items"))-1, "at"); last != "2026-03-02T10:00:00.000000+08:00" {
		t.Errorf("claimed at %s", last)
	}
}

func TestWhatACommandMayNotBe(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	data := func(kv ...any) map[string]any { return map[string]any{"data": matterless(kv...)} }
	for name, c := range map[string]struct {
		as, command string
		more        map[string]any
		status      int
		field       string
		clause      string
	}{
		"of the system": {"agent", "open", nil, 422, "command", ""},
		"unheard of":    {"agent", "canary", nil, 422, "command", ""},
		"not mine": {
			"agent", "complete", data("finding", "x", "established", true), 403, "", "logistics-2.5",
		},
		"incomplete form": {"branch", "complete", data("finding", "x"), 422, "data.established", "logistics-2.5"},
		"form of wrong type": {
			"branch", "complete", data("finding", "x", "established", "canary"), 422, "data.established",
			"logistics-2.5",
		},
		"form with more": {
			"branch", "complete", data("finding", "x", "established", true, "canary", 1), 422, "data", "logistics-2.5",
		},
		"unknown outcome": {"branch", "complete", map[string]any{
			"outcome": "canary",
			"data":    finding(),
		}, 422, "outcome", "logistics-2.5"},
		"unknown task": {"branch", "claim", map[string]any{"task": "t99"}, 422, "task", ""},
		"task where none fits": {"agent", "note", map[string]any{
			"task": "t1",
			"data": matterless("text", "x"),
		}, 422, "command", ""},
		"unknown data":          {"branch", "claim", data("canary", 1), 422, "data", ""},
		"no text":               {"agent", "note", nil, 422, "data.text", ""},
		"text is a number":      {"agent", "note", data("text", 1), 422, "data.text", ""},
		"text with NUL":         {"agent", "note", data("text", "a\u0000"), 422, "data.text", ""},
		"text too long":         {"agent", "note", data("text", strings.Repeat("字", 20_001)), 422, "data", ""},
		"regrade not by branch": {"branch", "regrade", data("severity", "severe", "reason", "x"), 403, "", ""},
		"not provided":          {"agent", "suspend", data("deadline", "d1", "ground", "x"), 409, "", "all-wait"},
		"same severity":         {"supervisor", "regrade", data("severity", "general", "reason", "x"), 409, "", ""},
	} {
		body := map[string]any{"command": c.command}
		maps.Copy(body, c.more)
		r := h.signedIn("logistics."+c.as).post("/cases/"+id+"/commands", body)
		if r.status != c.status || r.text("field") != c.field || c.clause != "" && r.text("clause") != c.clause {
			t.Errorf("%s: %d %s", name, r.status, r.raw)
		}
		if strings.Contains(r.raw, "canary") {
			t.Errorf("%s: what was sent comes back: %s", name, r.raw)
		}
	}
	if r := h.signedIn("logistics.supervisor").does(id, "regrade", "data",
		matterless("severity", "general")); r.text("setting") == "logistics.backdating" {
		t.Error(r.raw)
	}
	if got := h.agent().types(id); slices.Contains(got, "task_claimed") {
		t.Errorf("a refusal left a trace: %v", got)
	}
}

func matterless(kv ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i].(string)] = kv[i+1]
	}
	return m
}

func TestRefusalsNameTheirSetting(t *testing.T) {
	h := newHouse(t)
	r := h.branch().does(h.filed(), "regrade", "data",
		matterless("severity", "severe", "reason", "x")).refuses(403, "forbidden")
	if r.text("setting") != "logistics.regrading" {
		t.Error(r.raw)
	}
}

func TestAssigningBetweenColleagues(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	to := map[string]any{"to": string(seed.DemoUserID("logistics.branch2"))}
	h.signedIn("logistics.supervisor").does(id, "assign", "data", to).must(http.StatusOK)
	c := h.agent().get("/cases/" + id)
	if c.text("tasks", 0, "assignee") != to["to"] || c.text("tasks", 0, "state") != "claimed" {
		t.Errorf("tasks: %v", c.at("tasks"))
	}
	h.branch().does(id, "complete", "data", finding()).refuses(http.StatusConflict, "conflict")
	h.agent().does(id, "withdraw", "data", map[string]any{"reason": "误会"}).must(http.StatusOK)
	h.signedIn("logistics.supervisor").does(id, "assign", "data", to).refuses(http.StatusConflict, "conflict")
}
