package gateway

import (
	"net/http"
	"testing"
	"time"
)

// People see where they are signed in, end one or all others, and nobody's but their own.
func TestPeopleEndTheirSessions(t *testing.T) {
	h := newHouse(t)
	here, phone, third := h.agent(), h.agent(), h.agent()
	phone.headers = map[string]string{"User-Agent": firefox}
	h.passTime(6 * time.Minute)
	phone.get("/session").must(http.StatusOK) // what it says it is is noted with its next visit
	list := here.get("/me/sessions").must(http.StatusOK)
	if len(list.list("items")) != 3 {
		t.Fatalf("sessions: %s", list.raw)
	}
	id, current := "", 0
	for i := range list.list("items") {
		if list.text("items", i, "device") == "Firefox · Windows" {
			id = list.text("items", i, "id")
		}
		if list.at("items", i, "current") == true {
			current++
		}
	}
	if id == "" || current != 1 {
		t.Fatalf("sessions: %s", list.raw)
	}
	h.branch().do(http.MethodDelete, "/api/v1/me/sessions/"+id, "", nil).refuses(http.StatusNotFound, "not_found")
	phone.get("/session").must(http.StatusOK)
	here.do(http.MethodDelete, "/api/v1/me/sessions/"+id, "", nil).must(http.StatusNoContent)
	phone.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	third.get("/session").must(http.StatusOK)
	here.do(http.MethodDelete, "/api/v1/me/sessions", "", nil).must(http.StatusNoContent)
	third.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	here.get("/session").must(http.StatusOK)
	if left := here.get("/me/sessions").must(http.StatusOK); len(left.list("items")) != 1 {
		t.Errorf("left: %s", left.raw)
	}
	if told := here.get("/me/security").must(http.StatusOK); told.text("items", 0, "action") != "end_session" {
		t.Errorf("not told: %s", told.raw)
	}
}
