package main

import (
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"duban/config"
	"duban/internal/program"
)

// failure is trouble with what was asked for, not with how it was asked.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// loadProgram reads the settings of a command that runs on records or Temporal; logs go to the command's stderr.
func loadProgram(cmd *cobra.Command) (program.Program, error) {
	c, err := config.Load(cmd.Flags())
	if err != nil {
		return program.Program{}, err
	}
	return program.Program{Config: c, Logger: slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil)), Now: time.Now}, nil
}

// settings is the end of each help text of a command that has settings.
const settings = "\n设置的优先次序：命令行 > 环境变量 DUBAN_* > 配置文件 (--config) > 默认值；全部设置见 config/duban.example.yaml。\n" +
	"Settings: flags, then DUBAN_* variables, then the config file, then defaults."
