package main

import (
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/spf13/cobra"
)

var _ inventory.Inventory

func newScan(s streams) *cobra.Command {
	return &cobra.Command{Use: "scan TARGET", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		sc, p, err := newScanner(s)
		if err != nil {
			return err
		}
		inv, err := sc.Scan(c.Context(), args[0])
		p.clear()
		if err != nil {
			return err
		}
		return inv.Write(s.out)
	}}
}
func newCheck(s streams) *cobra.Command { return &cobra.Command{Use: "check OLD NEW"} }
