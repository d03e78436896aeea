package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"duban/config"
	"duban/internal/backup"
	"duban/internal/program"
	"duban/store"
	"duban/store/files"
	"duban/store/folder"
	"duban/worker"
	"duban/workflows"
)

func newMoveCommand() *cobra.Command {
	wait := 10 * time.Minute
	cmd := &cobra.Command{
		Use:   "move --data DIR --database DSN --temporal HOST:PORT",
		Short: "搬家：从一台机器搬到 PostgreSQL 和独立的 Temporal (move to PostgreSQL and a Temporal server)",
		Long: "把 --data 里的全部记录搬进 --database 所指的空库，逐表核对、全面校验，再在 --temporal 上让每个未归档的案件从日志接着办，\n" +
			"期限不变，演练的时钟也不变。先停下 standalone；原目录原样留着并记下搬去了哪里，之后拒绝启动，免得同一案件在两处办理。\n" +
			"搬完启动 duban worker 和 duban gateway（网关要用原来的 secret.key：--secret-file）；命令会等到每个案件都在新处应答，并核对下一个到期时刻。\n" +
			"中断了再运行一次即可。要搬回来：duban backup 备份新库，duban restore 到一个新目录。\n\n" +
			"Copies the whole record into an empty database, compares and verifies it, " +
			"and starts every open case from its journal\n" +
			"on the new Temporal server. Stop standalone first; " +
			"the old directory stays, marked, and refuses to start. Cut off? Run it\n" +
			"again. The way back: duban backup there, duban restore into a new directory. " +
			"Exit: 0 all cases answer; 1 not (yet).\n" + settings,
		Example: "  duban move --data ./data --database postgres://duban@db/duban --temporal temporal:7233",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			if p.Config.Database == "" {
				return errors.New("--database: 要写明搬进哪个 PostgreSQL 库 (name the PostgreSQL database to move into)")
			}
			if err := (move{cmd: cmd, target: p, wait: wait}).runMove(cmd.Context()); err != nil {
				if errors.Is(err, errFindings) {
					return err
				}
				return failure{err}
			}
			return nil
		},
	}
	cmd.Flags().DurationVar(&wait, "wait", wait, "等案件在新处应答多久 (how long to wait for cases to answer there)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "temporal", "secret_file", "attachments")
	return cmd
}

// move is one move of a record. target is where it goes: the same settings but for the database, which is in the data
// directory of source.
type move struct {
	cmd    *cobra.Command
	target program.Program
	wait   time.Duration
}

// sourceProgram is the record in the data directory, with its own secret and attachments.
func (m move) sourceProgram() program.Program {
	p := m.target
	p.Config.Database, p.Config.SecretFile, p.Config.Attachments = "", "", ""
	return p
}

// targetAddress is the database without what must not be written down.
func (m move) targetAddress() string {
	if u, err := url.Parse(m.target.Config.Database); err == nil && u.Host != "" {
		return u.Host + u.Path
	}
	return "PostgreSQL"
}

func (m move) printLine(format string, args ...any) {
	fmt.Fprintf(m.cmd.OutOrStdout(), format+"\n", args...)
}

func (m move) runMove(ctx context.Context) (err error) {
	lock, err := folder.LockAlone(m.target.Config.Data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s 不在 (is not there)：用 --data 写明数据目录 (name the data directory)", m.target.Config.Data)
	case errors.Is(err, folder.ErrInUse):
		return fmt.Errorf("%w：先停下 standalone，人们手头的操作会做完 (stop standalone first; what people are doing is finished)",
			err)
	case err != nil:
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	temporal, err := m.target.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	if err := m.prepareTarget(ctx, temporal); err != nil {
		return err
	}
	old, err := m.sourceProgram().OpenStoreForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if err := m.copyRecord(ctx, old); err != nil {
		return err
	}
	return m.startCases(ctx, old, temporal)
}

// prepareTarget makes sure that cases can go on there before anything is written.
func (m move) prepareTarget(ctx context.Context, temporal client.Client) error {
	return prepareTemporal(ctx, m.target, temporal)
}

// copyRecord copies the record, unless an earlier run has.
func (m move) copyRecord(ctx context.Context, old *store.Store) error {
	if err := program.RefuseMoved(ctx, old); errors.Is(err, program.ErrMoved) {
		m.printLine("记录此前已经搬完，接着等案件应答 (the record was moved before; going on)")
		return nil
	} else if err != nil {
		return err
	}
	if err := m.auditRecord(ctx, old, "搬之前 (before)"); err != nil {
		m.printLine(
			"没有搬。列表不符的先运行 duban rebuild；其余见 docs/operations.md (nothing was moved; for lists run duban rebuild first)",
		)
		return err
	}
	secret, err := m.sourceProgram().ReadSecret(ctx, old)
	if err == nil && secret != nil {
		err = m.target.InstallSecret(secret)
	}
	if err != nil {
		return err
	}
	if err := m.copyAttachments(ctx, old); err != nil {
		return err
	}
	contents, err := old.CopyTo(ctx, m.target.StoreOptions(), progressBar(m.cmd, "搬运 move"))
	if errors.Is(err, store.ErrNotEmpty) {
		return fmt.Errorf("%w：只能搬进空库；请另建一个，如 createdb duban2 (move into an empty database: make another one)", err)
	}
	if err != nil {
		return err
	}
	moved, err := m.target.OpenStore(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(m.auditRecord(ctx, moved, "搬之后 (after)"), moved.Close()); err != nil {
		return err
	}
	if err := m.markMoved(ctx); err != nil {
		return err
	}
	m.printLine("记录已搬到 %s：%d 个案件，未归档 %d 个，逐表核对无误 (record moved and compared)",
		m.targetAddress(), contents.Cases, contents.Open)
	m.printLine("回执密钥在 %s，每个网关都要用它 (every gateway needs this secret)", m.target.SecretFile())
	return nil
}

// copyAttachments copies what is attached to cases, if it is to lie elsewhere.
func (m move) copyAttachments(ctx context.Context, old *store.Store) error {
	if m.sourceProgram().AttachmentsFolder() == m.target.AttachmentsFolder() {
		return nil
	}
	from, err := files.OpenForReading(m.sourceProgram().AttachmentsFolder())
	if err != nil {
		return err
	}
	to, err := files.OpenFolder(m.target.AttachmentsFolder())
	if err != nil {
		return errors.Join(err, from.Close())
	}
	found, err := backup.CopyAttachments(ctx, old, from, to)
	if err := errors.Join(err, from.Close(), to.Close()); err != nil {
		return err
	}
	return printFindings(m.cmd.OutOrStdout(), found, false)
}

// auditRecord prints what is wrong with a record.
func (m move) auditRecord(ctx context.Context, record *store.Store, when string) error {
	found, err := record.Audit(ctx, progressBar(m.cmd, "校验 verify "+when))
	if err != nil {
		return err
	}
	return printFindings(m.cmd.OutOrStdout(), found, false)
}

// markMoved keeps the old directory from starting again.
func (m move) markMoved(ctx context.Context) error {
	o := m.sourceProgram().StoreOptions()
	o.Held = true
	record, err := store.Open(ctx, o)
	if err != nil {
		return fmt.Errorf("mark the old directory: %w", err)
	}
	return errors.Join(program.MarkMoved(ctx, record, m.targetAddress()), record.Close())
}

// startCases starts every open case there and waits until each answers with the instant it waited for here.
func (m move) startCases(ctx context.Context, old *store.Store, temporal client.Client) error {
	cases := workflows.NewCases(temporal)
	moved, err := m.target.OpenStoreForReading(ctx)
	if err != nil {
		return err
	}
	started := progressBar(m.cmd, "启动 start")
	outlook, err := moved.OutlookOfOpenCases(ctx)
	if err == nil {
		_, err = worker.RestartAll(ctx, moved, cases, func(done, _ int64) {
			if started != nil {
				started(done, outlook.Open)
			}
		})
	}
	if err := errors.Join(err, moved.Close()); err != nil {
		return err
	}
	m.printLine("已在 %s 启动 %d 个案件；没有 duban worker 在运行的话，现在启动 (started there; start duban worker now if none runs)",
		m.target.Config.Temporal, outlook.Open)
	return m.awaitCases(ctx, old, cases)
}
