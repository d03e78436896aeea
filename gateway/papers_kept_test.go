package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/complaint"
	"duban/documents"
	"duban/papers"
	"duban/record"
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

// dyingJournal dies once, after everything of an order was written and before it is in the record.
type dyingJournal struct {
	record.Journal
	dies bool
}

type dyingTx struct {
	record.Tx
	journal *dyingJournal
}

var errDied = errors.New("died")

func (j *dyingJournal) Write(ctx context.Context, id complaint.CaseID, fn func(record.Tx) error) error {
	return j.Journal.Write(ctx, id, func(tx record.Tx) error { return fn(dyingTx{tx, j}) })
}

func (t dyingTx) SaveAnswer(ctx context.Context, o complaint.Order, a complaint.Answer) error {
	if t.journal.dies {
		t.journal.dies = false
		return errDied
	}
	return t.Tx.SaveAnswer(ctx, o, a)
}

// keptHash is the hash that the journal has of a slip or notice, "" if it has none; how often it was issued or served.
func (h *house) keptHash(id, paper string) (sum string, times int) {
	h.t.Helper()
	events, err := h.store.JournalEvents(h.t.Context(), complaint.CaseID(id), 0, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range events {
		switch f := e.Fact.(type) { //nolint:gochecksumtype // those asked about
		case complaint.SlipIssued:
			if string(f.Slip) == paper {
				sum, times = f.SHA256, times+1
			}
		case complaint.Served:
			if string(f.Notice) == paper {
				if times++; sum == "" {
					sum = f.SHA256
				}
			}
		}
	}
	return sum, times
}

// A notice is kept when it is served and a slip when it is issued, before anybody prints them: where the program dies
// in between, nothing is recorded; asked again, there is one paper, and every print are its bytes.
func TestSlipsAndNoticesAreKeptWhenTheyAreIssued(t *testing.T) {
	h := newHouse(t)
	h.printsAtIssue()
	dying := &dyingJournal{Journal: h.cases.acts.Journal}
	h.cases.acts.Journal = dying
	id, _ := h.issueForm()
	supervisor := h.signedIn("logistics.supervisor")
	notice := supervisor.get("/cases/"+id).must(http.StatusOK).text("notices", 0, "id")
	body := map[string]any{"command": "complete", "data": map[string]any{
		"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已按规定赔付，深表歉意。",
	}}
	before := len(supervisor.types(id))
	dying.dies = true
	h.agent().do(http.MethodPost, "/api/v1/cases/"+id+"/commands", "serve", body)
	if after := len(supervisor.types(id)); dying.dies || after != before {
		t.Fatalf("it died: %v; recorded in between: %d events", !dying.dies, after-before)
	}
	for range 2 {
		h.agent().do(http.MethodPost, "/api/v1/cases/"+id+"/commands", "serve", body)
	}
	h.keeps(id, notice, canaryName+"：")

	late := h.filed("subject", "箱上写着\U000323AF")
	supervisor.post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "9d"}).must(http.StatusOK)
	slip := supervisor.get("/cases/"+late).must(http.StatusOK).text("slips", 0, "id")
	h.keeps(late, slip, "箱上写着□")
	if found, err := h.store.Audit(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("verify finds %v (%v)", found, err)
	}
}

// keeps: the journal has the paper once, with the hash of the bytes that everybody prints who may see all of it.
func (h *house) keeps(id, paper, says string) {
	h.t.Helper()
	sum, times := h.keptHash(id, paper)
	kept, found, err := h.store.FrozenPaper(h.t.Context(), complaint.CaseID(id), complaint.PaperID(paper), 0)
	if err != nil || !found || times != 1 || sum == "" || kept.SHA256 != sum {
		h.t.Fatalf("paper %s: kept %v with hash %q, in the journal %d times with %q (%v)",
			paper, found, kept.SHA256, times,
			sum, err)
	}
	for _, who := range []string{"logistics.supervisor", "logistics.supervisor2"} {
		pdf, text := h.signedIn(who).prints("/cases/" + id + "/papers/" + paper)
		if digest := sha256.Sum256([]byte(pdf)); hex.EncodeToString(digest[:]) != sum || !strings.Contains(text, says) {
			h.t.Errorf("%s gets other bytes, which say %s", who, text)
		}
	}
}
