package policy_test

import (
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

var (
	oldHash = strings.Repeat("a", 64)
	newHash = strings.Repeat("b", 64)
)

// A released text never changes under its version; above all that was released a text is free.
func TestALockFindsWhatNeedsAHigherVersion(t *testing.T) {
	lock := policy.Lock{
		{ID: "shop", Version: 1, SHA256: oldHash},
		{ID: "shop", Version: 3, SHA256: oldHash},
		{ID: "other", Version: 9, SHA256: oldHash},
	}
	data := []byte("# head\npolicy: shop\nversion: 3\n")
	for name, c := range map[string]struct {
		version int
		hash    string
		want    string // what the finding says; "" for none
	}{
		"released as it stands":     {3, oldHash, ""},
		"an older one as it stands": {1, oldHash, ""},
		"released, then changed": {
			3, newHash,
			"version 3 was released with other content, and the version was not raised: raise the version to 4",
		},
		"an older one changed": {
			1, newHash,
			"version 1 was released with other content, and the version was not raised: raise the version to 4",
		},
		"between what was released":    {2, newHash, "version 3 has been released: raise the version to 4"},
		"higher and not yet released":  {4, newHash, ""},
		"much higher, not yet release": {7, newHash, ""},
	} {
		en, _ := words.AllLanguages().ByID("en")
		ref := complaint.PolicyRef{ID: "shop", Version: c.version, SHA256: c.hash}
		found := lock.Check("shop/policy.yaml", data, ref)
		switch {
		case c.want == "" && len(found) > 0:
			t.Errorf("%s: found %v", name, found)
		case c.want == "":
		case len(found) != 1:
			t.Errorf("%s: %d findings, want 1", name, len(found))
		case !strings.HasPrefix(found[0].String(), "shop/policy.yaml:3:1: version："),
			!strings.Contains(found[0].In(en), c.want):
			t.Errorf("%s: found %s, want line 3 and %q", name, found[0], c.want)
		}
	}
	unheard := complaint.PolicyRef{ID: "unheard of", Version: 1, SHA256: newHash}
	if found := lock.Check("x", data, unheard); found != nil {
		t.Errorf("a regulation never released: %v", found)
	}
}

// What is written is read back the same, in order; lines that say nothing or say it twice are found.
func TestALockIsReadBack(t *testing.T) {
	var lock policy.Lock
	for _, ref := range []complaint.PolicyRef{
		{ID: "shop", Version: 10, SHA256: newHash},
		{ID: "shop", Version: 2, SHA256: oldHash},
		{ID: "bank", Version: 1, SHA256: oldHash},
		{ID: "shop", Version: 2, SHA256: newHash}, // stays what it was
	} {
		lock = lock.WithReleased(ref)
	}
	text := string(lock.Bytes())
	want := "bank 1 " + oldHash + "\nshop 2 " + oldHash + "\nshop 10 " + newHash + "\n"
	if !strings.HasSuffix(text, "\n"+want) {
		t.Errorf("written:\n%s\nwant at the end:\n%s", text, want)
	}
	again, err := policy.ReadLock("published.lock", []byte(text))
	if err != nil || string(again.Bytes()) != text {
		t.Errorf("read back: %v\n%s", err, again.Bytes())
	}
	broken := "shop 1 " + oldHash + "\nshop one " + oldHash + "\nshop 2 abc\n\nshop 1 " + newHash + "\n"
	_, err = policy.ReadLock("published.lock", []byte(broken))
	if err == nil {
		t.Fatal("a broken lock is read")
	}
	for _, place := range []string{
		"published.lock:2:1: ",
		"published.lock:3:1: ",
		"published.lock:5:1: shop 第 1 版写了两次",
	} {
		if !strings.Contains(err.Error(), place) {
			t.Errorf("not found: %s in\n%v", place, err)
		}
	}
}
