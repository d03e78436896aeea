package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/backup"
	"duban/internal/program"
	"duban/store/files"
)

type backupOptions struct {
	to   string
	keep int
}

func newBackupCommand() *cobra.Command {
	o := backupOptions{}
	cmd := &cobra.Command{
		Use:   "backup --to DIR",
		Short: "备份：不停机，做完即校验 (back up online, and verify at once)",
		Long: "把某一瞬间的全部记录写成 DIR 下的一个新文件夹：duban.db（不论原库是 SQLite 还是 PostgreSQL）、secret.key、attachments/ 和\n" +
			"manifest.json（各表行数和 SHA-256、各案日志末条的汇总哈希）。人们可以照常工作。写完、核对完、落盘之后才改成正式名字，\n" +
			"中途被杀的备份不会被当成备份。Temporal 的库不必备份：日志能让每个未归档的案件重新办下去。\n" +
			"备份里有口令散列和投诉人的个人信息，文件只有属主可读；带出机器之前请加密。\n\n" +
			"Writes everything recorded up to one instant into a new folder under DIR, " +
			"beside people at work, and verifies it.\n" +
			"It holds password hashes and personal data: mode 0600; encrypt what you carry away. " +
			"Temporal's store needs no backup.\n" +
			"Exit: 0 done; 1 failed, or done and the record has findings.\n" + settings,
		Example: "  duban backup --data ./data --to /backups --keep 30\n" +
			"  duban backup --database postgres://duban@db/duban --secret-file /etc/duban/secret.key --to /backups",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			if o.to == "" {
				return errors.New("--to: 要写明备份放在哪个文件夹 (name the folder of backups)")
			}
			if o.keep < 0 {
				return errors.New("--keep: 不能小于 0 (must not be less than 0)")
			}
			return runBackup(cmd, p, o)
		},
	}
	cmd.Flags().StringVar(&o.to, "to", "", "备份放在哪个文件夹 (folder of backups)")
	cmd.Flags().IntVar(&o.keep, "keep", 0, "只留最近几份；0 全留 (keep the newest few; 0: all)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file", "attachments")
	return cmd
}

func runBackup(cmd *cobra.Command, p program.Program, o backupOptions) error {
	set, err := makeBackup(cmd, p, o.to)
	if err != nil {
		return failure{err}
	}
	out, m := cmd.OutOrStdout(), set.Manifest
	fmt.Fprintf(out, "%s\n已备份 %d 个案件（未归档 %d 个），校验完毕 (cases backed up and verified)\n",
		set.Dir, m.Record.Cases, m.Record.Open)
	if err := printFindings(out, m.Findings, false); err != nil {
		fmt.Fprintln(out, "备份做成了，但记录本身有上列问题；旧备份一份未删 "+
			"(the backup is whole, the record has these findings; no older backup was deleted)")
		return err
	}
	if o.keep == 0 {
		return nil
	}
	old, err := backup.PruneOldSets(o.to, o.keep)
	for _, dir := range old {
		fmt.Fprintf(out, "已删除旧备份 (deleted) %s\n", dir)
	}
	if err != nil {
		return failure{err}
	}
	return nil
}

func makeBackup(cmd *cobra.Command, p program.Program, folder string) (set backup.Set, err error) {
	ctx := cmd.Context()
	record, err := p.OpenStoreForReading(ctx)
	if err != nil {
		return set, err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	secret, err := p.ReadSecret(ctx, record)
	if err != nil {
		return set, err
	}
	contents, err := files.OpenForReading(p.AttachmentsFolder())
	if err != nil {
		return set, err
	}
	defer func() { err = errors.Join(err, contents.Close()) }()
	original := backup.Original{
		Record:  record,
		Files:   contents,
		Secret:  secret,
		Program: program.Version(),
		Now:     p.Now,
	}
	return backup.MakeSet(ctx, original, folder, progressBar(cmd, "备份 backup"))
}
