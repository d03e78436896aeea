package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/store"
)

func newTieCommand() *cobra.Command {
	return newRecordCommandGroup(&cobra.Command{
		Use:   "tie",
		Short: "申报的利害关系 (declared relationships)",
		Long: "登记一个人与另一个人（单位里的，或写姓名的外人）的关系。制度写明按关系回避的，案件里的人一经对上，系统就提出回避。\n\n" +
			"A relationship between somebody here and somebody else. " +
			"Where the regulation says so, a case finds it and asks for recusal.",
	},
		newTieAddCommand(),
		newEndCommand("这项关系不再存在 (it is over)", store.Administration.EndTie),
		newListCommand("列出 (list them)", "编号 ID\t人 PERSON\t与谁 WITH\t关系 GROUND", (*store.Store).TiesInForce,
			func(t complaint.Tie, d complaint.Directory) []string {
				return []string{t.ID, d.People[t.Person].Name, t.Name + d.People[t.Other].Name, t.Ground}
			}))
}

func newTieAddCommand() *cobra.Command {
	t := complaint.Tie{ID: "tie-" + strings.ToLower(rand.Text())}
	var with string
	cmd := &cobra.Command{
		Use:   "add USERNAME (--with USERNAME | --name NAME) --ground TEXT",
		Short: "登记一项关系 (declare one)",
		Example: "  duban tie add zhang.san --with li.si --ground 夫妻\n" +
			"  duban tie add zhang.san --name 王五 --ground 亲属",
		Args: cobra.ExactArgs(1),
		PreRunE: func(*cobra.Command, []string) error {
			if (with == "") == (t.Name == "") || t.Ground == "" {
				return errors.New("--with 或 --name 写一个，--ground 写明是什么关系 (either --with or --name, and --ground)")
			}
			return nil
		},
		RunE: runOnRecordWithName(func(ctx context.Context, r *store.Store, person string, out io.Writer) (err error) {
			if t.Person, err = findUserID(ctx, r, person); err != nil {
				return err
			}
			if with != "" {
				if t.Other, err = findUserID(ctx, r, with); err != nil {
					return err
				}
			}
			return printAdded(out, t.ID, r.AdministrationBy(complaint.System).AddTie(ctx, t))
		}),
	}
	cmd.Flags().StringVar(&with, "with", "", "单位里另一个人的用户名 (another user)")
	cmd.Flags().StringVar(&t.Name, "name", "", "外人的姓名 (an outsider's name)")
	cmd.Flags().StringVar(&t.Ground, "ground", "", "什么关系 (what the relationship is)")
	return cmd
}
