package gateway

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
)

// opens opens a complaint in the visitor's browser and returns its address, without /api/v1.
func (v *visitor) opens(receipt, code string) (reply, string) {
	v.h.t.Helper()
	r := v.post("/public/session", map[string]any{"receipt": receipt, "code": code})
	if cookie, _, found := strings.Cut(r.header.Get("Set-Cookie"), ";"); found {
		v.cookie = cookie
	}
	return r, strings.TrimPrefix(r.header.Get("Location"), "/api/v1")
}

// A receipt that staff hand on opens nothing by itself, to read or to act; with the last four digits of the telephone
// on file it opens the complaint in one browser, at an address without the receipt.
func TestAReceiptFiledByStaffWantsTheTelephone(t *testing.T) {
	h := newHouse(t)
	filed := h.agent().post("/cases", matter()).must(http.StatusCreated)
	receipt, path := filed.text("receipt"), "/public/complaints/"+filed.text("receipt")
	if filed.text("second") != "phone" || filed.json["code"] != nil {
		t.Errorf("%s", filed.raw)
	}
	withdraw := map[string]any{"command": "withdraw", "data": map[string]any{"reason": "x"}}
	h.public().get(path).refuses(http.StatusUnauthorized, "second_factor")
	h.public().post(path+"/commands", withdraw).refuses(http.StatusUnauthorized, "second_factor")
	h.public().uploads(path+"/attachments", "", "a.pdf", pdf, false).refuses(http.StatusUnauthorized, "second_factor")
	r, _ := h.public().opens(receipt, "")
	r.refuses(http.StatusUnauthorized, "second_factor")
	r, _ = h.public().opens(receipt, "5679")
	r.refuses(http.StatusUnauthorized, "second_factor")
	browser := h.public()
	r, handle := browser.opens(strings.ToLower(receipt[:9])+"-"+receipt[9:], "５６７８")
	r.must(http.StatusNoContent)
	if cookie := r.header.Get("Set-Cookie"); !strings.Contains(cookie, "HttpOnly") ||
		!strings.Contains(cookie, "SameSite=Strict") || strings.Contains(cookie, receipt) {
		t.Errorf("cookie %s", cookie)
	}
	if strings.Contains(handle, receipt) || handle == "" {
		t.Errorf("address %s", handle)
	}
	for _, by := range []string{handle, path} {
		if got := browser.get(by).must(http.StatusOK).text("status"); got != "open" {
			t.Errorf("%s", got)
		}
	}
	h.public().get(handle).refuses(http.StatusNotFound, "not_found")
	h.public().get(path).refuses(http.StatusUnauthorized, "second_factor")
	r, again := browser.opens(receipt, "") // the page was loaded again
	if r.must(http.StatusNoContent); again != handle {
		t.Errorf("%s and %s", handle, again)
	}
	browser.post(handle+"/commands", withdraw).must(http.StatusOK)
	if strings.Contains(h.logs.String(), receipt) {
		t.Error("a receipt in the log")
	}
	browser.do(http.MethodDelete, "/api/v1/public/session", "", nil).must(http.StatusNoContent)
	browser.get(handle).refuses(http.StatusNotFound, "not_found")
}

// Without a telephone six digits go with the receipt, told when it is issued and not to whoever comes back later.
func TestAReceiptWithoutTelephoneWantsItsCode(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	body := matter("complainant", map[string]any{"name": "张三丰"})
	filed := agent.do(http.MethodPost, "/api/v1/cases", "k", body).must(http.StatusCreated)
	code := filed.text("code")
	if filed.text("second") != "code" || !regexp.MustCompile(`^[0-9]{6}$`).MatchString(code) {
		t.Fatalf("%s", filed.raw)
	}
	if again := agent.do(http.MethodPost, "/api/v1/cases", "k", body); again.text("code") != code {
		t.Errorf("the answer was lost, and the code with it: %s", again.raw)
	}
	r, _ := h.public().opens(filed.text("receipt"), "")
	r.refuses(http.StatusUnauthorized, "second_factor")
	browser := h.public()
	r, handle := browser.opens(filed.text("receipt"), code[:3]+" "+code[3:])
	r.must(http.StatusNoContent)
	browser.get(handle).must(http.StatusOK)
	h.passTime(codeToldFor)
	again := agent.do(http.MethodPost, "/api/v1/cases", "k", body).must(http.StatusCreated)
	if again.json["code"] != nil || again.text("receipt") != filed.text("receipt") {
		t.Errorf("told again: %s", again.raw)
	}
}

// Five wrong tries in a row lock a receipt, also for the right digits, until it is issued again; then the old one is
// nobody's.
func TestWrongTriesLockAReceipt(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	filed := agent.post("/cases", matter()).must(http.StatusCreated)
	id, receipt := filed.text("id"), filed.text("receipt")
	wrong := func(n int) {
		t.Helper()
		for range n {
			r, _ := h.public().opens(receipt, "0000")
			r.refuses(http.StatusUnauthorized, "second_factor")
		}
	}
	wrong(4)
	browser := h.public()
	r, handle := browser.opens(receipt, "5678")
	r.must(http.StatusNoContent) // and begins anew
	wrong(5)
	r, _ = h.public().opens(receipt, "5678")
	r.refuses(http.StatusForbidden, "forbidden")
	h.branch().post("/cases/"+id+"/receipt", nil).refuses(http.StatusForbidden, "forbidden")
	h.stranger().post("/cases/"+id+"/receipt", nil).refuses(http.StatusNotFound, "not_found")
	another := agent.do(http.MethodPost, "/api/v1/cases/"+id+"/receipt", "again", nil).must(http.StatusCreated)
	if another.text("receipt") == receipt || another.text("second") != "phone" {
		t.Errorf("%s", another.raw)
	}
	if twice := agent.do(http.MethodPost, "/api/v1/cases/"+id+"/receipt", "again", nil); twice.text("receipt") !=
		another.text("receipt") {
		t.Errorf("a repeated request issued another: %s", twice.raw)
	}
	r, _ = h.public().opens(receipt, "5678")
	r.refuses(http.StatusNotFound, "not_found")
	browser.get(handle).refuses(http.StatusNotFound, "not_found")
	r, handle = browser.opens(another.text("receipt"), "5678")
	r.must(http.StatusNoContent)
	browser.get(handle).must(http.StatusOK)
	log := h.signedIn("logistics.supervisor").get("/cases/" + id + "/readings").must(http.StatusOK)
	if log.findIn("items", "what", "receipt") == nil {
		t.Errorf("not on record: %s", log.raw)
	}
}

// Whoever filed a case and is kept out of it has no receipt of it: the one they were shown opens nothing any more, the
// same request is answered like one for a case that is not there, and another colleague issues a new one.
func TestAFilersRecusalVoidsTheReceipt(t *testing.T) {
	h := newHouse(t)
	filer := h.agent()
	filed := filer.do(http.MethodPost, "/api/v1/cases", "k", matter()).must(http.StatusCreated)
	id, receipt := filed.text("id"), filed.text("receipt")
	browser := h.public()
	r, handle := browser.opens(receipt, "5678")
	r.must(http.StatusNoContent)
	filer.does(id, "recuse", "data", matterless("ground", "与投诉人是亲属")).must(http.StatusOK)
	r, _ = h.public().opens(receipt, "5678")
	r.refuses(http.StatusNotFound, "not_found")
	browser.get(handle).refuses(http.StatusNotFound, "not_found")
	again := filer.do(http.MethodPost, "/api/v1/cases", "k", matter())
	again.refuses(http.StatusNotFound, "not_found")
	if strings.Contains(again.raw, receipt) {
		t.Error("the receipt is told again")
	}
	filer.post("/cases/"+id+"/receipt", nil).refuses(http.StatusNotFound, "not_found")
	other := h.signedIn("logistics.agent2").post("/cases/"+id+"/receipt", nil).must(http.StatusCreated)
	r, handle = browser.opens(other.text("receipt"), "5678")
	r.must(http.StatusNoContent)
	browser.get(handle).must(http.StatusOK)
}

// A complainant who filed follows with the receipt alone, at an address that does not hold it; nobody issues theirs
// again.
func TestAComplainantsOwnReceiptOpensByItself(t *testing.T) {
	h := newHouse(t)
	receipt, id := h.fileAsPublic()
	h.public().get("/public/complaints/" + receipt).must(http.StatusOK)
	browser := h.public()
	r, handle := browser.opens(receipt, "")
	r.must(http.StatusNoContent)
	browser.get(handle).must(http.StatusOK)
	h.agent().post("/cases/"+id+"/receipt", nil).refuses(http.StatusConflict, "conflict")
	for _, bogus := range []string{"x", id, strings.Repeat("0", 27)} {
		r, _ := h.public().opens(bogus, "5678")
		r.refuses(http.StatusNotFound, "not_found")
	}
}

// What an earlier program gave to staff without a telephone on file opens by itself, as it did; a telephone of which
// fewer digits are there than are asked for is none.
func TestReceiptsOfEarlierPrograms(t *testing.T) {
	for phone, want := range map[string]string{"": secondNone, "123": secondNone, "0551-6234567": secondPhone} {
		h := newHouse(t)
		d, err := h.g.draftStaffFiling(t.Context(), complaint.Person{
			ID:     seed.DemoUserID("logistics.agent"),
			Roles:  []complaint.RoleID{"logistics.agent"},
			Active: true,
		}, "k", filingBody{
			Matter: Matter{
				Policy:      "logistics",
				Category:    "damage.wet",
				Subject:     "货物淋湿",
				Content:     "外箱全湿",
				Complainant: complainantBody{Name: "张三丰", Phone: phone},
				Data:        map[string]any{"waybill": "YD88"},
			},
			Channel:  "hotline",
			Severity: "general",
		})
		if err != nil {
			t.Fatal(err)
		}
		d.intake.CodeHash = ""
		if _, err := h.g.commitFiling(t.Context(), d, "f"); err != nil {
			t.Fatal(err)
		}
		r, found, err := h.store.ReceiptByHash(t.Context(), d.intake.ReceiptHash)
		if err != nil || !found || secondOf(r) != want {
			t.Errorf("%q: %v %v %s", phone, err, found, secondOf(r))
		}
	}
}
