package gateway

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"duban/record"
)

// Every parameter of every operation, given what it cannot be, is refused at its name and in the reader's language: no
// word of the library, and nothing of JSON where no JSON was asked for.
func TestParametersAreRefusedInWords(t *testing.T) {
	h := newHouse(t)
	places := strings.NewReplacer(h.placesOfOneCase()...)
	readers := []*visitor{h.admin(), h.signedIn("logistics.supervisor")}
	english := regexp.MustCompile(`[A-Za-z]{3,}`)
	refused := map[string]bool{}
	for _, o := range newAnybody(h, 1).operations {
		for _, one := range o.parameters {
			parameter := one.(map[string]any)
			name, _ := parameter["name"].(string)
			bad := badValueOf(parameter["schema"].(map[string]any))
			if parameter["in"] != "query" || bad == "" {
				continue
			}
			path := places.Replace(o.path) + "?" + url.Values{name: {bad}}.Encode()
			for _, reader := range readers {
				reader.headers = nil
				zh := reader.asks(o, path)
				if zh.status != http.StatusUnprocessableEntity {
					continue
				}
				reader.headers = map[string]string{"Accept-Language": "en"}
				en := reader.asks(o, path)
				where := fmt.Sprintf("%s %s=%s", o.path, name, bad)
				refused[where] = true
				said := strings.ReplaceAll(zh.text("detail"), name, "")
				for _, allowed := range []string{"true", "false"} {
					said = strings.ReplaceAll(said, allowed, "")
				}
				if zh.text("field") != name || english.MatchString(said) || strings.Contains(said, "JSON") {
					t.Errorf("%s: %s", where, zh.raw)
				}
				if en.text("field") != name || strings.ContainsRune(en.text("detail"), '的') ||
					strings.Contains(en.text("detail"), "JSON") || strings.Contains(en.text("detail"), "expected") {
					t.Errorf("%s in English: %s", where, en.raw)
				}
			}
		}
	}
	if len(refused) < 20 {
		t.Errorf("only these were refused: %v", refused)
	}
}

// badValueOf is something that a parameter cannot be; "" where it can be anything.
func badValueOf(schema map[string]any) string {
	switch {
	case schema["type"] == "integer", schema["type"] == "boolean", schema["format"] == "date-time",
		schema["enum"] != nil:
		return "坏"
	}
	return ""
}

// The security journal is asked by what it has: other kinds and results, and somebody whom nobody knows, are refused;
// a person is named by id or username.
func TestTheSecurityJournalIsAskedByWhatItHas(t *testing.T) {
	h := newHouse(t)
	admin := h.admin()
	for _, filter := range []string{"action=nothing", "result=nothing", "user=nobody-at-all"} {
		admin.get("/security-journal?"+filter).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	h.public().signIn("logistics.agent", password).must(http.StatusNoContent)
	if all := admin.get("/security-journal?user=logistics.agent&action=sign_in&result=done"); len(all.list("items")) !=
		1 {
		t.Errorf("by username: %s", all.raw)
	}
	for _, action := range record.SecurityActions() {
		admin.get("/security-journal?action=" + string(action)).must(http.StatusOK)
	}
	for _, result := range record.SecurityResults() {
		admin.get("/security-journal?result=" + string(result)).must(http.StatusOK)
	}
}

// A link for somebody who is not active would open nothing: it is refused with words.
func TestNoLinkForWhoeverIsNotActive(t *testing.T) {
	h := newHouse(t)
	account, err := h.store.AccountByUsername(t.Context(), "nobody")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.SetActive(t.Context(), account.Person.ID, false); err != nil {
		t.Fatal(err)
	}
	r := h.admin().post("/accounts/"+string(account.Person.ID)+"/link", nil).refuses(http.StatusConflict, "conflict")
	if !strings.Contains(r.text("detail"), "已停用") {
		t.Errorf("said: %s", r.raw)
	}
}
