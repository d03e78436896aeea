package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A file name in the bytes of a Chinese Windows is read as what it says, a backslash within a character too; what is
// neither that nor UTF-8 is refused.
func TestFileNamesThatAreNoUTF8(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	const name = "証據_盶誠.pdf" // 盶 ends in the byte of a backslash
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(name)
	if err != nil || !strings.Contains(gbk, `\`) {
		t.Fatalf("%q %v", gbk, err)
	}
	if got := h.branch().attaches(id, gbk, pdf).must(http.StatusCreated).text("name"); got != name {
		t.Errorf("read as %q", got)
	}
	h.branch().attaches(id, "\xff\xfe\x80.pdf", pdf).refuses(http.StatusUnprocessableEntity, "invalid")
}

// Whoever has no good receipt is answered before a byte of what they send is read, and who has none too often not at
// all; nobody without an account sends much at once.
func TestTheReceiptComesBeforeTheBody(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.FailuresPerAddress = Rate{Burst: 3, Every: time.Hour} })
	const bogus = "/public/complaints/0000/commands"
	noJSON := strings.Repeat("[", 1<<20)
	for range 3 {
		h.public().do(http.MethodPost, "/api/v1"+bogus, "k", noJSON).refuses(http.StatusNotFound, "not_found")
	}
	h.public().do(http.MethodPost, "/api/v1"+bogus, "k", noJSON).
		refuses(http.StatusTooManyRequests, "too_many_requests")
	h = newHouse(t)
	receipt, _ := h.fileAsPublic()
	large := `{"command":"message","data":{"text":"` + strings.Repeat("x", mostPublicBody) + `"}}`
	h.public().do(http.MethodPost, "/api/v1/public/complaints/"+receipt+"/commands", "k", large).
		refuses(http.StatusRequestEntityTooLarge, "too_large")
	h.public().do(http.MethodPost, "/api/v1/public/complaints", "k", large).
		refuses(http.StatusRequestEntityTooLarge, "too_large")
}
