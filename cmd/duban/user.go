package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/record"
	"duban/store"
)

func newUserCommand() *cobra.Command {
	return newRecordCommandGroup(&cobra.Command{
		Use:   "user",
		Short: "用户：增加、改密码、停用、列出 (people who sign in)",
		Long: "直接在数据库里管理用户，给能上服务器的人用：第一批用户、忘了密码、有人离开。网关和办理进程不必停。\n\n" +
			"People who sign in, managed in the database itself, by whoever may enter the server.",
	},
		newUserAddCommand(), newUserLinkCommand(), newUserPasswordCommand(), newUserFactorCommand(),
		newUserActiveCommand("deactivate", false),
		newUserActiveCommand("activate", true),
		newListCommand("列出用户 (list them)", "用户名 USERNAME\t姓名 NAME\t单位 UNIT\t角色 ROLES\t状态 STATE",
			(*store.Store).Accounts,
			func(a record.Account, _ complaint.Directory) []string {
				return []string{a.Username, a.Person.Name, string(a.Person.Unit), rolesInWords(a), stateInWords(a)}
			}))
}

func newUserPasswordCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "password USERNAME",
		Short:   "换一个随机密码，显示一次 (a new random password, shown once)",
		Example: "  duban user password zhang.san --database postgres://duban@db/duban",
		Args:    cobra.ExactArgs(1),
		RunE: runOnRecordWithName(func(ctx context.Context, s *store.Store, username string, out io.Writer) error {
			id, err := findUserID(ctx, s, username)
			if err != nil {
				return err
			}
			password, hash, err := newPassword()
			if err != nil {
				return err
			}
			if err := s.SetPassword(ctx, id, hash); err != nil {
				return err
			}
			showPassword(out, username, password)
			return nil
		}),
	}
}

func newUserActiveCommand(name string, active bool) *cobra.Command {
	short := "停用：下一个请求起就进不来，记录都在 (keep somebody out from the next request on)"
	if active {
		short = "恢复 (let somebody in again)"
	}
	return &cobra.Command{
		Use:   name + " USERNAME",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: runOnRecordWithName(func(ctx context.Context, s *store.Store, username string, _ io.Writer) error {
			id, err := findUserID(ctx, s, username)
			if err != nil {
				return err
			}
			return s.SetActive(ctx, id, active)
		}),
	}
}

func rolesInWords(a record.Account) string {
	var roles []string
	if a.Administers {
		roles = append(roles, "管理员 administrator")
	}
	for _, r := range a.Person.Roles {
		roles = append(roles, string(r))
	}
	return strings.Join(roles, ", ")
}

func stateInWords(a record.Account) string {
	if a.Person.Active {
		return "在用 active"
	}
	return "停用 inactive"
}
