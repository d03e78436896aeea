package policy

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
)

// LockFile is the name of the file that holds a [Lock]. It lies beside the folders of the regulations.
const LockFile = "published.lock"

// Lock is what has been released of regulations: for each id and version the hash of the text. A version in it
// never gets another text, because records out there have cases pinned to it.
type Lock []complaint.PolicyRef

const lockHead = `# What has been released of each regulation: id, version, SHA-256 of policy.yaml.
# Written by "make release-lock" when an edition is released; no line is ever changed or removed.
`

// ReadLock reads a lock as [Lock.Bytes] writes it. All that is wrong with it comes back as [Findings].
func ReadLock(file string, data []byte) (Lock, error) {
	var l Lock
	f := &findings{file: file}
	number := 0
	for line := range bytes.Lines(data) {
		number++
		text := strings.TrimSpace(string(line))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		ref, ok := parseLockLine(text)
		if !ok {
			f.add(Pos{number, 1}, "lock.line", nil)
			continue
		}
		if l.releasedHash(ref.ID, ref.Version) != "" {
			f.add(Pos{number, 1}, "lock.twice", args{"policy": ref.ID, "version": ref.Version})
			continue
		}
		l = append(l, ref)
	}
	return l, f.err()
}

// parseLockLine is what one line of a lock says, and whether it says it.
func parseLockLine(text string) (complaint.PolicyRef, bool) {
	words := strings.Fields(text)
	if len(words) != 3 || len(words[2]) != 2*sha256.Size {
		return complaint.PolicyRef{}, false
	}
	version, err := strconv.Atoi(words[1])
	return complaint.PolicyRef{ID: words[0], Version: version, SHA256: words[2]}, err == nil
}

// Bytes is the lock as a file, in order of id and version.
func (l Lock) Bytes() []byte {
	sorted := slices.SortedFunc(slices.Values(l), func(a, b complaint.PolicyRef) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
	text := []byte(lockHead)
	for _, ref := range sorted {
		text = fmt.Appendf(text, "%s %d %s\n", ref.ID, ref.Version, ref.SHA256)
	}
	return text
}

// WithReleased adds a regulation to what has been released; one that is in it already changes nothing. Ask
// [Lock.Check] first: it finds what must not be released.
func (l Lock) WithReleased(ref complaint.PolicyRef) Lock {
	if l.releasedHash(ref.ID, ref.Version) != "" {
		return l
	}
	return append(slices.Clone(l), ref)
}

// Check finds whether the file needs a higher version: it has another text than was released under its version,
// or its version is lower than one that was released. A version above all that were released is free to change.
func (l Lock) Check(file string, data []byte, ref complaint.PolicyRef) Findings {
	newest := 0
	for _, r := range l {
		if r.ID == ref.ID {
			newest = max(newest, r.Version)
		}
	}
	released := l.releasedHash(ref.ID, ref.Version)
	if ref.Version > newest || newest == 0 || released == ref.SHA256 {
		return nil
	}
	f := &findings{file: file}
	if released != "" {
		f.add(versionPos(data), "lock.changed", args{"version": ref.Version, "next": newest + 1})
	} else {
		f.add(versionPos(data), "lock.older", args{"version": newest, "next": newest + 1})
	}
	return f.all
}

// releasedHash is the hash of the text that was released, "" if none was.
func (l Lock) releasedHash(id string, version int) string {
	for _, r := range l {
		if r.ID == id && r.Version == version {
			return r.SHA256
		}
	}
	return ""
}

// versionPos is where a policy file gives its version.
func versionPos(data []byte) Pos { return headPos(data, "version") }

// headPos is where a key of the head stands.
func headPos(data []byte, key string) Pos {
	var root yaml.Node
	if err := yaml.Load(data, &root); err == nil && len(root.Content) > 0 {
		pairs := root.Content[0].Content
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i].Value == key {
				return posOf(pairs[i])
			}
		}
	}
	return Pos{1, 1}
}
