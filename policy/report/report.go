package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/policy"
)

// Input is what every renderer is fed.
type Input struct {
	Result *policy.Result
	Tool   string
}

// Options change how a report looks.
type Options struct {
	Lang    string // en or zh
	Verbose bool   // list what does not matter too
	Color   bool
	Width   int // columns of the terminal, 0 for unlimited
}

// Renderer writes a result in one format.
type Renderer func(w io.Writer, in Input, o Options) error

type format struct {
	name   string
	render Renderer
}

func formats() []format {
	return []format{{"text", Text}, {"json", JSON}}
}

// Formats lists the names of the formats.
func Formats() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.name)
	}
	return out
}

// For finds the renderer of a format.
func For(name string) (Renderer, error) {
	i := slices.IndexFunc(formats(), func(f format) bool { return f.name == name })
	if i < 0 {
		return nil, fmt.Errorf("unknown format %q: known are %s", name, strings.Join(Formats(), ", "))
	}
	return formats()[i].render, nil
}

// Safe replaces control characters, which an image's names and quotes could
// use to write over a terminal.
func Safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '·'
		}
		return r
	}, s)
}
