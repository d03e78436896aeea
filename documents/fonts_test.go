package documents

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestTheFontsAreThoseOfTheList(t *testing.T) {
	list, err := os.ReadFile("fonts/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Fields(string(list))
	files, err := embeddedFonts.ReadDir("fonts")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 3 || len(listed) != 2*len(files) {
		t.Fatalf("%d fonts, %d words in the list", len(files), len(listed))
	}
	for i := 0; i < len(listed); i += 2 {
		data, err := embeddedFonts.ReadFile("fonts/" + listed[i+1])
		if err != nil {
			t.Fatal(err)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(data)); sum != listed[i] {
			t.Errorf("%s: %s, listed %s", listed[i+1], sum, listed[i])
		}
	}
}

func TestOwnFontsComeFirst(t *testing.T) {
	wrong := filepath.Join(t.TempDir(), "own.ttf")
	if err := os.WriteFile(wrong, []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := NewFonts(wrong, "").Check(); err == nil {
		t.Error("a file that is no font is taken for one")
	}
	if err := NewFonts("", wrong).Check(); err == nil {
		t.Error("a file that is no font of titles is taken for one")
	}
	own := filepath.Join(t.TempDir(), "own.ttf")
	if err := os.WriteFile(own, unpacked(t, "title"), 0o600); err != nil {
		t.Fatal(err)
	}
	fonts := NewFonts(own, "")
	if err := fonts.Check(); err != nil {
		t.Fatal(err)
	}
	for r, family := range map[rune]string{'国': "own", '𠮷': "rare"} { // what it lacks comes from the program's
		if found, _, err := fontFor(fonts.body, r); err != nil || found == nil || found.family != family {
			t.Errorf("%c: %v, %v, want font %s", r, found, err, family)
		}
	}
}

func unpacked(t *testing.T, name string) []byte {
	t.Helper()
	packed, err := embeddedFonts.ReadFile("fonts/" + name + ".ttf.zst")
	if err != nil {
		t.Fatal(err)
	}
	d, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	data, err := d.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
