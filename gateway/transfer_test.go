package gateway

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
)

// with is the visitor with one header more.
func (v *visitor) with(name, value string) *visitor {
	more := *v
	more.headers = map[string]string{name: value}
	maps.Copy(more.headers, v.headers)
	return &more
}

func TestAnswersAreCompressedForWhoeverTakesIt(t *testing.T) {
	h := newHouse(t)
	plain := h.agent().get("/policies")
	if plain.status != http.StatusOK || plain.header.Get("Content-Encoding") != "" {
		t.Fatalf("asked for nothing: %d, encoded %q", plain.status, plain.header.Get("Content-Encoding"))
	}
	compressed := h.agent().with("Accept-Encoding", "gzip").get("/policies")
	if got := compressed.header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("asked for gzip: encoded %q", got)
	}
	if !strings.Contains(strings.Join(compressed.header.Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("varies by %q", compressed.header.Values("Vary"))
	}
	if len(compressed.raw)*4 > len(plain.raw) {
		t.Errorf("%d bytes of %d", len(compressed.raw), len(plain.raw))
	}
	unpacked, err := gzip.NewReader(bytes.NewReader([]byte(compressed.raw)))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(unpacked); err != nil || string(data) != plain.raw {
		t.Errorf("%d bytes came out of %d, %v", len(data), len(plain.raw), err)
	}
}

func TestAPolicyIsSentAgainOnlyIfItChanged(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{
		"/policies", "/policies/logistics", "/policies/logistics/source", "/public/policies",
	} {
		first := h.agent().get(path)
		tag := first.header.Get("ETag")
		if tag == "" || first.header.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%s: tag %q, kept %q", path, tag, first.header.Get("Cache-Control"))
		}
		again := h.agent().with("If-None-Match", tag).get(path)
		if again.status != http.StatusNotModified || again.raw != "" {
			t.Errorf("%s: unchanged: %d %s", path, again.status, again.raw)
		}
		if other := h.agent().with("If-None-Match", `W/"other"`).get(path); other.raw != first.raw {
			t.Errorf("%s: with another tag: %d, %d bytes", path, other.status, len(other.raw))
		}
	}
	chinese := h.agent().get("/policies/logistics").header.Get("ETag")
	english := h.agent().with("Accept-Language", "en").with("If-None-Match", chinese).get("/policies/logistics")
	if english.status != http.StatusOK || !json.Valid([]byte(english.raw)) {
		t.Errorf("in English after Chinese: %d", english.status)
	}
	stranger := h.public().with("If-None-Match", chinese).get("/policies/logistics")
	if stranger.status != http.StatusUnauthorized {
		t.Errorf("a stranger who knows the tag: %d", stranger.status)
	}
	if got := h.agent().get("/inbox").header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("an inbox is kept: %q", got)
	}
	if missing := h.agent().get("/policies/nothing"); missing.status != http.StatusNotFound || missing.raw == "" {
		t.Errorf("no such policy: %d %q", missing.status, missing.raw)
	}
}
