package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/store"
)

func newSubstitute() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "substitute",
		Short: "代理：谁在何时代谁 (who stands in for whom, and when)",
		Long: "代理人在期间内有被代理人的权限，不多也不少；被代理人应当回避的、不能自己审批的，代理人也不能。日志里两个人的名字都在。\n\n" +
			"A substitute has the absent person's authority for that time and no more; both names are recorded.\n" + settings,
	}
	cmd.AddCommand(newSubstituteAdd(), newSubstituteEnd(), newSubstituteList())
	for _, c := range cmd.Commands() {
		config.Flags(c.Flags(), "data", "database")
	}
	return cmd
}

func newSubstituteAdd() *cobra.Command {
	var by, from, until string
	cmd := &cobra.Command{
		Use:     "add USERNAME --by USERNAME --until DATE",
		Short:   "指定代理人 (let somebody stand in)",
		Example: "  duban substitute add zhang.san --by li.si --from 2026-03-02 --until 2026-03-09",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := load(cmd)
			if err != nil {
				return err
			}
			s := complaint.Substitution{ID: "substitution-" + strings.ToLower(rand.Text()), From: p.Now()}
			if from != "" {
				if s.From, err = time.ParseInLocation(time.DateOnly, from, p.Location()); err != nil {
					return fmt.Errorf("--from: %w", err)
				}
			}
			if s.Until, err = time.ParseInLocation(time.DateOnly, until, p.Location()); err != nil {
				return fmt.Errorf("--until: %w", err)
			}
			s.Until = s.Until.AddDate(0, 0, 1) // the day itself still counts
			return onRecord(func(ctx context.Context, r *store.Store, out io.Writer) error {
				if s.Absent, s.By, err = twoUsers(ctx, r, args[0], by); err != nil {
					return err
				}
				fmt.Fprintln(out, s.ID)
				return r.By(complaint.System).AddSubstitution(ctx, s)
			})(cmd, nil)
		},
	}
	cmd.Flags().StringVar(&by, "by", "", "代理人的用户名 (who stands in)")
	cmd.Flags().StringVar(&from, "from", "", "第一天；不写为现在起 (first day, now if left out)")
	cmd.Flags().StringVar(&until, "until", "", "最后一天 (last day)")
	return cmd
}

func twoUsers(ctx context.Context, r *store.Store, first, second string) (one, two complaint.UserID, err error) {
	a, err := r.Account(ctx, first)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", first, err)
	}
	b, err := r.Account(ctx, second)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", second, err)
	}
	return a.Person.ID, b.Person.ID, nil
}

func newSubstituteEnd() *cobra.Command {
	return &cobra.Command{
		Use: "end ID", Short: "提前结束，随即生效 (end it now)", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return onRecord(func(ctx context.Context, r *store.Store, _ io.Writer) error {
				return r.By(complaint.System).EndSubstitution(ctx, args[0])
			})(cmd, nil)
		},
	}
}

func newSubstituteList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "列出代理，过去的也在 (list them, past ones too)", Args: cobra.NoArgs, RunE: onRecord(listSubstitutions),
	}
}

func listSubstitutions(ctx context.Context, r *store.Store, out io.Writer) error {
	all, err := r.Substitutions(ctx)
	if err != nil {
		return err
	}
	d, err := r.Directory(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "编号 ID\t被代理人 ABSENT\t代理人 BY\t起 FROM\t止 UNTIL")
	for _, s := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", s.ID, d.People[s.Absent].Name, d.People[s.By].Name,
			s.From.Local().Format(time.DateTime), s.Until.Local().Format(time.DateTime))
	}
	return table.Flush()
}
