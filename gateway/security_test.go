package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/internal/seed"
	"duban/record"
	"duban/web/words"
)

const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"

// What was tried and done at the door is known afterwards to the person and to administrators: from where, by what,
// and why it failed. A name that nobody has is not kept.
func TestTheSecurityJournalTellsWhoCame(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.FailuresPerName = Rate{Burst: 2, Every: time.Hour} })
	v := h.public()
	v.headers = map[string]string{"User-Agent": firefox}
	v.signIn("secret typed as a name", password).must(http.StatusUnauthorized)
	v.signIn("logistics.agent", "wrong").must(http.StatusUnauthorized)
	h.passTime(time.Minute)
	v.cookie, _, _ = strings.Cut(
		v.signIn("logistics.agent", password).must(http.StatusNoContent).header.Get("Set-Cookie"), ";",
	)
	if last := v.get("/me/security").must(http.StatusOK); last.at("last_sign_in") != nil {
		t.Errorf("before the first: %s", last.raw)
	}
	v.do(http.MethodDelete, "/api/v1/session", "", nil).must(http.StatusNoContent)
	h.passTime(time.Minute)
	v.cookie, _, _ = strings.Cut(
		v.signIn("logistics.agent", password).must(http.StatusNoContent).header.Get("Set-Cookie"), ";",
	)
	mine := v.get("/me/security").must(http.StatusOK)
	if got := mine.text("last_sign_in", "at"); got != "2026-03-02T10:01:00+08:00" {
		t.Errorf("last sign-in %s", got)
	}
	if got := mine.text("last_sign_in", "device"); got != "Firefox · Windows" {
		t.Errorf("device %s", got)
	}
	var told []string
	for i := range mine.list("items") {
		told = append(told, mine.text("items", i, "action")+" "+mine.text("items", i, "result"))
	}
	want := "sign_in done, sign_out done, sign_in done, sign_in wrong_password"
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("mine: %s", got)
	}
	for range 2 {
		h.public().signIn("logistics.branch", "wrong").must(http.StatusUnauthorized)
	}
	for range 3 { // told once a minute
		h.public().signIn("logistics.branch", "wrong").must(http.StatusTooManyRequests)
	}
	admin := h.admin()
	all := admin.get("/security-journal?limit=200").must(http.StatusOK)
	if strings.Contains(all.raw, "secret typed") {
		t.Error("a name that nobody has is kept")
	}
	if got := admin.get("/security-journal?result=too_often").must(http.StatusOK); len(got.list("items")) != 1 {
		t.Errorf("turned away: %s", got.raw)
	}
	unknown := admin.get("/security-journal?result=unknown_name").must(http.StatusOK)
	if unknown.at("items", 0, "user") != nil || unknown.text("items", 0, "name_mark") == "" {
		t.Errorf("unknown: %s", unknown.raw)
	}
	v.get("/security-journal").refuses(http.StatusForbidden, "forbidden")
	admin.get("/security-journal?from=yesterday").must(http.StatusUnprocessableEntity)
}

// What an administrator does with somebody's account the person learns, until they say that they have seen it.
func TestWhatOthersDoWithAnAccountIsTold(t *testing.T) {
	h := newHouse(t)
	admin := h.admin()
	admin.post("/accounts/"+string(seed.DemoUserID("logistics.agent"))+"/password", nil).must(http.StatusOK)
	v := h.agent()
	news := v.get("/me/security").must(http.StatusOK)
	if news.text("news", 0, "action") != "reset_password" || news.text("news", 0, "actor") == "" {
		t.Fatalf("news: %s", news.raw)
	}
	v.do(http.MethodPost, "/api/v1/me/security/acknowledgement", "", nil).must(http.StatusNoContent)
	if left := v.get("/me/security").must(http.StatusOK); len(left.list("news")) != 0 {
		t.Errorf("still news: %s", left.raw)
	}
	if other := h.branch().get("/me/security").must(http.StatusOK); len(other.list("items")) != 0 {
		t.Errorf("another's: %s", other.raw)
	}
}

func TestDevicesAreNamedInShort(t *testing.T) {
	const like = " (KHTML, like Gecko) "
	for agent, want := range map[string]string{
		firefox: "Firefox · Windows",
		"Mozilla/5.0 (Macintosh; Mac OS X 10)" + like +
			"Chrome/126.0 Safari/537.36": "Chrome · macOS",
		"Mozilla/5.0 (iPhone; iPhone OS 17_5 like Mac OS X)" + like +
			"Safari/604.1": "Safari · iPhone",
		"Mozilla/5.0 (Linux; Android 14)" + like + "Chrome/122 Mobile Safari/537 MicroMessenger/8.0.49": "微信 · Android",
		"curl/8.5.0":                        "curl/8.5.0",
		"":                                  "",
		"\x00王\n" + strings.Repeat("x", 90): strings.Repeat("x", 40),
	} {
		if got := deviceOfUserAgent(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}

// Each line of the journal can be said, in each language.
func TestEverySecurityEntryHasWords(t *testing.T) {
	for _, l := range words.AllLanguages() {
		for _, a := range record.SecurityActions() {
			if !l.HasWords("me.security.action." + string(a)) {
				t.Errorf("%s: action %s", l.ID, a)
			}
		}
		for _, r := range record.SecurityResults() {
			if !l.HasWords("me.security.result." + string(r)) {
				t.Errorf("%s: result %s", l.ID, r)
			}
		}
	}
}
