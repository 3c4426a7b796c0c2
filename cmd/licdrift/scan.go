package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/sbom"
)

func newScan(s streams) *cobra.Command {
	var outputs, set []string
	var platform string
	c := &cobra.Command{
		Use:   "scan TARGET",
		Short: "Print the inventory of a target: components, licenses, evidence",
		Long: `Print the inventory of a target: its components with their licenses, as a table for a
person, as versioned JSON (which is a target too: save it to compare with later), or
as a CycloneDX SBOM.

` + targetHelp,
		Example: `  licdrift scan image.tar
  licdrift scan -o json=baseline.json /
  licdrift scan -o table -o cyclonedx-json=sbom.json oci-dir:layout
  licdrift scan compose:docker-compose.yml`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return scan(c.Context(), s, outputs, platform, args[0], set)
		},
	}
	c.Flags().StringArrayVarP(&outputs, "output", "o", []string{"table"}, "`FORMAT[=FILE]`: table, json or cyclonedx-json; may be given several times")
	c.Flags().StringVar(&platform, "platform", "", platformHelp)
	c.Flags().StringArrayVar(&set, "set", nil, setHelp)
	return c
}

var scanFormats = map[string]func(output, *inventory.Inventory) error{
	"table":          table,
	"json":           func(w output, inv *inventory.Inventory) error { return inv.Write(w) },
	"cyclonedx-json": func(w output, inv *inventory.Inventory) error { return sbom.CycloneDX(w, inv) },
}

func scan(ctx context.Context, s streams, outputs []string, platform, target string, set []string) error {
	outs, err := parseOutputs(outputs, []string{"table", "json", "cyclonedx-json"})
	if err != nil {
		return err
	}
	sc, p, err := newScanner(s, platform)
	if err != nil {
		return err
	}
	inv, err := sc.Scan(ctx, target, set...)
	p.clear()
	if err != nil {
		return err
	}
	for _, o := range outs {
		if err := o.write(s, func(w output) error { return scanFormats[o.format](w, inv) }); err != nil {
			return err
		}
	}
	return nil
}

// table prints a line a component and what was not read below.
func table(w output, inv *inventory.Inventory) error {
	rows := [][4]string{{"COMPONENT", "VERSION", "LICENSE", "WHERE"}}
	for i := range inv.Components {
		c := &inv.Components[i]
		name := c.Name
		if c.Namespace != "" && c.Type != "deb" && c.Type != "rpm" && c.Type != "apk" {
			name = c.Namespace + "/" + c.Name
		}
		rows = append(rows, [4]string{c.Type + ":" + name, c.Version, c.Concluded.String(), where(c)})
	}
	var width [3]int
	for _, r := range rows {
		for i := range width {
			width[i] = max(width[i], min(runewidth.StringWidth(r[i]), 48))
		}
	}
	for _, r := range rows {
		var line strings.Builder
		for i := range width {
			line.WriteString(runewidth.FillRight(report.Safe(r[i]), width[i]) + "  ")
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String()+report.Safe(r[3]), " ")); err != nil {
			return err
		}
	}
	return tableEnd(w, inv)
}

func where(c *inventory.Component) string {
	if len(c.Places) == 0 {
		return ""
	}
	s := c.Places[0].String()
	if n := len(c.Places); n > 1 {
		s += fmt.Sprintf(" (+%d)", n-1)
	}
	return s
}

// imageTable lists the images that belong to the target.
func imageTable(w io.Writer, images []inventory.Image) error {
	if len(images) > 0 {
		fmt.Fprintln(w)
	}
	for _, img := range images {
		if _, err := fmt.Fprintln(w, report.Safe(strings.TrimSpace("image "+img.Name+"  "+img.Digest+"  "+img.OS))); err != nil {
			return err
		}
	}
	return nil
}

func tableEnd(w io.Writer, inv *inventory.Inventory) error {
	unknown := 0
	for _, c := range inv.Components {
		if c.Concluded.IsZero() {
			unknown++
		}
	}
	if err := imageTable(w, inv.Images); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d components, %d without any evidence of a license; %d layers, %d files\n", len(inv.Components), unknown, inv.Coverage.Layers, inv.Coverage.Files)
	for _, g := range inv.Coverage.Gaps {
		if _, e := fmt.Fprintf(w, "not read: %s\n", report.Safe(strings.TrimSuffix(g.Path+": "+g.Reason+" "+g.Detail, " "))); e != nil {
			err = e
		}
	}
	return err
}
