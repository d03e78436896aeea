package broken_test

import (
	"testing"

	"duban/standalone/prove/process"
	"duban/standalone/prove/siege/broken"
)

// Each snippet of each defect stands in the program once, so the list cannot rot.
func TestEveryDefectStillFits(t *testing.T) {
	if _, err := broken.WriteOverlay(process.TreeFolder(), t.TempDir(), broken.Defects); err != nil {
		t.Fatal(err)
	}
	if n := len(broken.Defects); n < 12 {
		t.Errorf("%d defects", n)
	}
}
