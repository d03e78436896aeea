package gateway

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"duban/complaint"
	"duban/internal/seed"
)

// enrolled has the agent enrol; codes are what their telephone shows now, and spare are recovery codes.
func (h *house) enrolled(v *visitor) (code func() string, spare []any) {
	h.t.Helper()
	v.do(http.MethodPost, "/api/v1/me/second-factor", "", map[string]any{"password": "a wrong one"}).
		refuses(http.StatusUnprocessableEntity, "invalid")
	begun := v.do(http.MethodPost, "/api/v1/me/second-factor", "",
		map[string]any{"password": password}).must(http.StatusCreated)
	if !strings.HasPrefix(begun.text("qr"), "data:image/png;base64,") ||
		!strings.HasPrefix(begun.text("url"), "otpauth://totp/") {
		h.t.Fatalf("begun: %s", begun.raw)
	}
	secret := begun.text("secret")
	code = func() string {
		c, err := totp.GenerateCode(secret, h.now())
		if err != nil {
			h.t.Fatal(err)
		}
		return c
	}
	confirm := func(code string) reply {
		return v.do(http.MethodPost, "/api/v1/me/second-factor/confirmation", "", map[string]any{"code": code})
	}
	confirm("000000").refuses(http.StatusUnprocessableEntity, "invalid")
	return code, confirm(code()).must(http.StatusOK).list("recovery_codes")
}

func (h *house) second(pending string, code any) reply {
	return h.public().do(http.MethodPost, "/api/v1/session/second", "", map[string]any{
		"pending": pending,
		"code":    code,
	})
}

// Whoever has enrolled comes in with password and code; no code counts twice, recovery codes count once, and what is
// handed out between the two lets nobody in.
func TestASecondFactorIsAskedFor(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	code, spare := h.enrolled(v)
	enrolled := code()
	pending := func() string {
		t.Helper()
		return h.public().signIn("logistics.agent", password).refuses(http.StatusUnauthorized, "second_factor").
			text("pending")
	}
	p := pending()
	h.second(p, enrolled).refuses(http.StatusUnprocessableEntity, "invalid") // it was used to enrol
	(&visitor{h: h, cookie: cookieName + "=" + p}).get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	h.passTime(time.Minute)
	cookie, _, _ := strings.Cut(h.second(p, code()).must(http.StatusNoContent).header.Get("Set-Cookie"), ";")
	(&visitor{h: h, cookie: cookie}).get("/session").must(http.StatusOK)
	h.second(p, code()).refuses(http.StatusUnauthorized, "unauthenticated")          // it is used up
	h.second(pending(), code()).refuses(http.StatusUnprocessableEntity, "invalid")   // and so is the code
	h.second(pending(), spare[0]).must(http.StatusNoContent)                         // a recovery code
	h.second(pending(), spare[0]).refuses(http.StatusUnprocessableEntity, "invalid") // once
	h.second("made up", code()).refuses(http.StatusUnauthorized, "unauthenticated")  // nobody's
	h.public().signIn("logistics.agent", "wrong").refuses(http.StatusUnauthorized, "unauthenticated")
	late := pending()
	h.passTime(5 * time.Minute)
	h.second(late, code()).refuses(http.StatusUnauthorized, "unauthenticated")
	if mine := v.get("/me/second-factor").must(http.StatusOK); mine.at("recovery_codes") != 9.0 {
		t.Errorf("left: %s", mine.raw)
	}
	told := v.get("/me/security").must(http.StatusOK).raw
	if !strings.Contains(told, "wrong_code") || !strings.Contains(told, "enrol_factor") {
		t.Errorf("journal: %s", told)
	}
}

func TestGuessingCodesIsSlowedDown(t *testing.T) {
	h := newHouse(t)
	code, _ := h.enrolled(h.agent())
	p := h.public().signIn("logistics.agent", password).must(http.StatusUnauthorized).text("pending")
	for range 10 {
		h.second(p, "000000").must(http.StatusUnprocessableEntity)
	}
	h.passTime(time.Minute)
	h.second(p, code()).refuses(http.StatusTooManyRequests, "too_many_requests")
}

// A second factor is given up with a code of it, or removed by an administrator, of which the person is told. The
// secret is kept sealed, for its person alone.
func TestASecondFactorIsRemoved(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	code, spare := h.enrolled(v)
	id := seed.DemoUserID("logistics.agent")
	factor, err := h.store.SecondFactor(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.g.openFactor(id, factor.Secret); err != nil {
		t.Error(err)
	}
	if _, err := h.g.openFactor(complaint.UserID("another"), factor.Secret); err == nil {
		t.Error("a secret opens in another's row")
	}
	h.passTime(time.Minute)
	remove := func(code any) reply {
		return v.do(http.MethodPost, "/api/v1/me/second-factor/removal", "", map[string]any{"code": code})
	}
	remove("000000").refuses(http.StatusUnprocessableEntity, "invalid")
	remove(code()).must(http.StatusNoContent)
	h.public().signIn("logistics.agent", password).must(http.StatusNoContent)
	h.enrolled(v)
	path := "/accounts/" + string(id) + "/second-factor"
	v.delete(path).refuses(http.StatusForbidden, "forbidden")
	admin := h.admin()
	if list := admin.get("/accounts?q=logistics.agent").must(http.StatusOK); list.at(
		"items", 0, "second_factor",
	) != true {
		t.Errorf("list: %s", list.raw)
	}
	admin.delete(path).must(http.StatusNoContent)
	admin.delete(path).refuses(http.StatusNotFound, "not_found")
	h.public().signIn("logistics.agent", password).must(http.StatusNoContent)
	if news := v.get("/me/security").must(http.StatusOK); news.text("news", 0, "action") != "remove_factor" {
		t.Errorf("news: %s", news.raw)
	}
	remove(spare[0]).refuses(http.StatusUnprocessableEntity, "invalid")
}
