package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/backup"
	"duban/internal/program"
	"duban/store"
	"duban/store/files"
	"duban/store/folder"
)

func newRestoreCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore BACKUP",
		Short: "从备份恢复到空目录或空库 (restore a backup into an empty place)",
		Long: "把一份备份恢复到 --data 目录（里面不能已有 duban.db）或 --database 所指的空库。先核对备份的每个文件，写完再逐表核对，最后全面校验。\n" +
			"备份之后记录的都不在其中，连同那之后用过的幂等键。Temporal 里的旧状态比恢复的日志新，必须舍弃：数据目录里的 temporal/ 会被移到\n" +
			"before-restore-…/；用独立 Temporal 的，恢复后先运行一次 duban restart --all。每个未归档的案件从日志接着办，期限不变。所有人重新登录。\n\n" +
			"Restores a backup into a data directory without duban.db, or into an empty PostgreSQL database. " +
			"What was recorded after\n" +
			"the backup is gone. Temporal's old state is moved aside (embedded) or replaced by `duban restart --all` " +
			"(a server of its own);\n" +
			"every open case goes on from its journal with its deadlines. Exit: 0 done; " +
			"1 failed, or done with findings.\n" + settings,
		Example: "  duban restore /backups/duban-20260302T010000.000Z --data ./data\n" +
			"  duban restore /backups/duban-20260302T010000.000Z --database postgres://duban@db/duban " +
			"--secret-file /etc/duban/secret.key",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			set, err := backup.OpenSet(args[0])
			if err != nil {
				return failure{err}
			}
			return runRestore(cmd, p, set)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file", "attachments")
	return cmd
}

func runRestore(cmd *cobra.Command, p program.Program, set backup.Set) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	secret, err := set.ReadSecret()
	if err == nil && secret != nil {
		err = p.InstallSecret(secret)
	}
	if err != nil {
		return failure{err}
	}
	var found []store.Finding
	finish := func(ctx context.Context, record *store.Store) (err error) {
		if err := program.UnmarkMoved(ctx, record); err != nil {
			return err
		}
		if err := restoreAttachments(ctx, p, set, record); err != nil {
			return err
		}
		found, err = record.Audit(ctx, progressBar(cmd, "校验 verify"))
		return err
	}
	if p.Config.Database != "" {
		err = set.RestoreInto(ctx, p.StoreOptions(), progressBar(cmd, "恢复 restore"), finish)
	} else {
		err = restoreData(cmd, p, set, finish)
	}
	if errors.Is(err, store.ErrNotEmpty) {
		err = fmt.Errorf("%w：恢复只进空库；请另建一个库，如 createdb duban2 (restore goes into an empty database: make another one)",
			err)
	}
	if err != nil {
		return failure{err}
	}
	printRestored(out, p, set)
	return printFindings(out, found, false)
}

func restoreAttachments(ctx context.Context, p program.Program, set backup.Set, record *store.Store) error {
	to, err := files.OpenFolder(p.AttachmentsFolder())
	if err != nil {
		return err
	}
	return errors.Join(set.CopyAttachmentsOut(ctx, record, to), to.Close())
}

func printRestored(out io.Writer, p program.Program, set backup.Set) {
	m := set.Manifest
	fmt.Fprintf(out, "已恢复到 %s 的状态：%d 个案件，未归档 %d 个 (restored as of that instant)\n",
		m.MadeAt.Local().Format("2006-01-02 15:04:05 -0700"), m.Record.Cases, m.Record.Open)
	if p.Config.Database == "" {
		fmt.Fprintf(out, "下一步：standalone --data %s（演练库另加 --rehearsal），未归档的案件会各自接着办 "+
			"(next: start it; open cases go on)\n", p.Config.Data)
		return
	}
	fmt.Fprintln(out, "下一步：duban migrate，再 duban restart --all"+
		"（舍弃 Temporal 里的旧状态，让每个未归档的案件从日志重新开始），最后启动 duban worker 和 duban gateway\n"+
		"(next: duban migrate, then duban restart --all, then start workers and gateways)")
}

// restoreData restores into a data directory that nobody works in.
func restoreData(cmd *cobra.Command, p program.Program, set backup.Set, finish backup.Finish) (err error) {
	if err := os.MkdirAll(p.Config.Data, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	lock, err := folder.LockAlone(p.Config.Data)
	if errors.Is(err, folder.ErrInUse) {
		return fmt.Errorf("%w：先停下在用它的程序 (stop the program that uses it first)", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if _, err := os.Lstat(p.StoreOptions().Path); err == nil {
		return fmt.Errorf("%s 已经在那里了；请换一个 --data，或先把整个目录移走 "+
			"(is there already: choose another --data or move the directory away)", p.StoreOptions().Path)
	}
	aside, err := moveAwayOldState(p)
	if err != nil {
		return err
	}
	if aside != "" {
		fmt.Fprintf(cmd.OutOrStdout(), "旧的 Temporal 状态和登录已移到 (moved aside) %s\n", aside)
	}
	return set.RestoreFile(cmd.Context(), p.StoreOptions(), progressBar(cmd, "恢复 restore"), finish)
}

// moveAwayOldState moves away what belongs to the record that was here: Temporal's state, which may be ahead of the
// restored journal, and sessions. "" if there was nothing.
func moveAwayOldState(p program.Program) (string, error) {
	data := p.Config.Data
	aside := filepath.Join(data, "before-restore-"+p.Now().UTC().Format("20060102T150405Z"))
	moved := ""
	for _, name := range []string{
		"temporal", "sessions.db", "sessions.db-wal", "sessions.db-shm", "duban.db-wal", "duban.db-shm",
	} {
		from := filepath.Join(data, name)
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.MkdirAll(aside, 0o700); err != nil {
			return "", fmt.Errorf("set aside: %w", err)
		}
		if err := os.Rename(from, filepath.Join(aside, name)); err != nil {
			return "", fmt.Errorf("set aside: %w", err)
		}
		moved = aside
	}
	return moved, nil
}
