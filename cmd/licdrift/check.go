package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
)

type checkFlags struct {
	uses, failOn, lang string
	outputs            []string
	verbose            bool
}

func newCheck(s streams) *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check OLD NEW",
		Short: "Compare two targets and give the verdict on the upgrade",
		Long: `Compare two targets and give the verdict on the upgrade: proceed, adjust the scope of
use, review, or forgo it.

` + targetHelp + `

Uses are what you do with the product; with ? one that you could give up:
  internal, production, commercial   the default
  backend      behind an application of your own
  hosted       the component itself as a service to third parties
  modify       change it           netmod    users reach a changed version over a network
  redist-src   hand on as source   redist-bin   hand on as binary or image
  transfer     hand on to an affiliate or an end customer
  embed        inside a proprietary product
  compete      build a competing product

Exit codes: 0 proceed, 10 adjust, 20 review, 30 forgo, 1 failure, 2 wrong call.`,
		Example: `  licdrift check old.tar new.tar
  licdrift check --use internal,hosted,transfer? old.tar new.tar
  licdrift check --lang zh -o text -o json=report.json baseline.json new.tar
  licdrift check --fail-on forgo / docker-archive:new.tar`,
		Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			return check(c.Context(), s, f, args[0], args[1])
		},
	}
	c.Flags().StringVar(&f.uses, "use", "", "declared `USES`, separated by commas (default internal,production,commercial)")
	c.Flags().StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "`FORMAT[=FILE]`: text or json; may be given several times")
	c.Flags().StringVar(&f.failOn, "fail-on", "adjust", "mildest `VERDICT` whose exit code is not 0: adjust, review or forgo")
	c.Flags().StringVar(&f.lang, "lang", "", "`LANGUAGE` of the report, en or zh (default from the environment)")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list what does not matter too")
	return c
}

func check(ctx context.Context, s streams, f checkFlags, before, after string) error {
	uses := policy.DefaultUses()
	if f.uses != "" {
		var err error
		if uses, err = policy.ParseUses(f.uses); err != nil {
			return &usageError{err.Error(), "see licdrift check --help for the uses"}
		}
	}
	failOn, ok := policy.ParseVerdict(f.failOn)
	if !ok || failOn == policy.Proceed {
		return &usageError{fmt.Sprintf("unknown verdict %q", f.failOn), "--fail-on adjust, review or forgo"}
	}
	lang, err := language(f.lang, s.env)
	if err != nil {
		return err
	}
	outs, err := parseOutputs(f.outputs, report.Formats())
	if err != nil {
		return err
	}
	knowledge, err := terms.Load()
	if err != nil {
		return fmt.Errorf("load license terms: %w", err)
	}
	olds, news, err := scanBoth(ctx, s, before, after)
	if err != nil {
		return err
	}
	result := policy.Evaluate(drift.Compare(olds, news), uses, knowledge)
	for _, o := range outs {
		render, err := report.For(o.format)
		if err != nil {
			return err
		}
		in := report.Input{Result: result, Tool: "licdrift " + version()}
		if err := o.write(s, func(w output) error {
			return render(w, in, report.Options{Lang: lang, Verbose: f.verbose, Color: w.color, Width: w.width})
		}); err != nil {
			return err
		}
	}
	if result.Verdict >= failOn {
		return &exitError{result.Verdict.ExitCode()}
	}
	return nil
}

// scanBoth scans both sides at once; what is learnt of a license text serves
// both.
func scanBoth(ctx context.Context, s streams, before, after string) (a, b *inventory.Inventory, err error) {
	sc, p, err := newScanner(s)
	if err != nil {
		return nil, nil, err
	}
	defer p.clear()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { a, err = sc.Scan(ctx, before); return err })
	g.Go(func() (err error) { b, err = sc.Scan(ctx, after); return err })
	err = g.Wait()
	return a, b, err
}
