package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
)

// printsAtIssue has documents printed when they are issued, as the program does.
func (h *house) printsAtIssue() {
	h.cases.acts.Press = &papers.Press{
		House: papers.House{Organisation: h.g.Desk.Organisation, Zone: h.g.Location},
		Fonts: documents.NewFonts("", ""),
	}
}

// A document is kept as it was issued, each copy with its hash in the journal, before anybody prints it; what is
// printed are those bytes, and verify finds them.
func TestADocumentIsKeptWhenItIsIssued(t *testing.T) {
	h := newHouse(t)
	h.printsAtIssue()
	id, document := h.issueForm()
	events, err := h.store.JournalEvents(t.Context(), complaint.CaseID(id), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var issued complaint.DocumentIssued
	for _, e := range events {
		if f, ok := e.Fact.(complaint.DocumentIssued); ok && string(f.Document) == document {
			issued = f
		}
	}
	if len(issued.Copies) != 3 || issued.SHA256 != "" {
		t.Fatalf("issued: %+v", issued)
	}
	supervisor := h.signedIn("logistics.supervisor")
	for _, one := range issued.Copies {
		kept, found, err := h.store.FrozenPaper(t.Context(), complaint.CaseID(id), complaint.PaperID(document), one.No)
		if err != nil || !found {
			t.Fatalf("copy %d is not kept (%v)", one.No, err)
		}
		pdf, text := supervisor.prints("/cases/" + id + "/papers/" + document + "?copy=" + strconv.Itoa(one.No))
		sum := sha256.Sum256([]byte(pdf))
		if got := hex.EncodeToString(sum[:]); got != one.SHA256 || pdf != string(kept.PDF) {
			t.Errorf("copy %d is printed with hash %s, the journal has %s", one.No, got, one.SHA256)
		}
		if !strings.Contains(text, canaryName) || !strings.Contains(text, canaryFinding) {
			t.Errorf("copy %d is not whole: %s", one.No, text)
		}
	}
	if _, text := h.branch().prints("/cases/" + id + "/papers/" + document + "?copy=1"); !strings.Contains(text, "摘录") {
		t.Error("who may not see all of it gets all of it")
	}
	found, err := h.store.Audit(t.Context(), nil)
	if err != nil || len(found) > 0 {
		t.Errorf("verify finds %v (%v)", found, err)
	}
}

// A character that no font has stops somebody who would issue a document, and says where it stands; nothing is
// recorded, and no number is used up.
func TestNothingIsIssuedWithAHole(t *testing.T) {
	h := newHouse(t)
	h.printsAtIssue()
	h.publishLogistics(printedForm...)
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	id := h.filed("content", "箱上写着\U000323AF。")
	completed := map[string]any{"finding": canaryFinding, "established": true, "remedy": canaryRemedy}
	before := h.signedIn("logistics.supervisor").types(id)
	r := h.branch().does(id, "complete", "data", completed).refuses(http.StatusUnprocessableEntity, "invalid")
	if r.text("id") != "paper.lacks_character" || !strings.Contains(r.text("detail"), "U+323AF") ||
		!strings.Contains(r.text("detail"), "内容") {
		t.Errorf("refused: %s", r.raw)
	}
	if after := h.signedIn("logistics.supervisor").types(id); !slices.Equal(after, before) {
		t.Errorf("recorded: %v", after[len(before):])
	}
	sound := h.filed()
	h.branch().does(sound, "complete", "data", completed).must(http.StatusOK)
	number := h.signedIn("logistics.supervisor").get("/cases/"+sound).text("documents", 0, "number")
	if number != "处2026-001" {
		t.Errorf("the first document has number %s", number)
	}
}

// What the clock issues is never stopped: a box stands for the character.
func TestASlipOfTheClockHasABox(t *testing.T) {
	h := newHouse(t)
	late := h.filed("subject", "箱上写着\U000323AF")
	supervisor := h.signedIn("logistics.supervisor")
	supervisor.post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "9d"}).must(http.StatusOK)
	slip := supervisor.get("/cases/"+late).must(http.StatusOK).text("slips", 0, "id")
	if _, text := supervisor.prints("/cases/" + late + "/papers/" + slip); !strings.Contains(text, "箱上写着□") {
		t.Errorf("the slip: %s", text)
	}
}
