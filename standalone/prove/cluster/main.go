// Command cluster runs the services of a Temporal server on PostgreSQL as one ordinary process: what a deployment
// has from Temporal's own images, for machines without them and for tests. It is Temporal's own code and schema.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duban/internal/program"
	"duban/standalone/temporal"
)

func main() {
	var o temporal.Options
	cmd := &cobra.Command{
		Use:   "cluster",
		Short: "在 PostgreSQL 上运行 Temporal 服务 (Temporal's services on PostgreSQL)",
		Long: "一个进程运行 Temporal 的四个服务，存储在 PostgreSQL；库和表没有就建。duban gateway、duban worker 用 --temporal 连接它。\n" +
			"它不问来者是谁，所以只在本机地址上监听；被强行杀掉后可以立即重新启动。\n\n" +
			"Temporal's four services in one process. Databases and schemas are made when missing; " +
			"it listens on a loopback\n" +
			"address only, because it asks nobody who they are.",
		Example:       "  cluster --postgres postgres://duban:password@127.0.0.1:5432/temporal --addr 127.0.0.1:7233",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return runTemporal(ctx, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Postgres, "postgres", "", "PostgreSQL 地址 (URL of the database)")
	flags.StringVar(&o.Addr, "addr", "127.0.0.1:7233", "监听地址 (address of the frontend)")
	if err := cmd.ExecuteContext(context.Background()); err != nil && !errors.Is(err, pflag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

// runTemporal is ready when it says so: the namespace of cases and its search attributes are known.
func runTemporal(ctx context.Context, o temporal.Options) error {
	if o.Postgres == "" {
		return errors.New("--postgres is missing")
	}
	o.Namespace, o.Logger = program.NamespaceOptions(), slog.New(slog.NewJSONHandler(os.Stderr, nil))
	server, err := temporal.StartServer(ctx, o)
	if err != nil {
		return err
	}
	defer server.Stop()
	fmt.Fprintf(os.Stdout, "Temporal 已就绪 (Temporal is ready) %s\n", server.HostPort())
	<-ctx.Done()
	return nil
}
