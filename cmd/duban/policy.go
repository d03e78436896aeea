package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/internal/seed"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/web/words"
)

func newPolicyCommand() *cobra.Command {
	group := newCommandGroup(&cobra.Command{
		Use: "policy", Short: "检查、阅读和演练制度文件 (check, read and rehearse policy files)",
		Long: "制度文件怎样写，见 docs/policy-format.md 和 policies/logistics/policy.yaml。改了制度：先 check，再 test。\n" +
			"退出码：0 站得住；1 有问题，已逐条列出；2 命令本身写错了。\n\n" +
			"How a policy file is written: docs/policy-format.md. After a change run check, then test.\n" +
			"Exit: 0 sound; 1 findings, which are listed; 2 the call itself was wrong.",
	}, newPolicyCheckCommand(), newPolicyExplainCommand(), newPolicyGraphCommand(), newPolicySchemaCommand(),
		newPolicyReferenceCommand(), newPolicyTestCommand(), newPolicyLockCommand(), newPolicyDiffCommand(),
		newPolicyRehearseCommand(), newPolicyPublishCommand(), newPolicyWithdrawCommand(), newPolicyMoveCommand(),
		newPolicyChangesCommand(), newPolicyTakeBackCommand())
	group.PersistentFlags().String("lang", words.DefaultLanguage().ID,
		"用哪种语言说 (the language of what is printed): "+languageIDs())
	return group
}

// languageIDs lists those that can be asked for, such as "zh, en".
func languageIDs() string {
	var ids []string
	for _, l := range words.AllLanguages() {
		ids = append(ids, l.ID)
	}
	return strings.Join(ids, ", ")
}

// languageOf is the one that --lang asks for.
func languageOf(cmd *cobra.Command) (words.Language, error) {
	asked, err := cmd.Flags().GetString("lang")
	if err != nil {
		return words.Language{}, fmt.Errorf("language: %w", err)
	}
	language, ok := words.AllLanguages().ByID(asked)
	if !ok {
		return words.Language{}, fmt.Errorf("--lang 应为 %s (one of these), not %q", languageIDs(), asked)
	}
	return language, nil
}

// verdict is what `policy check --json` prints for each file.
type verdict struct {
	File     string          `json:"file"`
	Policy   string          `json:"policy,omitempty"`
	Version  int             `json:"version,omitempty"`
	SHA256   string          `json:"sha256,omitempty"`
	Findings policy.Findings `json:"-"`
	// Told are the findings in the language asked for.
	Told []policy.ToldFinding `json:"findings"`
	// NotRun are the proofs that were not run, because something is wrong of what they rest on.
	NotRun  []string   `json:"not_run"`
	Clauses []coverage `json:"clauses"`
	// Fits compare each limit of the whole case with the longest way through it.
	Fits []policy.Fit `json:"fits"`
	// Against is how the file differs from what --against names.
	Against *comparison `json:"against,omitempty"`
	// language is the one asked for, as it is spoken of the policy.
	language words.Language
}

type coverage struct {
	Clause string   `json:"clause"`
	Kind   string   `json:"kind"`
	Served []string `json:"served"`
	Later  string   `json:"later,omitempty"`
}

func newPolicyCheckCommand() *cobra.Command {
	asJSON, published := false, ""
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "读取、校验、编译并证明制度文件，列出全部问题 (parse, validate, compile and prove; report everything at once)",
		Long: "--against 后面写已发布的文件，或放着它们的文件夹：先列出这一份与已发布的最新一版有哪些不同\n" +
			"（新增、删去、改动的元素，按路径）；内容不同而版本号没有增大，就是一处问题。published.lock 记的照样算数。\n" +
			"退出码：0 站得住；1 有问题；2 命令本身写错了。\n\n" +
			"--against names a published file, or the folder of such files: what this one adds, " +
			"leaves out and says otherwise\n" +
			"than the newest published version is listed by path; " +
			"other content under a version that was not raised is a\n" +
			"finding, as it is by published.lock. Exit: 0 sound; 1 findings; 2 the call itself was wrong.",
		Example: "  duban policy check policies/*/policy.yaml\n" +
			"  git show v1.2:policies/land/policy.yaml >/tmp/land.yaml\n" +
			"  duban policy check --against /tmp/land.yaml policies/land/policy.yaml",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			sound := true
			verdicts := make([]verdict, 0, len(files))
			cal, err := officialCalendar()
			if err != nil {
				return err
			}
			against, err := readPublishedPolicies(published)
			if err != nil {
				return err
			}
			began := time.Now()
			for _, file := range files {
				v, err := checkPolicy(file, language, cal, against)
				if err != nil {
					return err
				}
				sound = sound && len(v.Findings) == 0
				v.Told = v.Findings.Tell(v.language)
				verdicts = append(verdicts, v)
			}
			if err := printVerdicts(cmd.OutOrStdout(), verdicts, asJSON); err != nil {
				return err
			}
			if !asJSON {
				fmt.Fprintln(cmd.OutOrStdout(), language.Text("check.took",
					complaint.Args{"files": len(files), "ms": int(time.Since(began).Milliseconds())}))
			}
			if !sound {
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出 (print JSON)")
	cmd.Flags().StringVar(&published, "against", "", "与已发布的文件或文件夹比较 (compare with a published file or folder)")
	return cmd
}

func checkPolicy(file string, l words.Language, cal *calendar.Calendar, against []publishedPolicy) (verdict, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return verdict{}, fmt.Errorf("read policy: %w", err)
	}
	v := verdict{
		File:     file,
		Findings: policy.Findings{},
		NotRun:   []string{},
		Clauses:  []coverage{},
		language: l,
	}
	checked := policy.Check(file, data, cal)
	v.Findings = append(v.Findings, checked.Findings...)
	v.NotRun = append(v.NotRun, checked.NotRun...)
	p := checked.Policy
	if p == nil {
		return v, nil
	}
	released, err := checkReleasedPolicy(file, data, p, against)
	if err != nil {
		return v, err
	}
	v.Findings = append(v.Findings, released...)
	v.Findings = append(v.Findings, p.Untranslated(file, l)...)
	v.language = p.In(l)
	v.Against = comparePublished(data, p.Ref().ID, against)
	if len(v.NotRun) == 0 {
		v.Fits = checked.Fits
	}
	v.Policy, v.Version, v.SHA256 = p.Ref().ID, p.Ref().Version, p.Ref().SHA256
	for _, c := range p.Doc.Clauses.Entries {
		served := slices.Clone(p.ElementsServingClause(c.Key))
		v.Clauses = append(v.Clauses, coverage{
			Clause: v.Policy + "-" + c.Key,
			Kind:   c.Value.Kind.Text,
			Served: served,
			Later:  c.Value.Later.Text,
		})
	}
	return v, nil
}

func printVerdicts(w io.Writer, verdicts []verdict, asJSON bool) error {
	if asJSON {
		return printIndented(w, verdicts)
	}
	for _, v := range verdicts {
		l := v.language
		if len(v.Findings) > 0 {
			printPolicyFindings(w, l, v.File, v.Findings)
			if len(v.NotRun) > 0 {
				titles := make([]any, len(v.NotRun))
				for i, name := range v.NotRun {
					titles[i] = complaint.Term("regulation.proof." + name)
				}
				fmt.Fprintln(w, l.Text("check.not_run", complaint.Args{"proofs": titles}))
			}
			printComparison(w, l, v)
			continue
		}
		later := 0
		for _, c := range v.Clauses {
			if c.Later != "" {
				later++
			}
		}
		fmt.Fprintln(w, l.Text("check.sound", complaint.Args{
			"file":    v.File,
			"policy":  v.Policy,
			"version": v.Version,
			"clauses": len(v.Clauses),
			"served":  len(v.Clauses) - later,
			"later":   later,
		}))
		for _, fit := range v.Fits {
			fmt.Fprintln(w, l.Text("check.fit", complaint.Args{"deadline": fit.Deadline, "fit": fit}))
		}
		printComparison(w, l, v)
	}
	return nil
}

func printPolicyFindings(w io.Writer, l words.Language, file string, found policy.Findings) {
	for _, f := range found {
		fmt.Fprintln(w, f.In(l))
	}
	fmt.Fprintln(w, l.Text("check.findings", complaint.Args{"file": file, "count": len(found)}))
}

func officialCalendar() (*calendar.Calendar, error) {
	files, err := policies.CalendarFiles(seed.CalendarID)
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
