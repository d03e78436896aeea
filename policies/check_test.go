package policies_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"duban/policies"
	"duban/policy"
	"duban/web/words"
)

// Whatever a clerk leaves out, moves or misspells, the check comes to an end, says it in words, and finds nothing twice
// in one place.
func TestTheCheckGoesOnWhateverIsBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("reads each policy with each line broken")
	}
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	calendar := cn(t)
	for _, file := range append(files, bankFile) { // the bank's line by line, of the long ones a few lines
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines, step := strings.Split(string(data), "\n"), 15
		if file == bankFile {
			step = len(lines) + 1
		}
		for i := 0; i < len(lines); i += 1 + len(lines)/step {
			for name, broken := range map[string]string{
				"left out":    "",
				"cut":         lines[i][:len(lines[i])/2],
				"moved":       " " + lines[i],
				"misspelled":  strings.ReplaceAll(lines[i], "e", "o"),
				"without end": strings.Map(withoutClosing, lines[i]),
			} {
				text := strings.Join(append(append(append([]string{}, lines[:i]...), broken), lines[i+1:]...), "\n")
				t.Run(fmt.Sprintf("%s/%d/%s", file, i+1, name), func(t *testing.T) {
					for _, f := range policy.Check(file, []byte(text), calendar).Findings {
						key, blanks := f.Word()
						if said := f.In(words.DefaultLanguage()); !words.DefaultLanguage().HasWords(key) ||
							strings.Contains(said, "%!") {
							t.Errorf("not in words: %s %v: %s", key, blanks, said)
						}
					}
				})
			}
		}
	}
}

// withoutClosing drops what closes brackets and quotes.
func withoutClosing(r rune) rune {
	if strings.ContainsRune("]}\"", r) {
		return -1
	}
	return r
}
