package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/store"
)

func newTie() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tie",
		Short: "申报的利害关系 (declared relationships)",
		Long: "登记一个人与另一个人（单位里的，或写姓名的外人）的关系。制度写明按关系回避的，案件里的人一经对上，系统就提出回避。\n\n" +
			"A relationship between somebody here and somebody else. Where the regulation says so, a case finds it and asks for recusal.\n" + settings,
	}
	cmd.AddCommand(newTieAdd(), newTieEnd(), newTieList())
	for _, c := range cmd.Commands() {
		config.Flags(c.Flags(), "data", "database")
	}
	return cmd
}

func newTieAdd() *cobra.Command {
	t := complaint.Tie{}
	var with string
	cmd := &cobra.Command{
		Use:   "add USERNAME (--with USERNAME | --name NAME) --ground TEXT",
		Short: "登记一项关系 (declare one)",
		Example: "  duban tie add zhang.san --with li.si --ground 夫妻\n" +
			"  duban tie add zhang.san --name 王五 --ground 亲属",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			t.ID = "tie-" + strings.ToLower(rand.Text())
			return onRecord(func(ctx context.Context, r *store.Store, out io.Writer) (err error) {
				other := with
				if with == "" {
					other = args[0]
				}
				if t.Person, t.Other, err = twoUsers(ctx, r, args[0], other); err != nil {
					return err
				}
				if with == "" {
					t.Other = ""
				}
				fmt.Fprintln(out, t.ID)
				return r.By(complaint.System).AddTie(ctx, t)
			})(cmd, nil)
		},
	}
	cmd.Flags().StringVar(&with, "with", "", "单位里另一个人的用户名 (another user)")
	cmd.Flags().StringVar(&t.Name, "name", "", "外人的姓名 (an outsider's name)")
	cmd.Flags().StringVar(&t.Ground, "ground", "", "什么关系 (what the relationship is)")
	return cmd
}

func newTieEnd() *cobra.Command {
	return &cobra.Command{
		Use: "end ID", Short: "这项关系不再存在 (it is over)", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return onRecord(func(ctx context.Context, r *store.Store, _ io.Writer) error {
				return r.By(complaint.System).EndTie(ctx, args[0])
			})(cmd, nil)
		},
	}
}

func newTieList() *cobra.Command {
	return &cobra.Command{Use: "list", Short: "列出 (list them)", Args: cobra.NoArgs, RunE: onRecord(listTies)}
}

func listTies(ctx context.Context, r *store.Store, out io.Writer) error {
	all, err := r.Ties(ctx)
	if err != nil {
		return err
	}
	d, err := r.Directory(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "编号 ID\t人 PERSON\t与谁 WITH\t关系 GROUND")
	for _, t := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", t.ID, d.People[t.Person].Name, t.Name+d.People[t.Other].Name, t.Ground)
	}
	return table.Flush()
}
