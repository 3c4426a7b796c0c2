package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/scanner/spdx"
)

func newExplain(s streams) *cobra.Command {
	var changes bool
	var lang, format string
	c := &cobra.Command{
		Use:   "explain LICENSE-OR-EXPRESSION",
		Short: "Tell what a license allows, forbids and asks, use by use",
		Long: `Tell what a license or an expression allows, forbids and asks, use by use, with the source.
With --changes, what changes from one to another.

The codes in parentheses are those that a policy file can accept.`,
		Example: `  licdrift explain SSPL-1.0
  licdrift explain 'GPL-2.0-only WITH Classpath-exception-2.0 OR MIT'
  licdrift explain --changes BSD-3-Clause 'LicenseRef-RSALv2 OR SSPL-1.0'`,
		Args: usageArgs(func(c *cobra.Command, args []string) error {
			if changes {
				return cobra.ExactArgs(2)(c, args)
			}
			return cobra.ExactArgs(1)(c, args)
		}),
		RunE: func(_ *cobra.Command, args []string) error {
			return explain(s, args, lang, format, changes)
		},
	}
	c.Flags().BoolVar(&changes, "changes", false, "tell what changes from the first to the second")
	c.Flags().StringVar(&lang, "lang", "", "`LANGUAGE`, en or zh (default from the environment)")
	c.Flags().StringVarP(&format, "output", "o", "text", "`FORMAT`: text or json")
	return c
}

func explain(s streams, args []string, lang, format string, changes bool) error {
	l, err := language(lang, s.env)
	if err != nil {
		return err
	}
	if err := oneOf([]string{"text", "json"}, format); err != nil {
		return err
	}
	var es []spdx.Expr
	for _, a := range args {
		e, err := spdx.Parse(a)
		if err != nil || e.IsZero() {
			return &usageError{fmt.Sprintf("%q is no license expression", a), "https://spdx.org/licenses lists the ids, such as Apache-2.0; an expression joins them by AND, OR and WITH"}
		}
		es = append(es, e)
	}
	basis, err := loadBasis("")
	if err != nil {
		return err
	}
	p := policy.ForUses(policy.DefaultUses())
	color, width := terminal(s)
	o := report.Options{Lang: l, Color: color, Width: width}
	switch {
	case changes && format == "json":
		return report.WriteJSON(s.out, policy.ExplainChange(es[0], es[1], p, basis))
	case changes:
		return report.ExplainChange(s.out, policy.ExplainChange(es[0], es[1], p, basis), o)
	case format == "json":
		return report.WriteJSON(s.out, policy.Explain(es[0], p, basis))
	}
	return report.Explain(s.out, policy.Explain(es[0], p, basis), o)
}
