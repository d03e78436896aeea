package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/gateway/session"
	"duban/internal/fold"
	"duban/record"
	"duban/store"
)

// newcomer is who is to be added.
type newcomer struct {
	name, unit, unitName string
	roles                []string
	administers          bool
}

func newUserAddCommand() *cobra.Command {
	var n newcomer
	cmd := &cobra.Command{
		Use:   "add USERNAME",
		Short: "增加一个用户，密码随机、显示一次 (add somebody; the random password is shown once)",
		Example: "  duban user add zhang.san --name 张三 --unit unit-east --unit-name 华东网点 --role logistics.branch\n" +
			"  duban user add root2 --name 第二管理员 --admin",
		Args: cobra.ExactArgs(1),
		PreRunE: func(*cobra.Command, []string) error {
			if n.name == "" {
				return errors.New("--name: 要写姓名 (a name is needed)")
			}
			return nil
		},
		RunE: runOnRecordWithName(func(ctx context.Context, s *store.Store, username string, out io.Writer) error {
			return n.addUser(ctx, s, username, out)
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&n.name, "name", "", "姓名 (name)")
	flags.StringVar(&n.unit, "unit", "", "单位编号 (id of the unit)")
	flags.StringVar(&n.unitName, "unit-name", "", "单位名称；没有这个单位就建立 (name of the unit, which is made if it is not there)")
	flags.StringSliceVar(&n.roles, "role", nil, "角色，<制度>.<角色>，可多次 (role, <policy>.<role>, repeatable)")
	flags.BoolVar(&n.administers, "admin", false, "管理员 (administrator)")
	return cmd
}

func (n newcomer) addUser(ctx context.Context, s *store.Store, typed string, out io.Writer) error {
	username := strings.TrimSpace(norm.NFC.String(typed))
	if !fold.Visible(username) {
		return fmt.Errorf("用户名是空的，或者有看不见的字符 (the user name is empty or has invisible characters): %q", typed)
	}
	roles, err := n.checkedRoleIDs(ctx, s)
	if err != nil {
		return err
	}
	if err := n.ensureUnit(ctx, s); err != nil {
		return err
	}
	password, hash, err := newPassword()
	if err != nil {
		return err
	}
	err = s.SaveAccount(ctx, record.Account{
		Username:     username,
		PasswordHash: hash,
		Administers:  n.administers,
		Person: complaint.Person{
			ID:     complaint.UserID("user-" + strings.ToLower(rand.Text())),
			Name:   n.name,
			Unit:   complaint.UnitID(n.unit),
			Roles:  roles,
			Active: true,
		},
	})
	if err != nil {
		return err
	}
	showPassword(out, username, password)
	return nil
}

// checkedRoleIDs are the roles, each of a policy in force.
func (n newcomer) checkedRoleIDs(ctx context.Context, s *store.Store) ([]complaint.RoleID, error) {
	policies, err := s.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, p := range policies {
		for _, role := range p.Doc.Roles.Entries {
			known = append(known, string(p.RoleID(role.Key)))
		}
	}
	var roles []complaint.RoleID
	for _, role := range n.roles {
		if !slices.Contains(known, role) {
			return nil, fmt.Errorf("没有角色 %s；有的是 (no such role; there are): %s", role, strings.Join(known, ", "))
		}
		roles = append(roles, complaint.RoleID(role))
	}
	return roles, nil
}

func (n newcomer) ensureUnit(ctx context.Context, s *store.Store) error {
	if n.unit == "" {
		return nil
	}
	units, err := s.AllUnits(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(units, func(u complaint.Unit) bool { return string(u.ID) == n.unit }) {
		return nil
	}
	if n.unitName == "" {
		return fmt.Errorf("没有单位 %s；要建立它，写上 --unit-name (no such unit; name it to make it)", n.unit)
	}
	return s.SaveUnit(ctx, complaint.Unit{ID: complaint.UnitID(n.unit), Name: n.unitName})
}

// newPassword draws a password of 26 characters.
func newPassword() (password, hash string, err error) {
	password = rand.Text()
	hash, err = session.HashPassword(password)
	return password, hash, err
}

func showPassword(out io.Writer, username, password string) {
	fmt.Fprintf(out, "用户 user %s　密码 password: %s\n只显示这一次，请交给本人 (shown only once)\n", username, password)
}
