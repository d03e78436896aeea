package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/policy"
	"duban/web/words"
)

// policyDifferences is what `policy diff --json` prints.
type policyDifferences struct {
	Before      complaint.PolicyRef `json:"before"`
	After       complaint.PolicyRef `json:"after"`
	Differences []policy.Difference `json:"differences"`
}

func newPolicyDiffCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "两版制度在意义上有哪些不同 (what one version of a regulation has otherwise than another)",
		Long: "OLD 和 NEW 是制度文件，或库里已发布的一版，写作 land@2（这时要指明库）。逐条说出条款、设定、步骤、时限、督办阶梯、角色、\n" +
			"表单、可用的命令等的新增、删去、改动；只比意义：键的次序、注释、同一意思的不同写法都不算，设定的取值变了，以它为时限的步骤也变了。\n" +
			"名称相同而代码不同的，算改了代码。按路径逐字比较用 policy check --against。\n" +
			"退出码：0 比较了；1 有一份站不住，问题已列出；2 命令本身写错了。\n\n" +
			"OLD and NEW are policy files, or published versions of the record, as land@2. " +
			"Clauses, settings, steps, limits, ladders,\n" +
			"roles, forms, commands that are added, removed or changed, by meaning and not by text.\n" +
			"Exit: 0 compared; 1 findings in one of them; 2 the call itself was wrong.\n" + settings,
		Example: "  duban policy diff /tmp/land.yaml policies/land/policy.yaml\n" +
			"  duban policy diff --lang en --data ./data land@1 policies/land/policy.yaml",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			before, err := policyNamed(cmd, language, args[0])
			if err != nil {
				return err
			}
			after, err := policyNamed(cmd, language, args[1])
			if err != nil {
				return err
			}
			if before.Ref().ID != after.Ref().ID {
				return errors.New(language.Text("difference.other_regulation",
					complaint.Args{"before": before.Ref().ID, "after": after.Ref().ID}))
			}
			found := policy.DifferencesBetween(before, after, language)
			if asJSON {
				return printIndented(cmd.OutOrStdout(), policyDifferences{before.Ref(), after.Ref(), found})
			}
			printDifferences(cmd.OutOrStdout(), language, before, after, found)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	config.DeclareFlags(cmd.Flags(), "data", "database")
	return cmd
}

// publishedName divides the name of a published version, such as land@2.
func publishedName(name string) (id string, version int, ok bool) {
	id, number, found := strings.Cut(name, "@")
	version, err := strconv.Atoi(number)
	return id, version, found && err == nil && id != "" && version > 0
}

// policyNamed is a policy file, or a version of the record such as land@2. Findings of a file are printed where errors
// go, and errFindings comes back.
func policyNamed(cmd *cobra.Command, l words.Language, name string) (*policy.Policy, error) {
	if id, version, published := publishedName(name); published {
		return publishedVersion(cmd, id, version)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	p, err := policy.Load(name, data)
	if found, unreadable := errors.AsType[policy.Findings](err); unreadable {
		printPolicyFindings(cmd.ErrOrStderr(), l, name, found)
		return nil, errFindings
	}
	return p, err
}

func publishedVersion(cmd *cobra.Command, id string, version int) (p *policy.Policy, err error) {
	of, err := loadProgram(cmd)
	if err != nil {
		return nil, err
	}
	records, err := of.OpenStoreForReading(cmd.Context())
	if err != nil {
		return nil, failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	if p, err = records.PolicyVersion(cmd.Context(), id, version); err != nil {
		return nil, failure{fmt.Errorf("%s@%d: %w", id, version, err)}
	}
	return p, nil
}

func printDifferences(w io.Writer, l words.Language, before, after *policy.Policy, found []policy.Difference) {
	version := func(p *policy.Policy) string {
		return l.Text("difference.version", complaint.Args{
			"policy": p.In(l).SayValue(p.Doc.Title.Text), "version": p.Ref().Version,
		})
	}
	about := complaint.Args{"before": version(before), "after": version(after), "count": len(found)}
	if len(found) == 0 {
		fmt.Fprintln(w, l.Text("difference.none", about))
		return
	}
	fmt.Fprintln(w, l.Text("difference.head", about))
	sort := ""
	for _, d := range found {
		if d.Sort != sort {
			sort = d.Sort
			fmt.Fprintf(w, "\n%s\n", l.Text("difference.sort."+sort, nil))
		}
		fmt.Fprintf(w, "  · %s\n", d.Said)
	}
}
