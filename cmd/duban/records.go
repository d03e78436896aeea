package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"duban/complaint"
	"duban/config"
	"duban/store"
)

// runOnRecord makes a command's run out of something to do to the record.
func runOnRecord(
	do func(ctx context.Context, s *store.Store, out io.Writer) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		p, err := loadProgram(cmd)
		if err != nil {
			return err
		}
		s, err := p.OpenStore(cmd.Context())
		if err != nil {
			return failure{err}
		}
		if err := errors.Join(do(cmd.Context(), s, cmd.OutOrStdout()), s.Close()); err != nil {
			return failure{err}
		}
		return nil
	}
}

// runOnRecordWithName is [runOnRecord] for a command about what its argument names.
func runOnRecordWithName(
	do func(ctx context.Context, s *store.Store, name string, out io.Writer) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
			return do(ctx, s, args[0], out)
		})(cmd, args)
	}
}

// newRecordCommandGroup is a command whose own commands all work on the record itself.
func newRecordCommandGroup(cmd *cobra.Command, all ...*cobra.Command) *cobra.Command {
	cmd.Long += "\n" + settings
	for _, c := range all {
		config.DeclareFlags(c.Flags(), "data", "database")
	}
	return newCommandGroup(cmd, all...)
}

// newListCommand prints a table of all there is of something: its column heads, separated by tabs, and a row of each.
func newListCommand[T any](
	short, heads string, all func(*store.Store, context.Context) ([]T, error),
	row func(T, complaint.Directory) []string,
) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: short,
		Args:  cobra.NoArgs,
		RunE: runOnRecord(func(ctx context.Context, s *store.Store, out io.Writer) error {
			items, err := all(s, ctx)
			if err != nil {
				return err
			}
			d, err := s.DirectoryNow(ctx)
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, heads)
			for _, item := range items {
				fmt.Fprintln(table, strings.Join(row(item, d), "\t"))
			}
			return table.Flush()
		}),
	}
}

// newEndCommand ends something that has an id.
func newEndCommand(short string, end func(store.Administration, context.Context, string) error) *cobra.Command {
	return &cobra.Command{
		Use:   "end ID",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: runOnRecordWithName(func(ctx context.Context, s *store.Store, id string, _ io.Writer) error {
			return end(s.AdministrationBy(complaint.System), ctx, id)
		}),
	}
}

// printAdded prints the id of what was added.
func printAdded(out io.Writer, id string, err error) error {
	if err == nil {
		fmt.Fprintln(out, id)
	}
	return err
}

// findUserID is the id of a person by the name they sign in with.
func findUserID(ctx context.Context, s *store.Store, username string) (complaint.UserID, error) {
	account, err := s.AccountByUsername(ctx, username)
	if err != nil {
		return "", fmt.Errorf("%s: %w", username, err)
	}
	return account.Person.ID, nil
}
