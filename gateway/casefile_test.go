package gateway

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
	"duban/documents/documentstest"
)

// Two more canaries: the name of a file that only some may see, and a picture's.
const (
	canaryFile    = "证人写的.txt"
	canaryPicture = "货损照片.png"
)

// fileWithEverything is a case with a document, a slip, a served notice, attachments and limits.
func (h *house) fileWithEverything() string {
	h.t.Helper()
	id, _ := h.issueForm()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		h.t.Fatal(err)
	}
	h.branch().attaches(id, canaryPicture, picture.String()).must(http.StatusCreated)
	h.branch().uploadsWith("/cases/"+id+"/attachments", "", canaryFile, "看见了。",
		map[string]string{"field": "finding"}).must(http.StatusCreated)
	h.agent().does(id, "complete", "data", map[string]any{
		"at": "2026-03-02T10:00:00+08:00", "how": "phone", "text": "已按规定赔付，深表歉意。",
	}).must(http.StatusOK)
	return id
}

// files is the archive of a case file as somebody gets it, by names, and the volume's text.
func (v *visitor) files(id string) (files map[string]string, volume string) {
	v.h.t.Helper()
	r := v.get("/cases/" + id + "/file?format=zip").must(http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(r.raw), int64(len(r.raw)))
	if err != nil {
		v.h.t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range z.File {
		content, err := f.Open()
		if err != nil {
			v.h.t.Fatal(err)
		}
		data, err := io.ReadAll(content)
		if err != nil {
			v.h.t.Fatal(err)
		}
		if f.NonUTF8 {
			v.h.t.Errorf("%s: its name is not said to be UTF-8", f.Name)
		}
		files[f.Name] = string(data)
		if strings.HasPrefix(f.Name, "案卷") {
			volume = documentstest.Read(v.h.t, data).Text()
		}
	}
	return files, volume
}

// Each gets of the case file what they see of the case, in the volume and beside it, and it says where that is not all.
func TestACaseFileShowsWhatItsReaderMaySee(t *testing.T) {
	h := newHouse(t)
	h.printsAtIssue()
	id := h.fileWithEverything()
	for who, sees := range map[string]struct{ identity, finding, supervises bool }{
		"logistics.supervisor": {true, true, true},
		"logistics.agent":      {true, false, false},
		"logistics.branch":     {false, true, false},
		"logistics.branch2":    {false, false, false},
		"logistics.operations": {false, false, true},
	} {
		v := h.signedIn(who)
		files, volume := v.files(id)
		all := volume
		for name, content := range files {
			all += name
			if strings.HasSuffix(name, ".pdf") {
				all += documentstest.Read(t, []byte(content)).Text()
			} else if name != "journal.json" {
				all += content
			}
		}
		all += files["journal.json"]
		for canary, seen := range map[string]bool{
			canaryName:    sees.identity,
			canaryPhone:   sees.identity,
			canaryFinding: sees.finding,
			canaryFile:    sees.finding,
			"看见了。":        sees.finding,
			canaryRemedy:  true,
			canaryPicture: true,
		} {
			if strings.Contains(all, canary) != seen {
				t.Errorf("%s: %s is in the file: %v, want %v", who, canary, !seen, seen)
			}
		}
		if whole := sees.identity && sees.finding; strings.Contains(volume, "摘录") == whole {
			t.Errorf("%s: marked as an extract: %v", who, whole)
		}
		if _, has := files["journal.json"]; has != sees.supervises {
			t.Errorf("%s gets the journal: %v", who, has)
		}
		for _, says := range []string{"案卷目录", "办理经过", "期限计算", "投诉处理单", "处2026-001", "答复客户", "调查处理", "如何计算"} {
			if !strings.Contains(volume, says) {
				t.Errorf("%s: the volume does not say %s", who, says)
			}
		}
		h.checkSums(files)
	}
	for _, who := range []string{"elsewhere", "nobody"} {
		h.signedIn(who).get("/cases/"+id+"/file").refuses(http.StatusNotFound, "not_found")
	}
	h.public().get("/cases/"+id+"/file").refuses(http.StatusUnauthorized, "unauthenticated")
	readings := h.signedIn("logistics.supervisor").get("/cases/" + id + "/readings").must(http.StatusOK)
	if readings.findIn("items", "what", "file") == nil {
		t.Errorf("the log of readings: %s", readings.raw)
	}
}

// checkSums: SHA256SUMS names every other file with the hash that it has.
func (h *house) checkSums(files map[string]string) {
	h.t.Helper()
	sums := map[string]string{}
	for line := range strings.Lines(files["SHA256SUMS"]) {
		sum, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		sums[name] = sum
	}
	if len(sums) != len(files)-1 {
		h.t.Errorf("%d hashes for %d files", len(sums), len(files)-1)
	}
	for name, content := range files {
		sum := sha256.Sum256([]byte(content))
		if name != "SHA256SUMS" && sums[name] != hex.EncodeToString(sum[:]) {
			h.t.Errorf("%s has another hash", name)
		}
	}
}

// Whoever may see all of it gets the kept bytes of each copy; the index says on which page each part begins, and the
// cover by which hash the journal ends.
func TestACaseFileHoldsTheKeptPapers(t *testing.T) {
	h := newHouse(t)
	h.printsAtIssue()
	id := h.fileWithEverything()
	v := h.signedIn("logistics.supervisor")
	files, _ := v.files(id)
	for no, path := range map[string]string{"1": "", "2": "", "3": ""} {
		document := v.get("/cases/"+id).must(http.StatusOK).text("documents", 0, "id")
		pdf, _ := v.prints("/cases/" + id + "/papers/" + document + "?copy=" + no + path)
		found := false
		for name, content := range files {
			found = found || strings.HasSuffix(name, "（第 "+no+" 联）.pdf") && content == pdf
		}
		if !found {
			t.Errorf("copy %s is not in the archive as it was issued", no)
		}
	}
	r := v.get("/cases/" + id + "/file").must(http.StatusOK)
	file := documentstest.Read(t, []byte(r.raw))
	events, err := h.store.JournalEvents(t.Context(), complaint.CaseID(id), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var cover, journal string
	for _, s := range file.Pages[0].Shown {
		cover += s.Text
	}
	if head := events[len(events)-1].Hash; !strings.Contains(cover, head) {
		t.Errorf("the cover does not say %s: %s", head, cover)
	}
	// the last number of each row of the index is a page; on the one of 办理经过 stands that title
	lines := file.Pages[1].Lines()
	for i, l := range lines {
		if strings.Contains(l.Text, "办理经过") && i > 0 {
			journal = l.Text
		}
	}
	if !strings.Contains(journal, "办理经过") {
		t.Fatalf("the index: %+v", lines)
	}
	page := journal[strings.LastIndex(journal, "办理经过")+len("办理经过"):]
	first, _, _ := strings.Cut(page, "–")
	at := 0
	for _, d := range first {
		at = at*10 + int(d-'0')
	}
	if at < 3 || at > len(file.Pages) {
		t.Fatalf("the index has the journal on page %q of %d", page, len(file.Pages))
	}
	titled := false
	for _, s := range file.Pages[at-1].Shown {
		titled = titled || s.Text == "办理经过"
	}
	if !titled {
		t.Errorf("page %d does not bear the title that the index has for it", at)
	}
}
