package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"duban/internal/seed"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
)

func newPolicy() *cobra.Command {
	return newGroup(&cobra.Command{
		Use: "policy", Short: "检查、阅读和演练制度文件 (check, read and rehearse policy files)",
		Long: "制度文件怎样写，见 docs/policy-format.md 和 policies/logistics/policy.yaml。改了制度：先 check，再 test。\n" +
			"退出码：0 站得住；1 有问题，已逐条列出；2 命令本身写错了。\n\n" +
			"How a policy file is written: docs/policy-format.md. After a change run check, then test.\n" +
			"Exit: 0 sound; 1 findings, which are listed; 2 the call itself was wrong.",
	}, newCheck(), newExplain(), newGraph(), newSchema(), newTest(), newLock())
}

// verdict is what `policy check --json` prints for each file.
type verdict struct {
	File     string          `json:"file"`
	Policy   string          `json:"policy,omitempty"`
	Version  int             `json:"version,omitempty"`
	SHA256   string          `json:"sha256,omitempty"`
	Findings policy.Findings `json:"findings"`
	Clauses  []coverage      `json:"clauses"`
	// Fits compare each limit of the whole case with the longest way through it.
	Fits []policy.Fit `json:"fits"`
}

type coverage struct {
	Clause string   `json:"clause"`
	Kind   string   `json:"kind"`
	Served []string `json:"served"`
	Later  string   `json:"later,omitempty"`
}

func newCheck() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "check FILE…",
		Short:   "读取、校验、编译并证明制度文件，列出全部问题 (parse, validate, compile and prove; report everything at once)",
		Example: "  duban policy check policies/*/policy.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			sound := true
			verdicts := make([]verdict, 0, len(files))
			cal, err := officialCalendar()
			if err != nil {
				return err
			}
			began := time.Now()
			for _, file := range files {
				v, err := checkPolicy(file, cal)
				if err != nil {
					return err
				}
				sound = sound && len(v.Findings) == 0
				verdicts = append(verdicts, v)
			}
			if err := printVerdicts(cmd.OutOrStdout(), verdicts, asJSON); err != nil {
				return err
			}
			if !asJSON {
				fmt.Fprintf(cmd.OutOrStdout(), "%d 份制度，共 %d 毫秒 (milliseconds)\n",
					len(files), time.Since(began).Milliseconds())
			}
			if !sound {
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	return cmd
}

func checkPolicy(file string, cal *calendar.Calendar) (verdict, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return verdict{}, fmt.Errorf("read policy: %w", err)
	}
	v := verdict{File: file, Findings: policy.Findings{}, Clauses: []coverage{}}
	p, err := policy.Load(file, data)
	if errors.As(err, &v.Findings) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	released, err := checkReleased(file, data, p)
	if err != nil {
		return v, err
	}
	v.Findings = append(append(v.Findings, released...), p.Prove(file, cal)...)
	v.Fits = p.Fits(cal)
	v.Policy, v.Version, v.SHA256 = p.Ref().ID, p.Ref().Version, p.Ref().SHA256
	for _, c := range p.Doc.Clauses.Entries {
		served := slices.Clone(p.ElementsServingClause(c.Key))
		v.Clauses = append(v.Clauses, coverage{
			Clause: v.Policy + "-" + c.Key,
			Kind:   c.Value.Kind.Text,
			Served: served,
			Later:  c.Value.Later,
		})
	}
	return v, nil
}

func printVerdicts(w io.Writer, verdicts []verdict, asJSON bool) error {
	if asJSON {
		return printIndented(w, verdicts)
	}
	for _, v := range verdicts {
		if len(v.Findings) > 0 {
			printPolicyFindings(w, v.File, v.Findings)
			continue
		}
		later := 0
		for _, c := range v.Clauses {
			if c.Later != "" {
				later++
			}
		}
		fmt.Fprintf(w, "%s：%s 第 %d 版，条款 %d 条，已落实 %d 条，留待后续 %d 条 (sound)\n",
			v.File, v.Policy, v.Version, len(v.Clauses), len(v.Clauses)-later, later)
		for _, fit := range v.Fits {
			fmt.Fprintf(w, "  期限 %s：%s\n", fit.Deadline, fit)
		}
	}
	return nil
}

func printPolicyFindings(w io.Writer, file string, found policy.Findings) {
	for _, f := range found {
		fmt.Fprintln(w, f)
	}
	fmt.Fprintf(w, "%s：%d 处问题 (findings)\n", file, len(found))
}

func officialCalendar() (*calendar.Calendar, error) {
	files, err := policies.Calendars(seed.CalendarID)
	if err != nil {
		return nil, fmt.Errorf("list calendars: %w", err)
	}
	years := make([]calendar.Year, 0, len(files))
	for _, file := range files {
		data, err := policies.Files.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		year, err := calendar.ParseYear(file, data)
		if err != nil {
			return nil, err
		}
		years = append(years, year)
	}
	return calendar.New(seed.CalendarID, time.FixedZone("+08:00", 8*60*60), years...), nil
}
