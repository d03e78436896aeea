package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/internal/program"
	"duban/worker"
	"duban/workflows"
	"duban/workflows/namespace"
)

func newRestartCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "restart CASE…",
		Short: "从日志重新启动案件的流程 (start cases anew from their journals)",
		Long: "结束案件在 Temporal 里的流程（如果还在），再从日志启动一个新的；日志一字不动，期限不变。用于卡住的流程，\n" +
			"以及恢复备份、换了 Temporal 之后（--all：全部未归档的案件）。丢了的流程平时会自己回来，不必运行本命令。\n\n" +
			"Ends a case's workflow, should there be one, and starts it from its journal: " +
			"for a run that is blocked, and with --all\n" +
			"after a restored backup or a new Temporal server. Missing workflows come back by themselves. " +
			"Exit: 0 done; 1 failed.\n" + settings,
		Example: "  duban restart 0b0f7f0e-4a2c-4c55-9a39-0f9f3d9b7a11\n" +
			"  duban restart --all --database postgres://duban@db/duban --temporal temporal:7233",
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := loadProgram(cmd)
			if err != nil {
				return err
			}
			if all == (len(args) > 0) {
				return errors.New("写明案件号，或者 --all (name cases, or --all)")
			}
			return runRestart(cmd, p, args)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "全部未归档的案件 (every case not archived)")
	config.DeclareFlags(cmd.Flags(), "data", "database", "temporal")
	return cmd
}

// runRestart restarts the cases, or all of them if none is named.
func runRestart(cmd *cobra.Command, p program.Program, ids []string) (err error) {
	ctx := cmd.Context()
	records, err := p.OpenStore(ctx)
	if err != nil {
		return failure{err}
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	temporal, err := p.DialTemporal()
	if err != nil {
		return err
	}
	defer temporal.Close()
	if err := namespace.AwaitPrepared(ctx, temporal, program.NamespaceOptions()); err != nil {
		return failure{err}
	}
	cases, done := workflows.NewCases(temporal), 0
	if len(ids) == 0 {
		done, err = worker.RestartAll(ctx, records, cases, progressBar(cmd, "restart"))
	}
	for _, id := range ids {
		if err = restartCase(cmd, records, cases, complaint.CaseID(id)); err != nil {
			break
		}
		done++
	}
	fmt.Fprintf(cmd.OutOrStdout(), "已重新启动 %d 个案件 (%d cases restarted)\n", done, done)
	if err != nil {
		return failure{err}
	}
	return nil
}

// restartCase restarts one case; an archived one owes nothing and has no workflow.
func restartCase(cmd *cobra.Command, lists worker.Lists, cases *workflows.Cases, id complaint.CaseID) error {
	archived, err := lists.AreCasesArchived(cmd.Context(), []complaint.CaseID{id})
	if err != nil {
		return fmt.Errorf("case %s: %w", id, err)
	}
	done, exists := archived[id]
	if !exists || done {
		return fmt.Errorf("case %s: 没有这个案件，或者已经归档 (no such case, or archived)", id)
	}
	return cases.ReplaceRun(cmd.Context(), id)
}
