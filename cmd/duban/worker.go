package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/program"
	"duban/worker"
	"duban/workflows/namespace"
)

func newWorkerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "办理进程：推进案件 (carry cases on)",
		Long: "办理进程执行案件的每一个动作，到期催办、升级，并把已收而未启动的案件启动起来。\n" +
			"可以并行几个；随时停掉一个，其余的接着办。先运行一次 duban migrate。\n" +
			"给它网关的那把 --secret-file，检索的索引就随每个动作一起写；没有也能办，由网关稍后补上。\n" +
			"收到 SIGTERM 后办完手头的动作再退出；被强行杀掉也不丢、不重。\n\n" +
			"Carries out every act of every case. Run as many as you need; " +
			"one that dies is taken over by the others. With the gateways' secret they write\n" +
			"the search index with every act; without it the gateways do, a moment later.\n" + settings,
		Example: "  duban worker --database postgres://duban@db/duban --temporal temporal:7233 \\\n    " +
			"--secret-file /run/secrets/duban",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			return runWorker(cmd.Context(), p)
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file", "temporal", "metrics", "otlp", "acts", "cases")
	return cmd
}

func runWorker(ctx context.Context, p program.Program) (err error) {
	p, unobserve, err := p.WithTelemetry(ctx)
	if err != nil {
		return failure{err}
	}
	defer unobserve()
	records, err := p.OpenStore(ctx)
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	if err := p.CheckSettingsAgree(ctx, records); err != nil {
		return failure{err}
	}
	if err := p.ShareSearchIndex(ctx, records); err != nil {
		return failure{err}
	}
	p.Telemetry.ShowRecordMetrics(records)
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	// A Temporal server that is starting, or not migrated to yet, is waited for.
	if err := namespace.AwaitPrepared(ctx, temporal, program.NamespaceOptions()); err != nil {
		return failure{err}
	}
	err = p.RunWhileEditionCurrent(ctx, records, func(ctx context.Context) error {
		return worker.RunWorker(ctx, p.WorkerOptions(records, temporal))
	})
	if err != nil {
		return failure{err}
	}
	return nil
}
