// Command standalone is all of Duban in one process on embedded defaults: the Temporal server with its UI,
// SQLite, the worker, the gateway and the web page.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	_ "time/tzdata" // regulations are counted in the organisation's zone, on any machine

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duban/config"
	"duban/internal/program"
	"duban/standalone/app"
)

func main() {
	cmd := &cobra.Command{
		Use:   "standalone",
		Short: "督办：一个进程，全部启动 (everything in one process)",
		Long: "启动内嵌的 Temporal 服务及其界面、SQLite、办理进程、网关和网页。数据都在 --data 目录里，再次启动接着办。\n" +
			"--demo 首次启动时建立演示单位（每个角色两个用户），不写则只有一个管理员；密码打印一次，或用 DUBAN_DEMO_PASSWORD 自定。\n" +
			"--rehearsal 让每个案件有自己的时钟，可以快进；数据目录建立时定下，以后不能改。\n" +
			"GET /readyz 答 200 即就绪；收到 SIGTERM 或 Ctrl-C 办完手头的再退出。全部设置见 config/duban.example.yaml，\n" +
			"优先次序：命令行 > 环境变量 DUBAN_* > 配置文件 > 默认值。\n\n" +
			"Starts everything in one process; all data are in --data, and the next start goes on. " +
			"--demo seeds the demonstration\n" +
			"organisation on the first start " +
			"(without it: one administrator) and prints the password once; DUBAN_DEMO_PASSWORD sets it.\n" +
			"--rehearsal gives each case a clock that can be advanced, and is fixed when the directory is made. " +
			"Ready when GET /readyz\n" +
			"answers 200. Settings: flags, then DUBAN_* variables, then the config file, then defaults.",
		Example: "  standalone --data /var/lib/duban --http 127.0.0.1:8080\n" +
			"  standalone --demo --rehearsal --data ./data\n  standalone play land",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(cmd.Flags())
			if err != nil {
				return err
			}
			log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
			return app.RunProgram(cmd.Context(), app.Options{Config: c, Logger: log, Out: os.Stdout})
		},
	}
	config.DeclareFlags(cmd.Flags(), "data", "database", "secret_file", "http", "temporal", "metrics", "otlp", "acts",
		"cases",
		"admission", "rehearsal", "demo")
	cmd.AddCommand(newPlayCommand())
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\n用法 (usage): %s\n详见 (more): %s --help", err, cmd.UseLine(), cmd.CommandPath())
	})
	ctx, stop := program.UntilSignal(context.Background())
	defer stop()
	if err := cmd.ExecuteContext(ctx); err != nil && !errors.Is(err, pflag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "standalone:", program.ExplainError(err))
		os.Exit(1)
	}
}
