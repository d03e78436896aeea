package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/program"
)

func newRebuildCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "重做列表：台账、待办、督办单和可见范围，都从日志重做 (make all lists again from the record)",
		Long: "待办箱、台账、督办单和谁能看哪件案件，都由日志推出；duban verify 说它们与日志不符时运行本命令。可以照常办理：\n" +
			"每个案件重做时锁住，别人看不到做了一半的样子。记录本身（日志、收件、文本、答复）一字不动；中断了再运行一次即可。\n" +
			"检索的索引也一起重做，所以要用网关的那把 --secret-file。\n\n" +
			"Inbox, register, slips and who may read what all follow from the journal; " +
			"this makes them again, beside people at\n" +
			"work, each case locked while it is done, and the search index by the gateways' secret. The record\n" +
			"itself is not touched. Exit: 0 done; 1 failed.\n" +
			settings,
		Example: "  duban rebuild --database postgres://duban@db/duban",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return runRebuild(cmd, p)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file")
	return cmd
}

func runRebuild(cmd *cobra.Command, p program.Program) (err error) {
	ctx := cmd.Context()
	records, err := p.OpenStore(ctx)
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	if _, err := p.KeepSearchIndex(ctx, records); err != nil {
		return failure{err}
	}
	cases, err := records.RebuildLists(ctx, progressBar(cmd, "rebuild"))
	if err != nil {
		return failure{err}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "已重做 %d 个案件的列表 (lists of %d cases made again)\n", cases, cases)
	return nil
}
