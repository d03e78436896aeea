package main

import (
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"duban/store"
)

// progressBar shows how far something has come, on stderr and only if that is a terminal.
func progressBar(cmd *cobra.Command, what string) store.Progress {
	out, ok := cmd.ErrOrStderr().(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) {
		return nil
	}
	shown := progressbar.NewOptions64(1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func(done, all int64) {
		shown.ChangeMax64(all)
		_ = shown.Set64(done) // a bar that cannot be drawn is no reason to stop
	}
}
