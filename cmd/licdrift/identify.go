package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/scanner"
)

func newIdentify(s streams) *cobra.Command {
	var batch, pairs bool
	c := &cobra.Command{
		Use:   "identify FILE...",
		Short: "Name the license of text files, with evidence",
		Long: `Name the license of text files, with evidence: how much of the text is explained,
the parameters it sets, and the sentence that restricts use where one was not explained.

With --batch, paths are read from standard input, one a line, and "PATH<TAB>EXPRESSION"
is printed for each. With --batch --pairs, "OLD<TAB>NEW" is read and
"OLD<TAB>NEW<TAB>CHANGE" printed, CHANGE one of none, copyright, parameters, edited,
notices, rider-added, rider-removed, relicensed.`,
		Example: `  licdrift identify LICENSE
  find . -name 'LICENSE*' | licdrift identify --batch
  printf 'old/LICENSE\tnew/LICENSE\n' | licdrift identify --batch --pairs`,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case pairs && !batch:
				return &usageError{"--pairs needs --batch", "licdrift identify --batch --pairs < LIST"}
			case batch && len(args) > 0:
				return &usageError{"--batch reads paths from standard input and takes no arguments", "leave out --batch to name files"}
			case !batch && len(args) == 0:
				return &usageError{"no file to identify", "usage: " + c.UseLine()}
			}
			id, err := scanner.NewIdentifier()
			if err != nil {
				return err
			}
			switch {
			case pairs:
				return identifyPairs(s, id)
			case batch:
				return identifyBatch(s, id)
			}
			return identifyFiles(s, id, args)
		},
	}
	c.Flags().BoolVar(&batch, "batch", false, "read paths from standard input")
	c.Flags().BoolVar(&pairs, "pairs", false, "with --batch: read pairs and tell what changed")
	return c
}

// maxIdentify bounds what is read of a file; recognition reads less.
const maxIdentify = 16 << 20

func readText(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxIdentify))
}

func identifyFiles(s streams, id *scanner.Identifier, names []string) error {
	for i, name := range names {
		b, err := readText(name)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		printIdentified(s.out, name, id.Identify(b))
	}
	return nil
}

func printIdentified(w io.Writer, name string, r scanner.Identified) {
	fmt.Fprintf(w, "%s\n  license    %s\n", name, r.Expression)
	if !r.Expression.IsZero() {
		fmt.Fprintf(w, "  explained  %.0f %% of the words that state terms\n", 100*r.Share)
	}
	for _, p := range r.Parts {
		fmt.Fprintf(w, "  part       %s: %s\n", p.Files, p.License)
	}
	for _, p := range r.Parameters {
		fmt.Fprintf(w, "  %s: %s\n", p.Name, p.Value)
	}
	if r.Restricts != "" {
		fmt.Fprintf(w, "  restricts  “%s”\n", r.Restricts)
	}
	if r.Unread != "" && r.Unread != r.Restricts {
		fmt.Fprintf(w, "  not read   “%s”\n", r.Unread)
	}
	fmt.Fprintf(w, "  sha256     %s\n", r.SHA256)
}

// identifyBatch answers every line, so that a caller can pair them; what cannot
// be read is NOASSERTION and told on standard error.
func identifyBatch(s streams, id *scanner.Identifier) error {
	return eachLine(s, func(out io.Writer, line string) bool {
		b, err := readText(line)
		if err != nil {
			fmt.Fprintf(s.err, "warning: %s\n", err)
		}
		r := id.Identify(b)
		e := r.Found
		if e.IsZero() {
			e = r.Expression
		}
		fmt.Fprintf(out, "%s\t%s\n", line, e)
		return err == nil
	})
}

func identifyPairs(s streams, id *scanner.Identifier) error {
	return eachLine(s, func(out io.Writer, line string) bool {
		before, after, ok := strings.Cut(line, "\t")
		if !ok {
			fmt.Fprintf(s.err, "warning: no tab in line %q\n", line)
			return false
		}
		a, err := readText(before)
		b, err2 := readText(after)
		if err := errors.Join(err, err2); err != nil {
			fmt.Fprintf(s.err, "warning: %s\n", err) // no line: what was not read did not stay the same
			return false
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", before, after, id.Compare(a, b).Kind)
		return true
	})
}

// eachLine handles every line; it fails at the end if one could not be.
func eachLine(s streams, f func(out io.Writer, line string) bool) error {
	failed := 0
	out := bufio.NewWriter(s.out)
	in := bufio.NewScanner(s.in)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if in.Text() != "" && !f(out, in.Text()) {
			failed++
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d lines could not be handled", failed)
	}
	return nil
}
