package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"duban/config"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/store"
	"duban/workflows/namespace"
)

func newMigrateCommand() *cobra.Command {
	var worker string
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "建库：准备数据库和 Temporal (prepare the database and Temporal)",
		Long: "建立或升级数据库的表，发布内置的制度和日历，在空库里建立第一个管理员并把密码显示一次；\n" +
			"在 Temporal 里登记命名空间和检索属性。可以重复运行：已有的不变。--demo 另建演示单位。\n" +
			"--grant 让 PostgreSQL 的一个角色只能做日常办理：卷宗能读能加，不能改也不能删；网关和办理进程用它连接。\n\n" +
			"Prepares an empty database and Temporal server, or brings old ones up to date. " +
			"Run it before the first start\n" +
			"and after each upgrade; what is there already stays as it is. " +
			"--grant lets a role of PostgreSQL do what gateways\n" +
			"and workers do and no more: it reads the record and adds to it, and changes or deletes nothing of it.\n" +
			settings,
		Example: "  duban migrate --database postgres://duban@db/duban --temporal temporal:7233\n" +
			"  duban migrate --database postgres://duban@db/duban --temporal temporal:7233 --grant worker",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return runMigrate(cmd.Context(), p, worker, cmd.OutOrStdout())
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "temporal", "demo")
	cmd.Flags().StringVar(&worker, "grant", "",
		"网关和办理进程用的 PostgreSQL 角色 (role of PostgreSQL as which gateways and workers connect)")
	return cmd
}

func runMigrate(ctx context.Context, p program.Program, worker string, out io.Writer) (err error) {
	records, err := p.OpenStore(ctx)
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	if err := p.CheckSettingsAgree(ctx, records); err != nil {
		return failure{err}
	}
	password, err := p.SeedEmptyRecord(ctx, records)
	if err != nil {
		return failure{err}
	}
	if err := grantWork(ctx, p, records, worker); err != nil {
		return failure{err}
	}
	fmt.Fprintln(out, "数据库已就绪 (the database is ready)")
	if password != "" {
		fmt.Fprintf(out, "用户 user %s　密码 password: %s\n只显示这一次，请记下 (shown only once)\n", seed.AdminName, password)
	}
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	if err := prepareTemporal(ctx, p, temporal); err != nil {
		return failure{err}
	}
	fmt.Fprintln(out, "Temporal 已就绪 (Temporal is ready)")
	return nil
}

// grantWork lets a role work, if one is named, and those that were let work before go on, with the tables of sessions
// too.
func grantWork(ctx context.Context, p program.Program, records *store.Store, worker string) error {
	sessions, err := p.OpenSessions(ctx)
	if err != nil {
		return err
	}
	if err := sessions.Close(); err != nil {
		return err
	}
	if worker != "" {
		if err := records.GrantWork(ctx, worker); err != nil {
			return err
		}
	}
	return records.GrantAgain(ctx)
}

// temporalPatience is how long the Temporal server may take to be ready.
const temporalPatience = time.Minute

// prepareTemporal makes the Temporal server that the settings name ready for cases. One that is starting is waited for.
func prepareTemporal(ctx context.Context, p program.Program, temporal client.Client) error {
	ctx, cancel := context.WithTimeout(ctx, temporalPatience)
	defer cancel()
	if err := namespace.Prepare(ctx, temporal, program.NamespaceOptions()); err != nil {
		return fmt.Errorf("%s 上的 Temporal 没有就绪 (is not ready)：看它是否在运行、--temporal 对不对 "+
			"(is it running, is --temporal right): %w", p.Config.Temporal, err)
	}
	return nil
}
