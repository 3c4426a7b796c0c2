package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/scanner"
)

func newIdentify(s streams) *cobra.Command {
	var batch, pairs bool
	c := &cobra.Command{
		Use:   "identify FILE... | OLD NEW",
		Short: "Name the license of text files, or what changed between two",
		Long: `Name the license of text files, with evidence: how much of the text is explained,
the parameters it sets, the sentence that restricts use where one was not explained, and
the license that it is a modified copy of.

Of two files it also tells what changed from the first to the second: the kind of change,
the parameters, and the words, [-gone-] and {+new+}.

With --batch, paths are read from standard input, one a line, and "PATH<TAB>EXPRESSION"
is printed for each: what was recognized, where anything was. What was not, or restricts
use beside it, only the evidence of a file by itself tells.

With --batch --pairs, "OLD<TAB>NEW" is read and "OLD<TAB>NEW<TAB>CHANGE" printed, CHANGE
one of none, copyright, parameters, edited, notices, rider-added, rider-removed,
relicensed.`,
		Example: `  licdrift identify LICENSE
  licdrift identify old/LICENSE new/LICENSE
  git show v1:LICENSE | licdrift identify - LICENSE
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
			case len(args) == 2:
				return identifyChange(s, id, args[0], args[1])
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

// stdin is the name of standard input.
const stdin = "-"

func readText(s streams, name string) ([]byte, error) {
	if name == stdin {
		return io.ReadAll(io.LimitReader(s.in, maxIdentify))
	}
	if st, err := os.Stat(name); err == nil && st.Mode()&os.ModeNamedPipe != 0 {
		return openText(name) // a list of names must not wait for somebody to write to one
	}
	return readFile(name)
}

func readFile(name string) ([]byte, error) {
	if st, err := os.Stat(name); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", name)
	}
	return openText(name)
}

func openText(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxIdentify))
}

func identifyFiles(s streams, id *scanner.Identifier, names []string) error {
	for i, name := range names {
		b, err := readText(s, name)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		printText(s.out, id, name, b)
	}
	return nil
}

func printText(w io.Writer, id *scanner.Identifier, name string, b []byte) {
	printIdentified(w, name, id.Identify(b))
	if len(bytes.TrimSpace(b)) == 0 {
		fmt.Fprintln(w, "  the file is empty")
	}
}

func printIdentified(w io.Writer, name string, r scanner.Identified) {
	fmt.Fprintf(w, "%s\n  license    %s\n", name, r.Expression)
	if !r.Expression.IsZero() {
		fmt.Fprintf(w, "  explained  %.0f %% of the words that state terms\n", 100*r.Share)
	}
	for _, p := range r.Parts {
		fmt.Fprintf(w, "  part       %s: %s\n", report.Safe(p.Files), p.License)
	}
	for _, p := range r.Parameters {
		fmt.Fprintf(w, "  %s: %s\n", p.Name, report.Safe(p.Value))
	}
	if r.Restricts != "" {
		fmt.Fprintf(w, "  restricts  “%s”\n", report.Safe(r.Restricts))
	}
	if r.Unread != "" && r.Unread != r.Restricts {
		fmt.Fprintf(w, "  not read   “%s”\n", report.Safe(r.Unread))
	}
	if m := r.Modified; m != nil {
		fmt.Fprintf(w, "  modified   %s, %.0f %% of its words:\n", m.License, 100*m.Share)
		printHunks(w, m.Words)
	}
	fmt.Fprintf(w, "  sha256     %s\n", r.SHA256)
}

// maxHunks bounds how many places of a difference are printed.
const maxHunks = 40

func printHunks(w io.Writer, hs []scanner.Hunk) {
	for i, h := range hs {
		if i == maxHunks {
			fmt.Fprintf(w, "    … and %d more places\n", len(hs)-maxHunks)
			return
		}
		parts := []string{"…", h.Before}
		if h.Old != "" {
			parts = append(parts, "[-"+h.Old+"-]")
		}
		if h.New != "" {
			parts = append(parts, "{+"+h.New+"+}")
		}
		fmt.Fprintf(w, "    %s\n", report.Safe(strings.Join(slices.DeleteFunc(append(parts, h.After, "…"), func(s string) bool { return s == "" }), " ")))
	}
}

func identifyChange(s streams, id *scanner.Identifier, before, after string) error {
	a, err := readText(s, before)
	if err != nil {
		return err
	}
	b, err := readText(s, after)
	if err != nil {
		return err
	}
	printText(s.out, id, before, a)
	fmt.Fprintln(s.out)
	printText(s.out, id, after, b)
	c := id.Compare(a, b)
	fmt.Fprintf(s.out, "\nchange       %s\n", c.Kind)
	if !c.Old.Expression.Equal(c.New.Expression) {
		fmt.Fprintf(s.out, "  license    %s → %s\n", c.Old.Expression, c.New.Expression)
	}
	for _, p := range c.Parameters {
		fmt.Fprintf(s.out, "  %s: %s → %s\n", p.Name, quoted(p.Old), quoted(p.New))
	}
	switch {
	case c.Words != nil:
		fmt.Fprintf(s.out, "  words\n")
		printHunks(s.out, c.Words)
	case c.Kind != "none":
		fmt.Fprintf(s.out, "  words      the texts have too little in common to lay one on the other\n")
	}
	return nil
}

func quoted(s string) string {
	if s == "" {
		return "(none)"
	}
	return "“" + report.Safe(s) + "”"
}

// identifyBatch answers every line, so that a caller can pair them; what cannot
// be read is NOASSERTION and told on standard error.
func identifyBatch(s streams, id *scanner.Identifier) error {
	return eachLine(s, func(out io.Writer, line string) bool {
		b, err := readFile(line)
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
		a, err := readFile(before)
		b, err2 := readFile(after)
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
