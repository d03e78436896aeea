package compose

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"duban/standalone/prove/process"
)

// images are the image files with the folder in which their go build line runs.
var images = map[string]string{"Dockerfile": ".", "standalone/Dockerfile": "standalone"}

// The builder's Go is the toolchain of go.mod, and the image runs as nobody in particular.
func TestImages(t *testing.T) {
	mod := read(t, "go.mod")
	for file := range images {
		text := read(t, file)
		_, after, _ := strings.Cut(text, "FROM golang:")
		version, _, _ := strings.Cut(after, "-")
		if !strings.Contains(mod, "\ngo "+version+"\n") {
			t.Errorf("%s builds with Go %s, which is not go.mod's", file, version)
		}
		last := text[strings.LastIndex(text, "\nFROM "):]
		if !strings.Contains(last, "\nUSER duban\n") {
			t.Errorf("%s runs as root", file)
		}
		for _, needed := range []string{"ca-certificates", "tzdata"} {
			if !strings.Contains(last, needed) {
				t.Errorf("%s has no %s", file, needed)
			}
		}
	}
}

// A clean context, which is what is committed without what .dockerignore leaves out, has all that is copied and
// all that the build needs: every package resolves, and so does every file embedded in one.
func TestCleanContext(t *testing.T) {
	context := cleanContext(t)
	for file, folder := range images {
		for line := range strings.SplitSeq(read(t, file), "\n") {
			fields := strings.Fields(line)
			if len(fields) > 2 && fields[0] == "COPY" && !strings.HasPrefix(fields[1], "--from") {
				for _, source := range fields[1 : len(fields)-1] {
					if _, err := os.Stat(filepath.Join(context, source)); err != nil {
						t.Errorf("%s copies what is not there: %v", file, err)
					}
				}
			}
			if _, build, ok := strings.Cut(line, "go build -trimpath -o "); ok {
				resolves(t, filepath.Join(context, folder), strings.Fields(build)[1])
			}
		}
	}
}

// resolves lists what a build would read, which is as far as a test goes: the same sources are compiled by every
// other test.
func resolves(t *testing.T, folder, program string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-mod=readonly", program)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s in %s: %v\n%s", program, folder, err, out)
	}
}

// cleanContext copies the tracked files that no line of .dockerignore matches.
func cleanContext(t *testing.T) string {
	t.Helper()
	target := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "git", "-C", process.TreeFolder(), "ls-files", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(withoutComments(read(t, ".dockerignore")))
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		if ignores(t, ignored, name) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(process.TreeFolder(), name))
		if os.IsNotExist(err) {
			continue // deleted and not yet committed
		}
		if err == nil {
			err = os.MkdirAll(filepath.Join(target, filepath.Dir(name)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(target, name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return target
}

// ignores matches a file and the folders it lies in, as the builder does: ** stands for any folders, and of the lines
// that match the last one counts, which takes the file back in where it begins with an exclamation mark.
func ignores(t *testing.T, patterns []string, name string) bool {
	t.Helper()
	ignored := false
	for _, line := range patterns {
		pattern, takesBack := strings.CutPrefix(line, "!")
		if matches(t, pattern, name) {
			ignored = !takesBack
		}
	}
	return ignored
}

func matches(t *testing.T, pattern, name string) bool {
	t.Helper()
	rest, anywhere := strings.CutPrefix(pattern, "**/")
	for path := name; path != "."; path = filepath.Dir(path) {
		subject := path
		if anywhere {
			subject = filepath.Base(path)
		}
		matched, err := filepath.Match(rest, subject)
		if err != nil {
			t.Fatal(err)
		}
		if matched {
			return true
		}
	}
	return false
}

func withoutComments(text string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(process.TreeFolder(), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
