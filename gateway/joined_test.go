package gateway

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
)

// mergedHouse has two complaints of the same, the first merged into the second and that one told of it, in a regulation
// that answers in writing and knows a review.
func mergedHouse(t *testing.T) (h *house, receipts, ids [2]string) {
	t.Helper()
	h = newHouse(t)
	for _, role := range []string{"petition_office", "section_head", "bureau_leader", "township_office"} {
		h.addStaff("land."+role, "unit-elsewhere", complaint.RoleID("land."+role))
	}
	office := h.signedIn("land.petition_office")
	for i, who := range []string{"李四", "王五"} {
		m := publicMatter("policy", "land", "content", "内容"+who, "complainant",
			map[string]any{"name": who, "phone": "1380000000" + string(rune('1'+i))})
		m["category"], m["kind"], m["data"] = "demand", "petition", map[string]any{}
		receipts[i] = h.public().post("/public/complaints", m).must(http.StatusCreated).text("receipt")
		h.passTime(time.Second)
		for _, one := range office.get("/cases").must(http.StatusOK).list("items") {
			if id, _ := one.(map[string]any)["id"].(string); id != ids[0] {
				ids[i] = id
			}
		}
	}
	h.public().post("/public/complaints/"+receipts[0]+"/commands", map[string]any{
		"command": "message", "data": map[string]any{"text": "并案之前"},
	}).must(http.StatusOK)
	h.merges(office, ids[0], ids[1])
	return h, receipts, ids
}

// merges merges a case into another, and has that one told of it.
func (h *house) merges(by *visitor, id, into string) {
	h.t.Helper()
	t := h.t
	by.does(id, "merge", "data", map[string]any{"into": into}).must(http.StatusOK)
	errands, err := h.store.TakeErrands(t.Context(), complaint.AbsorbErrand, 10, time.Minute)
	if err != nil || len(errands) != 1 {
		t.Fatalf("errands: %v, %v", errands, err)
	}
	order, err := errands[0].Order()
	if err == nil {
		_, err = h.cases.GiveOrder(t.Context(), errands[0].Case, order)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Who joined follows the complaint by the receipt of the duplicate, with the digits of the telephone as it was put
// right.
func TestATelephoneCorrectedAfterJoiningOpensTheDuplicatesReceipt(t *testing.T) {
	h, _, ids := mergedHouse(t)
	office := h.signedIn("land.petition_office")
	m := publicMatter("policy", "land", "content", "内容赵六", "complainant",
		map[string]any{"name": "赵六", "phone": "13900001111"})
	m["category"], m["kind"], m["data"], m["source"], m["channel"] = "demand", "petition",
		map[string]any{}, "self", "letter"
	filed := office.post("/cases", m).must(http.StatusCreated)
	h.merges(office, filed.text("id"), ids[1])
	office.does(ids[1], "correct", "data", map[string]any{
		"seq":    1,
		"reason": "听错了",
		"party":  "complainant-3",
		"phone":  "13900002222",
	}).must(http.StatusOK)
	wrong, _ := h.public().opens(filed.text("receipt"), "1111")
	wrong.refuses(http.StatusUnauthorized, "second_factor")
	right, _ := h.public().opens(filed.text("receipt"), "2222")
	right.must(http.StatusNoContent)
}

// Whoever works on the surviving case reads what the other complainant said, and nobody by that learns who they are who
// may not; each complainant writes and is written to by themselves.
func TestTheSurvivorHasWhatTheDuplicateHad(t *testing.T) {
	h, receipts, ids := mergedHouse(t)
	office := h.signedIn("land.petition_office")
	c := office.get("/cases/" + ids[1]).must(http.StatusOK)
	if c.text("duplicates", 0, "content") != "内容李四" || c.text("duplicates", 0, "party") != "complainant-2" {
		t.Errorf("%s", c.raw)
	}
	if p := c.findIn("parties", "id", "complainant-2"); p == nil || p["name"] != "李四" {
		t.Errorf("%v", p)
	}
	if got := len(office.get("/cases?q=13800000001").must(http.StatusOK).list("items")); got != 2 {
		t.Errorf("the first telephone finds %d cases", got)
	}
	write := func(receipt, text string) {
		t.Helper()
		h.public().post("/public/complaints/"+receipt+"/commands", map[string]any{
			"command": "message", "data": map[string]any{"text": text},
		}).must(http.StatusOK)
	}
	write(receipts[0], "并案之后")
	write(receipts[1], "本案的人")
	office.does(ids[1], "message", "data", map[string]any{"to": "complainant-2", "text": "给李四"}).must(http.StatusOK)
	office.does(ids[1], "message", "data", map[string]any{"text": "给王五"}).must(http.StatusOK)
	for i, want := range [][]string{{"并案之前", "并案之后", "给李四"}, {"本案的人", "给王五"}} {
		var said []string
		r := h.public().get("/public/complaints/" + receipts[i]).must(http.StatusOK)
		for _, m := range r.list("messages") {
			said = append(said, m.(map[string]any)["text"].(string))
		}
		if !slices.Equal(said, want) {
			t.Errorf("receipt %d: %v, want %v", i, said, want)
		}
	}
	for _, m := range office.get("/cases/" + ids[1]).list("messages") {
		if text, _ := m.(map[string]any)["text"].(string); text == "" {
			t.Errorf("unreadable: %v", m)
		}
	}
}

// Each complainant is served by themselves, and has their own time for a review; the case stays until both are over.
func TestEachComplainantIsAnsweredAndMayAskForAReview(t *testing.T) {
	h, receipts, ids := mergedHouse(t)
	office, id := h.signedIn("land.petition_office"), ids[1]
	office.does(id, "complete", "outcome", "filled", "data", map[string]any{"proposed": "x"}).must(http.StatusOK)
	h.signedIn("land.section_head").does(id, "complete", "outcome", "approved").must(http.StatusOK)
	h.signedIn("land.bureau_leader").does(id, "complete", "outcome", "approved").must(http.StatusOK)
	handler := h.signedIn("land.township_office")
	handler.does(id, "complete", "outcome", "handled",
		"data", map[string]any{"facts": "x", "decision": "x", "upheld": true}).must(http.StatusOK)
	if c := handler.get("/cases/" + id).must(http.StatusOK); c.text("duplicates", 0, "content") != "内容李四" {
		t.Errorf("the handler: %s", c.raw)
	}
	serve := func(step, text string, at time.Time) {
		t.Helper()
		task := office.get("/cases/"+id).findIn("tasks", "step", step)
		if task == nil {
			t.Fatalf("no task of %s", step)
		}
		office.does(id, "complete", "task", task["id"], "outcome", "served", "data", map[string]any{
			"at": at.Format(time.RFC3339), "how": "letter", "text": text,
		}).must(http.StatusOK)
	}
	told := func(receipt string) string {
		return h.public().get("/public/complaints/" + receipt).must(http.StatusOK).raw
	}
	serve("answer", "答复王五", h.now())
	if strings.Contains(told(receipts[0]), "答复王五") || !strings.Contains(told(receipts[1]), "答复王五") {
		t.Error("the answer to one is shown to the other, or to nobody")
	}
	h.passTime(20 * 24 * time.Hour)
	serve("each.answer", "答复李四", h.now())
	if !strings.Contains(told(receipts[0]), "答复李四") || strings.Contains(told(receipts[1]), "答复李四") {
		t.Error("the answer to one is shown to the other, or to nobody")
	}
	h.passTime(15 * 24 * time.Hour) // 35 days after the one, 15 after the other
	review := func(receipt string) reply {
		return h.public().post("/public/complaints/"+receipt+"/commands", map[string]any{
			"command": "request_review", "data": map[string]any{"kind": "review", "reason": "不服"},
		})
	}
	review(receipts[1]).refuses(http.StatusConflict, "conflict")
	review(receipts[0]).must(http.StatusOK)
	c := office.get("/cases/" + id).must(http.StatusOK)
	if w := c.findIn("tasks", "step", "each.await_review"); w == nil || w["state"] != "open" {
		t.Errorf("%v in %s", w, c.text("status"))
	}
}

// Of several whose complaints go on together none takes back the others': the page says so, and the case goes on.
func TestOneOfSeveralTakesNothingBackForTheOthers(t *testing.T) {
	h, receipts, ids := mergedHouse(t)
	for _, receipt := range receipts {
		r := h.public().post("/public/complaints/"+receipt+"/commands", map[string]any{
			"command": "withdraw", "data": map[string]any{"reason": "不告了"},
		}).refuses(http.StatusConflict, "conflict")
		if r.text("id") != "withdrawal.of_several" {
			t.Errorf("%s", r.raw)
		}
	}
	if got := h.signedIn("land.petition_office").get("/cases/" + ids[1]).text("status"); got != "open" {
		t.Errorf("the case is %s", got)
	}
}
