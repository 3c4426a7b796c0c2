package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/terms"
)

func newPolicy(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Write and check a policy file",
		Long: `Write and check a policy file: how the product is used, what the company is, which
obligations and licenses are accepted, and what may pass until when.`,
		Example: `  licdrift policy init hosting > licdrift.yaml
  licdrift policy check licdrift.yaml
  licdrift policy schema > licdrift.schema.json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newPolicyInit(s), newPolicyCheck(s), newPolicySchema(s))
	return c
}

func newPolicyInit(s streams) *cobra.Command {
	var lang string
	c := &cobra.Command{
		Use:   "init PROFILE",
		Short: "Print a commented policy file for a profile",
		Long: `Print a commented policy file for a profile:
  internal        someone who uses the product inside the own organization
  hosting         who offers it to third parties as a service
  redistributor   who hands images on: an image vendor, a reseller
  embedded        who ships it inside a product of the own`,
		Example:   "  licdrift policy init internal > licdrift.yaml\n  licdrift policy init redistributor --lang zh > licdrift.yaml",
		Args:      usageArgs(cobra.ExactArgs(1)),
		ValidArgs: policy.Profiles(),
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := language(lang, s.env)
			if err != nil {
				return err
			}
			text, err := policy.Init(args[0], l)
			if err != nil {
				return &usageError{err.Error(), "licdrift policy init " + policy.Profiles()[0]}
			}
			_, err = fmt.Fprint(s.out, text)
			return err
		},
	}
	c.Flags().StringVar(&lang, "lang", "", "`LANGUAGE` of the comments, en or zh (default from the environment)")
	return c
}

func newPolicyCheck(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "check FILE",
		Short:   "Check a policy file, with line numbers",
		Example: "  licdrift policy check licdrift.yaml",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := readPolicy(args[0])
			if err != nil {
				return err
			}
			var names []string
			for _, u := range p.Uses.Required {
				names = append(names, u.String())
			}
			for _, u := range p.Uses.Droppable {
				names = append(names, u.String()+"?")
			}
			_, err = fmt.Fprintf(s.out, "%s: good; uses %s; %d waivers\n", args[0], strings.Join(names, ","), len(p.Waivers))
			return err
		},
	}
}

func newPolicySchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a policy file, for editors",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(s.out, policy.Schema)
			return err
		},
	}
}

// readPolicy reads a policy file; one with problems is a wrong call.
func readPolicy(name string) (*policy.Policy, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	defer f.Close()
	k, err := terms.Load()
	if err != nil {
		return nil, fmt.Errorf("load license terms: %w", err)
	}
	p, err := policy.Read(f, name, k)
	if bad := (*policy.FileError)(nil); errors.As(err, &bad) {
		return nil, &usageError{bad.Error(), bad.Remedy()}
	}
	return p, err
}
