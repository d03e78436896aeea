package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/program"
	"duban/store"
)

// failure is trouble with what was asked for, not with how it was asked.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// load reads the settings of a command that runs on records or Temporal; logs go to the command's stderr.
func load(cmd *cobra.Command) (program.Program, error) {
	c, err := config.Load(cmd.Flags())
	if err != nil {
		return program.Program{}, err
	}
	return program.Program{Config: c, Logger: slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil)), Now: time.Now}, nil
}

// onRecord makes a command's run out of something to do to the record.
func onRecord(do func(ctx context.Context, s *store.Store, out io.Writer) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		p, err := load(cmd)
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

// settings is the end of each help text of a command that has settings.
const settings = "\n设置的优先次序：命令行 > 环境变量 DUBAN_* > 配置文件 (--config) > 默认值；全部设置见 config/duban.example.yaml。\n" +
	"Settings: flags, then DUBAN_* variables, then the config file, then defaults."
