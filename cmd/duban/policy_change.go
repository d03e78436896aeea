package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/policy"
	"duban/record"
	"duban/store"
	"duban/web/words"
)

const howChangesTakeEffect = "有案件以后：24 小时后生效，或由担任这项制度最高角色的另一人在网页上同意、随即生效；还没有案件时和演示库里立即生效。\n" +
	"每一步都记入管理日志。`duban policy changes` 列出，`duban policy take-back` 收回。\n\n" +
	"Once there are cases it takes effect after 24 hours, " +
	"or at once when somebody else who holds the regulation's highest\n" +
	"role agrees in the browser; before any case, and in a demonstration, at once. " +
	"Exit: 0 asked or done; 1 refused.\n" + settings

func newPolicyPublishCommand() *cobra.Command {
	return newPolicyChangeCommand(&cobra.Command{
		Use:     "publish FILE",
		Short:   "发布一版制度：此后的新案件依据它 (publish a version; new cases go by it)",
		Long:    "检查有问题的不能发布。正在办的案件不受影响。\n" + howChangesTakeEffect,
		Example: "  duban policy publish policies/land/policy.yaml --reason 会议纪要第 7 号 --data ./data",
		Args:    cobra.ExactArgs(1),
	}, func(_ context.Context, _ *store.Store, args []string) (record.PolicyChange, error) {
		data, err := os.ReadFile(args[0])
		if err != nil {
			return record.PolicyChange{}, fmt.Errorf("read policy: %w", err)
		}
		return record.PolicyChange{Kind: record.PublishVersion, File: args[0], Source: string(data)}, nil
	})
}

func newPolicyWithdrawCommand() *cobra.Command {
	return newPolicyChangeCommand(&cobra.Command{
		Use:     "withdraw POLICY@VERSION",
		Short:   "撤回一版制度：不再依据它受理新案件，在办的照旧 (withdraw a version; no new cases go by it)",
		Long:    "撤回以后，未撤回的最高一版现行；一版也没有的，不再受理新案件。\n" + howChangesTakeEffect,
		Example: "  duban policy withdraw land@2 --reason 第 5 条有误 --data ./data",
		Args:    cobra.ExactArgs(1),
	}, func(_ context.Context, _ *store.Store, args []string) (record.PolicyChange, error) {
		ref, err := refNamed(args[0])
		return record.PolicyChange{Kind: record.WithdrawVersion, Ref: ref}, err
	})
}

// refNamed is the version that a name such as land@2 means.
func refNamed(name string) (complaint.PolicyRef, error) {
	id, version, ok := publishedName(name)
	if !ok {
		return complaint.PolicyRef{}, fmt.Errorf("%q: 写作 land@2 (like land@2)", name)
	}
	return complaint.PolicyRef{ID: id, Version: version}, nil
}

func newPolicyMoveCommand() *cobra.Command {
	from, trying := 0, false
	cmd := newPolicyChangeCommand(&cobra.Command{
		Use:   "move POLICY@VERSION [CASE…]",
		Short: "让在办案件改用新的一版制度 (let open cases go on under a newer version)",
		Long: "CASE 是案件的编号或 id；--from 1 是仍依据第 1 版的全部在办案件。--try 只看哪些能改、哪些不能、为什么，什么也不改。\n" +
			"每件记一条日志，期限按新版从原起点重算，没有逾期的不会因此逾期；新版里没有位置的，一件不改，并说明原因。\n" +
			howChangesTakeEffect,
		Example: "  duban policy move land@2 --from 1 --try --data ./data\n" +
			"  duban policy move land@2 国土信〔2026〕3号 --reason 统一时限 --data ./data",
		Args: cobra.MinimumNArgs(1),
	}, func(ctx context.Context, s *store.Store, args []string) (record.PolicyChange, error) {
		ref, err := refNamed(args[0])
		if err != nil {
			return record.PolicyChange{}, err
		}
		cases, err := runningCasesNamed(ctx, s, ref.ID, from, args[1:])
		return record.PolicyChange{Kind: record.MoveCases, Ref: ref, Cases: cases}, err
	})
	ask := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !trying {
			return ask(cmd, args)
		}
		language, err := languageOf(cmd)
		if err != nil {
			return err
		}
		return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
			return tryMoves(ctx, s, args, from, language, out)
		})(cmd, args)
	}
	cmd.Flags().IntVar(&from, "from", 0, "仍依据哪一版的全部在办案件 (all cases that run under this version)")
	cmd.Flags().BoolVar(&trying, "try", false, "只看结果，不改 (only say what would come of it)")
	return cmd
}

// runningCasesNamed are the cases with the numbers or ids, and all that run under a version.
func runningCasesNamed(
	ctx context.Context, s *store.Store, policyID string, from int, named []string,
) ([]complaint.CaseID, error) {
	running, err := s.RunningCases(ctx, policyID)
	if err != nil {
		return nil, err
	}
	wanted, cases := map[string]bool{}, []complaint.CaseID{}
	for _, name := range named {
		wanted[name] = true
	}
	for _, k := range running {
		if wanted[k.Number] || wanted[string(k.Case)] || from != 0 && k.Version == from {
			cases = append(cases, k.Case)
			delete(wanted, k.Number)
			delete(wanted, string(k.Case))
		}
	}
	for name := range wanted {
		return nil, fmt.Errorf("%s: %w", name, complaint.Refuse(complaint.NotFound, "case.unknown", nil))
	}
	return cases, nil
}

func tryMoves(ctx context.Context, s *store.Store, args []string, from int, l words.Language, out io.Writer) error {
	ref, err := refNamed(args[0])
	if err != nil {
		return err
	}
	to, err := s.PolicyVersion(ctx, ref.ID, ref.Version)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	cases, err := runningCasesNamed(ctx, s, ref.ID, from, args[1:])
	if err != nil {
		return err
	}
	movable := 0
	for _, id := range cases {
		refusal, err := record.TryMove(ctx, s, id, to, time.Now())
		if err != nil {
			return err
		}
		if refusal == nil {
			movable++
			continue
		}
		fmt.Fprintf(out, "  · %s %s\n", id, to.In(l).Text(refusal.Word()))
	}
	fmt.Fprintln(out, l.Text("policy_change.tried", complaint.Args{"count": len(cases), "movable": movable}))
	return nil
}

// newPolicyChangeCommand makes a command that asks for what it is given as a change.
func newPolicyChangeCommand(
	cmd *cobra.Command, asked func(context.Context, *store.Store, []string) (record.PolicyChange, error),
) *cobra.Command {
	reason := ""
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		language, err := languageOf(cmd)
		if err != nil {
			return err
		}
		return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
			ch, err := asked(ctx, s, args)
			if err != nil {
				return err
			}
			ch.ID, ch.Reason = "change-"+uuid.NewString(), reason
			ch, err = s.AdministrationBy(complaint.System).AskPolicyChange(ctx, ch)
			if found, wrong := errors.AsType[policy.Findings](err); wrong {
				printPolicyFindings(cmd.ErrOrStderr(), language, args[0], found)
				return errFindings
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(out, tellChange(ch, language))
			return nil
		})(cmd, args)
	}
	cmd.Flags().StringVar(&reason, "reason", "", "为什么，记入管理日志 (why, for the administration's journal)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "demo")
	return cmd
}

// tellChange is a change in a line: its id, what it is about, and where it stands.
func tellChange(ch record.PolicyChange, l words.Language) string {
	return l.Text("policy_change.line", complaint.Args{
		"id":    ch.ID,
		"what":  complaint.Term("policy_change.kind." + string(ch.Kind)),
		"of":    ch.Ref.ID + "@" + strconv.Itoa(ch.Ref.Version),
		"state": complaint.Term("policy_change.state." + string(ch.State)),
		"due":   ch.DueAt.Local().Format("2006-01-02 15:04"),
		"cases": len(ch.Cases),
	})
}

func newPolicyChangesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "changes",
		Short: "列出已提出的发布、撤回和改用 (list what was asked for with versions)",
		Long:  "等待生效的在前。\n" + settings,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
				all, err := s.PolicyChanges(ctx)
				if err != nil {
					return err
				}
				table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
				for _, ch := range all {
					fmt.Fprintln(table, tellChange(ch, language))
					if err := tellMovedCases(ctx, s, ch, language, table); err != nil {
						return err
					}
				}
				return table.Flush()
			})(cmd, args)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database")
	return cmd
}

// tellMovedCases lists the cases that could not be moved, and why.
func tellMovedCases(
	ctx context.Context, s *store.Store, ch record.PolicyChange, l words.Language, out io.Writer,
) error {
	if ch.Kind != record.MoveCases || ch.State != record.ChangeInForce {
		return nil
	}
	cases, err := s.MovedCases(ctx, ch.ID)
	if err != nil {
		return err
	}
	for _, k := range cases {
		if k.Refusal != nil {
			fmt.Fprintf(out, "  · %s %s\n", k.Case, l.Text(k.Refusal.Word()))
		}
	}
	return nil
}

func newPolicyTakeBackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "take-back CHANGE",
		Short: "收回尚未生效的一项 (take back what is still pending)",
		Long:  "CHANGE 是 `duban policy changes` 列出的 id。\n" + settings,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
				ch, err := s.AdministrationBy(complaint.System).TakeBackPolicyChange(ctx, args[0])
				if err == nil {
					fmt.Fprintln(out, tellChange(ch, language))
				}
				return err
			})(cmd, args)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database")
	return cmd
}
