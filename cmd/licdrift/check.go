package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
)

type checkFlags struct {
	judging
	platform, aptPackages string
	set                   []string
	apt                   bool
}

// judging is how two sides are judged, and told about.
type judging struct {
	uses, policy, failOn, lang, date string
	outputs                          []string
	verbose                          bool
}

// flags are those of every command that judges.
func (f *judging) flags(c *cobra.Command) {
	c.Flags().StringVar(&f.uses, "use", "", "declared `USES`, separated by commas (default internal,production,commercial)")
	c.Flags().StringVar(&f.policy, "policy", "", "policy `FILE` (default licdrift.yaml, if there is one here; see licdrift policy)")
	c.Flags().StringVar(&f.date, "date", "", "`DAY` of the decision, for licenses that change on a date (default today)")
	c.Flags().StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "`FORMAT[=FILE]`: text or json; may be given several times")
	c.Flags().StringVar(&f.lang, "lang", "", "`LANGUAGE` of the report, en or zh (default from the environment)")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list what does not matter too")
}

func newCheck(s streams) *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check OLD NEW | check compose:FILE --set NAME=VALUE | check --apt",
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

With --apt this system is compared with what apt upgrade would make of it: apt resolves
and downloads, the packages are read, nothing is installed.

With --set one compose project is compared with itself: what its services run, and
what they would run with other values for its variables.

Two package URLs are compared by what is known of their relicensings, offline.

Exit codes: 0 proceed, 10 adjust, 20 review, 30 forgo, 1 failure, 2 wrong call.`,
		Example: `  licdrift check old.tar new.tar
  licdrift check --use internal,hosted,transfer? old.tar new.tar
  licdrift check --lang zh -o text -o json=report.json baseline.json new.tar
  licdrift check --fail-on forgo / docker-archive:new.tar
  licdrift check --policy licdrift.yaml old.tar new.tar
  licdrift check redis:7.2 redis:7.4
  licdrift check pkg:npm/husky@4.3.8 pkg:npm/husky@5.0.9
  licdrift check compose:docker-compose.yml --set VERSION=7.4
  licdrift check --apt
  licdrift check --apt-packages nginx,redis-server`,
		Args: usageArgs(cobra.RangeArgs(0, 2)),
		RunE: func(c *cobra.Command, args []string) error {
			f.apt = f.apt || f.aptPackages != ""
			switch {
			case f.apt && len(args)+len(f.set) > 0:
				return &usageError{"--apt compares this system with itself after the upgrade", "licdrift check --apt, without a target"}
			case f.apt:
				return check(c.Context(), s, f.judging, pendingUpgrade(s, f.aptPackages))
			case len(args) == 0:
				return &usageError{"nothing to compare", "usage: licdrift check OLD NEW"}
			case len(args) == 1 && len(f.set) == 0:
				return &usageError{"one target has nothing to be compared with", "usage: licdrift check OLD NEW, or licdrift check compose:docker-compose.yml --set NAME=VALUE"}
			}
			return check(c.Context(), s, f.judging, func(ctx context.Context) (a, b *inventory.Inventory, err error) {
				return scanBoth(ctx, s, f.platform, args[0], args[len(args)-1], f.set)
			})
		},
	}
	f.flags(c)
	c.Flags().StringVar(&f.platform, "platform", "", platformHelp)
	c.Flags().BoolVar(&f.apt, "apt", false, "compare this system with what apt upgrade would make of it")
	c.Flags().StringVar(&f.aptPackages, "apt-packages", "", "as --apt, for the upgrade of these `PACKAGES`, separated by commas")
	c.Flags().StringArrayVar(&f.set, "set", nil, setHelp)
	c.Flags().StringVar(&f.failOn, "fail-on", "adjust", "mildest `VERDICT` whose exit code is not 0: adjust, review or forgo")
	return c
}

// sides gives the two inventories that are compared.
type sides func(ctx context.Context) (before, after *inventory.Inventory, err error)

func check(ctx context.Context, s streams, f judging, both sides) error {
	pol, err := loadPolicy(f.policy, f.uses)
	if err != nil {
		return err
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
	basis, err := loadBasis(f.date)
	if err != nil {
		return err
	}
	olds, news, err := both(ctx)
	if err != nil {
		return err
	}
	if err := unpaired(olds, news); err != nil {
		return err
	}
	result := policy.Evaluate(drift.Compare(olds, news), pol, basis)
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

// loadPolicy reads the policy file, if one is named or lies here; uses that are
// declared on the command line count instead of the file's.
func loadPolicy(file, uses string) (*policy.Policy, error) {
	p := policy.ForUses(policy.DefaultUses())
	for _, name := range []string{"licdrift.yaml", "licdrift.yml"} {
		if _, err := os.Lstat(name); err == nil && file == "" {
			file = name // a link that leads nowhere is an error, not no policy
		}
	}
	if file != "" {
		var err error
		if p, err = readPolicy(file); err != nil {
			return nil, err
		}
	}
	if uses != "" {
		u, err := policy.ParseUses(uses)
		if err != nil {
			return nil, &usageError{err.Error(), "see licdrift check --help for the uses"}
		}
		p.Uses, p.Scopes = u, nil
	}
	return p, nil
}

// unpaired reports a package URL that the other side does not have: there is
// nothing to compare.
func unpaired(a, b *inventory.Inventory) error {
	for _, side := range [][2]*inventory.Inventory{{a, b}, {b, a}} {
		if side[0].Target.Kind != scanner.KindPackage {
			continue
		}
		if base := known.Base(side[0].Components[0].PURL); !slices.ContainsFunc(side[1].Components, func(c inventory.Component) bool { return known.Base(c.PURL) == base }) {
			return &usageError{fmt.Sprintf("%s has no %s", side[1].Target.Name, base), "name the same package on both sides, or an image that has it"}
		}
	}
	return nil
}

func loadBasis(date string) (policy.Basis, error) {
	b := policy.Basis{Day: time.Now()}
	var err error
	if date != "" {
		if b.Day, err = time.Parse(time.DateOnly, date); err != nil {
			return b, &usageError{fmt.Sprintf("%q is no day", date), "--date 2027-01-31"}
		}
	}
	if b.Terms, err = terms.Load(); err != nil {
		return b, fmt.Errorf("load license terms: %w", err)
	}
	if b.Known, err = known.Load(); err != nil {
		return b, fmt.Errorf("load relicensings: %w", err)
	}
	return b, nil
}

// scanBoth scans both sides at once; what is learnt of a license text serves
// both.
func scanBoth(ctx context.Context, s streams, platform, before, after string, set []string) (a, b *inventory.Inventory, err error) {
	sc, p, err := newScanner(s, platform)
	if err != nil {
		return nil, nil, err
	}
	defer p.clear()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { a, err = sc.Scan(ctx, before); return err })
	g.Go(func() (err error) { b, err = sc.Scan(ctx, after, set...); return err })
	err = g.Wait()
	return a, b, err
}
