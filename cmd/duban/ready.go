package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"duban/config"
	"duban/internal/program"
	"duban/workflows"
)

// asksWithin is how often a worker that lives asks for work: one question lasts a minute at most.
const asksWithin = 90 * time.Second

func newReadyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ready gateway|worker",
		Short: "问一个进程是否就绪 (ask whether a process is ready)",
		Long: "给容器的健康检查用：与被问的进程同机、同设置地运行，就绪退出码为 0，否则为 1 并说明缺什么。\n" +
			"网关：GET /readyz 答 200。办理进程：Temporal 最近见过本机的办理进程来取活。\n\n" +
			"For health checks of containers: " +
			"run it on the machine and with the settings of the process it asks about.",
		Example:   "  duban ready gateway\n  duban ready worker",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"gateway", "worker"},
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			ask := checkGatewayReady
			if args[0] == "worker" {
				ask = checkWorkerReady
			}
			if err := ask(cmd.Context(), p); err != nil {
				return failure{err}
			}
			return nil
		},
	}
	config.DeclareFlags(cmd.Flags(), "http", "temporal")
	return cmd
}

func checkGatewayReady(ctx context.Context, p program.Program) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.Config.HTTP+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("setting http: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("the gateway says %s", resp.Status)
	}
	return errors.Join(err, resp.Body.Close())
}

// checkWorkerReady looks for a worker of this machine among those that have asked for work.
func checkWorkerReady(ctx context.Context, p program.Program) (err error) {
	host, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("name of this machine: %w", err)
	}
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	return checkWorkerAskedLately(ctx, temporal, "@"+host, p.Now())
}

func checkWorkerAskedLately(ctx context.Context, temporal client.Client, ending string, now time.Time) error {
	queue, err := temporal.DescribeTaskQueue(ctx, workflows.TaskQueue, enumspb.TASK_QUEUE_TYPE_WORKFLOW)
	if err != nil {
		return fmt.Errorf("ask Temporal for its workers: %w", err)
	}
	for _, poller := range queue.GetPollers() {
		recent := now.Sub(poller.GetLastAccessTime().AsTime()) < asksWithin
		if strings.Contains(poller.GetIdentity(), ending) && recent {
			return nil
		}
	}
	return errors.New("no worker of this machine has asked Temporal for work lately")
}
