package gateway

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// withLanguage asks for answers in a language.
func (v *visitor) withLanguage(acceptLanguage string) *visitor {
	asks := *v
	asks.headers = map[string]string{"Accept-Language": acceptLanguage}
	return &asks
}

func TestAnswersAreInTheLanguageAskedFor(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	for _, x := range []struct{ asked, language, title, detail, hidden string }{
		{"", "zh-CN", "内容有误", "有接口里没有的字段", "没有这一项，或者您无权查看"},
		{"zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "内容有误", "有接口里没有的字段", "没有这一项，或者您无权查看"},
		{"ja", "zh-CN", "内容有误", "有接口里没有的字段", "没有这一项，或者您无权查看"},
		{
			"en-GB,en;q=0.9", "en", "Something is wrong in what was sent",
			"There is a field that the interface does not have",
			"There is no such thing, or you may not see it",
		},
	} {
		wrong := h.agent().withLanguage(x.asked).post("/cases",
			matter("nonsense", 1)).refuses(http.StatusUnprocessableEntity, "invalid")
		if wrong.text("title") != x.title || wrong.text("detail") != x.detail ||
			wrong.text("id") != "request.unknown_field" {
			t.Errorf("%q: %s", x.asked, wrong.raw)
		}
		hidden := h.stranger().withLanguage(x.asked).get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
		nowhere := h.public().withLanguage(x.asked).do(http.MethodGet,
			"/nowhere.png", "", nil).refuses(http.StatusNotFound, "not_found")
		if hidden.text("detail") != x.hidden || nowhere.raw != hidden.raw {
			t.Errorf("%q: %s and %s", x.asked, hidden.raw, nowhere.raw)
		}
		read := h.agent().withLanguage(x.asked).get("/cases/" + id).must(http.StatusOK)
		for _, r := range []reply{wrong, hidden, nowhere, read} {
			if got := r.header.Values("Content-Language"); len(got) != 1 || got[0] != x.language {
				t.Errorf("%q: Content-Language %q for %s", x.asked, got, r.raw)
			}
			if got := r.header.Values("Vary"); !slices.Contains(got, "Accept-Language") {
				t.Errorf("%q: Vary %q", x.asked, got)
			}
		}
	}
}

func TestRefusalsSayWhatTheyAreAbout(t *testing.T) {
	h := newHouse(t)
	en := h.agent().withLanguage("en")
	for _, x := range []struct {
		r              reply
		id, arg, value string
		detail         string
	}{
		{en.post("/cases", matter("category", nil)), "required", "field", "category", "category is required"},
		{en.get("/policies/logistics/scenarios/0"), "value.too_small", "least", "1", "number must be at least 1"},
		{
			en.post("/cases", matter("subject", 1)), "value.wrong", "field", "subject",
			"subject has the wrong format or value",
		},
		{en.post("/cases", matter("subject", "a\nb")), "text.one_line", "", "", "Only one line can be written here"},
		{
			en.does("x", "note", "task", strings.Repeat("x", 101)),
			"value.too_long", "count", "100", "task can have at most 100 characters",
		},
	} {
		x.r.refuses(http.StatusUnprocessableEntity, "invalid")
		if x.r.text("id") != x.id || x.r.text("args", x.arg) != x.value || x.r.text("detail") != x.detail {
			t.Errorf("want %s: %s", x.id, x.r.raw)
		}
	}
}

// An action that is not open says why in the reader's language.
func TestActionsSayWhyNotInTheLanguageAskedFor(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	for asked, want := range map[string]string{"zh": "”由", "en": "” is done by: "} {
		r := h.agent().withLanguage(asked).get("/cases/" + id).must(http.StatusOK)
		refusal := func(field ...any) string {
			return r.text(append([]any{"tasks", 0, "actions", 0, "refusal"}, field...)...)
		}
		if refusal("id") != "task.not_yours" || refusal("args", "task") == "" ||
			!strings.Contains(refusal("detail"), want) {
			t.Errorf("%s: %s", asked, refusal())
		}
	}
}

// What nobody here has worded says nothing about its language.
func TestOnlySentencesHaveALanguage(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	attachment := h.agent().attaches(id, "x.pdf", pdf).must(http.StatusCreated).text("id")
	for _, path := range []string{"/cases/" + id + "/attachments/" + attachment, "/openapi.json"} {
		if got := h.agent().get(path).must(http.StatusOK).header.Get("Content-Language"); got != "" {
			t.Errorf("%s: Content-Language %q", path, got)
		}
	}
}
