// Command duban is Duban's command line: the gateway and the worker as processes of their own, and everything
// that is done to them and to regulations by hand.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	_ "time/tzdata" // regulations are counted in the organisation's zone, on any machine

	"github.com/spf13/cobra"

	"duban/internal/program"
)

// Exit codes: 0 done or sound, 1 failed or findings, 2 the call itself was wrong.
const (
	exitFailure = 1
	exitUsage   = 2
)

// errFindings says that what was asked for was done and found something wrong, which has been printed.
var errFindings = errors.New("findings")

func main() {
	ctx, stop := program.UntilSignal(context.Background())
	cmd, err := newRootCommand().ExecuteContextC(ctx)
	stop()
	var failed failure
	switch {
	case err == nil:
	case errors.As(err, &failed):
		fmt.Fprintln(os.Stderr, "duban:", program.ExplainError(err))
		os.Exit(exitFailure)
	case errors.Is(err, errFindings):
		os.Exit(exitFailure)
	default:
		fmt.Fprintln(os.Stderr, "duban:", program.ExplainError(err))
		fmt.Fprintf(os.Stderr, "用法 (usage): %s\n详见 (more): %s --help\n", cmd.UseLine(), cmd.CommandPath())
		os.Exit(exitUsage)
	}
}

// newCommandGroup is a command that only groups others. Alone it shows its help; a word that names none of them is a
// wrong call.
func newCommandGroup(cmd *cobra.Command, all ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(all...)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, one := range cmd.Commands() {
			names = append(names, one.Name())
		}
		return fmt.Errorf("%s 没有命令 %s；有的是 (no such command; there are): %s",
			cmd.CommandPath(), args[0], strings.Join(names, ", "))
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "duban",
		Short: "督办：让投诉制度自己运行 (runs an organisation's complaint regulation)",
		Long: "duban gateway 和 duban worker 是督办的两半，运行在 PostgreSQL 和 Temporal 之上；duban migrate 先把这两样备好。\n" +
			"一台机器试用不需要它们：make run (bin/standalone) 一个进程全部启动。\n" +
			"duban policy 检查和演练制度文件；制度文件怎样写，见 policies/logistics/policy.yaml。\n\n" +
			"The two halves of Duban as processes of their own, and what is done to them by hand. On one machine\n" +
			"bin/standalone is all of it in one process.",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(newGatewayCommand(), newWorkerCommand(), newMigrateCommand(), newReadyCommand(),
		newUpgradeCommand(), newUserCommand(), newSubstituteCommand(),
		newTieCommand(),
		newBackupCommand(), newRestoreCommand(), newVerifyCommand(), newRebuildCommand(), newRestartCommand(),
		newCalendarCommand(), newMoveCommand(), newDoctorCommand(),
		newPolicyCommand(), newOpenAPICommand())
	return root
}
