package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/scanner"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// liveRoot is the system that runs.
const liveRoot = "/"

// pendingUpgrade compares this system with what apt would make of it.
func pendingUpgrade(s streams, packages string) sides {
	return func(ctx context.Context) (before, after *inventory.Inventory, err error) {
		names := strings.FieldsFunc(packages, func(c rune) bool { return c == ',' || c == ' ' })
		plan, err := scanner.PendingApt(ctx, names)
		if err != nil {
			return nil, nil, err
		}
		switch kept := plan.Kept(); {
		case len(names) > 0 && plan.Empty():
			fmt.Fprintln(s.err, "apt has nothing to do for "+strings.Join(names, ", "))
		case plan.Empty():
			fmt.Fprintln(s.err, "apt has nothing to upgrade")
		case len(kept) > 0 && len(names) == 0:
			fmt.Fprintf(s.err, "not judged: apt upgrade keeps back %s; --apt-packages judges those that are named\n", strings.Join(kept, ", "))
		}
		dir, err := os.MkdirTemp("", "licdrift-")
		if err != nil {
			return nil, nil, err
		}
		defer os.RemoveAll(dir)
		sc, p, err := newScanner(s, "")
		if err != nil {
			return nil, nil, err
		}
		defer p.clear()
		u, err := plan.Fetch(ctx, dir)
		if err != nil {
			return nil, nil, err
		}
		return sc.Upgrade(ctx, liveRoot, u)
	}
}

func newHook(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "hook",
		Short: "Stand in a package manager's way when an upgrade should be forgone",
		Args:  usageArgs(cobra.NoArgs),
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newHookApt(s))
	return c
}

// hookOff is how one passes the hook once, in the environment.
const hookOff = "LICDRIFT_HOOK"

func newHookApt(s streams) *cobra.Command {
	var f judging
	var config bool
	c := &cobra.Command{
		Use:   "apt",
		Short: "Judge what apt is about to install, and stop it on forgo",
		Long: `Judge what apt is about to install, and stop it when the verdict is to forgo the
upgrade. apt gives its plan on standard input, in version 2 of the protocol of
DPkg::Pre-Install-Pkgs; the packages are read where apt has downloaded them.

If licdrift itself fails, apt is stopped too. LICDRIFT_HOOK=off in the environment of
apt lets everything pass once.

Exit codes: 0 apt goes on, 30 (or that of --fail-on) the verdict stops it, 1 failure.`,
		Example: `  licdrift hook apt --config > /etc/apt/apt.conf.d/90licdrift
  LICDRIFT_HOOK=off apt upgrade`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if config {
				return hookConfig(s, f)
			}
			return hookApt(c.Context(), s, f)
		},
	}
	f.flags(c)
	c.Flags().StringVar(&f.failOn, "fail-on", "forgo", "mildest `VERDICT` that stops apt: adjust, review or forgo")
	c.Flags().BoolVar(&config, "config", false, "print the lines that set the hook up, for a file in /etc/apt/apt.conf.d")
	return c
}

// hookConfig prints apt's configuration. apt finds the version of the protocol by the
// first word of the command.
func hookConfig(s streams, f judging) error {
	self, err := os.Executable()
	if err != nil {
		self, err = exec.LookPath("licdrift") // where /proc is not mounted
	}
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	command := self + " hook apt"
	for _, flag := range [][2]string{{"--policy", f.policy}, {"--use", f.uses}, {"--lang", f.lang}} {
		if flag[1] != "" {
			command += " " + flag[0] + " " + flag[1]
		}
	}
	if f.failOn != "forgo" {
		command += " --fail-on " + f.failOn
	}
	_, err = fmt.Fprintf(s.out, "// Judge the licenses of what apt is about to install: licdrift hook apt --help\nDPkg::Pre-Install-Pkgs { %q; };\nDPkg::Tools::Options::%s::Version \"2\";\n", command, self)
	return err
}

func hookApt(ctx context.Context, s streams, f judging) error {
	if strings.EqualFold(s.env(hookOff), "off") {
		fmt.Fprintln(s.err, "licdrift: "+hookOff+"=off, nothing is judged")
		return nil
	}
	root, u, err := scanner.ReadAptHook(s.in)
	if err != nil {
		return err
	}
	if len(u.Debs)+len(u.Remove) == 0 {
		return nil
	}
	return check(ctx, s, f, func(ctx context.Context) (a, b *inventory.Inventory, err error) {
		sc, p, err := newScanner(s, "")
		if err != nil {
			return nil, nil, err
		}
		defer p.clear()
		if root == "" {
			root = liveRoot
		}
		return sc.Upgrade(ctx, root, u)
	})
}
