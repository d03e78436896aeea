package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
)

// A telephone that was written down wrongly is put right: the right one is shown, found, printed and asked for with the
// receipt, in a linked search too; the wrong one is found no more and stands beside it for whoever may know it.
func TestACorrectedTelephoneIsTheOneInUse(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	filed := agent.post("/cases", matter()).must(http.StatusCreated)
	id, receipt := filed.text("id"), filed.text("receipt")
	data := map[string]any{
		"seq":    1,
		"reason": "听错了",
		"party":  "complainant",
		"phone":  "138 0000 4321",
	}
	stranger := h.public() // the wrong number was somebody's
	before, path := stranger.opens(receipt, "5678")
	before.must(http.StatusNoContent)
	stranger.get(path).must(http.StatusOK)
	h.branch().does(id, "correct", "data", data).refuses(http.StatusForbidden, "forbidden")
	agent.does(id, "correct", "data", data).must(http.StatusOK)

	complainant := agent.get("/cases/"+id).findIn("parties", "role", "complainant")
	if complainant["phone"] != "138 0000 4321" || complainant["name"] != "张三丰" {
		t.Errorf("%v", complainant)
	}
	c := agent.get("/cases/" + id)
	if c.text("corrections", 0, "was", "phone") != "13912345678" || c.text("corrections", 0, "reason") != "听错了" ||
		c.at("corrections", 0, "was", "name") != nil {
		t.Errorf("%s", c.raw)
	}
	for q, want := range map[string]int{"13800004321": 1, "13912345678": 0, "张三丰": 1} {
		if got := len(agent.get("/cases?q=" + q).must(http.StatusOK).list("items")); got != want {
			t.Errorf("%s finds %d, want %d", q, got, want)
		}
	}
	browser := h.public()
	wrong, _ := browser.opens(receipt, "5678")
	wrong.refuses(http.StatusUnauthorized, "second_factor")
	right, _ := browser.opens(receipt, "4321")
	right.must(http.StatusNoContent)
	stranger.get(path).refuses(http.StatusUnauthorized, "second_factor")
	again, _ := stranger.opens(receipt, "")
	again.refuses(http.StatusUnauthorized, "second_factor")
	// whoever may not know the complainant learns neither
	branch := h.branch().get("/cases/" + id).must(http.StatusOK)
	journal := h.branch().get("/cases/" + id + "/journal").must(http.StatusOK)
	for _, phone := range []string{"138 0000 4321", "13912345678"} {
		if strings.Contains(branch.raw+journal.raw, phone) {
			t.Errorf("the branch reads %s", phone)
		}
	}
	if branch.at("corrections", 0, "reason") != nil || branch.at("corrections", 0, "was") != nil {
		t.Errorf("%s", branch.raw)
	}
	if err := h.store.VerifyJournal(t.Context(), complaint.CaseID(id)); err != nil {
		t.Error(err)
	}
}

// A field by which nothing is decided is put right by hand, a text or a value; what decides the way of the case is not,
// nor what an accused is called.
func TestACorrectedFieldIsTheOneShown(t *testing.T) {
	h := newHouseOfFirstEdition(t)
	agent := h.agent()
	id := agent.post("/cases", matter("respondents", []any{
		map[string]any{"kind": "text", "name": "司机老王"},
	})).must(http.StatusCreated).text("id")
	correct := func(more ...any) reply {
		data := map[string]any{"seq": 1, "reason": "写错了"}
		for i := 0; i+1 < len(more); i += 2 {
			data[more[i].(string)] = more[i+1]
		}
		return agent.does(id, "correct", "data", data)
	}
	correct("field", "waybill", "text", "YD99").refuses(http.StatusConflict, "conflict") // of the first edition
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	correct("field", "waybill", "text", "YD99").must(http.StatusOK)
	correct("field", "declared", "value", 130000).must(http.StatusOK)
	c := agent.get("/cases/" + id)
	if c.text("data", "waybill") != "YD99" || c.at("data", "declared") != 130000.0 ||
		c.text("corrections", 0, "value") != "YD88" || c.at("corrections", 1, "value") != 120000.0 {
		t.Errorf("%s", c.raw)
	}
	for q, want := range map[string]int{"YD99": 1, "YD88": 0} {
		if got := len(agent.get("/cases?q=" + q).must(http.StatusOK).list("items")); got != want {
			t.Errorf("%s finds %d, want %d", q, got, want)
		}
	}
	for _, wrong := range []struct {
		more []any
		id   string
	}{
		{[]any{"field", "waybill", "value", 7}, "form.required"},
		{[]any{"field", "declared", "value", -1}, "form.out_of_range"},
		{[]any{"field", "declared", "value", "x"}, "form.wrong_type"},
		{[]any{"field", "nonsense", "text", "x"}, "correct.field"},
		{[]any{"field", "waybill", "text", "x", "party", "complainant", "phone", "13700001111"}, "correct.one"},
		{[]any{"party", "complainant", "phone", "12"}, "correct.phone"}, // it would open the receipt to anybody
		{[]any{"party", "complainant", "phone", "不详"}, "correct.phone"},
		{[]any{"field", "content"}, "required"},
		{[]any{"party", "complainant"}, "correct.nothing"},
		{[]any{"party", "nobody", "phone", "1"}, "correct.party"},
		{[]any{"party", "respondent-1", "name", "老张"}, "correct.accused"},
	} {
		r := correct(wrong.more...).refuses(http.StatusUnprocessableEntity, "invalid")
		if r.text("id") != wrong.id {
			t.Errorf("%v: %s", wrong.more, r.raw)
		}
	}
	correct("field", "content", "text", "外箱破了一角。").must(http.StatusOK)
	if c := agent.get("/cases/" + id); c.text("content") != "外箱破了一角。" {
		t.Errorf("content %q", c.text("content"))
	}
	correct("party", "respondent-1", "phone", "13700001111").must(http.StatusOK)
	if p := agent.get("/cases/"+id).findIn("parties", "role", "respondent"); p["phone"] != "13700001111" {
		t.Errorf("%v", p)
	}
}
