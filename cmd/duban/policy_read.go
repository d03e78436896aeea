package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"duban/policy"
	"duban/policy/editor"
)

func newExplain() *cobra.Command {
	lang := "zh"
	cmd := &cobra.Command{
		Use:     "explain FILE…",
		Short:   "像制度一样逐条读出制度文件 (read a policy out, clause by clause)",
		Long:    "每一条款之下列出落实它的元素和演示它的情形；随后是本单位自己的选择。\nUnder each clause the elements that serve it and the scenarios that show it; then what the organisation chose.",
		Example: "  duban policy explain policies/dealer/policy.yaml\n  duban policy explain --lang en policies/dealer/policy.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if lang != "zh" && lang != "en" {
				return fmt.Errorf("--lang 应为 zh 或 en (zh or en), not %q", lang)
			}
			return readPolicies(files, func(file string, p *policy.Policy) error {
				shown, err := shownBeside(file)
				if err != nil {
					return err
				}
				_, err = io.WriteString(cmd.OutOrStdout(), p.Explain(lang == "en", shown))
				return err
			})
		},
	}
	cmd.Flags().StringVar(&lang, "lang", lang, "zh 或 en (zh or en)")
	return cmd
}

func newGraph() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "graph FILE…",
		Short:   "把程序画成流程图，Mermaid 格式 (the procedure as a Mermaid flow chart)",
		Example: "  duban policy graph policies/land/policy.yaml >land.mmd",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			return readPolicies(files, func(_ string, p *policy.Policy) error {
				if !asJSON {
					_, err := io.WriteString(cmd.OutOrStdout(), p.Graph().Mermaid())
					return err
				}
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				return enc.Encode(p.Graph())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	return cmd
}

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "制度文件的 JSON Schema，供编辑器使用 (the JSON Schema of a policy file, for editors)",
		Example: "  duban policy schema >policies/policy.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, err := editor.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(schema)
			return err
		},
	}
}

// readPolicies loads each file and hands it over; findings are printed like those of check.
func readPolicies(files []string, read func(file string, p *policy.Policy) error) error {
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read policy: %w", err)
		}
		p, err := policy.Load(file, data)
		if err != nil {
			return err
		}
		if err := read(file, p); err != nil {
			return fmt.Errorf("read out %s: %w", file, err)
		}
	}
	return nil
}

// shownBeside are the names of the scenarios beside a policy file, by the clauses that they show.
func shownBeside(file string) (map[string][]string, error) {
	scripts, err := scriptsBeside(file)
	if err != nil {
		return nil, err
	}
	shown := map[string][]string{}
	for _, s := range scripts {
		for _, clause := range s.Clauses {
			shown[clause] = append(shown[clause], s.Name)
		}
	}
	return shown, nil
}
