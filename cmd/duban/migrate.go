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
	"duban/workflows/namespace"
)

func newMigrateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "建库：准备数据库和 Temporal (prepare the database and Temporal)",
		Long: "建立或升级数据库的表，发布内置的制度和日历，在空库里建立第一个管理员并把密码显示一次；\n" +
			"在 Temporal 里登记命名空间和检索属性。可以重复运行：已有的不变。--demo 另建演示单位。\n\n" +
			"Prepares an empty database and Temporal server, or brings old ones up to date. " +
			"Run it before the first start\n" +
			"and after each upgrade; what is there already stays as it is.\n" + settings,
		Example: "  duban migrate --database postgres://duban@db/duban --temporal temporal:7233",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return runMigrate(cmd.Context(), p, cmd.OutOrStdout())
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "temporal", "demo")
	return cmd
}

func runMigrate(ctx context.Context, p program.Program, out io.Writer) (err error) {
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
