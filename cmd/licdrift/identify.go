package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/policy/report"
	"github.com/licdrift/licdrift/scanner"
)

func newIdentify(s streams) *cobra.Command {
	var batch, pairs bool
	var lang, format string
	c := &cobra.Command{
		Use:   "identify FILE... | OLD NEW",
		Short: "Name the license of text files, or what changed between two",
		Long: `Name the license of text files, with evidence: how much of the text is explained,
the parameters it sets, a name that contradicts its text, the sentence that restricts use
where one was not explained, and the license that it is a modified copy of.

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
  licdrift identify --lang zh old/LICENSE new/LICENSE
  licdrift identify -o json LICENSE > license.json
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
			if err := oneOf([]string{"text", "json"}, format); err != nil {
				return err
			}
			if batch && (format != "text" || lang != "") {
				return &usageError{"--batch prints a line for each file, for programs", "leave out --batch, or -o and --lang"}
			}
			l, err := language(lang, s.env)
			if err != nil {
				return err
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
			as := texts{format, report.Options{Lang: l}}
			if len(args) == 2 {
				return as.change(s, id, args[0], args[1])
			}
			return as.files(s, id, args)
		},
	}
	c.Flags().StringVar(&lang, "lang", "", "`LANGUAGE`, en or zh (default from the environment)")
	c.Flags().StringVarP(&format, "output", "o", "text", "`FORMAT`: text or json")
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

// texts is how single texts are told.
type texts struct {
	format string // text or json
	o      report.Options
}

// identifiedFile is what a file says, as JSON.
type identifiedFile struct {
	File string `json:"file"`
	scanner.Identified
}

func (f texts) files(s streams, id *scanner.Identifier, names []string) error {
	out := []identifiedFile{}
	for i, name := range names {
		b, err := readText(s, name)
		if err != nil {
			return err
		}
		said := id.Identify(b)
		if f.format == "json" {
			out = append(out, identifiedFile{name, said})
			continue
		}
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		if err := report.Identified(s.out, name, said, f.o); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return report.WriteJSON(s.out, out)
	}
	return nil
}

// changedFiles is what changed between two files, as JSON.
type changedFiles struct {
	OldFile string `json:"oldFile"`
	NewFile string `json:"newFile"`
	scanner.TextChange
}

func (f texts) change(s streams, id *scanner.Identifier, before, after string) error {
	a, err := readText(s, before)
	if err != nil {
		return err
	}
	b, err := readText(s, after)
	if err != nil {
		return err
	}
	c := id.Compare(a, b)
	if f.format == "json" {
		return report.WriteJSON(s.out, changedFiles{before, after, c})
	}
	return report.TextChange(s.out, before, after, c, f.o)
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
