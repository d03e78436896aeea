package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/policy"
	"duban/policy/amendment"
	"duban/web/words"
)

func newPolicyRehearseCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "rehearse FILE",
		Short: "把这一版制度放到已有的案件上演练 (try a version of a regulation on the cases there are)",
		Long: "逐件重放库里这项制度已结的和在办的案件：谁在什么时候做了什么，一概照旧，由 FILE 这一版重新决定。说出多少件会超期，哪些期限会不同，\n" +
			"哪些步骤会由别的角色办，哪些办理在这一版里没有位置（逐一列出，不略去）。只读，不影响正在办的人；只有数字和案件编号，没有当事人的资料。\n" +
			"FILE 也可以是已发布的一版，写作 land@2。与自己比，什么都不会不同；“与记录不符”的件数，是单位的人员、日历在案件办理以后变动过的。\n\n" +
			"Replays the closed and open cases of the regulation: what people did, when, is decided anew by FILE. " +
			"How many would be late,\n" +
			"which deadlines would differ, who would do what, and each act that has no place in the new version.\n" +
			"It only reads. Exit: 0 rehearsed; 1 failed, or findings in FILE; 2 the call itself was wrong.\n" +
			settings,
		Example: "  duban policy rehearse policies/land/policy.yaml --data ./data\n" +
			"  duban policy rehearse --json land@2 --database postgres://duban@db/duban >report.json",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			version, err := policyNamed(cmd, language, args[0])
			if err != nil {
				return err
			}
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			records, err := p.OpenStoreForReading(cmd.Context())
			if err != nil {
				return failure{err}
			}
			defer func() { err = errors.Join(err, records.Close()) }()
			return rehearse(cmd, records, version, language, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	config.DeclareFlags(cmd.Flags(), "data", "database")
	return cmd
}

func rehearse(
	cmd *cobra.Command, records amendment.Record, version *policy.Policy, l words.Language, asJSON bool,
) error {
	began := time.Now()
	report, err := amendment.RehearseAll(cmd.Context(), records, version, progressBar(cmd, "rehearse"))
	if err != nil {
		return failure{err}
	}
	if asJSON {
		return printIndented(cmd.OutOrStdout(), report)
	}
	printRehearsal(cmd.OutOrStdout(), version.In(l), version, report)
	took := time.Since(began)
	fmt.Fprintln(cmd.OutOrStdout(), l.Text("rehearsed.took", complaint.Args{
		"cases": report.Cases, "ms": int(took.Milliseconds()),
		"rate": int(float64(report.Cases) / max(took.Seconds(), 0.001)),
	}))
	return nil
}

// mostListed is how many acts without a place are printed one by one; the others are counted, and all are in the JSON.
const mostListed = 50

func printRehearsal(w io.Writer, l words.Language, version *policy.Policy, r *amendment.Report) {
	say := func(key string, fill complaint.Args) { fmt.Fprintln(w, l.Text("rehearsed."+key, fill)) }
	say("cases", complaint.Args{
		"cases":   r.Cases,
		"open":    r.Open,
		"version": version.Ref().Version,
		"differ":  r.Differ,
	})
	say("late", complaint.Args{
		"before": r.LateBefore,
		"after":  r.LateAfter,
		"newly":  r.NewlyLate,
		"longer": r.NoLongerLate,
	})
	if r.NotReproduced > 0 {
		say("not_reproduced", complaint.Args{"cases": r.NotReproduced})
	}
	for _, d := range r.Deadlines {
		say("deadline", complaint.Args{
			"deadline": d.Title,
			"earlier":  d.Earlier,
			"later":    d.Later,
			"gone":     d.Gone,
			"new":      d.New,
		})
	}
	for _, c := range r.Roles {
		say("role", complaint.Args{
			"step":   version.StepTitle(string(c.Step)),
			"before": roleTitlesOf(version, c.Before),
			"after":  roleTitlesOf(version, c.After),
			"count":  c.Count,
		})
	}
	for _, a := range r.WithoutPlace {
		say("without_place", complaint.Args{
			"command": policy.CommandTitle(l, a.Command),
			"step":    version.StepTitle(string(a.Step)),
			"why":     a.Why,
			"count":   a.Count,
		})
	}
	for _, a := range r.Acts[:min(mostListed, len(r.Acts))] {
		fmt.Fprintf(w, "  · %s #%d %s %s %s\n", a.Case, a.Seq, a.Command, a.Step, a.Why)
	}
}

func roleTitlesOf(p *policy.Policy, roles []complaint.RoleID) []any {
	titles := make([]any, len(roles))
	for i, role := range roles {
		titles[i] = p.RoleTitle(role)
	}
	return slices.Clip(titles)
}
