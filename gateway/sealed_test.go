package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
)

// sealedForm is the form of logistics' step with a sealed finding and sealed files.
var sealedForm = []string{
	"      finding:     {type: longtext, title: {zh: 调查情况, en: Findings}, required: true}\n",
	"      finding:     {type: longtext, title: {zh: 调查情况, en: Findings}, required: true, sealed: [supervisor]}\n" +
		"      medical:     {type: attachments, title: 病历, sealed: [supervisor]}\n",
}

// What a sealed field holds is seen by the roles it names and by whoever wrote it; the others see that it is there, and
// find it nowhere.
func TestASealedFieldIsSealed(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(sealedForm...)
	id := h.filed()
	v, path := h.branch(), "/cases/"+id
	openly := v.attaches(id, "open.pdf", pdf).must(http.StatusCreated).text("id")
	sealed := v.uploadsWith(path+"/attachments", "", "病历-小明.pdf", pdf+"x", map[string]string{"field": "medical"}).
		must(http.StatusCreated).text("id")
	form := finding()
	form["medical"] = []any{openly}
	r := v.does(id, "complete", "data", form).refuses(http.StatusUnprocessableEntity, "invalid")
	if r.text("field") != "data.medical" {
		t.Errorf("refused: %s", r.raw)
	}
	form["medical"] = []any{sealed}
	v.does(id, "complete", "data", form).must(http.StatusOK)
	for who, sees := range map[string]bool{
		"logistics.branch":      true,
		"logistics.supervisor":  true,
		"logistics.supervisor2": true,
		"logistics.agent":       false,
		"logistics.branch2":     false,
	} {
		v := h.signedIn(who)
		c := v.get(path).must(http.StatusOK)
		journal := v.get(path + "/journal").must(http.StatusOK)
		if got := c.at("data", "finding"); (got == "雨布破损。") != sees || !sees && got != nil {
			t.Errorf("%s reads %v", who, got)
		}
		if got := strings.Contains(journal.raw, "雨布破损"); got != sees {
			t.Errorf("%s reads it in the journal: %v", who, got)
		}
		a := c.findIn("attachments", "id", sealed)
		if a["sealed"] != !sees || (a["name"] == "病历-小明.pdf") != sees || (a["sha256"] != nil) != sees {
			t.Errorf("%s sees of the file: %v", who, a)
		}
		status := http.StatusNotFound
		if sees {
			status = http.StatusOK
		}
		if got := v.get(path + "/attachments/" + sealed).status; got != status {
			t.Errorf("%s downloads it: %d", who, got)
		}
		all := c.raw + journal.raw + v.get("/inbox").raw
		if !sees && (strings.Contains(all, "雨布") || strings.Contains(all, "小明")) {
			t.Errorf("%s finds it", who)
		}
		for _, text := range []string{"雨布", "病历-小明", "雨布 病历"} {
			found := v.post("/cases/search", map[string]any{"q": text}).must(http.StatusOK).list("items")
			if got := len(found) == 1; got != sees {
				t.Errorf("%s finds it by %q: %v", who, text, got)
			}
		}
		if c.at("data", "remedy") != "赔付。" || c.findIn("attachments", "id", openly)["sealed"] != false {
			t.Errorf("%s does not see what is not sealed", who)
		}
	}
}

// What a complainant hands in is sealed with who they are, until whoever registers or assigns opens it, once.
func TestWhatAComplainantHandsInIsOpened(t *testing.T) {
	h := newHouseOfFirstEdition(t)
	h.publishLogistics("  sealed_attachments: false ", "  sealed_attachments: true ")
	receipt := h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	file := h.public().uploads("/public/complaints/"+receipt+"/attachments", "", "张三的照片.pdf", pdf, false).
		must(http.StatusCreated).text("id")
	id := h.signedIn("logistics.supervisor").get("/cases").must(http.StatusOK).text("items", 0, "id")
	reader, path := h.signedIn("logistics.operations"), "/cases/"+id
	seen := func() bool {
		a := reader.get(path).must(http.StatusOK).findIn("attachments", "id", file)
		got := reader.get(path + "/attachments/" + file)
		if (got.status == http.StatusOK) != (a["name"] == "张三的照片.pdf") || (a["sealed"] == true) == (a["name"] != nil) {
			t.Errorf("half sealed: %v, %d", a, got.status)
		}
		return got.status == http.StatusOK
	}
	if seen() {
		t.Error("seen before it is opened")
	}
	h.signedIn("logistics.supervisor").does(id, "open_attachments").refuses(http.StatusConflict, "conflict")
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	reader.does(id, "open_attachments").refuses(http.StatusForbidden, "forbidden")
	h.signedIn("logistics.supervisor").does(id, "open_attachments").must(http.StatusOK)
	if !seen() {
		t.Error("not seen after it was opened")
	}
	journal := reader.get(path + "/journal").must(http.StatusOK)
	if !strings.Contains(journal.raw, `"attachments_opened"`) {
		t.Error("the journal does not tell")
	}
	h.signedIn("logistics.supervisor").does(id, "open_attachments").refuses(http.StatusConflict, "conflict")
	if a := reader.get(path).findIn("parties", "role", "complainant"); a["name"] != nil || a["sealed"] != true {
		t.Errorf("opening the files has told who complained: %v", a)
	}
}
