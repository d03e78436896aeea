package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/record"
	"duban/store"
)

func newUserLinkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "link USERNAME",
		Short: "给一条设密码的链接：用一次，72 小时内 (a link by which somebody sets their password, once, within 72 hours)",
		Long: "打印一条链接，交给本人在浏览器里打开、自己设密码。先前给的随即作废；用上以前，原来的密码照样有效。\n" +
			"设了 site 的打印整个地址，没有设的，接在大家登录的地址后面。\n\n" +
			"Prints a link to be handed to the person, who opens it and sets a password. One given before is void. " +
			"The setting site comes before it where it is set.",
		Example: "  duban user link zhang.san --database postgres://duban@db/duban",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			settings, err := config.Load(cmd.Flags())
			if err != nil {
				return err
			}
			return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
				id, err := findUserID(ctx, s, args[0])
				if err != nil {
					return err
				}
				token := rand.Text()
				_, err = s.AdministrationBy(complaint.System).MakeLink(ctx, id, record.HashOfLink(token))
				if err != nil {
					return err
				}
				fmt.Fprintf(out, "%s%s\n只显示这一次，请交给本人 (shown only once)\n",
					settings.Site, record.LinkPath(token))
				return nil
			})(cmd, args)
		},
	}
}
