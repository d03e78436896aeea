package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/store"
)

const upgradeHelp = "升级分两步，中间可以随时退回：\n" +
	"  1. 先 duban migrate，再一个一个地把网关和办理进程换成新版；新旧并存时，新版只写旧版读得懂的东西。\n" +
	"  2. 旧版全部停了、也不想退回了，再 duban upgrade finish。之后旧版不肯在这个库上启动。\n\n" +
	"An upgrade has two steps. " +
	"Replace gateways and workers one by one: while old and new run together, the new ones\n" +
	"write only what the old ones can read, and you may go back. Then finish: the old ones refuse this database.\n"

func newUpgradeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "upgrade",
		Short: "升级：查看版次，或完成升级 (show the edition, or finish an upgrade)",
		Long:  upgradeHelp + settings,
		Args:  cobra.NoArgs,
		RunE:  runOnRecord(showEdition),
	}
	finish := &cobra.Command{
		Use:   "finish",
		Short: "完成升级：新版次生效，旧版不能再用 (put this program's edition in force)",
		Long:  upgradeHelp + settings,
		Args:  cobra.NoArgs,
		RunE:  runOnRecord(finishUpgrade),
	}
	for _, c := range []*cobra.Command{cmd, finish} {
		config.DeclareFlags(c.Flags(), "data", "database")
	}
	cmd.AddCommand(finish)
	return cmd
}

func showEdition(ctx context.Context, s *store.Store, out io.Writer) error {
	edition, err := s.EditionInForce(ctx)
	if err == nil {
		fmt.Fprintf(out, "生效版次 edition in force: %d　本程序 this program: %d\n", edition, complaint.Edition)
	}
	return err
}

func finishUpgrade(ctx context.Context, s *store.Store, out io.Writer) error {
	before, err := s.RaiseEdition(ctx, complaint.Edition)
	switch {
	case err != nil:
		return err
	case before > complaint.Edition:
		return errors.New("这个库的版次比本程序新 (the database is of a newer edition than this program)")
	case before == complaint.Edition:
		fmt.Fprintln(out, "没有要完成的升级 (nothing to finish)")
	default:
		fmt.Fprintf(out, "升级已完成 (finished): %d → %d\n", before, complaint.Edition)
	}
	return nil
}
