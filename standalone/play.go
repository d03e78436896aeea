package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"duban/config"
	"duban/standalone/app"
	"duban/standalone/play"
)

func newPlayCommand() *cobra.Command {
	number, list := 1, false
	cmd := &cobra.Command{
		Use:   "play REGULATION|FILE",
		Short: "在真实程序上演一个情形，印出办理经过和条款 (play a scenario on the real program)",
		Long: "在临时目录里启动整个程序（Temporal、SQLite、办理进程、网关），以演示单位各人的身份登录，逐步经 HTTP 办理，\n" +
			"时间由演练时钟快进；然后印出案件的办理经过：何时、何人、何事、依据哪一条。每一步和结局都与情形写明的比较。\n" +
			"REGULATION 是制度的名称（policies 下的目录名，如 land、hospital、finance、quality），演它的主要情形；FILE 是情形文件。\n" +
			"每一步的进展写到标准错误。退出码：0 全部如期，1 有一处不符（写明是哪一处）。数据用后即删。\n\n" +
			"Starts everything in a temporary directory, " +
			"acts over HTTP as the people of the demonstration organisation, moves the\n" +
			"case's clock, and prints its journal: when, who, what, by which clause. " +
			"Exit 0 if all happened as the scenario says,\n" +
			"1 naming the first thing that did not.",
		Example: "  standalone play land\n" +
			"  standalone play land --list\n" +
			"  standalone play policies/land/scenarios/main.yaml --scenario 5",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, scripts, err := play.FindScenarios(args[0])
			if err != nil {
				return err
			}
			if list {
				for i, s := range scripts {
					fmt.Fprintf(cmd.OutOrStdout(), "%2d  %s %v\n", i+1, s.Name, s.Clauses)
				}
				return nil
			}
			if number < 1 || number > len(scripts) {
				return fmt.Errorf("情形只有 1 到 %d (no scenario %d)", len(scripts), number)
			}
			show := play.Show{
				Policy:   p,
				Script:   scripts[number-1],
				Journal:  cmd.OutOrStdout(),
				Progress: cmd.ErrOrStderr(),
			}
			return runOnFreshProgram(cmd.Context(), cmd.ErrOrStderr(), show.PlayOn)
		},
	}
	cmd.Flags().IntVar(&number, "scenario", number, "演第几个情形 (which scenario, from 1)")
	cmd.Flags().BoolVar(&list, "list", list, "只列出情形 (list the scenarios)")
	return cmd
}

// runOnFreshProgram does something with the whole program, started in a directory that does not outlive it.
func runOnFreshProgram(
	ctx context.Context, progress io.Writer, do func(context.Context, *play.People) error,
) (err error) {
	dir, err := os.MkdirTemp("", "duban-play-")
	if err != nil {
		return fmt.Errorf("temporary directory: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left of it is the system's to clear
	c := config.DefaultConfig()
	c.Data, c.HTTP, c.Temporal = dir, "127.0.0.1:0", "127.0.0.1:0"
	c.Rehearsal, c.Demo, c.DemoPassword = true, true, rand.Text()
	fmt.Fprintln(progress, "正在启动 (starting)…")

	group, ctx := errgroup.WithContext(ctx)
	running, stop := context.WithCancel(ctx)
	listening := make(chan string, 1)
	group.Go(func() error {
		return app.RunProgram(running, app.Options{
			Config:    c,
			Logger:    slog.New(slog.NewTextHandler(progress, &slog.HandlerOptions{Level: slog.LevelError})),
			Out:       io.Discard,
			Listening: func(address string) { listening <- address },
		})
	})
	group.Go(func() error {
		defer stop()
		select {
		case <-running.Done():
			return nil
		case address := <-listening:
			if err := awaitReady(running, address); err != nil {
				return err
			}
			return do(running, play.NewPeople(address, c.DemoPassword))
		}
	})
	return group.Wait()
}

// awaitReady waits until the gateway says that everything it needs is there.
func awaitReady(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if r, err := play.NewVisitor(address).Get(ctx, "/readyz"); err == nil && r.Status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("start: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
