package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
	"duban/web/words"
)

// played is what `policy test --json` prints of each scenario.
type played struct {
	File    string   `json:"file"`
	Name    string   `json:"name"`
	Clauses []string `json:"clauses"`
	// Wrong is what did not happen as the scenario says; empty if all did.
	Wrong []policy.ToldFinding `json:"wrong"`
	// path is the scenario's own file.
	path string
}

func newPolicyTestCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "test FILE…",
		Short: "在引擎上演练制度旁边的情形 (play the scenarios beside each policy on the engine)",
		Long: "情形文件在制度文件旁的 scenarios/*.yaml。每个情形写明演示的条款，逐步比较发生了什么。\n" +
			"退出码：0 全部如期；1 有不符的，或文件有问题，已逐条列出；2 命令本身写错了。\n\n" +
			"Scenario files stand in scenarios/ beside the policy file; what happens is compared step by step.\n" +
			"Exit: 0 all happened as they say; 1 not all, or a file has findings; 2 the call itself was wrong.",
		Example: "  duban policy test policies/logistics/policy.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			cal, err := officialCalendar()
			if err != nil {
				return err
			}
			all := []played{}
			err = loadPolicies(cmd, files, policy.LoadNew, func(file string, p *policy.Policy) error {
				some, err := playScenariosBeside(file, p, cal, language)
				all = append(all, some...)
				return err
			})
			if err != nil && !errors.Is(err, errFindings) {
				return err
			}
			return errors.Join(err, printScenarioResults(cmd.OutOrStdout(), language, all, asJSON))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	return cmd
}

func playScenariosBeside(
	file string, p *policy.Policy, cal *calendar.Calendar, language words.Language,
) ([]played, error) {
	scripts, err := scriptsBeside(file)
	if err != nil {
		return nil, err
	}
	all := make([]played, 0, len(scripts))
	for _, s := range scripts {
		wrong := scenario.CheckScript(p, s)
		if len(wrong) == 0 {
			wrong = scenario.PlayScript(s, &scenario.EnginePlayer{Policy: p, Calendar: cal})
		}
		all = append(all, played{
			File:    file,
			Name:    s.Name,
			Clauses: s.Clauses,
			Wrong:   wrong.Tell(language),
			path:    s.Path,
		})
	}
	return all, nil
}

// printScenarioResults returns errFindings if anything is not as a scenario says.
func printScenarioResults(w io.Writer, l words.Language, all []played, asJSON bool) error {
	var findings error
	failed, files := 0, map[string]bool{}
	for _, one := range all {
		files[one.path] = true
		if len(one.Wrong) > 0 {
			findings = errFindings
			failed++
		}
	}
	if asJSON {
		return errors.Join(findings, printIndented(w, all))
	}
	for _, one := range all {
		mark := "ok  "
		if len(one.Wrong) > 0 {
			mark = "FAIL"
		}
		fmt.Fprintf(w, "%s %s %v\n", mark, one.Name, one.Clauses)
		for _, wrong := range one.Wrong {
			fmt.Fprintf(w, "     %s:%d: %s\n", wrong.File, wrong.Line, wrong.Text)
		}
	}
	fmt.Fprintln(w, l.Text("played.summary", complaint.Args{"count": len(all), "files": len(files), "failed": failed}))
	return findings
}

// scriptsBeside are the scenarios that stand beside a policy file.
func scriptsBeside(file string) ([]scenario.Script, error) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(file), "scenarios", "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list scenarios: %w", err)
	}
	var scripts []scenario.Script
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read scenarios: %w", err)
		}
		some, err := scenario.ReadScripts(name, data)
		if err != nil {
			return nil, err //nolint:wrapcheck // findings, each with its place
		}
		scripts = append(scripts, some...)
	}
	return scripts, nil
}
