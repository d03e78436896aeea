package policies_test

import (
	"os"
	"testing"

	"duban/policies"
	"duban/policy"
)

// BenchmarkCheck is what `duban policy check` does with the shipped regulations.
func BenchmarkCheck(b *testing.B) {
	files, err := policies.PolicyFiles()
	if err != nil {
		b.Fatal(err)
	}
	texts := make([][]byte, len(files))
	for i, file := range files {
		if texts[i], err = os.ReadFile(file); err != nil {
			b.Fatal(err)
		}
	}
	cal := cn(b)
	for b.Loop() {
		for i, file := range files {
			if found := policy.Check(file, texts[i], cal).Findings; len(found) > 0 {
				b.Fatal(found)
			}
		}
	}
}
