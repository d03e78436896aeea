package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/store"
)

func newSubstituteCommand() *cobra.Command {
	return newRecordCommandGroup(&cobra.Command{
		Use:   "substitute",
		Short: "代理：谁在何时代谁 (who stands in for whom, and when)",
		Long: "代理人在期间内有被代理人的权限，不多也不少；被代理人应当回避的、不能自己审批的，代理人也不能。日志里两个人的名字都在。\n\n" +
			"A substitute has the absent person's authority for that time and no more; both names are recorded.",
	},
		newSubstituteAddCommand(),
		newEndCommand("提前结束，随即生效 (end it now)", store.Administration.EndSubstitution),
		newListCommand("列出代理，过去的也在 (list them, past ones too)", "编号 ID\t被代理人 ABSENT\t代理人 BY\t起 FROM\t止 UNTIL",
			listSubstitutions, func(s complaint.Substitution, d complaint.Directory) []string {
				return []string{
					s.ID, d.People[s.Absent].Name, d.People[s.By].Name, s.From.Format(time.DateTime),
					s.Until.Format(time.DateTime),
				}
			}))
}

// listSubstitutions are all there are, in the organisation's time, as they were named.
//
//nolint:revive // like the methods of a store that list
func listSubstitutions(s *store.Store, ctx context.Context) ([]complaint.Substitution, error) {
	all, err := s.AllSubstitutions(ctx)
	for i := range all {
		all[i].From, all[i].Until = all[i].From.In(s.Location()), all[i].Until.In(s.Location())
	}
	return all, err
}

func newSubstituteAddCommand() *cobra.Command {
	var by, from, until, reason string
	cmd := &cobra.Command{
		Use:     "add USERNAME --by USERNAME --until DATE",
		Short:   "指定代理人 (let somebody stand in)",
		Example: "  duban substitute add zhang.san --by li.si --from 2026-03-02 --until 2026-03-09",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			if by == "" || until == "" {
				return errors.New("--by、--until: 要写明谁代理、到哪一天为止 (say who stands in and until which day)")
			}
			s := complaint.Substitution{
				ID:     "substitution-" + strings.ToLower(rand.Text()),
				From:   p.Now(),
				Reason: reason,
			}
			if from != "" {
				if s.From, err = time.ParseInLocation(time.DateOnly, from, p.Location()); err != nil {
					return wrongDayError("--from", from)
				}
			}
			if s.Until, err = time.ParseInLocation(time.DateOnly, until, p.Location()); err != nil {
				return wrongDayError("--until", until)
			}
			s.Until = s.Until.AddDate(0, 0, 1) // the day itself still counts
			return runOnRecordWithName(func(ctx context.Context, r *store.Store, absent string, out io.Writer) error {
				if s.Absent, err = findUserID(ctx, r, absent); err != nil {
					return err
				}
				if s.By, err = findUserID(ctx, r, by); err != nil {
					return err
				}
				return printAdded(out, s.ID, r.AdministrationBy(complaint.System).AddSubstitution(ctx, s))
			})(cmd, args)
		},
	}
	cmd.Flags().StringVar(&by, "by", "", "代理人的用户名 (who stands in: a username)")
	cmd.Flags().StringVar(&from, "from", "", "第一天，如 2026-03-02；不写为现在起 (first day, now if left out)")
	cmd.Flags().StringVar(&reason, "reason", "", "第一天已经过去的，写明原因 (why, where the first day is over)")
	cmd.Flags().StringVar(&until, "until", "", "最后一天，如 2026-03-09，当天仍有效 (last day, that included)")
	return cmd
}

func wrongDayError(flag, text string) error {
	return fmt.Errorf("%s: %q 应为 2026-03-02 这样的日期 (a date like 2026-03-02)", flag, text)
}
