package store

import "testing"

// What PostgreSQL takes no text of, verify names.
func TestTextsThatNoDatabaseSharesAreNamed(t *testing.T) {
	for body, want := range map[string]bool{
		"备注 𠮷":                     true,
		"":                         true,
		"\xb1\\\xd5\\.pdf":         false, // 盶誠.pdf in GBK
		"a\x00b":                   false,
		"cut off \xe5\xa4":         false,
		"a surrogate \xed\xa0\x80": false,
	} {
		if got := isStorableText(body); got != want {
			t.Errorf("%q: %v", body, got)
		}
	}
}
