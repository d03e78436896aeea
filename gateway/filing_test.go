package gateway

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/internal/seed"
)

var receiptForm = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{27}$`)

func TestFilingAMatter(t *testing.T) {
	h := newHouse(t)
	r := h.agent().post("/cases", matter()).must(http.StatusCreated)
	if r.text("number") != "20260302-0001" || !receiptForm.MatchString(r.text("receipt")) ||
		r.text("status") != "open" {
		t.Errorf("filed: %s", r.raw)
	}
	if r.header.Get("Location") != "/api/v1/cases/"+r.text("id") {
		t.Errorf("location %s", r.header.Get("Location"))
	}
	c := h.agent().get("/cases/" + r.text("id")).must(http.StatusOK)
	for path, want := range map[string]string{
		"number":         "20260302-0001",
		"status":         "open",
		"step":           "investigate",
		"subject":        "货物淋湿",
		"content":        "外箱全湿，内物受潮。",
		"source":         "external",
		"kind":           "complaint",
		"category_title": "货损·货物潮湿",
		"received_at":    "2026-03-02T10:00:00+08:00",
	} {
		if c.text(path) != want {
			t.Errorf("%s is %q, want %q", path, c.text(path), want)
		}
	}
	if c.text("data", "waybill") != "YD88" || c.text("data", "declared") != "120000" {
		t.Errorf("data: %v", c.at("data"))
	}
}

// Further parties are of a role of the policy's, with how to reach them; more of one role than it has are refused.
func TestFilingWithFurtherParties(t *testing.T) {
	h := newHouse(t)
	driver := map[string]any{
		"role":  "respondent",
		"kind":  "text",
		"name":  "运输公司",
		"phone": "01066551234",
	}
	id := h.agent().post("/cases", matter("parties", []any{driver})).must(http.StatusCreated).text("id")
	parties, _ := h.agent().get("/cases/" + id).must(http.StatusOK).at("parties").([]any)
	last, _ := parties[len(parties)-1].(map[string]any)
	if last["name"] != "运输公司" || last["phone"] != "01066551234" || last["role_title"] != "被投诉方" {
		t.Errorf("party: %v", last)
	}
	for role, field := range map[string]string{"complainant": "parties", "witness": "parties"} {
		other := map[string]any{"role": role, "kind": "text", "name": "李四"}
		r := h.agent().post("/cases",
			matter("parties", []any{other})).refuses(http.StatusUnprocessableEntity, "invalid")
		if r.text("field") != field {
			t.Errorf("%s: refused at %q", role, r.text("field"))
		}
	}
}

func TestARetriedFilingGetsTheSameAnswer(t *testing.T) {
	h := newHouse(t)
	v, key := h.agent(), uuid.NewString()
	first := v.do(http.MethodPost, "/api/v1/cases", key, matter()).must(http.StatusCreated)
	again := v.do(http.MethodPost, "/api/v1/cases", key, matter()).must(http.StatusCreated)
	if first.raw != again.raw {
		t.Errorf("first %s, again %s", first.raw, again.raw)
	}
	v.do(http.MethodPost, "/api/v1/cases", key,
		matter("subject", "另一件")).refuses(http.StatusUnprocessableEntity, "invalid")
	other := h.signedIn("logistics.agent2").do(http.MethodPost, "/api/v1/cases", key, matter()).must(http.StatusCreated)
	if other.text("id") == first.text("id") {
		t.Error("keys of two people are mixed up")
	}
	if r := v.get("/cases").must(http.StatusOK); len(r.list("items")) != 2 {
		t.Errorf("register: %s", r.raw)
	}
}

func TestFilingWithoutAWorker(t *testing.T) {
	h := newHouse(t)
	h.cases.change(func(b *fakeCases) { b.silent = true })
	key := uuid.NewString()
	v := h.agent()
	r := v.do(http.MethodPost, "/api/v1/cases", key, matter()).must(http.StatusCreated)
	if r.text("status") != "received" || r.json["number"] != nil || r.text("receipt") == "" {
		t.Errorf("filed: %s", r.raw)
	}
	id := r.text("id")
	c := v.get("/cases/" + id).must(http.StatusOK)
	if c.text("status") != "received" || c.text("subject") != "货物淋湿" || len(c.list("tasks")) != 0 {
		t.Errorf("case: %s", c.raw)
	}
	v.does(id, "claim").refuses(http.StatusForbidden, "forbidden") // judged as the case will be
	h.branch().does(id, "claim").must(http.StatusAccepted)
	h.branch().get("/cases/" + id).must(http.StatusOK)
	h.stranger().get("/cases/" + id).must(http.StatusNotFound)
	h.cases.change(func(b *fakeCases) { b.silent = false })
	if err := h.cases.StartCase(t.Context(), complaint.CaseID(id)); err != nil { // the relay
		t.Fatal(err)
	}
	again := v.do(http.MethodPost, "/api/v1/cases", key, matter()).must(http.StatusCreated)
	if again.text("number") == "" || again.text("receipt") != r.text("receipt") {
		t.Errorf("again: %s", again.raw)
	}
}

func TestWhatAFilingMayNotBe(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	long := strings.Repeat("字", 201)
	for name, c := range map[string]struct {
		change []any
		field  string
		clause string
	}{
		"no subject":         {[]any{"subject", nil}, "subject", ""},
		"blank subject":      {[]any{"subject", "  "}, "subject", ""},
		"unseen subject":     {[]any{"subject", "\u200b\u2060"}, "subject", ""},
		"two lines":          {[]any{"subject", "a\nb"}, "subject", ""},
		"long subject":       {[]any{"subject", long}, "subject", ""},
		"long content":       {[]any{"content", strings.Repeat(long, 100)}, "content", ""},
		"control character":  {[]any{"content", "a\u0000b"}, "content", ""},
		"nameless":           {[]any{"complainant", map[string]any{"phone": "1"}}, "complainant.name", ""},
		"zero width in name": {[]any{"complainant", map[string]any{"name": "张\u200b三"}}, "complainant.name", ""},
		"unknown field":      {[]any{"secret canary", "x"}, "", ""},
		"unknown policy":     {[]any{"policy", "nowhere"}, "policy", ""},
		"unknown channel":    {[]any{"channel", "fax"}, "source", ""},
		"channel of another": {[]any{"source", "internal"}, "channel", "logistics-3.1"},
		"coarse category":    {[]any{"category", "damage"}, "category", "logistics-3.3"},
		"unknown severity":   {[]any{"severity", "terrible"}, "severity", ""},
		"in the future":      {[]any{"received_at", "2026-03-02T10:00:01+08:00"}, "received_at", ""},
		"too long ago":       {[]any{"received_at", "2026-01-01T10:00:00+08:00"}, "received_at", ""},
		"unknown data":       {[]any{"data", map[string]any{"canary": 1}}, "data", ""},
		"data of wrong type": {[]any{"data", map[string]any{"declared": "much"}}, "data.declared", ""},
		"more than is exact": {
			[]any{"data", map[string]any{"declared": json.RawMessage("9007199254740993")}},
			"data.declared",
			"",
		},
		"unknown unit": {
			[]any{"respondents", []any{map[string]any{"kind": "unit", "id": "nowhere"}}},
			"respondents",
			"",
		},
		"unit without id": {
			[]any{"respondents", []any{map[string]any{"kind": "unit", "name": "网点"}}},
			"respondents[0].id",
			"",
		},
		"unknown kind of who": {
			[]any{"respondents", []any{map[string]any{"kind": "robot"}}},
			"respondents[0].kind",
			"",
		},
		"clock of the moon": {[]any{"clock", "1492-01-01T00:00:00Z"}, "clock", ""},
	} {
		r := v.post("/cases", matter(c.change...))
		r.refuses(http.StatusUnprocessableEntity, "invalid")
		if r.text("field") != c.field || c.clause != "" && r.text("clause") != c.clause {
			t.Errorf("%s: %s", name, r.raw)
		}
	}
	v.do(http.MethodPost, "/api/v1/cases", "", matter()).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1/cases", "no spaces", matter()).refuses(http.StatusUnprocessableEntity, "invalid")
	r := h.branch().post("/cases", matter()).refuses(http.StatusForbidden, "forbidden")
	if r.text("clause") != "logistics-2.4" {
		t.Errorf("clause: %s", r.raw)
	}
	if r := v.get("/cases").must(http.StatusOK); len(r.list("items")) != 0 {
		t.Error("a refused filing left a trace")
	}
}

func TestACaseHasItsOwnClockInRehearsal(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	start := "2022-09-30T16:00:00+08:00"
	id := v.post("/cases", matter("clock", start, "received_at", start)).must(http.StatusCreated).text("id")
	c := v.get("/cases/" + id).must(http.StatusOK)
	if c.text("now") != start || c.text("received_at") != start {
		t.Errorf("now %s, received %s", c.text("now"), c.text("received_at"))
	}
	h.passTime(time.Hour)
	if c = v.get("/cases/" + id); c.text("now") != "2022-09-30T17:00:00+08:00" {
		t.Errorf("an hour later it is %s", c.text("now"))
	}
	ordinary := newHouse(t, func(o *Options) { o.Rehearsal = nil })
	r := ordinary.agent().post("/cases", matter("clock", start)).refuses(http.StatusUnprocessableEntity, "invalid")
	if r.text("field") != "clock" {
		t.Error(r.raw)
	}
}

func TestWhatIsFiledPubliclyHasItsOwnClockInRehearsal(t *testing.T) {
	const start = "2022-09-30T16:00:00+08:00"
	path := "/public/complaints?clock=" + url.QueryEscape(start)
	h := newHouse(t)
	receipt := h.public().post(path, publicMatter()).must(http.StatusCreated).text("receipt")
	if c := h.public().get("/public/complaints/" + receipt); c.text("received_at") != start {
		t.Errorf("received %s", c.raw)
	}
	ordinary := newHouse(t, func(o *Options) { o.Rehearsal = nil })
	r := ordinary.public().post(path, publicMatter()).refuses(http.StatusUnprocessableEntity, "invalid")
	if r.text("field") != "clock" {
		t.Error(r.raw)
	}
}

func TestTextsAreNormalised(t *testing.T) {
	h := newHouse(t)
	id := h.filed("subject", "  cafe\u0301  ")
	if got := h.agent().get("/cases/" + id).text("subject"); got != "caf\u00e9" {
		t.Errorf("subject %q", got)
	}
	r := h.agent().do(http.MethodPost, "/api/v1/cases", uuid.NewString(),
		strings.Replace(`{"subject":"X"}`, "X", "\xff", 1))
	r.refuses(http.StatusUnprocessableEntity, "invalid")
}

func TestThePersonComplainedAboutSeesNothing(t *testing.T) {
	h := newHouse(t)
	accused := map[string]any{"kind": "person", "id": string(seed.DemoUserID("logistics.supervisor"))}
	id := h.filed("respondents", []any{accused})
	h.signedIn("logistics.supervisor").get("/cases/" + id).must(http.StatusNotFound)
	h.signedIn("logistics.supervisor").does(id, "note", "data", map[string]any{"text": "我"}).must(http.StatusNotFound)
	h.signedIn("logistics.supervisor2").get("/cases/" + id).must(http.StatusOK)
}

// What can be filed can be searched for, and line breaks of other programs are line breaks.
func TestWhatIsPasted(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	family := "一家三口👨\u200d👩\u200d👧的行李"
	id := v.post("/cases", matter("subject", family, "content", "第一行\v第二行\f第三行\u0085第四行\u2028第五行\u2029完")).
		must(http.StatusCreated).text("id")
	c := v.get("/cases/" + id).must(http.StatusOK)
	if c.text("subject") != family || c.text("content") != "第一行\n第二行\n第三行\n第四行\n第五行\n完" {
		t.Errorf("kept as %q and %q", c.text("subject"), c.text("content"))
	}
	other := v.post("/cases", matter("subject", "两行\v标题\u0085合一")).must(http.StatusCreated).text("id")
	if got := v.get("/cases/" + other).must(http.StatusOK).text("subject"); got != "两行 标题 合一" {
		t.Errorf("a line is kept as %q", got)
	}
	for text, want := range map[string]string{
		family:       id,
		"👨👩👧":        id,
		"第一行\v第三行":   id,
		"第四行\n第五行":   id,
		"两行\u0085标题": other,
	} {
		r := v.post("/cases/search", map[string]any{"q": text}).must(http.StatusOK)
		if len(r.list("items")) != 1 || r.text("items", 0, "id") != want {
			t.Errorf("%q finds %s", text, r.raw)
		}
	}
	v.post("/cases", matter("content", "a\x00b")).refuses(http.StatusUnprocessableEntity, "invalid")
}
