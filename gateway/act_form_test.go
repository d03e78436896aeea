package gateway

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/web/words"
)

// asksWithdrawal asks with a withdrawal what it rests on, sealed in part.
var asksWithdrawal = []string{
	"  withdraw:   {by: [agent, supervisor, complainant], setting: withdrawal}\n",
	"  withdraw:\n    by: [agent, supervisor, complainant]\n    setting: withdrawal\n    form:\n" +
		"      settled: {type: bool, title: 是否和解, required: true}\n" +
		"      terms: {type: text, title: 和解内容, required_when: settled, sealed: [supervisor]}\n",
}

// What a regulation asks with a command is offered as part of its form, to staff and by receipt, judged field by field,
// sealed as the field says, and told in the journal.
func TestACommandAsksForAForm(t *testing.T) {
	h := newHouseOfFirstEdition(t)
	h.publishLogistics(asksWithdrawal...)
	receipt := h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	public := "/public/complaints/" + receipt
	withdrawal := func() (map[string]any, reply) {
		followed := h.public().get(public).must(http.StatusOK)
		return followed.findIn("actions", "command", "withdraw"), followed
	}
	if offer, _ := withdrawal(); offer["allowed"] == true {
		t.Errorf("offered before the edition is in force: %v", offer)
	}
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	offer, followed := withdrawal()
	form, _ := followed.at("forms", "command.withdraw", "x-order").([]any)
	if offer["allowed"] != true || offer["form"] != "command.withdraw" ||
		!slices.Equal(form, []any{"reason", "settled", "terms"}) {
		t.Errorf("offered %v with %v", offer, form)
	}
	give := func(data map[string]any) reply {
		return h.public().post(public+"/commands", map[string]any{"command": "withdraw", "data": data})
	}
	for field, data := range map[string]map[string]any{
		"data.settled": {"reason": "和解了"},
		"data.terms":   {"reason": "和解了", "settled": true},
		"data":         {"reason": "和解了", "settled": false, "elsewhere": 1},
	} {
		r := give(data).refuses(http.StatusUnprocessableEntity, "invalid")
		if r.text("field") != field {
			t.Errorf("%v: refused at %s", data, r.raw)
		}
		if field != "data" && r.text("setting") != "logistics.withdrawal" {
			t.Errorf("%v: no rule is named: %s", data, r.raw)
		}
	}
	give(map[string]any{"reason": "和解了", "settled": true, "terms": "赔三千"}).must(http.StatusOK)
	id := h.signedIn("logistics.supervisor").get("/cases").must(http.StatusOK).text("items", 0, "id")
	for who, sees := range map[string]bool{"logistics.supervisor": true, "logistics.operations": false} {
		c := h.signedIn(who).get("/cases/" + id).must(http.StatusOK)
		journal := h.signedIn(who).get("/cases/" + id + "/journal").must(http.StatusOK)
		if got := strings.Contains(journal.raw, "赔三千"); got != sees || !strings.Contains(journal.raw, `"form_filled"`) {
			t.Errorf("%s reads the terms in the journal: %v", who, got)
		}
		if c.at("data", "settled") != true || (c.at("data", "terms") == "赔三千") != sees {
			t.Errorf("%s sees %v", who, c.at("data"))
		}
	}
}

// What follows from a command, and how long its texts can be, is told to those who read and write clients.
func TestPermissionsSayWhatFollows(t *testing.T) {
	data, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "complainant], setting: withdrawal}",
		"complainant], leads_to: answer, setting: withdrawal}", 1)
	p, err := policy.Load("logistics.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range policyViewOf(p, words.DefaultLanguage()).May {
		if leads := len(m.LeadsTo) == 1 && m.LeadsTo[0] == "answer"; leads != (m.Command == "withdraw") {
			t.Errorf("%s leads to %v", m.Command, m.LeadsTo)
		}
	}
	for field, most := range map[string]int{"proof": 200, "how": 0} {
		schema := commandSchema("record_service").Properties["data"].Properties[field]
		if got := schema.MaxLength; most == 0 && got != nil || most > 0 && (got == nil || *got != most) {
			t.Errorf("%s may have %v characters", field, got)
		}
	}
}
