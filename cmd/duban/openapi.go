package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"duban/gateway"
)

func newOpenAPICommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "打印接口文档 (print the OpenAPI document)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			doc, err := gateway.OpenAPI()
			if err != nil {
				return fmt.Errorf("openapi: %w", err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), string(doc))
			return err
		},
	}
}
