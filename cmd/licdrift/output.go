package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"
)

// destination is one -o FORMAT[=FILE].
type destination struct{ format, file string }

// output is where a report goes, with what a terminal can show.
type output struct {
	io.Writer
	color bool
	width int
}

// oneOf refuses a format that a command does not write.
func oneOf(known []string, format string) error {
	if slices.Contains(known, format) {
		return nil
	}
	return &usageError{fmt.Sprintf("unknown format %q", format), "-o " + strings.Join(known, ", -o ")}
}

func parseOutputs(flags, known []string) ([]destination, error) {
	var out []destination
	stdout := 0
	for _, f := range flags {
		format, file, _ := strings.Cut(f, "=")
		if err := oneOf(known, format); err != nil {
			return nil, err
		}
		if file == "" || file == "-" {
			file = ""
			stdout++
		}
		out = append(out, destination{format, file})
	}
	if stdout > 1 {
		return nil, &usageError{"more than one format goes to standard output", "give all but one a file: -o json=report.json"}
	}
	return out, nil
}

// write writes to the file, which appears only when it is complete, or to
// standard output.
func (d destination) write(s streams, f func(output) error) error {
	if d.file == "" {
		color, width := terminal(s)
		b := bufio.NewWriter(s.out)
		if err := f(output{b, color, width}); err != nil {
			return err
		}
		return b.Flush()
	}
	t, err := os.CreateTemp(filepath.Dir(d.file), ".licdrift-")
	if err != nil {
		return fmt.Errorf("write %s: %w", d.file, err)
	}
	defer os.Remove(t.Name())
	err = f(output{Writer: t})
	if closeErr := t.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(t.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(t.Name(), d.file)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", d.file, err)
	}
	return nil
}

// terminal tells whether standard output shows colors, and how wide it is.
func terminal(s streams) (color bool, width int) {
	f, ok := s.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return false, 0
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil {
		width = w
	}
	return s.env("NO_COLOR") == "" && s.env("TERM") != "dumb", width
}
