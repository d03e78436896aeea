package play

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"duban/policies"
	"duban/policy"
	"duban/policy/scenario"
)

// FindScenarios reads the scenarios that a person means: those of a regulation of this program, by its name, the main
// one first; or those in a file beside one, with the regulation as this program has it.
func FindScenarios(named string) (*policy.Policy, []scenario.Script, error) {
	name, of := named, fs.FS(policies.Files)
	var files []string
	if filepath.Ext(named) == "" {
		main := path.Join(name, "scenarios", "main.yaml")
		all, err := fs.Glob(of, path.Join(name, "scenarios", "*.yaml"))
		if err != nil {
			return nil, nil, fmt.Errorf("scenarios of %s: %w", name, err)
		}
		files = append([]string{main}, slices.DeleteFunc(all, func(file string) bool { return file == main })...)
	} else {
		folder, err := filepath.Abs(filepath.Dir(named))
		if err != nil {
			return nil, nil, fmt.Errorf("scenarios of %s: %w", name, err)
		}
		name, of, files = filepath.Base(filepath.Dir(folder)), os.DirFS(folder), []string{filepath.Base(named)}
	}
	p, err := embeddedPolicy(name)
	if err != nil {
		return nil, nil, err
	}
	var scripts []scenario.Script
	for _, file := range files {
		data, err := fs.ReadFile(of, file)
		if err != nil {
			return nil, nil, fmt.Errorf("scenarios of %s: %w", name, err)
		}
		some, err := scenario.ReadScripts(file, data)
		if err != nil {
			return nil, nil, err
		}
		scripts = append(scripts, some...)
	}
	var unknown policy.Findings
	for _, s := range scripts {
		unknown = append(unknown, scenario.CheckScript(p, s)...)
	}
	if len(unknown) > 0 {
		return nil, nil, unknown
	}
	return p, scripts, nil
}

// embeddedPolicy is a regulation as this program publishes it.
func embeddedPolicy(name string) (*policy.Policy, error) {
	file := path.Join(name, "policy.yaml")
	data, err := policies.Files.ReadFile(file)
	if err != nil {
		all, _ := fs.Glob(policies.Files, "*/policy.yaml") // of a pattern that is well formed: cannot fail
		for i := range all {
			all[i] = path.Dir(all[i])
		}
		return nil, fmt.Errorf("没有名为 %s 的制度；有的是 (no such regulation; there are): %s", name, strings.Join(all, ", "))
	}
	return policy.Load(file, data)
}
