package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/documents/documentstest"
	"duban/internal/seed"
)

// printedForm has logistics' investigation issue a form of three copies, one of them the customer's, and seals what was
// found to the supervisor.
var printedForm = []string{
	"documents:\n",
	"documents:\n" +
		"  handling: {title: 投诉处理单, format: \"处{YYYY}-{serial:3}\", restarts: yearly, " +
		"copies: [supervisor, agent, complainant], clauses: [\"2.5\"]}\n",
	"    outcomes: {handled: {title: {zh: 处理完毕, en: Done and settled}, next: answer}}\n    guidance: [\"2.1\"]",
	"    outcomes: {handled: {title: {zh: 处理完毕, en: Done and settled}, next: answer, issues: " +
		"[handling]}}\n    guidance: [\"2.1\"]",
	"      finding:     {type: longtext, title: {zh: 调查情况, en: Findings}, required: true}\n",
	"      finding:     {type: longtext, title: {zh: 调查情况, en: Findings}, required: true, sealed: [supervisor]}\n",
}

// Each stands where only some may see it: who complained, what is sealed to the supervisor, what every reader sees.
const (
	canaryName    = "金丝雀𠮷"
	canaryPhone   = "13911112222"
	canaryFinding = "雨布被割𬭎"
	canaryRemedy  = "照价赔付并致歉"
)

// issueForm files a matter and issues its form; the ids of the case and the document.
func (h *house) issueForm(more ...any) (id, document string) {
	h.t.Helper()
	h.publishLogistics(printedForm...)
	id = h.filed(append([]any{
		"complainant", map[string]any{"name": canaryName, "phone": canaryPhone},
	}, more...)...)
	h.branch().does(id, "complete", "data", map[string]any{
		"finding": canaryFinding, "established": true, "remedy": canaryRemedy,
	}).must(http.StatusOK)
	return id, h.branch().get("/cases/"+id).must(http.StatusOK).text("documents", 0, "id")
}

// prints is a paper as somebody gets it.
func (v *visitor) prints(path string) (pdf, text string) {
	v.h.t.Helper()
	r := v.get(path).must(http.StatusOK)
	if got := r.header.Get("Content-Type"); got != "application/pdf" {
		v.h.t.Errorf("content type %s", got)
	}
	return r.raw, documentstest.Read(v.h.t, []byte(r.raw)).Text()
}

// Each sees of a paper what they see of the case, and the paper says where that is not all of it.
func TestAPaperShowsWhatItsReaderMaySee(t *testing.T) {
	h := newHouse(t)
	id, document := h.issueForm()
	path := "/cases/" + id + "/papers/" + document
	for who, sees := range map[string]struct{ identity, finding bool }{
		"logistics.supervisor":  {true, true},
		"logistics.supervisor2": {true, true},
		"logistics.agent":       {true, false},
		"logistics.branch":      {false, true}, // who wrote the finding
		"logistics.branch2":     {false, false},
		"logistics.operations":  {false, false},
	} {
		v := h.signedIn(who)
		_, text := v.prints(path)
		name := v.get("/cases/"+id).must(http.StatusOK).findIn("parties", "role", "complainant")["name"]
		if (name == canaryName) != sees.identity {
			t.Fatalf("%s reads the name on the page: %v; this test expects otherwise", who, name)
		}
		for canary, seen := range map[string]bool{
			canaryName:    sees.identity,
			canaryPhone:   sees.identity,
			canaryFinding: sees.finding,
			canaryRemedy:  true,
		} {
			if strings.Contains(text, canary) != seen {
				t.Errorf("%s: %s printed: %v, want %v", who, canary, !seen, seen)
			}
		}
		if whole := sees.identity && sees.finding; strings.Contains(text, "摘录") == whole {
			t.Errorf("%s: marked as an extract: %v", who, whole)
		}
		for _, says := range []string{"投诉处理单", "处2026-001", "第 3 联（共 3 联）：", "调查处理", "2026年3月2日", "2.5"} {
			if !strings.Contains(text, says) {
				t.Errorf("%s: the paper does not say %s", who, says)
			}
		}
	}
	for _, who := range []string{"elsewhere", "nobody"} {
		h.signedIn(who).get(path).refuses(http.StatusNotFound, "not_found")
	}
	h.public().get(path).refuses(http.StatusUnauthorized, "unauthenticated")
	v := h.signedIn("logistics.supervisor")
	v.get("/cases/"+id+"/papers/doc1").refuses(http.StatusNotFound, "not_found")
	v.get(path+"?copy=4").refuses(http.StatusNotFound, "not_found")
	other := h.filed("subject", "另一件")
	v.get("/cases/"+other+"/papers/"+document).refuses(http.StatusNotFound, "not_found")
	if _, text := v.prints(path + "?copy=2"); strings.Contains(text, "第 1 联") || !strings.Contains(text, "第 2 联") {
		t.Error("copy 2 is not copy 2")
	}
	readings := v.get("/cases/" + id + "/readings").must(http.StatusOK)
	if r := readings.findIn("items", "what", "paper"); r == nil || r["paper"] != document || r["attachment"] != nil {
		t.Errorf("the log of readings: %s", readings.raw)
	}
}

// The complainant gets their own copy, which names nobody of the organisation, and no other.
func TestAComplainantPrintsTheirCopy(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(printedForm...)
	receipt, id := h.fileAsPublic()
	path := "/public/complaints/" + receipt
	h.agent().does(id, "complete", "data",
		map[string]any{"responsible_unit": string(seed.DemoUnitID("logistics", "branch"))}).must(http.StatusOK)
	h.branch().does(id, "complete", "data", map[string]any{
		"finding": canaryFinding, "established": true, "remedy": canaryRemedy,
	}).must(http.StatusOK)
	paper := h.public().get(path).must(http.StatusOK)
	if len(paper.list("papers")) != 1 {
		t.Fatalf("papers: %s", paper.raw)
	}
	own := path + "/papers/" + paper.text("papers", 0, "document")
	_, text := h.public().prints(own + "?copy=3")
	for says, want := range map[string]bool{
		canaryRemedy:  true,
		canaryFinding: false,
		"员工":          false,
		"张三丰":         false,
		"摘录":          true,
	} {
		if strings.Contains(text, says) != want {
			t.Errorf("%s printed: %v", says, !want)
		}
	}
	for _, no := range []string{"?copy=1", "?copy=2"} {
		h.public().get(own+no).refuses(http.StatusNotFound, "not_found")
	}
	if _, all := h.public().prints(own); all != text {
		t.Errorf("without a copy it is not their own: %s", all)
	}
	h.public().get(strings.Replace(own, receipt, strings.Repeat("0", len(receipt)), 1)+"?copy=3").
		refuses(http.StatusNotFound, "not_found")
}

// A paper is frozen when it is printed first by whoever sees all of it; what becomes of the case and of names later
// does not change it, and an extract does not freeze it.
func TestAnIssuedPaperIsFrozen(t *testing.T) {
	h := newHouse(t)
	id, document := h.issueForm()
	path := "/cases/" + id + "/papers/" + document + "?copy=1"
	h.branch().prints(path)
	paper := func() bool {
		_, found, err := h.store.FrozenPaper(t.Context(), complaint.CaseID(id), complaint.PaperID(document), 1)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if paper() {
		t.Error("an extract was frozen")
	}
	supervisor := h.signedIn("logistics.supervisor")
	first, _ := supervisor.prints(path)
	if !paper() {
		t.Fatal("the paper is not frozen")
	}
	h.agent().does(id, "complete", "data", map[string]any{
		"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已赔付，抱歉。",
	}).must(http.StatusOK)
	if err := h.store.SaveUnit(context.Background(), complaint.Unit{
		ID: complaint.UnitID(supervisor.get("/cases/" + id).text("unit")), Name: "改名以后",
	}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"logistics.supervisor", "logistics.supervisor2"} {
		if again, _ := h.signedIn(who).prints(path); again != first {
			t.Errorf("%s gets other bytes", who)
		}
	}
	if _, text := h.signedIn("logistics.supervisor").prints(
		"/cases/" + id + "/papers/" + document + "?copy=2"); strings.Contains(text, "抱歉") {
		t.Error("a copy printed later holds what was written later")
	}
}

// A notice is a draft until it was served, and then a letter of what was served.
func TestNoticesAndSlipsArePrinted(t *testing.T) {
	h := newHouse(t)
	id, _ := h.issueForm()
	supervisor := h.signedIn("logistics.supervisor")
	notice := supervisor.get("/cases/"+id).must(http.StatusOK).text("notices", 0, "id")
	path := "/cases/" + id + "/papers/" + notice
	if _, text := supervisor.prints(path); !strings.Contains(text, "草稿") || !strings.Contains(text, canaryName) {
		t.Errorf("before it is served: %s", text)
	}
	h.agent().does(id, "complete", "data", map[string]any{
		"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已按规定赔付，深表歉意。",
	}).must(http.StatusOK)
	_, text := supervisor.prints(path)
	for _, says := range []string{"答复客户", canaryName + "：", "已按规定赔付，深表歉意。", "依据：", "2026年3月2日"} {
		if !strings.Contains(text, says) {
			t.Errorf("the letter does not say %s: %s", says, text)
		}
	}
	if strings.Contains(text, "草稿") || strings.Contains(text, "摘录") {
		t.Errorf("marked: %s", text)
	}
	if _, text := h.branch().prints(path); strings.Contains(text, canaryName) || !strings.Contains(text, "摘录") {
		t.Errorf("to somebody who may not know the name: %s", text)
	}

	late := h.filed()
	supervisor.post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "9d"}).must(http.StatusOK)
	slips := supervisor.get("/cases/" + late).must(http.StatusOK)
	_, text = supervisor.prints("/cases/" + late + "/papers/" + slips.text("slips", 0, "id"))
	for _, says := range []string{"催办单", slips.text("slips", 0, "number"), "货物淋湿", "答复期限"} {
		if !strings.Contains(text, says) {
			t.Errorf("the slip does not say %s: %s", says, text)
		}
	}
}

// A character that no font has stops the paper; the refusal names it and where it stands.
func TestAPaperIsNotPrintedWithAHole(t *testing.T) {
	h := newHouse(t)
	id, document := h.issueForm("content", "箱上写着\U000323AF。")
	r := h.signedIn("logistics.supervisor").get("/cases/"+id+"/papers/"+document).
		refuses(http.StatusConflict, "conflict")
	if !strings.Contains(r.text("detail"), "\U000323AF（U+323AF）") || !strings.Contains(r.text("detail"), "内容") {
		t.Errorf("refused: %s", r.raw)
	}
	if !slices.Contains(h.signedIn("logistics.supervisor").types(id), "document_issued") {
		t.Error("the document is not in the journal")
	}
}

// A library's letter, which its own file lays out: what stands in it and what does not is for the file to say.
func TestAFormOfAnOrganisationsOwn(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian := h.signedIn("library.desk"), h.signedIn("library.librarian")
	id := desk.post("/cases", libraryMatter("channel", "phone", "data", map[string]any{"wants": "answer"})).
		must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	librarian.does(id, "complete", "outcome", "pay", "data", map[string]any{
		"finding": "等了三个小时。", "fault": "ours", "amount": 10050,
	}).must(http.StatusOK)
	h.signedIn("library.director").does(id, "complete", "outcome", "approved", "data", map[string]any{}).
		must(http.StatusOK)
	desk.does(id, "complete", "data", map[string]any{
		"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "赔您一百元。",
	}).must(http.StatusOK)
	document := desk.get("/cases/"+id).must(http.StatusOK).text("documents", 0, "id")
	_, text := desk.withLanguage("en").prints("/cases/" + id + "/papers/" + document)
	for says, want := range map[string]bool{
		"答复函":       true,
		"L2026-001": true,
		"读者":        true,
		"查明和处理":     true,
		"等了三个小时。":   true,
		"本馆":        true,
		"100.50元":   true,
		"馆长批示":      true,
		"本函一式一份，由服务台存档。":  true,
		"经办人（签名）：":        true,
		"Letter of reply": false,
		"赔您一百元":           false,
		"Waiting":         false,
	} {
		if strings.Contains(text, says) != want {
			t.Errorf("%s printed: %v; %s", says, !want, text)
		}
	}
}
