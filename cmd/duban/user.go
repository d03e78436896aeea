package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/store"
)

func newUser() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "用户：增加、改密码、停用、列出 (people who sign in)",
		Long: "直接在数据库里管理用户，给能上服务器的人用：第一批用户、忘了密码、有人离开。网关和办理进程不必停。\n\n" +
			"People who sign in, managed in the database itself, by whoever may enter the server.\n" + settings,
	}
	cmd.AddCommand(newUserAdd(), newUserPassword(), newUserActive("deactivate", false), newUserActive("activate", true), newUserList())
	for _, c := range cmd.Commands() {
		config.Flags(c.Flags(), "data", "database")
	}
	return cmd
}

func newUserPassword() *cobra.Command {
	return &cobra.Command{
		Use:     "password USERNAME",
		Short:   "换一个随机密码，显示一次 (a new random password, shown once)",
		Example: "  duban user password zhang.san --database postgres://duban@db/duban",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return onRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
				account, err := s.Account(ctx, args[0])
				if err != nil {
					return err
				}
				password, hash, err := newPassword()
				if err != nil {
					return err
				}
				if err := s.SetPassword(ctx, account.Person.ID, hash); err != nil {
					return err
				}
				showPassword(out, args[0], password)
				return nil
			})(cmd, nil)
		},
	}
}

func newUserActive(name string, active bool) *cobra.Command {
	short := "停用：下一个请求起就进不来，记录都在 (keep somebody out from the next request on)"
	if active {
		short = "恢复 (let somebody in again)"
	}
	return &cobra.Command{
		Use: name + " USERNAME", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return onRecord(func(ctx context.Context, s *store.Store, _ io.Writer) error {
				account, err := s.Account(ctx, args[0])
				if err != nil {
					return err
				}
				return s.SetActive(ctx, account.Person.ID, active)
			})(cmd, nil)
		},
	}
}

func newUserList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "列出用户 (list them)", Args: cobra.NoArgs, RunE: onRecord(listUsers),
	}
}

func listUsers(ctx context.Context, s *store.Store, out io.Writer) error {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "用户名 USERNAME\t姓名 NAME\t单位 UNIT\t角色 ROLES\t状态 STATE")
	for _, a := range accounts {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.Username, a.Person.Name, a.Person.Unit, rolesOf(a), stateOf(a))
	}
	return table.Flush()
}

func rolesOf(a complaint.Account) string {
	var roles []string
	if a.Administers {
		roles = append(roles, "管理员 administrator")
	}
	for _, r := range a.Person.Roles {
		roles = append(roles, string(r))
	}
	return strings.Join(roles, ", ")
}

func stateOf(a complaint.Account) string {
	if a.Person.Active {
		return "在用 active"
	}
	return "停用 inactive"
}
