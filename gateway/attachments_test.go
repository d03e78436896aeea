package gateway

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	mime "mime/multipart"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"duban/record"

	"github.com/google/uuid"
)

const pdf = "%PDF-1.4 证据"

// uploads hands in a file; key "" draws one.
func (v *visitor) uploads(path, key, name, content string, original bool) reply {
	v.h.t.Helper()
	return v.uploadsWith(path, key, name, content, map[string]string{"original": strconv.FormatBool(original)})
}

// uploadsWith is the same with the other parts of the form as given.
func (v *visitor) uploadsWith(path, key, name, content string, parts map[string]string) reply {
	v.h.t.Helper()
	var body bytes.Buffer
	form := mime.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		v.h.t.Fatal(err)
	}
	_, err = file.Write([]byte(content))
	for part, value := range parts {
		err = errors.Join(err, form.WriteField(part, value))
	}
	if err := errors.Join(err, form.Close()); err != nil {
		v.h.t.Fatal(err)
	}
	if key == "" {
		key = uuid.NewString()
	}
	clone := *v
	clone.headers = map[string]string{"Content-Type": form.FormDataContentType()}
	return clone.do(http.MethodPost, "/api/v1"+path, key, body.String())
}

func (v *visitor) attaches(id, name, content string) reply {
	v.h.t.Helper()
	return v.uploads("/cases/"+id+"/attachments", "", name, content, false)
}

func TestAttachments(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	v := h.branch()
	r := v.uploads("/cases/"+id+"/attachments", "k1", "现场 照片.pdf", pdf, true).must(http.StatusCreated)
	if r.text("name") != "现场 照片.pdf" || r.text("size") != strconv.Itoa(len(pdf)) || len(r.text("sha256")) != 64 ||
		len(r.text("id")) != 64 {
		t.Errorf("answer: %s", r.raw)
	}
	if r.text("id") == r.text("sha256") {
		t.Error("the id gives the content's hash away")
	}
	again := v.uploads("/cases/"+id+"/attachments", "k1", "现场 照片.pdf", pdf, true).must(http.StatusCreated)
	if again.raw != r.raw {
		t.Errorf("again: %s", again.raw)
	}
	v.uploads("/cases/"+id+"/attachments", "k1",
		"现场 照片.pdf", pdf+"x", true).refuses(http.StatusUnprocessableEntity, "invalid")
	v.uploads("/cases/"+id+"/attachments", "k1",
		"现场 照片.pdf", pdf, false).refuses(http.StatusUnprocessableEntity, "invalid")
	c := v.get("/cases/" + id).must(http.StatusOK)
	if len(c.list("attachments")) != 1 {
		t.Fatalf("attachments: %v", c.at("attachments"))
	}
	a := c.findIn("attachments", "id", r.text("id"))
	if a["name"] != "现场 照片.pdf" || a["original"] != true || a["sealed"] != false || a["type"] != "application/pdf" ||
		a["added_by_name"] != "员工logistics.branch" {
		t.Errorf("attachment: %v", a)
	}
	got := h.agent().get("/cases/" + id + "/attachments/" + r.text("id")).must(http.StatusOK)
	if got.raw != pdf {
		t.Errorf("content: %q", got.raw)
	}
	for header, want := range map[string]string{
		"Content-Type":            "application/pdf",
		"X-Content-Type-Options":  "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition":     "attachment; filename*=utf-8''%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.pdf",
	} {
		if got.header.Get(header) != want {
			t.Errorf("%s is %q, want %q", header, got.header.Get(header), want)
		}
	}
	if strings.Contains(h.logs.String(), "照片") {
		t.Error("a file's name stands in the log")
	}
}

// What an attachment is its content says; what could run in a browser, lies about itself or is too large stays out.
func TestWhatIsNotAttached(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Attachments.Size, o.Attachments.Count = 4096, 2 })
	id := h.filed()
	v := h.branch()
	for name, content := range map[string]string{
		"a.pdf":  "<html><script>alert(1)</script></html>",
		"b.png":  "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		"c.jpg":  "MZ\x90\x00\x03\x00\x00\x00",
		"d.txt":  "#!/bin/sh\nrm -rf /",
		"e.docx": "PK\x03\x04\x14\x00\x00\x00\x00\x00",
	} {
		v.attaches(id, name, content).refuses(http.StatusUnsupportedMediaType, "unsupported_media_type")
	}
	v.attaches(id, "empty.txt", "").refuses(http.StatusUnprocessableEntity, "invalid")
	v.attaches(id, "zero\u200bwidth.pdf", pdf).refuses(http.StatusUnprocessableEntity, "invalid")
	v.attaches(id, "large.txt", strings.Repeat("x", 200_000)).refuses(http.StatusRequestEntityTooLarge, "too_large")
	v.post("/cases/"+id+"/attachments", map[string]any{"file": "x"}).refuses(http.StatusUnsupportedMediaType,
		"unsupported_media_type")
	if r := v.attaches(id, `C:\temp\..\照片.exe`, pdf).must(http.StatusCreated); r.text("name") != "照片.exe.pdf" {
		t.Errorf("name %q", r.text("name"))
	}
	v.attaches(id, "note.txt", "文字").must(http.StatusCreated)
	v.attaches(id, "third.txt", "文字").refuses(http.StatusConflict, "conflict")
	for _, who := range []string{"elsewhere", "nobody"} {
		h.signedIn(who).attaches(id, "x.pdf", pdf).refuses(http.StatusNotFound, "not_found")
	}
	h.public().attaches(id, "x.pdf", pdf).refuses(http.StatusUnauthorized, "unauthenticated")
}

// An attachment has the case's wall, and is named only by its own case.
// Invoices come as OFD, recordings of telephones as AAC and 3GP, and a text may begin with a sign that pages begin
// with.
func TestWhatIsAttached(t *testing.T) {
	archive := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write([]byte("x"))
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	h := newHouse(t)
	id := h.filed()
	v := h.branch()
	for name, want := range map[string]struct{ content, kind, named string }{
		"发票.ofd":  {archive("Doc_0/Document.xml", "OFD.xml"), "application/ofd", "发票.ofd"},
		"发票":      {archive("OFD.xml"), "application/ofd", "发票.ofd"},
		"录音.aac":  {"\xff\xf1\x50\x80\x02\x1f\xfc", "audio/aac", "录音.aac"},
		"录音.3gp":  {"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00", "video/3gpp", "录音.3gp"},
		"经过.txt":  {"<html> 这是我收到的短信", "text/plain", "经过.txt"},
		"经过2.TXT": {"<?xml 店员原话", "text/plain", "经过2.TXT"},
	} {
		kept := v.attaches(id, name, want.content).must(http.StatusCreated).text("id")
		a := v.get("/cases/"+id).must(http.StatusOK).findIn("attachments", "id", kept)
		if a["name"] != want.named || a["type"] != want.kind {
			t.Errorf("%s is kept as %s, %s, not %s, %s", name, a["name"], a["type"], want.named, want.kind)
		}
	}
	for name, content := range map[string]string{
		"经过.html": "<html> 这是我收到的短信",
		"资料.zip":  archive("a.txt"),
		"资料.ofd":  archive("a.txt", "Doc/OFD.xml"),
	} {
		v.attaches(id, name, content).refuses(http.StatusUnsupportedMediaType, "unsupported_media_type")
	}
}

func TestAnAttachmentBelongsToItsCase(t *testing.T) {
	h := newHouse(t)
	id, other := h.filed(), h.filed()
	v := h.branch()
	mine := v.attaches(id, "x.pdf", pdf).must(http.StatusCreated).text("id")
	h.stranger().get("/cases/"+id+"/attachments/"+mine).refuses(http.StatusNotFound, "not_found")
	v.get("/cases/"+other+"/attachments/"+mine).refuses(http.StatusNotFound, "not_found")
	note := func(attachments ...any) map[string]any {
		return map[string]any{"text": "见附件", "attachments": attachments}
	}
	h.agent().does(other, "message", "data", map[string]any{
		"to":          "complainant",
		"text":        "x",
		"attachments": []any{mine},
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	h.agent().does(id, "message", "data", map[string]any{
		"to":          "complainant",
		"text":        "x",
		"attachments": []any{mine},
	}).must(http.StatusOK)
	v.does(id, "note", "data", note(mine, "canary")).refuses(http.StatusUnprocessableEntity, "invalid")
	c := v.get("/cases/" + id).must(http.StatusOK)
	if c.text("messages", 0, "attachments", 0) != mine {
		t.Errorf("messages: %v", c.at("messages"))
	}
}

func TestAComplainantHandsInByReceipt(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Attachments.PublicSize, o.Attachments.PublicCount = 4096, 1 })
	receipt := h.public().post("/public/complaints", publicMatter()).must(http.StatusCreated).text("receipt")
	path := "/public/complaints/" + receipt + "/attachments"
	h.public().uploads(path, "", "large.txt",
		strings.Repeat("x", 200_000), false).refuses(http.StatusRequestEntityTooLarge, "too_large")
	mine := h.public().uploads(path, "k", "x.pdf", pdf, false).must(http.StatusCreated).text("id")
	h.public().uploads(path, "k", "x.pdf", pdf, false).must(http.StatusCreated)
	h.public().uploads(path, "", "y.pdf", pdf, false).refuses(http.StatusConflict, "conflict")
	h.public().uploads("/public/complaints/canary/attachments",
		"", "y.pdf", pdf, false).refuses(http.StatusNotFound, "not_found")
	items := h.agent().get("/cases").must(http.StatusOK)
	c := h.agent().get("/cases/" + items.text("items", 0, "id")).must(http.StatusOK)
	if a := c.findIn("attachments", "id", mine); a == nil || a["added_by"] != "complainant" {
		t.Errorf("attachments: %v", c.at("attachments"))
	}
	h.branch().attaches(items.text("items", 0, "id"), "内部.pdf", pdf)
	followed := h.public().get("/public/complaints/" + receipt).must(http.StatusOK)
	if len(followed.list("handed")) != 1 || followed.text("handed", 0, "name") != "x.pdf" ||
		strings.Contains(followed.raw, "内部") {
		t.Errorf("the complainant sees their own files and no others: %s", followed.raw)
	}
	if followed.text("takes", "count") != "1" || followed.text("takes", "size") != "4096" ||
		!strings.Contains(followed.raw, "image/jpeg") {
		t.Errorf("what can be handed in: %v", followed.at("takes"))
	}
	if takes := h.public().get("/public/policies").must(http.StatusOK).at(
		"items", 0, "takes",
	); fmt.Sprint(takes) != fmt.Sprint(followed.at("takes")) {
		t.Errorf("said before filing: %v", takes)
	}
}

// What an upload that was cut off has left goes; what the record names stays.
func TestAttachmentsAreSwept(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	r := h.branch().attaches(id, "x.pdf", pdf).must(http.StatusCreated)
	ctx := context.Background()
	if err := h.files.PutFile(ctx, h.files.NewName(strings.Repeat("a", 64)), strings.NewReader("half")); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		err := filepath.WalkDir(filepath.Join(h.dir, "attachments"), func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	h.g.sweepFiles(ctx)
	if count() != 2 {
		t.Errorf("a fresh file was swept: %d left", count())
	}
	h.mu.Lock()
	h.clock = time.Now().Add(48 * time.Hour) // files have the machine's clock
	h.mu.Unlock()
	h.g.sweepFiles(ctx)
	if count() != 1 {
		t.Errorf("%d left", count())
	}
	h.branch().get("/cases/" + id + "/attachments/" + r.text("id")).must(http.StatusOK)
}

// Builtin reading_logged (lawfirm-2.7.4): whoever reads anything of a case is written down before they see it.
func TestEveryReadingIsLogged(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	v := h.branch()
	file := v.attaches(id, "x.pdf", pdf).must(http.StatusCreated).text("id")
	for range 3 { // a page that refreshes itself
		v.get("/cases/" + id).must(http.StatusOK)
	}
	v.get("/cases/" + id + "/journal").must(http.StatusOK)
	v.get("/cases/" + id + "/attachments/" + file).must(http.StatusOK)
	h.stranger().get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	h.passTime(record.ReadingSpan)
	v.get("/cases/" + id).must(http.StatusOK)
	v.get("/cases/"+id+"/readings").refuses(http.StatusForbidden, "forbidden")
	h.stranger().get("/cases/"+id+"/readings").refuses(http.StatusNotFound, "not_found")
	boss := h.signedIn("logistics.supervisor")
	var got []string
	for next, page := "", 0; page == 0 || next != ""; page++ {
		r := boss.get("/cases/" + id + "/readings?limit=1&cursor=" + next).must(http.StatusOK)
		for i := range r.list("items") {
			got = append(got, r.text("items", i, "name")+" "+r.text("items", i, "what"))
			if r.text("items", i, "what") == "attachment" && r.text("items", i, "attachment") != file {
				t.Errorf("reading: %v", r.at("items", i))
			}
		}
		next = r.text("next")
	}
	want := []string{
		"员工logistics.branch attachment", "员工logistics.branch case", "员工logistics.branch case",
		"员工logistics.branch journal",
	}
	if strings.Join(sorted(got), "; ") != strings.Join(want, "; ") {
		t.Errorf("readings: %v, want %v", got, want)
	}
	unwritten := newHouse(t, func(o *Options) { o.Store = unloggable{o.Store} })
	other := unwritten.filed()
	for _, path := range []string{"/cases/" + other, "/cases/" + other + "/journal"} {
		r := unwritten.branch().get(path).refuses(http.StatusInternalServerError, "internal")
		if strings.Contains(r.raw, "damage") {
			t.Errorf("read without being logged: %s", r.raw)
		}
	}
}

// unloggable is a store whose reading log cannot be written.
type unloggable struct{ Store }

func (unloggable) NoteReading(context.Context, record.Reading) error {
	return errors.New("the log is full")
}
