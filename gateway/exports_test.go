package gateway

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

// exports asks for a workbook, waits for it and reads it: each sheet's rows, in order.
func (v *visitor) exports(body map[string]any) (id string, book map[string][][]string, names []string) {
	v.h.t.Helper()
	asked := v.do(http.MethodPost, "/api/v1/exports", uuid.NewString(), body).must(http.StatusAccepted)
	id = asked.text("id")
	for range 200 {
		state := v.get("/exports/" + id).must(http.StatusOK).text("state")
		if state == "done" {
			break
		}
		if state != "working" {
			v.h.t.Fatalf("the export is %s: %s", state, v.h.logs)
		}
		time.Sleep(20 * time.Millisecond)
	}
	file := v.get("/exports/" + id + "/file").must(http.StatusOK)
	if kind := file.header.Get("Content-Type"); kind != workbookType {
		v.h.t.Errorf("comes as %q", kind)
	}
	if name := file.header.Get("Content-Disposition"); !strings.Contains(name, ".xlsx") {
		v.h.t.Errorf("is called %q", name)
	}
	opened, err := excelize.OpenReader(bytes.NewReader([]byte(file.raw)))
	if err != nil {
		v.h.t.Fatal(err)
	}
	book = map[string][][]string{}
	for _, sheet := range opened.GetSheetList() {
		if book[sheet], err = opened.GetRows(sheet); err != nil {
			v.h.t.Fatal(err)
		}
	}
	return id, book, opened.GetSheetList()
}

// allCells are the cells of a sheet in one string.
func allCells(rows [][]string) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.Join(r, "|")
	}
	return strings.Join(lines, "\n")
}

// The register in a workbook has what its list shows to each, and no more: not the names and telephones of
// complainants, no case behind another's wall. A sheet says who asked, when and by which filters.
func TestTheRegisterInAWorkbook(t *testing.T) {
	h := newHouse(t)
	h.filed("subject", "=HYPERLINK(\"http://evil.example\",\"货\")")
	h.filed("category", "damage.wet", "subject", "湿损一批")
	for who, want := range map[string]int{"logistics.agent": 2, "logistics.supervisor": 2, "elsewhere": 0} {
		v := h.signedIn(who)
		_, book, names := v.exports(map[string]any{"of": "register"})
		if strings.Join(names, " ") != "台账 说明" {
			t.Errorf("sheets: %q", names)
		}
		rows := book["台账"]
		if len(rows) != want+1 {
			t.Errorf("%s: %d rows, want %d", who, len(rows)-1, want)
		}
		if listed := len(v.get("/cases").must(http.StatusOK).list("items")); listed != want {
			t.Errorf("%s: the list has %d", who, listed)
		}
		all := allCells(rows) + allCells(book["说明"])
		for _, canary := range []string{"张三丰", "13912345678", "外箱全湿"} {
			if strings.Contains(all, canary) {
				t.Errorf("%s: %q stands in the workbook", who, canary)
			}
		}
		if want > 0 && !strings.Contains(all, "=HYPERLINK(\"http://evil.example\",\"货\")") {
			t.Errorf("%s: the subject is not as it was written: %s", who, all)
		}
	}
	_, book, _ := h.agent().exports(map[string]any{
		"of":       "register",
		"register": map[string]any{"q": "湿损", "status": "open"},
	})
	if len(book["台账"]) != 2 {
		t.Errorf("filtered: %s", allCells(book["台账"]))
	}
	about := allCells(book["说明"])
	for _, line := range []string{"内容|台账", "查找|湿损", "状态|办理中", "行数|1", "截至|2026-03-02 1"} {
		if !strings.Contains(about, line) {
			t.Errorf("the sheet about it lacks %q: %s", line, about)
		}
	}
	_, english, names := h.agent().withLanguage("en").exports(map[string]any{"of": "register"})
	if strings.Join(names, " ") != "Register About" || english["Register"][0][0] != "Number" {
		t.Errorf("in English: %q", names)
	}
}

// A workbook is its reader's own; whoever is kept out of a case meanwhile, or is no longer who they were, has to ask
// anew.
func TestAWorkbookIsItsReadersOwn(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	agent := h.agent()
	asked, _, _ := agent.exports(map[string]any{"of": "register"})
	for _, v := range []*visitor{h.branch(), h.admin()} {
		v.get("/exports/"+asked).refuses(http.StatusNotFound, "not_found")
		v.get("/exports/"+asked+"/file").refuses(http.StatusNotFound, "not_found")
	}
	h.public().get("/exports/" + asked + "/file").must(http.StatusUnauthorized)
	h.passTime(time.Minute)
	agent.get("/exports/" + asked + "/file").must(http.StatusOK)
	h.keepsOut(complaint.CaseID(id), seed.DemoUserID("logistics.agent"))
	if state := agent.get("/exports/" + asked).must(http.StatusOK).text("state"); state != "gone" {
		t.Errorf("after the recusal it is %s", state)
	}
	agent.get("/exports/"+asked+"/file").refuses(http.StatusNotFound, "not_found")
	again, book, _ := agent.exports(map[string]any{"of": "register"})
	if len(book["台账"]) != 1 {
		t.Errorf("after the recusal: %s", allCells(book["台账"]))
	}
	h.losesRoles("logistics.agent")
	agent.get("/exports/"+again+"/file").refuses(http.StatusNotFound, "not_found")
}

// What cannot be listed cannot be exported; the same key asks once.
func TestWhatCannotBeExported(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	for _, body := range []map[string]any{
		{"of": "report"},
		{"of": "report", "report": map[string]any{"policy": "logistics", "report": "service"}},
	} {
		agent.post("/exports", body).refuses(http.StatusNotFound, "not_found")
	}
	agent.post("/exports", map[string]any{"of": "secrets"}).must(http.StatusUnprocessableEntity)
	agent.post("/exports", map[string]any{"of": "register", "register": map[string]any{"register": "logistics.none"}}).
		must(http.StatusUnprocessableEntity)
	h.public().post("/exports", map[string]any{"of": "register"}).must(http.StatusUnauthorized)
	first := agent.do(http.MethodPost, "/api/v1/exports", "one",
		map[string]any{"of": "register"}).must(http.StatusAccepted)
	again := agent.do(http.MethodPost, "/api/v1/exports", "one",
		map[string]any{"of": "register"}).must(http.StatusAccepted)
	if first.text("id") != again.text("id") {
		t.Error("asked twice with one key, and made twice")
	}
}

// A report in a workbook has its figures as numbers, its total and a chart; the ledger its amounts, to each as the
// list shows it.
func TestReportAndLedgerInWorkbooks(t *testing.T) {
	h, _ := sanctioned(t)
	supervisor := h.signedIn("logistics.supervisor")
	_, book, names := supervisor.exports(map[string]any{
		"of": "report", "report": map[string]any{"policy": "logistics", "report": "service", "period": "2026-03"},
	})
	sheet := book[names[0]]
	last := sheet[len(sheet)-1]
	if last[0] != "合计" || last[len(last)-1] == "" {
		t.Errorf("sheets %q: %s", names, allCells(sheet))
	}
	if about := allCells(book["说明"]); !strings.Contains(about, "期间|2026-03") {
		t.Errorf("about: %s", about)
	}
	for who, want := range map[string]int{"logistics.supervisor": 2, "logistics.agent": 0, "logistics.branch": 1} {
		_, book, _ := h.signedIn(who).exports(map[string]any{"of": "ledger"})
		rows := book["奖惩台账"]
		if len(rows) != want+1 {
			t.Errorf("%s: %s", who, allCells(rows))
		}
		if want == 1 && rows[1][1] != "" {
			t.Errorf("%s may not read the case and sees its number: %s", who, allCells(rows))
		}
		if want == 2 && !strings.Contains(allCells(rows), "|200.00|") {
			t.Errorf("%s: no amount in yuan: %s", who, allCells(rows))
		}
	}
	_, slips, _ := supervisor.exports(map[string]any{"of": "slips", "slips": map[string]any{"unanswered": true}})
	if listed := len(supervisor.get("/slips?unanswered=true").must(http.StatusOK).list("items")); len(slips["单子"]) !=
		listed+1 {
		t.Errorf("slips: %s", allCells(slips["单子"]))
	}
}

// keepsOut lets a case's wall keep somebody out from now on.
func (h *house) keepsOut(id complaint.CaseID, who complaint.UserID) {
	h.t.Helper()
	ctx := h.t.Context()
	if err := h.store.Write(ctx, id, func(tx record.Tx) error {
		c, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		events, err := tx.Append(ctx, []complaint.Event{{
			Case:  id,
			Seq:   c.Seq + 1,
			At:    h.now(),
			Actor: complaint.System,
			Fact:  complaint.Noted{},
		}})
		if err != nil {
			return err
		}
		if err := c.Apply(events[0]); err != nil {
			return err
		}
		wall := complaint.Wall{
			Grants: []string{complaint.Seat{Role: "logistics.agent"}.Subject()},
			Barred: []complaint.UserID{who},
		}
		return tx.ProjectToLists(ctx, c, wall, nil)
	}); err != nil {
		h.t.Fatal(err)
	}
}
