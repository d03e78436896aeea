package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// publishedPolicy is a policy file that others are compared with.
type publishedPolicy struct {
	ref  complaint.PolicyRef
	data []byte
}

// comparison is how a file differs from the newest published version of the same regulation.
type comparison struct {
	// Version is that which it is compared with; 0 where none is published.
	Version int             `json:"version"`
	Changes []policy.Change `json:"changes"`
}

// readPublishedPolicies reads what --against names: a policy file, the folder of one, or a folder of such folders.
func readPublishedPolicies(path string) ([]publishedPolicy, error) {
	if path == "" {
		return nil, nil
	}
	files := []string{path}
	if about, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("--against: %w", err)
	} else if about.IsDir() {
		files = nil
		for _, pattern := range []string{"policy.yaml", filepath.Join("*", "policy.yaml")} {
			some, err := filepath.Glob(filepath.Join(path, pattern))
			if err != nil {
				return nil, fmt.Errorf("--against: %w", err)
			}
			files = append(files, some...)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("--against %s: 没有 policy.yaml (no policy file there)", path)
	}
	var all []publishedPolicy
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("--against: %w", err)
		}
		p, err := policy.Load(file, data)
		if err != nil {
			return nil, fmt.Errorf("--against: %w", err)
		}
		all = append(all, publishedPolicy{p.Ref(), data})
	}
	return all, nil
}

// comparePublished compares a file with the newest published version of its regulation.
func comparePublished(data []byte, id string, against []publishedPolicy) *comparison {
	if against == nil {
		return nil
	}
	c := &comparison{Changes: []policy.Change{}}
	for _, published := range against {
		if published.ref.ID == id && published.ref.Version > c.Version {
			c.Version = published.ref.Version
			c.Changes = append([]policy.Change{}, policy.ChangesBetween(published.data, data)...)
		}
	}
	return c
}

func printComparison(w io.Writer, l words.Language, v verdict) {
	c := v.Against
	switch {
	case c == nil:
	case c.Version == 0:
		fmt.Fprintln(w, l.Text("check.not_published", complaint.Args{"policy": v.Policy}))
	case len(c.Changes) == 0:
		fmt.Fprintln(w, l.Text("check.same", complaint.Args{"version": c.Version}))
	default:
		fmt.Fprintln(w, l.Text("check.changes", complaint.Args{"version": c.Version, "count": len(c.Changes)}))
		for _, change := range c.Changes {
			fmt.Fprintln(w, "  "+l.SayValue(change))
		}
	}
}
