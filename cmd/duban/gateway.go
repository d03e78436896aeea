package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/gateway"
	"duban/internal/program"
)

func newGatewayCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gateway",
		Short: "网关：网页和接口 (serve the web page and the HTTP interface)",
		Long: "网关接收投诉和命令，交给 Temporal 里的案件；查阅直接读数据库。\n" +
			"几个网关可以并行：用同一个 PostgreSQL 和同一把 --secret-file，登录互通。先运行一次 duban migrate。\n" +
			"GET /readyz 答 200 即就绪；收到 SIGTERM 后不再接新请求，办完手头的再退出。\n\n" +
			"Serves people and programs. Several gateways share one PostgreSQL and one secret.\n" + settings,
		Example: "  duban gateway --database postgres://duban@db/duban --temporal temporal:7233 " +
			"--secret-file /run/secrets/duban",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return runGateway(cmd.Context(), p)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file", "attachments", "attachment_size",
		"public_attachment_size", "http", "temporal", "metrics", "otlp", "admission")
	return cmd
}

func runGateway(ctx context.Context, p program.Program) (err error) {
	p, unobserve, err := p.WithTelemetry(ctx)
	if err != nil {
		return failure{err}
	}
	defer unobserve()
	records, err := p.OpenRecords(ctx)
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	p.Telemetry.ShowRecordMetrics(records.Store)
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	listener, err := p.ListenForGateway(ctx)
	if err != nil {
		return failure{err}
	}
	err = p.RunWhileEditionCurrent(ctx, records.Store, func(ctx context.Context) error {
		go records.IndexPeriodically(ctx, p.Logger)
		return gateway.RunGateway(ctx, p.GatewayOptions(records, temporal, listener))
	})
	if err != nil {
		return failure{err}
	}
	return nil
}
