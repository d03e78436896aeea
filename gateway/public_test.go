package gateway

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/width"

	"duban/complaint"
	"duban/internal/seed"
)

// publicMatter is what the public form sends; more changes it.
func publicMatter(more ...any) map[string]any {
	body := matter("channel", nil, "severity", nil, "respondents", []any{map[string]any{
		"kind": "text",
		"name": "城东网点",
	}})
	for i := 0; i+1 < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return body
}

// fileAsPublic files by the public form and finds the case in the register.
func (h *house) fileAsPublic() (receipt, id string) {
	h.t.Helper()
	receipt = h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	return receipt, h.agent().get("/cases").text("items", 0, "id")
}

func TestAComplainantFilesAndFollows(t *testing.T) {
	h := newHouse(t)
	receipt, id := h.fileAsPublic()
	if !receiptForm.MatchString(receipt) {
		t.Errorf("receipt %s", receipt)
	}
	path := "/public/complaints/" + receipt
	c := h.public().get(path).must(http.StatusOK)
	if c.text("status") != "open" || c.text("stage") != "确定责任单位" ||
		c.text("received_at") != "2026-03-02T10:00:00+08:00" ||
		c.text("answer_due") != "2026-03-04T00:00:00+08:00" || len(c.list("messages")) != 0 {
		t.Errorf("followed: %s", c.raw)
	}
	staff := h.agent().get("/cases/" + id)
	if staff.text("channel") != "website" || staff.text("source") != "external" ||
		staff.text("filed_by") != "complainant" {
		t.Errorf("case: %s", staff.raw)
	}
	h.agent().does(id, "message", "data", map[string]any{"kind": "progress", "text": "正在查"}).must(http.StatusOK)
	h.agent().does(id, "note", "data", map[string]any{"text": "内部意见"}).must(http.StatusOK)
	r := h.public().post(path+"/commands", map[string]any{
		"command": "message",
		"data":    map[string]any{"text": "快一点"},
	}).must(http.StatusOK)
	if len(r.list("events")) != 0 || r.text("state") != "done" {
		t.Errorf("answer: %s", r.raw)
	}
	h.agent().does(id, "complete", "data",
		map[string]any{"responsible_unit": string(seed.DemoUnitID("logistics", "branch"))}).must(http.StatusOK)
	h.branch().does(id, "complete", "data", finding()).must(http.StatusOK)
	served := map[string]any{"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已赔付，抱歉。"}
	h.agent().does(id, "complete", "data", served).must(http.StatusOK)
	c = h.public().get(path).must(http.StatusOK)
	var said []string
	for i := range c.list("messages") {
		said = append(said, c.text("messages", i, "from")+":"+c.text("messages", i, "text"))
	}
	if got := strings.Join(said, " "); got != "organisation:正在查 complainant:快一点 organisation:已赔付，抱歉。" {
		t.Errorf("messages %s", got)
	}
	for _, inside := range []string{"内部意见", "雨布", "员工", "user-"} {
		if strings.Contains(c.raw, inside) {
			t.Errorf("the complainant sees %s", inside)
		}
	}
	if c.findIn("actions", "command", "rate") == nil || c.at("forms", "command.rate", "properties", "outcome") == nil {
		t.Errorf("rating is not offered with its form: %s", c.raw)
	}
	rate := map[string]any{"command": "rate", "data": map[string]any{"outcome": "satisfied", "text": "谢谢"}}
	h.public().post(path+"/commands", rate).must(http.StatusOK)
	if c = h.public().get(path); c.text("status") != "archived" {
		t.Errorf("followed: %s", c.raw)
	}
}

func TestAPublicRetryGetsTheSameReceipt(t *testing.T) {
	h := newHouse(t)
	key := uuid.NewString()
	post := func(key string, body any) reply {
		return h.public().do(http.MethodPost, "/api/v1/public/complaints", key, body)
	}
	first := post(key, publicMatter()).must(http.StatusCreated)
	again := post(strings.ToUpper(key), publicMatter()).must(http.StatusCreated)
	if first.raw != again.raw || len(first.json) != 1 {
		t.Errorf("%s and %s", first.raw, again.raw)
	}
	post(key, publicMatter("subject", "另一件")).refuses(http.StatusUnprocessableEntity, "invalid")
	post("not-a-uuid", publicMatter()).refuses(http.StatusUnprocessableEntity, "invalid")
	if r := h.agent().get("/cases"); len(r.list("items")) != 1 {
		t.Errorf("register: %s", r.raw)
	}
}

func TestThePublicFormAsksNoMoreThanItShows(t *testing.T) {
	h := newHouse(t)
	for _, field := range []string{"channel", "source", "severity", "received_at", "clock"} {
		h.public().post("/public/complaints",
			publicMatter(field, "hotline")).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	someone := []any{map[string]any{"kind": "person", "id": string(seed.DemoUserID("logistics.agent"))}}
	h.public().post("/public/complaints",
		publicMatter("respondents", someone)).refuses(http.StatusUnprocessableEntity, "invalid")
	anybody := []any{map[string]any{"role": "respondent", "kind": "person", "id": "x"}}
	h.public().post("/public/complaints",
		publicMatter("parties", anybody)).refuses(http.StatusUnprocessableEntity, "invalid")
	r := h.public().get("/public/policies").must(http.StatusOK)
	if !strings.Contains(r.raw, `"id":"logistics"`) || strings.Contains(r.raw, "logistics.agent") {
		t.Errorf("public policies: %s", r.raw)
	}
}

func TestAnUnknownReceipt(t *testing.T) {
	h := newHouse(t)
	receipt, id := h.fileAsPublic()
	last := receipt[len(receipt)-1:]
	other := "0"
	if last == "0" {
		other = "1"
	}
	var seen string
	for _, wrong := range []string{
		receipt[:26] + other, "x", id, "20260302-0001", strings.Repeat("0", 27), strings.Repeat("9", 500),
	} {
		r := h.public().get("/public/complaints/"+wrong).refuses(http.StatusNotFound, "not_found")
		if seen != "" && r.raw != seen {
			t.Errorf("%s: %s", wrong, r.raw)
		}
		seen = r.raw
		body := map[string]any{"command": "message", "data": map[string]any{"text": "x"}}
		if r := h.public().post("/public/complaints/"+wrong+"/commands", body); r.raw != seen {
			t.Errorf("%s: %s", wrong, r.raw)
		}
	}
	h.public().get("/public/complaints/" + strings.ToLower(receipt[:9]) + "-" + receipt[9:]).must(http.StatusOK)
	if strings.Contains(h.logs.String(), receipt) || strings.Contains(h.logs.String(), receipt[9:]) {
		t.Error("a receipt in the log")
	}
}

func TestByReceiptOnlyWhatIsTheComplainants(t *testing.T) {
	h := newHouse(t)
	receipt, _ := h.fileAsPublic()
	path := "/public/complaints/" + receipt + "/commands"
	for _, command := range []string{"note", "complete", "claim", "correct", "open", "sync", "canary"} {
		h.public().post(path, map[string]any{"command": command}).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	h.public().post(path, map[string]any{
		"command": "rate",
		"data":    map[string]any{"outcome": "satisfied"},
	}).refuses(http.StatusConflict, "conflict")
	h.public().post(path, map[string]any{
		"command": "request_review",
		"data":    map[string]any{"reason": "x"},
	}).refuses(http.StatusConflict, "conflict")
	key := uuid.NewString()
	withdraw := map[string]any{"command": "withdraw", "data": map[string]any{"reason": "算了"}}
	first := h.public().do(http.MethodPost, "/api/v1"+path, key, withdraw).must(http.StatusOK)
	again := h.public().do(http.MethodPost, "/api/v1"+path, key, withdraw).must(http.StatusOK)
	if first.raw != again.raw {
		t.Errorf("%s and %s", first.raw, again.raw)
	}
	if c := h.public().get("/public/complaints/" + receipt); c.text("status") != "archived" ||
		c.text("stage") != "已撤回" {
		t.Errorf("followed: %s", c.raw)
	}
}

// Two complainants may happen to use one key, each in their own case.
func TestKeysOfComplainantsAreTheirOwn(t *testing.T) {
	h := newHouse(t)
	body := map[string]any{"command": "message", "data": map[string]any{"text": "x"}}
	for range 2 {
		receipt := h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
		h.public().do(http.MethodPost,
			"/api/v1/public/complaints/"+receipt+"/commands", "same", body).must(http.StatusOK)
	}
}

func TestFloodsOfComplaintsAreSlowedDown(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.PublicFilings = Rate{Burst: 2, Every: time.Hour} })
	for range 2 {
		h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated)
	}
	h.public().post("/public/complaints", publicMatter()).refuses(http.StatusTooManyRequests, "too_many_requests")
}

func TestReceipts(t *testing.T) {
	g := &Gateway{Options: Options{Secret: bytes.Repeat([]byte{1}, 32)}}
	other := &Gateway{Options: Options{Secret: bytes.Repeat([]byte{2}, 32)}}
	seen := map[string]bool{}
	for range 500 {
		key := uuid.NewString()
		r := g.receiptFor("complainant", key)
		if !receiptForm.MatchString(r) || seen[r] {
			t.Fatalf("receipt %s", r)
		}
		seen[r] = true
		value := 0
		for _, c := range r[:26] {
			value = (value*32 + strings.IndexRune(crockford, c)) % 37
		}
		if (crockford + "*~$=U")[value] != r[26] {
			t.Fatalf("check character of %s", r)
		}
		if g.receiptFor("complainant", key) != r || g.receiptFor("user-x", key) == r ||
			other.receiptFor("complainant", key) == r {
			t.Fatal("a receipt depends on secret, actor and key, and on nothing else")
		}
		if hashOfReceipt(r) != hashOfReceipt(strings.ToLower(r[:5]+"-"+r[5:])) ||
			hashOfReceipt(r) != hashOfReceipt(width.Widen.String(r)+"。 ") ||
			hashOfReceipt(r) == hashOfReceipt(r[1:]) {
			t.Fatal("hash of a receipt")
		}
	}
	if n := len(encodeFirst130Bits(bytes.Repeat([]byte{0xff}, 32))); n != 26 ||
		encodeFirst130Bits(bytes.Repeat([]byte{0xff}, 32)) != strings.Repeat("Z", 26) {
		t.Error("130 bits")
	}
}

func TestATextsIdIsItsCommitment(t *testing.T) {
	g := &Gateway{Options: Options{Secret: bytes.Repeat([]byte{1}, 32)}}
	one := sealer{id: "c", author: "a", salt: g.saltFor("a", "k")}
	two := sealer{id: "c", author: "a", salt: g.saltFor("a", "k")}
	if one.sealText("data.text", "你好", complaint.ScopeCase) != two.sealText("data.text", "你好", complaint.ScopeCase) {
		t.Error("a command sent again must carry the same ids")
	}
	if one.texts[0].ID != complaint.TextCommitment(one.texts[0].Salt, one.texts[0].Body) ||
		len(one.texts[0].Salt) != 16 {
		t.Errorf("text %v", one.texts[0])
	}
	if one.sealText("data.other", "你好", complaint.ScopeCase) == one.texts[0].ID ||
		one.sealText("x", "", complaint.ScopeCase) != "" {
		t.Error("each field has its own salt, and no text no id")
	}
	a, b := sealer{salt: randomSalt}, sealer{salt: randomSalt}
	if a.sealText("x", "你好", complaint.ScopeCase) == b.sealText("x", "你好", complaint.ScopeCase) {
		t.Error("random salts are equal")
	}
}

// A complainant asks that somebody stays away, in words; the page says that it waits, and whoever decides reads whom.
func TestAComplainantAsksForARecusal(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(
		"\nmay:\n", "\nmay:\n  recuse: {by: [complainant], decided_by: decide_recusal, clauses: [\"2.5\"]}\n",
		"\nsteps:\n", "\nsteps:\n  decide_recusal: {kind: recusal, title: 决定回避, by: [supervisor], setting: dispatch, "+
			"limit: 1wd, outcomes: {granted: {title: 回避, next: archive}, refused: {title: 不回避, next: archive}}}\n",
		"  complaint: {title: {zh: 投诉, ", "  complaint: {first: locate, title: {zh: 投诉, ")
	receipt, id := h.fileAsPublic()
	path := "/public/complaints/" + receipt
	if a := h.public().get(path).findIn("actions", "command", "recuse"); a["allowed"] != true {
		t.Fatalf("offered: %v", a)
	}
	h.public().post(path+"/commands", map[string]any{
		"command": "recuse",
		"data":    map[string]any{"whom": "接电话的先生", "ground": "他是网点的亲戚"},
	}).must(http.StatusOK)
	a := h.public().get(path).findIn("actions", "command", "recuse")
	if refusal, _ := a["refusal"].(map[string]any); a["allowed"] != false || refusal["id"] != "recusal.already_asked" {
		t.Errorf("offered again: %v", a)
	}
	v := h.signedIn("logistics.supervisor")
	if raw := v.get("/cases/" + id + "/journal").must(http.StatusOK).raw; !strings.Contains(raw, "接电话的先生") {
		t.Error("whoever decides does not read whom")
	}
	c := v.get("/cases/" + id).must(http.StatusOK)
	task := c.findIn("tasks", "step", "decide_recusal")["id"]
	v.does(id, "complete", "task", task, "outcome", "granted").refuses(http.StatusUnprocessableEntity, "invalid")
}
