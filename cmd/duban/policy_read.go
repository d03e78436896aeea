package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"duban/policy"
	"duban/policy/editor"
)

// explained is what `policy explain --json` prints of each file.
type explained struct {
	Policy  string `json:"policy"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
	Text    string `json:"text"`
}

func newPolicyExplainCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "explain FILE…",
		Short: "像制度一样逐条读出制度文件 (read a policy out, clause by clause)",
		Long: "每一条款之下列出落实它的元素和演示它的情形；随后是本单位自己的选择。\nUnder each clause the elements that serve it and the scenarios " +
			"that show it; then what the organisation chose.",
		Example: "  duban policy explain policies/dealer/policy.yaml\n" +
			"  duban policy explain --lang en policies/dealer/policy.yaml",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			return readPolicies(cmd, files, func(file string, p *policy.Policy) error {
				shown, err := scenarioNamesByClause(file)
				if err != nil {
					return err
				}
				text := p.Explain(language, shown)
				if asJSON {
					return printIndented(cmd.OutOrStdout(),
						explained{p.Ref().ID, p.Ref().Version, p.Ref().SHA256, text})
				}
				_, err = io.WriteString(cmd.OutOrStdout(), text)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	return cmd
}

func newPolicyGraphCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "graph FILE…",
		Short:   "把程序画成流程图，Mermaid 格式 (the procedure as a Mermaid flow chart)",
		Example: "  duban policy graph policies/land/policy.yaml >land.mmd",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			return readPolicies(cmd, files, func(_ string, p *policy.Policy) error {
				if asJSON {
					return printIndented(cmd.OutOrStdout(), p.Graph(language))
				}
				_, err := io.WriteString(cmd.OutOrStdout(), p.Graph(language).Mermaid(language))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	return cmd
}

func newPolicySchemaCommand() *cobra.Command {
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

func newPolicyReferenceCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reference",
		Short: "制度文件的全部键、命令、证明，一页 (every key of a policy file, every command and proof, as a page)",
		Long: "逐个列出：每个键在哪里写、写什么、是什么意思；每个命令由谁给、要填什么；封闭的词表；程序自己保证的；\n" +
			"每个证明要什么，一个通过的例子和一个不通过的。内容取自程序自己的表和类型的注释，与编辑器里的提示同源。\n" +
			"第一次写制度，先看 docs/policy-guide.zh-CN.md；各部分怎样配合，看 docs/policy-format.md；查一个键，看这里。\n\n" +
			"Each key: where it stands, what it takes, what it means; " +
			"each command: who gives it and what it asks for;\n" +
			"closed sets, builtins; each proof with an example that passes and one that fails. " +
			"It comes from the program's\n" +
			"own tables and the comments of its types, as the help in editors does. " +
			"docs/policy-reference.md is this page.",
		Example: "  duban policy reference >docs/policy-reference.md\n  duban policy reference | less",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			page, err := editor.Reference()
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), page)
			return err
		},
	}
}

// readPolicies loads each file and hands it over. The findings of a file that cannot be read go where errors do, and
// errFindings comes back when all files had their turn.
func readPolicies(cmd *cobra.Command, files []string, read func(file string, p *policy.Policy) error) error {
	return loadPolicies(cmd, files, policy.Load, read)
}

// loadPolicies is the same by another way of loading them.
func loadPolicies(
	cmd *cobra.Command, files []string, load func(file string, data []byte) (*policy.Policy, error),
	read func(file string, p *policy.Policy) error,
) error {
	language, err := languageOf(cmd)
	if err != nil {
		return err
	}
	var unsound error
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read policy: %w", err)
		}
		p, err := load(file, data)
		if found, unreadable := errors.AsType[policy.Findings](err); unreadable {
			printPolicyFindings(cmd.ErrOrStderr(), language, file, found)
			unsound = errFindings
			continue
		}
		if err == nil {
			err = read(file, p)
		}
		if found, unreadable := errors.AsType[policy.Findings](err); unreadable {
			printPolicyFindings(cmd.ErrOrStderr(), language, found[0].File, found)
			unsound = errFindings
			continue
		}
		if err != nil {
			return fmt.Errorf("read out %s: %w", file, err)
		}
	}
	return unsound
}

// scenarioNamesByClause are the names of the scenarios beside a policy file, by the clauses that they show.
func scenarioNamesByClause(file string) (map[string][]string, error) {
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
