package policy

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
)

// Change is what one element of a file is otherwise than in the file it is compared with. The words
// finding.<ID> say it.
type Change struct {
	// Path is the element, such as steps.examine.limit; list items count from 1.
	Path string         `json:"path"`
	ID   string         `json:"id"`
	Args complaint.Args `json:"args,omitempty"`
	// Line is where it stands in the new file, 0 where it is gone.
	Line int `json:"line,omitempty"`
}

// Word is the key of the change's words and what fills their blanks.
func (c Change) Word() (key string, blanks map[string]any) {
	return complaint.Phrase{Key: "finding." + c.ID, Args: c.Args}.Word()
}

// ChangesBetween lists what a policy file adds, leaves out, says otherwise or puts in another order than an earlier
// one, by path, in the order of the file; what is gone comes last of where it stood. Both can be read as YAML.
func ChangesBetween(old, changed []byte) []Change {
	f := &findings{}
	before, after := readTree(f, old), readTree(f, changed)
	if before == nil || after == nil {
		return nil
	}
	var all changeList
	all.compare("", before, after)
	return all
}

type changeList []Change

func (l *changeList) noteChange(path, id string, line int, fill args) {
	*l = append(*l, Change{
		Path: path,
		ID:   id,
		Args: fill,
		Line: line,
	})
}

func (l *changeList) compare(path string, before, after *node) {
	if isInLanguages(before) != isInLanguages(after) {
		before, after = inLanguages(before), inLanguages(after)
	}
	switch {
	case before.Kind == yaml.MappingNode && after.Kind == yaml.MappingNode:
		l.compareKeys(path, before, after)
	case isListOfElements(before) || isListOfElements(after):
		l.compareItems(path, before, after)
	case shortText(before) != shortText(after):
		l.noteChange(path, "change.otherwise", after.Line, args{
			"path":   path,
			"before": shortText(before),
			"after":  shortText(after),
		})
	}
}

func (l *changeList) compareKeys(path string, before, after *node) {
	old, names := map[string]*node{}, keysOf(before)
	for key, value := range pairsOf(before) {
		old[key.Value] = value
	}
	for key, value := range pairsOf(after) {
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		if was, ok := old[key.Value]; ok {
			l.compare(at, was, value)
		} else {
			l.noteChange(at, "change.added", key.Line, args{"path": at, "what": shortText(value)})
		}
	}
	now := keysOf(after)
	for _, name := range names {
		if !slices.Contains(now, name) {
			at := strings.TrimPrefix(path+"."+name, ".")
			l.noteChange(at, "change.removed", 0, args{"path": at, "what": shortText(old[name])})
		}
	}
	kept := func(list []string, in []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return !slices.Contains(in, name) })
	}
	if ordered := path == "steps" || strings.HasSuffix(path, ".outcomes"); ordered &&
		!slices.Equal(kept(names, now), kept(now, names)) {
		l.noteChange(path, "change.order", after.Line, args{"path": path, "before": names, "after": now})
	}
}

func (l *changeList) compareItems(path string, before, after *node) {
	old, items := itemsOf(before), itemsOf(after)
	for i := range max(len(old), len(items)) {
		at := fmt.Sprintf("%s.%d", path, i+1)
		switch {
		case i >= len(old):
			l.noteChange(at, "change.added", items[i].Line, args{"path": at, "what": shortText(items[i])})
		case i >= len(items):
			l.noteChange(at, "change.removed", 0, args{"path": at, "what": shortText(old[i])})
		default:
			l.compare(at, old[i], items[i])
		}
	}
}

// itemsOf are the items of a list; one that is written without brackets is a list of one.
func itemsOf(n *node) []*node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return []*node{n}
}

// isListOfElements reports whether a list has items with keys.
func isListOfElements(n *node) bool {
	return n.Kind == yaml.SequenceNode &&
		slices.ContainsFunc(n.Content, func(item *node) bool { return item.Kind == yaml.MappingNode })
}

// shortText is a value in one line: an element by its title, where it has one.
func shortText(n *node) string {
	switch n.Kind {
	case yaml.AliasNode:
		return shortText(n.Alias)
	case yaml.MappingNode:
		var parts []string
		for key, value := range pairsOf(n) {
			if key.Value == "title" {
				return shortText(inDefaultLanguage(value))
			}
			parts = append(parts, key.Value+": "+shortText(value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		parts := make([]string, len(n.Content))
		for i, item := range n.Content {
			parts[i] = shortText(item)
		}
		return strings.Join(parts, ", ")
	default:
		return n.Value
	}
}
