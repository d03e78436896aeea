package gateway

import (
	"net/http"
	"testing"
)

// Anybody is told to whom to complain before they have an account or a receipt (hospital-1).
func TestTheDeskIsToldToAnybody(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Desk = Desk{
			Organisation: "本单位",
			Office:       "客服部",
			Phone:        "010-12345678",
			Reception:    "一层，工作日",
		}
	})
	r := h.public().get("/public/desk").must(http.StatusOK)
	if r.text("organisation") != "本单位" || r.text("office") != "客服部" || r.text("phone") != "010-12345678" ||
		r.text("reception") != "一层，工作日" {
		t.Errorf("desk: %s", r.raw)
	}
}
