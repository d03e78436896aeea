package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/store"
)

func newUserFactorCommand() *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use:   "second-factor USERNAME --remove",
		Short: "取消第二道验证：手机和恢复码都丢了 (remove the second factor of somebody who has lost telephone and codes)",
		Long: "以后只凭密码登录，直到本人重新开通；本人会得到提示，安全日志里有记录。\n\n" +
			"The password alone lets them in until they enrol again. " +
			"They are told, and it stands in the security journal.",
		Example: "  duban user second-factor zhang.san --remove",
		Args:    cobra.ExactArgs(1),
		PreRunE: func(*cobra.Command, []string) error {
			if !remove {
				return errors.New("--remove: 只能取消，要写明 (it can only be removed: say so)")
			}
			return nil
		},
		RunE: runOnRecordWithName(func(ctx context.Context, s *store.Store, username string, _ io.Writer) error {
			id, err := findUserID(ctx, s, username)
			if err != nil {
				return err
			}
			return s.AdministrationBy(complaint.System).RemoveSecondFactor(ctx, id)
		}),
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "取消 (remove it)")
	return cmd
}
