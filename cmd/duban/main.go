// Command duban reads and proves regulations and prints the interface's description.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// Exit codes: 0 sound, 1 findings, 2 the call itself was wrong.
const (
	exitFindings = 1
	exitUsage    = 2
)

// errFindings says that what was asked for was done and found something wrong, which has been printed.
var errFindings = errors.New("findings")

func main() {
	root := &cobra.Command{
		Use:   "duban",
		Short: "督办：让投诉制度自己运行 (runs an organisation's complaint regulation)",
		Long: "duban 检查和演练制度文件。制度文件怎样写，见 policies/logistics/policy.yaml。\n" +
			"The server itself is started with `make run` (bin/standalone).",
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(newPolicy(), newOpenAPI())
	err := root.Execute()
	switch {
	case err == nil:
	case errors.Is(err, errFindings):
		os.Exit(exitFindings)
	default:
		fmt.Fprintln(os.Stderr, "duban:", err)
		fmt.Fprintln(os.Stderr, "用法见 duban --help (see duban --help)")
		os.Exit(exitUsage)
	}
}
