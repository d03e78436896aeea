package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/backup"
	"duban/internal/program"
	"duban/store"
	"duban/store/files"
)

type verifyOptions struct {
	since  string
	asJSON bool
}

func newVerifyCommand() *cobra.Command {
	o := verifyOptions{}
	cmd := &cobra.Command{
		Use:   "verify [BACKUP]",
		Short: "校验备份或正在用的库，指出哪里不对 (verify a backup or the record in use)",
		Long: "逐条重算每个案件的哈希链，并核对：每条记录恰由一个指令记下；文本与其编号相符；编号 1…N 不缺不重；列表等于日志折叠的\n" +
			"结果；收到未立案的有启动指令；已发布的制度和日历未被改动。写了 BACKUP 就校验那份备份，另与 manifest.json 核对每个文件和每张表；\n" +
			"不写就校验设置所指的库，不影响正在用它的人。--since 另查一份旧备份里的每条日志末条是否仍在原处：日志被截断、整案被删，只有这样看得出。\n\n" +
			"Recomputes every hash chain and holds the whole record against its rules. " +
			"Exit: 0 sound, 1 findings, 2 could not look.\n" + settings,
		Example: "  duban verify /backups/duban-20260302T010000.000Z\n" +
			"  duban verify --data ./data --since /backups/duban-20260302T010000.000Z",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			found, err := verifySetOrRecord(cmd, p, args, o)
			if err != nil {
				return fmt.Errorf("verify: %w", err)
			}
			if len(found) == 0 && !o.asJSON {
				fmt.Fprintln(cmd.OutOrStdout(), "没有发现问题 (sound)")
			}
			return printFindings(cmd.OutOrStdout(), found, o.asJSON)
		},
	}
	cmd.Flags().StringVar(&o.since, "since", "", "一份旧备份：它的日志末条应仍在原处 (an older backup whose journals must still stand)")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "以 JSON 输出 (print JSON)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "attachments")
	return cmd
}

func verifySetOrRecord(cmd *cobra.Command, p program.Program, args []string, o verifyOptions) ([]store.Finding, error) {
	if len(args) == 1 {
		set, err := backup.OpenSet(args[0])
		if err != nil {
			return nil, err
		}
		if o.since != "" {
			return nil, errors.New("--since 只用于正在用的库 (is for the record in use)")
		}
		return set.VerifySet(cmd.Context(), p.Now, progressBar(cmd, "校验 verify"))
	}
	return verifyRecord(cmd, p, o.since)
}

func verifyRecord(cmd *cobra.Command, p program.Program, since string) (found []store.Finding, err error) {
	ctx := cmd.Context()
	var older []store.Head
	if since != "" {
		if older, err = readJournalHeads(cmd, since, p.Now); err != nil {
			return nil, err
		}
	}
	record, err := p.OpenStoreForReading(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	if found, err = record.CheckContinuesFrom(ctx, older); err != nil {
		return nil, err
	}
	wrong, err := record.Audit(ctx, progressBar(cmd, "校验 verify"))
	if err != nil {
		return nil, err
	}
	found = append(found, wrong...)
	contents, err := files.OpenForReading(p.AttachmentsFolder())
	if err != nil {
		return nil, err
	}
	wrong, err = backup.CheckAttachments(ctx, record, contents)
	return append(found, wrong...), errors.Join(err, contents.Close())
}

func readJournalHeads(cmd *cobra.Command, dir string, now func() time.Time) ([]store.Head, error) {
	set, err := backup.OpenSet(dir)
	if err != nil {
		return nil, err
	}
	return set.JournalHeads(cmd.Context(), now)
}
