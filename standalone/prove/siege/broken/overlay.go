// Package broken proves that the checker can fail. It holds a list of defects, each a snippet of the program and
// what to put in its place, builds one program that has them all asleep, and besieges it once for each with that
// one awake. The program's own tree is never touched: the builds use go build -overlay.
package broken

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Variable is the environment variable that wakes a defect by name.
const Variable = "DUBAN_BROKEN"

// Defect is a way in which the program could be wrong.
type Defect struct {
	Name string
	// Why says what goes wrong, for people.
	Why   string
	Edits []Edit
	// Caught are the invariants of which at least one must be found violated. Refuses: instead the program must
	// refuse to start.
	Caught  []string
	Refuses bool
	// Siege is how it is provoked.
	Siege Siege
}

// Edit replaces a snippet of one file. In New the word AWAKE is the condition that this defect is awake, and
// IMPORTS in front of it lists packages the file must import besides its own.
type Edit struct {
	File, Old, New string
	Imports        []string
}

// WriteOverlay writes the edited files of all defects into a folder and returns the file for go build -overlay. A
// snippet that stands not exactly once in its file is an error: the list must follow the program.
func WriteOverlay(root, folder string, defects []Defect) (string, error) {
	sources := map[string]string{}
	for _, d := range defects {
		for _, e := range d.Edits {
			if err := e.applyEdit(root, d.Name, sources); err != nil {
				return "", fmt.Errorf("defect %s: %w", d.Name, err)
			}
		}
	}
	replace := map[string]string{}
	for path, source := range sources {
		edited := filepath.Join(folder, strconv.Itoa(len(replace))+"_"+filepath.Base(path))
		if err := os.WriteFile(edited, []byte(source), 0o600); err != nil {
			return "", err
		}
		replace[path] = edited
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, overlay, 0o600)
}

func (e Edit) applyEdit(root, name string, sources map[string]string) error {
	path := filepath.Join(root, filepath.FromSlash(e.File))
	source, edited := sources[path]
	if !edited {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		source = string(data)
	}
	if n := strings.Count(source, e.Old); n != 1 {
		return fmt.Errorf("%s holds its snippet %d times, not once:\n%s", e.File, n, e.Old)
	}
	awake := fmt.Sprintf("siegeos.Getenv(%q) == %q", Variable, name)
	source = strings.Replace(source, e.Old, strings.ReplaceAll(e.New, "AWAKE", awake), 1)
	for _, line := range append([]string{`siegeos "os"`}, e.Imports...) {
		source = withImport(source, line)
	}
	sources[path] = source
	return nil
}

// withImport adds an import declaration of its own behind the package clause, unless it is there.
func withImport(source, line string) string {
	declaration := "\nimport " + line + "\n"
	if strings.Contains(source, declaration) {
		return source
	}
	at := strings.Index(source, "\npackage ") + 1 // every file has a comment in front, or begins with it
	end := at + strings.Index(source[at:], "\n")
	return source[:end] + "\n" + declaration + source[end:]
}
