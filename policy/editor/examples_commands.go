package editor

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"

	"duban/policies"
)

// playedSteps are steps of the scenarios that the tests play, as they are written: for each command one that is done
// and one that is refused, the shortest of each.
type playedSteps struct{ done, refused, tried map[string]string }

func readPlayedSteps() (playedSteps, error) {
	all := playedSteps{map[string]string{}, map[string]string{}, map[string]string{}}
	for _, from := range []struct {
		of      fs.FS
		pattern string
	}{{policies.Examples, "testdata/*/scenarios/*.yaml"}, {policies.Files, "*/scenarios/*.yaml"}} {
		names, err := fs.Glob(from.of, from.pattern)
		if err != nil {
			return all, fmt.Errorf("list scenarios: %w", err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(from.of, name)
			if err != nil {
				return all, fmt.Errorf("read scenarios: %w", err)
			}
			var root yaml.Node
			if err := yaml.Load(data, &root); err != nil {
				return all, fmt.Errorf("scenarios %s: %w", name, err)
			}
			all.collect(&root)
		}
	}
	return all, nil
}

// collect notes the steps that stand anywhere in a node.
func (p *playedSteps) collect(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		keys := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			keys[n.Content[i].Value] = n.Content[i+1]
		}
		if does := keys["does"]; does != nil {
			step := inOneLine(n, "gives", "in", "at", "needs", "not_by", "and_by")
			switch {
			case keys["refused"] != nil:
				shorter(p.refused, does.Value, step)
			case keys["not_by"] != nil || keys["needs"] != nil:
				shorter(p.tried, does.Value, inOneLine(n, "gives", "in", "at", "and_by"))
				fallthrough
			default:
				shorter(p.done, does.Value, step)
			}
		}
	}
	for _, inner := range n.Content {
		p.collect(inner)
	}
}

func shorter(of map[string]string, command, step string) {
	if old, ok := of[command]; !ok || len(step) < len(old) || len(step) == len(old) && step < old {
		of[command] = step
	}
}

// refusal is a step of a command that is refused: one of its own, or one that is tried by others, or without what it
// needs, before it is done.
func (p *playedSteps) refusal(command string) string {
	return cmp.Or(p.refused[command], p.tried[command])
}

// inOneLine is a step written in one line, without some of its keys.
func inOneLine(n *yaml.Node, without ...string) string {
	step := inFlow(n)
	var kept []*yaml.Node
	for i := 0; i+1 < len(step.Content); i += 2 {
		if key := step.Content[i].Value; !slices.Contains(without, key) {
			kept = append(kept, step.Content[i], step.Content[i+1])
		}
	}
	step.Content = kept
	return valueOfNode(step)
}
